"""What of a plan waits for somebody: days of the calendar, which the first page names too, and the number in the sidebar."""

from __future__ import annotations

from cppcc_desktop.domain.description.agenda import CalendarDays, NavCount
from cppcc_desktop.nouns.plans.entity import LATE, LINES, OPEN

DAYS = (
    CalendarDays(
        label="计划项目到期", group="应办复、到期", module=LINES.name, day="due_on", where=OPEN, late_words="计划逾期"
    ),
)
LATE_COUNT = NavCount(module=LINES.name, where=LATE)
