"""The life of an 活动: planned, made known, held, closed; put off as a fact, or cancelled (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Move, Offer, State, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.activities.records import STEP

STATES = (
    State(name="planned", label="筹备", tone="none", step="planned"),
    State(name="invited", label="已通知", tone="wait", step="invited"),
    State(name="held", label="已开展", tone="go", step="held", rests=True),
    State(name="closed", label="已办结", tone="ok", step="closed", settled=True, rests=True),
    State(name="cancelled", label="取消", tone="none", step="planned", settled=True, rests=True),
)
DONE = ("held", "closed")  # what counts as held
AHEAD = ("planned", "invited")

NEW_DAY = Field(name="new_date", label="改到哪天", kind=Kind.DATE)
NEW_END = Field(name="new_ends_on", label="到哪天结束", kind=Kind.DATE)
NEW_TIME = Field(name="new_starts_at", label="改到几点", kind=Kind.TIME)
NEW_PLACE = Field(name="new_place", label="改到哪里", limit=100)
MOVED: Mapping[str, str] = {
    "new_date": "date", "new_ends_on": "ends_on", "new_starts_at": "starts_at", "new_place": "place",
}  # fmt: skip


def is_past(entered: Row, today: str) -> bool:
    """One that is entered after its day was held."""
    return bool(entered.get("date")) and str(entered["date"]) < today


def take_postponing(case: Case, move: Move) -> None:
    """改期: old → new of whatever changed; the end moves along where only the day was said."""
    new = {field: case.entered(asked) for asked, field in MOVED.items() if case.entered(asked) is not None}
    if new.get("date") == case.record.get("date"):
        raise Refusal(
            f"还不能{move.label}：日期没有变。",
            missing=("new_date",),
            todo="改成别的一天；只改时间、地点的，在“内容”里改。",
        )
    if "ends_on" not in new and case.record.get("ends_on"):
        new["ends_on"] = None
        case.warnings.append("原来有结束日期，改期后没有填，已经清空。")
    end = new.get("ends_on")
    if end and str(end) < str(new["date"]):
        raise Refusal(
            f"还不能{move.label}：结束的日子在开始以前。", missing=("new_ends_on",), todo="改一下结束的日子。"
        )
    case.told += [
        tell_change(field, case.record.get(field), value)
        for field, value in new.items()
        if value != case.record.get(field)
    ]
    case.record |= new


LABELS = {"date": "日期", "ends_on": "结束日期", "starts_at": "时间", "place": "地点"}


def tell_change(field: str, old: Value, new: Value) -> str:
    return f"{LABELS[field]} {old or '没有定'} → {new or '没有定'}"


def find_day(case: Case, _move: Move) -> tuple[str, object]:
    return "活动的日期", case.situation.record.get("date")


def _move(**parts: Any) -> Move:
    """A station takes the steps of its own activities by itself."""
    return Move(permission="record.write", **parts)


_PREPARING, _HOLDING = "筹备", "开展"

MOVES = (
    _move(
        name="invite", label="发通知", sources=("planned",), target="invited", asks=("date", "note"), tells=("note",),
        retracts=True, offer=Offer(group=_PREPARING, main=True, labels={"note": "怎么通知的"}),
    ),
    _move(
        name="postpone", label="改期", sources=AHEAD, asks=("date", *MOVED, "note"), required=("new_date", "note"),
        effect=take_postponing, tells=("note",), tone="wait",
        offer=Offer(group=_PREPARING, rank=2, labels={"date": "哪天定的", "note": "原因"}),
    ),
    _move(
        name="cancel", label="取消活动", sources=AHEAD, target="cancelled", asks=("date", "note"), required=("note",),
        tells=("note",), retracts=True, offer=Offer(group=_PREPARING, rank=3, rare=True, labels={"note": "原因"}),
    ),
    _move(
        name="hold", label="登记已开展", sources=("invited", "planned"), target="held", asks=("date", "note"), tells=("note",),
        after=(find_day,), retracts=True,
        offer=Offer(group=_HOLDING, main=True, first_in=("invited",), labels={"note": "说明"}),
    ),
    _move(
        name="close", label="办结", sources=("held",), target="closed", asks=("date", "note"), tells=("note",), retracts=True,
        offer=Offer(group=_HOLDING, rank=1, labels={"note": "说明"}),
    ),
    _move(
        name="reopen", label="重新办理", sources=("closed",), target="held", asks=("date", "note"), required=("note",),
        tells=("note",), offer=Offer(group=_HOLDING, rank=4, rare=True, labels={"note": "原因"}),
    ),
)  # fmt: skip

WORKFLOW = Workflow(
    entity="activity",
    states=STATES,
    moves=MOVES,
    steps=STEP.name,
    milestones=(("planned", "筹备"), ("invited", "通知"), ("held", "开展"), ("closed", "办结")),
    asked={
        "date": STEP.by_name["date"],
        "note": Field(name="note", label="说明", kind=Kind.LONG_TEXT, limit=2000),
        **{each.name: each for each in (NEW_DAY, NEW_END, NEW_TIME, NEW_PLACE)},
    },
    call=lambda row: f"“{row.get('title') or ''}”",
    handlers=("organiser",),
    starts={"held": is_past},
)
