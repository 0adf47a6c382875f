"""Cells of the desk as they are typed: a few at a time, in one transaction, without reading the whole sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.nouns.activities.counting import Cell, Mark
from cppcc_desktop.nouns.activities.records import ATTENDANCE, PARTICIPANT, SESSION
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.children import OLDER, open_owner, read_children, scope_of, settle_rows
from cppcc_desktop.services.records.records import write_permission
from cppcc_desktop.services.records.sheets import CLEARED

TYPED, TICKED, SCANNED = "1", "2", "3"  # of attendance_how


@dataclass(frozen=True)
class StoredMarks:
    """What came of a save. `moved`: lines that have another id since, people whom an earlier program had named in the sheet."""

    moved: Mapping[str, str]
    changed: bool  # whether anything was another thing before


def record_marks(office: Office, actor: Actor, activity: str, marks: Mapping[Cell, Mark | None]) -> StoredMarks:
    """Store what was typed; None empties a cell. All of it is written, or nothing."""
    unknown = [
        mark.presence for mark in marks.values() if mark and not read_codes(office).has("presence", mark.presence)
    ]
    if unknown:
        raise Refusal(f"没有“{unknown[0]}”这种出席情况。", todo="看表格下面写的键。")
    older = [line for line, _ in marks if line.startswith(OLDER)]
    settled = dict(zip(older, settle_rows(office, actor, PARTICIPANT, older), strict=True)) if older else {}
    with office.write(actor, write_permission(ATTENDANCE)) as writing:
        scope = scope_of(office, ATTENDANCE, open_owner(writing, ATTENDANCE, activity))
        members = list_people(writing, activity)
        sessions = [str(row["id"]) for row in read_children(office, writing.connection, SESSION.name, activity)]
        for (line, session), mark in marks.items():
            person = settled.get(line, line)
            if person not in members or (session and session not in sessions):
                raise Refusal("这个人或者这一场已经不在表里。", todo="刷新再填。")
            first = not session or session == sessions[0]
            write_mark(writing, scope, (activity, person, session, members[person]), mark, first=first)
    return StoredMarks(settled, bool(writing.operations))


def list_people(writing: Writing, activity: str) -> dict[str, str | None]:
    """Participants of the activity, each with the member they are."""
    table = writing.office.schema.records[PARTICIPANT.name]
    query = select(table.c.id, table.c.member).where(table.c.activity == activity, table.c.deleted.is_(None))
    return {str(line): member for line, member in writing.connection.execute(query)}


def write_mark(
    writing: Writing, scope: str, cell: tuple[str, str, str, str | None], mark: Mark | None, *, first: bool
) -> None:
    """One cell: a new row, the one there is, or none any more. A row without a session is of the first."""
    activity, person, session, member = cell
    table = writing.office.schema.records[ATTENDANCE.name]
    query = select(table).where(
        table.c.activity == activity, table.c.participant == person, table.c.deleted.is_(None),
        (table.c.session == session) | table.c.session.is_(None) if first else table.c.session == session,
    )  # fmt: skip
    now: Any = writing.connection.execute(query.order_by(table.c.id)).mappings().first()
    if mark is None:
        if now is not None:
            writing.set(ATTENDANCE, now["id"], {DELETED: CLEARED}, scope=now["scope"])
        return
    values: dict[str, Value] = {
        "presence": mark.presence, "at": mark.at or None, "proxy": mark.proxy or None, "words": mark.words or None,
        "how": mark.how or None, "late_reason": mark.late_reason or None,
    }  # fmt: skip
    if now is None:
        made: dict[str, Value] = {
            "activity": activity,
            "participant": person,
            "session": session or None,
            "member": member,
        }
        writing.new(ATTENDANCE, {**made, **values}, scope=scope)
        return
    values |= {"session": session or None} if now["session"] is None else {}
    writing.set(
        ATTENDANCE, now["id"], {name: each for name, each in values.items() if each != now[name]}, scope=now["scope"]
    )
