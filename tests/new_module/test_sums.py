"""Figures that are sums of a number field: exact, by scope and breakdown, beside counts, on the page and out of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from cppcc_desktop.cli.stats import stats
from cppcc_desktop.domain.description.amounts import MONEY_PLACES, tell_sum
from cppcc_desktop.domain.description.conditions import EVERYTHING, Filled, Is
from cppcc_desktop.domain.description.figures import Dimension, Figure, FigureBars, FigureSheet
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.figures.board import Board, read_board
from cppcc_desktop.services.figures.figures import CountedFigure, read_breakdown, read_figures, read_trend
from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.figures.scopes import FigureScope, find_before, find_scope
from cppcc_desktop.services.lists.totals import add_lists
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.records import Query, count_records
from tests.conftest import Place
from tests.new_module.nouns import (
    CALLED,
    CODE,
    CODES,
    COIN,
    HEAD,
    HELD,
    HOST,
    PLACE,
    PLACES_MODULE,
    ROOM,
    SPENT,
    TOLD_OF,
    TOWN,
    TOWN_SHEET,
    TOWNS,
    TOWNS_MODULE,
    YEARS,
    YEARS_MODULE,
)
from tests.ui.offices import Desk
from ui.lists.looks import Look, Total

ALL, LARGE, EACH, HALLS = "spent", "spent_large", "of", "halls"


def add(key: str, label: str, field: str, unit: str, **more: Any) -> Figure:
    return Figure(
        key=key, label=label, group="记", where=EVERYTHING, module=TOWNS, adds=field, unit=unit, counted="记", **more
    )


SHEET: FigureSheet = replace(
    TOWN_SHEET,
    figures=(
        *TOWN_SHEET.figures, add(ALL, "花的钱", SPENT, "元"), add(LARGE, "花的大钱", SPENT, "万元"),
        add(EACH, "{}的钱", SPENT, "元", each=COIN), add(HALLS, "地方", ROOM, "平方"),
    ),
    dimensions=(*TOWN_SHEET.dimensions, Dimension("coin", "钱别", {TOWNS: (COIN,)})),
    columns=(ALL, TOLD_OF, HALLS), headlines=(ALL, TOLD_OF), charts=(FigureBars(title="钱", note="", keys=(EACH,)),),
)  # fmt: skip
FEATURES = (
    Feature(name=TOWNS, modules=(PLACES_MODULE, TOWNS_MODULE), parts={"FigureSheet": lambda: (SHEET,)}),
    Feature(name=YEARS, modules=(YEARS_MODULE,)),
)


@pytest.fixture
def office(open_trial: Callable[..., Place]) -> Place:
    """Five records of this year in two places and of two kinds of money, one says no sum; one of last year."""
    place = open_trial("county", FEATURES)
    first, second = (place.create(PLACE, **{CODE: code, CALLED: f"{code}会"}) for code in ("01", "02"))
    one, other, *_ = read_codes(place.office).entries(CODES)
    for host, year, spent, coin, room in (
        (first, 2026, "0.10", one.label, "1.125"), (first, 2026, "0.20", one.label, None), (first, 2026, "1,234,567", other.label, "2"),
        (second, 2026, "3万", one.label, None), (second, 2026, None, None, None), (second, 2025, "2万", one.label, None),
    ):  # fmt: skip
        place.create(TOWN, **{HOST: host, HEAD: "一记", HELD: f"{year}-05-01", SPENT: spent, COIN: coin, ROOM: room})
    return place


def scope_of(place: Place) -> FigureScope:
    return find_scope(place.office, place.actor, year="2026", sheet=SHEET)


def read(place: Place) -> dict[str, CountedFigure]:
    return dict(read_figures(place.office, place.actor, scope_of(place), sheet=SHEET).lines)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["元", "万元", "亿元"]))
def test_a_sum_in_words_is_the_sum(parts: int, unit: str) -> None:
    told = tell_sum(parts, MONEY_PLACES, unit).replace(",", "")
    whole, _, rest = told.lstrip("-").partition(".")
    places = {"元": 2, "万元": 6, "亿元": 10}[unit]
    assert int(whole + rest.ljust(places, "0")) == abs(parts) and told.startswith("-") == (parts < 0)


def test_a_sum_is_exact_says_what_it_lacks_and_opens_its_list(office: Place) -> None:
    lines = read(office)
    assert {key: lines[key].words for key in (ALL, LARGE, HALLS, TOLD_OF)} == {
        ALL: "1,264,567.30", LARGE: "126.45673", HALLS: "3.125", TOLD_OF: "5",
    }  # fmt: skip
    assert (lines[ALL].value, lines[LARGE].value) == (1264567.3, 126.45673)
    assert (lines[ALL].missing, lines[HALLS].missing) == ("1 记没有填花的钱", "3 记没有填多大")
    module = office.office.modules[TOWNS]
    assert count_records(office.office, office.actor, module, Query(lines[ALL].where)) == lines[ALL].records == 5


def test_sums_of_one_kind_are_not_added_to_those_of_another(office: Place) -> None:
    lines = [line for line in read(office).values() if line.figure.pattern == EACH and line.records]
    assert [line.words for line in lines] == ["30,000.30", "1,234,567"]


def test_nothing_said_is_not_zero(office: Place) -> None:
    found = read_breakdown(office.office, office.actor, scope_of(office), "coin", sheet=SHEET)
    told = {group.label: lines for group, lines in found.lines}
    assert (told["没有填"][ALL].words, told["没有填"][ALL].value, told["没有填"][TOLD_OF].words) == ("—", None, "1")
    empty = replace(SHEET, figures=(replace(SHEET.by_key[ALL], where=Is(HEAD, "没有这样的")),))
    line = read_figures(office.office, office.actor, scope_of(office), sheet=empty).lines[ALL]
    assert (line.words, line.missing) == ("0", "")


def test_shares_and_changes_are_of_the_sum(office: Place) -> None:
    before = find_before(office.office, SHEET, scope_of(office))
    found = read_breakdown(office.office, office.actor, scope_of(office), "host", sheet=SHEET, before=before)
    told = {group.label: lines[ALL] for group, lines in found.lines}
    assert [(label, line.words, line.share_words) for label, line in told.items()] == [
        ("01会", "1,234,567.30", "97.6%"), ("02会", "30,000", "2.4%"), ("没有填", "0", "0.0%"),
    ]  # fmt: skip
    assert told["02会"].share_base == "占花的钱合计 1,264,567.30 元"
    assert told["02会"].before is not None and told["02会"].before.words == "20,000"
    assert told["02会"].change_words == "+50.0%" and told["02会"].missing == "1 记没有填花的钱"
    assert found.total[ALL].words == "1,264,567.30" and found.total[ALL].blank == 1


def test_one_place_and_what_it_had_before(office: Place) -> None:
    board = read_board(office.office, office.actor, scope_of(office), SHEET)
    place, title = board.places[1]
    alone = read_figures(office.office, office.actor, scope_of(office).of_place(place, title), sheet=SHEET)
    assert alone.lines[ALL].words == "30,000" and alone.lines[ALL].blank == 1
    assert not any(table.apart for table in board.tables)


def make_file(place: Place, path: Path) -> Board:
    scope = scope_of(place)
    board = read_board(place.office, place.actor, scope, SHEET, find_before(place.office, SHEET, scope))
    export_figures(place.office, board, path, wide=True)
    return board


def test_in_a_workbook_it_is_a_number(office: Place, tmp_path: Path) -> None:
    make_file(office, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rows = {row[1]: row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["花的钱"][2:7] == (1264567.3, None, None, "元", 20000)
    assert rows["花的钱"][8] == "1 记没有填花的钱" and rows["花的大钱"][2] == 126.45673
    table = next(each for each in book.worksheets if each.title == "按哪处")
    heads, first, *_, last = table.iter_rows(values_only=True)
    assert heads[:4] == ("哪处", "花的钱（元）", "没有填花的钱", "占比") and first[:3] == ("01会", 1234567.3, 0)
    assert last[:3] == ("合计", 1264567.3, 1)
    assert table["B2"].number_format == "#,##0.00"


def test_on_paper_it_has_its_unit(office: Place, tmp_path: Path) -> None:
    make_file(office, tmp_path / "a.pdf")
    with pdfplumber.open(tmp_path / "a.pdf") as pages:
        printed = "".join("".join(page.extract_text().split()) for page in pages.pages)
    make_file(office, tmp_path / "a.docx")
    tables = docx.Document(str(tmp_path / "a.docx")).tables
    written = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    for word in ("1,264,567.30", "元，1记没有填花的钱", "花的钱（元）", "126.45673"):
        assert word in printed and word in "".join(written.split())


def test_by_command(office: Place) -> None:
    asked = {"kind": TOWNS, "plenary": "", "year": "2026", "term": "", "all": False, "place": "", "compare": False, "target": None,
             "beside": []}  # fmt: skip
    answer = stats(office.office, office.actor, argparse.Namespace(**asked, by=""))
    told = {each["key"]: each for each in answer.data}
    assert {key: told[ALL][key] for key in ("value", "numerator", "unit", "records", "blank")} == {
        "value": 1264567.3, "numerator": 1264567.3, "unit": "元", "records": 5, "blank": 1,
    }  # fmt: skip
    assert "records" not in told[TOLD_OF]
    assert any(each.endswith("1,264,567.30  元，1 记没有填花的钱") for each in answer.lines)
    by = stats(office.office, office.actor, argparse.Namespace(**asked, by="host"))
    shares = {each["group"]["label"]: each["share"] for each in by.data if each["key"] == ALL}
    assert shares["02会"] == {
        "value": 2.4,
        "numerator": 30000,
        "denominator": 1264567.3,
        "base": "占花的钱合计 1,264,567.30 元",
    }
    assert by.lines[-2:] == ["1 记没有填花的钱。", "3 记没有填多大。"]


def test_over_the_years_and_below_a_list(office: Place) -> None:
    rows = read_trend(office.office, office.actor, [ALL], sheet=replace(SHEET, module=TOWNS)).rows
    assert sum(line[ALL].numerator for _, line in rows) == 128456730
    module = office.office.modules[TOWNS]
    asked = [(Query(), SPENT, "万元"), (Query(Filled(ROOM)), SPENT, "元"), (Query(Is(COIN, None)), SPENT, "元")]
    assert add_lists(office.office, office.actor, module, asked) == [
        "128.45673 万元（1 记没填）",
        "1,234,567.10 元",
        "—",
    ]


def test_a_rate_is_no_sum() -> None:
    with pytest.raises(ValueError, match="a rate and a mean are three things"):
        add("x", "x", SPENT, "元", of=EVERYTHING)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window(sit_down: Callable[[Place], Desk], office: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(module=TOWNS, totals=(Total("钱", EVERYTHING, adds=SPENT, unit="元"), Total("东", Is(HEAD, "一记"))))
    monkeypatch.setattr("ui.lists.page.find_look", lambda _session, _module: look)
    desk = sit_down(office)
    page = desk.go("figures")
    page.pick_plenary(next(each for each in page.board.scopes if each.year == 2026))
    desk.rest()
    line = page.cards["记"].lines[ALL]
    assert "花的钱 1,264,567.30 元，1 记没有填花的钱" in line.accessibleName() and "打开这 5 记" in line.toolTip()
    model = page.tables["按哪处"].table.figures
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)]
    assert heads == ["哪处", "花的钱（元）", "占比"]
    assert [model.data(model.index(row, 1)) for row in range(model.rowCount())] == [
        "1,234,567.30", "30,000", "0", "1,264,567.30",
    ]  # fmt: skip
    assert "1 记没有填花的钱" in page.tables["按哪处"].note.text()
    line.clicked.emit()
    desk.rest()
    shown = desk.page
    assert shown.model.total == 5
    assert [each.text() for each in shown.total_words] == ["钱 1,264,567.30 元（1 记没填）", "东 5"]
    assert not desk.reported
