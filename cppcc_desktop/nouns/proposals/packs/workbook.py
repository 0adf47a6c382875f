"""办理表: a workbook for one unit, made so that little can go wrong while it is filled in with WPS or Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.exporters.files import replace_atomically
from cppcc_desktop.exporters.text import clean_text
from cppcc_desktop.exporters.xlsx import A4, MAX_TEXT
from cppcc_desktop.nouns.proposals.packs.layout import (
    CHECK,
    CHOICES,
    FILLED_BY,
    FILLED_PHONE,
    FIXED,
    GUIDE,
    ID,
    MEND,
    SHEET,
    TEXTS,
    WIDTHS,
    PackLayout,
)
from cppcc_desktop.nouns.proposals.packs.parts import PackColumn

HEAD_ROW = 2  # from 0: title, groups, headings
ROW_HEIGHT, TALLEST = 96, 320  # points
LATEST = date(2099, 12, 31)
MENDING = 30  # characters of the column 请改正
# What Excel lets people do in a protected sheet besides filling it in.
ALLOWED = {
    "format_cells": True, "format_columns": True, "format_rows": True, "autofilter": True,
    "select_locked_cells": True, "select_unlocked_cells": True,
}  # fmt: skip


@dataclass(frozen=True)
class PackRow:
    """One assignment: the words of the fixed columns, and what the program checks the row by."""

    id: str
    check: str
    role: str
    assigned_on: str
    cells: Mapping[str, str]
    given: Mapping[str, str]  # what is recorded already, in the columns to fill
    texts: Sequence[tuple[str, str]]  # 情况与分析, 建议 of the case and of those merged into it
    mend: str = ""  # what the unit has to put right


@dataclass(frozen=True)
class UnitPack:
    """All that is written to one file."""

    unit: str
    title: str
    guide: Sequence[str]
    rows: Sequence[PackRow]
    choices: Mapping[str, Sequence[str]]  # column → words to choose from
    layout: PackLayout

    @property
    def fixed(self) -> Sequence[Field]:
        """The columns of the office; 请改正 only where something has to be."""
        return (*FIXED, MEND) if any(row.mend for row in self.rows) else FIXED

    @property
    def fields(self) -> Sequence[Field]:
        """All columns from left to right."""
        return (*self.fixed, *(each.field for each in self.layout.filled), ID, CHECK)


def write_unit_pack(path: Path, pack: UnitPack) -> tuple[str, ...]:
    """Writes the workbook; returns what the clerk should know. OfficeError if the file cannot be written."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    with replace_atomically(path) as file:
        packed = io.BytesIO()
        book: Any = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"title": clean_text(pack.title), "author": "县政协工作台"})
        guide, sheet, texts, choices = (book.add_worksheet(name) for name in (GUIDE, SHEET, TEXTS, CHOICES))
        try:
            _write_guide(book, guide, pack)
            places = _write_choices(choices, pack)
            _write_cases(book, sheet, pack, places)
            warnings = _write_texts(book, texts, pack)
        finally:
            book.close()
        file.write(packed.getbuffer())
    return warnings


def _style(book: Any, **more: Any) -> Any:
    return book.add_format({"font_size": 11, "valign": "vcenter", "text_wrap": True, **more})


