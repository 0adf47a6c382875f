"""A number of places per file that may only go down."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT


@dataclass(frozen=True, order=True)
class Place:
    """One finding: where it stands and what stands there."""

    path: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.words}"


def count(places: Iterable[Place]) -> dict[str, int]:
    """Path → number of places, by path."""
    return dict(sorted(Counter(each.path for each in places).items()))


def read(file: Path) -> dict[str, int]:
    """What is allowed in each file."""
    return json.loads(file.read_text("utf-8"))


def write(file: Path, places: Iterable[Place]) -> None:
    """Allow what there is now."""
    file.write_text(json.dumps(count(places), indent=1, sort_keys=True) + "\n", "utf-8")


def compare(places: Iterable[Place], allowed: Mapping[str, int], command: str) -> list[str]:
    """What is wrong: the places of a file that has more than it may, and each file that has fewer by now."""
    found = sorted(places)
    now = count(found)
    said: list[str] = []
    for path in sorted(now.keys() | allowed.keys()):
        here, may = now.get(path, 0), allowed.get(path, 0)
        if here > may:
            said += [f"{path}: {here} places, {may} allowed", *(f"  {each}" for each in found if each.path == path)]
        elif here < may:
            said.append(f"{path}: {here} places, {may} allowed: lower it with {command} --write")
    return said


def read_command(arguments: list[str], *more: str) -> argparse.Namespace:
    """What a measure is asked to do: root, files and further switches; --write is refused for another checkout."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=lambda text: Path(text).resolve(), default=ROOT)
    for switch in ("--files", *more):
        parser.add_argument(switch, action="store_true")
    asked = parser.parse_args(arguments)
    if getattr(asked, "write", False) and asked.root != ROOT:
        parser.error("what is allowed is written for this checkout only")
    return asked


def show(places: list[Place], asked: argparse.Namespace) -> None:
    """Print the places, or how many there are in each file, and their sum."""
    counts = count(places)
    print(*([f"{number:4} {path}" for path, number in counts.items()] if asked.files else places), sep="\n")
    print(f"{len(places)} places in {len(counts)} files")
