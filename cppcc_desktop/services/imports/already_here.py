"""Is what somebody types into a new form here already? Told as for a row of a file: by the Identity of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Entity, Personal, Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.importers.people.designations import NameIndex, keys_of, names_in
from cppcc_desktop.importers.people.identity import Match, MatchKind, compare_people, identifying_keys
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.former import load_fields
from cppcc_desktop.services.records.records import (
    Query,
    check_required,
    load_rows,
    make_listing,
    normalise_new,
    suggest_words,
)
from cppcc_desktop.services.records.starting import begin_values
from db.tables import in_force

MOST = 20  # namesakes that are named


@dataclass(frozen=True)
class Lookalike:
    """A stored record the new one may be, and the words to choose by."""

    record: str
    words: str


class AlreadyHere(OfficeError):
    """The new record reads like one that is stored; whether it is must be said by a person."""

    def __init__(self, what: str, found: Sequence[Lookalike]) -> None:
        super().__init__(what, kept="你填的内容还在窗口里。")
        self.found = tuple(found)


def refuse_lookalike(office: Office, actor: Actor, kind: str, raw: Mapping[str, object]) -> None:
    """AlreadyHere if an import of the same words would find a record, or ask; of kinds that are imported at all.

    What cannot be saved yet is said first, as by create_record.
    """
    actor.require("record.read")
    module = office.module_of(kind)
    if module is None or not module.importable:
        return
    row = begin_values(office, module.entity, normalise_new(office, kind, raw))
    check_required(office, module.entity, row)
    with office.read() as connection:
        near = read_near(office, connection, module, row)
    match = compare(row, near, module.entity)
    if match.kind is MatchKind.NEW:
        return
    found = (match.record,) if match.record else match.candidates
    told = suggest_words(office, module, [each for each in near if each["id"] in found][:MOST])
    raise AlreadyHere(match.reason or say_same(module.entity), [Lookalike(*each) for each in told])


def say_same(entity: Entity) -> str:
    """库里已经有这位委员，像是同一个人; 库里已经有这家承办单位，像是同一家."""
    person = entity.identity.people is not None
    one, same = ("位", "个人") if person else (entity.counter, entity.counter)
    return f"库里已经有这{one}{entity.label}，像是同一{same}。"


def compare(row: Row, near: Sequence[Row], entity: Entity) -> Match:
    if entity.identity.people:
        return compare_people(row, near, entity)
    return NameIndex(entity, near).compare(row)


def read_near(office: Office, connection: Connection, module: Module, row: Row) -> list[Row]:
    """The stored records that share a name or a number with it: found by these alone, then read in full."""
    entity, table = module.entity, office.schema.records[module.entity.name]
    who = entity.identity.people
    names = (who.name, who.former, who.number, who.phone) if who else (*keys_of(entity), *entity.identity.also)
    query = select(table.c.id, *(table.c[name] for name in names)).where(in_force(table))
    for name in entity.identity.apart:
        if row.get(name):
            query = query.where(or_(table.c[name] == row[name], table.c[name].is_(None)))
    specs = [entity.by_name[name] for name in names]
    read = names_of(row, names, who)
    stored = connection.execute(query).mappings()
    ids = [str(each["id"]) for each in stored if read & names_of(load_fields(specs, each), names, who)]
    if not ids:
        return []
    listing = make_listing(connection, office, module, Query(Is("id", tuple(ids))))
    return load_rows(module.fields, listing.page(connection, 0, -1))


def names_of(row: Row, names: Sequence[str], who: Personal | None) -> set[str]:
    """What a record is called and numbered, as it is compared."""
    if who:
        return {text for _, text in identifying_keys(row, who)}
    return names_in(row, names)
