"""Statements over many values: SQLite takes only so many parameters in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

CHUNK = 500  # SQLite takes at most 999 parameters on the oldest target


def chunked(items: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The items in their order, so many at a time as one statement takes."""
    held = items if isinstance(items, Sequence) else list(items)
    for start in range(0, len(held), size):
        yield held[start : start + size]


def marks(values: Sequence[Any]) -> str:
    """A question mark for each value of a list."""
    return ", ".join("?" * len(values))
