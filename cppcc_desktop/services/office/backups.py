"""Backups of an office: the database whole, of the attachment files those the folder does not have yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cppcc_desktop.domain.description.fields import Entity, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import is_sound
from cppcc_desktop.journal.store import SELECT_OPERATIONS, load_row
from cppcc_desktop.services.features import Feature, list_modules
from cppcc_desktop.services.office.office import Office
from db.backup import (
    create_backup,
    is_readable,
    newest_backup,
    read_replicas,
    restore_backup,
    verify_backup,
)
from db.backup_files import copy_missing, files_beside, read_digests
from db.backup_list import (
    MANUAL,
    backup_folder,
)
from db.backup_notes import BackupVerdict, keep_verdict
from db.faults import translated

BROKEN_JOURNAL = "改动记录有坏的"


def name_files(entities: Iterable[Entity]) -> list[tuple[str, str]]:
    """Where records name stored files by their hashes: kind and field."""
    return [(entity.name, spec.name) for entity in entities for spec in entity if spec.kind is Kind.PHOTO]


def create_office_backup(
    office: Office, actor: Actor, folder: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Path:
    """A verified copy of the database in the folder, by default 备份 beside it, and of attachments not there yet.

    The files come first: a backup that is there has all that was here.
    """
    actor.require("backup")
    return make_backup(office, MANUAL, folder or backup_folder(office.database.path), progress)


def make_backup(office: Office, reason: str, folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Database and attachments; see create_office_backup."""
    copy_missing(office.database.files, files_beside(folder / "x"), progress=progress)
    made = create_backup(office.database.path, folder, reason=reason, at=office.now())
    if not holds_whole_journal(made):  # a copy of a damaged database is as damaged
        keep_verdict(made, BackupVerdict(BROKEN_JOURNAL))
    return made


def back_up_before(office: Office, reason: str) -> Path:
    """A backup of the database alone, before something that changes much: 导入前."""
    return create_backup(office.database.path, backup_folder(office.database.path), reason=reason, at=office.now())


def verify_office_backup(office: Office, actor: Actor, file: Path) -> int:
    """How many attachment files it refers to are not beside it; OfficeError unless the file is a sound backup."""
    actor.require("backup")
    verify_backup(file)
    if not holds_whole_journal(file):
        raise OfficeError(f"备份“{file.name}”里的改动记录有坏的。", todo="换一份备份。")
    folder = files_beside(file)
    digests = read_digests(file, name_files(office.schema.entities.values()), standing=True)
    return sum(not (folder / each[:2] / each).is_file() for each in digests)


def holds_whole_journal(file: Path) -> bool:
    """Whether every operation in a database file can be read and has the id of its content."""
    try:
        with translated(file), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return all(is_sound(load_row(row)) for row in database.execute(SELECT_OPERATIONS))
    except (OfficeError, sqlite3.Error):
        return False


@dataclass(frozen=True)
class RestoreRights:
    """What a restore asks of a database file: whether this person may, and whether the file can be believed at all."""

    check_account: Callable[[Path], None]
    is_trusted: Callable[[Path], bool]


def check_restore(backup: Path, path: Path, rights: RestoreRights) -> None:
    """OfficeError unless this backup may take the place of the database; nothing is changed.

    Who may replace a database is known by that database, as long as it is whole; of one that is damaged anywhere whoever
    is in the backup may bring it back. The backup must be of the same office, and the account must be in it too.
    """
    verify_backup(backup)
    if path.exists() and is_readable(path):
        try:
            rights.check_account(path)
            refuse_other(backup, path)
        except OfficeError:
            if rights.is_trusted(path):
                raise
    trial = path.with_suffix(".restored")
    try:
        restore_backup(backup, trial)
        rights.check_account(trial)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{trial}{suffix}").unlink(missing_ok=True)


def refuse_other(backup: Path, path: Path) -> None:
    """OfficeError for a backup of another database."""
    if set(read_replicas(backup)).isdisjoint(read_replicas(path)):
        raise OfficeError(
            f"“{backup.name}”不是这个数据库的备份，是另一个单位的，或另建的。",
            todo="核对文件；确实要用它的，恢复到一个新的文件名。",
        )


def restore_office(backup: Path, path: Path, features: Sequence[Feature], rights: RestoreRights) -> Path | None:
    """Replace the database by the backup if `check_restore` finds nothing against it; else all stays as it was.

    Attachment files it ever referred to come back too; none is taken away. Returns where the replaced database is
    kept. The restored one gets a new incarnation when it is opened; a window that has it open takes no more saves.
    """
    check_restore(backup, path, rights)
    entities = [each for module in list_modules(features) for each in module.entities]
    digests = read_digests(backup, name_files(entities), standing=False)
    copy_missing(files_beside(backup), path.with_suffix(".files"), digests)
    return restore_backup(backup, path)


def last_backup(office: Office) -> datetime | None:
    """When the newest backup was made, in China time."""
    return newest_backup(office.database.path)
