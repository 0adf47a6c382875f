"""值班: a month made by the rules of a station, and printed (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.working_days import Calendar
from cppcc_desktop.nouns.stations.records import DUTY, DUTY_RULE
from cppcc_desktop.services.office.calendar import read_calendar
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.absences import Away, read_away
from cppcc_desktop.services.records.children import MadeRows, RowMaker
from cppcc_desktop.services.records.records import load_row
from cppcc_desktop.services.records.titles import read_titles
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
    was on duty longest ago is next. Who is on leave is passed over and comes first next time; where nobody is left the place
    of persons stays empty.
    """
    first = month_to_make(today)
    rules = read_rows(office, connection, DUTY_RULE.name, str(station["id"]))
    if not rules:
        raise Refusal("这个站还没有排班规则。", todo="先在“排班规则”里写清星期几、几点、谁轮值。")
    duties = read_rows(office, connection, DUTY.name, str(station["id"]))
    moves = read_setting(office, connection, "duty_moves_holidays", first.isoformat()) == "1"
    calendar, taken = read_calendar(office, connection), {str(each["date"]) for each in duties}
    away = read_absences(office, connection, rules, first)
    made: list[dict[str, Value]] = []
    passed: list[tuple[str, str, str]] = []  # day, person, why
    for rule in rules:
        turn = list_turn(rule, [*duties, *made])
        for day in list_days(rule, first):
            held = move_day(calendar, day, moves=moves)
            if held is None or held.isoformat() in taken:
                continue
            on = held.isoformat()
            taken.add(on)
            why = {each: say_why(away.get(each, ()), on, rule) for each in turn}
            at = next((place for place, each in enumerate(turn) if not why[each]), len(turn))
            passed += [(on, each, why[each]) for each in turn[:at]]
            persons: list[str] | None = turn[at : at + 1] or None
            turn = [*turn[:at], *turn[at + 1 :], *turn[at : at + 1]]
            made.append({"date": on, "persons": persons, **{name: rule.get(name) for name in KEPT}})
    if not made:
        raise Refusal(f"{first.month} 月的值班已经排好了。", todo="要改的，在列表里一次一次改；排错的删去再排。")
    empty = [str(each["date"]) for each in made if not each["persons"]]
    return MadeRows(sorted(made, key=lambda each: str(each["date"])), say_passed(office, connection, passed, empty))


def read_absences(
    office: Office, connection: Connection, rules: Sequence[Row], first: date
) -> Mapping[str, Sequence[Away]]:  # fmt: skip
    """When those who take turns are away, in the month and where a day off may move to behind it."""
    persons = {each for rule in rules for each in codes_of(rule.get("persons"))}
    kind, last = DUTY_RULE.by_name["persons"].target, first + timedelta(days=62)
    return read_away(office, connection, kind, persons, first.isoformat(), last.isoformat())


def say_why(away: Sequence[Away], day: str, rule: Row) -> str:
    """Why somebody cannot be on duty by a rule on a day; "" if they can."""
    starts, ends = str(rule.get("starts_at") or ""), str(rule.get("ends_at") or "")
    return next((each.why for each in away if each.meets(day, starts, ends)), "")


def say_passed(
    office: Office, connection: Connection, passed: Sequence[tuple[str, str, str]], empty: Sequence[str]
) -> str:
    """7月1日 甲一（全会请假）: whoever was passed over and why, and the days on which all were away."""
    names = read_titles(office, connection, DUTY_RULE.by_name["persons"].target, {person for _, person, _ in passed})
    told = "、".join(f"{short_date(day)} {names[person]}（{why}）" for day, person, why in sorted(passed))
    alone = sorted({*empty} & {day for day, _, _ in passed})
    return (f"有人请假，跳过了：{told}；下次先排。" if told else "") + (
        f"{'、'.join(map(short_date, alone))}轮值的人都请假，没有排人。" if alone else ""
    )


def move_day(calendar: Calendar, day: date, *, moves: bool) -> date | None:
    if calendar.is_working(day) or (day.weekday() > 4 and day not in calendar.rest):
        return day  # a weekend that the rule names is meant
    return calendar.next_working_day(day) if moves else None


def list_turn(rule: Row, duties: Sequence[Row]) -> list[str]:
    """The persons of a rule, whoever was on duty longest ago or never first: so who was passed over comes before others."""
    persons = rule.get("persons")
    last: dict[str, str] = {}
    for duty in duties:
        for each in codes_of(duty.get("persons")):
            last[each] = max(last.get(each, ""), str(duty["date"]))
    return sorted(persons, key=lambda each: last.get(each, "")) if isinstance(persons, list) else []


def read_rows(office: Office, connection: Connection, kind: str, station: str) -> list[Row]:
    table, entity = office.schema.records[kind], office.entity(kind)
    query = select(table).where(table.c.station == station, in_force(table)).order_by(table.c.id)
    return [load_row(entity.fields, each) for each in connection.execute(query).mappings()]


MAKER = RowMaker(child=DUTY.name, words=say_month, make=make_month)
