"""All that the page of figures shows: figures, charts as data, and a table for each breakdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cppcc_desktop.domain.description.figures import BoardTable, Figure, FigureSheet
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.figures.charts import Chart, ChartSource, chart_breakdown, make_chart
from cppcc_desktop.services.figures.columns import FigureAspect, FigureColumn, find_lead, list_columns, sort_rows
from cppcc_desktop.services.figures.figures import (
    Breakdown,
    CountedFigure,
    FigureGroup,
    Figures,
    read_breakdown,
    read_figures,
    read_trend,
)
from cppcc_desktop.services.figures.scopes import FigureScope, find_sheet, list_places, list_scopes
from cppcc_desktop.services.figures.sheets import spread_sheet
from cppcc_desktop.services.office.office import Office


@dataclass(frozen=True)
class ShownTable:
    """One breakdown as the page shows it. `apart`: labels of figures whose rows do not add up to those of the whole."""

    declared: BoardTable
    broken: Breakdown
    columns: Sequence[FigureColumn]  # all of them
    apart: tuple[str, ...] = ()

    @property
    def main(self) -> list[FigureColumn]:
        """The columns that fit beside bars: of shares only that of the first count."""
        names = {*self.declared.main}
        return [
            each
            for each in self.columns
            if (not names or {each.figure.key, each.figure.pattern} & names)
            and (each.shown is not FigureAspect.SHARE or each.figure == self.lead)
        ]

    @property
    def lead(self) -> Figure | None:
        return find_lead(self.broken)

    @property
    def note(self) -> str:
        """What the shares are of, what is said of the table, and whether something is wrong with it."""
        if self.apart:
            return f"和上面的数不一致：{'、'.join(self.apart)}"
        base = (
            [f"占比的底数是{self.lead.label} {self.broken.total[self.lead.key].words} {self.lead.unit}"]
            if self.lead
            else []
        )
        return "；".join([*base, *self.missing, *([self.declared.note] if self.declared.note else [])])

    @property
    def missing(self) -> list[str]:
        """Of how many records its sums say nothing."""
        return list(dict.fromkeys(line.missing for line in self.broken.total.values() if line.missing))

    def rows(
        self, column: FigureColumn | None = None, *, falling: bool = True
    ) -> list[tuple[FigureGroup, Mapping[str, CountedFigure]]]:
        """The rows by a column, by default the most of the first count first."""
        lead = next((each for each in self.columns if each.figure == self.lead), None)
        return sort_rows(self.broken, column or lead, falling=falling)

    def listed(self, *, falling: bool = False) -> list[tuple[FigureGroup, Mapping[str, CountedFigure]]]:
        """The rows as their code list has them, names by how they are read."""
        return sort_rows(self.broken, None, falling=falling)

    def chart(self, rows: Sequence[tuple[FigureGroup, Mapping[str, CountedFigure]]], most: int = 0) -> Chart | None:
        """The first count of these rows; None without a count."""
        return chart_breakdown(rows, self.broken, self.lead, most) if self.lead else None


@dataclass(frozen=True)
class Board:
    """Figures of one scope, compared with those of another or of none; `tables` are those that were read so far."""

    sheet: FigureSheet
    scopes: Sequence[FigureScope]
    figures: Figures
    charts: Sequence[Chart]
    tables: Sequence[ShownTable] = ()
    places: Sequence[tuple[str, str]] = ()  # id and title of those it can be asked of alone

    def of_groups(self) -> list[tuple[str, CountedFigure]]:
        """All figures of the scope, each with its group, in the order of the groups."""
        return [(group, line) for group in self.sheet.groups for line in self.figures.of_group(group)]


def read_board(
    office: Office,
    actor: Actor,
    scope: FigureScope,
    sheet: FigureSheet | None = None,
    before: FigureScope | None = None,
) -> Board:
    """Everything at once."""
    board = read_board_top(office, actor, scope, sheet, before)
    tables = [read_table(office, actor, board.figures, each, board.sheet) for each in board.sheet.breakdowns]
    return replace(board, tables=tables)


def read_board_top(
    office: Office,
    actor: Actor,
    scope: FigureScope,
    sheet: FigureSheet | None = None,
    before: FigureScope | None = None,
) -> Board:
    """The figures and the charts; tables are read one by one (`read_table`)."""
    sheet = spread_sheet(office, sheet or find_sheet(office), scope)

    @cache
    def break_down(by: str, keys: tuple[str, ...]) -> Breakdown:
        return read_breakdown(office, actor, scope, by, keys, sheet)

    figures = read_figures(office, actor, scope, sheet=sheet, before=before)
    source = ChartSource(
        sheet,
        figures,
        lambda by, keys: break_down(by, tuple(keys)),
        lambda keys: read_trend(office, actor, keys, sheet=sheet),
    )
    charts = [make_chart(each, source) for each in sheet.charts]
    places = list_places(office, actor, sheet)
    return Board(sheet, list_scopes(office, actor, sheet), figures, charts, places=places)


def read_table(office: Office, actor: Actor, figures: Figures, declared: BoardTable, sheet: FigureSheet) -> ShownTable:
    """One breakdown of the scope these figures are of, compared with what they are compared with."""
    broken = read_breakdown(office, actor, figures.scope, declared.by, declared.columns, sheet, figures.before)
    return ShownTable(declared, broken, list_columns(broken, sheet), compare_totals(figures, broken))


def compare_totals(figures: Figures, broken: Breakdown) -> tuple[str, ...]:
    """Labels of figures whose rows do not add up to what the figures of the whole say; none if all do."""
    whole: Mapping[str, CountedFigure] = figures.lines
    shared = [(line, whole[key]) for key, line in broken.total.items() if key in whole]
    return tuple(
        mine.figure.label for mine, theirs in shared
        if (mine.numerator, mine.denominator) != (theirs.numerator, theirs.denominator)
    )  # fmt: skip
