"""How 提案 and the lists about them look: states as chips, due dates with the days left."""

from __future__ import annotations

from datetime import date

from cppcc_desktop.domain.dates import days_left
from cppcc_desktop.domain.description.conditions import TODAY, Both, Filled, Is, Span
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.proposals.entity import OPEN_UNIT, OWED, STILL_OPEN, is_unhappy
from cppcc_desktop.nouns.proposals.life import IN_HAND, WORKFLOW
from ui.kit.tables.columns import ListCell
from ui.lists.looks import Look, Total, Words

LATE = Span("due_on", before=TODAY)
HOW_LONG = {"due_on": "还剩或逾期"}


def proposal_cells(row: Row, words: Words, today: date) -> dict[str, ListCell | str]:
    """第一提案人 with its company, the state as a chip, the due date with the days left."""
    state = WORKFLOW.state(str(row["state"]))
    open_case = row["state"] in IN_HAND and row["due_on"]
    left = days_left(str(row["due_on"]), today) if open_case else 0
    late = bool(open_case) and left < 0
    chip = ListCell("逾期未复", tone="bad") if late else ListCell(state.label, tone=state.tone)
    joint = row["joint_sponsors"]
    people = f" 等{len(joint) + 1}人" if isinstance(joint, list) and joint else ""
    return {
        "first_sponsor": str(row["collective"] or "") or words["first_sponsor"] + people,
        "state": chip,
        "due_on": due_cell(row, left, open_case=bool(open_case)),
    }


def due_cell(row: Row, left: int, *, open_case: bool) -> ListCell:
    """Date left; at the right how long there is, or when it was answered."""
    due = str(row["due_on"] or "")
    if open_case:
        second, tone = (f"逾期 {-left} 天", "bad") if left < 0 else (f"余 {left} 天", "wait" if left <= 7 else "")
    else:
        replied = str(row["replied_on"] or "")
        second, tone = (f"{int(replied[5:7])}月{int(replied[8:])}日复" if replied else ""), ""
    return ListCell(due, second, second_tone=tone, short=due[5:])


def proposal_name(row: Row, words: Words) -> str:
    """第047号, or 收件 2026-0132 before it has a number."""
    if row["docket_no"]:
        return f"第{words['docket_no']}号"
    return (
        f"收件 {words['intake_no']}" if row["intake_no"] else "草稿" if row["state"] in (None, "draft") else "没有编号"
    )


def proposal_chips(row: Row, words: Words, today: date) -> list[tuple[str, str]]:
    """The state, and how long there is; that it is late is one fact, and one chip."""
    cells = proposal_cells(row, words, today)
    state, due = cells["state"], cells["due_on"]
    assert isinstance(state, ListCell) and isinstance(due, ListCell)
    left = [(due.second, due.second_tone)] if due.second_tone else []
    return left if due.second_tone == "bad" else [(state.text, state.tone), *left]


def proposal_facts(row: Row, words: Words) -> list[str]:
    """What the form does not show: numbers, unit, dates."""
    joint = row["joint_sponsors"]
    count = f" {len(joint) + 1} 人" if isinstance(joint, list) and joint else ""
    return [
        f"收件 {words['intake_no']}" if row["intake_no"] else "", f"{words['form']}{count}",
        f"主办 {words['lead_unit']}" if row["lead_unit"] else "",
        f"应办复 {words['due_on']}（{words['assigned_on']} 交办）" if row["due_on"] else "",
        f"办理结果 {words['result_class']}" if row["result_class"] else "",
    ]  # fmt: skip


UNIT_TONES = {"assigned": "wait", "in_hand": "go", "sent_back": "bad", "replied": "ok", "withdrawn": "none"}


def opened_words(words: Words) -> str:
    """012 关于…: a proposal by its number and title, where a row is about it."""
    number = words.get("proposal.docket_no") or words.get("proposal.intake_no", "")
    return f"{number} {words['proposal']}".strip()


