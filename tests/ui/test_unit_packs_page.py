"""承办单位的办理表 with real widgets: made, taken back, looked at, recorded; by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.records.records import list_children, show_record
from tests.conftest import Filled
from tests.ui.offices import Desk, press_button

CTRL = Qt.KeyboardModifier.ControlModifier
SHEET, HEAD = "承办提案", 3


@pytest.fixture
def handed(filled: Filled) -> Filled:
    """One case with two units."""
    place = filled.place
    place.act(filled.proposal, "receive", date="2026-05-01")
    for _ in range(3):
        place.act(filled.proposal, "review", opinion="符合", date="2026-05-02")
    place.act(filled.proposal, "docket", category="4", date="2026-05-03")
    place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], date="2026-05-20",
              due_on="2026-06-01")  # fmt: skip
    return filled


@pytest.fixture
def desk(sit_down: Callable[..., Desk], handed: Filled) -> Desk:
    return sit_down(handed.place)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The dialogs answer with a folder, and with every workbook in it."""
    made = tmp_path / "U盘"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(made))
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(each) for each in sorted(made.glob("*.xls*"))], "")
    )
    return made


def open_page(desk: Desk) -> Any:
    """By the menu of the list, as a clerk does."""
    page = desk.go("proposals")
    menu = page.view_bar.more.menu()
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "承办单位的办理表…").trigger()
    desk.rest()
    return desk.page


def fill(path: Path, **values: object) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    where = {cell.value: cell.column for cell in sheet[HEAD]}
    for label, value in values.items():
        sheet.cell(HEAD + 1, where[label], value)
    book.save(path)


def told(model: Any) -> list[list[str]]:
    rows = [model.row(at) for at in range(model.total)]
    return [[row.cell(column.key).text for column in model.columns if column.key] for row in rows]


def test_made_filled_taken_back_and_recorded_by_keyboard(desk: Desk, handed: Filled, folder: Path) -> None:
    page = open_page(desk)
    assert told(page.model) == [["县交通运输局", "1", "", "1"], ["县公安局", "1", "", ""]]
    desk.press(Qt.Key.Key_End)
    assert desk.focus is page.table and not page.make.isEnabled() and "勾" in page.make.toolTip()
    page.table.go_to([row[0] for row in told(page.model)].index("县交通运输局"))
    desk.press(Qt.Key.Key_Space)
    assert page.make.text() == "生成 1 份办理表…" and page.ticked.whole == "已选 1 家，1 件"
    desk.press(Qt.Key.Key_E, CTRL)
    files = list(folder.glob("*.xlsx"))
    assert [each.name for each in files] == ["办理表-县交通运输局-0608.xlsx"]
    assert "已生成 1 份，1 件" in page.said.whole and page.open_folder.isVisible()
    fill(files[0], 签收日期=date(2026, 6, 1), 经办人="李同志")
    for _ in range(30):
        desk.press(Qt.Key.Key_Tab)
        if desk.focus is page.take:
            break
    desk.press(Qt.Key.Key_Space)
    assert desk.focus is page.preview.table and page.record.text() == "登记 1 件"
    rows = told(page.preview.model)
    assert rows[0][2:4] == ["县交通运输局 · 办理表-县交通运输局-0608.xlsx", "填了 1 件"] and rows[1][0] == "第 4 行"
    desk.press(Qt.Key.Key_Down)
    assert "签收（会登记）：2026-06-01，李同志" in page.preview.detail.text()
    desk.press(Qt.Key.Key_Space)
    assert not page.record.isEnabled() and page.record.toolTip() == "没有勾上可以登记的"
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert show_record(desk.office, desk.actor, "proposal", handed.proposal).values["state"] == "in_hand"
    assert desk.focus is not None and desk.focus.text() == "再收一批…"
    desk.press(Qt.Key.Key_Space)  # the same file again
    assert not page.record.isEnabled() and told(page.preview.model)[1][-1] == "登记过了"
    page.drop.click()
    assert desk.focus is page.take
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.module.name == "proposals" and not desk.reported


def test_what_is_wrong_is_said_with_its_place(desk: Desk, handed: Filled, folder: Path) -> None:
    page = open_page(desk)
    page.model.tick_all()
    page.make.click()
    desk.rest()
    lead = folder / "办理表-县交通运输局-0608.xlsx"
    fill(lead, 案由="别的", 签收日期=date(2026, 6, 1), 面商方式="视频", 面商日期=date(2026, 6, 2), 沟通情况="谈了")
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04nothing")
    page.take.click()
    desk.rest()
    states = {row[2] or row[1]: row[-1] for row in told(page.preview.model)}
    assert states["坏的.xlsx"] == "没有读" and "部分登记" in states.values()
    at = next(at for at, row in enumerate(told(page.preview.model)) if row[-1] == "部分登记")
    page.preview.table.go_to(at)
    words = page.preview.detail.text()
    assert "没有“视频”这一项" in words and "B 列“案由”改过，不采用" in words
    kept = desk.answer(press_button("接着核对"))
    assert page.may_leave() is False and not kept.left
    page.record.click()
    desk.rest()
    assert not list_children(desk.office, desk.actor, "contact", handed.proposal)
    assert show_record(desk.office, desk.actor, "proposal", handed.proposal).values["state"] == "in_hand"
    assert page.outcome.whole == "已登记 1 件，1 步。1 步没有登记。列在上面的，退给单位改好再收；登记前的数据已经备份。"
    assert [row[-1] for row in told(page.preview.model)][1:] == ["不能登记"] and not page.record.isEnabled()
    page.send_back.click()
    desk.rest()
    assert (folder / "请改正-办理表-县交通运输局-0608.xlsx").exists() and "已生成 1 份，1 件" in page.said.whole
    assert page.may_leave() and not desk.reported


def test_who_only_looks_and_other_plenaries(sit_down: Callable[..., Desk], handed: Filled) -> None:
    handed.place.actor = Actor("查阅人", "reader", handed.place.office.name)
    desk = sit_down(handed.place)
    page = open_page(desk)
    assert len(told(page.model)) == 2
    page.model.tick_all()
    assert not page.make.isEnabled() and not page.take.isEnabled() and "角色" in page.take.toolTip()
    page.pick_plenary("10-02")
    desk.rest()
    assert page.left.currentWidget() is page.none


def test_nothing_in_hand(sit_down: Callable[..., Desk], filled: Filled) -> None:
    page = open_page(sit_down(filled.place))
    assert page.left.currentWidget() is page.none and not page.make.isEnabled()
