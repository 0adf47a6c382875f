"""A list on paper: title, what it holds, and a ruled table whose head comes again on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from cppcc_desktop.exporters.document import (
    ACROSS,
    UPRIGHT,
    Align,
    Cell,
    Document,
    FieldTable,
    Heading,
    Note,
    PaperSheet,
    Row,
    Ruling,
)  # fmt: skip
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import clean_text

NUMBER = "序号"
NUMBER_WIDTH, LEAST_WIDTH, WIDE = 12.0, 12.0, 60.0  # mm
SIZE, HEIGHT = 10.5, 7.0  # 五号; mm of a row of one line
HEAD, TITLE = 9.0, 24.0  # mm: the head of the table; title and note on the first page
PIXEL = 25.4 / 96  # mm of a pixel of the list on screen: 14 px there is 五号 on paper


@dataclass(frozen=True)
class PrintedColumn:
    """One column: its head, its width in pixels on screen (0: takes what is left), whether it stands at the right."""

    label: str
    width: int
    right_aligned: bool = False


def choose_sheet(columns: Sequence[PrintedColumn]) -> PaperSheet:
    """Upright while the columns fit, else across."""
    needed = NUMBER_WIDTH + sum(column.width * PIXEL or WIDE for column in columns)
    return UPRIGHT if needed <= UPRIGHT.type_width else ACROSS


def share_widths(columns: Sequence[PrintedColumn], sheet: PaperSheet) -> list[float]:
    """Millimetres of each column: those of the screen, the wide one takes the rest; squeezed where they do not fit."""
    room = sheet.type_width - NUMBER_WIDTH
    wanted = [max(LEAST_WIDTH, column.width * PIXEL) if column.width else WIDE for column in columns]
    rest = room - sum(wanted)
    wide = [place for place, column in enumerate(columns) if not column.width]
    if rest >= 0 and wide:
        return [width + (rest / len(wide) if place in wide else 0) for place, width in enumerate(wanted)]
    return [width * room / sum(wanted) for width in wanted]


def build_list(title: str, note: str, columns: Sequence[PrintedColumn], rows: Iterable[Sequence[str]]) -> Document:
    """The document of a list: numbered rows under a repeated head."""
    sheet = choose_sheet(columns)
    widths = share_widths(columns, sheet)
    head = [Cell(NUMBER_WIDTH, NUMBER, Role.HEITI, SIZE)]
    head += [
        Cell(width, clean_text(column.label), Role.HEITI, SIZE) for column, width in zip(columns, widths, strict=True)
    ]
    table = [Row(tuple(head), HEAD, repeats=True)]
    sides = [Align.RIGHT if column.right_aligned else Align.LEFT for column in columns]
    for number, texts in enumerate(rows, 1):
        cells = [Cell(NUMBER_WIDTH, str(number), size=SIZE)]
        cells += [
            Cell(width, clean_text(text), size=SIZE, align=side)
            for text, width, side in zip(texts, widths, sides, strict=True)
        ]
        table.append(Row(tuple(cells), HEIGHT))
    return Document(title, (Heading(clean_text(title)), Note(clean_text(note), SIZE), FieldTable(tuple(table))), sheet)


def estimate_pages(columns: Sequence[PrintedColumn], rows: int) -> int:
    """Pages a list will take if half of its rows need a second line."""
    sheet = choose_sheet(columns)
    row = HEIGHT + SIZE * Ruling.LEADING / 2 / 72 * 25.4
    first = max(0.0, sheet.type_height - HEAD - TITLE) / row
    return 1 + ceil(max(0.0, rows - first) / ((sheet.type_height - HEAD) / row))
