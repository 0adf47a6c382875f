"""Charts drawn once, as shapes of reportlab: for the screen as SVG, on paper as they are, in Word as a picture."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import HexColor

from cppcc_desktop.exporters.document import POINTS, BarBlock, BarRow, LabelRow

# In ems of the words: from row to row, how thick a bar is, and the two bars of a row with a past
PITCH, THICK, PITCH_OF_TWO, THICK_OF_TWO = 2.0, 1.08, 2.3, 0.7
GAP, LEADING, BASELINE, SQUARE, FOOT = 0.6, 1.35, 0.36, 0.77, 0.5
MOST_WORDS = 0.4  # of the width
PLAIN_FACE = "Helvetica"  # what reportlab calls the face of the screen
PICTURE_DPI = 300
CLIP = re.compile(r"<clipPath.*?</clipPath>|clip-path:[^;\"]*;?", re.DOTALL)


class WordRun(NamedTuple):
    """A piece of a line in one face, and how wide it is."""

    face: str
    text: str
    width: float


@dataclass(frozen=True)
class ChartLook:
    """How a chart is drawn: the size of its words, their faces and widths, the colour of each ink as #RRGGBB.

    Inks: text, note, axis, now, late, before. `hollow`: what is late has an edge only, so that it is told apart on a
    printer without colours.
    """

    size: float
    set_words: Callable[[str], Sequence[WordRun]]
    inks: Mapping[str, str]
    hollow: bool = False


@dataclass(frozen=True)
class DrawnChart:
    """The shapes, and for each bar the top and bottom of its row, from the chart's top."""

    drawing: Drawing
    rows: Sequence[tuple[float, float]]

    @property
    def height(self) -> float:
        return float(self.drawing.height)

    def write_svg(self, family: str) -> bytes:
        """For the screen, in its face."""
        told: str = renderSVG.drawToString(self.drawing)  # pyright: ignore[reportUnknownMemberType]
        unclipped = CLIP.sub("", told)  # Qt draws the shape of a clip instead of clipping by it
        return unclipped.replace(f"font-family: {PLAIN_FACE}", f"font-family: '{family}'; font-weight: normal").encode()

    def write_picture(self) -> bytes:
        """For Word: a PNG of 300 dots an inch."""
        import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

        paper: Any = pypdfium2.PdfDocument(renderPDF.drawToString(self.drawing))  # pyright: ignore[reportUnknownMemberType]
        packed = io.BytesIO()
        paper[0].render(scale=PICTURE_DPI / 72).to_pil().save(packed, "PNG", dpi=(PICTURE_DPI, PICTURE_DPI))
        paper.close()
        return packed.getvalue()


def draw_bars(block: BarBlock, width: float, look: ChartLook) -> DrawnChart:
    """The bars of a block, so wide; words that do not fit on a line go on below."""
    size = look.size
    two = any(each.before is not None for each in block.bars)
    room = min(max((measure(each.word, look) for each in block.bars), default=0), MOST_WORDS * width)
    words = [break_words(each.word, room, look) for each in block.bars]
    pitch = size * (PITCH_OF_TWO if two else PITCH)
    tops = [size * LEADING * 1.5 if block.legend else 0.0]
    for lines in words:
        tops.append(tops[-1] + max(pitch, (len(lines) + 0.4) * LEADING * size))
    drawing = Drawing(width, tops[-1] + FOOT * size)
    pen = Pen(drawing, look)
    left = room + GAP * size
    said = max((measure(text, look) for each in block.bars for text in (each.said, each.before_said)), default=0)
    longest = max((max(each.count, each.before or 0) for each in block.bars), default=0) or 1
    unit = max(0.0, width - left - GAP * size - said) / longest
    pen.draw_legend(block.legend, width)
    for bar, lines, (top, bottom) in zip(block.bars, words, pairwise(tops), strict=True):
        middle = (top + bottom) / 2
        for place, line in enumerate(lines):
            pen.write(line, room, middle + (place - (len(lines) - 1) / 2) * LEADING * size, ends=True)
        pen.draw_bar(bar, left, middle, unit)
    if block.bars:
        foot = FOOT * size
        drawing.add(
            Line(left, foot, left, foot + tops[-1] - tops[0], strokeColor=pen.ink("axis"), strokeWidth=size / 8)
        )
    return DrawnChart(drawing, list(pairwise(tops)))


MODULE = 0.254  # mm: the narrowest bar that an office's printer and scanner are sure of; 3 dots of a picture
CODE_HEIGHT, CODE_HEIGHT_IN_TABLE = 10.0, 6.0  # mm
WHITE_IN_TABLE = 1.25  # mm over and under a code, so that a hand-held scanner meets no bars of the next row
QUIET = 10  # modules at each side of a code that stay white


def measure_code(code: str) -> float:
    """Millimetres of the bars of a code with the white at their sides."""
    return make_code(code, CODE_HEIGHT).width / POINTS + 2 * QUIET * MODULE


def make_code(code: str, height: float) -> Any:
    """The bars of a code as shapes, so many mm high."""
    from reportlab.graphics import barcode

    make: Any = barcode.createBarcodeDrawing  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return make(
        "Code128", value=code, barWidth=MODULE * POINTS, barHeight=height * POINTS, quiet=False, humanReadable=False
    )


