"""The child process that opens a file from outside: python -m cppcc_desktop.importers.reader FILE SHEET SECONDS MB [document|list].

It writes one JSON object to standard output: the sheet, or the cause why there is none. It imports little, so
that it starts fast, and it may die: its parent lives on (sheets.py).
"""

from __future__ import annotations

import datetime
import gc
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict

import orjson
import python_calamine as calamine

from cppcc_desktop.importers.causes import CAUSES, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Unreadable
from cppcc_desktop.importers.containers import SIGNATURE, list_streams
from cppcc_desktop.importers.documents.documents import read_document, read_word
from cppcc_desktop.importers.limits import limit_this_process
from cppcc_desktop.importers.tables.archives import (
    MONTH,
    BookScan,
    SheetScan,
    inspect_archive,
    inspect_document,
    name_cell,
    split_address,
)
from cppcc_desktop.importers.tables.delimited import read_text_rows
from cppcc_desktop.importers.tables.markup import read_page, read_spreadsheet_xml
from cppcc_desktop.importers.tables.old_books import OldBook

Cell = str | int | float | bool | None
Raw = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Grid = list[list[Cell]]
Area = tuple[int, int, int, int]  # top, left, bottom, right, counted from 0

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"{\\rtf", "word"),
)  # fmt: skip
MARKUP = re.compile(rb"^\s*(<!doctype html|<html|<head|<meta|<table|<\?xml|<!--|mime-version:)", re.IGNORECASE)
SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
OLDEST = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2 to 4, without a container
OLD_KINDS = (("EncryptedPackage", "password"), ("WordDocument", "word"), ("PowerPoint Document", "slides"))
DOCUMENT = "document"  # fifth argument: a Word or text file is wanted, not a table
LIST = "list"  # fifth argument: the tables of a Word file will do as well
EXACT = 10**15  # Excel keeps 15 digits of a number


class ReaderAnswer(TypedDict, total=False):
    """What the child writes: either cause and detail, or the rest."""

    cause: str
    detail: str
    name: str
    sheets: list[str]
    rows: Grid
    merges: list[Area]
    hidden_rows: list[int]
    hidden_columns: list[int]
    from_1904: bool


def main(arguments: list[str]) -> None:
    """Read as asked on the command line and write the answer to file descriptor 1."""
    path, sheet, seconds, memory_mb, *kind = arguments
    limit_this_process(int(memory_mb), int(float(seconds)))
    gc.disable()  # millions of cells and no cycles: twice as fast
    try:
        if kind == [DOCUMENT]:
            answer = read_document(load_file(Path(path)))
        else:
            answer = read_path(Path(path), sheet, lists=kind == [LIST])
    except Unreadable as error:
        answer = ReaderAnswer(cause=error.cause, detail=error.detail)
    except MemoryError:
        answer = ReaderAnswer(cause="memory", detail="")
    with os.fdopen(1, "wb", closefd=False) as out:  # sys.stdout is None in a windowed program
        out.write(orjson.dumps(answer))


def read_path(path: Path, sheet: str, *, lists: bool = False) -> ReaderAnswer:
    return (read_list if lists else read_data)(load_file(path), sheet)


def read_list(data: bytes, wanted: str) -> ReaderAnswer:
    """A table, or those of a Word file, each as if it were a sheet."""
    try:
        return read_data(data, wanted)
    except Unreadable as error:
        if error.cause != "word" or not data.startswith(b"PK"):
            raise
    try:
        blocks = read_word(data, 0, grid=True)[0]
    except Unreadable as error:
        raise Unreadable(error.cause if error.cause in CAUSES else "word", error.detail) from error
    tables = [trim_rows([[cell or None for cell in row] for row in block[1]]) for block in blocks if block[0] == "t"]
    named = {f"第 {number} 张表": rows for number, rows in enumerate((each for each in tables if each), start=1)}
    if not named:
        raise Unreadable("no_table")
    if wanted and wanted not in named:
        raise Unreadable("sheet_missing", "、".join(named))
    name = wanted or next(iter(named))
    if len(named[name][0]) > MAX_COLUMNS:
        raise Unreadable("too_many_columns", "1")
    return ReaderAnswer(name=name, sheets=list(named), rows=named[name], merges=[])


