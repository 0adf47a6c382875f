"""The figures of stations: counted by level, with what they lack; each opens its list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from cppcc_desktop.nouns.stations.stars import STARS_OF
from cppcc_desktop.services.figures.figures import CountedFigure, read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import find_sheet, list_scopes
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query, count_records
from cppcc_desktop.services.records.sheets import save_sheet
from tests.conftest import Place
from tests.nouns.stations.test_targets import hold, make


def opens(county: Place, lines: Mapping[str, CountedFigure]) -> None:
    """Each figure opens a list as long as it says."""
    for each in lines.values():
        module = county.office.modules[each.figure.module]
        assert count_records(county.office, county.actor, module, Query(each.where)) == each.records, each.figure.key


def test_by_level_and_what_they_lack(county: Place) -> None:
    one, two = (
        make(county, "01", "云水站", township="云水镇"),
        make(county, "02", "云水村议事室", level="3", township="云水镇"),
    )
    make(county, "03", "旧站", closed_on="2020-01-01")
    add_rows(county.office, county.actor, "station_function", one, [{"function": "联络站"}])
    save_sheet(county.office, county.actor, "station_check", one, {("11", ""): {"state": "没有落实"}})
    add_rows(county.office, county.actor, "station_council", two, [{"person": "外来的人", "role": "召集人"}])
    sheet, who = find_sheet(county.office, "stations"), (county.office, county.actor)
    (scope,) = list_scopes(*who, sheet)
    lines = read_figures(*who, scope, sheet=sheet).lines
    assert (
        lines["open"].numerator,
        lines["town"].numerator,
        lines["village"].numerator,
        lines["closed"].numerator,
    ) == (2, 1, 1, 1)
    assert [lines[each].words for each in ("with_functions", "with_council", "judged", "lacking")] == ["50.0%"] * 4
    opens(county, lines)
    broken = read_breakdown(*who, scope, "township", sheet=sheet)
    assert [(group.label, row["open"].numerator) for group, row in broken.lines] == [("云水镇", 2), ("没有填", 0)][
        : len(broken.lines)
    ]


def test_what_is_kept_of_them_against_a_count_by_hand(county: Place) -> None:
    """Platforms, functions, council, grounds that are whole, stations that held something this year, funds by year."""
    who, year = (county.office, county.actor), county.office.today().year
    one, two, old = (
        make(county, "01", "云水站"),
        make(county, "02", "石桥站"),
        make(county, "09", "旧站", closed_on="2020-01-01"),
    )
    village = make(county, "03", "茶坪议事室", level="3", parent=one)
    make(county, "04", "没有上级的议事室", level="3")
    functions = (
        (one, "联络站", None),
        (one, "书吧", None),
        (two, "联络站", None),
        (village, "书吧", "2020-01-01"),
        (old, "书吧", None),
    )
    for station, function, until in functions:
        add_rows(*who, "station_function", station, [{"function": function, "since": "2019-01-01", "until": until}])
    add_rows(*who, "station_council", village, [{"person": f"村民{at}", "role": "成员"} for at in range(3)])
    add_rows(*who, "station_council", village, [{"person": "走了的人", "role": "召集人", "until": "2021-01-01"}])
    money = (
        (one, year, "预算", "100"),
        (two, year, "拨入", "60.5"),
        (one, year, "拨入", "10"),
        (one, year - 1, "支出", "30"),
    )
    for station, of, kind, sum_of in money:
        add_rows(*who, "station_fund", station, [{"year": of, "kind": kind, "money": sum_of}])
    for station, states in ((one, ("已落实",) * 4 + ("不适用",)), (two, ("已落实",) * 4)):  # the fifth nobody judged
        save_sheet(
            *who, "station_check", station, {(f"1{at + 1}", ""): {"state": each} for at, each in enumerate(states)}
        )
    hold(county, one, (county.office.today() - timedelta(days=1)).isoformat())
    hold(county, village, f"{year - 1}-12-31")
    county.create("activity", station=two, title="还没有开的", type="24", date=f"{year}-12-30")
    sheet = find_sheet(county.office, "stations")
    (scope,) = list_scopes(*who, sheet)
    lines = read_figures(*who, scope, sheet=sheet).lines
    opens(county, lines)
    open_ones = {one, two, village}
    assert lines["platforms"].numerator == 1 and lines["open"].numerator == len(open_ones) + 1
    assert lines["functions"].numerator == sum(each[0] in open_ones and not each[2] for each in functions) == 3
    assert (lines["council"].numerator, lines["five"].counts, lines["active"].counts) == (3, "1 ÷ 2 个", "1 ÷ 4 个")
    assert [lines[each].words for each in ("budget", "received", "spent")] == ["100", "70.50", "30"]
    told = {
        group.label: row["functions"].numerator
        for group, row in read_breakdown(*who, scope, "function", sheet=sheet).rows
    }
    assert told == {"联络站": 2, "书吧": 1}
    funds = read_breakdown(*who, scope, "fund_year", sheet=sheet)
    assert {group.label: [row[each].value for each in ("budget", "received", "spent")] for group, row in funds.rows} == {
        str(year): [100, 70.5, 0], str(year - 1): [0, 0, 30],
    }  # fmt: skip


def test_stars_by_year(county: Place) -> None:
    who = county.office, county.actor
    one, two = make(county, "01", "云水站"), make(county, "02", "石桥站")
    with county.office.write(county.actor, "record.write") as writing:
        for station, grade, fixed in ((one, "五星", "2026-01-10"), (two, None, "2026-01-10"), (two, "三星", None)):
            writing.new(STARS_OF.result, {"station": station, "year": 2025, "grade": grade, "fixed_on": fixed})
    sheet = find_sheet(county.office, "stations")
    (scope,) = list_scopes(*who, sheet)
    broken = read_breakdown(*who, scope, "star", sheet=sheet)
    assert [(group.label, row["starred"].numerator) for group, row in broken.rows] == [
        ("2025 五星", 1),
        ("2025 没有填", 1),
    ]
    for _, row in broken.rows:
        opens(county, row)
