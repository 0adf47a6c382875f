"""Blocks with their lines broken, ready to be drawn: each knows how high it is and how it begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cppcc_desktop.exporters.charts import ChartLook, DrawnChart, draw_bars, draw_codes
from cppcc_desktop.exporters.document import (
    Align,
    BarBlock,
    Block,
    FieldTable,
    Heading,
    LabelRow,
    LetterHead,
    Note,
    PageBreak,
    PageFoot,
    PaperSheet,
    Paragraph,
    RedHead,
    RuledLine,
    Ruling,
    WritingLines,
)
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.pdf.canvas import BODY, CHARACTER_PITCH, LINE_PITCH, MM, PageCanvas
from cppcc_desktop.exporters.pdf.heads import LaidLetterHead, LaidRedHead
from cppcc_desktop.exporters.pdf.lines import Measure, TypesetLine, break_lines
from cppcc_desktop.exporters.pdf.tables import lay_table
from cppcc_desktop.exporters.pdf.typefaces import Typesetter

# Of a paragraph that keeps with the next, so many lines go with it (GB/T 9704-2012 §7.3.5: no signature stands alone).
KEPT_LINES = 2

CHART_SIZE = 9.0
# Told apart by how dark they are too, for printers without colours.
PAPER_INKS = {
    "text": "#000000",
    "note": "#515C69",
    "axis": "#7B8491",
    "now": "#5F82A8",
    "late": "#A32A24",
    "before": "#C3D0DE",
}


class Laid(Protocol):
    """A block ready to be drawn."""

    @property
    def keeps_next(self) -> bool:
        """Whether it stays on one page with what follows."""
        ...

    @property
    def height(self) -> float:
        """Points of the whole block."""
        ...

    @property
    def beginning(self) -> float:
        """Points of what must stand together at its beginning."""
        ...

    def draw(self, page: PageCanvas, follows: float, /) -> None:
        """Draws it from the page's place on; `follows` points must have room below its end if it keeps with the next."""
        ...


@dataclass(frozen=True)
class LaidLines:
    """Lines of one block: each with its distance from the left, all of one pitch, and points that stay empty below."""

    lines: Sequence[tuple[TypesetLine, float]]
    measure: Measure
    pitch: float
    below: float = 0.0
    keeps_next: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.pitch + self.below

    @property
    def beginning(self) -> float:
        return self.pitch if len(self.lines) > KEPT_LINES or not self.keeps_next else self.height

    def draw(self, page: PageCanvas, follows: float, /) -> None:
        kept = len(self.lines) - KEPT_LINES if self.keeps_next else -1
        for place, (line, left) in enumerate(self.lines):
            if self.keeps_next and place == max(0, kept):
                page.make_room((len(self.lines) - place) * self.pitch + self.below + follows)
            page.draw_line(line, self.measure, left, page.reserve(self.pitch), self.pitch)
        page.place += self.below


@dataclass(frozen=True)
class LaidRules:
    """Rules below each other, each at the foot of so many points."""

    count: int
    pitch: float
    width: float
    thickness: float
    dashed: bool = False
    keeps_next: bool = False

    @property
    def height(self) -> float:
        return self.count * self.pitch

    @property
    def beginning(self) -> float:
        return self.pitch

    def draw(self, page: PageCanvas, _follows: float, /) -> None:
        for _ in range(self.count):
            bottom = page.reserve(self.pitch) + self.pitch
            page.draw_rule(0.0, bottom, self.width, bottom, self.thickness, dashed=self.dashed)


@dataclass(frozen=True)
class LaidBreak:
    """What follows starts on a new page."""

    sheet: PaperSheet | None
    keeps_next: bool = False
    height: float = 0.0
    beginning: float = 0.0

    def draw(self, page: PageCanvas, _follows: float, /) -> None:
        if page.place or self.sheet:
            page.break_page(self.sheet)


@dataclass(frozen=True)
class LaidFoot:
    """Blocks at the foot of the type area."""

    parts: Sequence[Laid]
    keeps_next: bool = False

    @property
    def height(self) -> float:
        return sum(part.height for part in self.parts)

    @property
    def beginning(self) -> float:
        return self.height

    def draw(self, page: PageCanvas, _follows: float, /) -> None:
        page.make_room(self.height)
        page.place = max(page.place, page.type_height - self.height)
        for part in self.parts:
            part.draw(page, 0.0)


