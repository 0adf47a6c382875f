"""The life of a plan, a track of approvals, and of its lines: not begun, going on, done, or changed with a reason (domain.md §6).

Nothing is locked by an approval: after 党委审定 a line changes by 替换, 调整 or 取消, which keep what was before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.corrections import Correction
from cppcc_desktop.domain.cases.life import Beginning, Move, Offer, State, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.plans.records import APPROVAL, CHANGE, LINE_STEP, PLAN_STEP

DRAFTED, CONSULTED, PASSED, RUNNING, ENDED = "drafted", "consulted", "passed", "running", "ended"
PLAN_STATES = (
    State(name=DRAFTED, label="起草", tone="none", step="draft"),
    State(name=CONSULTED, label="三办会商", tone="wait", step="offices"),
    State(name=PASSED, label="主席会议通过", tone="wait", step="chairmen"),
    State(name=RUNNING, label="执行中", tone="go", step="decided", towards="running", rests=True),
    State(name=ENDED, label="已办结", tone="ok", step="running", settled=True, rests=True),
)

IDLE, GOING, DONE, CANCELLED = "idle", "going", "completed", "cancelled"
LINE_STATES = (
    State(name=IDLE, label="未开始", tone="none", step="idle", owes="due_on", owed="完成时限"),
    State(name=GOING, label="进行中", tone="go", step="going", owes="due_on", owed="完成时限"),
    State(name=DONE, label="已完成", tone="ok", step="done", settled=True, rests=True),
    State(name=CANCELLED, label="已取消", tone="none", step="going", settled=True, rests=True, void=True),
)
REPLACED, ADJUSTED, DROPPED = "1", "2", "3"  # codes of plan_change_kind

# What tables say in `result`, an entry of the list plan_progress, and the state that is.
RESULTS: Mapping[str, str] = {"1": IDLE, "2": GOING, "3": DONE, "4": CANCELLED}
CODES = {state: code for code, state in RESULTS.items()}
_AGREEMENT = ("agreed_by", "agreed_on", "approved_by", "approved_on", "number")


def call_plan(row: Row) -> str:
    return str(row.get("title") or "")


def call_line(row: Row) -> str:
    return f"第 {row['no']} 项" if row.get("no") else f"“{row.get('title') or ''}”"


def take_approval(case: Case, move: Move) -> None:
    """Who approved it, with words and number: kept beside the step, the scan among the attachments."""
    values = {name: case.entered(name) for name in ("date", "body", "number", "words")}
    case.detail = case.add(APPROVAL.name, {**values, APPROVAL.owner: case.id})
    if move.target == RUNNING:
        case.record["number"] = case.entered("number")


def find_draft(case: Case, _move: Move) -> tuple[str, object]:
    return "起草日期", case.situation.record.get("drafted_on")


def _approve(name: str, label: str, target: str, body: str, rank: int, *more: str) -> Move:
    """One node of the track; those before it need not have been recorded."""
    order = (DRAFTED, CONSULTED, PASSED)
    return Move(
        name=name, label=label, sources=order[: rank + 1], target=target, permission="record.write",
        asks=("date", "body", "number", "words"), required=("body", *more), records=APPROVAL, effect=take_approval,
        dates="decided_on" if target == RUNNING else "", proposed=lambda _beginning: {"body": body}, after=(find_draft,),
        tells=("body", "number", "words"), retracts=True, offer=Offer(group="审批", main=True, first_in=(order[rank],)),
    )  # fmt: skip


PLAN_MOVES = (
    _approve("consult", "登记三办会商", CONSULTED, "县委办、县政府办、县政协办", 0),
    _approve("pass", "登记主席会议", PASSED, "主席会议", 1),
    _approve("decide", "登记党委审定", RUNNING, "县委", 2, "number"),
    Move(
        name="redraft", label="退回修改", sources=(CONSULTED, PASSED), target=DRAFTED, permission="record.write",
        asks=("date", "note"), required=("note",), tells=("note",), tone="bad", retracts=True, offer=Offer(group="审批", rank=2),
    ),
    Move(
        name="end", label="办结", sources=(RUNNING,), target=ENDED, permission="record.write", asks=("date", "note"),
        tells=("note",), retracts=True, offer=Offer(group="审批", rank=3),
    ),
)  # fmt: skip

PLAN_LIFE = Workflow(
    entity="plan",
    states=PLAN_STATES,
    moves=PLAN_MOVES,
    steps=PLAN_STEP.name,
    milestones=(
        ("draft", "草案"), ("offices", "三办会商"), ("chairmen", "主席会议"), ("decided", "党委审定"), ("running", "执行"),
    ),
    asked={"date": PLAN_STEP.by_name["date"], "note": Field(name="note", label="说明", kind=Kind.LONG_TEXT, limit=1000)},
    call=call_plan,
    corrections={APPROVAL.name: Correction(entity=APPROVAL, permission="record.write")},
    events={"register": "据表登记"},
    taken_over="register",
)  # fmt: skip


class LineCase(Case):
    """A line with its records; `result` says its state as an entry of the office's list, for tables and figures."""

    def reckon_facts(self) -> Mapping[str, Value]:
        return {"result": CODES.get(str(self.record["state"])), "changes": len(self.all(CHANGE.name)) or None}


