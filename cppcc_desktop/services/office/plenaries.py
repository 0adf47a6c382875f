"""届次: the plenaries of the office with their dates; going on to the next one, sealing and unsealing one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.fields import PeriodKind, Value, parse_value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import COMMITTEE, Actor, Plenary
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.office.office import Office, tell_time
from cppcc_desktop.services.office.sealing import name_plenary
from db.tables import in_force

DATES = ("opens_on", "ends_on", "intake_from", "intake_until", "due_on")
FIRST_YEAR, YEARS_APART = 1949, 3  # what is further off is a slip of the keyboard


@dataclass(frozen=True)
class PlenaryLine:
    """One plenary with its dates as entered ("" where not), how many cases it has and how many are not done with."""

    key: str  # 10-03
    label: str  # 第十届第三次会议
    opens_on: str = ""
    ends_on: str = ""
    intake_from: str = ""
    intake_until: str = ""
    due_on: str = ""
    closed_on: str = ""
    sealing: str = ""  # why it was sealed or unsealed last
    note: str = ""
    cases: int = 0
    open: int = 0
    current: bool = False
    record: str = ""  # id of its record; empty while no dates were entered
    who: str = ""  # who changed it last, and when
    at: str = ""


def list_plenary_lines(office: Office, actor: Actor) -> list[PlenaryLine]:
    """Every plenary: those with dates, the current one and any that proposals mention; newest first."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_rows(office, connection)
        counts = count_cases(office, connection)
        now = read_current(office, connection)
        hands = office.journal(connection).operations_of([str(row["id"]) for row in rows.values()])
    keys = sorted(rows.keys() | counts.keys() | ({now} - {""}), reverse=True)
    return [make_line(key, rows.get(key), counts.get(key, (0, 0)), key == now, hands) for key in keys]


def make_line(
    key: str, row: Mapping[Any, Any] | None, counts: tuple[int, int], current: bool, hands: Mapping[str, Sequence[Any]]
) -> PlenaryLine:
    cases, waiting = counts
    line = PlenaryLine(key, name_whole(key), cases=cases, open=waiting, current=current)
    if row is None:
        return line
    told = {name: str(row[name] or "") for name in (*DATES, "closed_on", "sealing", "note")}
    last = hands[row["id"]][-1] if hands.get(row["id"]) else None
    who, at = (last.actor.partition("/")[2], tell_time(last.wall)) if last else ("", "")
    return PlenaryLine(
        key, line.label, **told, cases=cases, open=waiting, current=current, record=str(row["id"]), who=who, at=at
    )


def name_whole(key: str) -> str:
    try:
        return Plenary.parse(key).label
    except OfficeError:
        return key


def read_rows(office: Office, connection: Connection) -> dict[str, Mapping[Any, Any]]:
    """Key → its record; of several the newest."""
    table = office.schema.records[PLENARY.name]
    query = select(table).where(table.c.deleted.is_(None), table.c.key.is_not(None)).order_by(table.c.id)
    return {str(row["key"]): row for row in connection.execute(query).mappings()}


def list_cases(office: Office) -> list[Module]:
    """Kinds of record with a life that are reckoned by plenary."""
    return [
        each for each in office.modules.values()
        if each.workflow and each.entity.period and each.entity.period.kind is PeriodKind.PLENARY
    ]  # fmt: skip


def count_cases(office: Office, connection: Connection) -> dict[str, tuple[int, int]]:
    """Plenary → cases it has, and how many of them are not done with; without the bin."""
    found: dict[str, tuple[int, int]] = {}
    for module in list_cases(office):
        assert module.workflow and module.entity.period
        table = office.schema.records[module.entity.name]
        period = table.c[module.entity.period.field]
        query = select(period, table.c.state, func.count()).where(in_force(table), period.is_not(None))
        for key, state, count in connection.execute(query.group_by(period, table.c.state)):
            cases, waiting = found.get(key, (0, 0))
            found[key] = cases + count, waiting + (0 if state in module.workflow.settled else count)
    return found


def read_current(office: Office, connection: Connection) -> str:
    table = office.schema.records[COMMITTEE.name]
    return connection.scalar(select(table.c.plenary).where(table.c.deleted.is_(None)).order_by(table.c.id)) or ""


def save_plenary(office: Office, actor: Actor, key: str, raw: Mapping[str, object], *, new: bool = False) -> str:
    """Enter the dates of a plenary, or change them; returns the id of its record. Only an administrator may.

    `raw`: opens_on, ends_on, intake_from, intake_until, due_on, note; what is not named stays. InvalidField for a key
    that is none (10-03), for one that is there already if it is to be `new`, and for dates that cannot be.
    """
    key = check_key(key)
    values = {name: parse_value(PLENARY.by_name[name], given, today=office.today()) for name, given in raw.items()}
    with office.write(actor, "account") as writing:
        row = read_rows(office, writing.connection).get(key)
        if new and row is not None:
            raise InvalidField("key", f"{name_plenary(key)}已经在了，选中它改日期。")
        if row is not None and row["closed_on"]:
            raise Refusal(f"{name_plenary(key)}已于 {row['closed_on']} 封存，日期不能再改。", todo="要改的先启封。")
        whole: dict[str, Value] = {name: row[name] for name in DATES} if row is not None else {}
        check_dates(key, {**whole, **values})
        if row is None:
            return writing.new(PLENARY, {"key": key, **values})
        writing.set(PLENARY, row["id"], {n: v for n, v in values.items() if (row[n] or None) != v})
        return str(row["id"])


