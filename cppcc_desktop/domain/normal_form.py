"""The one form in which texts are compared and looked for. What is stored and shown stays as it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# Letters, digits, Chinese characters and marks that are in this form already: nearly all short texts.
USUAL = re.compile("[\x20-\x7e、。〇《》“”‘’—·\u4e00-\u9fff]*")
# With the marks of Chinese text, which have a form of one character each: nearly all text there is.
COMMON = re.compile("[\t\n\r\x20-\x7e、。〇《》“”‘’—·…￥\u3000\uff01-\uff5e\u4e00-\u9fff]*")
PLAIN = {
    **{0xFF01 + place: 0x21 + place for place in range(94)},
    **dict.fromkeys(map(ord, "\t\n\r\u3000"), " "), ord("…"): "...", ord("￥"): "¥",
}  # fmt: skip
BLANKS = re.compile(r"[\s\u115f\u1160\u2800\u3164\uffa0]")
# Beside control and format characters: selectors of a variant, joiners of marks, nothing one can see.
UNSEEN = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
HIDDEN = frozenset({"Cc", "Cf", "Cs"})
RADICALS = re.compile("[\u2e80-\u2eff\u31c0-\u31ef]")


def normalise_text(text: str) -> str:
    """The same text in the characters usually written, in one line and without what cannot be seen.

    That is NFKC (full-width forms, compatibility ideographs), and ideographs for the radicals that look like them: ⻢, as
    text copied out of a PDF has it, is 马. Upper and lower case stay. The normal form of a normal form is itself.
    """
    if USUAL.fullmatch(text):
        return text
    if COMMON.fullmatch(text):
        return text.translate(PLAIN)
    text = unicodedata.normalize("NFKC", BLANKS.sub(" ", UNSEEN.sub("", text)))
    if not text.isprintable():
        text = "".join(each for each in text if unicodedata.category(each) not in HIDDEN)
    return unicodedata.normalize("NFKC", text.translate(radicals())) if RADICALS.search(text) else text


def normalise_lines(text: str) -> str:
    """The same of each line of a text."""
    return "\n".join(map(normalise_text, text.split("\n")))


@cache
def radicals() -> Mapping[int, str]:
    """Radicals and strokes as characters of their own, and the ideographs that look the same (resources/characters)."""
    lines = files("resources").joinpath("characters", "radicals.txt").read_text("utf-8").splitlines()
    return {ord(line[0]): line[2:] for line in lines}
