"""Backups of an office: the database whole, of the attachment files those the folder does not have yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cppcc_desktop.domain.description.fields import Entity, Kind
from cppcc_desktop.domain.errors import DamagedFile, OfficeError
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
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


def name_files(entities: Iterable[Entity]) -> list[tuple[str, str]]:
    """Where records name stored files by their hashes: kind and field."""
    photos = [(entity.name, spec.name) for entity in entities for spec in entity if spec.kind is Kind.PHOTO]
    return [(ATTACHMENT.name, "digest"), *photos]


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
    return create_backup(office.database.path, folder, reason=reason, at=office.now())


def back_up_before(office: Office, reason: str) -> Path:
    """A backup of the database alone, before something that changes much: 导入前."""
    return create_backup(office.database.path, backup_folder(office.database.path), reason=reason, at=office.now())


def verify_office_backup(office: Office, actor: Actor, file: Path) -> int:
    """How many attachment files it refers to are not beside it; OfficeError unless the file is a sound backup."""
    actor.require("backup")
    verify_backup(file)
    folder = files_beside(file)
    digests = read_digests(file, name_files(office.schema.entities.values()), standing=True)
    return sum(not (folder / each[:2] / each).is_file() for each in digests)


def check_restore(backup: Path, path: Path, check_account: Callable[[Path], None]) -> None:
    """OfficeError unless this backup may take the place of the database; nothing is changed.

    Who may replace a database is known by that database, as long as it can be read; the backup must be of the same
    office, and the account must be in it too.
    """
    verify_backup(backup)
    if path.exists() and is_readable(path):
        with suppress(DamagedFile):  # whoever is in the backup may bring it back then
            check_account(path)
            if read_replicas(backup)[0] not in read_replicas(path):
                raise OfficeError(
                    f"“{backup.name}”不是这个数据库的备份，是另一个单位的，或另建的。",
                    todo="核对文件；确实要用它的，恢复到一个新的文件名。",
                )
    trial = path.with_suffix(".restored")
    try:
        restore_backup(backup, trial)
        check_account(trial)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{trial}{suffix}").unlink(missing_ok=True)


def restore_office(
    backup: Path, path: Path, features: Sequence[Feature], check_account: Callable[[Path], None]
) -> Path | None:
    """Replace the database by the backup if `check_restore` finds nothing against it; else all stays as it was.

    Attachment files it ever referred to come back too; none is taken away. Returns where the replaced database is
    kept. The restored one gets a new incarnation when it is opened; a window that has it open takes no more saves.
    """
    check_restore(backup, path, check_account)
    entities = [each for module in list_modules(features) for each in module.entities]
    digests = read_digests(backup, name_files(entities), standing=False)
    copy_missing(files_beside(backup), path.with_suffix(".files"), digests)
    return restore_backup(backup, path)


def last_backup(office: Office) -> datetime | None:
    """When the newest backup was made, in China time."""
    return newest_backup(office.database.path)
