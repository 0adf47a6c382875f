"""What waits to be sent: own changes that were in no package yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, desc, func, select

from cppcc_desktop.domain.errors import DamagedFile
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.records.titles import read_titles
from db.stored_json import load_stored
from db.tables import in_force


@dataclass(frozen=True)
class Waiting:
    """Own operations on one kind of record that were in no package yet; `titles` are some of the records."""

    kind: str
    operations: int
    records: int
    titles: tuple[str, ...]


def count_waiting(office: Office, actor: Actor) -> dict[str, int]:
    """Own operations per kind of record that were in no package yet; nothing waits where there is nobody to send to."""
    actor.require("record.read")
    table = office.schema.operation
    with office.read() as connection:
        if not has_partners(office, connection):
            return {}
        query = select(table.c.kind, func.count()).where(*waiting(office, connection))
        rows = connection.execute(query.group_by(table.c.kind)).all()
    counts: dict[str, int] = dict(rows)  # type: ignore[arg-type]
    return counts


def count_unsent(office: Office, actor: Actor) -> int:
    """The sum of count_waiting, for the first screen: from what stays here where nothing was ever sent."""
    actor.require("record.read")
    stays = ("county", "office") if office.kind == COUNTY else ("county", "office", "ref")
    with office.read() as connection:
        if not has_partners(office, connection):
            return 0
        upto, driver = read_upto(office, connection), connection.exec_driver_sql
        number, last = driver("SELECT number, last FROM replica WHERE key = ?", (office.replica,)).one()
        if upto:  # few since then; the signs keep SQLite from counting along an index of everything
            return driver(
                "SELECT count(*) FROM operation WHERE number > ? AND +replica = ? AND +scope NOT IN (?, ?, ?)",
                (upto, number, *stays, *stays)[:5],
            ).scalar_one()
        kept = "SELECT count(*) FROM operation WHERE scope = ? AND replica = ?"
        return last - sum(driver(kept, (scope, number)).scalar_one() for scope in stays)


def list_waiting(office: Office, actor: Actor, named: int = 3) -> list[Waiting]:
    """What count_waiting counts, the most first, with the newest records by their titles."""
    counts, table = count_waiting(office, actor), office.schema.operation
    found: list[Waiting] = []
    with office.read() as connection:
        for kind in sorted(counts, key=lambda each: -counts[each]):
            query = select(table.c.record, func.max(table.c.number).label("newest")).where(table.c.kind == kind)
            query = query.where(*waiting(office, connection)).group_by(table.c.record).order_by(desc("newest"))
            records = [row.record for row in connection.execute(query)]
            titles = read_titles(office, connection, kind, records[:named])
            found.append(Waiting(kind, counts[kind], len(records), tuple(dict.fromkeys(filter(None, titles.values())))))
    return found


def has_partners(office: Office, connection: Connection) -> bool:
    """Whether there is anybody to send to: a place has the county, the county the places it has registered."""
    if office.kind != COUNTY:
        return True
    entity = office.place_entity
    table = office.schema.records[entity.name] if entity else None
    return (
        table is not None and connection.execute(select(table.c.id).where(in_force(table)).limit(1)).first() is not None
    )


def read_upto(office: Office, connection: Connection) -> int:
    """The newest operation the last package could hold; 0 if none was ever made."""
    packages = office.schema.package
    newest = select(packages.c.result).where(packages.c.direction == "out").order_by(packages.c.number.desc())
    result = connection.scalar(newest.limit(1))
    upto = load_stored(result, dict).get("upto") if result else 0
    if not isinstance(upto, int):
        raise DamagedFile
    return upto


def waiting(office: Office, connection: Connection) -> tuple[Any, ...]:
    """Conditions on operations: own, shared, and made after the last package."""
    table, upto = office.schema.operation, read_upto(office, connection)
    own = select(office.schema.replica.c.number).where(office.schema.replica.c.key == office.replica)
    # ids are hexadecimal, so every town lies below "town:g"; a range, unlike LIKE, can use the index
    shared = table.c.scope.between("town:", "town:g") | (table.c.scope == "ref" if office.kind == COUNTY else False)
    return table.c.number > upto, table.c.replica == own.scalar_subquery(), shared
