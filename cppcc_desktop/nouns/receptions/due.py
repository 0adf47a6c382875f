"""By when a reception that was passed on is answered, and by when the visitor is called back (domain.md §5)."""

from __future__ import annotations

from datetime import date, timedelta

from cppcc_desktop.domain.cases.rules import Rules


def find_due(rules: Rules, day: str) -> str:
    """So many working days after the hand-over."""
    days = int(rules.settings["reception_days"])
    return rules.calendar.add_working_days(date.fromisoformat(day), days).isoformat()


def find_call_back_due(rules: Rules, day: str) -> str:
    """So many days after the answer."""
    return (date.fromisoformat(day) + timedelta(days=int(rules.settings["call_back_days"]))).isoformat()
