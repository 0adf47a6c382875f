"""Workbooks of Excel 5 to 2003 for the tests."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlwt
from xlwt.CompoundDoc import XlsDoc

DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")


def write_old_book(
    path: Path, rows: Iterable[Sequence[object]], *, epoch_1904: bool = False, hidden: Sequence[str] = (),
    merges: Iterable[tuple[int, int, int, int]] = (), protect: bool = False, hidden_rows: Sequence[int] = (),
) -> Path:  # fmt: skip
    """An .xls (BIFF8) by xlwt with sheets `hidden` before the one called 名册. #REF! in a row becomes an error cell."""
    book = xlwt.Workbook()
    book.dates_1904 = epoch_1904
    for name in hidden:
        book.add_sheet(name).visibility = 1
    sheet = book.add_sheet("名册")
    book.set_active_sheet(len(hidden))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            put(sheet, number, column, value)
    for top, bottom, left, right in merges:
        sheet.merge(top, bottom, left, right)
    for number in hidden_rows:
        sheet.row(number).hidden = True
    sheet.protect = protect
    book.save(str(path))
    return path


def put(sheet: Any, row: int, column: int, value: object) -> None:
    if value == "#REF!":
        sheet.row(row).set_cell_error(column, value)
    elif isinstance(value, datetime.date):
        sheet.write(row, column, value, DAY)
    elif value is not None:
        sheet.write(row, column, value)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def put_in_container(path: Path, stream: bytes, name: str = "Workbook", *, more: bytes = b"") -> Path:
    """A compound file with one stream; `more` is a name that appears in its directory as well."""
    XlsDoc().save(str(path), stream.ljust(4096, b"\0"))
    data = path.read_bytes()
    entry = data.index("Workbook".encode("utf-16-le"))
    written = (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    path.write_bytes(data[:entry] + written + data[entry + 66 :])
    return path


def write_excel_5(path: Path, rows: Sequence[Sequence[str | float]], *, name: str = "Book") -> Path:
    """BIFF5: text in the code page of the machine (936), a stream called Book."""
    start = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 0x07CC)) + record(
        0x0042, struct.pack("<H", 936)
    )
    title = "名册".encode("gbk")
    bound_size = 4 + 6 + 1 + len(title)
    offset = len(start) + bound_size + 4
    bound = record(0x0085, struct.pack("<IBB", offset, 0, 0) + bytes([len(title)]) + title)
    cells = b"".join(
        put_biff5(number, column, value) for number, row in enumerate(rows) for column, value in enumerate(row)
    )
    width = max(len(row) for row in rows)
    sheet = (
        record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 0x07CC))
        + record(0x0200, struct.pack("<HHHHH", 0, len(rows), 0, width, 0)) + cells + record(0x000A)
    )  # fmt: skip
    return put_in_container(path, start + bound + record(0x000A) + sheet, name)


def put_biff5(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = value.encode("gbk")
        return record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text)
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def write_formulas(path: Path, rows: Sequence[tuple[str, float | str]]) -> Path:
    """BIFF5 with 姓名 and a formula beside it that holds its last value, or an error if that is #N/A."""
    cells = [put_biff5(0, 0, "姓名"), put_biff5(0, 1, "手机号")]
    for number, (person, value) in enumerate(rows, 1):
        error = b"\x02\x00\x2a\x00\x00\x00\xff\xff"
        held = error if isinstance(value, str) else struct.pack("<d", value)
        cells += [
            put_biff5(number, 0, person),
            record(0x0006, struct.pack("<HHH", number, 1, 0) + held + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00"),
        ]
    write_excel_5(path, [["姓名", "手机号"]])
    data = path.read_bytes()
    old = b"".join(cells[:2])
    start = data.index(old)
    return put_in_container(path, data[512:start] + b"".join(cells) + record(0x000A), "Book")


def lock(path: Path) -> None:
    """The mark that the rest of the stream is encrypted, where Excel and WPS put it."""
    stream = write_excel_5_stream()
    put_in_container(path, stream[:12] + record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678)) + stream[12:])


def write_excel_5_stream() -> bytes:
    begin = record(0x0809, struct.pack("<HHHH", 0x0600, 0x0005, 0x0DBB, 0x07CC))
    return begin + record(0x000A)
