"""The journal in the database: every write of a record goes through here, inside one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, func, select, update

from cppcc_desktop.domain.description.amounts import count_parts, read_parts
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope, Value, fits
from cppcc_desktop.domain.errors import DamagedFile
from cppcc_desktop.journal.index import FindEntry, FindIndex, join_texts, make_entry
from cppcc_desktop.journal.keys import Keys, list_feeding
from cppcc_desktop.journal.operations import DELETED, Operation, make_operation
from cppcc_desktop.journal.state import RecordState, find_kind, resolve
from db.chunks import CHUNK, chunked, marks
from db.stored_json import load_stored
from db.tables import Schema


@dataclass(frozen=True, slots=True)
class Change:
    """Fields to set in one record. `sees` None: the heads that stand now."""

    record: str
    kind: str
    values: Mapping[str, Value]
    scope: str
    sees: Mapping[str, tuple[bytes, ...]] | None = None


@dataclass(frozen=True)
class Received:
    """What a set of operations from elsewhere did."""

    new: int
    same: int
    unknown: int
    records: frozenset[str]


class Journal:
    """All operations of a database, seen through one open connection."""

    def __init__(self, connection: Connection, schema: Schema, replica: bytes, app: str) -> None:
        self._connection = connection
        self._schema = schema
        self._replica = replica
        self._app = app
        self._numbers: dict[bytes, int] = {}  # of the operations stored last
        self._keys = Keys(connection, schema)
        self._index = FindIndex(connection, schema)
        self._places = {name: place for place, name in enumerate(schema.entities, start=1)}

    # Writing

    def append(self, changes: Sequence[Change], *, actor: str, wall: str) -> list[Operation]:
        """Make one group of operations from changes that are each in one scope (`split`), store and project them.

        Returns the operations.
        """
        if not changes:
            return []
        stored = self.heads_of({change.record for change in changes})
        heads = {record: dict(standing) for record, standing in stored.items()}
        last = self._reserve(len(changes))
        operations: list[Operation] = []
        for place, change in enumerate(changes, start=1):
            standing = heads.setdefault(change.record, {})
            operation = make_operation(
                replica=self._replica,
                seq=last + place,
                first=last + 1,
                actor=actor,
                record=change.record,
                kind=change.kind,
                scope=change.scope,
                wall=wall,
                app=self._app,
                seed=os.urandom(16),
                fields=change.values,
                sees=self._see(change, standing),
            )
            standing |= dict.fromkeys(change.values, (operation.id,))  # a later change of the group follows this one
            operations.append(operation)
        self._insert(operations)
        self._project(operations, known=stored.keys())
        return operations

    def receive(self, operations: Sequence[Operation]) -> Received:
        """Store operations made elsewhere, in any order, any number of times, and project their records."""
        fresh = {each.id: each for each in operations}
        for chunk in chunked(list(fresh)):
            table = self._schema.operation
            for (identity,) in self._connection.execute(select(table.c.id).where(table.c.id.in_(chunk))):
                del fresh[identity]
        new = list(fresh.values())
        self._insert(new)
        records = {each.record for each in new}
        self._project(new, known=self._known(records, new))
        return Received(len(new), len(operations) - len(new), self.count_unknown(new), frozenset(records))

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make every projection again from the operations alone."""
        for table in (self._schema.head, self._schema.conflict, *self._schema.records.values()):
            self._connection.execute(delete(table))
        self._index.clear()
        column = self._schema.operation.c.record
        records = list(self._connection.scalars(select(column).distinct().order_by(column)))
        for place, chunk in enumerate(chunked(records)):
            if progress:
                progress(place * CHUNK, len(records))
            self._store(self.operations_of(chunk), fresh=True)
        if self._feeds():
            self.reckon_keys()  # records were read before the words their keys come from

    # Reading

    def operations_of(self, records: Sequence[str]) -> dict[str, list[Operation]]:
        """All operations on these records, in the order they arrived here."""
        found: dict[str, list[Operation]] = {record: [] for record in records}
        for chunk in chunked(records):
            for row in self._fetch(f"{SELECT_OPERATIONS} WHERE o.record IN ({marks(chunk)}) ORDER BY o.number", chunk):
                operation = load_row(row)
                found[operation.record].append(operation)
        return found

    def select(self, *where: Any) -> Iterator[Operation]:
        """Stored operations that meet the conditions, in the order they arrived here."""
        table, replica = self._schema.operation, self._schema.replica
        columns = [table.c[name] for name in OPERATION_COLUMNS]
        query = select(replica.c.key, *columns).join(replica, replica.c.number == table.c.replica).where(*where)
        for row in self._connection.execute(query.order_by(table.c.number)):
            yield load_row(row)

    def heads_of(self, records: Iterable[str]) -> dict[str, dict[str, tuple[bytes, ...]]]:
        """Per record that exists, per field, the ids of the operations that stand now."""
        stored: dict[str, dict[str, list[int]]] = {}
        for chunk in chunked(list(records)):
            for record, heads in self._fetch(f"SELECT record, heads FROM head WHERE record IN ({marks(chunk)})", chunk):
                stored[record] = load_stored(heads, dict)
        ids = self._find_ids({number for heads in stored.values() for numbers in heads.values() for number in numbers})
        return {
            record: {name: tuple(ids[number] for number in numbers) for name, numbers in heads.items()}
            for record, heads in stored.items()
        }

    def verify(self) -> Iterator[str]:
        """Differences between the stored projection and one made again from the operations; none if all is well."""
        column = self._schema.operation.c.record
        records = list(self._connection.scalars(select(column).distinct().order_by(column)))
        for chunk in chunked(records):
            yield from self._compare(self.operations_of(chunk))
        head = self._schema.head
        for name, table in self._schema.records.items():
            stored = self._connection.scalar(select(func.count()).select_from(table)) or 0
            standing = self._connection.scalar(select(func.count()).where(head.c.kind == name)) or 0
            if stored != standing:
                yield f"{self._schema.entities[name].label}：表里 {stored} 条，改动记录里 {standing} 条"

    def count_unknown(self, operations: Iterable[Operation]) -> int:
        """Operations of kinds or fields this program does not know; kept for the upgrade."""
        entities = self._schema.entities
        return sum(
            each.kind not in entities or any(n != DELETED and n not in entities[each.kind].by_name for n in each.fields)
            for each in operations
        )

    # Parts

    def split(self, changes: Iterable[Change]) -> list[Change]:
        """The changes as the operations they become: each in one scope."""
        return [part for change in changes for part in self._split(change)]

    def _split(self, change: Change) -> Iterator[Change]:
        """One change per scope: fields with a narrower scope travel in operations of their own."""
        narrower = self._schema.entities[change.kind].narrower
        parts: dict[str, dict[str, Value]] = {}
        for name, value in change.values.items():
            parts.setdefault(narrower.get(name, change.scope), {})[name] = value
        for scope, values in parts.items():
            yield Change(change.record, change.kind, values, scope, change.sees)

    def _see(self, change: Change, heads: Mapping[str, tuple[bytes, ...]]) -> dict[str, tuple[bytes, ...]]:
        standing = change.sees if change.sees is not None else heads
        sees = {name: tuple(standing[name]) for name in change.values if standing.get(name)}
        if DELETED in change.values:  # a deletion rests on everything the record held
            sees[DELETED] = tuple(sorted({each for ids in standing.values() for each in ids}))
        return sees

    def _reserve(self, count: int) -> int:
        """The last seq used so far; `count` more are taken."""
        number = self._number_of(self._replica)
        ((last,),) = self._fetch("SELECT last FROM replica WHERE number = ?", (number,))
        self._connection.exec_driver_sql("UPDATE replica SET last = ? WHERE number = ?", (last + count, number))
        return int(last)

    def _number_of(self, key: bytes) -> int:
        for (number,) in self._fetch("SELECT number FROM replica WHERE key = ?", (key,)):
            return int(number)
        ((number,),) = self._fetch("SELECT coalesce(max(number), 0) + 1 FROM replica", ())
        self._connection.exec_driver_sql("INSERT INTO replica (number, key, last) VALUES (?, ?, 0)", (number, key))
        return int(number)

    def _insert(self, operations: Sequence[Operation]) -> None:
        numbers = {key: self._number_of(key) for key in {each.replica for each in operations}}
        ((last,),) = self._fetch("SELECT coalesce(max(number), 0) FROM operation", ())
        self._numbers = {each.id: number for number, each in enumerate(operations, start=last + 1)}
        rows = [(self._numbers[each.id], *dump_row(each, numbers[each.replica])) for each in operations]
        insert_rows(self._connection, "operation", ("number", *OPERATION_COLUMNS), rows)

    def _known(self, records: set[str], new: Sequence[Operation]) -> set[str]:
        """Those records that have operations besides the new ones."""
        table = self._schema.operation
        fresh: dict[str, int] = {}
        for each in new:
            fresh[each.record] = fresh.get(each.record, 0) + 1
        known: set[str] = set()
        for chunk in chunked(list(records)):
            query = select(table.c.record, func.count()).where(table.c.record.in_(chunk)).group_by(table.c.record)
            known |= {record for record, count in self._connection.execute(query) if count > fresh[record]}
        return known

    def _project(self, operations: Sequence[Operation], known: Iterable[str]) -> None:
        known = set(known)
        fresh: dict[str, list[Operation]] = {}
        for each in operations:
            if each.record not in known:
                fresh.setdefault(each.record, []).append(each)
        self._store(fresh, fresh=True)
        touched = sorted({each.record for each in operations} & known)
        for chunk in chunked(touched):
            self._store(self.operations_of(chunk), fresh=False)
        words = {each.record for each in operations if each.kind == "code_entry"}
        if words and self._feeds(words):
            self.reckon_keys()

    def _feeds(self, words: Iterable[str] | None = None) -> bool:
        """Whether one of these entries of code lists, or any, goes into the keys of other records."""
        table = self._schema.records.get("code_entry")
        if table is None:
            return False
        query = select(table.c.list).where(table.c.list.in_(list_feeding(self._schema))).limit(1)
        if words is None:
            return self._connection.execute(query).first() is not None
        return any(self._connection.execute(query.where(table.c.id.in_(chunk))).first() for chunk in chunked(words))

    def reckon_keys(self) -> None:
        """Make the keys of all records again, after the words they come from have changed."""
        self._keys = Keys(self._connection, self._schema)
        for name, entity in self._schema.entities.items():
            if entity.keys:
                records = list(self._connection.scalars(select(self._schema.records[name].c.id)))
                for chunk in chunked(records):
                    self._reckon_again(entity, chunk)

    def _reckon_again(self, entity: Entity, records: Sequence[str]) -> None:
        table, entries = self._schema.records[entity.name], self._schema.find_entry
        rows = self._connection.execute(select(table).where(table.c.id.in_(records))).mappings().all()
        found = self._connection.execute(select(entries).where(entries.c.record.in_(records))).mappings().all()
        held = {entry["record"]: entry for entry in found}
        for row in rows:
            values = {spec.name: load_value(spec.kind, row[spec.name]) for spec in entity.fields}
            keys = dict(zip((key.name for key in entity.keys), self._keys.reckon(entity, values), strict=True))
            if any(row[name] != value for name, value in keys.items()):
                self._connection.execute(update(table).where(table.c.id == row["id"]).values(keys))
            entry, ways = held.get(row["id"]), self._keys.spell(entity, values)
            if entry and entry["ways"] != ways:
                self._index.respell(entry["number"], join_texts(entity, values), entry["ways"], ways)

    def _store(self, operations: Mapping[str, Sequence[Operation]], *, fresh: bool) -> None:
        """Write what these records hold, given all their operations."""
        numbers = self._find_numbers([each.id for ops in operations.values() for each in ops])
        rows: dict[str, list[tuple[Any, ...]]] = {}
        heads: list[tuple[str, str, str]] = []
        conflicts: list[tuple[str, str, str]] = []
        entries: list[FindEntry] = []
        for record, ops in operations.items():
            kind = find_kind(ops)
            entity = self._schema.entities.get(kind)
            if entity is None:
                continue
            state = resolve(ops, entity)
            rows.setdefault(kind, []).append(make_row(record, state, entity, self._keys))
            if entity.found and state.deleted is None:
                entries.append(self._enter(record, entity, state, max(numbers[each.id] for each in ops)))
            heads.append((record, kind, dump_heads(state, numbers)))
            conflicts.extend((record, name, kind) for name in sorted(state.conflicts))
        if not fresh:
            self._clear(list(operations))
        for kind, values in rows.items():
            insert_rows(self._connection, kind, row_columns(self._schema.records[kind]), values)
        insert_rows(self._connection, "head", ("record", "kind", "heads"), heads)
        insert_rows(self._connection, "conflict", ("record", "field", "kind"), conflicts)
        self._index.put(entries)

    def _enter(self, record: str, entity: Entity, state: RecordState, change: int) -> FindEntry:
        ways = self._keys.spell(entity, state.values)
        return make_entry(record, entity, self._places[entity.name], change, state.values, state.changed_at, ways)

    def _clear(self, records: Sequence[str]) -> None:
        """Take out what was projected of these records, also where they were of another kind."""
        found = self._fetch(f"SELECT DISTINCT kind FROM head WHERE record IN ({marks(records)})", records)
        self._index.drop(list(self._read_entries(records)))
        columns = [("head", "record"), ("conflict", "record")]
        columns += [(kind, "id") for (kind,) in found if kind in self._schema.records]
        for table, column in columns:
            query = f'DELETE FROM "{table}" WHERE {column} IN ({marks(records)})'
            self._connection.exec_driver_sql(query, tuple(records))

    def _read_entries(self, records: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """What the index holds of these records: number, tokens and ways to read, from the rows it was made of."""
        query = f"SELECT number, record, kind, ways FROM find_entry WHERE record IN ({marks(records)})"
        held: dict[str, list[Any]] = {}
        for entry in self._fetch(query, records):
            held.setdefault(entry.kind, []).append(entry)
        for kind, entries in held.items():
            entity = self._schema.entities[kind]
            names = ", ".join(f'"{spec.name}"' for spec in entity.texts)
            ids = [entry.record for entry in entries]
            query = f'SELECT id, {names} FROM "{kind}" WHERE id IN ({marks(ids)})'
            rows = {row[0]: row[1:] for row in self._fetch(query, ids)}
            for entry in entries:
                stored = rows.get(entry.record, ())
                values = {
                    spec.name: load_value(spec.kind, value)
                    for spec, value in zip(entity.texts, stored, strict=bool(stored))
                }
                yield entry.number, join_texts(entity, values), entry.ways

    def _compare(self, operations: Mapping[str, Sequence[Operation]]) -> Iterator[str]:
        """Differences of these records, given all their operations."""
        standing = self.heads_of(operations)
        torn = self._conflicts_of(operations)
        for kind, group in group_by_kind(operations).items():
            entity = self._schema.entities.get(kind)
            if entity is None:
                continue
            stored = self._rows_of(kind, group)
            for record in group:
                state = resolve(operations[record], entity)
                heads = {name: {each.id for each in ops} for name, ops in state.heads.items()}
                if stored.get(record) != make_row(record, state, entity, self._keys):
                    yield f"{entity.label} {record}：投影与改动记录不一致"
                if {name: set(ids) for name, ids in standing.get(record, {}).items()} != heads:
                    yield f"{entity.label} {record}：现行改动与改动记录不一致"
                if frozenset(torn.get(record, ())) != state.conflicts:
                    yield f"{entity.label} {record}：待核对与改动记录不一致"

    def _rows_of(self, kind: str, records: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """As they lie in the table, past the types of its columns."""
        names = ", ".join(f'"{name}"' for name in row_columns(self._schema.records[kind]))
        rows = self._fetch(f'SELECT {names} FROM "{kind}" WHERE id IN ({marks(records)})', records)
        return {row[0]: tuple(row) for row in rows}

    def _conflicts_of(self, records: Iterable[str]) -> dict[str, set[str]]:
        table, found = self._schema.conflict, dict[str, set[str]]()
        query = select(table.c.record, table.c.field).where(table.c.record.in_(list(records)))
        for record, name in self._connection.execute(query):
            found.setdefault(record, set()).add(name)
        return found

    def _find_ids(self, numbers: set[int]) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        for chunk in chunked(list(numbers)):
            found.update(self._fetch(f"SELECT number, id FROM operation WHERE number IN ({marks(chunk)})", chunk))
        return found

    def _find_numbers(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        found = {each: self._numbers[each] for each in ids if each in self._numbers}
        for chunk in chunked([each for each in ids if each not in found]):
            found.update(self._fetch(f"SELECT id, number FROM operation WHERE id IN ({marks(chunk)})", chunk))
        return found

    def _fetch(self, query: str, values: Sequence[Any]) -> Sequence[Any]:
        """Rows straight from the driver: what every save asks must not be compiled each time."""
        return self._connection.exec_driver_sql(query, tuple(values)).all()


OPERATION_COLUMNS = (
    "id", "replica", "seq", "first", "actor", "record", "kind", "scope", "wall", "app", "seed", "fields", "sees",
)  # fmt: skip


SELECT_OPERATIONS = (
    f"SELECT r.key, {', '.join(f'o.{name}' for name in OPERATION_COLUMNS)}"
    " FROM operation AS o JOIN replica AS r ON r.number = o.replica"
)


def group_by_kind(operations: Mapping[str, Sequence[Operation]]) -> dict[str, list[str]]:
    """Records by their kind."""
    groups: dict[str, list[str]] = {}
    for record, ops in operations.items():
        groups.setdefault(find_kind(ops), []).append(record)
    return groups


def dump_row(operation: Operation, replica: int) -> tuple[Any, ...]:
    sees = {name: [each.hex() for each in ids] for name, ids in operation.sees.items() if ids}
    return (
        operation.id, replica, operation.seq, operation.first, operation.actor, operation.record, operation.kind,
        operation.scope, operation.wall, operation.app, operation.seed, orjson.dumps(dict(operation.fields)).decode(),
        orjson.dumps(sees).decode() if sees else "",
    )  # fmt: skip


def load_row(row: Any) -> Operation:
    key, identity, _, seq, first, actor, record, kind, scope, wall, app, seed, fields, sees = row
    try:
        seen = {n: tuple(map(bytes.fromhex, ids)) for n, ids in load_stored(sees, dict).items()} if sees else {}
    except (TypeError, ValueError) as error:
        raise DamagedFile from error
    return Operation(
        identity, key, seq, first, actor, record, kind, scope, wall, app, seed, load_stored(fields, dict), seen
    )


def dump_heads(state: RecordState, numbers: Mapping[bytes, int]) -> str:
    """{field: [operation number, …]}: one row for a whole record."""
    return orjson.dumps({name: [numbers[each.id] for each in ops] for name, ops in state.heads.items()}).decode()


def row_columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def make_row(record: str, state: RecordState, entity: Entity, keys: Keys) -> tuple[Any, ...]:
    """A row of the projection, in the order of the table's columns."""
    values = (store_value(spec, state.values.get(spec.name)) for spec in entity.fields)
    return (record, *values, *keys.reckon(entity, state.values), state.deleted, state.scope, state.changed_at)


PLAIN = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.REFERENCE})  # any text fits them


def store_value(spec: Field, value: Value) -> str | int | None:
    """As SQLite keeps it: lists as JSON text, truth as 0 and 1. What does not fit its field is not shown."""
    if value is None or (spec.kind in PLAIN and isinstance(value, str)):
        return value
    if not fits(spec, value):
        return None
    if isinstance(value, list):
        return orjson.dumps(value).decode()
    if spec.kind.places:
        return count_parts(str(value), spec.kind.places)
    return int(value) if isinstance(value, bool) else value


def load_value(kind: Kind, stored: Any) -> Value:
    """The value a stored one stands for."""
    if stored is None:
        return None
    if kind.many:
        return list[str](load_stored(stored, list))
    if kind.places and isinstance(stored, int):  # read past the column's type
        return read_parts(stored, kind.places)
    return bool(stored) if kind is Kind.BOOLEAN else stored


def load_texts(stored: Any) -> list[str]:
    """The texts of a stored list, none where it is empty."""
    return list[str](load_stored(stored, list)) if stored else []


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert or replace by primary key, through the driver: the fastest way SQLite offers."""
    if rows:
        names = ", ".join(f'"{name}"' for name in columns)
        verb = "INSERT" if table == "operation" else "INSERT OR REPLACE"
        connection.exec_driver_sql(f'{verb} INTO "{table}" ({names}) VALUES ({marks(columns)})', list(rows))


def default_scope(entity: Entity, own: str) -> str:
    """The scope of a new record of this entity, made by an office whose own scope is `own`."""
    return own if entity.scope is Scope.OWN else entity.scope.value
