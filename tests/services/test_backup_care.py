"""The list of backups, the one of each day, their check, the copy elsewhere, and what a restore takes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.domain.dates import CHINA
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.backup_care import (
    check_backups,
    copy_outside,
    list_office_backups,
    make_daily,
    needs_daily,
    read_outside,
    read_whereabouts,
)
from cppcc_desktop.services.office.backups import back_up_before, create_office_backup, last_backup
from cppcc_desktop.services.records.records import change_record, show_record
from cppcc_desktop.services.restoring import may_restore, read_lost, restore_as
from db.backup import create_backup
from db.backup_list import BAD, SOUND, UNCHECKED, list_backups
from tests.conftest import PASSWORD, USER, Filled, Place


def look(place: Place) -> list[tuple[str, str, str]]:
    return [(each.reason, each.state, each.note) for each in list_office_backups(place.office, place.actor)]


def test_the_list_says_when_and_why_and_that_each_was_checked(county: Place) -> None:
    create_office_backup(county.office, county.actor)
    back_up_before(county.office, "导入前")
    county.clock.move(1)
    county.create("member", name="钱后来")
    make_daily(county.office)
    assert look(county) == [("每天", SOUND, ""), ("导入前", SOUND, ""), ("", SOUND, "")]
    made = [each.made for each in list_office_backups(county.office, county.actor)]
    assert [f"{each:%m-%d %H:%M}" for each in made] == ["06-09 15:42", "06-08 15:42", "06-08 15:42"], (
        "the office's clock"
    )
    assert last_backup(county.office) == made[0] and made[0].tzinfo is CHINA


def test_backups_of_another_database_in_the_folder_are_not_in_the_list(county: Place) -> None:
    mine = create_office_backup(county.office, county.actor)
    create_backup(county.path, mine.parent).rename(mine.parent / mine.name.replace("office-", "office-2-"))
    (mine.parent / "office-好的.bak").write_bytes(b"x")
    assert [each.path for each in list_backups(county.path)] == [mine]


def test_a_cut_file_is_bad_at_once_and_a_changed_one_no_longer_checked(county: Place) -> None:
    cut, changed = (create_office_backup(county.office, county.actor) for _ in range(2))
    cut.write_bytes(cut.read_bytes()[:-4096])
    data = bytearray(changed.read_bytes())
    changed.write_bytes(bytes(data) + b"\0" * 4096)
    states = {each.path: (each.state, each.note) for each in list_backups(county.path)}
    assert states == {cut: (BAD, "文件少了 4 KB"), changed: (UNCHECKED, "")}


def test_checking_all_finds_the_bad_one_and_makes_a_new_one(county: Place) -> None:
    bad, good = (create_office_backup(county.office, county.actor) for _ in range(2))
    size = bad.stat().st_size
    data = bytearray(bad.read_bytes())
    data[4096 * 3 : 4096 * 30] = b"\xff" * 4096 * 27
    bad.write_bytes(data)
    seen: list[tuple[int, int]] = []
    done = check_backups(county.office, county.actor, lambda at, total, _note: seen.append((at, total)))
    assert (done.count, done.bad) == (2, (bad.name,)) and done.made is not None and done.made.is_file()
    assert bad.stat().st_size == size and seen == [(0, 2), (1, 2)]
    states = {each.path: (each.state, each.note) for each in list_backups(county.path)}
    assert states == {bad: (BAD, "读出来有错，已另存一份"), good: (SOUND, ""), done.made: (SOUND, "")}
    assert check_backups(county.office, county.actor, lambda *_: None).made is None, "what is known is not saved again"
    assert states[bad] == {each.path: (each.state, each.note) for each in list_backups(county.path)}[bad]


def test_without_the_notes_all_are_unchecked_and_nothing_else_is_lost(county: Place) -> None:
    made = create_office_backup(county.office, county.actor)
    for content in ("", "[]", '{"x": 1}'):
        (made.parent / "核对.json").write_text(content, "utf-8")
        assert look(county) == [("", UNCHECKED, "")]
    check_backups(county.office, county.actor, lambda *_: None)
    assert look(county) == [("", SOUND, "")]


def test_one_backup_a_day_and_none_without_a_change(filled: Filled) -> None:
    place = filled.place
    assert needs_daily(place.office) and make_daily(place.office) is not None
    assert not needs_daily(place.office) and make_daily(place.office) is None
    place.clock.move(1)
    assert not needs_daily(place.office), "nothing was recorded since"
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "后来"})
    assert needs_daily(place.office)
    back_up_before(place.office, "导入前")
    assert needs_daily(place.office), "that one has no attachments"
    made = make_daily(place.office)
    assert made is not None and made.name.endswith("-每天.bak") and not needs_daily(place.office)
    made.write_bytes(made.read_bytes()[:9000])
    assert needs_daily(place.office), "a bad one is none"


def test_a_copy_elsewhere_is_whole_and_remembered(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    assert not read_outside(place.office).late
    create_office_backup(place.office, place.actor)
    place.clock.move(8)
    outside = read_outside(place.office)
    assert outside.late and outside.at is None and outside.days == 8
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "后来"})
    copy = copy_outside(place.office, place.actor, tmp_path / "U盘")
    assert copy.parent == tmp_path / "U盘" and copy.read_bytes() == list_backups(place.path)[0].path.read_bytes()
    assert read_lost(place.office, place.actor, copy) == [], "a new one was made for it"
    outside = read_outside(place.office)
    assert (outside.at, outside.days, outside.late) == (place.office.today(), 0, False)
    place.clock.move(7)
    assert not read_outside(place.office).late
    place.clock.move(1)
    assert read_outside(place.office).late
    assert len(list_backups(place.path)) == 2
    copy_outside(place.office, place.actor, tmp_path / "别的盘")
    assert len(list_backups(place.path)) == 2, "the last one has everything"


def test_a_copy_that_cannot_be_written_says_so(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    (tmp_path / "file").touch()
    with pytest.raises(OfficeError):
        copy_outside(place.office, place.actor, tmp_path / "file")
    assert read_outside(place.office).at is None
    with pytest.raises(OfficeError, match="本来在的文件夹"):
        copy_outside(place.office, place.actor, place.path.parent / "备份")


def test_where_the_data_lies(filled: Filled) -> None:
    found = read_whereabouts(filled.place.office)
    assert found.database == filled.place.path.resolve() and found.backups == found.database.parent / "备份"
    assert found.size > 100_000 and found.free > 0


def test_what_a_restore_takes_away(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    assert read_lost(place.office, place.actor, backup) == []
    new = place.create("member", name="钱后来")
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "备份以后"})
    place.act(filled.proposal, "receive")
    lost = {each.label: each for each in read_lost(place.office, place.actor, backup)}
    assert list(lost) == ["提案", "委员"], "steps of a case are a change of the case"
    assert (lost["委员"].count, lost["委员"].words) == (2, "新增 1，修改 1")
    where = lost["委员"].where
    assert isinstance(where, Is) and set(where.value) == {new, filled.members[0]} and lost["委员"].module == "members"  # type: ignore[arg-type]
    assert (lost["提案"].count, lost["提案"].words) == (1, "修改 1")


def test_what_was_lost_once_is_not_counted_after_a_restore(filled: Filled) -> None:
    """After a restore the numbers of operations are given anew: only their ids tell what a backup has."""
    place = filled.place
    first = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "甲"})
    second = create_office_backup(place.office, place.actor)
    place.office.close()
    restore_as(place.around, place.path, USER, PASSWORD, first)
    place.reopen()
    assert read_lost(place.office, place.actor, first) == read_lost(place.office, place.actor, second) == []
    change_record(place.office, place.actor, "member", filled.members[1], {"post": "乙"})
    assert [each.count for each in read_lost(place.office, place.actor, second)] == [1]


def test_asking_whether_one_may_restore_changes_nothing(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "备份以后"})
    replica = place.office.replica
    with pytest.raises(OfficeError, match="口令不对"):
        may_restore(place.around, place.path, USER, "wrong", backup)
    assert may_restore(place.around, place.path, USER, PASSWORD, backup) == backup
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "再改"})
    place.reopen()
    assert place.office.replica == replica
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["post"] == "再改"


def damage(place: Place) -> None:
    """Some pages are gone, the first ones still answer: as a bad sector leaves it."""
    place.office.close()
    data = bytearray(place.path.read_bytes())
    data[4096 * 4 :] = b"\xff" * (len(data) - 4096 * 4)
    place.path.write_bytes(data)


def test_a_database_damaged_in_part_gives_way_to_its_backup(filled: Filled) -> None:
    """The account could not be asked any more, or a copy before the restore failed: nothing could be brought back."""
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    damage(place)
    with pytest.raises(OfficeError, match="口令不对"):
        restore_as(place.around, place.path, USER, "wrong", backup)
    kept = restore_as(place.around, place.path, USER, PASSWORD, backup)
    place.reopen()
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["post"] == "县医院医生"
    assert kept is not None and kept.name.endswith("-损坏.bak")
    bad = next(each for each in list_backups(place.path) if each.path == kept)
    assert (bad.state, bad.reason) == (BAD, "损坏") and last_backup(place.office) == list_backups(place.path)[-1].made


def test_whoever_only_looks_gets_no_list(county: Place) -> None:
    reader = Actor("看看", "reader", county.office.name)
    with pytest.raises(OfficeError):
        list_office_backups(county.office, reader)
