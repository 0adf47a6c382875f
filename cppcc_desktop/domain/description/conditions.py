"""Conditions of a list as data: field → what is wanted; the forms are those of db/queries/records.Query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

ANY, ALL, NAMED_BY = "any", "all", "named_by"  # words that are no field and no comparison


def is_named(wanted: object) -> bool:
    """Whether a condition is ("named_by", kind, fields, where)."""
    return isinstance(wanted, tuple) and cast("tuple[object, ...]", wanted)[:1] == (NAMED_BY,)


def names_of(where: Mapping[str, object]) -> Iterator[str]:
    """The fields that conditions are about, also those inside "any" and "all"."""
    for name, wanted in where.items():
        if name not in (ANY, ALL):
            yield name
            continue
        for each in cast(Sequence[Mapping[str, object]], wanted):
            yield from names_of(each)


def join_wheres(*wheres: Mapping[str, object]) -> dict[str, object]:
    """Conditions that must all hold, also where two are about the same field."""
    joined: dict[str, object] = {}
    more: list[Mapping[str, object]] = []
    for name, wanted in (pair for where in wheres for pair in where.items()):
        if name == ALL:
            more += cast(Sequence[Mapping[str, object]], wanted)
        elif joined.setdefault(name, wanted) != wanted:
            more.append({name: wanted})
    return {**joined, ALL: tuple(more)} if more else joined
