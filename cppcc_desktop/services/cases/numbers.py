"""Numbers of cases: issued without a gap, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, false, null, or_, select

from cppcc_desktop.domain.cases.numbers import Numbering
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.lives import find_life
from cppcc_desktop.services.office.office import Office, Writing
from db.chunks import chunked

NUMBER = re.compile(r"(.*?)(\d+)")  # what stands before the digits, and the digits
YEARLY, LONGEST = 1000, 20_000  # the first number of a run that has no year in it; the longest run there can be


@dataclass
class Numbers:
    """Numbers of one transaction: its write lock makes them gap-free, also for several cases at once."""

    writing: Writing
    last: dict[tuple[str, str, str, str], int] = field(default_factory=dict[tuple[str, str, str, str], int])

    def issue(self, entity: Entity, numbering: Numbering, record: Row, rules: Rules, day: str) -> str:
        """The next number of its run: 2026-0132 by year, 047 by plenary.

        Numbers of discarded and withdrawn records stay taken (domain.md §3).
        """
        prefix = numbering.prefix(record, rules.settings, day)
        period = "" if numbering.by_year else str(record.get(period_field(entity)) or "")
        key = (entity.name, numbering.name, day[:4] if numbering.by_year else period, prefix)
        if key not in self.last:
            self.last[key] = self.newest(entity, numbering, prefix, period)
        self.last[key] += 1
        return f"{prefix}{self.last[key]:0{int(rules.settings[numbering.width])}d}"

    def newest(self, entity: Entity, numbering: Numbering, prefix: str, period: str) -> int:
        """The highest number given out so far, whatever became of its record."""
        table = self.writing.office.schema.records[entity.name]
        column = table.c[numbering.name]
        taken = select(column).where(column.startswith(prefix, autoescape=True) if prefix else column.is_not(None))
        if not numbering.by_year and entity.period:
            taken = select(column).where(table.c[entity.period.field] == period)
        pattern = re.compile(re.escape(prefix) + r"(\d+)")
        found = (pattern.fullmatch(text) for text in self.writing.connection.scalars(taken) if text)
        return max((int(each[1]) for each in found if each), default=0)


def rank_by_receipt(writing: Writing, kind: str, records: Sequence[str]) -> dict[str, int]:
    """Case → its place among these in the order they came in: by day, the numbers they have, and when they were made."""
    entity, flow = find_life(writing.office, kind)[0].entity, find_life(writing.office, kind)[1]
    table = writing.office.schema.records[kind]
    days = [table.c[name] for name in (entity.day, entity.begun) if name]
    numbers = [table.c[each.name] for each in reversed(flow.numbers)]
    found: list[tuple[Any, ...]] = []
    for part in chunked(records):
        for record, *told in writing.connection.execute(
            select(table.c.id, *days, *numbers).where(table.c.id.in_(part))
        ):
            day, called = next((str(each) for each in told[: len(days)] if each), ""), told[len(days) :]
            found.append((day, [read_number(str(each or "")) for each in called], record))
    return {record: place for place, (*_, record) in enumerate(sorted(found))}


def read_number(number: str) -> tuple[str, int]:
    """2026-0132 as what stands before the digits and what they count."""
    match = NUMBER.fullmatch(number)
    return (match[1], int(match[2])) if match else (number, 0)


def period_field(entity: Entity) -> str:
    """The field that says to which plenary or year a record is reckoned; empty if it is to none."""
    return entity.period.field if entity.period else ""


def list_numberings(office: Office) -> list[tuple[Entity, Numbering]]:
    """All numbers this office gives out, with the kind of record they are for."""
    return [
        (module.entity, each)
        for module in office.modules.values()
        if module.workflow
        for each in module.workflow.numbers
    ]


def find_numbering(office: Office, name: str) -> tuple[Entity, Numbering]:
    """The numbering of that field; OfficeError if there is none."""
    for entity, each in list_numberings(office):
        if each.name == name:
            return entity, each
    options = [entity.by_name[each.name].label for entity, each in list_numberings(office)]
    raise OfficeError(f"没有“{name}”这种编号。", options=options)


@dataclass(frozen=True)
class NumberLine:
    """One number of a plenary: in use, void (its case was withdrawn or binned), double, or missing."""

    number: str
    state: str  # used | void | double | gap
    record: str = ""
    title: str = ""
    why: str = ""
    joined: bool = False  # its record was joined to another, which has the same number


def list_numbers(office: Office, actor: Actor, plenary: str, name: str) -> list[NumberLine]:
    """Every number of a plenary up to the highest, in order, with what became of it; gaps are lines of their own.

    Numbers that run by year: those of every year the plenary has one in, whatever plenary they went to.
    """
    actor.require("record.read")
    entity, numbering = find_numbering(office, name)
    with office.read() as connection:
        rows = read_numbers(office, connection, entity, numbering, plenary)
    void = {each.name: each.label for each in find_life(office, entity.name)[1].states if each.void}
    runs: dict[str, dict[int, list[NumberLine]]] = {}
    width: dict[str, int] = {}
    for row in rows:
        match = NUMBER.fullmatch(row.number)
        if match:
            runs.setdefault(match[1], {}).setdefault(int(match[2]), []).append(make_line(entity, void, row))
            width[match[1]] = len(match[2]) if match[1] not in width else min(width[match[1]], len(match[2]))
    return [line for prefix, run in sorted(runs.items()) for line in fill_gaps(prefix, width[prefix], run)]


def read_numbers(
    office: Office, connection: Connection, entity: Entity, numbering: Numbering, plenary: str
) -> Sequence[Any]:  # fmt: skip
    """Records with a number, also those in the bin."""
    table = office.schema.records[entity.name]
    number = table.c[numbering.name]
    joined = table.c[SAME_AS] if entity.joinable else null()
    columns = (table.c.id, number.label("number"), table.c[entity.title].label("title"), table.c.state, table.c.deleted,
               joined.label("same_as"))  # fmt: skip
    query = select(*columns).where(number.is_not(None)).order_by(table.c.id)
    if entity.period is None:
        return connection.execute(query).all()
    ours = table.c[entity.period.field] == plenary
    if not numbering.by_year:
        return connection.execute(query.where(ours)).all()
    years = {each.partition("-")[0] for each in connection.scalars(select(number).where(ours, number.is_not(None)))}
    return connection.execute(query.where(or_(false(), *(number.startswith(f"{y}-") for y in years)))).all()


def make_line(entity: Entity, void: Mapping[str, str], row: Any) -> NumberLine:
    """What became of a number; one whose record was joined to another is that one's."""
    why = ""
    if row.deleted is not None:
        why = f"放入了回收站：{row.deleted}"
    elif row.state in void:
        why = void[row.state]
    elif row.same_as is not None:
        return NumberLine(
            row.number, "void", row.id, row.title or "", f"并入了同一{entity.counter}{entity.label}", joined=True
        )
    return NumberLine(row.number, "void" if why else "used", row.id, row.title or "", why)


