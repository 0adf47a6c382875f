"""Care of the backups: which there are, the one of each day, checking them, a copy on another disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cppcc_desktop.domain.dates import CHINA
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.backups import BROKEN_JOURNAL, create_office_backup, holds_whole_journal, make_backup
from cppcc_desktop.services.office.office import Office
from db.backup import copy_backup, verify_backup
from db.backup_files import copy_missing, files_beside
from db.backup_list import (
    DAILY,
    DAMAGED,
    MANUAL,
    SOUND,
    Backup,
    backup_folder,
    count_missing,
    is_current,
    list_backups,
    short_of,
)
from db.backup_notes import BackupVerdict, keep_note, keep_verdict, read_notes, read_verdict

OUTSIDE, OUTSIDE_DAYS = "拷到别处", 7  # the note of the last copy in another place, and how old it may be


def list_office_backups(office: Office, actor: Actor) -> list[Backup]:
    """The backups beside the database, the newest first."""
    actor.require("backup")
    return list_backups(office.database.path)


def look_at_backup(file: Path) -> Backup:
    """A backup from anywhere; OfficeError unless it is a sound one."""
    verify_backup(file)
    looked = file.stat()
    return Backup(file, datetime.fromtimestamp(looked.st_mtime, CHINA), "从文件", looked.st_size, SOUND, file.name)


def newest_whole(office: Office) -> Backup | None:
    """The newest sound backup that has the attachments too: those before an import are of the database alone."""
    found = list_backups(office.database.path)
    return next((each for each in found if each.reason in (MANUAL, DAILY) and each.state == SOUND), None)


def needs_daily(office: Office) -> bool:
    """Whether today's backup is still to be made: there is none of today, and something was recorded since the last."""
    last = newest_whole(office)
    if last is None:
        return True
    return last.made.date() < office.today() and not is_current(office.database.path, last.path)


def make_daily(office: Office, progress: Callable[[int, int], None] | None = None) -> Path | None:
    """Today's backup, whoever is at the window; None if none is needed."""
    if not needs_daily(office):
        return None
    return make_backup(office, DAILY, backup_folder(office.database.path), progress)


@dataclass(frozen=True)
class CheckedBackups:
    """How many were looked through, the bad ones among them, and the new one that was made because of those."""

    count: int
    bad: tuple[str, ...]
    made: Path | None = None


def check_backups(office: Office, actor: Actor, progress: Callable[[int, int, str], None]) -> CheckedBackups:
    """Read every backup whole and note what was found; for bad ones found now a new one is made at once."""
    actor.require("backup")
    files = [each for each in list_backups(office.database.path) if each.reason != DAMAGED]
    bad: dict[Path, str] = {}
    notes = read_notes(backup_folder(office.database.path))
    for done, each in enumerate(files):
        progress(done, len(files), each.path.name)
        fault = find_fault(each)
        known = read_verdict(notes, each.path)
        if not fault:
            keep_verdict(each.path, BackupVerdict())
        elif known is None or not known.done:
            bad[each.path] = fault
    made = create_office_backup(office, actor) if bad else None
    for path, fault in bad.items():
        keep_verdict(path, BackupVerdict(fault, "已另存一份"))
    return CheckedBackups(len(files), tuple(path.name for path in bad), made)


def find_fault(backup: Backup) -> str:
    """What is wrong with a backup; empty if all of it can be read."""
    missing = count_missing(backup.path, backup.size)
    if missing:
        return short_of(missing)
    try:
        verify_backup(backup.path)
    except OfficeError:
        return "读出来有错"
    return "" if holds_whole_journal(backup.path) else BROKEN_JOURNAL


@dataclass(frozen=True)
class Outside:
    """The last copy in another place: when and where; None of both if there never was one."""

    at: date | None
    folder: str
    days: int  # since then, or since the first backup of all
    late: bool


def copy_outside(
    office: Office, actor: Actor, folder: Path, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Everything of now as one verified backup, and the attachments, in a folder of another disk; noted as copied."""
    actor.require("backup")
    own = backup_folder(office.database.path)
    last = newest_whole(office)
    if last is None or not is_current(office.database.path, last.path):
        source = make_backup(office, MANUAL, own, progress)
    else:
        source = last.path
    if folder.resolve() == own.resolve():
        raise OfficeError("这就是备份本来在的文件夹。", todo="选 U 盘或另一块盘里的文件夹。")
    copy_missing(files_beside(source), files_beside(folder / "x"), progress=progress)
    made = copy_backup(source, folder)
    keep_note(own, OUTSIDE, {"at": office.today().isoformat(), "folder": str(folder)})
    return made


def read_outside(office: Office) -> Outside:
    """How long the data has been on this computer alone."""
    noted = read_notes(backup_folder(office.database.path)).get(OUTSIDE, {})
    try:
        last = date.fromisoformat(str(noted.get("at")))
    except ValueError:
        last = None
    backups = list_backups(office.database.path)
    since = last or (backups[-1].made.date() if backups else office.today())
    days = (office.today() - since).days
    return Outside(last, str(noted.get("folder") or ""), days, days > OUTSIDE_DAYS)


@dataclass(frozen=True)
class Whereabouts:
    """Where the data and its backups lie: files, sizes and the room that is left, in bytes."""

    database: Path
    size: int
    backups: Path
    free: int


def read_whereabouts(office: Office) -> Whereabouts:
    path = office.database.path.resolve()
    return Whereabouts(path, measure(path), backup_folder(path), shutil.disk_usage(path.parent).free)


def measure(path: Path) -> int:
    """Bytes of a database with its attachments."""
    parts = [path, *path.with_suffix(".files").glob("??/*")]
    return sum(each.stat().st_size for each in parts if each.is_file())
