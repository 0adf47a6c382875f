"""python3 dev.py bench [--only NAME …] [--rows N] [--years N] [--runs N] [--json FILE]: a table, then the same as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from tests.bench.bulk import measure_bulk
from tests.bench.figures import Bench, Figure
from tests.bench.figures_of_plenaries import measure_figures
from tests.bench.find import measure_find
from tests.bench.forms import measure_forms
from tests.bench.imports import measure_imports, measure_register
from tests.bench.lists import measure_lists
from tests.bench.packages import measure_packages
from tests.bench.program import measure_first_screen, measure_many_nouns, measure_memory, measure_size
from tests.bench.records import measure_records
from tests.bench.similar import measure_similar

# every line of quality.md §1 that exists
LINES: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "first_screen": measure_first_screen,
    "many_nouns": measure_many_nouns,
    "lists": measure_lists,
    "find": measure_find,
    "records": measure_records,
    "similar": measure_similar,
    "figures": measure_figures,
    "imports": measure_imports,
    "register": measure_register,
    "bulk": measure_bulk,
    "forms": measure_forms,
    "packages": measure_packages,
    "memory": measure_memory,
    "size": measure_size,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("--only", action="append", choices=LINES, help="只量这一项，可多次")
    parser.add_argument("--rows", type=int, default=1_000_000, help="长列表的行数")
    parser.add_argument("--years", type=int, default=100, help="第一屏的县年")
    parser.add_argument("--runs", type=int, default=7, help="每对量几次")
    parser.add_argument("--json", type=Path, help="结果也写进这个文件")
    given = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.rows, given.years, given.runs)
        for name in given.only or LINES:
            for figure in LINES[name](bench):
                show(figure)
                figures.append(figure)
    told = json.dumps([asdict(each) | {"met": each.met} for each in figures], ensure_ascii=False)
    print(told)
    if given.json:
        given.json.write_text(told, "utf-8")
    return 0


def show(figure: Figure) -> None:
    goal = f"目标 ≤ {figure.goal:g}，{'达到' if figure.met else '没有达到'}" if figure.goal else "没有定目标"
    ours, baseline = (f"{each:.4g} {figure.unit}" for each in (figure.ours, figure.baseline))
    print(f"{figure.what}：{ours} / {baseline} = {figure.ratio:.2f}（{goal}）", flush=True)


sys.exit(main())
