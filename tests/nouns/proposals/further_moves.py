"""Steps the life of a proposal does not have, and an office whose program has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.cases.life import Move, Offer
from cppcc_desktop.nouns.proposals import records
from cppcc_desktop.nouns.proposals.case import OPEN
from cppcc_desktop.nouns.proposals.entity import PROPOSALS
from cppcc_desktop.nouns.proposals.grants import HANDLE
from cppcc_desktop.nouns.proposals.handling import of_units
from cppcc_desktop.nouns.proposals.life import IN_HAND, MOVES, WORKFLOW
from cppcc_desktop.services.features import Feature
from tests.conftest import Place

MEETING = Move(
    name="meet_on_site", label="登记现场办公", sources=(*IN_HAND, "closed"), permission=HANDLE, records=records.SUPERVISION,
    asks=("unit", "date", "form", "people", "content"), required=("content",), tells=("form", "content"),
    about=of_units(*OPEN, "replied"), offer=Offer(group="办理", rare=True, column_group="现场办公"),
)  # fmt: skip
REPORT = Move(
    name="report", label="登记进展", sources=IN_HAND, permission=HANDLE,
    asks=("unit", "date", "note", "proposed_unit", "promise_due_on", "transcribed"), tells=("note", "proposed_unit", "promise_due_on"),
    about=of_units(*OPEN, roles=("lead", "separate")), offer=Offer(group="办理", paper=True, column_group="进展"),
)  # fmt: skip


def add_moves(*more: Move) -> Sequence[Feature]:
    """The nouns of the program; the table of proposals has these rows more."""
    proposals = replace(PROPOSALS, workflow=replace(WORKFLOW, moves=(*MOVES, *more)))
    return [
        replace(each, modules=tuple(proposals if module is PROPOSALS else module for module in each.modules))
        for each in FEATURES
    ]


def give_more(place: Place, *more: Move) -> None:
    """The office as a program opens it whose proposals have these steps too."""
    place.around = replace(place.around, features=add_moves(*more))
    place.reopen()
