"""Taking back a save: values equal those before, or nothing is changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.conflicts import resolve_conflict
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.office.accounts import create_account
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.records import (
    change_record,
    create_record,
    discard_record,
    restore_record,
    show_record,
)  # fmt: skip
from cppcc_desktop.services.records.undo import (
    Group,
    LaterChanges,
    Undone,
    last_group,
    read_group,
    undo_group,
    undo_save,
)
from tests.conftest import PASSWORD, Filled, Place
from tests.services.test_imports import PEOPLE, write


def undo(place: Place, group: Group | None, *, partly: bool = False) -> Undone:
    assert group is not None
    return undo_group(place.office, place.actor, group, partly=partly)


def change(place: Place, record: str, kind: str = "member", **raw: object) -> Group:
    change_record(place.office, place.actor, kind, record, raw)
    return newest(place, record, kind)


def newest(place: Place, record: str, kind: str = "member") -> Group:
    group = last_group(place.office, place.actor, kind, record)
    assert group is not None
    return group


def read(place: Place, record: str, kind: str = "member") -> tuple[Row, str | None]:
    shown = show_record(place.office, place.actor, kind, record)
    hidden = ("scope", "deleted", "changed_at", "id")
    return {name: value for name, value in shown.values.items() if name not in hidden}, shown.deleted


def count_operations(place: Place) -> int:
    with place.office.read() as connection:
        return connection.scalar(select(func.count()).select_from(place.office.schema.operation)) or 0


def load(place: Place, path: Path):
    preview = preview_import(place.office, place.actor, place.office.modules["members"], path)
    return apply_import(place.office, place.actor, preview, default_choices(preview))


def test_fields_get_their_former_values_and_an_undo_can_be_undone(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    before = read(place, record)
    change(place, record, post="县中医院医生", sector="农业界", native_place="云水镇")
    after = read(place, record)
    done = undo_save(place.office, place.actor, "member", record)
    assert (done.changed, done.fields, done.binned, done.left) == (1, 3, 0, ())
    assert read(place, record) == before
    again = undo(place, done.group)
    assert read(place, record) == after and again.fields == 3
    undo_save(place.office, place.actor, "member", record)
    assert read(place, record) == before
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_new_record_goes_to_the_bin_whole(filled: Filled) -> None:
    place = filled.place
    record = place.create("member", name="沈知远", sector="经济界")
    values, _ = read(place, record)
    done = undo_save(place.office, place.actor, "member", record)
    assert (done.binned, read(place, record)[1]) == (1, "撤回")
    restore_record(place.office, place.actor, "member", record)
    assert read(place, record) == (values, None)


def test_a_card_of_this_term_made_for_somebody_known_goes_to_the_bin(filled: Filled) -> None:
    """The member stays; only the membership was new."""
    place, record = filled.place, filled.members[0]
    before = read(place, record)
    table = place.office.schema.records["committee"]
    with place.office.read() as connection:
        committee = connection.scalar(select(table.c.id))
    change_record(place.office, place.actor, "committee", committee, {"plenary": "11-01"})
    empty = read(place, record)
    change(place, record, sector="农业界")
    undo_save(place.office, place.actor, "member", record)
    assert read(place, record) == empty
    undo_save(place.office, place.actor, "member", record)
    assert read(place, record)[0]["sector"] is not None
    undo_save(place.office, place.actor, "member", record)
    change_record(place.office, place.actor, "committee", committee, {"plenary": "10-03"})
    assert read(place, record) == before


def test_bin_and_back(filled: Filled) -> None:
    place, record = filled.place, filled.members[1]
    before = read(place, record)
    discard_record(place.office, place.actor, "member", record, "重复登记")
    assert undo_save(place.office, place.actor, "member", record).unbinned == 1
    assert read(place, record) == before
    undo_save(place.office, place.actor, "member", record)
    assert read(place, record)[1] == "重复登记"


def test_a_record_taken_out_of_the_bin_and_changed_stays_out(filled: Filled) -> None:
    place, record = filled.place, filled.members[1]
    discard_record(place.office, place.actor, "member", record, "重复登记")
    restore_record(place.office, place.actor, "member", record)
    group = newest(place, record)
    change(place, record, post="理事")
    with pytest.raises(LaterChanges, match="单位及职务"):
        undo(place, group)
    assert read(place, record)[1] is None


def test_later_changes_refuse_the_whole_or_are_left(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", PEOPLE))
    rows = [(name, sex, sector, post + "（兼）", phone, None) for name, sex, sector, post, phone, _ in PEOPLE]
    preview_rows = load(county, write(tmp_path / "b.xlsx", rows))
    record = preview_rows.records[0]
    change(county, record, post="别处改的")
    operations = count_operations(county)
    with pytest.raises(LaterChanges) as caught:
        undo(county, preview_rows.group)
    assert str(caught.value.left[0]) == "沈知远（单位及职务）"
    assert caught.value.what.startswith("有 1 条后来又改过或者已经在用，这次没有撤回：沈知远（单位及职务）")
    assert count_operations(county) == operations
    done = undo(county, preview_rows.group, partly=True)
    assert (done.changed, [each.record for each in done.left]) == (2, [record])
    assert read(county, record)[0]["post"] == "别处改的"
    assert read(county, preview_rows.records[1])[0]["post"] == PEOPLE[1][3]


def test_a_refusal_names_five_records_at_most(county: Place, tmp_path: Path) -> None:
    people = [(f"张{n}", "男", "经济界", f"第{n}公司", f"1380000{n:04}", None) for n in "一二三四五六七"]
    people = [(name, *rest[:3], f"138000000{place:02}", None) for place, (name, *rest) in enumerate(people)]
    done = load(county, write(tmp_path / "a.xlsx", people))
    for record in done.records:
        change(county, record, title="工程师")
    with pytest.raises(LaterChanges) as caught:
        undo(county, done.group)
    assert len(caught.value.left) == 7 and caught.value.what.count("（") == 5 and "等。" in caught.value.what
    with pytest.raises(LaterChanges):
        undo(county, done.group, partly=True)  # nothing at all is left to take back


def test_an_import_is_taken_back_with_its_new_words(county: Place, tmp_path: Path) -> None:
    rows = [*PEOPLE, ("甲一", "男", "乡村振兴界", "甲", "13800000009", None)]
    done = load(county, write(tmp_path / "a.xlsx", rows))
    assert read_codes(county.office).find("sector", "乡村振兴")
    undone = undo(county, done.group)
    assert undone.binned == 4
    assert all(read(county, record)[1] for record in done.records)
    assert read_codes(county.office).find("sector", "乡村振兴") is None
    again = undo(county, undone.group)
    assert again.unbinned == 4 and read_codes(county.office).find("sector", "乡村振兴")
    preview = preview_import(county.office, county.actor, county.office.modules["members"], tmp_path / "a.xlsx")
    assert preview.count("same") == 4


def test_what_is_used_by_now_stays(county: Place, tmp_path: Path) -> None:
    """A new member who sponsors a proposal, and a new word that somebody else has taken up."""
    rows = [*PEOPLE, ("甲一", "男", "乡村振兴界", "甲", "13800000009", None)]
    done = load(county, write(tmp_path / "a.xlsx", rows))
    county.create("proposal", title="关于修路的建议", form="1", first_sponsor=done.records[0], category="社会建设",
                  analysis="路不好。", suggestions="1. 修路。")  # fmt: skip
    other = county.create("member", name="乙二", sector="乡村振兴")
    with pytest.raises(LaterChanges, match="沈知远（提案在用）") as caught:
        undo(county, done.group)
    assert sorted(each.title for each in caught.value.left) == ["乡村振兴", "沈知远"]
    undone = undo(county, done.group, partly=True)
    assert (undone.binned, len(undone.left)) == (3, 2)
    assert read(county, done.records[0])[1] is None and read(county, other)[0]["sector"] == "乡村振兴"
    assert read_codes(county.office).find("sector", "乡村振兴") == "乡村振兴"


def test_a_kept_record_keeps_what_it_uses(county: Place, tmp_path: Path) -> None:
    """Changed since the import, so it stays; the word it brought into the list stays with it."""
    done = load(county, write(tmp_path / "a.xlsx", [("甲一", "男", "乡村振兴界", "甲", "13800000009", None)]))
    change(county, done.records[0], title="工程师")
    with pytest.raises(LaterChanges):
        undo(county, done.group, partly=True)
    assert read_codes(county.office).find("sector", "乡村振兴") == "乡村振兴"


def test_a_part_that_was_changed_keeps_the_whole(county: Place, tmp_path: Path) -> None:
    done = load(county, write(tmp_path / "a.xlsx", PEOPLE))
    change(county, done.records[2], sector="经济界")
    with pytest.raises(LaterChanges) as caught:
        undo(county, done.group)
    assert "黎明" in {each.title for each in caught.value.left}
    undo(county, done.group, partly=True)
    assert [read(county, each)[1] is None for each in done.records] == [False, False, True]


def test_steps_of_a_case_are_not_undone(filled: Filled) -> None:
    place = filled.place
    place.act(filled.proposal, "receive")
    operations = count_operations(place)
    for partly in (False, True):
        with pytest.raises(Refusal, match="办理步骤不能这样撤销"):
            undo(place, newest(place, filled.proposal, "proposal"), partly=partly)
    with pytest.raises(Refusal, match="办理步骤"):
        undo_save(place.office, place.actor, "proposal", filled.proposal)
    assert count_operations(place) == operations


def test_a_draft_that_was_never_sent_goes_to_the_bin(filled: Filled) -> None:
    place = filled.place
    assert undo_save(place.office, place.actor, "proposal", filled.proposal).binned == 1


def test_one_of_many_is_not_undone_alone(county: Place, tmp_path: Path) -> None:
    done = load(county, write(tmp_path / "a.xlsx", PEOPLE))
    with pytest.raises(Refusal, match="还有 2 条"):
        undo_save(county.office, county.actor, "member", done.records[0])


def test_what_came_from_elsewhere_is_not_undone_here(pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    record = station.create("activity", station=station.office.station, title="走访", type="01", date="2026-06-01")
    county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    assert last_group(county.office, county.actor, "activity", record) is None
    with pytest.raises(Refusal, match="不是在这里做的"):
        undo_save(county.office, county.actor, "activity", record)
    assert undo_save(station.office, station.actor, "activity", record).binned == 1


def test_a_settled_conflict_is_not_opened_again(pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    record = station.create("activity", station=station.office.station, title="走访", type="01", date="2026-06-01")
    county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    change(station, record, "activity", title="站里改的")
    group = change(county, record, "activity", title="县里改的")
    county.unpack(station.pack("county", tmp_path / "b.cppcc"))
    with pytest.raises(LaterChanges, match="活动名称"):
        undo(county, group)
    resolve_conflict(county.office, county.actor, "activity", record, "title", "县里改的")
    with pytest.raises(LaterChanges, match="待核对"):
        undo(county, newest(county, record, "activity"))


def test_who_may(filled: Filled) -> None:
    place = filled.place
    create_account(place.office, place.actor, "林静", "clerk", PASSWORD)
    with place.office.read() as connection:
        account = place.office.schema.records["account"]
        record = connection.scalar(select(account.c.id).where(account.c.name == "林静"))
    group = newest(place, str(record), "account")
    for role in ("reader", "clerk"):
        with pytest.raises(Refusal, match="没有这项权限"):
            undo_group(place.office, Actor("林静", role, "county"), group)
    with pytest.raises(Refusal, match="没有找到"):
        undo(place, Group(bytes(16), 1))


NAMES = ("post", "native_place", "sector", "member_group", "mobile")
WORDS = {"sector": ["经济界", "农业界", None], "mobile": ["13800000001", "13800000002", None]}


@pytest.fixture
def fresh(open_place: Callable[..., Place]) -> Callable[[], Place]:
    return open_place


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_save_undone_and_redone(fresh: Callable[..., Place], seed: int) -> None:
    """Random saves on a real file: undone, all is as before; undone again, as after; and the next save goes on."""
    dice, place = random.Random(seed), fresh("county")
    records = [place.create("member", name=f"甲{number}") for number in range(3)]
    for _ in range(dice.randrange(2, 6)):
        before = snapshot(place, records)
        group = save_anything(place, dice, records)
        if group is None:
            continue
        after = snapshot(place, records)
        for then in (before, after) * dice.randrange(1, 3):
            done = undo(place, group)
            assert done.group and not done.left
            group = done.group
            assert tell_apart(snapshot(place, records), then) == {}
    assert all(each.ok for each in check_office(place.office, place.actor))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_an_older_save_is_undone_whole_or_not_at_all(fresh: Callable[..., Place], seed: int) -> None:
    """Fields set again later keep their value; a refusal changes nothing; partly touches the other fields only."""
    dice, place = random.Random(seed), fresh("county")
    record = place.create("member", name="甲", post="原来的", sector="经济界", native_place="原籍")
    first = {name: f"新{name}" for name in dice.sample(("post", "native_place", "member_group"), dice.randrange(1, 4))}
    before, group = read(place, record)[0], change(place, record, **first)
    later = dict.fromkeys(dice.sample(("post", "native_place", "title"), dice.randrange(1, 3)), "又改")
    change(place, record, **later)
    stood, operations = read(place, record)[0], count_operations(place)
    common = set(first) & set(later)
    if common:
        with pytest.raises(LaterChanges):
            undo(place, group)
        assert (read(place, record)[0], count_operations(place)) == (stood, operations)
    if set(first) - common:
        done = undo(place, group, partly=True)
        assert done.fields == len(set(first) - common)
        assert read(place, record)[0] == {**stood, **{name: before[name] for name in set(first) - common}}


def save_anything(place: Place, dice: random.Random, records: list[str]) -> Group | None:
    """One save of one kind or another; None if there was nothing to save."""
    record, roll = dice.choice(records), dice.random()
    shown = show_record(place.office, place.actor, "member", record)
    before = count_operations(place)
    try:
        if shown.deleted is not None:
            restore_record(place.office, place.actor, "member", record)
        elif roll < 0.15:
            discard_record(place.office, place.actor, "member", record, "重复")
        elif roll < 0.35:
            record = create_record(place.office, place.actor, "member", {"name": "乙", "post": "新来的"})
            records.append(record)
        else:
            names = dice.sample(NAMES, dice.randrange(1, 4))
            raw = {name: dice.choice(WORDS.get(name, ["一", "二", "三", None])) for name in names}
            change_record(place.office, place.actor, "member", record, raw)
    except OfficeError:
        return None
    return newest(place, record) if count_operations(place) > before else None


def snapshot(place: Place, records: list[str]) -> dict[str, tuple[Row, str | None]]:
    return {record: read(place, record) for record in records}


def tell_apart(now: dict[str, tuple[Row, str | None]], then: dict[str, tuple[Row, str | None]]) -> dict[str, object]:
    """What differs; a record that was not there yet lies in the bin, whatever its values."""
    return {
        record: (held, then.get(record))
        for record, held in now.items()
        if (held[1] is None if record not in then else held != then[record])
    }


def test_a_group_is_read_at_once_however_many_stations_there_are(filled: Filled) -> None:
    place = filled.place
    rows = {
        station: create_record(
            place.office, place.actor, "station", {"code": f"9{n:02d}", "name": station, "type": "01", "level": "2"}
        )
        for n, station in enumerate(f"{n}号站" for n in range(40))
    }
    activity = {"title": "走访", "type": "01", "date": "2026-05-20"}
    for station in rows.values():
        made = create_record(place.office, place.actor, "activity", {**activity, "station": station})
    group, asked = newest(place, made, "activity"), list[str]()
    with place.office.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
        operations = read_group(place.office, connection, group)
    assert [each.record for each in operations if each.kind == "activity"] == [made] and len(operations) == 2
    assert len(asked) == 2  # the number of the incarnation, the operations
    with place.office.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1]}", (0,) * asked[-1].count("?")).all()
    told = [row[3] for row in plan]
    assert told[0].startswith("SEARCH") and not any("SCAN operation" in each for each in told), told
