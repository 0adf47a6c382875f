"""What records were on an earlier day: a change keeps what was there before, and every reading of the past goes by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    Both,
    Condition,
    Either,
    Is,
    Not,
    Span,
    fields_of,
    value_of,
)
from cppcc_desktop.domain.description.fields import Row, Value, parse_value
from cppcc_desktop.domain.description.former import CHANGED_ON, CORRECTED, OF_TERM, UNTIL
from cppcc_desktop.domain.errors import InvalidField, OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office.office import Office, Writing, tell_time
from cppcc_desktop.services.records.periods import read_term, read_term_on
from db.chunks import chunked
from db.queries.records import Query


@dataclass(frozen=True)
class Since:
    """From which day a change holds: the day, None for today; `always`: what was there was never so."""

    day: str | None = None
    always: bool = False


NOW = Since()


def take_since(office: Office, module: Module | None, raw: Mapping[str, object]) -> tuple[dict[str, object], Since]:
    """What was typed without the day from which it holds, and that day. InvalidField for a day that lies ahead."""
    rest = dict(raw)
    if module is None or module.former is None:
        return rest, NOW
    typed = {each.name: rest.pop(each.name, rest.pop(each.label, None)) for each in (CHANGED_ON, CORRECTED)}
    if parse_value(CORRECTED, typed[CORRECTED.name], today=office.today()):
        return rest, Since(always=True)
    day = parse_value(CHANGED_ON, typed[CHANGED_ON.name], today=office.today())
    if day and str(day) > office.today().isoformat():
        raise InvalidField(CHANGED_ON.name, f"{CHANGED_ON.label}：{day} 还没有到。")
    return rest, Since(str(day) if day else None)


def list_moved(module: Module | None, before: Row, changed: Row) -> list[str]:
    """Which of the changed fields said something before that is worth keeping with its last day."""
    names = module.dated if module else ()
    return [name for name in names if name in changed and before.get(name) and before[name] != changed[name]]


@dataclass(frozen=True)
class FormerValues:
    """What records of a noun were before: record → its rows, oldest first."""

    module: Module
    rows: Mapping[str, Sequence[Row]]

    @classmethod
    def load(cls, office: Office, connection: Connection, module: Module, records: Iterable[str]) -> FormerValues:
        """Of these records, in a few statements."""
        entity, found = module.former, dict[str, list[Row]]()
        if entity is None:
            return cls(module, found)
        table = office.schema.records[entity.name]
        owner, until = table.c[entity.owner], table.c[UNTIL]
        for chunk in chunked(sorted({*records})):
            query = select(table).where(owner.in_(chunk), table.c.deleted.is_(None)).order_by(until, table.c.id)
            for row in connection.execute(query).mappings():
                values: dict[str, Value] = {each.name: load_value(each.kind, row[each.name]) for each in entity}
                found.setdefault(str(row[entity.owner]), []).append(values)
        return cls(module, found)

    def of_term(self, record: str, term: str) -> list[Row]:
        """The rows of one record in one term; one that names none is of any."""
        return [row for row in self.rows.get(record, ()) if str(row.get(OF_TERM) or term) == term]

    def on(self, record: str, term: str, day: str, values: Row) -> Row:
        """The values of a record and its card of a term as they were on that day; without a day as they are."""
        later = [row for row in self.of_term(record, term) if day and str(row[UNTIL]) >= day]
        names, found = self.module.dated, dict(values)
        for row in reversed(later):
            found |= {name: row[name] for name in names if row.get(name)}
        return found


def keep_former(
    writing: Writing, module: Module | None, record: str, before: Row, changed: Row, since: Since = NOW, sources: Sequence[str] = ()
) -> None:  # fmt: skip
    """Keep what a change of a record or of its card takes away, with the last day it held; `sources` are what holds it.

    What was written down on the day it is changed on, or later, was never so and is not kept. InvalidField if
    something is known of a later day already.
    """
    moved = list_moved(module, before, changed)
    if module is None or module.former is None or not moved or since.always:
        return
    office, term = writing.office, read_term(writing.connection)
    day = since.day or office.today().isoformat()
    until = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    known = FormerValues.load(office, writing.connection, module, [record]).of_term(record, term)
    last = max((str(row[UNTIL]) for row in known if any(row.get(name) for name in moved)), default="")
    if since.day and until < last:
        raise InvalidField(
            CHANGED_ON.name,
            f"{module.former.label}里已经记到 {last}，从 {day} 起的变动记不进去。要改以前的，改那里的一行。",
        )
    fresh = written_since(writing, sources or [record], moved, day) if since.day is None else set[str]()
    kept = {name: before[name] for name in moved if name not in fresh} if until > last else {}
    if kept:
        card = {OF_TERM: term} if module.companion else {}
        writing.new(module.former, {module.former.owner: record, UNTIL: until, **card, **kept})


def written_since(writing: Writing, records: Sequence[str], names: Sequence[str], day: str) -> set[str]:
    """Fields whose value was first written down on that day or later."""
    written: dict[str, str] = {}
    for history in writing.journal.operations_of(list(records)).values():
        for operation in history:
            written |= {name: tell_time(operation.wall)[:10] for name in names if name in operation.fields}
    return {name for name, on in written.items() if on >= day}


def stand_on(module: Module, day: str) -> Condition:
    """What held on a day: cards that had begun and not ended."""
    first, last = module.lasts
    begun = Either(Is(first, None), Span(first, last=day)) if first else EVERYTHING
    return Both(begun, Not(Span(last, last=day))) if last else begun


def load_list(office: Office, connection: Connection, module: Module, query: Query, rows: Sequence[Row]) -> list[Row]:
    """Rows of a list as they were on the day it is asked for, if that is some day."""
    if not query.on or module.former is None:
        return list(rows)
    former = FormerValues.load(office, connection, module, [str(row["id"]) for row in rows])
    term = value_of(query.where, OF_TERM) or read_term_on(office, connection, query.on)
    return [former.on(str(row["id"]), str(term), query.on, row) for row in rows]


def ask_list(office: Office, connection: Connection, module: Module, query: Query) -> Query:
    """The query with the term of its cards, and with what held on the day it is asked for.

    OfficeError where a condition is on what the day may have otherwise: the list could not say so.
    """
    if not query.on:
        term = value_of(query.where, OF_TERM)  # figures and lists of an earlier term ask for its members
        return replace(query, term=str(term) if term else read_term(connection))
    dated = [module.by_name[name].label for name in fields_of(query.where) if name in module.dated]
    if dated:
        raise OfficeError(
            f"按{'、'.join(dated)}筛选，和“看哪一天的”不能一起用。", todo="去掉这个条件，导出以后再筛选。"
        )
    term = str(value_of(query.where, OF_TERM) or read_term_on(office, connection, query.on))
    of_term = Is(OF_TERM, term) if module.companion else EVERYTHING
    return replace(query, where=Both(query.where, of_term, stand_on(module, query.on)), term=term)


def card_on(office: Office, connection: Connection, kind: str, record: str, term: str, day: str) -> Row:
    """A record with what it was in a term on a day; without a day as it stands, without a term in that of the day.

    Empty if there is none.
    """
    table, module = office.schema.records.get(kind), office.module_of(kind)
    row = (
        connection.execute(select(table).where(table.c.id == record)).mappings().first() if table is not None else None
    )
    if row is None:
        return {}
    values: dict[str, Value] = load_fields(office.entity(kind).fields, row)
    if module is None:
        return values
    if module.companion:
        term = term or (read_term_on(office, connection, day) if day else read_term(connection))
        cards = office.schema.records[module.companion.name]
        query = select(cards).where(
            cards.c[module.companion.owner] == record, cards.c[OF_TERM] == term, cards.c.deleted.is_(None)
        )
        card = connection.execute(query.order_by(cards.c.id).limit(1)).mappings().first()
        empty: dict[str, Value] = {each.name: None for each in module.companion}
        values = {**(load_fields(module.companion.fields, card) if card is not None else empty), **values}
    return FormerValues.load(office, connection, module, [record]).on(record, term, day, values)


def show_card(office: Office, actor: Actor, kind: str, record: str, day: str) -> Row:
    """A record as it was on a day, in the term of that day."""
    actor.require("record.read")
    with office.read() as connection:
        return card_on(office, connection, kind, record, "", day)


def load_fields(fields: Sequence[Any], row: Mapping[Any, Any]) -> dict[str, Value]:
    return {each.name: load_value(each.kind, row[each.name]) for each in fields}
