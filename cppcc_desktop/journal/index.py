"""The index of “find anything”: what the full-text table holds of each record, and how a query is put to it.

Every character is a token of its own, so a phrase query finds text of any length (quality.md §2). The number of an
entry holds kind, day and newest change, so that the index gives the newest of a kind first without sorting.
A changed record gets a new number, and the full-text table is told what it held under the old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete

from cppcc_desktop.domain.description.fields import Entity, Field, Value, is_written
from cppcc_desktop.domain.normal_form import normalise_text
from db.tables import Schema

KIND_SHIFT, DAY_SHIFT = 56, 36  # 7 bits of kind, 20 of day, 36 of change: a positive 64-bit number
LAST_KNOWN = "\U0001ffff"  # beyond it stand only Chinese characters, some newer than Python's tables
COMMON = re.compile("[\x00-\x7f\u3001-\u3004\u3007-\u301f\u3400-\u9fff，。；：？！（）“”‘’…—·]*")
SILENT = re.compile("[^0-9a-z〇\u3400-\u9fff]")
BREAK = " zz "  # between two fields and two ways to read: no phrase crosses it


@dataclass(frozen=True, slots=True)
class FindEntry:
    """One record in the index."""

    number: int
    record: str
    owner: str  # the record that is opened for it
    kind: str
    ways: str
    text: str


def make_entry(
    record: str, entity: Entity, place: int, change: int, values: Mapping[str, Value], changed_at: str, ways: str
) -> FindEntry:  # fmt: skip
    """What the index holds of a record; `place` is that of its kind, `change` the number of its newest operation."""
    day = str(values.get(entity.day) or "") if entity.day else ""
    owner = "" if entity.lists else str(values.get(entity.owner) or "")  # what has a list of its own opens itself
    number = (place << KIND_SHIFT) | (day_number(day or changed_at[:10]) << DAY_SHIFT) | change
    return FindEntry(number, record, owner or record, entity.name, ways, join_texts(entity, values))


def join_texts(entity: Entity, values: Mapping[str, Value]) -> str:
    """All texts of a record as tokens."""
    texts = (each for spec in entity.texts for each in texts_of(spec, values.get(spec.name)))
    return BREAK.join(split_characters(each) for each in texts)


def initials_of(ways: str) -> str:
    """s x x zz d x x: first letters of every way to read a name."""
    return BREAK.join(" ".join(syllable[0] for syllable in way.split()) for way in ways.split("/") if way)


def texts_of(spec: Field, value: Value) -> Iterable[str]:
    """What of a value is text: all but the ids of records."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and (not spec.target or is_written(spec, each)):
            yield each


def day_number(day: str) -> int:
    """Days since the year 1, up to 2871; 0 for what is no day."""
    try:
        return min(date.fromisoformat(day).toordinal(), (1 << KIND_SHIFT - DAY_SHIFT) - 1)
    except ValueError:
        return 0


def kind_range(place: int) -> tuple[int, int]:
    """Smallest and largest number of a kind's entries."""
    return place << KIND_SHIFT, ((place + 1) << KIND_SHIFT) - 1


def split_characters(text: str) -> str:
    """老旧, RCEP → 老 旧 r c e p: one token per letter, digit or Chinese character; everything else is left out."""
    if COMMON.fullmatch(text):  # nearly all text there is, ten times as fast
        return " ".join(SILENT.sub("", text.lower()))
    return " ".join(tokens_of(text))


def tokens_of(text: str) -> list[str]:
    return [name_token(each) for each in normalise_text(text).lower() if each.isalnum() or each > LAST_KNOWN]


def name_token(character: str) -> str:
    """The character, or its number where SQLite's tables may not know it for a letter."""
    code = ord(character)
    plain = code < 0x80 or 0x3400 <= code <= 0x9FFF or character == "〇"
    return character if plain else f"u{code:x}"


class FindIndex:
    """The index as seen through one open connection."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self._connection = connection
        self._table = schema.find_entry

    def put(self, entries: Sequence[FindEntry]) -> None:
        """Hold these records; in the order of their numbers, else the full-text table flushes at each one."""
        rows = sorted((each.number, each.record, each.owner, each.kind, each.ways) for each in entries)
        texts = sorted((each.number, each.text, initials_of(each.ways)) for each in entries)
        if rows:
            driver = self._connection.exec_driver_sql
            driver("INSERT INTO find_entry (number, record, owner, kind, ways) VALUES (?, ?, ?, ?, ?)", rows)
            driver("INSERT INTO find_text (rowid, text, initials) VALUES (?, ?, ?)", texts)

    def drop(self, entries: Sequence[tuple[int, str, str]]) -> None:
        """Forget entries: their numbers, the tokens they held and how they were read."""
        driver = self._connection.exec_driver_sql
        rows = [(number, text, initials_of(ways)) for number, text, ways in sorted(entries)]
        if rows:
            driver("INSERT INTO find_text (find_text, rowid, text, initials) VALUES ('delete', ?, ?, ?)", rows)
            driver("DELETE FROM find_entry WHERE number = ?", [(number,) for number, _, _ in rows])

    def respell(self, number: int, text: str, ways: str, new: str) -> None:
        """A record whose tokens are `text` and that was read as `ways` is read another way."""
        driver = self._connection.exec_driver_sql
        old = (number, text, initials_of(ways))  # without a copy of its own the table must be told what it held
        driver("INSERT INTO find_text (find_text, rowid, text, initials) VALUES ('delete', ?, ?, ?)", old)
        driver("INSERT INTO find_text (rowid, text, initials) VALUES (?, ?, ?)", (number, text, initials_of(new)))
        driver("UPDATE find_entry SET ways = ? WHERE number = ?", (new, number))

    def clear(self) -> None:
        """Forget everything."""
        self._connection.execute(delete(self._table))
        self._connection.exec_driver_sql("INSERT INTO find_text (find_text) VALUES ('delete-all')")


def phrase(text: str) -> str:
    """The text as a phrase of a full-text query; empty if it holds nothing that is looked for."""
    tokens = tokens_of(text)
    return f'"{" ".join(tokens)}"' if tokens else ""
