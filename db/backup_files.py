"""Attachment files of backups: one folder beside them, each file once under its content hash."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.system_errors import say_cause
from db.stored_json import load_stored

DIGEST = re.compile(r"[0-9a-f]{64}")
FOLDER = "附件"


def files_beside(backup: Path) -> Path:
    """Where the attachment files of all backups of that folder lie."""
    return backup.parent / FOLDER


def copy_missing(
    source: Path, target: Path, digests: set[str] | None = None, progress: Callable[[int, int], None] | None = None
) -> int:
    """Copy files that the target folder does not have; those of `digests`, or all. Returns how many were copied.

    Each is whole before it gets its name. OfficeError if the disk does not take them.
    """
    names = {each.name: each for each in source.glob("??/*") if DIGEST.fullmatch(each.name)}
    wanted = [
        path for name, path in sorted(names.items())
        if (digests is None or name in digests) and not is_whole(target / name[:2] / name, path)
    ]  # fmt: skip
    for done, path in enumerate(wanted):
        if progress:
            progress(done, len(wanted))
        copy_file(path, target / path.name[:2] / path.name)
    return len(wanted)


def is_whole(copy: Path, original: Path) -> bool:
    """Whether the copy is there in its full length."""
    try:
        return copy.stat().st_size == original.stat().st_size
    except OSError:
        return False


def copy_file(path: Path, target: Path) -> None:
    partial = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, partial)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OfficeError(
            f"附件没有全部拷贝：{say_cause(error)}。",
            kept="原来的数据没有动，已经拷贝的附件留着，下次接着来。",
            todo="检查磁盘空间，再试一次。",
        ) from error


def read_digests(backup: Path, named: Iterable[tuple[str, str]], *, standing: bool) -> set[str]:
    """Hashes a database or a backup refers to: `named` lists the kinds and fields that hold one.

    `standing`: only of records that lie in no bin; else of everything that was ever recorded.
    """
    found: set[str] = set()
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as base:
            for kind, name in named:
                found |= standing_digests(base, kind, name) if standing else recorded_digests(base, kind, name)
    except sqlite3.Error as error:
        raise OfficeError(f"备份“{backup.name}”读不出来：它不是备份，或者已经损坏。", todo="换一份备份。") from error
    return {each for each in found if DIGEST.fullmatch(each)}


def standing_digests(base: sqlite3.Connection, kind: str, name: str) -> set[str]:
    columns = {row[1] for row in base.execute(f'PRAGMA table_info("{kind}")')}
    if name not in columns:  # a backup of an older program
        return set()
    query = f'SELECT DISTINCT "{name}" FROM "{kind}" WHERE deleted IS NULL AND "{name}" IS NOT NULL'
    return {str(row[0]) for row in base.execute(query)}


def recorded_digests(base: sqlite3.Connection, kind: str, name: str) -> set[str]:
    rows = base.execute("SELECT fields FROM operation WHERE kind = ? AND instr(fields, ?)", (kind, f'"{name}"'))
    held: list[Any] = [load_stored(row[0], dict).get(name) for row in rows]
    return {each for each in held if isinstance(each, str)}
