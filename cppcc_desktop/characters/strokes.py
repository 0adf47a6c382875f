"""Order by strokes of the surname (姓氏笔画), as rosters of the CPPCC print it.

The rule, as secretariats of congresses and committees describe it: by the number of strokes of the surname's first
character; equal numbers by the sequence of strokes 横 竖 撇 点 折 (提 counts as 横, 捺 as 点, 竖钩 as 竖), the
stroke order being that of 通用规范汉字表 (2013) and GF 2001. Under one surname a given name of one character comes
before those of two (so at 政协 meetings; people's congresses compare the second characters at once), then the
following characters decide in the same way. Compound surnames go by their first character, minority names likewise.
"""

from __future__ import annotations

from functools import cache, lru_cache

from cppcc_desktop.characters.tables import (
    NAME_LENGTHS,
    has_dot,
    is_ideograph,
    list_characters,
    shipped_surnames,
    split_table,
)

# As plain text: end of the name < no second character < other letters < strokes < nothing known.
BLANK, LETTER, UNKNOWN = " ", "!", "~"
BLOCK = 64
# After every sequence of this many strokes (they are digits 1 to 5), for a character whose count alone is known.
NO_SEQUENCE = "9"


def stroke_key(name: str) -> str:
    """Sort key of a person's name by strokes; compares as plain text (also as UTF-8 bytes). Never raises."""
    return _make_key(name)


def count_strokes(character: str) -> int:
    """Strokes of one character as the mainland writes it; 0 if unknown or not Chinese."""
    if len(character) != 1:
        return 0
    found = _load_sequences().get(character)
    return len(found) - 1 if found else _look_up_count(character)


@lru_cache(maxsize=20_000)
def _make_key(name: str) -> str:
    characters = list_characters(name)
    tokens = [_make_token(each) for each in characters]
    surname = 0 if has_dot(name) else _measure_surname("".join(characters))
    if surname and len(characters) == surname + 1:
        tokens.insert(surname, BLANK)
    return "".join(tokens)


def _measure_surname(text: str) -> int:
    """Characters of the surname in a name of two to four Chinese characters; 0 for anything else."""
    if len(text) not in NAME_LENGTHS or not all(map(is_ideograph, text)):
        return 0
    return 2 if len(text) > 2 and text[:2] in shipped_surnames() else 1


@lru_cache(maxsize=20_000)
def _make_token(character: str) -> str:
    if not is_ideograph(character):
        return LETTER + character
    found = _load_sequences().get(character)
    if found:
        return f"{len(found) - 1:02}{found}{character}"
    count = _look_up_count(character)
    return f"{count:02}{NO_SEQUENCE}{character}" if count else UNKNOWN + character


@cache
def _load_sequences() -> dict[str, str]:
    """Character → its strokes, and a letter telling apart those that share them (土 a, 士 b)."""
    found: dict[str, str] = {}
    for sequence, characters in split_table("strokes.txt"):
        for place, character in enumerate(characters):
            found[character] = sequence + chr(97 + min(place, 25))
    return found


@cache
def _load_counts() -> dict[int, str]:
    """First code of 64 characters → one sign for each: its count above "0"."""
    return {int(code, 16): row for code, row in split_table("counts.txt")}


def _look_up_count(character: str) -> int:
    code = ord(character)
    row = _load_counts().get(code - code % BLOCK)
    return ord(row[code % BLOCK]) - 48 if row else 0
