"""The places the county exchanges packages with: the records of the one kind that says it is a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select

from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import COUNTY, Office


@dataclass(frozen=True)
class Partner:
    """A place as it is picked from a list."""

    id: str
    code: str
    name: str
    town: str  # where it lies


@dataclass(frozen=True)
class PlaceWords:
    """What places, their numbers, names and towns are called."""

    place: str
    code: str
    name: str
    town: str


def code_of(entity: Entity) -> str:
    """The field with the number of a place; "" if its name alone tells it from others."""
    return next((name for name in entity.identity.alone if name != entity.title), "")


def read_place_words(office: Office) -> PlaceWords:
    """Labels for a list of places."""
    entity = office.place_entity
    if entity is None:
        return PlaceWords(office.place_label, "编号", "名称", "")
    labels = {name: spec.label for name, spec in entity.by_name.items()}
    code, town = labels.get(code_of(entity), "编号"), labels.get(entity.town, "")
    return PlaceWords(office.place_label, code, labels[entity.title], town)


def list_places(office: Office, actor: Actor) -> list[Partner]:
    """All places by their numbers; none where no noun is a place."""
    actor.require("record.read")
    entity = office.place_entity
    if entity is None:
        return []
    table = office.schema.records[entity.name]
    columns: list[Any] = [
        table.c[name] if name else literal("") for name in (code_of(entity), entity.title, entity.town)
    ]
    with office.read() as connection:
        query = select(table.c.id, *columns).where(table.c.deleted.is_(None)).order_by(columns[0])
        return [Partner(*(part or "" for part in row)) for row in connection.execute(query)]


def find_place(office: Office, partner: str) -> str:
    """Id of the place a package is exchanged with, named by id, number or name; at a station its own."""
    if office.kind != COUNTY:
        if not office.station:
            raise Refusal(f"还不知道这是哪个{office.place_label}。", todo="先读入县政协给的第一个文件。")
        return office.station
    entity = office.place_entity
    if entity is not None:
        table = office.schema.records[entity.name]
        with office.read() as connection:
            for name in ("id", *(entity.identity.alone or (entity.title,))):
                same = table.c[name] == partner, table.c.deleted.is_(None)
                found = list(connection.scalars(select(table.c.id).where(*same)))
                if len(found) == 1:
                    return found[0]
    raise OfficeError(f"没有找到{office.place_label}“{partner}”。", todo="写编号或全名，名称重复的写编号。")
