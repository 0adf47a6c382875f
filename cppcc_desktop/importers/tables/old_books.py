"""Old Excel and WPS workbooks (.xls and .et of Excel 5 to 2003), read by xlrd: its cells as they show what they hold."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlrd  # pyright: ignore[reportMissingTypeStubs]
from xlrd.xldate import xldate_as_datetime  # pyright: ignore[reportMissingTypeStubs]

from cppcc_desktop.importers.causes import MAX_COLUMNS, Unreadable
from cppcc_desktop.importers.containers import DAMAGE, tell_damage
from cppcc_desktop.importers.tables.archives import FIXED, name_cell, show_fixed, shows_month

Cell = str | int | float | bool | None
# Excel 5 wrote text in the code page of the machine, which is Chinese here; some programs name another one.
BYTES, CHINESE, UTF_8 = "latin-1", "gb18030", 65001
EXCEL_97 = 80  # the version from which on text is Unicode
EXACT = 10**15  # Excel keeps 15 digits of a number
ENCRYPTED = "Workbook is encrypted"


@dataclass(frozen=True)
class OldSheet:
    """One visible sheet; rows may differ in width."""

    rows: list[list[Cell]]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]  # corners, both in it
    hidden_rows: list[int]  # from 1
    hidden_columns: list[int]  # from 0


class OldBook:
    """An opened workbook; raises Unreadable."""

    def __init__(self, data: bytes) -> None:
        self._book = open_book(data)
        self._sheets: dict[str, Any] = {self._decode(each.name): each for each in self._book.sheets()}
        self.names = [name for name, each in self._sheets.items() if each.visibility == 0]
        self.from_1904: bool = self._book.datemode == 1

    def holds(self, name: str) -> bool:
        return name in self._sheets

    def read(self, name: str) -> OldSheet:
        """The sheet, unless a cell is filled beyond the last column that is read."""
        sheet = self._sheets[name]
        return OldSheet(
            [list(self._read_row(sheet, row)) for row in range(sheet.nrows)],
            [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells],
            sorted(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and row < sheet.nrows),
            sorted(column for column, info in sheet.colinfo_map.items() if info.hidden and column < sheet.ncols),
        )

    def _read_row(self, sheet: Any, row: int) -> Iterator[Cell]:
        types: Sequence[int] = sheet.row_types(row)
        values: Sequence[Any] = sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(types, values, strict=True)):
            if column >= MAX_COLUMNS and kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                raise Unreadable("far_cell", name_cell(row, column))
            if column < MAX_COLUMNS:
                yield self._read_cell(sheet, row, column, kind, value)

    def _read_cell(self, sheet: Any, row: int, column: int, kind: int, value: Any) -> Cell:
        if kind == xlrd.XL_CELL_TEXT:
            return self._decode(value) or None
        if kind == xlrd.XL_CELL_NUMBER:
            return show_number(value, self._format(sheet, row, column))
        if kind == xlrd.XL_CELL_DATE:
            return self._read_date(value, self._format(sheet, row, column))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        return str(xlrd.error_text_from_code.get(value, "#N/A")) if kind == xlrd.XL_CELL_ERROR else None

    def _read_date(self, value: float, code: str) -> Cell:
        """2026-03-05, 2026-03 where only the month is shown, 08:30 without a day."""
        try:
            moment = xldate_as_datetime(value, self._book.datemode)
        except (OverflowError, ValueError):
            return value
        if 0 <= value < 1:
            return moment.time().isoformat(timespec="minutes")
        if shows_month(code):
            return moment.date().isoformat()[:7]
        whole_day = moment.time() == datetime.time()
        return moment.date().isoformat() if whole_day else moment.isoformat(sep=" ", timespec="minutes")

    def _decode(self, text: str) -> str:
        if self._book.biff_version >= EXCEL_97 or text.isascii():
            return text
        try:
            return text.encode(BYTES).decode("utf-8" if self._book.codepage == UTF_8 else CHINESE)
        except UnicodeError as error:
            raise Unreadable("encoding") from error

    def _format(self, sheet: Any, row: int, column: int) -> str:
        """The number format of a cell; "" where the file names a style it does not have."""
        place, styles = sheet.cell_xf_index(row, column), self._book.xf_list
        found = self._book.format_map.get(styles[place].format_key) if place < len(styles) else None
        return str(found.format_str) if found else ""


def open_book(data: bytes) -> Any:
    """The workbook as the library gives it, text of Excel 5 byte by byte: of Chinese text it counts characters as bytes."""
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, encoding_override=BYTES, logfile=io.StringIO()
        )
    except DAMAGE as error:
        raise Unreadable("password" if ENCRYPTED in str(error) else tell_damage(data)) from error


def show_number(value: float, code: str) -> Cell:
    """As the cell shows it where its format keeps decimals or leading zeros; whole numbers without .0."""
    if FIXED.fullmatch(code) and value >= 0:
        return show_fixed(Decimal(repr(value)), code)
    return int(value) if value.is_integer() and abs(value) < EXACT else value
