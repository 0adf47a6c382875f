"""How many records of a list there are under several conditions: read behind the rows, and stopped when not wanted."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, make_listing
from db.engine import stoppable


def count_lists(
    office: Office, actor: Actor, module: Module, queries: Sequence[Query], stopped: Event | None = None
) -> list[int]:
    """The length of the list under each query, all of one moment; Cancelled once `stopped` is set."""
    actor.require("record.read")
    with office.read() as connection, stoppable(connection, stopped or Event()):
        return [make_listing(connection, office, module, query).count(connection) for query in queries]
