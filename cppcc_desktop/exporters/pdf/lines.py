"""Where a Chinese line may end: 禁则 of GB/T 15834 and CLREQ §3.1; words and numbers stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cppcc_desktop.exporters.pdf.typefaces import Glyph

NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉〗”’…—·％‰℃°′″～,.;:?!)]}%-－／")
NEVER_LAST = frozenset("（《「『【〔〈〖“‘([{＄￥№")
PAIRED = frozenset("—…")
HANGING = frozenset("。，、；：")  # one of them may stand outside the right edge (CLREQ §3.1.6)
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
class TypesetLine:
    """Glyphs of one line, its indent and natural width (points); a mark that hangs over the edge has no width.

    `loose`: the line does not end its paragraph, so it is spread to the right edge where it falls short of it.
    """

    glyphs: Sequence[Glyph]
    indent: float
    width: float
    loose: bool = False
    hung: bool = False


def may_break(before: Glyph, after: Glyph) -> bool:
    """Whether a line may end between two glyphs."""
    left, right = before.character, after.character
    if before.blank and after.blank:
        return False
    if right == " ":
        return False
    if left == " ":
        return True
    if left in PAIRED and right == left:
        return False
    if right in NEVER_FIRST or left in NEVER_LAST:
        return False
    if left == "/" and right.isalpha():  # an address of the net
        return True
    return before.full or after.full


def break_lines(
    glyphs: Sequence[Glyph], measure: Measure, indent: float = 0.0, *, hangs: bool = False
) -> list[TypesetLine]:
    """The lines of one paragraph; always at least one. A word wider than the column is cut.

    Where a mark may hang (`hangs`: running text, no cells), a full line keeps it outside its right edge.
    """
    lines: list[TypesetLine] = []
    start, count = 0, len(glyphs)
    while True:
        end, width = _fill(glyphs, start, measure, indent)
        hung = end < count and hangs and glyphs[end].character in HANGING and _may_hang(glyphs, end)
        if hung:
            end += 1
        elif end < count:
            end, width = _step_back(glyphs, start, end, width, measure)
        line, start = glyphs[start:end], end
        while start < count and glyphs[start].character == " ":
            start += 1
        lines.append(TypesetLine(line, indent, width, start < count, hung))
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


def _may_hang(glyphs: Sequence[Glyph], place: int) -> bool:
    """Whether the line may end behind the mark."""
    return place + 1 == len(glyphs) or may_break(glyphs[place], glyphs[place + 1])


def _step_back(glyphs: Sequence[Glyph], start: int, end: int, width: float, measure: Measure) -> tuple[int, float]:
    """Moves a line's end back to the last place where it may be; stays when there is none."""
    place, shorter = end, width
    while place > start:
        if glyphs[place].character == " " or may_break(glyphs[place - 1], glyphs[place]):
            return place, shorter
        place -= 1
        shorter -= measure.advance(glyphs[place])
    return end, width
