"""The large button a station enters an activity with."""

from __future__ import annotations

from cppcc_desktop.nouns.activities.entity import ACTIVITIES
from cppcc_desktop.services.figures.place_home import PlaceEntry

ENTRY = PlaceEntry(
    module=ACTIVITIES.name, words="登记活动", what="读书、走访、协商、视察……", note="今年登记 {n} 次", key="A", day="date", rank=1,
)  # fmt: skip
