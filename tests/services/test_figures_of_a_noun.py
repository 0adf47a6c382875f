"""Figures, breakdowns, cards and lists of a noun that shares no field with a proposal, with no other noun beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cppcc_desktop.cli.main import run
from cppcc_desktop.domain.description.agenda import AgendaCard, DueList, MonthBars, NavCount
from cppcc_desktop.domain.description.conditions import EVERYTHING, SOON, TODAY, Both, Filled, Is, Named, Span
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Period, PeriodKind
from cppcc_desktop.domain.description.figures import (
    BoardTable,
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    PartBars,
    TrendBars,
)
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.figures.board import read_board
from cppcc_desktop.services.figures.figures import CountedFigure, read_breakdown, read_figures, read_trend
from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.figures.scopes import FigureScope, find_scope, find_sheet, list_scopes
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.records.records import Query, count_records, discard_record, list_ids
from tests.conftest import PASSWORD, USER, Clock, Place

WALK = Entity(
    name="walk", label="走访", counter="回", title="route", period=Period("season", PeriodKind.YEAR), day="walked",
    fields=(
        Field(name="route", label="路线", required=True, width=-1),
        Field(name="season", label="年份", kind=Kind.INTEGER, required=True, width=72),
        Field(name="walked", label="走访日", kind=Kind.DATE, width=104),
        Field(name="until", label="最晚日", kind=Kind.DATE, width=104),
        Field(name="begun", label="开始日", kind=Kind.DATE),
        Field(name="quarter", label="片区", width=104),
    ),
)  # fmt: skip
SIGHT = Entity(
    name="sight", label="见闻", counter="条", title="seen", owner="walk",
    fields=(
        Field(name="walk", label="走访", kind=Kind.REFERENCE, target="walk", required=True, width=150),
        Field(name="seen", label="见到", required=True, width=-1),
        Field(name="told", label="已转告", kind=Kind.BOOLEAN, width=72),
    ),
)  # fmt: skip
WALKS = Module(name="walks", label="走访", icon="activities", entity=WALK, columns=("route", "season", "walked"))
SIGHTS = Module(name="sights", label="见闻", icon="activities", entity=SIGHT, columns=("seen", "walk"), opens="walk")

SHEET = FigureSheet(
    module="walks", title="走访情况", groups=("走访", "见闻"),
    figures=(
        Figure(key="walks", label="走访", group="走访", where=EVERYTHING, module="walks", unit="回"),
        Figure(key="done", label="走完率", group="走访", where=Filled("walked"), of=EVERYTHING, base="占走访", unit="%",
               counted="回", module="walks"),
        Figure(key="sights", label="见闻", group="见闻", where=EVERYTHING, module="sights", unit="条"),
        Figure(key="told", label="转告率", group="见闻", where=Is("told", 1), of=EVERYTHING, base="占见闻", unit="%", counted="条",
               module="sights"),
        Figure(key="seen_from", label="有见闻的走访", group="见闻", module="walks", unit="回",
               where=Named("sight", ("walk",), Is("told", 1))),
        Figure(key="quiet", label="没转告", group="见闻", where=Is("told", None), module="sights", unit="条",
               only_by=("quarter",)),
    ),
    dimensions=(Dimension("quarter", "片区", {"walks": ("quarter",), "sights": ("walk.quarter",)}),
                Dimension("route", "路线", {"walks": ("route",)})),
    columns=("walks", "done", "sights"),
    tables=(BoardTable(title="按路线看", note="一回一行", by="route", columns=("walks",)),),
    charts=(
        FigureBars(title="多少", note="走访 {n} 回", keys=("done", "walks")),
        PartBars(title="走完", note="最多的 {n} 片", key="done", by="quarter", parts=("走完", "没走完")),
        TrendBars(title="历年", note="", key="walks", beside="done", words="走完 {beside}"),
    ),
)  # fmt: skip
CARD = AgendaCard(key="unwalked", label="{soon}日内要走", module="walks", order="until", row="走访", late=True,
                  where=Both(Is("walked", None), Span("until", TODAY, SOON)), headline="先走 {count} 回",
                  fact=lambda row, today: f"{row['route']}，今天 {today.day} 日")  # fmt: skip
DUE = DueList(title="要走的", module="walks", where=Is("walked", None), day="until", ahead=20, order=("until",),
              columns=(("route", 0), ("quarter", 104)), late_words="过了", nothing="没有要走的", opens="unwalked")  # fmt: skip
MONTHS = MonthBars(title="今年走访", note="按月", module="walks", done_on="walked", due_on="until", begun_on="begun",
                   words="回走完")  # fmt: skip
PARTS = {
    "FigureSheet": [SHEET],
    "AgendaCard": [CARD],
    "DueList": [DUE],
    "MonthBars": [MONTHS],
    "NavCount": [NavCount(module="walks", where=Is("walked", None))],
}
TRIAL = Feature(
    name="walks", modules=(WALKS, SIGHTS), parts={name: lambda each=each: each for name, each in PARTS.items()}
)
BARE = Feature(name="walks", modules=(WALKS, SIGHTS))


def make_place(folder: Path, *features: Feature) -> Place:
    """A county with these nouns alone."""
    clock = Clock()
    around = Surroundings(features, clock, folder / "home")
    office = create_office(
        folder / "office.db", around.features, kind="county", name="甲县", plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=clock, anchors=folder / "anchors",
    )  # fmt: skip
    with office.database.write() as connection:  # no migration makes the tables of a noun on trial
        office.schema.metadata.create_all(connection)
    return Place(office, Actor(USER, "admin", office.name), clock, around)


def fill_walks(made: Place) -> None:
    """Five walks of two years with four sights."""
    north = made.create("walk", route="河边", season=2026, walked="2026-03-02", until="2026-03-01", begun="2026-02-01",
                        quarter="北片")  # fmt: skip
    made.create("walk", route="山上", season=2026, until="2026-06-10", begun="2026-05-01", quarter="北片")
    made.create("walk", route="集市", season=2026, walked="2026-06-01", until="2026-06-30", begun="2026-05-01")
    south = made.create("walk", route="老街", season=2026, until="2026-06-01", quarter="南片")
    old = made.create("walk", route="河边", season=2025, walked="2025-07-01", quarter="南片")
    for walk, told in ((north, "是"), (north, ""), (south, ""), (old, "是")):
        made.create("sight", walk=walk, seen="路灯不亮", told=told)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = make_place(tmp_path, TRIAL)
    fill_walks(made)
    yield made
    made.office.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Place]:
    """The same noun without figures."""
    made = make_place(tmp_path, BARE)
    yield made
    made.office.close()


def opened(place: Place, line: CountedFigure) -> int:
    return count_records(place.office, place.actor, place.office.modules[line.figure.module], Query(line.where))


def test_it_is_asked_about_by_year(place: Place) -> None:
    assert [each.label for each in list_scopes(place.office, place.actor)] == ["2026年", "2025年", "全部年份"]
    assert find_scope(place.office, place.actor) == FigureScope(year=2026)
    assert find_scope(place.office, place.actor, year="2025") == FigureScope(year=2025)
    with pytest.raises(OfficeError, match="没有1999年的走访"):
        find_scope(place.office, place.actor, year="1999")
    with pytest.raises(OfficeError, match="走访不按届次统计"):
        find_scope(place.office, place.actor, "10-03")


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (FigureScope(year=2026), {"walks": (4, None), "done": (2, 4), "sights": (3, None), "told": (1, 3), "seen_from": (1, None)}),
        (FigureScope(year=2025), {"walks": (1, None), "done": (1, 1), "sights": (1, None), "told": (1, 1), "seen_from": (1, None)}),
        (FigureScope(), {"walks": (5, None), "done": (3, 5), "sights": (4, None), "told": (2, 4), "seen_from": (2, None)}),
    ],
    ids=["2026", "2025", "all"],
)  # fmt: skip
def test_figures_count_and_every_number_opens_its_list(
    place: Place, scope: FigureScope, expected: dict[str, tuple[int, int | None]]
) -> None:
    lines = read_figures(place.office, place.actor, scope).lines
    assert {key: (line.numerator, line.denominator) for key, line in lines.items()} == expected
    assert all(opened(place, line) == line.numerator for line in lines.values())


def test_what_belongs_to_a_binned_record_counts_nowhere(place: Place) -> None:
    line = read_figures(place.office, place.actor, FigureScope(year=2025)).lines["walks"]
    walks = place.office.modules["walks"]
    assert opened(place, line) == 1
    rows = read_breakdown(place.office, place.actor, FigureScope(year=2025), "route").rows
    assert [group.label for group, _ in rows] == ["河边"]
    [record] = list_ids(place.office, place.actor, walks, Query(line.where))
    discard_record(place.office, place.actor, "walk", record, "重复")
    for scope in (FigureScope(year=2025), FigureScope()):
        found = read_figures(place.office, place.actor, scope).lines
        assert found["sights"].numerator == (0 if scope.year else 3)


def test_a_breakdown_adds_up_and_every_cell_opens_its_list(place: Place) -> None:
    broken = read_breakdown(place.office, place.actor, FigureScope(year=2026), "quarter")
    told = {group.label: {key: line.numerator for key, line in lines.items()} for group, lines in broken.rows}
    assert told == {
        "北片": {"walks": 2, "done": 1, "sights": 2, "told": 1, "seen_from": 1, "quiet": 1},
        "南片": {"walks": 1, "done": 0, "sights": 1, "told": 0, "seen_from": 0, "quiet": 1},
        "没有填": {"walks": 1, "done": 1, "sights": 0, "told": 0, "seen_from": 0, "quiet": 0},
    }
    assert {key: line.numerator for key, line in broken.total.items()}["walks"] == 4
    for _, lines in broken.rows:
        assert all(opened(place, line) == line.numerator for line in lines.values())
    with pytest.raises(OfficeError, match="不能按“category”分"):
        read_breakdown(place.office, place.actor, FigureScope(), "category")


def test_the_trend_goes_by_years(place: Place) -> None:
    rows = read_trend(place.office, place.actor, ("walks", "done")).rows
    assert [(group.label, lines["walks"].numerator, lines["done"].words) for group, lines in rows] == [
        ("2025年", 1, "100.0%"), ("2026年", 4, "50.0%"),
    ]  # fmt: skip
    assert all(opened(place, lines["walks"]) == lines["walks"].numerator for _, lines in rows)


def test_its_board_goes_out(place: Place, tmp_path: Path) -> None:
    board = read_board(place.office, place.actor, FigureScope(year=2026), before=FigureScope(year=2025))
    told = {
        chart.title: [(row.bar.word, row.bar.count, row.bar.late, row.bar.said) for row in chart.rows]
        for chart in board.charts
    }
    assert told == {
        "多少": [("走完率", 2, 0, "2 回　50.0%"), ("走访", 4, 0, "4 回")],
        "走完": [("北片", 2, 1, "1 / 2　50.0%"), ("南片", 1, 1, "0 / 1　0.0%"), ("没有填", 1, 0, "1 / 1　100.0%")],
        "历年": [("2025年", 1, 0, "1 回　走完 100.0%"), ("2026年", 4, 0, "4 回　走完 50.0%")],
    }
    quarters, routes = board.tables
    assert len(routes.broken.rows) == 4 and [each.head for each in quarters.columns] == [
        "走访", "占比", "走完率", "见闻", "2025年", "同比",
    ]  # fmt: skip
    bars = quarters.chart(quarters.rows())
    assert [(row.bar.word, row.bar.count, row.bar.before) for row in bars.rows] == [
        ("北片", 2, 0),
        ("南片", 1, 1),
        ("没有填", 1, 0),
    ]
    assert (
        bars.legend == (("now", "2026年"), ("before", "2025年"))
        and quarters.chart(quarters.rows(), 1).note == "前 1 个"
    )
    for suffix in (".xlsx", ".docx", ".pdf"):
        assert export_figures(place.office, board, tmp_path / f"走访{suffix}") == 5


def test_it_waits_on_the_first_page(place: Place) -> None:
    bench = read_workbench(place.office, place.actor)
    assert [name for name, _ in bench.groups] == ["走访", "站点数据"]
    card = bench.groups[0][1][0]
    assert (card.label, card.count, card.fact, card.bad) == ("七日内要走", 1, "山上，今天 8 日", True)
    assert count_records(place.office, place.actor, place.office.modules["walks"], Query(card.where)) == 1
    assert bench.headlines == ["先走 1 回"] and bench.sidebar == {"walks": 2, "exchange": 0} and not bench.places
    assert [(row.words["route"], row.left) for row in bench.due[0].rows] == [("老街", -7), ("山上", 2)]
    year = bench.years[0]
    assert (year.done, year.begun) == (2, 3)
    assert [(month.month, month.timely, month.late) for month in year.months if month.timely or month.late] == [
        (3, 0, 1), (6, 1, 0),
    ]  # fmt: skip


def test_without_figures_it_says_so(bare: Place) -> None:
    with pytest.raises(OfficeError, match="还没有可以统计的内容"):
        find_sheet(bare.office)
    bench = read_workbench(bare.office, bare.actor)
    assert [name for name, _ in bench.groups] == ["站点数据"] and not bench.due and not bench.years


def test_the_command_takes_it_and_names_what_has_figures(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, "utf-8")
    monkeypatch.setenv("CPPCC_USER", USER)
    monkeypatch.setenv("CPPCC_PASSWORD_FILE", str(secret))
    place.office.close()
    assert run(["stats", "walks", "--db", str(place.path), "--year", "2025", "--json"], place.around) == 0
    found = {each["key"]: each["value"] for each in json.loads(capsys.readouterr().out)}
    assert found == {"walks": 1, "done": 100.0, "sights": 1, "told": 100.0, "seen_from": 1}
    assert run(["stats", "walks", "--db", str(place.path), "--by", "quarter"], place.around) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["合计", "4", "100.0%", "50.0%", "3"]
    for options, words in ((["sights"], "可用：walks（"), (["walks", "--by", "category"], "可用：quarter（")):
        assert run(["stats", *options, "--db", str(place.path)], place.around) == 2
        assert words in capsys.readouterr().err
    place.reopen()
