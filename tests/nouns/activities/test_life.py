"""The life of an activity: where it begins, made known, put off, held, closed; at a station by itself; old ones; from a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import act, next_steps, read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.records.children import add_rows, list_rows, pick
from cppcc_desktop.services.records.records import Query, count_records, list_records, show_record
from tests.conftest import Filled, Place
from tests.services.test_imports import write

PLAN = {"title": "县情视察", "type": "视察", "date": "2026-06-20", "ends_on": "2026-06-21"}


def step(place: Place, record: str, move: str, **raw: object):
    return act(place.office, place.actor, "activity", record, move, raw)


def values(place: Place, record: str):
    return show_record(place.office, place.actor, "activity", record).values


def test_it_begins_by_its_day_and_goes_on_step_by_step(filled: Filled) -> None:
    place = filled.place
    past, ahead = (
        place.create("activity", **PLAN | {"date": "2026-06-07", "ends_on": None}),
        place.create("activity", **PLAN),
    )
    assert (values(place, past)["state"], values(place, ahead)["state"]) == ("held", "planned")
    offered = [
        each.move.name
        for each in next_steps(place.office, place.actor, show_record(place.office, place.actor, "activity", ahead))
    ]
    assert set(offered) == {"invite", "postpone", "cancel", "hold"}
    step(place, ahead, "invite", note="发了短信")
    with pytest.raises(Refusal, match="改到哪天"):
        step(place, ahead, "postpone", note="下雨")
    with pytest.raises(Refusal, match="日期没有变"):
        step(place, ahead, "postpone", new_date="2026-06-20", note="下雨")
    with pytest.raises(Refusal, match="结束的日子在开始以前"):
        step(place, ahead, "postpone", new_date="2026-06-24", new_ends_on="2026-06-23", note="下雨")
    told = step(place, ahead, "postpone", new_date="2026-06-24", new_place="东河乡", note="下雨")
    now = values(place, ahead)
    assert (now["date"], now["ends_on"], now["place"], now["state"]) == ("2026-06-24", None, "东河乡", "invited")
    assert told.warnings and "结束日期" in told.warnings[0]
    words = read_timeline(place.office, place.actor, "activity", ahead)[0].words
    assert "日期 2026-06-20 → 2026-06-24" in words and "下雨" in words and "地点 没有定 → 东河乡" in words
    with pytest.raises(Refusal, match="在活动的日期"):
        step(place, ahead, "hold", date="2026-06-08")
    place.clock.move(20)
    step(place, ahead, "hold")
    step(place, ahead, "close")
    with pytest.raises(Refusal, match="已经过了"):
        step(place, ahead, "postpone", new_date="2026-07-24", note="又改")
    take_back(place.office, place.actor, "activity", ahead, "还有材料没收齐")
    assert values(place, ahead)["state"] == "held"
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_cancelled_one_has_a_reason_and_counts_nowhere(filled: Filled) -> None:
    place = filled.place
    made = place.create("activity", **PLAN)
    with pytest.raises(Refusal, match="没有填原因"):
        step(place, made, "cancel")
    step(place, made, "cancel", note="和县里的会冲突")
    module = place.office.modules["activities"]
    views = {each.name: count_records(place.office, place.actor, module, Query(each.where)) for each in module.views}
    assert (views["cancelled"], views["ahead"], views["held"]) == (1, 0, 0)


def test_a_station_takes_the_steps_of_its_own(pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    made, past = (
        station.create("activity", **PLAN | {"date": day, "ends_on": None}) for day in ("2026-06-20", "2026-06-01")
    )
    step(station, made, "invite")
    county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    assert (values(county, made)["state"], values(county, past)["state"]) == ("invited", "held")
    assert [each.label for each in read_timeline(county.office, county.actor, "activity", made)] == ["发通知"]
    assert all(each.ok for place in pair for each in check_office(place.office, place.actor))


def test_one_of_an_earlier_program_was_held(filled: Filled) -> None:
    place = filled.place
    place.office.judge = lambda *_: None
    with place.office.write(place.actor, "record.write") as writing:
        old = writing.new(ACTIVITY, {"title": "旧活动", "type": "11", "date": "2026-05-01"}, scope="county")
    assert values(place, old)["state"] == "held"
    step(place, old, "close")
    assert values(place, old)["state"] == "closed"


def test_a_table_of_activities_comes_in(filled: Filled, tmp_path: Path) -> None:
    place, module = filled.place, filled.place.office.modules["activities"]
    head = ("活动主题", "活动类型", "活动时间", "地点", "主办单位", "课时", "受益人次", "投入资金（万元）")
    rows = [
        ("学习宪法", "读书活动", "2026年5月6日", "机关", "文教卫体委", "2.5", None, None),
        ("义诊进村", "惠民服务", "2026-07-06", "东河乡", "医卫界", None, "120", "1.2"),
        ("义诊进村", "惠民服务", "2026-07-09", "青坪乡", "医卫界", None, "80", None),
        ("不知哪天", "读书活动", None, None, None, None, None, None),
    ]
    file = write(tmp_path / "a.xlsx", rows, head)
    preview = preview_import(place.office, place.actor, module, file)
    outcome = apply_import(place.office, place.actor, preview, default_choices(preview))
    assert outcome.new == 3
    found = list_records(place.office, place.actor, module, Query(order=("date",)), 0, 9).rows
    assert [(row["title"], row["state"], row["hours"], row["money"]) for row in found] == [
        ("学习宪法", "held", "2.5", None), ("义诊进村", "planned", None, "12000"), ("义诊进村", "planned", None, None),
    ]  # fmt: skip
    again = preview_import(place.office, place.actor, module, file)
    assert again.count("new") == 0 and again.count("same") == 3, "title, day and station say which one it is"


def test_people_have_the_group_they_were_in_and_leave_names_them(filled: Filled) -> None:
    place = filled.place
    made = place.create("activity", **PLAN)
    pick(place.office, place.actor, "participant", made, filled.members[:2], {"role": "委员"})
    add_rows(place.office, place.actor, "participant", made, [{"name": "李局长", "role": "列席"}])
    rows = list_rows(place.office, place.actor, "participant", made).rows
    assert [row.words["role"] for row in rows] == ["委员", "委员", "列席"]
    (first,) = add_rows(place.office, place.actor, "leave", made, [{"participant": "郑晓禾", "kind": "病假"}]).rows
    assert {row.words["participant"] for row in list_rows(place.office, place.actor, "leave", made).rows} == {"郑晓禾"}
    assert first
