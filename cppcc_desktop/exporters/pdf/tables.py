"""Ruled tables: rows grow with their text, run on over pages, and nothing in them is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from cppcc_desktop.exporters.charts import DrawnChart, draw_code
from cppcc_desktop.exporters.document import Align, Cell, FieldTable, Row, Ruling
from cppcc_desktop.exporters.pdf.canvas import MM, PageCanvas
from cppcc_desktop.exporters.pdf.lines import Measure, TypesetLine, break_lines
from cppcc_desktop.exporters.pdf.typefaces import Typesetter

PADDING_ACROSS, PADDING_DOWN = Ruling.PADDING_ACROSS * MM, Ruling.PADDING_DOWN * MM
# What a row needs besides its text; Word and LibreOffice count the rule too.
FRAME = 2 * PADDING_DOWN + Ruling.INNER_RULE


@dataclass(frozen=True)
class SetCell:
    """A cell with its lines broken: left edge, width and room at each side in points."""

    cell: Cell
    left: float
    width: float
    padding: float
    measure: Measure
    lines: Sequence[TypesetLine]
    chart: DrawnChart | None = None  # in the place of lines

    @property
    def line_height(self) -> float:
        """Points from line to line."""
        return self.measure.size * Ruling.LEADING

    @property
    def text_height(self) -> float:
        """Points all its lines take."""
        return self.chart.height if self.chart else len(self.lines) * self.line_height


@dataclass(frozen=True)
class SetRow:
    """A row with its lines broken and its height in points; `runs_on` if it may begin on one page and end on another."""

    cells: tuple[SetCell, ...]
    height: float
    runs_on: bool = False

    @property
    def beginning(self) -> float:
        """Points that must be left on a page for it to begin there."""
        return (
            _measure_lines(self.cells, [_cut_lines(cell.lines) for cell in self.cells]) if self.runs_on else self.height
        )


def set_row(row: Row, below: Row | None, padding: float, setter: Typesetter) -> SetRow:
    """Breaks the lines of a row's cells; the row is as high as its fullest cell or its own height.

    A cell that the row `below` continues does not count: it has the height of all its rows.
    """
    cells: list[SetCell] = []
    left = 0.0
    for cell in row.cells:
        cells.append(_set_cell(cell, left, padding, setter))
        left += cell.width * MM
    joined = {place for place, cell in enumerate(below.cells if below else ()) if cell.joins_above}
    own = [cell.text_height for place, cell in enumerate(cells) if place not in joined]
    tied = bool(joined) or any(cell.joins_above for cell in row.cells)
    return SetRow(tuple(cells), max([row.height * MM, *(height + FRAME for height in own)]), row.runs_on and not tied)


def _set_cell(cell: Cell, left: float, padding: float, setter: Typesetter) -> SetCell:
    width = cell.width * MM
    measure = Measure(cell.size, cell.size, width - 2 * padding)
    lines: list[TypesetLine] = []
    if not isinstance(cell.text, str):
        lines += break_lines(setter.set_pieces(cell.text, cell.role), measure)
    elif cell.text:
        put = setter.set_name if cell.one_face else setter.set_text
        for paragraph in cell.text.split("\n"):
            lines += break_lines(put(paragraph, cell.role), measure)
    return SetCell(cell, left, width, padding, measure, lines, draw_code(cell.code) if cell.code else None)


@dataclass(frozen=True)
class LaidTable:
    """A table with its rows set: those that come again on every page, and groups of rows that stay together."""

    table: FieldTable
    heads: Sequence[SetRow]
    groups: Sequence[list[SetRow]]

    @property
    def keeps_next(self) -> bool:
        return self.table.keeps_next

    @property
    def height(self) -> float:
        """Points of the whole table."""
        return _height(self.heads) + sum(_height(group) for group in self.groups)

    @property
    def beginning(self) -> float:
        """Points of its head and first row, or of the whole where it may not be divided."""
        if self.keeps_next:
            return self.height
        return _height(self.heads) + sum(row.beginning for row in (self.groups[0] if self.groups else ()))

    def draw(self, page: PageCanvas, follows: float, /) -> None:
        """Draws it from the page's place on; a table that keeps with the next stays whole above so many points."""
        if self.keeps_next:
            page.make_room(self.height + follows)
        here, count = list(self.heads), len(self.heads)
        for group in self.groups:
            for piece in _fit_pieces(group, page, _height(here), _height(self.heads)):
                if _height([*here, *piece]) > page.room + 0.05 and (page.place or len(here) > count):
                    if len(here) > count:
                        self._draw_rows(here, page)
                    page.break_page()
                    here = list(self.heads)
                here += piece
        self._draw_rows(here, page)

    def _draw_rows(self, rows: Sequence[SetRow], page: PageCanvas) -> None:
        if self.table.ruled:
            _draw_rows(rows, page)
            return
        top = page.reserve(_height(rows))
        for row in rows:
            for cell in row.cells:
                _draw_text(cell, top, cell.text_height + FRAME if row.runs_on else row.height, page)
            top += row.height


def lay_table(table: FieldTable, setter: Typesetter) -> LaidTable:
    """The table with all its lines broken."""
    padding = PADDING_ACROSS if table.ruled else 0.0
    rows = [set_row(row, below, padding, setter) for row, below in zip_longest(table.rows, table.rows[1:])]
    count = next((place for place, row in enumerate(table.rows) if not row.repeats), len(rows))
    return LaidTable(table, rows[:count], _group_rows(rows[count:]))


def _height(rows: Sequence[SetRow]) -> float:
    return sum(row.height for row in rows)


