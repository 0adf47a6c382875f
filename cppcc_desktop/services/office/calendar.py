"""The office's calendar: the days off and worked instead that ship, and what the office says of single days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import parse_value
from cppcc_desktop.domain.errors import InvalidField, OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.office.plenaries import CALENDAR_DAY
from cppcc_desktop.domain.working_days import DAY, Calendar
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_day

AROUND = 2  # years before and after this one whose festivals are known
WEEKDAYS = "一二三四五六日"
SHIPPED, OWN = "shipped", "own"
SWAPPED = re.compile(r"\d{4}-\d{2}-\d{2}")  # in the name of a day off: the day that is worked for it


@dataclass(frozen=True)
class CalendarLine:
    """One day that is not as its weekday says, or belongs to the days off of a festival."""

    date: str  # 2026-02-16
    weekday: str  # 周一
    word: str  # 放假 | 上班
    name: str  # festival, or what the office calls the day
    origin: str  # shipped | own
    working: bool
    record: str = ""  # of an own day


@dataclass(frozen=True)
class Festivals:
    """What ships for some years: festival of each day off, and of each day worked for one."""

    rest: Mapping[date, str] = field(default_factory=dict[date, str])
    extra: Mapping[date, str] = field(default_factory=dict[date, str])
    published: frozenset[int] = frozenset()  # years whose 调休 is known


@dataclass(frozen=True)
class OwnDay:
    """What the office says of a day."""

    record: str
    working: bool
    name: str


def read_calendar(office: Office, connection: Connection) -> Calendar:
    """Which days are worked here: the festivals of this year ± 2, and the office's own days over them.

    Rule: 《全国年节及纪念日放假办法》 and the yearly notice of the State Council, as the `holidays` library has them.
    """
    year = office.today().year
    return lay_over(find_festivals(year - AROUND, year + AROUND), read_own_days(office, connection))


def lay_over(festivals: Festivals, own: Mapping[date, OwnDay]) -> Calendar:
    worked = {day for day, each in own.items() if each.working}
    off = set(own) - worked
    return Calendar(frozenset(festivals.rest.keys() - worked | off), frozenset(festivals.extra.keys() - off | worked))


def read_own_days(office: Office, connection: Connection) -> dict[date, OwnDay]:
    """The office's own days; of two records of one day the later counts."""
    table = office.schema.records[CALENDAR_DAY.name]
    query = select(table).where(table.c.deleted.is_(None), table.c.date.is_not(None)).order_by(table.c.id)
    return {
        date.fromisoformat(row["date"]): OwnDay(row["id"], bool(row["working"]), row["name"] or "")
        for row in connection.execute(query).mappings()
    }


@lru_cache(maxsize=8)
def find_festivals(first: int, last: int) -> Festivals:
    """Days off of the years and the days worked for them, each with its festival."""
    from holidays.countries.china import China  # a tenth of a second, and most starts never ask

    named = {
        day: name
        for day, name in China(years=range(first, last + 1), language="zh_CN").items()
        if first <= day.year <= last
    }
    swapped = {day: date.fromisoformat(found[0]) for day, name in named.items() if (found := SWAPPED.search(name))}
    plain = Calendar(frozenset(named), frozenset(swapped.values()))
    rest: dict[date, str] = {}
    for day in sorted(named):
        if day not in rest:
            run = find_run(plain, day)
            festival = name_run([named[each] for each in run if each in named])
            rest.update(dict.fromkeys(run, festival))
    extra = {worked: rest[day] for day, worked in swapped.items()}
    return Festivals(rest, extra, frozenset(day.year for day in swapped))


def find_run(calendar: Calendar, day: date) -> list[date]:
    """The days off around one, weekends included: what the yearly notice calls 放假 from … to …."""
    first = last = day
    while not calendar.is_working(first - DAY):
        first -= DAY
    while not calendar.is_working(last + DAY):
        last += DAY
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def name_run(names: Iterable[str]) -> str:
    """春节 for 农历除夕, 春节, 春节（补假） and the days swapped beside them."""
    parts = (part.split("（")[0].strip() for name in names if not SWAPPED.search(name) for part in name.split(";"))
    return "、".join(dict.fromkeys("春节" if "除夕" in part else part for part in parts)) or "放假"


