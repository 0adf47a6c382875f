"""Backups by SQLite's own backup interface: whole, verified, never half a file under its final name."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from glob import escape
from pathlib import Path

from cppcc_desktop.domain.dates import CHINA
from cppcc_desktop.domain.errors import DamagedFile, OfficeError
from db.backup_keeping import BEFORE, thin_out
from db.backup_list import DAMAGED, backup_folder, list_backups
from db.backup_notes import BackupVerdict, keep_verdict
from db.faults import explain, roll_back, translated
from db.targets import make_private

BUSY_SECONDS = 60


def create_backup(path: Path, folder: Path, *, reason: str = "", at: datetime | None = None) -> Path:
    """Copy the database into the folder and return the new file. The copy carries a flag that it is one."""
    target = name_backup(path, folder, reason, at)
    partial = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        make_private(partial)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('backup', ?)", (target.stem,))
            copy.commit()
            copy.execute("PRAGMA journal_mode=DELETE")
        verify_backup(partial)
        flush(partial)
        partial.replace(target)
        keep_verdict(target, BackupVerdict())
    except (OSError, sqlite3.Error, OfficeError) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        # the copy is as the original: one that is not sound was not before
        known = DamagedFile() if isinstance(error, OfficeError) else explain(error, target)
        raise OfficeError(
            f"备份没有做成：{known.what}" if known else "备份没有做成。", kept="原来的数据没有动。",
            todo=known.todo if known else "检查磁盘空间和文件夹，再试一次。",
        ) from error  # fmt: skip
    if reason in BEFORE:
        thin_out(path)
    return target


def name_backup(path: Path, folder: Path, reason: str, at: datetime | None = None) -> Path:
    """A name for a moment no file in the folder has: database, time in China, reason."""
    at = (at or datetime.now(CHINA)).astimezone(CHINA)
    while any(folder.glob(f"{escape(path.stem)}-{at:%Y%m%d-%H%M%S-%f}*")):
        at += timedelta(microseconds=1)
    return folder / f"{path.stem}-{at:%Y%m%d-%H%M%S-%f}{'-' + reason if reason else ''}.bak"


def copy_backup(backup: Path, folder: Path) -> Path:
    """A verified copy of a backup under its own name in another folder."""
    target = folder / backup.name
    partial = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        make_private(partial)
        shutil.copyfile(backup, partial)
        flush(partial)
        verify_backup(partial)
        partial.replace(target)
    except (OSError, OfficeError) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        known = error if isinstance(error, OfficeError) else explain(error, target)
        raise OfficeError(
            f"没有拷贝好：{known.what}" if known else "没有拷贝好。", kept="原来的数据和备份没有动。",
            todo=known.todo if known else "看看 U 盘插好没有、有没有空间，再试一次。",
        ) from error  # fmt: skip
    return target


def verify_backup(path: Path) -> None:
    """Raise OfficeError unless SQLite finds the whole file sound."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
            count = copy.execute("SELECT count(*) FROM operation").fetchone()[0]
    except sqlite3.Error as error:
        raise OfficeError(f"备份“{path.name}”读不出来。", todo="换一份备份。") from error
    if said != "ok" or count < 0:
        raise OfficeError(f"备份“{path.name}”已损坏。", todo="换一份备份。")


def restore_backup(backup: Path, path: Path) -> Path | None:
    """Put a verified backup in the place of the database; what stood there is kept and returned.

    The database is written over as one transaction of SQLite: whoever has it open sees all of the backup or nothing of it,
    and a full disk or a power cut leaves what was there. One that is damaged is put aside under its own name.
    """
    verify_backup(backup)
    if path.exists() and is_whole(path):
        kept = create_backup(path, backup_folder(path), reason="恢复前")
        write_over(backup, path)
        return kept
    partial = path.with_name(f"{path.name}.part")  # nothing has its name until it is whole, nothing goes before
    try:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{partial}{suffix}").unlink(missing_ok=True)
        write_over(backup, partial)
        kept = put_aside(path) if path.exists() else None
        with translated(path):
            partial.replace(path)
    except OfficeError:
        partial.unlink(missing_ok=True)
        raise
    return kept


def write_over(source: Path, target: Path) -> None:
    """Make the target what the source is, as one transaction of SQLite."""
    with (
        translated(target),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as whole,
        closing(sqlite3.connect(make_private(target), timeout=BUSY_SECONDS)) as copy,
    ):
        whole.backup(copy)
    flush(target)


def copy_tables(source: Path, target: Path, tables: Sequence[str]) -> None:
    """Copy rows into tables that are there and empty, reading each from one end to the other without its indexes.

    DamagedFile where a page of them cannot be read. Text that is no UTF-8 any more comes with marks in it.
    """
    with (
        translated(source),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as damaged,
        closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as fresh,
    ):
        damaged.text_factory = read_text
        for table in tables:
            columns = [row[1] for row in fresh.execute(f'PRAGMA table_info("{table}")')]
            names = ", ".join(f'"{each}"' for each in columns)
            fresh.execute(f'DELETE FROM "{table}"')
            rows = damaged.execute(f'SELECT {names} FROM "{table}" NOT INDEXED')
            fresh.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', rows)
        fresh.commit()


def read_text(data: bytes) -> str:
    """Text of a damaged file; what is no UTF-8 any more is marked."""
    return data.decode("utf-8", "replace")


def keep_damaged(path: Path) -> Path:
    """A copy of a damaged database as it is, with what SQLite left beside it, in 备份."""
    target = name_backup(path, backup_folder(path), DAMAGED)
    with translated(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("-wal", ""):
            part = Path(f"{path}{suffix}")
            if part.exists():
                shutil.copyfile(part, f"{target}{suffix}")
    return target


def is_whole(path: Path) -> bool:
    """Whether all of a database can be read, so that a backup of it can be made; one that is locked is an OfficeError."""
    return answer(path, "PRAGMA integrity_check") == "ok"


def is_readable(path: Path) -> bool:
    """Whether SQLite can read the file at all; one that is locked is an OfficeError: what cannot be asked is not damaged."""
    return bool(answer(path, "SELECT count(*) FROM meta"))


def answer(path: Path, query: str) -> str:
    """What a database answers, in words; empty if it is damaged or none of ours."""
    roll_back(path)
    try:
        with translated(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("SELECT count(*) FROM meta").fetchone()
            return str(database.execute(query).fetchone()[0])
    except (DamagedFile, sqlite3.Error):
        return ""


def read_replicas(path: Path) -> list[bytes]:
    """The replica ids a database knows of, its own first one first: by that one knows where it comes from."""
    with (
        translated(path),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database,
    ):
        return [bytes(key) for (key,) in database.execute("SELECT key FROM replica ORDER BY number")]


def put_aside(path: Path) -> Path:
    """Move a damaged database, and what SQLite left beside it, into 备份."""
    target = name_backup(path, backup_folder(path), DAMAGED)
    with translated(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("-wal", "-shm", ""):
            part = Path(f"{path}{suffix}")
            if part.exists():
                part.replace(f"{target}{suffix}")
    return target


def newest_backup(path: Path) -> datetime | None:
    """When the newest backup beside this database was made, in China time; None if there is none."""
    return next((each.made for each in list_backups(path) if each.reason != DAMAGED), None)


def flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
