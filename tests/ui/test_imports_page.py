"""The import page, used as a clerk uses it. All people are invented."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.services.imports import imports
from cppcc_desktop.services.imports import writing as import_writing
from cppcc_desktop.services.records.records import Query, list_records, show_record
from tests.conftest import Filled, Place
from ui.imports import page as imports_page
from ui.imports.choices import LOOK, Decisions
from ui.imports.page import ImportPage
from ui.kit.inputs.combo import ComboBox
from ui.preferences import Settings
from ui.session import Session
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme

HEADINGS = ("序号", "姓名", "性别", "界别", "单位及职务", "手机号")
ROWS = (
    (1, "郑晓禾", "女", "医药卫生界", "县人民医院主任医师", "13900001111"),  # changed: post
    (2, "陈素芬", "男", "经济界", "云水茶业有限公司经理", "13700004410"),  # a namesake
    (3, "孙立夏", "男", "农业界", "立夏农机合作社理事长", "13700000001"),  # new
    (4, "陶然", "女", "科学技术界", "县电信公司主任", "13700000002"),  # new
    (5, "", "女", "农业界", "种植大户", ""),  # no name
)


def write_roster(path: Path, rows: Sequence[Sequence[object]] = ROWS, headings: Sequence[str] = HEADINGS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "委员"
    for row in (["示例县政协委员名册"], headings, *rows):
        sheet.append(list(row))
    book.create_sheet("空白")
    book.save(path)
    return path


@pytest.fixture
def place(filled: Filled) -> Place:
    return filled.place


@pytest.fixture
def session(place: Place, tasks: Tasks, tmp_path: Path) -> Session:
    return Session(place.office, place.actor, tasks, Settings(tmp_path / "settings"))


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ImportPage:
    made = ImportPage(session, "members")
    qtbot.addWidget(made)
    made.resize(1198, 600)
    made.show()
    made.activateWindow()
    made.arrive()
    return made


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Wait until nothing is under way."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)

    return wait


def reach_check(page: ImportPage, file: Path, settle: Callable[[], None]) -> Decisions:
    page.open_file(file)
    settle()
    assert page.stack.currentWidget() is page.columns
    page.columns.go.click()
    settle()
    assert page.stack.currentWidget() is page.check
    assert page.check.decisions is not None
    return page.check.decisions


def count_members(place: Place) -> int:
    return list_records(place.office, place.actor, place.office.modules["members"], Query(), 0, 99).total


def row_of(decisions: Decisions, name: str) -> int:
    return next(row.number for row in decisions.preview.rows if row.words.get("name") == name)


def go_to(page: ImportPage, number: int) -> None:
    assert page.check.table is not None
    at = page.check.table.pages.row_of(str(number))
    assert at is not None
    page.check.table.go_to(at)


def test_a_roster_goes_in_with_its_doubt_settled(
    page: ImportPage, place: Place, filled: Filled, settle: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot,
) -> None:  # fmt: skip
    """From the button 选文件 to the result, with the doubt answered by keyboard."""
    file = write_roster(tmp_path / "十届委员名册.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page.choose.button.click()
    settle()
    assert page.head.title.text() == "第 2 步，共 4 步：对列"
    assert page.session.settings.now.folder == str(tmp_path)
    page.columns.go.click()
    settle()
    decisions, check = page.check.decisions, page.check
    assert decisions and page.head.title.text() == "第 3 步，共 4 步：核对"
    assert "工作表“委员” · 5 行" in page.head.file.whole
    assert check._sentence.text() == "将新增 2 人、修改 1 人（1 处）。存疑 2 行未定，这次不写入。"
    assert check.go.text() == "导入 3 人"
    go_to(page, row_of(decisions, "陈素芬"))
    assert [record for record, _ in check.panel.choices] == [filled.members[1], "", None]
    assert check.panel.choices[-1][1].radio.isChecked()
    qtbot.waitUntil(lambda: check.table is not None and check.table.hasFocus())
    qtbot.keyClick(check.table, Qt.Key.Key_F6)
    later = check.panel.choices[-1][1].radio
    assert later.hasFocus()
    qtbot.keyClick(later, Qt.Key.Key_Up)
    qtbot.keyClick(check.panel.choices[1][1].radio, Qt.Key.Key_Up)
    assert decisions.answered(row_of(decisions, "陈素芬")) == filled.members[1]
    assert {card.field for card in check.panel.cards} >= {"post", "mobile", "sector"}
    assert check.go.text() == "导入 4 人"
    check.go.click()
    settle()
    assert page.stack.currentWidget() is page.result
    assert count_members(place) == 5
    stored = show_record(place.office, place.actor, "member", filled.members[1]).values
    assert stored["post"] == "云水茶业有限公司经理" and stored["mobile"] == "13700004410"
    assert list((place.path.parent / "备份").iterdir())


def test_one_field_of_one_person_can_be_left_out(
    page: ImportPage, place: Place, filled: Filled, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [(1, "郑晓禾", "女", "经济界", "县人民医院主任医师", "13900001111")]
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx", rows), settle)
    number = row_of(decisions, "郑晓禾")
    table = page.check.table
    assert table is not None and decisions.state(number) == "on"
    post = next(card for card in page.check.panel.cards if card.field == "post")
    qtbot.mouseClick(post.box, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert decisions.state(number) == "part"
    row = table.pages.row(0)
    assert row is not None and row.tick == "part" and row.cell("difference").text == "2 处，改 1 处"
    assert page.check._sentence.text() == "将修改 1 人（1 处）。"
    page.check.go.click()
    settle()
    stored = show_record(place.office, place.actor, "member", filled.members[0]).values
    assert stored["post"] == "县医院医生" and stored["sector"] == decisions.rows[number].values["sector"]


def test_space_leaves_a_row_out_and_takes_it_back(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    number, table = row_of(decisions, "孙立夏"), page.check.table
    assert table is not None
    go_to(page, number)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert decisions.state(number) == "off" and page.check.go.text() == "导入 2 人"
    assert page.check.panel.leave_out.text() == "这一行要导入"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert decisions.state(number) == "on" and page.check.go.text() == "导入 3 人"


def test_a_doubt_cannot_be_ticked_without_an_answer(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    """Space on it goes to the question; ticking all leaves it alone; a row without a name has no tick."""
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    number, table = row_of(decisions, "陈素芬"), page.check.table
    assert table is not None
    go_to(page, number)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert decisions.state(number) == "off"
    assert page.check.panel.choices[-1][1].radio.hasFocus()
    table.pages.tick_all(True)
    assert number not in decisions.choices and len(decisions.choices) == 3
    table.pages.tick_all(False)
    assert not decisions.choices and not page.check.go.isEnabled()
    go_to(page, row_of(decisions, ""))
    assert decisions.state(row_of(decisions, "")) == "fixed" and not page.check.panel.choices


def test_tabs_and_neighbours_by_keyboard(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    check = page.check
    assert check.table is not None
    first = check.table.current_id()
    qtbot.keyClick(check.panel.next, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert check.table.current_id() != first
    check.panel.previous.click()
    assert check.table.current_id() == first
    qtbot.keyClick(check.table, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert check.tabs.key == imports.NEW and check.table.pages.total == decisions.preview.count(imports.NEW)
    qtbot.keyClick(check.table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert check.tabs.key == LOOK


def test_a_bad_file_says_why_and_the_page_stays_usable(
    page: ImportPage, place: Place, settle: Callable[[], None], tmp_path: Path, reported: list[Exception]
) -> None:
    bad = tmp_path / "名册.xlsx"
    bad.write_bytes(b"%PDF-1.7 not a table")
    page.open_file(bad)
    settle()
    assert page.stack.currentWidget() is page.choose and page.choose.error.isVisible()
    assert "PDF" in page.choose.error.what.text() and page.choose.error.todo.text()
    assert reported == [] and page.choose.button.isEnabled()
    reach_check(page, write_roster(tmp_path / "好.xlsx"), settle)
    assert count_members(place) == 3


def test_a_column_corrected_by_hand(page: ImportPage, place: Place, settle: Callable[[], None], tmp_path: Path) -> None:
    """A heading nobody knows is matched by hand; without a name column the way on is closed, in red."""
    rows = [(1, "孙立夏", "立夏农机合作社理事长", "农业界")]
    file = write_roster(tmp_path / "册.xlsx", rows, ("序号", "姓名", "在哪里做什么", "界别"))
    page.open_file(file)
    settle()
    columns = page.columns
    name, post = columns.rows[1], columns.rows[2]
    assert (name.field.key(), post.field.key()) == ("name", "")
    name.field.set_key("")
    name.field.picked.emit("")
    assert columns._missing.isVisible() and "姓名" in columns._missing.text() and not columns.go.isEnabled()
    name.field.set_key("name")
    name.field.picked.emit("name")
    post.field.set_key("post")
    post.field.picked.emit("post")
    assert columns.go.isEnabled() and columns.changes() == {"C": "post"}
    columns.go.click()
    settle()
    decisions = page.check.decisions
    assert decisions and decisions.preview.rows[0].values["post"] == "立夏农机合作社理事长"


def test_another_sheet_of_the_file(page: ImportPage, settle: Callable[[], None], tmp_path: Path) -> None:
    file = tmp_path / "两张.xlsx"
    book = openpyxl.Workbook()
    for name, person in (("第一张", "孙立夏"), ("第二张", "陶然")):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "界别"])
        sheet.append([person, "农业界"])
    book.remove(book["Sheet"])
    book.save(file)
    page.open_file(file)
    settle()
    assert page.columns.sheets.isVisible() and page.columns.sheets.key() == "第一张"
    page.columns.sheets.picked.emit("第二张")
    settle()
    page.columns.go.click()
    settle()
    assert page.check.decisions and page.check.decisions.preview.rows[0].words["name"] == "陶然"


def test_words_no_list_has_are_told_once(page: ImportPage, settle: Callable[[], None], tmp_path: Path) -> None:
    rows = [(1, "孙立夏", "男", "新社会阶层", "理事长", ""), (2, "陶然", "女", "新社会阶层", "主任", "")]
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx", rows), settle)
    assert [each.word for each in decisions.preview.questions] == ["新社会阶层"]
    assert page.check._codes.text() == "" and page.check.words.isVisible() and page.check.words.answers[0].key() == ""
    assert page.check._notice.isVisible()


def test_words_that_wait_for_their_turn_are_named_with_what_becomes_of_them(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path
) -> None:
    """Nobody answers a word that is not shown: what the import does with it stands there before it is written."""
    words = ["新闻文体", "侨台", "民族宗教", "环境农业", "新社会阶层"]
    rows = [(place, f"孙立{sign}", "男", words[place], "理事长", "") for place, sign in enumerate("夏秋冬春和")]
    reach_check(page, write_roster(tmp_path / "册.xlsx", rows), settle)
    asked = len(page.check.words.answers)
    said = page.check.words.findChildren(QLabel)[-1].text()
    assert asked == 3 and said.startswith("还有 2 个不认识的词")
    assert said.endswith(f"不答的，加到表里：{''.join(f'“{word}”' for word in words[asked:])}。")


def test_cancelling_in_the_middle_takes_all_back(
    page: ImportPage, place: Place, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user stops after the first row was written; the answers given are still there."""
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    real = import_writing.Writer.insert

    def insert_then_stop(writer: import_writing.Writer, values: Row) -> str:
        assert page.job is not None
        page.job.cancel()
        return real(writer, values)

    monkeypatch.setattr(import_writing.Writer, "insert", insert_then_stop)
    page.check.go.click()
    assert page.stack.currentWidget() is page.wait
    settle()
    assert page.stack.currentWidget() is page.check and page.check.decisions is decisions
    assert count_members(place) == 3


