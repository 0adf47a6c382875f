"""What hangs on something that ended ends with it: forms, promises and steps of units that have a case no more (kind 4)."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.figures import CARDS
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.figures.figures import read_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    count_records,
    list_children,
    show_record,
)
from tests.conftest import Filled, Place
from tests.nouns.proposals.test_steps import LIFE, state, take

NOW = FigureScope("10-03")


def rows(filled: Filled, kind: str, *names: str) -> list[tuple[object, ...]]:
    found = list_children(filled.place.office, filled.place.actor, kind, filled.proposal)
    return [tuple(row[name] for name in names) for row in found]


def counts(place: Place, key: str) -> tuple[int, int | None]:
    line = read_figures(place.office, place.actor, NOW, (key,)).lines[key]
    return line.numerator, line.denominator


def answered(filled: Filled, grade: str = "B") -> None:
    """A case whose unit answered, promised something and was not what the proposer hoped for."""
    take(filled, *LIFE[:8])
    filled.place.act(
        filled.proposal, "reply", document_no="1号", result_class=grade, text="年内办。", promise="开通两条线路"
    )


def end_unit(filled: Filled, day: str = "2026-06-08") -> None:
    change_record(
        filled.place.office, filled.place.actor, "unit", filled.unit, {"ended_on": day, "successor": "县公安局"}
    )  # fmt: skip


def test_forms_about_a_unit_that_was_replaced_are_waited_for_no_more(filled: Filled) -> None:
    """A10: 反馈率 of a case that was handed on after 不满意 and closed is whole."""
    place = filled.place
    answered(filled)
    place.act(filled.proposal, "ask_feedback")
    place.act(filled.proposal, "feedback", attitude="不满意", result="不满意")
    place.act(filled.proposal, "rehandle", due_on="2026-09-01")
    place.act(filled.proposal, "reassign", instead_of=filled.unit, unit=filled.other_unit)
    place.act(filled.proposal, "sign_for")
    place.act(filled.proposal, "contact", method="登门走访", content="谈了")
    place.act(filled.proposal, "reply", document_no="2号", result_class="A", text="已办。")
    place.act(filled.proposal, "ask_feedback")
    place.act(filled.proposal, "feedback", attitude="满意", result="满意")
    place.act(filled.proposal, "close")
    assert counts(place, "feedback_rate") == (1, 1) and counts(place, "satisfaction_rate") == (1, 1)
    assert rows(filled, "promise", "item", "state", "evidence") == [("开通两条线路", "dropped", "改办")]


def test_forms_that_are_out_end_where_the_unit_is_replaced(filled: Filled) -> None:
    place = filled.place
    take(filled, *LIFE[:6])
    place.act(filled.proposal, "sign_for")
    with place.office.write(place.actor, "record.write") as writing:  # as a register may tell it
        form = {"proposal": filled.proposal, "unit": filled.unit, "case": filled.proposal, "sent_on": "2026-06-08"}
        writing.new(place.office.entity("feedback"), form, scope="county")
    assert counts(place, "feedback_rate") == (0, 1)
    place.act(filled.proposal, "reassign", instead_of=filled.unit, unit=filled.other_unit)
    assert counts(place, "feedback_rate") == (0, 0)


def test_what_a_dissolved_unit_promised_goes_to_its_successor(filled: Filled) -> None:
    place = filled.place
    answered(filled)
    place.act(filled.proposal, "feedback", attitude="不满意", result="不满意")
    place.act(filled.proposal, "rehandle", due_on="2026-09-01")
    end_unit(filled)
    place.act(filled.proposal, "reassign", instead_of=filled.unit, unit=filled.other_unit)
    assert rows(filled, "promise", "unit", "state") == [(filled.other_unit, "open")]


def test_a_withdrawn_case_waits_for_nothing_and_taking_that_back_brings_all_of_it(filled: Filled) -> None:
    place = filled.place
    answered(filled)
    place.act(filled.proposal, "feedback", attitude="不满意", result="不满意")
    place.act(filled.proposal, "rehandle", due_on="2026-09-01")
    place.act(filled.proposal, "withdraw", withdraw_reason="提案人要求")
    assert counts(place, "promises_open") == (0, None) and counts(place, "feedback_rate") == (0, 0)
    take_back(place.office, place.actor, "proposal", filled.proposal, "撤错了")
    assert counts(place, "promises_open") == (1, None) and state(filled) == "rehandling"


def test_filing_asks_about_open_promises_and_they_can_be_kept_afterwards(filled: Filled) -> None:
    """A6"""
    place = filled.place
    answered(filled)
    place.act(filled.proposal, "feedback", attitude="满意", result="满意")
    place.act(filled.proposal, "close")
    with pytest.raises(Refusal, match="1 项承诺没有销号") as refused:
        place.act(filled.proposal, "archive")
    assert refused.value.missing == ["note"] or tuple(refused.value.missing) == ("note",)
    place.act(filled.proposal, "archive", note="年度归档，承诺另行跟踪")
    assert (state(filled), counts(place, "promises_open")) == ("archived", (1, None))
    place.act(filled.proposal, "keep_promise", evidence="线路已开通")
    assert counts(place, "promises_kept") == (1, None) and state(filled) == "archived"


def test_a_unit_that_is_no_more_neither_signs_nor_answers(filled: Filled) -> None:
    """B23: the office is told on the first page; the case goes to the successor."""
    place = filled.place
    take(filled, *LIFE[:6])
    end_unit(filled)
    for move, more in (("sign_for", {}), ("extend", {"due_on": "2026-12-01", "reason": "难", "approver": "主任"})):
        with pytest.raises(Refusal, match="已于 2026-06-08 撤销，不能") as refused:
            place.act(filled.proposal, move, **more)
        assert "职责并入县公安局，先改办给它" in refused.value.todo
    board = read_workbench(place.office, place.actor)
    (item,) = [item for _, items in board.groups for item in items if item.key == "sent_back"]
    assert (item.label, item.count) == ("单位退回、撤销", 1)
    place.act(filled.proposal, "reassign", instead_of=filled.unit, unit=filled.other_unit)
    place.act(filled.proposal, "sign_for")
    card = next(each for each in CARDS if each.key == "sent_back")
    assert count_records(place.office, place.actor, place.office.modules["proposals"], Query(card.where)) == 0


def test_what_a_unit_did_before_it_was_dissolved_is_recorded_late(filled: Filled) -> None:
    take(filled, *LIFE[:6])
    filled.place.clock.move(10)
    end_unit(filled, "2026-06-15")
    filled.place.act(filled.proposal, "sign_for", date="2026-06-10")
    assert (
        show_record(filled.place.office, filled.place.actor, "proposal", filled.proposal).values["state"] == "in_hand"
    )


def test_on_a_case_that_is_done_nobody_owes_anything(filled: Filled) -> None:
    """A11: a unit whose 会办意见 never came is not late on a closed case, in no list."""
    place = filled.place
    take(filled, *LIFE[:5])
    place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], date="2026-06-08")
    place.act(filled.proposal, "sign_for", unit=filled.unit)
    place.act(filled.proposal, "contact", unit=filled.unit, method="登门走访", content="谈了")
    place.act(filled.proposal, "reply", unit=filled.unit, document_no="1号", result_class="A", text="已办。")
    place.clock.move(200)
    module = place.office.modules["assignments"]
    views = {each.name: Query(each.where) for each in module.views}

    def late() -> list[int]:
        return [count_records(place.office, place.actor, module, views[name]) for name in ("open", "overdue")]

    assert late() == [1, 1]
    place.act(filled.proposal, "feedback", attitude="满意", result="满意")
    place.act(filled.proposal, "close")
    assert late() == [0, 0]
    place.act(filled.proposal, "assist", text="配合做好了")
    assert rows(filled, "assignment", "state") == [("replied",), ("replied",)]
