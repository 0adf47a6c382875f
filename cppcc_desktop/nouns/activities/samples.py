"""活动 of the stations of 示例县, each with six members noted."""

from __future__ import annotations

from datetime import date, timedelta

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.activities.entity import ACTIVITY, ATTENDANCE, PARTICIPANT, SESSION
from cppcc_desktop.services.office.samples import Sample, SampleYear

FEWEST, MOST = 5, 13  # of one station in a year


def make_activities(year: SampleYear) -> None:
    """What every station held this year until today."""
    members = year.list_made("member")
    for station in year.list_made("station"):
        for _ in range(year.dice.randrange(FEWEST, MOST + 1)):
            day = date(year.year, 1, 5) + timedelta(days=year.dice.randrange(350))
            if day <= year.today:
                make_activity(year, station, day, members)


def make_activity(year: SampleYear, station: str, day: date, members: list[str]) -> None:
    scope = f"town:{station}"
    title, kind = year.dice.choice(year.words["activities"])
    activity = year.new(ACTIVITY, {
        "station": station, "title": title, "type": kind, "date": day.isoformat(), "place": year.pick("places"),
        "guests": year.dice.randrange(60),
    }, scope=scope)  # fmt: skip
    base: dict[str, Value] = {"activity": activity}
    session = year.new(SESSION, base, scope=scope, record=follow(activity))
    for member in year.dice.sample(members, min(6, len(members))):
        presence = year.dice.choice("11112")
        record = year.new_id()
        participant = year.new(PARTICIPANT, {**base, "member": member}, scope=scope, record=follow(record))
        year.new(ATTENDANCE, {
            **base, "participant": participant, "session": session, "member": member, "presence": presence,
        }, scope=scope, record=record)  # fmt: skip


def follow(record: str) -> str:
    """An id that needs no throw of the dice: the same seed gives the same county as before there were participants."""
    return f"{(int(record, 16) + 1) % 2**128:032x}"


SAMPLE = Sample(50, make_activities)
