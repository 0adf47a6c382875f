"""What the rules of the office come to today, in words with an example: each noun says it of its own rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office


@dataclass(frozen=True)
class RuleEffects:
    """`tell` gives rule → one sentence; `kinds` are the kinds of record the sentences are reckoned from."""

    kinds: tuple[str, ...]
    tell: Callable[[Office, Actor], Mapping[str, str]]


def tell_effects(office: Office, actor: Actor) -> dict[str, str]:
    """Rule → one sentence that says what it comes to today; rules of which there is nothing to say are left out."""
    actor.require("record.read")
    return {rule: said for each in office.parts(RuleEffects) for rule, said in each.tell(office, actor).items()}


def list_kinds(office: Office) -> list[str]:
    """The kinds of record whose change may change a sentence."""
    return [kind for each in office.parts(RuleEffects) for kind in each.kinds]
