"""What a noun suggests for the rows of a batch: a part that steps ask for by the fields they leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office


@dataclass(frozen=True)
class Suggestion:
    """A value for one cell: its words, the id it stands for (none where several are named), and why."""

    text: str
    value: str | None
    why: str


@dataclass(frozen=True)
class Suggester:
    """Suggests values of these fields for cases of one kind: field → case → suggestion."""

    kind: str
    fields: tuple[str, ...]
    suggest: Callable[[Office, Actor, Sequence[str]], Mapping[str, Mapping[str, Suggestion]]]


def find_suggester(office: Office, kind: str, move: Move) -> Suggester | None:
    """Who suggests something for this step: it asks for one of the fields without being about what stands there."""
    about = move.about.fields if move.about else ()
    for each in office.parts(Suggester):
        if each.kind == kind and any(name in move.asks and name not in about for name in each.fields):
            return each
    return None
