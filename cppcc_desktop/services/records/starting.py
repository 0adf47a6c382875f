"""What a new record begins with where nothing was entered: its period, and what its noun proposes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import Entity, Row, Value
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.periods import start_values


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a noun proposes for a new record of a kind; `propose` gets what was entered so far.

    The form of a new record shows it, and who saves one without saying otherwise gets it. A table of the past does not:
    what it does not say is not known.
    """

    kind: str
    propose: Callable[[Office, Connection, Row], Row]


def propose_start(office: Office, kind: str, values: Row) -> dict[str, Value]:
    """What its noun proposes beside these values, of fields that have none."""
    proposed: dict[str, Value] = {}
    for each in office.parts(Start):
        if each.kind == kind:
            with office.read() as connection:
                proposed |= each.propose(office, connection, {**proposed, **values})
    return {name: value for name, value in proposed.items() if values.get(name) is None and value is not None}


def begin_values(office: Office, entity: Entity, values: dict[str, Value]) -> dict[str, Value]:
    """All a new record has that somebody enters."""
    begun = start_values(office, entity, values)
    return {**begun, **propose_start(office, entity.name, begun)}
