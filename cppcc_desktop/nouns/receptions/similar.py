"""以前来过: earlier receptions of the same visitor, or of the same matter, found while one types (domain.md §5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from cppcc_desktop.domain.description.fields import check_phone
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.nouns.receptions.life import WORKFLOW
from cppcc_desktop.services.office.office import Office

ALIKE = 0.34  # share of pairs of characters two matters have in common, from which they are shown
LEAST = 4  # characters of a matter, below which nothing is alike
NEWEST = 3000  # receptions of a station that are looked through for the same matter
PHONE, NAME, MATTER = "电话相同", "姓名相同", "事项相像"
LEFT_OUT = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Earlier:
    """An earlier reception, and what speaks for it."""

    id: str
    date: str
    visitor: str
    short: str
    state: str
    why: str


def find_earlier(
    office: Office, actor: Actor, typed: Mapping[str, object], *, besides: str = "", limit: int = 3
) -> list[Earlier]:
    """The same phone first, then the same name at the same station or in its township, then a like matter of the station."""
    actor.require("record.read")
    table, found = office.schema.records[RECEPTION.name], dict[str, Earlier]()
    columns = [table.c[name] for name in ("id", "date", "visitor", "short", "state", "matter")]
    plain = (
        select(*columns)
        .where(table.c.deleted.is_(None), table.c.id != besides)
        .order_by(table.c.date.desc(), table.c.id.desc())
    )
    station, phone, visitor = (str(typed.get(name) or "") for name in ("station", "phone", "visitor"))
    with office.read() as connection:
        asked: list[tuple[str, ColumnElement[bool]]] = []
        if number := read_phone(phone):
            asked.append((PHONE, table.c.phone == number))
        if visitor:
            asked.append((NAME, and_(table.c.visitor == visitor, near(office, table, station))))
        for why, where in asked:
            for row in connection.execute(plain.where(where).limit(limit)).mappings():
                found.setdefault(row["id"], describe(row, why))
        if station and len(found) < limit:
            rows = connection.execute(plain.where(table.c.station == station).limit(NEWEST)).mappings().all()
            for row in find_alike(str(typed.get("matter") or ""), rows):
                found.setdefault(row["id"], describe(row, MATTER))
    return list(found.values())[:limit]


def near(office: Office, table: Any, station: str) -> ColumnElement[bool]:
    """At the same station or another one of its township; of any where no station was chosen."""
    places = office.place_entity
    if not station or places is None:
        return table.c.id.is_not(None)
    other = office.schema.records[places.name]
    if not places.town:
        return table.c.station == station
    town = select(other.c[places.town]).where(other.c.id == station).scalar_subquery()
    return or_(table.c.station == station, table.c.station.in_(select(other.c.id).where(other.c[places.town] == town)))


def read_phone(text: str) -> str:
    """A number as it is kept; nothing while it is half typed."""
    try:
        number = check_phone(RECEPTION.by_name["phone"], text)
    except InvalidField:
        return ""
    return number if len(number) >= 7 else ""


def find_alike(matter: str, rows: Sequence[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """Those whose matter has enough in common with this one, the most alike first."""
    pairs = pairs_of(matter)
    if len(LEFT_OUT.sub("", matter)) < LEAST:
        return []
    scored = [(likeness(pairs, pairs_of(str(row["matter"] or ""))), row) for row in rows]
    near = [each for each in scored if each[0] >= ALIKE]
    return [row for _, row in sorted(near, key=lambda each: (each[0], each[1]["date"] or ""), reverse=True)]


def pairs_of(text: str) -> frozenset[str]:
    plain = LEFT_OUT.sub("", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter one stands in the other, 0 to 1; a few pairs in common say nothing."""
    least = min(len(one), len(other))
    return len(one & other) / max(least, LEAST) if least else 0.0


def describe(row: Mapping[Any, Any], why: str) -> Earlier:
    state = WORKFLOW.state(str(row["state"])).label
    return Earlier(row["id"], row["date"] or "", row["visitor"] or "", row["short"] or "", state, why)
