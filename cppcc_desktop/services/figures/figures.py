"""Figures of a plenary, a year or all years: counted in one pass per module, each with the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.conditions import is_named, join_wheres
from cppcc_desktop.domain.description.fields import SAME_AS, Field, Kind, Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.nouns.proposals.figures import (
    DIMENSIONS,
    MEMBERS,
    PROPOSALS,
    Dimension,
    Figure,
    find_figures,
    reckon_rate,
)
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import (
    current_plenary,
    fill_days,
    find_spec,
    list_plenaries,
    read_term,
    soon_day,
)
from cppcc_desktop.services.records.titles import word_rows
from db.queries.records import ListQuery, Query
from db.tables import in_force

LAST = 5  # plenaries a trend shows
EMPTY = "没有填"
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Scope:
    """What the figures are about: one plenary (10-03), one year by day of receipt, or everything."""

    plenary: str = ""
    year: int = 0

    @property
    def label(self) -> str:
        if self.plenary:
            return Plenary.parse(self.plenary).label
        return f"{self.year}年收到的" if self.year else "全部会议"

    @property
    def own(self) -> dict[str, object]:
        """The condition on proposals."""
        if self.plenary:
            return {"plenary": self.plenary}
        return {"received_on": ("between", f"{self.year}-01-01", f"{self.year}-12-31")} if self.year else {}


@dataclass(frozen=True)
class Group:
    """One value of what figures are broken down by."""

    code: str
    label: str
    values: tuple[object, ...]


@dataclass(frozen=True)
class Line:
    """One figure as it was counted. `where` opens the list of what its numerator counts."""

    figure: Figure
    numerator: int
    denominator: int | None
    where: Mapping[str, object]
    group: Group | None = None

    @property
    def value(self) -> float | int | None:
        """The count, or the rate 0–100 with one decimal; None for a rate of nothing."""
        return self.numerator if self.denominator is None else reckon_rate(self.numerator, self.denominator)

    @property
    def words(self) -> str:
        """74.4% for a rate, 93 for a count, — where there is nothing to divide by."""
        if self.value is None:
            return "—"
        return f"{self.value}%" if self.figure.is_rate else str(self.value)

    @property
    def counts(self) -> str:
        """Where a rate comes from: 93 ÷ 125 件."""
        return "" if self.denominator is None else f"{self.numerator} ÷ {self.denominator} {self.figure.counted}"


@dataclass(frozen=True)
class Figures:
    """The figures of one scope, of one moment."""

    scope: Scope
    lines: Mapping[str, Line]

    def of_group(self, group: str) -> list[Line]:
        return [line for line in self.lines.values() if line.figure.group == group]


Rows = Sequence[tuple[Group, Mapping[str, Line]]]


@dataclass(frozen=True)
class Breakdown:
    """Figures by the values of one dimension. Every record stands in one row, so counts add up to the total."""

    scope: Scope
    by: Dimension
    figures: tuple[Figure, ...]
    rows: Rows
    total: Mapping[str, Line]


def read_figures(office: Office, actor: Actor, scope: Scope, keys: Sequence[str] = ()) -> Figures:
    """All figures of the proposals, or those of these keys."""
    actor.require("record.read")
    with office.read() as connection:
        return Figures(scope, Counting(office, connection, scope).lines(find_figures(keys)))


def read_breakdown(office: Office, actor: Actor, scope: Scope, by: str, keys: Sequence[str] = ()) -> Breakdown:
    """Figures by category, sector, unit …; OfficeError names what there is."""
    actor.require("record.read")
    dimension = DIMENSIONS.get(by)
    if dimension is None:
        raise OfficeError(f"不能按“{by}”分。", todo="可用：" + "、".join(DIMENSIONS))
    figures = find_figures(keys, dimension)
    with office.read() as connection:
        return Counting(office, connection, scope).break_down(figures, dimension)


def read_trend(office: Office, actor: Actor, keys: Sequence[str], last: int = LAST) -> Breakdown:
    """Figures of the last plenaries, the oldest first."""
    actor.require("record.read")
    plenaries = list_plenaries(office, actor)[:last]
    figures, dimension = find_figures(keys), DIMENSIONS["plenary"]
    with office.read() as connection:
        counting = Counting(office, connection, Scope(), {"plenary": tuple(plenaries)})
        found = counting.break_down(figures, dimension)
    rows = [(Group(each.code, Plenary.parse(each.code).short, each.values), line) for each, line in found.rows]
    return replace(found, rows=sorted(rows, key=lambda row: row[0].code))


def list_scopes(office: Office, actor: Actor) -> list[Scope]:
    """Plenaries and then years that can be asked about, the newest first of each; the last is everything."""
    proposal, plenary = office.schema.records["proposal"], office.schema.records[PLENARY.name]
    year = func.substr(proposal.c.received_on, 1, 4)
    with office.read() as connection:
        years = {str(each) for each in connection.scalars(select(year).where(in_force(proposal)).distinct()) if each}
        known = set(connection.scalars(select(plenary.c.key).where(plenary.c.deleted.is_(None))))
    years.add(str(office.today().year))
    keys = sorted({*list_plenaries(office, actor), *known}, reverse=True)
    return [*(Scope(key) for key in keys), *(Scope(year=int(each)) for each in sorted(years, reverse=True)), Scope()]


def find_scope(office: Office, actor: Actor, plenary: str = "", year: str = "") -> Scope:
    """The scope asked for, by default the current plenary; OfficeError names what there is."""
    scopes = list_scopes(office, actor)
    if year:
        years = [each for each in scopes if each.year]
        found = next((each for each in years if str(each.year) == year.strip().removesuffix("年")), None)
        if found is None:
            known = "、".join(str(each.year) for each in years)
            raise OfficeError(f"没有{year.strip().removesuffix('年')}年的提案。", todo=f"有这些年份：{known}。")
        return found
    key = Plenary.parse(plenary.strip()).key if plenary else current_plenary(office)
    if plenary and Scope(key) not in scopes:
        known = "、".join(each.plenary for each in scopes if each.plenary)
        raise OfficeError(f"没有{Plenary.parse(key).label}（{key}）。", todo=f"有这些届次：{known}。")
    return Scope(key)


@dataclass(eq=False)
class Counting:
    """Counts of one scope on one connection. `only` are conditions on proposals instead of the scope's."""

    office: Office
    connection: Connection
    scope: Scope
    only: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def own(self) -> dict[str, object]:
        return {**self.only} or self.scope.own

    @cached_property
    def term(self) -> str:
        """The term whose members are asked about."""
        return self.scope.plenary.split("-")[0].lstrip("0") or read_term(self.connection)

    @cached_property
    def today(self) -> str:
        return self.office.today().isoformat()

    def base(self, module: str) -> dict[str, object]:
        """What narrows a module's records to the scope."""
        if module == PROPOSALS:
            return self.own
        if module == MEMBERS:
            return {"term": self.term}
        own = self.own or {"id": ("set",)}  # then still only of proposals in force
        return {f"proposal.{name}": wanted for name, wanted in own.items()}

    def narrow(self, where: Mapping[str, object]) -> dict[str, object]:
        """A figure's condition with the scope in what it says of proposals."""
        told: dict[str, object] = {}
        for name, wanted in where.items():
            told[name] = wanted
            if is_named(wanted):
                word, kind, names, inner = cast("tuple[str, str, object, Mapping[str, object]]", wanted)
                within = (
                    self.own if kind == "proposal" else {f"proposal.{each}": only for each, only in self.own.items()}
                )
                told[name] = (word, kind, names, join_wheres(inner, within))
        return told

    def lines(self, figures: Sequence[Figure]) -> dict[str, Line]:
        """Each figure of the whole scope."""
        counted: dict[str, Line] = {}
        for module, wanted in group_by_module(figures).items():
            for _, lines in self.tally(module, wanted, ()):
                counted |= lines
        return {each.key: counted[each.key] for each in figures}

    def break_down(self, figures: Sequence[Figure], by: Dimension) -> Breakdown:
        """Each figure by the values of a dimension, and all rows together."""
        rows = self.grouped(figures, by)
        total: dict[str, Line] = {}
        for each in figures:
            of = [lines[each.key] for _, lines in rows]
            total[each.key] = self.line(
                each, sum(line.numerator for line in of), sum(line.denominator or 0 for line in of), (), ()
            )
        return Breakdown(self.scope, by, tuple(figures), rows, total)

    def grouped(self, figures: Sequence[Figure], by: Dimension) -> list[tuple[Group, dict[str, Line]]]:
        """Each figure for each value of the dimension that anything was counted of."""
        found: dict[tuple[object, ...], dict[str, Line]] = {}
        for module, wanted in group_by_module(figures).items():
            for values, lines in self.tally(module, wanted, by.fields[module]):
                found.setdefault(values, {}).update(lines)
        kept = {
            values: lines for values, lines in found.items()
            if any(line.numerator or line.denominator for line in lines.values())
        }  # fmt: skip
        groups = self.call(list(kept), by)
        nothing = {each.key: each for each in figures}
        rows: list[tuple[Group, dict[str, Line]]] = []
        for group in groups:
            lines = kept[group.values]
            for key in nothing.keys() - lines.keys():
                lines[key] = self.line(nothing[key], 0, 0, by.fields[nothing[key].module], group.values)
            told = {each.key: lines[each.key] for each in figures}
            rows.append(
                (group, {k: Line(v.figure, v.numerator, v.denominator, v.where, group) for k, v in told.items()})
            )
        return rows

    def tally(
        self, module: str, figures: Sequence[Figure], by: tuple[str, ...]
    ) -> list[tuple[tuple[object, ...], dict[str, Line]]]:  # fmt: skip
        """One pass over a module: every numerator and denominator, by the values of these fields."""
        wheres: list[Mapping[str, object]] = []
        for each in figures:
            wheres += [where for where in (each.where, each.of) if where is not None and where not in wheres]
        days = {"today": self.today, "soon": soon_day(self.office, self.connection, *wheres)}
        query = ListQuery(self.office.schema, self.office.modules[module], Query(self.base(module), term=self.term))
        rows = query.tally(self.connection, [fill_days(self.narrow(where), days) for where in wheres], by)
        told: list[tuple[tuple[object, ...], dict[str, Line]]] = []
        for values, counts in self.merge(module, rows, by):
            lines = {
                each.key: self.line(
                    each, counts[wheres.index(each.where)], 0 if each.of is None else counts[wheres.index(each.of)], by, values
                )
                for each in figures
            }  # fmt: skip
            told.append((values, lines))
        return told

    def merge(
        self, module: str, rows: Sequence[tuple[tuple[object, ...], Counts]], by: tuple[str, ...]
    ) -> list[tuple[tuple[object, ...], Counts]]:  # fmt: skip
        """Units that were joined are one group."""
        stands = [self.stand_ins(find_spec(self.office, self.office.modules[module], name).target) for name in by]
        found: dict[tuple[object, ...], Counts] = {}
        for values, counts in rows:
            kept = tuple(names.get(str(value), value) for value, names in zip(values, stands, strict=True))
            before = found.get(kept)
            found[kept] = tuple(map(sum, zip(before, counts, strict=True))) if before else counts
        return list(found.items())

    def stand_ins(self, kind: str) -> dict[str, object]:
        """The record that stands for each one that was joined to it."""
        table = self.office.schema.records.get(kind)
        if table is None or SAME_AS not in table.c:
            return {}
        query = select(table.c.id, table.c[SAME_AS]).where(table.c[SAME_AS].is_not(None))
        rows: Sequence[Any] = self.connection.execute(query).all()
        return {row[0]: row[1] for row in rows}

    def line(
        self, figure: Figure, numerator: int, denominator: int, by: tuple[str, ...], values: tuple[object, ...]
    ) -> Line:
        groups = dict(zip(by, values, strict=True))
        where = join_wheres(self.base(figure.module), groups, self.narrow(figure.where))
        return Line(figure, numerator, denominator if figure.is_rate else None, where)

    def call(self, found: Sequence[tuple[object, ...]], by: Dimension) -> list[Group]:
        """The values in words: in the order of their code list, names by how they are read, what is empty last."""
        module = next(iter(by.fields))
        specs = [find_spec(self.office, self.office.modules[module], name) for name in by.fields[module]]
        whose = {"plenary": self.scope.plenary}  # a sealed plenary is told in the names of its day
        rows = [cast(Row, whose | dict(zip(by.fields[module], values, strict=True))) for values in found]
        named = [rename(spec, name) for spec, name in zip(specs, by.fields[module], strict=True)]
        words = word_rows(self.office, named, rows)
        places = [place_codes(self.office, spec) for spec in specs]
        groups = [
            Group(":".join(str(each or "") for each in values), " ".join(told[each] or EMPTY for each in told), values)
            for values, told in zip(found, words, strict=True)
        ]  # fmt: skip
        orders = {
            group.values: [
                (value is None, at.get(str(value), len(at)), str(told)) for value, at, told in
                zip(group.values, places, word.values(), strict=True)
            ]
            for group, word in zip(groups, words, strict=True)
        }  # fmt: skip
        return sorted(groups, key=lambda group: orders[group.values])


def rename(spec: Field, name: str) -> Field:
    """The field under the name a query has for it: proposal.category."""
    return Field(name=name, label=spec.label, kind=Kind.TEXT if spec.name == "plenary" else spec.kind, codes=spec.codes,
                 target=spec.target)  # fmt: skip


def place_codes(office: Office, spec: Field) -> dict[str, int]:
    """Where each code stands in its list."""
    if not spec.codes:
        return {}
    return {each.code: place for place, each in enumerate(read_codes(office).entries(spec.codes))}


def group_by_module(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for each in figures:
        found.setdefault(each.module, []).append(each)
    return found
