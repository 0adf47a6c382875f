"""What the window says of the office as a whole: name, plenary, backup, changes not yet sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.exchange.waiting import count_unsent
from cppcc_desktop.services.office.backups import last_backup
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.opening import read_meta
from cppcc_desktop.services.records.titles import read_titles


@dataclass(frozen=True)
class Committee:
    """The committee this database belongs to."""

    name: str
    plenary: str
    demo: bool


@dataclass(frozen=True)
class Summary:
    """The status bar."""

    office: str
    plenary: str
    demo: bool
    backup: datetime | None
    waiting: int


def read_committee(office: Office) -> Committee:
    """Name, current plenary (10-03) and whether this is 示例县; a station that knows none yet gives its own name."""
    table = office.schema.records["committee"]
    with office.read() as connection:
        row = connection.execute(select(table).where(table.c.deleted.is_(None)).order_by(table.c.id)).mappings().first()
        meta = read_meta(connection, office)
    if row is None:
        return Committee(meta.get("name", ""), "", False)
    return Committee(row["name"], row["plenary"], bool(row["demo"]))


def office_name(office: Office) -> str:
    """How the window calls this office: the committee, or the station by its name."""
    if office.kind == COUNTY:
        return read_committee(office).name
    with office.read() as connection:
        entity = office.place_entity
        names = read_titles(office, connection, entity.name, [office.station]) if entity else {}
        return names.get(office.station) or read_meta(connection, office).get("name", "")


def read_summary(office: Office, actor: Actor) -> Summary:
    committee = read_committee(office)
    waiting = count_unsent(office, actor)
    return Summary(office_name(office), committee.plenary, committee.demo, last_backup(office), waiting)
