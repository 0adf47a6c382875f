"""Moves files by a list: `python -m tests.golden.move tests/golden/moves.txt` on a fresh checkout gives the same tree.

A line of the list is an old path and a new one. Files are moved by git; imports, dotted names and paths in words follow
everywhere, and so does what reckons a folder from its own depth (`Path(__file__).parents[2]`).
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Besides the packages, where dotted names and paths stand. What is history (changelog, reasons) keeps the old ones.
ELSEWHERE = ("build.spec", "pyproject.toml", "packaging", "docs/architecture.md", "docs/glossary.md")
PACKAGES = ("cppcc_desktop", "ui", "tests", "db", "resources")


def read_moves(file: Path) -> list[tuple[str, str]]:
    """Old and new path of every file."""
    lines = file.read_text("utf-8").splitlines()
    return [(old, new) for old, new in (line.split() for line in lines if line and not line.startswith("#"))]


def name_module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def move_files(moves: list[tuple[str, str]]) -> None:
    for old, new in moves:
        folder = (ROOT / new).parent
        folder.mkdir(parents=True, exist_ok=True)
        for package in [folder, *folder.parents]:
            if package == ROOT:
                break
            (package / "__init__.py").touch()
        git("mv", old, new)
    for folder in {(ROOT / old).parent for old, _ in moves}:
        left = [file for file in folder.rglob("*") if file.name != "__pycache__" and "__pycache__" not in file.parts]
        if [file.name for file in left] == ["__init__.py"]:
            git("rm", "-q", "-f", str(left[0].relative_to(ROOT)))
    git("add", "-A", *PACKAGES)


def git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


class Renaming:
    """Rewrites the text of one file for modules that have moved."""

    def __init__(self, moves: list[tuple[str, str]]) -> None:
        self.modules = {name_module(old): name_module(new) for old, new in moves}
        dotted = "|".join(re.escape(each) for each in sorted(self.modules, key=len, reverse=True))
        self.dotted = re.compile(rf"(?<![\w.])({dotted})(?!\w)")
        parents = sorted({each.rpartition(".")[0] for each in self.modules}, key=len, reverse=True)
        listed = "|".join(re.escape(each) for each in parents)
        self.listed = re.compile(rf"^( *)from ({listed}) import ([\w, ]+)((?:  #.*)?)$", re.MULTILINE)
        self.paths = {old.removeprefix("cppcc_desktop/"): new.removeprefix("cppcc_desktop/") for old, new in moves}
        spelled = "|".join(re.escape(each) for each in sorted(self.paths, key=len, reverse=True))
        self.spelled = re.compile(rf"(?<![\w/])((?:cppcc_desktop/)?)({spelled})(?!\w)")
        self.deeper = {new: new.count("/") - old.count("/") for old, new in moves}

    def rewrite(self, path: str, text: str) -> str:
        """The text of a file with the new names; a list of imported modules becomes one line for each."""
        text = self.listed.sub(self._split, self.dotted.sub(lambda found: self.modules[found[1]], text))
        text = self.spelled.sub(lambda found: found[1] + self.paths[found[2]], text)
        more = self.deeper.get(path, 0)
        return re.sub(r"(?<=__file__\)\.parents\[)(\d)(?=\])", lambda found: str(int(found[1]) + more), text)

    def _split(self, found: re.Match[str]) -> str:
        indent, parent, names, rest = found.groups()
        lines: list[str] = []
        for name in (each.strip() for each in names.split(",")):
            module, _, alias = name.partition(" as ")
            new = self.modules.get(f"{parent}.{module}")
            if new is None:
                lines.append(f"{indent}from {parent} import {name}")
                continue
            folder, _, stem = new.rpartition(".")
            called = alias or module
            lines.append(f"{indent}from {folder} import {stem}" + (f" as {called}" if called != stem else ""))
        return "\n".join(lines) + rest


def rewrite_files(moves: list[tuple[str, str]]) -> None:
    renaming = Renaming(moves)
    files = [file for folder in PACKAGES for file in sorted((ROOT / folder).rglob("*.py"))]
    for name in ELSEWHERE:
        place = ROOT / name
        files += (
            [place] if place.is_file() else sorted(each for each in place.rglob("*") if each.suffix in (".py", ".md"))
        )
    for file in files:
        if file == Path(__file__).resolve():
            continue
        before = file.read_text("utf-8")
        after = renaming.rewrite(file.relative_to(ROOT).as_posix(), before)
        if after != before:
            file.write_text(after, "utf-8")


def main(arguments: list[str]) -> None:
    moves = read_moves(ROOT / arguments[0])
    move_files(moves)
    rewrite_files(moves)
    ruff = [sys.executable, "-m", "ruff", "check", "--quiet", "--select", "I", "--fix", "."]
    subprocess.run(ruff, cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
