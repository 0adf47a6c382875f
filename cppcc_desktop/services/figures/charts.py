"""The charts of a board as data: bars with their words, each with the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.description.figures import (
    ChartBars,
    FigureBars,
    FigureSheet,
    GroupBars,
    PartBars,
    TrendBars,
    reckon_rate,
)
from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure, Figures


@dataclass(frozen=True)
class ChartRow:
    """One bar: how long, the part of it that is late, and what stands at its end."""

    word: str
    count: int
    late: int = 0
    said: str = ""
    opens: CountedFigure | None = None  # the figure whose list it opens


@dataclass(frozen=True)
class Chart:
    """Bars below each other. It is drawn from this on the screen and on paper."""

    title: str
    note: str
    rows: Sequence[ChartRow]
    parts: tuple[str, str] | None = None  # what the blue and the red part are


@dataclass(frozen=True)
class ChartSource:
    """What charts of one scope are made from: its figures, its breakdowns, and what the last periods had."""

    sheet: FigureSheet
    figures: Figures
    break_down: Callable[[str, Sequence[str]], Breakdown]
    read_trend: Callable[[Sequence[str]], Breakdown]


def make_chart(bars: ChartBars, source: ChartSource) -> Chart:
    """The chart a sheet declares, of the scope the source was read for."""
    match bars:
        case FigureBars():
            return chart_figures(bars, source.figures)
        case GroupBars():
            keys = source.sheet.columns if bars.key in source.sheet.columns else (bars.key,)
            return chart_groups(bars, source.break_down(bars.by, keys))
        case PartBars():
            return chart_parts(bars, source.break_down(bars.by, (bars.key,)))
        case TrendBars():
            return chart_trend(bars, source.read_trend((bars.key, bars.beside)))


def chart_figures(bars: FigureBars, figures: Figures) -> Chart:
    lines = [
        line for key in bars.keys for line in figures.lines.values() if key in (line.figure.key, line.figure.pattern)
    ]
    rows = [
        ChartRow(each.figure.label, each.numerator, said=say_count(each), opens=each)
        for each in lines
        if each.numerator or not each.figure.faded
    ]
    return Chart(bars.title, bars.note.format(n=lines[0].denominator if lines else 0), rows)


def chart_groups(bars: GroupBars, broken: Breakdown) -> Chart:
    total = broken.total[bars.key].numerator
    pairs = [(group, lines[bars.key]) for group, lines in broken.rows]
    rows = [
        ChartRow(group.label, line.numerator, said=f"{line.numerator} {line.figure.unit}　{say_rate(line.numerator, total)}",
                 opens=line)
        for group, line in sorted(pairs, key=lambda pair: -pair[1].numerator)
    ]  # fmt: skip
    return Chart(bars.title, bars.note.format(n=total), rows)


def chart_parts(bars: PartBars, broken: Breakdown) -> Chart:
    pairs = [(group, lines[bars.key]) for group, lines in broken.rows]
    found = sorted(pairs, key=lambda pair: -(pair[1].denominator or 0))
    rows = [
        ChartRow(group.label, line.denominator or 0, (line.denominator or 0) - line.numerator,
                 f"{line.numerator} / {line.denominator}　{line.words}", line)
        for group, line in found[:bars.most]
        if line.denominator
    ]  # fmt: skip
    more = sum(bool(line.denominator) for _, line in found) - len(rows)
    return Chart(bars.title, bars.note.format(n=len(rows)) if more > 0 else "", rows, bars.parts)


def chart_trend(bars: TrendBars, broken: Breakdown) -> Chart:
    rows = [
        ChartRow(group.label, lines[bars.key].numerator, said=f"{lines[bars.key].numerator} {lines[bars.key].figure.unit}　"
                 f"{bars.words.format(beside=lines[bars.beside].words)}", opens=lines[bars.key])
        for group, lines in broken.rows
    ]  # fmt: skip
    return Chart(bars.title, bars.note, rows)


def say_count(line: CountedFigure) -> str:
    """22 件　23.9% for a rate, 22 件 for a count."""
    figure = line.figure
    return f"{line.numerator} {figure.counted}　{line.words}" if figure.is_rate else f"{line.numerator} {figure.unit}"


def say_rate(numerator: int, denominator: int) -> str:
    rate = reckon_rate(numerator, denominator)
    return "" if rate is None else f"{rate}%"
