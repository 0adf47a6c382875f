"""Participants, sessions and attendance, and rows that earlier programs wrote: a member and how it was, no more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.conflicts import list_conflicts
from cppcc_desktop.services.records.children import add_rows, change_row, list_rows, pick, remove_rows
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import change_record, list_children, show_record
from cppcc_desktop.services.records.sheets import read_sheet, save_sheet
from cppcc_desktop.services.records.undo import undo_group
from tests.conftest import Filled, Place
from tests.nouns.activities.presence import note_presence, read_presence


def hold(place: Place, **more: str) -> str:
    return place.create("activity", title="走访", type="01", date="2026-06-01", **more)


def write_old(place: Place, activity: str, presence: Mapping[str, str], **more: Value) -> list[str]:
    """Rows as the program before wrote them."""
    scope = show_record(place.office, place.actor, "activity", activity).scope
    entity = place.office.entity("attendance")
    with place.office.write(place.actor, "record.write") as writing:
        return [
            writing.new(entity, {"activity": activity, "member": member, "presence": code, **more}, scope=scope)
            for member, code in presence.items()
        ]  # fmt: skip


def people(place: Place, activity: str) -> list[str]:
    return [
        row.words["member"] or row.words["name"]
        for row in list_rows(place.office, place.actor, "participant", activity).rows
    ]


def stands(place: Place, activity: str) -> dict[str, str]:
    sheet = read_sheet(place.office, place.actor, "attendance", activity)
    return {sheet.name(at): row.words["presence"] for at, row in sheet.rows.items()}


def mark(place: Place, activity: str, name: str, word: str, across: int = 0):
    sheet = read_sheet(place.office, place.actor, "attendance", activity)
    line = next(each.key for each in sheet.down if each.label == name)
    typed = {(line, sheet.across[across].key): {"presence": word}}
    return save_sheet(place.office, place.actor, "attendance", activity, typed, seen=sheet)


def test_an_activity_begins_with_one_session_and_people_keep_what_they_were(filled: Filled) -> None:
    place = filled.place
    activity = hold(place, station=filled.station)
    (session,) = list_children(place.office, place.actor, "session", activity)
    assert session["scope"] == f"town:{filled.station}" and session["name"] is None
    pick(place.office, place.actor, "participant", activity, filled.members[:2], {})
    add_rows(place.office, place.actor, "participant", activity, [{"name": "王大娘", "body": "村民"}])
    row = list_children(place.office, place.actor, "participant", activity)[0]
    assert row["name"] == "郑晓禾" and "医药" in str(row["body"]) and row["phone"] is None, (
        "no telephone leaves the county"
    )
    change_record(place.office, place.actor, "member", filled.members[0], {"name": "郑小禾", "post": "新职务"})
    kept = list_children(place.office, place.actor, "participant", activity)[0]
    assert (kept["name"], kept["post"]) == (row["name"], row["post"])
    with pytest.raises(Refusal, match="没有填委员，也没有填姓名"):
        add_rows(place.office, place.actor, "participant", activity, [{"body": "村民"}])
    note_presence(place.office, place.actor, activity, {filled.members[0]: "到"})
    mark(place, activity, "王大娘", "到")
    assert stands(place, activity) == {"郑小禾": "到", "王大娘": "到"}
    assert all(
        each["session"] == session["id"] for each in list_children(place.office, place.actor, "attendance", activity)
    )
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_half_days_come_without_touching_what_is_there(filled: Filled) -> None:
    place = filled.place
    activity = hold(place)
    note_presence(place.office, place.actor, activity, {filled.members[0]: "到", filled.members[1]: "请假"})
    before = list_children(place.office, place.actor, "attendance", activity)
    (session,) = list_children(place.office, place.actor, "session", activity)
    change_row(place.office, place.actor, "session", str(session["id"]), {"name": "上午"})
    add_rows(place.office, place.actor, "session", activity, [{"name": "下午"}])
    mark(place, activity, "郑晓禾", "缺席", across=1)
    told = stands(place, activity)
    assert (told["郑晓禾 上午"], told["郑晓禾 下午"]) == ("到", "缺席") and len(told) == 3
    assert [row for row in list_children(place.office, place.actor, "attendance", activity) if row in before] == before


def test_rows_of_the_program_before_are_shown_and_change_nothing(filled: Filled) -> None:
    place = filled.place
    activity = hold(place, station=filled.station)
    rows = write_old(place, activity, {filled.members[0]: "1", filled.members[1]: "2"})
    assert people(place, activity) == ["郑晓禾", "陈素芬"] and stands(place, activity) == {
        "郑晓禾": "到",
        "陈素芬": "请假",
    }
    assert not list_children(place.office, place.actor, "participant", activity), "nothing is written by looking"
    assert read_presence(place.office, place.actor, activity) == {filled.members[0]: "1", filled.members[1]: "2"}
    mark(place, activity, "陈素芬", "缺席")
    made = list_children(place.office, place.actor, "participant", activity)
    assert {row["member"] for row in made} == set(filled.members[:2]) and {row["scope"] for row in made} == {
        f"town:{filled.station}"
    }
    now = list_children(place.office, place.actor, "attendance", activity)
    assert [row["id"] for row in now] == rows and {row["participant"] for row in now} == {row["id"] for row in made}
    assert stands(place, activity) == {"郑晓禾": "到", "陈素芬": "缺席"} and len(people(place, activity)) == 2
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_people_of_the_program_before_are_not_picked_twice_and_can_be_taken_off(filled: Filled) -> None:
    place = filled.place
    activity = hold(place)
    write_old(place, activity, {filled.members[0]: "1"})
    saved = pick(place.office, place.actor, "participant", activity, filled.members[:2], {})
    assert len(saved.rows) == 1 and sorted(people(place, activity)) == ["郑晓禾", "陈素芬"]
    other = hold(place)
    write_old(place, other, {filled.members[0]: "1", filled.members[1]: "1"})
    row = next(
        each
        for each in list_rows(place.office, place.actor, "participant", other).rows
        if each.picked == filled.members[0]
    )
    gone = remove_rows(place.office, place.actor, "participant", [row.id])
    assert people(place, other) == ["陈素芬"] and stands(place, other) == {"陈素芬": "到"} and gone.group
    undo_group(place.office, place.actor, gone.group)
    assert sorted(people(place, other)) == ["郑晓禾", "陈素芬"] and len(stands(place, other)) == 2


def test_two_members_that_are_one_and_were_both_noted_stay_in_sight(filled: Filled) -> None:
    place = filled.place
    activity, twin = hold(place), place.create("member", name="郑晓和")
    write_old(place, activity, {filled.members[0]: "1", twin: "3"})
    join_records(place.office, place.actor, "member", filled.members[0], twin)
    assert people(place, activity) == ["郑晓禾"] and stands(place, activity) == {
        "郑晓禾": "到",
        "郑晓禾（又一条）": "缺席",
    }
    sheet = read_sheet(place.office, place.actor, "attendance", activity)
    assert sheet.count == 1 and [(each.label, each.number) for each in sheet.sums] == [("到", 1)]
    save_sheet(
        place.office,
        place.actor,
        "attendance",
        activity,
        {(sheet.down[1].key, sheet.across[0].key): {"presence": None}},
    )
    assert stands(place, activity) == {"郑晓禾": "到"}


def test_a_station_with_the_program_before_and_both_settling_at_once(pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    members = [county.create("member", name=name) for name in ("甲一", "乙二")]
    station.unpack(county.pack(station.office.station, tmp_path / "0.cppcc"))
    activity = hold(station)
    write_old(station, activity, dict.fromkeys(members, "1"))
    county.unpack(station.pack("county", tmp_path / "1.cppcc"))
    assert stands(county, activity) == {"甲一": "到", "乙二": "到"}
    mark(county, activity, "甲一", "请假")
    mark(station, activity, "乙二", "缺席")
    station.unpack(county.pack(station.office.station, tmp_path / "2.cppcc"))
    county.unpack(station.pack("county", tmp_path / "3.cppcc"))
    for place in pair:
        assert stands(place, activity) == {"甲一": "请假", "乙二": "缺席"} and len(people(place, activity)) == 2
        assert not list_conflicts(place.office, place.actor)
        assert all(each.ok for each in check_office(place.office, place.actor))
