"""联络站 on the first page: each station with a target, and how far it is with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.nouns.stations.entity import STATIONS
from cppcc_desktop.nouns.stations.held import Held, TargetState
from cppcc_desktop.services.figures.places import PlaceState, PlaceStrip
from cppcc_desktop.services.office.office import Office


def read_states(office: Office, connection: Connection) -> list[PlaceState]:
    """Stations with a target, by their code; only those to be chased are tinted."""
    held = Held(office, connection, office.today())
    found: list[PlaceState] = []
    for station in held.stations:
        states = held.of(station)
        if states:
            name = str(station["township"] or station["name"])
            found.append(
                PlaceState(
                    str(station["id"]), name, say(states), "wait" if any(is_chased(each) for each in states) else ""
                )
            )
    return found


def is_chased(state: TargetState) -> bool:
    return bool(state.lacking)


def say(states: Sequence[TargetState]) -> str:
    """6月3日 办过; 二季度还差 1 次."""
    lacking = next((each for each in states if each.lacking), None)
    if lacking is not None:
        return lacking.words
    last = max((each.days[-1] for each in states if each.days), default="")
    return f"{short_date(last)} 活动" if last else "没有要办的"


STRIP = PlaceStrip(
    module=STATIONS.name,
    title=STATIONS.label,
    note="{all} 个站有目标 · 做到 {busy} · 要催 {idle}",
    idle="这一期还差活动",
    read=read_states,
)
