"""A month of duty by rule: days, turns, days off, what stays; visits that note what was looked at; both on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.stations.duty import list_days, month_to_make, say_month
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.office.calendar import set_calendar_day
from cppcc_desktop.services.office.settings import change_setting
from cppcc_desktop.services.records.children import add_rows, change_row, list_rows, make_rows, pick, remove_rows
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.sheets import read_sheet, save_sheet
from tests.conftest import Filled, Place
from tests.nouns.stations.test_targets import make

RULE = {
    "weekdays": "星期三",
    "starts_at": "9:00",
    "ends_at": "11:30",
    "mode": "坐诊",
    "place": "二楼",
    "persons": "甲一、乙二、丙三",
}


@given(st.dates(date(2020, 1, 1), date(2035, 12, 1)), st.sampled_from("1234567"), st.sampled_from(["", "1", "3", "5"]))
def test_days_of_a_rule(day: date, weekday: str, week: str) -> None:
    first = day.replace(day=1)
    days = list_days({"weekdays": [weekday], "weeks": [week] if week else None}, first)
    assert all(each.isoweekday() == int(weekday) and each.month == first.month for each in days)
    assert len(days) in (4, 5) if not week else len(days) == 1
    if week == "5":
        assert (days[0] + timedelta(days=7)).month != first.month


def duties(county: Place, station: str) -> list[tuple[str, str]]:
    rows = list_rows(county.office, county.actor, "station_duty", station).rows
    return sorted((row.words["date"], row.words["persons"]) for row in rows)


def test_a_month_in_turn_and_not_twice(county: Place) -> None:
    station = make(county, "01", "云水站")
    with pytest.raises(Refusal, match="还没有排班规则"):
        make_rows(county.office, county.actor, "station_duty", station)
    add_rows(county.office, county.actor, "station_duty_rule", station, [RULE])
    made = make_rows(county.office, county.actor, "station_duty", station)
    found = duties(county, station)
    first = month_to_make(county.office.today())
    assert len(made.rows) == len(found) >= 3 and say_month(county.office.today()) == f"排 {first.month} 月"
    assert [who for _, who in found] == [("甲一", "乙二", "丙三")[at % 3] for at in range(len(found))]
    change_row(county.office, county.actor, "station_duty", made.rows[0], {"persons": "外来的人"})
    with pytest.raises(Refusal, match="已经排好了"):
        make_rows(county.office, county.actor, "station_duty", station)
    assert "外来的人" in dict(duties(county, station)).values(), "what was changed by hand stays"
    county.clock.move(days=31)
    make_rows(county.office, county.actor, "station_duty", station)
    later = [
        who for day, who in duties(county, station) if day >= (first + timedelta(days=31)).replace(day=1).isoformat()
    ]
    assert later[0] != found[-1][1], "the next one goes on from who was last"


def test_days_off_move_or_are_left_out_and_nobody_is_said(county: Place) -> None:
    station = make(county, "01", "云水站")
    add_rows(county.office, county.actor, "station_duty_rule", station, [{"weekdays": "星期三", "mode": "坐诊"}])
    first = month_to_make(county.office.today())
    off = list_days({"weekdays": ["3"]}, first)[-1]
    set_calendar_day(county.office, county.actor, off.isoformat(), False, "放假")
    change_setting(county.office, county.actor, "duty_moves_holidays", "0", first.isoformat())
    make_rows(county.office, county.actor, "station_duty", station)
    found = duties(county, station)
    assert off.isoformat() not in dict(found) and {who for _, who in found} == {""}


def test_a_visit_notes_what_was_looked_at(county: Place) -> None:
    station, today = make(county, "01", "云水站"), county.office.today().isoformat()
    save_sheet(county.office, county.actor, "station_check", station, {("11", ""): {"state": "已落实"}})
    visit = {"date": today, "leader": "高岚", "people": 3, "looked_at": "场所、设施"}
    add_rows(county.office, county.actor, "station_visit", station, [visit])
    sheet = read_sheet(county.office, county.actor, "station_check", station)
    words = sheet.rows["11", ""].words
    assert (words["looked_on"], words["looked_by"]) == (today, "高岚") and sheet.count == 1, (
        "nothing is made up for an item nobody judged"
    )


def ask_leave(county: Place, activity: str, member: str, decision: str, first: str = "", last: str = "") -> None:
    pick(county.office, county.actor, "participant", activity, [member], {})
    line = next(
        row.id for row in list_rows(county.office, county.actor, "participant", activity).rows if row.picked == member
    )
    asked = {"participant": line, "kind": "1", "decision": decision, "from_session": first, "to_session": last}
    add_rows(county.office, county.actor, "leave", activity, [asked])


def test_who_is_on_leave_is_passed_over_and_first_next_time(filled: Filled) -> None:
    """By the half-day of the duty, by what was approved alone; the turn goes on over the end of the month."""
    county, (one, two, three) = filled.place, filled.members[:3]
    station = make(county, "01", "云水站")
    first = month_to_make(county.office.today())
    days = [each.isoformat() for each in list_days({"weekdays": ["3"]}, first)]
    rule = {**RULE, "persons": [one, two, three]}
    add_rows(county.office, county.actor, "station_duty_rule", station, [rule])
    meeting = county.create("activity", title="学习", type="21", date=days[0], ends_on=days[-1])
    (drop,) = list_rows(county.office, county.actor, "session", meeting).rows
    change_row(county.office, county.actor, "session", drop.id, {"name": "甲场", "date": days[0], "half": "上午"})
    add_rows(county.office, county.actor, "session", meeting, [
        {"name": "乙场", "date": days[2], "half": "下午"}, {"name": "丙场", "date": days[-1], "half": "上午"},
    ])  # fmt: skip
    sessions = {row.words["name"]: row.id for row in list_rows(county.office, county.actor, "session", meeting).rows}
    morning, afternoon = sessions["甲场"], sessions["乙场"]
    ask_leave(county, meeting, one, "1", morning, morning)  # a morning, as the duty is: counts
    ask_leave(county, meeting, three, "1", afternoon, afternoon)  # an afternoon: does not
    ask_leave(county, meeting, two, "0")  # nobody decided: does not
    gone = county.create("activity", title="不开了的", type="21", date=days[-1])
    ask_leave(county, gone, two, "1")
    act(county.office, county.actor, "activity", gone, "cancel", {"date": "2026-06-08", "note": "不开了"})
    made = make_rows(county.office, county.actor, "station_duty", station)
    names = ["郑晓禾", "陈素芬", "阿依·古兰"]
    assert made.remark == f"有人请假，跳过了：{short_date(days[0])} {names[0]}（学习请假）；下次先排。"
    assert [who for _, who in duties(county, station)][:4] == [names[1], names[0], names[2], names[1]]


@pytest.mark.parametrize("typed", [False, True])
def test_all_are_away_and_the_turn_goes_on(filled: Filled, typed: bool) -> None:
    """What has no day or half of its own takes all days of the meeting; who was away at the end of a month begins the next one."""
    county, (one, two, _) = filled.place, filled.members[:3]
    station = make(county, "01", "云水站")
    days = [each.isoformat() for each in list_days({"weekdays": ["3"]}, month_to_make(county.office.today()))]
    add_rows(county.office, county.actor, "station_duty_rule", station, [{**RULE, "persons": [one, two]}])
    meeting = county.create("activity", title="全会", type="01", date=days[1], ends_on=days[2])
    if not typed:
        (only,) = list_rows(county.office, county.actor, "session", meeting).rows
        remove_rows(county.office, county.actor, "session", [only.id])
    ask_leave(county, meeting, one, "1")
    ask_leave(county, meeting, two, "1")
    late = county.create("activity", title="调研", type="11", date=days[-1])
    card = county.create("member", name="陈素芬")  # a second card of hers, joined with the first
    ask_leave(county, late, card, "1")
    join_records(county.office, county.actor, "member", two, card)
    made = make_rows(county.office, county.actor, "station_duty", station)
    assert [who for _, who in duties(county, station)] == ["郑晓禾", "", "", "郑晓禾"]
    told = [f"{short_date(day)} {name}（{why}请假）" for day, name, why in (
        (days[1], "郑晓禾", "全会"), (days[1], "陈素芬", "全会"), (days[2], "郑晓禾", "全会"), (days[2], "陈素芬", "全会"),
        (days[3], "陈素芬", "调研"),
    )]  # fmt: skip
    assert sorted(made.remark.removeprefix("有人请假，跳过了：").partition("；")[0].split("、")) == sorted(told)
    assert made.remark.endswith(f"{short_date(days[1])}、{short_date(days[2])}轮值的人都请假，没有排人。")
    county.clock.move(days=31)
    make_rows(county.office, county.actor, "station_duty", station)
    assert duties(county, station)[len(days)][1] == "陈素芬"
