"""How far a 接待 has come: it follows from its fields alone, whoever set them and in whatever order (domain.md §5)."""

from __future__ import annotations

import re

from cppcc_desktop.domain.description.fields import Row, Value

IMMEDIATE, PASSED = "1", "2"  # 当场答复, 转交: codes of reception_handling, whose entries no office adds to
PASSED_ON, IN_HAND, AWAITING, CLOSED = "passed_on", "in_hand", "awaiting_call_back", "closed"
OPEN = (PASSED_ON, IN_HAND)
CLAUSE_END = re.compile(r"[，。；！？,;!?\n]")
MOST = 20  # characters of the words a reception is known by


def is_answered(row: Row) -> bool:
    """A register of the past may tell the result without the day."""
    return row.get("handling") == IMMEDIATE or bool(row.get("answered_on") or row.get("result"))


def is_called_back(row: Row) -> bool:
    return bool(row.get("called_back_on") or row.get("satisfaction"))


def reckon_state(row: Row) -> Value:
    """转交 until somebody accepts it, 办理中 until it is answered, 待回访 as long as a call-back is asked for, then 已办结."""
    if not is_answered(row):
        return IN_HAND if row.get("accepted_on") else PASSED_ON
    return AWAITING if row.get("call_back") and not is_called_back(row) else CLOSED


def cut_clause(row: Row) -> Value:
    """The first clause of the matter, at most twenty characters."""
    text = str(row.get("matter") or "").strip()
    first = CLAUSE_END.split(text, maxsplit=1)[0].strip() or text
    return (first if len(first) <= MOST else f"{first[: MOST - 1]}…") or None


def read_year(row: Row) -> Value:
    return int(str(row["date"])[:4]) if row.get("date") else None


def read_month(row: Row) -> Value:
    return str(row["date"])[:7] if row.get("date") else None


def read_on_time(row: Row) -> Value:
    """Whether what was passed on was answered by the day it was due; None where either day is not known."""
    if row.get("handling") != PASSED or not row.get("due_on") or not row.get("answered_on"):
        return None
    return str(row["answered_on"]) <= str(row["due_on"])


def answered_day(row: Row) -> str:
    """The day it was answered; one answered on the spot, that of the reception."""
    return str(row.get("answered_on") or (row.get("date") if row.get("handling") == IMMEDIATE else "") or "")
