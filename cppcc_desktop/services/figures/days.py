"""What stands on each day: what is due, meetings of the nouns, the plenaries; and which days are not worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from cppcc_desktop.domain.description.agenda import CalendarDays
from cppcc_desktop.domain.description.conditions import Both, Condition, Is, Span
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.figures.workbench import Agenda
from cppcc_desktop.services.office.calendar import find_festivals, read_calendar, read_own_days
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.plenaries import read_rows

MOST_TITLES = 400  # of one kind, in the days asked for
MEETINGS = "会议、活动"
OFF = "休"


@dataclass(frozen=True)
class DayEntry:
    """One line of a day: its words, what stands right of them, its colour, and the list or record it opens."""

    label: str
    note: str
    tone: str
    group: str
    module: str = ""  # empty: nothing is opened
    where: Condition | None = None
    record: str = ""


@dataclass(frozen=True)
class Days:
    """A span of days: what stands on each, and the names of those not worked (休 alone: a weekend)."""

    entries: Mapping[date, Sequence[DayEntry]]
    off: Mapping[date, str]
    groups: Sequence[str]


def read_days(office: Office, actor: Actor, first: date, last: date) -> Days:
    """Everything from the first day to the last, both counted."""
    actor.require("record.read")
    with office.read() as connection:
        entries = gather_entries(office, connection, actor, first, last)
        off = read_off_days(office, connection, first, last)
    groups = dict.fromkeys([*(each.group for each in office.parts(CalendarDays)), MEETINGS])
    return Days(entries, off, tuple(groups))


def gather_entries(
    office: Office, connection: Connection, actor: Actor, first: date, last: date
) -> dict[date, list[DayEntry]]:
    """Day → its entries, the plenaries first, then those of the nouns in their order."""
    found: dict[date, list[DayEntry]] = {}
    for day, entry in read_plenaries(office, connection, first, last):
        found.setdefault(day, []).append(entry)
    agenda = Agenda(office, connection, office.today(), actor)
    for part in office.parts(CalendarDays):
        module = office.modules[part.module]
        if office.kind == COUNTY or module.stations:
            read = list_titles if part.one_by_one else count_each_day
            for day, entry in read(agenda, part, first, last):
                found.setdefault(day, []).append(entry)
    return dict(sorted(found.items()))


def within(part: CalendarDays, first: date, last: date) -> Condition:
    return Both(part.where, Span(part.day, first.isoformat(), last.isoformat()))


def count_each_day(agenda: Agenda, part: CalendarDays, first: date, last: date) -> list[tuple[date, DayEntry]]:
    """One entry a day with how many there are; late ones are called so."""
    counter = agenda.office.modules[part.module].entity.counter
    counted = agenda.listing(part.module, within(part, first, last)).groups(agenda.connection, part.day)
    made: list[tuple[date, DayEntry]] = []
    for text, count in counted:
        day = date.fromisoformat(str(text))
        late = bool(part.late_words) and day < agenda.today
        label, tone = (part.late_words, "bad") if late else (part.label, part.tone)
        where = Both(part.where, Is(part.day, day.isoformat()))
        made.append((day, DayEntry(label, f"{count} {counter}", tone, part.group, part.module, where)))
    return sorted(made, key=lambda each: each[0])


def list_titles(agenda: Agenda, part: CalendarDays, first: date, last: date) -> list[tuple[date, DayEntry]]:
    """One entry for each record, by its title."""
    title = agenda.office.modules[part.module].entity.title
    listing = agenda.listing(part.module, within(part, first, last), (part.day, title))
    return [
        (
            date.fromisoformat(str(row[part.day])),
            DayEntry(str(row[title] or part.label), "", part.tone, part.group, part.module, record=str(row["id"])),
        )
        for row in listing.page(agenda.connection, 0, MOST_TITLES)
    ]


def read_plenaries(office: Office, connection: Connection, first: date, last: date) -> list[tuple[date, DayEntry]]:
    """The days of the plenaries, and the last days for proposals and replies they set."""
    made: list[tuple[date, DayEntry]] = []
    for key, row in read_rows(office, connection).items():
        name = Plenary.parse(key).short
        opens = row["opens_on"] and date.fromisoformat(row["opens_on"])
        ends = date.fromisoformat(row["ends_on"]) if row["ends_on"] else opens
        span = (ends - opens).days + 1 if opens and ends else 0
        days = [opens + timedelta(days=step) for step in range(min(span, 31))]
        made += [(day, DayEntry(name, "", "none", MEETINGS)) for day in days]
        for field, words in (("intake_until", "大会提案收到今天"), ("due_on", "统一办复日")):
            if row[field]:
                made.append((date.fromisoformat(row[field]), DayEntry(words, "", "wait", MEETINGS)))
    return [(day, entry) for day, entry in made if first <= day <= last]


def read_off_days(office: Office, connection: Connection, first: date, last: date) -> dict[date, str]:
    """The days nobody works, with the festival or the office's own name for them; those worked instead are 上班."""
    calendar, own = read_calendar(office, connection), read_own_days(office, connection)
    festivals = find_festivals(first.year, last.year)
    found: dict[date, str] = {}
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        named = own[day].name if day in own else festivals.rest.get(day, "")
        if not calendar.is_working(day):
            found[day] = f"{named} {OFF}".strip()
    return found
