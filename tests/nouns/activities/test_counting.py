"""应到 实到 请假 缺席 委托, rate and quorum, reckoned from what was recorded; nothing follows from silence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from cppcc_desktop.nouns.activities.approving import LeaveRule
from cppcc_desktop.nouns.activities.counting import (
    ABSENT,
    APPROVED,
    EARLY,
    HERE,
    LATE,
    LEAVE,
    PROXY,
    REFUSED,
    WAITING,
    Attendee,
    HalfDay,
    Leave,
    Mark,
    Meeting,
    add_up,
    find_missing,
    find_scanned,
    make_code,
    read_share,
    say_share,
)
from cppcc_desktop.services.office.settings import shipped_settings

PEOPLE = tuple(
    Attendee(str(at), f"委员{at}", group=f"第{'一二'[at % 2]}组", member=f"m{at}", code=f"10000{at}") for at in range(9)
)
GUEST = Attendee("g", "李局长", counts=False)
SESSIONS = tuple(HalfDay(key, key) for key in "abc")


def hold(marks: dict[tuple[str, str], str], *leaves: Leave, **more: object) -> Meeting:
    told = {cell: Mark(code) for cell, code in marks.items()}
    return replace(Meeting((*PEOPLE, GUEST), SESSIONS, told, leaves, Fraction(2, 3)), **more)  # type: ignore[arg-type]


def test_nothing_is_reckoned_from_silence() -> None:
    tally = hold({}).tally("a")
    assert (tally.expected, tally.recorded, tally.attended, tally.rate, tally.base_words) == (
        9,
        0,
        0,
        None,
        "已录 0 人",
    )
    assert tally.needed == 6 and not tally.quorate


def test_the_base_is_who_is_recorded_until_all_are() -> None:
    marks = {("0", "a"): HERE, ("1", "a"): LATE, ("2", "a"): EARLY, ("3", "a"): PROXY, ("g", "a"): HERE}
    tally = hold(marks).tally("a")
    assert (tally.recorded, tally.attended, tally.rate, tally.base_words) == (4, 3, 75.0, "已录 4 人")
    assert tally.guests == 1, "others are counted apart"
    whole = hold(marks | {(str(at), "a"): ABSENT for at in range(4, 9)}).tally("a")
    assert (whole.attended, whole.count(PROXY), whole.base_words, whole.rate) == (3, 1, "应到 9 人", 33.3)
    assert not whole.quorate, "who is stood in for is in 应到 and not in the quorum"
    full = hold({(str(at), "a"): HERE for at in range(6)} | {("6", "a"): PROXY}).tally("a")
    assert full.quorate and full.needed == 6
    assert hold(marks).tally("a", "第一组").expected == 5


@pytest.mark.parametrize(
    ("decision", "mark", "presence", "pending"),
    [
        (APPROVED, "", LEAVE, False), (WAITING, "", LEAVE, True), ("", "", LEAVE, True), (REFUSED, "", ABSENT, False),
        (APPROVED, HERE, HERE, False), (REFUSED, LEAVE, ABSENT, False), (REFUSED, LATE, LATE, False), (WAITING, LEAVE, LEAVE, True),
    ],
)  # fmt: skip
def test_leave_says_what_stands_where_nothing_else_does(decision: str, mark: str, presence: str, pending: bool) -> None:
    marks = {("5", "b"): HERE} | ({("0", "b"): mark} if mark else {})
    standing = hold(marks, Leave("x", "0", decision, first="b")).stand("0", "b")
    assert (standing.presence, standing.pending) == (presence, pending)
    assert hold(marks, Leave("x", "0", decision, first="b")).stand("0", "a").presence == ""


def test_refused_leave_makes_nobody_absent_before_the_session_has_begun() -> None:
    refused = Leave("x", "0", REFUSED)
    assert hold({}, refused).stand("0", "c").presence == ""
    assert hold({}, refused, sessions=(HalfDay("c", "c", over=True),)).stand("0", "c").presence == ABSENT


def test_half_days_and_who_approves() -> None:
    meeting = hold({})
    assert meeting.days_of(Leave("x", "0", first="b")) == 1
    assert meeting.days_of(Leave("x", "0")) == Fraction(3, 2)
    settings = shipped_settings()
    rule = LeaveRule("long", settings)
    assert [rule.find_approver(Fraction(days)) for days in (3, Fraction(7, 2))] == ["秘书长", "主席"]
    assert rule.words == "超过 3 天的由主席批，其余由秘书长批。"
    assert LeaveRule("chair", settings).find_approver(Fraction(1)) == "主席"
    assert LeaveRule("committee", settings).words == "由专委会主任批。"
    assert LeaveRule("", settings, "农业委").find_approver(Fraction(1)) == "农业委"
    assert LeaveRule("", settings | {"leave_other_approver": "秘书长"}, "农业委").find_approver(Fraction(1)) == "秘书长"
    assert rule.find_lateness("2026-01-12", "2026-01-13") == "" == rule.find_lateness("", "2026-01-13")
    assert rule.find_lateness("2026-01-13", "2026-01-13") == "会前 0 天才提出，规定提前 1 天。"


def test_shares_as_people_write_them() -> None:
    told = [read_share(each) for each in ("2/3", "三分之二", "66%", "过半数", "一半", "3/2", "1/0", "")]
    assert told == [Fraction(2, 3), Fraction(2, 3), Fraction(66, 100), Fraction(1, 2), None, None, None, None]
    assert (say_share(Fraction(2, 3)), say_share(Fraction(55, 100))) == ("三分之二", "55%")


def test_groups_go_by_their_numbers() -> None:
    names = ("第十二组", "第二组", "", "第十组", "第一组", "第3组")
    people = tuple(Attendee(str(at), "某", group=name) for at, name in enumerate(names))
    assert Meeting(people).groups == ("第一组", "第二组", "第3组", "第十组", "第十二组", "")


def test_a_scanned_code_means_one_nobody_or_several() -> None:
    assert [each.line for each in find_scanned(PEOPLE, " 100003\n")] == ["3"]
    assert find_scanned(PEOPLE, "999") == [] == find_scanned(PEOPLE, "")
    assert len(find_scanned((*PEOPLE, replace(GUEST, code="100003")), "100003")) == 2
    made = make_code("0" * 26 + "0f4240"[:6], "f" * 32)
    assert len(made) == 14 and made.isdecimal() and make_code("a", "b", "W88") == "W88"


def test_members_over_meetings_and_who_missed_two() -> None:
    here = {(each.line, "a"): HERE for each in PEOPLE if each.line not in ("0", "1", "2")}
    first = hold(here | {("0", "a"): ABSENT, ("1", "a"): ABSENT}, Leave("x", "2", APPROVED))
    second = hold(here | {("0", "b"): ABSENT}, Leave("y", "1", APPROVED), Leave("z", "2", APPROVED))
    told = {each.member: each for each in find_missing([("一次", first), ("二次", second)])}
    assert set(told) == {"m0", "m1", "m2"} and told["m0"].plenaries == ("一次", "二次")
    assert [told[name].excused for name in ("m0", "m1", "m2")] == [0, 1, 2], "leave is counted apart"
    members = add_up([first, second])
    assert (members["m3"].attended, members["m3"].expected, members["m3"].rate) == (2, 6, 100.0)
    assert (members["m2"].leave, members["m2"].rate) == (6, 0.0)
    assert find_missing([("一次", first)]) == [] and "g" not in members