def check_key(key: str) -> str:
    try:
        return Plenary.parse(key.strip()).key
    except OfficeError as error:
        raise InvalidField("key", error.what + error.todo) from None


def check_dates(key: str, values: Mapping[str, Value]) -> None:
    """Dates that follow one another, in years that can be: InvalidField names the first that does not."""
    days = {name: date.fromisoformat(str(values[name])) for name in DATES if values.get(name)}
    for name, day in days.items():
        first = next(iter(days.values()))
        if day.year < FIRST_YEAR or abs(day.year - first.year) > YEARS_APART:
            label = PLENARY.by_name[name].label
            raise InvalidField(name, f"{label} {day} 不像是{name_plenary(key)}的日期，看看年份。")
    pairs = (("opens_on", "ends_on", "在会议开始"), ("intake_from", "intake_until", "在“大会提案从”"),
             ("intake_from", "due_on", "在“大会提案从”"))  # fmt: skip
    for first, last, words in pairs:
        if first in days and last in days and days[last] < days[first]:
            raise InvalidField(last, f"{PLENARY.by_name[last].label} {days[last]} {words} {days[first]} 之前。")


def list_open_cases(office: Office, connection: Connection, key: str, limit: int = 5) -> list[str]:
    """How the cases are called that are not done with: 第050号《…》（办理中）."""
    found: list[str] = []
    for module in list_cases(office):
        flow, entity = module.workflow, module.entity
        assert flow and entity.period
        table = office.schema.records[entity.name]
        numbers = [table.c[each.name] for each in flow.numbers[:1]]
        query = (
            select(table)
            .where(table.c[entity.period.field] == key, in_force(table), table.c.state.not_in(flow.settled))
            .order_by(*(each.is_(None) for each in numbers), *numbers, table.c.id)
        )
        rows = connection.execute(query.limit(limit)).mappings()
        found += [f"{flow.call(dict(row))}（{flow.state(row['state']).label}）" for row in rows]
    return found[:limit]


def close_plenary(office: Office, actor: Actor, key: str, reason: str, despite: str = "") -> None:
    """封存: from today on the rules and names of today are those of this plenary, and its cases stay as they are.

    Refused while cases are not done with, unless `despite` says why it is sealed nevertheless: those go on under
    the rules of today. Refusal names how many and which.
    """
    if not reason.strip():
        raise InvalidField("reason", "写一句为什么封存，例如 本届次提案全部办结。")
    key, today = check_key(key), office.today().isoformat()
    with office.write(actor, "account") as writing:
        connection = writing.connection
        row = read_rows(office, connection).get(key)
        if row is not None and row["closed_on"]:
            raise Refusal(f"{name_plenary(key)}已于 {row['closed_on']} 封存了。", todo="刷新页面再看。")
        cases, waiting = count_cases(office, connection).get(key, (0, 0))
        if waiting and not despite.strip():
            names = "、".join(list_open_cases(office, connection, key))
            raise Refusal(
                f"还不能封存：{cases} 件里有 {waiting} 件没有办完，{names}{'等' if waiting > 5 else ''}。", missing=("despite",),
                todo="办完再封存；要先封存的，写明原因，这几件照今天的规则接着办。",
            )  # fmt: skip
        told = reason.strip() + (f"；{waiting} 件没有办完：{despite.strip()}" if waiting else "")
        values = {"closed_on": today, "sealing": parse_value(PLENARY.by_name["sealing"], told, today=office.today())}
        if row is None:
            writing.new(PLENARY, {"key": key, **values})
        else:
            writing.set(PLENARY, row["id"], values)


def reopen_plenary(office: Office, actor: Actor, key: str, reason: str) -> None:
    """启封: its cases can be edited and moved again, and are shown by the rules of today. The log keeps why."""
    if not reason.strip():
        raise InvalidField("reason", "写一句为什么启封。")
    key = check_key(key)
    with office.write(actor, "account") as writing:
        row = read_rows(office, writing.connection).get(key)
        if row is None or not row["closed_on"]:
            raise Refusal(f"{name_plenary(key)}没有封存。", todo="刷新页面再看。")
        told = parse_value(PLENARY.by_name["sealing"], f"启封：{reason.strip()}", today=office.today())
        writing.set(PLENARY, row["id"], {"closed_on": None, "sealing": told})


def follow_plenary(key: str) -> str:
    """The plenary that comes after this one in the same term: 10-03 → 10-04."""
    now = Plenary.parse(key)
    return Plenary(now.term, now.number + 1).key
