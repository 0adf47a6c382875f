"""What the first page says of the places the county exchanges packages with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Filled, Span
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import make_listing
from db.queries.records import Query


@dataclass(frozen=True)
class PlaceState:
    """One place: what was last heard of it."""

    id: str
    name: str
    words: str
    tone: str  # "" plain, wait or bad: to be chased


@dataclass(frozen=True, kw_only=True)
class PlaceStrip:
    """The places of an office as a strip below everything else; one noun hands it in.

    `note` may hold {all}, {busy} and {idle}, how many places there are, are well and are to be chased; `idle` says why
    one is to be chased, and is the card of those.
    """

    module: str
    title: str
    note: str
    idle: str
    read: Callable[[Office, Connection], Sequence[PlaceState]]


@dataclass(frozen=True, kw_only=True)
class PlaceDeed:
    """What places hold and are asked to hold so often: activities, receptions. A part of the noun whose records they are.

    A record counts for the place in the field `place` on its `day` where it meets `where`; `kind` is the field with the
    code by whose traits some are asked for alone.
    """

    key: str
    label: str
    entity: str
    place: str
    day: str
    where: Condition = EVERYTHING
    kind: str = ""


def list_deeds(
    office: Office, connection: Connection, deed: PlaceDeed, first: str, last: str, trait: str = ""
) -> list[tuple[str, str, str]]:
    """Place, record and day of all that was held from one day to another, by day; with `trait` those of such a kind."""
    module = office.module_of(deed.entity)
    if module is None:
        return []
    where = Both(deed.where, Filled(deed.place), Span(deed.day, first, last))
    codes, spec = read_codes(office), module.by_name.get(deed.kind)
    rows = make_listing(connection, office, module, Query(where, order=(deed.day,))).page(connection, 0, -1)
    return [
        (str(row[deed.place]), str(row["id"]), str(row[deed.day])) for row in rows
        if not trait or (spec is not None and codes.has_trait(spec.codes, str(row[spec.name]), trait))
    ]  # fmt: skip
