"""搁置: operations that came and may not be taken in. Kept once with their reason, listed, never applied."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from cppcc_desktop.domain.description.fields import ID, Field
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import Operation, dump_operation
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.titles import read_titles
from db.stored_json import load_stored

KEPT_WHOLE = 64 * 1024  # bytes; of a longer one its values are left out
FIELDS_SHOWN = 6
KIND, TITLE = "未知种类", 60


@dataclass(frozen=True)
class SetAside:
    """One operation that was not taken in."""

    reason: str
    kind: str  # in words
    title: str  # of the record, as the operation or this office has it
    fields: tuple[str, ...]
    who: str
    wall: str  # by the sender's clock
    package: str


def set_aside(writing: Writing, package: str, refused: Sequence[tuple[Operation, str]]) -> None:
    """Keep those that are not kept yet; each is read once, however many there are."""
    table, connection = writing.office.schema.quarantine, writing.connection
    kept = {digest_of(told) for told in connection.scalars(select(table.c.operation))} if refused else set[bytes]()
    rows: list[dict[str, str]] = []
    for each, reason in refused:
        told = dump_aside(each)
        if digest_of(told) not in kept:
            kept.add(digest_of(told))
            rows.append({"package": package, "reason": reason, "operation": told})
    if rows:
        connection.execute(table.insert(), rows)


def forget_taken(writing: Writing, operations: Sequence[Operation]) -> None:
    """What is taken in now after all stands aside no more."""
    table, connection = writing.office.schema.quarantine, writing.connection
    rows = connection.execute(select(table.c.number, table.c.operation)).all()
    taken = {digest_of(dump_aside(each)) for each in operations} if rows else set[bytes]()
    for row in rows:
        if digest_of(row.operation) in taken:
            connection.execute(delete(table).where(table.c.number == row.number))


def dump_aside(operation: Operation) -> str:
    """The operation as it travels; of one that is far too long only what it was about."""
    whole = dump_operation(operation)
    told = orjson.dumps(whole)
    if len(told) > KEPT_WHOLE:
        sizes = {name: f"（{len(orjson.dumps(value))} 字节）" for name, value in list(operation.fields.items())[:100]}
        told = orjson.dumps({**whole, "fields": sizes, "sees": {}, "id": operation.id.hex()})
    return told.decode()


def digest_of(told: str) -> bytes:
    return hashlib.sha256(told.encode()).digest()


def list_aside(office: Office, actor: Actor, limit: int = 500) -> list[SetAside]:
    """What was set aside, newest first."""
    actor.require("record.read")
    table = office.schema.quarantine
    with office.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.number.desc()).limit(limit)).all()
        told = [(load_stored(row.operation, dict), row.reason, row.package) for row in rows]
        return [describe(office, connection, *each) for each in told]


def describe_refused(
    office: Office, connection: Connection, refused: Sequence[tuple[Operation, str]], package: str
) -> tuple[SetAside, ...]:
    """The same of a package that is looked at."""
    return tuple(describe(office, connection, dump_operation(each), reason, package) for each, reason in refused[:500])


def describe(office: Office, connection: Connection, told: dict[str, Any], reason: str, package: str) -> SetAside:
    """In words what an operation would have done; it may say anything, so that nothing of it is relied on."""
    entity = office.schema.entities.get(str(told["kind"]))
    fields: dict[str, Any] = told["fields"]
    known: Mapping[str, Field] = entity.by_name if entity else {}
    title = str(fields.get(entity.title) or "")[:TITLE] if entity else ""
    if entity and not title and ID.fullmatch(str(told["record"])):
        title = read_titles(office, connection, entity.name, [told["record"]]).get(told["record"], "")
    names = [known[name].label if name in known else name for name in list(fields)[:FIELDS_SHOWN]]
    who = str(told["actor"]).partition("/")[2]
    return SetAside(reason, entity.label if entity else KIND, title, tuple(names), who, str(told["wall"]), package)
