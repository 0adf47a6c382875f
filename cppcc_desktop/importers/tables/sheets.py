"""A table from outside as plain rows. The file is opened in a child process that may run out of time or memory."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, cast

import orjson

from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.importers.causes import MAX_BYTES, describe_cause
from cppcc_desktop.importers.limits import MEGABYTE, exceeds_memory

Cell = str | int | float | bool | None
READER_FLAG = "--read-sheet"  # hidden first argument of the frozen program
POLL = 0.05  # seconds
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)  # day 0 of a workbook


@dataclass(frozen=True)
class Merge:
    """A merged area; rows are sheet rows from 1, columns are counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class SourceSheet:
    """One sheet: `rows` are equally wide and begin at sheet row `first_row` and column A."""

    name: str  # "" for a text table
    sheets: tuple[str, ...]  # visible sheets of the file
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int = 1
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()  # sheet row numbers
    hidden_columns: tuple[int, ...] = ()  # from 0
    epoch: date = EPOCH  # the day from which the workbook counts days

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def numbered(self, start: int = 0) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Sheet row numbers with their rows, from sheet row `start` on."""
        for number, row in enumerate(self.rows, self.first_row):
            if number >= start:
                yield number, row


def column_letter(index: int) -> str:
    """0 → A, 27 → AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reader_command() -> list[str]:
    """How to start the child process, from source and in the frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READER_FLAG]
    return [sys.executable, "-m", "cppcc_desktop.importers.reader"]


def read_file(
    path: str | Path,
    *,
    sheet: str | None = None,
    seconds: float = 10,
    memory_mb: int = 1024,
    cancelled: Callable[[], bool] = lambda: False,
    documents: bool = False,
) -> SourceSheet:
    """Read one sheet of an .xlsx, .xlsm or text table; the first that holds anything if none is named.

    With `documents` the tables of a Word file will do as well, each as if it were a sheet.

    Raises OfficeError with a text for each cause (causes.py) after at most `seconds`, Cancelled as soon as
    `cancelled()` is true. Nothing of the file is opened in this process.
    """
    path = Path(path)
    check_path(path)
    arguments = [str(path.absolute()), sheet or "", str(seconds), str(memory_mb), *(["list"] if documents else [])]
    return build_sheet(ask_reader(path, arguments, seconds, memory_mb, cancelled), path.name)


def ask_reader(
    path: Path, arguments: list[str], seconds: float, memory_mb: int, cancelled: Callable[[], bool],
    describe: Callable[[str, str, str], OfficeError] = describe_cause,
) -> dict[str, object]:  # fmt: skip
    """What the child answers; raises OfficeError (in the words of `describe`) if it had to be stopped, Cancelled."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        process = start_reader(arguments, out, complaints)
        try:
            cause = wait_for_reader(process, seconds, memory_mb, cancelled)
        finally:
            process.kill()
            process.wait()
        if cause:
            raise describe(cause, path.name, f"{seconds:g}")
        if process.returncode != 0 or out.seek(0, os.SEEK_END) > memory_mb * MEGABYTE:
            complaint = read_complaint(complaints)
            starved = "memory allocation" in complaint or "MemoryError" in complaint
            cause = "memory" if starved else "crash"
            raise describe(cause, path.name, "") from RuntimeError(f"{process.returncode}: {complaint}")
        out.seek(0)
        return cast("dict[str, object]", orjson.loads(out.read()))


def check_path(path: Path, describe_cause: Callable[[str, str, str], OfficeError] = describe_cause) -> None:
    """Refuse what need not be opened to be refused."""
    try:
        status = path.stat()
    except PermissionError:
        raise describe_cause("locked", path.name, "") from None
    except (OSError, ValueError):
        raise describe_cause("missing", path.name, "") from None
    if stat.S_ISDIR(status.st_mode):
        raise describe_cause("folder", path.name, "")
    if not stat.S_ISREG(status.st_mode):
        raise describe_cause("special", path.name, "")
    if status.st_size > MAX_BYTES:
        raise describe_cause("too_big", path.name, str(round(status.st_size / 1_000_000)))


def start_reader(arguments: list[str], out: IO[bytes], complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start in the program's own folder: a stray .py beside the user's files is never imported."""
    return subprocess.Popen(
        [*reader_command(), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=complaints,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "RUST_BACKTRACE": "0"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def wait_for_reader(
    process: subprocess.Popen[bytes], seconds: float, memory_mb: int, cancelled: Callable[[], bool]
) -> str:
    """Wait for the end; the cause if it had to be stopped, else "". Raises Cancelled."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            process.wait(POLL)
        except subprocess.TimeoutExpired:
            if cancelled():
                raise Cancelled from None
            if time.monotonic() > deadline:
                return "time"
            if exceeds_memory(process, memory_mb):
                return "memory"
        else:
            return ""


def read_complaint(complaints: IO[bytes]) -> str:
    """The last words of the child, for the log."""
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - 4000))
    return complaints.read().decode("utf-8", "replace")


def build_sheet(answer: dict[str, object], file: str) -> SourceSheet:
    """Plain rows from the child's answer; raises OfficeError for a cause."""
    if "cause" in answer:
        raise describe_cause(str(answer["cause"]), file, str(answer["detail"]))
    rows = [tuple(row) for row in cast("list[list[Cell]]", answer["rows"])]
    skipped = next(index for index, row in enumerate(rows) if any(cell is not None for cell in row))
    return SourceSheet(
        name=str(answer["name"]),
        sheets=tuple(cast("list[str]", answer["sheets"])),
        rows=tuple(rows[skipped:]),
        first_row=skipped + 1,
        merges=tuple(
            Merge(top + 1, left, bottom + 1, right)
            for top, left, bottom, right in cast("list[tuple[int, int, int, int]]", answer["merges"])
        ),
        hidden_rows=tuple(cast("list[int]", answer.get("hidden_rows", []))),
        hidden_columns=tuple(cast("list[int]", answer.get("hidden_columns", []))),
        epoch=EPOCH_1904 if answer.get("from_1904") else EPOCH,
    )
