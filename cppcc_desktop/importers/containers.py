"""The old container of Office files (OLE, [MS-CFB]) as xlrd opens it: what is in it, and why it cannot be opened."""

from __future__ import annotations

import io
import struct
from typing import Any

from xlrd.biffh import XLRDError  # pyright: ignore[reportMissingTypeStubs]
from xlrd.compdoc import CompDoc, CompDocError  # pyright: ignore[reportMissingTypeStubs]
from xlrd.formula import FormulaError  # pyright: ignore[reportMissingTypeStubs]

from cppcc_desktop.importers.causes import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLES, FIRST_TABLE = 109, 76  # sectors of the table that the header names, and where in it
FREE = 0xFFFFFFFF
SHIFTS = (9, 12)  # of the size of a sector
# What the library raises where a file is not as it should be.
DAMAGE = (
    XLRDError, CompDocError, FormulaError, struct.error, AssertionError, IndexError, KeyError, ValueError, TypeError,
    ArithmeticError,
)  # fmt: skip


def list_streams(data: bytes) -> set[str]:
    """Names of what is in the container; raises Unreadable."""
    try:
        container: Any = CompDoc(data, logfile=io.StringIO())
    except DAMAGE as error:
        raise Unreadable(tell_damage(data)) from error
    return {entry.name for entry in container.dirlist}


def tell_damage(data: bytes) -> str:
    """The cause that says why a container cannot be read: its end is missing, or it is damaged."""
    return "cut" if is_cut(data) else "damaged"


def is_cut(data: bytes) -> bool:
    """Whether the table of sectors, or the last sector it says is in use, lies beyond the end of the file."""
    if len(data) < FIRST_TABLE + 4 * TABLES:
        return True
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in SHIFTS:
        return False
    size = 1 << shift
    named = [each for each in struct.unpack_from(f"<{TABLES}I", data, FIRST_TABLE) if each != FREE]
    used = 0
    for place, sector in enumerate(named):
        table = data[(sector + 1) * size : (sector + 2) * size]
        if len(table) < size:
            return True
        entries = [each for (each,) in struct.iter_unpack("<I", table)]
        used = max((place * len(entries) + at + 1 for at, each in enumerate(entries) if each != FREE), default=used)
    return used * size >= len(data)
