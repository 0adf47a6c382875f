"""What of 接待群众 waits for somebody: cards of the first page, days of the calendar, the number in the sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cppcc_desktop.domain.description.agenda import AgendaCard, CalendarDays, NavCount
from cppcc_desktop.domain.description.conditions import Either
from cppcc_desktop.nouns.receptions.entity import LATE, TO_CALL, WAITING

RECEPTIONS = "receptions"


def say_late(row: Mapping[str, Any], today: date) -> str:
    return f"最长逾期 {(today - date.fromisoformat(row['due_on'])).days} 天"


CARDS = (
    AgendaCard(key="reception_late", label="接待逾期未答复", module=RECEPTIONS, where=LATE, order="due_on", fact=say_late, late=True, places=True),
    AgendaCard(key="reception_open", label="接待待办", module=RECEPTIONS, where=Either(WAITING, TO_CALL), order="date",
               parts=(("待答复", WAITING), ("待回访", TO_CALL)), places=True),
)  # fmt: skip

DAYS = (
    CalendarDays(label="接待应答复", group="应办复、到期", module=RECEPTIONS, day="due_on", where=WAITING, late_words="接待逾期"),
    CalendarDays(label="接待应回访", group="应办复、到期", module=RECEPTIONS, day="call_back_due_on", where=TO_CALL,
                 late_words="回访逾期"),
)  # fmt: skip

OPEN = NavCount(module=RECEPTIONS, where=WAITING)
