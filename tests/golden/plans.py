"""How SQLite goes about every shipped view, card and figure: EXPLAIN QUERY PLAN of what the program asks.

The file holds what the old program's questions got. Write it again with python -m tests.golden.plans after a wanted
change, and read the difference.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from cppcc_desktop.domain.description.agenda import AgendaCard
from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Is
from cppcc_desktop.domain.description.fields import PeriodKind
from cppcc_desktop.domain.description.figures import FigureSheet, ScopeKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.records.records import Query, count_records, list_records
from tests.golden.offices import PASSWORD, USER, Place, read_clock
from tests.golden.program import FEATURES, Actor, Plenary, create_office

FILE = Path(__file__).with_name("plans.json")
PLENARY, YEAR = "10-03", 2026
Plans = dict[str, list[str]]


@contextmanager
def overhear(plans: list[str]) -> Iterator[None]:
    """Adds the plan of every SELECT, one line each."""

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked = cursor.connection.cursor()
            rows = asked.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.append(" | ".join(str(row[-1]) for row in rows))
            asked.close()

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def find_base(place: Place, module: Module) -> Condition:
    """What a list is narrowed to while a plenary is chosen above it."""
    target = place.office.entity(module.by_name[module.opens].target) if module.opens else module.entity
    if target.period is None or target.period.kind is not PeriodKind.PLENARY:
        return EVERYTHING
    return Is(f"{module.opens}.{target.period.field}" if module.opens else target.period.field, PLENARY)


def read_plans(place: Place) -> Plans:
    """What is asked → the plans of its statements."""
    asked: dict[str, list[str]] = {}
    who = place.office, place.actor
    for module in place.office.modules.values():
        for view in module.views:
            for words, where in (
                ("", view.where),
                (" of a plenary", Both(find_base(place, module), view.where)),
            ):
                with overhear(asked.setdefault(f"view {module.name} {view.name}{words}", [])):
                    list_records(*who, module, Query(where), 0, 50)
    for card in place.office.parts(AgendaCard):
        with overhear(asked.setdefault(f"card {card.key}", [])):
            count_records(*who, place.office.modules[card.module], Query(card.where))
    for sheet in place.office.parts(FigureSheet):
        dated = sheet.scopes != (ScopeKind.ALL,)  # else its records lie on no day
        for scope in (FigureScope(PLENARY), FigureScope(year=YEAR), FigureScope()) if dated else (FigureScope(),):
            with overhear(asked.setdefault(f"figures {sheet.module} {scope.plenary or scope.year or 'all'}", [])):
                read_figures(*who, scope, sheet=sheet)
        for by in sheet.offered:
            with overhear(asked.setdefault(f"figures {sheet.module} by {by.key}", [])):
                read_breakdown(*who, FigureScope(PLENARY) if dated else FigureScope(), by.key, sheet=sheet)
    return asked


def make_bare(folder: Path) -> Place:
    """A new county office."""
    office = create_office(
        folder / "bare.db", FEATURES, kind="county", name="政协示例县委员会", plenary=Plenary.parse(PLENARY), user=USER,
        password=PASSWORD, clock=read_clock, anchors=folder / "anchors",
    )  # fmt: skip
    return Place(office, Actor(USER, "admin", office.name))


def main() -> None:
    """Write the plans of now."""
    with tempfile.TemporaryDirectory() as folder:
        place = make_bare(Path(folder))
        with closing(place.office):
            plans = read_plans(place)
    told = {"sqlite": sqlite3.sqlite_version, "plans": plans}
    FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
