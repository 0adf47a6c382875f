"""The import page with a 提案台账: its plenary, new units, what contradicts, and proposers connected afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cppcc_desktop.nouns.proposals.register.sample import SAMPLE
from cppcc_desktop.services.records.records import show_record
from tests.conftest import Filled, Place
from tests.nouns.proposals.test_register import ROWS, case, counts, load, look, write
from tests.services.test_imports import count
from tests.ui.test_imports_page import go_to, place, reach_check, session, settle
from ui.imports.page import ImportPage
from ui.nouns.proposals.looks import proposal_cells
from ui.session import Session

__all__ = ["place", "session", "settle"]  # fixtures
Settle = Callable[[], None]


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ImportPage:
    made = ImportPage(session, "proposals")
    qtbot.addWidget(made)
    made.resize(1198, 640)
    made.show()
    made.activateWindow()
    made.arrive()
    return made


def said(page: ImportPage) -> str:
    return "\n".join(each.text() for each in page.check.panel.findChildren(QLabel))


def test_a_register_goes_in(page: ImportPage, place: Place, settle: Settle, tmp_path: Path) -> None:
    file = write(tmp_path / "台账.xlsx")
    decisions = reach_check(page, file, settle)
    assert page.title == "导入提案台账"
    notice = page.check.newcomers
    assert (
        notice.isVisible()
        and notice.box.text() == "新建承办单位 3 家：县财政局、县教育局、县体育局"
        and notice.box.isChecked()
    )
    assert "还没有委员卡" in page.check._codes.text()
    assert page.check._sentence.text() == "将新增 5 件。"
    go_to(page, decisions.preview.rows[2].number)
    assert "第002号《关于优化公交班次和线路的建议》" in said(page) and "提案人“赵立夏”还没有委员卡" in said(page)
    page.check.go.click()
    settle()
    assert page.stack.currentWidget() is page.result and page._sentence(page.written) == "已导入 5 件：新增 5，修改 0。"  # type: ignore[arg-type]
    assert case(place, "电梯")["state"] == "feedback_given" and count(place, "unit") == 5


def test_the_plenary_is_asked_for_only_where_no_column_says_it(
    page: ImportPage, place: Place, settle: Settle, tmp_path: Path
) -> None:
    page.open_file(write(tmp_path / "a.xlsx", [("1", "关于修桥的建议", "十届一次")], ("案号", "案由", "届次")))
    settle()
    assert not page.columns.plenaries.isVisible()
    row = next(each for each in page.columns.rows if each.field.key() == "plenary")
    row.field.set_key("")
    row.field.picked.emit("")
    assert page.columns.plenaries.isVisible() and page.columns.plenaries.key() == "10-03"
    page.columns.plenaries.set_key("10-02")
    page.columns.go.click()
    settle()
    page.check.go.click()
    settle()
    assert case(place, "修桥")["plenary"] == "10-02"


def test_units_left_out_and_units_that_are_another_spelling(
    page: ImportPage, filled: Filled, settle: Settle, tmp_path: Path
) -> None:
    rows = [("1", "关于修桥的建议", "县交通局"), ("2", "关于种树的建议", "县林业局")]
    reach_check(page, write(tmp_path / "a.xlsx", rows, ("案号", "案由", "主办单位")), settle)
    notice = page.check.newcomers
    (answer,) = notice.answers.values()
    assert answer.accessibleName() == "县交通局是哪一家" and answer.currentText() == "是另一家，新建"
    answer.set_key(filled.unit)
    answer.picked.emit(filled.unit)
    notice.box.setChecked(False)
    page.check.go.click()
    settle()
    place = filled.place
    assert case(place, "修桥")["lead_unit"] == filled.unit and case(place, "种树")["lead_unit"] is None
    assert count(place, "unit") == 2


def test_what_contradicts_waits_for_a_tick(
    page: ImportPage, place: Place, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    load(place, write(tmp_path / "a.xlsx"))
    other = [list(row) for row in ROWS]
    other[0][11] = "B类"
    decisions = reach_check(page, write(tmp_path / "b.xlsx", other), settle)
    row = decisions.preview.rows[0]
    go_to(page, row.number)
    (card,) = page.check.panel.cards
    assert not card.box.isChecked() and card.since.text() == "和库里登记的不同，看清再打勾"
    assert page.check.go.text() == "导入" and not page.check.go.isEnabled()
    qtbot.keyClick(card.box, Qt.Key.Key_Space)
    assert page.check.go.text() == "导入 1 件"
    page.check.go.click()
    settle()
    assert case(place, "电梯")["result_class"] == "B"


def test_ticking_a_row_again_brings_back_what_was_proposed(
    page: ImportPage, place: Place, settle: Settle, tmp_path: Path
) -> None:
    load(place, write(tmp_path / "a.xlsx"))
    other = [list(row) for row in ROWS]
    other[0][11], other[0][14] = "B类", "已回访"
    decisions = reach_check(page, write(tmp_path / "b.xlsx", other), settle)
    number = decisions.preview.rows[0].number
    assert decisions.state(number) == "part"
    decisions.put(number, False)
    decisions.put(number, True)
    assert decisions.choices[number].fields == {"remark"}


def test_proposers_are_connected_from_the_result_of_a_roster(
    session: Session, place: Place, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    load(place, write(tmp_path / "a.xlsx"))
    made = ImportPage(session, "members")
    qtbot.addWidget(made)
    made.show()
    reach_check(
        made, write(tmp_path / "b.xlsx", [("赵立夏", "女"), ("钱立秋", "男")], ("姓名", "性别"), title=False), settle
    )
    made.check.go.click()
    settle()
    link = next(each for each in made.result.links if "提案人" in each.text())
    assert link.text() == "把 2 件提案的提案人连到委员卡"
    link.click()
    settle()
    assert case(place, "公交车")["first_sponsor"] and case(place, "公交车")["sponsor_text"] is None
    assert not any("提案人" in each.text() for each in made.result.links)


def test_the_sample_comes_in_as_it_is(
    page: ImportPage, place: Place, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "样表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.choose.sample.click()
    settle()
    assert page.choose.sample.text() == "样表存到了“样表.xlsx”，照着填就能导入"
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None and [cell.value for cell in sheet[1]][:2] == ["届次", "案号"]
    preview = look(place, path)
    assert counts(preview) == (4, 0, 0, 0) and not [doubt for row in preview.rows for doubt in row.doubts]
    assert len(preview.columns.columns) == len(SAMPLE)
    assert [row.words["state"] for row in preview.rows] == ["已办结", "办理中", "已并案", "不予立案"]


def test_a_roster_has_no_sample(session: Session, qtbot: QtBot) -> None:
    made = ImportPage(session, "members")
    qtbot.addWidget(made)
    made.show()
    assert not made.choose.sample.isVisible()


def test_a_name_without_a_card_stands_in_the_list_and_stays_through_a_save(place: Place, tmp_path: Path) -> None:
    from datetime import date

    from cppcc_desktop.services.records.records import change_record
    from cppcc_desktop.services.records.titles import word_rows

    load(place, write(tmp_path / "a.xlsx"))
    row, module = case(place, "公交车"), place.office.modules["proposals"]
    words = word_rows(place.office, module.fields, [row])[0]
    assert words["first_sponsor"] == "赵立夏"
    assert proposal_cells(row, words, date(2026, 6, 8))["first_sponsor"] == "赵立夏"
    change_record(place.office, place.actor, "proposal", str(row["id"]), {"title": "关于增加早班公交车的建议"})
    now = show_record(place.office, place.actor, "proposal", str(row["id"])).values
    assert (now["first_sponsor"], now["sponsor_text"]) == (None, "赵立夏")
