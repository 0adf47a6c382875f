"""What of 接待群众 waits for somebody: cards of the first page, days of the calendar, the number in the sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.agenda import AgendaCard, CalendarDays, NavCount
from cppcc_desktop.nouns.receptions.entity import LATE, TO_CALL, WAITING

RECEPTIONS = "receptions"


def say_late(row: Mapping[str, Any], today: date) -> str:
    return f"最长逾期 {(today - date.fromisoformat(row['due_on'])).days} 天"


def say_due(row: Mapping[str, Any], _today: date) -> str:
    return f"最早 {short_date(row['due_on'])}" if row["due_on"] else "没有写期限"


def say_call(row: Mapping[str, Any], _today: date) -> str:
    return f"最早 {short_date(row['call_back_due_on'])}前回访" if row["call_back_due_on"] else "没有写回访期限"


CARDS = (
    AgendaCard(key="reception_late", label="接待逾期未答复", module=RECEPTIONS, where=LATE, order="due_on", fact=say_late, late=True),
    AgendaCard(key="reception_open", label="接待待答复", module=RECEPTIONS, where=WAITING, order="due_on", fact=say_due),
    AgendaCard(key="reception_call_back", label="接待待回访", module=RECEPTIONS, where=TO_CALL, order="call_back_due_on",
               fact=say_call),
)  # fmt: skip

DAYS = (
    CalendarDays(label="接待应答复", group="应办复、到期", module=RECEPTIONS, day="due_on", where=WAITING, late_words="接待逾期"),
    CalendarDays(label="接待应回访", group="应办复、到期", module=RECEPTIONS, day="call_back_due_on", where=TO_CALL,
                 late_words="回访逾期"),
)  # fmt: skip

OPEN = NavCount(module=RECEPTIONS, where=WAITING)
