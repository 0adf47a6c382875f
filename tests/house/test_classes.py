"""A class name means one thing in the whole program."""

from __future__ import annotations

import ast

from tests.house.tree import ROOT

PACKAGES = ("cppcc_desktop", "ui", "db")


def test_no_two_classes_of_one_name() -> None:
    places: dict[str, list[str]] = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    places.setdefault(node.name, []).append(file.relative_to(ROOT).as_posix())
    assert len(places) > 500
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
