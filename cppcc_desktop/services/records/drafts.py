"""Drafts: what a person typed into a form and has not saved. Local, no operations, never sent anywhere (sync.md §1).

A draft may hold a sensitive value in full. It lies in the same file as the records, under the same protection, and is
given to nobody but the person who typed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, select

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import CHINA, Office, new_id
from cppcc_desktop.services.records.records import Heads, Record, read_record, write_permission
from cppcc_desktop.services.records.titles import read_titles
from db.stored_json import load_stored

BATCH = "batch"  # kind of the draft of a sheet for many cases: no record of its own
NEW = "new-"  # begins the key of a draft of a record that is not saved yet
ORIGIN = "_origin"  # in what was typed: the file a new record was begun from, no field of the form
SOURCE = "_source"  # the record a new one was begun from
CARRIED = (ORIGIN, SOURCE)


@dataclass(frozen=True)
class Draft:
    """What was typed per field, as its editor gave it, and the heads that stood when typing began."""

    kind: str
    record: str  # a key that begins with NEW for a record that is not saved yet
    typed: Mapping[str, Any]
    seen: Heads
    at: str  # 2026-06-05 15:41, Asia/Shanghai

    @property
    def is_new(self) -> bool:
        return self.record.startswith(NEW)


@dataclass(frozen=True)
class DraftLine:
    """One draft of a person: what it is called and how much of it there is."""

    kind: str
    record: str
    title: str
    fields: int
    at: str
    is_new: bool


def new_draft_key() -> str:
    """A key for the draft of a record that is not saved yet; several may be begun beside each other."""
    return NEW + new_id()


def keep_draft(
    office: Office, actor: Actor, kind: str, record: str, typed: Mapping[str, Any], seen: Heads | None = None
) -> str:
    """Store what was typed in place of what was kept before; returns when, as 2026-06-05 15:41."""
    actor.require("record.write" if kind == BATCH else write_permission(office.entity(kind)))
    table = office.schema.draft
    at = office.now().astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    heads = {name: [each.hex() for each in ids] for name, ids in (seen or {}).items()}
    with office.database.write() as connection:
        remove(office, connection, actor, kind, record)
        connection.execute(
            table.insert().values(
                person=actor.stamp, kind=kind, record=record, typed=orjson.dumps(dict(typed)).decode(),
                seen=orjson.dumps(heads).decode(), at=at,
            )
        )  # fmt: skip
    return at


def seen_heads(record: Record | None) -> Heads:
    """The heads of a record and of its part of the current term, by field as the form knows them."""
    return {**(record.companion_heads or {}), **record.heads} if record else {}


def read_draft(office: Office, actor: Actor, kind: str, record: str) -> Draft | None:
    """The draft this person left of that record."""
    actor.require("record.read")
    table = office.schema.draft
    query = select(table.c.typed, table.c.seen, table.c.at).where(
        table.c.person == actor.stamp, table.c.kind == kind, table.c.record == record
    )
    with office.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    seen = {name: tuple(bytes.fromhex(each) for each in ids) for name, ids in load_stored(row.seen, dict).items()}
    return Draft(kind, record, load_stored(row.typed, dict), seen, row.at)


def drop_draft(office: Office, actor: Actor, kind: str, record: str) -> None:
    """It is saved, or not wanted; that there is none is no error."""
    with office.database.write() as connection:
        remove(office, connection, actor, kind, record)


def remove(office: Office, connection: Connection, actor: Actor, kind: str, record: str) -> None:
    table = office.schema.draft
    connection.execute(
        delete(table).where(table.c.person == actor.stamp, table.c.kind == kind, table.c.record == record)
    )


def list_drafts(office: Office, actor: Actor, kind: str = "") -> list[DraftLine]:
    """Drafts of this person, of one kind or all, newest first; those of records that are gone are left out."""
    actor.require("record.read")
    with office.read() as connection:
        return read_lines(office, connection, actor, kind)


def read_lines(office: Office, connection: Connection, actor: Actor, kind: str = "") -> list[DraftLine]:
    table = office.schema.draft
    query = select(table).where(table.c.person == actor.stamp).order_by(table.c.at.desc(), table.c.record.desc())
    rows = [row for row in connection.execute(query) if not kind or row.kind == kind]
    lines: list[DraftLine] = []
    for row in rows:
        typed = load_stored(row.typed, dict)
        title = title_of(office, connection, row.kind, row.record, typed)
        if title is not None:
            fields = typed["count"] if row.kind == BATCH else len(typed.keys() - {*CARRIED})
            lines.append(DraftLine(row.kind, row.record, title, fields, row.at, row.record.startswith(NEW)))
    return lines


def title_of(
    office: Office, connection: Connection, kind: str, record: str, typed: Mapping[str, Any]
) -> str | None:  # fmt: skip
    """What the draft is called: as typed, else as the record is; None where this program knows no such record."""
    if kind == BATCH:
        return str(typed.get("title") or "")
    entity = office.schema.entities.get(kind)
    if entity is None or office.module_of(kind) is None:
        return None
    told = {name: typed[name] for name in entity.titled if isinstance(typed.get(name), str)}
    called = entity.reckon(told).get(entity.title, told.get(entity.title))
    if record.startswith(NEW):
        return called if isinstance(called, str) else ""
    return read_titles(office, connection, kind, [record]).get(record)


def count_drafts(office: Office, connection: Connection, actor: Actor) -> int:
    """How many drafts of this person there are."""
    table = office.schema.draft
    return connection.scalar(select(func.count()).where(table.c.person == actor.stamp)) or 0


def moved_fields(office: Office, actor: Actor, draft: Draft) -> list[str]:
    """Fields of the draft that were saved anew since typing began."""
    actor.require("record.read")
    with office.read() as connection:
        now = seen_heads(read_record(office, connection, draft.kind, draft.record))
    return [name for name in draft.typed if now.get(name) != draft.seen.get(name)]
