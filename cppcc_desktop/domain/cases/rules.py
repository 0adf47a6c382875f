"""What is in force for a case on one day: settings, the dates of its plenary, working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cppcc_desktop.domain.dates import add_months
from cppcc_desktop.domain.working_days import Calendar


@dataclass(frozen=True)
class PlenaryDates:
    """Dates of a plenary as the office entered them; empty where it has not."""

    key: str = ""
    intake_from: str = ""
    intake_until: str = ""
    due_on: str = ""
    closed_on: str = ""

    def period(self, day: str) -> str:
        """大会 or 平时 by the day a case came in; without dates everything counts as 大会."""
        if (self.intake_from and day < self.intake_from) or (self.intake_until and day > self.intake_until):
            return "regular"
        return "plenary"


@dataclass(frozen=True)
class Rules:
    """What is in force for the cases of one plenary on one day."""

    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    plenary: PlenaryDates = field(default_factory=PlenaryDates)
    calendar: Calendar = field(default_factory=Calendar)

    def count_days(self, first: date, last: date) -> int:
        """Working days after `first` up to `last`."""
        return self.calendar.count_working_days(first + timedelta(days=1), last)

    def later(self, day: str, setting: str) -> str:
        """The day so many months later as the setting says, off a rest day if the office wants that."""
        return self.shift(add_months(date.fromisoformat(day), int(self.settings[setting])))

    def shift(self, day: date) -> str:
        """Off a rest day, if the office wants that."""
        step = {"next": 1, "previous": -1}.get(self.settings.get("rest_day", "keep"), 0)
        while step and not self.calendar.is_working(day):
            day += timedelta(days=step)
        return day.isoformat()