def _group_rows(rows: Sequence[SetRow]) -> list[list[SetRow]]:
    """Rows tied together by a cell that runs down over them."""
    groups: list[list[SetRow]] = []
    for row in rows:
        if groups and any(cell.cell.joins_above for cell in row.cells):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_make_room(group) for group in groups]


def _make_room(group: list[SetRow]) -> list[SetRow]:
    """Raises the last row of a group until the text of a cell that runs down over all of them fits."""
    needed = max((cell.text_height for cell in group[0].cells), default=0.0) + FRAME
    short = needed - _height(group)
    if short > 0:
        group[-1] = SetRow(group[-1].cells, group[-1].height + short)
    return group


def _fit_pieces(group: list[SetRow], page: PageCanvas, filled: float, heads: float) -> list[list[SetRow]]:
    """The group in pieces none of which is higher than a page; a row that runs on is cut between lines.

    `filled`: points of the rows that will stand above it on this page; `heads`: of those that come on every page.
    """
    limit = page.type_height - heads
    pieces: list[list[SetRow]] = [[]]
    for row in group:
        first, *rest = _cut_row(row, page.room - filled, limit)
        if pieces[-1] and _height(pieces[-1]) + first.height > limit:
            pieces.append([])
        pieces[-1].append(first)
        pieces += [[part] for part in rest]
    return pieces


def _cut_row(row: SetRow, room: float, limit: float) -> list[SetRow]:
    """The row, or, where it runs on or is higher than a page, rows that together show all its lines, the first in the room left."""
    if row.height <= (room if row.runs_on else limit) or not any(cell.lines for cell in row.cells):
        return [row]
    parts: list[SetRow] = []
    rest = row.cells
    while any(cell.lines for cell in rest):
        least = _measure_lines(rest, [_cut_lines(cell.lines) for cell in rest])
        here = room if not parts and least <= room else limit
        fits = [_cut_lines(cell.lines, int((here - FRAME) // cell.line_height)) for cell in rest]
        now = [_with_lines(cell, cell.lines[:fit]) for cell, fit in zip(rest, fits, strict=True)]
        parts.append(SetRow(tuple(now), _measure_lines(rest, fits), runs_on=True))
        rest = tuple(_with_lines(cell, cell.lines[fit:]) for cell, fit in zip(rest, fits, strict=True))
    return parts


def _measure_lines(cells: Sequence[SetCell], counts: Sequence[int]) -> float:
    """Points of a row with so many lines in each of its cells."""
    return FRAME + max(count * cell.line_height for cell, count in zip(cells, counts, strict=True))


def _cut_lines(lines: Sequence[TypesetLine], most: int = 1) -> int:
    """How many lines stay on this page: at most so many, and never a single one of a longer paragraph here or there.

    The fewest that can stay where that leaves none.
    """
    may = [cut for cut in range(1, len(lines)) if _may_cut(lines, cut)]
    fits = [cut for cut in [*may, len(lines)] if cut <= most]
    return fits[-1] if fits else [*may, len(lines)][0]


def _may_cut(lines: Sequence[TypesetLine], cut: int) -> bool:
    """Whether a page may end before this line: between paragraphs, or with two lines of one on each side."""
    if not lines[cut - 1].loose:
        return True
    return cut > 1 and lines[cut - 2].loose and lines[cut].loose


def _with_lines(cell: SetCell, lines: Sequence[TypesetLine]) -> SetCell:
    return replace(cell, lines=lines)


def _draw_rows(rows: Sequence[SetRow], page: PageCanvas) -> None:
    """Rows that stand under each other on one page, with their rules and frame."""
    top = start = page.reserve(sum(row.height for row in rows))
    for place, row in enumerate(rows):
        for cell in row.cells:
            joined = cell.cell.joins_above and place > 0
            if not joined:
                height = cell.text_height + FRAME if row.runs_on else _joined_height(rows[place:], cell)
                _draw_text(cell, top, height, page)
                page.draw_rule(cell.left, top, cell.left + cell.width, top, Ruling.INNER_RULE)
            if cell.left:
                page.draw_rule(cell.left, top, cell.left, top + row.height, Ruling.INNER_RULE)
        top += row.height
    right = max(row.cells[-1].left + row.cells[-1].width for row in rows)
    for x in (0.0, right):
        page.draw_rule(x, start - Ruling.OUTER_RULE / 2, x, top + Ruling.OUTER_RULE / 2, Ruling.OUTER_RULE)
    for y in (start, top):
        page.draw_rule(0.0, y, right, y, Ruling.OUTER_RULE)


def _joined_height(rows: Sequence[SetRow], cell: SetCell) -> float:
    """Height of a cell with the rows under it that continue it."""
    height = rows[0].height
    for row in rows[1:]:
        if not any(other.cell.joins_above and other.left == cell.left for other in row.cells):
            break
        height += row.height
    return height


def _draw_text(cell: SetCell, top: float, height: float, page: PageCanvas) -> None:
    place = top + (height - cell.text_height) / 2
    if cell.chart:
        page.draw_chart(cell.chart, place, cell.left + (cell.width - float(cell.chart.drawing.width)) / 2)
    for line in cell.lines:
        page.draw_line(line, cell.measure, cell.left + cell.padding + _shift(cell, line), place, cell.line_height)
        place += cell.line_height


def _shift(cell: SetCell, line: TypesetLine) -> float:
    slack = cell.measure.width - line.width
    return {Align.LEFT: 0.0, Align.CENTRE: slack / 2, Align.RIGHT: slack}[cell.cell.align]
