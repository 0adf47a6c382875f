"""Sheets of the nouns on trial, typed in the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.records import Query, list_ids
from cppcc_desktop.services.records.sheets import save_sheet
from tests.conftest import Place
from tests.new_module.nouns import CHECK, FINDING, FINISH, GUEST, HEAD, SAT, SEAT, SEEN_ON, TOWN, TOWNS, YEARS
from tests.new_module.test_children_window import CTRL, desk, open_tab  # noqa: F401
from tests.new_module.test_services import step
from tests.new_module.test_sheets import STANDS, change_check, held, seated, sheet
from tests.ui.offices import Desk, press_button
from ui.records.sheets import SheetTab

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def open_check(desk: Desk) -> SheetTab:  # noqa: F811
    (town,) = list_ids(desk.office, desk.actor, desk.office.modules[TOWNS], Query())
    tab = open_tab(desk, TOWNS, town, CHECK)
    assert isinstance(tab, SheetTab)
    return tab


def type_in(tab: SheetTab, row: int, column: str, text: str) -> None:
    tab.grid.take(tab.model.index(row, tab.model.where(column)), text, None)


def wait(desk: Desk, tab: SheetTab, **states: int) -> None:  # noqa: F811
    desk.qtbot.waitUntil(lambda: all(tab.model.count(each) == n for each, n in states.items()), timeout=10_000)


def test_lines_are_typed_and_stored_at_one_go(desk: Desk, trial: Place) -> None:  # noqa: F811
    tab = open_check(desk)
    assert [row.case.title for row in tab.model.rows] == ["优秀提案", "优秀提案建议奖", "先进承办案例"]
    assert not tab.main.isEnabled() and tab.sums.whole == "填了 0 项"
    type_in(tab, 1, FINDING, "8")
    type_in(tab, 2, SEEN_ON, "6月1日")
    type_in(tab, 3, FINDING, "五")
    wait(desk, tab, ok=1, lacking=1, refused=1)
    assert not tab.main.isEnabled() and "2 行还不行" in tab.said.whole and "整数" in tab.model.problem(3, FINDING)
    assert not sheet(trial, CHECK, tab._record).rows
    type_in(tab, 2, FINDING, "6")
    type_in(tab, 3, FINDING, "")
    wait(desk, tab, ok=2, empty=1)
    tab.setFocus()
    desk.press(Qt.Key.Key_S, CTRL)
    assert held(trial, CHECK, tab._record, FINDING) == {"优秀提案": 8, "优秀提案建议奖": 6}
    assert tab.sums.whole == "填了 2 项 · 得分 14" and not tab.entering and desk.page.tabs._tabs[2].count == 2
    wait(desk, tab, stored=2, empty=1)
    assert tab.model.text(2, tab.model.columns[tab.model.where(SEEN_ON)]) == "2026-06-01"
    tab.back.click()
    desk.rest()
    assert tab.sums.whole == "填了 0 项" and tab.back.isHidden()


def test_what_is_typed_is_asked_about_and_can_be_given_up(desk: Desk, trial: Place) -> None:  # noqa: F811
    tab = open_check(desk)
    tab.setFocus()
    desk.qtbot.keyClicks(tab.grid.typing, "7")
    desk.press(Qt.Key.Key_Return)
    assert tab.entering and tab.away.isVisible()
    answers = desk.answer(press_button("接着填"), press_button("不要了"))
    desk.press(Qt.Key.Key_Escape)
    assert tab.entering
    desk.press(Qt.Key.Key_Escape)
    assert not tab.entering and not answers.left and desk.page.module.name == TOWNS
    type_in(tab, 1, FINDING, "7")
    tab.away.click()
    assert not tab.entering and not sheet(trial, CHECK, tab._record).rows


def test_a_save_that_is_refused_leaves_the_cursor_in_the_grid(desk: Desk, trial: Place) -> None:  # noqa: F811
    """And never on the button that gives up what was typed, which Enter would press next."""
    tab = open_check(desk)
    tab.setFocus()
    desk.qtbot.keyClicks(tab.grid.typing, "7")
    desk.press(Qt.Key.Key_Return)
    wait(desk, tab, ok=1)
    save_sheet(trial.office, trial.actor, CHECK, tab._record, {("1", ""): {FINDING: 8}})
    desk.reach(tab.main)
    desk.press(Qt.Key.Key_Space)
    for _ in range(2):
        assert "刚在别处改成8" in tab.note.words.whole and tab.entering
        assert tab.grid.isAncestorOf(desk.focus) and tab.grid.typing.isEnabled()
        desk.press(Qt.Key.Key_S, CTRL)
    desk.reach(tab.main)
    type_in(tab, 3, FINDING, "五")
    wait(desk, tab, refused=1)
    assert not tab.main.isEnabled() and tab.grid.isAncestorOf(desk.focus), "something is found wrong meanwhile"
    tab.away.click()


def test_a_block_is_pasted_and_the_first_line_fills_the_others(desk: Desk, trial: Place) -> None:  # noqa: F811
    tab = open_check(desk)
    tab.setFocus()
    QGuiApplication.clipboard().setText("8\n6\n5")
    desk.press(Qt.Key.Key_V, CTRL)
    type_in(tab, 0, SEEN_ON, "6月1日")
    wait(desk, tab, ok=3)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert list(held(trial, CHECK, tab._record, FINDING).values()) == [8, 6, 5]
    assert set(held(trial, CHECK, tab._record, SEEN_ON).values()) == {"2026-06-01"}


def test_columns_for_each_row_of_the_other_child(desk: Desk, trial: Place) -> None:  # noqa: F811
    case, _, parts = seated(trial)
    tab = open_tab(desk, YEARS, case, SEAT)
    assert [column.label for column in tab.model.columns] == [
        "来客", "上午 坐没坐", "上午 为啥", "下午 坐没坐", "下午 为啥", "核对",
    ]  # fmt: skip
    for row, part, text in ((1, 0, "1"), (1, 1, "请假"), (2, 1, "d")):
        type_in(tab, row, f"{parts[part]}.{SAT}", text)
    wait(desk, tab, ok=2)
    tab.store()
    desk.rest()
    assert held(trial, SEAT, case, SAT) == {"东分会 上午": "1", "东分会 下午": "2", "西分会 下午": "1"}
    assert tab.sums.whole == "填了 2 人次 · 到 2 · 请假 1"


def test_without_lines_it_says_where_they_come_from(desk: Desk, trial: Place) -> None:  # noqa: F811
    case = list_ids(desk.office, desk.actor, desk.office.modules[YEARS], Query())[0]
    tab = open_tab(desk, YEARS, case, SEAT)
    assert tab.empty.isVisible() and "先在“来客”里添加" in tab.empty.accessibleName() and not tab.grid.isVisible()
    assert desk.office.entity(GUEST).label == "来客"


def test_a_sealed_sheet_is_shown_and_not_typed_in(desk: Desk, trial: Place) -> None:  # noqa: F811
    tab = open_check(desk)
    save_sheet(trial.office, trial.actor, CHECK, tab._record, {("1", ""): {FINDING: 8}})
    step(trial, tab._record, FINISH, TOWN)
    close_plenary(trial.office, trial.actor, "10-03", "都了了")
    tab = open_check(desk)
    assert "封存" in tab.fixed.text() and not tab.grid.typing.isEnabled() and tab.main.isHidden()
    assert tab.model.cell(1, FINDING).text == "8"


def test_lines_stand_under_their_headings_with_what_is_met(
    sit_down: Callable[[Place], Desk], open_trial: Callable[..., Place]
) -> None:
    place = open_trial(features=change_check(STANDS, met=(FINDING, "counts"), sums=()))
    town = place.create(TOWN, **{HEAD: "2"})
    desk = sit_down(place)  # noqa: F811
    tab = open_tab(desk, TOWNS, town, CHECK)
    type_in(tab, 1, FINDING, "已落实")
    type_in(tab, 10, FINDING, "没有材料")
    assert [tab.model.cell(row, FINDING).tone for row in (1, 2, 10)] == ["ok", "", "bad"]
    wait(desk, tab, ok=2)
    tab.store()
    desk.rest()
    model = tab.model
    groups = [model.text(row, model.columns[model.where("group")]) for row in range(11)]
    assert groups == ["全部照着填", "五落实 1 / 5", "", "", "", "", "五有 0 / 5", "", "", "", ""]
    assert [row.case.title for row in model.rows[:2]] == ["场所", "设施"] and not tab.typed
    assert [model.cell(row, FINDING).tone for row in (1, 2, 10)] == ["ok", "", "bad"]
    assert next(each.text for each in desk.page.tabs._tabs if each.key == CHECK).endswith(" 1 / 10")
