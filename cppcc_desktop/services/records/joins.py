"""Two records for the same person, unit or case: found, joined, and parted again (domain.md §8.5, sync.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.office.opening import read_meta, write_meta
from cppcc_desktop.services.records.guards import JOIN, PART, ask_guards, fixing_fields
from cppcc_desktop.services.records.records import Record, drop_same, read_record, split_values, write_companion
from cppcc_desktop.services.records.undo import Group, group_of
from db.stored_json import load_stored
from db.tables import in_force

FEW = 6  # more records with the same words are no sign that they are one


@dataclass(frozen=True)
class Twins:
    """Records that may be one and the same, oldest first, and the fields in which they agree."""

    records: tuple[str, ...]
    fields: tuple[str, ...]


def find_twins(office: Office, actor: Actor, kind: str) -> list[Twins]:
    """Records of a kind that agree in what tells two of them apart (`Entity.alike`); the surest signs first.

    Pairs somebody said are different are left out; see tell_apart.
    """
    actor.require("record.read")
    entity = office.entity(kind)
    found: dict[frozenset[str], Twins] = {}
    with office.read() as connection:
        apart = read_apart(connection, office, kind)
        for fields in entity.alike:
            for records in group_alike(connection, office, entity, fields):
                if any(pair not in apart for pair in pairs_of(records)):
                    found.setdefault(frozenset(records), Twins(records, fields))
    return list(found.values())


def group_alike(connection: Connection, office: Office, entity: Entity, fields: Sequence[str]) -> list[tuple[str, ...]]:
    """Ids of records in force that agree in all these fields, a group each."""
    table = office.schema.records[entity.name]
    columns = [func.normal_form(table.c[name]) for name in fields]
    query = (
        select(func.group_concat(table.c.id))
        .where(in_force(table), *(each.is_not(None) for each in columns))
        .where(func.length(columns[-1]) >= entity.by_name[fields[-1]].least)
        .group_by(*columns)
        .having(func.count().between(2, FEW))
    )
    for name in fixing_fields(office, entity.name):  # where all are fixed none goes into another
        query = query.having(func.count(table.c[name]) < func.count())
    return [tuple(sorted(str(ids).split(","))) for ids in connection.scalars(query)]


def pairs_of(records: Sequence[str]) -> list[str]:
    """Every two of them, written smaller id first."""
    ids = sorted(records)
    return [f"{one} {other}" for place, one in enumerate(ids) for other in ids[place + 1 :]]


def read_apart(connection: Connection, office: Office, kind: str) -> set[str]:
    return set(load_stored(read_meta(connection, office).get(f"apart:{kind}", "[]"), list))


def tell_apart(office: Office, actor: Actor, kind: str, records: Sequence[str]) -> None:
    """Remember in this office that these records are different ones: they are not found as twins again."""
    actor.require("record.write")
    with office.database.write() as connection:
        known = read_apart(connection, office, kind) | set(pairs_of(records))
        write_meta(connection, office, f"apart:{kind}", orjson.dumps(sorted(known)).decode())


def forget_apart(office: Office, actor: Actor, kind: str, records: Sequence[str]) -> None:
    """Take back tell_apart: these records may be found as twins again."""
    actor.require("record.write")
    with office.database.write() as connection:
        known = read_apart(connection, office, kind) - set(pairs_of(records))
        write_meta(connection, office, f"apart:{kind}", orjson.dumps(sorted(known)).decode())


def join_records(
    office: Office, actor: Actor, kind: str, keep: str, other: str, values: Mapping[str, Value] | None = None
) -> Group | None:
    """Let `keep` stand for both from now on; see join_all."""
    return join_all(office, actor, kind, keep, [other], values)


def join_all(
    office: Office, actor: Actor, kind: str, keep: str, others: Sequence[str], values: Mapping[str, Value] | None = None
) -> Group | None:
    """Let `keep` stand for all of them from now on; `values` are what it takes over, in stored form, those of the
    current term included. Returns the save, which undo_group takes back.

    Lists show `keep` alone; what refers to the others is shown and counted as `keep`. Refused for records in the bin,
    of other kinds, and where the noun objects: see guards.py.
    """
    entity, module = office.entity(kind), office.module_of(kind)
    known = module.by_name if module else entity.by_name
    with office.write(actor, "record.write") as writing:
        kept = read_record(office, writing.connection, kind, keep)
        chosen = {name: value for name, value in (values or {}).items() if known[name].editable}
        taken, of_term = split_values(office, kind, drop_same(chosen, kept.values))
        writing.set(entity, keep, taken, scope=kept.scope)
        if of_term:
            write_companion(writing, kind, keep, of_term, kept)
        for other in dict.fromkeys(others):
            joined = read_record(office, writing.connection, kind, other)
            refuse_join(entity, kept, joined)
            ask_guards(office, writing.connection, kind, other, JOIN)
            for record in (joined, *read_joined(office, writing, kind, other)):
                writing.set(entity, record.id, {SAME_AS: keep}, scope=record.scope)
    return group_of(writing.operations)


def refuse_join(entity: Entity, kept: Record, joined: Record) -> None:
    if not entity.joinable:
        raise Refusal(f"{entity.label}不能合并。", todo="多余的一条放进回收站。")
    if kept.id == joined.id:
        raise Refusal("这是同一条记录。", todo="选另一条。")
    if kept.deleted is not None or joined.deleted is not None:
        raise Refusal("其中一条在回收站里，不能合并。", todo="先从回收站取回。")
    if kept.values[SAME_AS] or joined.values[SAME_AS]:
        raise Refusal("其中一条已经并入别的记录。", todo="先分开，再合并。")


def read_joined(office: Office, writing: Writing, kind: str, record: str) -> list[Record]:
    """Records that were joined to this one before: they follow it."""
    table = office.schema.records[kind]
    ids = list(writing.connection.scalars(select(table.c.id).where(table.c[SAME_AS] == record)))
    return [read_record(office, writing.connection, kind, each) for each in ids]


def list_joined(office: Office, actor: Actor, kind: str, record: str) -> list[str]:
    """Ids of the records this one stands for."""
    actor.require("record.read")
    table = office.schema.records[kind]
    with office.read() as connection:
        query = select(table.c.id).where(table.c[SAME_AS] == record, table.c.deleted.is_(None))
        return list(connection.scalars(query.order_by(table.c.id)))


def part_record(office: Office, actor: Actor, kind: str, other: str) -> None:
    """Let a joined record stand for itself again. What the other one took over it keeps; the log tells what it was."""
    entity = office.entity(kind)
    with office.write(actor, "record.write") as writing:
        joined = read_record(office, writing.connection, kind, other)
        if not joined.values.get(SAME_AS):
            raise Refusal("这条记录没有并入别的记录。", todo="刷新再看。")
        ask_guards(office, writing.connection, kind, other, PART)
        writing.set(entity, other, {SAME_AS: None}, scope=joined.scope)
