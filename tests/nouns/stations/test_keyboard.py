"""Coverage, stars and the tabs of a station by keys alone: everything is reached, and the focus is never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cppcc_desktop.services.office.code_changes import add_entry
from cppcc_desktop.services.records.children import list_rows
from cppcc_desktop.services.records.sheets import read_sheet
from tests.conftest import Place
from tests.nouns.stations.test_targets import hold, make
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, sit_down, type_in  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, SPACE, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape


@pytest.fixture
def stations(county: Place) -> list[str]:
    """One that held what it was to hold, and one that did not."""
    for name in ("云水镇", "石桥镇"):
        add_entry(county.office, county.actor, "township", name)
    made = [make(county, "01", "云水站", township="云水镇"), make(county, "02", "石桥站", township="石桥镇")]
    hold(county, made[0], "2026-05-05")
    return made


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], county: Place, stations: list[str]) -> Desk:  # noqa: F811
    return sit_down(county)


def test_coverage(desk: Desk, stations: list[str]) -> None:
    page = desk.go("coverage")
    assert desk.tour() == []
    desk.reach(page.copy_one)
    desk.press(SPACE)
    assert QGuiApplication.clipboard().text().startswith("石桥站：") and desk.focus is page.copy_one
    desk.reach(page.copy_all)
    desk.press(SPACE)
    assert "复制了 1 个站的催办" in page.said.whole
    desk.reach(page.level)
    desk.press(Qt.Key.Key_End)
    desk.press(ENTER)
    assert page.rate.whole.startswith("乡镇覆盖率 0.0%") and desk.focus is page.level
    desk.press(Qt.Key.Key_Home)
    desk.press(ENTER)
    assert page.rate.whole.startswith("乡镇覆盖率 100.0%") and desk.focus is page.level
    desk.reach(page.table)
    desk.press(Qt.Key.Key_End)
    assert page.table.current_id() == stations[0]
    desk.press(ENTER)
    assert desk.page.record == stations[0]
    desk.press(ESCAPE)
    assert desk.page is page and page.isAncestorOf(desk.focus)
    desk.reach(page.tiles)
    desk.press(Qt.Key.Key_Right)
    desk.press(ENTER)
    assert desk.page.module.name == "stations" and desk.page.table.pages.rowCount() == 1
    desk.press(ESCAPE)
    assert desk.page is page and page.isAncestorOf(desk.focus)
    desk.reach(page.edit)
    desk.press(ENTER)
    assert desk.page.module.name == "targets" and desk.page.isAncestorOf(desk.focus) and not desk.reported


def test_stars(desk: Desk) -> None:
    """From the station to its lines, each judged with Enter; then every button is to be reached."""
    page = desk.go("stars")
    assert desk.tour() == []
    desk.reach(page.table)
    name = next(each.name for each in page.subjects if each.id == page.table.current_id())
    desk.press(ENTER)
    assert desk.focus is page.detail
    lines = [line for each in page.subjects if each.name == name for line in each.lines]
    for at, _ in enumerate(lines):
        answers = desk.answer(type_in(points="5", reason="看了材料"))
        desk.press(Qt.Key.Key_Home, CTRL)
        for _ in range(at):
            desk.press(Qt.Key.Key_Down)
        desk.press(ENTER)
        assert not answers.left and desk.focus is page.detail
    judged = next(each for each in page.subjects if each.name == name)
    assert not any(line.open for line in judged.lines) and judged.points is not None
    assert page.fix.isEnabled() and page.export.isEnabled() and page.correct.isEnabled()
    assert desk.tour() == []
    desk.reach(page.correct)
    answers = desk.answer(type_in(corrected_points="60", reason="算错了"))
    desk.press(SPACE)
    assert not answers.left and desk.focus is page.correct
    desk.reach(page.years)
    desk.press(Qt.Key.Key_Down)
    desk.press(ENTER)
    assert page.year == 2025 and page.isAncestorOf(desk.focus)
    desk.press(ESCAPE)
    assert desk.page.module.name == "stations" and desk.page.isAncestorOf(desk.focus) and not desk.reported


def go_to_tab(desk: Desk, key: str):
    """By F6 to the tabs and by arrows to the tab."""
    tabs = desk.page.tabs
    for _ in range(12):
        if desk.focus is tabs:
            break
        desk.press(Qt.Key.Key_F6)
    assert desk.focus is tabs
    desk.press(Qt.Key.Key_Home)
    while tabs.key != key:
        desk.press(Qt.Key.Key_Right)
        assert desk.focus is tabs
    return desk.page.children_tabs[key]


def test_the_grounds_are_typed_and_saved(desk: Desk, county: Place, stations: list[str]) -> None:
    desk.open("stations", stations[0])
    tab = go_to_tab(desk, "station_check")
    desk.press(Qt.Key.Key_Tab)
    assert tab.grid.isAncestorOf(desk.focus)
    QTest.keyClicks(desk.focus, "1")
    desk.press(ENTER)
    QTest.keyClicks(desk.focus, "3")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: tab.model.count("ok") == 2, timeout=10_000)
    assert desk.tour() == []
    desk.reach(tab.grid)
    desk.press(Qt.Key.Key_S, CTRL)
    assert tab.said.whole == "保存了 2 项。" and tab.grid.isAncestorOf(desk.focus)
    sheet = read_sheet(county.office, county.actor, "station_check", stations[0])
    assert [row.words["state"] for row in sheet.rows.values()] == ["已落实", "没有落实"]
    assert desk.tour() == []
    desk.reach(tab.back)
    desk.press(SPACE)
    assert not read_sheet(county.office, county.actor, "station_check", stations[0]).rows
    assert tab.grid.isAncestorOf(desk.focus) and not desk.reported


@pytest.mark.parametrize(
    ("kind", "entered", "changed"),
    [
        ("station_function", {"function": "l", "since": "2026-01-01"}, {"since": "2026-02-01"}),
        ("station_council", {"person": "王大娘", "post": "村民代表"}, {"post": "退休教师"}),
        ("station_duty", {"date": "2026-06-20", "place": "村部"}, {"place": "学校"}),
    ],
)
def test_a_row_is_added_changed_taken_off_and_back(
    desk: Desk, county: Place, stations: list[str], kind: str, entered: dict[str, str], changed: dict[str, str]
) -> None:
    def stored(name: str) -> list[object]:
        return [row.values[name] for row in list_rows(county.office, county.actor, kind, stations[0]).rows]

    (name,) = changed
    desk.open("stations", stations[0])
    tab = go_to_tab(desk, kind)
    assert desk.tour() == []
    desk.reach(tab.add)
    answers = desk.answer(type_in(**entered))
    desk.press(SPACE)
    assert not answers.left and stored(name) == [entered[name]] and tab.isAncestorOf(desk.focus)
    assert desk.tour() == []
    desk.reach(tab.table)
    answers = desk.answer(type_in(**changed))
    desk.press(ENTER)
    assert not answers.left and desk.focus is tab.table
    assert stored(name) == [changed[name]]
    desk.press(Qt.Key.Key_Delete)
    assert not stored(name) and tab.isAncestorOf(desk.focus)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert len(stored(name)) == 1 and desk.focus is tab.table
    desk.reach(tab.remove)
    desk.press(SPACE)
    assert not stored(name) and tab.isAncestorOf(desk.focus)
    desk.reach(tab.back)
    desk.press(SPACE)
    assert len(stored(name)) == 1 and desk.focus is tab.table and not desk.reported
