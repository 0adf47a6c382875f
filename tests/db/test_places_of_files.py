"""Where files come to lie: nothing is written over unasked, a database never, and one that went away is noticed."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cppcc_desktop.cli.main import run
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.files import replace_atomically
from cppcc_desktop.services.office.backups import create_office_backup
from cppcc_desktop.services.records.attachments import attach_content, copy_attachment, list_attachments
from cppcc_desktop.services.records.records import change_record, show_record
from tests.conftest import PASSWORD, USER, Filled, Place


@pytest.fixture
def cppcc(tmp_path: Path, county: Place) -> Callable[..., int]:
    """A command as one types it; its exit code."""
    (tmp_path / "password").write_text(PASSWORD)

    def call(*arguments: object) -> int:
        account = ("--db", county.path, "--user", USER, "--password-file", tmp_path / "password")
        return run([str(each) for each in (*arguments, *account)], county.around)

    return call


WRITERS = {
    "pack": ("pack", "--for", "01", "--to"), "export": ("export", "member", "--to"),
    "stats": ("stats", "proposals", "--to"), "scores": ("scores", "export", "assessments", "--to"),
}  # fmt: skip


@pytest.mark.parametrize("command", WRITERS)
def test_no_command_writes_over_a_file_unasked(
    cppcc: Callable[..., int], filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    kept = tmp_path / "重要.xlsx"
    kept.write_bytes("重要".encode())
    assert cppcc(*WRITERS[command], kept) == 1
    assert "没有覆盖" in capsys.readouterr().err
    assert kept.read_text("utf-8") == "重要"
    if command != "scores":
        assert cppcc(*WRITERS[command], kept, "--overwrite") == 0, capsys.readouterr().err
        assert kept.read_bytes() != "重要".encode()


@pytest.mark.parametrize("command", ["pack", "export", "stats"])
@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_nothing_ever_takes_the_place_of_a_database(
    cppcc: Callable[..., int], filled: Filled, capsys: pytest.CaptureFixture[str], command: str, suffix: str
) -> None:
    """Not even where it was said that the file may go; under an open window it would be worse."""
    place = filled.place
    target = place.path.with_name(place.path.name + suffix)
    assert cppcc(*WRITERS[command], target, "--overwrite") == 1
    assert ("数据库" if command == "pack" else "不能导出成") in capsys.readouterr().err
    assert show_record(place.office, place.actor, "proposal", filled.proposal).values["title"]


def test_nor_of_a_backup_whoever_writes(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    before = backup.read_bytes()
    attach_content(place.office, place.actor, "proposal", filled.proposal, "a.pdf", b"%PDF")
    (found,) = list_attachments(place.office, place.actor, filled.proposal)
    with pytest.raises(OfficeError, match="数据库或备份"):
        copy_attachment(place.office, place.actor, found.id, backup)
    with pytest.raises(OfficeError, match="数据库或备份"), replace_atomically(backup):
        pass
    assert backup.read_bytes() == before
    copy_attachment(place.office, place.actor, found.id, tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == b"%PDF"


KILLED = """
import os, sys
from pathlib import Path
from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.office import opening
from tests.conftest import Clock
setattr(opening, sys.argv[2], lambda *_: os._exit(9))
opening.create_office(Path(sys.argv[1]), FEATURES, kind="county", name="甲", plenary=Plenary(10, 3), user="周明礼",
                      password="correct horse 9", clock=Clock(), anchors=Path(sys.argv[1]).parent)
"""


@pytest.mark.parametrize("moment", ["start_incarnation", "hash_password", "settle_office"])
def test_a_killed_init_leaves_no_database(open_place: Callable[..., Place], tmp_path: Path, moment: str) -> None:
    """Nor one without account, for which every password would be wrong for ever."""
    path = tmp_path / "new" / "office.db"
    path.parent.mkdir()
    ended = subprocess.run([sys.executable, "-c", KILLED, path, moment], cwd=Path.cwd(), check=False)
    assert ended.returncode == 9
    assert not path.exists()
    (tmp_path / "password").write_text(PASSWORD)
    around = open_place().around
    account = ("--db", str(path), "--user", USER, "--password-file", str(tmp_path / "password"))
    assert run(["init", "--name", "政协示例县委员会", *account], around) == 0
    assert run(["check", *account], around) == 0
    assert [each.name for each in path.parent.iterdir() if "part" in each.name] == []


def test_a_folder_that_went_away_is_noticed(filled: Filled) -> None:
    """On Linux the file lives on as long as it is open, and what is saved would be gone with it."""
    place = filled.place
    away = place.path.parent.rename(place.path.parent.with_name("away"))
    with pytest.raises(OfficeError, match="不在原来的地方了") as refused:
        change_record(place.office, place.actor, "member", filled.members[0], {"post": "存到哪里去了"})
    assert "没有保存" in refused.value.what and refused.value.todo
    away.rename(place.path.parent)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "放回来了"})


def test_another_file_under_the_name_is_noticed(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    shutil.copy(place.path, tmp_path / "other.db")
    (tmp_path / "other.db").replace(place.path)
    with pytest.raises(OfficeError, match="不在原来的地方了"):
        change_record(place.office, place.actor, "member", filled.members[0], {"post": "新"})


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a person's folders from others by itself")
def test_data_is_for_its_owner_only(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    place.path.chmod(0o644)
    place.reopen()
    backup = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "新"})
    attach_content(place.office, place.actor, "proposal", filled.proposal, "a.pdf", b"%PDF")
    files = [place.path, place.path.with_name(f"{place.path.name}-wal"), backup, place.office.database.files]
    assert [stat.S_IMODE(each.stat().st_mode) & 0o077 for each in files] == [0, 0, 0, 0]


def test_half_files_of_a_kill_go_with_the_next_one(filled: Filled, tmp_path: Path) -> None:
    """Where a package or a list was being written: a stick is not there when the program starts."""
    old, young = [tmp_path / "旧.cppcc.part", tmp_path / ".0123456789ab.part"], tmp_path / "新.cppcc.part"
    others = [tmp_path / "别的.part", tmp_path / "别的.cppcc"]
    for each in (*old, young, *others):
        each.write_bytes(b"half")
        os.utime(each, (1, 1))
    os.utime(young)
    filled.place.pack(filled.station, tmp_path / "送.cppcc")
    with replace_atomically(tmp_path / "表.xlsx") as file:
        file.write(b"x")
    assert [each.exists() for each in (*old, young, *others)] == [False, False, True, True, True]
