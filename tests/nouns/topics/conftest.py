"""A county with a few topics of one year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from cppcc_desktop.services.cases.acting import Outcome
from cppcc_desktop.services.cases.steps import act, read_timeline
from cppcc_desktop.services.records.records import show_record
from tests.conftest import Place


@dataclass
class Call:
    """Topics of a county and what a clerk does with them."""

    place: Place
    first: str
    second: str
    third: str

    def act(self, topic: str, move: str, **entered: object) -> Outcome:
        return act(self.place.office, self.place.actor, "topic", topic, move, entered)

    def values(self, topic: str):
        return show_record(self.place.office, self.place.actor, "topic", topic).values

    def state(self, topic: str) -> object:
        return self.values(topic)["state"]

    def told(self, topic: str) -> list[tuple[str, str]]:
        """Label and words of the timeline, newest first."""
        rows = read_timeline(self.place.office, self.place.actor, "topic", topic)
        return [(each.label, each.words) for each in rows]


def suggest(place: Place, title: str, **more: object) -> str:
    return place.create("topic", title=title, year=2026, **more)


@pytest.fixture
def call(county: Place) -> Call:
    return Call(
        county,
        suggest(
            county,
            "县城停车怎么治",
            suggested_by="经济界小组",
            suggested_on="2026-02-01",
            channel="委员",
            source="委员荐题",
        ),
        suggest(county, "老城停车位不够", suggested_by="王某", suggested_on="2026-02-03", channel="群众"),
        suggest(county, "河堤路灯", suggested_by="李某", channel="电话"),
    )


@pytest.fixture
def many(county: Place) -> Callable[[int], list[str]]:
    return lambda count: [suggest(county, f"议题之{number}") for number in range(count)]
