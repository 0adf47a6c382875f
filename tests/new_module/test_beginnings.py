"""A new record begins in the state its life says of what was entered: typed, from a table, and from a place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl

from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.records.records import Query, list_ids, list_records, show_record
from tests.conftest import Place
from tests.new_module.nouns import FINISHED, HEAD, HELD, IDLE, PLACES, TOWN, TOWNS

OLD, NEW = "1999-05-04", "2026-05-04"


def stand(place: Place) -> dict[str, str]:
    rows = list_records(place.office, place.actor, place.office.modules[TOWNS], Query(), 0, 99).rows
    return {str(row[HEAD]): str(row["state"]) for row in rows}


def test_what_is_past_begins_further_on(trial: Place, tmp_path: Path) -> None:
    trial.create(TOWN, **{HEAD: "老的", HELD: OLD})
    trial.create(TOWN, **{HEAD: "新的", HELD: NEW})
    book = openpyxl.Workbook()
    for row in (("记名", "哪天的"), ("表里老的", OLD), ("表里新的", NEW)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    preview = preview_import(trial.office, trial.actor, trial.office.modules[TOWNS], tmp_path / "a.xlsx")
    assert apply_import(trial.office, trial.actor, preview, default_choices(preview)).new == 2
    told = stand(trial)
    assert {name for name, state in told.items() if state == FINISHED} == {"老的", "表里老的"}
    assert told["新的"] == told["表里新的"] == IDLE


def test_what_a_place_begins_further_on_is_taken(
    trial: Place, open_trial: Callable[..., Place], tmp_path: Path
) -> None:
    county, station = trial, open_trial("station")
    (at,) = list_ids(county.office, county.actor, county.office.modules[PLACES], Query())
    station.unpack(county.pack(at, tmp_path / "a.cppcc"))
    station.actor = type(station.actor)(station.actor.name, "admin", station.office.name)
    made = station.create(TOWN, **{HEAD: "老的", HELD: OLD})
    county.unpack(station.pack("county", tmp_path / "b.cppcc"))
    assert show_record(county.office, county.actor, TOWN, made).values["state"] == FINISHED
    assert all(each.ok for each in check_office(county.office, county.actor))
