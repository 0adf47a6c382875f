"""How long copies stay that the program makes by itself, and what goes that a kill left half written."""

from __future__ import annotations

import glob
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from db.backup_list import BAD, backup_folder, list_backups

BEFORE = ("读入前", "导入前", "登记前")  # copies made before much is written; all others stay for ever
NEWEST, DAYS, MONTHS = 10, 14, 12  # of these stay: the newest, the last one of a day, the last one of a month


def thin_out(path: Path) -> None:
    """Take away copies made before something was written that are no more needed. Bad ones stay: somebody may look."""
    copies = [each for each in list_backups(path) if each.reason in BEFORE and each.state != BAD]
    kept = {each.path for each in copies[:NEWEST]}
    for period, most in (("%Y-%m-%d", DAYS), ("%Y-%m", MONTHS)):
        last = {f"{each.made:{period}}": each.path for each in reversed(copies)}
        kept |= {last[each] for each in sorted(last, reverse=True)[:most]}
    for each in copies:
        if each.path not in kept:
            with suppress(OSError):
                each.path.unlink()


def clear_leftovers(path: Path) -> None:
    """Take away what a killed backup or restore of this database left half written; one under way is locked."""
    trial = path.with_suffix(".restored")
    for left in (*backup_folder(path).glob(f"{glob.escape(path.stem)}-*.part"), trial):
        if left != path and left.exists() and not is_held(left):
            for suffix in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    Path(f"{left}{suffix}").unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Whether somebody is writing or reading this database now; half a one is held by nobody."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as database:
            database.execute("BEGIN EXCLUSIVE")
            database.rollback()
    except sqlite3.Error as error:
        return "locked" in str(error)
    return False
