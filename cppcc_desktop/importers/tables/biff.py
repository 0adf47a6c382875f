"""Old Excel and WPS workbooks ([MS-XLS]), checked before the spreadsheet library sees them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cppcc_desktop.importers.causes import MAX_COLUMNS, Unreadable
from cppcc_desktop.importers.tables.archives import SheetScan

BEGIN, BOUND_SHEET, PASSWORD = 0x0809, 0x0085, 0x002F
FORMULAS = (0x0006, 0x0206, 0x0406)
ERROR = 0x0205
# NUMBER, LABEL, LABELSST, RK, RSTRING, and the two above: cells that hold something
VALUES = {0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6, ERROR, *FORMULAS}
MANY_NUMBERS = 0x00BD
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def inspect_stream(stream: bytes) -> list[SheetScan]:
    """What was found in each sheet, in the order of the workbook; raises Unreadable for a password."""
    if len(stream) < 4 or stream[:2] != b"\x09\x08":
        raise Unreadable("damaged")
    starts = list[int]()
    for kind, body in read_records(stream, 0):
        if kind == PASSWORD:
            raise Unreadable("password")
        if kind == BOUND_SHEET and len(body) >= 4:
            starts.append(struct.unpack_from("<I", body)[0])
    return [inspect_sheet(stream, start) for start in starts]


def read_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records of one part of the stream, up to its end."""
    depth, at, length = 0, start, len(stream)
    while at + 4 <= length:
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == BEGIN:
            depth += 1
        elif kind == 0x000A:
            depth -= 1
            if depth <= 0:
                return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
    raise Unreadable("cut")


def inspect_sheet(stream: bytes, start: int) -> SheetScan:
    """The first cell that is too far to the right, and the cells with a formula error."""
    far, errors = "", dict[str, str]()
    for kind, body in read_records(stream, start):
        if kind in VALUES and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            if column >= MAX_COLUMNS:
                far = far or name_cell(row, column)
            word = find_error(kind, body)
            if word:
                errors[name_cell(row, column)] = word
        elif (
            kind == MANY_NUMBERS and len(body) >= 6 and struct.unpack_from("<H", body, len(body) - 2)[0] >= MAX_COLUMNS
        ):
            far = far or name_cell(*struct.unpack_from("<H", body), struct.unpack_from("<H", body, len(body) - 2)[0])
    return SheetScan(far, errors)


def find_error(kind: int, body: bytes) -> str:
    """#REF! and its like in an error cell or as the result of a formula."""
    if kind == ERROR and len(body) >= 8 and body[7]:
        return ERRORS.get(body[6], "#N/A")
    if kind in FORMULAS and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return ERRORS.get(body[8], "#N/A")
    return ""


def name_cell(row: int, column: int) -> str:
    """Row 6 and column 2, counted from 0 → C7."""
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low) + str(row + 1)