def fill_gaps(prefix: str, width: int, run: Mapping[int, Sequence[NumberLine]]) -> Iterator[NumberLine]:
    """The numbers of one run from 1 on; one that two cases have, or had, is double."""
    for number in span(run):
        found = run.get(number, ())
        if not found:
            yield NumberLine(f"{prefix}{number:0{width}d}", "gap", why="没有用过")
        standing = [each for each in found if not each.joined] or found
        double = len(standing) > 1
        for each in standing:
            told = "；".join(part for part in ("同一个号用了两次", each.why) if part)
            yield replace(each, state="double", why=told) if double else each


def span(run: Collection[int]) -> Iterable[int]:
    """The numbers a run should have: from 1 on. Old numbers that begin with a year (2019001) begin where they begin."""
    first = 1 if min(run) < YEARLY else min(run)
    return range(first, max(run) + 1) if max(run) - first < LONGEST else sorted(run)


def find_gaps(numbers: Iterable[str]) -> list[str]:
    """Numbers that were jumped over, in order: of each run from 1 on. 051 and 0052 are of one run."""
    runs: dict[str, set[int]] = {}
    width: dict[str, int] = {}
    for number in numbers:
        match = NUMBER.fullmatch(number)
        if match:
            runs.setdefault(match[1], set()).add(int(match[2]))
            width[match[1]] = min(width.get(match[1], 99), len(match[2]))
    return [
        f"{prefix}{each:0{width[prefix]}d}"
        for prefix, run in sorted(runs.items()) for each in span(run) if each not in run
    ]  # fmt: skip
