"""Putting right what was recorded: the case follows, the timeline tells, and what it stands on is not touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cppcc_desktop.domain.cases.corrections import fields_to_correct
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.life import WORKFLOW
from cppcc_desktop.nouns.proposals.records import RECORDS
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.steps import read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.records import list_children, show_record
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, take, values

WHY = "录入时看错了"


def only(filled: Filled, kind: str) -> Row:
    (row,) = list_children(filled.place.office, filled.place.actor, kind, filled.proposal)
    return row


def correct(filled: Filled, kind: str, reason: str = WHY, record: str = "", **raw: object):
    place = filled.place
    return correct_record(place.office, place.actor, kind, record or str(only(filled, kind)["id"]), raw, reason)


def replied(filled: Filled) -> None:
    """Assigned on 2026-06-08, due on 2026-09-08, replied late."""
    take(filled, *LIFE[:8])
    filled.place.clock.move(100)
    take(filled, "reply")


def newest(filled: Filled):
    steps = read_timeline(filled.place.office, filled.place.actor, "proposal", filled.proposal)
    return next(each for each in steps if each.label == "更正")


def test_a_reply_of_another_day_is_in_time_after_all(filled: Filled) -> None:
    replied(filled)
    assert values(filled)["on_time"] is False and only(filled, "assignment")["on_time"] is False
    outcome = correct(filled, "reply", date="2026-09-01")
    place = only(filled, "assignment")
    assert (place["replied_on"], place["on_time"]) == ("2026-09-01", True)
    assert (values(filled)["replied_on"], values(filled)["on_time"]) == ("2026-09-01", True)
    assert outcome.source == outcome.target == "replied"
    assert newest(filled).words == f"答复：日期 2026-09-16 → 2026-09-01，改为按期办复，理由：{WHY}"
    assert newest(filled).by == "周明礼"
    assert all(each.ok for each in check_office(filled.place.office, filled.place.actor))


def test_a_grade_and_a_class_go_up_to_the_case(filled: Filled) -> None:
    replied(filled)
    correct(filled, "reply", result_class="B类")
    assert only(filled, "assignment")["result_class"] == values(filled)["result_class"] == "B"
    take(filled, "feedback", result="不满意")
    assert values(filled)["satisfaction"] == "3"
    correct(filled, "feedback", result="基本满意")
    assert only(filled, "assignment")["satisfaction"] == values(filled)["satisfaction"] == "2"
    take(filled, "close")
    correct(filled, "feedback", result="满意")
    assert values(filled)["satisfaction"] == "1" and values(filled)["state"] == "closed"


def test_another_way_of_talking_is_face_to_face_or_not(filled: Filled) -> None:
    take(filled, *LIFE[:8])
    assert values(filled)["face_to_face"] is True
    correct(filled, "contact", method="电话")
    assert not only(filled, "contact")["face_to_face"] and not only(filled, "assignment")["face_to_face"]
    assert not values(filled)["face_to_face"]
    correct(filled, "contact", method="召开座谈会")
    assert only(filled, "assignment")["face_to_face"] and values(filled)["face_to_face"]


def test_a_due_date_follows_the_day_of_assignment(filled: Filled) -> None:
    take(filled, "receive", date="2026-05-10")
    take(filled, *LIFE[1:5])
    filled.place.act(filled.proposal, "assign", unit=filled.unit)
    assert values(filled)["due_on"] == "2026-09-08"
    correct(filled, "assignment", date="2026-06-01")
    assert values(filled)["assigned_on"] == "2026-06-01" and values(filled)["due_on"] == "2026-09-01"
    assert "应办复日 2026-09-08 → 2026-09-01" in newest(filled).words
    correct(filled, "assignment", due_on="2026-10-01")
    assert values(filled)["due_on"] == "2026-10-01" and only(filled, "assignment")["due_rule"] == "更正"
    correct(filled, "assignment", date="2026-05-20")
    assert values(filled)["due_on"] == "2026-10-01", "one that was typed stays"
    with pytest.raises(Refusal, match="不在交办日"):
        correct(filled, "assignment", due_on="2026-05-01")


def test_an_extension_of_another_day(filled: Filled) -> None:
    take(filled, *LIFE[:7])
    filled.place.act(filled.proposal, "extend", due_on="2026-10-08", reason="协商", approver="陈主席")
    correct(filled, "extension", due_on="2026-11-08")
    assert values(filled)["due_on"] == only(filled, "assignment")["due_on"] == "2026-11-08"
    with pytest.raises(InvalidField, match="不比原来的"):
        correct(filled, "extension", due_on="2026-08-08")


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("assignment", {"unit": "县公安局"}, "用“改办”"),
        ("assignment", {"state": "replied"}, "跟着步骤走"),
        ("reply", {"round": 2}, "用“重新办理”"),
        ("feedback", {"sponsor": "陈素芬"}, "登记征询意见"),
        ("reply", {"colour": "red"}, "可以更正的：日期"),
    ],
)
def test_what_the_case_stands_on_is_changed_by_a_step(
    filled: Filled, kind: str, raw: dict[str, object], words: str
) -> None:
    replied(filled)
    take(filled, "feedback")
    before = values(filled)
    with pytest.raises(InvalidField, match=words):
        correct(filled, kind, **raw)
    assert values(filled) == before


def test_refusals_change_nothing(filled: Filled) -> None:
    replied(filled)
    before = (values(filled), only(filled, "reply"))
    refused: list[tuple[Callable[[], object], type[Exception], str]] = [
        (lambda: correct(filled, "reply", reason=" ", signer="张三"), InvalidField, "写明为什么改"),
        (lambda: correct(filled, "reply", document_no=""), InvalidField, "不能空着"),
        (lambda: correct(filled, "reply", document_no="示建函〔2026〕1号"), Refusal, "没有改动"),
        (lambda: correct(filled, "reply", date="2026-12-01"), InvalidField, "还没有到"),
        (lambda: correct(filled, "reply", date="2026-06-01"), InvalidField, "在交办日"),
        (lambda: correct(filled, "reply", result_class="甲"), InvalidField, "没有“甲”"),
    ]
    for act, error, words in refused:
        with pytest.raises(error, match=words):
            act()
    step = list_children(filled.place.office, filled.place.actor, "step", filled.proposal)[0]
    with pytest.raises(Refusal, match="不能在这里更正"):
        correct(filled, "step", record=str(step["id"]), words="别的")
    filled.place.actor = Actor("访客", "reader", "county")
    with pytest.raises(Refusal, match="没有这项权限"):
        correct(filled, "reply", signer="张三")
    filled.place.actor = Actor("周明礼", "admin", "county")
    assert (values(filled), only(filled, "reply")) == before


def test_after_a_rehandling_the_first_verdict_stays(filled: Filled) -> None:
    take(filled, *LIFE[:9])
    take(filled, "feedback", result="不满意")
    take(filled, "rehandle", "contact", "reply")
    rows = list_children(filled.place.office, filled.place.actor, "reply", filled.proposal)
    outcome = correct(filled, "reply", record=str(rows[0]["id"]), signer="张局长")
    assert outcome.warnings == ()
    filled.place.clock.move(2)
    outcome = correct(filled, "reply", record=str(rows[1]["id"]), date="2026-06-09")
    assert outcome.warnings and "没有重新算" in outcome.warnings[0]
    assert only(filled, "assignment")["replied_on"] == "2026-06-09" and values(filled)["on_time"] is True


def test_looking_back_and_declining(filled: Filled) -> None:
    take(filled, "receive", "decline")
    review = only(filled, "review")
    correct(filled, "review", ground="11", record=str(review["id"]))
    assert values(filled)["ground"] == "11"


def test_a_raised_class_is_taken_back(filled: Filled) -> None:
    take(filled, *LIFE[:8])
    take(filled, "reply", result_class="B")
    take(filled, "feedback", "close")
    filled.place.act(filled.proposal, "look_back", kept="已兑现", raised_class="A")
    assert values(filled)["raised_class"] == "A"
    with pytest.raises(InvalidField, match="只能往好的一类升"):
        correct(filled, "lookback", raised_class="C")
    correct(filled, "lookback", raised_class="")
    assert values(filled)["raised_class"] is None


def test_every_kind_of_record_has_something_to_put_right() -> None:
    for entity in RECORDS:
        found = {spec.name for spec in fields_to_correct(WORKFLOW.correctable.get(entity.name), WORKFLOW.instead, {})}
        assert bool(found) == (entity.name != "step"), entity.name
        assert not found & {"proposal", "unit", "state", "round", "stage", "case", "sponsor", "conclusion"}
    assert "signed_on" not in {
        spec.name for spec in fields_to_correct(WORKFLOW.correctable["assignment"], WORKFLOW.instead, {})
    }
    assert "signed_on" in {
        spec.name
        for spec in fields_to_correct(WORKFLOW.correctable["assignment"], WORKFLOW.instead, {"signed_on": "2026-06-08"})
    }


def test_the_log_has_both_values(filled: Filled) -> None:
    replied(filled)
    correct(filled, "reply", document_no="示建函〔2026〕2号")
    now = show_record(filled.place.office, filled.place.actor, "reply", str(only(filled, "reply")["id"]))
    assert now.values["document_no"] == "示建函〔2026〕2号"
    assert "示建函〔2026〕1号 → 示建函〔2026〕2号" in newest(filled).words


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("review", {"date": "2026-01-01"}, "“会审”的日期 2026-01-01 在收件日期 2026-06-08 之前"),
        ("assignment", {"date": "2026-06-01"}, "在收件日期 2026-06-08 之前"),
        ("contact", {"date": "2026-05-01"}, "“登记面商”的日期 2026-05-01 在收件日期 2026-06-08 之前"),
        ("reply", {"date": "2026-06-07"}, "答复日期 2026-06-07 在交办日 2026-06-08 之前"),
        (
            "feedback",
            {"date": "2026-06-20", "sent_on": "2026-06-20"},
            "“登记征询意见”的日期 2026-06-20 在答复日期 2026-06-28 之前",
        ),
        ("reply", {"date": "2026-07-02"}, "“登记征询意见”的日期 2026-06-30 在答复日期 2026-07-02 之前"),
        ("reply", {"date": "2026-07-20"}, "“登记征询意见”的日期 2026-07-08 在答复日期 2026-07-20 之前"),
    ],
)
def test_a_correction_is_held_to_the_order_its_step_is_held_to(
    filled: Filled, kind: str, raw: dict[str, object], words: str
) -> None:
    take(filled, *LIFE[:8])
    filled.place.clock.move(60)
    take(filled, "reply", date="2026-06-28")
    if kind == "review":
        record = str(list_children(filled.place.office, filled.place.actor, kind, filled.proposal)[1]["id"])
    else:
        record = ""
        take(filled, "feedback", date="2026-07-08" if raw["date"] == "2026-07-20" else "2026-06-30")
        if raw["date"] == "2026-07-20":
            take(filled, "close", date="2026-07-08")
    before = values(filled)
    with pytest.raises((Refusal, InvalidField)) as refused:
        correct(filled, kind, record=record, **raw)
    assert words in refused.value.what
    assert values(filled) == before
    later = {"date": "2026-06-29"} if kind == "reply" else {"date": "2026-06-30"} if kind == "feedback" else {}
    if later:
        correct(filled, kind, **later, **({"words": "好"} if kind == "feedback" else {}))


def test_what_was_out_of_order_in_a_register_can_be_put_right_in_part(filled: Filled) -> None:
    """A day that is too early already stands in the way of no other correction, only of becoming worse elsewhere."""
    replied(filled)
    with filled.place.office.write(filled.place.actor, "record.write") as writing:
        reply = filled.place.office.entity("reply")
        writing.set(reply, str(only(filled, "reply")["id"]), {"date": "2026-01-02"}, scope="county")
    correct(filled, "reply", text="已经办好。")
    correct(filled, "reply", date="2026-09-01")
    with pytest.raises(InvalidField, match="之前"):
        correct(filled, "reply", date="2026-01-02")
