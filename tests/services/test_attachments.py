"""Attachments: stored once, limits, programs refused, a full disk, a kill in the middle, taken away and back."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import Cancelled, InvalidField, OfficeError, Refusal
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.office import stored_files
from cppcc_desktop.services.records import attachments
from cppcc_desktop.services.records.attachments import (
    attach_content,
    attach_files,
    clean_name,
    copy_attachment,
    copy_for_opening,
    discard_attachment,
    keep_photo,
    list_attachments,
    rename_attachment,
    restore_attachment,
    weigh_files,
    wipe_copies,
)
from cppcc_desktop.services.records.records import discard_record
from tests.conftest import USER, Filled, Place

MB = 1024 * 1024
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "会议纪要.pdf"
    path.write_bytes(b"%PDF-1.4 " + b"scan " * 1000)
    return path


def attach(filled: Filled, *paths: Path, kind: str = "proposal", record: str = ""):
    place = filled.place
    return attach_files(place.office, place.actor, kind, record or filled.proposal, paths)


def listed(filled: Filled, record: str = "", *, binned: bool = False):
    return list_attachments(filled.place.office, filled.place.actor, record or filled.proposal, binned=binned)


def stored(place: Place) -> list[Path]:
    return [each for each in place.office.database.files.rglob("*") if each.is_file()]


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.write(b"%PDF")
        file.truncate(size)
    return path


def test_a_file_is_stored_recorded_and_found(filled: Filled, scan: Path) -> None:
    done = attach(filled, scan)
    (found,) = listed(filled)
    assert done.added == [found.id] and done.same == []
    assert (found.name, found.size, found.who, found.at) == ("会议纪要.pdf", 5009, USER, "2026-06-08 15:42")
    assert found.here and found.path.read_bytes() == scan.read_bytes()
    assert found.digest == hashlib.sha256(scan.read_bytes()).hexdigest()
    hits = [hit for group in find_records(filled.place.office, filled.place.actor, "会议纪要") for hit in group.hits]
    assert [hit.id for hit in hits] == [filled.proposal]
    assert all(each.ok for each in check_office(filled.place.office, filled.place.actor))


def test_the_same_content_is_stored_once(filled: Filled, scan: Path, tmp_path: Path) -> None:
    again = tmp_path / "另一个名字.pdf"
    again.write_bytes(scan.read_bytes())
    assert attach(filled, scan, again).same == ["另一个名字.pdf"]
    assert attach(filled, scan).added == []
    attach(filled, again, kind="member", record=filled.members[0])
    assert len(stored(filled.place)) == 1 and len(listed(filled, filled.members[0])) == 1


def test_files_of_a_stations_record_travel_to_it(filled: Filled, scan: Path) -> None:
    place = filled.place
    activity = place.create("activity", station=filled.station, title="协商", type="01", date="2026-06-01")
    attach(filled, scan, kind="activity", record=activity)
    attach(filled, scan)
    table = place.office.schema.records["attachment"]
    with place.office.read() as connection:
        rows = connection.execute(table.select()).mappings().all()
    assert {row["of"]: row["scope"] for row in rows} == {"activity": f"town:{filled.station}", "proposal": "county"}


@pytest.mark.parametrize(
    "name", ["a.exe", "a.BAT", "报告.pdf.js", "a.lnk", "a.vbs", "a.cmd", "a.scr", "a.msi", "a.ps1", "a.hta", "a.exe. "]
)
def test_programs_are_refused(filled: Filled, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"echo")
    with pytest.raises(Refusal, match="程序"):
        attach(filled, path)
    assert listed(filled) == [] and stored(filled.place) == []


@pytest.mark.parametrize("start", [b"MZ\x90\x00", b"\x7fELF\x02", b"L\x00\x00\x00\x01\x14\x02\x00"])
def test_a_program_under_another_name_is_refused(filled: Filled, tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "照片.jpg"
    path.write_bytes(start + b"x" * 100)
    with pytest.raises(Refusal, match="内容是程序"):
        attach(filled, path)


def test_what_cannot_be_added_says_why(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    (tmp_path / "空.txt").touch()
    (tmp_path / "夹").mkdir()
    large, huge = sparse(tmp_path / "大.pdf", 21 * MB), sparse(tmp_path / "太大.pdf", 201 * MB)
    paths = [tmp_path / "空.txt", tmp_path / "夹", tmp_path / "没有.txt", huge, large]
    weighed = weigh_files(place.office, place.actor, paths)
    assert weighed.fit == [large]
    said = "".join(weighed.refused)
    for words in ("是空文件", "是文件夹", "读不出来", "超过 200 MB"):
        assert words in said
    assert "“大.pdf”有 21 MB" in weighed.question and stored(place) == []
    with pytest.raises(Refusal, match="超过 200 MB"):
        attach(filled, huge)


def test_small_files_are_not_asked_about(filled: Filled, scan: Path) -> None:
    assert weigh_files(filled.place.office, filled.place.actor, [scan]).question == ""


def test_a_disk_nearly_full(filled: Filled, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled.place
    monkeypatch.setattr(stored_files.shutil, "disk_usage", lambda _path: Disk(10**12, 0, 300 * MB))
    assert "磁盘快满了：存进来以后只剩 300 MB" in weigh_files(place.office, place.actor, [scan]).question
    assert attach(filled, scan).added
    monkeypatch.setattr(stored_files.shutil, "disk_usage", lambda _path: Disk(10**12, 0, 90 * MB))
    other = scan.with_name("别的.pdf")
    other.write_bytes(b"%PDF other")
    with pytest.raises(Refusal, match="磁盘快满了，只剩 90 MB"):
        attach(filled, other)
    assert len(stored(place)) == 1


def test_cancelling_takes_everything_back(filled: Filled, tmp_path: Path, scan: Path) -> None:
    attach(filled, scan, kind="member", record=filled.members[0])
    small, large = tmp_path / "小.txt", sparse(tmp_path / "大.pdf", 6 * MB)
    small.write_text("小")
    seen: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, name: str) -> None:
        seen.append((done, total, name))
        if done >= 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        attach_files(
            filled.place.office,
            filled.place.actor,
            "proposal",
            filled.proposal,
            [scan, small, large],
            progress=progress,
        )
    assert seen[-1] == (3, 6, "大.pdf") and listed(filled) == []
    assert [each.name for each in stored(filled.place)] == [hashlib.sha256(scan.read_bytes()).hexdigest()]


COPY = """
import sys
from pathlib import Path
from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.office.stored_files import keep_file
from tests.conftest import Clock
office = Surroundings(FEATURES, Clock(), Path(sys.argv[2])).open(Path(sys.argv[1]))
def tell(done, total):
    print(done, flush=True)
    sys.stdin.readline()
