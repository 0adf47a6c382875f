"""Rules a step goes by: settings, dates of the plenary and working days, as they were in force (domain.md §3)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.rules import PlenaryDates, Rules
from cppcc_desktop.services.office.calendar import read_calendar
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_settings


def read_plenary(office: Office, connection: Connection, key: str) -> PlenaryDates:
    """What the office entered of a plenary; the newest of several rows with its key."""
    table = office.schema.records["plenary"]
    query = select(table).where(table.c.key == key, table.c.deleted.is_(None)).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        return PlenaryDates(key)
    names = ("intake_from", "intake_until", "due_on", "closed_on")
    return PlenaryDates(key, **{name: row[name] or "" for name in names})


def read_rules(office: Office, connection: Connection, plenary: str, day: str) -> Rules:
    """The rules of that day; a plenary that was closed keeps those of the day it was closed on."""
    found = read_plenary(office, connection, plenary)
    in_force = min(day, found.closed_on) if found.closed_on else day
    return Rules(read_settings(office, connection, in_force), found, read_calendar(office, connection))
