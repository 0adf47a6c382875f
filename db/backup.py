"""Backups by SQLite's own backup interface: whole, verified, never half a file under its final name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError


def create_backup(path: Path, folder: Path, *, reason: str = "") -> Path:
    """Copy the database into the folder and return the new file. The copy carries a flag that it is one."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{path.stem}-{stamp}{'-' + reason if reason else ''}.bak"
    partial = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('backup', ?)", (stamp,))
            copy.commit()
            copy.execute("PRAGMA journal_mode=DELETE")
        verify_backup(partial)
        flush(partial)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OfficeError(
            "备份没有做成：" + str(error), kept="原来的数据没有动。", todo="检查磁盘空间和文件夹，再试一次。"
        ) from error
    return target


def verify_backup(path: Path) -> None:
    """Raise OfficeError unless SQLite finds the whole file sound."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
            count = copy.execute("SELECT count(*) FROM operation").fetchone()[0]
    except sqlite3.Error as error:
        raise OfficeError(f"备份“{path.name}”读不出来：{error}", todo="换一份备份。") from error
    if said != "ok" or count < 0:
        raise OfficeError(f"备份“{path.name}”已损坏：{said}", todo="换一份备份。")


def restore_backup(backup: Path, path: Path) -> Path | None:
    """Put a verified backup in the place of the database; what stood there is kept and returned."""
    verify_backup(backup)
    kept = create_backup(path, path.parent / "备份", reason="恢复前") if path.exists() else None
    partial = path.with_suffix(".part")
    with (
        closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(partial)) as copy,
    ):
        source.backup(copy)
    flush(partial)
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    partial.replace(path)
    return kept


def newest_backup(path: Path) -> datetime | None:
    """When the newest backup beside this database was made; None if there is none."""
    times = [file.stat().st_mtime for file in (path.parent / "备份").glob(f"{path.stem}-*.bak")]
    return datetime.fromtimestamp(max(times)) if times else None


def flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
