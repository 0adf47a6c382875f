"""What a unit's cases of a year amount to, for its assessment: each rate with the cases that were counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection, and_, or_, select

from cppcc_desktop.domain.description.conditions import Both, Condition, Span
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.description.figures import Figure
from cppcc_desktop.domain.scores.items import ScoreCount
from cppcc_desktop.nouns.proposals.case import ADOPTED, MAIN_ROLES, OPEN
from cppcc_desktop.nouns.proposals.figures import SHEET
from cppcc_desktop.services.office.calendar import read_calendar
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.records import Query, load_row, make_listing

FIGURES = ("unit_on_time_rate", "unit_face_to_face_rate", "unit_satisfaction_rate", "unit_overdue")


@dataclass(frozen=True)
class Met:
    """The assignments of a year that meet the condition of a figure, and that of its base."""

    where: frozenset[str]
    of: frozenset[str] = frozenset()


@dataclass
class UnitFigures:
    """Assignments of a year with all that is counted about them; `own` maps units to the one they stand for."""

    own: Mapping[str, str]
    codes: CodeLists
    handed: list[Row] = field(default_factory=list[Row])  # with their units, those sent back left out
    returned: list[Row] = field(default_factory=list[Row])  # sent back, whatever came of it
    adoption: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    promises: dict[tuple[str, str], list[bool]] = field(default_factory=dict[tuple[str, str], list[bool]])
    directives: set[str] = field(default_factory=set[str])
    late_returns: set[str] = field(default_factory=set[str])
    met: dict[str, Met] = field(default_factory=dict[str, "Met"])  # by the figure of the page of figures
    today: str = ""
    year: int = 0

    def stands_for(self, unit: object) -> str:
        return self.own.get(str(unit), str(unit))

    def size(self, subject: str) -> int:
        """How many cases the unit was handed as lead or separately."""
        return len(self._rows(subject))

    def _rows(self, unit: str) -> list[Row]:
        return [row for row in self.handed if self.stands_for(row["unit"]) == unit]

    def of(self, subject: str) -> dict[str, ScoreCount]:
        """Every figure of one unit."""
        rows = self._rows(subject)
        told = [row for row in rows if self._key(row) in self.adoption]
        back = [row for row in self.returned if self.stands_for(row["unit"]) == subject]
        base = f"{self.year}年交办的主办和分办提案"
        return {
            "on_time": self._rate(rows, "unit_on_time_rate", f"{base}里应办复的"),
            "face_to_face": self._rate(rows, "unit_face_to_face_rate", f"{base}里已办复的（没有记载的不计）"),
            "satisfaction": self._rate(rows, "unit_satisfaction_rate", f"{base}里收回意见的"),
            "adoption": count(told, self._is_adopted, f"{base}里写明采纳情况的"),
            "implemented": self._promised(rows, base),
            "late": count(rows, lambda row: str(row["id"]) in self.met["unit_overdue"].where, base),
            "late_return": count(back, lambda row: str(row["id"]) in self.late_returns, f"{self.year}年交办后退回的"),
            "directive": count(rows, lambda row: str(row["proposal"]) in self.directives, base),
        }  # fmt: skip

    def _key(self, row: Row) -> tuple[str, str]:
        return str(row["proposal"]), self.stands_for(row["unit"])

    def _rate(self, rows: Sequence[Row], key: str, base: str) -> ScoreCount:
        """A rate as the page of figures reckons it, of these rows."""
        met = self.met[key]
        return count([row for row in rows if str(row["id"]) in met.of], lambda row: str(row["id"]) in met.where, base)

    def _is_adopted(self, row: Row) -> bool:
        return self.codes.has_trait("adoption", self.adoption[self._key(row)], ADOPTED)

    def _promised(self, rows: Sequence[Row], base: str) -> ScoreCount:
        """Promises kept of those that were kept or should have been by now; the cases are those they belong to."""
        kept = made = 0
        whole: list[str] = []
        part: list[str] = []
        for row in rows:
            told = self.promises.get(self._key(row))
            if told:
                kept, made = kept + sum(told), made + len(told)
                (whole if all(told) else part).append(str(row["id"]))
        return ScoreCount(kept, made, f"{base}里已兑现和已到时限的承诺事项", tuple(whole), tuple(part))


def count(rows: Sequence[Row], holds: Callable[[Row], bool], base: str) -> ScoreCount:
    """How many of the rows it holds for."""
    yes = [str(row["id"]) for row in rows if holds(row)]
    no = [str(row["id"]) for row in rows if not holds(row)]
    return ScoreCount(len(yes), len(rows), base, tuple(yes), tuple(no))


def gather_figures(office: Office, connection: Connection, year: int, own: Mapping[str, str]) -> UnitFigures:
    """Everything the assessment of a year counts, in a few queries."""
    found = UnitFigures(own, read_codes(office), today=office.today().isoformat(), year=year)
    for row in read_year(office, connection, year):
        if row["state"] in (*OPEN, "replied"):
            found.handed.append(row)
        if row["sent_back_on"]:
            found.returned.append(row)
    found.met = {key: read_met(office, connection, SHEET.by_key[key], year) for key in FIGURES}
    add_adoption(office, connection, found)
    add_promises(office, connection, found)
    case = office.schema.records["proposal"]
    found.directives = set(connection.scalars(select(case.c.id).where(case.c.has_directive == 1)))
    found.late_returns = find_late_returns(office, connection, found.returned)
    return found


def read_met(office: Office, connection: Connection, figure: Figure, year: int) -> Met:
    """What a figure of the units counts among the assignments of a year."""
    module, days = office.modules[figure.module], Span("date", f"{year}-01-01", f"{year}-12-31")

    def read(condition: Condition) -> frozenset[str]:
        return frozenset(make_listing(connection, office, module, Query(Both(days, condition))).ids(connection))

    return Met(read(figure.where), read(figure.of) if figure.of else frozenset())


def read_year(office: Office, connection: Connection, year: int) -> list[Row]:
    """Assignments to lead and separate units with a date of that year, of cases in force."""
    table, case = office.schema.records["assignment"], office.schema.records["proposal"]
    query = (
        select(table)
        .join(case, case.c.id == table.c.proposal)
        .where(table.c.date.between(f"{year}-01-01", f"{year}-12-31"), table.c.role.in_(MAIN_ROLES))
        .where(table.c.deleted.is_(None), case.c.deleted.is_(None), case.c.same_as.is_(None))
        .where(case.c.state != "withdrawn")
        .order_by(table.c.id)
    )
    entity = office.entity("assignment")
    return [load_row(entity.fields, row) for row in connection.execute(query).mappings()]


def add_adoption(office: Office, connection: Connection, found: UnitFigures) -> None:
    """The weakest of what the proposers of a case said of a unit, opinions before a rehandling left out."""
    table = office.schema.records["feedback"]
    query = select(table.c.proposal, table.c.unit, table.c.adoption).where(
        table.c.deleted.is_(None), table.c.adoption.is_not(None), table.c.superseded.is_not(True),
        or_(table.c.date.is_not(None), table.c.result.is_not(None)),  # in an old register the day is often missing
    )  # fmt: skip
    for row in connection.execute(query):
        key = (str(row.proposal), found.stands_for(row.unit))
        told = [each for each in (found.adoption.get(key), str(row.adoption)) if each]
        found.adoption[key] = found.codes.find_weakest("adoption", told, ADOPTED) or ""


def add_promises(office: Office, connection: Connection, found: UnitFigures) -> None:
    """Promises that can be judged: kept, or open with their time over or without one."""
    table = office.schema.records["promise"]
    query = select(table.c.proposal, table.c.unit, table.c.state).where(table.c.deleted.is_(None))
    due = or_(table.c.due_on < found.today, table.c.due_on.is_(None))
    for row in connection.execute(query.where(or_(table.c.state == "kept", and_(table.c.state == "open", due)))):
        key = (str(row.proposal), found.stands_for(row.unit))
        found.promises.setdefault(key, []).append(row.state == "kept")


def find_late_returns(office: Office, connection: Connection, rows: Sequence[Row]) -> set[str]:
    """Those sent back after more working days than the office allows."""
    if not rows:
        return set()
    calendar = read_calendar(office, connection)
    late: set[str] = set()
    for row in rows:
        start, end = date.fromisoformat(str(row["date"])), date.fromisoformat(str(row["sent_back_on"]))
        allowed = int(read_setting(office, connection, "send_back_days", end.isoformat()))
        if calendar.count_working_days(start + timedelta(days=1), end) > allowed:
            late.add(str(row["id"]))
    return late