def draw_code(code: str) -> DrawnChart:
    """The bars of a code alone, for a cell that is at least as wide as `measure_code` says."""
    drawn = make_code(code, CODE_HEIGHT_IN_TABLE)
    white = WHITE_IN_TABLE * POINTS
    height = drawn.height + 2 * white
    drawing = Drawing(drawn.width, height)
    drawing.add(Group(*drawn.contents, transform=(1, 0, 0, 1, 0, white)))
    return DrawnChart(drawing, [(0.0, height)])


def draw_codes(row: LabelRow, width: float, look: ChartLook) -> DrawnChart:
    """A row of labels, so wide: bars, and centred below them the words, cut where a label ends.

    A code whose bars are too wide for its place stands there in characters: narrower bars no scanner would read.
    """
    size, most = look.size, max((len(each.lines) for each in row.labels), default=0)
    bars = CODE_HEIGHT * POINTS
    height = bars + (most * LEADING + 1.5) * size
    drawing, place = Drawing(width, height), width / row.places
    pen = Pen(drawing, look)
    for at, label in enumerate(row.labels):
        if measure_code(label.code) * POINTS <= place:
            drawn = make_code(label.code, CODE_HEIGHT)
            left = at * place + (place - drawn.width) / 2
            drawing.add(Group(*drawn.contents, transform=(1, 0, 0, 1, left, height - bars)))
        else:
            for line, part in enumerate(break_words(label.code, place, look)):
                pen.write(part, at * place + (place - measure(part, look)) / 2, (line + 0.5) * LEADING * size)
        for line, words in enumerate(label.lines):
            cut = break_words(words, place, look)[0]
            pen.write(cut, at * place + (place - measure(cut, look)) / 2, bars + (line + 1) * LEADING * size)
    return DrawnChart(drawing, [(0.0, height)])


@dataclass(frozen=True)
class Pen:
    """Draws on one drawing; heights are measured from its top."""

    drawing: Drawing
    look: ChartLook

    def ink(self, name: str) -> Any:
        return HexColor(self.look.inks[name])

    def write(self, words: str, left: float, middle: float, *, ends: bool = False, ink: str = "text") -> None:
        """A line around this height; `ends`: `left` is where it ends."""
        runs = self.look.set_words(words)
        place = left - sum(each.width for each in runs) if ends else left
        foot = self.drawing.height - middle - BASELINE * self.look.size
        for face, text, width in runs:
            self.drawing.add(String(place, foot, text, fontName=face, fontSize=self.look.size, fillColor=self.ink(ink)))
            place += width

    def fill(self, left: float, middle: float, width: float, thick: float, ink: str) -> None:
        """A box of one ink around this height."""
        box = Rect(left, self.drawing.height - middle - thick / 2, width, thick, fillColor=self.ink(ink))
        box.strokeColor = None
        if ink == "late" and self.look.hollow:
            box.fillColor, box.strokeColor, box.strokeWidth = None, self.ink(ink), 0.75
        self.drawing.add(box)

    def draw_legend(self, legend: Iterable[tuple[str, str]], right: float) -> None:
        """At the right of the first line."""
        size = self.look.size
        parts = [(ink, word, measure(word, self.look)) for ink, word in legend]
        place = (
            right
            - sum(SQUARE * size + GAP * size / 2 + wide for _, _, wide in parts)
            - GAP * 2 * size * (len(parts) - 1)
        )
        for ink, word, wide in parts:
            self.fill(place, size * LEADING / 2, SQUARE * size, SQUARE * size, ink)
            place += SQUARE * size + GAP * size / 2
            self.write(word, place, size * LEADING / 2, ink="note")
            place += wide + GAP * 2 * size

    def draw_bar(self, bar: BarRow, left: float, middle: float, unit: float) -> None:
        """Now and late in one bar; below it, if it has a past, the bar of before."""
        size = self.look.size
        thick = size * (THICK if bar.before is None else THICK_OF_TWO)
        centre = middle if bar.before is None else middle - thick / 2 - size * 0.04
        late = max(size / 6, bar.late * unit) if bar.late else 0.0
        now = max(0.0, bar.count * unit - late)
        for start, wide, ink in ((left, now, "now"), (left + now, late, "late")):
            if wide:
                self.fill(start, centre, wide, thick, ink)
        self.write(bar.said, left + now + late + GAP * size, centre)
        if bar.before is not None:
            centre = middle + thick / 2 + size * 0.04
            if bar.before:
                self.fill(left, centre, bar.before * unit, thick, "before")
            self.write(bar.before_said, left + bar.before * unit + GAP * size, centre + size * 0.1, ink="note")


def measure(words: str, look: ChartLook) -> float:
    return sum(each.width for each in look.set_words(words))


def break_words(words: str, room: float, look: ChartLook) -> list[str]:
    """The words in lines that fit the room: they may break after any character."""
    lines = [""]
    for each in words:
        if lines[-1] and measure(lines[-1] + each, look) > room + 0.01:
            lines.append("")
        lines[-1] += each
    return lines
