"""What is loaded once the first page stands: the descriptions of the nouns, and what that page asks for."""

from __future__ import annotations

import ast
import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.services.features import Feature, list_modules
from tests.conftest import PASSWORD, USER
from ui.face import Face
from ui.faces import FACES

ROOT = Path(__file__).parents[2]
LOOK = """
import json, sys
from cppcc_desktop.__main__ import main
from db import tables
asked, build = [], tables.build_record_table
tables.build_record_table = lambda metadata, entity: asked.append(entity.name) or build(metadata, entity)
code = main()
print(json.dumps([sorted(sys.modules), asked]))
sys.exit(code)
"""
LIBRARIES = {
    "PySide6": "the window",
    "shiboken6": "the window",
    "sqlalchemy": "the database",
    "typing_extensions": "asked for by SQLAlchemy",
    "orjson": "lists and settings in the database are JSON",
    "uuid_utils": "names the file that says which incarnation was here",
    "platformdirs": "where settings of the window lie",
    "cryptography": "the password",
    "cffi": "asked for by cryptography",
}
FIRST_PAGE = {  # the parts of nouns it asks for; all others wait
    "AgendaCard": "its cards",
    "CalendarDays": "what today has",
    "DueList": "what is due",
    "FirstStep": "what a new office does first",
    "MonthBars": "the bars of the year",
    "NavCount": "numbers of the sidebar",
    "PlaceStrip": "the places of the county",
    "PlaceDeed": "what they held",
    "CodeRule": "what its figures ask of code lists",
    "FigureSheet": "a rate on it is that of the page of figures",
}
AWAY = (  # rooms of other screens
    "cppcc_desktop.exporters", "cppcc_desktop.sync", "cppcc_desktop.cli", "cppcc_desktop.demo",
    "cppcc_desktop.importers.documents", "cppcc_desktop.importers.people", "cppcc_desktop.importers.reader",
    "cppcc_desktop.services.cases", "cppcc_desktop.services.imports", "cppcc_desktop.services.forms",
    "cppcc_desktop.services.exchange.exchange", "cppcc_desktop.services.lists.exports",
    "cppcc_desktop.services.records.attachments", "cppcc_desktop.services.records.undo",
    "ui.lists", "ui.records", "ui.cases", "ui.imports", "ui.forms", "ui.exchange", "ui.settings", "ui.manual", "ui.duplicates",
    "ui.entrance", "ui.figures.page",
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """Names of the modules after the first page of 示例县, and the kinds whose tables were built for it."""
    folder = tmp_path_factory.mktemp("start")
    shutil.copy(demo_file, folder / "office.db")
    (folder / "password").write_text(PASSWORD, "utf-8")
    around = {"QT_QPA_PLATFORM": "offscreen", "CPPCC_USER": USER, "CPPCC_PASSWORD_FILE": str(folder / "password"),
              "CPPCC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # it starts unmeasured
    done = subprocess.run(
        [sys.executable, "-c", LOOK, "--db", str(folder / "office.db"), "--ready-then-quit"],
        env={**plain, **around}, capture_output=True, text=True, encoding="utf-8", cwd=folder, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    modules, tables = json.loads(done.stdout.splitlines()[-1])
    return modules, tables


def within(modules: Iterable[str], rooms: Iterable[str]) -> list[str]:
    """The modules that are one of these or lie in one of them."""
    return [each for each in modules if any(f"{each}.".startswith(f"{room}.") for room in rooms)]


def test_no_library_that_only_other_screens_need(loaded: tuple[list[str], list[str]]) -> None:
    installed = {name for name in packages_distributions() if not name.startswith("_")}
    ours = {"cppcc_desktop", "db", "ui", "resources"}
    found = {each.partition(".")[0] for each in loaded[0]} & installed - ours
    assert found <= LIBRARIES.keys()
    assert within(loaded[0], ["PySide6.QtPrintSupport", "PySide6.QtPdf", "PySide6.QtSvgWidgets"]) == []
    assert within(loaded[0], ["cryptography.x509", "cryptography.hazmat.primitives.ciphers", "sqlalchemy.orm"]) == []


def list_sources(owner: Feature | Face, *, asked: bool) -> set[str]:
    """The files of nouns from which the parts come that the first page asks for, or those that it does not."""
    gives = [give for name, give in owner.parts.items() if (name in FIRST_PAGE) is asked]
    named = [node for give in gives for node in ast.walk(ast.parse(inspect.getsource(give)))]
    return {
        each.module or "" for each in named if isinstance(each, ast.ImportFrom) and ".nouns." in (each.module or "")
    }


def test_no_part_of_a_noun_but_descriptions_and_what_the_first_page_asks_for(
    loaded: tuple[list[str], list[str]],
) -> None:
    owners: list[Feature | Face] = [*FEATURES, *FACES]
    asked = set[str]().union(*(list_sources(each, asked=True) for each in owners))
    others = set[str]().union(*(list_sources(each, asked=False) for each in owners))
    assert asked <= set(loaded[0])
    assert len(others - asked) > 10 and sorted((others - asked) & set(loaded[0])) == []


def test_no_room_of_another_screen(loaded: tuple[list[str], list[str]]) -> None:
    assert within(loaded[0], AWAY) == []


def test_only_tables_the_first_page_reads_are_built(loaded: tuple[list[str], list[str]]) -> None:
    kinds = {entity.name for module in list_modules(FEATURES) for entity in module.entities}
    assert len(loaded[1]) == len(set(loaded[1])), "a table is built once"
    assert {"committee", "proposal"} <= set(loaded[1]) < kinds and len(loaded[1]) < len(kinds) / 2
