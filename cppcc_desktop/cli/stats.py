"""stats: the figures of a plenary or a year, each with what it is of."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.domain.description.figures import FigureSheet
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure, Figures, read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.office.office import Office


def pick_kind(features: Iterable[Feature], word: str) -> str:
    """A list that has figures; else argparse is told which have."""
    known = [sheet.module for sheet in list_sheets(features)]
    if word not in known:
        raise argparse.ArgumentTypeError(f"“{word}”没有统计；有统计的：{'、'.join(known) or '还没有'}")
    return word


def pick_dimension(features: Iterable[Feature], word: str) -> str:
    """What figures can be broken down by; else argparse is told what there is."""
    known = {each.key: each for sheet in list_sheets(features) for each in sheet.offered}
    if word not in known:
        raise argparse.ArgumentTypeError(f"不能按“{word}”分；可用：{'、'.join(known)}")
    return word


def list_sheets(features: Iterable[Feature]) -> list[FigureSheet]:
    return [sheet for each in features for sheet in each.find(FigureSheet)]


def stats(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """The figures of one scope, or broken down."""
    sheet = find_sheet(office, options.kind)
    scope = find_scope(office, actor, options.plenary or "", options.year or "", sheet)
    if options.by:
        broken = read_breakdown(office, actor, scope, options.by, sheet=sheet)
        data = [describe(line) for _, lines in broken.rows for line in lines.values()]
        return Answer(data, tell_breakdown(broken, sheet))
    found = read_figures(office, actor, scope, sheet=sheet)
    return Answer([describe(line) for line in found.lines.values()], tell_figures(found, sheet))


def describe(line: CountedFigure) -> dict[str, Any]:
    """One figure as scripts read it (product.md §3)."""
    figure = line.figure
    told: dict[str, Any] = {
        "key": figure.key, "label": figure.label, "value": line.value, "numerator": line.numerator,
        "denominator": line.denominator, "base": figure.base, "unit": figure.unit,
    }  # fmt: skip
    return {**told, "group": {"code": line.group.code, "label": line.group.label}} if line.group else told


def tell_figures(found: Figures, sheet: FigureSheet) -> list[str]:
    rows: list[Sequence[str]] = []
    for group in sheet.groups:
        for line in found.of_group(group):
            said = f"{line.counts} {line.figure.base}" if line.figure.is_rate else line.figure.unit
            rows.append((group, line.figure.label, line.words, said))
    return [found.scope.label, *align(rows, right=(2,))]


def tell_breakdown(broken: Breakdown, sheet: FigureSheet) -> list[str]:
    """A line for each group, and the total below."""
    columns = [each for each in broken.figures if each.key in sheet.shown]
    rows = [[broken.by.label, *(each.head for each in columns)]]
    rows += [[group.label, *(lines[each.key].words for each in columns)] for group, lines in broken.rows]
    rows.append(["合计", *(broken.total[each.key].words for each in columns)])
    return [f"{broken.scope.label}　按{broken.by.label}", *align(rows, right=range(1, len(columns) + 1))]


def align(rows: Sequence[Sequence[str]], right: Sequence[int]) -> list[str]:
    """Cells under each other on a screen where a Chinese character is two wide."""
    widths = [max(map(wide, column)) for column in zip(*rows, strict=True)]
    lines: list[str] = []
    for row in rows:
        cells: list[str] = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - wide(cell))
            cells.append(gap + cell if place in right else cell + gap)
        lines.append("  ".join(cells).rstrip())
    return lines


def wide(text: str) -> int:
    """Columns a text takes on a screen of fixed width."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
