"""撤回: the newest decision of a case is taken back with a reason; numbers stay, what happened meanwhile stays."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.cases.retracting import find_decision, take_back
from cppcc_desktop.services.cases.steps import read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.records import change_record, list_children, show_record
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, state, take, values


def retract(filled: Filled, reason: str = "点错了") -> str:
    """Take the newest decision back; returns the state of the case."""
    take_back(filled.place.office, filled.place.actor, "proposal", filled.proposal, reason)
    assert all(each.ok for each in check_office(filled.place.office, filled.place.actor))
    return state(filled)


def offered(filled: Filled) -> str:
    """The label of the decision that could be taken back; empty if there is none."""
    place = filled.place
    found = find_decision(
        place.office, place.actor, show_record(place.office, place.actor, "proposal", filled.proposal)
    )
    return found.move.label if found else ""


def test_a_refusal_is_taken_back_and_its_record_lies_in_the_bin(filled: Filled) -> None:
    take(filled, "receive", "review", "decline")
    assert (state(filled), offered(filled)) == ("declined", "不予立案")
    filled.place.act(filled.proposal, "notify", told_how="电话")
    assert retract(filled) == "preliminary_reviewed"
    told = values(filled)
    assert (told["ground"], told["onward"], told["intake_no"]) == (None, None, "2026-0001")
    reviews = list_children(filled.place.office, filled.place.actor, "review", filled.proposal)
    assert [row["conclusion"] for row in reviews] == ["通过"]
    newest = read_timeline(filled.place.office, filled.place.actor, "proposal", filled.proposal)[0]
    assert newest.label == "撤回" and newest.words.endswith("理由：点错了") and "不予立案" in newest.words
    take(filled, "review")
    assert state(filled) == "joint_reviewed"


def test_a_number_that_was_given_out_stays(filled: Filled) -> None:
    take(filled, *LIFE[:5])
    assert retract(filled) == "reviewed"
    assert values(filled)["docket_no"] == "001" and values(filled)["docketed_on"] is None
    take(filled, "docket")
    assert values(filled)["docket_no"] == "001"


def test_an_assignment_by_a_slip(filled: Filled) -> None:
    take(filled, *LIFE[:6])
    assert values(filled)["lead_unit"] == filled.unit
    assert retract(filled) == "docketed"
    told = values(filled)
    assert (told["lead_unit"], told["assigned_on"], told["due_on"]) == (None, None, None)
    assert list_children(filled.place.office, filled.place.actor, "assignment", filled.proposal) == []
    take(filled, "assign")
    assert state(filled) == "assigned"


def test_receipt_withdrawal_and_filing(filled: Filled) -> None:
    take(filled, "receive")
    assert retract(filled) == "draft" and values(filled)["received_on"] is None
    take(filled, "receive")
    filled.place.act(filled.proposal, "withdraw", withdraw_reason="另提")
    assert retract(filled) == "received"
    take(filled, *LIFE[1:])
    filled.place.act(filled.proposal, "archive")
    assert (retract(filled), values(filled)["archived_on"]) == ("closed", None)


def test_decisions_are_taken_back_one_after_another(filled: Filled) -> None:
    take(filled, *LIFE[:6])
    assert [retract(filled), offered(filled)] == ["docketed", "立案"]
    assert [retract(filled), offered(filled)] == ["reviewed", ""]


def test_what_cannot_be_taken_back_is_refused_and_nothing_is_changed(filled: Filled) -> None:
    with pytest.raises(Refusal, match="还没有可以撤回的决定"):
        retract(filled)
    take(filled, *LIFE[:7])
    assert offered(filled) == ""
    with pytest.raises(Refusal, match="最近一步是“签收”"):
        retract(filled)
    take(filled, *LIFE[7:])
    filled.place.act(filled.proposal, "archive")
    before = values(filled)
    with pytest.raises(InvalidField, match="写明为什么"):
        retract(filled, " ")
    assert values(filled) == before


def test_what_was_changed_since_stays_as_it_is(filled: Filled) -> None:
    take(filled, *LIFE[:4])
    take(filled, "docket")
    change_record(filled.place.office, filled.place.actor, "proposal", filled.proposal, {"category": "经济建设"})
    changed = values(filled)["category"]
    assert retract(filled) == "reviewed"
    assert values(filled)["category"] == changed
