"""Paragraphs and tables of a Word file, and what of it is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from cppcc_desktop.importers.causes import MAX_COLUMNS, Unreadable
from cppcc_desktop.importers.documents.blocks import Block, Table, has_text, lines_of
from cppcc_desktop.importers.documents.numbering import ListCounter, read_number
from cppcc_desktop.importers.documents.packages import Package, local_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Deleted or moved away, commands of fields, properties, the guide above a character (拼音指南).
SKIPPED = {"del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sectPr", "rt", "rubyPr", "sdtPr"}
REVISED = {"del", "ins", "moveFrom", "moveTo"}
SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
# Boxes and ticks of Wingdings and Wingdings 2, in which forms are ticked.
SYMBOLS = {
    "f0fe": "☑",
    "f0fc": "√",
    "f0fd": "☒",
    "f0fb": "×",
    "f06f": "□",
    "f0a8": "□",
    "f052": "☑",
    "f050": "√",
    "f0a3": "□",
}
SHOWN = 40  # characters of what was left out that are quoted
BESIDE = (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"), ("comments", "批注"))
FURNITURE = re.compile(r"[第共页\s\d—–\-/.·PageofOF]+")  # page numbers

ReadEmbedded = Callable[[bytes], tuple[list[Block], list[str]]]


class WordReader:
    """Reads one file. `read_embedded` reads a file that stands inside it; it raises Unreadable.

    With `grid` each cell of a table stands in its column: merged ones take as many as they are wide, and have their text
    in all rows they go over.
    """

    def __init__(self, package: Package, read_embedded: ReadEmbedded, *, grid: bool = False) -> None:
        self._package, self._grid = package, grid
        self._read_embedded = read_embedded
        self._relations = {each.id: each for each in package.relations(package.main)}
        numbers, styles = (package.find(package.main, kind) for kind in ("numbering", "styles"))
        self._styles = {each.get(f"{W}styleId", ""): each for part in styles for each in part.findall(f"{W}style")}
        self._numbers = ListCounter(numbers[0] if numbers else None, self._numbers_of_styles())
        self._boxes: list[Element] = []  # of the paragraph being read
        self._hidden: list[str] = []
        self._revised = False
        self._unread: list[str] = []

    def read(self) -> tuple[list[Block], list[str]]:
        """The blocks in reading order, and a sentence for each kind of thing left out."""
        body = [each for each in self._package.document if local_name(each) == "body"]
        blocks = [block for part in body for block in self._read_blocks(part)]
        if self._unread and not has_text(blocks):
            raise Unreadable("embedded")
        return blocks, list(self._describe_rest())

    # what stands one below the other

    def _read_blocks(self, part: Element) -> Iterator[Block]:
        kept = ""  # of paragraphs whose end was deleted
        for each in part:
            name = local_name(each)
            if name == "p":
                text = kept + self._numbers.tell(each) + self._read_paragraph(each)
                joined = each.find(f"{W}pPr/{W}rPr/{W}del") is not None
                kept = text if joined else ""
                for line in [] if joined else text.split("\n"):
                    if line.strip():
                        yield "p", line
                yield from self._read_boxes()
            elif name == "tbl":
                yield "t", self._read_table(each)
            elif name == "altChunk":
                yield from self._read_chunk(each)
            elif name == "AlternateContent":
                yield from self._read_blocks(choose(each))
            elif name not in SKIPPED and not is_placeholder(each):
                yield from self._read_blocks(each)
        if kept.strip():
            yield "p", kept

    def _read_boxes(self) -> Iterator[Block]:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self._read_blocks(box)

    def _read_chunk(self, part: Element) -> Iterator[Block]:
        """Another file that stands here."""
        relation = self._relations.get(part.get(f"{R}id", ""))
        try:
            if relation is None or not relation.target:
                raise Unreadable("missing")
            blocks, notes = self._read_embedded(self._package.read(relation.target))
        except (Unreadable, KeyError):
            self._unread.append("文件里嵌着另一个文件，那一段读不了，没有读。")
        else:
            self._unread += notes
            yield from blocks

    # what stands in one line

    def _read_paragraph(self, part: Element) -> str:
        r"""Text with \t for tabs and \n for line breaks; boxes found on the way wait in `_boxes`."""
        pieces: list[str] = []
        for each in part:
            name = local_name(each)
            self._revised |= name in REVISED
            if name == "t":
                pieces.append(each.text or "")
            elif name in SIGNS:
                pieces.append(SIGNS[name])
            elif name == "sym":
                pieces.append(read_symbol(each))
            elif name == "txbxContent":
                self._boxes.append(each)
            elif name == "AlternateContent":
                pieces.append(self._read_paragraph(choose(each)))
            elif name == "r" and self._is_hidden(each):
                self._hidden.append(self._read_paragraph(each))
            elif name not in SKIPPED and not is_placeholder(each):
                pieces.append(self._read_paragraph(each))
        return "".join(pieces)

    def _is_hidden(self, run: Element) -> bool:
        style = run.find(f"{W}rPr/{W}rStyle")
        held = self._styles.get(style.get(f"{W}val", "")) if style is not None else None
        return any(is_on(each.find(f"{W}rPr/{W}vanish")) for each in (run, held) if each is not None)

    def _numbers_of_styles(self) -> dict[str, Element]:
        """Numbering that a paragraph has by its style."""
        found = {name: each.find(f"{W}pPr/{W}numPr") for name, each in self._styles.items()}
        return {name: each for name, each in found.items() if each is not None}

    # tables

    def _read_table(self, table: Element) -> Table:
        """Rows of cells; of an area merged downward only the first row has the text."""
        rows: Table = []
        for each in find_inside(table, "tr"):
            if each.find(f"{W}trPr/{W}del") is None:
                rows.append(self._read_row(each, rows[-1] if rows and self._grid else []))
        return [row for row in rows if row]

    def _read_row(self, row: Element, above: list[str]) -> list[str]:
        cells: list[str] = []
        for cell in find_inside(row, "tc"):
            merge, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
            going_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            carried = above[len(cells)] if len(cells) < len(above) else ""
            cells.append(carried if going_on else "\n".join(lines_of(self._read_blocks(cell))))
            if self._grid and span is not None:
                cells += [""] * (min(read_number(span, 1), MAX_COLUMNS) - 1)
        return cells

    # what is left out

    def _describe_rest(self) -> Iterator[str]:
        if self._revised:
            yield "文件里有没接受的修订，按改过以后的文字读的。"
        hidden = [each for each in self._hidden if each.strip()]
        if hidden:
            yield f"隐藏的文字没有读：{quote(hidden)}。"
        yield from dict.fromkeys(self._unread)
        for kind, label in BESIDE:
            texts = dict.fromkeys(self._read_beside(part) for part in self._package.find(self._package.main, kind))
            told = [each for each in texts if len(FURNITURE.sub("", each)) > 1]
            if told:
                yield f"{label}没有读：{quote(told)}。"

    def _read_beside(self, part: Element) -> str:
        """Text of a part beside the main one; boxes and numbers in it included."""
        return " ".join(lines_of(self._read_blocks(part))).strip()


def choose(alternate: Element) -> Element:
    """Of several forms of the same thing the first that says anything."""
    return next((each for each in alternate if any(held.text for held in each.iter(f"{W}t"))), Element("none"))


def is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true") not in ("0", "false", "off")


def is_placeholder(part: Element) -> bool:
    """A field of a form that nobody filled in: 单击此处输入文字."""
    return local_name(part) == "sdt" and is_on(part.find(f"{W}sdtPr/{W}showingPlcHdr"))


def read_symbol(part: Element) -> str:
    """A character of a font of symbols; one that has no other form stays as the font has it."""
    code = part.get(f"{W}char", "").lower()
    return SYMBOLS.get(code) or (chr(int(code, 16)) if re.fullmatch("[0-9a-f]{4}", code) else "")


def find_inside(part: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in a content control; not those of a table further in."""
    for each in part:
        name = local_name(each)
        if name == wanted:
            yield each
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
            yield from find_inside(each, wanted)


def quote(texts: Iterable[str]) -> str:
    """Each between marks of its own, the beginning of a long one."""
    flat = (" ".join(each.split()) for each in texts)
    return "".join(f"“{each if len(each) <= SHOWN else f'{each[:SHOWN]}……'}”" for each in flat)
