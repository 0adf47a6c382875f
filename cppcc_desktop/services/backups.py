"""Backups of an office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.services.office import Office
from db.backup import create_backup, newest_backup, restore_backup, verify_backup


def create_office_backup(office: Office, actor: Actor, folder: Path | None = None) -> Path:
    """A verified copy of the database in the folder, by default 备份 beside it."""
    actor.require("backup")
    return create_backup(office.database.path, folder or office.database.path.parent / "备份")


def verify_office_backup(_office: Office, actor: Actor, file: Path) -> None:
    """OfficeError unless the file is a sound backup."""
    actor.require("backup")
    verify_backup(file)


def restore_office(backup: Path, path: Path, check_account: Callable[[Path], None]) -> Path | None:
    """Replace the database by the backup if `check_account` accepts it; else all stays as it was.

    Returns where the replaced database is kept. The restored one gets a new incarnation when it is opened.
    """
    trial = path.with_suffix(".restored")
    restore_backup(backup, trial)
    try:
        check_account(trial)
    except OfficeError:
        raise
    else:
        return restore_backup(backup, path)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{trial}{suffix}").unlink(missing_ok=True)


def last_backup(office: Office) -> datetime | None:
    """When the newest backup was made."""
    return newest_backup(office.database.path)
