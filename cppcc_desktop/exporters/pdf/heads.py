"""Heads of official papers at the top of a first page: 公文 under a red line, 信函 between double red lines."""

from __future__ import annotations

from dataclasses import dataclass

from cppcc_desktop.exporters.document import LetterHead, PageGrid, RedHead, Text
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.pdf.canvas import BODY, LINE_PITCH, MM, PageCanvas
from cppcc_desktop.exporters.pdf.lines import Measure, break_lines
from cppcc_desktop.exporters.pdf.typefaces import Typesetter


@dataclass(frozen=True)
class LaidRedHead:
    """发文机关标志, 发文字号, red line, and two empty lines below."""

    head: RedHead
    setter: Typesetter
    keeps_next: bool = False

    @property
    def height(self) -> float:
        head = self.head
        names = len(head.lines) * head.size * RedHead.LEADING
        return head.above + names + 5 * LINE_PITCH + head.below_number

    @property
    def beginning(self) -> float:
        return self.height

    def draw(self, page: PageCanvas, _follows: float, /) -> None:
        head = self.head
        page.reserve(head.above)
        with page.coloured(RedHead.COLOUR):
            for text in head.lines:
                draw_centred(text, Role.TITLE, head.size, head.size * RedHead.LEADING, page)
        page.reserve(2 * LINE_PITCH)
        draw_centred(head.number, Role.FANGSONG, BODY.size, LINE_PITCH, page)
        place = page.reserve(head.below_number) + head.below_number
        with page.coloured(RedHead.COLOUR):
            page.draw_rule(0.0, place, page.type_width, place, RedHead.RULE)
        page.reserve(2 * LINE_PITCH)


@dataclass(frozen=True)
class LaidLetterHead:
    """信函: the name above the type area, the lines at top and foot of the page, the number at the right."""

    head: LetterHead
    setter: Typesetter
    keeps_next: bool = False

    @property
    def height(self) -> float:
        return self._number_top + LINE_PITCH * 3

    @property
    def beginning(self) -> float:
        return self.height

    @property
    def _number_top(self) -> float:
        """Points from the top of the type area to the line of the number."""
        return self.head.number_top - PageGrid.TOP * MM - (LINE_PITCH - BODY.size) / 2

    def draw(self, page: PageCanvas, _follows: float, /) -> None:
        head, top = self.head, page.sheet.top * MM
        out = (LetterHead.WIDTH - page.sheet.type_width) / 2 * MM
        with page.coloured(RedHead.COLOUR):
            draw_centred_at(head.office, head.size, head.name_top - top, page)
            for place, upper, lower in (
                (head.line_top - top, LetterHead.THICK, LetterHead.THIN),
                (page.sheet.height * MM - LetterHead.BOTTOM * MM - top, LetterHead.THIN, LetterHead.THICK),
            ):
                for at, rule in ((place, upper), (place + LetterHead.GAP + (upper + lower) / 2, lower)):
                    page.draw_rule(-out, at, page.type_width + out, at, rule)
        page.reserve(self._number_top)
        glyphs = page.setter.set_pieces(head.number, Role.FANGSONG)
        for line in break_lines(glyphs, BODY):
            page.draw_line(line, BODY, BODY.width - line.width, page.reserve(LINE_PITCH), LINE_PITCH)
        page.reserve(2 * LINE_PITCH)


def draw_centred(text: Text, role: Role, size: float, height: float, page: PageCanvas) -> None:
    """Lines in the middle of the type area, from the page's place on."""
    measure = Measure(size, size, page.type_width)
    for line in break_lines(page.setter.set_pieces(text, role), measure):
        page.draw_line(line, measure, (page.type_width - line.width) / 2, page.reserve(height), height)


def draw_centred_at(text: str, size: float, top: float, page: PageCanvas) -> None:
    """One line of the title's type whose box begins so many points below the type area's top."""
    measure = Measure(size, size, page.type_width)
    for line in break_lines(page.setter.set_text(text, Role.TITLE), measure):
        page.draw_line(line, measure, (page.type_width - line.width) / 2, top, size)
