"""Rules that vary between counties: shipped defaults, overridden by dated settings of the office."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, select

from cppcc_desktop.services.office import Office


@cache
def shipped_settings() -> dict[str, str]:
    """Name and default value of every setting in resources/settings.csv."""
    rows = csv.DictReader((files("resources") / "settings.csv").read_text("utf-8").splitlines())
    return {row["name"]: row["value"] for row in rows}


def read_setting(office: Office, connection: Connection, name: str, day: str) -> str:
    """The value in force on a day (2026-03-05); KeyError for a name that is no setting."""
    table = office.schema.records["setting"]
    query = (
        select(table.c.value)
        .where(table.c.name == name, table.c.since <= day, table.c.deleted.is_(None))
        .order_by(table.c.since.desc(), table.c.id.desc())
    )
    return connection.scalar(query.limit(1)) or shipped_settings()[name]
