"""Tables, built from the field descriptions. Between records there is no foreign key and no unique rule (sync.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    ColumnElement,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    and_,
    event,
)
from sqlalchemy.types import TypeEngine

from cppcc_desktop.domain.description.amounts import count_parts, read_parts
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Field, Kind

SCHEMA_VERSION = 15  # the newest migration this program knows
APPLICATION_ID = 0x43505043  # "CPPC" in the file header: this is one of our databases


class RecordTables(Mapping[str, Table]):
    """The projections by entity name. Each is built when it is first asked for, in whatever thread; names alone build none."""

    def __init__(self, metadata: MetaData, entities: Mapping[str, Entity]) -> None:
        self._metadata, self._entities = metadata, entities
        self._built: dict[str, Table] = {}  # the metadata knows a table before its columns are there
        self._lock = Lock()

    def __getitem__(self, name: str) -> Table:
        table = self._built.get(name)
        return self._build(self._entities[name]) if table is None else table

    def __contains__(self, name: object) -> bool:
        return name in self._entities

    def __iter__(self) -> Iterator[str]:
        return iter(self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    @property
    def built(self) -> frozenset[str]:
        """Names of those somebody asked for so far."""
        return frozenset(self._built)

    def _build(self, entity: Entity) -> Table:
        with self._lock:
            if entity.name not in self._built:
                self._built[entity.name] = build_record_table(self._metadata, entity)
            return self._built[entity.name]


@dataclass(frozen=True)
class Schema:
    """All tables of a database: `records` by entity name, and those of the journal by attribute."""

    _metadata: MetaData  # of the tables built so far
    entities: Mapping[str, Entity]
    records: RecordTables
    operation: Table
    head: Table
    conflict: Table
    replica: Table
    meta: Table
    package: Table
    quarantine: Table
    find_entry: Table  # what the full-text table find_text holds; its rowid is `number`
    draft: Table

    @property
    def metadata(self) -> MetaData:
        """The description of the whole, for what makes or compares a database: this builds all tables there are."""
        list(self.records.values())
        return self._metadata


def build_schema(entities: Iterable[Entity]) -> Schema:
    """Tables for these entities; the same entities give the same tables. Those of records wait until they are asked for."""
    metadata = MetaData()
    known = {entity.name: entity for entity in entities}
    return Schema(
        _metadata=metadata,
        entities=known,
        records=RecordTables(metadata, known),
        operation=build_operation_table(metadata),
        head=Table(
            "head",
            metadata,
            Column("record", Text, primary_key=True),
            Column("kind", Text, nullable=False),
            Column("heads", Text, nullable=False),  # {field: [operation number, …]}
        ),
        conflict=Table(
            "conflict",
            metadata,
            Column("record", Text, primary_key=True),
            Column("field", Text, primary_key=True),
            Column("kind", Text, nullable=False),
        ),
        replica=Table(
            "replica",
            metadata,
            Column("number", Integer, primary_key=True),
            Column("key", LargeBinary, nullable=False, unique=True),
            Column("last", Integer, nullable=False),  # highest seq this incarnation has used
        ),
        meta=Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)),
        package=build_package_table(metadata),
        quarantine=Table(
            "quarantine",
            metadata,
            Column("number", Integer, primary_key=True),
            Column("package", Text, nullable=False),
            Column("reason", Text, nullable=False),
            Column("operation", Text, nullable=False),
        ),
        find_entry=build_find_table(metadata),
        draft=Table(
            "draft",
            metadata,
            Column("person", Text, primary_key=True),
            Column("kind", Text, primary_key=True),
            Column("record", Text, primary_key=True),  # new-… for one that is not saved yet
            Column("typed", Text, nullable=False),  # {field: what was typed}
            Column("seen", Text, nullable=False),  # {field: [operation id, …]} of the record when typing began
            Column("at", Text, nullable=False),
        ),
    )


def build_record_table(metadata: MetaData, entity: Entity) -> Table:
    """The projection of one entity: id, its fields, and what the journal says of the record itself."""
    columns = [Column(spec.name, column_type(spec)) for spec in entity.fields]
    table = Table(
        entity.name,
        metadata,
        Column("id", Text, primary_key=True),
        *columns,
        *(Column(key.name, Text) for key in entity.keys),
        Column("deleted", Text),
        Column("scope", Text, nullable=False),
        Column("changed_at", Text, nullable=False),
    )
    for names in entity.indexes:
        Index(f"ix_{entity.name}_{'_'.join(names)}", *(table.c[name] for name in names))
    if entity.joinable:  # only of those that are joined: else SQLite takes it for what selects the rest
        Index(f"ix_{entity.name}_{SAME_AS}", table.c[SAME_AS], sqlite_where=table.c[SAME_AS].is_not(None))
    for names in entity.lists:
        columns = [*out_of_force(table), *(table.c[name] for name in names)]
        Index(f"list_{entity.name}_{'_'.join(names)}", *columns, sqlite_where=in_force(table))
    return table


def out_of_force(table: Table) -> list[Column[str]]:
    """The columns that are empty in every record a list shows. An index that holds them answers without the table."""
    return [table.c[name] for name in ("deleted", SAME_AS) if name in table.c]


def in_force(table: Table) -> ColumnElement[bool]:
    """What a list shows: records that lie in no bin and are not part of another one."""
    return and_(*(column.is_(None) for column in out_of_force(table)))


def build_find_table(metadata: MetaData) -> Table:
    """The records whose texts the index holds. A row of the full-text table without one here is an old version."""
    table = Table(
        "find_entry",
        metadata,
        Column("number", Integer, primary_key=True),  # kind, day and newest change in one: see journal/index.py
        Column("record", Text, nullable=False),
        Column("owner", Text, nullable=False),  # the record that is opened for it
        Column("kind", Text, nullable=False),
        Column("ways", Text, nullable=False),  # how its name is read: "shan xiong xin/dan xiong xin"
    )
    Index("ix_find_entry_record", table.c.record)
    event.listen(
        table,
        "after_create",
        DDL("CREATE VIRTUAL TABLE find_text USING fts5(text, initials, content='', columnsize=0)"),
    )
    return table


class Amount(TypeDecorator[str]):
    """An amount, 1200.5, in a column of whole numbers of its smallest part, so that SQLite orders and adds them exactly."""

    impl = Integer
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else count_parts(value, self.places)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else read_parts(value, self.places)


def column_type(spec: Field) -> TypeEngine[Any] | type[Text] | type[Integer]:
    """Lists are stored as JSON text, truth as 0 and 1."""
    if spec.kind.places:
        return Amount(spec.kind.places)
    return Integer if spec.kind in (Kind.INTEGER, Kind.BOOLEAN) else Text


def build_operation_table(metadata: MetaData) -> Table:
    table = Table(
        "operation",
        metadata,
        Column("number", Integer, primary_key=True),  # local order of arrival; means nothing elsewhere
        Column("id", LargeBinary, nullable=False, unique=True),
        Column("replica", Integer, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("first", Integer, nullable=False),  # seq of the first operation of the group saved together
        Column("actor", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("scope", Text, nullable=False),
        Column("wall", Text, nullable=False),
        Column("app", Text, nullable=False),
        Column("seed", LargeBinary, nullable=False),
        Column("fields", Text, nullable=False),  # {field: value}
        Column("sees", Text, nullable=False),  # {field: [operation id, …]}, empty for a new record
    )
    Index("ix_operation_record", table.c.record)
    # with the kind in it, changes waiting to be sent are counted from the index alone
    Index("ix_operation_scope", table.c.scope, table.c.replica, table.c.seq, table.c.kind)
    return table


def build_package_table(metadata: MetaData) -> Table:
    """收发登记: what went out and came in."""
    return Table(
        "package",
        metadata,
        Column("number", Integer, primary_key=True),
        Column("direction", Text, nullable=False),  # out | in
        Column("package", Text, nullable=False),
        Column("partner", Text, nullable=False),  # county or the id of a station
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("operations", Integer, nullable=False),
        Column("result", Text, nullable=False),  # JSON of the counts
        Column("have", Text, nullable=False),  # what the partner said to hold (in) or we held (out)
    )
