"""Text on its way into a document: what cannot stand in a file is taken out before any writer sees it."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

# What XML 1.0 §2.2 forbids, lone surrogates included, and signs that have no shape of their own.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff\u200b\u2060]")
_INVISIBLE = re.compile("[\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def clean_text(text: str) -> str:
    """The text without characters illegal in XML; line ends become \\n, tabs and no-break spaces a space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    return _FORBIDDEN.sub("", text.replace("\t", " ").replace("\u00a0", " "))


def drop_invisible(text: str) -> str:
    """The text without marks that draw nothing (variation selectors, direction marks); for the PDF."""
    return _INVISIBLE.sub("", text)


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text typed by a clerk: empty lines and hand-made indents are dropped."""
    return tuple(line.strip(" \u3000") for line in clean_text(text).split("\n") if line.strip(" \u3000"))


def count_places(text: str) -> float:
    """Places of the grid a text takes: one for a full-width character, half of one for others (UAX #11)."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)
