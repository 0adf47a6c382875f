"""The order in which the steps of a 提案 can have happened: none is earlier than what it builds on."""

from __future__ import annotations

from collections.abc import Iterator

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.case import Case

# Steps of one unit that follow its assignment. 面商 does not: many units call on the proposer beforehand (办前).
OF_UNIT = ("sign_for", "send_back", "extend", "assist", "reply")


def refuse_too_early(case: Case, move: Move) -> None:
    """Refusal if the step is dated before what it builds on. Days nobody told (old registers) stand in no way."""
    day = str(case.situation.entered["date"])
    for label, before in find_earlier(case, move):
        if day < str(before):
            raise Refusal(f"“{move.label}”的日期 {day} 在{label} {before} 之前。", missing=("date",),
                          todo=f"改一下日期；{label}记错了的，先更正它。")  # fmt: skip


def find_earlier(case: Case, move: Move) -> Iterator[tuple[str, str]]:
    """What the step builds on, with its day."""
    found: list[tuple[str, object]] = []
    if move.name != "receive":
        found.append(("收件日期", case.situation.record.get("received_on")))
    if move.name in OF_UNIT:
        found.append(("交办日期", case.pick(move.label, move.unit_states, move.unit_roles).get("date")))
    if move.name in ("feedback", "ask_feedback", "rehandle", "close"):
        unit = case.situation.entered.get("unit")
        days = [str(row["replied_on"]) for row in case.mains() if row.get("replied_on") and unit in (None, row["unit"])]
        first = [str(row["date"]) for row in case.all("reply") if row.get("date") and unit in (None, row.get("unit"))]
        late = move.name != "feedback"  # an opinion on the first reply may come in after a second one
        found.append(("答复日期", max(days, default=None) if late else min(first or days, default=None)))
    if move.name in ("implement", "archive"):
        found.append(("办结日期", case.situation.record.get("closed_on")))
    return ((label, str(day)) for label, day in found if day)