def test_records_changed_meanwhile_are_not_overwritten(
    page: ImportPage, place: Place, filled: Filled, settle: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from cppcc_desktop.services.records.records import change_record

    reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "县中医院医生"})
    asked: list[Exception] = []
    monkeypatch.setattr(imports_page, "show_error", lambda _, error, *__, **___: asked.append(error) or "again")
    page.check.go.click()
    settle()
    assert "又有改动" in str(asked[0]) and count_members(place) == 3
    assert page.stack.currentWidget() is page.check and page.check.go.isEnabled()


def test_the_result_leads_on(page: ImportPage, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot) -> None:
    reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    page.check.go.click()
    settle()
    with qtbot.waitSignal(page.session.routes.page_asked) as asked:
        page.result.look.click()
    assert asked.args == ["members"]
    page.result.recheck.emit()
    settle()
    assert page.stack.currentWidget() is page.check and page.check.tabs.key == imports.DOUBT
    assert page.check.decisions and page.check.decisions.preview.count(imports.SAME) == 3


def test_leaving_asks_once_something_was_decided(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(imports_page, "ask", lambda _, what, *__, **___: asked.append(what) or "stay")
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    assert page.may_leave() and not asked
    decisions.put(row_of(decisions, "孙立夏"), False)
    assert not page.may_leave() and asked == ["核对到一半，还没有导入。"]


def test_a_file_can_be_dropped(page: ImportPage, settle: Callable[[], None], tmp_path: Path) -> None:
    file, area = write_roster(tmp_path / "册.xlsx"), page.choose.area
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), action, data, left, none)
    QApplication.sendEvent(area, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(area, QDropEvent(QPointF(9, 9), action, data, left, none))
    settle()
    assert page.stack.currentWidget() is page.columns


def test_larger_type_puts_the_panel_below(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path, qapp: QApplication
) -> None:
    reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    table = page.check.table
    assert table is not None and page.check.panel.x() > table.x()
    apply_theme(qapp, Theme(1.5))
    qapp.sendPostedEvents()
    page.check.layout().activate()  # type: ignore[union-attr]
    assert page.check.panel.y() > table.y()


def test_a_cell_that_cannot_be_read_is_shown_with_its_place(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path
) -> None:
    rows = [(1, "孙立夏", "男", "新社会阶层", "理事长", "138")]
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx", rows, (*HEADINGS[:5], "出生日期")), settle)
    row = decisions.preview.rows[0]
    assert decisions.difference(row) == "1 格没导入"
    said = [each.text() for each in page.check.panel.findChildren(QLabel) if each.isVisibleTo(page.check.panel)]
    assert "第 3 行 F 列“出生日期”" in said and "写的是：138" in said


def pick(choice: ComboBox, key: str) -> None:
    choice.set_key(key)
    choice.picked.emit(key)


def test_a_table_nobody_knows_the_headings_of(
    page: ImportPage, place: Place, settle: Callable[[], None], tmp_path: Path
) -> None:
    """The row of headings is chosen, columns are assigned, two fill one field, and what holds for all is typed once."""
    file = write_roster(
        tmp_path / "a.xlsx", [("沈知远", "示例茶业公司", "经理", "x")], ("谁", "在哪里", "做什么", "其他")
    )
    page.open_file(file)
    settle()
    step = page.columns
    assert page.stack.currentWidget() is step and not step.go.isEnabled()
    pick(step.header, "2")
    settle()
    assert [row.cells[1].text() for row in step.rows] == ["谁", "在哪里", "做什么", "其他"]
    for row, name in zip(step.rows, ("name", "post", "post"), strict=False):
        pick(row.field, name)
    assert [row.note.text() for row in step.rows] == ["", "几列合成一项", "几列合成一项", ""]
    field, text = step.whole.lines[0]
    pick(field, "sector")
    text.setText("教育")
    assert len(step.whole.lines) == 2 and step.whole.values() == {"sector": "教育"}
    picture = os.environ.get("CPPCC_PICTURE")
    if picture:
        page.grab().save(picture)
    before = count_members(place)
    step.go.click()
    settle()
    assert page.check.decisions is not None
    (row,) = page.check.decisions.preview.rows
    assert (row.words["post"], row.words["sector"]) == ("示例茶业公司经理", "教育界")
    assert count_members(place) == before


def test_a_word_no_list_has_is_answered_once(page: ImportPage, settle: Callable[[], None], tmp_path: Path) -> None:
    rows = [
        (1, "孙立夏", "男", "新闻文体", "立夏农机合作社理事长", ""),
        (2, "陶然", "女", "新闻文体", "县电信公司主任", ""),
    ]
    decisions = reach_check(page, write_roster(tmp_path / "a.xlsx", rows), settle)
    assert [each.word for each in decisions.preview.questions] == ["新闻文体"]
    (answer,) = page.check.words.answers
    assert answer.isVisible() and answer.currentText() == "加到表里"
    picture = os.environ.get("CPPCC_PICTURE")
    if picture:
        page.grab().save(picture)
    QTest.keyClicks(answer, "xw")  # the likely entry by its initials, as every other of the list
    settle()
    assert page.check.words.answers == [answer] and answer.currentText() == "新闻出版界（可能是）"
    QTest.keyClick(answer, Qt.Key.Key_Return)
    settle()
    assert page.check.decisions is not None and page.check.words.answers == []
    assert [row.words["sector"] for row in page.check.decisions.preview.rows] == ["新闻出版界"] * 2
    assert page.check.decisions.preview.new_codes == {}
