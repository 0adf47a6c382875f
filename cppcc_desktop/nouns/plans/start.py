"""What a new line of a plan begins with: this year, and the number after the last one."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.plans.entity import LINE
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.records.starting import Start
from db.tables import in_force


def propose(office: Office, connection: Connection, entered: Row) -> Row:
    """Numbers run within one plan: a year of the county, or of a station."""
    year = entered.get("year") or office.today().year
    station = entered.get("station") or (office.station if office.kind != COUNTY else None)
    table = office.schema.records[LINE.name]
    last = connection.scalar(
        select(func.max(table.c.no)).where(table.c.year == year, table.c.station.is_not_distinct_from(station), in_force(table))
    )  # fmt: skip
    return {"year": year, "no": (last or 0) + 1}


START = Start(kind=LINE.name, propose=propose)
