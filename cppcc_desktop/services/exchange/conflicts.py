"""待核对: what two places set without having seen each other's value, and the decision that ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cppcc_desktop.domain.description.fields import Value, clean_text
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED, Operation
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.records import normalise_value, read_record, refuse_emptied
from cppcc_desktop.services.records.titles import read_titles


@dataclass(frozen=True)
class Claim:
    """One of the values that stand against each other."""

    operation: str  # id, hexadecimal
    value: Any
    office: str
    who: str
    wall: str


@dataclass(frozen=True)
class Conflict:
    """A field two places set without having seen each other's value."""

    kind: str
    record: str
    title: str
    field: str
    claims: tuple[Claim, ...]
    before: Any = None  # what all of them saw before they set it; None also if they saw different values


def list_conflicts(office: Office, actor: Actor) -> list[Conflict]:
    """待核对: every field on which two places disagree, with all values, who set them and when."""
    actor.require("record.read")
    table = office.schema.conflict
    with office.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.record, table.c.field)).all()
        journal = office.journal(connection)
        operations = {
            each.id: each for ops in journal.operations_of([row.record for row in rows]).values() for each in ops
        }
        heads = journal.heads_of({row.record for row in rows})
        titles = {row.record: read_titles(office, connection, row.kind, [row.record]) for row in rows}
    return [
        Conflict(
            row.kind, row.record, titles[row.record].get(row.record, ""), row.field,
            tuple(make_claim(operations[each], row.field) for each in claimants(row.field, heads[row.record])),
            find_before(operations, row.field, heads[row.record].get(row.field, ())),
        )
        for row in rows
    ]  # fmt: skip


def find_before(operations: Mapping[bytes, Operation], field: str, heads: tuple[bytes, ...]) -> Any:
    """The value the claims had on their screens, if it was one and the same."""
    seen = {each for head in heads for each in operations[head].sees.get(field, ())} - set(heads)
    values = [operations[each].fields.get(field) for each in seen if each in operations]
    return values[0] if values and all(value == values[0] for value in values) else None


def claimants(field: str, heads: Mapping[str, tuple[bytes, ...]]) -> tuple[bytes, ...]:
    """A disputed deletion stands against the edits it had not seen."""
    if field != DELETED:
        return heads[field]
    return tuple(dict.fromkeys(each for ids in heads.values() for each in ids))


def make_claim(operation: Operation, field: str) -> Claim:
    office, _, who = operation.actor.partition("/")
    return Claim(operation.id.hex(), operation.fields.get(field), office, who, operation.wall)


def resolve_conflict(office: Office, actor: Actor, kind: str, record: str, field: str, value: Any) -> None:
    """Settle a field: the decision sees all values that stood, travels, and ends the conflict everywhere."""
    with office.write(actor, "record.write") as writing:
        table = office.schema.conflict
        found = select(table.c.field).where(table.c.record == record, table.c.field == field)
        if writing.connection.scalar(found) is None:
            raise Refusal("这一条已经核对过了。", todo="刷新再看。")
        now = read_record(office, writing.connection, kind, record)
        claims = find_claims(writing, record, field)
        decided = value if value in claims else decide(office, kind, field, value)
        refuse_emptied(office.entity(kind), {field: decided}, now.values)
        writing.set(office.entity(kind), record, {field: decided}, scope=now.scope)


def find_claims(writing: Writing, record: str, field: str) -> list[Value]:
    """The values that stand against each other."""
    heads = writing.journal.heads_of([record]).get(record, {})
    operations = writing.journal.operations_of([record])[record]
    return [each.fields[field] for each in operations if each.id in heads.get(field, ())]


def decide(office: Office, kind: str, field: str, value: Any) -> Value:
    """A third value, in stored form; InvalidField if the field cannot hold it."""
    if field == DELETED:
        return clean_text(str(value or "")) or None
    spec = office.entity(kind).by_name[field]
    if not spec.editable:
        raise InvalidField(field, f"{spec.label}只能从列出的几个值里选。")
    decided = normalise_value(office, read_codes(office), spec, value)
    if decided is None and spec.required:
        raise InvalidField(field, f"{spec.label}不能空着。")
    return decided
