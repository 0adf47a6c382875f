"""Who decides on leave, by the kind of meeting and how long it is, and whether it was asked for in time: settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

LONG, CHAIR, COMMITTEE = "long", "chair", "committee"  # column `leave` of activity_type
ORGANISER = "主办"  # in a setting: whoever holds the activity


@dataclass(frozen=True)
class LeaveRule:
    """How leave from one activity is decided on."""

    kind: str  # of its type, see above; "" for all others
    settings: Mapping[str, str]
    organiser: str = ""

    def find_approver(self, days: Fraction) -> str:
        """Who approves a leave of so many days."""
        if self.kind == LONG:
            long = days > int(self.settings["leave_long_days"])
            return self.settings["leave_long_approver" if long else "leave_approver"]
        name = {CHAIR: "leave_chair_approver", COMMITTEE: "leave_committee_approver"}.get(
            self.kind, "leave_other_approver"
        )
        found = self.settings[name]
        return self.organiser or "主办单位" if found == ORGANISER else found

    @property
    def words(self) -> str:
        """三天以上由主席批，其余由秘书长批。"""
        if self.kind == LONG:
            days = self.settings["leave_long_days"]
            return f"超过 {days} 天的由{self.settings['leave_long_approver']}批，其余由{self.settings['leave_approver']}批。"
        return f"由{self.find_approver(Fraction(0))}批。"

    def find_lateness(self, asked_on: str, begins: str) -> str:
        """What is said of a leave that was asked for too late; "" for one in time, or where a day is not known."""
        ahead = int(self.settings["leave_notice_days"])
        if not asked_on or not begins or not ahead:
            return ""
        days = (date.fromisoformat(begins) - date.fromisoformat(asked_on)).days
        return f"会前 {max(days, 0)} 天才提出，规定提前 {ahead} 天。" if days < ahead else ""
