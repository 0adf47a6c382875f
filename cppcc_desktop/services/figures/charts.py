"""The charts of a board as data: bars with their words, each with the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.description.figures import ChartBars, Figure, FigureBars, FigureSheet, PartBars, TrendBars
from cppcc_desktop.exporters.document import BarBlock, BarRow
from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure, FigureGroup, Figures

NOW, LATE, BEFORE = "now", "late", "before"  # what a bar is filled with


@dataclass(frozen=True)
class ChartRow:
    """One bar, and what it opens: the figure whose list that is, or what the page that shows it knows."""

    bar: BarRow
    opens: CountedFigure | str | None = None


@dataclass(frozen=True)
class Chart:
    """Bars below each other. It is drawn from this on the screen and on paper; `legend` says what each filling is."""

    title: str
    note: str
    rows: Sequence[ChartRow]
    legend: tuple[tuple[str, str], ...] = ()

    @property
    def block(self) -> BarBlock:
        """What is drawn."""
        return BarBlock(tuple(each.bar for each in self.rows), self.legend)


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
        case PartBars():
            return chart_parts(bars, source.break_down(bars.by, (bars.key,)))
        case TrendBars():
            return chart_trend(bars, source.read_trend((bars.key, bars.beside)))


def chart_figures(bars: FigureBars, figures: Figures) -> Chart:
    lines = [
        line for key in bars.keys for line in figures.lines.values() if key in (line.figure.key, line.figure.pattern)
    ]
    rows = [
        ChartRow(BarRow(each.figure.label, max(0, each.numerator), say_count(each)), each)
        for each in lines
        if each.records or not each.figure.faded
    ]
    return Chart(bars.title, bars.note.format(n=lines[0].denominator if lines else 0), rows)


def chart_parts(bars: PartBars, broken: Breakdown) -> Chart:
    pairs = [(group, lines[bars.key]) for group, lines in broken.rows]
    found = sorted(pairs, key=lambda pair: -(pair[1].denominator or 0))
    rows = [
        ChartRow(
            BarRow(group.label, line.denominator or 0, f"{line.numerator} / {line.denominator}　{line.words}",
                   late=(line.denominator or 0) - line.numerator),
            line,
        )
        for group, line in found[:bars.most]
        if line.denominator
    ]  # fmt: skip
    more = sum(bool(line.denominator) for _, line in found) - len(rows)
    note = bars.note.format(n=len(rows)) if more > 0 else ""
    return Chart(bars.title, note, rows, ((NOW, bars.parts[0]), (LATE, bars.parts[1])))


def chart_trend(bars: TrendBars, broken: Breakdown) -> Chart:
    rows = [
        ChartRow(BarRow(group.label, max(0, lines[bars.key].numerator), f"{lines[bars.key].words} {lines[bars.key].figure.unit}　"
                        f"{bars.words.format(beside=lines[bars.beside].words)}"), lines[bars.key])
        for group, lines in broken.rows
    ]  # fmt: skip
    return Chart(bars.title, bars.note, rows)


def chart_breakdown(
    rows: Sequence[tuple[FigureGroup, Mapping[str, CountedFigure]]], broken: Breakdown, lead: Figure, most: int = 0
) -> Chart:
    """The first count of a breakdown in the order of these rows, beside it what it was before; the first `most` only."""
    shown = rows[:most] if most else rows
    lines = [(group, line[lead.key]) for group, line in shown]
    bars = [
        ChartRow(BarRow(group.label, max(0, line.numerator), line.words,
                        before=max(0, line.before.numerator) if line.before else None,
                        before_said=line.before.words if line.before else ""), line)
        for group, line in lines
        if line.numerator or (line.before and line.before.numerator)
    ]  # fmt: skip
    note = f"前 {most} 个" if len(rows) > len(shown) else ""
    legend = ((NOW, broken.scope.short), (BEFORE, broken.before.short)) if broken.before else ()
    return Chart(lead.label, note, bars, legend)


def say_count(line: CountedFigure) -> str:
    """22 件　23.9% for a rate, 22 件 for a count, 1,200.5 万元 for a sum."""
    figure = line.figure
    return f"{line.numerator} {figure.counted}　{line.words}" if figure.is_rate else f"{line.words} {figure.unit}"
