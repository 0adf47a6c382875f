"""What a place holds, told so that the other side can send exactly the rest (sync.md §3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, select

from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.journal.store import Journal, row_columns
from db.chunks import chunked
from db.tables import Schema

# scope → replica (hex) → [count, running hash (hex)]
Have = Mapping[str, Mapping[str, Sequence[Any]]]


def measure_have(connection: Connection, schema: Schema, scopes: Iterable[str]) -> dict[str, dict[str, list[Any]]]:
    """Count and running hash of the operation ids per scope and replica, ordered by seq, then id."""
    found: dict[str, dict[str, list[Any]]] = {scope: {} for scope in scopes}
    for scope, replica, _number, identity in ordered(connection, schema, found):
        entry = found[scope].setdefault(replica, [0, b""])
        entry[0] += 1
        entry[1] = hashlib.sha256(entry[1] + identity).digest()
    return {
        scope: {replica: [count, digest.hex()] for replica, (count, digest) in vector.items()}
        for scope, vector in found.items()
    }


def select_missing(
    connection: Connection, schema: Schema, journal: Journal, scopes: Iterable[str], theirs: Have
) -> list[Operation]:
    """Operations of these scopes after the prefix the other side showed to hold; all where the prefix differs.

    So a lost package heals at the next exchange: what counts is what was acknowledged, never what was sent.
    """
    runs: dict[tuple[str, str], list[tuple[int, bytes]]] = {}
    for scope, replica, number, identity in ordered(connection, schema, scopes):
        runs.setdefault((scope, replica), []).append((number, identity))
    numbers: set[int] = set()
    for (scope, replica), run in runs.items():
        count, digest = theirs.get(scope, {}).get(replica, (0, ""))
        held = count if count <= len(run) and run_hash(run[:count]) == digest else 0
        numbers |= {number for number, _ in run[held:]}
    table = schema.operation
    operations: list[Operation] = []
    for chunk in chunked(sorted(numbers)):
        operations += journal.select(table.c.number.in_(chunk))
    return operations


def run_hash(run: Sequence[tuple[int, bytes]]) -> str:
    digest = b""
    for _, identity in run:
        digest = hashlib.sha256(digest + identity).digest()
    return digest.hex()


def ordered(connection: Connection, schema: Schema, scopes: Iterable[str]) -> Iterable[tuple[str, str, int, bytes]]:
    """(scope, replica, local number, id) of every operation in these scopes, by replica, seq and id."""
    table, replica = schema.operation, schema.replica
    query = (
        select(table.c.scope, replica.c.key, table.c.number, table.c.id)
        .join(replica, replica.c.number == table.c.replica)
        .where(table.c.scope.in_(list(scopes)))
        .order_by(table.c.scope, table.c.replica, table.c.seq, table.c.id)
    )
    for scope, key, number, identity in connection.execute(query):
        yield scope, key.hex(), number, identity


def measure_state(connection: Connection, schema: Schema, scope: str) -> str:
    """Hash of everything shown in a scope. Fields that travel in a narrower scope are left out."""
    digest = hashlib.sha256()
    for name in sorted(schema.records):
        table = schema.records[name]
        known = schema.entities[name].by_name
        columns = [table.c[each] for each in row_columns(table) if each in known and known[each].scope is None]
        for row in connection.execute(state_query(table, columns, scope)):
            digest.update(orjson.dumps([name, *row]))
    return digest.hexdigest()


def state_query(table: Table, columns: Sequence[Any], scope: str) -> Any:
    return select(table.c.id, table.c.deleted, *columns).where(table.c.scope == scope).order_by(table.c.id)
