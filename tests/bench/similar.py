"""Similar earlier proposals of 200 000 titles, twenty plenaries of 10 000, against bare rapidfuzz over the same titles."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz, process

from cppcc_desktop.nouns.proposals.similar.cases import find_similar, open_shelf
from cppcc_desktop.nouns.proposals.similar.titles import strip_title
from cppcc_desktop.nouns.proposals.similar.units import suggest_units_many
from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.office.office import Office
from tests.bench.figures import Bench, Figure, clock, compare, limit
from tests.bench.offices import ACTOR, MATTERS, NOW, PLACES, load_rows, make_office, reopen

TITLES, CASES, UNITS = 200_000, 300, 60
TYPED = (
    "既有住宅增设电梯",
    "关于城南老旧小区加装电梯的建议",
    "关于加强农村道路建设的建议",
    "关于农贸市场停车难和垃圾分类的提案",
)
VERBS = ("加强", "加快", "推进", "完善", "规范", "改善")
TAILS = ("的建议", "的提案", "的几点建议", "工作的建议", "问题的提案")
CHARACTERS = "云水青石白沙龙凤桥头新河长岭东山西坪南湖北江上下前后左右大小金银铜铁松竹梅兰"


def make_titles(count: int, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    """Rows of table proposal: about eleven characters of matter each, two thirds of them different."""
    for number in range(count):
        place = dice.choice(PLACES) if number % 3 else "".join(dice.choices(CHARACTERS, k=3)) + "村"
        second = f"和{dice.choice(MATTERS)}" if number % 2 else ""
        title = f"关于{dice.choice(VERBS)}{place}{dice.choice(MATTERS)}{second}{dice.choice(TAILS)}"
        plenary = number // 10_000
        yield (f"f{number:031x}", title, f"{number % 10_000:04d}", f"{7 + plenary // 5:02d}-{1 + plenary % 5:02d}",
               "closed", f"u{number % UNITS}", "县" + MATTERS[number % len(MATTERS)], "由主管部门牵头，年内拿出方案。" * 20,
               "county", NOW)  # fmt: skip


COLUMNS = (
    "id", "title", "docket_no", "plenary", "state", "lead_unit", "suggested_unit", "suggestions", "scope", "changed_at",
)  # fmt: skip


def make_filled(bench: Bench) -> Office:
    path = bench.folder / "similar.db"
    make_office(path).close()
    dice = random.Random(3)
    load_rows(path, "proposal", COLUMNS, make_titles(TITLES, dice))
    units = ((f"u{at}", f"县{MATTERS[at % len(MATTERS)]}局", f"负责全县{PLACES[at % len(PLACES)]}的" + "、".join(dice.sample(MATTERS, 4)),
              "ref", NOW) for at in range(UNITS))  # fmt: skip
    load_rows(path, UNIT.name, ("id", "name", "duty", "scope", "changed_at"), units)
    return reopen(path)


def measure_similar(bench: Bench) -> Iterator[Figure]:
    office = make_filled(bench)
    tracemalloc.start()
    find_similar(office, ACTOR, TYPED[0])
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(open_shelf(office.database).index) == TITLES
    yield limit(f"{TITLES} 个案由在内存里", held / 1024 / 1024, 60, "MB")
    path = office.database.path
    office.close()
    office = reopen(path)
    yield limit(f"第一次读 {TITLES} 个案由", clock(lambda: find_similar(office, ACTOR, TYPED[0])), 5)
    with office.read() as connection:
        matters = [strip_title(each) for each in connection.exec_driver_sql("SELECT title FROM proposal").scalars()]
    for typed in TYPED:
        yield from measure_title(office, typed, matters, bench.runs)
    ids = [f"f{number * 613 % TITLES:031x}" for number in range(CASES)]
    yield limit(f"给 {CASES} 件提案推荐承办单位", clock(lambda: suggest_units_many(office, ACTOR, ids)), 2)
    office.close()


def measure_title(office: Office, typed: str, matters: list[str], runs: int) -> Iterator[Figure]:
    def find() -> Any:
        return find_similar(office, ACTOR, typed)

    def bare() -> Any:
        return process.extract(strip_title(typed), matters, scorer=fuzz.ratio, limit=5, score_cutoff=30)

    figure = compare(f"边打边找“{typed}”/ 裸 rapidfuzz", find, bare, 1.5, runs * 3)
    yield figure
    yield limit(f"边打边找“{typed}”", figure.ours * 1000, 100, "ms")
