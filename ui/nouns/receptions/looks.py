"""How 接待群众 look: who came with how many, where it went, and how long there is."""

from __future__ import annotations

from datetime import date

from cppcc_desktop.domain.dates import days_left, short_date
from cppcc_desktop.domain.description.conditions import EVERYTHING, Is
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.receptions.entity import DONE, LATE
from cppcc_desktop.nouns.receptions.life import WORKFLOW
from cppcc_desktop.nouns.receptions.standing import AWAITING, IMMEDIATE, OPEN, PASSED, answered_day
from ui.kit.tables.columns import ListCell
from ui.lists.looks import Look, Total, Words

SOON = 7  # days before it is due that it turns amber (look.md §7)
UNNAMED = "不留姓名"


def show_cells(row: Row, words: Words, today: date) -> dict[str, ListCell | str]:
    left = count_left(row, today)
    late = row["state"] in OPEN and left is not None and left < 0
    state = WORKFLOW.state(str(row["state"]))
    return {
        "date": show_day(str(row["date"] or ""), today),
        "visitor": name_visitor(row, words),
        "receivers": words["receivers"] if row["handling"] == PASSED else words["handling"],
        "state": ListCell("逾期", tone="bad") if late else ListCell(state.label, tone=state.tone),
        "due_on": show_due(row, left),
    }


def show_day(day: str, today: date) -> ListCell:
    """6月5日; of another year with it."""
    return ListCell(short_date(day) if day[:4] == str(today.year) else day, tooltip=day) if day else ListCell()


def name_visitor(row: Row, words: Words) -> str:
    """谭某 等 3 人."""
    heads = row.get("heads")
    company = f" 等 {heads} 人" if isinstance(heads, int) and heads > 1 else ""
    return (words["visitor"] or UNNAMED) + company


def count_left(row: Row, today: date) -> int | None:
    """Days until what it waits for is due; None where it waits for nothing, or nobody said until when."""
    owes = WORKFLOW.state(str(row["state"])).owes
    due = row.get(owes) if owes else None
    return days_left(str(due), today) if due else None


def show_due(row: Row, left: int | None) -> ListCell:
    """余 9 天, 逾期 3 天; of one that is done the day it was answered on."""
    if left is not None:
        due = str(row["call_back_due_on" if row["state"] == AWAITING else "due_on"])
        said, tone = (f"逾期 {-left} 天", "bad") if left < 0 else (f"余 {left} 天", "wait" if left <= SOON else "")
        return ListCell("", said, second_tone=tone, tooltip=due)
    day = answered_day(row)
    return ListCell("", f"{short_date(day)}答" if day else "")


def show_chips(row: Row, words: Words, today: date) -> list[tuple[str, str]]:
    """The state, and how long there is; that it is late is one fact, and one chip."""
    left = count_left(row, today)
    state = WORKFLOW.state(str(row["state"]))
    if left is None:
        unhappy = [(words["satisfaction"], "bad")] if row.get("satisfaction") == "3" else []
        return [(state.label, state.tone), *unhappy]
    due = show_due(row, left)
    return (
        [(due.second, "bad")]
        if left < 0 and row["state"] in OPEN
        else [(state.label, state.tone), (due.second, due.second_tone or "none")]
    )


def tell_facts(row: Row, words: Words) -> list[str]:
    """What the form does not show: who came when, what was promised, what the call-back heard."""
    return [
        words["date"], words["mode"], name_visitor(row, words), words["station"],
        f"{words['accepted_on']} 受理" if row.get("accepted_on") else "",
        f"答应 {words['promised_on']} 办好" if row.get("promised_on") else "",
        f"{words['answered_on']} 答复" if row.get("answered_on") else "",
        f"回访期限 {words['call_back_due_on']}" if row["state"] == AWAITING and row.get("call_back_due_on") else "",
        f"{words['called_back_on']} 回访 {words['satisfaction']}".strip() if row.get("called_back_on") else "",
    ]  # fmt: skip


LOOK = Look(
    module="receptions",
    cells=show_cells,
    searched=("visitor", "matter", "address", "answer", "phone"),
    name=lambda _row, words: f"{words['date']} {words['visitor'] or UNNAMED}",
    chips=show_chips,
    facts=tell_facts,
    heads={"short": "事项", "receivers": "去向"},
    folds={"mode": 1, "receivers": 2},
    widths={"date": 80, "visitor": 112, "receivers": 104, "due_on": 92},
    totals=(
        Total("当场答复", Is("handling", IMMEDIATE)),
        Total("转交", Is("handling", PASSED)),
        Total("逾期", LATE, "late"),
        Total("办结率", DONE, of=EVERYTHING),
    ),
)
