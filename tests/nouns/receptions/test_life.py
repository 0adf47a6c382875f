"""接待群众: what one begins with, how it goes on, what is due when, and that no order of steps contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import take
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.nouns.receptions.life import WORKFLOW
from cppcc_desktop.nouns.receptions.standing import AWAITING, CLOSED, IN_HAND, OPEN, PASSED_ON, cut_clause, is_answered
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import next_steps
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.rule_effects import tell_effects
from cppcc_desktop.services.office.settings import change_setting
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import Query, change_record, count_records, show_record
from tests.nouns.receptions.conftest import Hall


def test_one_passed_on_is_due_in_ten_working_days(hall: Hall) -> None:
    """The first of June 2026 is a Monday; the nineteenth is a day off for 端午."""
    record = hall.receive()
    now = hall.values(record)
    assert (now["state"], now["year"], now["month"], now["short"]) == (PASSED_ON, 2026, "2026-06", "村卫生室周末没有人")
    assert (now["due_on"], now["call_back"], now["call_back_due_on"], now["heads"]) == ("2026-06-15", True, None, 1)
    assert hall.values(hall.receive(due_on="2026-07-01"))["due_on"] == "2026-07-01"


def test_one_answered_on_the_spot_waits_for_the_call_back_or_is_closed(hall: Hall) -> None:
    first = hall.receive(handling="当场答复", result="解释说明")
    assert (hall.state(first), hall.values(first)["call_back_due_on"], hall.values(first)["due_on"]) == (
        AWAITING, "2026-06-15", None,
    )  # fmt: skip
    second = hall.receive(handling="当场答复", call_back=False)
    assert (hall.state(second), hall.values(second)["call_back_due_on"]) == (CLOSED, None)


def test_what_is_due_follows_the_day_until_something_is_done(hall: Hall) -> None:
    """Only where it is what the rule gave for the old day; an answer taken back and told anew counts from its new day."""
    office, actor = hall.place.office, hall.place.actor

    def put(record: str, day: str) -> None:
        change_record(office, actor, "reception", record, {"date": day})

    passed, agreed, at_once = hall.receive(), hall.receive(due_on="2026-07-01"), hall.receive(handling="当场答复")
    for each in (passed, agreed, at_once):
        put(each, "2026-05-27")
    assert hall.values(passed)["due_on"] == "2026-06-10" and hall.values(agreed)["due_on"] == "2026-07-01"
    assert hall.values(at_once)["call_back_due_on"] == "2026-06-10"
    log = [(each.label, each.before, each.after) for each in read_log(office, actor, passed)]
    assert {("日期", "2026-06-01", "2026-05-27"), ("期限", "2026-06-15", "2026-06-10")} <= {*log}
    hall.act(passed, "answer", date="2026-06-03", result="解释说明")
    assert hall.values(passed)["call_back_due_on"] == "2026-06-17"
    put(passed, "2026-05-26")
    assert hall.values(passed)["due_on"] == "2026-06-10", "it was answered by then"
    take_back(office, actor, "reception", passed, "日期记错了")
    hall.act(passed, "answer", date="2026-06-05", result="解释说明")
    assert hall.values(passed)["call_back_due_on"] == "2026-06-19"


def test_what_is_needed_goes_by_what_was_chosen(hall: Hall) -> None:
    with pytest.raises(Refusal, match="没有填答复内容"):
        hall.receive(handling="当场答复", answer=None)
    with pytest.raises(Refusal, match="没有填转给"):
        hall.receive(receivers=None)
    with pytest.raises(Refusal, match="没有填来访人"):
        hall.receive(visitor=None)
    with pytest.raises(InvalidField, match="还没有到"):
        hall.receive(date="2026-06-09")
    record = hall.receive(visitor=None, unnamed=True, persons="郑晓禾、外请的律师")
    persons = hall.values(record)["persons"]
    assert isinstance(persons, list) and persons[1] == "外请的律师"
    for name, value in (
        ("receivers", "县水利局"),
        ("due_on", "2026-09-01"),
        ("handling", "当场答复"),
        ("call_back", False),
    ):
        with pytest.raises(InvalidField, match="登记以后不能直接改"):
            change_record(hall.place.office, hall.place.actor, "reception", record, {name: value})


def test_from_hand_over_to_the_call_back(hall: Hall) -> None:
    record = hall.receive()
    with pytest.raises(Refusal, match="在接待日期 2026-06-01 之前"):
        hall.act(record, "accept", date="2026-05-31")
    with pytest.raises(Refusal, match="答应日期 2026-06-01 在2026-06-02 之前"):
        hall.act(record, "accept", date="2026-06-02", promised_on="2026-06-01")
    assert hall.act(record, "accept", date="2026-06-02", promised_on="2026-06-12").target == IN_HAND
    with pytest.raises(Refusal, match="不比现在的 2026-06-15 晚"):
        hall.act(record, "extend", due_on="2026-06-12", note="人手不够", date="2026-06-03")
    hall.act(record, "extend", due_on="2026-06-20", note="人手不够", date="2026-06-03")
    with pytest.raises(Refusal, match="没有填结果"):
        hall.act(record, "answer", date="2026-06-04")
    with pytest.raises(Refusal, match="在受理日期 2026-06-02 之前"):
        hall.act(record, "answer", date="2026-06-01", result="已解决")
    hall.act(record, "answer", date="2026-06-04", result="部分解决", answer="周六开门，周日还在协调")
    now = hall.values(record)
    assert (now["state"], now["answered_on"], now["call_back_due_on"], now["due_on"]) == (
        AWAITING, "2026-06-04", "2026-06-18", "2026-06-20",
    )  # fmt: skip
    hall.act(record, "call_back", date="2026-06-08", satisfaction="基本满意", called_back_by="罗某")
    assert (hall.state(record), hall.values(record)["called_back_by"]) == (CLOSED, "罗某")
    assert [label for label, _ in hall.told(record)] == ["登记回访", "登记处理结果", "延期", "受理"]
    assert hall.told(record)[2][1] == "期限 2026-06-20，人手不够，原来的期限 2026-06-15"
    assert all(each.ok for each in check_office(hall.place.office, hall.place.actor))


def test_the_day_stays_before_what_was_recorded(hall: Hall) -> None:
    record = hall.receive()
    hall.act(record, "accept", date="2026-06-03")
    with pytest.raises(InvalidField, match="日期 2026-06-04 在受理日期 2026-06-03 之后"):
        change_record(hall.place.office, hall.place.actor, "reception", record, {"date": "2026-06-04"})
    change_record(hall.place.office, hall.place.actor, "reception", record, {"date": "2026-06-02"})


def test_passed_to_somebody_else(hall: Hall) -> None:
    record = hall.receive()
    hall.act(record, "accept", date="2026-06-02")
    with pytest.raises(Refusal, match="转给的没有改"):
        hall.act(record, "redirect", receivers="镇卫生院", note="不归它管")
    with pytest.raises(Refusal, match="没有填改转的原因"):
        hall.act(record, "redirect", receivers="县公安局")
    assert hall.act(record, "redirect", receivers="县公安局", note="不归它管").target == PASSED_ON
    assert hall.values(record)["accepted_on"] is None
    assert "原来转给镇卫生院" in hall.told(record)[0][1]


def test_who_is_not_content_is_heard_again(hall: Hall) -> None:
    record = hall.receive(handling="当场答复")
    hall.act(record, "call_back", date="2026-06-05", satisfaction="不满意", call_back_words="还是没人")
    assert hall.state(record) == CLOSED
    with pytest.raises(Refusal, match="在回访日期 2026-06-05 之前"):
        hall.act(record, "pass_again", receivers="镇卫生院", note="回访不满意", date="2026-06-04")
    hall.act(record, "pass_again", receivers="镇卫生院", note="回访不满意", date="2026-06-08")
    now = hall.values(record)
    assert (now["state"], now["due_on"], now["handed_on"], now["answer"], now["satisfaction"]) == (
        PASSED_ON, "2026-06-23", "2026-06-08", None, None,
    )  # fmt: skip
    assert "上次的答复：周末值班表已经贴出来" in hall.told(record)[0][1]
    assert take_back(hall.place.office, hall.place.actor, "reception", record, "点错了").target == CLOSED
    assert hall.values(record)["answer"] == "周末值班表已经贴出来"


def test_closed_without_a_call_back_says_why(hall: Hall) -> None:
    record = hall.receive(handling="当场答复")
    with pytest.raises(Refusal, match="没有填不回访的原因"):
        hall.act(record, "close")
    hall.act(record, "close", note="外地来的，联系不上")
    assert hall.state(record) == CLOSED and hall.values(record)["call_back_due_on"] is None
    hall.act(record, "inquire", words="又打电话来问，答了办理时间", asked_by="马某")
    assert hall.state(record) == CLOSED
    assert take_back(hall.place.office, hall.place.actor, "reception", record, "找到人了").target == AWAITING


def test_the_days_are_settings(hall: Hall) -> None:
    office, actor = hall.place.office, hall.place.actor
    change_setting(office, actor, "reception_days", "5", "2026-01-01")
    change_setting(office, actor, "call_back_days", "7", "2026-01-01")
    record = hall.receive()
    assert hall.values(record)["due_on"] == "2026-06-08"
    told = tell_effects(office, actor)
    assert (
        told["reception_days"] == "今天转交的接待，期限是 2026-06-15。"
        and "2026-06-15 以前回访" in told["call_back_days"]
    )
    hall.act(record, "answer", date="2026-06-02", result="已解决")
    assert hall.values(record)["call_back_due_on"] == "2026-06-09"


def test_views_and_what_is_late(hall: Hall) -> None:
    hall.receive(date="2026-05-11")
    hall.receive(handling="当场答复")
    hall.act(hall.receive(), "answer", result="已解决")
    hall.receive(handling="当场答复", call_back=False)
    hall.act(hall.receive(), "accept")
    office, actor, module = hall.place.office, hall.place.actor, hall.place.office.modules["receptions"]
    counted = {each.name: count_records(office, actor, module, Query(each.where)) for each in module.views}
    assert counted == {"all": 5, "open": 2, "late": 1, "call_back": 2, "closed": 1}


def test_what_is_offered_next(hall: Hall) -> None:
    def offered(record: str) -> list[str]:
        found = next_steps(
            hall.place.office, hall.place.actor, show_record(hall.place.office, hall.place.actor, "reception", record)
        )
        return [each.move.label for each in found]

    record = hall.receive()
    assert offered(record)[:2] == ["受理", "登记处理结果"]
    hall.act(record, "answer", result="已解决")
    assert offered(record)[0] == "登记回访" and "办结不回访" in offered(record)
    hall.act(record, "call_back", satisfaction="不满意")
    assert offered(record) == ["重新转交", "来人再问"]


@pytest.mark.parametrize(
    ("matter", "short"),
    [
        ("镇上到村里的班车停了，老人看病要走", "镇上到村里的班车停了"), ("自来水压力低", "自来水压力低"),
        ("，先说一句", "，先说一句"), ("一" * 30, "一" * 19 + "…"), ("村口路灯不亮\n还有别的", "村口路灯不亮"),
    ],
)  # fmt: skip
def test_the_words_it_is_known_by(matter: str, short: str) -> None:
    assert cut_clause({"matter": matter}) == short


# no order of steps and changes contradicts itself

DAYS = [f"2026-06-{day:02d}" for day in range(1, 9)]
TYPED = {
    "receivers": ["县水利局"], "note": "原因", "result": "1", "satisfaction": "3", "due_on": "2026-12-31", "answer": "答了",
    "words": "问了", "through_county": None,
}  # fmt: skip
ids: Iterator[int] = iter(range(10**9))


def step(record: Row, name: str, day: str, typed: Row) -> dict[str, Value]:
    """The record after a step, as the services take it; the same where it is refused."""
    state = str(record["state"])
    try:
        move = WORKFLOW.find(name, state)
    except Refusal:
        return dict(record)
    entered = {**{each: typed.get(each) for each in move.asks}, "date": day}
    rules = Rules({"reception_days": "10", "call_back_days": "14"})
    situation = Situation(record, {}, entered, max, rules=rules.settings, rules_on=lambda _day: rules)  # type: ignore[arg-type]
    case = Case(situation, lambda: f"{next(ids):032x}")
    try:
        WORKFLOW.check(
            move, situation, {**RECEPTION.by_name, **WORKFLOW.asked, **(move.records.by_name if move.records else {})}
        )
        take(case, move)
        case.settle(move.target)
    except Refusal:
        return dict(record)
    return {**case.record, **RECEPTION.reckon(case.record)}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["1", "2"]), st.booleans(),
    st.lists(st.tuples(st.sampled_from(sorted({each.name for each in WORKFLOW.moves})), st.sampled_from(DAYS)), max_size=14),
)  # fmt: skip
def test_no_order_of_steps_contradicts_itself(handling: str, call_back: bool, steps: list[tuple[str, str]]) -> None:
    record: dict[str, Value] = {
        "id": "a", "date": "2026-06-01", "matter": "事", "handling": handling, "call_back": call_back, "due_on": "2026-06-15",
    }  # fmt: skip
    record |= RECEPTION.reckon(record)
    for name, day in steps:
        before, record = record, step(record, name, day, TYPED)
        state = record["state"]
        assert state in {each.name for each in WORKFLOW.states}
        assert (state in OPEN) == (not is_answered(record))
        assert state != PASSED_ON or not record.get("accepted_on")
        assert state not in OPEN or not any(
            record.get(each) for each in ("answered_on", "result", "called_back_on", "satisfaction")
        )
        assert state != AWAITING or (record.get("call_back") and not record.get("called_back_on"))
        days = [record.get(each) for each in ("date", "handed_on", "accepted_on", "answered_on", "called_back_on")]
        told = [str(each) for each in days if each]
        assert told == sorted(told), f"{name} after {before}"
