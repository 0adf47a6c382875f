"""The first page of a place: due, entering, what came, what waits; by keyboard, and as it stands with nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.figures.place_home import read_place_home
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import change_record, discard_record
from tests.conftest import USER, Filled, Place
from tests.ui.offices import Desk


@pytest.fixture
def station(filled: Filled, open_place: Callable[..., Place], tmp_path: Path) -> Place:
    """The station of the filled county, with its first package."""
    made = open_place("station", "station")
    made.unpack(filled.place.pack(filled.station, tmp_path / "a.cppcc"))
    made.actor = Actor(USER, "admin", made.office.name)
    return made


def test_what_came_and_what_waits(station: Place, filled: Filled, tmp_path: Path) -> None:
    home = read_place_home(station.office, station.actor)
    assert {each.title.partition("：")[0] for each in home.news} >= {"联络站"} and home.count == 0 and "条" in home.came
    assert [(each.button, each.module) for each in home.tasks] == [("登记活动", "activities")]
    assert "还没有开展" in home.tasks[0].title and home.sent == "还没有送出过"
    made = station.create(
        "activity", title="读书会", type="24", date=(station.office.today() - timedelta(days=1)).isoformat()
    )
    home = read_place_home(station.office, station.actor)
    assert not home.tasks and home.count and {each.kind: each.records for each in home.waiting}["activity"] == 1
    assert next(count for entry, count in home.entries if entry.module == "activities") == 1
    filled.place.unpack(station.pack("county", tmp_path / "b.cppcc"))
    assert read_place_home(station.office, station.actor).sent.endswith("就是今天")
    change_record(filled.place.office, filled.place.actor, "station", filled.station, {"leader": "高岚"})
    station.unpack(filled.place.pack(filled.station, tmp_path / "c.cppcc"))
    news = read_place_home(station.office, station.actor).news
    assert [(each.words, each.id) for each in news] == [("改了联系领导", filled.station)] and made
    more = {"leader": "罗文谦", "head": "高岚", "brand": "有事来协商", "area": "86"}
    change_record(filled.place.office, filled.place.actor, "station", filled.station, more)
    duty = {"date": "2026-07-01", "mode": "坐诊"}
    add_rows(filled.place.office, filled.place.actor, "station_duty", filled.station, [duty])
    station.unpack(filled.place.pack(filled.station, tmp_path / "d.cppcc"))
    (told,) = read_place_home(station.office, station.actor).news
    assert told.words == "改了面积（平方米）、品牌、站长等 4 项；值班有改动"
    discard_record(filled.place.office, filled.place.actor, "activity", made, "登记重了")
    station.unpack(filled.place.pack(filled.station, tmp_path / "e.cppcc"))
    assert [each.words for each in read_place_home(station.office, station.actor).news] == ["放进了回收站"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window_by_keyboard(station: Place, sit_down: Callable[[Place], Desk]) -> None:
    desk = sit_down(station)
    page = desk.page
    assert list(page.entries) == ["activities", "receptions", "proposals"]
    desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert desk.page.module.name == "activities" and not desk.page.record
    assert "title" in desk.page.form.editors and "station" not in desk.page.form.editors  # its own: nobody is asked
    desk.window.go_back()
    desk.rest()
    desk.press(Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)  # beside the list, where one after another is entered
    panel = desk.page.entry.panel
    assert desk.page.module.name == "receptions" and panel.isVisible() and panel.isAncestorOf(desk.window.focusWidget())
    desk.window.go_back()
    desk.rest()
    assert desk.page.nav == "home"
    row = desk.page.news
    assert row.note.whole.endswith("条")
    first = desk.page.home.news[0]
    desk.page._look(first)
    desk.rest()
    desk.window.show_page("home")
    desk.rest()
    assert desk.page._mark(first) in desk.page._seen()
    asked: list[str] = []
    desk.go("exchange")
    desk.window._kept["exchange"]._ask_place = lambda _partner, way: asked.append(way)
    desk.go("home")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked and desk.page.nav == "exchange" and not desk.reported


def test_before_the_first_package(open_place: Callable[..., Place], sit_down: Callable[[Place], Desk]) -> None:
    desk = sit_down(open_place("station", "station"))
    assert desk.page.home.came == "还没有收到过县里的文件" and not desk.page.send.isEnabled() and not desk.reported
