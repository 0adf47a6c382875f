"""Working days: Monday to Friday, without days off, with the weekend days that are worked instead (调休)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WORKED = 5  # days of a plain week


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. A day of both sets is worked."""

    rest: frozenset[date] = frozenset()  # days off; one that falls on a weekend changes nothing
    extra: frozenset[date] = frozenset()  # days worked although the week or a festival says otherwise

    def is_working(self, day: date) -> bool:
        """Whether people work on that day."""
        return day in self.extra or (day.weekday() < WORKED and day not in self.rest)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, else the first one after it that is."""
        while not self.is_working(day):
            day += DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """Working day n after `start`, the first one after it being day 1; `start` itself for 0.

        ValueError for less than 0.
        """
        if n < 0:
            raise ValueError(f"working days are counted forward, not {n}")
        day = start
        for _ in range(n):
            day = self.next_working_day(day + DAY)
        return day

    def count_working_days(self, first: date, last: date) -> int:
        """How many days from `first` to `last`, both included, are worked; 0 if `last` comes before."""
        if last < first:
            return 0
        weeks, over = divmod((last - first).days + 1, 7)
        count = weeks * WORKED + sum((first.weekday() + each) % 7 < WORKED for each in range(over))
        count -= sum(first <= day <= last and day.weekday() < WORKED for day in self.rest - self.extra)
        return count + sum(first <= day <= last and day.weekday() >= WORKED for day in self.extra)
