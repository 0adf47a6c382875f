"""stats: the figures of a plenary or a year, each with what it is of."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.cli.usage import WrongUsage
from cppcc_desktop.domain.description.figures import FigureSheet
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.figures.board import read_board
from cppcc_desktop.services.figures.columns import list_columns
from cppcc_desktop.services.figures.figures import (
    Breakdown,
    CountedFigure,
    Figures,
    read_breakdown,
    read_figures,
    read_side_by_side,
)
from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.figures.scopes import FigureScope, find_before, find_place, find_scope, find_sheet
from cppcc_desktop.services.office.office import Office


def pick_kind(features: Iterable[Feature], word: str) -> str:
    """A list that has figures, by its name or its words; WrongUsage names those."""
    modules = {module.name: module for each in features for module in each.modules}
    known = [modules[sheet.module] for sheet in list_sheets(features)]
    found = next((each for each in known if word in (each.name, each.label)), None)
    if found is None:
        raise WrongUsage(f"“{word}”没有统计。", options=[each.command for each in known])
    return found.name


def pick_dimension(features: Iterable[Feature], word: str) -> str:
    """What figures can be broken down by, by its key or its words; WrongUsage names what there is."""
    known = [each for sheet in list_sheets(features) for each in sheet.offered]
    found = next((each for each in known if word in (each.key, each.label)), None)
    if found is None:
        options = dict.fromkeys(f"{each.key}（{each.label}）" for each in known)
        raise WrongUsage(f"不能按“{word}”分。", options=tuple(options))
    return found.key


def list_sheets(features: Iterable[Feature]) -> list[FigureSheet]:
    return [sheet for each in features for sheet in each.find(FigureSheet)]


def stats(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """The figures of one scope, or broken down; as a file all that the page of figures shows."""
    sheet = find_sheet(office, options.kind)
    scope = find_scope(
        office, actor, options.plenary or "", options.year or "", sheet, term=options.term or "", everything=options.all
    )
    if options.place:
        scope = find_place(office, actor, sheet, scope, options.place)
    before = find_before(office, sheet, scope) if options.compare else None
    if options.target:
        count = export_figures(office, read_board(office, actor, scope, sheet, before), options.target, wide=True)
        return Answer({"file": str(options.target), "figures": count}, [f"已导出 {count} 项统计到 {options.target}。"])
    beside = [find_beside(office, actor, sheet, scope, word) for word in options.beside]
    if options.by:
        found = [read_breakdown(office, actor, scope, options.by, sheet=sheet, before=before)]
        found += [read_breakdown(office, actor, each, options.by, sheet=sheet) for each in beside]
        rows = [(broken.scope, line) for broken in found for _, lines in broken.lines for line in lines.values()]
        return Answer(
            [describe(line, scope if beside else None) for scope, line in rows],
            [line for broken in found for line in tell_breakdown(broken, sheet)],
        )
    figures = [
        read_figures(office, actor, scope, sheet=sheet, before=before),
        *read_side_by_side(office, actor, beside, sheet=sheet),
    ]
    data = [describe(line, each.scope if beside else None) for each in figures for line in each.lines.values()]
    return Answer(data, tell_side_by_side(figures, sheet) if beside else tell_figures(figures[0], sheet))


def find_beside(office: Office, actor: Actor, sheet: FigureSheet, scope: FigureScope, word: str) -> FigureScope:
    """A scope that stands beside another, of the same place: 10-02, 2025, 10届, all."""
    told = word.strip().removesuffix("年")
    if told in ("all", "全部"):
        found = find_scope(office, actor, sheet=sheet, everything=True)
    elif told.endswith("届"):
        found = find_scope(office, actor, sheet=sheet, term=told)
    elif "-" in told:
        found = find_scope(office, actor, told, sheet=sheet)
    else:
        found = find_scope(office, actor, year=told, sheet=sheet)
    return found.of_place(scope.place, scope.place_words)


def describe(line: CountedFigure, scope: FigureScope | None = None) -> dict[str, Any]:
    """One figure as scripts read it (product.md §3); with its scope where several stand beside each other."""
    figure = line.figure
    told: dict[str, Any] = {
        "key": figure.key, "label": figure.label, "value": line.value, "numerator": line.number,
        "denominator": line.denominator, "base": figure.base, "unit": figure.unit,
    }  # fmt: skip
    if figure.adds:
        told |= {"records": line.records, "blank": line.blank}
    if line.whole is not None:
        whole = replace(line, numerator=line.whole).number
        told["share"] = {
            "value": line.share, "numerator": line.number, "denominator": whole, "base": line.share_base,
        }  # fmt: skip
    if line.before is not None:
        told |= {
            "before": line.before.value,
            "change": line.change,
            "change_unit": "个百分点" if figure.is_rate else "%",
        }
    if scope is not None:
        told["scope"] = scope.label
    return {**told, "group": {"code": line.group.code, "label": line.group.label}} if line.group else told


def tell_side_by_side(figures: Sequence[Figures], sheet: FigureSheet) -> list[str]:
    """A column for each scope."""
    rows: list[Sequence[str]] = [("", "", *(each.scope.label for each in figures))]
    for group in sheet.groups:
        for line in figures[0].of_group(group):
            rows.append((group, line.figure.label, *(each.lines[line.figure.key].words for each in figures)))
    return align(rows, right=range(2, len(figures) + 2))


def tell_figures(found: Figures, sheet: FigureSheet) -> list[str]:
    rows: list[Sequence[str]] = []
    for group in sheet.groups:
        for line in found.of_group(group):
            plain = "，".join(each for each in (line.figure.unit, line.missing) if each)
            said = f"{line.counts} {line.figure.base}" if line.denominator is not None else plain
            past = [line.before.words if line.before else "—", line.change_words] if found.before else []
            rows.append((group, line.figure.label, line.words, *past, said))
    against = f"　和{found.before.label}比" if found.before else ""
    return [f"{found.scope.label}{against}", *align(rows, right=range(2, 5) if found.before else (2,))]


def tell_breakdown(broken: Breakdown, sheet: FigureSheet) -> list[str]:
    """A line for each group, and the total below."""
    columns = list_columns(broken, sheet, sheet.shown)
    rows = [[broken.by.label, *(each.head for each in columns)]]
    for label, lines in (*((group.label, lines) for group, lines in broken.lines), ("合计", broken.total)):
        rows.append([label, *(each.words(lines) for each in columns)])
    against = f"　和{broken.before.label}比" if broken.before else ""
    missing = dict.fromkeys(each.missing for each in broken.total.values() if each.missing)
    return [
        f"{broken.scope.label}　按{broken.by.label}（占比：各行占合计的）{against}",
        *align(rows, right=range(1, len(rows[0]))),
        *(f"{each}。" for each in missing),
    ]


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
