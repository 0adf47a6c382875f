"""A table in a file as what a spreadsheet puts on the clipboard: lists that are pasted and lists that are read go one way."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables.cells import write_cell
from cppcc_desktop.importers.tables.records import tell_hidden
from cppcc_desktop.importers.tables.sheets import SourceSheet, read_file

MOST, LONGEST = 5000, 10_000  # rows of one list, characters of a cell


@dataclass(frozen=True)
class FileBlock:
    """One sheet of a file: its lines as text, one for each row of the sheet, and what should be known of it."""

    text: str
    sheet: str  # "" for a text table
    sheets: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_file_block(path: Path, sheet: str = "", cancelled: Callable[[], bool] = lambda: False) -> FileBlock:
    """A sheet of a spreadsheet, a text table, or a table of a Word file; the first that holds anything if none is named.

    OfficeError says why a file cannot be read. Hidden rows and columns are read and said; an area merged downward stands
    in each of its rows.
    """
    found = read_file(path, sheet=sheet, cancelled=cancelled, documents=True)
    longest = max((len(cell) for row in found.rows for cell in row if isinstance(cell, str)), default=0)
    if len(found.rows) > MOST or longest > LONGEST:
        why = f"有 {len(found.rows)} 行" if len(found.rows) > MOST else f"有一格 {longest} 字"
        raise OfficeError(
            f"“{path.name}”{why}，不像一份名单，没有读。",
            todo="看看是不是选错了文件；要的只是其中一段的，复制那一段来粘贴。",
        )
    return FileBlock(write_block(found), found.name, found.sheets, tuple(tell_hidden(found)))


def write_block(sheet: SourceSheet) -> str:
    """The cells with tabs between, as a spreadsheet copies them; rows that are empty stay, so that each keeps its number."""
    rows = [["" if cell is None else write_cell(cell) for cell in row] for row in sheet.rows]
    for area in sheet.merges:
        top = area.top - sheet.first_row
        if area.left == area.right and top >= 0:
            for row in rows[top + 1 : area.bottom - sheet.first_row + 1]:
                row[area.left] = rows[top][area.left]
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return "\n" * (sheet.first_row - 1) + out.getvalue()
