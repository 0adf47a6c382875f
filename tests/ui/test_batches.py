"""Many cases at once: the grid typed into like a spreadsheet, checked while one types, recorded at one go."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.services.cases.batches import list_moves
from cppcc_desktop.services.records.drafts import BATCH, list_drafts
from cppcc_desktop.services.records.records import list_children, show_record
from tests.conftest import Filled, Place
from tests.nouns.proposals.test_steps import LIFE, take
from tests.services.test_batches import new
from tests.ui.offices import Desk, press_button, put
from ui.cases.batch_parts import sort_moves
from ui.cases.next_steps import arrange_steps
from ui.kit.tables.entry_cells import read_cell
from ui.kit.tables.entry_editors import CellLine, CellText
from ui.kit.tables.entry_model import LACKING, OK, REFUSED
from ui.session import BatchStart
from ui.theme import Theme, apply_theme

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def open_batch(desk: Desk, step: str = "", cases: tuple[str, ...] = (), draft: str = "") -> Any:
    desk.window.show_batch(BatchStart(step, cases, draft))
    settle(desk)
    return desk.page


def settle(desk: Desk) -> None:
    """Until every row is checked."""
    desk.rest()
    page = desk.page
    desk.qtbot.waitUntil(lambda: not page.checker.waits and not desk.tasks.busy, timeout=20_000)


def key(desk: Desk, which: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """A key to what has the focus, as it comes from the keyboard."""
    QTest.keyClick(QApplication.focusWidget() or desk.window, which, modifiers)


def word(desk: Desk, text: str) -> None:
    for letter in text:
        key(desk, letter)


def here(page: Any) -> tuple[int, str]:
    row, column = page.grid.typing.here()
    return row, column.key


def go(page: Any, row: int, name: str) -> None:
    page.window().activateWindow()
    page.grid.typing.setFocus()
    page.grid.typing.go_to(row, page.model.where(name))


def type_cell(page: Any, row: int, name: str, text: str) -> None:
    """Text into a cell, as an editor hands it over."""
    page.grid.take(page.model.index(row, page.model.where(name)), text, None)


@pytest.fixture
def received(filled: Filled) -> list[str]:
    """Four cases: three to be reviewed, one still a draft."""
    ids = [filled.proposal, *(new(filled, at, f"第{at}件建议") for at in range(3))]
    for each in ids[:3]:
        filled.place.act(each, "receive")
    return ids


def test_ticked_cases_and_the_steps_they_can_take(desk: Desk, received: list[str]) -> None:
    page = desk.go("proposals")
    page.table.setFocus()
    assert not page.ticked.isVisible()
    desk.press(Qt.Key.Key_A, CTRL)
    desk.qtbot.waitUntil(lambda: page.ticked._counted is not None and not desk.tasks.busy)
    page.ticked._fill()
    lines = [each.text() for each in page.ticked.menu.actions()]
    assert (
        page.ticked.batch.isVisible()
        and "初审（3 件可以，1 件还不能）…" in lines
        and "收件（1 件可以，3 件还不能）…" in lines
    )
    next(each for each in page.ticked.menu.actions() if each.text().startswith("初审")).trigger()
    settle(desk)
    assert desk.page.step.key == "review/preliminary" and {r.case.record for r in desk.page.model.rows} == set(received)
    assert desk.window.top.title.whole == "批量办理"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page


def test_what_leads_on_stands_above_what_turns_back(desk: Desk, filled: Filled) -> None:
    """立案 stood below 退回修改 and 不予立案."""
    take(filled, *LIFE[:4])
    page = desk.go("proposals")
    page.model.tick_all()
    desk.qtbot.waitUntil(lambda: page.ticked._counted is not None and not desk.tasks.busy)
    page.ticked._fill()
    words = [each.text().partition("（")[0] for each in page.ticked.menu.actions() if each.text()]
    assert words[:4] == ["立案", "退回修改", "不予立案", "并案"]
    record = desk.open("proposals", filled.proposal)
    main = arrange_steps(record.bundle.flow, record.bundle.steps, "reviewed")
    assert main.main and main.main.move.label == "立案"
    labels = [label for _, label in sort_moves(list_moves(desk.office, desk.actor, "proposal"))]
    assert labels.index("立案") < labels.index("退回修改") < labels.index("不予立案")


def test_the_sidebar_says_whose_cases_these_are(desk: Desk, received: list[str]) -> None:
    desk.window.show_batch(BatchStart(cases=tuple(received)))
    assert desk.page.nav == "proposals" and desk.window.side.buttons["proposals"].current
    desk.rest()
    assert desk.window.side.buttons["proposals"].current


def test_lists_without_a_workflow_offer_none(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")
    page.table.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    desk.rest()
    assert page.ticked.isVisible() and not page.ticked.batch.isVisible()


def test_forty_seconds_of_a_clerk_at_a_review_meeting(desk: Desk, filled: Filled, received: list[str]) -> None:
    page = open_batch(desk, "review/preliminary", tuple(received))
    assert here(page) == (0, "date") and desk.focus is page.grid.typing
    assert [row.verdict.state for row in page.model.rows] == [LACKING, LACKING, LACKING, REFUSED]
    assert page.model.rows[0].verdict.words == "还要填审查意见" and page.foot.main.text() == "登记"
    assert not page.foot.main.isEnabled()
    go(page, 0, "reviewer")
    word(desk, "zml")
    assert isinstance(desk.focus, CellLine)
    key(desk, Qt.Key.Key_Tab)
    assert here(page) == (0, "qualified") and [page.model.cell(row, "reviewer").text for row in range(5)] == ["zml"] * 5
    go(page, 0, "opinion")
    key(desk, Qt.Key.Key_F2)
    assert isinstance(desk.focus, CellText)
    desk.focus.insertPlainText("同意立案")
    key(desk, Qt.Key.Key_Return)
    assert here(page) == (1, "opinion")
    settle(desk)
    assert [row.verdict.state for row in page.model.rows] == [OK, OK, OK, REFUSED]
    assert page.foot.main.text() == "登记 3 件" and page.foot.main.isEnabled()
    assert page.model.rows[3].verdict.words.startswith("现在是“草稿”，还不能")
    page.foot.main.click()
    assert page.busy and not page.grid.isEnabled()
    settle(desk)
    states = [show_record(desk.office, desk.actor, "proposal", each).values["state"] for each in received]
    assert states == ["preliminary_reviewed"] * 3 + ["draft"]
    assert [row.case.record for row in page.model.rows] == received[3:], "what was refused stays"
    assert page.model.rows[0].cells["opinion"].text == "同意立案" and page.warned.words.text() == "已登记 3 件。"
    (review,) = list_children(desk.office, desk.actor, "review", received[0])
    assert (review["reviewer"], review["opinion"], review["qualified"]) == ("zml", "同意立案", True)


def test_tab_and_enter_go_as_in_a_spreadsheet(desk: Desk, received: list[str]) -> None:
    page = open_batch(desk, "return", tuple(received[:3]))
    assert [column.key for column in page.model.columns if column.part == "middle"] == ["date", "reviewer", "opinion"]
    go(page, 1, "date")
    key(desk, Qt.Key.Key_Tab)
    key(desk, Qt.Key.Key_Tab)
    assert here(page) == (1, "opinion")
    key(desk, Qt.Key.Key_Return)
    assert here(page) == (2, "date"), "Enter goes back to where the Tabs began"
    key(desk, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert here(page) == (1, "opinion")
    key(desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert here(page)[0] == 0
    go(page, 3, "opinion")
    key(desk, Qt.Key.Key_Tab)
    assert desk.focus is not page.grid.typing, "at the end Tab leaves the grid"


def test_fill_down_undo_and_what_was_typed_apart(desk: Desk, received: list[str]) -> None:
    page = open_batch(desk, "return", tuple(received[:3]))
    type_cell(page, 2, "opinion", "改第二条")
    type_cell(page, 0, "opinion", "补材料")
    assert [page.model.cell(row, "opinion").text for row in (1, 2, 3)] == ["补材料", "改第二条", "补材料"]
    assert page.note.words.whole.startswith("有 1 行另外填过")
    go(page, 0, "opinion")
    key(desk, Qt.Key.Key_D, CTRL)
    assert [page.model.cell(row, "opinion").text for row in (1, 2, 3)] == ["补材料"] * 3
    key(desk, Qt.Key.Key_Z, CTRL)
    assert page.model.cell(2, "opinion").text == "改第二条"
    go(page, 3, "opinion")
    key(desk, Qt.Key.Key_D, CTRL)
    assert page.model.cell(3, "opinion").text == "改第二条", "from the cell above"
    key(desk, Qt.Key.Key_Delete)
    assert page.model.cell(3, "opinion").text == ""
    type_cell(page, 0, "date", "昨天")
    assert [page.model.cell(row, "date").text for row in (1, 2, 3)] == ["2026-06-07"] * 3, "what was proposed gives way"


def test_a_block_from_excel(desk: Desk, received: list[str]) -> None:
    page = open_batch(desk, "return", tuple(received[:3]))
    QGuiApplication.clipboard().setText(
        '6月8日\t张三\t"第一行\n第二行"\n2026.6.8\t李四\t不行\n6-8\t王五\t改\n6-4\t赵六\t多的\n'
    )
    go(page, 1, "date")
    key(desk, Qt.Key.Key_V, CTRL)
    rows = [[page.model.cell(row, name).text for name in ("date", "reviewer", "opinion")] for row in (1, 2, 3)]
    assert rows == [
        ["2026-06-08", "张三", "第一行\n第二行"],
        ["2026-06-08", "李四", "不行"],
        ["2026-06-08", "王五", "改"],
    ]
    assert page.note.words.whole == "多出 1 行没有地方贴。"
    page.grid.typing.selectAll()
    key(desk, Qt.Key.Key_C, CTRL)
    assert "2026-06-08\t李四\t不行" in QGuiApplication.clipboard().text()
    settle(desk)
    assert page.foot.main.text() == "登记 3 件"


def test_unknown_words_are_marked_with_the_reason_below(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:8])
    page = open_batch(desk, "reply", (filled.proposal,))
    type_cell(page, 1, "date", "13月5日")
    go(page, 1, "date")
    settle(desk)
    assert page.note.words.whole == "没有 13 月，写成 2026-03-05 这样。" and page.model.problem(1, "date")
    assert page.model.rows[0].verdict.state == REFUSED
    type_cell(page, 1, "date", "6月8日")
    type_cell(page, 1, "result_class", "甲")
    assert page.model.problem(1, "result_class").startswith("办理结果里没有“甲”。可选：A类")
    type_cell(page, 1, "result_class", "b类")
    assert page.model.cell(1, "result_class").value == "B"
    type_cell(page, 1, "document_no", "1号")
    type_cell(page, 1, "text", "办了")
    settle(desk)
    assert page.model.rows[0].verdict.state == OK and page.model.cell(1, "transcribed").value is True
    page.register()
    settle(desk)
    (reply,) = list_children(desk.office, desk.actor, "reply", filled.proposal)
    assert reply["transcribed"] is True and reply["result_class"] == "B" and page.body.currentWidget() is page.done
    assert page.keeper.at == "" and not list_drafts(desk.office, desk.actor, BATCH)


def test_docketing_several_says_their_numbers_and_leads_to_them(desk: Desk, filled: Filled) -> None:
    """Numbers go by receipt, stand on the page that says it is done, and 查看结果 shows those cases."""
    place = filled.place
    cases = [filled.proposal, *(new(filled, at, f"第{at}件建议") for at in range(2))]
    for each in cases:
        take(filled, *LIFE[:4], proposal=each)
    page = open_batch(desk, "docket", tuple(reversed(cases)))
    for row in (1, 2, 3):
        type_cell(page, row, "category", "社会建设")
    settle(desk)
    page.register()
    settle(desk)
    numbers = [show_record(place.office, place.actor, "proposal", each).values["docket_no"] for each in cases]
    assert numbers == ["001", "002", "003"]
    assert page.body.currentWidget() is page.done and page.done.words.text() == "都登记好了，3 件"
    shown = page.done.table.pages
    assert [shown.row(at).id for at in range(3)] == cases and shown.columns[0].label == "案号"
    assert [shown.row(at).cell("number").text for at in range(3)] == numbers
    list_page = desk.go("proposals")
    list_page.filters.choose(Is("state", "reviewed"), "待立案")  # as it was left: nothing is in it any more
    desk.rest()
    desk.window._open_result(desk.window.status._job)
    desk.rest()
    assert {list_page.model.row(at).id for at in range(list_page.model.total)} == set(cases)
    assert list_page.filters.given == "刚登记立案的 3 件"


def test_codes_by_initials_and_units_by_suggestions(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:5])
    page = open_batch(desk, "assign", (filled.proposal,))
    go(page, 1, "unit")
    word(desk, "xga")
    editor = desk.focus
    assert isinstance(editor, CellLine)
    desk.qtbot.waitUntil(lambda: editor.choosing)
    key(desk, Qt.Key.Key_Tab)
    assert page.model.cell(1, "unit").text == "县公安局" and page.model.cell(1, "unit").value == filled.other_unit
    assert here(page) == (1, "role")
    word(desk, "fb")
    key(desk, Qt.Key.Key_Return)
    assert page.model.cell(1, "role").text == "分办" and page.model.cell(1, "role").value == "separate"
    go(page, 1, "hard")
    key(desk, Qt.Key.Key_Space)
    assert page.model.cell(1, "hard").value is True
    settle(desk)
    page.register()
    settle(desk)
    (row,) = list_children(desk.office, desk.actor, "assignment", filled.proposal)
    assert (row["unit"], row["role"], row["hard"]) == (filled.other_unit, "separate", True)


def test_initials_that_came_before_the_suggestions(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:5])
    page = open_batch(desk, "assign", (filled.proposal,))
    type_cell(page, 1, "unit", "xjt")
    desk.qtbot.waitUntil(lambda: page.model.cell(1, "unit").value == filled.unit)
    type_cell(page, 1, "unit", "没有这家")
    go(page, 1, "unit")
    settle(desk)
    assert page.model.problem(1, "unit") == "承办单位：没有叫“没有这家”的承办单位。" == page.note.words.whole


def test_suggested_units_stand_in_grey_until_they_are_taken(desk: Desk, filled: Filled) -> None:
    from cppcc_desktop.services.records.records import change_record

    place = filled.place
    change_record(place.office, place.actor, "unit", filled.unit, {"duty": "公交班次、道路运输"})
    take(filled, "receive")
    take(filled, "review", suggested_lead=filled.unit, suggested_assist=[filled.other_unit])
    take(filled, "review", "review", "docket")
    page = open_batch(desk, "assign", (filled.proposal,))
    desk.qtbot.waitUntil(lambda: page.model.suggestion(1, "unit") is not None and not desk.tasks.busy)
    assert page.model.cell(1, "unit").text == "" and page.foot.take_all.text() == "全部采用建议（2）"
    go(page, 1, "unit")
    assert page.note.words.whole.startswith("建议 县交通运输局：")
    key(desk, Qt.Key.Key_Space, CTRL)
    assert page.model.cell(1, "unit").value == filled.unit
    page.foot.take_all.click()
    assert page.model.cell(1, "assist_units").text == "县公安局" and not page.foot.take_all.isVisible()
    settle(desk)
    assert page.foot.main.text() == "登记 1 件"


def test_paper_one_number_after_another(desk: Desk, filled: Filled) -> None:
    ids = [filled.proposal, new(filled, 1, "第二件"), new(filled, 2, "第三件")]
    for each in ids:
        take(filled, *LIFE[:8], proposal=each)
    page = open_batch(desk)
    assert page.body.currentWidget() is page.empty and desk.focus is page.head.steps
    page.head.number.setFocus()
    page.head.number.setText("001")
    desk.press(Qt.Key.Key_Return)
    assert page.head.added.whole == "先选步骤，再输入案号。"
    put(page.head.steps, "登记答复")
    settle(desk)
    assert desk.focus is page.head.number
    for number in ("2", "001", "001", "999"):
        page.head.number.setText(number)
        desk.press(Qt.Key.Key_Return)
    assert [row.case.record for row in page.model.rows] == [ids[1], ids[0]]
    assert page.head.added.whole.startswith("没有找到“999”") and desk.focus is page.head.number
    type_cell(page, 0, "result_class", "A类")
    page.head.number.setText("第003号")
    desk.press(Qt.Key.Key_Return)
    assert page.model.cell(3, "result_class").text == "A类", "what fills the others fills the new one"
    go(page, 2, "date")
    page.foot.drop.click()
    assert [row.case.record for row in page.model.rows] == [ids[1], ids[2]]


def test_another_step_for_the_same_cases(desk: Desk, received: list[str]) -> None:
    page = open_batch(desk, "return", tuple(received[:3]))
    type_cell(page, 1, "opinion", "改")
    desk.answer(press_button("不换"))
    put(page.head.steps, "初审")
    assert page.step.key == "return" and page.head.steps.key() == "return"
    desk.answer(press_button("换步骤"))
    put(page.head.steps, "初审")
    settle(desk)
    assert page.step.key == "review/preliminary" and len(page.model.rows) == 3
    assert page.model.cell(1, "opinion").text == ""
    page.keeper.drop()
    desk.rest()


def test_a_crash_loses_nothing(desk: Desk, received: list[str]) -> None:
    page = open_batch(desk, "return", tuple(received[:3]))
    type_cell(page, 0, "reviewer", "张三")
    type_cell(page, 2, "opinion", "写了一半")
    page.keeper.keep()
    desk.rest()
    (line,) = list_drafts(desk.office, desk.actor, BATCH)
    assert (line.title, line.fields) == ("退回修改 3 行", 3) and page.keeper.at
    desk.answer(press_button("先放着"))
    drafts = desk.go("drafts")
    assert [row.cells["kind"] for row in map(drafts.model.row, range(drafts.model.total))] == ["批量办理"]
    drafts.go_on.click()
    settle(desk)
    again = desk.page
    assert again is not page and again.step.key == "return"
    assert again.model.cell(2, "opinion").text == "写了一半" and again.model.cell(0, "reviewer").text == "张三"
    assert [again.model.cell(row, "reviewer").text for row in (1, 2, 3)] == ["张三"] * 3
    desk.answer(press_button("不要了"))
    desk.go("proposals")
    desk.rest()
    assert not list_drafts(desk.office, desk.actor, BATCH) and not desk.reported


def test_stopping_takes_all_of_it_back(desk: Desk, received: list[str]) -> None:
    page = open_batch(desk, "return", tuple(received[:3]))
    type_cell(page, 0, "opinion", "改")
    settle(desk)
    desk.tasks.job_started.connect(lambda job: job.cancel())
    page.register()
    desk.tasks.jobs[0].cancel()
    settle(desk)
    assert page.warned.words.text().startswith("已停止。") and len(page.model.rows) == 3 and page.grid.isEnabled()
    assert show_record(desk.office, desk.actor, "proposal", received[0]).values["state"] == "received"
    page.keeper.drop()
    desk.rest()


def test_at_150_percent_the_typing_has_room(desk: Desk, received: list[str], qapp: QApplication) -> None:
    page = open_batch(desk, "review/preliminary", tuple(received))
    apply_theme(qapp, Theme(1.5))
    desk.rest()
    assert (
        page.grid.typing.width() >= 0.4 * page.grid.width()
        and page.grid.left.height() >= page.grid.typing.height() - 30
    )
    page.grid.typing.verticalScrollBar().setValue(20)
    assert page.grid.left.verticalScrollBar().value() == page.grid.typing.verticalScrollBar().value()


def test_three_hundred_rows_stay_fluid(sit_down: Any, demo: Place) -> None:
    from cppcc_desktop.services.records.records import Query, list_ids

    desk = sit_down(demo)
    ids = list_ids(demo.office, demo.actor, demo.office.modules["proposals"], Query())[:300]
    desk.window.show_batch(BatchStart("direct", tuple(ids)))
    page = desk.page
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == 300, timeout=10_000)
    started = time.perf_counter()
    type_cell(page, 0, "leader", "王县长")
    type_cell(page, 0, "words", "抓紧办。")
    filled_in = time.perf_counter() - started
    spans = []
    for row in range(1, 60):
        started = time.perf_counter()
        type_cell(page, row, "post", f"第{row}位")
        go(page, row + 1, "post")
        spans.append(time.perf_counter() - started)
    assert filled_in < 0.5 and sorted(spans)[len(spans) // 2] < 0.05
    settle(desk)
    assert page.model.count(OK) > 250
    page.keeper.drop()
    desk.rest()


def test_cells_are_read_as_people_write_them(desk: Desk, filled: Filled) -> None:
    page = open_batch(desk, "feedback", (filled.proposal,))
    specs = {column.key: column.spec for column in page.model.columns if column.spec}
    today = desk.office.today()
    read = {name: read_cell(specs[name], text, page.words.codes, today) for name, text in
            (("date", "6月5日"), ("result", "my"), ("transcribed", "√"), ("words", " 好 "))}  # fmt: skip
    assert (read["date"].raw, read["result"].raw, read["transcribed"].raw, read["words"].raw) == (
        "2026-06-05",
        "1",
        True,
        "好",
    )
    assert (
        read_cell(specs["transcribed"], "也许", page.words.codes, today).error
        and not read_cell(specs["date"], "", page.words.codes, today).raw
    )


@pytest.mark.parametrize("composed", [False, True])
@pytest.mark.parametrize("name", ["reviewer", "opinion"])
def test_text_of_an_input_method_arrives_whole(desk: Desk, received: list[str], name: str, composed: bool) -> None:
    """Some send a word at once, without composing it in the cell first."""
    page = open_batch(desk, "return", tuple(received[:2]))
    go(page, 1, name)
    if composed:
        QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("tong yi", []))
    sent = QInputMethodEvent()
    sent.setCommitString("同意立案")
    QApplication.sendEvent(QApplication.focusWidget(), sent)
    key(desk, Qt.Key.Key_Return)
    assert page.model.cell(1, name).text == "同意立案"
