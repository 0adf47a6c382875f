"""活动 of the stations of 示例县, each with six members noted."""

from __future__ import annotations

from datetime import date

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.records import ATTENDANCE, PARTICIPANT, SESSION
from cppcc_desktop.services.office.samples import Sample, SampleYear

FEWEST, MOST = 5, 13  # of one station in a year


def make_activities(year: SampleYear) -> None:
    """What every station held in the year before the day 示例县 is made for."""
    towns = list_towns(year)
    for station, row in year.made.get("station", {}).items():
        members = towns.get(str(row["parent"] or station), [])
        for _ in range(year.dice.randrange(FEWEST, MOST + 1)):
            day = year.workday(-year.dice.randrange(350))
            if day <= year.today:
                make_activity(year, station, day, members)


def list_towns(year: SampleYear) -> dict[str, list[str]]:
    """Station of a town → its members."""
    found: dict[str, list[str]] = {}
    for card in year.made.get("membership", {}).values():
        found.setdefault(str(card["station"]), []).append(str(card["member"]))
    return found


def make_activity(year: SampleYear, station: str, day: date, members: list[str]) -> None:
    scope, town = f"town:{station}", year.made["station"][station]["township"]
    title, kind, place, guests = year.dice.choice(year.words["activities"])
    activity = year.new(ACTIVITY, {
        "station": station, "title": title, "type": kind, "date": day.isoformat(), "place": f"{town}{place}",
        "guests": guests * year.dice.randrange(70, 131) // 100 or None, "state": "held",
    }, scope=scope)  # fmt: skip
    base: dict[str, Value] = {"activity": activity}
    session = year.new(SESSION, base, scope=scope, record=follow(activity))
    for member in year.dice.sample(members, min(6, len(members))):
        presence = year.dice.choice("11112")
        record = year.new_id()
        participant = year.new(
            PARTICIPANT,
            {**base, "member": member, "name": year.made["member"][member]["name"]},
            scope=scope,
            record=follow(record),
        )
        year.new(ATTENDANCE, {
            **base, "participant": participant, "session": session, "member": member, "presence": presence,
        }, scope=scope, record=record)  # fmt: skip


def follow(record: str) -> str:
    """An id that needs no throw of the dice: the same seed gives the same county as before there were participants."""
    return f"{(int(record, 16) + 1) % 2**128:032x}"


SAMPLE = Sample(50, make_activities)
