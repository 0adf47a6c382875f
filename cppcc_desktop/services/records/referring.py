"""The records that refer to one: a member's cases and activities, a unit's cases, for any noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, or_, select

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Field
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import LINK, Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.titles import read_titles
from db.chunks import chunked
from db.tables import in_force

MOST = 500  # of one list; the rest is counted


@dataclass(frozen=True)
class ReferringRecord:
    """One record: its title, as what it refers to this one (第一提案人), the day it goes by, its state."""

    id: str
    title: str
    roles: tuple[str, ...]
    day: str
    state: str = ""
    tone: str = "none"


@dataclass(frozen=True)
class ReferringList:
    """Those of one list, the newest first; `where` gives them in it."""

    module: str
    label: str
    counter: str
    total: int
    where: Is
    records: Sequence[ReferringRecord] = field(default_factory=tuple[ReferringRecord, ...])


def find_paths(office: Office, kind: str) -> list[tuple[Module, Entity, Field]]:
    """List, entity and field of each way a record of another list may refer to one of this kind."""
    own = {
        entity.name for module in office.modules.values() if module.entity.name == kind for entity in module.entities
    }
    return [
        (module, entity, spec)
        for module in office.modules.values() if module.page and module.entity.name != kind
        for entity in module.entities if entity.name not in own and reaches(module, entity)
        for spec in entity.fields if spec.target == kind and spec.name not in (SAME_AS, entity.owner)
    ] + [
        (module, module.entity, module.entity.by_name[module.entity.owner])
        for module in office.modules.values()
        if module.page and module.entity.owner and module.entity.by_name[module.entity.owner].target == kind
    ]  # fmt: skip


def reaches(module: Module, entity: Entity) -> bool:
    """Whether a row of the entity is a record of the list, or belongs to one."""
    if entity is module.entity:
        return True
    owner = entity.by_name.get(entity.owner)
    return owner is not None and owner.target == module.entity.name


def read_referring(office: Office, actor: Actor, kind: str, record: str) -> list[ReferringList]:
    """The records of other lists that refer to this one, by list; what was joined to it counts as itself."""
    actor.require("record.read")
    with office.read() as connection:
        ids = list_joined(office, connection, kind, record)
        found: list[ReferringList] = []
        paths = sorted(find_paths(office, kind), key=lambda each: list(office.modules).index(each[0].name))
        for name, ways in groupby(paths, key=lambda each: each[0].name):
            roles: dict[str, list[str]] = {}
            for _, entity, spec in ways:
                label = spec.label if entity is office.modules[name].entity else entity.label
                for owner in find_rows(office, connection, office.modules[name], entity, spec, ids):
                    if label not in roles.setdefault(owner, []):
                        roles[owner].append(label)
            if roles:
                found.append(describe(office, connection, office.modules[name], roles))
        linked = read_linked(office, connection, ids)
    return join_lists([each for each in (*found, *linked) if each.total])


def read_linked(office: Office, connection: Connection, ids: Sequence[str]) -> list[ReferringList]:
    """What these records were made from, and what was made from them."""
    table, roles = office.schema.records[LINK.name], dict[str, dict[str, list[str]]]()
    query = select(table).where(or_(table.c.record.in_(ids), table.c.source.in_(ids)), in_force(table))
    for row in connection.execute(query):
        made = row.record in ids
        kind, other = (row.source_kind, row.source) if made else (row.of, row.record)
        roles.setdefault(kind, {}).setdefault(other, []).append(f"由它{row.label}" if made else row.label)
    modules = {each.entity.name: each for each in office.modules.values()}
    return [describe(office, connection, modules[kind], found) for kind, found in roles.items() if kind in modules]


def join_lists(found: Sequence[ReferringList]) -> list[ReferringList]:
    """One list for each kind of record, also where it is related in two ways."""
    joined: dict[str, ReferringList] = {}
    for each in found:
        before = joined.get(each.module)
        if before is None:
            joined[each.module] = each
            continue
        seen = {one.id: one for one in before.records}
        more = [one for one in each.records if one.id not in seen]
        roles = {one.id: (*seen[one.id].roles, *one.roles) for one in each.records if one.id in seen}
        records = [replace(one, roles=roles.get(one.id, one.roles)) for one in before.records] + more
        ids = tuple(dict.fromkeys((*as_ids(before.where), *as_ids(each.where))))
        joined[each.module] = replace(before, total=len(ids), where=Is("id", ids), records=records)
    return list(joined.values())


def as_ids(where: Is) -> tuple[str, ...]:
    return tuple(map(str, where.value)) if isinstance(where.value, tuple) else (str(where.value),)


def list_joined(office: Office, connection: Connection, kind: str, record: str) -> list[str]:
    table = office.schema.records[kind]
    if SAME_AS not in table.c:
        return [record]
    return [record, *connection.scalars(select(table.c.id).where(table.c[SAME_AS] == record))]


def find_rows(
    office: Office, connection: Connection, module: Module, entity: Entity, spec: Field, ids: Sequence[str]
) -> list[str]:
    """Ids of the list's records that refer to one of these by this field, their own or one of a row of theirs."""
    table = office.schema.records[entity.name]
    column: Any = table.c[spec.name]
    giver = table.c.id if entity is module.entity else table.c[entity.owner]
    named = or_(*(column.contains(f'"{each}"') for each in ids)) if spec.kind.many else column.in_(ids)
    query = select(giver).where(named, in_force(table), giver.is_not(None)).distinct()
    return list(connection.scalars(query))


def describe(office: Office, connection: Connection, module: Module, roles: dict[str, list[str]]) -> ReferringList:
    entity, table, flow = module.entity, office.schema.records[module.entity.name], module.workflow
    day = next((table.c[name] for name in (entity.day, entity.begun, "date") if name and name in table.c), None)
    rows: list[tuple[str, str, str]] = []
    for some in chunked(list(roles)):
        state = table.c.state if flow else table.c.id
        query = select(table.c.id, day if day is not None else table.c.changed_at, state).where(
            table.c.id.in_(some), in_force(table)
        )
        rows += [(row[0], str(row[1] or "")[:10], str(row[2] or "")) for row in connection.execute(query)]
    rows.sort(key=lambda row: (row[1], row[0]), reverse=True)
    titles = read_titles(office, connection, entity.name, [row[0] for row in rows[:MOST]])
    records: list[ReferringRecord] = []
    for record, when, state in rows[:MOST]:
        said = flow.state(state) if flow else None
        records.append(
            ReferringRecord(record, titles.get(record, ""), tuple(roles[record]), when, said.label if said else "",
                            said.tone if said else "none")
        )  # fmt: skip
    where = Is("id", tuple(row[0] for row in rows))
    return ReferringList(module.name, module.label, entity.counter, len(rows), where, records)
