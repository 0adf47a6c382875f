"""Fields that only the county writes, in records of a place: seen there, never typed, imported or brought in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.imports.imports import preview_import
from cppcc_desktop.services.records.records import Query, change_record, create_record, list_ids, show_record
from tests.conftest import USER, Place
from tests.new_module.nouns import AGREED, HEAD, PLACES, TOLD, TOWN, TOWNS
from tests.ui.offices import Desk


@pytest.fixture
def station(open_trial: Callable[..., Place], trial: Place, tmp_path: Path) -> Place:
    """A station that has the county's record, with what the county said of it."""
    (east,) = list_ids(trial.office, trial.actor, trial.office.modules[PLACES], Query())
    (town,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    change_record(trial.office, trial.actor, TOWN, town, {AGREED: "同意"})
    made = open_trial("station")
    made.unpack(trial.pack(east, tmp_path / "a.cppcc"))
    made.actor = Actor(USER, "admin", made.office.name)
    return made


def town_of(place: Place) -> str:
    (found,) = list_ids(place.office, place.actor, place.office.modules[TOWNS], Query())
    return found


def test_a_station_sees_it_and_does_not_write_it(station: Place) -> None:
    town = town_of(station)
    assert show_record(station.office, station.actor, TOWN, town).values[AGREED] == "同意"
    with pytest.raises(Refusal, match="上头怎么说只能由县政协填写"):
        change_record(station.office, station.actor, TOWN, town, {AGREED: "自己写的", TOLD: "话"})
    with pytest.raises(Refusal, match="只能由县政协填写"):
        create_record(station.office, station.actor, TOWN, {HEAD: "新的", AGREED: "自己写的"})
    assert show_record(station.office, station.actor, TOWN, town).values[TOLD] is None, "nothing of it was kept"
    change_record(station.office, station.actor, TOWN, town, {TOLD: "话"})


def test_its_column_is_left_unread_at_a_station(station: Place, trial: Place, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["记名", "说了什么", "上头怎么说"], ["甲地", "话", "同意"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (here,) = preview_import(station.office, station.actor, station.office.modules[TOWNS], tmp_path / "a.xlsx").rows
    (there,) = preview_import(trial.office, trial.actor, trial.office.modules[TOWNS], tmp_path / "a.xlsx").rows
    assert AGREED not in here.values and there.values[AGREED] == "同意"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window_it_is_grey_and_says_whose_it_is(sit_down: Callable[[Place], Desk], station: Place) -> None:
    desk = sit_down(station)
    page = desk.open(TOWNS, town_of(station))
    editor = page.form.editors[AGREED]
    assert editor.isReadOnly() and editor.text() == "同意" and not page.form.editors[TOLD].isReadOnly()
    desk.fill(**{TOLD: "话"})
    desk.save()
    assert desk.record().values[TOLD] == "话" and not desk.reported


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_record_of_the_county_is_read_at_a_station(sit_down: Callable[[Place], Desk], station: Place) -> None:
    desk = sit_down(station)
    (east,) = list_ids(station.office, station.actor, station.office.modules[PLACES], Query())
    page = desk.open(PLACES, east)
    assert all(each.isReadOnly() for each in page.form.editors.values()) and not desk.reported
