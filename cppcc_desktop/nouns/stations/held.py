"""What stations held against what they are to hold, and how far the county is covered (domain.md §5)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files

from sqlalchemy import Connection, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.description.figures import reckon_rate
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.stations.entity import STATION
from cppcc_desktop.nouns.stations.records import FUNCTION
from cppcc_desktop.nouns.stations.targets import TARGET
from cppcc_desktop.services.figures.places import PlaceDeed, list_deeds
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import load_row
from db.tables import in_force

MONTHS = {1: "{}月", 3: "{}季度", 12: "{}年"}
QUARTERS = "一二三四"


@dataclass(frozen=True)
class TargetPeriod:
    """One period of a target: 二季度, from its first day to its last."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class TargetState:
    """How far a station is with one target in one period. `days` are those on which something counted, the first first."""

    station: str
    target: str  # what it is called
    span: TargetPeriod
    number: int
    days: tuple[str, ...]
    today: date

    @property
    def held(self) -> int:
        return len(self.days)

    @property
    def lacking(self) -> int:
        return max(0, self.number - self.held)

    @property
    def behind(self) -> bool:
        """The period is over and it was not reached."""
        return self.lacking > 0 and self.today > self.span.last

    @property
    def short(self) -> str:
        """二季度还差 1 次; 二季度 2 / 1."""
        if not self.lacking:
            return f"{self.span.label} {self.held} / {self.number}"
        return f"{self.span.label}{'' if self.behind else '还'}差 {self.lacking} 次"

    @property
    def left(self) -> int:
        """Days to the end of the period."""
        return (self.span.last - self.today).days

    @property
    def words(self) -> str:
        """二季度还差 1 次，余 22 天; 二季度差 1 次; 二季度 2 / 1."""
        return f"{self.short}，余 {self.left} 天" if self.lacking and not self.behind else self.short

    @property
    def tone(self) -> str:
        """ok when reached, bad when it was not, wait in the last month of the period, none before."""
        if not self.lacking:
            return "ok"
        return "bad" if self.behind else "wait" if self.left <= 30 else "none"


