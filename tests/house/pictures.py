"""The pictures that the scripts of pictures declare, by name, read from the scripts without drawing any."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from tests.golden.program import FEATURES, Module, list_modules
from tests.house.tree import ROOT, list_files, parse, read_lines

LIST = ROOT / "tests" / "golden" / "pictures.txt"
NAME = re.compile(r"\d+[a-z]?-[\u4e00-\u9fff]+")  # 13-办理一步


def list_pictures() -> set[str]:
    """Every name a script may save a picture under, without the theme behind it."""
    found: set[str] = set()
    for path in list_files("tests", pattern="shots*.py"):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.JoinedStr):
                found |= set(fill(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found.add(node.value)
    return found


def fill(node: ast.JoinedStr) -> Iterator[str]:
    """A name with the label of each module that has a place in the sidebar in its place."""
    if [ast.unparse(each.value) for each in node.values if isinstance(each, ast.FormattedValue)] != ["module.label"]:
        return
    for module in list_modules(FEATURES):
        if module.page and not module.within:
            yield "".join(word(part, module) for part in node.values)


def word(part: ast.expr, module: Module) -> str:
    return module.label if isinstance(part, ast.FormattedValue) else str(ast.literal_eval(part))


def find_missing(pictures: Iterable[str]) -> list[str]:
    """Pictures of the list that no script declares any more."""
    return [name for name in read_lines(LIST) if name not in set(pictures)]
