"""Two records for one person: found, joined, shown as one, parted again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.domain.description.conditions import Both, Is, Scalar
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.compare import read_names
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.records.children import add_rows, list_rows, pick
from cppcc_desktop.services.records.joins import (
    find_twins,
    forget_apart,
    join_all,
    join_records,
    list_joined,
    part_record,
    tell_apart,
)  # fmt: skip
from cppcc_desktop.services.records.records import Query, discard_record, list_ids, show_record
from cppcc_desktop.services.records.sheets import read_sheet
from cppcc_desktop.services.records.titles import word_rows
from cppcc_desktop.services.records.undo import undo_group, undo_save
from tests.conftest import Filled, Place
from tests.nouns.activities.presence import note_presence, read_presence
from tests.services.test_imports import PEOPLE, write


def ids(place: Place, module: str, **where: Scalar) -> list[str]:
    return list_ids(
        place.office,
        place.actor,
        place.office.modules[module],
        Query(Both(*(Is(name, wanted) for name, wanted in where.items()))),
    )


@pytest.fixture
def twins(filled: Filled) -> tuple[Filled, str]:
    """A second card of 郑晓禾 who is the first sponsor of a case of her own."""
    other = filled.place.create("member", name="郑晓和", mobile="13900001111", post="县医院内科医生", specialty="内科")
    return filled, other


def test_found_by_phone_name_and_post(twins: tuple[Filled, str]) -> None:
    filled, other = twins
    place = filled.place
    assert [(set(each.records), each.fields) for each in find_twins(place.office, place.actor, "member")] == [
        ({filled.members[0], other}, ("mobile",))
    ]
    same = place.create("member", name="陈素芬")
    assert {frozenset(each.records) for each in find_twins(place.office, place.actor, "member")} == {
        frozenset({filled.members[0], other}), frozenset({filled.members[1], same})
    }  # fmt: skip
    tell_apart(place.office, place.actor, "member", [filled.members[1], same])
    assert len(find_twins(place.office, place.actor, "member")) == 1


def test_joined_is_shown_and_counted_as_one_and_parted_again(twins: tuple[Filled, str]) -> None:
    filled, other = twins
    place, keep = filled.place, filled.members[0]
    case = place.create(
        "proposal",
        title="关于夜间门诊的建议",
        form="1",
        first_sponsor=other,
        analysis="夜间没有门诊。",
        suggestions="开。",
    )
    join_records(place.office, place.actor, "member", keep, other, {"specialty": "内科"})
    assert other not in ids(place, "members")
    assert show_record(place.office, place.actor, "member", keep).values["specialty"] == "内科"
    assert set(ids(place, "proposals", first_sponsor=keep)) == {filled.proposal, case}
    row = show_record(place.office, place.actor, "proposal", case).values
    spec = place.office.entity("proposal").by_name["first_sponsor"]
    assert word_rows(place.office, [spec], [row])[0]["first_sponsor"] == "郑晓禾"
    assert {hit.id for group in find_records(place.office, place.actor, "zxh") for hit in group.hits} == {keep}
    assert list_joined(place.office, place.actor, "member", keep) == [other]
    assert all(each.ok for each in check_office(place.office, place.actor))
    part_record(place.office, place.actor, "member", other)
    assert other in ids(place, "members")
    assert ids(place, "proposals", first_sponsor=keep) == [filled.proposal]
    with pytest.raises(Refusal, match="没有并入"):
        part_record(place.office, place.actor, "member", other)


def test_who_was_joined_follows(filled: Filled) -> None:
    place, (one, two, three) = filled.place, filled.members
    join_records(place.office, place.actor, "member", two, three)
    join_records(place.office, place.actor, "member", one, two)
    assert list_joined(place.office, place.actor, "member", one) == sorted([two, three])


def test_what_cannot_be_joined_is_refused(filled: Filled) -> None:
    place, (one, two, three) = filled.place, filled.members
    for kind, keep, other, said in (
        ("member", one, one, "同一条"),
        ("station", filled.station, filled.station, "不能合并"),
    ):
        with pytest.raises(Refusal, match=said):
            join_records(place.office, place.actor, kind, keep, other)
    discard_record(place.office, place.actor, "member", two, "离任")
    with pytest.raises(Refusal, match="回收站"):
        join_records(place.office, place.actor, "member", one, two)
    join_records(place.office, place.actor, "member", one, three)
    with pytest.raises(Refusal, match="已经并入"):
        join_records(place.office, place.actor, "member", three, one)


def test_joined_at_the_county_reaches_the_station(pair: tuple[Place, Place], filled: Filled, tmp_path) -> None:
    county, station = pair
    join_records(county.office, county.actor, "member", filled.members[0], filled.members[1])
    station.unpack(county.pack(filled.station, tmp_path / "again.cppcc"))
    assert filled.members[1] not in ids(station, "members")


def test_taken_over_fields_of_the_term_and_taken_back(filled: Filled) -> None:
    place, (one, two, three) = filled.place, filled.members
    before = {each: show_record(place.office, place.actor, "member", each).values for each in filled.members}
    sector = before[two]["sector"]
    group = join_all(place.office, place.actor, "member", three, [one, two], {"sector": sector, "post": "县医院医生"})
    assert list_joined(place.office, place.actor, "member", three) == sorted([one, two])
    assert show_record(place.office, place.actor, "member", three).values["sector"] == sector
    assert group is not None
    undo_group(place.office, place.actor, group)
    assert {each: show_record(place.office, place.actor, "member", each).values for each in before} == before
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_parting_is_not_undone_but_joined_anew(filled: Filled) -> None:
    """What it was part of may be part of another one by now."""
    place, (one, two, _) = filled.place, filled.members
    join_records(place.office, place.actor, "member", one, two)
    part_record(place.office, place.actor, "member", two)
    with pytest.raises(Refusal, match="并入不能这样撤销"):
        undo_save(place.office, place.actor, "member", two)


def test_a_word_that_names_a_joined_record_means_the_one_that_stands_for_it(filled: Filled) -> None:
    place = filled.place
    twin, alias = place.create("member", name="郑晓禾"), place.create("unit", name="县交通局")
    join_records(place.office, place.actor, "member", filled.members[0], twin)
    join_records(place.office, place.actor, "unit", filled.unit, alias)
    case = place.create(
        "proposal", title="关于夜灯的建议", form="1", first_sponsor="郑晓禾", analysis="暗。", suggestions="亮。"
    )
    assert show_record(place.office, place.actor, "proposal", case).values["first_sponsor"] == filled.members[0]
    with place.office.read() as connection:
        assert read_names(place.office, connection, "unit")["县交通局"] == [filled.unit]
        assert read_names(place.office, connection, "member")["郑晓禾"] == [filled.members[0]]


def test_a_roster_is_imported_where_somebody_was_joined(twins: tuple[Filled, str], tmp_path: Path) -> None:
    filled, other = twins
    place = filled.place
    join_records(place.office, place.actor, "member", filled.members[0], other)
    file = write(tmp_path / "a.xlsx", PEOPLE)
    preview = preview_import(place.office, place.actor, place.office.modules["members"], file)
    assert apply_import(place.office, place.actor, preview, default_choices(preview)).new == 3
    file = write(tmp_path / "b.xlsx", [("甲一", "男", "经济界", "示例公司", "13800000009", None)])
    preview = preview_import(place.office, place.actor, place.office.modules["members"], file)
    part_record(place.office, place.actor, "member", other)
    with pytest.raises(OfficeError, match="又有改动"):
        apply_import(place.office, place.actor, preview, default_choices(preview))


def test_who_was_there_by_a_joined_card_keeps_the_name(twins: tuple[Filled, str]) -> None:
    filled, other = twins
    place = filled.place
    activity = place.create("activity", station=filled.station, title="走访", type="01", date="2026-06-01")
    note_presence(place.office, place.actor, activity, {other: "1"})
    join_records(place.office, place.actor, "member", filled.members[0], other)
    (row,) = list_rows(place.office, place.actor, "participant", activity).rows
    assert row.words["member"] == "郑晓禾" and row.picked == filled.members[0]
    assert [each.label for each in read_sheet(place.office, place.actor, "attendance", activity).down] == ["郑晓禾"]
    with pytest.raises(InvalidField, match="已经在名单里"):
        add_rows(place.office, place.actor, "participant", activity, [{"member": filled.members[0]}])
    assert not pick(place.office, place.actor, "participant", activity, [filled.members[0]], {}).rows
    note_presence(place.office, place.actor, activity, {other: None})
    assert read_presence(place.office, place.actor, activity) == {}


def test_told_apart_and_forgotten(filled: Filled) -> None:
    place = filled.place
    pair = [filled.members[1], place.create("member", name="陈素芬")]
    tell_apart(place.office, place.actor, "member", pair)
    assert find_twins(place.office, place.actor, "member") == []
    forget_apart(place.office, place.actor, "member", pair)
    assert [set(each.records) for each in find_twins(place.office, place.actor, "member")] == [set(pair)]
