"""What the way into a list from a spreadsheet is called: by the description of the list, never by another noun's word."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.modules import Module
from tests.conftest import Place
from ui.imports.page import ImportPage
from ui.lists.body import nothing_yet
from ui.preferences import Settings
from ui.session import Session
from ui.tasks import Tasks

WORDS = {
    "members": ("导入名册", "委员名册"), "proposals": ("导入台账", "提案台账"), "stations": ("导入联络站", "联络站"),
    "units": ("导入承办单位", "承办单位"), "topics": ("导入协商议题", "协商议题"), "projects": ("导入项目", "项目"), "plans": ("导入协商计划", "协商计划"),
    "donations": ("导入捐赠", "捐赠"), "pieces": ("导入稿件", "稿件"),
    "receptions": ("导入登记簿", "接待群众登记簿"), "activities": ("导入活动", "活动"),
}  # fmt: skip


def test_every_list_that_can_be_imported_is_here(county: Place) -> None:
    assert {module.name for module in county.office.modules.values() if module.importable} == WORDS.keys()


@pytest.mark.parametrize("name", WORDS)
def test_an_empty_list_offers_its_own_import(name: str, county: Place, qtbot: QtBot) -> None:
    module: Module = county.office.modules[name]
    state = nothing_yet(module, lambda: None, lambda: None)
    qtbot.addWidget(state)
    words = [each.text() for each in state.findChildren(QPushButton)]
    assert words == [WORDS[name][0], f"新建{module.entity.label}"]


@pytest.mark.parametrize("name", WORDS)
def test_the_page_says_what_it_wants(name: str, county: Place, tasks: Tasks, tmp_path: Path, qtbot: QtBot) -> None:
    page = ImportPage(Session(county.office, county.actor, tasks, Settings(tmp_path / "settings")), name)
    qtbot.addWidget(page)
    assert page.title == f"导入{WORDS[name][1]}"
    assert any(f"选一个{WORDS[name][1]}文件" in each.text() for each in page.choose.findChildren(QLabel))


def test_a_sheet_without_headings_is_not_called_a_roster(
    county: Place, tasks: Tasks, tmp_path: Path, qtbot: QtBot
) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["一", "二"])
    book.create_sheet("别的")
    book.save(tmp_path / "a.xlsx")
    page = ImportPage(Session(county.office, county.actor, tasks, Settings(tmp_path / "settings")), "topics")
    qtbot.addWidget(page)
    page.open_file(tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    assert page.stack.currentWidget() is page.columns
    words = [part.text() for part in page.columns.findChildren(QLabel)]
    assert "没有认出标题。先选标题在第几行，再指明每一列是什么。" in words and not any("名册" in each for each in words)
