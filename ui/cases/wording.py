"""How what the steps of a case recorded is told: cards in groups, as a noun words them or plainly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cppcc_desktop.services.cases.records import Handling, Recorded

Fact = tuple[str, str]  # label and words


@dataclass(frozen=True)
class Shown:
    """One card: its title, a chip, a word at the right, one line of facts, long texts under their labels."""

    title: str
    chip: Fact = ("", "")  # word and tone
    right: Fact = ("", "")
    facts: Sequence[str] = ()
    texts: Sequence[Fact] = ()
    parts: Sequence[tuple[Fact, Recorded]] = ()  # texts that are records of their own


def show_plainly(one: Recorded, _handling: Handling, _today: date) -> Shown:
    """Everything that is filled in."""
    facts = [words for words in one.words.values() if words]
    return Shown(facts[0] if facts else one.kind, facts=facts[1:])


@dataclass(frozen=True)
class Wording:
    """The groups in their order, each with its kinds, and how a record is told; kinds of no group come under their label.

    A part that a noun hands in for the records of `module`.
    """

    module: str
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    inside: tuple[str, ...] = ()  # kinds shown in the cards of others
    show: Callable[[Recorded, Handling, date], Shown] = show_plainly
