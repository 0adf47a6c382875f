"""By what a record is reckoned: the present plenary or year, and what a new record has of it without being typed."""

from __future__ import annotations

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Entity, Kind, Period, PeriodKind, Value
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
    state: dict[str, Value] = {"state": workflow.states[0].name} if workflow else {}
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


def present(office: Office, connection: Connection, period: Period) -> str:
    """The plenary or year it is now, as the field of a period holds it."""
    if period.kind is PeriodKind.YEAR:
        return str(office.today().year)
    return connection.exec_driver_sql("SELECT plenary FROM committee WHERE deleted IS NULL").scalar() or ""
