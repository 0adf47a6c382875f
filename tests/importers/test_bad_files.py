"""Every kind of bad file: an error in plain Chinese within ten seconds, and this process lives on."""

from __future__ import annotations

import os
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers import limits, reader, sheets
from cppcc_desktop.importers.causes import CAUSES, Unreadable
from cppcc_desktop.importers.reader import read_data
from cppcc_desktop.importers.sheets import column_letter, read_file
from tests.importers.books import FIRST_ROW, MAIN, OFFICE, write_book, write_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(name: str) -> bytes:
    return OLE + bytes(504) + name.encode("utf-16-le") + bytes(512)


def document(part: str) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(part, "<x/>")

    return write


def content(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def cells(body: str, **changed: str) -> Callable[[Path], object]:
    return lambda path: write_parts(path, f"<sheetData>{FIRST_ROW}{body}</sheetData>", **changed)


def cut(path: Path) -> None:
    write_book(path, [["姓名"]])
    path.write_bytes(path.read_bytes()[:-300])


def flip(path: Path) -> None:
    write_book(path, [["姓名"] * 50] * 50)
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(path.read_bytes())
    data[offset + 100] ^= 255
    path.write_bytes(data)


def lie_about_size(path: Path) -> None:
    """The zip says the sheet unpacks to 100 bytes."""
    cells("<row/>" * 1000)(path)
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.rfind(signature)
        data[start + place : start + place + 4] = struct.pack("<I", 100)
    path.write_bytes(data)


def encrypt_entries(path: Path) -> None:
    write_book(path, [["姓名"]])
    data = bytearray(path.read_bytes())
    start = data.find(b"PK\x01\x02")
    data[start + 8] |= 1
    path.write_bytes(data)


def leave(path: Path) -> None:
    """Write nothing there."""


def bomb(path: Path) -> None:
    write_parts(path, f"<sheetData>{FIRST_ROW}</sheetData>")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(bytes(1_000_000))


def double_part(path: Path) -> None:
    with zipfile.ZipFile(write_parts(path, ""), "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")


def sixteen_bits(path: Path) -> None:
    with zipfile.ZipFile(write_parts(path, ""), "a") as archive:
        archive.writestr("xl/styles.xml", "<styleSheet/>".encode("utf-16"))


def huge(path: Path) -> None:
    with path.open("wb") as out:
        out.truncate(60_000_000)


HIDDEN = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="名册" state="hidden" sheetId="1" r:id="r1"/></sheets></workbook>'
ENTITY = f'<!DOCTYPE x [<!ENTITY a "{"哈" * 10}"><!ENTITY b "&a;&a;">]>'
OVERLAP = "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 3 + "</mergeCells>"

BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "nothing": ("empty", content(b"")),
    "blanks": ("empty", content(b" \r\n\r\n ")),
    "commas only": ("empty", content(b",,,\r\n,,,\r\n")),
    "old excel": ("old_excel", content(ole("Workbook"))),
    "old word": ("word", content(ole("WordDocument"))),
    "old slides": ("slides", content(ole("PowerPoint Document"))),
    "other old": ("not_sheet", content(ole("Something"))),
    "encrypted": ("password", content(ole("EncryptedPackage"))),
    "encrypted entries": ("password", encrypt_entries),
    "html as xls": ("web_page", content("<html><table><tr><td>姓名</td></tr></table></html>".encode())),
    "html with blanks": ("web_page", content(b"\xef\xbb\xbf\r\n <!DOCTYPE HTML PUBLIC>")),
    "xml as xls": ("web_page", content(b'<?xml version="1.0"?><Workbook/>')),
    "pdf": ("pdf", content(b"%PDF-1.7\n1 0 obj")),
    "png": ("picture", content(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))),
    "jpeg": ("picture", content(b"\xff\xd8\xff\xe0" + bytes(64))),
    "rtf": ("word", content(b"{\\rtf1\\ansi}")),
    "rar": ("archive", content(b"Rar!\x1a\x07" + bytes(64))),
    "docx": ("word", document("word/document.xml")),
    "pptx": ("slides", document("ppt/presentation.xml")),
    "ods": ("open_document", document("content.xml")),
    "xlsb": ("binary_excel", document("xl/workbook.bin")),
    "zip": ("archive", document("名册.xlsx")),
    "cut": ("cut", cut),
    "cut to a few bytes": ("cut", content(b"PK\x03\x04" + bytes(40))),
    "flipped byte": ("damaged", flip),
    "lies about its size": ("damaged", lie_about_size),
    "no relations": ("damaged", cells("", **{"xl/_rels/workbook.xml.rels": "<x"})),
    "broken xml": ("damaged", cells("<row><c r='A2'><v>1</row>")),
    "strange cell reference": ("damaged", cells('<row r="2"><c r="&#88;FD1"><v>1</v></c></row>')),
    "utf-16 inside": ("damaged", sixteen_bits),
    "a part twice": ("damaged", double_part),
    "overlapping merges": ("damaged", lambda path: write_parts(path, f"<sheetData>{FIRST_ROW}</sheetData>{OVERLAP}")),
    "zip bomb": ("bomb", bomb),
    "billion laughs": ("entities", cells("", **{"xl/sharedStrings.xml": ENTITY + "<sst/>"})),
    "xxe": ("entities", cells("", **{"xl/workbook.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>'})),
    "far corner": ("far_cell", cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "far row": ("far_cell", cells('<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>')),
    "far column": ("far_cell", cells('<row r="3"><c r="GS3" s="2" t="n"><v>1</v></c></row>')),
    "far corner in odd spelling": ("memory", cells("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")),
    "no visible sheet": ("no_sheet", cells("", **{"xl/workbook.xml": HIDDEN})),
    "empty workbook": ("no_rows", lambda path: write_book(path, [])),
    "too many lines": ("too_many_rows", content(b"1,2\n" * 100_002)),
    "too wide": ("too_many_columns", content(b"1," * 300 + b"1\n")),
    "open quote": ("quotes", content('姓名,性别\n"林子木,男\n'.encode())),
    "unknown encoding": ("encoding", content(b"\xff\xff,\xff\xff\n" * 20)),
    "broken utf-16": ("not_sheet", content(b"\xff\xfe\x00\xd8\x00")),
    "binary": ("not_sheet", content(bytes(range(256)) * 10)),
    "folder": ("folder", lambda path: path.mkdir()),
    "missing": ("missing", leave),
    "pipe": ("special", os.mkfifo if hasattr(os, "mkfifo") else leave),
    "huge": ("too_big", huge),
}


def refuse(path: Path, **options: object) -> OfficeError:
    begun = time.monotonic()
    with pytest.raises(OfficeError) as caught:
        read_file(path, **options)  # type: ignore[arg-type]
    assert time.monotonic() - begun < 10
    return caught.value


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_its_own_text(tmp_path: Path, kind: str) -> None:
    cause, write = BAD[kind]
    path = tmp_path / "坏 文件.xlsx"
    write(path)
    error = refuse(path)
    beginning = CAUSES[cause][0].split("{detail}")[0].format(file="坏 文件.xlsx")
    assert error.what.startswith(beginning)
    assert error.kept == "没有改动任何数据。"
    assert error.todo


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path, mode: str) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(Unreadable, match="locked"):
        reader.read_path(tmp_path, "")


def test_a_disk_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, mode: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(Unreadable, match="broken_off"):
        reader.read_path(tmp_path, "")


def test_a_file_that_grows(tmp_path: Path) -> None:
    huge(tmp_path / "a.csv")
    with pytest.raises(Unreadable, match="too_big"):
        reader.read_path(tmp_path / "a.csv", "")


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "stat", deny)
    assert "打不开" in refuse(tmp_path / "a.xlsx").what


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]], more={"空": []})
    assert refuse(path, sheet="别的").todo == "文件里有：名册、空。请选其中一张。"
    assert "“空”是空的" in refuse(path, sheet="空").what


