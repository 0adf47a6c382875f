"""Lists as Excel and CSV files that no content can turn into a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.files import replace_atomically
from cppcc_desktop.exporters.text import clean_text

# ECMA-376 part 1 §18.3.1.73 and Excel's own limits.
MAX_ROWS, MAX_TEXT, MAX_EXACT_DIGITS = 1_048_575, 32_767, 15
A4 = 9
# What Excel, WPS and LibreOffice take for the start of a formula, full-width forms included (OWASP CSV injection).
_FORMULA_START = re.compile(r"[\s\x00-\x20]*[=+\-@＝＋－＠]|[\t\r\n]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class FormattedNumber:
    """A number that is shown in a way of its own: 0.744 as 74.4 % (`pattern` is Excel's: 0.0%)."""

    value: float
    pattern: str


Value = str | int | date | FormattedNumber | None
DAY = "yyyy-mm-dd"  # how a date is shown: as everywhere in the program


@dataclass(frozen=True)
class SheetColumn:
    """One column: its head, its width in characters, whether its values stand at the right."""

    label: str
    width_in_characters: float = 12.0
    right_aligned: bool = False


@dataclass(frozen=True)
class WrittenRows:
    """How many rows under the head were written, in each sheet too, and what the clerk should know about them."""

    rows: int
    warnings: tuple[str, ...] = ()
    sheets: tuple[int, ...] = ()


@dataclass(frozen=True)
class Worksheet:
    """One sheet of a workbook: its name, its columns and its rows."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]


def write_xlsx(path: Path, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]) -> WrittenRows:
    """Writes a list as one sheet, ready to filter and to print on A4 across.

    Texts stay texts whatever they begin with; an int is a number unless it has more than 15 digits. Raises
    OfficeError when there are more rows than a sheet holds or the file cannot be written.
    """
    return write_book(path, title, [Worksheet(title, columns, rows)])


def write_book(path: Path, title: str, sheets: Sequence[Worksheet]) -> WrittenRows:
    """The same with several sheets; rows are counted and warned of over all of them."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    with replace_atomically(path) as file:
        # In memory first: on a full disk the library leaves its own file half open.
        packed = io.BytesIO()
        workbook: Any = xlsxwriter.Workbook(packed, {"constant_memory": True})
        workbook.set_properties({"title": clean_text(title), "author": "县政协工作台"})
        try:
            written = [_write_sheet(workbook, each) for each in sheets]
        finally:
            workbook.close()
        file.write(packed.getbuffer())
    rows = tuple(each.rows for each in written)
    return WrittenRows(sum(rows), tuple(word for each in written for word in each.warnings), rows)


def _write_sheet(workbook: Any, given: Worksheet) -> WrittenRows:
    sheet = workbook.add_worksheet(_name_sheet(given.title))
    _set_page(sheet, given.title, len(given.columns))
    formats = _write_head(workbook, sheet, given.columns)
    written = _write_rows(sheet, given.rows, formats, _NumberFormats(workbook))
    if given.columns:
        sheet.autofilter(0, 0, max(written.rows, 1), len(given.columns) - 1)
    return written


class _NumberFormats(dict[str, Any]):
    """The cell format of each pattern, made when first asked for."""

    def __init__(self, workbook: Any) -> None:
        super().__init__()
        self._workbook = workbook

    def __missing__(self, pattern: str) -> Any:
        side = "left" if pattern == DAY else "right"
        made = self[pattern] = self._workbook.add_format(
            {"num_format": pattern, "align": side, "valign": "vcenter", "border": 1}
        )
        return made


def _write_rows(
    sheet: Any, rows: Iterable[Sequence[Value]], formats: Sequence[Any], patterns: Mapping[str, Any]
) -> WrittenRows:
    warnings: list[str] = []
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MAX_ROWS:
            raise OfficeError(f"一张工作表最多 {MAX_ROWS} 行，放不下。", todo="先筛选，分几次导出。")
        for place, (value, style) in enumerate(zip(row, formats, strict=True)):
            if isinstance(value, FormattedNumber):
                sheet.write_number(count, place, value.value, patterns[value.pattern])
                continue
            if isinstance(value, date):
                sheet.write_datetime(count, place, value, patterns[DAY])
                continue
            if isinstance(value, int) and len(str(abs(value))) <= MAX_EXACT_DIGITS:
                sheet.write_number(count, place, value, style)
                continue
            text = clean_text("" if value is None else str(value))
            if len(text) > MAX_TEXT:
                warnings.append(f"第 {count + 1} 行第 {place + 1} 列超过 {MAX_TEXT} 字，只写了前面的部分。")
            if text:
                sheet.write_string(count, place, text[:MAX_TEXT], style)
            else:
                sheet.write_blank(count, place, None, style)
    return WrittenRows(count, tuple(warnings))


def _write_head(workbook: Any, sheet: Any, columns: Sequence[SheetColumn]) -> list[Any]:
    """Writes the head row and returns the format of each column's cells: text, so that editing keeps it."""
    head = workbook.add_format(
        {"bold": True, "bg_color": "#E7E6E6", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    formats: list[Any] = []
    for place, column in enumerate(columns):
        style = workbook.add_format(
            {
                "num_format": "0" if column.right_aligned else "@",
                "align": "right" if column.right_aligned else "left",
                "valign": "vcenter",
                "border": 1,
                "text_wrap": True,
            }
        )
        formats.append(style)
        sheet.set_column(place, place, column.width_in_characters)
        sheet.write_string(0, place, clean_text(column.label), head)
    return formats


def _set_page(sheet: Any, title: str, columns: int) -> None:
    """A4 across, all columns on one page's width, head repeated, title and page numbers printed."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1 if columns > 1 else 0)
    # & starts a code in headers; the whole may have 255 characters.
    sheet.set_header("&C&14" + clean_text(title).replace("&", "&&")[:200])
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _name_sheet(title: str) -> str:
    """A sheet name Excel takes: 31 characters, none of []:*?/\\, no quote at its ends."""
    name = _SHEET_NAME.sub(" ", clean_text(title).replace("\n", " "))[:31].strip(" '")
    return name if name and name.casefold() != "history" else "名单"


def write_csv(path: Path, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]) -> WrittenRows:
    """Writes a list as CSV: UTF-8 with BOM so that Excel and WPS read the Chinese, CRLF line ends.

    Texts that a spreadsheet would take for a formula get ' in front. Raises OfficeError when the file
    cannot be written.
    """
    count = 0
    with replace_atomically(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([guard_formula(column.label) for column in columns])
        for row in rows:
            count += 1
            writer.writerow([_say_plainly(value) for value in row])
        text.flush()
        text.detach()
    return WrittenRows(count)


def _say_plainly(value: Value) -> str | int | float:
    if isinstance(value, FormattedNumber):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else guard_formula(value or "")


def guard_formula(text: str) -> str:
    """The text, with ' in front when a spreadsheet would take it for a formula."""
    guarded = "'" + text if _FORMULA_START.match(text) else text
    return clean_text(guarded)
