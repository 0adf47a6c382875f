"""PDFs read back: where each character stands, in millimetres from the top left of the type area."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from cppcc_desktop.exporters.document import ACROSS, UPRIGHT, PageGrid, PaperSheet

MM = 72 / 25.4


@dataclass(frozen=True)
class Placed:
    """One printed character: left edge and baseline in mm, type size in points."""

    text: str
    x: float
    right: float
    baseline: float
    size: float
    font: str


def read_characters(path: Path) -> list[list[Placed]]:
    """The characters of each page."""
    with pdfplumber.open(path) as document:
        return [
            [place_character(char, ACROSS if page.width > page.height else UPRIGHT) for char in page.chars]
            for page in document.pages
        ]


def place_character(char: dict[str, Any], sheet: PaperSheet) -> Placed:
    """A character of a page; what stands below the type area does so on an upright page too."""
    baseline = sheet.height - char["matrix"][5] / MM - sheet.top
    if baseline > sheet.type_height:
        baseline += PageGrid.TYPE_HEIGHT - sheet.type_height
    left, right = char["matrix"][4] / MM - sheet.left, char["x1"] / MM - sheet.left
    return Placed(char["text"], left, right, baseline, char["size"], char["fontname"])


def read_lines(characters: list[Placed]) -> list[list[Placed]]:
    """Characters gathered by baseline from the top, page number left out."""
    lines: dict[float, list[Placed]] = defaultdict(list)
    for character in characters:
        if character.baseline < PageGrid.TYPE_HEIGHT:
            lines[round(character.baseline, 1)].append(character)
    return [sorted(lines[place], key=lambda c: c.x) for place in sorted(lines)]


def read_text(path: Path) -> str:
    """All text in reading order as drawn, without white space and page numbers."""
    return "".join(
        c.text for page in read_characters(path) for c in page if c.baseline < PageGrid.TYPE_HEIGHT and c.text.strip()
    )
