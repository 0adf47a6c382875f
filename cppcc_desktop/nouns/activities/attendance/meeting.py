"""An activity as the desk shows it: read at one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.activities.approving import LeaveRule
from cppcc_desktop.nouns.activities.counting import Attendee, Cell, HalfDay, Leave, Mark, Meeting, make_code, read_share
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.records import ATTENDANCE, LEAVE, PARTICIPANT, SESSION
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office, tell_time
from cppcc_desktop.services.office.settings import read_settings
from cppcc_desktop.services.records.children import OLDER, ChildRow, call_row, call_rows, list_rows, settled_id
from cppcc_desktop.services.records.records import Query, list_records, show_record
from cppcc_desktop.services.records.sheets import ChildSheet, read_sheet

NO_ANSWER = "3"  # of activity_reply
MARKED = ("presence", "at", "proxy", "words", "how", "late_reason")  # fields of a Mark, in its order


@dataclass(frozen=True)
class Desk:
    """A meeting with what its page says besides. `fixed`: why nothing can be recorded; `doubled`: cells two places wrote."""

    id: str
    values: Row
    meeting: Meeting
    rule: LeaveRule
    kinds: Mapping[str, str]  # kinds of leave
    codes: CodeLists
    fixed: str = ""
    doubled: int = 0
    remark: str = ""  # what is wrong with the quorum
    silent: frozenset[str] = frozenset()  # lines of who has not answered whether they come


def read_desk(office: Office, actor: Actor, activity: str) -> Desk:
    """Everything about one activity; nothing is written, also for rows of earlier programs."""
    record, codes = show_record(office, actor, ACTIVITY.name, activity), read_codes(office)
    values, kind = record.values, str(record.values.get("type") or "")
    sheet = read_sheet(office, actor, ATTENDANCE.name, activity)
    people = list_rows(office, actor, PARTICIPANT.name, activity).rows
    sessions = list_rows(office, actor, SESSION.name, activity).rows
    leaves = list_rows(office, actor, LEAVE.name, activity).rows
    written = str(values.get("quorum") or "")
    share = read_share(written or codes.value("activity_type", kind, "quorum"))
    phones = read_phones(office, actor, [row.picked for row in people])
    meeting = Meeting(
        tuple(sorted((make_person(codes, activity, row, phones) for row in people if not row.again), key=rank_number)),
        make_sessions(sessions, str(values["date"] or ""), office.today())
        or (HalfDay("", "出席", "出席", half=False),),
        read_marks(sheet),
        tuple(make_leave(row) for row in leaves),
        share,
    )
    with office.read() as connection:
        settings = read_settings(office, connection, str(values["date"] or office.today().isoformat()))
    rule = LeaveRule(codes.value("activity_type", kind, "leave"), settings, str(values.get("organiser") or ""))
    kinds = {each.code: each.label for each in codes.every("leave_kind")}
    silent = frozenset(row.id for row in people if row.values.get("reply") in (None, NO_ANSWER))
    remark = f"法定人数“{written}”看不懂，写成 2/3 这样。" if written and share is None else ""
    doubled = sum(place[0] not in {each.line for each in meeting.people} for place in sheet.rows)
    return Desk(activity, values, meeting, rule, kinds, codes, sheet.fixed, doubled, remark, silent)


def read_phones(office: Office, actor: Actor, members: Sequence[str]) -> dict[str, str]:
    """Member → the number on their card; at a station nobody's."""
    module = office.module_of(PARTICIPANT.by_name[PARTICIPANT.picks].target)
    people, ids = module.entity.identity.people if module else None, tuple({each for each in members if each})
    if module is None or people is None or not ids:
        return {}
    rows = list_records(office, actor, module, Query(Is("id", ids)), 0, -1).rows
    return {str(row["id"]): str(row[people.phone] or "") for row in rows}


def make_person(codes: CodeLists, activity: str, row: ChildRow, phones: Mapping[str, str]) -> Attendee:
    """Who counts: members but for those in a role that is told apart, and others only by a role that counts."""
    values, role = row.values, str(row.values.get("role") or "")
    counts = not codes.has_trait("activity_role", role, "apart") and bool(role or values.get("member"))
    line = settled_id(PARTICIPANT, row.id.removeprefix(OLDER)) if row.id.startswith(OLDER) else row.id
    return Attendee(
        row.id, call_row(PARTICIPANT, row), counts, str(values.get("member_group") or ""), str(values.get("seat_no") or ""),
        str(values.get("body") or "") or row.beside.partition(" · ")[0], row.picked or str(values.get("member") or ""),
        str(values.get("phone") or "") or phones.get(row.picked, ""), make_code(activity, line, str(values.get("scan_code") or "")), role,
    )  # fmt: skip


def rank_number(person: Attendee) -> int:
    """By 证号; who has none stands where they were added, behind the others."""
    return int(person.number) if person.number.isdecimal() else 10**9


def make_sessions(rows: Sequence[ChildRow], day: str, today: date) -> tuple[HalfDay, ...]:
    """The sessions by day and half; one without a day is on that of the activity."""
    named = dict(call_rows(SESSION, rows))
    found: list[tuple[tuple[str, str, str], HalfDay]] = []
    for row in rows:
        on, half = str(row.values.get("date") or day), str(row.values.get("half") or "")
        word = row.words.get("half", "")
        label = (
            f"{int(on[8:])}日{word} {row.words['name']}".strip()
            if on and (word or row.words["name"])
            else named[row.id]
        )
        short = f"{int(on[8:])}日{word[:1]}" if on and word else row.words["name"] or named[row.id]
        starts = str(row.values.get("starts_at") or "")
        made = HalfDay(row.id, label, short, bool(half), bool(on) and on < today.isoformat(), starts, on)
        found.append((place_session(row.values, day), made))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def place_session(values: Mapping[str, Value], day: str) -> tuple[str, str, str]:
    """Where a session stands among those of an activity of a day: its own day, its half of it, when it starts."""
    on = str(values.get("date") or day or "9999")
    return on, str(values.get("half") or "0"), str(values.get("starts_at") or "").zfill(5)


def read_marks(sheet: ChildSheet) -> dict[Cell, Mark]:
    """What stands in the sheet."""
    return {
        place: Mark(*(str(row.values.get(name) or "") for name in MARKED))
        for place, row in sheet.rows.items()
        if row.values.get("presence")
    }


def make_leave(row: ChildRow) -> Leave:
    values = row.values
    names = (
        "participant",
        "decision",
        "kind",
        "reason",
        "approver",
        "from_session",
        "to_session",
        "asked_on",
        "decided_on",
    )
    return Leave(row.id, *(str(values.get(name) or "") for name in names))


def read_clock(office: Office, session: HalfDay) -> str:
    """The time of day of somebody who comes now; "" where the half-day is of another day and typed afterwards."""
    day, clock = tell_time(office.now().isoformat()).split()
    return clock if session.day == day else ""


def take_marks(meeting: Meeting, typed: Mapping[Cell, Mark | None]) -> Meeting:
    """The meeting with what was typed over what is recorded; None empties a cell."""
    marks = {**meeting.marks, **{cell: mark for cell, mark in typed.items() if mark is not None}}
    gone = {cell for cell, mark in typed.items() if mark is None}
    return replace(meeting, marks={cell: mark for cell, mark in marks.items() if cell not in gone})
