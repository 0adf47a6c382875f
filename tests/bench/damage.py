"""python -m tests.bench.damage [--count N] [--first SEED]: databases with flipped bytes, and how each was met."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.demo import create_demo
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.opening import Surroundings
from tests.conftest import PASSWORD, USER, Clock, Place
from tests.services.test_soundness import flip_many


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.damage")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        around = Surroundings(FEATURES, clock, Path(folder) / "home")
        office = create_demo(around, Path(folder) / "demo.db", USER, PASSWORD, scale=1, seed=1)
        place = Place(office, Actor(USER, "admin", office.name), clock, around)
        found = flip_many(place, Path(folder), range(given.first, given.first + given.count))
        place.office.close()
    for outcome, seeds in sorted(found.items()):
        print(f"{outcome:10}{len(seeds):6}  {seeds if outcome == 'silent' else ''}")
    return int("silent" in found)


if __name__ == "__main__":
    raise SystemExit(main())
