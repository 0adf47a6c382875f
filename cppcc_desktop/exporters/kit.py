"""The parts that letters, field sheets and registers share: each function gives blocks, rows or pieces of a line.

How a form is written on it: docs/forms.md. Places, types and distances are those of GB/T 9704-2012.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cppcc_desktop.exporters.document import (
    POINTS,
    UPRIGHT,
    Align,
    Blank,
    Block,
    Cell,
    FieldTable,
    FormDefinition,
    FormPart,
    Heading,
    Inline,
    Level,
    Note,
    PageBreak,
    PageFoot,
    PageGrid,
    PaperSheet,
    Paragraph,
    Row,
    RuledLine,
    Ruling,
    Run,
    Text,
    WritingLines,
    plain_text,
    split_text,
)
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import clean_text, count_places, split_paragraphs
from cppcc_desktop.exporters.titles import break_title

NUMERALS = "〇一二三四五六七八九十"
TITLE_PLACES = 20.0  # 二号 in the type area
LATIN = re.compile("[0-9A-Za-z]")  # set a little wider than half a place in titles
CHARACTER = PageGrid.TYPE_WIDTH / PageGrid.CHARACTERS  # mm
LINE = PageGrid.TYPE_HEIGHT / PageGrid.LINES  # mm
HELD_LINES = 2  # of text on the page of a signature
SMALLEST = 8.0  # points: what nobody can read is not printed
BLANK_DATE: Text = (Blank(4), "年", Blank(2), "月", Blank(2), "日")
BLANK_NUMBER: Text = (Blank(4), "〔", Blank(3), "〕", Blank(2), "号")


# Pieces of a line


def fill(words: str, places: int) -> Inline:
    """What is known, or a place for the pen."""
    return clean_text(words) or Blank(places)


def fill_name(name: str, places: int = 6) -> Inline:
    """A name in one face, or a place for the pen."""
    return Run(clean_text(name), one_face=True) if name else Blank(places)


def fill_date(day: str) -> tuple[Inline, ...]:
    """2026年3月5日, or places for the pen."""
    return (clean_text(day),) if day else tuple(BLANK_DATE)


# Letters


def title(text: str, sheet: PaperSheet = UPRIGHT) -> Heading:
    """A title with one empty line below: each of its lines is broken by sense where the sheet is too narrow for it."""
    most = TITLE_PLACES * sheet.type_width / PageGrid.TYPE_WIDTH
    broken = [break_title(line, most - (1 if LATIN.search(line) else 0)) for line in text.split("\n")]
    return Heading("\n".join(broken), lines_after=1)


def address(*name: Inline) -> Paragraph:
    """主送: flush left, a colon behind it."""
    return Paragraph((*name, "："), indent=0)


def write(*pieces: Inline, keeps_next: bool = False) -> Paragraph:
    """A paragraph of running text."""
    plain = all(isinstance(piece, str) for piece in pieces)
    return Paragraph("".join(map(str, pieces)) if plain else pieces, keeps_next=keeps_next)


@dataclass(frozen=True)
class Section:
    """Blocks below a numbered heading; the number counts the sections that are printed."""

    blocks: Sequence[Block]


def section(*texts: str) -> Section:
    """A section of what is known; one that has nothing to say is left out, heading and all."""
    return Section([Paragraph(each) for text in texts for each in split_paragraphs(text)])


def lines(count: int) -> Section:
    """A section of a blank paper: lines to write on."""
    return Section([WritingLines(count)])


def compose(definition: FormDefinition, filled: Mapping[str, Sequence[Block] | Section]) -> list[Block]:
    """The parts of a form in the office's order: those that are filled, and the wording of the form or the office."""
    blocks: list[Block] = []
    number = 0
    for part in definition.parts:
        content = filled.get(part.name)
        if not part.shown:
            continue
        if content is None:
            blocks.append(Paragraph(clean_text(part.caption or part.text)))
        elif not isinstance(content, Section):
            blocks += content
        elif content.blocks:
            number += 1
            blocks.append(Paragraph(f"{NUMERALS[number]}、{clean_text(part.caption)}", Level.FIRST, keeps_next=True))
            blocks += content.blocks
    return hold_signature(blocks)


def find_part(definition: FormDefinition, name: str) -> FormPart:
    """A part of a form by its name."""
    return next(part for part in definition.parts if part.name == name)


