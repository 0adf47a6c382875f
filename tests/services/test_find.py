"""Find anything: by text of any length, by number, by pinyin; right after a change, after a rebuild, after a loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.find import cut_snippet, find_part, find_records, make_pattern
from cppcc_desktop.services.lists.listings import Listing
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    create_record,
    discard_record,
    list_ids,
    restore_record,
    reveal_value,
    suggest_records,
)  # fmt: skip
from cppcc_desktop.services.records.spelling import reads_as, split_letters
from tests.conftest import Filled, Place

NAMES = {
    "单雄信": ("sxx", "shanxx", "shanxiongxin", "xiongxin"),
    "仇和": ("qh", "qiuhe"),
    "区志强": ("ozq", "ouzhiqiang", "ouzq"),
    "查良镛": ("zly", "zhaliangyong", "zhlyong"),
    "解缙": ("xj", "xiejin"),
    "尉迟恭": ("ycg", "yuchigong", "yuchig"),
}


def titles(place: Place, text: str) -> list[str]:
    return [hit.title for group in find_records(place.office, place.actor, text) for hit in group.hits]


@pytest.mark.parametrize(("name", "typed"), [(name, each) for name, ways in NAMES.items() for each in ways])
def test_names_are_found_by_their_right_readings(county: Place, name: str, typed: str) -> None:
    county.create("member", name=name)
    county.create("member", name="别的人")
    assert titles(county, typed) == [name]


@pytest.mark.parametrize(
    ("name", "typed"), [("单雄信", "dan"), ("仇和", "chou"), ("查良镛", "cha"), ("解缙", "jiejin")]
)
def test_names_are_not_found_by_wrong_readings(county: Place, name: str, typed: str) -> None:
    county.create("member", name=name)
    assert titles(county, typed) == []


def test_a_reading_people_set_counts_at_once(county: Place) -> None:
    record = county.create("member", name="区志强")
    assert titles(county, "qzq") == []
    county.create("code_entry", list="surname_reading", code="区", label="qu1")
    assert (titles(county, "qzq"), titles(county, "ozq")) == (["区志强"], [])
    change_record(county.office, county.actor, "member", record, {"reading": "ou zhi qiang"})
    assert (titles(county, "qzq"), titles(county, "ozq")) == ([], ["区志强"])
    assert [each for each in check_office(county.office, county.actor) if not each.ok] == []


@pytest.mark.parametrize("typed", ["电", "电梯", "加装电梯", "老旧小区", "老旧 电梯", "13900001111", "0000111", "公交"])
def test_text_of_any_length(filled: Filled, typed: str) -> None:
    place = filled.place
    place.create(
        "proposal", title="关于老旧小区加装电梯的建议", form="1", first_sponsor=filled.members[1],
        analysis="公交站旁的老旧小区没有电梯。", suggestions="1. 加装。",
    )  # fmt: skip
    found = titles(place, typed)
    assert found == sorted(set(found), key=found.index), "no record twice"
    assert ("郑晓禾" in found) == typed.isdigit()
    assert ("关于老旧小区加装电梯的建议" in found) == (not typed.isdigit())


def test_the_hit_is_shown_in_its_sentence_and_masked_where_it_must_be(filled: Filled) -> None:
    place = filled.place
    (group,) = find_records(place.office, place.actor, "班次少")
    (hit,) = group.hits
    assert (hit.label, hit.snippet[hit.start : hit.end]) == ("情况与分析", "班次少")
    (group,) = find_records(place.office, place.actor, "9000011")
    assert group.hits[0].snippet == "139****1111"


def test_what_belongs_to_a_case_leads_to_it(filled: Filled) -> None:
    place = filled.place
    place.act(filled.proposal, "receive", date="2026-03-01")
    place.act(
        filled.proposal, "review", date="2026-03-02", reviewer="何主任", opinion="建议合并到轨道交通规划里考虑",
        qualified="是", well_formed="是", sound="是",
    )  # fmt: skip
    (group,) = find_records(place.office, place.actor, "轨道交通")
    assert [(hit.entity, hit.id) for hit in group.hits] == [("proposal", filled.proposal)]


def test_what_is_called_by_another_record_is_called_by_its_name(filled: Filled) -> None:
    """A row of 承办情况 was shown by the id of its unit."""
    place = filled.place
    place.act(filled.proposal, "receive", date="2026-05-01")
    for _ in range(3):
        place.act(filled.proposal, "review", opinion="符合", date="2026-05-02")
    place.act(filled.proposal, "docket", category="4", date="2026-05-03")
    place.act(filled.proposal, "assign", unit=filled.unit, date="2026-05-20")
    place.act(filled.proposal, "sign_for", unit=filled.unit, date="2026-05-21", contact_person="李同志 88210111")
    hits = [hit for group in find_records(place.office, place.actor, "88210111") for hit in group.hits]
    assert hits and all("县交通运输局" in hit.title or "公交" in hit.title for hit in hits), hits


def test_changed_binned_and_restored(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    change_record(place.office, place.actor, "member", record, {"post": "县中医院院长"})
    assert titles(place, "县医院医生") == []
    assert titles(place, "中医院") == ["郑晓禾"]
    discard_record(place.office, place.actor, "member", record, "重复")
    assert titles(place, "中医院") == []
    restore_record(place.office, place.actor, "member", record)
    assert titles(place, "zxh") == ["郑晓禾"]
    with place.office.database.write() as connection:
        place.office.journal(connection).rebuild()
    assert (titles(place, "zxh"), titles(place, "县医院医生")) == (["郑晓禾"], [])
    assert [each for each in check_office(place.office, place.actor) if not each.ok] == []


def test_newest_first_and_no_more_than_asked_for(county: Place) -> None:
    for day in (3, 1, 2):
        station = county.create("station", code=f"0{day}", name=f"第{day}站", type="01", level="2")
        county.create("activity", station=station, title=f"{day}日走访", type="03", date=f"2026-03-0{day}")
    (group,) = find_records(county.office, county.actor, "走访", limit=2, modules=["activities"])
    assert [hit.title for hit in group.hits] == ["3日走访", "2日走访"]
    assert group.more


def test_nothing_to_look_for_finds_nothing(filled: Filled) -> None:
    for typed in ("", "  ", "，。", '"', "*", "OR", "a AND", "'--", "\x00", "(", "x" * 500):
        assert titles(filled.place, typed) == []


def test_check_tells_of_a_damaged_index(filled: Filled) -> None:
    place = filled.place
    with place.office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM find_entry WHERE record = ?", (filled.members[0],))
        connection.exec_driver_sql("INSERT INTO find_text (find_text) VALUES ('delete-all')")
    (fault,) = [each for each in check_office(place.office, place.actor) if not each.ok]
    assert fault.name == "index"
    assert "应有" in fault.detail
    assert "不一致" in fault.detail
    with place.office.database.write() as connection:
        place.office.journal(connection).rebuild()
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_lists_and_choices_know_pinyin(filled: Filled) -> None:
    place = filled.place
    query = Query(text="csf", text_in=("name", "post"))
    assert list_ids(place.office, place.actor, place.office.modules["members"], query) == [filled.members[1]]
    assert [record for record, _ in suggest_records(place.office, place.actor, "member", "chensf")] == [
        filled.members[1]
    ]
    assert [words for _, words in suggest_records(place.office, place.actor, "unit", "jtys")] == ["县交通运输局"]


LETTERS = st.text("老旧小区电梯ＡＢaB12，。 \n", max_size=30)


@given(LETTERS, st.text("老旧小区电梯aB12", min_size=1, max_size=5), LETTERS)
def test_a_part_is_found_where_it_is(before: str, part: str, after: str) -> None:
    pattern = make_pattern(part)
    assert find_part(before + part + after, pattern)
    snippet, start, end = cut_snippet(before + part + after, [pattern])
    assert find_part(snippet[start:end], pattern) == (0, end - start)


@given(
    st.lists(
        st.sampled_from(["shan", "xiong", "xin", "zhang", "a", "e", "ou", "lü".replace("ü", "v"), "er"]),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_every_way_to_type_a_name_is_understood(syllables: list[str], data: st.DataObject) -> None:
    typed = "".join(each[: data.draw(st.integers(1, len(each)))] for each in syllables)
    initials = "".join(each[0] for each in syllables)
    assert reads_as(" ".join(syllables), typed)
    assert initials in split_letters(typed)


def test_find_survives_any_text(filled: Filled) -> None:
    @given(st.text(max_size=30))
    def ask(typed: str) -> None:
        find_records(filled.place.office, filled.place.actor, typed)

    ask()


def test_created_by_a_station_is_found_at_the_county(pair: tuple[Place, Place], tmp_path) -> None:
    county, station = pair
    create_record(station.office, station.actor, "activity", {
        "station": station.office.station, "title": "夜访渔村", "type": "03", "date": "2026-05-01"})  # fmt: skip
    county.unpack(station.pack("county", tmp_path / "up.cppcc"))
    assert titles(county, "渔村") == ["夜访渔村"]


def test_a_number_finds_first_what_is_called_by_it(filled: Filled) -> None:
    """053 showed 收件号 2026-0053 above 案号 053."""
    place, kind = filled.place, filled.place.office.entity("proposal")
    called = {"docket_no": "053", "intake_no": "2026-0007", "plenary": "10-03"}
    older = {"docket_no": "053", "intake_no": "2025-0009", "plenary": "10-02"}
    later = {"docket_no": "060", "intake_no": "2026-0053", "plenary": "10-03"}
    ids = [
        place.create("proposal", title=each, form="1", analysis="少", suggestions="多") for each in ("甲", "乙", "丙")
    ]
    with place.office.write(place.actor, "record.write") as writing:
        for record, values in zip(ids, (called, older, later), strict=True):
            writing.set(kind, record, {**values, "received_on": "2026-03-01"}, scope="county")
    for typed in ("053", "53", "第053号"):
        (group,) = find_records(place.office, place.actor, typed)
        assert [hit.title for hit in group.hits[:2]] == ["甲", "乙"] and group.hits[0].label == "案号"
    assert [hit.title for hit in find_records(place.office, place.actor, "053")[0].hits] == ["甲", "乙", "丙"]
    assert titles(place, "2026-0053") == ["丙"]


def test_namesakes_are_told_apart(filled: Filled) -> None:
    (group,) = find_records(filled.place.office, filled.place.actor, "郑晓禾")
    assert [hit.beside for hit in group.hits] == ["医药卫生界 · 县医院医生"]
    assert [hit.beside for hit in find_records(filled.place.office, filled.place.actor, "zxh")[0].hits] == [
        "医药卫生界 · 县医院医生"
    ]


def test_what_is_masked_is_not_found_by_those_who_may_not_see_it(filled: Filled) -> None:
    place = filled.place
    reader = Actor("王读", "reader", place.office.name)
    with pytest.raises(Refusal):
        reveal_value(place.office, reader, "member", filled.members[0], "mobile")
    assert find_records(place.office, place.actor, "0000111") and not find_records(place.office, reader, "0000111")
    assert find_records(place.office, reader, "郑晓禾") and find_records(place.office, reader, "zxh")
    assert not find_records(place.office, reader, "郑晓禾 139")
    query = Query(text="0000111", text_in=("name", "mobile"))
    module = place.office.modules["members"]
    assert list_ids(place.office, place.actor, module, query) and not list_ids(place.office, reader, module, query)
    assert Listing(place.office, reader, module, query).count() == 0