def _write_guide(book: Any, sheet: Any, pack: UnitPack) -> None:
    plain, open_cell = (
        _style(book, valign="top"),
        _style(book, border=1, locked=False, num_format="@", bg_color="#FFFBE6"),
    )
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 72)
    sheet.merge_range(0, 0, 0, 1, clean_text(pack.title), _style(book, bold=True, font_size=16, align="center"))
    sheet.set_row(0, 36)
    for at, label in enumerate((FILLED_BY, FILLED_PHONE), start=2):
        sheet.write_string(at, 0, label, _style(book, bold=True))
        sheet.write_blank(at, 1, None, open_cell)
        sheet.set_row(at, 22)
    for at, line in enumerate(pack.guide, start=5):
        sheet.merge_range(at, 0, at, 1, clean_text(line), plain)
        sheet.set_row(at, 18 * (1 + len(line) // 40))
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_cells": True, "select_locked_cells": True, "select_unlocked_cells": True})


def _write_choices(sheet: Any, pack: UnitPack) -> dict[str, str]:
    """A hidden sheet with the words to choose from; where each list stands, as a formula."""
    places: dict[str, str] = {}
    for column, (name, words) in enumerate(pack.choices.items()):
        for row, word in enumerate(words):
            sheet.write_string(row, column, clean_text(word))
        letter = chr(65 + column)
        if words:
            places[name] = f"={CHOICES}!${letter}$1:${letter}${len(words)}"
    sheet.hide()
    return places


def _write_cases(book: Any, sheet: Any, pack: UnitPack, places: Mapping[str, str]) -> None:
    fields = pack.fields
    _write_head(book, sheet, pack, fields)
    wrong = _style(book, border=1, bg_color="#FDE9E7", font_color="#B3261E", font_size=10)
    fixed = _style(book, border=1, bg_color="#F2F2F2", font_size=10)
    closed = _style(book, border=1, bg_color="#D9D9D9")
    styles = {kind: _style(book, border=1, locked=False, bg_color="#FFFBE6", num_format=shape)
              for kind, shape in ((Kind.DATE, "yyyy-mm-dd"), (Kind.TEXT, "@"))}  # fmt: skip
    for at, row in enumerate(pack.rows, start=HEAD_ROW + 1):
        for column, field in enumerate(FIXED):
            _write_cell(sheet, at, column, row.cells.get(field.name, ""), field.kind, fixed)
        if MEND in pack.fixed:
            _write_cell(sheet, at, len(FIXED), row.mend, MEND.kind, wrong)
        for column, each in enumerate(pack.layout.filled, start=len(pack.fixed)):
            if pack.layout.is_open(each, row.role):
                style = styles[Kind.DATE if each.field.kind is Kind.DATE else Kind.TEXT]
                _write_cell(sheet, at, column, row.given.get(each.name, ""), each.field.kind, style)
                _check_cell(sheet, at, column, each, row, places)
            else:
                sheet.write_blank(at, column, None, closed)
        for column, text in enumerate((row.id, row.check), start=len(fields) - 2):
            sheet.write_string(at, column, text, fixed)
        sheet.set_row(at, _height(row))
    _set_page(sheet, pack, len(fields))


def _height(row: PackRow) -> int:
    """High enough for the summary and the text of a reply already there."""
    longest = max(
        len(row.cells.get("summary", "")) / WIDTHS["summary"],
        len(row.given.get("text", "")) / 44,
        len(row.mend) / MENDING,
    )
    return min(TALLEST, max(ROW_HEIGHT, round(longest * 2 * 15)))


def _write_cell(sheet: Any, row: int, column: int, text: str, kind: Kind, style: Any) -> None:
    if not text:
        sheet.write_blank(row, column, None, style)
    elif kind is Kind.DATE and style.num_format == "yyyy-mm-dd" and is_day(text):
        sheet.write_datetime(row, column, date.fromisoformat(text), style)
    else:
        sheet.write_string(row, column, clean_text(text)[:MAX_TEXT], style)


def is_day(text: str) -> bool:
    """Whether it is written as days are kept; what a unit wrote may be anything."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _check_cell(sheet: Any, row: int, column: int, each: PackColumn, case: PackRow, places: Mapping[str, str]) -> None:
    """What the cell takes. Steps are recorded when they have happened: up to the day it is filled in."""
    if each.field.kind is Kind.DATE:
        first = date.fromisoformat(case.assigned_on)
        sheet.data_validation(row, column, row, column, {
            "validate": "date", "criteria": "between", "minimum": first, "maximum": LATEST if each.ahead else "=TODAY()",
            "error_title": each.field.label,
            "error_message": f"写成 {case.assigned_on} 这样的日期，不早于交办日" + ("。" if each.ahead else "，不晚于今天。"),
        })  # fmt: skip
    elif each.name in places:
        strict = each.field.kind is Kind.CODE
        sheet.data_validation(row, column, row, column, {
            "validate": "list", "source": places[each.name], "error_type": "stop" if strict else "information",
            "error_title": each.field.label, "error_message": "从下拉的几项里选一项。",
        })  # fmt: skip


def _write_head(book: Any, sheet: Any, pack: UnitPack, fields: Sequence[Field]) -> None:
    title = _style(book, bold=True, font_size=16, text_wrap=False)
    group = _style(book, bold=True, border=1, align="center", bg_color="#D9E6F4")
    head = _style(book, bold=True, border=1, align="center", bg_color="#E7E6E6")
    sheet.write_string(0, 0, clean_text(pack.title), title)
    sheet.set_row(0, 30)
    sheet.set_row(1, 20)
    sheet.set_row(HEAD_ROW, 32)
    spans = [("交办情况（不要改）", 0, len(pack.fixed) - 1)]
    for step in pack.layout.in_sheet:
        first = spans[-1][2] + 1
        spans.append((step.heading, first, first + len(step.part.columns) - 1))
    for words, first, last in spans:
        if first == last:
            sheet.write_string(1, first, words, group)
        else:
            sheet.merge_range(1, first, 1, last, words, group)
    mending = [MENDING] if MEND in pack.fixed else []
    widths = [*WIDTHS.values(), *mending, *(each.width for each in pack.layout.filled)]
    for column, field in enumerate(fields):
        sheet.write_string(HEAD_ROW, column, field.label, head)
        if column < len(widths):
            sheet.set_column(column, column, widths[column])
    sheet.set_column(len(fields) - 2, len(fields) - 1, 12, None, {"hidden": True})


def _set_page(sheet: Any, pack: UnitPack, columns: int) -> None:
    """A4 across; three pages wide, 案号 and 案由 on each, so that the print can be read."""
    last = HEAD_ROW + len(pack.rows)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.autofilter(HEAD_ROW, 0, last, columns - 3)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(3, 0)
    sheet.repeat_rows(1, HEAD_ROW)
    sheet.repeat_columns(0, 1)
    sheet.print_area(0, 0, last, columns - 3)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.protect("", ALLOWED)
    sheet.activate()
    first = len(pack.fixed)
    sheet.set_selection(HEAD_ROW + 1, first, HEAD_ROW + 1, first)


def _write_texts(book: Any, sheet: Any, pack: UnitPack) -> tuple[str, ...]:
    """The whole text of every case, one below the other."""
    head, body, warnings = _style(book, bold=True, font_size=13), _style(book, valign="top"), list[str]()
    sheet.set_column(0, 0, 100)
    at = 0
    for row in pack.rows:
        sheet.write_string(at, 0, clean_text(f"第{row.cells['docket_no']}号　{row.cells['title']}"), head)
        sheet.set_row(at, 26)
        at += 1
        for caption, text in row.texts:
            sheet.write_string(at, 0, caption, _style(book, bold=True))
            at += 1
            for part in clean_text(text).split("\n"):
                sheet.write_string(at, 0, part[:MAX_TEXT], body)
                sheet.set_row(at, min(409, 16 * (1 + len(part) // 48)))
                at += 1
        at += 1
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.protect("", {"format_cells": True, "format_rows": True, "format_columns": True})
    if any(len(text) > MAX_TEXT for row in pack.rows for _, text in row.texts):
        warnings.append("有的正文太长，表里只写了前面的部分。")
    return tuple(warnings)
