"""Rules a step of a proposal goes by: settings and due dates, as they were in force (domain.md §3, due dates)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from cppcc_desktop.domain.office.working_days import Calendar
from cppcc_desktop.nouns.proposals.entity import add_months
from cppcc_desktop.services.office.calendar import read_calendar
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_settings


@dataclass(frozen=True)
class Plenary:
    """Dates of a plenary as the office entered them; empty where it has not."""

    key: str
    intake_from: str = ""
    intake_until: str = ""
    due_on: str = ""
    closed_on: str = ""

    def period(self, day: str) -> str:
        """大会 or 平时 by the day a case came in; without dates everything counts as 大会."""
        if (self.intake_from and day < self.intake_from) or (self.intake_until and day > self.intake_until):
            return "regular"
        return "plenary"


@dataclass(frozen=True)
class Rules:
    """What is in force for the cases of one plenary on one day."""

    settings: dict[str, str]
    plenary: Plenary
    calendar: Calendar

    def count_days(self, first: date, last: date) -> int:
        """Working days after `first` up to `last`."""
        return self.calendar.count_working_days(first + timedelta(days=1), last)

    def due(self, role: str, hard: bool, day: str) -> tuple[str, str]:
        """Due date of an assignment of that day, and the rule it follows."""
        if self.plenary.due_on and role != "assist" and not hard and self.plenary.due_on > day:
            return self.plenary.due_on, "统一办复日"
        name = "assist_months" if role == "assist" else "hard_months" if hard else "reply_months"
        months = int(self.settings[name])
        return self.shift(add_months(date.fromisoformat(day), months)), f"交办之日起{months}个月"

    def rehandle_due(self, day: str) -> str:
        return self.shift(add_months(date.fromisoformat(day), int(self.settings["rehandle_months"])))

    def shift(self, day: date) -> str:
        """Off a rest day, if the office wants that."""
        step = {"next": 1, "previous": -1}.get(self.settings["rest_day"], 0)
        while step and not self.calendar.is_working(day):
            day += timedelta(days=step)
        return day.isoformat()


def read_plenary(office: Office, connection: Connection, key: str) -> Plenary:
    """What the office entered of a plenary; the newest of several rows with its key."""
    table = office.schema.records["plenary"]
    query = select(table).where(table.c.key == key, table.c.deleted.is_(None)).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        return Plenary(key)
    names = ("intake_from", "intake_until", "due_on", "closed_on")
    return Plenary(key, **{name: row[name] or "" for name in names})


def read_rules(office: Office, connection: Connection, plenary: str, day: str) -> Rules:
    """The rules of that day; a plenary that was closed keeps those of the day it was closed on."""
    found = read_plenary(office, connection, plenary)
    in_force = min(day, found.closed_on) if found.closed_on else day
    return Rules(read_settings(office, connection, in_force), found, read_calendar(office, connection))
