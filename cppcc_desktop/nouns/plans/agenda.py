"""What of a plan waits for somebody: cards of the first page, days of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cppcc_desktop.domain.description.agenda import AgendaCard, CalendarDays, NavCount
from cppcc_desktop.nouns.plans.entity import LATE, LINES, OPEN


def say_late(row: Mapping[str, Any], today: date) -> str:
    return f"最长逾期 {(today - date.fromisoformat(row['due_on'])).days} 天"


CARDS = (
    AgendaCard(key="plan_late", label="计划项目逾期", module=LINES.name, where=LATE, order="due_on", fact=say_late, late=True, places=True),
)  # fmt: skip
DAYS = (
    CalendarDays(
        label="计划项目到期", group="应办复、到期", module=LINES.name, day="due_on", where=OPEN, late_words="计划逾期"
    ),
)
OPEN_COUNT = NavCount(module=LINES.name, where=LATE)
