"""Rows of a child that a rule of the noun makes, and what is written together with new rows: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.children import add_rows, change_row, list_rows, make_rows, remove_rows
from cppcc_desktop.services.records.records import list_children
from cppcc_desktop.services.records.sheets import save_sheet
from cppcc_desktop.services.records.undo import undo_group
from tests.conftest import USER, Place
from tests.new_module.nouns import (
    ABOUT_WHAT,
    CALLED,
    CHECK,
    CODE,
    FINDING,
    GUEST,
    HEAD,
    HOST,
    MONEY,
    OF_YEAR,
    PLACE,
    SEEN_ON,
    TITLE,
    TOWN,
    TOWNS,
    VISIT,
    YEAR,
)
from tests.new_module.places import AT_PLACES
from tests.new_module.test_children_window import open_tab
from tests.new_module.test_services import run
from tests.ui.offices import Desk, fill_in


@pytest.fixture
def place(open_trial: Callable[..., Place]) -> Place:
    return open_trial(features=AT_PLACES)


@pytest.fixture
def town(place: Place) -> str:
    """A record with two checked items: neither was ever looked at."""
    at = place.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    made = place.create(TOWN, **{HOST: at, HEAD: "东边的一记"})
    check(place, made)
    return made


def check(place: Place, town: str) -> None:
    save_sheet(place.office, place.actor, CHECK, town, {(point, ""): {FINDING: 3} for point in ("1", "2")})


def walks(place: Place, town: str) -> list[object]:
    return [row.values["date"] for row in list_rows(place.office, place.actor, VISIT, town).rows]


def seen(place: Place, town: str) -> list[object]:
    return [row[SEEN_ON] for row in list_children(place.office, place.actor, CHECK, town)]


def add(place: Place, town: str, *days: str):
    rows = [{"date": day, ABOUT_WHAT: "看路"} for day in days]
    return add_rows(place.office, place.actor, VISIT, town, rows)


def test_a_rule_makes_what_is_not_there_yet(place: Place, town: str) -> None:
    office, actor = place.office, place.actor
    add(place, town, "2026-06-01")
    made = make_rows(office, actor, VISIT, town)
    assert walks(place, town) == ["2026-06-01", "2026-06-05"] and len(made.rows) == 1 and made.group
    (row,) = [each for each in list_rows(office, actor, VISIT, town).rows if each.id in made.rows]
    assert row.words[ABOUT_WHAT] == "东边的一记", "from the record they belong to"
    with pytest.raises(Refusal, match="这个月的走动都有了"):
        make_rows(office, actor, VISIT, town)
    undo_group(office, actor, made.group)
    assert walks(place, town) == ["2026-06-01"]
    remove_rows(office, actor, VISIT, [each.id for each in list_rows(office, actor, VISIT, town).rows])
    assert len(make_rows(office, actor, VISIT, town).rows) == 2, "what lies in the bin is not there"
    assert all(each.ok for each in check_office(office, actor))


def test_where_there_is_no_rule_or_no_right_nothing_is_made(place: Place, town: str) -> None:
    with pytest.raises(Refusal, match="来客没有可以照着排的规则"):
        make_rows(place.office, place.actor, GUEST, place.create(YEAR, **{TITLE: "甲签文", OF_YEAR: 2026}))
    with pytest.raises(Refusal):
        make_rows(place.office, Actor("看看的", "reader", place.office.name), VISIT, town)
    assert walks(place, town) == []


def test_what_follows_new_rows_is_one_save_with_them(place: Place, town: str) -> None:
    office, actor = place.office, place.actor
    saved = add(place, town, "2026-06-03", "2026-06-05")
    assert seen(place, town) == ["2026-06-05"] * 2 and len(saved.rows) == 2
    change_row(office, actor, VISIT, saved.rows[0], {"date": "2026-06-07"})
    assert seen(place, town) == ["2026-06-05"] * 2, "a row that is changed is no new one"
    later = add(place, town, "2026-06-06")
    assert seen(place, town) == ["2026-06-06"] * 2 and later.group
    undo_group(office, actor, later.group)
    assert seen(place, town) == ["2026-06-05"] * 2 and len(walks(place, town)) == 2
    assert all(each.ok for each in check_office(office, actor))


def test_where_it_objects_no_row_is_written(place: Place, town: str) -> None:
    """Neither a row that was typed nor one that the rule makes; nothing of what follows either."""
    add(place, town, "2026-06-06")
    with pytest.raises(Refusal, match="后来已经查过了"):
        add(place, town, "2026-06-02", "2026-06-04")
    with pytest.raises(Refusal, match="后来已经查过了"):
        make_rows(place.office, place.actor, VISIT, town)
    assert (walks(place, town), seen(place, town)) == (["2026-06-06"], ["2026-06-06"] * 2)


def test_by_command(place: Place, town: str) -> None:
    made = run(place, "record", "make", VISIT, "--owner", town).data["ids"]
    assert len(made) == 2 and walks(place, town) == ["2026-06-01", "2026-06-05"]
    assert seen(place, town) == ["2026-06-05"] * 2
    run(place, "record", "add", VISIT, "--owner", town, "--set", "date=6月8日", "--set", f"{ABOUT_WHAT}=看井")
    assert seen(place, town) == ["2026-06-08"] * 2
    with pytest.raises(Refusal, match="都有了"):
        run(place, "record", "make", VISIT, "--owner", town)


def test_made_at_a_place_it_comes_back_to_the_county(
    open_trial: Callable[..., Place], place: Place, tmp_path: Path
) -> None:
    at = place.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    station = open_trial("station", AT_PLACES)
    station.unpack(place.pack(at, tmp_path / "down.cppcc"))
    station.actor = Actor(USER, "admin", station.office.name)
    town = station.create(TOWN, **{HEAD: "站里一记"})
    check(station, town)
    assert len(make_rows(station.office, station.actor, VISIT, town).rows) == 2
    place.unpack(station.pack("county", tmp_path / "up.cppcc"))
    assert (walks(place, town), seen(place, town)) == (["2026-06-01", "2026-06-05"], ["2026-06-05"] * 2)
    with pytest.raises(Refusal, match="都有了"):
        make_rows(place.office, place.actor, VISIT, town)
    add(place, town, "2026-06-08")
    station.unpack(place.pack(at, tmp_path / "again.cppcc"))
    assert seen(station, town) == ["2026-06-08"] * 2 and len(walks(station, town)) == 3
    assert all(each.ok for at in (place, station) for each in check_office(at.office, at.actor))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_button_in_the_tab_and_back(sit_down: Callable[[Place], Desk], place: Place, town: str) -> None:
    desk = sit_down(place)
    tab = open_tab(desk, TOWNS, town, VISIT)
    assert tab.make and tab.make.text() == "补 6 月" and tab.empty.isVisible()
    desk.reach(tab.make)
    desk.press(Qt.Key.Key_Space)
    assert [row.words["date"] for row in tab.rows] == ["2026-06-01", "2026-06-05"] and tab.said.whole == "排了 2 次。"
    desk.press(Qt.Key.Key_Space)
    (said,) = desk.reported
    assert "这个月的走动都有了" in str(said) and len(tab.rows) == 2
    assert tab.back.text() == "撤销这次排"
    tab.back.click()
    desk.rest()
    assert not tab.rows and seen(place, town) == [None] * 2
    answers = desk.answer(fill_in(**{"date": "6月7日", ABOUT_WHAT: "看桥", MONEY: "2"}))
    tab.add.click()
    desk.rest()
    assert not answers.left and seen(place, town) == ["2026-06-07"] * 2
