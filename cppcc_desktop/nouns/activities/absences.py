"""Who has leave from an activity is away in its half-days, for others who count on them too (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, or_, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.activities.attendance.meeting import place_session
from cppcc_desktop.nouns.activities.counting import APPROVED, Leave
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.records import LEAVE, PARTICIPANT, SESSION
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.absences import Absence, Away
from cppcc_desktop.services.records.records import load_row
from db.tables import in_force

# of half_day, whose entries no office adds to: morning, afternoon, evening
HALVES = {"1": ("00:00", "12:00"), "2": ("12:00", "18:00"), "3": ("18:00", "24:00")}
CANCELLED = "cancelled"


def list_away(office: Office, connection: Connection, first: str, last: str) -> Sequence[Away]:
    """By approved leave from what was not cancelled; without sessions from its first day to its last."""
    tables = office.schema.records
    activity, leave, line = tables[ACTIVITY.name], tables[LEAVE.name], tables[PARTICIPANT.name]
    own = (
        select(leave.c.participant, leave.c.from_session, leave.c.to_session, line.c.member, activity.c.id, activity.c.title,
               activity.c.date, activity.c.ends_on)
        .join_from(leave, line, line.c.id == leave.c.participant).join(activity, activity.c.id == leave.c.activity)
        .where(in_force(leave), in_force(line), in_force(activity), leave.c.decision == APPROVED, line.c.member.is_not(None))
        .where(func.coalesce(activity.c.state, "") != CANCELLED, lies_within(tables[SESSION.name], activity, first, last))
    )  # fmt: skip
    rows = connection.execute(own).mappings().all()
    sessions = read_sessions(connection, tables[SESSION.name], {str(row["id"]) for row in rows})
    return [
        each
        for row in rows
        for each in spread_leave(row, sessions.get(str(row["id"]), ()))
        if first <= each.day <= last
    ]


def lies_within(session: Table, activity: Table, first: str, last: str) -> ColumnElement[bool]:
    held = select(session.c.activity).where(in_force(session), session.c.date.between(first, last))
    ends = func.coalesce(activity.c.ends_on, activity.c.date)
    return or_((activity.c.date <= last) & (ends >= first), activity.c.id.in_(held))


def read_sessions(connection: Connection, table: Table, activities: set[str]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in connection.execute(select(table).where(in_force(table), table.c.activity.in_(activities))).mappings():
        found.setdefault(str(row["activity"]), []).append(load_row(SESSION.fields, row))
    return found


def spread_leave(row: RowMapping, sessions: Sequence[Row]) -> Sequence[Away]:
    """One for each session it covers; a session without a day of its own is on all those of the activity."""
    member, first, why = str(row["member"]), str(row["date"] or ""), f"{row['title']}请假"
    days = list_days(first, str(row["ends_on"] or first))
    leave = Leave("", "", APPROVED, first=str(row["from_session"] or ""), last=str(row["to_session"] or ""))
    placed = sorted((place_session(each, first), str(each["id"]), bool(each["date"])) for each in sessions)
    if not placed:
        return [Away(member, day, why) for day in days]
    order = [record for _, record, _ in placed]
    return [
        Away(member, day, why, *HALVES.get(half, ()))
        for (on, half, _), record, own in placed if leave.covers(record, order)
        for day in ([on] if own else days)
    ]  # fmt: skip


def list_days(first: str, last: str) -> list[str]:
    if not first:
        return []
    begin = date.fromisoformat(first)
    return [(begin + timedelta(days=at)).isoformat() for at in range((date.fromisoformat(last) - begin).days + 1)]


ABSENCE = Absence(kind="member", read=list_away)
