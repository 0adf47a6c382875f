"""The child process that opens a file from outside: python -m cppcc_desktop.importers.reader FILE SHEET SECONDS MB.

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
from pathlib import Path
from typing import TypedDict

import orjson
import python_calamine as calamine

from cppcc_desktop.importers.archives import Part, inspect_archive, split_address
from cppcc_desktop.importers.causes import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Unreadable
from cppcc_desktop.importers.delimited import read_text_rows
from cppcc_desktop.importers.limits import limit_this_process

Cell = str | int | float | bool | None
Raw = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Grid = list[list[Cell]]
Area = tuple[int, int, int, int]  # top, left, bottom, right, counted from 0

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"{\\rtf", "word"),
)  # fmt: skip
MARKUP = re.compile(rb"^\s*(<!doctype html|<html|<head|<meta|<table|<\?xml|<!--|mime-version:)", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXACT = 10**15  # Excel keeps 15 digits of a number


class Answer(TypedDict, total=False):
    """What the child writes: either cause and detail, or the rest."""

    cause: str
    detail: str
    name: str
    sheets: list[str]
    rows: Grid
    merges: list[Area]


def main(arguments: list[str]) -> None:
    """Read as asked on the command line and write the answer to file descriptor 1."""
    path, sheet, seconds, memory_mb = arguments
    limit_this_process(int(memory_mb), int(float(seconds)))
    gc.disable()  # millions of cells and no cycles: twice as fast
    try:
        answer = read_path(Path(path), sheet)
    except Unreadable as error:
        answer = Answer(cause=error.cause, detail=error.detail)
    except MemoryError:
        answer = Answer(cause="memory", detail="")
    with os.fdopen(1, "wb", closefd=False) as out:  # sys.stdout is None in a windowed program
        out.write(orjson.dumps(answer))


def read_path(path: Path, sheet: str) -> Answer:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable("missing") from None
    except PermissionError:
        raise Unreadable("locked") from None
    except OSError as error:
        raise Unreadable("broken_off") from error
    if len(data) > MAX_BYTES:  # it grew since the parent looked
        raise Unreadable("too_big", str(round(len(data) / 1_000_000)))
    return read_data(data, sheet)


def read_data(data: bytes, sheet: str) -> Answer:
    """Decide by content, never by the extension, what the file is."""
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(b"PK"):
        return read_workbook(data, sheet)
    if data.startswith(OLE):
        raise Unreadable(find_ole_kind(data))
    for signature, cause in SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(cause)
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("web_page")
    rows = trim_rows([[cell or None for cell in row] for row in read_text_rows(data)])
    if not rows:
        raise Unreadable("empty")
    return Answer(name="", sheets=[], rows=rows, merges=[])


def find_ole_kind(data: bytes) -> str:
    """The old container of Office: names in its directory are UTF-16."""
    for name, cause in (("EncryptedPackage", "password"), ("WordDocument", "word"), ("PowerPoint Document", "slides")):
        if name.encode("utf-16-le") in data:
            return cause
    workbook = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    return "old_excel" if workbook else "not_sheet"


def read_workbook(data: bytes, wanted: str) -> Answer:
    """The wanted sheet, or the first visible one that holds anything."""
    places, parts = inspect_archive(data)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = list_sheets(book)
            if wanted and wanted not in book.sheet_names:
                raise Unreadable("sheet_missing", "、".join(names))
            for name in [wanted] if wanted else names:
                rows, merges = read_sheet(book, name, parts.get(places.get(name, ""), Part()))
                if rows:
                    return Answer(name=name, sheets=names, rows=rows, merges=merges)
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


def read_sheet(book: calamine.CalamineWorkbook, name: str, part: Part) -> tuple[Grid, list[Area]]:
    if part.far:
        raise Unreadable("far_cell", part.far)
    sheet = book.get_sheet_by_name(name)
    raw = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    rows: Grid = [[convert_cell(cell) for cell in row[:MAX_COLUMNS]] for row in raw]
    place_errors(rows, part.errors)
    rows = trim_rows(rows)
    return rows, clip_merges(sheet.merged_cell_ranges or [], rows)


def place_errors(rows: Grid, errors: dict[str, str]) -> None:
    """Put #N/A and its like back, which the library reads as nothing: the clerk must hear of them."""
    for address, value in errors.items():
        row, column = split_address(address)
        if row <= len(rows) and column < len(rows[row - 1]) and rows[row - 1][column] is None:
            rows[row - 1][column] = value


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
