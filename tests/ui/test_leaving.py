"""What is closed or made anew goes for good: no page, menu or answer stays in memory behind it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QActionGroup, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QMenu, QStackedWidget, QWidget

from tests.conftest import Filled
from tests.ui.offices import Desk
from ui.kit.frame.focus import follow_chain
from ui.kit.frame.leaving import empty_menu, take_out
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme


def throw_away(*desks: Desk) -> None:
    """Delete what waits to be deleted, and collect what nobody knows any more."""
    for each in desks:
        each.rest()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


class Knot(QFrame):
    """A widget that refers to itself, as pages do by what they connect."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit(self)
        self.knot = self


def test_a_part_taken_out_of_a_stack_is_gone_whoever_goes_by_before(qapp: QApplication) -> None:
    window = QWidget()
    stack = QStackedWidget(window)
    for part in (Knot(), Knot()):
        stack.addWidget(part)
    part = stack.widget(0)
    stack.setCurrentIndex(1)
    take_out(stack, part)
    assert stack.count() == 1
    part.deleteLater()
    window.findChildren(QWidget)
    gone = weakref.ref(part)
    del part
    throw_away()
    assert gone() is None


def test_records_left_from_the_find_field_are_gone(desk: Desk, filled: Filled) -> None:
    left: list[weakref.ref[QWidget]] = []
    for kind, record in (
        ("members", filled.members[0]),
        ("proposals", filled.proposal),
        ("members", filled.members[1]),
    ):
        desk.open(kind, record)
        left.append(weakref.ref(desk.page))
        desk.window.top.search.setFocus()
        throw_away(desk)
    desk.go("members").table.setFocus()
    throw_away(desk)
    assert [each() for each in left] == [None, None, None]


def test_the_order_of_the_focus_is_asked_for_without_a_trace(qapp: QApplication) -> None:
    window, parts = QWidget(), [Knot(), Knot()]
    for part in parts:
        part.setParent(window)
    assert list(follow_chain(parts[0])) == [parts[0].line, parts[1], parts[1].line, window]
    assert list(follow_chain(parts[0], back=True)) == [window, parts[1].line, parts[1], parts[0].line]
    gone = weakref.ref(parts[1])
    parts[0].deleteLater()
    del parts[0], part
    throw_away()
    parts.pop().deleteLater()
    throw_away()
    assert gone() is None


def test_the_find_field_forgets_where_the_focus_was(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    page.form.focus_first()
    for _ in range(2):  # Esc goes back there more than once
        desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        desk.press(Qt.Key.Key_Escape)
        assert page.isAncestorOf(desk.focus)
    desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.go("members").table.setFocus()
    assert desk.window.finder._before is None


def test_a_thread_keeps_nothing_of_what_it_has_done(tasks: Tasks, qapp: QApplication) -> None:
    class Answer:
        """Something read."""

    seen: list[weakref.ref[Answer]] = []
    tasks.run(Answer, lambda answer: seen.append(weakref.ref(answer)))
    while tasks.busy:
        qapp.processEvents()
    gc.collect()
    assert seen[0]() is None


def count(page: Any) -> tuple[int, int]:
    """Menus of a list, and groups of their entries."""
    throw_away()
    order = page.order_tool.menu()
    return len(page.findChildren(QMenu)), sum(len(each.findChildren(QActionGroup)) for each in (page, order))


def open_more(page: Any) -> None:
    assert page.view_bar.are_folded
    page.view_bar.more.menu().aboutToShow.emit()


def open_order(page: Any) -> None:
    page.order_tool.menu().aboutToShow.emit()


def change_type(_page: Any) -> None:
    for scale in (1.5, 2.0):
        apply_theme(QApplication.instance(), Theme(scale))  # type: ignore[arg-type]


def ask_about_no_view(page: Any) -> None:
    page.saved._open_menu(page.views.rect().center())


def ask_about_no_row(page: Any) -> None:
    page.table.setCurrentIndex(QModelIndex())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(page.table, event)


def ask_about_a_row(page: Any) -> None:
    page.table.go_to(0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(page.table, event)
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    "act", [open_more, open_order, change_type, ask_about_no_view, ask_about_no_row, ask_about_a_row]
)
def test_menus_of_a_list_do_not_pile_up(
    desk: Desk, filled: Filled, qapp: QApplication, act: Callable[[Any], None]
) -> None:
    desk.window.resize(900, 600)
    apply_theme(qapp, Theme(2.0))
    page = desk.go("proposals")
    act(page)
    before = count(page)
    for _ in range(3):
        act(page)
    assert count(page) == before


def test_emptying_a_menu_takes_the_menus_below_along(qapp: QApplication) -> None:
    menu = QMenu()
    for _ in range(3):
        empty_menu(menu)
        menu.addMenu("导出").addAction("Excel 表格…")
    throw_away()
    assert len(menu.findChildren(QMenu)) == 1 == len(menu.actions())