def find_span(months: int, day: date) -> TargetPeriod:
    """The month, quarter or year that holds a day."""
    begin = (day.month - 1) // months * months + 1
    first = date(day.year, begin, 1)
    after = date(day.year + (begin + months > 12), (begin + months - 1) % 12 + 1, 1)
    number = {1: str(day.month), 3: QUARTERS[(begin - 1) // 3]}.get(months, str(day.year))
    return TargetPeriod(MONTHS[months].format(number), first, after - timedelta(days=1))


@dataclass
class Held:
    """Stations, targets and what was held, read once for a day."""

    office: Office
    connection: Connection
    today: date
    codes: CodeLists = field(init=False)
    stations: list[Row] = field(init=False)  # those in use, by their code
    functions: dict[str, set[str]] = field(init=False)
    targets: list[Row] = field(init=False)
    _read: dict[tuple[str, str, date, date], Mapping[str, Mapping[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.codes, self._read = read_codes(self.office), {}
        table = self.office.schema.records[STATION.name]
        rows = self.connection.execute(
            select(table).where(in_force(table)).order_by(table.c.code, table.c.id)
        ).mappings()
        day = self.today.isoformat()
        self.stations = [
            row for row in (load_row(STATION.fields, each) for each in rows)
            if not row["closed_on"] or str(row["closed_on"]) > day
        ]  # fmt: skip
        self.functions = read_functions(self.office, self.connection, day)
        self.targets = read_targets(self.office, self.connection, day)

    def of(self, station: Row, day: date | None = None) -> list[TargetState]:
        """How far a station is with its targets in the periods that hold a day, today by default."""
        return [self.judge(station, target, self.span_of(target, day)) for target in self.targets_of(station)]

    def span_of(self, target: Row, day: date | None = None) -> TargetPeriod:
        """The period of a target that holds a day, today by default."""
        return find_span(self.months(target), day or self.today)

    def year_of(self, station: Row) -> list[TargetState]:
        """The same for all periods of the year."""
        found: list[TargetState] = []
        for target in self.targets_of(station):
            months = self.months(target)
            spans = [find_span(months, date(self.today.year, month, 1)) for month in range(1, 13, months)]
            found += [self.judge(station, target, span) for span in spans]
        return found

    def months(self, target: Row) -> int:
        return int(self.codes.value("target_period", str(target["period"]), "months") or 12)

    def targets_of(self, station: Row) -> list[Row]:
        """Its own, else those of its level and functions; a target nothing here can be counted for is left out."""
        counted = [each for each in self.targets if self.find_deeds(each)]
        own = [each for each in counted if each.get("station") == station["id"]]
        return own or [
            each for each in counted
            if not each.get("station") and each.get("level") in (None, station["level"])
            and (not each.get("function") or each["function"] in self.functions.get(str(station["id"]), set()))
        ]  # fmt: skip

    def judge(self, station: Row, target: Row, span: TargetPeriod) -> TargetState:
        days: dict[str, str] = {}
        for deed, trait in self.find_deeds(target):
            days |= self.read_deeds(deed, trait, span).get(str(station["id"]), {})
        found = tuple(sorted(days.values()))
        return TargetState(str(station["id"]), str(target["name"]), span, int(str(target["number"])), found, self.today)

    def find_deeds(self, target: Row) -> list[tuple[PlaceDeed, str]]:
        """What counts for a target: each kind of record, and the trait it is narrowed to."""
        parts = {each.key: each for each in self.office.parts(PlaceDeed) if self.office.module_of(each.entity)}
        asked = target["what"] if isinstance(target["what"], list) else []
        named = [
            (self.codes.value("target_what", each, "deed"), self.codes.value("target_what", each, "trait"))
            for each in asked
        ]
        return [(parts[key], trait) for key, trait in named if key in parts]

    def read_deeds(self, deed: PlaceDeed, trait: str, span: TargetPeriod) -> Mapping[str, Mapping[str, str]]:
        """Station → record → day."""
        key = (deed.key, trait, span.first, span.last)
        if key not in self._read:
            found: dict[str, dict[str, str]] = {}
            first, last = span.first.isoformat(), span.last.isoformat()
            for place, record, day in list_deeds(self.office, self.connection, deed, first, last, trait):
                found.setdefault(place, {})[record] = day
            self._read[key] = found
        return self._read[key]


def read_functions(office: Office, connection: Connection, day: str) -> dict[str, set[str]]:
    """Station → the functions it has on a day."""
    table, found = office.schema.records[FUNCTION.name], dict[str, set[str]]()
    query = select(table.c.station, table.c.function, table.c.since, table.c.until).where(in_force(table))
    for station, function, since, until in connection.execute(query):
        if (not since or since <= day) and (not until or until >= day):
            found.setdefault(str(station), set()).add(str(function))
    return found


def read_targets(office: Office, connection: Connection, day: str) -> list[Row]:
    """The targets in force on a day; the usual ones where the office has none of its own."""
    table = office.schema.records[TARGET.name]
    rows = [
        load_row(TARGET.fields, each) for each in connection.execute(select(table).where(in_force(table))).mappings()
    ]
    if not rows:
        return shipped_targets()
    return [row for row in rows if str(row["since"]) <= day and (not row["until"] or str(row["until"]) >= day)]


def shipped_targets() -> list[Row]:
    """The targets most counties go by."""
    text = (files("resources") / "station_targets.csv").read_text("utf-8")
    empty = dict.fromkeys(each.name for each in TARGET.fields)
    return [
        {**empty, **{name: value or None for name, value in row.items()}, "what": row["what"].split(), "number": int(row["number"])}
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip


@dataclass(frozen=True)
class Township:
    """One township: the stations in use there and what was held this year."""

    name: str
    stations: tuple[str, ...]
    listed: bool = True  # in the office's list of townships
    row: int = 0  # place of its tile; 0: where it comes
    column: int = 0


@dataclass(frozen=True)
class Coverage:
    """How far the townships of the county have a station. Without a list of townships there is nothing to divide by."""

    townships: Sequence[Township]

    @property
    def listed(self) -> int:
        return sum(each.listed for each in self.townships)

    @property
    def covered(self) -> int:
        return sum(each.listed and bool(each.stations) for each in self.townships)

    @property
    def rate(self) -> float | None:
        return reckon_rate(self.covered, self.listed)

    @property
    def words(self) -> str:
        if not self.listed:
            return "还没有填本县的乡镇"
        return f"{self.rate}%（{self.covered} ÷ {self.listed} 个乡镇）"


def read_coverage(held: Held, *, level: str = "", function: str = "") -> Coverage:
    """The townships of the office's list, then those that only stations name, with their stations of that sort."""
    chosen: dict[str, list[str]] = {}
    for station in held.stations:
        suits = (not level or station["level"] == level) and (
            not function or function in held.functions.get(str(station["id"]), set())
        )
        name = str(station["township"] or "")
        if name:
            chosen.setdefault(name, [])
            if suits:
                chosen[name].append(str(station["id"]))
    listed = held.codes.entries("township")
    known = [
        Township(each.label, tuple(chosen.pop(each.label, ())), True, place(held.codes, each.code, "row"), place(held.codes, each.code, "column"))
        for each in listed
    ]  # fmt: skip
    return Coverage([*known, *(Township(name, tuple(found), False) for name, found in chosen.items())])


def read_shares(held: Held, *, level: str = "") -> list[tuple[str, str, Coverage]]:
    """The coverage by any station, then by those of each function: its code, its label, how far the townships have one."""
    functions = [("", "不分功能"), *((each.code, each.label) for each in held.codes.entries("station_function"))]
    return [(code, label, read_coverage(held, level=level, function=code)) for code, label in functions]


def place(codes: CodeLists, code: str, column: str) -> int:
    value = codes.value("township", code, column)
    return int(value) if value.isdigit() else 0


def remind(station: Row, states: Sequence[TargetState]) -> str:
    """催办: a text to paste, to one station."""
    lacking = [each for each in states if each.lacking]
    if not lacking:
        return ""
    told = "；".join(
        f"{each.target}：{each.span.label}应 {each.number} 次，已办 {each.held} 次"
        + (f"（{'、'.join(map(short_date, each.days))}）" if each.days else "")
        + f"，{'差' if each.behind else '还差'} {each.lacking} 次"
        + ("" if each.behind else f"，请在 {short_date(each.span.last.isoformat())}前办好")
        for each in lacking
    )
    return f"{station['name']}：{told}。办了的，登记以后随下一个文件送来。"


@dataclass(frozen=True)
class StationLine:
    """A station with its targets in the periods of today, and the text to remind it with, "" where nothing lacks."""

    id: str
    code: str
    name: str
    township: str
    states: tuple[TargetState, ...]
    reminder: str

    @property
    def lacking(self) -> int:
        return sum(each.lacking for each in self.states)


@dataclass(frozen=True)
class CoverageBoard:
    """What the page of coverage shows. `active` of `open` stations held something this year; `shares` as read_shares."""

    coverage: Coverage
    shares: Sequence[tuple[str, str, Coverage]]
    lines: Sequence[StationLine]
    open: int
    active: int


def read_board(office: Office, actor: Actor, *, level: str = "", function: str = "") -> CoverageBoard:
    """Coverage by townships and the stations with a target, those that lack most first."""
    actor.require("record.read")
    with office.read() as connection:
        held = Held(office, connection, office.today())
        lines = [
            StationLine(
                str(row["id"]), str(row["code"]), str(row["name"]), str(row["township"] or ""),
                tuple(states := held.of(row)), remind(row, states),
            )
            for row in held.stations
        ]  # fmt: skip
        year = find_span(12, held.today)
        active: set[str] = set()
        for deed in office.parts(PlaceDeed):
            active |= held.read_deeds(deed, "", year).keys()
        shown = sorted((each for each in lines if each.states), key=lambda each: (-each.lacking, each.code))
        ids = {str(row["id"]) for row in held.stations}
        return CoverageBoard(
            read_coverage(held, level=level, function=function), read_shares(held, level=level), shown, len(ids), len(active & ids)
        )  # fmt: skip
