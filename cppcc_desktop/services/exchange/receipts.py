"""Whether the county holds what this place wrote of a record: told by what its packages say they hold (sync.md §3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import COUNTY, Office, tell_time
from cppcc_desktop.sync.have import run_hash
from db.stored_json import load_stored

NOT_YET = "县里还没收到"


def tell_receipt(office: Office, actor: Actor, record: str) -> str:
    """县里 5月12日已收, at a place of a record it wrote itself; the day is that of the first answer which says so."""
    actor.require("record.read")
    if office.kind == COUNTY or not office.name:
        return ""
    with office.read() as connection:
        place = count_place(office, connection, record)
        if place is None:
            return ""
        day = ""
        for at, count in list_held(office, connection):
            if count < place:
                break
            day = tell_time(at)[:10]
    return f"县里 {short_date(day)}已收" if day else NOT_YET


def count_place(office: Office, connection: Connection, record: str) -> int | None:
    """The place of the newest own operation on a record among all own ones of the place; None if there is none."""
    table = office.schema.operation
    own = own_operations(office)
    newest = connection.scalar(select(func.max(table.c.seq)).where(table.c.record == record, *own))
    if newest is None:
        return None
    return connection.scalar(select(func.count()).where(table.c.seq <= newest, *own))


def own_operations(office: Office) -> tuple[Any, ...]:
    table, replica = office.schema.operation, office.schema.replica
    number = select(replica.c.number).where(replica.c.key == office.replica).scalar_subquery()
    return table.c.scope == office.own_scope, table.c.replica == number


def list_held(office: Office, connection: Connection) -> list[tuple[str, int]]:
    """When each package of the county came, newest first, and how many of our operations it said it held; what it
    does not hold as we do counts as nothing.
    """
    table, packages = office.schema.operation, office.schema.package
    query = select(packages.c.at, packages.c.have).where(packages.c.direction == "in", packages.c.partner == COUNTY)
    found: list[tuple[str, int]] = []
    ids: list[bytes] = []
    for at, have in connection.execute(query.order_by(packages.c.number.desc())):
        count, digest = load_stored(have, dict).get(office.own_scope, {}).get(office.replica.hex(), (0, ""))
        if not found and count:
            run = select(table.c.id).where(*own_operations(office)).order_by(table.c.seq, table.c.id)
            ids = list(connection.scalars(run))
        whole = 0 < count <= len(ids) and run_hash([(0, each) for each in ids[:count]]) == digest
        found.append((at, count if whole else 0))
        if not whole:
            break
    return found