@dataclass(frozen=True)
class LaidChart:
    """A chart stays on one page."""

    chart: DrawnChart
    keeps_next: bool = False

    @property
    def height(self) -> float:
        return self.chart.height

    @property
    def beginning(self) -> float:
        return self.height

    def draw(self, page: PageCanvas, _follows: float, /) -> None:
        page.draw_chart(self.chart, page.reserve(self.height))


def lay_blocks(blocks: Sequence[Block], sheet: PaperSheet, setter: Typesetter) -> list[Laid]:
    """The blocks of a document that begins on that sheet."""
    laid: list[Laid] = []
    for block in blocks:
        if isinstance(block, PageBreak):
            sheet = block.sheet or sheet
            laid.append(LaidBreak(block.sheet))
        else:
            laid.append(lay_block(block, sheet.type_width * MM, setter))
    return laid


def lay_block(block: Block, width: float, setter: Typesetter) -> Laid:
    match block:
        case RedHead():
            return LaidRedHead(block, setter)
        case LetterHead():
            return LaidLetterHead(block, setter)
        case Heading(text, size, role, lines_after):
            measure = Measure(size, size, width)
            return LaidLines(_centre(text, measure, role, setter), measure, LINE_PITCH, lines_after * LINE_PITCH)
        case Paragraph():
            return lay_paragraph(block, setter)
        case FieldTable():
            return lay_table(block, setter)
        case WritingLines(count):
            return LaidRules(count, LINE_PITCH, width, Ruling.INNER_RULE)
        case RuledLine(thickness, dashed):
            return LaidRules(1, thickness, width, thickness, dashed)
        case Note(text, size, keeps):
            measure = Measure(size, size, width)
            lines = [
                (line, 0.0)
                for part in text.split("\n")
                for line in break_lines(setter.set_text(part, Role.FANGSONG), measure)
            ]
            return LaidLines(lines, measure, size * Ruling.LEADING, keeps_next=keeps)
        case PageFoot(blocks, across):
            return LaidFoot([lay_block(each, across * MM, setter) for each in blocks])
        case PageBreak(sheet):
            return LaidBreak(sheet)
        case BarBlock():
            return LaidChart(draw_bars(block, width, look_on_paper(setter)))
        case LabelRow():
            return LaidChart(draw_codes(block, width, look_on_paper(setter)))


def look_on_paper(setter: Typesetter) -> ChartLook:
    """小五 宋体 with the fonts of the machine."""
    return ChartLook(CHART_SIZE, lambda words: setter.set_runs(words, Role.SONGTI, CHART_SIZE), PAPER_INKS, hollow=True)


def lay_paragraph(paragraph: Paragraph, setter: Typesetter) -> LaidLines:
    glyphs = setter.set_pieces(paragraph.text, paragraph.level.role)
    left, right = paragraph.left_indent * CHARACTER_PITCH, paragraph.right_indent * CHARACTER_PITCH
    measure = Measure(BODY.size, BODY.pitch, BODY.width - left - right)
    lines = break_lines(glyphs, measure, paragraph.indent * CHARACTER_PITCH, hangs=paragraph.align is Align.LEFT)
    place = _PLACES[paragraph.align]
    set_lines = [(line, left + place(measure.width - line.indent - line.width)) for line in lines]
    return LaidLines(set_lines, measure, LINE_PITCH, keeps_next=paragraph.keeps_next)


_PLACES: dict[Align, Callable[[float], float]] = {
    Align.LEFT: lambda _slack: 0.0, Align.CENTRE: lambda slack: slack / 2, Align.RIGHT: lambda slack: slack,
}  # fmt: skip


def _centre(text: str, measure: Measure, role: Role, setter: Typesetter) -> list[tuple[TypesetLine, float]]:
    lines = [line for part in text.split("\n") for line in break_lines(setter.set_text(part, role), measure)]
    return [(line, (measure.width - line.width) / 2) for line in lines]


def reckon_following(laid: Sequence[Laid]) -> list[float]:
    """For each block the points that must have room below it: the beginnings of the chain that follows it."""
    following = [0.0] * len(laid)
    for place in range(len(laid) - 2, -1, -1):
        after = laid[place + 1]
        divided = isinstance(after, LaidLines) and len(after.lines) > KEPT_LINES
        following[place] = after.beginning + (following[place + 1] if after.keeps_next and not divided else 0.0)
    return following
