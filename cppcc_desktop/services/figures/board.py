"""All that the page of figures shows, from one moment: figures, breakdowns, and its charts as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cppcc_desktop.domain.description.figures import FigureSheet
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.figures.charts import Chart, ChartSource, make_chart
from cppcc_desktop.services.figures.figures import (
    Breakdown,
    CountedFigure,
    Figures,
    read_breakdown,
    read_figures,
    read_trend,
)
from cppcc_desktop.services.figures.scopes import FigureScope, find_sheet, list_scopes
from cppcc_desktop.services.figures.sheets import spread_sheet
from cppcc_desktop.services.office.office import Office


@dataclass(frozen=True)
class Board:
    """Figures of one scope with their breakdowns: the one that was asked for, and those of the sheet's tables."""

    sheet: FigureSheet
    scopes: Sequence[FigureScope]
    figures: Figures
    broken: Breakdown | None
    tables: Sequence[Breakdown]
    charts: Sequence[Chart]

    def of_groups(self) -> list[tuple[str, CountedFigure]]:
        """All figures of the scope, each with its group, in the order of the groups."""
        return [(group, line) for group in self.sheet.groups for line in self.figures.of_group(group)]


def read_board(office: Office, actor: Actor, scope: FigureScope, by: str, sheet: FigureSheet | None = None) -> Board:
    """Everything at once; `by` is empty where nothing is to be broken down."""
    sheet = spread_sheet(office, sheet or find_sheet(office), scope)

    @cache
    def break_down(by: str, keys: tuple[str, ...]) -> Breakdown:
        return read_breakdown(office, actor, scope, by, keys, sheet)

    figures = read_figures(office, actor, scope, sheet=sheet)
    source = ChartSource(
        sheet,
        figures,
        lambda by, keys: break_down(by, tuple(keys)),
        lambda keys: read_trend(office, actor, keys, sheet=sheet),
    )
    return Board(
        sheet,
        list_scopes(office, actor, sheet),
        figures,
        break_down(by, sheet.columns) if by else None,
        [break_down(each.by, each.columns) for each in sheet.tables],
        [make_chart(each, source) for each in sheet.charts],
    )


def compare_totals(figures: Figures, broken: Breakdown) -> tuple[str, ...]:
    """Labels of figures whose rows do not add up to what the figures of the whole say; none if all do."""
    whole: Mapping[str, CountedFigure] = figures.lines
    shared = [(line, whole[key]) for key, line in broken.total.items() if key in whole]
    return tuple(
        mine.figure.label for mine, theirs in shared
        if (mine.numerator, mine.denominator) != (theirs.numerator, theirs.denominator)
    )  # fmt: skip
