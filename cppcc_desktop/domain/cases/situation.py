"""What a guard or an effect of a step may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cppcc_desktop.domain.cases.grades import find_weakest
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.description.fields import Row, Value


def find_nothing(_kind: str, _record: str) -> Row:
    """No record is known but those that were handed in."""
    return {}


@dataclass(frozen=True)
class Situation:
    """What a guard may look at.

    The record, its children by entity, what was entered and the day; the rules in force, the traits of codes and their
    places in the order of their list ((list, code) → words, place), and how referred records are called.
    """

    record: Row
    children: Mapping[str, Sequence[Row]]
    entered: Row
    today: date
    rules: Mapping[str, str] = field(default_factory=dict[str, str])
    traits: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict[tuple[str, str], frozenset[str]])
    ranks: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Mapping[str, Row] = field(default_factory=dict[str, Row])  # records named in what was entered, by id
    stages: Mapping[str, str] = field(default_factory=dict[str, str])  # the office's names for the stages of review
    merged: Sequence[Row] = ()  # cases that go along with this one
    # record that stands for another → the other, as the records of this case have it written
    written: Mapping[str, str] = field(default_factory=dict[str, str])
    kind: str = ""  # the entity of the record
    rules_on: Callable[[str], Rules] = lambda _day: Rules()  # the rules in force on a day
    look_up: Callable[[str, str], Row] = (
        find_nothing  # (kind, id) → that record with its card of the case's term, as it was on the day
    )

    def rule(self, name: str) -> bool:
        """Whether a switch is on; one that was not handed in is."""
        return self.rules.get(name, "1") == "1"

    def has_trait(self, codes: str, code: Value, trait: str) -> bool:
        """Whether rules may take this code for one of that kind: contact_method 01 is face_to_face."""
        return trait in self.traits.get((codes, str(code)), frozenset())

    def weakest(self, codes: str, found: Iterable[Value], good: str = "") -> str | None:
        """Of codes of a list of grades the one that counts; those without the trait `good` before all others."""
        return find_weakest(self.ranks, self.traits, codes, (str(each) for each in found if each), good)

    def title(self, record: Value) -> str:
        return self.titles.get(str(record), "") or "（名称待到）"