def load_file(path: Path) -> bytes:
    """All of it, unless it is being written or too large."""
    try:
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            data = stream.read(MAX_BYTES + 1)
            after = os.fstat(stream.fileno())
    except FileNotFoundError:
        raise Unreadable("missing") from None
    except PermissionError:
        raise Unreadable("locked") from None
    except OSError as error:
        raise Unreadable("broken_off") from error
    if len(data) > MAX_BYTES:  # it grew since the parent looked
        raise Unreadable("too_big", str(round(len(data) / 1_000_000)))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or after.st_size != len(data):
        raise Unreadable("changing")
    return data


def read_data(data: bytes, sheet: str) -> ReaderAnswer:
    """Decide by content, never by the extension, what the file is."""
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(b"PK"):
        return read_workbook(data, sheet)
    if data.startswith(SIGNATURE):
        return read_old_workbook(data, sheet)
    for signature, cause in SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(cause)
    if data.startswith(OLDEST):
        raise Unreadable("old_excel")
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return read_markup(data, sheet)
    rows = trim_rows([[cell or None for cell in row] for row in read_text_rows(data)])
    if not rows:
        raise Unreadable("empty")
    return ReaderAnswer(name="", sheets=[], rows=rows, merges=[])


def read_markup(data: bytes, wanted: str) -> ReaderAnswer:
    """A page or an XML workbook, as old web systems export them under the name .xls."""
    if re.match(rb"\s*mime-version:", data, re.IGNORECASE):
        raise Unreadable("web_page")
    if SPREADSHEET_XML in data[:4096]:
        name, names, cells, areas = read_spreadsheet_xml(data, wanted)
    else:
        name, names, (cells, areas) = "", [], read_page(data)
    rows = trim_rows([[*row] for row in cells])
    if not rows:
        raise Unreadable("no_rows")
    return ReaderAnswer(
        name=name,
        sheets=names,
        rows=rows,
        merges=clip_merges([((top, left), (bottom, right)) for top, left, bottom, right in areas], rows),
    )


def read_old_workbook(data: bytes, wanted: str) -> ReaderAnswer:
    """.xls and .et: a workbook of Excel 5 to 2003 in the old container."""
    streams = list_streams(data)
    for name, cause in OLD_KINDS:
        if name in streams:
            raise Unreadable(cause)
    if not {each.lower() for each in streams} & {"workbook", "book"}:
        raise Unreadable("not_sheet")
    book = OldBook(data)
    if not book.names:
        raise Unreadable("no_sheet")
    if wanted and not book.holds(wanted):
        raise Unreadable("sheet_missing", "、".join(book.names))
    for name in [wanted] if wanted else book.names:
        sheet = book.read(name)
        refuse_long(sheet.rows)
        rows = trim_rows(sheet.rows)
        if rows:
            return ReaderAnswer(
                name=name, sheets=book.names, rows=rows, merges=clip_merges(sheet.merges, rows),
                hidden_rows=sheet.hidden_rows, hidden_columns=sheet.hidden_columns, from_1904=book.from_1904,
            )  # fmt: skip
    raise Unreadable("sheet_empty", wanted) if wanted else Unreadable("no_rows")


def read_workbook(data: bytes, wanted: str) -> ReaderAnswer:
    """A zip: .xlsx and what WPS calls .et today, or .ods."""
    if is_open_document(data):
        inspect_document(data)
        return read_book(data, wanted, lambda _name: SheetScan())
    scan = inspect_archive(data)
    answer = read_book(data, wanted, scan.find)
    return tell_hidden(answer, scan)


def tell_hidden(answer: ReaderAnswer, scan: BookScan) -> ReaderAnswer:
    """The answer with what only the scan knows of its sheet."""
    part = scan.find(answer.get("name", ""))
    return {
        **answer, "hidden_rows": sorted(part.hidden_rows), "hidden_columns": sorted(part.hidden_columns),
        "from_1904": scan.from_1904,
    }  # fmt: skip


