"""承办单位 of 示例县: the same in all its years, each with what it is there for."""

from __future__ import annotations

from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.office.samples import Sample, SampleYear


def make_units(year: SampleYear) -> None:
    """All units, in the first year."""
    if UNIT.name not in year.lasting:
        year.lasting[UNIT.name] = [
            year.new(UNIT, {
                "name": each["name"], "short": each["name"].removeprefix("县"), "duty": each["duty"],
                "contact_person": year.invent_name(), "phone": year.invent_phone(),
            })
            for each in year.words["units"]
        ]  # fmt: skip


SAMPLE = Sample(10, make_units)
