"""The window on an office of the nouns on trial alone: every page opens, and a case is taken through its life in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from PySide6.QtWidgets import QLabel

from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.forms.printing import PaperRequest, list_forms
from cppcc_desktop.services.imports.imports import preview_import
from tests.conftest import Place
from tests.new_module.nouns import (
    BEGIN,
    CALLED,
    CODE,
    GRADE,
    GUEST,
    HAND,
    HEAD,
    HELD,
    HOLDER,
    HOST,
    OPEN,
    PART,
    PLACE,
    PLACES,
    SEAT,
    SHARE,
    TITLE,
    TOLD_OF,
    TOWN,
    TOWNS,
    YEAR,
    YEARS,
)
from tests.new_module.test_services import ids, step, values
from tests.new_module.test_sheets import seated
from tests.ui.offices import Desk, fill_in
from ui.cases.wording import show_plainly
from ui.imports.choices import LOOK, Decisions
from ui.imports.panel import PersonPanel
from ui.lists.output import ListOutput
from ui.self_check import SelfCheck
from ui.session import BatchStart

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], trial: Place) -> Desk:
    return sit_down(trial)


def test_every_page_opens(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.exit", lambda code=0: ended.append(code))
    check = SelfCheck(desk.window)
    check.start()
    desk.qtbot.waitUntil(lambda: bool(ended) or bool(check._failed), timeout=60_000)
    assert (ended, check._failed, desk.reported) == ([0], "", [])


def test_the_page_of_figures_has_what_the_nouns_say(desk: Desk, trial: Place, tmp_path: Path) -> None:
    """A table with bars for each breakdown, last year beside it, one place alone; on paper the same."""
    west = trial.create(PLACE, **{CODE: "02", CALLED: "西分会"})
    for host, year in ((west, 2026), (west, 2026), (west, 2025), (None, 2026)):
        trial.create(TOWN, **{HOST: host, HEAD: "一记", HELD: f"{year}-05-01"})
    page = desk.go("figures")
    assert page.sheet.module == YEARS and not page.place_choice.isVisible()
    page.sheet_choice.picked.emit(TOWNS)
    desk.rest()
    page.pick_plenary(next(each for each in page.board.scopes if each.year == 2026))
    desk.rest()
    card = page.tables["按哪处"]
    model = card.table.figures
    rows = [[model.data(model.index(row, at)) for at in (0, 1, 2, 4, 5)] for row in range(model.rowCount())]
    assert rows == [
        ["西分会", "2", "66.7%", "1", "+100.0%"],
        ["没有填", "1", "33.3%", "0", "—"],
        ["合计", "3", "100.0%", "1", "+200.0%"],
    ]
    assert [(each.bar.count, each.bar.before) for each in card.bars.chart.rows] == [(2, 1), (1, 0)]
    page.place_choice.picked.emit(next(key for key in page.place_choice._keys if key[0] == west))
    desk.rest()
    assert page.board.figures.scope.label == "西分会　2026年记的" and page.place_choice.currentText() == "西分会"
    assert page.board.figures.lines[TOLD_OF].numerator == 2 and desk.window.top.plenary.currentText() == "2026年记的"
    export_figures(desk.office, page._read_whole(page.board), tmp_path / "记.docx")
    assert len(Document(str(tmp_path / "记.docx")).inline_shapes) == 3, "one a breakdown"


def test_the_sidebar_has_what_the_nouns_say(desk: Desk) -> None:
    assert {YEARS, PLACES, TOWNS, "home", "figures", "exchange", "settings"} == set(desk.window.side.buttons)


def test_a_step_in_its_dialog_and_the_tab_of_what_was_recorded(desk: Desk, trial: Place) -> None:
    case = ids(trial)[0]
    page = desk.open(YEARS, case)
    assert [each.move.name for each in page.bundle.steps] == [BEGIN]
    step(trial, case, BEGIN, **{GRADE: "中"})
    step(trial, case, HAND, **{HOLDER: "老王"})
    page = desk.open(YEARS, case)
    assert [each.label for each in page.bundle.history] == ["分一份", "起签"]
    page.tabs.set_current("handling") if hasattr(page.tabs, "set_current") else page._pick_tab("handling")
    desk.rest()
    assert page.handling.headings == ["附记"] and len(page.handling.cards) == 1
    (recorded,) = page.bundle.handling.of(SHARE)
    shown = show_plainly(recorded, page.bundle.handling, desk.office.today())
    assert (shown.title, list(shown.facts)) == ("2026-06-08", ["老王", OPEN]), "whose it is stands above"
    assert [each.word for each in page.track.steps] == ["起", "走", "了"]


def test_every_control_of_every_tab_is_reached_by_keys(desk: Desk, trial: Place) -> None:
    """Also what stands before the list or grid a tab puts the cursor in: Tab alone goes all round."""
    case, _, _ = seated(trial)
    step(trial, case, BEGIN, **{GRADE: "中"})
    page = desk.open(YEARS, case)
    keys, missed = [tab.key for tab in page.tabs._tabs], dict[str, list[str]]()
    for key in keys:
        page.tabs.set_key(key)
        page._pick_tab(key)
        desk.rest()
        missed[key] = desk.tour()
    assert {"files", SEAT, GUEST, PART} < missed.keys() and {key: each for key, each in missed.items() if each} == {}


def test_a_batch_of_them(desk: Desk, trial: Place) -> None:
    cases = tuple(ids(trial))
    desk.window.show_batch(BatchStart(BEGIN, cases, kind=YEAR))
    desk.rest()
    page = desk.page
    assert page.head.number.placeholderText() == "签号，一签一个回车"
    assert [column.label for column in page.model.columns[:2]] == ["签号", "签文"] and len(page.model.rows) == 3
    desk.qtbot.waitUntil(lambda: page.model.count("ok") == 3, timeout=10_000)
    assert page.foot.main.text() == "登记 3 签"
    page.register()
    desk.rest()
    assert {values(trial, each)["state"] for each in cases} == {values(trial, cases[0])["state"]} != {None}
    assert all(values(trial, each)[GRADE] == "上" for each in cases)


def test_the_state_stands_in_words_in_the_list_and_above_the_record(desk: Desk, trial: Place) -> None:
    case = ids(trial)[0]
    step(trial, case, BEGIN, **{GRADE: "中"})
    desk.window.show_page(YEARS)
    desk.rest()
    model = desk.page.model
    at = next(place for place, column in enumerate(model.columns) if column.key == "state")
    shown = [model.row(row).cells["state"] for row in range(3)]
    assert model.columns[at].shape == "chip"
    assert sorted((cell.text, cell.tone) for cell in shown) == [("在走", "go"), ("未起", "none"), ("未起", "none")]
    header = desk.open(YEARS, case).header
    assert [chip.text for chip in header.chips if not chip.isHidden()] == ["在走"]


def test_a_row_of_a_table_that_only_says_another_state_is_told_so(desk: Desk, trial: Place, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("签文", "签年", "签果"), (values(trial, ids(trial)[0])[TITLE], 2026, "过")):
        book.active.append(row)
    book.save(tmp_path / "签果.xlsx")
    preview = preview_import(trial.office, trial.actor, trial.office.modules[YEARS], tmp_path / "签果.xlsx")
    decisions, panel = Decisions(preview), PersonPanel()
    desk.qtbot.addWidget(panel)
    (row,) = decisions.listed(LOOK)
    panel.show_row(row, decisions)
    said = [each.text() for each in panel.findChildren(QLabel)]
    assert decisions.difference(row) == "1 格没导入" and decisions.state(row.number) == "fixed"
    assert "其余的和库里的一样，不用改。" in said and "写的是：过" in said


def test_forms_are_offered_by_what_they_ask_for(desk: Desk, trial: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list offers all, a record those of records; a year and days are asked for in a dialog, a filter is the list."""
    made: list[tuple[str, list[str], PaperRequest]] = []
    monkeypatch.setattr(ListOutput, "_preview", lambda _self, form, ids, asked: made.append((form.id, ids, asked)))
    answers = desk.answer(fill_in(year="2025"), fill_in(since="2026-02-01", until="2026-02-03", variant="几行"))
    desk.window.show_page(YEARS)
    desk.rest()
    page = desk.page
    offered = [action.text() for action in page.output.print_menu().actions()]
    assert [word for word in offered if not word.startswith("空白")] == [
        "签条（所选的）", "签册…", "签录（这个列表）", "合签（所选的）", "日程签…", "这个列表…",
    ]  # fmt: skip
    forms = {each.id: each for each in list_forms(trial.office, YEAR)}
    for name in ("chosen", "year", "days"):
        page.output.print_form(forms[name])
        desk.rest()
    (chosen, year, days), year_asked = [each[0] for each in made], made[1][2]
    assert (chosen, year, days) == ("chosen", "year", "days") and made[0][2].query is not None
    assert year_asked.year == 2025 and (made[2][2].plenary, made[2][2].since) == ("10-03", "2026-02-01")
    assert (made[1][2].variant, made[2][2].variant) == ("", "lines")
    assert not answers.left
    record = desk.open(YEARS, ids(trial)[0])
    assert [each.id for each in record._forms()] == ["slip", "several"]
