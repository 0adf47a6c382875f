"""封存: what a plenary that was sealed keeps as it is. Its cases, and the rules and names of the day it was sealed on."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.life import Move, Workflow
from cppcc_desktop.domain.description.fields import PeriodKind, Row
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.office.office import Office


def closing_days(office: Office, connection: Connection) -> dict[str, str]:
    """Key → day it was sealed on, of every plenary that is sealed; of several rows of one key the newest counts."""
    table = office.schema.records["plenary"]
    query = select(table.c.key, table.c.closed_on).where(table.c.deleted.is_(None)).order_by(table.c.id)
    newest = {str(row.key): row.closed_on for row in connection.execute(query)}
    return {key: str(day) for key, day in newest.items() if day}


def first_free_day(office: Office, connection: Connection) -> str:
    """The first day from which a rule may be another one: the one after the newest sealing; empty if nothing is sealed."""
    newest = max(closing_days(office, connection).values(), default="")
    return (date.fromisoformat(newest) + timedelta(days=1)).isoformat() if newest else ""


def refuse_sealed_day(office: Office, connection: Connection, since: str) -> None:
    """A rule or a name of before a sealing is not changed any more: InvalidField names the first day that may be."""
    first = first_free_day(office, connection)
    if since and first and since < first:
        closed = closing_days(office, connection)
        key = max(closed, key=lambda each: closed[each])
        raise InvalidField(
            "since",
            f"{name_plenary(key)}的提案已于 {closed[key]} 封存，那时的规则和名称不变。起用日期写 {first} 或以后。",
        )


def is_sealed(office: Office, connection: Connection, kind: str, record: Row, move: Move | None = None) -> bool:
    """Whether `refuse_sealed` would refuse."""
    entity, module = office.entity(kind), office.module_of(kind)
    if entity.period is None or entity.period.kind is not PeriodKind.PLENARY:
        return False
    if module is not None and module.workflow is not None and goes_on(module.workflow, record, move):
        return False
    return str(record.get(entity.period.field) or "") in closing_days(office, connection)


def goes_on(flow: Workflow, record: Row, move: Move | None) -> bool:
    """Whether a closed plenary leaves it as it was: what is not done with goes on, but nothing new begins."""
    if move is not None and move.after_closing:
        return True
    state = str(record.get("state"))
    begins = move is not None and state == flow.states[0].name and bool(move.target)
    return state not in flow.settled and not begins


def refuse_sealed(office: Office, connection: Connection, kind: str, record: Row, move: Move | None = None) -> None:
    """Refusal if the case is one of a sealed plenary: it is neither edited nor moved, except by what comes afterwards.

    A case that was not done with when its plenary was sealed goes on; a draft of a sealed plenary is not received.
    """
    if not is_sealed(office, connection, kind, record, move):
        return
    entity, module = office.entity(kind), office.module_of(kind)
    key = str(record.get(entity.period.field) if entity.period else "")
    what = f"{name_plenary(key)}的{entity.label}已于 {closing_days(office, connection)[key]} 封存"
    flow = module.workflow if module else None
    if flow and move and record.get("state") == flow.states[0].name:
        raise Refusal(
            f"{what}，不能再{move.label}。", todo="转到下一次会议重新登记；确实要收进这一次的，请系统管理员先启封。"
        )
    after = "、".join(dict.fromkeys(each.label for each in flow.moves if each.after_closing)) if flow else ""
    raise Refusal(f"{what}，不能再改，也不能再办理。",
                  todo=f"{after}{'照常；' if after else ''}确实要改的，请系统管理员在“系统设置 › 届次”里先启封。")  # fmt: skip


def refuse_sealed_record(office: Office, connection: Connection, kind: str, values: Row) -> None:
    """The same for any record that belongs to one of a plenary: its replies, reviews, units."""
    entity = office.entity(kind)
    if entity.period is not None:
        refuse_sealed(office, connection, kind, values)
    owner = entity.by_name[entity.owner].target if entity.owner else ""
    if not owner or not values.get(entity.owner) or office.entity(owner).period is None:
        return
    table = office.schema.records[owner]
    row = connection.execute(select(table).where(table.c.id == values[entity.owner])).mappings().first()
    if row is not None:
        refuse_sealed(office, connection, owner, dict(row))


def name_plenary(key: str) -> str:
    """十届二次会议; a key nobody understands is shown as it is."""
    try:
        return Plenary.parse(key).short
    except OfficeError:
        return key
