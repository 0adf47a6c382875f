"""Titles broken by sense (GB/T 9704-2012 §7.3.1): no word is divided, the lines make a trapezoid or a lozenge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import ceil

from cppcc_desktop.exporters.text import clean_text, count_places

# A line does not begin with these, nor end with those.
NEVER_BEGINS = "，。、；：！？）》」』”’的"
NEVER_ENDS = "（《「『“‘第"
# After these a line ends well.
ENDS_WELL = "、，和与及的暨"
NUMBERED = re.compile(r"第[〇零一二三四五六七八九十百\d]+[届次期号章条](?:委员会|会议|全会)?|[A-Za-z0-9.%\-/]+")


@lru_cache(maxsize=1)
def read_words() -> tuple[str, ...]:
    """Words that no title is broken in, the longest first."""
    text = (files("resources") / "whole_words.txt").read_text("utf-8")
    words = {word for line in text.splitlines() if not line.startswith("#") for word in line.split()}
    return tuple(sorted(words, key=len, reverse=True))


def break_title(text: str, most: float) -> str:
    """The title with line ends so that no line takes over `most` places; one that has line ends keeps them."""
    text = clean_text(text)
    if "\n" in text or count_places(text) <= most:
        return text
    joints = find_joints(text)
    for count in range(ceil(count_places(text) / most), len(text) + 1):
        cuts = choose_cuts(text, joints, count, most)
        if cuts:
            return "\n".join(text[start:end] for start, end in pairwise((0, *cuts, len(text))))
    return text


def find_joints(text: str) -> list[int]:
    """Places where a line may end: between words, as far as the list knows them."""
    inside = {place for start, end in find_words(text) for place in range(start + 1, end)}
    return [
        place for place in range(1, len(text))
        if place not in inside and text[place] not in NEVER_BEGINS and text[place - 1] not in NEVER_ENDS
    ]  # fmt: skip


def find_words(text: str) -> list[tuple[int, int]]:
    """Where the known words and numbers stand; they may overlap."""
    found = [match.span() for match in NUMBERED.finditer(text)]
    for word in read_words():
        start = text.find(word)
        while start >= 0:
            found.append((start, start + len(word)))
            start = text.find(word, start + 1)
    return found


def choose_cuts(text: str, joints: Sequence[int], count: int, most: float) -> tuple[int, ...]:
    """The best cuts into so many lines; none if there are none."""
    widths = [0.0]
    for character in text:
        widths.append(widths[-1] + count_places(character))
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    ideal = widths[-1] / count
    for line in range(1, count + 1):
        ends = joints if line < count else [len(text)]
        now: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in ends:
            options = [
                (cost + judge_line(text, widths[end] - widths[start], ideal, end, line, count), (*cuts, end))
                for start, (cost, cuts) in best.items()
                if start < end and widths[end] - widths[start] <= most
            ]
            if options:
                now[end] = min(options)
        best = now
    return best[len(text)][1][:-1] if len(text) in best else ()


def judge_line(text: str, width: float, ideal: float, end: int, line: int, count: int) -> float:
    """How ill a line looks: far from its length in a trapezoid or lozenge, or ended where sense goes on."""
    ends_ill = end < len(text) and text[end - 1] not in ENDS_WELL
    wanted = ideal if count == 2 else ideal + (1.5 if 1 < line < count else -0.75)
    far = max(0.0, abs(width - wanted) - (1.5 if count == 2 else 0.0))
    return far**2 + (6.0 if ends_ill else 0.0)
