"""Numbers of a plenary: what became of each, and which are missing."""

from __future__ import annotations

from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.cases.numbers import NumberLine, find_gaps, list_numbers
from cppcc_desktop.services.check import Check, check_office
from cppcc_desktop.services.office.settings import change_committee, change_setting
from cppcc_desktop.services.records.records import discard_record
from tests.conftest import COMMITTEE, Filled, Place


def docket(place: Place, count: int) -> list[str]:
    """Cases that were docketed, one after another."""
    made: list[str] = []
    for number in range(count):
        made.append(place.create("proposal", title=f"关于第{number}件事的建议", form="1", collective="民革支部",
                                 analysis="情况。", suggestions="办。"))  # fmt: skip
        for move, entered in (
            ("receive", {}),
            *[("review", {"opinion": "同意。"})] * 3,
            ("docket", {"category": "社会建设"}),
        ):
            place.act(made[-1], move, **entered)
    return made


def lines(place: Place, plenary: str = "10-03", name: str = "docket_no") -> list[NumberLine]:
    return list_numbers(place.office, place.actor, plenary, name)


def told(place: Place, plenary: str = "10-03", name: str = "docket_no") -> list[tuple[str, str, str]]:
    return [(each.number, each.state, each.why) for each in lines(place, plenary, name)]


def write(place: Place, record: str, **values: str | None) -> None:
    """As data from elsewhere may have it."""
    with place.office.write(place.actor, "record.write") as writing:
        writing.set(PROPOSAL, record, values, scope="county")


def numbers_check(place: Place) -> Check:
    return next(each for each in check_office(place.office, place.actor) if each.name == "numbers")


def test_void_double_and_missing_numbers_are_told_apart(county: Place) -> None:
    one, two, three, four, five = docket(county, 5)
    county.act(two, "withdraw", withdraw_reason="提案人要求")
    discard_record(county.office, county.actor, "proposal", five, "重复登记")
    write(county, four, docket_no="007")
    assert told(county) == [
        ("001", "used", ""), ("002", "void", "已撤案"), ("003", "used", ""), ("004", "gap", "没有用过"),
        ("005", "void", "放入了回收站：重复登记"), ("006", "gap", "没有用过"), ("007", "used", ""),
    ]  # fmt: skip
    assert [(each.record, each.title) for each in lines(county)][:1] == [(one, "关于第0件事的建议")]
    assert numbers_check(county) == Check("numbers", True, "10-03 空号 2 个：004、006")
    write(county, three, docket_no="002")
    assert told(county)[1:4] == [
        ("002", "double", "同一个号用了两次；已撤案"), ("002", "double", "同一个号用了两次"), ("003", "gap", "没有用过"),
    ]  # fmt: skip
    check = numbers_check(county)
    assert not check.ok and check.detail == "10-03 案号 002 用了 2 次；10-03 空号 3 个：003、004、006"


def test_records_joined_to_one_case_share_its_number(county: Place) -> None:
    one, two = docket(county, 2)
    write(county, two, docket_no="001", intake_no="2026-0001", same_as=one)
    assert told(county) == [("001", "used", "")] and numbers_check(county).ok
    write(county, two, docket_no="002")
    assert told(county) == [("001", "used", ""), ("002", "void", "并入了同一件提案")]


def test_another_width_goes_on_in_the_same_run(county: Place) -> None:
    docket(county, 2)
    change_setting(county.office, county.actor, "docket_width", "4")
    docket(county, 1)
    assert [(number, state) for number, state, _ in told(county)] == [
        ("001", "used"),
        ("002", "used"),
        ("0003", "used"),
    ]
    assert numbers_check(county).detail == ""


def test_intake_numbers_run_by_year_whatever_the_plenary(county: Place) -> None:
    docket(county, 1)
    change_committee(county.office, county.actor, COMMITTEE, "10-04")
    docket(county, 1)
    county.clock.move(365)
    docket(county, 1)
    assert [number for number, _, _ in told(county, "10-03", "intake_no")] == ["2026-0001", "2026-0002"]
    assert told(county, "10-04", "intake_no") == [
        ("2026-0001", "used", ""), ("2026-0002", "used", ""), ("2027-0001", "used", ""),
    ]  # fmt: skip
    assert lines(county, "9-01", "intake_no") == [] == lines(county, "9-01")


def test_old_numbers_with_a_year_in_them_make_no_million_gaps(filled: Filled) -> None:
    assert find_gaps(["2019001", "2019004", "平2", "大01", "大03", "无号"]) == ["2019002", "2019003", "大02", "平1"]
    assert find_gaps(["1", "99999999"]) == [] == find_gaps([])