def assignment_cells(row: Row, words: Words, today: date) -> dict[str, ListCell | str]:
    """One unit's part in a case: its state as a chip, the due date with the days left."""
    going_on = words.get("proposal.state", STILL_OPEN[0]) in STILL_OPEN  # of a case that is done nobody owes anything
    owed = row["state"] in OPEN_UNIT and bool(row["due_on"]) and going_on
    left = days_left(str(row["due_on"]), today) if owed else 0
    late = owed and left < 0
    chip = (
        ListCell("逾期未复", tone="bad")
        if late
        else ListCell(words["state"], tone=UNIT_TONES.get(str(row["state"]), "none"))
    )
    return {"proposal": opened_words(words), "state": chip, "due_on": due_cell(row, left, open_case=owed)}


def form_cells(row: Row, words: Words, today: date) -> dict[str, ListCell | str]:
    """A form that went to a proposer: how long it is out, or what came back."""
    out = not row["date"] and bool(row["sent_on"])
    days = -days_left(str(row["sent_on"]), today) if out else 0
    shown: dict[str, ListCell | str] = {"proposal": opened_words(words)}
    if out:
        shown["date"] = ListCell("", f"已发 {days} 天", second_tone="wait" if days > 14 else "")
    return shown


def promise_cells(row: Row, words: Words, today: date) -> dict[str, ListCell | str]:
    """Something promised in a reply: when it is due, whether it was kept."""
    owed = row["state"] == "open" and bool(row["due_on"])
    left = days_left(str(row["due_on"]), today) if owed else 0
    late = owed and left < 0
    tones = {"open": "wait", "kept": "ok", "dropped": "none"}
    chip = (
        ListCell("到期未兑现", tone="bad")
        if late
        else ListCell(words["state"], tone=tones.get(str(row["state"]), "none"))
    )
    return {"proposal": opened_words(words), "state": chip,
            "due_on": due_cell({**row, "replied_on": None}, left, open_case=owed)}  # fmt: skip


def give_looks() -> list[Look]:
    """Of proposals, and of the lists of their units, forms and promises."""
    return [
        Look(
            module="proposals",
            beside=HOW_LONG,
            searched=("title", "docket_no", "intake_no", "collective"),
            short_widths={"due_on": 120},
            cells=proposal_cells,
            folds={"category": 2, "first_sponsor": 8, "lead_unit": 9},
            short_folds={"due_on": 3},
            totals=(
                Total("在办", Is("state", IN_HAND)),
                Total("逾期", Both(Is("state", IN_HAND), LATE), "late"),
            ),
            name=proposal_name,
            chips=proposal_chips,
            facts=proposal_facts,
        ),
        Look(
            module="assignments",
            beside=HOW_LONG,
            short_widths={"due_on": 120},
            cells=assignment_cells,
            folds={"date": 3, "role": 4},
            short_folds={"due_on": 2},
            chips_in=("state",),
            widths={"state": 92},
            totals=(
                Total("未办复", OWED),
                Total("逾期", Both(OWED, LATE), "late"),
            ),
        ),
        Look(
            module="feedback_forms",
            beside={"date": "已发天数"},
            cells=form_cells,
            folds={"attitude": 3, "unit": 4, "sent_on": 5},
            chips_in=("attitude", "result"),
            widths={"date": 128},
            totals=(Total("收回", Filled("date")), Total("不满意", Both(is_unhappy("result"), Filled("date")), "late")),
        ),
        Look(
            module="promises",
            beside=HOW_LONG,
            short_widths={"due_on": 120},
            cells=promise_cells,
            folds={"date": 2, "unit": 4, "proposal": 5},
            short_folds={"due_on": 1},
            chips_in=("state",),
            widths={"state": 100, "proposal": 240, "due_on": 176},
            totals=(
                Total("未兑现", Is("state", "open")),
                Total("到期", Both(Is("state", "open"), LATE), "late"),
            ),
        ),
    ]
