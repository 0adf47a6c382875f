"""The life of a 接待: passed on, in hand, waiting for the call-back, closed; its state follows from its fields (domain.md §5)."""

from __future__ import annotations

from typing import Any

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Beginning, Handover, Move, Offer, State, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.receptions.due import find_call_back_due, find_due
from cppcc_desktop.nouns.receptions.records import INQUIRY, STEP
from cppcc_desktop.nouns.receptions.standing import (
    AWAITING,
    CLOSED,
    IN_HAND,
    OPEN,
    PASSED,
    PASSED_ON,
    answered_day,
)

STATES = (
    State(name=PASSED_ON, label="转交", tone="wait", step="passed", owes="due_on", owed="期限"),
    State(name=IN_HAND, label="办理中", tone="go", step="handled", owes="due_on", owed="期限"),
    State(name=AWAITING, label="待回访", tone="wait", step="answered", towards="called", owes="call_back_due_on",
          owed="回访期限"),
    State(name=CLOSED, label="已办结", tone="ok", step="closed", settled=True, rests=True),
)  # fmt: skip
# what an answer left, and is written anew once the matter is passed on again
_ANSWERED = ("accepted_on", "promised_on", "answer", "answered_on", "result", "result_words", "call_back_due_on",
             "called_back_on", "called_back_by", "satisfaction", "call_back_words")  # fmt: skip


def call_reception(row: Row) -> str:
    return f"“{row.get('short') or ''}”"


def find_handover(case: Case, _move: Move) -> tuple[str, object]:
    row = case.situation.record
    return ("转交的日期", row["handed_on"]) if row.get("handed_on") else ("接待日期", row.get("date"))


def find_acceptance(case: Case, _move: Move) -> tuple[str, object]:
    return "受理日期", case.situation.record.get("accepted_on")


def find_answer(case: Case, _move: Move) -> tuple[str, object]:
    return "答复日期", answered_day(case.situation.record)


def find_last(case: Case, move: Move) -> tuple[str, object]:
    """What a matter that is passed on again builds on: the call-back, without one the answer."""
    day = case.situation.record.get("called_back_on")
    return ("回访日期", day) if day else find_answer(case, move)


def refuse_earlier(case: Case, name: str, label: str) -> None:
    """A day ahead lies behind the day of the step."""
    day = case.entered(name)
    if day and str(day) < case.day:
        raise Refusal(f"{label} {day} 在{case.day} 之前。", missing=(name,), todo="改一下日期。")


def take_acceptance(case: Case, _move: Move) -> None:
    refuse_earlier(case, "promised_on", "答应日期")


def name_units(case: Case, value: Value) -> str:
    """县水利局、村委会; nothing for nobody."""
    return "、".join(case.situation.title(each) for each in value) if isinstance(value, list) else ""


def take_redirection(case: Case, _move: Move) -> None:
    """改转: somebody else has it, and has not accepted it yet."""
    before = case.situation.record.get("receivers")
    if case.entered("receivers") == before:
        raise Refusal("转给的没有改。", missing=("receivers",), todo="写明改转给谁；只是改日期的用“延期”。")
    case.record |= {"receivers": case.entered("receivers"), "accepted_on": None, "promised_on": None}
    if before:
        case.told.append(f"原来转给{name_units(case, before)}")


def take_extension(case: Case, _move: Move) -> None:
    before, now = case.situation.record.get("due_on"), str(case.entered("due_on"))
    refuse_earlier(case, "due_on", "新的期限")
    if before and now <= str(before):
        raise Refusal(f"新的期限 {now} 不比现在的 {before} 晚。", missing=("due_on",), todo="写一个更晚的日期。")
    case.record["due_on"] = now
    case.told += [f"原来的期限 {before}"] if before else []


def take_answer(case: Case, _move: Move) -> None:
    """登记处理结果: from now on the days of the call-back run."""
    day = case.day
    due = find_call_back_due(case.situation.rules_on(day), day) if case.record.get("call_back") else None
    case.record["call_back_due_on"] = due


def take_passing(case: Case, _move: Move) -> None:
    """重新转交: what was answered stands in the timeline, and the matter begins anew."""
    refuse_earlier(case, "due_on", "期限")
    before = case.situation.record
    said = str(before.get("answer") or before.get("result_words") or "")
    case.told += [f"上次的答复：{said}"] if said else []
    case.record |= dict.fromkeys(_ANSWERED)
    case.record |= {
        "handling": PASSED, "receivers": case.entered("receivers"), "handed_on": case.day, "call_back": True,
        "through_county": case.entered("through_county") or None,
        "due_on": case.entered("due_on") or find_due(case.situation.rules_on(case.day), case.day),
    }  # fmt: skip


def take_leave(case: Case, _move: Move) -> None:
    case.record |= {"call_back": False, "call_back_due_on": None}


