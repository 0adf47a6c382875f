"""The office's calendar: what ships, the office's own days over it, and what is not published yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.working_days import Calendar
from cppcc_desktop.services.office.calendar import (
    CalendarLine,
    cancel_calendar_day,
    list_calendar,
    list_calendar_years,
    read_calendar,
    set_calendar_day,
    tell_calendar,
)
from cppcc_desktop.services.records.logs import read_log
from tests.conftest import Place


def calendar(place: Place) -> Calendar:
    with place.office.read() as connection:
        return read_calendar(place.office, connection)


def lines(place: Place, year: int = 2026) -> dict[str, CalendarLine]:
    return {each.date: each for each in list_calendar(place.office, place.actor, year)}


def put(place: Place, day: str, working: bool, name: str = "") -> str:
    return set_calendar_day(place.office, place.actor, day, working, name)


def test_a_year_as_the_notice_of_the_state_council_has_it(county: Place) -> None:
    found = lines(county)
    spring = [each for each in found.values() if each.name == "春节"]
    rest = [each.date for each in spring if not each.working]
    assert (rest[0], rest[-1], len(rest)) == ("2026-02-15", "2026-02-23", 9)
    assert [(each.date, each.weekday, each.word) for each in spring if each.working] == [
        ("2026-02-14", "周六", "上班"), ("2026-02-28", "周六", "上班"),
    ]  # fmt: skip
    assert {each.name for each in found.values()} == {
        "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
    }  # fmt: skip
    assert found["2026-09-20"].name == "国庆节" and found["2026-10-06"].origin == "shipped"
    assert sum(not each.working for each in found.values()) == 33 and len(found) == 39
    assert list(found) == sorted(found)


def test_the_calendar_counts_with_them(county: Place) -> None:
    days = calendar(county)
    assert not days.is_working(date(2026, 2, 16)) and days.is_working(date(2026, 2, 14))
    assert days.add_working_days(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert days.count_working_days(date(2026, 10, 1), date(2026, 10, 10)) == 3
    assert days.is_working(date(2031, 10, 1))  # too far off: by the week alone


def test_an_own_day_goes_before_what_ships_and_can_be_taken_back(county: Place) -> None:
    record = put(county, "2026-06-12", False, "县庆日")
    put(county, "2026年10月7日", True)
    found = lines(county)
    assert found["2026-06-12"] == CalendarLine("2026-06-12", "周五", "放假", "县庆日", "own", False, record)
    assert (found["2026-10-07"].word, found["2026-10-07"].name) == ("上班", "国庆节")
    days = calendar(county)
    assert not days.is_working(date(2026, 6, 12)) and days.is_working(date(2026, 10, 7))
    cancel_calendar_day(county.office, county.actor, "2026-06-12", "填错了")
    assert "2026-06-12" not in lines(county) and calendar(county).is_working(date(2026, 6, 12))
    said = [(each.label, each.after) for each in read_log(county.office, county.actor, record)]
    assert ("回收站", "填错了") in said and ("名称", "县庆日") in said
    assert put(county, "2026-06-12", False) != record and lines(county)["2026-06-12"].name == "本会另定"


def test_said_again_replaces_the_first(county: Place) -> None:
    first = put(county, "2026-06-12", False, "县庆")
    assert put(county, "2026-06-12", False, "县庆日") == first
    assert put(county, "2026-06-12", True, "不放了") == first
    assert lines(county)["2026-06-12"].name == "不放了" and calendar(county).is_working(date(2026, 6, 12))


@pytest.mark.parametrize(
    ("day", "working", "said"),
    [
        ("2026-10-01", False, "2026 年 10 月 1 日（周四）本来就放假，不用改。"),
        ("2026-06-13", False, "2026 年 6 月 13 日（周六）本来就放假，不用改。"),
        ("2026-09-20", True, "2026 年 9 月 20 日（周日）本来就上班，不用改。"),
        ("2026-06-31", True, "2026 年 6 月没有 31 日。"),
        ("", True, ""),
    ],
)
def test_what_is_no_change_is_refused(county: Place, day: str, working: bool, said: str) -> None:
    with pytest.raises(InvalidField) as caught:
        put(county, day, working)
    assert caught.value.field == "date" and said in caught.value.what
    put(county, "2026-06-12", False, "县庆日")
    with pytest.raises(InvalidField, match="已经这样定了"):
        put(county, "2026-06-12", False, "县庆日")
    with pytest.raises(InvalidField, match="最多"):
        put(county, "2026-06-15", False, "长" * 41)


def test_only_an_administrator_of_the_county_may(
    county: Place, pair: tuple[Place, Place], open_place: Callable[..., Place]
) -> None:
    clerk = Actor("李文书", "clerk", "county")
    with pytest.raises(Refusal):
        set_calendar_day(county.office, clerk, "2026-06-12", False)
    with pytest.raises(Refusal):
        cancel_calendar_day(county.office, clerk, "2026-06-12", "试")
    assert list_calendar(county.office, clerk, 2026)
    station = pair[1]
    with pytest.raises(Refusal, match="联络站不能改"):
        put(station, "2026-06-12", False)


def test_taking_back_wants_a_reason_and_a_day(county: Place) -> None:
    with pytest.raises(InvalidField):
        cancel_calendar_day(county.office, county.actor, "2026-06-12", " ")
    with pytest.raises(OfficeError, match="没有另外定过"):
        cancel_calendar_day(county.office, county.actor, "2026-06-12", "试")


def test_a_year_that_is_not_published_says_so(county: Place) -> None:
    assert tell_calendar(county.office, county.actor, 2026) == ""
    assert tell_calendar(county.office, county.actor, 2028).startswith("2028 年的放假安排还没有公布，先按周末算")
    assert next(day for day in lines(county, 2028) if day.startswith("2028-10")) == "2028-10-01"
    put(county, "2028-10-06", False, "国庆节")
    assert "本会填的 1 天" in tell_calendar(county.office, county.actor, 2028)
    put(county, "2033-03-03", False)
    assert list_calendar_years(county.office, county.actor) == [2024, 2025, 2026, 2027, 2028, 2033]


def test_the_countys_days_reach_its_stations(pair: tuple[Place, Place], tmp_path, filled) -> None:
    county, station = pair
    put(county, "2026-06-12", False, "县庆日")
    station.unpack(county.pack(filled.station, tmp_path / "second.cppcc"))
    assert not calendar(station).is_working(date(2026, 6, 12))
