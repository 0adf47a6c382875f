"""What a benchmark says: medians of both sides, measured by turns in one run, and the ratio pair by pair."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USER, PASSWORD = "周明礼", "bench-only-password"


@dataclass(frozen=True)
class Figure:
    """One line: both medians and their ratio, and the goal of quality.md §1 (0: none is set)."""

    what: str
    ours: float
    baseline: float
    ratio: float
    goal: float
    unit: str = "s"

    @property
    def met(self) -> bool:
        return not self.goal or self.ratio <= self.goal


@dataclass(frozen=True)
class Bench:
    """Where a benchmark may work, and how long."""

    folder: Path
    rows: int
    years: int
    runs: int


def compare(what: str, ours: Callable[[], Any], baseline: Callable[[], Any], goal: float, runs: int) -> Figure:
    """Run both by turns; the first pair only warms the caches."""
    pairs = [(clock(ours), clock(baseline)) for _ in range(runs + 1)][1:]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Figure(what, mine, theirs, statistics.median(one / other for one, other in pairs), goal)


def clock(work: Callable[[], Any]) -> float:
    """Seconds the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def limit(what: str, value: float, most: float, unit: str = "s") -> Figure:
    """A figure that is held against a fixed limit."""
    return Figure(what, value, most, value / most, 1.0, unit)


def make_environment(folder: Path) -> dict[str, str]:
    """An environment of its own: no setting of this computer plays a part."""
    secret = folder / "password"
    secret.write_text(PASSWORD, "utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed
    return {**kept, "CPPCC_HOME": str(folder / "home"), "CPPCC_USER": USER,
            "CPPCC_PASSWORD_FILE": str(secret), "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip
