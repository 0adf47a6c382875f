"""The life of a proposal as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.fields import Row
from cppcc_desktop.domain.proposal_moves import DOCKETED, IN_HAND, MOVES, STATES, UNDER_REVIEW, WITH_UNIT, WORKFLOW
from cppcc_desktop.domain.proposals import PROPOSAL, PROPOSALS
from cppcc_desktop.domain.workflow import Move, Situation

NAMES = [state.name for state in STATES]
ALLOWED = {
    ("draft", "receive"): "received", ("returned", "receive"): "received",
    ("received", "review"): "preliminary_reviewed", ("preliminary_reviewed", "review"): "joint_reviewed",
    ("joint_reviewed", "review"): "reviewed",
    **{(state, "return"): "returned" for state in UNDER_REVIEW}, **{(state, "decline"): "declined" for state in UNDER_REVIEW},
    ("reviewed", "docket"): "docketed", ("docketed", "assign"): "assigned",
    ("sent_back", "reassign"): "assigned", ("assigned", "reassign"): "assigned", ("in_hand", "reassign"): "assigned",
    ("assigned", "sign_for"): "in_hand", ("assigned", "send_back"): "sent_back", ("in_hand", "send_back"): "sent_back",
    ("in_hand", "contact"): "in_hand", ("rehandling", "contact"): "rehandling",
    ("in_hand", "reply"): "replied", ("rehandling", "reply"): "replied", ("replied", "feedback"): "feedback_given",
    ("feedback_given", "rehandle"): "rehandling", ("feedback_given", "close"): "closed",
}  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("state", NAMES)
@pytest.mark.parametrize("name", sorted({move.name for move in MOVES}))
def test_every_move_from_every_state(state: str, name: str) -> None:
    if (state, name) in ALLOWED:
        assert WORKFLOW.find(name, state).target == ALLOWED[state, name]
        return
    with pytest.raises(Refusal) as refused:
        WORKFLOW.find(name, state)
    assert WORKFLOW.state(state).label in refused.value.what
    assert "要先到" in refused.value.what
    assert refused.value.todo.startswith("现在可以")
    assert not re.search("[a-z_]", refused.value.what + refused.value.todo)


def test_unknown_move_and_unknown_state() -> None:
    with pytest.raises(Refusal, match="没有“fly”这个步骤"):
        WORKFLOW.find("fly", "draft")
    assert WORKFLOW.state("orbit").label == "orbit"
    assert WORKFLOW.moves_from("orbit") == []
    with pytest.raises(Refusal, match="还不能办结"):
        WORKFLOW.find("close", "orbit")


def test_states_and_moves_fit_together() -> None:
    assert len(set(NAMES)) == len(NAMES)
    reached = {"draft"}
    while grown := {move.target for move in MOVES if reached & set(move.sources)} - reached:
        reached |= grown
    assert reached == set(NAMES)
    assert {source for move in MOVES for source in move.sources} | {move.target for move in MOVES} <= set(NAMES)
    assert {*UNDER_REVIEW, *IN_HAND, *WITH_UNIT, *DOCKETED} <= set(NAMES)
    steps = {step for step, _ in WORKFLOW.milestones}
    assert {state.step for state in STATES if state.step} <= steps
    assert {state.tone for state in STATES} <= {"none", "wait", "go", "ok", "bad"}


def test_one_move_of_a_name_leaves_a_state_and_one_is_most_likely() -> None:
    for state in NAMES:
        moves = WORKFLOW.moves_from(state)
        assert len({move.name for move in moves}) == len(moves)
        assert sum(move.main for move in moves) <= 1


@pytest.mark.parametrize("move", MOVES, ids=lambda each: f"{each.name}-{each.sources[0]}")
def test_fields_of_a_move_exist(move: Move) -> None:
    children = {child.name: child for child in PROPOSALS.children}
    detail = children[move.records].by_name if move.records else {}
    known = {**PROPOSAL.by_name, "date": children["step"].by_name["date"], **detail}
    assert {*move.asks, *move.required, *move.tells} <= set(known)
    assert {*move.required, *move.tells} <= set(move.asks)
    assert set(move.sets) <= set(move.asks) & set(PROPOSAL.by_name)
    assert set(move.fixed) <= set(detail) or not move.records
    assert move.issues in ("", "intake_no", "docket_no")
    assert not move.records or set(move.asks) <= set(detail)


def situate(record: Row, entered: Row | None = None, **children: Sequence[Row]) -> Situation:
    return Situation(record, children, entered or {}, date(2026, 6, 8))


def check(state: str, name: str, situation: Situation) -> None:
    move = WORKFLOW.find(name, state)
    fields = {**PROPOSAL.by_name}
    for child in PROPOSALS.children:
        fields |= {each.name: each for each in child if each.name not in fields}
    WORKFLOW.check(move, situation, fields)


WHOLE: Mapping[str, str] = {"title": "甲", "form": "1", "analysis": "乙", "suggestions": "丙", "first_sponsor": "m"}


@pytest.mark.parametrize("gap", ["title", "form", "analysis", "suggestions", "first_sponsor"])
def test_incomplete_proposal_is_not_received(gap: str) -> None:
    check("draft", "receive", situate({**WHOLE, "state": "draft"}))
    with pytest.raises(Refusal) as refused:
        check("draft", "receive", situate({**WHOLE, gap: None, "state": "draft"}))
    assert gap in refused.value.missing


def test_collective_proposal_needs_no_first_sponsor() -> None:
    check("draft", "receive", situate({**WHOLE, "first_sponsor": None, "collective": "县工商联"}))


@pytest.mark.parametrize("stage", ["joint", "final"])
def test_no_stage_is_skipped(stage: str) -> None:
    with pytest.raises(Refusal, match="不能跳过初审"):
        check("received", "review", situate({"state": "received"}, {"stage": stage, "opinion": "好"}))
    check("received", "review", situate({"state": "received"}, {"stage": "preliminary", "opinion": "好"}))


@pytest.mark.parametrize(("due", "fine"), [("2026-03-15", False), ("2026-03-14", False), ("2026-03-16", True)])
def test_due_date_lies_after_the_assignment(due: str, fine: bool) -> None:
    situation = situate({"state": "docketed"}, {"unit": "u", "date": "2026-03-15", "due_on": due})
    if fine:
        check("docketed", "assign", situation)
        return
    with pytest.raises(Refusal, match="不在交办日"):
        check("docketed", "assign", situation)


REPLY: Row = {"document_no": "示建函〔2026〕1号", "result_class": "A", "text": "已办"}


def test_reply_needs_a_contact_or_a_reason() -> None:
    with pytest.raises(Refusal, match="没有面商记录") as refused:
        check("in_hand", "reply", situate({"state": "in_hand"}, REPLY))
    assert refused.value.missing == ("override_reason",)
    check("in_hand", "reply", situate({"state": "in_hand"}, {**REPLY, "override_reason": "提案人出国"}))
    check("in_hand", "reply", situate({"state": "in_hand"}, REPLY, contact=[{"id": "c"}]))


def graded(result: str, day: str = "2026-06-01", *, attitude: str = "1", identity: str = "f") -> Row:
    return {"id": identity, "date": day, "attitude": attitude, "result": result}


def test_dissatisfaction_is_rehandled_before_closing() -> None:
    record = {"state": "feedback_given"}
    with pytest.raises(Refusal, match="还不能办结"):
        check("feedback_given", "close", situate(record, feedback=[graded("3")]))
    check("feedback_given", "rehandle", situate(record, {"due_on": "2026-07-01"}, feedback=[graded("3")]))
    check("feedback_given", "rehandle", situate(record, {"due_on": "2026-07-01"}, feedback=[graded("1", attitude="3")]))
    newer = [graded("3"), graded("1", "2026-06-05", identity="g")]
    check("feedback_given", "close", situate(record, feedback=newer))
    for rows in (newer, []):
        with pytest.raises(Refusal, match="不用重新办理"):
            check("feedback_given", "rehandle", situate(record, {"due_on": "2026-07-01"}, feedback=rows))


@pytest.mark.parametrize("move", [each for each in MOVES if each.required], ids=lambda each: each.name)
def test_required_fields_are_named_in_chinese(move: Move) -> None:
    with pytest.raises(Refusal) as refused:
        check(move.sources[0], move.name, situate({"state": move.sources[0]}))
    assert set(refused.value.missing) == set(move.required)
    assert CHINESE.search(refused.value.what)
