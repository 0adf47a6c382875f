"""By what a record is reckoned: the present plenary or year, and what a new record has of it without being typed."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.fields import Entity, Kind, Period, PeriodKind, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.belonging import take_as_own


def current_plenary(office: Office) -> str:
    """Key of the plenary the office works in; empty at a station that has not heard of one yet."""
    table = office.schema.records["committee"]
    with office.read() as connection:
        return connection.scalar(select(table.c.plenary).where(table.c.deleted.is_(None))) or ""


def start_values(office: Office, entity: Entity, values: dict[str, Value]) -> dict[str, Value]:
    """What a new record has without being typed: the first state of its life, the period it is made in, and to whom it belongs."""
    workflow = next((m.workflow for m in office.modules.values() if m.workflow and m.entity is entity), None)
    state: dict[str, Value] = {"state": workflow.begin(values, office.today().isoformat())} if workflow else {}
    return {**state, **start_period(office, entity), **take_as_own(office, entity, values)}


def start_period(office: Office, entity: Entity) -> dict[str, Value]:
    """The current plenary or year, where people are not asked for it."""
    period = entity.period
    spec = entity.by_name[period.field] if period else None
    if period is None or spec is None:
        return {}
    if period.kind is PeriodKind.PLENARY:
        return {} if spec.editable else {spec.name: current_plenary(office)}
    if spec.required and spec.editable:
        return {}
    year = office.today().year
    return {spec.name: year if spec.kind is Kind.INTEGER else str(year)}


def term_of(plenary: str) -> str:
    """The term of a plenary as cards keep it: 10-03 → 10."""
    return plenary.split("-")[0].lstrip("0")


def read_term(connection: Connection) -> str:
    """The term the office works in: 10."""
    plenary = connection.exec_driver_sql("SELECT plenary FROM committee WHERE deleted IS NULL").scalar() or ""
    return term_of(str(plenary))


def read_term_on(office: Office, connection: Connection, day: str) -> str:
    """The term that was in office on a day: that of the last plenary begun by then; where none is known, the present one."""
    table = office.schema.records["plenary"]
    begun = func.coalesce(table.c.intake_from, table.c.opens_on)
    found = connection.scalar(select(func.max(table.c.key)).where(table.c.deleted.is_(None), begun <= day))
    return term_of(str(found)) if found else read_term(connection)


def list_terms(office: Office, module: Module) -> list[str]:
    """The terms a noun has cards of and the present one, newest first; none where it has no cards."""
    if module.companion is None:
        return []
    table = office.schema.records[module.companion.name]
    with office.read() as connection:
        query = select(table.c.term).where(table.c.deleted.is_(None), table.c.term.is_not(None)).distinct()
        found = {str(each) for each in connection.scalars(query)} | {read_term(connection)}
    return sorted(found - {""}, key=lambda each: (len(each), each), reverse=True)


def present(office: Office, connection: Connection, period: Period) -> str:
    """The plenary or year it is now, as the field of a period holds it."""
    if period.kind is PeriodKind.YEAR:
        return str(office.today().year)
    return connection.exec_driver_sql("SELECT plenary FROM committee WHERE deleted IS NULL").scalar() or ""
