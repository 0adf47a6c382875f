"""相关: a member's cases and activities on his page; for any noun those that refer to it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from cppcc_desktop.services.records.children import pick
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import change_record, discard_record
from cppcc_desktop.services.records.referring import find_paths, read_referring
from tests.conftest import Filled
from tests.ui.offices import Desk


def told(filled: Filled, kind: str, record: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    place = filled.place
    found = read_referring(place.office, place.actor, kind, record)
    assert all(each.total == len(each.records) == len(each.where.value) for each in found)  # type: ignore[arg-type]
    return {each.label: [(one.title, one.roles) for one in each.records] for each in found}


def fill(filled: Filled) -> tuple[str, str]:
    """A second case with the first member as joint sponsor, and an activity he takes part in."""
    place = filled.place
    case = place.create(
        "proposal", title="关于增设夜间急诊班次的建议", form="1", first_sponsor=filled.members[1], category="社会建设",
        analysis="少。", suggestions="加。", joint_sponsors=[filled.members[0]],
    )  # fmt: skip
    activity = place.create("activity", type="01", title="走访困难群众", date="2026-06-01", station=filled.station)
    pick(place.office, place.actor, "participant", activity, [filled.members[0]], {})
    return case, activity


def test_whatever_refers_to_a_record_is_listed_with_its_role(filled: Filled) -> None:
    fill(filled)
    found = told(filled, "member", filled.members[0])
    assert sorted(found["提案"]) == [
        ("关于优化公交班次的建议", ("第一提案人",)),
        ("关于增设夜间急诊班次的建议", ("联名人",)),
    ]
    assert found["活动"] == [("走访困难群众", ("参加人员",))]
    assert list(told(filled, "member", filled.members[1])) == ["提案"]
    station = told(filled, "station", filled.station)
    assert station["活动"] == [("走访困难群众", ("联络站",))] and [name for name, _ in station["委员"]] == ["陈素芬"]
    assert told(filled, "unit", filled.unit) == {}


def test_what_lies_in_the_bin_does_not_count_and_what_was_joined_does(filled: Filled) -> None:
    place = filled.place
    case, activity = fill(filled)
    discard_record(place.office, place.actor, "activity", activity, "错")
    assert list(told(filled, "member", filled.members[0])) == ["提案"]
    other = place.create("member", name="郑晓禾", mobile="13900009999")
    change_record(place.office, place.actor, "proposal", case, {"first_sponsor": other})
    join_records(place.office, place.actor, "member", filled.members[0], other)
    found = dict(told(filled, "member", filled.members[0])["提案"])
    assert found["关于增设夜间急诊班次的建议"] == ("第一提案人", "联名人")


def test_only_kinds_that_can_be_referred_to_have_the_tab(filled: Filled, desk: Desk) -> None:
    office = filled.place.office
    assert find_paths(office, "member") and not find_paths(office, "activity")
    page = desk.open("activities", fill(filled)[1])
    assert "相关" not in [each.word for each in page.tabs._tabs]


def test_the_tab_counts_opens_and_comes_back(filled: Filled, desk: Desk) -> None:
    case, _ = fill(filled)
    page = desk.open("members", filled.members[0])
    tab = next(each for each in page.tabs._tabs if each.key == "referring")
    assert tab.text == "相关 3"
    page.tabs.set_key("referring")
    page._pick_tab("referring")
    part = page.referring
    part.table.setFocus()
    part.table.go_to(part.table.pages.row_of(case) or 0)
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == case
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and page.tabs.key == "referring"
    next(each for each in part.links if each.text().startswith("提案 2 件")).click()
    desk.rest()
    assert desk.page.nav == "proposals" and desk.page.model.total == 2


def test_a_change_elsewhere_moves_the_count(filled: Filled, desk: Desk) -> None:
    page = desk.open("members", filled.members[0])
    assert page.referring.count == 1
    fill(filled)
    desk.window._refresh()
    desk.rest()
    assert page.referring.count == 3