def propose_due(beginning: Beginning) -> Row:
    """Of a matter that is passed on again: the same receivers, the days from now on."""
    return {
        "due_on": find_due(beginning.rules, beginning.day), "receivers": beginning.record.get("receivers"),
        "through_county": beginning.record.get("through_county"),
    }  # fmt: skip


def never(_case: Case) -> bool:
    """Not chosen by itself: it is taken when the other record is saved."""
    return False


def _move(**parts: Any) -> Move:
    return Move(permission="record.write", **parts)


_HANDLING, _CALLING, _ASKING = "办理", "回访", "补充"

MOVES = (
    _move(
        name="accept", label="受理", handed_over=True, sources=(PASSED_ON,), asks=("date", "promised_on"), sets=("promised_on",), dates="accepted_on",
        effect=take_acceptance, after=(find_handover,), tells=("promised_on",), retracts=True,
        offer=Offer(group=_HANDLING, main=True),
    ),
    _move(
        name="answer", label="登记处理结果", handed_over=True, sources=(IN_HAND, PASSED_ON), asks=("date", "result", "answer", "result_words"),
        required=("result",), sets=("result", "answer", "result_words"), dates="answered_on", effect=take_answer,
        after=(find_handover, find_acceptance), tells=("result", "answer", "result_words"), retracts=True,
        offer=Offer(group=_HANDLING, main=True, first_in=(IN_HAND,)),
    ),
    _move(
        name="redirect", label="改转", handed_over=True, sources=OPEN, asks=("receivers", "date", "note"), required=("receivers", "note"),
        effect=take_redirection, after=(find_handover, find_acceptance), tells=("receivers", "note"),
        offer=Offer(group=_HANDLING, rank=1, labels={"receivers": "改转给", "note": "改转的原因"}),
    ),
    _move(
        name="extend", label="延期", handed_over=True, sources=OPEN, asks=("due_on", "date", "note"), required=("due_on", "note"),
        effect=take_extension, after=(find_handover,), tells=("due_on", "note"),
        offer=Offer(group=_HANDLING, rank=2, labels={"due_on": "新的期限", "note": "延期的原因"}),
    ),
    _move(
        name="call_back", label="登记回访", sources=(AWAITING,), dates="called_back_on",
        asks=("date", "called_back_by", "satisfaction", "call_back_words"), sets=("called_back_by", "satisfaction", "call_back_words"),
        after=(find_answer,), tells=("satisfaction", "call_back_words"), retracts=True, offer=Offer(group=_CALLING, main=True),
    ),
    _move(
        name="pass_again", label="重新转交", sources=(CLOSED, AWAITING),
        asks=("receivers", "through_county", "due_on", "date", "note"), required=("receivers", "note"), proposed=propose_due,
        effect=take_passing, after=(find_last,), tells=("receivers", "due_on", "note"), tone="wait", retracts=True,
        offer=Offer(group=_CALLING, rank=2, rare_in=(AWAITING,), labels={"note": "重新转交的原因"}),
    ),
    _move(
        name="close", label="办结不回访", sources=(AWAITING,), asks=("date", "note"), required=("note",), effect=take_leave,
        after=(find_answer,), tells=("note",), retracts=True, offer=Offer(group=_CALLING, rank=1, labels={"note": "不回访的原因"}),
    ),
    _move(
        name="become", label="转成别的记录", sources=tuple(each.name for each in STATES), asks=("date", "title"), required=("title",),
        tells=("title",), after_closing=True, possible=never, offer=Offer(group=_ASKING, rare=True),
    ),
    _move(
        name="inquire", label="来人再问", sources=tuple(each.name for each in STATES), records=INQUIRY,
        asks=("date", "asked_by", "words"), required=("words",), tells=("asked_by", "words"),
        after_closing=True, offer=Offer(group=_ASKING, rank=3, rare_in=(CLOSED,)),
    ),
)  # fmt: skip

WORKFLOW = Workflow(
    entity="reception",
    states=STATES,
    moves=MOVES,
    steps=STEP.name,
    milestones=(("passed", "转交"), ("handled", "办理"), ("answered", "答复"), ("called", "回访"), ("closed", "办结")),
    restarts=(PASSED_ON, "passed"),
    asked={"date": STEP.by_name["date"], "title": Field(name="title", label="转成的", limit=200), "note": Field(name="note", label="原因", kind=Kind.LONG_TEXT, limit=1000)},
    call=call_reception,
    proposers=("visitor",),
    handlers=("receivers",),
    handover=Handover(
        field="through_county", fields=("accepted_on", "promised_on", "answer", "answered_on", "result", "result_words"),
    ),
    events={"register": "据表登记"},
    taken_over="register",
)  # fmt: skip
