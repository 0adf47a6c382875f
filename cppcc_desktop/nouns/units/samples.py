"""承办单位 of 示例县: the same in all its years."""

from __future__ import annotations

from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.office.samples import Sample, SampleYear


def make_units(year: SampleYear) -> None:
    """All units, in the first year."""
    if UNIT.name not in year.lasting:
        year.lasting[UNIT.name] = [
            year.new(UNIT, {"name": name, "short": name.removeprefix("县")}) for name in year.words["units"]
        ]


SAMPLE = Sample(10, make_units)
