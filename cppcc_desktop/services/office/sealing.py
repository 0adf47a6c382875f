"""封存: what a plenary that was sealed keeps as it is. Its cases, and the rules and names of the day it was sealed on."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.nouns.proposals.life import DONE
from cppcc_desktop.services.office.office import Office

# Cases that are done with; the others of a sealed plenary go on, under the rules of the day it was sealed on.
SETTLED = (*DONE, "declined", "merged", "withdrawn")
# What comes afterwards and changes nothing that was decided.
AFTERWARDS = ("look_back", "implement", "archive", "award", "direct", "keep_promise")


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


def is_sealed(office: Office, connection: Connection, case: Row, move: str = "") -> bool:
    """Whether `refuse_sealed` would refuse."""
    state = str(case.get("state"))
    going_on = state not in SETTLED and (state != "draft" or move != "receive")
    if going_on or move in AFTERWARDS:
        return False
    return str(case.get("plenary") or "") in closing_days(office, connection)


def refuse_sealed(office: Office, connection: Connection, case: Row, move: str = "") -> None:
    """Refusal if the case is one of a sealed plenary: it is neither edited nor moved, except by what comes afterwards.

    A case that was not done with when its plenary was sealed goes on; a draft of a sealed plenary is not received.
    """
    if not is_sealed(office, connection, case, move):
        return
    key = str(case.get("plenary") or "")
    closed = closing_days(office, connection)[key]
    if case.get("state") == "draft":
        raise Refusal(f"{name_plenary(key)}的提案已于 {closed} 封存，不能再收件。",
                      todo="转到下一次会议重新登记；确实要收进这一次的，请系统管理员先启封。")  # fmt: skip
    raise Refusal(f"{name_plenary(key)}的提案已于 {closed} 封存，不能再改，也不能再办理。",
                  todo="登记落实、回头看、批示、表彰、承诺销号和归档照常；确实要改的，请系统管理员在“系统设置 › 届次”里先启封。")  # fmt: skip


def refuse_sealed_record(office: Office, connection: Connection, kind: str, values: Row) -> None:
    """The same for any record that belongs to a case: its replies, reviews, units."""
    if kind == "proposal":
        refuse_sealed(office, connection, values)
    elif office.entity(kind).owner == "proposal" and values.get("proposal"):
        table = office.schema.records["proposal"]
        query = select(table.c.state, table.c.plenary).where(table.c.id == values["proposal"])
        case = connection.execute(query).mappings().first()
        if case is not None:
            refuse_sealed(office, connection, dict(case))


def name_plenary(key: str) -> str:
    """十届二次会议; a key nobody understands is shown as it is."""
    try:
        return Plenary.parse(key).short
    except OfficeError:
        return key
