"""承办单位考核 with real widgets: points and their figures, the sheet, hand entries, the year made final."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.assessments.scheme import SCHEME
from cppcc_desktop.services.scores.entries import list_scores
from cppcc_desktop.services.scores.results import assess
from cppcc_desktop.services.scores.sheets import read_sheet
from tests.conftest import Filled
from tests.nouns.assessments.test_assessments import make_case
from tests.ui.offices import Desk, fill_in, press_button


@pytest.fixture
def worked(filled: Filled) -> Filled:
    """Two cases of 县交通运输局, one late; none of 县公安局."""
    make_case(filled, "甲", filled.unit, replied="2026-03-20")
    make_case(filled, "乙", filled.unit, replied="2026-04-20", method="电话")
    return filled


@pytest.fixture
def desk(sit_down: Callable[..., Desk], worked: Filled) -> Desk:
    return sit_down(worked.place)


def open_page(desk: Desk) -> Any:
    page = desk.go("proposals")
    menu = page.view_bar.more.menu()
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "承办单位考核…").trigger()
    desk.rest()
    return desk.page


def cells(model: Any, at: int) -> dict[str, str]:
    row = model.row(at)
    return {column.key: row.cell(column.key).text for column in model.columns if column.key}


def test_every_point_with_its_figure_and_the_list_behind(desk: Desk) -> None:
    page = open_page(desk)
    first, second = cells(page.model, 0), cells(page.model, 1)
    assert (first["name"], first["rank"], first["size"], first["on_time"], first["points"]) == (
        "县交通运输局", "1", "2", "1.5", "7.5",
    )  # fmt: skip
    assert (second["name"], second["grade"], second["points"]) == ("县公安局", "没有承办", "")
    lines = {cells(page.lines, at)["label"]: cells(page.lines, at) for at in range(page.lines.total)}
    assert (lines["按期办复率"]["figure"], lines["按期办复率"]["points"]) == ("50.0%  1 ÷ 2", "1.5 / 3")
    assert lines["满意率（按件）"]["figure"] == "没有可数的" and lines["满意率（按件）"]["points"] == "不计"
    assert "随程序的考核表，满分 15 分" in page.said.whole
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is page.detail
    desk.press(Qt.Key.Key_Return)
    assert desk.page.module.name == "assignments" and desk.page.model.total == 2
    assert not desk.reported


def test_plus_and_minus_by_hand(desk: Desk, worked: Filled) -> None:
    page = open_page(desk)
    assert not page.take_back.isEnabled()
    label = "办理工作被通报批评（每次 0.5 分）"
    asked = desk.answer(fill_in(item=label, times="2", reason="督查通报"))
    page.enter.click()
    desk.rest()
    assert not asked.left and cells(page.model, 0)["extra"] == "-1" and cells(page.model, 0)["points"] == "6.5"
    at = next(at for at in range(page.lines.total) if "督查通报" in cells(page.lines, at)["label"])
    assert cells(page.lines, at)["figure"] == "2 次"
    asked = desk.answer(fill_in(why="记错了"))
    page.take_back.click()
    desk.rest()
    assert (
        not asked.left
        and list_scores(desk.office, desk.actor, SCHEME, 2026) == []
        and cells(page.model, 0)["extra"] == ""
    )
    page.table.go_to(1)
    assert not page.enter.isEnabled() and "没有承办" in page.enter.toolTip()


def test_the_sheet_is_typed_into(desk: Desk) -> None:
    page = open_page(desk)

    def change(dialog: Any) -> None:
        model = dialog.model
        model.setData(model.index(0, 3), "七")
        QTimer.singleShot(0, dialog.save, dialog.save.click)

    def correct(dialog: Any) -> None:
        assert "按期办复率" in dialog.refusal.text() and dialog.refusal.isVisible()
        dialog.model.setData(dialog.model.index(0, 3), "7")
        dialog.table.setCurrentIndex(dialog.model.index(dialog.model.rowCount() - 1, 0))
        dialog.remove.click()
        QTimer.singleShot(0, dialog.save, dialog.save.click)

    asked = desk.answer(change, correct)
    page.change.click()
    desk.rest()
    sheet = read_sheet(desk.office, desk.actor, SCHEME, 2026)
    assert (
        not asked.left and sheet.items[0].points == Decimal(7) and "不合格" not in [each.label for each in sheet.items]
    )
    assert cells(page.model, 0)["on_time"] == "3.5" and "2026年起用的考核表，满分 19 分" in page.said.whole


def test_a_sheet_left_half_changed_is_asked_about(desk: Desk) -> None:
    page = open_page(desk)

    def begin(dialog: Any) -> None:
        dialog.add.click()
        QTimer.singleShot(0, dialog, dialog.reject)

    asked = desk.answer(begin, press_button("不存"))
    page.change.click()
    desk.rest()
    assert not asked.left and read_sheet(desk.office, desk.actor, SCHEME, 2026).since == 0


def test_fixed_with_its_awards_and_exported(
    desk: Desk, worked: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(desk)
    desk.press(Qt.Key.Key_Space)
    asked = desk.answer(press_button("定稿 1 家"))
    page.fix.click()
    desk.rest()
    assert not asked.left and assess(desk.office, desk.actor, SCHEME, 2026)[0].award
    assert cells(page.model, 0)["award"] == "先进" and "已经定稿" in page.said.whole
    assert not page.fix.isEnabled() and not page.enter.isEnabled() and page.change.isEnabled()
    target = tmp_path / "考核.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(target).active.iter_rows()]
    assert rows[0][:6] == ["名次", "承办单位", "主办件数", "按期办复率", "分子", "分母"]
    assert rows[1][:6] == ["1", "县交通运输局", 2, "1.5", 1, 2] and rows[1][-1] == "是"
    assert rows[2][1] == "县公安局" and "没有承办提案" in rows[2]


def test_another_year_and_who_only_looks(sit_down: Callable[..., Desk], worked: Filled) -> None:
    worked.place.actor = Actor("查阅人", "reader", worked.place.office.name)
    desk = sit_down(worked.place)
    page = open_page(desk)
    assert not any(button.isEnabled() for button in (page.change, page.enter, page.fix)) and page.export.isEnabled()
    page.years.set_key(2025)
    page.years.picked.emit(2025)
    desk.rest()
    assert page.body.currentWidget() is page.none and not page.export.isEnabled()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.module.name == "proposals" and not desk.reported
