"""Activities in the calendar: those of the county and those of the stations, each by its title."""

from __future__ import annotations

from cppcc_desktop.domain.description.agenda import CalendarDays
from cppcc_desktop.domain.description.conditions import Filled, Is

DAYS = (
    CalendarDays(label="活动", group="会议、活动", module="activities", day="date", where=Is("station", None), tone="none",
                 one_by_one=True),
    CalendarDays(label="联络站活动", group="联络站", module="activities", day="date", where=Filled("station"), tone="ok",
                 one_by_one=True),
)  # fmt: skip
