"""Figures by the month of a day, of a record and of the one it belongs to; and how many come to one of something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.domain.description.conditions import EVERYTHING, NEW_YEAR, TODAY, Filled, Span
from cppcc_desktop.domain.description.figures import MONTH, Dimension, Figure, FigureSheet, ScopeKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.figures.board import read_board
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.output import make_sheets
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.conditions import describe_condition
from cppcc_desktop.services.records.records import Query, count_records
from tests.conftest import Place
from tests.new_module.nouns import (
    ABOUT_WHAT,
    CALLED,
    CODE,
    HEAD,
    HELD,
    PLACE,
    PLACES,
    PLACES_MODULE,
    TOWN,
    TOWNS,
    TOWNS_MODULE,
    VISIT,
    VISIT_ENTITY,
)
from tests.ui.offices import Desk

VISITS = "visits"
VISITS_MODULE = Module(
    name=VISITS, label="走动", icon="activities", entity=VISIT_ENTITY, page=False, opens=TOWN, columns=(ABOUT_WHAT,), order=("date",),
)  # fmt: skip
SHEET = FigureSheet(
    module=TOWNS, title="分记情况", groups=("记",), scopes=(ScopeKind.YEAR, ScopeKind.ALL), columns=("made", "gone", "each"),
    figures=(
        Figure(key="made", label="分记", group="记", where=EVERYTHING, module=TOWNS, unit="记", counted="记"),
        Figure(key="gone", label="走动", group="记", where=EVERYTHING, module=VISITS, unit="次", counted="次"),
        Figure(key="places", label="分会", group="记", where=Filled(CODE), module=PLACES, unit="处", counted="处"),
        Figure(key="each", label="平均走动", group="记", where=EVERYTHING, module=VISITS, per="places", unit="次", counted="次",
               base="走动 ÷ 分会"),
    ),
    dimensions=(
        Dimension("month", "月份", {TOWNS: (HELD + MONTH,), VISITS: (f"{TOWN}.{HELD}{MONTH}",)}),
        Dimension("gone_in", "哪个月走动", {VISITS: (f"date{MONTH}",)}),
    ),
)  # fmt: skip
DAYS = ("2026-01-31", "2026-02-01", "2026-02-28", None, "2025-12-31")


@pytest.fixture
def place(open_trial: Callable[..., Place]) -> Place:
    feature = Feature(
        name=TOWNS, modules=(PLACES_MODULE, TOWNS_MODULE, VISITS_MODULE), parts={"FigureSheet": lambda: (SHEET,)}
    )
    made = open_trial("county", (feature,))
    for number, day in enumerate(DAYS):
        town = made.create(TOWN, **{HEAD: f"{number}记", HELD: day})
        add_rows(made.office, made.actor, VISIT, town, [{"date": "2026-03-04", ABOUT_WHAT: "看路"}] * number)
    return made


def test_by_month(place: Place) -> None:
    """Held against a count of the days themselves; each row opens as many records as it says."""
    who = place.office, place.actor
    broken = read_breakdown(*who, FigureScope(), "month", sheet=SHEET)
    months = Counter(day[:7] if day else "没有填" for day in DAYS)
    visits = Counter[str]()
    for number, day in enumerate(DAYS):
        visits[day[:7] if day else "没有填"] += number
    assert [group.label for group, _ in broken.rows] == ["2025-12", "2026-01", "2026-02", "没有填"]
    for group, lines in broken.rows:
        assert (lines["made"].numerator, lines["gone"].numerator) == (months[group.label], visits[group.label])
        for key, module in (("made", TOWNS), ("gone", VISITS)):
            assert count_records(*who, place.office.modules[module], Query(lines[key].where)) == lines[key].numerator
    assert [each.key for each in broken.figures] == ["made", "gone"], "a mean is of the whole alone"
    (row,) = read_breakdown(*who, FigureScope(year=2026), "gone_in", sheet=SHEET).rows
    assert (row[0].label, row[1]["gone"].numerator) == ("2026-03", 3)


def test_how_many_come_to_one(place: Place) -> None:
    who = place.office, place.actor
    line = read_figures(*who, FigureScope(), ("each",), SHEET).lines["each"]
    assert (line.value, line.words) == (None, "—")
    for number in range(3):
        place.create(PLACE, **{CODE: f"0{number}", CALLED: f"{number}分会"})
    scope = FigureScope(year=2026)
    line = read_figures(*who, scope, ("each",), SHEET, replace(scope, year=2025)).lines["each"]
    assert (line.numerator, line.denominator, line.words) == (3, 3, "1.0") and line.before
    assert (line.before.words, line.change_words) == ("1.3", "−25.0%")
    assert line.origin == "3 ÷ 3 次，走动 ÷ 分会"
    assert count_records(*who, place.office.modules[VISITS], Query(line.where)) == 3
    told = stats(*who, make_parser(place.office.features).parse_args(["stats", TOWNS, "--year", "2026", "--db", "x"]))
    assert any("平均走动" in each and "1.0" in each and "÷" in each for each in told.lines)
    assert [row for row in make_sheets(read_board(*who, scope, SHEET))[0].rows if row[1] == "平均走动"]


def test_a_figure_is_one_thing() -> None:
    with pytest.raises(ValueError, match="three things"):
        Figure(key="x", label="x", group="x", where=EVERYTHING, module=TOWNS, per="places", of=EVERYTHING)


def test_this_year_so_far(place: Place) -> None:
    where = Span(HELD, first=NEW_YEAR, last=TODAY)
    assert count_records(place.office, place.actor, place.office.modules[TOWNS], Query(where)) == 3
    assert describe_condition(place.office, place.office.modules[TOWNS], where) == "哪天的从今年第一天起、到今天为止"
    place.clock.move(days=365)
    assert count_records(place.office, place.actor, place.office.modules[TOWNS], Query(where)) == 0


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_page_follows_what_it_is_told_by(sit_down: Callable[[Place], Desk], place: Place) -> None:
    desk = sit_down(place)
    page = desk.go("figures")
    assert page.board.figures.lines["made"].numerator == len(DAYS)
    desk.session.write(lambda: place.create(TOWN, **{HEAD: "又一记", HELD: "2026-05-01"}), lambda _record: None, page)
    desk.rest()
    assert page.board.figures.lines["made"].numerator == len(DAYS) + 1 and not desk.reported
