"""Copies the program makes by itself stay for a while, all others for ever; what a kill left goes at the next start."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.backup import create_backup
from db.backup_keeping import BEFORE, is_held, thin_out
from tests.conftest import Place

EMPTY = b"SQLite format 3\0" + bytes(84)  # as its header says of no pages


def make_copies(path: Path, *reasons: str) -> list[Path]:
    """A file for every six hours of two years, by turns of these reasons."""
    start, made, folder = datetime(2024, 6, 8, 3), list[Path](), path.parent / "备份"
    folder.mkdir()
    for number in range(2 * 365 * 4):
        reason = reasons[number % len(reasons)]
        stamp = (start + timedelta(hours=6 * number)).strftime("%Y%m%d-%H%M%S-%f")
        made.append(folder / f"{path.stem}-{stamp}{reason and '-' + reason}.bak")
        made[-1].write_bytes(EMPTY)
    return made


def test_copies_before_a_reading_are_thinned(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    made = make_copies(path, *BEFORE)
    thin_out(path)
    left = sorted(made[0].parent.iterdir())
    assert left[-10:] == made[-10:], "the newest ten"
    days = {each.name[7:15] for each in left}
    assert {(datetime(2026, 6, 7) - timedelta(days=n)).strftime("%Y%m%d") for n in range(14)} <= days
    assert len({each.name[7:13] for each in left}) == 12, "one of each of twelve months"
    assert len(left) < 40
    thin_out(path)
    assert sorted(made[0].parent.iterdir()) == left, "and once more changes nothing"


@pytest.mark.parametrize("reason", ["", "恢复前", "升级前", "损坏", "每天"])
def test_other_copies_stay_for_ever(tmp_path: Path, reason: str) -> None:
    made = make_copies(tmp_path / "office.db", reason)
    for name in ("officers-20200101-000000-000000-读入前.bak", "office-我的-读入前.bak"):
        made.append(made[0].parent / name)
        made[-1].write_bytes(EMPTY)
    thin_out(tmp_path / "office.db")
    assert sorted(made[0].parent.iterdir()) == sorted(made)


def test_every_reading_thins(county: Place) -> None:
    made = make_copies(county.path, "读入前")
    newest = create_backup(county.path, made[0].parent, reason="读入前")
    assert newest.exists()
    assert len(list(made[0].parent.glob("*.bak"))) < 40


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A copy somebody is writing."""
    path = tmp_path / "held.part"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.execute("BEGIN EXCLUSIVE")
    yield path
    connection.close()


def test_what_a_kill_left_goes_at_the_next_start(county: Place, held: Path) -> None:
    folder = county.path.parent / "备份"
    folder.mkdir()
    for name in ("office-20260608-000000-000000.part", "office-20260608-000000-000000.part-journal"):
        (folder / name).write_bytes(b"SQLite format 3\0 half")
    county.path.with_suffix(".restored").write_bytes(b"half")
    others = [folder / "other-20260608-000000-000000.part", folder / "office-20260608-000000-000000.bak"]
    for each in others:
        each.touch()
    under_way = folder / "office-20260608-000001-000000.part"
    under_way.symlink_to(held)
    assert is_held(held)
    county.reopen()
    assert sorted(folder.iterdir()) == sorted([*others, under_way])
    assert not county.path.with_suffix(".restored").exists()
