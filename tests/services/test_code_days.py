"""Code lists from a day on: names, meanings, what is retired, what rules ask of an entry, and the order of a list."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.office.code_changes import (
    add_entry,
    change_entry,
    list_entries,
    move_entry,
    propose_code,
    rename_entry,
    retire_entry,
)
from cppcc_desktop.services.office.code_history import read_entry_log
from cppcc_desktop.services.office.code_rules import CodeRule
from cppcc_desktop.services.office.codes import list_catalogue, read_codes, read_plenary_codes, shipped_entries
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.records import list_children
from tests.conftest import Filled, Place

CLASS = "result_class"


def labels(place: Place, name: str, day: str = "") -> list[str]:
    return [each.label for each in read_codes(place.office, day).entries(name)]


def log(place: Place, name: str, code: str) -> list[tuple[str, str, str, str]]:
    return [(e.label, e.before, e.after, e.since) for e in read_entry_log(place.office, place.actor, name, code)]


def move(place: Place, code: str, by: int, name: str = CLASS) -> None:
    move_entry(place.office, place.actor, name, code, by)


def test_a_name_holds_from_its_day_on(county: Place) -> None:
    rename_entry(county.office, county.actor, CLASS, "B", "乙类", "2027-01-01")
    assert [read_codes(county.office, day).label(CLASS, "B") for day in ("", "2026-12-31", "2027-01-01")] == [
        "B类", "B类", "乙类",
    ]  # fmt: skip
    rename_entry(county.office, county.actor, CLASS, "B", "第二类")
    assert [read_codes(county.office, day).label(CLASS, "B") for day in ("", "2027-01-01")] == ["第二类", "乙类"]
    entry = next(each for each in list_entries(county.office, county.actor, CLASS) if each.code == "B")
    assert (entry.label, entry.later, entry.meaning) == ("第二类", "2027-01-01", "正在解决或列入计划解决")
    assert log(county, CLASS, "B") == [
        ("名称", "第二类", "乙类", "2027-01-01"), ("名称", "B类", "第二类", ""),
    ]  # fmt: skip


def test_another_meaning_from_a_year_on(county: Place) -> None:
    county_words = "以后解决"
    change_entry(county.office, county.actor, CLASS, "C", {"meaning": county_words}, "2027-01-01")
    found = [read_codes(county.office, day).entries(CLASS)[2].meaning for day in ("2026-12-31", "2027-01-01")]
    assert found == ["因条件限制或其他原因暂不能解决、留作参考", county_words]
    assert log(county, CLASS, "C") == [("含义", found[0], county_words, "2027-01-01")]
    with pytest.raises(InvalidField, match="和现在的一样"):
        change_entry(county.office, county.actor, CLASS, "C", {"label": "C类", "meaning": county_words}, "2027-06-01")


def test_a_fourth_class_is_switched_on_and_off(county: Place) -> None:
    assert labels(county, CLASS) == ["A类", "B类", "C类"]
    assert read_codes(county.office).find(CLASS, "D类") == "D"
    retire_entry(county.office, county.actor, CLASS, "D", retired=False, since="2027-01-01")
    assert labels(county, CLASS) == ["A类", "B类", "C类"] and labels(county, CLASS, "2027-01-01")[3:] == ["D类"]
    retire_entry(county.office, county.actor, CLASS, "D", since="2029-01-01")
    assert len(labels(county, CLASS, "2028-12-31")) == 4 and len(labels(county, CLASS, "2029-01-01")) == 3


def test_renaming_what_is_retired_does_not_bring_it_back(county: Place) -> None:
    rename_entry(county.office, county.actor, CLASS, "D", "丁类")
    change_entry(county.office, county.actor, CLASS, "D", {"meaning": "参考"}, "2027-01-01")
    assert labels(county, CLASS, "2028-01-01") == ["A类", "B类", "C类"]


def test_the_last_entry_of_a_list_stays(county: Place) -> None:
    retire_entry(county.office, county.actor, CLASS, "A")
    retire_entry(county.office, county.actor, CLASS, "B")
    with pytest.raises(Refusal, match="“C类”是这张表里最后一项"):
        retire_entry(county.office, county.actor, CLASS, "C")


def test_a_new_entry_is_offered_from_its_day_on_and_readable_before(county: Place) -> None:
    code = add_entry(county.office, county.actor, "channel", "政协云平台", since="2027-01-01")
    assert "政协云平台" not in labels(county, "channel") and "政协云平台" in labels(county, "channel", "2027-01-01")
    assert read_codes(county.office).label("channel", code) == "政协云平台"
    entry = next(each for each in list_entries(county.office, county.actor, "channel") if each.code == code)
    assert entry.retired and entry.later == "2027-01-01"


def test_what_rules_ask_of_an_added_entry(filled: Filled) -> None:
    place = filled.place
    method = add_entry(place.office, place.actor, "contact_method", "视频会商", traits=["face_to_face"])
    form = add_entry(place.office, place.actor, "proposal_form", "政协工作站", traits=["collective", "plenary_only"])
    grade = add_entry(place.office, place.actor, CLASS, "E类", meaning="转下一年", traits=["promise"])
    assert grade == "E" and propose_code(list_entries(place.office, place.actor, CLASS)) == "F"
    for step, entered in (
        ("receive", {}), ("review", {"opinion": "同意。"}), ("review", {"opinion": "同意。"}), ("review", {"opinion": "同意。"}),
        ("docket", {"category": "社会建设"}), ("assign", {"unit": filled.unit}), ("sign_for", {}),
        ("contact", {"method": method, "content": "谈了。"}),
        ("reply", {"document_no": "1号", "result_class": grade, "text": "转下一年。"}),
    ):  # fmt: skip
        place.act(filled.proposal, step, **entered)
    assert list_children(place.office, place.actor, "contact", filled.proposal)[0]["face_to_face"] is True
    assert len(list_children(place.office, place.actor, "promise", filled.proposal)) == 1
    case = place.create(
        "proposal", title="关于站点的建议", form=form, collective="云水工作站", analysis="情况。", suggestions="建站。"
    )
    with pytest.raises(Refusal, match="盖章"):
        place.act(case, "receive")
    change_entry(place.office, place.actor, "proposal_form", form, {"traits": ["plenary_only"]})
    with pytest.raises(Refusal, match="只在大会期间"):
        place.act(case, "receive", intake_period="regular")
    assert log(place, "proposal_form", form)[0] == ("性质", "集体提案、只在大会提出", "只在大会提出", "")


@pytest.mark.parametrize(
    ("name", "traits", "said"),
    [
        ("channel", ["face_to_face"], "没有“face_to_face”这种性质"),
        ("proposal_form", ["joint", "collective"], "集体提案不是联名"),
    ],
)  # fmt: skip
def test_traits_that_cannot_be(county: Place, name: str, traits: Sequence[str], said: str) -> None:
    with pytest.raises(InvalidField, match=said):
        add_entry(county.office, county.actor, name, "某项", traits=traits)


def test_what_came_keeps_what_rules_ask_of_it(county: Place) -> None:
    rules = {each.list: each for each in county.office.parts(CodeRule)}
    assert set(rules) <= set(list_catalogue())
    assert {(name, trait) for name, each in rules.items() for trait in each.traits} == {
        (name, trait)
        for name, code in shipped_entries()
        if name in rules
        for trait in code.traits - {"member"}
        if dict(code.values).get(trait, "yes") in ("yes", "part")
    }
    with pytest.raises(InvalidField, match="和现在的一样"):
        change_entry(county.office, county.actor, "contact_method", "05", {"label": "电话", "traits": ["face_to_face"]})
    rename_entry(county.office, county.actor, "contact_method", "01", "上门")
    assert "face_to_face" in read_codes(county.office).traits()["contact_method", "01"]


def test_the_order_of_a_list(county: Place) -> None:
    move(county, "C", -1)
    assert labels(county, CLASS) == ["A类", "C类", "B类"]
    move(county, "A", 1)
    assert labels(county, CLASS) == ["C类", "A类", "B类"]
    assert labels(county, CLASS, "2020-01-01") == ["C类", "A类", "B类"], "the order is not dated"
    assert log(county, CLASS, "A") == [("次序", "", "调整过", "")]
    with pytest.raises(Refusal, match="“C类”已经在最前了"):
        move(county, "C", -1)
    with pytest.raises(Refusal, match="“B类”已经在最后了"):
        move(county, "B", 1)
    before = labels(county, "channel")
    for _ in range(15):  # halving the room between two others ends at last: then all get new places
        move(county, "05", -1, "channel")
        move(county, "04", -1, "channel")
    assert labels(county, "channel") == before
    assert len([each for each in list_entries(county.office, county.actor, "channel") if each.records]) == len(before)
    with pytest.raises(Refusal, match="次序是定好的"):
        move(county, "01", 1, "protocol_post")
    with pytest.raises(Refusal, match="次序是定好的"):
        move(county, "1", 1, "sex")


def test_lists_that_orders_are_reckoned_by_change_at_once(county: Place) -> None:
    with pytest.raises(InvalidField, match="马上起用"):
        rename_entry(county.office, county.actor, "surname_reading", "单", "shan4", "2027-01-01")


def test_after_a_sealing_a_name_without_a_day_holds_for_what_is_not_sealed(filled: Filled) -> None:
    place = filled.place
    rename_entry(place.office, place.actor, CLASS, "A", "甲类")
    close_plenary(place.office, place.actor, "10-03", "到期", "草稿一件")
    assert read_plenary_codes(place.office, "10-03").label(CLASS, "A") == "甲类"
    place.clock.move(3)
    rename_entry(place.office, place.actor, CLASS, "A", "第一类")
    rename_entry(place.office, place.actor, CLASS, "A", "头等")
    assert read_plenary_codes(place.office, "10-03").label(CLASS, "A") == "甲类"
    assert (
        read_plenary_codes(place.office, "10-04").label(CLASS, "A")
        == "头等"
        == read_codes(place.office).label(CLASS, "A")
    )
    assert log(place, CLASS, "A") == [
        ("名称", "第一类", "头等", "2026-06-09"), ("名称", "甲类", "第一类", "2026-06-09"), ("名称", "A类", "甲类", ""),
    ]  # fmt: skip
