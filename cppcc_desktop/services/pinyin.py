"""Pinyin initials of words, for picking in a list by typing letters."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def read_initials(word: str) -> str:
    """县卫健局 → xwjj; other characters stay, in lower case. The dictionary loads at first use."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER)).lower()
