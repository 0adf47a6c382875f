"""Rows and picked children of the nouns on trial, written in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Place
from tests.new_module.nouns import (
    ABOUT_WHAT,
    CALLED,
    CAME,
    CODE,
    FINISH,
    GUEST,
    MONEY,
    PLACE,
    TOWN,
    TOWNS,
    VISIT,
    WHO,
    YEARS,
)
from tests.new_module.test_services import ids, step
from tests.ui.offices import Desk, fill_in, press_button
from ui.records.child_entry import read_block
from ui.records.children import AGAIN, ChildTab

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], trial: Place) -> Desk:
    return sit_down(trial)


def open_tab(desk: Desk, module: str, record: str, kind: str) -> ChildTab:
    page = desk.open(module, record)
    page.tabs.set_key(kind)
    page._pick_tab(kind)
    desk.rest()
    return page.children_tabs[kind]


def open_town(desk: Desk) -> ChildTab:
    (town,) = list_ids(desk.office, desk.actor, desk.office.modules[TOWNS], Query())
    return open_tab(desk, TOWNS, town, VISIT)


def choose(tab: ChildTab, word: str) -> None:
    """An entry of 成批添加."""
    menu = tab.several.menu()
    next(each for each in menu.actions() if each.text() == word).trigger()


def words(tab: ChildTab, name: str) -> list[str]:
    return [row.words[name] for row in tab.rows]


def paste(desk: Desk, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    desk.press(Qt.Key.Key_V, CTRL)


def wait_checked(desk: Desk, tab: ChildTab, ok: int, not_ok: int = 0) -> None:
    desk.qtbot.waitUntil(
        lambda: (tab.entry.model.count("ok"), tab.entry.model.count("refused", "lacking")) == (ok, not_ok),
        timeout=10_000,
    )


def test_a_row_by_the_short_form_changed_taken_off_and_back(desk: Desk) -> None:
    tab = open_town(desk)
    assert tab.body.currentWidget() is tab.empty and not tab.remove.isEnabled()
    answers = desk.answer(fill_in(**{"date": "6月5日", ABOUT_WHAT: "看路", MONEY: "12"}))
    tab.add.click()
    desk.rest()
    assert not answers.left and words(tab, ABOUT_WHAT) == ["看路"] and desk.page.tabs._tabs[1].count == 1
    assert tab.sums.whole == "共 1 次 · 花销 12 · 没有填怎么样 1" and tab.body.currentWidget() is tab.table
    tab.table.setFocus()
    answers = desk.answer(fill_in(**{MONEY: "30"}))
    desk.press(Qt.Key.Key_Return)
    assert not answers.left and tab.sums.whole.startswith("共 1 次 · 花销 30")
    tab.table.setFocus()
    desk.press(Qt.Key.Key_1)
    assert words(tab, "date") == ["2026-06-05"] and "到 1" in tab.sums.whole
    desk.press(Qt.Key.Key_Delete)
    assert not tab.rows and tab.back.text() == "撤销这次删去" and desk.page.tabs._tabs[1].count == 0
    tab.back.click()
    desk.rest()
    assert words(tab, ABOUT_WHAT) == ["看路"] and tab.back.isHidden()


def test_the_last_row_is_taken_off_and_brought_back_by_keys_alone(desk: Desk) -> None:
    """The keys of the list go on where it has become empty, and the cursor stands in the list once there are rows again."""
    tab = open_town(desk)
    desk.reach(tab.add)
    desk.answer(fill_in(**{"date": "6月5日", ABOUT_WHAT: "看路"}))
    desk.press(Qt.Key.Key_Space)
    desk.reach(tab.table)
    desk.press(Qt.Key.Key_Delete)
    assert not tab.rows and tab.isAncestorOf(desk.focus)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert words(tab, ABOUT_WHAT) == ["看路"] and desk.focus is tab.table
    desk.press(Qt.Key.Key_Delete)
    desk.reach(tab.back)
    desk.press(Qt.Key.Key_Space)
    assert words(tab, ABOUT_WHAT) == ["看路"] and desk.focus is tab.table
    desk.press(Qt.Key.Key_Delete)
    answers = desk.answer(fill_in(**{"date": "6月6日", ABOUT_WHAT: "看桥"}))
    desk.press(Qt.Key.Key_Insert)
    assert not answers.left and words(tab, ABOUT_WHAT) == ["看桥"] and tab.isAncestorOf(desk.focus)
    desk.reach(tab.back)
    desk.press(Qt.Key.Key_Space)
    assert not tab.rows and desk.focus is tab.add
    QGuiApplication.clipboard().setText("6月1日\t看路")
    desk.press(Qt.Key.Key_V, CTRL)
    wait_checked(desk, tab, 1)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert words(tab, ABOUT_WHAT) == ["看路"] and desk.focus is tab.table


def test_rows_that_are_refused_as_a_whole_leave_the_cursor_in_the_grid(desk: Desk, trial: Place) -> None:
    tab = open_town(desk)
    QGuiApplication.clipboard().setText("6月1日\t看路")
    tab.table.setFocus()
    desk.press(Qt.Key.Key_V, CTRL)
    wait_checked(desk, tab, 1)
    step(trial, tab._record, FINISH, TOWN)
    close_plenary(trial.office, trial.actor, "10-03", "都了了")
    desk.reach(tab.entry.foot.main)
    desk.press(Qt.Key.Key_Space)
    assert "封存" in tab.entry.note.words.whole and tab.entry.typed == 1
    assert tab.entry.grid.isAncestorOf(desk.focus), "and not on the button that takes rows off"
    desk.answer(press_button("不要了"))
    desk.press(Qt.Key.Key_Escape)


def test_a_refusal_stays_in_the_dialog(desk: Desk) -> None:
    tab = open_town(desk)
    seen = {}

    def look(dialog) -> None:
        seen["error"] = dialog.form.editors["date"].error
        dialog.reject()

    answers = desk.answer(fill_in(**{"date": "2027-01-01", ABOUT_WHAT: "太早"}), look, press_button("不保存"))
    tab.add.click()
    desk.rest()
    assert not answers.left and "还没有到" in seen["error"] and not tab.rows


def test_a_block_from_a_spreadsheet(desk: Desk) -> None:
    tab = open_town(desk)
    tab.table.setFocus()
    tab.setFocus()
    QGuiApplication.clipboard().setText(
        "为什么\t哪天\t花销\t备注\n看路\t6月1日\t10\t甲\n看桥\t6月31日\t\t\n看井\t2026/6/2\t十块\t\n\n看树\t\t5\t\n看山\t6月3日\t\t乙"
    )
    choose(tab, "从 Excel 粘贴…")
    desk.rest()
    assert tab.entering and tab.entry.note.words.whole == "没有用到的列：备注。"
    wait_checked(desk, tab, 2, 3)
    model = tab.entry.model
    assert "6 月" in model.problem(2, "date") and "整数" in model.problem(3, MONEY)
    assert model.rows[3].verdict.words == "还要填哪天" and tab.entry.foot.main.text() == "登记 2 次"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert sorted(words(tab, ABOUT_WHAT)) == ["看山", "看路"] and tab.entering and len(model.rows) == 3
    column = model.where("date")
    for row, day in ((1, "6月30日"), (3, "6月4日")):
        tab.entry.grid.take(model.index(row, column), day, None)
    wait_checked(desk, tab, 1, 2)
    assert "还没有到" in model.problem(1, "date")
    tab.entry.write()
    desk.rest()
    answers = desk.answer(press_button("接着填"), press_button("不要了"))
    desk.press(Qt.Key.Key_Escape)
    assert tab.entering
    desk.press(Qt.Key.Key_Escape)
    assert not tab.entering and not answers.left and len(tab.rows) == 3
    assert desk.page is desk.window.stack.currentWidget() and desk.page.module.name == TOWNS


def test_rows_are_typed_where_nothing_was_copied(desk: Desk) -> None:
    tab = open_town(desk)
    QGuiApplication.clipboard().setText("")
    choose(tab, "从 Excel 粘贴…")
    desk.rest()
    grid = tab.entry.grid
    for row, (day, what) in enumerate((("6月1日", "看路"), ("6月2日", "看桥")), start=1):
        grid.take(grid.model.index(row, grid.model.where("date")), day, None)
        grid.take(grid.model.index(row, grid.model.where(ABOUT_WHAT)), what, None)
        grid.typing.go_to(row, grid.model.where(ABOUT_WHAT))
        desk.press(Qt.Key.Key_Return)
    assert len(grid.model.rows) == 3, "a further row came with Enter"
    desk.press(Qt.Key.Key_Return)
    assert len(grid.model.rows) == 3, "but none below an empty one"
    wait_checked(desk, tab, 2)
    tab.entry.write()
    desk.rest()
    assert words(tab, ABOUT_WHAT) == ["看路", "看桥"] and not tab.entering


def test_many_are_picked_by_name_and_from_a_list(desk: Desk, trial: Place) -> None:
    for number, name in (("02", "西分会"), ("03", "北分会"), ("07", "同名会"), ("08", "同名会")):
        trial.create(PLACE, **{CODE: number, CALLED: name})
    tab = open_tab(desk, YEARS, ids(trial)[0], GUEST)
    assert tab.finder
    tab.finder.setFocus()
    desk.type("西")
    desk.qtbot.waitUntil(lambda: bool(tab.finder._popup and tab.finder._popup.isVisible()), timeout=5000)
    desk.press(Qt.Key.Key_Return)
    assert (
        words(tab, WHO) == ["西分会"] and words(tab, CAME) == ["到"] and tab.finder.hasFocus() and not tab.finder.text()
    )
    tab.finder.chosen.emit(tab.rows[0].picked, "西分会")
    desk.rest()
    assert tab.said.whole == "西分会已经在名单里。" and len(tab.rows) == 1
    tab.start.set_key("2")
    tab.table.setFocus()
    paste(desk, "会名\t来没来\n东分会\t\n同名会\t\n北　分会\t缺席\n西分会\t出席\n没这会\t")
    wait_checked(desk, tab, 2, 3)
    said = [row.verdict.words for row in tab.entry.model.rows]
    assert "不止一个" in said[1] and "已经在名单里" in said[3] and "没有叫“没这会”" in said[4]
    tab.entry.write()
    desk.rest()
    assert sorted(zip(words(tab, WHO), words(tab, CAME), strict=True)) == [
        ("东分会", "请假"), ("北分会", "缺席"), ("西分会", "到"),
    ]  # fmt: skip
    other = list_ids(desk.office, desk.actor, desk.office.module_of(PLACE), Query(Is(CODE, "08")))[0]
    model = tab.entry.model
    tab.entry.grid.take(model.index(1, model.where(WHO)), "同名会", other)
    wait_checked(desk, tab, 1, 2)
    tab.entry.grid.typing.go_to(2, model.where(WHO))
    tab.entry.grid.typing.selectAll()
    tab.entry.write()
    desk.rest()
    assert [row.beside for row in tab.rows if row.words[WHO] == "同名会"] == ["08"] and tab.sums.whole.startswith(
        "共 4 位"
    )


def test_many_are_marked_at_once_by_one_key(desk: Desk, trial: Place) -> None:
    case = ids(trial)[0]
    for number, name in (("02", "西分会"), ("03", "北分会")):
        trial.create(PLACE, **{CODE: number, CALLED: name})
    tab = open_tab(desk, YEARS, case, GUEST)
    QGuiApplication.clipboard().setText("东分会\n西分会\n北分会")
    choose(tab, "粘贴名单…")
    desk.rest()
    wait_checked(desk, tab, 3)
    tab.entry.write()
    desk.rest()
    tab.table.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    assert tab.chosen.whole == "已选 3 位"
    desk.press(Qt.Key.Key_3)
    assert words(tab, CAME) == ["缺席"] * 3 and tab.chosen.whole == "东分会"
    desk.press(Qt.Key.Key_1)
    assert words(tab, CAME) == ["到", "缺席", "缺席"] and tab.chosen.whole == "西分会", "the cursor went on"
    tab.table.setFocus()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert words(tab, CAME) == ["缺席"] * 3


def test_nothing_can_be_written_where_it_is_sealed(desk: Desk, trial: Place) -> None:
    tab = open_town(desk)
    step(trial, tab._record, FINISH, TOWN)
    close_plenary(trial.office, trial.actor, "10-03", "都了了")
    tab = open_town(desk)
    assert tab.inputs.isHidden() and "封存" in tab.fixed.text() and not tab.remove.isEnabled()
    paste(desk, "看路")
    assert not tab.entering


def test_one_picked_at_two_places_is_shown_once_more_and_counted_once(desk: Desk, trial: Place) -> None:
    case = ids(trial)[0]
    at = list_ids(desk.office, desk.actor, desk.office.module_of(PLACE), Query())[0]
    with trial.office.write(trial.actor, "record.write") as writing:
        for _ in range(2):
            writing.new(trial.office.entity(GUEST), {trial.office.entity(GUEST).owner: case, WHO: at, CAME: "1"})
    tab = open_tab(desk, YEARS, case, GUEST)
    assert [row.again for row in tab.rows] == [False, True] and tab.sums.whole == "共 1 位 · 到 1"
    assert tab.table.pages.row(1).cell("beside").text == AGAIN


def test_enter_before_the_names_are_there_takes_no_namesake(desk: Desk, trial: Place) -> None:
    for number in ("07", "08"):
        trial.create(PLACE, **{CODE: number, CALLED: "同名会"})
    tab = open_tab(desk, YEARS, ids(trial)[0], GUEST)
    assert tab.finder
    tab.finder.setFocus()
    desk.type("同名会")
    desk.press(Qt.Key.Key_Return)
    assert not tab.rows and tab.finder._popup and tab.finder._popup.isVisible() and tab.finder._popup.count() == 2
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert [row.beside for row in tab.rows] == ["08"]


def read_file(desk: Desk, tab: ChildTab, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry of the menu, and the file in the system's own dialog, which no test can type into."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(path), ""))
    choose(tab, "从文件…")
    desk.qtbot.waitUntil(lambda: tab.entering or bool(desk.reported), timeout=20_000)


def test_a_list_in_a_file_goes_the_way_of_one_that_was_copied(
    desk: Desk, trial: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in (("02", "西分会"), ("03", "北分会")):
        trial.create(PLACE, **{CODE: number, CALLED: name})
    book = xlsxwriter.Workbook(tmp_path / "来客.xlsx")
    sheet = book.add_worksheet("来客")
    sheet.merge_range("A1:C1", "来客名单")
    for at, row in enumerate(
        (("会 名", "来没来", "备注"), ("东分会", "到", "甲"), ("西分会", "", ""), ("没这会", "到", "")), start=1
    ):
        sheet.write_row(at, 0, row)
    sheet.set_row(3, None, None, {"hidden": True})
    book.close()
    tab = open_tab(desk, YEARS, ids(trial)[0], GUEST)
    tab.start.set_key("3")
    read_file(desk, tab, tmp_path / "来客.xlsx", monkeypatch)
    wait_checked(desk, tab, 2, 1)
    said = tab.entry.note.words.whole
    assert (
        "没有当作名单的行：“来客名单”。" in said
        and "没有用到的列：备注。" in said
        and "隐藏的行，也读了：第 4 行" in said
    )
    tab.entry.write()
    desk.rest()
    assert dict(zip(words(tab, WHO), words(tab, CAME), strict=True)) == {"东分会": "到", "西分会": "缺席"}
    assert [row.cells[WHO].text for row in tab.entry.model.rows] == ["没这会"]


def test_a_file_that_is_no_table_changes_nothing(
    desk: Desk, trial: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_town(desk)
    (tmp_path / "走动.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
    read_file(desk, tab, tmp_path / "走动.xlsx", monkeypatch)
    (error,) = desk.reported
    assert isinstance(error, OfficeError) and "不完整" in error.what and not tab.entering and not tab.rows


def test_headings_stand_first_or_below_a_title(trial: Place) -> None:
    fields = [trial.office.entity(VISIT).by_name[name] for name in ("date", ABOUT_WHAT)]
    headings = {spec.label: spec.name for spec in fields}
    named = (["date", ABOUT_WHAT], [["6月1日", "看路"]])
    assert read_block("哪天\t为 什 么\n6月1日\t看路", fields, headings)[:2] == named
    names, lines, said = read_block("名单\t\n\n哪天\t为什么\n6月1日\t看路", fields, headings)
    assert (names, lines) == named and said == "没有当作名单的行：“名单”。"
    told = read_block("6月1日\t看路\n6月2日\t看桥\n6月3日\t看井\t哪天", fields, headings)
    assert len(told[1]) == 3 and "没有当作" not in told[2], "a word of a row is no heading"
