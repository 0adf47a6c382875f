"""Everything the golden answers import of the program: the only lines that change when its modules move."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.demo import create_demo
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.nouns.assessments.scheme import SCHEME
from cppcc_desktop.nouns.proposals.figures import SHEET
from cppcc_desktop.nouns.proposals.packs.making import list_unit_loads
from cppcc_desktop.nouns.proposals.register.sponsors import connect_sponsors
from cppcc_desktop.services.cases.steps import act, next_steps, read_timeline
from cppcc_desktop.services.features import PLATFORM, list_modules
from cppcc_desktop.services.figures.board import read_board
from cppcc_desktop.services.figures.figures import CountedFigure as Line
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures, read_trend
from cppcc_desktop.services.figures.scopes import list_scopes
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.imports.imports import apply_import, compare_table, default_choices, open_table
from cppcc_desktop.services.lists.views import list_views, save_view
from cppcc_desktop.services.office.code_changes import add_entry, rename_entry, retire_entry
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.office.plenaries import list_plenary_lines, save_plenary
from cppcc_desktop.services.office.settings import change_setting
from cppcc_desktop.services.records.children import pick
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import (
    Query,
    count_records,
    create_record,
    list_children,
    list_ids,
    list_records,
    show_record,
)
from cppcc_desktop.services.records.sheets import read_sheet, save_sheet
from cppcc_desktop.services.records.titles import word_opened, word_rows
from cppcc_desktop.services.scores.results import Assessed, assess

DIMENSIONS = SHEET.by_dimension


def save_attendance(office: Office, actor: Actor, activity: str, presence: Mapping[str, str]) -> None:
    """Member → 出席 or 请假."""
    people = pick(office, actor, "participant", activity, list(presence), {}).rows
    across = read_sheet(office, actor, "attendance", activity).across[0].key
    typed = {(line, across): {"presence": word} for line, word in zip(people, presence.values(), strict=True)}
    save_sheet(office, actor, "attendance", activity, typed)


def assess_units(office: Office, actor: Actor, year: int) -> list[Assessed]:
    return assess(office, actor, SCHEME, year)


__all__ = [
    "DIMENSIONS",
    "FEATURES",
    "PLATFORM",
    "Actor",
    "Line",
    "Module",
    "Office",
    "OfficeError",
    "Plenary",
    "Query",
    "Surroundings",
    "act",
    "add_entry",
    "apply_import",
    "assess_units",
    "change_setting",
    "compare_table",
    "connect_sponsors",
    "count_records",
    "create_demo",
    "create_office",
    "create_record",
    "default_choices",
    "join_records",
    "list_children",
    "list_ids",
    "list_modules",
    "list_plenary_lines",
    "list_records",
    "list_scopes",
    "list_unit_loads",
    "list_views",
    "make_parser",
    "next_steps",
    "open_table",
    "read_board",
    "read_breakdown",
    "read_figures",
    "read_timeline",
    "read_trend",
    "read_workbench",
    "rename_entry",
    "retire_entry",
    "save_attendance",
    "save_plenary",
    "save_view",
    "show_record",
    "stats",
    "word_opened",
    "word_rows",
]  # fmt: skip
