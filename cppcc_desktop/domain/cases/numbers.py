"""Numbers a step gives out: how they are made up and in which run they are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Row


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """The numbers in one field. A run is what they are counted in without a gap: a year, or the period of the record."""

    name: str  # the field
    label: str
    width: str  # the setting that says how many digits there are at least
    called: str = "{}"  # how a record is called by it: 第{}号
    example: str = ""  # how one looks, for people who type it
    by_year: bool = False  # they run by the year of issue, whatever period the record belongs to; else by its period
    prefix: Callable[[Row, Mapping[str, str], str], str] = lambda _record, _settings, _day: ""  # before the digits


def call_by_number(numbers: Iterable[Numbering], record: Row) -> str:
    """第050号, or by the next kind of number it has; empty while it has none."""
    return next((each.called.format(record[each.name]) for each in numbers if record.get(each.name)), "")
