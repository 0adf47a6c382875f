"""Which grade counts, and what may be chosen, by the office's own lists: their order, their traits, what was stopped."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.cases.grades import find_weakest
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.steps import StepLine, check_lines, record_lines
from cppcc_desktop.services.office.code_changes import add_entry, move_entry, retire_entry
from cppcc_desktop.services.records.records import list_children, show_record
from tests.conftest import Filled, Place
from tests.nouns.assessments.test_assessments import make_case, points

GOOD = "counts_as_satisfied"


def value(place: Place, record: str, name: str) -> object:
    return show_record(place.office, place.actor, "proposal", record).values[name]


def merge_two(filled: Filled) -> tuple[str, str]:
    """A case that was answered, and one that was merged into it: two proposers are asked."""
    place = filled.place
    lead = make_case(filled, "主案", filled.unit)
    other = place.create("proposal", title="并入的", form="1", first_sponsor=filled.members[1], category="4",
                         analysis="情况。", suggestions="1. 办。")  # fmt: skip
    place.act(other, "receive", date="2026-02-01")
    place.act(other, "merge", merged_into=lead, date="2026-02-02")
    place.act(lead, "sign_for", date="2026-03-02")
    place.act(lead, "contact", date="2026-03-03", method="01", content="同意")
    place.act(lead, "reply", date="2026-03-20", document_no="1号", result_class="A", text="办了")
    return lead, other


def hear(place: Place, lead: str, of: str, grade: str) -> None:
    place.act(lead, "feedback", case=of, date="2026-04-01", attitude=grade, result=grade)


def test_what_is_not_satisfied_counts_before_an_added_grade(filled: Filled) -> None:
    """A3: 非常满意 takes code 4; one 不满意 beside it is what counts, in whatever order they come."""
    place = filled.place
    code = add_entry(place.office, place.actor, "satisfaction", "非常满意", traits=[GOOD])
    assert code == "4"
    lead, other = merge_two(filled)
    hear(place, lead, lead, "不满意")
    hear(place, lead, other, "非常满意")
    assert (value(place, lead, "satisfaction"), value(place, lead, "attitude")) == ("3", "3")
    rows = list_children(place.office, place.actor, "assignment", lead)
    assert [row["satisfaction"] for row in rows] == ["3"]
    assert place.act(lead, "rehandle", due_on="2026-09-01"), "it can be handled again"


def test_among_satisfied_grades_the_order_of_the_list_counts(filled: Filled) -> None:
    place = filled.place
    code = add_entry(place.office, place.actor, "satisfaction", "非常满意", traits=[GOOD])
    for _ in range(3):
        move_entry(place.office, place.actor, "satisfaction", code, -1)
    lead, other = merge_two(filled)
    hear(place, lead, lead, "满意")
    hear(place, lead, other, "非常满意")
    assert value(place, lead, "satisfaction") == "1"


def test_the_weakest_of_several_classes_is_the_last_of_the_list(filled: Filled) -> None:
    """The office put 参考 (C) before 计划 (B): B is the weakest now, and C is better than B at 回头看."""
    place = filled.place
    move_entry(place.office, place.actor, "result_class", "C", -1)
    case = make_case(filled, "甲", filled.unit, replied="2026-03-20", grade="B")
    place.act(case, "feedback", date="2026-04-01", attitude="1", result="1")
    place.act(case, "look_back", date="2026-05-02", kept="yes", raised_class="C")
    assert value(place, case, "raised_class") == "C"
    other = make_case(filled, "乙", filled.unit, replied="2026-03-20", grade="C")
    place.act(other, "feedback", date="2026-04-01", attitude="1", result="1")
    with pytest.raises(Refusal, match="只能往好的一类升"):
        place.act(other, "look_back", date="2026-05-02", kept="yes", raised_class="B")


def test_grades_of_no_known_place() -> None:
    ranks, traits = {("g", "b"): 0, ("g", "a"): 1}, {("g", "b"): frozenset({"fine"})}
    assert find_weakest(ranks, traits, "g", [], "fine") is None
    assert find_weakest(ranks, traits, "g", ["a", "b"]) == "a" and find_weakest({}, {}, "g", ["a", "b"]) == "b"
    assert find_weakest(ranks, traits, "g", ["b", "new", "a"], "fine") == "new", "a newer program's is behind all known"


def test_an_entry_that_was_stopped_is_not_chosen_in_a_step(filled: Filled) -> None:
    """Class D ships stopped: neither one step nor a batch takes it; what is in old records stays readable."""
    place = filled.place
    case = make_case(filled, "甲", filled.unit)
    place.act(case, "sign_for", date="2026-03-02")
    place.act(case, "contact", date="2026-03-03", method="01", content="同意")
    raw = {"date": "2026-03-20", "document_no": "1号", "result_class": "D类", "text": "办了"}
    with pytest.raises(InvalidField, match="办理结果“D类”已经停用，不能再选。可选：A类、B类、C类。"):
        place.act(case, "reply", **raw)
    line = StepLine("proposal", case, "reply", raw, "第 1 行")
    assert "已经停用" in str(check_lines(place.office, place.actor, [line])[0].refusal)
    assert value(place, case, "state") == "in_hand"
    retire_entry(place.office, place.actor, "result_class", "D", retired=False)
    record_lines(place.office, place.actor, [line])
    assert value(place, case, "result_class") == "D"
    retire_entry(place.office, place.actor, "result_class", "D", since="2026-06-01")
    reply = list_children(place.office, place.actor, "reply", case)[0]["id"]
    correct_record(place.office, place.actor, "reply", reply, {"result_class": "D", "text": "办好了"}, "写漏了")
    other = make_case(filled, "乙", filled.unit, replied="2026-03-20", grade="A")
    reply = list_children(place.office, place.actor, "reply", other)[0]["id"]
    with pytest.raises(InvalidField, match="已经停用"):
        correct_record(
            place.office, place.actor, "reply", reply, {"date": "2026-06-02", "result_class": "D"}, "已经停用"
        )
    correct_record(place.office, place.actor, "reply", reply, {"result_class": "D"}, "那天还能选")


def test_adoption_counts_by_its_trait_and_without_the_day_it_came_back(filled: Filled) -> None:
    """A9: a register that tells the grade and the adoption, and no day."""
    place = filled.place
    for title, adoption in (("甲", "2"), ("乙", "3")):
        case = make_case(filled, title, filled.unit, replied="2026-03-20")
        place.act(case, "feedback", date="2026-04-01", attitude="1", result="1", adoption=adoption)
        form = list_children(place.office, place.actor, "feedback", case)[0]["id"]
        with place.office.write(place.actor, "record.write") as writing:
            writing.set(place.office.entity("feedback"), form, {"date": None}, scope="county")
    figure = points(place, filled.unit, "adoption").figure
    assert (figure.numerator, figure.denominator) == (1, 2)
