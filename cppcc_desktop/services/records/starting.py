"""What a new record begins with where nothing was entered: its period, and what its noun proposes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Entity, Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.periods import start_values
from db.tables import in_force


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a noun proposes for a new record of a kind; `propose` gets what was entered so far.

    The form of a new record shows it, and who saves one without saying otherwise gets it. It follows what it goes by, as
    long as nobody said otherwise and nothing was done with the record. A table of the past does not get it: what it does
    not say is not known.
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


def follow_start(
    office: Office, connection: Connection, module: Module | None, now: Row, changed: Row
) -> dict[str, Value]:
    """What still stands as it was proposed at first, as it is proposed by what is changed now: a due date by the new day."""
    flow, kind = (module.workflow, module.entity.name) if module else (None, "")
    if not changed or (flow and has_rows(office, connection, office.entity(flow.steps), str(now["id"]))):
        return {}
    told, found = {**now, **changed}, dict[str, Value]()
    for each in office.parts(Start):
        for name in each.propose(office, connection, told).keys() - changed.keys() if each.kind == kind else ():
            before = each.propose(office, connection, {**now, name: None}).get(name)
            after = each.propose(office, connection, {**told, name: None}).get(name)
            if before is not None and now.get(name) == before and after not in (None, before):
                found[name] = after
    return found


def has_rows(office: Office, connection: Connection, child: Entity, owner: str) -> bool:
    table = office.schema.records[child.name]
    return (
        connection.scalar(select(table.c.id).where(in_force(table), table.c[child.owner] == owner).limit(1)) is not None
    )
