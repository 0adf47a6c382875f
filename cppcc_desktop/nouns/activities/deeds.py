"""Activities as what stations are to hold."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.nouns.activities.entity import ACTIVITIES, ACTIVITY
from cppcc_desktop.services.figures.places import PlaceDeed

DEED = PlaceDeed(
    key=ACTIVITIES.name, label=ACTIVITIES.label, entity=ACTIVITY.name, place="station", day="date", kind="type",
    where=Is("state", ("held", "closed")),
)  # fmt: skip
