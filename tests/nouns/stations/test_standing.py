"""Beside the record of a station: targets of the year, who is on duty next, its star, the platforms below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cppcc_desktop.nouns.stations.held import find_span
from cppcc_desktop.nouns.stations.standing import read_standing, say_more
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import change_record
from tests.conftest import Place
from tests.nouns.stations.test_targets import hold, make
from tests.ui.offices import Desk, sit_down  # noqa: F401
from ui.tasks import WrittenKinds

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def days(county: Place, *more: int) -> list[str]:
    return [(county.office.today() + timedelta(days=each)).isoformat() for each in more]


def put_on_duty(county: Place, station: str) -> None:
    yesterday, today, week = days(county, -1, 0, 7)
    add_rows(county.office, county.actor, "station_duty", station, [
        {"date": week, "mode": "出诊", "starts_at": "9:00", "ends_at": "11:30"},
        {"date": today, "mode": "坐诊", "persons": "罗文谦"}, {"date": yesterday, "persons": "高岚"},
    ])  # fmt: skip


def test_targets_of_all_periods_and_the_next_turns_of_duty(county: Place) -> None:
    station, today = make(county, "01", "云水站"), county.office.today()
    quarter = find_span(3, today)
    hold(county, station, quarter.first.isoformat())
    put_on_duty(county, station)
    found = read_standing(county.office, county.actor, station)
    (target,) = found.targets
    assert target.now.span == quarter and (target.now.held, target.now.lacking) == (1, 0)
    assert [each.span.label for each in target.year] == ["一季度", "二季度", "三季度", "四季度"]
    assert [each.held for each in target.year] == [int(each.span == quarter) for each in target.year]
    (now, week) = days(county, 0, 7)
    assert [(each.day, each.persons, each.words) for each in found.duties] == [
        (now, "罗文谦", "坐诊"), (week, "", "出诊 09:00—11:30"),
    ]  # fmt: skip


def test_one_that_is_closed_has_nothing_to_hold(county: Place) -> None:
    station = make(county, "01", "云水站")
    (before,) = days(county, -3)
    change_record(county.office, county.actor, "station", station, {"closed_on": before, "closed_reason": "并了"})
    assert read_standing(county.office, county.actor, station).targets == ()
    assert say_more(county.office, county.actor, station) == ([], [])


def test_the_header_says_what_is_lacking_and_the_platforms_in_use(county: Place) -> None:
    station = make(county, "01", "云水站")
    make(county, "02", "茶坪", level="3", parent=station)
    make(county, "03", "柳坝", level="3", parent=station, closed_on=str(date(2020, 1, 1)))
    chips, facts = say_more(county.office, county.actor, station)
    label = find_span(3, county.office.today()).label
    assert [words for words, _ in chips] == [f"{label}还差 1 次"] and facts == ["下属村级平台 1 个"]
    hold(county, station, find_span(3, county.office.today()).first.isoformat())
    assert say_more(county.office, county.actor, station) == ([], ["下属村级平台 1 个"])


def test_it_is_seen_beside_the_record(sit_down: Callable[[Place], Desk], county: Place) -> None:  # noqa: F811
    station = make(county, "01", "云水站")
    put_on_duty(county, station)
    add_rows(county.office, county.actor, "station_function", station, [
        {"function": "协商议事室", "since": "2022-03-01"}, {"function": "委员工作室", "since": "2021-01-01", "until": "2024-12-31"},
    ])  # fmt: skip
    desk = sit_down(county)
    page = desk.open("stations", station)
    desk.rest()
    assert page.history.isVisible()
    assert [(each.spell.word, each.spell.ended) for each in page.strip.box.parts[:-1]] == [
        ("协商议事室", False), ("委员工作室", True),
    ]  # fmt: skip
    assert any("还差 1 次" in chip.text for chip in page.header.chips if chip.isVisible())
    assert len(page.aside.standing.duties) == 2
    page.aside.roster.click()
    assert page.tabs.key == "station_duty" and page.children_tabs["station_duty"].isVisible()
    hold(county, station, find_span(3, county.office.today()).first.isoformat())
    desk.tasks.changed.emit(WrittenKinds(frozenset({"activity"})))
    desk.rest()
    assert page.aside.standing.targets[0].now.held == 1
