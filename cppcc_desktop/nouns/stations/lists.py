"""Rows that are kept of stations as lists of their own, which figures count and open."""

from __future__ import annotations

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.nouns.stations.records import COUNCIL, FUNCTION, FUND

FUNCTIONS = Module(
    name="station_functions", label="联络站功能", icon="stations", entity=FUNCTION, page=False, opens="station",
    columns=("station", "function", "since", "until"), filters=("function", "station"), order=("station",),
)  # fmt: skip

COUNCILS = Module(
    name="station_councils", label="议事会成员", icon="stations", entity=COUNCIL, page=False, opens="station",
    columns=("station", "person", "role", "post", "since", "until"), filters=("role", "station"), order=("station",),
)  # fmt: skip

FUNDS = Module(
    name="station_funds", label="联络站经费", icon="stations", entity=FUND, page=False, opens="station",
    columns=("station", "year", "kind", "money", "date", "words"), filters=("year", "kind", "station"), order=("-year", "station"),
)  # fmt: skip
