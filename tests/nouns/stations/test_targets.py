"""What stations are to hold against what they held, the coverage of the county, and what a reminder says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.nouns.stations.held import Held, find_span, read_coverage, remind
from cppcc_desktop.nouns.stations.strip import read_states
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.code_changes import add_entry
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import change_record
from tests.conftest import Place

TYPE = {"town": "01", "village": "05"}


@contextmanager
def opened(county: Place) -> Iterator[Held]:
    with county.office.read() as connection:
        yield Held(county.office, connection, county.office.today())


def make(county: Place, code: str, name: str, level: str = "2", **more: object) -> str:
    return county.create("station", code=code, name=name, level=level, type=TYPE["town"], **more)


def hold(county: Place, station: str, day: str, kind: str = "24") -> str:
    return county.create("activity", station=station, title="读书", type=kind, date=day)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from([1, 3, 12]))
def test_every_day_lies_in_its_period(day: date, months: int) -> None:
    span = find_span(months, day)
    assert span.first <= day <= span.last and find_span(months, span.first) == find_span(months, span.last) == span


def test_a_town_station_holds_one_activity_a_quarter(county: Place) -> None:
    """Reached, lacking with days left, behind once the quarter is over; villages have no target of their own."""
    one, two = make(county, "01", "云水站", township="云水镇"), make(county, "02", "石桥站", township="石桥镇")
    make(county, "03", "茶坪议事室", level="3")
    today = county.office.today()
    quarter = find_span(3, today)
    hold(county, one, quarter.first.isoformat())
    with opened(county) as held:
        states = {str(row["id"]): held.of(row) for row in held.stations}
        assert [(each.held, each.lacking, each.tone) for each in states[one]] == [(1, 0, "ok")]
        (lacking,) = states[two]
        assert lacking.lacking == 1 and not lacking.behind and f"余 {(quarter.last - today).days} 天" in lacking.words
        assert [len(each) for each in states.values()] == [1, 1, 0]
        row = next(each for each in held.stations if each["id"] == two)
        assert "石桥站：乡镇站每季度一次活动" in remind(row, states[two]) and "已办 0 次" in remind(row, states[two])
        before = held.of(row, date(today.year - 1, 2, 1))
        assert [each.behind for each in before] == [True] and before[0].words == "一季度差 1 次"
        assert [each.lacking for each in held.year_of(row)] == [1, 1, 1, 1]
    with county.office.read() as connection:
        strip = {each.name: each.tone for each in read_states(county.office, connection)}
    assert strip == {"云水镇": "", "石桥镇": "wait"}


def test_targets_are_data_and_a_stations_own_wins(county: Place) -> None:
    one, two = make(county, "01", "云水站"), make(county, "02", "石桥站")
    county.create(
        "station_target",
        name="每月一次学习",
        what="学习和培训",
        level="乡镇街道",
        period="每月",
        number=1,
        since="2020-01-01",
    )
    county.create(
        "station_target", name="石桥每年两次会议", what="会议", station=two, period="每年", number=2, since="2020-01-01"
    )
    today = (county.office.today() - timedelta(days=1)).isoformat()
    hold(county, one, today)
    hold(county, two, today)
    hold(county, two, today, kind="01")
    with opened(county) as held:
        first, second = held.stations
        assert [(each.target, each.held) for each in held.of(first)] == [("每月一次学习", 1)]
        assert [(each.target, each.held, each.lacking) for each in held.of(second)] == [("石桥每年两次会议", 1, 1)]
    change_record(county.office, county.actor, "station", one, {"closed_on": "2020-01-01", "closed_reason": "合并"})
    with opened(county) as held:
        assert [row["code"] for row in held.stations] == ["02"]


def test_functions_narrow_a_target_while_they_last(county: Place) -> None:
    one = make(county, "01", "云水站")
    county.create(
        "station_target",
        name="协商议事室每年一次",
        what="会议",
        function="协商议事室",
        period="每年",
        number=1,
        since="2020-01-01",
    )
    with opened(county) as held:
        assert not held.of(held.stations[0])
    add_rows(county.office, county.actor, "station_function", one, [{"function": "协商议事室", "since": "2021-01-01"}])
    with opened(county) as held:
        assert len(held.of(held.stations[0])) == 1
    add_rows(
        county.office,
        county.actor,
        "station_function",
        one,
        [{"function": "书吧", "since": "2021-01-01", "until": "2022-01-01"}],
    )
    with opened(county) as held:
        assert held.functions[one] == {"02"}


def test_coverage_is_of_the_offices_townships(county: Place) -> None:
    with opened(county) as held:
        assert read_coverage(held).words == "还没有填本县的乡镇"
    for name in ("云水镇", "石桥镇", "城关镇"):
        add_entry(county.office, county.actor, "township", name)
    make(county, "01", "云水站", township="云水镇")
    make(county, "02", "云水村议事室", level="3", township="云水镇")
    make(county, "03", "外乡站", township="外乡")
    with opened(county) as held:
        found = read_coverage(held)
        assert (found.covered, found.listed) == (1, 3) and found.words.startswith("33.3%")
        assert [(each.name, len(each.stations), each.listed) for each in found.townships] == [
            ("云水镇", 2, True), ("石桥镇", 0, True), ("城关镇", 0, True), ("外乡", 1, False),
        ]  # fmt: skip
        assert read_coverage(held, level="3").covered == 1 and read_coverage(held, function="01").covered == 0
    assert all(each.ok for each in check_office(county.office, county.actor))


@pytest.mark.parametrize(("level", "lines"), [("2", 10), ("3", 3), ("6", 0)])
def test_the_check_list_suits_the_level(county: Place, level: str, lines: int) -> None:
    from cppcc_desktop.services.records.sheets import read_sheet, save_sheet

    station = make(county, "01", "云水站", level=level)
    sheet = read_sheet(county.office, county.actor, "station_check", station)
    assert len(sheet.down) == lines
    if lines:
        save_sheet(
            county.office,
            county.actor,
            "station_check",
            station,
            {(sheet.down[0].key, ""): {"state": "已落实", "words": "二楼"}},
        )
        assert read_sheet(county.office, county.actor, "station_check", station).count == 1
