"""Members over several meetings: who was there how often, and who missed two plenaries of the term (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cppcc_desktop.domain.description.conditions import Both, Condition, Is, Span, Traited
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.activities.attendance.meeting import read_desk
from cppcc_desktop.nouns.activities.counting import Attending, Meeting, Missed, add_up, find_missing
from cppcc_desktop.nouns.activities.entity import ACTIVITIES
from cppcc_desktop.nouns.activities.life import DONE
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.periods import read_term_on
from cppcc_desktop.services.records.records import Query, list_records

OF_PLENARY = "plenary"  # trait of the types whose meetings are plenaries


@dataclass(frozen=True)
class History:
    """Meetings of a period, the oldest first, and what they come to for each member."""

    meetings: tuple[tuple[Row, Meeting], ...]
    members: Mapping[str, Attending]


def read_history(office: Office, actor: Actor, first: str, until: str, kinds: Condition | None = None) -> History:
    """What was held from one day to another, both counted, of some kinds or of all; only where people are named."""
    where: list[Condition] = [Span("date", first, until), Is("state", DONE), *([kinds] if kinds else [])]
    found = read_meetings(office, actor, Both(*where))
    return History(found, add_up(meeting for _, meeting in found))


def read_meetings(office: Office, actor: Actor, where: Condition) -> tuple[tuple[Row, Meeting], ...]:
    rows = list_records(office, actor, office.modules[ACTIVITIES.name], Query(where, order=("date",)), 0, -1).rows
    told = ((row, read_desk(office, actor, str(row["id"])).meeting) for row in rows)
    return tuple((row, meeting) for row, meeting in told if meeting.people)


def list_missing(office: Office, actor: Actor, day: str) -> list[Missed]:
    """Members who were in no session of two plenaries of the term in office on a day, up to that day."""
    where = Both(Traited("type", OF_PLENARY), Is("state", DONE), Span("date", None, day))
    found = read_meetings(office, actor, where)
    with office.read() as connection:
        term = read_term_on(office, connection, day)
        terms = [read_term_on(office, connection, str(row["date"])) for row, _ in found]
    own = [(str(row["title"]), meeting) for (row, meeting), its in zip(found, terms, strict=True) if its == term]
    return find_missing(own)
