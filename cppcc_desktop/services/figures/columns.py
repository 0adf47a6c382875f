"""The columns of a breakdown: figures, the share beside some of them, and last time's count and change of the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from cppcc_desktop.domain.description.figures import Figure, FigureSheet
from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure, FigureGroup


class FigureAspect(Enum):
    """What of a counted figure a column shows."""

    VALUE = "value"
    SHARE = "share"
    BEFORE = "before"
    CHANGE = "change"


WORDS: Mapping[FigureAspect, Callable[[CountedFigure], str]] = {
    FigureAspect.VALUE: lambda line: line.words,
    FigureAspect.SHARE: lambda line: line.share_words,
    FigureAspect.BEFORE: lambda line: line.before.words if line.before else "—",
    FigureAspect.CHANGE: lambda line: line.change_words,
}


@dataclass(frozen=True)
class FigureColumn:
    """One column: its head, which figure it is of, and what it shows of that."""

    head: str
    figure: Figure
    shown: FigureAspect = FigureAspect.VALUE

    @property
    def hint(self) -> str:
        """What the head stands for."""
        figure = self.figure
        match self.shown:
            case FigureAspect.SHARE:
                return f"各行占{figure.label}合计的"
            case FigureAspect.BEFORE:
                return f"{figure.label}，{self.head}的"
            case FigureAspect.CHANGE:
                return f"{figure.label}增减百分之几"
            case _:
                label = f"{figure.label}合计" if figure.adds else figure.label
                return f"{label}：{figure.base}" if figure.base else label

    def words(self, lines: Mapping[str, CountedFigure]) -> str:
        return WORDS[self.shown](lines[self.figure.key])


def list_columns(broken: Breakdown, sheet: FigureSheet, keys: Collection[str] = ()) -> list[FigureColumn]:
    """The columns for these figures (keys or what they were spread from), by default for all of the breakdown.

    Where it is compared, the first count has the count before and the change as the last two columns.
    """
    figures = [each for each in broken.figures if not keys or {each.key, each.pattern} & {*keys}]
    shared = sheet.shared(figures)
    columns: list[FigureColumn] = []
    for each in figures:
        columns.append(FigureColumn(each.head, each))
        columns += [FigureColumn("占比", each, FigureAspect.SHARE)] if each.key in shared else []
    if broken.before and (lead := find_lead(broken)):
        columns.append(FigureColumn(broken.before.short, lead, FigureAspect.BEFORE))
        columns.append(FigureColumn("同比", lead, FigureAspect.CHANGE))
    return columns


def find_lead(broken: Breakdown) -> Figure | None:
    """The first count of a breakdown: bars and order go by it."""
    return next((each for each in broken.figures if not each.is_rate), None)


def sort_rows(
    broken: Breakdown, column: FigureColumn | None, *, falling: bool
) -> list[tuple[FigureGroup, Mapping[str, CountedFigure]]]:
    """The rows in order of a column, what has no number last; without one as their code list has them.

    What is not filled in stands at the end in any order.
    """
    rows = [row for row in broken.lines if row[0] != broken.unfilled[0]]
    if column is not None:
        sign = -1 if falling else 1

        def order(row: tuple[FigureGroup, Mapping[str, CountedFigure]]) -> tuple[bool, float]:
            number = measure(row[1][column.figure.key], column.shown)
            return number is None, sign * (number or 0)

        rows.sort(key=order)
    elif falling:
        rows.reverse()
    return [*rows, broken.unfilled]


def measure(line: CountedFigure, shown: FigureAspect) -> float | int | None:
    """The number a column is sorted by; None where there is none."""
    match shown:
        case FigureAspect.VALUE:
            return line.value
        case FigureAspect.SHARE:
            return line.share
        case FigureAspect.BEFORE:
            return line.before.value if line.before else None
        case FigureAspect.CHANGE:
            return line.change
