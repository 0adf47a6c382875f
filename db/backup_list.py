"""The backups of one database: when and why each was made, how large it is, whether it was found sound."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.dates import CHINA
from cppcc_desktop.domain.errors import OfficeError
from db.backup_notes import read_notes, read_verdict
from db.faults import translated

SOUND, UNCHECKED, BAD = "sound", "unchecked", "bad"
DAILY, MANUAL, DAMAGED = "每天", "", "损坏"  # reasons in the names of files
PAGES = slice(28, 32)  # where SQLite's header says how many pages the file has
PAGE_SIZE = slice(16, 18)


@dataclass(frozen=True)
class Backup:
    """One backup; `note` says what is wrong with a bad one and what was done."""

    path: Path
    made: datetime  # China time
    reason: str  # as in its name; empty: by hand
    size: int
    state: str
    note: str = ""


def backup_folder(path: Path) -> Path:
    """Where the backups of a database lie: 备份 beside it."""
    return path.parent / "备份"


def list_backups(path: Path) -> list[Backup]:
    """Those beside a database, the newest first. Looks at names, sizes and the first bytes only."""
    folder = backup_folder(path)
    try:
        files = [file for file in folder.iterdir() if name_pattern(path).fullmatch(file.name)]
    except OSError:
        return []
    notes = read_notes(folder)
    found = [each for file in files if (each := look_at(file, name_pattern(path), notes))]
    return sorted(found, key=lambda each: each.made, reverse=True)


def name_pattern(path: Path) -> re.Pattern[str]:
    return re.compile(re.escape(path.stem) + r"-(\d{8}-\d{6}-\d{6})(?:-(.+))?\.bak")


def look_at(file: Path, pattern: re.Pattern[str], notes: Mapping[str, Mapping[str, Any]]) -> Backup | None:
    """What can be told of one file without reading all of it; None if it went away meanwhile or has no such name."""
    named = pattern.fullmatch(file.name)
    try:
        size = file.stat().st_size
        made = datetime.strptime(named[1], "%Y%m%d-%H%M%S-%f").replace(tzinfo=CHINA) if named else None
    except (OSError, ValueError):
        return None
    if named is None or made is None:
        return None
    reason = named[2] or MANUAL
    if reason == DAMAGED:
        return Backup(file, made, reason, size, BAD, "坏掉的原件，恢复时留下的")
    return Backup(file, made, reason, size, *judge(file, size, notes))


def judge(file: Path, size: int, notes: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    """Its state and what there is to say: by the length first, then by the last check."""
    known = read_verdict(notes, file)
    if known and known.fault:
        return BAD, "，".join(part for part in (known.fault, known.done) if part)
    missing = count_missing(file, size)
    if missing is None or missing > 0:
        return BAD, short_of(missing) if missing else "文件读不出来"
    return (SOUND, "") if known else (UNCHECKED, "")


def short_of(missing: int) -> str:
    return f"文件少了 {-(-missing // 1024)} KB"


def count_missing(file: Path, size: int) -> int | None:
    """Bytes a file is shorter than its own header says; None if it has no such header."""
    try:
        with file.open("rb") as opened:
            head = opened.read(100)
    except OSError:
        return None
    if len(head) < 100 or not head.startswith(b"SQLite format 3\x00"):
        return None
    page = int.from_bytes(head[PAGE_SIZE]) or 1
    return max(0, (65536 if page == 1 else page) * int.from_bytes(head[PAGES]) - size)


@dataclass(frozen=True)
class Missing:
    """A record with changes a backup does not have; `new` if the backup has none of its changes."""

    kind: str
    record: str
    new: bool


def list_missing(path: Path, backup: Path) -> list[Missing]:
    """What the database has recorded that the backup has not, a line for each record."""
    with translated(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as now:
        now.execute("ATTACH DATABASE ? AS old", (f"{backup.absolute().as_uri()}?mode=ro",))
        number, last = now.execute("SELECT number, id FROM old.operation ORDER BY number DESC LIMIT 1").fetchone() or (
            0,
            b"",
        )
        same = now.execute("SELECT 1 FROM main.operation WHERE number = ? AND id = ?", (number, last)).fetchone()
        rows = now.execute(
            "SELECT kind, record FROM main.operation AS o WHERE number > ? "
            "AND NOT EXISTS (SELECT 1 FROM old.operation AS x WHERE x.id = o.id) GROUP BY kind, record",
            (number if same else 0,),
        ).fetchall()
        known = "SELECT 1 FROM old.head WHERE record = ?"
        return [Missing(kind, record, now.execute(known, (record,)).fetchone() is None) for kind, record in rows]


def is_current(path: Path, backup: Path) -> bool:
    """Whether a backup has all that the database has recorded; False too where one of them cannot be read."""
    try:
        return not list_missing(path, backup)
    except (OfficeError, sqlite3.Error):  # then a new one is made, which says what is wrong
        return False
