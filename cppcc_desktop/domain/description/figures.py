"""Figures of a noun as data: what is counted, of what, how the base is called, and what a page shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from cppcc_desktop.domain.description.conditions import Condition

MONTH = "@month"  # behind a day in a dimension: told by its month


def read_dimension_field(name: str) -> str:
    """The field a dimension counts by: of date@month the date."""
    return name.removesuffix(MONTH)


class ScopeKind(StrEnum):
    """What figures can be asked of."""

    PLENARY = "plenary"
    YEAR = "year"
    TERM = "term"  # all its plenaries so far
    PLACE = "place"  # a station, in one of the others
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure. Without `of` it is a count; with it, a rate: what meets `where` ÷ what meets `of`, both of one module.

    With `adds` it is the sum of a number field over what meets `where`, told in `unit`: 元 万元 亿元 of money, else that
    of the field. With `per` it is a mean: the count ÷ another of the sheet, of any module, with one decimal; only of the
    whole, as in a row of a breakdown nobody can tell whom to divide by. `base` says the denominator as it stands beside a rate (占收到件数); `unit` is 件 份 项 人, or % of a rate, whose
    `counted` says what its numbers count.
    """

    key: str
    label: str
    group: str
    where: Condition
    module: str
    of: Condition | None = None
    base: str = ""
    adds: str = ""  # a field of whole numbers, decimals or money
    unit: str = "件"
    counted: str = "件"
    per: str = ""  # the key of a count of the sheet: this is how many come to one of those
    late: bool = False  # red where it is not zero
    short: str = ""  # its label in the head of a table
    each: str = ""  # a field: this stands for a figure for each entry of its code list, called so in place of {}
    pattern: str = ""  # the key of the one it was spread from
    faded: bool = False  # of an entry that is offered no more: shown only where there is something to show
    only_by: tuple[str, ...] = ()  # the dimensions it belongs to, if it says nothing of the whole

    def __post_init__(self) -> None:
        if sum(map(bool, (self.adds, self.of, self.per))) > 1:
            raise ValueError(f"{self.key}: a sum, a rate and a mean are three things")

    @property
    def is_rate(self) -> bool:
        return self.of is not None

    @property
    def head(self) -> str:
        """What the column of a table is called; that of a sum without a short label says its unit."""
        return self.short or (f"{self.label}（{self.unit}）" if self.adds else self.label)


@dataclass(frozen=True)
class Dimension:
    """What figures can be broken down by: the fields of each module that are counted by, and what it is called.

    A day with `MONTH` behind it is counted by its month.
    """

    key: str
    label: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    offered: bool = True  # to people; else for trends only
    note: str = ""  # what is not plain from its label: of which day, whose


@dataclass(frozen=True, kw_only=True)
class FigureBars:
    """A chart of figures beside each other. In its note {n} is the denominator of the first."""

    title: str
    note: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartBars:
    """A chart of one rate by a dimension: the part it counts and the rest, those with most first.

    In its note, which stands only where some are left out, {n} is how many are shown.
    """

    title: str
    note: str
    key: str
    by: str
    parts: tuple[str, str]
    most: int = 8  # a table has all


@dataclass(frozen=True, kw_only=True)
class TrendBars:
    """A chart of one count over the last periods; {beside} in `words` is another figure of the same period."""

    title: str
    note: str
    key: str
    beside: str
    words: str


ChartBars = FigureBars | PartBars | TrendBars


@dataclass(frozen=True, kw_only=True)
class BoardTable:
    """A breakdown that stands on the page, with bars of its first count. `main`: the columns that fit beside them."""

    title: str
    note: str
    by: str
    columns: tuple[str, ...]
    main: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FigureSheet:
    """All figures of one noun and how its page shows them: a part that the noun hands in.

    They are about the records of `module`. Figures of another module count the records that belong to one of those
    (Entity.owner), or what people are in a term. Which plenary or year is asked about goes by the entity's `period`
    and `day`; `scopes` say what can be asked of, in the order they are offered.
    """

    module: str
    title: str  # of the page on paper
    groups: tuple[str, ...]
    figures: tuple[Figure, ...]
    dimensions: tuple[Dimension, ...] = ()
    headlines: tuple[str, ...] = ()  # up to five figures that stand large on top
    columns: tuple[str, ...] = ()  # of the table by each dimension that is offered
    main: tuple[str, ...] = ()  # those of them that fit beside bars; none: all
    tables: tuple[BoardTable, ...] = ()
    shares: tuple[str, ...] = ()  # counts that tables show the share of beside them; none: the first count
    charts: tuple[ChartBars, ...] = ()
    scopes: tuple[ScopeKind, ...] = (ScopeKind.PLENARY, ScopeKind.YEAR, ScopeKind.ALL)
    year_words: str = ""  # what happened to records in the year they are counted in: 收到的

    @cached_property
    def by_key(self) -> Mapping[str, Figure]:
        return MappingProxyType({each.key: each for each in self.figures})

    @cached_property
    def by_dimension(self) -> Mapping[str, Dimension]:
        return MappingProxyType({each.key: each for each in self.dimensions})

    @property
    def offered(self) -> list[Dimension]:
        """What people may break figures down by."""
        return [each for each in self.dimensions if each.offered]

    @property
    def breakdowns(self) -> list[BoardTable]:
        """The tables of the page: one by each dimension that is offered, then the sheet's own."""
        own = {each.by for each in self.tables}
        return [
            *(BoardTable(title=f"按{each.label}", note=each.note, by=each.key, columns=self.columns, main=self.main)
              for each in self.offered if each.key not in own),
            *self.tables,
        ]  # fmt: skip

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the figures that tables show."""
        return (*self.columns, *(key for table in self.tables for key in table.columns))

    def shared(self, figures: Sequence[Figure]) -> set[str]:
        """Of the figures of a table those whose share stands beside them."""
        counts = [each.key for each in figures if not each.is_rate]
        return {each for each in counts if each in self.shares} or set(counts[:1])

    def named(self, key: str) -> list[Figure]:
        """The figure of this key, or those it was spread into."""
        return [each for each in self.figures if each.pattern == key] or [self.by_key[key]]

    def find(self, keys: Sequence[str] = (), by: Dimension | None = None) -> tuple[Figure, ...]:
        """The figures of these keys, by default all that fit; only those that can be broken down by `by`."""
        asked = "" if by is None else by.key
        chosen = [figure for key in keys for figure in self.named(key)] if keys else [
            each for each in self.figures if not each.only_by or asked in each.only_by
        ]  # fmt: skip
        return tuple(each for each in chosen if by is None or (each.module in by.fields and not each.per))


def reckon_rate(numerator: int, denominator: int) -> float | None:
    """Per cent with one decimal, half a tenth upwards; None where there is nothing to divide by."""
    if not denominator:
        return None
    return (2000 * numerator + denominator) // (2 * denominator) / 10


def reckon_mean(numerator: int, denominator: int) -> float | None:
    """How many come to one, with one decimal, half a tenth upwards; None where there is nothing to divide by."""
    if not denominator:
        return None
    return (20 * numerator + denominator) // (2 * denominator) / 10


def reckon_change(now: int, before: int) -> float | None:
    """How much more than before, per cent with one decimal; None where there was nothing."""
    rate = reckon_rate(abs(now - before), before)
    return None if rate is None else rate if now >= before else -rate
