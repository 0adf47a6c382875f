"""The life of a 协商议题: it is suggested, then adopted, merged into another one or not used (domain.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cppcc_desktop.domain.cases.case import Case, order_by_day
from cppcc_desktop.domain.cases.life import ECHO, Move, Offer, State, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.topics.records import STEP, TOLD

STATES = (
    State(name="suggested", label="待定", tone="wait", step="suggested"),
    State(name="adopted", label="已采用", tone="ok", step="decided", rests=True),
    State(name="merged", label="已并入", tone="none", step="decided", settled=True, rests=True),
    State(name="not_used", label="未采用", tone="none", step="decided", settled=True, rests=True),
)
EVERY = tuple(each.name for each in STATES)

# What tables and earlier programs say in `result`, and the state that is.
RESULTS: Mapping[str, str] = {"0": "suggested", "1": "adopted", "2": "merged", "3": "not_used"}
CODES = {state: code for code, state in RESULTS.items() if state != "suggested"}


class TopicCase(Case):
    """A topic with its records; `result` says of the state what earlier programs can read."""

    def reckon_facts(self) -> Mapping[str, Value]:
        state, said = str(self.record["state"]), self.record.get("result")
        return {"result": CODES.get(state) or (None if said in CODES.values() else said)}


def call_topic(row: Row) -> str:
    return f"《{row.get('title') or ''}》"


def find_suggestion(case: TopicCase, _move: Move) -> tuple[str, object]:
    return "提出日期", case.situation.record.get("suggested_on")


def take_decision(case: TopicCase, move: Move) -> None:
    """The words of the newest decision stand in the record, those of an older one in the timeline alone."""
    case.record |= {name: case.entered(name) for name in ("result_reason", "onward") if name in move.asks}


def refuse_leading(label: str, others: list[str]) -> None:
    """Refusal as long as others go along with this one: they would hang on a topic that is no more."""
    if others:
        names = "、".join(others[:5]) + ("等" if len(others) > 5 else "")
        raise Refusal(f"还不能“{label}”：有 {len(others)} 个议题并入了这一个（{names}）。",
                      todo="先把它们逐个“分出”，再来。")  # fmt: skip


def take_merge(case: TopicCase, move: Move) -> None:
    """并入: the topic goes along with another one and hears what becomes of it."""
    lead = str(case.entered("merged_into"))
    other = case.situation.others.get(lead, {})
    if not lacks_lead(case):
        raise Refusal("这个议题已经并入别的议题。", todo="先“分出”，再并入另一个。")
    if lead == case.id:
        raise Refusal("不能并入它自己。", missing=("merged_into",), todo="选另一个议题。")
    if other.get("deleted"):
        raise Refusal(f"{call_topic(other)}在回收站里。", missing=("merged_into",), todo="选另一个议题。")
    if other.get("state") == "merged":
        raise Refusal(
            f"{call_topic(other)}自己已经并入别的议题。", missing=("merged_into",), todo="并入它并进去的那一个。"
        )
    if other.get("year") != case.record.get("year"):
        raise Refusal(
            "只能并入同一年度的议题。", missing=("merged_into",), todo="往年的议题，把它的题目写在提出理由里。"
        )
    refuse_leading(move.label, [call_topic(row) for row in case.situation.merged])
    take_decision(case, move)
    case.record["merged_into"] = lead
    case.told.insert(0, f"并入{call_topic(other)}")


def lacks_lead(case: TopicCase) -> bool:
    """A table may say that a topic was merged without saying into which."""
    return not case.record.get("merged_into")


def take_part(case: TopicCase, _move: Move) -> None:
    """Back to where it stood before it was merged; one that came from a table as merged is open again."""
    steps = [
        row
        for row in case.all(STEP.name)
        if row.get("target") == "merged" and row.get("source") not in ("", None, "merged")
    ]
    source = max(steps, key=order_by_day)["source"] if steps else "suggested"
    case.record |= {"merged_into": None, "result_reason": None, "state": source}


def take_reopen(case: TopicCase, _move: Move) -> None:
    case.record |= {"result_reason": None, "onward": None}


def _county(**parts: Any) -> Move:
    """What becomes of a topic is decided in the county, and never before it was suggested."""
    return Move(county_only=True, permission="record.write", after=(find_suggestion,), **parts)


_DECIDING, _TELLING = "研究决定", "告知"

MOVES = (
    _county(
        name="adopt", label="采用", sources=("suggested",), target="adopted", asks=("date", "result_reason"),
        effect=take_decision, tells=("result_reason",), echoed=True, retracts=True,
        offer=Offer(group=_DECIDING, main=True, labels={"result_reason": "采用的理由"}),
    ),
    _county(
        name="not_use", label="不采用", sources=("suggested",), target="not_used", asks=("date", "result_reason", "onward"),
        required=("result_reason",), effect=take_decision, tells=("result_reason", "onward"), echoed=True, retracts=True,
        offer=Offer(group=_DECIDING, rank=1, labels={"result_reason": "不采用的理由"}),
    ),
    _county(
        name="merge", label="并入另一议题", sources=("suggested", "adopted"), target="merged",
        asks=("merged_into", "date", "result_reason"), required=("merged_into",), effect=take_merge, tells=("result_reason",),
        retracts=True, offer=Offer(group=_DECIDING, rank=2, rare_in=("adopted",), labels={"result_reason": "说明"}),
    ),
    _county(
        name="merge", label="写明并入哪个", sources=("merged",), target="merged", asks=("merged_into", "date"),
        required=("merged_into",), possible=lacks_lead, effect=take_merge,
        offer=Offer(group=_DECIDING, rank=3),
    ),
    _county(
        name="unmerge", label="分出", sources=("merged",), asks=("date", "note"), required=("note",), effect=take_part,
        tells=("note",), offer=Offer(group=_DECIDING, rank=4),
    ),
    _county(
        name="reopen", label="重新提出", sources=("not_used", "adopted"), target="suggested", asks=("date", "note"),
        required=("note",), effect=take_reopen, tells=("note",), echoed=True, retracts=True,
        offer=Offer(group=_DECIDING, rank=5, rare_in=("adopted",)),
    ),
    _county(
        name="inform", label="告知提出者", sources=(*EVERY[1:], "suggested"), records=TOLD,
        asks=("date", "how", "whom", "words"), required=("how",), tells=("how", "whom", "words"), after_closing=True,
        offer=Offer(group=_TELLING, rank=0, rare_in=("suggested",)),
    ),
)  # fmt: skip

WORKFLOW = Workflow(
    entity="topic",
    states=STATES,
    moves=MOVES,
    steps=STEP.name,
    milestones=(("suggested", "提出"), ("decided", "研究决定")),
    asked={
        "date": STEP.by_name["date"],
        "note": Field(name="note", label="原因", kind=Kind.LONG_TEXT, limit=2000),
    },
    case=TopicCase,
    along="merged_into",
    call=call_topic,
    proposers=("suggested_by", "body"),
    events={ECHO: "并入的议题", "register": "据表登记"},
    taken_over="register",
)
