"""What is inside an .xlsx, checked before the spreadsheet library sees it: kind, size, entities, far cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cppcc_desktop.importers.causes import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, UNKNOWN, Unreadable

MAX_PARTS = 10_000
CHUNK = 1 << 20
CARRY = 4096  # bytes seen again with the next chunk, so that nothing is lost at a seam
SEAM = 2048  # what begins in the last bytes of a chunk is judged with the next one

# A filled cell beyond column GR (200) or in a row of six digits. Its form is strict and begins with a literal
# so that a million formatted empty rows cost little; a stranger spelling ends in the child's crash, caught too.
FAR_CELL = re.compile(
    rb' r="((?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+|[A-Z]{1,2}\d{6,})"[^/<>]*>'
    rb"(?!\s*(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>)"
)
ERROR_CELL = re.compile(rb' r="([A-Z]{1,3}\d+)"[^<>]* t="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)')
# A formula nobody has reckoned yet: no value, and not the empty text a formula may give.
UNRECKONED = re.compile(
    rb' r="([A-Z]{1,3}\d+)"(?![^<>]* t="str")[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?</c>'
)
KINDS = (
    ("xl/workbook.bin", "binary_excel"), ("word/document.xml", "word"), ("ppt/presentation.xml", "slides"),
    ("content.xml", "open_document"),
)  # fmt: skip
IGNORED = ("xl/media/", "xl/embeddings/", "docProps/")  # never read; pictures may hold a DTD of their own


@dataclass(frozen=True)
class SheetScan:
    """What the scan of one sheet found: the first cell that is too far, and the cells with a formula error."""

    far: str = ""
    errors: dict[str, str] = field(default_factory=dict[str, str])


def inspect_archive(data: bytes) -> tuple[dict[str, str], dict[str, SheetScan]]:
    """Sheet names with their parts, and what was found in each part; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_entries(archive)
            parts = {
                entry.filename: inspect_part(archive, entry)
                for entry in archive.infolist()
                if not entry.filename.startswith(IGNORED)
            }
            return find_sheet_parts(archive), parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ElementTree.ParseError) as error:
        raise Unreadable("damaged" if b"PK\x05\x06" in data[-66_000:] else "cut") from error


def inspect_document(data: bytes) -> None:
    """The same checks for an .ods, whose cells are counted once it is read; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_entries(archive, "content.xml")
            for name in ("content.xml", "META-INF/manifest.xml"):
                inspect_part(archive, archive.getinfo(name))
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable("password")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
        raise Unreadable("damaged" if b"PK\x05\x06" in data[-66_000:] else "cut") from error


def check_entries(archive: zipfile.ZipFile, main: str = "xl/workbook.xml") -> None:
    """Refuse what is no workbook, is encrypted, or would unpack to too much by its own account."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if main not in names:
        raise Unreadable(next((cause for name, cause in KINDS if name in names), "archive"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise Unreadable("bomb", str(unpacked // 1_000_000))
    if len(names) != len(entries) or len(entries) > MAX_PARTS:
        raise Unreadable("damaged")


def inspect_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetScan:
    """Stream one part, at most as long as it declares: zipfile stops there and compares the checksum."""
    far, errors = "", dict[str, str]()
    for window, last in read_windows(archive, entry):
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            raise Unreadable("entities")
        if window.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable("damaged")
        if holds_values(window):
            far = far or find_far_cell(window, last)
        if b't="e"' in window:
            found = ((cell.decode(), value.decode("utf-8", "replace")) for cell, value in ERROR_CELL.findall(window))
            errors.update(found)
        if b"<f" in window:
            errors.update({cell.decode(): UNKNOWN for cell in UNRECKONED.findall(window)})
    return SheetScan(far, errors)


def read_windows(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, bool]]:
    """The unpacked bytes in pieces that overlap by CARRY; True with the last."""
    carry = b""
    with archive.open(entry) as stream:
        chunk = stream.read(CHUNK)
        while chunk:
            following = stream.read(CHUNK)
            window = carry + chunk
            yield window, not following
            carry, chunk = window[-CARRY:], following


def holds_values(window: bytes) -> bool:
    """Whether a piece of a sheet has any value; counting tags is a hundred times faster than matching cells."""
    return b"is>" in window or window.count(b"v>") != 2 * window.count(b"<v></v>")


def find_far_cell(window: bytes, last: bool) -> str:
    """The first cell with content outside 100 000 rows and 200 columns, such as XFD1048576; "" if none."""
    for match in FAR_CELL.finditer(window):
        settled = last or match.start() < len(window) - SEAM
        cell = match[1].decode()
        if settled and is_far(cell):
            return cell
    return ""


def is_far(cell: str) -> bool:
    row, column = split_address(cell)
    return row > MAX_ROWS or column >= MAX_COLUMNS


def split_address(cell: str) -> tuple[int, int]:
    """C7 → row 7, column 2."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]), column - 1


def find_sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → part name, by xl/workbook.xml and its relations."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found = dict[str, str]()
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            target = targets.get(relation, "")
            found[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found
