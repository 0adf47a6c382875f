"""What of a case is dated before what it builds on: put right or recorded late, it is held to the rules of its step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Move, Workflow
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import Refusal

Disorder = Mapping[tuple[str, str, str], str]  # record, what of it and what that builds on → in words


def list_disorder(case: Case, flow: Workflow) -> Disorder:
    """Everything recorded of a case that is earlier than what its step builds on. Days nobody told say nothing."""
    situation, found = case.situation, dict[tuple[str, str, str], str]()
    for move, row in list_taken(case, flow):
        case.situation = replace(situation, entered=row)
        for label, before in find_before(case, move):
            if before and str(row["date"]) < str(before):
                what = f"“{move.label}”的日期", label
                found[str(row["id"]), *what] = f"{what[0]} {row['date']} 在{label} {before} 之前"
    case.situation = situation
    return found


def list_taken(case: Case, flow: Workflow) -> Iterator[tuple[Move, Row]]:
    """The steps that left a record, or a day on the case, and what they left, as it would be entered."""
    for kind in dict.fromkeys(move.records.name for move in flow.moves if move.records):
        for row in case.all(kind):
            move = next((each for each in flow.moves if made_by(each, kind, row)), None)
            if move and row.get("date"):
                yield move, row
    for move in flow.moves:
        if move.dates and not move.records and case.record.get(move.dates):
            yield move, {"id": case.id, "date": case.record[move.dates]}


def made_by(move: Move, kind: str, row: Row) -> bool:
    """Whether a record can have been made by this step."""
    if move.records is None or move.records.name != kind:
        return False
    return all(row.get(name) == value for name, value in move.fixed.items() if name in move.records.by_name)


def find_before(case: Case, move: Move) -> Iterator[tuple[str, object]]:
    for find in move.after:
        try:
            yield find(case, move)
        except Refusal:  # nobody told what it builds on
            continue


def refuse_disorder(before: Disorder, after: Disorder) -> None:
    """Refusal for what was in order before and is so no more."""
    new = [words for key, words in after.items() if key not in before]
    if new:
        raise Refusal(f"改成这样，前后就对不上：{'；'.join(new[:3])}。", missing=("date",),
                      todo="日期再看一下；另一步记错了的，先改正那一步。")  # fmt: skip