def add_change(case: Case, kind: str, old_title: Value) -> None:
    """Why a line is not what was approved, who agreed and under which number."""
    values = {name: case.entered(name) for name in ("date", "reason", *_AGREEMENT)}
    for name in ("agreed_on", "approved_on"):
        if values[name] and str(values[name]) > case.day:
            label = CHANGE.by_name[name].label
            raise Refusal(
                f"{label} {values[name]} 在这一步的日期 {case.day} 之后。", missing=(name,), todo="改一下日期。"
            )
    case.detail = case.add(CHANGE.name, {**values, CHANGE.owner: case.id, "kind": kind, "old_title": old_title})


def take_replacement(case: Case, _move: Move) -> None:
    """替换: the line keeps its number and what it was is told with the reason."""
    before = case.situation.record
    if case.entered("title") == before.get("title"):
        raise Refusal("新议题和原来的一样。", missing=("title",), todo="写新的议题；只改时限、部门的用“调整”。")
    add_change(case, REPLACED, before.get("title"))
    case.record |= {"title": case.entered("title"), "topic": case.entered("topic")}
    case.told.insert(0, f"原议题：{before.get('title')}")


_ADJUSTABLE = ("due_on", "mode", "leader", "lead_body", "units", "person")


def take_adjustment(case: Case, _move: Move) -> None:
    """调整: other days, units or people; the topic stays."""
    before = case.situation.record
    moved = {
        name: value for name in _ADJUSTABLE if (value := case.entered(name)) is not None and value != before.get(name)
    }
    if not moved:
        raise Refusal("没有要调整的。", missing=("due_on",), todo="写明时限、形式、责任部门或责任人改成什么。")
    add_change(case, ADJUSTED, None)
    case.record |= moved
    if "due_on" in moved and before.get("due_on"):
        case.told.insert(0, f"原来的时限 {before['due_on']}")


def take_cancelling(case: Case, _move: Move) -> None:
    add_change(case, DROPPED, case.situation.record.get("title"))


def propose_adjustment(beginning: Beginning) -> Row:
    return {name: beginning.record.get(name) for name in _ADJUSTABLE}


def take_reopening(case: Case, _move: Move) -> None:
    case.record |= {"done_on": None, "evidence": None}


def _line(**parts: Any) -> Move:
    """Only a move that leads to another state can be taken back; what a change said is put right, or changed again."""
    return Move(permission="record.write", retracts=bool(parts.get("target")), **parts)


# fields the line stands on, and what to do where they are wrong
INSTEAD: Mapping[str, str] = {
    "kind": "变更的种类不能改：再办一步。",
    "old_title": "原议题是当时的题目，不能改：再“替换”一次。",
}
_GOING, _CHANGING = "进度", "变更"
LINE_MOVES = (
    _line(
        name="begin", label="开始", sources=(IDLE,), target=GOING, asks=("date", "note"), tells=("note",),
        offer=Offer(group=_GOING, main=True),
    ),
    _line(
        name="finish", label="完成", sources=(GOING, IDLE), target=DONE, asks=("date", "evidence"), required=("evidence",),
        sets=("evidence",), dates="done_on", tells=("evidence",), offer=Offer(group=_GOING, main=True, rare_in=(IDLE,)),
    ),
    _line(
        name="reopen", label="重新进行", sources=(DONE, CANCELLED), target=GOING, asks=("date", "note"), required=("note",),
        effect=take_reopening, tells=("note",), offer=Offer(group=_GOING, rank=4),
    ),
    _line(
        name="replace", label="替换议题", sources=(IDLE, GOING), records=CHANGE, effect=take_replacement,
        asks=("title", "topic", "date", "reason", *_AGREEMENT), required=("title", "reason"), tells=("title", "reason", "number"),
        tone="wait", offer=Offer(group=_CHANGING, rank=1, labels={"title": "新议题", "reason": "替换的原因"}),
    ),
    _line(
        name="adjust", label="调整", sources=(IDLE, GOING), records=CHANGE, effect=take_adjustment, proposed=propose_adjustment,
        asks=(*_ADJUSTABLE, "date", "reason", *_AGREEMENT), required=("reason",), tells=("due_on", "reason", "number"),
        offer=Offer(group=_CHANGING, rank=2, labels={"reason": "调整的原因"}),
    ),
    _line(
        name="cancel", label="取消", sources=(IDLE, GOING), target=CANCELLED, records=CHANGE, effect=take_cancelling,
        asks=("date", "reason", *_AGREEMENT), required=("reason",), tells=("reason", "number"),
        offer=Offer(group=_CHANGING, rank=3, labels={"reason": "取消的原因"}),
    ),
)  # fmt: skip

LINE_LIFE = Workflow(
    entity="plan_line",
    states=LINE_STATES,
    moves=LINE_MOVES,
    steps=LINE_STEP.name,
    milestones=(("idle", "列入计划"), ("going", "进行"), ("done", "完成")),
    asked={"date": LINE_STEP.by_name["date"], "note": Field(name="note", label="说明", kind=Kind.LONG_TEXT, limit=1000)},
    case=LineCase,
    call=call_line,
    handlers=("units",),
    corrections={CHANGE.name: Correction(entity=CHANGE, permission="record.write")},
    instead=INSTEAD,
    events={"register": "据表登记"},
    taken_over="register",
)  # fmt: skip
