"""The old container of Office files (OLE, [MS-CFB]): its directory, and one stream of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from cppcc_desktop.importers.causes import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA  # from here on numbers are marks, not sectors
MAX_ENTRIES = 10_000


@dataclass(frozen=True)
class StreamEntry:
    """One stream or storage of the directory."""

    start: int
    size: int


class Compound:
    """An opened container; raises Unreadable when its own tables lead nowhere."""

    def __init__(self, data: bytes) -> None:
        if len(data) < HEADER:
            raise Unreadable("cut")
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Unreadable("damaged")
        self._size = 1 << shift
        self._table = self._read_table()
        directory, self._cutoff, small_table = struct.unpack_from("<I4xII", data, 48)
        self.entries = read_entries(self._read_chain(directory))
        self._small_table = [each for (each,) in struct.iter_unpack("<I", self._read_chain(small_table))]

    def read(self, name: str) -> bytes:
        """The content of a stream."""
        entry = self.entries[name]
        if entry.size >= self._cutoff or name == "Root Entry":
            return self._read_chain(entry.start)[: entry.size]
        small = self._read_chain(self.entries["Root Entry"].start)
        return b"".join(small[at * 64 : at * 64 + 64] for at in walk(entry.start, self._small_table))[: entry.size]

    def _read_table(self) -> list[int]:
        """Which sector follows which."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        (following,) = struct.unpack_from("<I", self._data, 68)
        seen = 0
        while following < LAST_SECTOR and seen <= len(self._data) // self._size:
            more = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            sectors += more[:-1]
            following = more[-1]
            seen += 1
        used = b"".join(self._sector(each) for each in sectors if each < LAST_SECTOR)
        return [each for (each,) in struct.iter_unpack("<I", used)]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise Unreadable("cut")
        return sector.ljust(self._size, b"\0")  # the last one may be short

    def _read_chain(self, start: int) -> bytes:
        return b"".join(self._sector(each) for each in walk(start, self._table))


def walk(start: int, table: list[int]) -> list[int]:
    """The sectors of a chain; one that runs in a circle or out of the table is damaged."""
    chain: list[int] = []
    while start < LAST_SECTOR:
        if start >= len(table) or len(chain) > len(table):
            raise Unreadable("damaged")
        chain.append(start)
        start = table[start]
    return chain


def read_entries(directory: bytes) -> dict[str, StreamEntry]:
    """Names of the directory with where they begin."""
    found: dict[str, StreamEntry] = {}
    for at in range(0, min(len(directory), MAX_ENTRIES * ENTRY), ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        if kind and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            found.setdefault(name, StreamEntry(start, size))
    return found
