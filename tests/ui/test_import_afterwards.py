"""What can be done about an import: take it back, bring it back, settle the doubts later or in Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cppcc_desktop.services.imports import imports
from cppcc_desktop.services.records.records import change_record, show_record
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from tests.ui.test_imports_page import (
    HEADINGS,
    count_members,
    go_to,
    page,
    place,
    reach_check,
    row_of,
    session,
    settle,
    write_roster,
)  # fmt: skip
from ui.imports import undo as import_undo
from ui.imports.page import ImportPage

__all__ = ["page", "place", "session", "settle"]  # fixtures


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Give these answers to the questions of an undo; returns what was asked."""
    asked, given = list[str](), list(answers)

    def reply(_parent: object, what: object, *_rest: object, **_more: object) -> str:
        asked.append(str(what))
        return given.pop(0)

    monkeypatch.setattr(import_undo, "ask", reply)
    monkeypatch.setattr(import_undo, "show_error", reply)
    return asked


def bring_in(page: ImportPage, settle: Callable[[], None], file: Path) -> None:
    reach_check(page, file, settle)
    page.check.go.click()
    settle()
    assert page.stack.currentWidget() is page.result


def link(page: ImportPage, words: str):
    return next(each for each in page.result.links if words in each.text())


def test_taken_back_and_brought_back(
    page: ImportPage, place: Place, filled: Filled, settle: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked = answer(monkeypatch, "", "undo")
    bring_in(page, settle, write_roster(tmp_path / "册.xlsx"))
    assert count_members(place) == 5
    link(page, "撤回这次导入").click()
    settle()
    assert asked == ["撤回这次导入吗？"] and count_members(place) == 5  # turned away
    link(page, "撤回这次导入").click()
    settle()
    assert count_members(place) == 3
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["post"] == "县医院医生"
    said = [each.text() for each in page.result.findChildren(QLabel)]
    assert "已撤回这次导入：2 人放进了回收站，1 人改回了原来的内容。" in said
    link(page, "恢复这次导入").click()
    settle()
    assert count_members(place) == 5
    link(page, "撤回这次导入")


def test_what_was_changed_since_is_told_and_the_rest_taken_back(
    page: ImportPage, place: Place, filled: Filled, settle: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    bring_in(page, settle, write_roster(tmp_path / "册.xlsx"))
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "别处改的"})
    asked = answer(monkeypatch, "undo", "", "undo", "rest")
    link(page, "撤回这次导入").click()
    settle()
    assert "郑晓禾（单位及职务）" in asked[1] and count_members(place) == 5
    link(page, "撤回这次导入").click()
    settle()
    assert count_members(place) == 3
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["post"] == "别处改的"


def test_the_status_bar_offers_both_after_the_page_was_left(
    desk: Desk, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line stays on other pages; 看存疑 opens the same file at what is in doubt."""
    answer(monkeypatch, "undo")
    desk.window.show_import("members")
    desk.page.open_file(write_roster(tmp_path / "册.xlsx"))
    desk.rest()
    desk.page.columns.go.click()
    desk.rest()
    desk.page.check.go.click()
    desk.rest()
    desk.go("proposals")
    status = desk.window.status
    offers = [each for each in status._offers if each.isVisible()]
    assert [each.text() for each in offers] == ["看存疑", "撤回这次导入"]
    assert status._words.whole == "已导入 3 人：新增 2，修改 1。"
    offers[0].click()
    desk.rest()
    assert isinstance(desk.page, ImportPage) and desk.page.stack.currentWidget() is desk.page.check
    assert desk.page.check.tabs.key == imports.DOUBT
    desk.go("members")
    before = count_members_of(desk)
    next(each for each in status._offers if "撤回" in each.text()).click()
    desk.rest()
    assert count_members_of(desk) == before - 2
    assert status._words.whole.startswith("已撤回这次导入")
    assert not [each for each in status._offers if each.isVisible()]


def count_members_of(desk: Desk) -> int:
    from cppcc_desktop.services.records.records import Query, list_records

    return list_records(desk.office, desk.actor, desk.office.modules["members"], Query(), 0, 1).total


def test_doubtful_rows_go_to_excel(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    saved = tmp_path / "存疑.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    assert page.check.save.text() == "有疑问的 2 行存为 Excel…"
    page.check.save.setFocus()
    qtbot.keyClick(page.check.save, Qt.Key.Key_Return)
    settle()
    sheet = openpyxl.load_workbook(saved).active
    assert sheet is not None and [cell.value for cell in sheet[1]] == [*HEADINGS, "行号", "存疑原因"]
    assert sheet.max_row == 3 and "存疑.xlsx" in page.check._codes.text()
    decisions.answer(row_of(decisions, "陈素芬"), "")
    page.check._refresh()
    assert page.check.save.text() == "有疑问的 1 行存为 Excel…"


def test_columns_put_by_hand_stand_so_the_next_time(
    page: ImportPage, settle: Callable[[], None], tmp_path: Path
) -> None:
    head = ("序号", "姓名", "在哪里做什么", "界别")
    for name in ("一.xlsx", "二.xlsx"):
        page.open_file(write_roster(tmp_path / name, [(1, "孙立夏", "理事长", "农业界")], head))
        settle()
        post = page.columns.rows[2]
        if name == "一.xlsx":
            assert not post.note.text()
            post.field.set_key("post")
            post.field.picked.emit("post")
            page.columns.go.click()
            settle()
    assert post.field.key() == "post" and post.note.text() == "上次手工对应"
    post.field.set_key("")
    post.field.picked.emit("")
    assert not post.note.text() and page.columns.changes() == {"C": None}


def test_a_changed_field_says_when_it_was_set(
    page: ImportPage, place: Place, filled: Filled, settle: Callable[[], None], tmp_path: Path
) -> None:
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "县医院主任"})
    decisions = reach_check(page, write_roster(tmp_path / "册.xlsx"), settle)
    go_to(page, row_of(decisions, "郑晓禾"))
    post = next(card for card in page.check.panel.cards if card.field == "post")
    assert post.since.text().endswith("6月8日改过") and post.since.text().startswith("库中 ")


def test_a_list_that_can_only_update_says_so(
    session: object, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    """Stations without type and level: known ones can be updated; a new one is not offered."""
    made = ImportPage(session, "stations")  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.open_file(
        write_roster(
            tmp_path / "册.xlsx", [("01", "换了名的站", "赵立"), ("09", "新站", "钱清")], ("编号", "名称", "站长")
        )
    )
    settle()
    assert made.columns._missing.text() == "没有“级别、类型”这一列：已有的可以更新，不能新增。"
    assert made.columns.go.isEnabled()
    made.columns.go.click()
    settle()
    decisions = made.check.decisions
    assert decisions is not None
    go_to(made, 3)
    assert [record for record, _ in made.check.panel.choices] == [decisions.rows[3].candidates[0].record, None]
    assert decisions.state(4) == "fixed"


def test_a_second_row_of_one_name_can_still_become_a_record(
    session: object, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    made = ImportPage(session, "units")  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    decisions = reach_check(
        made,
        write_roster(tmp_path / "册.xlsx", [("县财政局", "一"), ("县财政局", "二")], ("单位名称", "联系人")),
        settle,
    )
    go_to(made, 4)
    assert [record for record, _ in made.check.panel.choices] == ["", None]
    made.check.panel.choices[0][1].radio.click()
    assert made.check.go.text() == "导入 2 个" and decisions.answered(4) == ""
