"""Damage is noticed and told: after an unclean end and once a day, with what helps; whatever a flipped byte hits."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import select

from cppcc_desktop.domain.errors import Cancelled, DamagedFile, OfficeError
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.waiting import count_waiting
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.office.backup_care import check_backups
from cppcc_desktop.services.office.backups import create_office_backup, verify_office_backup
from cppcc_desktop.services.records.drafts import keep_draft, list_drafts, new_draft_key
from cppcc_desktop.services.records.records import Query, change_record, list_records, show_record
from cppcc_desktop.services.restoring import restore_as
from cppcc_desktop.services.soundness import (
    FILL_IN,
    REBUILD,
    RESTORE,
    check_soundness,
    forget_lost,
    needs_check,
    rebuild_office,
)
from db.backup_list import BAD, DAMAGED, list_backups
from tests.conftest import PASSWORD, USER, Filled, Place

FLIPPED = 20  # databases; python -m tests.bench.damage makes as many as one likes


def read_all(place: Place) -> dict[tuple[str, str], dict[str, Any]]:
    """Every record as the tables have it."""
    with place.office.read() as connection:
        return {
            (name, str(row["id"])): dict(row)
            for name, table in place.office.schema.records.items()
            for row in connection.execute(select(table)).mappings()
        }


def look_around(place: Place) -> None:
    """What a person looks at first."""
    for module in place.office.modules.values():
        if module.columns:
            list_records(place.office, place.actor, module, Query(), 0, -1)
    find_records(place.office, place.actor, "建议")


def flip(path: Path, dice: random.Random) -> None:
    """Change bytes anywhere in the file, as a bad stick does."""
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 2, 8))):
        data[dice.randrange(len(data))] ^= dice.randrange(1, 256)
    path.write_bytes(data)


def tell_damage(place: Place, truth: dict[tuple[str, str], dict[str, Any]]) -> str:
    """How a database with flipped bytes is met: refused, found, sound, or `silent` where something wrong is shown.

    Any error that is not in words of ours comes out.
    """
    try:
        place.office = place.around.open(place.path)
    except OfficeError:
        return "refused"
    try:
        for look in (look_around, read_all):
            with suppress(DamagedFile):
                look(place)
        if check_soundness(place.office, place.actor).faults:
            return "found"
        return "sound" if read_all(place) == truth else "silent"
    finally:
        place.office.close()


def flip_many(place: Place, folder: Path, seeds: range) -> dict[str, list[int]]:
    """Outcome → seeds of as many copies of this database, each with bytes flipped."""
    truth = read_all(place)
    place.office.close()
    good = folder / "good.db"
    shutil.copy(place.path, good)
    found: dict[str, list[int]] = {}
    for seed in seeds:
        shutil.copy(good, place.path)
        for suffix in ("-wal", "-shm"):
            Path(f"{place.path}{suffix}").unlink(missing_ok=True)
        flip(place.path, random.Random(seed))
        found.setdefault(tell_damage(place, truth), []).append(seed)
    shutil.copy(good, place.path)
    place.office = place.around.open(place.path)
    return found


def test_nothing_wrong_is_shown_once_the_check_has_run(filled: Filled, tmp_path: Path) -> None:
    """No traceback, and what the check finds sound is what was saved."""
    found = flip_many(filled.place, tmp_path, range(FLIPPED))
    assert "silent" not in found, found
    assert sum(map(len, found.values())) == FLIPPED


def damage(place: Place, statement: str, *values: object) -> None:
    with place.office.database.write() as connection:
        connection.exec_driver_sql(statement, tuple(values))


def test_what_the_tables_show_wrongly_is_made_again(filled: Filled) -> None:
    place = filled.place
    damage(place, "UPDATE proposal SET title = '别的' WHERE id = ?", filled.proposal)
    found = check_soundness(place.office, place.actor)
    assert (found.remedy, found.backup) == (REBUILD, None)
    assert "重建" in found.advice and "什么都不会丢" in found.advice
    rebuild_office(place.office, place.actor)
    assert (
        show_record(place.office, place.actor, "proposal", filled.proposal).values["title"] == "关于优化公交班次的建议"
    )
    assert not check_soundness(place.office, place.actor).faults
    assert list((place.path.parent / "备份").glob("*-重建前.bak"))


def test_a_damaged_journal_needs_the_newest_good_backup(filled: Filled) -> None:
    place = filled.place
    place.clock.move(0)
    good = create_office_backup(place.office, place.actor)
    bad = create_office_backup(place.office, place.actor)
    bad.write_bytes(bad.read_bytes()[:-4096])
    damage(place, "UPDATE operation SET fields = replace(fields, '公交', '公文')")
    found = check_soundness(place.office, place.actor)
    assert found.remedy == RESTORE and found.backup and found.backup.path == good
    assert "2026-06-08 15:42" in found.advice
    with pytest.raises(OfficeError, match="改动记录本身坏了"):
        rebuild_office(place.office, place.actor)


def test_without_any_good_backup_that_is_said(filled: Filled) -> None:
    place = filled.place
    damage(place, "UPDATE operation SET fields = replace(fields, '公交', '公文')")
    assert "没有完好的备份" in check_soundness(place.office, place.actor).advice


def test_it_is_looked_at_once_a_day(filled: Filled) -> None:
    place = filled.place
    assert needs_check(place.office)
    check_soundness(place.office, place.actor)
    assert not needs_check(place.office)
    place.reopen()
    assert not needs_check(place.office), "it was closed properly"
    place.clock.move(1)
    assert needs_check(place.office)


def test_and_after_an_unclean_end(filled: Filled, tmp_path: Path) -> None:
    """The log of writes lies beside the file: a kill, or an old file was copied back under it."""
    place = filled.place
    check_soundness(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "没有收尾"})
    kept = [Path(f"{place.path}{suffix}") for suffix in ("", "-wal")]
    for each in kept:
        shutil.copy(each, tmp_path / each.name)
    place.office.close()
    for each in kept:
        shutil.copy(tmp_path / each.name, each)
    place.office = place.around.open(place.path)
    assert place.office.unclean and needs_check(place.office)
    assert not check_soundness(place.office, place.actor).faults
    assert not needs_check(place.office)


def test_an_old_file_under_a_newer_log_is_found(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    with closing(sqlite3.connect(place.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old, log = tmp_path / "old.db", Path(f"{place.path}-wal")
    shutil.copy(place.path, old)
    for number in range(40):
        change_record(place.office, place.actor, "member", filled.members[0], {"post": f"第{number}次"})
    with closing(sqlite3.connect(place.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "最后"})
    shutil.copy(log, tmp_path / "log")
    place.office.close()
    shutil.copy(old, place.path)
    shutil.copy(tmp_path / "log", log)
    try:
        place.office = place.around.open(place.path)
    except OfficeError:
        place.office = place.around.open(filled_again(place, old))
        return
    assert needs_check(place.office)
    assert check_soundness(place.office, place.actor).faults


def filled_again(place: Place, old: Path) -> Path:
    Path(f"{place.path}-wal").unlink(missing_ok=True)
    shutil.copy(old, place.path)
    return place.path


def test_a_check_can_be_ended(filled: Filled) -> None:
    stopped = Event()
    stopped.set()
    with pytest.raises(Cancelled):
        check_office(filled.place.office, filled.place.actor, stopped)
    assert needs_check(filled.place.office)


def keep(place: Place, folder: Path) -> None:
    """The files of the database as they are now, while it is open."""
    for suffix in ("", "-wal"):
        shutil.copy(f"{place.path}{suffix}", folder / f"kept{suffix}")


def bring_back(place: Place, folder: Path) -> None:
    place.office.close()
    for suffix in ("", "-wal"):
        shutil.copy(folder / f"kept{suffix}", f"{place.path}{suffix}")
    place.office = place.around.open(place.path)


def test_saves_that_went_with_the_power_are_missed(filled: Filled, tmp_path: Path) -> None:
    """SQLite's log of writes was lost: the file is whole and older than what was acknowledged."""
    place = filled.place
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "在"})
    keep(place, tmp_path)
    for number in range(3):
        change_record(place.office, place.actor, "member", filled.members[0], {"post": f"没有了{number}"})
    bring_back(place, tmp_path)
    found = check_soundness(place.office, place.actor)
    assert found.remedy == FILL_IN and "少了 3 条改动" in found.faults[0] and "补上" in found.advice
    place.reopen()
    assert check_soundness(place.office, place.actor).faults, "until somebody is told"
    forget_lost(place.office)
    assert not check_soundness(place.office, place.actor).faults
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "补的"})
    place.reopen()
    assert not check_soundness(place.office, place.actor).faults


