"""值班: a month made by the rules of a station, and printed (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.working_days import Calendar
from cppcc_desktop.nouns.stations.records import DUTY, DUTY_RULE
from cppcc_desktop.services.office.calendar import read_calendar
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.children import MadeRows, RowMaker
from cppcc_desktop.services.records.records import load_row
from db.tables import in_force

LAST_WEEK = "5"  # the last such weekday of a month, whether it is the fourth or the fifth
KEPT = ("starts_at", "ends_at", "mode", "place")
FROM_DAY = 20  # from this day of a month on the next one is made


def month_to_make(today: date) -> date:
    """The first day of the month that is made now: this one, towards its end the next one."""
    first = today.replace(day=1)
    return (first + timedelta(days=31)).replace(day=1) if today.day >= FROM_DAY else first


def say_month(today: date) -> str:
    return f"排 {month_to_make(today).month} 月"


def list_days(rule: Row, first: date) -> list[date]:
    """The days of a month that a rule names."""
    after = (first + timedelta(days=31)).replace(day=1)
    days = [first + timedelta(days=each) for each in range((after - first).days)]
    weekdays, weeks = codes_of(rule.get("weekdays")), codes_of(rule.get("weeks"))
    return [
        day for day in days
        if str(day.isoweekday()) in weekdays and (not weeks or weeks & {
            str((day.day - 1) // 7 + 1), *([LAST_WEEK] if day + timedelta(days=7) >= after else []),
        } - ({LAST_WEEK} if day + timedelta(days=7) < after else set()))
    ]  # fmt: skip


def codes_of(value: Value) -> set[str]:
    return {*value} if isinstance(value, list) else set()


def make_month(office: Office, connection: Connection, station: Row, today: date) -> MadeRows:
    """The duty of a month that is not there yet. A day off moves to the next working day, or is left out by setting; whoever
    was on duty last is followed by the next of the rule; without anybody to take turns the place of persons stays empty.
    """
    first = month_to_make(today)
    rules = read_rows(office, connection, DUTY_RULE.name, str(station["id"]))
    if not rules:
        raise Refusal("这个站还没有排班规则。", todo="先在“排班规则”里写清星期几、几点、谁轮值。")
    duties = read_rows(office, connection, DUTY.name, str(station["id"]))
    moves = read_setting(office, connection, "duty_moves_holidays", first.isoformat()) == "1"
    calendar, taken = read_calendar(office, connection), {str(each["date"]) for each in duties}
    made: list[dict[str, Value]] = []
    for rule in rules:
        turn = list_turn(rule, [*duties, *made])
        for day in list_days(rule, first):
            held = move_day(calendar, day, moves=moves)
            if held is None or held.isoformat() in taken:
                continue
            taken.add(held.isoformat())
            persons: list[str] | None = [turn[0]] if turn else None
            turn = [*turn[1:], *turn[:1]]
            made.append({"date": held.isoformat(), "persons": persons, **{name: rule.get(name) for name in KEPT}})
    if not made:
        raise Refusal(f"{first.month} 月的值班已经排好了。", todo="要改的，在列表里一次一次改；排错的删去再排。")
    return MadeRows(sorted(made, key=lambda each: str(each["date"])))


def move_day(calendar: Calendar, day: date, *, moves: bool) -> date | None:
    if calendar.is_working(day) or (day.weekday() > 4 and day not in calendar.rest):
        return day  # a weekend that the rule names is meant
    return calendar.next_working_day(day) if moves else None


def list_turn(rule: Row, duties: Sequence[Row]) -> list[str]:
    """The persons of a rule, beginning with the one behind whoever was on duty last."""
    persons = rule.get("persons")
    turn = [*persons] if isinstance(persons, list) else []
    for duty in sorted(duties, key=lambda each: str(each["date"]), reverse=True):
        on = codes_of(duty.get("persons")) & {*turn}
        if on:
            at = max(turn.index(each) for each in on) + 1
            return [*turn[at:], *turn[:at]]
    return turn


def read_rows(office: Office, connection: Connection, kind: str, station: str) -> list[Row]:
    table, entity = office.schema.records[kind], office.entity(kind)
    query = select(table).where(table.c.station == station, in_force(table)).order_by(table.c.id)
    return [load_row(entity.fields, each) for each in connection.execute(query).mappings()]


MAKER = RowMaker(child=DUTY.name, words=say_month, make=make_month)
