"""Handling by units: which of them a step can be about, and which one it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.cases.life import About, Move, Subject
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.nouns.proposals.case import MAIN_ROLES, OPEN, ProposalCase


@dataclass(frozen=True, kw_only=True)
class OfUnits(About):
    """A step about one unit that has the case: those whose assignment stands so, with one of these roles (empty: any)."""

    states: tuple[str, ...] = OPEN
    roles: tuple[str, ...] = ()


def of_units(*states: str, roles: tuple[str, ...] = ()) -> OfUnits:
    """The step is taken by one unit whose assignment stands so."""

    def list_units(case: ProposalCase) -> list[Subject]:
        return [describe_unit(case, row) for row in case.assignments(states, roles)]

    return OfUnits(fields=("unit",), subjects=list_units, reads=("assignment",), states=states, roles=roles)


def describe_unit(case: ProposalCase, row: Row, name: str = "unit", *, likely: bool = True) -> Subject:
    """A unit that has the case, as a step is about it under this name."""
    unit = str(row.get("unit") or "")
    title = case.situation.title(unit)
    return Subject({name: unit}, {name: title}, title, due_on=str(row.get("due_on") or ""), likely=likely)


def list_callers(case: ProposalCase) -> Sequence[Subject]:
    """Units that are at work on the case; else those that have it not begun, or have answered already."""
    rows = case.assignments(("in_hand",)) or case.assignments(("assigned", "replied"), MAIN_ROLES)
    return [describe_unit(case, row) for row in rows]


def list_mains(case: ProposalCase) -> Sequence[Subject]:
    """The unit that leads, or those that handle it separately."""
    return [describe_unit(case, row) for row in case.mains()]


def list_replaced(case: ProposalCase) -> Sequence[Subject]:
    """Units whose place another one can take; most likely that of one that sent the case back."""
    rows = case.assignments(("sent_back", *OPEN))
    return [describe_unit(case, row, "instead_of", likely=row.get("state") == "sent_back") for row in rows]


def list_unhappy(case: ProposalCase) -> Sequence[Subject]:
    """Units a proposer was not satisfied with."""
    units = [row.get("unit") for row in case.opinions() if case.is_unhappy(row)]
    return [describe_unit(case, row) for row in case.mains() if None in units or row.get("unit") in units]


def list_unasked(case: ProposalCase) -> Sequence[Subject]:
    """Units about which no opinion was asked for yet."""
    units = {unit for unit, of in case.outstanding() if case.opinion(unit, of) is None}
    rows = case.assignments(roles=MAIN_ROLES)
    return [describe_unit(case, row) for row in rows if str(row.get("unit")) in units]


def pick_unit(case: ProposalCase, move: Move) -> dict[str, Value]:
    """The assignment a step is about. Refusal if it is not clear."""
    assert isinstance(move.about, OfUnits)
    return case.pick(move.label, move.about.states, move.about.roles)


def note_unit(case: ProposalCase, row: Row) -> None:
    """Say which unit it was, where that is not clear from itself."""
    case.detail = case.detail or str(row["id"])
    if len(case.assignments()) > 1:
        case.told.append(case.situation.title(row.get("unit")))
