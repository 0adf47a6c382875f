"""Records side by side: why they were found, what differs, who refers to them."""

from __future__ import annotations

from cppcc_desktop.services.records.comparisons import compare_records, list_lookalikes, read_standing
from cppcc_desktop.services.records.joins import join_records
from tests.conftest import Filled
from tests.nouns.activities.presence import note_presence


def test_reasons_and_titles(filled: Filled) -> None:
    place = filled.place
    place.create("member", name="郑晓和", mobile="13900001111")
    place.create("unit", name="交通局", short="县交通运输局")
    place.create("unit", name="县公安局")
    found = list_lookalikes(place.office, place.actor, "member")
    assert [(each.reason, set(each.titles)) for each in found] == [("手机号相同", {"郑晓禾", "郑晓和"})]
    assert [(e.reason, e.titles) for e in list_lookalikes(place.office, place.actor, "unit")] == [
        ("单位名称相同", ("县公安局",))
    ]


def test_who_refers_is_counted_once_a_record(filled: Filled) -> None:
    """First sponsor and joint sponsor of one case: one case. The card of the term does not count, nor what is binned."""
    place, (one, two, _) = filled.place, filled.members
    values = {
        "form": "2",
        "first_sponsor": two,
        "joint_sponsors": [two, one],
        "analysis": "无。",
        "suggestions": "开。",
    }
    place.create("proposal", title="关于夜间门诊的建议", **values)
    activity = place.create("activity", station=filled.station, title="走访", type="01", date="2026-06-01")
    note_presence(place.office, place.actor, activity, {one: "1"})
    told = compare_records(place.office, place.actor, "member", [one, two])
    assert [[str(each) for each in side.users] for side in told.sides] == [
        ["提案 2 件", "出席 1 人次", "参加人员 1 人"],
        ["提案 1 件"],
    ]


def test_the_fuller_one_is_proposed_and_of_equal_ones_the_first(filled: Filled) -> None:
    place = filled.place
    bare, full = place.create("member", name="甲"), place.create("member", name="甲", post="乙")
    twin = place.create("member", name="甲", post="丙")
    assert compare_records(place.office, place.actor, "member", [bare, full]).keep == 1
    told = compare_records(place.office, place.actor, "member", [full, twin])
    assert told.keep == 0
    lines = {line.field.name: line for line in told.lines}
    assert lines["post"].differs and not lines["name"].differs and set(lines) == {"name", "post"}
    assert [lines["post"].choose(order) for order in ([0, 1], [1, 0])] == [0, 1]


def test_standing(filled: Filled) -> None:
    place, (one, two, three) = filled.place, filled.members
    join_records(place.office, place.actor, "member", one, two)
    assert read_standing(place.office, place.actor, "member", two).into == (one, "郑晓禾")
    assert read_standing(place.office, place.actor, "member", one).others == ((two, "陈素芬"),)
    assert read_standing(place.office, place.actor, "member", three) == read_standing(
        place.office, place.actor, "station", filled.station
    )
