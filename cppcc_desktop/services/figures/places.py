"""What the first page says of the places the county exchanges packages with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cppcc_desktop.services.office.office import Office


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