def test_time_is_limited(tmp_path: Path) -> None:
    body = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 90_000))
    path = write_parts(tmp_path / "a.xlsx", f"<sheetData>{FIRST_ROW}{body}</sheetData>")
    assert refuse(path, seconds=0.1).what == "“a.xlsx”读了 0.1 秒还没有读完，已经停下。"


def test_memory_is_limited(tmp_path: Path) -> None:
    body = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{column_letter(c)}{n}"><v>{n}</v></c>' for c in range(9)) + "</row>"
        for n in range(2, 60_000)
    )
    path = write_parts(tmp_path / "a.xlsx", f"<sheetData>{FIRST_ROW}{body}</sheetData>")
    assert "内存超过了限度" in refuse(path, memory_mb=80).what


def test_the_parent_watches_memory_where_the_child_cannot_limit_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "exceeds_memory", lambda *_: True)
    monkeypatch.setattr(sheets, "POLL", 0.001)
    assert "内存超过了限度" in refuse(write_book(tmp_path / "a.xlsx", [["姓名"]])).what


def test_a_child_that_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "reader_command", lambda: [sys.executable, "-c", "import os; os.abort()"])
    error = refuse(write_book(tmp_path / "a.xlsx", [["姓名"]]))
    assert error.what == "“a.xlsx”里有读不了的内容，读到一半中断了。"
    assert isinstance(error.__cause__, RuntimeError)


def test_limits_are_set_below_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    seen = dict[int, tuple[int, int]]()
    monkeypatch.setattr(
        resource, "getrlimit", lambda kind: (5, 7 if kind == resource.RLIMIT_CPU else resource.RLIM_INFINITY)
    )
    monkeypatch.setattr(resource, "setrlimit", seen.__setitem__)
    limits.limit_this_process(100, 10)
    assert seen[resource.RLIMIT_AS] == (100 << 20, 100 << 20)
    assert seen[resource.RLIMIT_CPU] == (7, 7)


@pytest.mark.parametrize(
    "kind", [name for name, (cause, _) in BAD.items() if cause not in ("memory", "folder", "missing", "special")]
)
def test_the_cause_is_found_without_a_child_too(tmp_path: Path, kind: str) -> None:
    cause, write = BAD[kind]
    write(tmp_path / "a")
    if cause != "too_big":
        with pytest.raises(Unreadable, match=f"^{cause}$"):
            read_data((tmp_path / "a").read_bytes(), "")


def test_every_text_is_plain() -> None:
    for what, todo in CAUSES.values():
        assert not set("您!！") & set(what + todo)
        assert what.endswith("。")
        assert todo.endswith("。")
