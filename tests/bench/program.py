"""The program as a whole: its first screen, its memory, its size on disk."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import Bench, Figure, clock, limit, make_environment
from tests.bench.lists import make_million

ROOT = Path(__file__).parents[2]
BARE = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]
MANY = [sys.executable, "-m", "tests.bench.many_nouns"]
NOUNS = 40  # that are to come
SCROLL = [sys.executable, "-m", "tests.bench.scroll"]


def measure_first_screen(bench: Bench) -> Iterator[Figure]:
    """From starting the process to true counts on the first screen, against the bare window.

    The password is checked by Argon2id on purpose slowly; a person types it while the window waits, so its
    time is measured apart and taken off.
    """
    environment = make_environment(bench.folder)
    database = bench.folder / "years.db"
    demo = [sys.executable, "-m", "cppcc_desktop", "cppcc", "demo", "--db", str(database), "--scale", str(bench.years)]
    subprocess.run(demo, env=environment, check=True, stdout=subprocess.DEVNULL)
    window = [sys.executable, "-m", "cppcc_desktop", "--db", str(database), "--ready-then-quit"]
    password = measure_password(environment)
    pairs = [(run(window, environment) - password, run(BARE, environment)) for _ in range(bench.runs + 1)][1:]
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    yield Figure(f"第一屏（{bench.years} 县年）/ 空窗口", ours, bare, ratio, 1.8)


def measure_many_nouns(bench: Bench) -> Iterator[Figure]:
    """The same start with forty nouns more, against the start without them; and what the description of one costs.

    They are the nouns on trial, two in a file, with other words in each copy.
    """
    environment = {**make_environment(bench.folder), "PYTHONPATH": str(ROOT)}
    database, folders = bench.folder / "year.db", [bench.folder / "nouns", bench.folder / "no_nouns"]
    for folder in folders:
        folder.mkdir()
    trial = (ROOT / "tests" / "new_module" / "nouns.py").read_text("utf-8")
    for number in range(NOUNS // 2):
        (folders[0] / f"trial{number}.py").write_text(trial.replace("20261130", str(number)), "utf-8")
    demo = [sys.executable, "-m", "cppcc_desktop", "cppcc", "demo", "--db", str(database)]
    subprocess.run(demo, env=environment, check=True, stdout=subprocess.DEVNULL)
    password, took, pairs = measure_password(environment), list[float](), list[tuple[float, float]]()

    def start(folder: Path) -> str:
        window = [*MANY, str(folder), "--db", str(database), "--ready-then-quit"]
        return subprocess.run(window, env=environment, check=True, capture_output=True, text=True).stdout

    for _ in range(bench.runs + 1):
        with_them = clock(lambda: took.append(float(start(folders[0]).split()[0])))
        pairs.append((with_them - password, clock(lambda: start(folders[1])) - password))
    ours, without = (statistics.median(side) for side in zip(*pairs[1:], strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in pairs[1:])
    yield Figure(f"第一屏，多 {NOUNS} 类资料 / 没有它们", ours, without, ratio, 1.10)
    yield limit("一类资料的说明", 1000 * statistics.median(took[1:]) / NOUNS, 2, "ms")


def measure_password(environment: dict[str, str]) -> float:
    """Seconds one check of a password takes."""
    code = (
        "import time; from cppcc_desktop.services.office.accounts import hash_password as h\n"
        "t = [time.perf_counter() for _ in range(6) if h('x' * 12)]\n"
        "print(min(b - a for a, b in zip(t, t[1:])))"
    )
    return float(subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True).stdout)


def run(command: Sequence[str], environment: dict[str, str]) -> float:
    return clock(lambda: subprocess.run(
        command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ))  # fmt: skip


def measure_memory(bench: Bench) -> Iterator[Figure]:
    """Resident memory of the window, at first and after a walk through a list of a million, above the bare window."""
    environment = make_environment(bench.folder)
    database = make_million(bench)
    told = subprocess.run(
        [*SCROLL, str(database)], env=environment, check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()  # fmt: skip
    bare, first, scrolled = map(float, told)
    yield limit("第一屏的内存，比空窗口多", first - bare, 150, "MB")
    yield limit(f"翻完 {bench.rows} 行的内存，比空窗口多", scrolled - bare, 150, "MB")


def measure_size(_bench: Bench) -> Iterator[Figure]:
    """The built program, if `dev.py build` has made one."""
    built = ROOT / "dist" / "cppcc-desktop"
    if built.is_dir():
        size = sum(each.stat().st_size for each in built.rglob("*") if each.is_file() and not each.is_symlink())
        yield limit("装好的大小", size / 1e6, 280, "MB")
