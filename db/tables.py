"""Tables, built from the field descriptions. Between records there is no foreign key and no unique rule (sync.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

from cppcc_desktop.domain.fields import Entity, Field, Kind

SCHEMA_VERSION = 1  # the newest migration this program knows
APPLICATION_ID = 0x43505043  # "CPPC" in the file header: this is one of our databases


@dataclass(frozen=True)
class Schema:
    """All tables of a database: `records` by entity name, and those of the journal by attribute."""

    metadata: MetaData
    entities: Mapping[str, Entity]
    records: Mapping[str, Table]
    operation: Table
    head: Table
    conflict: Table
    replica: Table
    meta: Table
    package: Table
    quarantine: Table


def build_schema(entities: Iterable[Entity]) -> Schema:
    """Tables for these entities; the same entities give the same tables."""
    metadata = MetaData()
    known = {entity.name: entity for entity in entities}
    return Schema(
        metadata=metadata,
        entities=known,
        records={name: build_record_table(metadata, entity) for name, entity in known.items()},
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
    )


def build_record_table(metadata: MetaData, entity: Entity) -> Table:
    """The projection of one entity: id, its fields, and what the journal says of the record itself."""
    columns = [Column(spec.name, column_type(spec)) for spec in entity.fields]
    table = Table(
        entity.name,
        metadata,
        Column("id", Text, primary_key=True),
        *columns,
        Column("deleted", Text),
        Column("scope", Text, nullable=False),
        Column("changed_at", Text, nullable=False),
    )
    for names in entity.indexes:
        Index(f"ix_{entity.name}_{'_'.join(names)}", *(table.c[name] for name in names))
    return table


def column_type(spec: Field) -> type[Text] | type[Integer]:
    """Lists are stored as JSON text, truth as 0 and 1."""
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
