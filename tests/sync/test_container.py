"""The file: whole or refused, and never more memory than it says."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import orjson
import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.sync import container
from cppcc_desktop.sync.container import FORMAT, MAGIC, assemble, inflate, read_container, write_container

MANIFEST = {"package": "p1", "from": "county"}
SECTIONS = {"operations": b"one\ntwo", "a" * 64: b"\xff\xd8\xffpicture"}


def forge(path: Path, listed: list[object] | object, stored: bytes = b"", *, version: int = FORMAT) -> Path:
    """A file with a right hash and any listing of sections."""
    head = orjson.dumps({**MANIFEST, "sections": listed})
    body = MAGIC + version.to_bytes(2, "big") + len(head).to_bytes(4, "big") + head + stored
    path.write_bytes(body + hashlib.sha256(body).digest())
    return path


def entry(content: bytes, **change: object) -> dict[str, object]:
    return {"name": "operations", "stored": len(content), "length": len(content), "deflated": False,
            "hash": hashlib.sha256(content).hexdigest(), **change}  # fmt: skip


def refuse(path: Path, said: str = "数据包") -> None:
    with pytest.raises(OfficeError, match=said) as refused:
        read_container(path)
    assert "没有读入任何内容" in str(refused.value)


def test_round_trip(tmp_path: Path) -> None:
    size = write_container(tmp_path / "a.cppcc", MANIFEST, SECTIONS)
    read = read_container(tmp_path / "a.cppcc")
    assert read.sections == SECTIONS
    assert read.manifest["package"] == "p1"
    assert size == (tmp_path / "a.cppcc").stat().st_size
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.cppcc"]


def test_every_truncation_and_every_flipped_byte_is_refused(tmp_path: Path) -> None:
    data = assemble(MANIFEST, SECTIONS)
    file = tmp_path / "bad.cppcc"
    for place in range(len(data)):
        file.write_bytes(data[:place])
        refuse(file)
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        refuse(file)
    file.write_bytes(data + b"\0")
    refuse(file)


def test_newer_format_says_to_upgrade(tmp_path: Path) -> None:
    refuse(forge(tmp_path / "new.cppcc", [], version=FORMAT + 1), "更新版本")


@pytest.mark.parametrize(
    "change",
    [
        {"stored": 10**12}, {"stored": -5}, {"stored": "x"}, {"stored": None}, {"length": -1}, {"length": 10**12},
        {"length": "9"}, {"length": 8}, {"length": 2.5}, {"hash": "0" * 64}, {"deflated": True}, {"name": None, "hash": 3},
    ],
    ids=str,
)  # fmt: skip
def test_false_listings_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    refuse(forge(tmp_path / "bad.cppcc", [entry(b"content", **change)], b"content"))


@pytest.mark.parametrize("listed", [None, 5, "text", [5], [None], [{}], {"a": 1}], ids=str)
def test_listing_of_another_shape_is_refused(tmp_path: Path, listed: object) -> None:
    refuse(forge(tmp_path / "bad.cppcc", listed, b"content"))


@pytest.mark.parametrize("head", [b"", b"[]", b"{", b"5", b'"\\ud800"', b"[" * 5000])
def test_manifest_of_another_shape_is_refused(tmp_path: Path, head: bytes) -> None:
    body = MAGIC + FORMAT.to_bytes(2, "big") + len(head).to_bytes(4, "big") + head
    file = tmp_path / "bad.cppcc"
    file.write_bytes(body + hashlib.sha256(body).digest())
    refuse(file)


def test_bomb_is_bounded_by_what_it_declared() -> None:
    bomb = zlib.compress(bytes(50_000_000))
    with pytest.raises(ValueError, match="10"):
        inflate(bomb, 10)


def test_many_small_bombs_are_one_large_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_SECTION", 1000)
    packed = zlib.compress(bytes(900))
    listed = [entry(bytes(900), name=str(n), stored=len(packed), deflated=True) for n in range(3)]
    refuse(forge(tmp_path / "bombs.cppcc", listed, packed * 3))


def test_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.cppcc"
    write_container(file, MANIFEST, SECTIONS)
    monkeypatch.setattr(container, "MAX_FILE", 10)
    refuse(file, "太大")
    with pytest.raises(OfficeError):
        write_container(tmp_path / "more.cppcc", MANIFEST, SECTIONS)
    assert not list(tmp_path.glob("more*"))


def test_missing_file_and_missing_folder(tmp_path: Path) -> None:
    refuse(tmp_path / "none.cppcc", "读不出来")
    with pytest.raises(OfficeError, match="没有写完") as refused:
        write_container(tmp_path / "none" / "a.cppcc", MANIFEST, SECTIONS)
    assert "没有丢" in refused.value.kept
    (tmp_path / "folder.cppcc").mkdir()
    with pytest.raises(OfficeError, match="没有写完"):
        write_container(tmp_path / "folder.cppcc", MANIFEST, SECTIONS)
    assert not (tmp_path / "folder.cppcc.part").exists()
