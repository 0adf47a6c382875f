"""What a Word or text file says, as paragraphs and tables. Runs in the child process (reader.py); nothing is executed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal, TypedDict
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.documents.numbering import ListCounter
from cppcc_desktop.importers.tables.archives import check_entries, inspect_part
from cppcc_desktop.importers.tables.compound import SIGNATURE, Compound
from cppcc_desktop.importers.tables.delimited import decode_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN, NUMBERS = "word/document.xml", "word/numbering.xml"
MOST_MARKUP = 80_000_000  # bytes of the unpacked text part
MOST_TEXT = 300_000  # characters; the longest field takes a third
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"{\\rtf", "old_word"),
)  # fmt: skip
PAGE = re.compile(rb"^\s*(<!doctype html|<html|<head|<meta|<\?xml|mime-version:)", re.IGNORECASE)
OLD_KINDS = (("EncryptedPackage", "password"), ("WordDocument", "old_word"), ("Workbook", "sheet"), ("Book", "sheet"))
SKIPPED = {"del", "moveFrom", "txbxContent", "pict", "drawing", "object", "AlternateContent", "instrText", "delText"}

Table = list[list[str]]
Block = tuple[Literal["p"], str] | tuple[Literal["t"], Table]


class ReadDocument(TypedDict, total=False):
    """What the child writes: either cause and detail, or the blocks in order."""

    cause: str
    detail: str
    blocks: list[Block]


def read_document(data: bytes) -> ReadDocument:
    """Decide by content what the file is; raises Unreadable."""
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(b"PK"):
        return ReadDocument(blocks=check_size(read_word(data)))
    if data.startswith(SIGNATURE):
        raise Unreadable(tell_old_kind(data))
    for signature, cause in SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(cause)
    if PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("web_page")
    text = decode_text(data).removeprefix("\ufeff")
    return ReadDocument(blocks=check_size([("p", line) for line in re.split(r"\r\n|[\r\n\f\v]", text) if line.strip()]))


def tell_old_kind(data: bytes) -> str:
    try:
        entries = Compound(data).entries
    except struct.error:
        return "damaged"
    return next((cause for name, cause in OLD_KINDS if name in entries), "not_document")


def check_size(blocks: list[Block]) -> list[Block]:
    """Something to read, and not too much of it."""
    length = sum(len(each) for text in texts_of(blocks) for each in text)
    if length > MOST_TEXT:
        raise Unreadable("too_much", f"{length / 10_000:.0f}")
    if not any(each.strip() for text in texts_of(blocks) for each in text):
        raise Unreadable("no_text")
    return blocks


def texts_of(blocks: list[Block]) -> Iterator[list[str]]:
    for block in blocks:
        if block[0] == "p":
            yield [block[1]]
        else:
            yield from block[1]


def read_word(data: bytes) -> list[Block]:
    """Paragraphs and tables of a .docx, .docm or what WPS writes in that form."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" in archive.namelist():
                raise Unreadable("sheet")
            check_entries(archive, MAIN)
            body = read_markup(archive, MAIN)
            numbers = read_markup(archive, NUMBERS) if NUMBERS in archive.namelist() else None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ElementTree.ParseError) as error:
        raise Unreadable("damaged" if b"PK\x05\x06" in data[-66_000:] else "cut") from error
    numbering = ListCounter(numbers)
    return [block for part in body.iter(f"{W}body") for block in read_blocks(part, numbering)]


def read_markup(archive: zipfile.ZipFile, name: str) -> Element:
    entry = archive.getinfo(name)
    if entry.file_size > MOST_MARKUP:
        raise Unreadable("bomb", str(entry.file_size // 1_000_000))
    inspect_part(archive, entry)  # refuses a DTD
    return ElementTree.fromstring(archive.read(entry))


def read_blocks(part: Element, numbering: ListCounter) -> Iterator[Block]:
    """In reading order; content controls and the like are looked into, text boxes are not."""
    for each in part:
        name = each.tag.rpartition("}")[2]
        if name == "p":
            text = numbering.tell(each) + read_paragraph(each)
            for line in text.split("\n"):
                if line.strip():
                    yield "p", line
        elif name == "tbl":
            yield "t", read_table(each, numbering)
        elif name not in SKIPPED:
            yield from read_blocks(each, numbering)


def read_paragraph(part: Element) -> str:
    """Text with \\t for tabs and \\n for line breaks; what was deleted, hidden or stands in a text box is left out."""
    pieces: list[str] = []
    for each in part:
        name = each.tag.rpartition("}")[2]
        if name in ("t", "sym"):
            pieces.append(each.text or "")
        elif name == "tab":
            pieces.append("\t")
        elif name in ("br", "cr"):
            pieces.append("\n")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name not in SKIPPED and name not in ("pPr", "rPr") and not is_hidden(each):
            pieces.append(read_paragraph(each))
    return "".join(pieces)


def is_hidden(run: Element) -> bool:
    return run.find(f"{W}rPr/{W}vanish") is not None


def read_table(table: Element, numbering: ListCounter) -> Table:
    """Rows of cells; of an area merged downward only the first row has the text."""
    rows: Table = []
    for row in find_inside(table, "tr"):
        cells: list[str] = []
        for cell in find_inside(row, "tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            going_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            cells.append("" if going_on else read_cell(cell, numbering))
        if cells:
            rows.append(cells)
    return rows


def find_inside(part: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in a content control; not those of a table further in."""
    for each in part:
        name = each.tag.rpartition("}")[2]
        if name == wanted:
            yield each
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
            yield from find_inside(each, wanted)


def read_cell(cell: Element, numbering: ListCounter) -> str:
    """The cell's lines; a table inside it as lines too."""
    lines: list[str] = []
    for block in read_blocks(cell, numbering):
        lines += [block[1]] if block[0] == "p" else ["\t".join(each for each in row if each) for row in block[1]]
    return "\n".join(lines)
