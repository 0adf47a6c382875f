"""Who refers to a record: what must not vanish under others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from cppcc_desktop.domain.description.fields import Entity, Field
from cppcc_desktop.domain.office.office import CODE_ENTRY
from cppcc_desktop.services.office.office import Office
from db.chunks import CHUNK, chunked
from db.stored_json import load_stored


def find_users(
    office: Office,
    connection: Connection,
    records: Mapping[str, Entity],
    *,
    aside: Iterable[str] = (),
    parts: bool = True,
) -> dict[str, str]:
    """For each of these records that another one refers to: the word for that kind, such as 提案.

    Records in the bin and those of `aside` do not count, nor what belongs to it unless `parts`. An entry of a code list is used by its code.
    """
    if not records:
        return {}
    ignored = {*aside, *records}
    wanted = wanted_values(office, connection, records)
    users: dict[str, str] = {}
    for entity in office.schema.entities.values():
        for spec in entity.fields:
            values = wanted.get(("code", spec.codes) if spec.codes else ("record", spec.target), {})
            if values and (parts or spec.name != entity.owner):
                found = find_used(connection, office.schema.records[entity.name], spec, values, ignored)
                users.update({record: entity.label for record in found if record not in users})
    return users


def wanted_values(
    office: Office, connection: Connection, records: Mapping[str, Entity]
) -> dict[tuple[str, str], dict[str, str]]:
    """("record", kind) or ("code", list) → the value a field would hold → the record it stands for."""
    wanted: dict[tuple[str, str], dict[str, str]] = {}
    for record, entity in records.items():
        wanted.setdefault(("record", entity.name), {})[record] = record
    entries = [record for record, entity in records.items() if entity.name == CODE_ENTRY.name]
    table = office.schema.records[CODE_ENTRY.name]
    for chunk in chunked(entries):
        query = select(table.c.id, table.c.list, table.c.code).where(table.c.id.in_(chunk))
        for record, name, code in connection.execute(query):
            wanted.setdefault(("code", name), {})[code] = record
    return wanted


def find_used(
    connection: Connection, table: Table, spec: Field, values: Mapping[str, str], ignored: set[str]
) -> set[str]:
    """The records among `values` that a field of some row holds."""
    column = table.c[spec.name]
    query = select(table.c.id, column).where(column.is_not(None), table.c.deleted.is_(None))
    if not spec.kind.many and len(values) <= CHUNK:
        query = query.where(column.in_(list(values)))
    found: set[str] = set()
    for row, held in connection.execute(query):
        if row not in ignored:
            found |= {values[each] for each in read_held(spec, held) if each in values}
    return found


def read_held(spec: Field, held: Any) -> list[str]:
    return list[str](load_stored(held, list)) if spec.kind.many else [str(held)]
