"""联络站 of 示例县: one in each of ten towns, and two below each."""

from __future__ import annotations

from cppcc_desktop.nouns.stations.entity import STATION
from cppcc_desktop.services.office.samples import Sample, SampleYear

COUNT, TOWNS = 30, 10


def make_stations(year: SampleYear) -> None:
    """A year's stations: those of the towns first."""
    for number in range(COUNT):
        town, upper = number % TOWNS, year.list_made(STATION.name)
        township = year.words["townships"][town]
        suffix = "" if number < TOWNS else year.words["places"][town]
        kind = "01" if number < TOWNS else "05" if number < 2 * TOWNS else "04"
        label = year.codes.label("station_type", kind)
        year.new(STATION, {
            "code": f"{year.year % 100:02d}{number + 1:02d}",
            "name": f"{township}{suffix}{label if number >= TOWNS else '政协工作联络站'}", "type": kind,
            "township": township, "parent": upper[town] if number >= TOWNS else None, "head": year.invent_name(),
            "liaison": year.invent_name(), "opened_on": f"{year.year - 3}-03-{number % 28 + 1:02d}",
        })  # fmt: skip


SAMPLE = Sample(20, make_stations)
