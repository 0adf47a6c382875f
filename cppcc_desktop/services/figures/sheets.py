"""A noun's sheet of figures for one scope: figures that stand for each entry of a code list are spread out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cppcc_desktop.domain.description.conditions import Both, Is
from cppcc_desktop.domain.description.figures import Figure, FigureSheet
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.office.code_rules import find_code_rule
from cppcc_desktop.services.office.codes import CodeLists, read_codes, read_plenary_codes
from cppcc_desktop.services.office.office import Office


def spread_sheet(office: Office, sheet: FigureSheet, scope: FigureScope) -> FigureSheet:
    """The sheet with a figure for each entry of the lists it names, in the office's order and words of that scope."""
    if not any(each.each for each in sheet.figures):
        return sheet
    codes = read_scope_codes(office, scope)
    return replace(sheet, figures=tuple(made for each in sheet.figures for made in spread_figure(office, codes, each)))


def read_scope_codes(office: Office, scope: FigureScope) -> CodeLists:
    """The code lists a scope is told by: of the day its plenary was sealed on, of the end of its year, else of today."""
    if scope.plenary:
        return read_plenary_codes(office, scope.plenary)
    over = scope.year and scope.year < office.today().year
    return read_codes(office, f"{scope.year}-12-31" if over else "")


def spread_figure(office: Office, codes: CodeLists, figure: Figure) -> Iterator[Figure]:
    """One figure for each entry, retired ones too: records hold them; a plain figure as it is."""
    if not figure.each:
        yield figure
        return
    name = office.modules[figure.module].by_name[figure.each].codes
    good = find_code_rule(office, name).good
    for each in codes.every(name):
        yield replace(
            figure, key=f"{figure.key}_{each.code}", label=figure.label.format(each.label),
            short=figure.short.format(each.label), each="", pattern=figure.key,
            where=Both(figure.where, Is(figure.each, each.code)), faded=each.retired,
            late=bool(good) and good not in each.traits,
        )  # fmt: skip
