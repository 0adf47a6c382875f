"""Columns that lists are ordered by: how a name is read, how it is written, what rank a post has."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files

from sqlalchemy import Connection, select

from cppcc_desktop.characters.readings import pinyin_key, spell, text_key
from cppcc_desktop.characters.strokes import stroke_key
from cppcc_desktop.characters.surnames import SURNAME_LIST, read_surnames
from cppcc_desktop.domain.description.fields import Entity, Key, Value
from db.tables import Schema

LONGEST_NAME = 4  # characters; what is longer is no person's name and has no surname


def list_feeding(schema: Schema) -> frozenset[str]:
    """Code lists that keys are made of: whoever changes an entry changes the keys of other records."""
    ranks = (key.ranks for entity in schema.entities.values() for key in entity.keys if key.ranks)
    return frozenset({SURNAME_LIST, *ranks})


class Keys:
    """The rules of order as they stand in one database; words are read once, when first needed."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self._connection = connection
        self._schema = schema
        self._ranks: dict[str, list[tuple[str, str]]] = {}

    def reckon(self, entity: Entity, values: Mapping[str, Value]) -> list[str | None]:
        """The values of the entity's keys, in their order; None where the field is empty."""
        return [self._reckon(key, values) for key in entity.keys]

    def spell(self, entity: Entity, values: Mapping[str, Value]) -> str:
        """The ways to read the record's name: "zeng guo/ceng guo"; empty for entities that are not found by pinyin."""
        key = next((each for each in entity.keys if each.rule == "pinyin"), None)
        text = values.get(key.field) if key else None
        if key is None or not isinstance(text, str):
            return ""
        ways = spell(text, self._surnames_for(text), self._reading(key, values))
        return "/".join(" ".join(way) for way in ways)

    def _reckon(self, key: Key, values: Mapping[str, Value]) -> str | None:
        value = values.get(key.field)
        if not value:
            return None
        if key.rule == "rank":
            return self._rank(key.ranks, value)
        text = (
            value if isinstance(value, str) else "、".join(map(str, value)) if isinstance(value, list) else str(value)
        )
        if key.rule == "text":
            return text_key(text)
        if key.rule == "strokes":
            return stroke_key(text)
        return pinyin_key(text, self._surnames_for(text), self._reading(key, values))

    def _reading(self, key: Key, values: Mapping[str, Value]) -> str:
        return str(values.get(key.reading) or "") if key.reading else ""

    def _surnames_for(self, text: str) -> Mapping[str, str]:
        return self._surnames if len(text) <= LONGEST_NAME else {}

    @cached_property
    def _surnames(self) -> Mapping[str, str]:
        return read_surnames(self._connection, self._schema)

    def _rank(self, name: str, value: Value) -> str | None:
        """The first place in the list that one of the words holds."""
        words = value if isinstance(value, list) else [str(value)]
        codes = [code for code, label in self._rank_words(name) if any(label == each.strip() for each in words)]
        return min(codes) if codes else None

    def _rank_words(self, name: str) -> list[tuple[str, str]]:
        if name not in self._ranks:
            table = self._schema.records["code_entry"]
            query = select(table.c.code, table.c.label).where(table.c.list == name, table.c.deleted.is_(None))
            own = {str(code): str(label) for code, label in self._connection.execute(query)}
            self._ranks[name] = sorted({**shipped_words(name), **own}.items())
        return self._ranks[name]


@cache
def shipped_words(name: str) -> dict[str, str]:
    """Label by code of a list that ships."""
    rows = csv.DictReader((files("resources.code_lists") / f"{name}.csv").read_text("utf-8").splitlines())
    return {row["code"]: row["label"] for row in rows}
