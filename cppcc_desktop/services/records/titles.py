"""The words records are called by, for lists, forms and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from cppcc_desktop.domain.description.amounts import tell_amount
from cppcc_desktop.domain.description.fields import (
    SAME_AS,
    Field,
    Kind,
    PeriodKind,
    Row,
    Value,
    is_written,
    mask,
    tell_phone,
)
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.codes import CodeLists, read_codes, read_sealed_codes
from cppcc_desktop.services.office.office import Office
from db.chunks import chunked

ABSENT = "待到"  # a reference whose target has not arrived yet (sync.md §1)


def stands_for(table: Table) -> ColumnElement[str]:
    """The record each row is shown and counted as: the one it was joined to, else itself."""
    return func.coalesce(table.c[SAME_AS], table.c.id) if SAME_AS in table.c else table.c.id


def read_titles(office: Office, connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Id → title of those records that are here; one that was joined to another is called as that one."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    entity, table = office.entity(kind), office.schema.records[kind]
    title_of: Any = table.c[entity.title]
    if entity.joinable:
        other = table.alias()
        title_of = func.coalesce(
            select(other.c[entity.title]).where(other.c.id == table.c.same_as).scalar_subquery(), title_of
        )
    found: dict[str, str] = {}
    for chunk in chunked(wanted):
        query = select(table.c.id, title_of).where(table.c.id.in_(chunk))
        found.update({record: str(title or "") for record, title in connection.execute(query)})
    target = entity.by_name[entity.title].target
    if target:  # a card of a term is called by its member
        words = read_titles(office, connection, target, found.values())
        found = {record: words.get(title, ABSENT) for record, title in found.items()}
    return found


def word_rows(
    office: Office, fields: Sequence[Field], rows: Sequence[Row], *, reveal: bool = False
) -> list[dict[str, str]]:
    """Rows as a person reads them: labels for codes, titles for references, masked where sensitive."""
    codes = read_codes(office)
    with office.read() as connection:
        lists = choose_codes(office, connection, rows, codes)
        titles = {
            target: read_titles(office, connection, target, referred(fields, rows, target))
            for target in {spec.target for spec in fields if spec.target}
        }
    told = [
        {spec.name: word_value(spec, row.get(spec.name), known, titles.get(spec.target, {}), reveal=reveal)
         for spec in fields}
        for row, known in zip(rows, lists, strict=True)
    ]  # fmt: skip
    for name, other in [(spec.name, spec.instead) for spec in fields if spec.instead]:
        for row, words in zip(rows, told, strict=True):
            words[name] = words[name] or str(row.get(other) or "")
    return told


def choose_codes(office: Office, connection: Connection, rows: Sequence[Row], now: CodeLists) -> list[CodeLists]:
    """For each row the lists its codes are read by: what is of a sealed plenary keeps the names of that day."""
    sealed = read_sealed_codes(office, connection)
    if not sealed:
        return [now] * len(rows)
    return [sealed.get(key, now) for key in plenaries_of(office, connection, rows)]


def plenaries_of(office: Office, connection: Connection, rows: Sequence[Row]) -> list[str]:
    """The plenary each row is reckoned by, itself or by the record it belongs to; "" for none."""
    entities = office.schema.entities
    fields = {
        each.name: each.period.field
        for each in entities.values()
        if each.period and each.period.kind is PeriodKind.PLENARY
    }
    owners = {(each.owner, each.by_name[each.owner].target) for each in entities.values() if each.owner}
    own = [next((str(row[name]) for name in fields.values() if row.get(name)), "") for row in rows]
    theirs: dict[str, str] = {}
    for name, kind in ((name, kind) for name, kind in owners if kind in fields):
        wanted = {str(row[name]) for row, key in zip(rows, own, strict=True) if not key and row.get(name)}
        theirs |= read_plenaries(office, connection, kind, fields[kind], wanted)
    return [
        key or next((theirs[str(row[name])] for name, _ in owners if str(row.get(name)) in theirs), "")
        for row, key in zip(rows, own, strict=True)
    ]


def read_plenaries(
    office: Office, connection: Connection, kind: str, field: str, records: Iterable[str]
) -> dict[str, str]:
    """Record → its plenary."""
    table, wanted = office.schema.records[kind], sorted(records)
    found: dict[str, str] = {}
    for chunk in chunked(wanted):
        query = select(table.c.id, table.c[field]).where(table.c.id.in_(chunk))
        found.update({record: str(plenary or "") for record, plenary in connection.execute(query)})
    return found


def referred(fields: Sequence[Field], rows: Sequence[Row], target: str) -> set[str]:
    found: set[str] = set()
    for spec in fields:
        if spec.target == target:
            for row in rows:
                value = row.get(spec.name)
                found |= set(value) if isinstance(value, list) else {str(value)} if value else set()
    return found


def word_value(spec: Field, value: Value, codes: CodeLists, titles: Mapping[str, str], *, reveal: bool = False) -> str:
    """One value as a person reads it."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return "、".join(word_value_of_one(spec, each, codes, titles) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    text = word_value_of_one(spec, str(value), codes, titles)
    if spec.sensitive and not reveal:
        return mask(spec, text)
    return tell_phone(text) if spec.check == "phone" else text


def word_value_of_one(spec: Field, value: str, codes: CodeLists, titles: Mapping[str, str]) -> str:
    if spec.codes:
        return codes.label(spec.codes, value)
    if spec.target:
        return call_referred(spec, value, titles)
    if spec.kind.places:
        return tell_amount(value, money=spec.kind is Kind.MONEY)
    return "有" if spec.kind is Kind.PHOTO else value


def call_referred(spec: Field, value: str, titles: Mapping[str, str]) -> str:
    """What a reference is called: the title of its record, or the name that was written there."""
    return titles.get(value) or (value if is_written(spec, value) else ABSENT)


def word_opened(office: Office, module: Module, rows: Sequence[Row]) -> list[dict[str, str]]:
    """Of the records that rows of this list open their numbers and how far they got, under dotted names: owner.number,
    owner.state; else nothing."""
    if not module.opens:
        return [{} for _ in rows]
    target = office.entity(module.by_name[module.opens].target)
    table, found = office.schema.records[target.name], dict[str, dict[str, str]]()
    names = (*target.called, *(("state",) if "state" in target.by_name else ()))
    wanted = sorted({str(row[module.opens]) for row in rows if row.get(module.opens)})
    with office.read() as connection:
        query = select(table.c.id, *(table.c[name] for name in names))
        for chunk in chunked(wanted):
            for record, *numbers in connection.execute(query.where(table.c.id.in_(chunk))):
                named = zip(names, numbers, strict=True)
                found[record] = {f"{module.opens}.{name}": str(number or "") for name, number in named}
    nothing = {f"{module.opens}.{name}": "" for name in names}
    return [found.get(str(row.get(module.opens)), nothing) for row in rows]
