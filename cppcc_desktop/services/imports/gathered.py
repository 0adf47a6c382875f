"""Columns of a table that stand for rows of a child: functions of a station as ticks."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.children import scope_for, scope_of
from cppcc_desktop.services.records.records import as_list, read_record
from db.tables import in_force


def read_gathered(office: Office, connection: Connection, module: Module) -> dict[str, dict[str, list[str]]]:
    """Record → column → the codes of its rows that have not ended, in the order they were entered."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in module.gathers:
        entity, table = office.entity(each.child), office.schema.records[each.child]
        query = select(table.c[entity.owner], table.c[each.code]).where(in_force(table)).order_by(table.c.id)
        if each.ends:
            query = query.where(table.c[each.ends].is_(None))
        for owner, code in connection.execute(query):
            found.setdefault(str(owner), {}).setdefault(each.field.name, []).append(str(code))
    return found


def write_gathered(
    writing: Writing, module: Module, record: str, values: Row | Mapping[str, Value], there: Mapping[str, list[str]]
) -> None:
    """A row for each code a column names that has none yet among those that are there."""
    for each in module.gathers:
        wanted = values.get(each.field.name)
        if not wanted:
            continue
        entity, known = writing.office.entity(each.child), there.get(each.field.name, [])
        scope = find_scope(writing, module, record, each.child)
        for code in as_list(wanted):
            if code not in known:
                writing.new(entity, {entity.owner: record, each.code: code}, scope=scope)


def find_scope(writing: Writing, module: Module, record: str, child: str) -> str:
    """To whom rows of a record travel that may have been made in the same transaction."""
    entity = writing.office.entity(child)
    made = next((each for each in writing.changes if each.record == record), None)
    if made is None:
        return scope_of(
            writing.office, entity, read_record(writing.office, writing.connection, module.entity.name, record)
        )
    return scope_for(writing.office, entity, record, made.scope)
