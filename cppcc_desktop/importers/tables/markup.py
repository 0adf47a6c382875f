"""Tables that old web systems save under the name .xls: a page in HTML, or Excel's XML of 2003."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from cppcc_desktop.importers.causes import MAX_COLUMNS, MAX_ROWS, Unreadable
from cppcc_desktop.importers.tables.delimited import decode_text

SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
BLANKS = re.compile(r"\s+")
VOID = {"br", "hr"}

Area = tuple[int, int, int, int]
Grid = list[list[str | None]]


class WebTable:
    """The cells of one table, and the areas its wide and tall cells cover."""

    def __init__(self) -> None:
        self.rows: Grid = []
        self.merges: list[Area] = []
        self._taken: set[tuple[int, int]] = set()

    def put(self, text: str, across: int, down: int) -> None:
        """The next cell of the row begun last."""
        if len(self.rows) > MAX_ROWS:
            raise Unreadable("too_many_rows")
        row, at = self.rows[-1], len(self.rows) - 1
        while (at, len(row)) in self._taken:
            row.append(None)
        left = len(row)
        if left + across > MAX_COLUMNS:
            raise Unreadable("too_many_columns", str(at + 1))
        row += [text or None, *[None] * (across - 1)]
        if across > 1 or down > 1:
            self.merges.append((at, left, at + down - 1, left + across - 1))
            self._taken |= {(at + below, left + place) for below in range(1, down) for place in range(across)}

    @property
    def filled(self) -> int:
        return sum(cell is not None for row in self.rows for cell in row)


class PageReader(HTMLParser):
    """Gathers the tables of a page. Cells of a table inside a cell belong to the inner one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[WebTable] = []
        self._open: list[WebTable] = []
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._close_cell()
            self._open.append(WebTable())
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._close_cell()
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open and self._open[-1].rows:
            self._close_cell()
            given = dict(attrs)
            self._span = (read_span(given.get("colspan")), read_span(given.get("rowspan")))
            self._text = []
        elif tag in ("script", "style"):
            self._silent += 1
        elif tag in VOID and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        if tag == "table" and self._open:
            self._open.pop()
        elif tag in ("script", "style") and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(BLANKS.sub(" ", data))

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _close_cell(self) -> None:
        if self._text is not None and self._open:
            lines = (line.strip() for line in "".join(self._text).split("\n"))
            self._open[-1].put("\n".join(line for line in lines if line), *self._span)
        self._text = None


def read_span(text: str | None) -> int:
    """How many columns or rows a cell covers; what is no such number is one."""
    return min(int(text), MAX_COLUMNS) if text and text.strip().isdecimal() and int(text) else 1


def read_page(data: bytes) -> tuple[Grid, list[Area]]:
    """The table of a web page with the most cells; raises Unreadable."""
    reader = PageReader()
    reader.feed(decode_page(data))
    reader.close()
    best = max(reader.tables, key=lambda table: table.filled, default=None)
    if best is None or not best.filled:
        raise Unreadable("web_page")
    return best.rows, best.merges


def decode_page(data: bytes) -> str:
    """By its mark or content, unless it names one of the encodings of the East Asia itself."""
    named = CHARSET.search(data[:4096])
    encoding = named[1].decode("ascii").lower() if named else ""
    if encoding in ("gb2312", "gbk", "gb18030"):
        return data.decode("gb18030", "replace")
    return decode_text(data)


def read_spreadsheet_xml(data: bytes, wanted: str) -> tuple[str, list[str], Grid, list[Area]]:
    """Name, all names, rows and merged areas of the wanted sheet or the first that holds anything."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("entities")
    try:
        book = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise Unreadable("damaged" if data.rstrip().endswith(b">") else "cut") from error
    sheets = {each.get(f"{SPREADSHEET}Name", ""): each for each in book.iter(f"{SPREADSHEET}Worksheet")}
    if not sheets:
        raise Unreadable("web_page")
    if wanted and wanted not in sheets:
        raise Unreadable("sheet_missing", "、".join(sheets))
    for name, sheet in sheets.items():
        table = read_xml_rows(sheet)
        if name == wanted or (not wanted and table.filled):
            return name, list(sheets), table.rows, table.merges
    raise Unreadable("no_rows")


def read_xml_rows(sheet: ElementTree.Element) -> WebTable:
    table = WebTable()
    for row in sheet.iter(f"{SPREADSHEET}Row"):
        at = read_number(row, "Index", len(table.rows) + 1)
        if at > MAX_ROWS:
            raise Unreadable("far_cell", f"A{at}")
        table.rows += [[] for _ in range(len(table.rows), at)]
        for cell in row.iter(f"{SPREADSHEET}Cell"):
            place = read_number(cell, "Index", 0)
            if place > MAX_COLUMNS:
                raise Unreadable("too_many_columns", str(at))
            table.rows[-1] += [None] * (place - 1 - len(table.rows[-1]))
            across, down = read_number(cell, "MergeAcross", 0), read_number(cell, "MergeDown", 0)
            table.put(read_xml_cell(cell), across + 1, min(down, MAX_ROWS) + 1)
    return table


def read_number(element: ElementTree.Element, name: str, default: int) -> int:
    text = element.get(SPREADSHEET + name, "")
    return int(text) if text.isdecimal() else default


def read_xml_cell(cell: ElementTree.Element) -> str:
    """Text and numbers as they stand, dates without a time of midnight."""
    data = cell.find(f"{SPREADSHEET}Data")
    if data is None:
        return ""
    text = "".join(data.itertext()).strip()
    if data.get(f"{SPREADSHEET}Type") == "DateTime":
        return text.partition("T")[0]
    return text.removesuffix(".0") if data.get(f"{SPREADSHEET}Type") == "Number" else text
