"""python3 dev.py bench [--years N] [--runs N]: prints a table, then the same as JSON."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

BARE = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]


@dataclass(frozen=True)
class Figure:
    """One line: medians in seconds, their ratio pair by pair, and the goal of quality.md."""

    what: str
    ours: float
    baseline: float
    ratio: float
    goal: float


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--years", type=int, default=20, help="县年")
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = [measure_first_screen(Path(folder), given.years, given.runs)]
    show(figures)
    return 0


def measure_first_screen(folder: Path, years: int, runs: int) -> Figure:
    """From starting the process to true counts on the first screen, against the bare window.

    The password is checked by Argon2id on purpose slowly; a person types it while the window waits, so its
    time is measured apart and taken off.
    """
    environment = prepare(folder)
    database = folder / "bench.db"
    demo = [sys.executable, "-m", "cppcc_desktop", "cppcc", "demo", "--db", str(database), "--scale", str(years)]
    subprocess.run(demo, env=environment, check=True, stdout=subprocess.DEVNULL)
    window = [sys.executable, "-m", "cppcc_desktop", "--db", str(database), "--ready-then-quit"]
    password = measure_password(environment)
    pairs = [(run_once(window, environment) - password, run_once(BARE, environment)) for _ in range(runs + 1)][
        1:
    ]  # the first warms the caches
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    return Figure(f"第一屏（{years} 县年）/ 空窗口", ours, bare, ratio, 1.5)


def prepare(folder: Path) -> dict[str, str]:
    """An environment of its own: no setting of this computer plays a part."""
    secret = folder / "password"
    secret.write_text("bench-only-password", "utf-8")
    return {**os.environ, "CPPCC_HOME": str(folder / "home"), "CPPCC_USER": "周明礼",
            "CPPCC_PASSWORD_FILE": str(secret), "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip


def measure_password(environment: dict[str, str]) -> float:
    """Seconds one check of a password takes."""
    code = (
        "import time; from cppcc_desktop.services.accounts import hash_password as h\n"
        "t = [time.perf_counter() for _ in range(6) if h('x' * 12)]\n"
        "print(min(b - a for a, b in zip(t, t[1:])))"
    )
    return float(subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True).stdout)


def run_once(command: Sequence[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def show(figures: Sequence[Figure]) -> None:
    """The table for people, the JSON for scripts."""
    for each in figures:
        met = "达到" if each.ratio <= each.goal else "没有达到"
        print(f"{each.what}：{each.ours:.2f} s / {each.baseline:.2f} s = {each.ratio:.2f}（目标 ≤ {each.goal}，{met}）")
    print(json.dumps([asdict(each) for each in figures], ensure_ascii=False))


sys.exit(main())
