"""Activities of stations and of the county itself: an activity without a station is the county's own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cppcc_desktop.domain.description.conditions import EVERYTHING, Is
from cppcc_desktop.domain.errors import InvalidField, OfficeError
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.records.records import Query, change_record, list_records, show_record
from tests.conftest import Filled, Place
from tests.nouns.activities.presence import note_presence, read_presence
from tests.services.test_imports import write

OWN = {"title": "全县读书活动", "type": "01", "date": "2026-06-01"}


def scope_of(place: Place, kind: str, record: str) -> str:
    return show_record(place.office, place.actor, kind, record).scope


def test_the_countys_own_activity_has_no_station(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    made = place.create("activity", **OWN)
    assert show_record(place.office, place.actor, "activity", made).values["station"] is None
    assert scope_of(place, "activity", made) == "county"
    note_presence(place.office, place.actor, made, {filled.members[0]: "到"})
    assert set(read_presence(place.office, place.actor, made)) == {filled.members[0]}
    with place.office.read() as connection:
        table = place.office.schema.records["attendance"]
        assert list(connection.scalars(table.select().with_only_columns(table.c.scope))) == ["county"]
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_it_stands_in_the_list_and_in_what_is_exported(filled: Filled, tmp_path: Path) -> None:
    place, module = filled.place, filled.place.office.modules["activities"]
    own = place.create("activity", **OWN)
    theirs = place.create("activity", **OWN | {"date": "2026-06-02"}, station=filled.station)

    def listed(where):
        return [row["id"] for row in list_records(place.office, place.actor, module, Query(where), 0, 9).rows]

    assert listed(EVERYTHING) == [theirs, own]
    assert listed(Is("station", None)) == [own] and listed(Is("station", filled.station)) == [theirs]
    for order in ("station", "-station"):
        rows = list_records(place.office, place.actor, module, Query(order=(order,)), 0, 9).rows
        assert {row["id"] for row in rows} == {own, theirs}
    file = tmp_path / "list.csv"
    export_list(place.office, place.actor, module, Query(), file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["联络站"] for row in rows] == ["云水镇政协工作联络站", ""]


def test_rows_of_a_sheet_with_and_without_a_station(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    rows = [("读书活动", "协商", "2026-06-01", None), ("走访", "协商", "2026-06-02", "云水镇政协工作联络站")]
    words = [("读书活动", None), ("走访", filled.station)]
    kind = next(code.label for code in codes(place))
    file = write(tmp_path / "a.xlsx", [(a, kind, c, d) for a, _, c, d in rows], ("活动名称", "类型", "日期", "联络站"))
    preview = preview_import(place.office, place.actor, place.office.modules["activities"], file)
    assert apply_import(place.office, place.actor, preview, default_choices(preview)).new == 2
    table = place.office.schema.records["activity"]
    with place.office.read() as connection:
        found = connection.execute(table.select().order_by(table.c.date)).mappings().all()
    assert [(row["title"], row["station"]) for row in found] == words
    assert [row["scope"] for row in found] == ["county", f"town:{filled.station}"]


def codes(place: Place):
    from cppcc_desktop.services.office.codes import read_codes

    return read_codes(place.office).entries("activity_type")


def test_a_stations_activity_is_its_own_without_being_said(pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    own, theirs = county.create("activity", **OWN), station.create("activity", **OWN | {"title": "院坝协商"})
    shown = show_record(station.office, station.actor, "activity", theirs)
    assert shown.values["station"] == station.office.station and shown.scope == f"town:{station.office.station}"
    county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    arrived = show_record(county.office, county.actor, "activity", theirs)
    assert arrived.values["station"] == station.office.station and arrived.scope == shown.scope
    station.unpack(county.pack(station.office.station, tmp_path / "b.cppcc"))
    with pytest.raises(OfficeError, match="没有找到"):
        show_record(station.office, station.actor, "activity", own)
    change_record(county.office, county.actor, "activity", theirs, {"place": "村部"})
    station.unpack(county.pack(station.office.station, tmp_path / "c.cppcc"))
    assert show_record(station.office, station.actor, "activity", theirs).values["place"] == "村部"
    for place in pair:
        assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_station_is_not_given_afterwards(filled: Filled) -> None:
    """Whoever holds a record must keep receiving it, and nobody else may begin in the middle."""
    place = filled.place
    own, theirs = place.create("activity", **OWN), place.create("activity", **OWN, station=filled.station)
    with pytest.raises(InvalidField, match="归县里"):
        change_record(place.office, place.actor, "activity", own, {"station": filled.station})
    with pytest.raises(InvalidField, match="已经归它了"):
        change_record(place.office, place.actor, "activity", theirs, {"station": None})


def test_a_station_that_does_not_know_itself_says_so(open_place, tmp_path: Path) -> None:
    empty = open_place("station")
    with pytest.raises(OfficeError, match="还不知道这是哪个联络站"):
        empty.create("activity", **OWN)
