"""One step for many cases: which can take it, and the rows of its sheet."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.similar.suggester import suggest_assists
from cppcc_desktop.services.cases.batches import (
    MOST,
    count_moves,
    find_case,
    find_move,
    list_moves,
    make_line,
    read_batch,
)
from cppcc_desktop.services.cases.steps import record_lines
from cppcc_desktop.services.office.plenaries import save_plenary
from cppcc_desktop.services.records.records import list_children, show_record
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, take


def new(filled: Filled, at: int, title: str) -> str:
    return filled.place.create(
        "proposal", title=title, form="1", first_sponsor=filled.members[at], category="社会建设", analysis="少。",
        suggestions="加。",
    )  # fmt: skip


def test_counts_of_steps(filled: Filled) -> None:
    place = filled.place
    ids = [filled.proposal, *(new(filled, at, f"第{at}件") for at in range(3))]
    for each in ids[:3]:
        place.act(each, "receive")
    take(filled, *LIFE[1:6])
    counts = {
        each.step.key: (each.can, each.cannot) for each in count_moves(place.office, place.actor, "proposal", ids)
    }
    assert counts["review/preliminary"] == (2, 2) and counts["receive"] == (1, 3) and counts["sign_for"] == (1, 3)
    assert "review/joint" not in counts and "reply" not in counts, "no unit has signed"
    reader = Actor("访客", "reader", "county")
    assert (
        count_moves(place.office, reader, "proposal", ids) == [] and list_moves(place.office, reader, "proposal") == []
    )
    with pytest.raises(Refusal, match="没有这个步骤"):
        find_move(place.office, reader, "proposal", "receive")


def test_steps_with_one_word_are_one(filled: Filled) -> None:
    found = {each.key: each for each in list_moves(filled.place.office, filled.place.actor, "proposal")}
    assert found["close"].sources == {"feedback_given", "replied"}
    assert found["assign"].label == "交办" and found["assign"].sources == {"docketed"}
    assert found["assign/in_hand"].label == "加承办单位"
    assert [found[f"review/{stage}"].label for stage in ("preliminary", "joint", "final")] == ["初审", "会审", "复审"]


def test_a_stage_is_not_taken_for_another(filled: Filled) -> None:
    place = filled.place
    take(filled, "receive")
    batch = read_batch(place.office, place.actor, "proposal", "review/joint", [filled.proposal])
    line = make_line(batch.step, batch.rows[0], {"opinion": "同意"}, "1")
    (told,) = record_lines(place.office, place.actor, [line])
    assert told.refusal and "现在轮到初审" in told.refusal.what


def test_a_row_for_each_unit_and_proposer(filled: Filled) -> None:
    place = filled.place
    other = new(filled, 1, "同样的事")
    place.act(other, "receive")
    take(filled, "receive")
    place.act(other, "merge", merged_into=filled.proposal)
    take(filled, *LIFE[1:5])
    place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], due_on="2026-09-08")
    signing = read_batch(place.office, place.actor, "proposal", "sign_for", [filled.proposal])
    assert [row.unit for row in signing.rows] == ["县交通运输局", "县公安局"]
    assert [spec.name for spec in signing.fields] == ["date", "contact_person", "transcribed"]
    assert signing.rows[0].proposed["transcribed"] is True and signing.rows[0].number == "001"
    lines = [make_line(signing.step, row, {}, "") for row in signing.rows]
    assert all(each.outcome for each in record_lines(place.office, place.actor, lines))
    place.act(filled.proposal, "contact", method="电话", content="好", unit=filled.unit)
    place.act(filled.proposal, "reply", document_no="1号", result_class="A", text="办了", unit=filled.unit)
    asking = read_batch(place.office, place.actor, "proposal", "feedback", [filled.proposal])
    assert [row.who for row in asking.rows] == ["郑晓禾", "陈素芬"] and len({row.key for row in asking.rows}) == 2
    assert not {"unit", "case", "sponsor"} & {spec.name for spec in asking.fields}
    lines = [make_line(asking.step, row, {"attitude": "满意", "result": "满意"}, "") for row in asking.rows]
    assert [bool(each.outcome) for each in record_lines(place.office, place.actor, lines)] == [True, True]
    assert show_record(place.office, place.actor, "proposal", filled.proposal).values["state"] == "feedback_given"
    assert len(list_children(place.office, place.actor, "feedback", filled.proposal)) == 2


@pytest.mark.parametrize("word", ["001", "1", "第001号", " １ ", "2026-0001", "关于优化公交班次的建议"])
def test_a_case_by_what_is_typed_or_scanned(filled: Filled, word: str) -> None:
    take(filled, *LIFE[:5])
    assert find_case(filled.place.office, filled.place.actor, "proposal", word) == filled.proposal


def test_a_bare_number_is_one_of_the_present_plenary(filled: Filled) -> None:
    """It took last year's case of that number without a word."""
    place = filled.place
    take(filled, *LIFE[:5], date="2026-05-01")
    save_plenary(place.office, place.actor, "10-04", {"opens_on": "2027-02-01"})
    place.clock.move(270)
    with place.office.write(place.actor, "account") as writing:
        committee = next(iter(writing.connection.execute(select(place.office.schema.records["committee"].c.id))))[0]
        writing.set(place.office.entity("committee"), str(committee), {"plenary": "10-04"}, scope="ref")
    with pytest.raises(InvalidField, match=r"现在没有“1”号；十届三次会议有.*写.*2026-0001"):
        find_case(place.office, place.actor, "proposal", "1")
    assert find_case(place.office, place.actor, "proposal", "2026-0001") == filled.proposal


def test_a_batch_proposes_who_records(filled: Filled) -> None:
    place = filled.place
    place.act(filled.proposal, "receive")
    batch = read_batch(place.office, place.actor, "proposal", "review/preliminary", [filled.proposal])
    assert batch.rows[0].proposed["reviewer"] == place.actor.name


def test_nobody_is_found_and_too_many_are_refused(filled: Filled) -> None:
    place = filled.place
    with pytest.raises(InvalidField, match="没有找到“999”"):
        find_case(place.office, place.actor, "proposal", "999")
    with pytest.raises(Refusal, match=f"一次最多办 {MOST} 件"):
        read_batch(place.office, place.actor, "proposal", "receive", [str(at) for at in range(MOST + 1)])


def test_what_the_review_named_for_assisting(filled: Filled) -> None:
    place = filled.place
    take(filled, "receive")
    take(filled, "review", suggested_assist=[filled.other_unit])
    assert suggest_assists(place.office, place.actor, [filled.proposal]) == {
        filled.proposal: (["县公安局"], "初审时的建议")
    }
