"""Rates: what is unknown or was not asked is in no base, codes of the office count by their traits, one rate has one meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.nouns.proposals.entity import FEEDBACK_FORMS, PROPOSALS
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.office.code_changes import (
    add_entry,
    change_entry,
    move_entry,
    rename_entry,
    retire_entry,
)
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.records import Query, count_records
from tests.conftest import Filled, Place
from tests.nouns.assessments.test_assessments import points
from tests.nouns.proposals.registers import PLENARY, cases, write
from tests.nouns.proposals.test_register import load
from tests.nouns.proposals.test_register import write as write_register

NOW = FigureScope(PLENARY)
GOOD = "counts_as_satisfied"


def counts(place: Place, key: str, scope: FigureScope = NOW) -> tuple[int, int | None]:
    line = read_figures(place.office, place.actor, scope, (key,)).lines[key]
    opened = count_records(place.office, place.actor, place.office.modules[line.figure.module], Query(line.where))
    assert opened == line.numerator, "the list behind the number"
    return line.numerator, line.denominator


def labels(place: Place, pattern: str, scope: FigureScope = NOW) -> list[str]:
    found = read_figures(place.office, place.actor, scope).lines.values()
    return [each.figure.label for each in found if each.figure.pattern == pattern]


def assessed(place: Place, unit: str, code: str) -> tuple[int, int]:
    figure = points(place, unit, code).figure
    return figure.numerator, figure.denominator


def by_unit(place: Place, key: str, by: str = "unit") -> dict[str, str]:
    broken = read_breakdown(place.office, place.actor, NOW, by, (key,))
    return {group.label: f"{line[key].numerator}/{line[key].denominator}" for group, line in broken.rows}


def hand(place: Place, unit: str, state: str = "replied", role: str = "lead", **more: object) -> str:
    """A case and its row of the unit, handed out on 1 March and due on 1 June."""
    case = cases(
        place, 1, "in_hand" if state in ("assigned", "in_hand") else "replied", lead_unit=unit, due_on="2026-06-01"
    )[0]
    values = {"date": "2026-03-01", "due_on": "2026-06-01", "round": 1, **more}
    write(place, "assignment", proposal=case, unit=unit, role=role, state=state, **values)
    return case


# A2, A3: by traits and order


def test_added_forms_grades_and_classes_are_counted(filled: Filled) -> None:
    """A2: every case that came in stands under 集体 or 委员, every class has its line, a grade counts by its trait."""
    place, unit = filled.place, filled.unit
    form = add_entry(place.office, place.actor, "proposal_form", "政协工作站", traits=["collective"])
    plain = add_entry(place.office, place.actor, "proposal_form", "电话提案")
    grade = add_entry(place.office, place.actor, "satisfaction", "非常满意", traits=[GOOD])
    clear = add_entry(place.office, place.actor, "result_class", "E类")
    for code in ("1", "2", "3", plain, form, form):
        cases(place, 1, "received", form=code)
    assert (counts(place, "collective"), counts(place, "member_sponsored")) == ((3, None), (3, None))
    for satisfied, result in ((grade, clear), (grade, "A"), ("1", "B"), ("2", "C"), ("3", clear)):
        case = hand(place, unit, satisfaction=satisfied, on_time=True)
        with place.office.write(place.actor, "record.write") as writing:
            writing.set(place.office.entity("proposal"), case, {"result_class": result}, scope="county")
        write(place, "feedback", proposal=case, unit=unit, date="2026-05-01", result=satisfied, attitude=satisfied)
    assert counts(place, "satisfaction_rate") == (4, 5) == assessed(place, unit, "satisfaction")
    assert by_unit(place, "unit_satisfaction_rate") == {"县交通运输局": "4/5"}
    found = read_figures(place.office, place.actor, NOW).lines
    assert sum(each.numerator for each in found.values() if each.figure.pattern == "class") == 5
    assert counts(place, f"class_{clear}") == (2, 5) and counts(place, f"result_{grade}") == (2, 5)
    assert [each.figure.key for each in found.values() if each.figure.late and each.figure.pattern == "result"] == [
        "result_3"
    ]


def test_lines_are_called_and_ordered_as_the_office_has_them(filled: Filled) -> None:
    place = filled.place
    assert labels(place, "class") == ["A类", "B类", "C类", "D类"]
    rename_entry(place.office, place.actor, "result_class", "A", "已经解决")
    move_entry(place.office, place.actor, "result_class", "C", -1)
    assert labels(place, "class") == ["已经解决", "C类", "B类", "D类"]
    assert labels(place, "result")[0] == "对办理结果：满意"
    broken = read_breakdown(place.office, place.actor, NOW, "category", ("received", "class"))
    assert [each.label for each in broken.figures] == ["收到提案", "已经解决", "C类", "B类"], (
        "what is not offered waits"
    )
    hand(place, filled.unit)
    cases(place, 1, "closed", result_class="D")
    broken = read_breakdown(place.office, place.actor, NOW, "category", ("class",))
    assert "D类" in [each.label for each in broken.figures]
    retire_entry(place.office, place.actor, "result_class", "D", retired=False)
    assert labels(place, "class")[-1] == "D类"


def test_what_is_unhappy_goes_by_the_trait_in_views_and_cards(filled: Filled) -> None:
    """A3: a grade the office added without the trait is unhappy; one with it is not, whatever its code."""
    place = filled.place
    fine = add_entry(place.office, place.actor, "satisfaction", "非常满意", traits=[GOOD])
    worse = add_entry(place.office, place.actor, "satisfaction", "很不满意")
    for grade in ("1", "3", fine, worse, None):
        case = cases(place, 1, "feedback_given", satisfaction=grade)[0]
        write(place, "feedback", proposal=case, date="2026-05-01", result=grade)
    view = next(each for each in FEEDBACK_FORMS.views if each.name == "unhappy")
    assert count_records(place.office, place.actor, FEEDBACK_FORMS, Query(view.where)) == 2
    cards = {card.key: card for _, row in read_workbench(place.office, place.actor).groups for card in row}
    assert cards["rehandling"].count == 2
    assert count_records(place.office, place.actor, PROPOSALS, Query(cards["rehandling"].where)) == 2


def test_a_sealed_plenary_keeps_the_traits_of_its_day(filled: Filled) -> None:
    place = filled.place
    code = add_entry(place.office, place.actor, "satisfaction", "说得过去", traits=[GOOD])
    case = cases(place, 1, "closed", plenary="10-02")[0]
    write(place, "feedback", proposal=case, date="2026-05-01", result=code)
    close_plenary(place.office, place.actor, "10-02", "年度收尾")
    place.clock.move(3)
    change_entry(place.office, place.actor, "satisfaction", code, {"traits": [], "label": "勉强"})
    case = cases(place, 1, "closed")[0]
    write(place, "feedback", proposal=case, date="2026-05-01", result=code)
    assert counts(place, "satisfaction_rate", FigureScope("10-02")) == (1, 1)
    assert counts(place, "satisfaction_rate") == (0, 1)
    assert "对办理结果：说得过去" in labels(place, "result", FigureScope("10-02"))
    assert "对办理结果：勉强" in labels(place, "result")


def test_a_case_that_was_raised_counts_whatever_its_classes_are_called(filled: Filled) -> None:
    place = filled.place
    cases(place, 1, "closed", result_class="C", raised_class="B")
    cases(place, 1, "closed", result_class="B", raised_class="A")
    cases(place, 1, "closed", result_class="B")
    assert counts(place, "raised") == (2, None)


# A1, A5, B17: what is unknown or was not asked is in no base


def test_on_time_is_of_what_was_due(filled: Filled) -> None:
    """B17: one answered in time and five overdue are 1 of 6, not 100 %; what is not due yet is in no base."""
    place, unit = filled.place, filled.unit
    case = hand(place, unit, on_time=True, replied_on="2026-05-01")
    with place.office.write(place.actor, "record.write") as writing:
        writing.set(place.office.entity("proposal"), case, {"on_time": True}, scope="county")
    for _ in range(5):
        hand(place, unit, "in_hand")
    later = cases(place, 1, "in_hand", lead_unit=unit, due_on="2026-07-01")[0]
    write(place, "assignment", proposal=later, unit=unit, role="lead", state="in_hand", round=1, date="2026-03-01",
          due_on="2026-07-01")  # fmt: skip
    hand(place, unit)  # answered, and nobody knows when it was due
    assert counts(place, "on_time_rate") == (1, 6) == assessed(place, unit, "on_time")
    assert by_unit(place, "unit_on_time_rate") == {"县交通运输局": "1/6"}
    assert by_unit(place, "unit_reply_rate") == {"县交通运输局": "2/8"}


def test_a_unit_that_only_assists_is_asked_for_no_talk(filled: Filled) -> None:
    """A5: 面商率 and 按期办复率 of a unit are of the cases it leads; its assisting has a rate of its own."""
    place, unit = filled.place, filled.unit
    for _ in range(2):
        hand(place, unit, face_to_face=True, on_time=True)
    for timely in (True, False, None):
        hand(place, unit, role="assist", on_time=timely)
    assert by_unit(place, "unit_face_to_face_rate") == {"县交通运输局": "2/2"} and assessed(
        place, unit, "face_to_face"
    ) == (2, 2)
    assert by_unit(place, "unit_face_to_face_rate", "unit_role") == {"县交通运输局 主办": "2/2"}, (
        "会办 is asked for none"
    )
    assert by_unit(place, "unit_on_time_rate") == {"县交通运输局": "2/2"}
    assert by_unit(place, "unit_assist_on_time_rate") == {"县交通运输局": "1/2"}
    assert (by_unit(place, "unit_total"), by_unit(place, "unit_assisting")) == (
        {"县交通运输局": "5/None"},
        {"县交通运输局": "3/None"},
    )


def test_a_register_without_a_word_of_talks_has_no_rate_of_talks(filled: Filled, tmp_path: Path) -> None:
    """A1: without its column 面商率 is of nothing; with it those that say no are in the base."""
    place = filled.place
    head = ("案号", "案由", "承办单位", "交办日期", "办复日期", "办理类型")
    rows = [(str(at), f"关于修桥之{at}的建议", "县公安局", "2026-03-05", "2026-05-20", "A") for at in range(1, 4)]
    load(place, write_register(tmp_path / "a.xlsx", rows, head))
    assert (counts(place, "face_to_face_rate"), counts(place, "on_time_rate")) == ((0, 0), (3, 3))
    assert assessed(place, filled.other_unit, "face_to_face") == (0, 0)
    more = [("4", "关于修路的建议", "县公安局", "2026-03-05", "2026-05-20", "A", "电话"),
            ("5", "关于修渠的建议", "县公安局", "2026-03-05", "2026-05-20", "A", "登门走访")]  # fmt: skip
    load(place, write_register(tmp_path / "b.xlsx", more, (*head, "面商情况")))
    assert counts(place, "face_to_face_rate") == (1, 2) == assessed(place, filled.other_unit, "face_to_face")
    hand(place, filled.other_unit)  # answered here, and nobody was met
    assert counts(place, "face_to_face_rate") == (1, 3)


def test_adoption_is_of_every_opinion_that_names_it(filled: Filled) -> None:
    """A9: the page of figures and the assessment count the same where the day it came back is missing."""
    place, unit = filled.place, filled.unit
    for adoption in ("1", "2", "3"):
        case = hand(place, unit)
        write(place, "feedback", proposal=case, unit=unit, result="1", adoption=adoption)
    assert counts(place, "adoption_rate") == (2, 3) == assessed(place, unit, "adoption")


def test_promises_are_of_what_should_be_kept_by_now(filled: Filled) -> None:
    place, unit = filled.place, filled.unit
    case = hand(place, unit)
    for state, due in (
        ("kept", "2026-12-01"),
        ("open", "2026-05-01"),
        ("open", None),
        ("open", "2026-12-01"),
        ("dropped", None),
    ):
        write(place, "promise", proposal=case, unit=unit, date="2026-04-01", state=state, due_on=due, item="修好")
    assert counts(place, "implemented_rate") == (1, 3) == assessed(place, unit, "implemented")


# B16, kind 7: one figure on every page


def test_answered_is_one_figure_on_the_first_page_and_in_the_figures(filled: Filled) -> None:
    """办复 129 ÷ 210 on the first page and 129 ÷ 221 in 统计: both are of what was docketed."""
    place = filled.place
    cases(place, 3, "closed", assigned_on="2026-03-01", replied_on="2026-05-02", due_on="2026-06-01")
    cases(place, 1, "replied", assigned_on="2026-03-01", replied_on="2026-05-02", due_on="2026-06-01")
    cases(place, 2, "assigned", assigned_on="2026-03-01")
    cases(place, 2, "docketed")
    year = read_workbench(place.office, place.actor).years[0]
    assert year.rate and (year.rate.numerator, year.rate.denominator) == (4, 8) == counts(place, "reply_rate")
    assert year.rate.words == "50.0%" and counts(place, "close_rate") == (3, 8)


@pytest.mark.parametrize("key", ["on_time", "face_to_face", "satisfaction", "adoption", "implemented"])
def test_the_assessment_calls_a_rate_as_the_page_of_figures_does(filled: Filled, key: str) -> None:
    place, figures = filled.place, read_figures(filled.place.office, filled.place.actor, NOW).lines
    hand(place, filled.unit)
    broken = read_breakdown(place.office, place.actor, NOW, "unit")
    known = {each.label for each in (*broken.figures, *(line.figure for line in figures.values()))}
    said = points(place, filled.unit, key).label
    assert said in known or said.removesuffix("（按件）") in known
