"""What is inside an .xlsx, checked before the spreadsheet library sees it: kind, size, entities, far cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
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
HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^<>]* hidden="(?:1|true)"')
HIDDEN_COLUMN = re.compile(rb'<col (?=[^<>]* hidden="(?:1|true)"|hidden="(?:1|true)")[^<>]*>')
COLUMN_FIRST, COLUMN_LAST = re.compile(rb' min="(\d+)"'), re.compile(rb' max="(\d+)"')
DATE_1904 = re.compile(rb'date1904="(?:1|true)"')
SHEETS, STYLES = "xl/worksheets/", "xl/styles.xml"
BUILT_IN = {"2": "0.00", "17": "mmm-yy"}  # of the formats every workbook has
FIXED = re.compile(r"0+\.0+|0{2,}")  # decimals or leading zeros that the number itself does not keep
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
MONTH = "month"  # in place of what such a cell shows

KINDS = (
    ("xl/workbook.bin", "binary_excel"), ("word/document.xml", "word"), ("ppt/presentation.xml", "slides"),
    ("content.xml", "open_document"), ("OFD.xml", "ofd"),
)  # fmt: skip
IGNORED = ("xl/media/", "xl/embeddings/", "docProps/")  # never read; pictures may hold a DTD of their own


@dataclass(frozen=True)
class SheetScan:
    """What the scan of one sheet found and the spreadsheet library does not tell."""

    far: str = ""  # the first cell that is too far away
    errors: dict[str, str] = field(default_factory=dict[str, str])  # cells with a formula error
    shown: dict[str, str] = field(default_factory=dict[str, str])  # cells that show something else than their number
    hidden_rows: set[int] = field(default_factory=set[int])  # from 1
    hidden_columns: set[int] = field(default_factory=set[int])  # from 0


@dataclass(frozen=True)
class BookScan:
    """What the scan of a workbook found: its sheets by name with their parts, each part, and from when it counts days."""

    places: dict[str, str]
    parts: dict[str, SheetScan]
    from_1904: bool = False

    def find(self, name: str) -> SheetScan:
        return self.parts.get(self.places.get(name, ""), SheetScan())


def inspect_archive(data: bytes) -> BookScan:
    """What an .xlsx holds; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_entries(archive)
            entries = [each for each in archive.infolist() if not each.filename.startswith(IGNORED)]
            sheets = [each for each in entries if each.filename.startswith(SHEETS)]
            parts = {each.filename: inspect_part(archive, each) for each in entries if each not in sheets}
            formats = read_formats(archive) if STYLES in parts else {}
            parts |= {each.filename: inspect_part(archive, each, formats) for each in sheets}
            from_1904 = DATE_1904.search(archive.read("xl/workbook.xml")) is not None
            return BookScan(find_sheet_parts(archive), parts, from_1904)
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
    if main not in archive.namelist():
        raise Unreadable(tell_kind(archive))
    check_sizes(archive)


def tell_kind(archive: zipfile.ZipFile) -> str:
    """The cause that says what a zip is if it is not what was looked for."""
    names = set(archive.namelist())
    return next((cause for name, cause in KINDS if name in names), "archive")


def check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse what is encrypted, or would unpack to too much by its own account."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise Unreadable("bomb", str(unpacked // 1_000_000))
    if len(names) != len(entries) or len(entries) > MAX_PARTS:
        raise Unreadable("damaged")


def inspect_part(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, formats: Mapping[str, str] | None = None
) -> SheetScan:
    """Stream one part, at most as long as it declares: zipfile stops there and compares the checksum."""
    far, scan = "", SheetScan()
    errors, dated = scan.errors, style_pattern(formats) if formats else None
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
        if b'hidden="' in window:
            scan.hidden_rows.update(int(row) for row in HIDDEN_ROW.findall(window))
            scan.hidden_columns.update(list_hidden_columns(window))
        if formats and dated:
            scan.shown.update(find_shown(window, dated, formats))
    return replace(scan, far=far)


# what a cell shows


def read_formats(archive: zipfile.ZipFile) -> dict[str, str]:
    """Number of a cell style → its number format, for formats that show something else than the number says."""
    root = ElementTree.fromstring(archive.read(STYLES))
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter() if each.tag.endswith("}numFmt")}
    cells = next((each for each in root.iter() if each.tag.endswith("}cellXfs")), ())
    codes = (own.get(each.get("numFmtId", ""), BUILT_IN.get(each.get("numFmtId", ""), "")) for each in cells)
    return {str(place): code for place, code in enumerate(codes) if FIXED.fullmatch(code) or shows_month(code)}


def shows_month(code: str) -> bool:
    """Whether a format shows year and month of a date, and no day: yyyy"年"m"月"."""
    plain = QUOTED.sub("", code.split(";")[0].lower())
    return "y" in plain and "m" in plain and "d" not in plain and "h" not in plain


def style_pattern(formats: Mapping[str, str]) -> re.Pattern[bytes]:
    """Cells with a number in one of these styles."""
    styles = "|".join(formats).encode()
    return re.compile(
        rb'<c r="([A-Z]{1,3}\d+)" s="(' + styles + rb')"(?: t="n")?>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)'
    )


def find_shown(window: bytes, pattern: re.Pattern[bytes], formats: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Cells with what they show: 5.2 as 5.20, 7 as 007; MONTH for a date of which only the month is shown."""
    for cell, style, value in pattern.findall(window):
        code = formats[style.decode()]
        try:
            number = Decimal(value.decode())
        except InvalidOperation:
            continue
        if not FIXED.fullmatch(code):
            yield cell.decode(), MONTH
        elif number >= 0:
            yield cell.decode(), show_fixed(number, code)


def show_fixed(number: Decimal, code: str) -> str:
    """A number in a FIXED format."""
    whole, _, decimals = code.partition(".")
    head, dot, tail = f"{number:.{len(decimals)}f}".partition(".")
    return head.zfill(len(whole)) + dot + tail


def name_cell(row: int, column: int) -> str:
    """Row 6 and column 2, counted from 0 → C7."""
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low) + str(row + 1)


def list_hidden_columns(window: bytes) -> Iterator[int]:
    """Columns that are not shown, from 0."""
    for column in HIDDEN_COLUMN.findall(window):
        first, last = (int(found[1]) for found in (COLUMN_FIRST.search(column), COLUMN_LAST.search(column)) if found)
        yield from range(first - 1, min(last, MAX_COLUMNS))


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