keep_file(office, Path(sys.argv[3]), tell)
"""


def test_a_kill_in_the_middle_leaves_nothing_half(filled: Filled, tmp_path: Path, scan: Path) -> None:
    place, large = filled.place, sparse(tmp_path / "大.pdf", 8 * MB)
    running = subprocess.Popen(
        [sys.executable, "-c", COPY, str(place.path), str(place.around.home), str(large)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout and running.stdin
    assert int(running.stdout.readline()) == MB
    running.kill()
    running.wait(20)
    running.stdin.close()
    running.stdout.close()
    (left,) = stored(place)
    assert left.suffix == ".part"
    attach(filled, scan)
    assert left.exists(), "a copy under way elsewhere is left alone"
    os.utime(left, (time.time() - 120, time.time() - 120))
    attach(filled, large)
    assert not left.exists() and {each.suffix for each in stored(place)} == {""} and len(stored(place)) == 2


def test_taken_away_and_back(filled: Filled, scan: Path) -> None:
    place = filled.place
    (record,) = attach(filled, scan).added
    with pytest.raises(Refusal, match="理由"):
        discard_attachment(place.office, place.actor, record, " ")
    discard_attachment(place.office, place.actor, record, "放错了")
    (gone,) = listed(filled, binned=True)
    assert listed(filled) == [] and gone.binned == "放错了" and gone.here
    assert attach(filled, scan).added, "the same file may be added again"
    restore_attachment(place.office, place.actor, record)
    assert len(listed(filled)) == 2


def test_names(filled: Filled, scan: Path) -> None:
    place = filled.place
    (record,) = attach(filled, scan).added
    for name, kept in (("新名.pdf", "新名.pdf"), ("没写扩展名", "没写扩展名.pdf"), ("改成.exe", "改成.exe.pdf")):
        rename_attachment(place.office, place.actor, record, name, "二季度")
        assert (listed(filled)[0].name, listed(filled)[0].note) == (kept, "二季度")
    with pytest.raises(InvalidField):
        rename_attachment(place.office, place.actor, record, "  ")
    assert clean_name("a/b\\c:d?.pdf") == "a_b_c_d_.pdf" and clean_name("con.txt") == "_con.txt"
    assert clean_name("长" * 300 + ".pdf").endswith("长.pdf") and len(clean_name("长" * 300 + ".pdf")) == 120
    assert clean_name("..") == "附件"


def test_a_copy_for_another_program_is_read_only_and_wiped(filled: Filled, scan: Path, tmp_path: Path) -> None:
    place, folder = filled.place, tmp_path / "opened"
    (record,) = attach(filled, scan).added
    for _ in range(2):  # the first may still lie there
        copy = copy_for_opening(place.office, place.actor, record, folder)
    assert copy.name == scan.name and copy.read_bytes() == scan.read_bytes() and not copy.stat().st_mode & 0o222
    wipe_copies(folder)
    assert not folder.exists() and listed(filled)[0].here


def test_a_program_that_came_from_elsewhere_is_not_opened(filled: Filled, tmp_path: Path, monkeypatch) -> None:
    place = filled.place
    monkeypatch.setattr(attachments, "PROGRAMS", frozenset())
    done = attach_content(place.office, place.actor, "proposal", filled.proposal, "a.bat", b"echo")
    monkeypatch.undo()
    with pytest.raises(Refusal, match="程序"):
        copy_for_opening(place.office, place.actor, done.added[0], tmp_path / "opened")


def test_a_file_that_has_not_come(filled: Filled, scan: Path, tmp_path: Path) -> None:
    place = filled.place
    (record,) = attach(filled, scan).added
    stored(place)[0].unlink()
    assert not listed(filled)[0].here
    with pytest.raises(OfficeError, match="附件未到"):
        copy_attachment(place.office, place.actor, record, tmp_path / "x.pdf")
    assert attach(filled, scan, kind="member", record=filled.members[0]).added
    assert listed(filled)[0].here, "the content is back under its hash"


def test_a_record_in_the_bin_takes_none(filled: Filled, scan: Path) -> None:
    discard_record(filled.place.office, filled.place.actor, "proposal", filled.proposal, "录重了")
    with pytest.raises(Refusal, match="回收站"):
        attach(filled, scan)
    assert stored(filled.place) == []


def test_a_photo_goes_the_same_way(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"p" * 100)
    monkeypatch.setattr(stored_files.shutil, "disk_usage", lambda _path: Disk(10**12, 0, 10 * MB))
    with pytest.raises(Refusal, match="磁盘快满了"):
        keep_photo(filled.place.office, photo)
    monkeypatch.undo()
    assert keep_photo(filled.place.office, photo) == hashlib.sha256(photo.read_bytes()).hexdigest()
