"""Workbooks of Excel 5 and 95, whose Chinese text the spreadsheet library does not decode.

Number formats are not read: a date comes as the number Excel counts it by, which the importer knows (cells.py).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cppcc_desktop.importers.causes import MAX_COLUMNS, Unreadable
from cppcc_desktop.importers.tables.biff import BOUND_SHEET, ERROR, FORMULAS, MANY_NUMBERS, find_error, read_records

Cell = str | int | float | bool | None
CODE_PAGE, EPOCH_1904, NUMBER, LABEL, RICH_LABEL, RK, TEXT_RESULT = 0x42, 0x22, 0x0203, 0x0204, 0x00D6, 0x027E, 0x0207
EXACT = 10**15


def is_excel_5(stream: bytes) -> bool:
    """Whether the stream begins as Excel 5 wrote it; the library reads what came after."""
    return len(stream) >= 6 and struct.unpack_from("<H", stream, 4)[0] == 0x0500


def read_sheets(stream: bytes) -> dict[str, list[list[Cell]]]:
    """Visible worksheets by name; raises Unreadable where a date could not be told from another."""
    encoding, found = "gb18030", list[tuple[int, bytes]]()
    for kind, body in read_records(stream, 0):
        if kind == CODE_PAGE and struct.unpack_from("<H", body)[0] == 65001:
            encoding = "utf-8"
        elif kind == EPOCH_1904 and body[:1] == b"\x01":
            raise Unreadable("old_excel")
        elif kind == BOUND_SHEET and len(body) > 7 and body[4] == body[5] == 0:
            found.append((struct.unpack_from("<I", body)[0], body[7 : 7 + body[6]]))
    return {name.decode(encoding, "replace"): read_sheet(stream, start, encoding) for start, name in found}


def read_sheet(stream: bytes, start: int, encoding: str) -> list[list[Cell]]:
    cells: dict[tuple[int, int], Cell] = {}
    waiting: tuple[int, int] | None = None  # a formula whose text comes in the next record
    for kind, body in read_records(stream, start):
        if kind == TEXT_RESULT and waiting and len(body) >= 2:
            cells[waiting] = body[2 : 2 + struct.unpack_from("<H", body)[0]].decode(encoding, "replace")
        if kind in FORMULAS and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 0:
            waiting = (struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 2)[0])
        cells.update(read_values(kind, body, encoding))
    height = max((row for row, _ in cells), default=-1) + 1
    width = min(max((column for _, column in cells), default=-1) + 1, MAX_COLUMNS)
    return [[cells.get((row, column)) for column in range(width)] for row in range(height)]


def read_values(kind: int, body: bytes, encoding: str) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The cells one record holds."""
    if kind not in (NUMBER, LABEL, RICH_LABEL, RK, MANY_NUMBERS, ERROR, *FORMULAS) or len(body) < 8:
        return
    row, column = struct.unpack_from("<HH", body)
    if kind in (LABEL, RICH_LABEL):
        size = struct.unpack_from("<H", body, 6)[0]
        yield (row, column), body[8 : 8 + size].decode(encoding, "replace")
    elif kind == MANY_NUMBERS:
        for place, at in enumerate(range(4, len(body) - 2 - 5, 6)):
            yield (row, column + place), read_rk(struct.unpack_from("<I", body, at + 2)[0])
    elif kind == RK and len(body) >= 10:
        yield (row, column), read_rk(struct.unpack_from("<I", body, 6)[0])
    elif kind == ERROR:
        yield (row, column), find_error(kind, body) or bool(body[6])
    elif kind in FORMULAS and len(body) >= 14 and body[12:14] == b"\xff\xff":
        yield (row, column), find_error(kind, body) or (bool(body[8]) if body[6] == 1 else None)
    elif len(body) >= 14:
        yield (row, column), whole(struct.unpack_from("<d", body, 6)[0])


def read_rk(packed: int) -> int | float:
    """A number in 30 bits, perhaps of hundredths ([MS-XLS] 2.5.217)."""
    if packed & 2:
        value: float = (packed >> 2) - (1 << 30 if packed & 0x80000000 else 0)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return whole(value / 100 if packed & 1 else value)


def whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() and abs(value) < EXACT else value
