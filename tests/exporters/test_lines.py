"""Line breaking held against its rules with made-up text."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.exporters.fonts import Role, load_fonts
from cppcc_desktop.exporters.pdf.lines import NEVER_FIRST, NEVER_LAST, Measure, break_lines
from cppcc_desktop.exporters.pdf.typefaces import Typesetter

SETTER = Typesetter(load_fonts(()))
MEASURE = Measure(16.0, 15.8, 15.8 * 10)


@given(st.text(alphabet="政协提案，。、“”（）《》—…12ab% ", max_size=120))
def test_nothing_is_lost_and_no_line_is_too_long(text: str) -> None:
    lines = break_lines(SETTER.set_text(text, Role.FANGSONG), MEASURE)
    joined = "".join(glyph.character for line in lines for glyph in line.glyphs)
    assert joined.replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= MEASURE.width + 0.02 for line in lines)


@given(st.lists(st.sampled_from(["政协", "提案", "，", "。", "（改造）", "“建议”", "2026", "——", "。”"]), max_size=60))
def test_no_line_begins_or_ends_where_it_must_not(words: list[str]) -> None:
    lines = break_lines(SETTER.set_text("政" + "议".join(words), Role.FANGSONG), MEASURE)
    for line, after in itertools.pairwise(lines):
        assert line.glyphs[-1].character not in NEVER_LAST
        assert after.glyphs[0].character not in NEVER_FIRST
        assert not (line.glyphs[-1].character.isdigit() and after.glyphs[0].character.isdigit())


def test_an_empty_text_is_one_empty_line() -> None:
    assert [list(line.glyphs) for line in break_lines([], MEASURE)] == [[]]
