"""待核对: what two places set without having seen each other's value, and the decision that ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.journal.operations import DELETED, Operation
from cppcc_desktop.services.office import Office
from cppcc_desktop.services.records import read_record
from cppcc_desktop.services.titles import read_titles


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
        )
        for row in rows
    ]  # fmt: skip


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
        writing.set(office.entity(kind), record, {field: value}, scope=now.scope)
