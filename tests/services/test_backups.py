"""Backups and the attachment files beside them: each copied once, counted, brought back."""

from __future__ import annotations

from pathlib import Path

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.description.fields import Kind
from cppcc_desktop.domain.office.office import ATTACHMENT
from cppcc_desktop.services.features import list_modules
from cppcc_desktop.services.office.backups import (
    RestoreRights,
    create_office_backup,
    name_files,
    restore_office,
    verify_office_backup,
)
from cppcc_desktop.services.records.attachments import attach_files, discard_attachment, keep_photo, list_attachments
from cppcc_desktop.services.records.records import change_record
from tests.conftest import Filled

MADE = b"%PDF-1.4 "


def attach(filled: Filled, folder: Path, name: str) -> str:
    path = folder / name
    path.write_bytes(MADE + name.encode() * 50)
    place = filled.place
    return attach_files(place.office, place.actor, "proposal", filled.proposal, [path]).added[0]


def files(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()}


def test_every_field_that_names_a_file_is_known() -> None:
    """A further field of that kind would not be in any backup."""
    photos = {(e.name, f.name) for m in list_modules(FEATURES) for e in m.entities for f in e if f.kind is Kind.PHOTO}
    entities = [entity for module in list_modules(FEATURES) for entity in module.entities]
    assert photos == {("member", "photo"), (ATTACHMENT.name, "digest")} == set(name_files(entities))


def test_only_new_files_are_copied(filled: Filled, tmp_path: Path) -> None:
    place, folder = filled.place, tmp_path / "U盘"
    attach(filled, tmp_path, "一.pdf")
    create_office_backup(place.office, place.actor, folder)
    first = files(folder / "附件")
    attach(filled, tmp_path, "二.pdf")
    backup = create_office_backup(place.office, place.actor, folder)
    second = files(folder / "附件")
    assert len(first) == 1 and len(second) == 2 and first.items() <= second.items(), "the old one was not written again"
    assert verify_office_backup(place.office, place.actor, backup) == 0


def test_half_a_file_is_copied_again_and_a_missing_one_counted(filled: Filled, tmp_path: Path) -> None:
    place, folder = filled.place, tmp_path / "U盘"
    attach(filled, tmp_path, "一.pdf")
    backup = create_office_backup(place.office, place.actor, folder)
    (copy,) = [each for each in (folder / "附件").rglob("*") if each.is_file()]
    copy.write_bytes(b"half")
    create_office_backup(place.office, place.actor, folder)
    assert copy.read_bytes().startswith(MADE)
    copy.unlink()
    assert verify_office_backup(place.office, place.actor, backup) == 1


def test_restoring_brings_the_files_back_those_in_the_bin_too(filled: Filled, tmp_path: Path) -> None:
    place, folder = filled.place, tmp_path / "U盘"
    for name in ("一.pdf", "二.pdf"):
        attach(filled, tmp_path, name)
    (photo := tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xffphoto")
    change_record(place.office, place.actor, "member", filled.members[0], {"photo": keep_photo(place.office, photo)})
    change_record(place.office, place.actor, "member", filled.members[0], {"photo": None})
    discard_attachment(
        place.office, place.actor, list_attachments(place.office, place.actor, filled.proposal)[0].id, "错"
    )
    backup = create_office_backup(place.office, place.actor, folder)
    (folder / "附件" / "ff").mkdir()
    (folder / "附件" / "ff" / ("f" * 64)).write_bytes(b"of another office")
    kept = files(place.office.database.files)
    place.office.close()
    for each in place.office.database.files.rglob("*"):
        if each.is_file():
            each.unlink()
    restore_office(backup, place.path, FEATURES, RestoreRights(lambda _path: None, lambda _path: True))
    place.office = place.around.open(place.path)
    assert files(place.office.database.files).keys() == kept.keys() and len(kept) == 3
    assert [each.here for each in list_attachments(place.office, place.actor, filled.proposal)] == [True]
