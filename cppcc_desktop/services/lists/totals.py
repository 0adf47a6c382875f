"""How many records of a list there are under several conditions, and what they hold: read behind the rows, and stopped
when not wanted."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from cppcc_desktop.domain.description.amounts import tell_sum
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


def add_lists(
    office: Office,
    actor: Actor,
    module: Module,
    sums: Sequence[tuple[Query, str, str]],
    stopped: Event | None = None,
) -> list[str]:
    """What the list under each query holds in a number field, in words of a unit: 1,200 万元（3 个没填）."""
    actor.require("record.read")
    with office.read() as connection, stoppable(connection, stopped or Event()):
        return [
            say_sum(module, make_listing(connection, office, module, query).add_up(connection, name), name, unit)
            for query, name, unit in sums
        ]


def say_sum(module: Module, found: tuple[int, int, int], name: str, unit: str) -> str:
    """The sum with what it says nothing of."""
    count, total, filled = found
    words = (
        "—" if count and not filled else f"{tell_sum(total, module.by_name[name].kind.places, unit)} {unit}".rstrip()
    )
    blank = count - filled
    return f"{words}（{blank} {module.entity.counter}没填）" if blank and filled else words