def list_calendar(office: Office, actor: Actor, year: int) -> list[CalendarLine]:
    """The days off of that year and the days worked instead, in order, the office's own among them."""
    actor.require("record.read")
    with office.read() as connection:
        own = {day: each for day, each in read_own_days(office, connection).items() if day.year == year}
    festivals = find_festivals(year, year)
    lines = {day: make_line(day, False, name) for day, name in festivals.rest.items() if day.year == year}
    lines |= {day: make_line(day, True, name) for day, name in festivals.extra.items() if day.year == year}
    for day, each in own.items():
        name = each.name or (lines[day].name if day in lines else "本会另定")
        lines[day] = make_line(day, each.working, name, each.record)
    return [lines[day] for day in sorted(lines)]


def make_line(day: date, working: bool, name: str, record: str = "") -> CalendarLine:
    word = "上班" if working else "放假"
    weekday = f"周{WEEKDAYS[day.weekday()]}"
    return CalendarLine(day.isoformat(), weekday, word, name, OWN if record else SHIPPED, working, record)


def tell_calendar(office: Office, actor: Actor, year: int) -> str:
    """What must be known about a year whose arrangement is not published yet; empty for the others."""
    if year in find_festivals(year, year).published:
        return ""
    own = sum(each.origin == OWN for each in list_calendar(office, actor, year))
    if own:
        return f"程序里还没有 {year} 年的放假安排，按法定节日、周末和本会填的 {own} 天算。"
    if year < office.today().year:
        return f"程序里没有 {year} 年的放假安排，按法定节日和周末算。"
    return f"{year} 年的放假安排还没有公布，先按周末算，法定节日也算放假；公布以后在这里补上调休。"


def list_calendar_years(office: Office, actor: Actor) -> list[int]:
    """This year ± 2, and the years of the office's own days."""
    actor.require("record.read")
    year = office.today().year
    with office.read() as connection:
        own = {day.year for day in read_own_days(office, connection)}
    return sorted(own | set(range(year - AROUND, year + AROUND + 1)))


def set_calendar_day(office: Office, actor: Actor, day: object, working: bool, name: str = "") -> str:
    """Say that a day is worked or not, against what ships; returns the id of its record.

    Said a second time it replaces the first. Only an administrator may. InvalidField for no day, and for one
    that is so already.
    """
    when = date.fromisoformat(read_day(office, "date", day or ""))
    given = parse_value(CALENDAR_DAY.by_name["name"], name, today=office.today())
    with office.write(actor, "account") as writing:
        own = read_own_days(office, writing.connection)
        standing = own.get(when)
        if standing and (standing.working, standing.name) == (working, given or ""):
            raise InvalidField("date", f"{tell_day(when)}已经这样定了，不用改。")
        if standing is None and lay_over(find_festivals(when.year, when.year), {}).is_working(when) == working:
            raise InvalidField("date", f"{tell_day(when)}本来就{'上班' if working else '放假'}，不用改。")
        values = {"working": working, "name": given}
        if standing is None:
            return writing.new(CALENDAR_DAY, {"date": when.isoformat(), **values})
        writing.set(CALENDAR_DAY, standing.record, values)
        return standing.record


def tell_day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日（周{WEEKDAYS[day.weekday()]}）"


def cancel_calendar_day(office: Office, actor: Actor, day: object, reason: str) -> None:
    """Take back what the office said of a day: it is again as it ships. The log keeps both and the reason."""
    if not reason.strip():
        raise InvalidField("reason", "写一句为什么恢复。")
    when = read_day(office, "date", day or "")
    table = office.schema.records[CALENDAR_DAY.name]
    with office.write(actor, "account") as writing:
        query = select(table.c.id).where(table.c.date == when, table.c.deleted.is_(None))
        records = list(writing.connection.scalars(query))
        if not records:
            raise OfficeError("这一天没有另外定过。", todo="刷新页面再看。")
        for record in records:
            writing.set(CALENDAR_DAY, record, {DELETED: reason.strip()})
