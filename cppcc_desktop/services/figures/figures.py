"""Figures of a plenary, a year or all years: counted in one pass per module, each with the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.amounts import read_sum, tell_sum
from cppcc_desktop.domain.description.conditions import (
    END,
    EVERYTHING,
    Both,
    Condition,
    Filled,
    Is,
    Leaf,
    Like,
    Named,
    Scalar,
    Span,
    asks_for,
    change_leaves,
    fill,
    of_record,
)
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Field, PeriodKind, Row
from cppcc_desktop.domain.description.figures import (
    MONTH,
    Dimension,
    Figure,
    FigureSheet,
    read_dimension_field,
    reckon_change,
    reckon_mean,
    reckon_rate,
)
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.figures.periods import ScopePeriod
from cppcc_desktop.services.figures.scopes import FigureScope, find_place_field, find_sheet, list_plenaries, list_years
from cppcc_desktop.services.figures.sheets import spread_sheet
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.conditions import fill_condition
from cppcc_desktop.services.records.periods import read_term
from cppcc_desktop.services.records.records import find_spec
from cppcc_desktop.services.records.titles import word_rows
from db.queries.records import ListQuery, Query

LAST = 5  # plenaries or years a trend shows
EMPTY = "没有填"
Counts = tuple[int, ...]


@dataclass(frozen=True)
class FigureGroup:
    """One value of what figures are broken down by."""

    code: str
    label: str
    values: tuple[object, ...]


@dataclass(frozen=True)
class CountedFigure:
    """One figure as it was counted. `where` opens the list of what its numerator counts.

    The numerator of a sum is what `added` holds together, in the smallest part of that field; in `filled` of the
    records it stands something, in `blank` nothing.
    """

    figure: Figure
    numerator: int
    denominator: int | None
    parts: tuple[Condition, ...]  # what must hold of the records in its numerator
    added: Field | None = None
    filled: int = 0
    blank: int = 0
    group: FigureGroup | None = None
    whole: int | None = None  # in a breakdown: the count of all rows together
    before: CountedFigure | None = None  # the same of the scope before

    @property
    def where(self) -> Condition:
        """The list behind its numerator; put together when somebody opens it, not for every cell of a table."""
        return Both(*self.parts)

    @property
    def value(self) -> float | int | None:
        """The count, the sum in its unit, or the rate 0–100 with one decimal; None for a rate of nothing, and for a sum
        where none of the records says anything."""
        if self.added is not None:
            return None if self.blank and not self.filled else self.number
        if self.figure.per:
            return reckon_mean(self.numerator, self.denominator or 0)
        return self.numerator if self.denominator is None else reckon_rate(self.numerator, self.denominator)

    @property
    def number(self) -> float | int:
        """The numerator as people reckon with it: a sum in its unit."""
        if self.added is None:
            return self.numerator
        number = read_sum(self.numerator, self.added.kind.places, self.figure.unit)
        return int(number) if number == number.to_integral_value() else float(number)

    @property
    def words(self) -> str:
        """74.4% for a rate, 93 for a count, 1,200.5 for a sum, — where there is nothing to divide by or to add."""
        if self.value is None:
            return "—"
        if self.figure.per:
            return str(self.value)
        return f"{self.value}%" if self.figure.is_rate else self.tell(self.numerator)

    def tell(self, numerator: int) -> str:
        """A numerator of this figure in words."""
        if self.added is None:
            return str(numerator)
        return tell_sum(numerator, self.added.kind.places, self.figure.unit)

    @property
    def records(self) -> int:
        """How many records its list has."""
        return self.numerator if self.added is None else self.filled + self.blank

    @property
    def is_nothing(self) -> bool:
        """Whether there is no record it could say anything of."""
        return not (self.records or self.denominator)

    @property
    def missing(self) -> str:
        """Of how many records a sum says nothing: 3 个没有填投入; empty where all say something."""
        return f"{self.blank} {self.figure.counted}没有填{self.added.label}" if self.added and self.blank else ""

    @property
    def origin(self) -> str:
        """What stands below a number: 93 ÷ 125 件，占收到 of a rate, of a sum what is missing in it."""
        return f"{self.counts}，{self.figure.base}" if self.denominator is not None else self.missing

    @property
    def share(self) -> float | None:
        """Which part of all rows together, 0–100; None for a rate, and where there is nothing or less."""
        return None if self.whole is None or self.whole < 0 else reckon_rate(self.numerator, self.whole)

    @property
    def share_words(self) -> str:
        return "—" if self.share is None else f"{self.share}%"

    @property
    def share_base(self) -> str:
        """What the share is of: 占立案（并案后件数）合计 799 件."""
        return "" if self.whole is None else f"占{self.figure.label}合计 {self.tell(self.whole)} {self.figure.unit}"

    @property
    def change(self) -> float | None:
        """Against the scope before: a count in per cent of it, a rate in percentage points."""
        if self.before is None or self.value is None or self.before.value is None:
            return None
        if self.figure.is_rate:
            return round(self.value - self.before.value, 1)
        if self.figure.per:
            of, was = self.denominator or 0, self.before.denominator or 0
            return reckon_change(self.numerator * was, self.before.numerator * of)
        if self.before.numerator < 0:
            return None
        return reckon_change(self.numerator, self.before.numerator)

    @property
    def change_words(self) -> str:
        """+7.4%, −0.7 个百分点; — where there is nothing to compare with."""
        if self.change is None:
            return "—"
        sign = "+" if self.change > 0 else "−" if self.change < 0 else ""
        return f"{sign}{abs(self.change)}{' 个百分点' if self.figure.is_rate else '%'}"

    @property
    def counts(self) -> str:
        """Where a rate comes from: 93 ÷ 125 件."""
        return "" if self.denominator is None else f"{self.numerator} ÷ {self.denominator} {self.figure.counted}"


@dataclass(frozen=True)
class Figures:
    """The figures of one scope, of one moment."""

    scope: FigureScope
    lines: Mapping[str, CountedFigure]
    before: FigureScope | None = None  # what the lines are compared with

    def of_group(self, group: str) -> list[CountedFigure]:
        return [line for line in self.lines.values() if line.figure.group == group]


Rows = Sequence[tuple[FigureGroup, Mapping[str, CountedFigure]]]


@dataclass(frozen=True)
class Breakdown:
    """Figures by the values of one dimension. Every record stands in one row, so counts add up to the total; only where it has
    several values it stands in as many.

    `figures` are those that are shown; of entries that are offered no more only what there is something of.
    """

    scope: FigureScope
    by: Dimension
    figures: tuple[Figure, ...]
    rows: Rows
    total: Mapping[str, CountedFigure]
    unfilled: tuple[FigureGroup, Mapping[str, CountedFigure]]  # what has no value here, also where that is nothing
    before: FigureScope | None = None  # what the lines are compared with

    @property
    def lines(self) -> Rows:
        """All rows, and at the end always one for what is not filled in."""
        return [*(row for row in self.rows if row[0] != self.unfilled[0]), self.unfilled]


def read_figures(
    office: Office,
    actor: Actor,
    scope: FigureScope,
    keys: Sequence[str] = (),
    sheet: FigureSheet | None = None,
    before: FigureScope | None = None,
) -> Figures:
    """All figures of a sheet, or those of these keys; compared with those of another scope if that is named."""
    actor.require("record.read")
    sheet = spread_sheet(office, sheet or find_sheet(office), scope)
    with office.read() as connection:
        lines = Counting(office, connection, sheet, scope).lines(sheet.find(keys))
        earlier = Counting(office, connection, sheet, before).lines(sheet.find(keys)) if before else {}
    return Figures(scope, compare_lines(lines, earlier), before)


def read_breakdown(
    office: Office,
    actor: Actor,
    scope: FigureScope,
    by: str,
    keys: Sequence[str] = (),
    sheet: FigureSheet | None = None,
    before: FigureScope | None = None,
) -> Breakdown:
    """Figures by category, sector, unit …, compared with another scope if that is named; OfficeError names what there is."""
    actor.require("record.read")
    sheet = spread_sheet(office, sheet or find_sheet(office), scope)
    dimension = sheet.by_dimension.get(by)
    if dimension is None:
        known = [f"{each.key}（{each.label}）" for each in sheet.by_dimension.values()]
        raise OfficeError(f"不能按“{by}”分。", options=known)
    with office.read() as connection:
        figures = sheet.find(keys, dimension)
        found = Counting(office, connection, sheet, scope).break_down(figures, dimension)
        if before is None:
            return found
        return compare_breakdowns(found, Counting(office, connection, sheet, before).break_down(figures, dimension))


def compare_lines(lines: Mapping[str, CountedFigure], before: Mapping[str, CountedFigure]) -> dict[str, CountedFigure]:
    """The lines, each with what it was before."""
    return {key: replace(line, before=before.get(key)) for key, line in lines.items()}


def compare_breakdowns(found: Breakdown, before: Breakdown) -> Breakdown:
    """The breakdown, each line with what it was before: a row that was not there was nothing."""
    earlier = {group.code: lines for group, lines in before.lines}
    nothing = {
        key: replace(line, numerator=0, denominator=line.denominator and 0, filled=0, blank=0)
        for key, line in before.total.items()
    }

    def compare(
        row: tuple[FigureGroup, Mapping[str, CountedFigure]],
    ) -> tuple[FigureGroup, Mapping[str, CountedFigure]]:
        return row[0], compare_lines(row[1], earlier.get(row[0].code, nothing))

    return replace(
        found, rows=[compare(row) for row in found.rows], unfilled=compare(found.unfilled),
        total=compare_lines(found.total, before.total), before=before.scope,
    )  # fmt: skip


def read_side_by_side(
    office: Office,
    actor: Actor,
    scopes: Sequence[FigureScope],
    keys: Sequence[str] = (),
    sheet: FigureSheet | None = None,
) -> list[Figures]:
    """The same figures of several scopes, in their order."""
    return [read_figures(office, actor, each, keys, sheet) for each in scopes]


def read_trend(
    office: Office, actor: Actor, keys: Sequence[str], last: int = LAST, sheet: FigureSheet | None = None
) -> Breakdown:
    """Figures of the last plenaries or years, the oldest first."""
    actor.require("record.read")
    sheet = sheet or find_sheet(office)
    entity = office.modules[sheet.module].entity
    assert entity.period, f"{entity.name} is reckoned by nothing"
    name, yearly = entity.period.field, entity.period.kind is PeriodKind.YEAR
    known = list_years(office, entity) if yearly else list_plenaries(office, entity, empty=False)
    own = Dimension(name, entity.by_name[name].label, {sheet.module: (name,)})
    dimension = sheet.by_dimension.get(name, own)
    with office.read() as connection:
        counting = Counting(office, connection, sheet, FigureScope(), Is(name, tuple(known[:last])))
        found = counting.break_down(sheet.find(keys), dimension)
    rows = [(replace(each, label=name_period(each.code, yearly=yearly)), line) for each, line in found.rows]
    return replace(found, rows=sorted(rows, key=lambda row: row[0].code))


def name_period(code: str, *, yearly: bool) -> str:
    return f"{code}年" if yearly else Plenary.parse(code).short


@dataclass(eq=False)
class Counting:
    """Counts of one scope on one connection. `only` is a condition on the sheet's records instead of the scope's."""

    office: Office
    connection: Connection
    sheet: FigureSheet
    scope: FigureScope
    only: Condition | None = None
    _asked: dict[str, tuple[Condition, Condition]] = field(
        default_factory=dict[str, "tuple[Condition, Condition]"], init=False
    )

    @cached_property
    def entity(self) -> Entity:
        """The records that the sheet is about."""
        return self.office.modules[self.sheet.module].entity

    @cached_property
    def own(self) -> Condition:
        return self.only or self.scope.condition(self.entity, find_place_field(self.office, self.entity))

    @cached_property
    def term(self) -> str:
        """The term whose members are asked about."""
        return self.period.term() or read_term(self.connection)

    @cached_property
    def period(self) -> ScopePeriod:
        return ScopePeriod(self.office, self.connection, self.entity, self.scope)

    def base(self, name: str) -> Condition:
        """What narrows a module's records to the scope."""
        module = self.office.modules[name]
        if module.entity is self.entity:
            return self.own
        if self.belongs(module.entity):
            own = Filled("id") if self.own == EVERYTHING else self.own  # then still only of owners in force
            return of_record(module.entity.owner, own)
        return Is("term", self.term) if module.companion else EVERYTHING

    def belongs(self, entity: Entity) -> bool:
        """Whether records of this kind belong to the sheet's."""
        return bool(entity.owner) and entity.by_name[entity.owner].target == self.entity.name

    def narrow(self, where: Condition) -> Condition:
        """A figure's condition with the scope in what it says of the sheet's records."""

        if asks_for(where, END):
            where = fill(where, {END: self.period.end}, lambda _kind, leaf: leaf)

        def change(leaf: Leaf) -> Condition:
            if not isinstance(leaf, Named):
                return leaf
            entity = self.office.entity(leaf.kind)
            own = self.own if entity is self.entity else EVERYTHING
            if self.belongs(entity):
                own = of_record(entity.owner, self.own)
            return replace(leaf, where=Both(leaf.where, own))

        return change_leaves(where, change)

    def asked(self, figure: Figure) -> tuple[Condition, Condition]:
        """The scope and the figure's condition: the same in every group of a breakdown, so they are made once."""
        if figure.key not in self._asked:
            self._asked[figure.key] = self.base(figure.module), self.narrow(figure.where)
        return self._asked[figure.key]

    def keep_within(self, entity: Entity, where: Condition) -> Condition:
        """The condition with the scope in what it says of the record a row belongs to: only those are looked through."""
        if not self.belongs(entity) or self.own == EVERYTHING:
            return where
        within = of_record(entity.owner, self.own)
        owners = f"{entity.owner}."
        return change_leaves(where, lambda leaf: Both(leaf, within) if leaf.field.startswith(owners) else leaf)

    def lines(self, figures: Sequence[Figure]) -> dict[str, CountedFigure]:
        """Each figure of the whole scope."""
        counted: dict[str, CountedFigure] = {}
        beside = [self.sheet.by_key[each.per] for each in figures if each.per]
        for module, wanted in group_by_module([*dict.fromkeys((*figures, *beside))]).items():
            for _, lines in self.tally(module, wanted, ()):
                counted |= lines
        return {
            each.key: replace(counted[each.key], denominator=counted[each.per].numerator) if each.per else counted[each.key]
            for each in figures
        }  # fmt: skip

    def break_down(self, figures: Sequence[Figure], by: Dimension) -> Breakdown:
        """Each figure by the values of a dimension, all rows together, and what has no value."""
        rows = self.grouped(figures, by)
        total: dict[str, CountedFigure] = {}
        if any(self.holds_several(each.module, name) for each in figures for name in by.fields[each.module]):
            total = self.lines(figures)  # a record stands in several rows
        for each in figures if not total else ():
            of = [lines[each.key] for _, lines in rows]
            whole = self.line(
                each, sum(line.numerator for line in of), sum(line.denominator or 0 for line in of), (), ()
            )
            filled, blank = sum(line.filled for line in of), sum(line.blank for line in of)
            total[each.key] = replace(whole, filled=filled, blank=blank) if each.adds else whole
        shared = [(group, give_shares(lines, total, group)) for group, lines in rows]
        unfilled = next((row for row in shared if not any(row[0].values)), self.unfilled(figures, by, total))
        shown = tuple(each for each in figures if total[each.key].records or not each.faded)
        return Breakdown(self.scope, by, shown, shared, give_shares(total, total), unfilled)

    def unfilled(
        self, figures: Sequence[Figure], by: Dimension, total: Mapping[str, CountedFigure]
    ) -> tuple[FigureGroup, dict[str, CountedFigure]]:
        """The row for what has no value, where nothing was counted in it."""
        values = (None,) * len(next(iter(by.fields.values())))
        group = FigureGroup(":".join("" for _ in values), " ".join(EMPTY for _ in values), values)
        lines = {each.key: self.line(each, 0, 0, by.fields[each.module], values) for each in figures}
        return group, give_shares(lines, total, group)

    def grouped(self, figures: Sequence[Figure], by: Dimension) -> list[tuple[FigureGroup, dict[str, CountedFigure]]]:
        """Each figure for each value of the dimension that anything was counted of."""
        found: dict[tuple[object, ...], dict[str, CountedFigure]] = {}
        for module, wanted in group_by_module(figures).items():
            for values, lines in self.tally(module, wanted, by.fields[module]):
                found.setdefault(values, {}).update(lines)
        kept = {
            values: lines for values, lines in found.items()
            if not all(line.is_nothing for line in lines.values())
        }  # fmt: skip
        groups = self.call(list(kept), by)
        nothing = {each.key: each for each in figures}
        rows: list[tuple[FigureGroup, dict[str, CountedFigure]]] = []
        for group in groups:
            lines = kept[group.values]
            for key in nothing.keys() - lines.keys():
                lines[key] = self.line(nothing[key], 0, 0, by.fields[nothing[key].module], group.values)
            rows.append((group, {each.key: lines[each.key] for each in figures}))
        return rows

    def tally(
        self, module: str, figures: Sequence[Figure], by: tuple[str, ...]
    ) -> list[tuple[tuple[object, ...], dict[str, CountedFigure]]]:  # fmt: skip
        """One pass over a module: every numerator and denominator, by the values of these fields."""
        wheres: list[Condition] = []
        for each in figures:
            wheres += [where for where in (each.where, each.of) if where is not None and where not in wheres]
        sums = list(dict.fromkeys((wheres.index(each.where), each.adds) for each in figures if each.adds))
        places = {
            each.key: (wheres.index(each.where), -1 if each.of is None else wheres.index(each.of)) for each in figures
        }
        of, office = self.office.modules[module], self.office
        query = ListQuery(office.schema, of, Query(self.base(module), term=self.term))
        narrowed = [self.keep_within(of.entity, self.narrow(where)) for where in wheres]
        asked = [fill_condition(office, self.connection, of, where, self.base(module)) for where in narrowed]
        rows = query.tally(self.connection, asked, by, [(asked[at], name) for at, name in sums])
        told: list[tuple[tuple[object, ...], dict[str, CountedFigure]]] = []
        for values, counts in self.merge(module, rows, by):
            lines: dict[str, CountedFigure] = {}
            for each in figures:
                counted, of_all = places[each.key]
                line = self.line(each, counts[counted], 0 if of_all < 0 else counts[of_all], by, values)
                if each.adds:
                    at = len(wheres) + 2 * sums.index((counted, each.adds))
                    line = replace(
                        line, numerator=counts[at], filled=counts[at + 1], blank=line.numerator - counts[at + 1]
                    )
                lines[each.key] = line
            told.append((values, lines))
        return told

    def merge(
        self, module: str, rows: Sequence[tuple[tuple[object, ...], Counts]], by: tuple[str, ...]
    ) -> list[tuple[tuple[object, ...], Counts]]:  # fmt: skip
        """Units that were joined are one group."""
        stands = [self.stand_ins(self.find_spec(module, name).target) for name in by]
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
    ) -> CountedFigure:
        groups = [self.group(figure.module, name, value) for name, value in zip(by, values, strict=True)]
        base, narrowed = self.asked(figure)
        added = find_spec(self.office, self.office.modules[figure.module], figure.adds) if figure.adds else None
        parts = (base, *groups, narrowed)
        return CountedFigure(figure, numerator, denominator if figure.is_rate else None, parts, added)

    def group(self, module: str, name: str, value: object) -> Condition:
        """What the records of one value of a dimension meet."""
        own = read_dimension_field(name)
        if value is None or (own == name and not self.holds_several(module, name)):
            return Is(own, cast(Scalar, value))
        return Span(own, f"{value}-01", f"{value}-31") if own != name else Like(name, f'"{value}"')

    def find_spec(self, module: str, name: str) -> Field:
        return find_spec(self.office, self.office.modules[module], read_dimension_field(name))

    def holds_several(self, module: str, name: str) -> bool:
        """Whether a record can have several values of a dimension."""
        spec = self.office.modules[module].by_name.get(name)
        return spec is not None and spec.kind.many

    def call(self, found: Sequence[tuple[object, ...]], by: Dimension) -> list[FigureGroup]:
        """The values in words: in the order of their code list, names by how they are read, what is empty last."""
        module = next(iter(by.fields))
        specs = [self.find_spec(module, name) for name in by.fields[module]]
        whose = {"plenary": self.scope.plenary}  # a sealed plenary is told in the names of its day
        rows = [cast(Row, whose | dict(zip(by.fields[module], values, strict=True))) for values in found]
        named = [rename(spec, name) for spec, name in zip(specs, by.fields[module], strict=True)]
        words = word_rows(self.office, named, rows)
        places = [place_codes(self.office, spec) for spec in specs]
        groups = [
            FigureGroup(":".join(str(each or "") for each in values), " ".join(told[each] or EMPTY for each in told), values)
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


def give_shares(
    lines: Mapping[str, CountedFigure], total: Mapping[str, CountedFigure], group: FigureGroup | None = None
) -> dict[str, CountedFigure]:
    """The lines of a row, each with its group, and each count with what it is a part of."""
    return {
        key: replace(line, group=group, whole=None if line.figure.is_rate else total[key].numerator)
        for key, line in lines.items()
    }


def rename(spec: Field, name: str) -> Field:
    """The field under the name a query has for it: owner.category; a month is told as it stands."""
    if name.endswith(MONTH):
        return Field(name=name, label=spec.label)
    return Field(
        name=name, label=spec.label, kind=spec.kind, codes=spec.codes, target=spec.target, written=spec.written
    )


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
