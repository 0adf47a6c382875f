"""A county with its station, and what a clerk does with receptions."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cppcc_desktop.services.cases.acting import Outcome
from cppcc_desktop.services.cases.steps import act, read_timeline
from cppcc_desktop.services.records.records import show_record
from tests.conftest import Filled, Place


@dataclass
class Hall:
    """Receptions of one place."""

    place: Place
    station: str

    def receive(self, **raw: object) -> str:
        """One that was passed on to the village, unless said otherwise."""
        usual: dict[str, object] = {
            "station": self.station, "mode": "坐诊", "date": "2026-06-01", "persons": "郑晓禾", "visitor": "马某",
            "matter": "村卫生室周末没有人，老人看病要走十里路。", "handling": "转交", "receivers": "镇卫生院",
        }  # fmt: skip
        if raw.get("handling") == "当场答复":
            usual |= {"answer": "周末值班表已经贴出来", "receivers": None}
        return self.place.create("reception", **{**usual, **raw})

    def act(self, record: str, move: str, **entered: object) -> Outcome:
        return act(self.place.office, self.place.actor, "reception", record, move, entered)

    def values(self, record: str):
        return show_record(self.place.office, self.place.actor, "reception", record).values

    def state(self, record: str) -> object:
        return self.values(record)["state"]

    def told(self, record: str) -> list[tuple[str, str]]:
        """Label and words of the timeline, newest first."""
        rows = read_timeline(self.place.office, self.place.actor, "reception", record)
        return [(each.label, each.words) for each in rows]


@pytest.fixture
def hall(filled: Filled) -> Hall:
    return Hall(filled.place, filled.station)
