"""Rules of the house that no other tool looks after."""

from __future__ import annotations

import ast
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("cppcc_desktop", "db", "ui", "resources")


def sources(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


def test_top_names_in_site_packages_are_ours() -> None:
    owners = packages_distributions()
    for name in OURS:
        assert set(owners.get(name, ["cppcc-desktop"])) == {"cppcc-desktop"}


def test_no_table_widget_and_no_event_loop_by_hand() -> None:
    for file in sources("ui"):
        text = file.read_text("utf-8")
        assert "QTableWidget" not in text, file
        assert "processEvents" not in text, file


def test_no_name_that_means_nothing() -> None:
    names = {file.stem for file in sources(*OURS, "tests")}
    assert not names & {"utils", "util", "helper", "helpers", "manager", "common", "misc"}


def test_packages_speak_of_themselves() -> None:
    missing = [
        f for f in sources(*OURS) if f.name != "__init__.py" and not ast.get_docstring(ast.parse(f.read_text("utf-8")))
    ]
    assert missing == []