def test_a_restored_backup_misses_nothing(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "以后的"})
    place.office.close()
    restore_as(place.around, place.path, USER, PASSWORD, backup)
    place.office = place.around.open(place.path)
    assert not check_soundness(place.office, place.actor).faults


@pytest.mark.parametrize("statement", ["UPDATE meta SET key = 'replicb' WHERE key = 'replica'",
                                       "UPDATE meta SET value = 'z' || substr(value, 2) WHERE key = 'replica'",
                                       "UPDATE meta SET value = 'cowntx' WHERE key = 'kind'"])  # fmt: skip
def test_a_damaged_word_about_itself_is_damage(filled: Filled, statement: str) -> None:
    """It was called empty, to be deleted; or opened as a place of another kind. A backup takes its place."""
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    damage(place, statement)
    place.office.close()
    with pytest.raises(DamagedFile):
        place.around.open(place.path)
    restore_as(place.around, place.path, USER, PASSWORD, backup)
    place.office = place.around.open(place.path)
    assert not check_soundness(place.office, place.actor).faults


@pytest.mark.parametrize("statement", ["UPDATE account SET password_hash = 'x'", "UPDATE account SET role = 'reader'",
                                       "UPDATE account SET name = '别人'", "UPDATE replica SET key = x'00' || substr(key, 2)",
                                       "PRAGMA application_id = 1", "PRAGMA user_version = 200"])  # fmt: skip
