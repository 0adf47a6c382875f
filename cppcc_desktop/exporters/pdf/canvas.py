"""The page being drawn: lines of glyphs and rules, measured in points from the top left of the type area."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any, BinaryIO

from reportlab.graphics import renderPDF
from reportlab.pdfgen import canvas as reportlab_canvas

from cppcc_desktop.exporters.charts import DrawnChart
from cppcc_desktop.exporters.document import UPRIGHT, PageGrid, PaperSheet
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.pdf.lines import ROUNDING, Measure, TypesetLine
from cppcc_desktop.exporters.pdf.typefaces import Typesetter

MM = 72 / 25.4
TYPE_WIDTH, TYPE_HEIGHT = PageGrid.TYPE_WIDTH * MM, PageGrid.TYPE_HEIGHT * MM
LINE_PITCH = TYPE_HEIGHT / PageGrid.LINES
CHARACTER_PITCH = TYPE_WIDTH / PageGrid.CHARACTERS
BODY = Measure(PageGrid.BODY_SIZE, CHARACTER_PITCH, TYPE_WIDTH)
# Ideographs stand on their box so: 0.88 em over the baseline, 0.12 em under it (all our faces).
ASCENT = 0.88
# An 一字线 lies this high over its baseline (em); the standard measures to the stroke itself.
DASH_HEIGHT = 0.32
# The rule below a place for the pen: points, and how far up from the foot of the line's leading it lies.
BLANK_RULE, BLANK_RISE = 0.5, 0.3
DASHES = (3, 3)


class PageCanvas:
    """Draws pages one after another into an open file; `place` is how far down the page is filled."""

    def __init__(self, file: BinaryIO, setter: Typesetter, title: str) -> None:
        self.setter = setter
        self.sheet = UPRIGHT
        self.place = 0.0
        self.pages = 0
        self._number, self._hides_first = 0, False
        make_canvas: Any = reportlab_canvas.Canvas  # its stub wants numbers for names
        self._canvas: Any = make_canvas(
            file,
            pagesize=(PageGrid.WIDTH * MM, PageGrid.HEIGHT * MM),
            pageCompression=1,
            # Otherwise every page asks for Helvetica, which is not embedded.
            initialFontName=setter.set_text("—", Role.SONGTI)[0].face,
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("县政协工作台")

    @property
    def type_width(self) -> float:
        """Points across the type area."""
        return self.sheet.type_width * MM

    @property
    def type_height(self) -> float:
        """Points down the type area."""
        return self.sheet.type_height * MM

    def start_document(self, sheet: PaperSheet = UPRIGHT, *, hides_first_number: bool = False) -> None:
        """Begins a document on a new page of this size, numbered from 1."""
        self._number, self.sheet, self._hides_first = 0, sheet, hides_first_number
        self._start_page()

    def finish_page(self) -> None:
        """Puts the page number under the type area and closes the page."""
        if self._number > 1 or not self._hides_first:
            self._draw_number()
        self._canvas.showPage()

    def break_page(self, sheet: PaperSheet | None = None) -> None:
        """Closes this page and goes on at the top of the next, of another size if there is a sheet."""
        self.finish_page()
        self.sheet = sheet or self.sheet
        self._start_page()

    def reserve(self, height: float) -> float:
        """Takes so many points of height, on a new page when they do not fit; returns their top."""
        if self.place and self.place + height > self.type_height + 0.05:
            self.break_page()
        top = self.place
        self.place += height
        return top

    def make_room(self, height: float) -> None:
        """Goes on at the top of the next page unless so many points are left on this one."""
        if self.place and height > self.room + 0.05:
            self.break_page()

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.type_height - self.place

    def save(self) -> None:
        """Writes the file's end; nothing can be drawn after."""
        self._canvas.save()

    def draw_line(self, line: TypesetLine, measure: Measure, left: float, top: float, height: float) -> None:
        """Sets one line in a box `height` high: box centre on box centre, as Word does on the grid."""
        baseline = top + (height - measure.size) / 2 + ASCENT * measure.size
        text = self._canvas.beginText()
        place = self._left + left + line.indent
        for face, space, run, width in _runs(line, measure, _spread(line, measure)):
            text.setTextOrigin(place, self._top - baseline)
            text.setFont(face, measure.size)
            text.setCharSpace(space)
            text.textOut(run)
            place += width
        self._canvas.drawText(text)
        if any(glyph.blank for glyph in line.glyphs):
            self._underline(line, measure, left, top + height - BLANK_RISE * (height - measure.size))

    def _underline(self, line: TypesetLine, measure: Measure, left: float, foot: float) -> None:
        """Rules below the places for the pen."""
        place, extra = left + line.indent, _spread(line, measure)
        for blank, glyphs in groupby(line.glyphs, key=lambda glyph: glyph.blank):
            start = place
            place += sum(measure.advance(glyph) + extra for glyph in glyphs)
            if blank:
                self.draw_rule(start, foot, place - extra, foot, BLANK_RULE)

    @contextmanager
    def coloured(self, colour: str) -> Generator[None]:
        """What is drawn meanwhile is of this colour: six hexadecimal digits."""
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
        self._canvas.saveState()
        self._canvas.setFillColorRGB(red, green, blue)
        self._canvas.setStrokeColorRGB(red, green, blue)
        yield
        self._canvas.restoreState()

    def draw_rule(
        self, left: float, top: float, right: float, bottom: float, width: float, *, dashed: bool = False
    ) -> None:
        """A straight rule `width` points thick."""
        self._canvas.setLineWidth(width)
        x, y = self._left, self._top
        if dashed:
            self._canvas.setDash(*DASHES)
        self._canvas.line(x + left, y - top, x + right, y - bottom)
        if dashed:
            self._canvas.setDash()

    def draw_chart(self, chart: DrawnChart, top: float, left: float = 0.0) -> None:
        """Shapes so far down, and from the left edge."""
        renderPDF.draw(chart.drawing, self._canvas, self._left + left, self._top - top - chart.height)  # pyright: ignore[reportUnknownMemberType]

    @property
    def _left(self) -> float:
        return self.sheet.left * MM

    @property
    def _top(self) -> float:
        return (self.sheet.height - self.sheet.top) * MM

    def _start_page(self) -> None:
        self._canvas.setPageSize((self.sheet.width * MM, self.sheet.height * MM))
        self.pages += 1
        self._number += 1
        self.place = 0.0

    def _draw_number(self) -> None:
        """— 1 — in 四号: odd pages at the right, even at the left, one character in (GB/T 9704 §7.5)."""
        size = PageGrid.NUMBER_SIZE
        text = self.setter.set_text(f"— {self._number} —", Role.SONGTI)
        # The dash of some faces is shorter than an em; here it takes its own width.
        glyphs = [glyph._replace(full=False) for glyph in text]
        measure = Measure(size, size, self.type_width)
        width = sum(measure.advance(glyph) for glyph in glyphs)
        left = self.type_width - size - width if self._number % 2 else size
        dash = self.type_height + PageGrid.NUMBER_BELOW * MM
        top = dash + DASH_HEIGHT * size - ASCENT * size
        self.draw_line(TypesetLine(glyphs, 0.0, width), measure, left, top, size)


def _spread(line: TypesetLine, measure: Measure) -> float:
    """Extra points between glyphs that bring a full line to the right edge: half-width characters or 禁则 left it short."""
    if not line.loose or measure.pitch == measure.size:
        return 0.0
    slack = measure.width - line.indent - line.width
    gaps = len(line.glyphs) - 1 - line.hung
    return slack / gaps if ROUNDING < slack < 3 * measure.pitch and gaps > 0 else 0.0


def _runs(line: TypesetLine, measure: Measure, extra: float) -> Iterator[tuple[str, float, str, float]]:
    """(face, space after each character, text, width) of what can be shown by one PDF operator."""
    face, space, text, width = "", 0.0, "", 0.0
    for glyph in line.glyphs:
        step = measure.advance(glyph) + extra
        own_space = step - glyph.width * measure.size
        if text and (glyph.face != face or abs(own_space - space) > 1e-6):
            yield face, space, text, width
            text, width = "", 0.0
        face, space = glyph.face, own_space
        text += glyph.character
        width += step
    if text:
        yield face, space, text, width
