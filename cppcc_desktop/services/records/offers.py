"""The values records of a list have in one field, each as a condition, with how many have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from cppcc_desktop.domain.description.conditions import Is, Leaf, Like, Scalar
from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, list_groups

EMPTY = "（空）"
ALL = 100_000  # values of one field


@dataclass(frozen=True)
class OfferedValue:
    """One value to choose: the condition, the words, how many records have it."""

    wanted: Leaf
    words: str
    count: int


def read_offers(
    office: Office, actor: Actor, module: Module, query: Query, spec: Field, most: int = ALL
) -> list[OfferedValue]:
    """The values a list has in one field; of a field with several entries each counts once."""
    if spec.kind is Kind.CODES:
        return read_entries(office, actor, module, query, spec, most)
    groups = list_groups(office, actor, module, query, spec.name, most)
    states = {each.name: each.label for each in module.workflow.states} if module.workflow else {}
    named = states if spec.name == "state" else {}
    if spec.kind.is_number:
        groups.sort(key=lambda group: -float(str(group[0] or 0)))
    return [
        OfferedValue(Is(spec.name, cast(Scalar, value)), named.get(str(value), word) or EMPTY, count)
        for value, word, count in groups
    ]


def read_entries(
    office: Office, actor: Actor, module: Module, query: Query, spec: Field, most: int
) -> list[OfferedValue]:
    """The entries of a code list that records hold among others, most frequent first."""
    counts: dict[str, int] = {}
    empty = 0
    for value, _, count in list_groups(office, actor, module, query, spec.name, ALL):
        if not isinstance(value, list) or not value:
            empty += count
            continue
        for code in value:
            counts[code] = counts.get(code, 0) + count
    codes = read_codes(office)
    found = [
        OfferedValue(Like(spec.name, f'"{code}"'), codes.label(spec.codes, code), count)
        for code, count in counts.items()
    ]
    found.sort(key=lambda offer: -offer.count)
    return [*found[:most], *([OfferedValue(Is(spec.name, None), EMPTY, empty)] if empty else [])]
