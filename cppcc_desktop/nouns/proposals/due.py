"""When a reply is due, by the rules of the office (domain.md §3, due dates)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.rules import Rules


def find_due(rules: Rules, role: str, hard: bool, day: str) -> tuple[str, str]:
    """Due date of an assignment of that day, and the rule it follows."""
    plenary = rules.plenary
    if plenary.due_on and role != "assist" and not hard and plenary.due_on > day:
        return plenary.due_on, "统一办复日"
    name = "assist_months" if role == "assist" else "hard_months" if hard else "reply_months"
    return rules.later(day, name), f"交办之日起{int(rules.settings[name])}个月"


def find_rehandling_due(rules: Rules, day: str) -> str:
    """By when a unit answers again that a proposer was not satisfied with."""
    return rules.later(day, "rehandle_months")
