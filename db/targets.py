"""Where files come to lie: never over a database, and those with the office's data for their owner's eyes only."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from db.faults import is_sqlite

BESIDE = ("-wal", "-shm", "-journal")
STALE = 3600  # seconds after which nobody writes a half file any more


def refuse_database(path: Path) -> None:
    """OfficeError if a database or a backup stands at this place, or is at work there."""
    files = [path, *(path.with_name(path.name.removesuffix(end)) for end in BESIDE if path.name.endswith(end))]
    for each in files:
        with suppress(OSError):
            if each.is_file() and is_sqlite(each):
                raise OfficeError(
                    f"“{path.name}”是数据库或备份，不能用别的文件盖掉它。", kept="它原样未动。", todo="换一个文件名。"
                )


def clear_half_files(folder: Path, pattern: str) -> None:
    """Take away what a kill left half written in a folder: files of that pattern nobody has touched for an hour."""
    with suppress(OSError):
        for left in folder.glob(pattern):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > STALE:
                    left.unlink()


def make_private(path: Path) -> Path:
    """Nobody else on this computer reads this database; one that is not there begins as an empty file of that kind. Returns its place.

    Windows keeps what lies in a person's folders from others by itself.
    """
    path.touch(mode=0o600)
    if os.name == "posix":
        with suppress(OSError):  # it belongs to somebody else, who decides
            path.chmod(0o600)
    return path
