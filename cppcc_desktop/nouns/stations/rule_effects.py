"""What the rules of stations come to today, in words with an example."""

from __future__ import annotations

from datetime import timedelta

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.stations.duty import move_day
from cppcc_desktop.services.office.calendar import read_calendar
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.rule_effects import RuleEffects
from cppcc_desktop.services.office.settings import read_setting

AHEAD = 366


def tell_today(office: Office, _actor: Actor) -> dict[str, str]:
    """The next day off within a year, and where duty of that day goes."""
    today = office.today()
    with office.read() as connection:
        moves = read_setting(office, connection, "duty_moves_holidays", today.isoformat()) == "1"
        calendar = read_calendar(office, connection)
    ahead = (today + timedelta(days=each) for each in range(1, AHEAD))
    off = next((day for day in ahead if day.weekday() < 5 and not calendar.is_working(day)), None)
    if off is None:
        return {"duty_moves_holidays": "一年里没有登记放假的日子。"}
    moved, day = move_day(calendar, off, moves=moves), short_date(off.isoformat())
    words = f"{day}放假，那天的值班改到 {short_date(moved.isoformat())}。" if moved else f"{day}放假，那天不排值班。"
    return {"duty_moves_holidays": words}


RULE_EFFECTS = (RuleEffects(kinds=(), tell=tell_today),)
