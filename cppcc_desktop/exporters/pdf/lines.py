"""Where a Chinese line may end: 禁则 of GB/T 15834 and CLREQ §3.1; words and numbers stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cppcc_desktop.exporters.pdf.typefaces import Glyph

NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉〗”’…—·％‰℃°′″～,.;:?!)]}%-－／")
NEVER_LAST = frozenset("（《「『【〔〈〖“‘([{＄￥№")
PAIRED = frozenset("—…")
ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text is set: type size, the step of a full-width character, the width of the column (points)."""

    size: float
    pitch: float
    width: float

    def advance(self, glyph: Glyph) -> float:
        """Points a glyph takes: the pitch when full, its own width when half."""
        return self.pitch if glyph.full else glyph.width * self.size


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs of one line, its indent and natural width (points).

    `loose`: half-width characters in it or after it keep it off the grid, so it is spread to the right edge.
    """

    glyphs: Sequence[Glyph]
    indent: float
    width: float
    loose: bool = False


def may_break(before: Glyph, after: Glyph) -> bool:
    """Whether a line may end between two glyphs."""
    left, right = before.character, after.character
    if right == " ":
        return False
    if left == " ":
        return True
    if left in PAIRED and right == left:
        return False
    if right in NEVER_FIRST or left in NEVER_LAST:
        return False
    return before.full or after.full


def break_lines(glyphs: Sequence[Glyph], measure: Measure, indent: float = 0.0) -> list[Line]:
    """The lines of one paragraph; always at least one. A word wider than the column is cut."""
    lines: list[Line] = []
    start, count = 0, len(glyphs)
    while True:
        end, width = _fill(glyphs, start, measure, indent)
        if end < count:
            end, width = _step_back(glyphs, start, end, width, measure)
        rest = next((glyph for glyph in glyphs[end:] if glyph.character != " "), None)
        loose = rest is not None and not (rest.full and all(glyph.full for glyph in glyphs[start:end]))
        lines.append(Line(glyphs[start:end], indent, width, loose))
        start = end
        while start < count and glyphs[start].character == " ":
            start += 1
        if start >= count:
            return lines
        indent = 0.0


def _fill(glyphs: Sequence[Glyph], start: int, measure: Measure, indent: float) -> tuple[int, float]:
    """(end, width) of the glyphs that fit from `start`; at least one."""
    used, room = 0.0, measure.width - indent + ROUNDING
    pitch, size = measure.pitch, measure.size
    for place in range(start, len(glyphs)):
        glyph = glyphs[place]
        step = pitch if glyph.full else glyph.width * size
        if used + step > room and place > start:
            return place, used
        used += step
    return len(glyphs), used


def _step_back(glyphs: Sequence[Glyph], start: int, end: int, width: float, measure: Measure) -> tuple[int, float]:
    """Moves a line's end back to the last place where it may be; stays when there is none."""
    place, shorter = end, width
    while place > start:
        if glyphs[place].character == " " or may_break(glyphs[place - 1], glyphs[place]):
            return place, shorter
        place -= 1
        shorter -= measure.advance(glyphs[place])
    return end, width
