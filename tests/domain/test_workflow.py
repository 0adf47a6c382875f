"""The life of a proposal as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.life import DOCKETED, EXTRA, IN_HAND, MOVES, STATES, UNDER_REVIEW, WORKFLOW
from cppcc_desktop.services.cases.steps import known_fields

NAMES = [state.name for state in STATES]
# (state, move) → state it leads to; "" where that is reckoned from the records
_ANSWERED = ("replied", "feedback_given", "closed", "implemented", "archived")
_HANDED = ("in_hand", "assigned", "rehandling", "sent_back")
ALLOWED = {
    ("draft", "receive"): "received", ("returned", "receive"): "received",
    ("received", "review"): "preliminary_reviewed", ("preliminary_reviewed", "review"): "joint_reviewed",
    ("joint_reviewed", "review"): "reviewed", ("reviewed", "docket"): "docketed",
    **{(state, "return"): "returned" for state in UNDER_REVIEW}, **{(state, "decline"): "declined" for state in UNDER_REVIEW},
    **{(state, "merge"): "merged" for state in (*UNDER_REVIEW, "docketed")}, ("merged", "unmerge"): "",
    **{(state, "withdraw"): "withdrawn" for state in (*UNDER_REVIEW, "docketed", *IN_HAND)},
    ("declined", "pass_on"): "", **{(state, "notify"): "" for state in ("declined", "merged", "returned", "withdrawn")},
    **{(state, "assign"): "" for state in ("docketed", *_HANDED)},
    **{(state, "reassign"): "" for state in ("sent_back", "assigned", "in_hand", "rehandling")},
    **{(state, "sign_for"): "" for state in (*_HANDED, "replied")},
    **{(state, name): "" for state in _HANDED for name in ("send_back", "extend", "reply")},
    **{(state, "contact"): "" for state in (*_HANDED, *_ANSWERED)},  # a talk told of afterwards
    **{(state, "assist"): "" for state in (*_HANDED, *_ANSWERED)},
    **{(state, "feedback"): "" for state in ("replied", "closed", "implemented", "archived")}, ("replied", "ask_feedback"): "", ("replied", "rehandle"): "", ("feedback_given", "rehandle"): "",
    ("feedback_given", "close"): "closed", ("replied", "close"): "closed", ("closed", "implement"): "implemented",
    ("closed", "archive"): "archived", ("implemented", "archive"): "archived",
    **{(state, "look_back"): "" for state in ("feedback_given", "closed", "implemented", "archived")},
    **{(state, "add_promise"): "" for state in ("replied", "feedback_given", "closed")},
    **{(state, name): "" for state in ("replied", "feedback_given", "closed", "implemented", "archived", *_HANDED)
       for name in ("keep_promise", "drop_promise")},
    **{(state, "choose_key"): "" for state in ("reviewed", *DOCKETED, "merged")},
    **{(state, name): "" for state in (*DOCKETED, "merged") for name in ("supervise", "award")},
    **{(state, "direct"): "" for state in (*UNDER_REVIEW, *DOCKETED, "merged", "declined")},
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
    assert re.search("要先到|已经过了|，不能", refused.value.what)
    assert refused.value.todo.startswith("现在可以")
    assert not re.search("[a-z_]", refused.value.what + refused.value.todo)


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("receive", "replied", "现在是“待征询”，已经过了“收件”这一步。"),
        ("docket", "closed", "已经过了“立案”这一步"), ("sign_for", "feedback_given", "已经过了“签收”这一步"),
        ("docket", "declined", "现在是“不予立案”，不能立案。"), ("close", "draft", "现在是“草稿”，还不能办结：要先到"),
        ("decline", "draft", "还不能登记“不予立案”："),
    ],
)  # fmt: skip
def test_a_step_that_is_past_is_called_past(name: str, state: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        WORKFLOW.find(name, state)
    assert said in refused.value.what


def test_unknown_move_and_unknown_state() -> None:
    with pytest.raises(Refusal, match="没有“fly”这个步骤"):
        WORKFLOW.find("fly", "draft")
    assert WORKFLOW.state("orbit").label == "orbit"
    assert WORKFLOW.moves_from("orbit") == []
    with pytest.raises(Refusal, match="还不能办结"):
        WORKFLOW.find("close", "orbit")


def test_states_and_moves_fit_together() -> None:
    assert len(set(NAMES)) == len(NAMES)
    reckoned = {"assigned", "sent_back", "in_hand", "rehandling", "replied", "feedback_given"}
    reached = {"draft"}
    while (
        grown := {move.target or each for move in MOVES if reached & set(move.sources) for each in reckoned} - reached
    ):
        reached |= grown
    assert reached == set(NAMES)
    assert {source for move in MOVES for source in move.sources} | {move.target for move in MOVES} <= {*NAMES, ""}
    assert {*UNDER_REVIEW, *IN_HAND, *DOCKETED} <= set(NAMES)
    steps = {step for step, _ in WORKFLOW.milestones}
    assert {state.step for state in STATES if state.step} <= steps
    assert {state.tone for state in STATES} <= {"none", "wait", "go", "ok", "bad"}


def test_one_move_of_a_name_leaves_a_state_and_one_is_most_likely() -> None:
    for state in NAMES:
        moves = WORKFLOW.moves_from(state)
        assert len({move.name for move in moves}) == len(moves)
        places = [move.sources.index(state) for move in moves if move.offer.main]
        assert not places or places.count(min(places)) == 1, "two are equally likely"


@pytest.mark.parametrize("move", MOVES, ids=lambda each: f"{each.name}-{each.sources[0]}")
def test_fields_of_a_move_exist(move: Move) -> None:
    children = {child.name: child for child in PROPOSALS.children}
    detail = move.records.by_name if move.records else {}
    known = {**PROPOSAL.by_name, **children["assignment"].by_name, **EXTRA, "transcribed": None,
             "date": children["step"].by_name["date"], **detail}  # fmt: skip
    assert {*move.asks, *move.required, *move.tells} <= set(known)
    assert {*move.required, *move.tells} <= set(move.asks)
    assert set(move.sets) <= set(move.asks) & set(PROPOSAL.by_name)
    assert set(move.fixed) <= set(detail) or not move.records
    assert move.issues in ("", "intake_no", "docket_no")
    assert bool(move.stage) == (move.name == "review")


def test_stages_are_called_as_the_office_calls_them() -> None:
    named = WORKFLOW.named({"preliminary": "形式审查", "joint": "联席审查"})
    assert named.find("review", "received").label == "形式审查"
    assert (named.state("received").label, named.state("joint_reviewed").label) == ("待形式审查", "待复审")


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


@pytest.mark.parametrize("move", [each for each in MOVES if each.required], ids=lambda each: each.name)
def test_required_fields_are_named_in_chinese(move: Move) -> None:
    with pytest.raises(Refusal) as refused:
        WORKFLOW.check(move, situate({"state": move.sources[0]}), known_fields(PROPOSALS, move))
    assert set(refused.value.missing) == set(move.required)
    assert CHINESE.search(refused.value.what)


@pytest.mark.parametrize(
    ("name", "source", "target", "label", "tone"),
    [
        ("assign", "docketed", "assigned", "交办", "wait"), ("assign", "in_hand", "in_hand", "加承办单位", "go"),
        ("review", "preliminary_reviewed", "joint_reviewed", "会审", "wait"), ("return", "received", "returned", "退回修改", "bad"),
        ("send_back", "assigned", "in_hand", "单位退回", "bad"), ("register", "draft", "None", "据台账登记", "none"),
        ("merge_in", "", "docketed", "并案", "wait"), ("close", "draft", "closed", "办结", "ok"),
        ("visit", "in_hand", "visited", "visit", "none"),
    ],
)  # fmt: skip
def test_how_a_recorded_step_is_called(name: str, source: str, target: str, label: str, tone: str) -> None:
    """In the state it started in, else as such; one of no table by its name."""
    assert (WORKFLOW.label_step(name, source), WORKFLOW.tone_step(name, target)) == (label, tone)
    assert WORKFLOW.takes_over(name) == (label == "据台账登记")


def test_rows_people_cannot_tell_apart_are_one_choice() -> None:
    choices = {key: [row.label for row in rows] for key, rows in WORKFLOW.choices.items()}
    assert choices["close"] == ["办结", "办结"] and choices["assign"] == ["交办"]
    assert choices["assign/in_hand"] == ["加承办单位"] and choices["review/joint"] == ["会审"]
    assert sum(map(len, choices.values())) == len(MOVES) and list(choices)[:2] == ["receive", "review/preliminary"]
