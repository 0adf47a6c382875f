"""What is typed as queries of the full-text index: parts of texts, and letters that a name is read as."""

from __future__ import annotations

import re
from itertools import islice

from sqlalchemy import Connection

from cppcc_desktop.journal.index import kind_range, phrase
from cppcc_desktop.services.records.spelling import reads_as, split_letters
from db.queries.find import walk_entries

LETTERS = re.compile(r"[a-zA-Z' ]+")


def match_text(text: str) -> str:
    """The full-text query for texts that hold every part of what was typed; empty if there is nothing to look for."""
    return " AND ".join(f"text : {each}" for each in map(phrase, text.split()) if each)


def match_letters(text: str) -> tuple[str, str]:
    """The full-text query for names that may be read as the letters typed, and the letters; empty for other text."""
    letters = re.sub(r"[^a-z]", "", text.lower()) if LETTERS.fullmatch(text.strip()) else ""
    ways = split_letters(letters) if letters else []
    return "initials : (" + " OR ".join(f'"{" ".join(way)}"' for way in ways) + ")" if ways else "", letters


def is_spelled(ways: str, letters: str) -> bool:
    """Whether the letters are a way to type the name: "shan xiong xin/dan xiong xin" and sxx."""
    return bool(letters) and any(reads_as(way, letters) for way in ways.split("/"))


def find_spelled(connection: Connection, text: str, place: int, limit: int = 2000) -> list[str]:
    """Ids of records of a kind whose name is read as the letters typed, newest first; `place` as in the index."""
    match, letters = match_letters(text)
    if not match:
        return []
    entries = walk_entries(connection, match, kind_range(place))
    return [each.record for each in islice((each for each in entries if is_spelled(each.ways, letters)), limit)]