def hold_signature(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, two lines of text before a signature kept on its page (GB/T 9704-2012 §7.3.5)."""
    held = list(blocks)
    for place in range(len(held) - 1, 0, -1):
        block, lines, at = held[place], 0, place - 1
        if not (isinstance(block, Paragraph) and block.keeps_next and not block.text):
            continue
        while at >= 0 and lines < HELD_LINES and isinstance(before := held[at], Paragraph) and before.text:
            held[at] = replace(before, keeps_next=True)
            lines += math.ceil((count_written(before.text) + before.indent) / PageGrid.CHARACTERS)
            at -= 1
    return held


def count_written(text: Text) -> float:
    """Places a text takes in its line, with those left for the pen."""
    return count_places(plain_text(text)) + sum(each.characters for each in split_text(text) if isinstance(each, Blank))


def list_attachments(names: Sequence[str]) -> list[Block]:
    """附件说明: one line below the text, numbered where there are several; a long name hangs below itself."""
    if not names:
        return []
    marks = [f"{number}. " for number in range(1, len(names) + 1)] if len(names) > 1 else [""]
    lines: list[Block] = [Paragraph("", keeps_next=True)]
    for place, (mark, name) in enumerate(zip(marks, names, strict=True)):
        head = "附件：" if place == 0 else ""
        hang = 3 + count_places(mark)
        first = 0.0 if head else count_places(mark)
        lines.append(
            Paragraph(
                clean_text(head + mark + name), indent=-hang if head else -first, left_indent=2 + hang, keeps_next=True
            )
        )
    return lines


def begin_annex(name: str, sheet: PaperSheet | None = None, number: str = "") -> list[Block]:
    """附件 on a page of its own: the word at the top left, the title on the third line."""
    word = Paragraph(f"附件{number}", Level.FIRST, indent=0)
    return [PageBreak(sheet), word, Paragraph(""), Heading(clean_text(name), lines_after=0.5)]


def imprint(issuer: str, day: str, copies: str = "", sheet: PaperSheet = UPRIGHT) -> PageFoot:
    """版记 at the foot of the last page: 抄送, 印发机关 and date; rules of 0.35 mm around, 0.25 mm between."""
    thick, thin = RuledLine(0.35 * POINTS), RuledLine(0.25 * POINTS)
    inside = sheet.type_width - 2 * CHARACTER
    edge = Cell(CHARACTER)
    told = Cell(inside, f"抄送：{clean_text(copies)}", size=14.0, align=Align.LEFT)
    sent = (
        Cell(inside * 0.6, clean_text(issuer), size=14.0, align=Align.LEFT),
        Cell(inside * 0.4, f"{clean_text(day)}印发" if day else "", size=14.0, align=Align.RIGHT),
    )
    rows = [
        FieldTable((Row((edge, *cells, edge), 8.0),), ruled=False) for cells in ([(told,)] if copies else []) + [sent]
    ]
    if len(rows) == 1:
        return PageFoot((thick, *rows, thick), sheet.type_width)
    return PageFoot((thick, rows[0], thin, rows[1], thick), sheet.type_width)


def cut_off(*blocks: Paragraph | Note | FieldTable) -> PageFoot:
    """A slip below a dashed line at the foot of the page."""
    return PageFoot((RuledLine(0.75, dashed=True), Note("（沿虚线裁下交回）", 10.5), *blocks))


# The signature (GB/T 9704-2012 §7.3.5)


def sign(signers: Sequence[str], day: str, *, sealed: bool = True) -> list[Block]:
    """署名 and 成文日期, one empty line below the text; with a seal the names stand over the date."""
    names = [clean_text(each) for each in signers if each]
    date = clean_text(day) or BLANK_DATE
    room = count_places(day) if day else 11.0
    gap: list[Block] = [Paragraph("", keeps_next=True)]
    if sealed and len(names) > 1:
        return [*gap, *gap, *_sign_side_by_side(names, day, room)]
    if sealed:
        return [*gap, *gap, *_sign_over_the_date(names, date, room)]
    return [*gap, *_sign_from_the_right(names, date, room)]


def _sign_over_the_date(names: Sequence[str], date: Text, room: float) -> list[Block]:
    """The date ends four characters from the right, the name stands in the middle over it."""
    half = max([room, *map(count_places, names)]) / 2
    middle = min(PageGrid.CHARACTERS - 4 - room / 2, PageGrid.CHARACTERS - half)
    spare = min(0.5, PageGrid.CHARACTERS - middle - half)  # a face may set a name a little wider than its places
    left, right = middle - half - spare, PageGrid.CHARACTERS - middle - half - spare
    box = Paragraph("", indent=0, align=Align.CENTRE, left_indent=left, right_indent=right)
    return [*(replace(box, text=name, keeps_next=True) for name in names), replace(box, text=date)]


def _sign_from_the_right(names: Sequence[str], date: Text, room: float) -> list[Block]:
    """Without a seal: the name two characters from the right, the date begins two after it; a longer date ends there."""
    longest = max(map(count_places, names), default=0.0)
    left = PageGrid.CHARACTERS - 2 - max(longest, room + 2)
    return [
        *(Paragraph(name, indent=0, left_indent=left, keeps_next=True) for name in names),
        Paragraph(date, indent=0, left_indent=left + 2),
    ]


def _sign_side_by_side(names: Sequence[str], day: str, room: float) -> list[Block]:
    """Several offices with their seals: up to three in a row, the date below the last."""
    last = (4 + room / 2) * CHARACTER  # mm from the right edge to the middle of the last name
    fits = (count for count in (3, 2) if max(map(count_places, names)) * CHARACTER <= _column(count, last))
    count = next(fits, 1)
    width = _column(count, last)
    pad = last - width / 2
    rows: list[Row] = []
    for start in range(0, len(names), count):
        here = names[start : start + count]
        lead = PageGrid.TYPE_WIDTH - pad - width * len(here)
        if rows:
            rows.append(Row((Cell(PageGrid.TYPE_WIDTH),), 3 * LINE))
        cells = (Cell(lead), *(Cell(width, each, size=16.0) for each in here), Cell(pad))
        rows.append(Row(tuple(cell for cell in cells if cell.width > 0.1), LINE))
    date = Cell(PageGrid.TYPE_WIDTH - 4 * CHARACTER, clean_text(day) or BLANK_DATE, size=16.0, align=Align.RIGHT)
    rows.append(Row((date, Cell(4 * CHARACTER)), LINE))
    return [FieldTable(tuple(rows), ruled=False, keeps_next=True)]


def _column(count: int, last: float) -> float:
    """Millimetres of each of so many columns, the last with its middle so far from the right edge."""
    return (
        min((PageGrid.TYPE_WIDTH - last) / (count - 0.5), 2 * last)
        if count > 1
        else 2 * min(last, PageGrid.TYPE_WIDTH - last)
    )


# Field sheets


def label(text: str, width: float, *, joins_above: bool = False) -> Cell:
    """A caption of a field sheet."""
    return Cell(width, text, Role.HEITI, joins_above=joins_above)


def value(text: str, width: float, align: Align = Align.CENTRE, size: float = 12.0) -> Cell:
    """What is filled in beside a caption."""
    return Cell(width, clean_text(text), size=size, align=align)


def name_value(text: str, width: float, size: float = 12.0) -> Cell:
    """A name beside its caption: in one face, smaller where it would be broken, and broken behind its dots first."""
    text = clean_text(text)
    if "·" in text and find_size(text, width, size) < SMALLEST:
        parts = text.replace("·", "·\n")
        return Cell(width, parts, size=max(SMALLEST, find_size(parts, width, size)), one_face=True)
    return Cell(width, text, size=fit_size(text, width, size), one_face=True)


def fit_size(text: str, width: float, size: float) -> float:
    """The size at which every line of the text stays on one line of a cell; its own where none could be read."""
    fitted = find_size(text, width, size)
    return fitted if fitted >= SMALLEST else size


def find_size(text: str, width: float, size: float) -> float:
    """The largest size at which no line of the text is broken, in half points."""
    places = max((count_places(line) for line in text.split("\n")), default=0.0)
    room = (width - 2 * Ruling.PADDING_ACROSS) * POINTS
    return min(size, int(room / places * 2) / 2) if places else size


def pair_cells(
    pairs: Sequence[tuple[str, str | Cell, float]], total: float, widths: Sequence[float]
) -> tuple[Cell, ...]:
    """Captions and values side by side, each (caption, value, width of both); a hidden one (caption "") leaves its
    width to the last value. `widths`: of a caption, and of a short one that is not the first."""
    cells: list[Cell] = []
    for caption, text, width in pairs:
        if caption:
            named = widths[1] if cells and len(caption) < 4 else widths[0]
            wide = width > 80.0  # longer values (post, address) read better from the left
            cell = text if isinstance(text, Cell) else value(text, 0.0, Align.LEFT if wide else Align.CENTRE)
            cells += [label(caption, named), replace(cell, width=width - named)]
    if cells:
        cells[-1] = replace(cells[-1], width=cells[-1].width + total - sum(cell.width for cell in cells))
    return tuple(cells)


def group_rows(caption: str, width: float, lines: Sequence[tuple[Sequence[Cell], float]]) -> list[Row]:
    """Rows (cells, height) behind one caption that runs down all of them; a row without cells is left out."""
    filled = [(cells, height) for cells, height in lines if cells]
    return [
        Row((label("" if place else caption, width, joins_above=place > 0), *cells), height)
        for place, (cells, height) in enumerate(filled)
    ]


def choose(options: Sequence[str], chosen: str, in_line: int = 4) -> str:
    """The options in columns with the chosen one filled: ■ and □ are in GB 2312, so every official font has them."""
    chosen = clean_text(chosen)
    if chosen and chosen not in options:
        return chosen
    boxes = [("■" if option == chosen else "□") + option for option in options]
    columns = [boxes[place::in_line] for place in range(in_line)]
    widths = [max((len(box) for box in column), default=0) for column in columns]
    lines = [boxes[place : place + in_line] for place in range(0, len(boxes), in_line)]
    return "\n".join(
        "　".join(box.ljust(width, "　") for box, width in zip(line, widths, strict=False)).rstrip("　")
        for line in lines
    )


# Registers


@dataclass(frozen=True)
class RegisterColumn:
    """A column of a register: its head, its width in mm (0: shares what is left), whether its words are names.

    Numbers, days and names are set smaller rather than broken; other words take more lines. One that `fits` is as wide
    as its words need: `width` at most, or a share of what is left by how much the columns have to say. One of `codes`
    shows each as bars, or in characters where those are wider than the column.
    """

    head: str
    width: float = 0.0
    align: Align = Align.CENTRE
    names: bool = False
    whole: bool = False
    fits: bool = False
    codes: bool = False


NUMBER = RegisterColumn("序号", 0.0, whole=True)


def register(
    columns: Sequence[RegisterColumn], rows: Sequence[Sequence[str]], *, sheet: PaperSheet = UPRIGHT, size: float = 10.5,
    empty: int = 12,
) -> FieldTable:  # fmt: skip
    """A numbered table whose head comes again on every page; empty rows for the pen if there are none."""
    filled = [[str(place), *row] for place, row in enumerate(rows, 1)] or [[""] * (len(columns) + 1)] * empty
    number = replace(NUMBER, width=max(12.0, 6.0 + 2.2 * len(str(len(filled)))))
    all_columns = [number, *columns]
    widths = _find_widths(all_columns, filled, sheet.type_width, size)
    head = Row(tuple(Cell(width, column.head, Role.HEITI, size) for column, width in zip(all_columns, widths, strict=True)),
               9.0, repeats=True)  # fmt: skip
    lines = [
        Row(tuple(_register_cell(text, column, width, size) for text, column, width in
                  zip(row, all_columns, widths, strict=True)), 8.0)
        for row in filled
    ]  # fmt: skip
    return FieldTable((head, *lines))


LEAST_SHARE = 0.25  # of what the column with the most words gets


def _find_widths(
    columns: Sequence[RegisterColumn], rows: Sequence[Sequence[str]], room: float, size: float
) -> list[float]:
    """Millimetres of each column."""
    longest = [max((_longest_line(row[at]) for row in rows), default=0.0) for at in range(len(columns))]
    needed = [
        max((wide for row in rows if row[at] and (wide := measure_bars(row[at])) <= column.width), default=column.width)
        if column.codes
        else measure_column(max(longest[at], _longest_line(column.head)), size)
        for at, column in enumerate(columns)
    ]
    widths = [
        min(column.width, wide) if column.fits and most else column.width
        for column, wide, most in zip(columns, needed, longest, strict=True)
    ]
    fullest = max((most for most, width in zip(longest, widths, strict=True) if not width), default=0.0)
    shares = [
        0.0 if width else max(most / fullest, LEAST_SHARE) if column.fits and fullest else 1.0
        for column, width, most in zip(columns, widths, longest, strict=True)
    ]
    left = (room - sum(widths)) / (sum(shares) or 1.0)
    return [width or share * left for width, share in zip(widths, shares, strict=True)]


def _longest_line(text: str) -> float:
    return max(count_places(line) for line in text.split("\n"))


def measure_column(places: float, size: float = 10.5) -> float:
    """Millimetres of a column that shows so many places on a line; Latin letters are set a little wider than half of one."""
    return (places + 0.5) * size / POINTS + 2 * Ruling.PADDING_ACROSS


def measure_bars(code: str) -> float:
    """Millimetres of a cell that shows the bars of a code."""
    from cppcc_desktop.exporters.charts import measure_code  # what draws is needed where there is something to draw

    return measure_code(code)


def _register_cell(text: str, column: RegisterColumn, width: float, size: float) -> Cell:
    text = clean_text(text)
    if column.codes and text and measure_bars(text) <= width:
        return Cell(width, code=text)
    if column.names:
        return replace(name_value(text, width, size), align=column.align)
    return Cell(width, text, size=fit_size(text, width, size) if column.whole else size, align=column.align)
