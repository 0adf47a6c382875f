"""联络站 on the first page: what each township station held this quarter."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.stations.entity import STATION, STATIONS
from cppcc_desktop.services.figures.places import PlaceState, PlaceStrip
from cppcc_desktop.services.office.office import Office


def read_states(office: Office, connection: Connection) -> list[PlaceState]:
    """Township stations by their code; only those to be chased are tinted."""
    today, records = office.today(), office.schema.records
    station, activity = records[STATION.name], records[ACTIVITY.name]
    start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1).isoformat()
    held = activity.c.station == station.c.id, activity.c.deleted.is_(None)
    newest = select(func.max(activity.c.date)).where(*held).scalar_subquery()
    query = (
        select(station.c.id, station.c.name, station.c.township, newest)
        .where(station.c.deleted.is_(None), station.c.parent.is_(None)).order_by(station.c.code)
    )  # fmt: skip
    return [
        PlaceState(record, township or name, f"{short_date(day)} 活动" if day else "还没有活动",
                   "" if day and day >= start else "wait")
        for record, name, township, day in connection.execute(query)
    ]  # fmt: skip


STRIP = PlaceStrip(
    module=STATIONS.name,
    title=STATIONS.label,
    note="{all} 个站 · 本季有活动 {busy} · 要催 {idle}",
    idle="本季没有活动",
    read=read_states,
)
