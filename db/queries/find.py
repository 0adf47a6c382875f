"""Entries of the full-text index, newest of a kind first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

NEWEST = """
SELECT e.number, e.record, e.owner, e.kind, e.ways FROM find_text
JOIN find_entry AS e ON e.number = find_text.rowid
WHERE find_text MATCH ? AND find_text.rowid BETWEEN ? AND ? ORDER BY find_text.rowid DESC LIMIT ?
"""


class FoundEntry(NamedTuple):
    """One record of the index; `ways` is how its name is read."""

    number: int
    record: str
    owner: str
    kind: str
    ways: str


def find_entries(connection: Connection, match: str, numbers: tuple[int, int], limit: int) -> Sequence[FoundEntry]:
    """Up to `limit` entries of the numbers in this range (both ends in it) that meet the full-text query."""
    rows: Sequence[Any] = connection.exec_driver_sql(NEWEST, (match, *numbers, limit)).all()
    return [FoundEntry(*row) for row in rows]


def walk_entries(
    connection: Connection, match: str, numbers: tuple[int, int], batch: int = 200
) -> Iterator[FoundEntry]:
    """All entries that meet the query, newest first, read as far as they are asked for."""
    first, last = numbers
    while rows := find_entries(connection, match, (first, last), batch):
        yield from rows
        if len(rows) < batch:
            return
        last = rows[-1].number - 1


def count_entries(connection: Connection) -> dict[str, int]:
    """Records the index says to hold, by kind."""
    rows: Sequence[Any] = connection.exec_driver_sql("SELECT kind, count(*) FROM find_entry GROUP BY kind").all()
    return {str(kind): int(count) for kind, count in rows}


def sample_entries(connection: Connection, count: int) -> Sequence[FoundEntry]:
    """Some entries from all over the index."""
    query = "SELECT number, record, owner, kind, ways FROM find_entry ORDER BY number % 9973 LIMIT ?"
    rows: Sequence[Any] = connection.exec_driver_sql(query, (count,)).all()
    return [FoundEntry(*row) for row in rows]


def holds(connection: Connection, number: int, match: str) -> bool:
    """Whether the full-text table holds this query's words under this number."""
    query = "SELECT 1 FROM find_text WHERE find_text MATCH ? AND rowid = ?"
    return connection.exec_driver_sql(query, (match, number)).first() is not None