def test_damage_does_not_bar_the_way_back(filled: Filled, statement: str) -> None:
    """An account, a number of the file: whoever is in the backup may bring it back."""
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    place.office.close()
    with closing(sqlite3.connect(place.path)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(OfficeError, match="口令"):
        restore_as(place.around, place.path, USER, "wrong", backup)
    restore_as(place.around, place.path, USER, PASSWORD, backup)
    place.office = place.around.open(place.path)
    assert not check_soundness(place.office, place.actor).faults


@pytest.mark.parametrize("table, column", [("member", "parties"), ("proposal", "joint_sponsors"), ("head", "heads"),
                                           ("operation", "fields"), ("draft", "typed"), ("package", "result")])  # fmt: skip
def test_json_that_cannot_be_read_is_damage(
    pair: tuple[Place, Place], filled: Filled, tmp_path: Path, table: str, column: str
) -> None:
    """No fault of ours, and the check finds it."""
    place, _ = pair
    place.pack(filled.station, tmp_path / "a.cppcc")
    keep_draft(place.office, place.actor, "member", new_draft_key(), {"name": "写了一半"}, {})
    damage(place, f"UPDATE {table} SET {column} = '[\"' WHERE rowid = (SELECT max(rowid) FROM {table})")
    for look in (
        look_around,
        read_all,
        lambda each: list_drafts(each.office, each.actor),
        lambda each: count_waiting(each.office, each.actor),
    ):
        with suppress(DamagedFile):
            look(place)
    found = check_soundness(place.office, place.actor)
    assert found.faults and not any("malformed" in each for each in found.faults)
    if table != "operation":
        rebuild_office(place.office, place.actor)
        assert not check_soundness(place.office, place.actor).faults


def test_what_only_the_file_lost_is_made_again_in_a_new_one(filled: Filled) -> None:
    """An index page, a page of a list: as long as every operation can be read nothing is lost."""
    place = filled.place
    truth = read_all(place)
    with closing(sqlite3.connect(place.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = [row[0] for row in connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name IN ('ix_operation_scope', 'member', 'head')")]  # fmt: skip
    place.office.close()
    data = bytearray(place.path.read_bytes())
    for page in pages:
        data[(page - 1) * size : page * size] = bytes(size)
    place.path.write_bytes(data)
    place.office = place.around.open(place.path)
    found = check_soundness(place.office, place.actor)
    assert found.faults and all(each.isascii() is False for each in found.faults)
    rebuild_office(place.office, place.actor)
    assert read_all(place) == truth and not check_soundness(place.office, place.actor).faults
    assert any(each.reason == DAMAGED for each in list_backups(place.path))
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "接着做"})
    place.reopen()
    assert not check_soundness(place.office, place.actor).faults


def test_nothing_saved_while_the_file_is_made_anew_is_lost(filled: Filled) -> None:
    """Saves made meanwhile wait; they were in the old file, which was replaced."""
    place = filled.place
    with closing(sqlite3.connect(place.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_operation_scope'").fetchone()
    place.office.close()
    data = bytearray(place.path.read_bytes())
    data[(page - 1) * size : page * size] = bytes(size)
    place.path.write_bytes(data)
    place.office = place.around.open(place.path)
    saved: list[str] = []

    def save() -> None:
        while len(saved) < 8:
            with suppress(DamagedFile):
                change_record(place.office, place.actor, "member", filled.members[0], {"note": f"第{len(saved)}次"})
                saved.append(f"第{len(saved)}次")

    writer = Thread(target=save)
    begun: list[int] = []

    def follow(_done: int, _total: int) -> None:
        if not begun:
            begun.append(1)
            writer.start()

    rebuild_office(place.office, place.actor, follow)
    writer.join(30)
    assert len(saved) == 8 and not writer.is_alive()
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["note"] == "第7次"
    place.reopen()
    assert not check_soundness(place.office, place.actor).faults


def test_a_damaged_index_is_made_anew(filled: Filled) -> None:
    place = filled.place
    damage(place, "DELETE FROM find_text_config")
    assert check_soundness(place.office, place.actor).faults
    rebuild_office(place.office, place.actor)
    place.reopen()
    assert not check_soundness(place.office, place.actor).faults


def test_a_backup_of_a_damaged_database_is_no_good_one(filled: Filled) -> None:
    place = filled.place
    good = create_office_backup(place.office, place.actor)
    damage(place, "UPDATE operation SET fields = replace(fields, '公交', '公文')")
    place.clock.move(1)
    copied = create_office_backup(place.office, place.actor)
    found = check_soundness(place.office, place.actor)
    assert found.backup and found.backup.path == good
    assert [each.state for each in list_backups(place.path) if each.path == copied] == [BAD], "it is called so at once"
    with pytest.raises(OfficeError, match="改动记录有坏的"):
        verify_office_backup(place.office, place.actor, copied)
    check_backups(place.office, place.actor, lambda *_told: None)
    assert [each.state for each in list_backups(place.path) if each.path == copied] == [BAD]


def test_a_power_cut_during_a_restore_is_rolled_back(filled: Filled, tmp_path: Path) -> None:
    """A hot journal beside the file: a reader that may not write called the file read-only for ever."""
    place = filled.place
    truth = read_all(place)
    place.office.close()
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode=DELETE'); c.execute('PRAGMA cache_size=1')\n"
        "c.execute('BEGIN IMMEDIATE'); c.execute(\"UPDATE operation SET fields = 'x'\")\n"
        "c.execute(\"UPDATE member SET name = 'x'\"); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(place.path)], check=False)
    assert Path(f"{place.path}-journal").stat().st_size
    place.office = place.around.open(place.path)
    assert read_all(place) == truth and not check_soundness(place.office, place.actor).faults


def test_a_byte_changed_in_a_journal_does_not_travel(pair: tuple[Place, Place], filled: Filled, tmp_path: Path) -> None:
    """Ids are reckoned again when a package is made."""
    _, station = pair
    activity = station.create("activity", title="院坝协商", type="01", date="2026-06-01")
    damage(station, "UPDATE operation SET fields = replace(fields, '院坝', '院霸') WHERE record = ?", activity)
    with pytest.raises(OfficeError, match="有一条改动坏了"):
        station.pack("county", tmp_path / "a.cppcc")
    assert not (tmp_path / "a.cppcc").exists()
