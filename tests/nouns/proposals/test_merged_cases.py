"""Cases that go along with another one, from the merger to its end; units that were joined meanwhile."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.services.cases.steps import StepLine, next_steps, read_timeline, record_lines
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import discard_record, list_children, show_record
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, more_proposal, state, take, values


def make_cases(filled: Filled, *moves: str, number: int = 2) -> list[str]:
    ids = [filled.proposal, *(more_proposal(filled.place) for _ in range(number - 1))]
    for each in ids:
        take(filled, *moves, proposal=each)
    return ids


def test_a_case_merged_late_is_still_asked_about(filled: Filled) -> None:
    lead, other = make_cases(filled, *LIFE[:5])
    take(filled, *LIFE[5:10])
    filled.place.act(other, "merge", merged_into=lead)
    assert state(filled) == "replied", "its proposer has not been asked"
    with pytest.raises(Refusal, match="1 份征询意见没有收回（第002号"):
        take(filled, "close")
    take(filled, "feedback", "close")
    assert state(filled) == "closed"
    assert all(each.ok for each in check_office(filled.place.office, filled.place.actor))


def test_a_case_taken_out_leaves_no_grade_and_no_form_behind(filled: Filled) -> None:
    lead, other, third = make_cases(filled, *LIFE[:5], number=3)
    place = filled.place
    for each in (other, third):
        place.act(each, "merge", merged_into=lead)
    take(filled, *LIFE[5:9])
    place.act(lead, "ask_feedback")
    take(filled, "feedback", case=lead)
    take(filled, "feedback", case=other, result="3")
    assert values(filled)["satisfaction"] == "3"
    place.act(other, "unmerge", note="另办")
    (unit,) = list_children(place.office, place.actor, "assignment", lead)
    assert (state(filled, other), state(filled), values(filled)["satisfaction"], unit["satisfaction"]) == (
        "docketed", "replied", "1", "1",
    )  # fmt: skip
    place.act(third, "unmerge", note="另办")
    assert state(filled) == "feedback_given", "nobody else is waited for"
    open_forms = [row for row in list_children(place.office, place.actor, "feedback", lead) if not row["superseded"]]
    assert [row["case"] for row in open_forms] == [lead]
    told = [(step.label, step.words) for step in read_timeline(place.office, place.actor, "proposal", lead)]
    assert ("撤销并案", "撤销并案第002号《甲》") in told
    take(filled, "close")
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_case_others_go_along_with_is_not_done_away_with(filled: Filled) -> None:
    lead, other, third = make_cases(filled, "receive", number=3)
    place = filled.place
    place.act(other, "merge", merged_into=lead)
    with pytest.raises(Refusal, match="有 1 件提案并入了这一件（收件 2026-0002《甲》）"):
        discard_record(place.office, place.actor, "proposal", lead, "重复")
    with pytest.raises(Refusal, match="还不能“合并”：有 1 件"):
        join_records(place.office, place.actor, "proposal", third, lead)
    with pytest.raises(Refusal, match="还不能“撤案”"):
        place.act(lead, "withdraw", withdraw_reason="不办")
    with pytest.raises(Refusal, match="这件提案已经并入别的提案"):
        discard_record(place.office, place.actor, "proposal", other, "重复")
    with pytest.raises(Refusal, match="这件提案已经并入别的提案"):
        join_records(place.office, place.actor, "proposal", third, other)
    place.act(other, "unmerge", note="另办")
    discard_record(place.office, place.actor, "proposal", lead, "重复")
    with pytest.raises(Refusal, match="在回收站里"):
        place.act(other, "merge", merged_into=lead)
    join_records(place.office, place.actor, "proposal", third, other)
    with pytest.raises(Refusal, match="已经和另一条记录合并"):
        take(filled, "review", proposal=other)


def test_steps_of_one_batch_see_each_other(filled: Filled) -> None:
    one, two, three = make_cases(filled, *LIFE[:5], number=3)
    place = filled.place
    told = record_lines(place.office, place.actor, [
        StepLine("proposal", one, "merge", {"merged_into": two}), StepLine("proposal", two, "merge", {"merged_into": one}),
        StepLine("proposal", two, "merge", {"merged_into": three}), StepLine("proposal", two, "withdraw", {"withdraw_reason": "不办"}),
    ])  # fmt: skip
    assert [each.refusal is None for each in told] == [True, False, False, False]
    assert [state(filled, each) for each in (one, two, three)] == ["merged", "docketed", "docketed"]


def test_what_is_proposed_for_a_further_unit(filled: Filled) -> None:
    take(filled, *LIFE[:6])
    record = show_record(filled.place.office, filled.place.actor, "proposal", filled.proposal)
    proposed = {each.move.label: each.proposed for each in next_steps(filled.place.office, filled.place.actor, record)}
    assert (proposed["加承办单位"]["role"], proposed["加承办单位"]["due_on"]) == ("assist", "2026-07-08")
    assert "role" not in proposed["改办"], "the new unit takes the place of the old one"


def test_units_that_were_joined_go_on_under_one_name(filled: Filled) -> None:
    place = filled.place
    take(filled, *LIFE[:6])
    join_records(place.office, place.actor, "unit", filled.other_unit, filled.unit)
    with pytest.raises(Refusal, match="县公安局已经在办"):
        place.act(filled.proposal, "assign", unit=filled.unit, role="assist")
    take(filled, "sign_for", unit="县公安局")
    take(filled, "contact", "reply", unit=filled.unit)
    take(filled, "feedback", unit="县公安局")
    assert (state(filled), values(filled)["lead_unit"]) == ("feedback_given", filled.unit), "written as the case has it"
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_unit_in_the_bin_gets_nothing(filled: Filled) -> None:
    take(filled, *LIFE[:5])
    discard_record(filled.place.office, filled.place.actor, "unit", filled.unit, "写重了")
    with pytest.raises(Refusal, match="县交通运输局在回收站里"):
        take(filled, "assign")


@pytest.mark.parametrize("word", ["第００１号", "００１", "2026－0001", " 第001号 "])
def test_a_case_is_found_by_its_number_however_it_is_typed(filled: Filled, word: str) -> None:
    lead, other = make_cases(filled, *LIFE[:5])
    filled.place.act(other, "merge", merged_into=word)
    assert values(filled, other)["merged_into"] == lead
