"""How letters typed for a name are split into syllables and initials: zs, zhangsan, shanxf."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_PARTS, MOST_WAYS = 24, 24
# A syllable or the beginning of one: initial, vowels, end; none begins with i, u or v.
PART = re.compile(r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])[aeiouv]{0,3}(?:ng?|r)?|[aeo][aeiou]?(?:ng?|r)?)")


def split_letters(letters: str) -> list[str]:
    """First letters of the ways to read these letters as parts of syllables: shanxf → sxf, shxf, …; the shortest first."""
    ways: list[set[str]] = [{""}]
    for end in range(1, min(len(letters), MOST_PARTS) + 1):
        found = {
            way + letters[start]
            for start in range(max(0, end - 6), end)
            for way in ways[start]
            if PART.fullmatch(letters, start, end)
        }
        ways.append(
            set(sorted(found, key=lambda way: (len(way), way))[:MOST_WAYS])
            | {each for each in found if len(each) == end}
        )
    return sorted(ways[-1], key=lambda way: (len(way), way)) if len(letters) <= MOST_PARTS else []


def reads_as(way: str, letters: str) -> bool:
    """Whether the letters are beginnings of syllables that follow each other in "shan xiong xin"."""
    syllables = way.split()
    return any(match_from(syllables, start, letters) for start in range(len(syllables)))


def match_from(syllables: list[str], start: int, letters: str) -> bool:
    if not letters:
        return True
    if start == len(syllables):
        return False
    return any(
        match_from(syllables, start + 1, letters[length:]) for length in common_starts(syllables[start], letters)
    )


def common_starts(syllable: str, letters: str) -> Iterator[int]:
    """Lengths of the beginnings both share, longest first."""
    shared = 0
    while shared < min(len(syllable), len(letters)) and syllable[shared] == letters[shared]:
        shared += 1
    yield from range(shared, 0, -1)
