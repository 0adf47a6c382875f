"""Records that may be one and the same, side by side: why they were found, where they differ, who refers to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, or_, select

from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Field, Value
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.guards import fixing_fields
from cppcc_desktop.services.records.joins import Twins, find_twins, list_joined
from cppcc_desktop.services.records.records import Record, read_record, show_record
from cppcc_desktop.services.records.titles import read_titles, word_rows
from db.tables import in_force

EMPTY: tuple[Value, ...] = (None, "", [])


@dataclass(frozen=True)
class Lookalikes:
    """A group of twins in words: 姓名相同, and what its records are called."""

    records: tuple[str, ...]
    reason: str
    titles: tuple[str, ...]  # each name once


@dataclass(frozen=True)
class Users:
    """How many records of one kind refer to a record."""

    label: str
    count: int
    counter: str

    def __str__(self) -> str:
        return f"{self.label} {self.count} {self.counter}"


@dataclass(frozen=True)
class ComparedRecord:
    """One of the records: its name, how many fields are filled, when it was last changed, who refers to it."""

    id: str
    title: str
    filled: int
    changed_at: str  # as the journal has it, UTC
    stays: bool  # it can stand for others but not go into one
    users: tuple[Users, ...]


@dataclass(frozen=True)
class ComparedField:
    """One field that is filled in any of the records, in their order; words of sensitive values are masked."""

    field: Field
    values: tuple[Value, ...]
    words: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Two records say different things; compared in full, also where the words are masked."""
        filled = [each for each in self.values if each not in EMPTY]
        return any(each != filled[0] for each in filled[1:])

    @property
    def partly(self) -> bool:
        """Empty in some of the records."""
        return any(each in EMPTY for each in self.values)

    def choose(self, order: Sequence[int]) -> int:
        """Whose value is taken if nobody says otherwise: the first of these places that is filled; else the first."""
        return next((place for place in order if self.values[place] not in EMPTY), order[0])


@dataclass(frozen=True)
class Comparison:
    """Records side by side; `keep` is the place of the one that is proposed to stand for all."""

    kind: str
    sides: tuple[ComparedRecord, ...]
    lines: tuple[ComparedField, ...]
    keep: int


@dataclass(frozen=True)
class Standing:
    """Which record this one goes under, and which go under this one: id and the name each has itself."""

    into: tuple[str, str] | None = None
    others: tuple[tuple[str, str], ...] = ()


def read_standing(office: Office, actor: Actor, kind: str, record: str) -> Standing:
    """How a record is joined with others; of a kind that never is, nothing."""
    entity = office.entity(kind)
    if not entity.joinable:
        return Standing()

    def named(each: str) -> tuple[str, str]:
        return each, str(show_record(office, actor, kind, each).values[entity.title] or "")

    into = show_record(office, actor, kind, record).values[SAME_AS]
    return Standing(
        named(str(into)) if into else None, tuple(named(each) for each in list_joined(office, actor, kind, record))
    )


def list_lookalikes(office: Office, actor: Actor, kind: str) -> list[Lookalikes]:
    """What find_twins found, in words; the surest signs first."""
    found, entity = find_twins(office, actor, kind), office.entity(kind)
    with office.read() as connection:
        titles = read_titles(office, connection, kind, {record for each in found for record in each.records})
    return [describe_twins(entity, each, [titles.get(record, "") for record in each.records]) for each in found]


def describe_twins(entity: Entity, twins: Twins, titles: Sequence[str]) -> Lookalikes:
    telling = entity.by_name[twins.fields[-1]].label  # what stands before it narrows the circle, as 届次 does
    return Lookalikes(twins.records, f"{telling}相同", tuple(dict.fromkeys(titles)))


def compare_records(office: Office, actor: Actor, kind: str, records: Sequence[str]) -> Comparison:
    """These records side by side, with the fields of the current term. OfficeError if one is not here."""
    actor.require("record.read")
    entity, module = office.entity(kind), office.module_of(kind)
    fields = [spec for spec in (module.fields if module else entity.fields) if spec.name != SAME_AS]
    with office.read() as connection:
        read = [read_record(office, connection, kind, each) for each in records]
        users = [count_users(office, connection, entity, each) for each in records]
    words = word_rows(office, fields, [each.values for each in read])
    lines = tuple(
        ComparedField(
            spec, tuple(each.values.get(spec.name) for each in read), tuple(each[spec.name] for each in words)
        )
        for spec in fields
        if any(each.values.get(spec.name) not in EMPTY for each in read)
    )
    fixing = fixing_fields(office, kind)
    sides = tuple(
        ComparedRecord(
            each.id, told[entity.title], count_filled(fields, each), each.changed_at,
            any(told.get(name) for name in fixing), used,
        )
        for each, told, used in zip(read, words, users, strict=True)
    )  # fmt: skip
    return Comparison(kind, sides, lines, propose_keep(sides))


def propose_keep(sides: Sequence[ComparedRecord]) -> int:
    """Place of the record that cannot go into another, else of the record with more filled fields; of equal ones the older."""
    return max(range(len(sides)), key=lambda place: (sides[place].stays, sides[place].filled, -place))


def count_filled(fields: Sequence[Field], record: Record) -> int:
    return sum(record.values.get(spec.name) not in EMPTY for spec in fields)


def count_users(office: Office, connection: Connection, entity: Entity, record: str) -> tuple[Users, ...]:
    """Records in force that refer to this one, by kind. Its own part of a term does not count."""
    module = office.module_of(entity.name)
    companion = module.companion if module else None
    found: list[Users] = []
    for other in office.schema.entities.values():
        clauses = references(office, other, entity, record) if other is not companion else []
        if clauses:
            table = office.schema.records[other.name]
            query = select(func.count()).select_from(table).where(or_(*clauses), in_force(table))
            found.append(Users(other.label, connection.scalar(query) or 0, other.counter))
    return tuple(each for each in found if each.count)


def references(office: Office, other: Entity, entity: Entity, record: str) -> list[ColumnElement[bool]]:
    """Where a record of another kind names this one; a list of ids is stored as JSON."""
    table = office.schema.records[other.name]
    if other.name == ATTACHMENT.name:
        return [table.c.record == record]
    specs = [spec for spec in other.fields if spec.target == entity.name and spec.name != SAME_AS]
    return [
        table.c[spec.name].contains(f'"{record}"') if spec.kind.many else table.c[spec.name] == record for spec in specs
    ]
