"""What a Word or text file says, as paragraphs and tables. Runs in the child process (reader.py); nothing is executed."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TypedDict
from xml.etree import ElementTree

from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.containers import SIGNATURE, list_streams
from cppcc_desktop.importers.documents.blocks import Block, has_text, lines_of
from cppcc_desktop.importers.documents.packages import Package
from cppcc_desktop.importers.documents.pages import HEAD, is_page, read_page_blocks
from cppcc_desktop.importers.documents.word import WordReader
from cppcc_desktop.importers.tables.delimited import decode_text

MOST_TEXT = 300_000  # characters; the longest field takes a third
MOST_NESTED = 3  # files inside files
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"{\\rtf", "old_word"),
)  # fmt: skip
OLD_KINDS = (("EncryptedPackage", "password"), ("WordDocument", "old_word"), ("Workbook", "sheet"), ("Book", "sheet"))


class ReadDocument(TypedDict, total=False):
    """What the child writes: either cause and detail, or the blocks in order with sentences about what was left out."""

    cause: str
    detail: str
    blocks: list[Block]
    notes: list[str]


def read_document(data: bytes) -> ReadDocument:
    """Decide by content what the file is; raises Unreadable."""
    blocks, notes = read_blocks(data)
    return ReadDocument(blocks=check_size(blocks), notes=notes)


def read_blocks(data: bytes, depth: int = 0) -> tuple[list[Block], list[str]]:
    """The blocks of a file and what of it is left out; `depth` files are around it."""
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(b"PK"):
        return read_word(data, depth)
    if data.startswith(SIGNATURE):
        raise Unreadable(tell_old_kind(data))
    for signature, cause in SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(cause)
    plain = data.removeprefix(b"\xef\xbb\xbf")
    if is_page(plain):
        blocks = read_page_blocks(plain)
        if not has_text(blocks):
            raise Unreadable("web_page")
        return blocks, []
    if plain.lstrip().startswith(b"<?xml"):
        raise Unreadable("word_xml" if b"word" in plain[:HEAD].lower() else "not_document")
    text = decode_text(data).removeprefix("\ufeff")
    return [("p", line) for line in re.split(r"\r\n|[\r\n\f\v]", text) if line.strip()], []


def tell_old_kind(data: bytes) -> str:
    streams = list_streams(data)
    return next((cause for name, cause in OLD_KINDS if name in streams), "not_document")


def check_size(blocks: list[Block]) -> list[Block]:
    """Something to read, and not too much of it."""
    length = sum(map(len, lines_of(blocks)))
    if length > MOST_TEXT:
        raise Unreadable("too_much", f"{length / 10_000:.0f}")
    if not has_text(blocks):
        raise Unreadable("no_text")
    return blocks


def read_word(data: bytes, depth: int, *, grid: bool = False) -> tuple[list[Block], list[str]]:
    """A .docx, .docm or what WPS writes in that form; with `grid` the cells of its tables stand in their columns."""
    if depth > MOST_NESTED:
        raise Unreadable("too_much", "")
    try:
        return WordReader(Package(data), lambda inner: read_blocks(inner, depth + 1), grid=grid).read()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ElementTree.ParseError) as error:
        raise Unreadable("damaged" if b"PK\x05\x06" in data[-66_000:] else "cut") from error
