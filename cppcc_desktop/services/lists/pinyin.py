"""Pinyin initials of words, for picking in a list by typing letters."""

from __future__ import annotations

from functools import lru_cache

from cppcc_desktop.characters.readings import spell_text


@lru_cache(maxsize=20_000)
def read_initials(word: str) -> str:
    """县卫健局 → xwjj; other letters and digits stay, in lower case; blanks and punctuation are left out."""
    return "".join(each[0] for each in spell_text(word))
