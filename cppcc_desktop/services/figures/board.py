"""All that the page of figures shows, from one moment: figures, breakdowns, and its charts as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.figures import COLUMNS, FIGURES, UNIT_COLUMNS, reckon_rate
from cppcc_desktop.services.figures.figures import (
    Breakdown,
    Figures,
    Line,
    Scope,
    list_scopes,
    read_breakdown,
    read_figures,
    read_trend,
)
from cppcc_desktop.services.office.office import Office

CLASSES = tuple(each.key for each in FIGURES if each.key.startswith("class_"))
MOST_UNITS = 8  # in the chart; the table has all


@dataclass(frozen=True)
class ChartRow:
    """One bar: how long, the part of it that is late, and what stands at its end."""

    word: str
    count: int
    late: int = 0
    said: str = ""
    opens: Line | None = None  # the figure whose list it opens


@dataclass(frozen=True)
class Chart:
    """Bars below each other. It is drawn from this on the screen and on paper."""

    title: str
    note: str
    rows: Sequence[ChartRow]
    parts: tuple[str, str] | None = None  # what the blue and the red part are


@dataclass(frozen=True)
class Board:
    """Figures of one scope with their breakdowns."""

    scopes: Sequence[Scope]
    figures: Figures
    broken: Breakdown
    units: Breakdown
    charts: Sequence[Chart]


def read_board(office: Office, actor: Actor, scope: Scope, by: str) -> Board:
    """Everything at once."""
    figures = read_figures(office, actor, scope)
    category = read_breakdown(office, actor, scope, "category", COLUMNS)
    broken = category if by == "category" else read_breakdown(office, actor, scope, by, COLUMNS)
    units = read_breakdown(office, actor, scope, "unit_role", UNIT_COLUMNS)
    by_unit = read_breakdown(office, actor, scope, "unit", UNIT_COLUMNS)
    trend = read_trend(office, actor, ("received", "docketed", "docket_rate"))
    charts = (chart_classes(figures), chart_categories(category), chart_units(by_unit), chart_trend(trend))
    return Board(list_scopes(office, actor), figures, broken, units, charts)


def chart_classes(figures: Figures) -> Chart:
    """How the cases that were answered came out."""
    lines = [figures.lines[key] for key in CLASSES]
    rows = [ChartRow(each.figure.label, each.numerator, said=f"{each.numerator} 件　{each.words}", opens=each)
            for each in lines if each.numerator or each.figure.key != "class_D"]  # fmt: skip
    return Chart("办理结果", f"办复 {lines[0].denominator} 件", rows)


def chart_categories(broken: Breakdown) -> Chart:
    """What was received, by category, the most first."""
    total = broken.total["received"].numerator
    pairs = [(group, lines["received"]) for group, lines in broken.rows]
    rows = [
        ChartRow(group.label, line.numerator, said=f"{line.numerator} 件　{say_rate(line.numerator, total)}", opens=line)
        for group, line in sorted(pairs, key=lambda pair: -pair[1].numerator)
    ]  # fmt: skip
    return Chart("类别", f"收到 {total} 件", rows)


def chart_units(broken: Breakdown) -> Chart:
    """What units answered on time and late, those with most first."""
    pairs = [(group, lines["unit_on_time_rate"]) for group, lines in broken.rows]
    found = sorted(pairs, key=lambda pair: -(pair[1].denominator or 0))
    rows = [
        ChartRow(group.label, line.denominator or 0, (line.denominator or 0) - line.numerator,
                 f"{line.numerator} / {line.denominator}　{line.words}", line)
        for group, line in found[:MOST_UNITS]
        if line.denominator
    ]  # fmt: skip
    more = sum(bool(line.denominator) for _, line in found) - len(rows)
    return Chart("单位按期办复", f"办复最多的 {len(rows)} 家" if more > 0 else "", rows, ("按期", "逾期"))


def chart_trend(broken: Breakdown) -> Chart:
    """What was received in the last plenaries."""
    rows = [
        ChartRow(group.label, lines["received"].numerator,
                 said=f"{lines['received'].numerator} 件　立案 {lines['docket_rate'].words}", opens=lines["received"])
        for group, lines in broken.rows
    ]  # fmt: skip
    return Chart("历次会议", "收到件数和立案率", rows)


def say_rate(numerator: int, denominator: int) -> str:
    rate = reckon_rate(numerator, denominator)
    return "" if rate is None else f"{rate}%"


def compare_totals(figures: Figures, broken: Breakdown) -> tuple[str, ...]:
    """Labels of figures whose rows do not add up to what the figures of the whole say; none if all do."""
    whole: Mapping[str, Line] = figures.lines
    shared = [(line, whole[key]) for key, line in broken.total.items() if key in whole]
    return tuple(
        mine.figure.label for mine, theirs in shared
        if (mine.numerator, mine.denominator) != (theirs.numerator, theirs.denominator)
    )  # fmt: skip
