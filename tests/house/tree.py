"""The files of the program and of its tests as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def parse(path: str, root: Path = ROOT) -> ast.Module:
    """The tree of one file, named from the root of the project."""
    return ast.parse((root / path).read_text("utf-8"))


def list_files(*folders: str, pattern: str = "*.py", root: Path = ROOT) -> list[str]:
    """Paths from the root, with slashes."""
    found = (file for folder in folders for file in (root / folder).rglob(pattern))
    return sorted(file.relative_to(root).as_posix() for file in found)


def read_lines(path: Path) -> Iterator[str]:
    """Lines of a list that say something: no empty ones, none that begin with #."""
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def name_of(node: ast.AST) -> str:
    """The last part of a name: settings of hypothesis.settings; empty for what is no name."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
