"""What a noun of the office hands to the platform: its lists, and parts that each room of the services asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import OFFICE
from cppcc_desktop.domain.office.plenaries import PLENARIES

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A noun's table of contents.

    `parts`: the name of a part's class → a function that gives the parts of that class. The function imports what
    it gives, so that nothing but descriptions is loaded before somebody asks. The class is at home in the room that
    uses the part; a new kind of part changes neither this class nor another noun.
    """

    name: str
    modules: tuple[Module, ...] = ()
    parts: Mapping[str, Callable[[], Sequence[object]]] = field(
        default_factory=dict[str, Callable[[], Sequence[object]]]
    )

    def find(self, kind: type[P]) -> list[P]:
        """Its parts of this class; TypeError if it hands in something else under that name."""
        return pick_parts(self.name, self.parts, kind)


def pick_parts(owner: str, parts: Mapping[str, Callable[[], Sequence[object]]], kind: type[P]) -> list[P]:
    """The parts of one class; TypeError if the owner hands in something else under its name."""
    found: list[P] = []
    for part in parts.get(kind.__name__, tuple)():
        if not isinstance(part, kind):
            raise TypeError(f"{owner} hands in {part!r} as {kind.__name__}")
        found.append(part)
    return found


# What every office has before any noun: the committee, its plenaries, accounts, rules, code lists.
PLATFORM = Feature(name="platform", modules=(PLENARIES, OFFICE))


def complete(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """The nouns of a program and the platform itself, once."""
    return (*(each for each in features if each is not PLATFORM), PLATFORM)


def list_modules(features: Iterable[Feature]) -> list[Module]:
    """All lists there are, in the order of the nouns."""
    return [module for each in complete(features) for module in each.modules]


def find_place_entity(features: Iterable[Feature]) -> Entity | None:
    """The kind of record that stands for the places the county exchanges packages with; None without such a noun."""
    entities = (entity for module in list_modules(features) for entity in module.entities)
    return next((each for each in entities if each.place), None)


def name_places(features: Iterable[Feature]) -> str:
    """What such a place is called: 联络站."""
    entity = find_place_entity(features)
    return entity.label if entity else "站点"
