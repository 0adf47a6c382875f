"""Paragraphs and tables of a web page, as web systems give out Word files, also inside a file of Word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.documents.blocks import Block, lines_of
from cppcc_desktop.importers.tables.markup import decode_page, read_span

PAGE = re.compile(
    rb"\s*(<!--.*?-->\s*)?(<!doctype html|<html|<head|<meta|<body|<div|<p\b|<table)", re.IGNORECASE | re.DOTALL
)
ARCHIVE = re.compile(rb"\s*(mime-version|from|content-type|message-id|subject|date):", re.IGNORECASE)
HEAD = 4000  # bytes in which a file says what it is
# Not shown, struck out as deleted, or the guide above a character.
SILENT = {"script", "style", "title", "del", "rt", "rp", "template", "xml"}
VOID = {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "source", "embed", "param", "track"}
PARAGRAPHS = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer",
    "blockquote", "pre", "dt", "dd", "dl", "body", "html", "form", "fieldset", "center", "hr",
}  # fmt: skip
HIDING = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass
class PageTable:
    """A table while it is read: `covered` are cells that one above reaches down to, by row."""

    rows: list[list[str]] = field(default_factory=list[list[str]])
    covered: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    place: int = 0  # column of the next cell
    blocks: list[Block] = field(default_factory=list[Block])  # of the cell being read
    cells: int = 0
    last: list[Block] = field(default_factory=list[Block])  # of the cell read last

    def begin_row(self) -> None:
        self.rows.append([])
        self.place = 0

    def begin_cell(self, across: int, down: int) -> None:
        if not self.rows:
            self.begin_row()
        at = len(self.rows) - 1
        while self.place in self.covered.get(at, ()):
            self.rows[-1].append("")
            self.place += 1
        for below in range(1, down):
            self.covered.setdefault(at + below, set()).add(self.place)
        self.place += across
        self.blocks = []

    def end_cell(self) -> None:
        self.rows[-1].append("\n".join(lines_of(self.blocks)))
        self.cells, self.last, self.blocks = self.cells + 1, self.blocks, []

    def make_blocks(self) -> list[Block]:
        """The table; of one that only frames a page, what stands in it."""
        rows = [row for row in self.rows if any(cell.strip() for cell in row)]
        if self.cells == 1:
            return self.last
        return [("t", rows)] if rows else []


class PageBlocks(HTMLParser):
    """Gathers the blocks of a page in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._tables: list[PageTable] = []
        self._in_cell: list[bool] = []
        self._line: list[str] = []
        self._hidden: list[str] = []  # open elements from the first silent one on
        self._lists: list[int] = []  # number of the next item; 0 in a list without numbers

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._hidden or tag in SILENT or HIDING.search(given.get("style") or ""):
            self._hidden += [] if tag in VOID else [tag]
        elif tag == "br":
            self._line.append("\n")
        elif tag in PARAGRAPHS:
            self._end_line()
            self._begin_item(tag, given)
        elif tag == "table":
            self._end_line()
            self._tables.append(PageTable())
            self._in_cell.append(False)
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._tables[-1].begin_row()
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            self._tables[-1].begin_cell(read_span(given.get("colspan")), read_span(given.get("rowspan")))
            self._in_cell[-1] = True

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:  # what was never closed inside it ends with it
                del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
        elif tag in PARAGRAPHS:
            self._end_line()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
        elif tag in ("td", "th", "tr") and self._tables:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(BLANKS.sub(" ", data))

    def close(self) -> None:
        super().close()
        while self._tables:
            self._end_table()
        self._end_line()

    def _begin_item(self, tag: str, given: dict[str, str | None]) -> None:
        """Numbers that a browser writes before items by itself."""
        if tag in ("ol", "ul"):
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li" and self._lists and self._lists[-1]:
            value = given.get("value") or ""
            number = int(value) if value.isdecimal() else self._lists[-1]
            self._line.append(f"{number}. ")
            self._lists[-1] = number + 1

    def _end_line(self) -> None:
        text, self._line = "".join(self._line), []
        inside = self._tables[-1].blocks if self._tables and self._in_cell[-1] else None
        target = self.blocks if not self._tables else inside
        if target is not None:
            target += [("p", line.strip(" ")) for line in text.split("\n") if line.strip()]

    def _end_cell(self) -> None:
        if self._in_cell[-1]:
            self._end_line()
            self._tables[-1].end_cell()
            self._in_cell[-1] = False

    def _end_table(self) -> None:
        self._end_cell()
        self._in_cell.pop()
        found = self._tables.pop().make_blocks()
        target = self.blocks if not self._tables else self._tables[-1].blocks
        target += found


def is_page(data: bytes) -> bool:
    """Whether the file is a web page or an archive of one (.mht), whatever it is called."""
    head = data[:HEAD].lower()
    if head.lstrip().startswith(b"<?xml"):
        return b"<html" in head
    return PAGE.match(data) is not None or is_archive(data)


def is_archive(data: bytes) -> bool:
    return ARCHIVE.match(data) is not None and b"mime-version:" in data[:HEAD].lower()


def read_page_blocks(data: bytes) -> list[Block]:
    """The blocks of a page, or of the first page in a web archive (.mht); raises Unreadable."""
    reader = PageBlocks()
    reader.feed(take_page(data) if is_archive(data) else decode_page(data))
    reader.close()
    return reader.blocks


def take_page(archive: bytes) -> str:
    """The first page inside a web archive."""
    from email import message_from_bytes, policy  # slow to import, seldom needed

    for part in message_from_bytes(archive, policy=policy.default).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            try:
                return content.decode(part.get_content_charset() or "")
            except (LookupError, UnicodeDecodeError):
                return decode_page(content)
    raise Unreadable("web_page")
