"""项目 and 捐赠 by keys alone, from the list to a new record, its steps and back: everything is reached, no focus is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.conftest import Place
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, sit_down, type_in, type_text  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, SPACE, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], county: Place) -> Desk:  # noqa: F811
    county.create("project", title="茶园", year=2026, money_planned="120万")
    county.create("donation", date="2026-05-01", receiver="县一中", person="外来的客", money="100")
    return sit_down(county)


def type_into(desk: Desk, **values: str) -> None:
    """Tab to each field of the open record and type."""
    for name, value in values.items():
        desk.reach(desk.page.form.editors[name])
        type_text(desk.focus, value)
        desk.rest()


def button(desk: Desk, word: str) -> QPushButton:
    return next(each for each in desk.page.findChildren(QPushButton) if each.text() == word and each.isVisible())


def go_to(desk: Desk, widget) -> None:
    """By F6 to an area of the page."""
    for _ in range(12):
        if desk.focus is widget:
            return
        desk.press(Qt.Key.Key_F6)
        assert desk.focus is not None and desk.focus.isVisible()
    raise AssertionError("F6 does not lead there")


def test_a_project_from_the_list_to_its_end(desk: Desk) -> None:
    page = desk.go("projects")
    assert desk.tour() == []
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.page.form.editors["title"].isAncestorOf(desk.focus) or desk.focus is desk.page.form.editors["title"]
    assert desk.tour() == []
    type_into(desk, title="水渠", year="2026", kind="c", township="云水镇", money_planned="3")
    desk.press(Qt.Key.Key_S, CTRL)
    made = desk.record()
    assert (made.values["title"], made.values["money_planned"]) == ("水渠", "3") and desk.page.isAncestorOf(desk.focus)
    assert desk.tour() == []
    for word, entered, state in (
        ("开始实施", {}, "running"), ("中止", {"stop_reason": "没有钱"}, "stopped"), ("恢复实施", {"note": "有钱了"}, "running"),
        ("完成", {"money_done": "3", "jobs": "4"}, "finished"),
    ):  # fmt: skip
        desk.reach(button(desk, word))
        answers = desk.answer(type_in(**entered))
        desk.press(SPACE)
        assert not answers.left and desk.record().values["state"] == state
        assert desk.focus is not None and desk.page.isAncestorOf(desk.focus), word
    go_to(desk, desk.page.tabs)
    for _ in desk.page.tabs._tabs:
        assert desk.focus is desk.page.tabs and desk.tour() == []
        go_to(desk, desk.page.tabs)
        desk.press(Qt.Key.Key_Right)
    desk.press(ESCAPE)
    assert desk.page is page and page.isAncestorOf(desk.focus) and page.model.total == 2 and not desk.reported


def test_a_donation_from_the_next_list(desk: Desk) -> None:
    """Also where something is missing: the first such field has the focus, and what was typed stays."""
    desk.go("projects")
    desk.reach(button(desk, "捐赠"))
    desk.press(ENTER)
    page = desk.page
    assert page.module.name == "donations" and page.isAncestorOf(desk.focus) and desk.tour() == []
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.tour() == []
    type_into(desk, date="5-2", money="500", purpose="修路")
    desk.press(Qt.Key.Key_S, CTRL)
    editors = desk.page.form.editors
    missing = next(each for each in editors.values() if getattr(each, "line", each).error)
    assert missing is desk.focus or missing.isAncestorOf(desk.focus)
    type_into(desk, body="县茶业公司", receiver="县医院", project="茶")
    desk.qtbot.wait(400)
    desk.rest()
    desk.press(ENTER)
    desk.press(Qt.Key.Key_S, CTRL)
    made = desk.record()
    assert (made.values["money"], made.values["body"], made.values["receiver"]) == ("500", "县茶业公司", "县医院")
    assert made.values["project"] and desk.page.isAncestorOf(desk.focus)
    desk.press(ESCAPE)
    assert desk.page is page and page.isAncestorOf(desk.focus)
    desk.reach(page.views)
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Right)
    assert page.model.total == 1 and page.isAncestorOf(desk.focus) and not desk.reported
