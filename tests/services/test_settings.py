"""Rules of the office: dated values, who may set them, what they were."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.office.setting_history import RuleShown, list_settings
from cppcc_desktop.services.office.settings import (
    cancel_setting,
    change_setting,
    check_setting,
    find_rule,
    list_rules,
    make_rule,
    read_setting,
)
from tests.conftest import Filled, Place


def change(place: Place, value: object, since: object = None, name: str = "docket_width") -> str:
    return change_setting(place.office, place.actor, name, value, since)


def value_on(place: Place, day: str, name: str = "docket_width") -> str:
    with place.office.read() as connection:
        return read_setting(place.office, connection, name, day)


def shown(place: Place, name: str = "docket_width") -> RuleShown:
    return next(each for each in list_settings(place.office, place.actor) if each.rule.name == name)


def test_every_shipped_value_is_one_that_could_be_entered(county: Place) -> None:
    assert len(list_rules()) >= 4
    for rule in list_rules():
        assert rule.label and rule.group and rule.note, rule.name
        assert check_setting(county.office, rule, rule.default) == rule.default


def test_a_change_holds_from_its_day_on(county: Place) -> None:
    change(county, "4")
    change(county, "5", "2027年1月1日")
    change(county, "2", "2026-01-01")
    days = ("2025-12-31", "2026-01-01", "2026-06-07", "2026-06-08", "2026-12-31", "2027-01-01")
    assert [value_on(county, day) for day in days] == ["3", "2", "2", "4", "4", "5"]


def test_the_history_says_since_when_who_and_when_it_was_set(county: Place) -> None:
    change(county, "5", "2027-01-01")
    county.clock.move(1)
    change(county, "4", "2026-02-01")
    history = shown(county).dated
    assert [(each.since, each.words, each.standing, each.who, each.at) for each in history] == [
        ("2027-01-01", "5 位", "later", "周明礼", "2026-06-08 15:42"),
        ("2026-02-01", "4 位", "now", "周明礼", "2026-06-09 15:42"),
        ("", "3 位", "past", "", ""),
    ]
    assert shown(county).now.value == "4" and shown(county).later == history[0]
    assert shown(county, "reply_months").now.standing == "now" and shown(county, "reply_months").later is None


def test_a_second_change_for_the_same_day_replaces_the_first(county: Place) -> None:
    first = change(county, "4", "2026-07-01")
    assert change(county, "5", "2026-07-01") == first
    assert [each.value for each in shown(county).dated] == ["5", "3"]
    with county.office.read() as connection:
        kept = county.office.journal(connection).operations_of([first])[first]
    assert [each.fields["value"] for each in kept] == ["4", "5"]


@pytest.mark.parametrize(
    ("value", "since", "field", "said"),
    [
        ("", None, "value", "案号位数不能空着。"),
        ("三", None, "value", "案号位数请写整数，例如 3。"),
        ("٣", None, "value", "案号位数请写整数，例如 3。"),
        ("-2", None, "value", "案号位数请写整数，例如 3。"),
        ("0", None, "value", "案号位数只能是 1 到 8位。"),
        ("9", None, "value", "案号位数只能是 1 到 8位。"),
        ("3", None, "value", "案号位数从 2026-06-08 起本来就是 3 位，不用改。"),
        ("4", "2026-13-01", "since", "没有 13 月，写成 2026-03-05 这样。"),
        ("4", "某天", "since", "看不懂这个日期，写成 2026-03-05 这样。"),
    ],
)
def test_wrong_values_are_refused_and_nothing_is_written(
    county: Place, value: str, since: str | None, field: str, said: str
) -> None:
    with pytest.raises(InvalidField) as caught:
        change(county, value, since)
    assert (caught.value.field, caught.value.what) == (field, said)
    assert [each.value for each in shown(county).dated] == ["3"]


def test_a_number_is_taken_with_its_unit(county: Place) -> None:
    change(county, " 4 位 ")
    change(county, "06 个月", name="reply_months")
    assert (value_on(county, "2026-06-08"), value_on(county, "2026-06-08", "reply_months")) == ("4", "6")


def test_other_kinds_of_rules(county: Place) -> None:
    office = county.office
    choice = make_rule({"name": "a", "value": "1", "label": "编法", "kind": "choice", "choices": "1=按年;2=按次会议"})
    yes = make_rule({"name": "b", "value": "1", "label": "要面商", "kind": "boolean"})
    day = make_rule({"name": "c", "value": "2026-06-30", "label": "截止日", "kind": "day"})
    text = make_rule({"name": "d", "value": "协", "label": "字头", "kind": "text", "most": "4"})
    assert (check_setting(office, choice, "按次会议"), check_setting(office, choice, "2")) == ("2", "2")
    assert (choice.words("2"), yes.words("0"), check_setting(office, yes, "否")) == ("按次会议", "否", "0")
    assert check_setting(office, day, "2026年7月1日") == "2026-07-01"
    assert check_setting(office, text, "提案") == "提案"
    refused = [(choice, "按月"), (yes, "也许"), (day, "7月32日"), (text, "提案委员会")]
    said = []
    for rule, wrong in refused:
        with pytest.raises(InvalidField) as caught:
            check_setting(office, rule, wrong)
        said.append(caught.value.what)
    assert said == [
        "编法不能写“按月”。可选：按年、按次会议。", "要面商不能写“也许”。可选：是、否。", "2026 年 7 月没有 32 日。", "字头要 1 到 4 个字，现在 5 个。",
    ]  # fmt: skip


def test_what_is_not_yet_in_force_can_be_taken_back_with_a_reason(county: Place) -> None:
    office, actor = county.office, county.actor
    coming, now = change(county, "5", "2027-01-01"), change(county, "4", "2026-01-01")
    with pytest.raises(InvalidField, match="为什么"):
        cancel_setting(office, actor, coming, "  ")
    with pytest.raises(Refusal, match="已经起用"):
        cancel_setting(office, actor, now, "写错了")
    cancel_setting(office, actor, coming, "主席会议没有同意")
    with pytest.raises(OfficeError, match="已经取消"):
        cancel_setting(office, actor, coming, "再来一次")
    assert value_on(county, "2027-06-01") == "4"
    cancelled = shown(county).dated[0]
    assert (cancelled.standing, cancelled.reason) == ("cancelled", "主席会议没有同意")
    change(county, "6", "2027-01-01")
    assert value_on(county, "2027-06-01") == "6"


def test_only_an_administrator_may(county: Place) -> None:
    coming = change(county, "5", "2027-01-01")
    county.actor = type(county.actor)("陈素芬", "clerk", county.office.name)
    with pytest.raises(Refusal, match="没有这项权限"):
        change(county, "6")
    with pytest.raises(Refusal, match="没有这项权限"):
        cancel_setting(county.office, county.actor, coming, "不要了")
    with pytest.raises(Refusal, match="没有这项权限"):  # nor by the way of all records
        county.create("setting", name="docket_width", value="x", since="2026-01-01")
    assert [each.value for each in shown(county).dated] == ["5", "3"]


def test_a_station_sees_the_countys_rules_and_cannot_change_them(pair: tuple[Place, Place], tmp_path) -> None:
    county, station = pair
    change(county, "6", name="reply_months")
    station.unpack(county.pack(station.office.station, tmp_path / "rules.cppcc"))
    assert shown(station, "reply_months").now.words == "6 个月"
    with pytest.raises(Refusal, match="联络站不能改设置"):
        change(station, "2")


def test_no_such_rule(county: Place) -> None:
    with pytest.raises(OfficeError, match="没有“colour”这项规则"):
        change(county, "red", name="colour")
    assert find_rule("docket_width").label == "案号位数"


def test_numbers_follow_the_rule_of_the_day(filled: Filled) -> None:
    place = filled.place
    change(place, "6", name="intake_width")
    change(place, "8", "2026-06-09", name="intake_width")
    outcome = place.act(filled.proposal, "receive")
    assert outcome.numbers["intake_no"] == "2026-000001"
