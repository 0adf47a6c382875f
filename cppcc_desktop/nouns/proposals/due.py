"""When a reply is due, by the rules of the office (domain.md §3, due dates)."""

from __future__ import annotations

import re
from datetime import date

from cppcc_desktop.domain.cases.rules import Rules

MONTH_AND_DAY = re.compile(r"(\d{1,2})\D+(\d{1,2})")  # 06-30, 6月30日


def find_due(rules: Rules, role: str, hard: bool, day: str) -> tuple[str, str]:
    """Due date of an assignment of that day, and the rule it follows."""
    plenary = rules.plenary
    if plenary.due_on and role != "assist" and not hard and plenary.due_on > day:
        return plenary.due_on, "统一办复日"
    fixed = find_fixed_day(rules, day) if role == "assist" else ""
    if fixed:
        return fixed, "会办统一期限"
    name = "assist_months" if role == "assist" else "hard_months" if hard else "reply_months"
    return rules.later(day, name), f"交办之日起{int(rules.settings[name])}个月"


def find_fixed_day(rules: Rules, day: str) -> str:
    """The day of that year by which all assisting opinions are due, as far as it lies ahead; empty without one."""
    told = MONTH_AND_DAY.search(rules.settings.get("assist_day", ""))
    try:
        fixed = date(int(day[:4]), int(told[1]), int(told[2])) if told else None
    except ValueError:  # no such day
        fixed = None
    if fixed is None:
        return ""
    return rules.shift(fixed) if fixed.isoformat() > day else ""


def settle_typed(rules: Rules, due: str) -> str:
    """A due date somebody typed, off a rest day if the office wants that."""
    return rules.shift(date.fromisoformat(due))


def find_rehandling_due(rules: Rules, day: str) -> str:
    """By when a unit answers again that a proposer was not satisfied with."""
    return rules.later(day, "rehandle_months")
