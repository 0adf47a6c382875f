"""Damage is noticed and told: after an unclean end and once a day, with what helps; whatever a flipped byte hits."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from cppcc_desktop.domain.errors import Cancelled, DamagedFile, OfficeError
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.office.backups import create_office_backup
from cppcc_desktop.services.records.records import Query, change_record, list_records, show_record
from cppcc_desktop.services.soundness import REBUILD, RESTORE, check_soundness, needs_check, rebuild_office
from tests.conftest import Filled, Place

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


def test_a_byte_changed_in_a_journal_does_not_travel(pair: tuple[Place, Place], filled: Filled, tmp_path: Path) -> None:
    """Ids are reckoned again when a package is made."""
    _, station = pair
    activity = station.create("activity", title="院坝协商", type="01", date="2026-06-01")
    damage(station, "UPDATE operation SET fields = replace(fields, '院坝', '院霸') WHERE record = ?", activity)
    with pytest.raises(OfficeError, match="有一条改动坏了"):
        station.pack("county", tmp_path / "a.cppcc")
    assert not (tmp_path / "a.cppcc").exists()