def is_open_document(data: bytes) -> bool:
    return b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]


def read_book(data: bytes, wanted: str, find_part: Callable[[str], SheetScan]) -> ReaderAnswer:
    """The wanted sheet, or the first visible one that holds anything."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = list_sheets(book)
            if wanted and wanted not in book.sheet_names:
                raise Unreadable("sheet_missing", "、".join(names))
            for name in [wanted] if wanted else names:
                rows, merges = read_sheet(book, name, find_part(name))
                if rows:
                    return ReaderAnswer(name=name, sheets=names, rows=rows, merges=merges)
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except calamine.CalamineError as error:
        raise Unreadable("damaged") from error
    raise Unreadable("sheet_empty", wanted) if wanted else Unreadable("no_rows")


def list_sheets(book: calamine.CalamineWorkbook) -> list[str]:
    visible = [
        each.name for each in book.sheets_metadata
        if each.typ == calamine.SheetTypeEnum.WorkSheet and each.visible == calamine.SheetVisibleEnum.Visible
    ]  # fmt: skip
    if not visible:
        raise Unreadable("no_sheet")
    return visible


def read_sheet(book: calamine.CalamineWorkbook, name: str, part: SheetScan) -> tuple[Grid, list[Area]]:
    if part.far:
        raise Unreadable("far_cell", part.far)
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS:  # an .ods may say so of rows it repeats
        raise Unreadable("too_many_rows")
    raw = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    refuse_long(raw)
    rows: Grid = [[convert_cell(cell) for cell in row[:MAX_COLUMNS]] for row in raw]
    place_errors(rows, part.errors)
    place_shown(rows, part.shown)
    rows = trim_rows(rows)
    return rows, clip_merges(sheet.merged_cell_ranges or [], rows)


def refuse_long(raw: Sequence[Sequence[Raw | None]]) -> None:
    """Excel itself takes 32 767 characters in a cell; the longest field takes three times that."""
    for number, row in enumerate(raw, 1):
        for index, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > MAX_TEXT:
                raise Unreadable("long_cell", name_cell(number - 1, index))


def place_errors(rows: Grid, errors: dict[str, str]) -> None:
    """Put #N/A and its like back, which the library reads as nothing: the clerk must hear of them."""
    for address, value in errors.items():
        row, column = split_address(address)
        if row <= len(rows) and column < len(rows[row - 1]) and rows[row - 1][column] is None:
            rows[row - 1][column] = value


def place_shown(rows: Grid, shown: dict[str, str]) -> None:
    """A number as its cell shows it, a date of which only the month is shown as that month."""
    for address, text in shown.items():
        row, column = split_address(address)
        cell = rows[row - 1][column] if row <= len(rows) and column < len(rows[row - 1]) else None
        if text == MONTH and isinstance(cell, str):
            rows[row - 1][column] = cell[:7]
        elif text != MONTH and isinstance(cell, int | float):
            rows[row - 1][column] = text


def convert_cell(cell: Raw) -> Cell:
    """Text, numbers and truth as they are, whole numbers without .0, dates as 2026-03-05, nothing as None."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < EXACT else cell
    if isinstance(cell, datetime.datetime):
        whole_day = cell.time() == datetime.time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return cell


def trim_rows(rows: Grid) -> Grid:
    """Rows up to the last one with content, all as wide as the widest content."""
    while rows and not any(has_content(cell) for cell in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    while width and not any(len(row) >= width and has_content(row[width - 1]) for row in rows):
        width -= 1
    return [row if len(row) == width else row[:width] + [None] * (width - len(row)) for row in rows]


def has_content(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def clip_merges(areas: list[tuple[tuple[int, int], tuple[int, int]]], rows: Grid) -> list[Area]:
    """Merged areas inside the rows kept. Areas cannot overlap, so together they are no larger than the sheet."""
    height, width = len(rows), len(rows[0]) if rows else 0
    clipped = [
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for (top, left), (bottom, right) in areas
        if top < height and left < width
    ]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in clipped) > height * width:
        raise Unreadable("damaged")
    return clipped


if __name__ == "__main__":
    main(sys.argv[1:])
