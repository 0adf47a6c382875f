"""查看: what was looked at is noted with each item of the check list (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.nouns.stations.records import CHECK, VISIT
from cppcc_desktop.services.office.office import Writing
from cppcc_desktop.services.records.children import RowFollower
from cppcc_desktop.services.records.records import Record
from db.tables import in_force


def note_look(writing: Writing, station: Record, rows: Sequence[Row]) -> None:
    """When and by whom each of these items was looked at last; only items that were judged have a line to note it on."""
    table = writing.office.schema.records[CHECK.name]
    query = select(table.c.id, table.c.item, table.c.looked_on, table.c.scope).where(
        table.c.station == station.id, in_force(table)
    )
    known = {str(row.item): row for row in writing.connection.execute(query)}
    for row in sorted(rows, key=lambda each: str(each["date"])):
        items = row.get("looked_at")
        for item in items if isinstance(items, list) else []:
            line = known.get(item)
            if line is not None and str(line.looked_on or "") <= str(row["date"]):
                values: dict[str, Value] = {"looked_on": row["date"], "looked_by": row["leader"]}
                writing.set(CHECK, str(line.id), values, scope=str(line.scope))


FOLLOWER = RowFollower(child=VISIT.name, follow=note_look)
