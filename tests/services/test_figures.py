"""Figures: each is right, opens the list of what it counted, and adds up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.demo import create_demo
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.figures import SHEET
from cppcc_desktop.services.figures.figures import (
    Breakdown,
    CountedFigure,
    read_breakdown,
    read_figures,
    read_trend,
)
from cppcc_desktop.services.figures.scopes import FigureScope, find_before, find_scope, list_scopes
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import Query, count_records, discard_record, list_ids
from tests.conftest import PASSWORD, USER, Clock, Filled, Place
from tests.nouns.proposals.registers import PLENARY, cases, fill_plenary, write

NOW = FigureScope(PLENARY)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """示例县 of one year, only looked at."""
    folder, clock = tmp_path_factory.mktemp("figures"), Clock()
    around = Surroundings(FEATURES, clock, folder / "home")
    office = create_demo(around, folder / "office.db", USER, PASSWORD)
    yield Place(office, Actor(USER, "admin", office.name), clock, around)
    office.close()


def value(place: Place, key: str, scope: FigureScope = NOW) -> object:
    return read_figures(place.office, place.actor, scope, (key,)).lines[key].value


def counts(place: Place, key: str, scope: FigureScope = NOW) -> tuple[int, int | None]:
    line = read_figures(place.office, place.actor, scope, (key,)).lines[key]
    return line.numerator, line.denominator


def opened(place: Place, line: CountedFigure) -> int:
    return count_records(place.office, place.actor, place.office.modules[line.figure.module], Query(line.where))


def test_a_plenary_of_125(county: Place) -> None:
    fill_plenary(county)
    expected = {
        "received": 125, "merged": 25, "docketed": 93, "declined": 7, "docketed_with_merged": 118, "docket_rate": 74.4,
        "docket_rate_with_merged": 94.4, "replied": 92, "reply_rate": 98.9, "class_A": 23.9, "class_B": 73.9, "class_C": 2.2,
        "class_D": 0.0, "on_time_rate": 96.8, "face_to_face_rate": 23.9, "assigned": 93, "overdue": 1, "under_review": 0,
        "plenary_received": 125, "regular_received": 0, "member_sponsored": 125, "collective": 0,
    }  # fmt: skip
    found = read_figures(county.office, county.actor, NOW)
    assert {key: found.lines[key].value for key in expected} == expected
    grade = found.lines["class_A"]
    assert (grade.numerator, grade.denominator, grade.figure.base) == (22, 92, "占办复件数")
    assert grade.words == "23.9%" and grade.counts == "22 ÷ 92 件"
    assert found.lines["docket_rate"].counts == "93 ÷ 125 件"
    assert found.lines["merged"].words == "25" and found.lines["merged"].counts == ""


def test_received_leaves_out_only_what_never_came_in(county: Place) -> None:
    cases(county, 2, "withdrawn")
    cases(county, 1, "returned")
    cases(county, 1, "returned", received_on=None, intake_no="2026-0001")
    cases(county, 1, "returned", received_on=None)  # given back before anybody took it in
    cases(county, 1, "draft", intake_no="2026-0002")
    cases(county, 4, "closed", received_on=None)  # an old register with neither number nor date
    assert value(county, "received") == 8 and value(county, "withdrawn") == 2 and value(county, "returned") == 2
    assert value(county, "received", FigureScope(year=2026)) == 3
    assert value(county, "received", FigureScope()) == 8


def test_nothing_is_zeros_and_no_rate(county: Place) -> None:
    for line in read_figures(county.office, county.actor, NOW).lines.values():
        assert line.numerator == 0 and line.value == (None if line.figure.is_rate else 0)
        assert line.words == ("—" if line.figure.is_rate else "0")
    for by in SHEET.by_dimension:
        assert not read_breakdown(county.office, county.actor, NOW, by).rows


def fill_handling(filled: Filled) -> list[str]:
    """Units, forms and promises of two cases, and of one in another plenary."""
    place, (unit, other) = filled.place, (filled.unit, filled.other_unit)
    first, second = cases(place, 2, "feedback_given", lead_unit=unit, category="4", sent_back=True)
    elsewhere = cases(place, 1, "closed", plenary="10-02", lead_unit=unit)[0]
    common = {"date": "2026-03-01", "due_on": "2026-06-01"}
    write(place, "assignment", proposal=first, unit=unit, role="lead", state="replied", replied_on="2026-05-01", on_time=True,
          satisfaction="1", round=2, **common)  # fmt: skip
    write(place, "assignment", proposal=first, unit=other, role="assist", state="in_hand", round=1, **common)
    write(place, "assignment", proposal=second, unit=other, role="lead", state="assigned", round=1, date="2026-03-01",
          due_on="2026-06-12")  # fmt: skip
    write(place, "assignment", proposal=elsewhere, unit=unit, role="lead", state="replied", **common)
    form = {"unit": unit, "sent_on": "2026-05-02"}
    write(place, "feedback", proposal=first, date="2026-05-09", result="3", superseded=True, **form)
    write(place, "feedback", proposal=first, date="2026-05-20", result="1", attitude="2", adoption="1", **form)
    write(place, "feedback", proposal=second, date="2026-05-20", result="3", attitude="1", adoption="3", **form)
    write(place, "feedback", 2, proposal=second, **form)
    write(place, "feedback", proposal=elsewhere, date="2026-05-20", result="1", **form)
    for state, due in (("open", "2026-05-01"), ("open", "2026-12-01"), ("kept", None), ("dropped", None)):
        write(place, "promise", proposal=second, unit=unit, item="修路", state=state, due_on=due)
    return [first, second, elsewhere]


def test_forms_promises_and_units_count_within_their_plenary(filled: Filled) -> None:
    fill_handling(filled)
    place = filled.place
    assert value(place, "feedback_sent") == 4 and value(place, "feedback_returned") == 2
    assert value(place, "feedback_rate") == 50.0
    assert counts(place, "satisfaction_rate") == (1, 2) and counts(place, "result_3") == (1, 2)
    assert counts(place, "attitude_2") == (1, 2) and counts(place, "adoption_rate") == (1, 2)
    assert counts(place, "implemented_rate") == (1, 2)  # what is promised for December is not due
    assert [value(place, f"promises_{each}") for each in ("open", "overdue", "kept")] == [2, 1, 1]
    assert value(place, "rehandled") == 1 and value(place, "sent_back") == 2
    assert (
        value(place, "feedback_sent", FigureScope()) == 5 and value(place, "feedback_sent", FigureScope("10-02")) == 1
    )
    assert value(place, "feedback_sent", FigureScope(year=2026)) == 5


def test_what_belongs_to_a_binned_case_counts_nowhere(filled: Filled) -> None:
    first, second, _ = fill_handling(filled)
    discard_record(filled.place.office, filled.place.actor, "proposal", second, "重复")
    assert value(filled.place, "feedback_sent") == 1 and value(filled.place, "promises_open") == 0
    for scope in (FigureScope(year=2026), FigureScope()):
        assert value(filled.place, "feedback_sent", scope) == 2 and value(filled.place, "promises_open", scope) == 0
    discard_record(filled.place.office, filled.place.actor, "proposal", first, "重复")
    assert value(filled.place, "feedback_sent") == 0


def test_units_with_their_due_days(filled: Filled) -> None:
    fill_handling(filled)
    broken = read_breakdown(filled.place.office, filled.place.actor, NOW, "unit_role")
    told = {
        group.label: [lines[key].numerator for key in ("unit_total", "unit_overdue", "unit_soon", "unit_replied")]
        for group, lines in broken.rows
    }
    assert told == {"县交通运输局 主办": [1, 0, 0, 1], "县公安局 主办": [1, 0, 1, 0], "县公安局 会办": [1, 1, 0, 0]}
    assert broken.total["unit_total"].numerator == 3


def test_members_taking_part_are_counted_once(filled: Filled) -> None:
    place, (one, two, three) = filled.place, filled.members
    cases(place, 2, "received", first_sponsor=one, joint_sponsors=[two])
    cases(place, 1, "draft", first_sponsor=three)
    cases(place, 1, "closed", first_sponsor=three, plenary="10-02")
    assert counts(place, "members_taking_part") == (2, 3)
    left = place.create("member", name="已离任", left_on="2026-02-01")
    cases(place, 1, "received", first_sponsor=left)
    assert counts(place, "members_taking_part") == (2, 3)
    line = read_figures(place.office, place.actor, NOW, ("members_taking_part",)).lines["members_taking_part"]
    assert set(list_ids(place.office, place.actor, place.office.modules["members"], Query(line.where))) == {one, two}
    double = place.create("member", name="郑晓禾（重复）")
    cases(place, 1, "received", first_sponsor=double)
    assert counts(place, "members_taking_part") == (3, 4)
    join_records(place.office, place.actor, "member", one, double, {})
    assert counts(place, "members_taking_part") == (2, 3)


def test_an_earlier_plenary_asks_for_the_members_of_its_term(filled: Filled) -> None:
    place = filled.place
    write(place, "membership", member=filled.members[0], term="9")
    cases(place, 1, "closed", plenary="09-05", first_sponsor=filled.members[0])
    assert counts(place, "members_taking_part", FigureScope("09-05")) == (1, 1)


@pytest.mark.parametrize(
    "scope",
    [NOW, FigureScope(year=2026), FigureScope()],
    ids=["第十届第三次会议", "2026年收到的", "全部会议"],
)
def test_every_number_of_a_county_opens_its_list(demo: Place, scope: FigureScope) -> None:
    lines = read_figures(demo.office, demo.actor, scope).lines.values()
    assert sum(line.numerator > 0 for line in lines) > 25
    for line in lines:
        assert opened(demo, line) == line.numerator, line.figure.key


def test_every_figure_that_is_not_zero_opens_its_list(filled: Filled) -> None:
    """What 示例县 has none of."""
    place = filled.place
    fill_handling(filled)
    fill_plenary(place)
    cases(place, 3, "received", intake_period="regular", form="5")
    cases(place, 2, "archived", is_key=True, has_directive=True, awarded=True, implemented_on="2026-06-01")
    cases(place, 1, "implemented", result_class="B", raised_class="A", replied_on="2026-05-01")
    cases(place, 1, "withdrawn")
    cases(place, 1, "returned")
    write(place, "assignment", proposal=cases(place, 1, "sent_back")[0], state="sent_back", sent_back_on="2026-04-01")
    cases(place, 1, "replied", result_class="D", first_sponsor=filled.members[0])
    found = read_figures(place.office, place.actor, NOW).lines
    zero = {key for key, line in found.items() if not line.numerator}
    assert zero == {"attitude_3", "result_2", "period_unknown"}
    for line in found.values():
        assert opened(place, line) == line.numerator, line.figure.key


@pytest.mark.parametrize("by", SHEET.by_dimension)
def test_every_cell_of_a_breakdown_opens_its_list_and_rows_add_up(demo: Place, by: str) -> None:
    broken = read_breakdown(demo.office, demo.actor, NOW, by)
    assert broken.rows
    for _, lines in broken.rows[:4]:
        for line in lines.values():
            assert opened(demo, line) == line.numerator, (by, line.figure.key)


def test_a_breakdown_of_the_form_keeps_the_form_of_its_row(county: Place) -> None:
    """The row of a form and a figure about forms are two conditions on one field."""
    cases(county, 3, "received", form="1")
    cases(county, 2, "received", form="3")
    broken = read_breakdown(county.office, county.actor, NOW, "form", ("received", "collective"))
    told = {group.label: lines["collective"] for group, lines in broken.rows}
    assert opened(county, told["委员个人"]) == 0 == told["委员个人"].numerator and opened(county, told["党派"]) == 2


def test_rows_stand_in_the_order_of_the_code_list_and_what_is_empty_last(county: Place) -> None:
    cases(county, 1, "received", category="7")
    cases(county, 1, "received")
    cases(county, 2, "received", category="2")
    rows = read_breakdown(county.office, county.actor, NOW, "category").rows
    assert [(group.code, group.label) for group, _ in rows] == [("2", "政治建设"), ("7", "其他"), ("", "没有填")]
    empty = rows[-1][1]["received"]
    assert Is("category", None) in empty.where.parts and opened(county, empty) == 1


def test_units_that_were_joined_are_one_row(filled: Filled) -> None:
    place = filled.place
    for unit in (filled.unit, filled.other_unit):
        case = cases(place, 1, "in_hand", lead_unit=unit)[0]
        write(place, "assignment", proposal=case, unit=unit, role="lead", state="in_hand")
    join_records(place.office, place.actor, "unit", filled.unit, filled.other_unit, {})
    rows = read_breakdown(place.office, place.actor, NOW, "unit", ("docketed", "unit_total")).rows
    assert [(group.code, lines["docketed"].numerator, lines["unit_total"].numerator) for group, lines in rows] == [
        (filled.unit, 2, 2)
    ]
    assert opened(place, rows[0][1]["docketed"]) == opened(place, rows[0][1]["unit_total"]) == 2


def test_children_of_a_joined_case_count_with_the_one_that_stands_for_both(filled: Filled) -> None:
    place = filled.place
    keep, other = cases(place, 2, "in_hand")
    for case in (keep, other):
        write(place, "assignment", proposal=case, unit=filled.unit, role="lead", state="in_hand")
    join_records(place.office, place.actor, "proposal", keep, other, {})
    assert value(place, "docketed") == 1 and value(place, "unit_total") == 2


def test_the_trend_stands_from_old_to_new(county: Place) -> None:
    for place, key in enumerate(("09-05", "10-01", "10-02", "10-03", "08-01", "08-02")):
        cases(county, place + 1, "closed", plenary=key)
    trend: Breakdown = read_trend(county.office, county.actor, ("received", "docket_rate"))
    assert [group.code for group, _ in trend.rows] == ["08-02", "09-05", "10-01", "10-02", "10-03"]
    assert trend.rows[-1][0].label == "十届三次会议" and trend.rows[-1][1]["received"].numerator == 4
    assert trend.total["received"].numerator == 16


def test_scopes_that_can_be_asked_about(county: Place) -> None:
    cases(county, 1, "closed", plenary="10-02", received_on="2025-01-10")
    write(county, "plenary", key="10-04")
    told = [each.label for each in list_scopes(county.office, county.actor)]
    assert told == [
        "第十届第四次会议",
        "第十届第三次会议",
        "第十届第二次会议",
        "2026年收到的",
        "2025年收到的",
        "第十届累计",
        "全部会议",
    ]
    assert find_scope(county.office, county.actor) == FigureScope("10-03")
    assert find_scope(county.office, county.actor, "10-2") == FigureScope("10-02")
    assert find_scope(county.office, county.actor, year="2025年") == FigureScope(year=2025)
    assert read_figures(county.office, county.actor, find_scope(county.office, county.actor, "10-04")).lines
    for asked in ({"plenary": "9-1"}, {"plenary": "十届三次"}, {"year": "1999"}, {"year": "去年"}):
        with pytest.raises(OfficeError):
            find_scope(county.office, county.actor, **asked)


def test_refusals(county: Place) -> None:
    with pytest.raises(OfficeError, match="不能按“颜色”分"):
        read_breakdown(county.office, county.actor, NOW, "颜色")
    with pytest.raises(Refusal):
        read_figures(county.office, Actor("某人", "nobody", "county"), NOW)


def test_who_left_after_a_plenary_was_sealed_still_counts_in_it(filled: Filled) -> None:
    """A sealed plenary's 66.7 became 50.0 when a member left later."""
    place, (one, two, _) = filled.place, filled.members
    cases(place, 2, "closed", first_sponsor=one, joint_sponsors=[two])
    assert counts(place, "members_taking_part") == (2, 3)
    write(place, "plenary", key=PLENARY, opens_on="2026-01-10", closed_on="2026-06-01")
    with place.office.write(place.actor, "record.write") as writing:
        card = writing.connection.exec_driver_sql("SELECT id FROM membership WHERE member = ?", (two,)).scalar_one()
        writing.set(place.office.entity("membership"), card, {"left_on": "2026-06-05"})
    place.create("member", name="后来增补", joined_on="2026-06-07")
    assert counts(place, "members_taking_part") == (2, 3)
    line = read_figures(place.office, place.actor, NOW, ("members_taking_part",)).lines["members_taking_part"]
    assert set(list_ids(place.office, place.actor, place.office.modules["members"], Query(line.where))) == {one, two}
    assert counts(place, "members_taking_part", FigureScope()) == (1, 3), "who serves today"


def test_a_year_before_a_new_term_counts_the_members_of_its_day(filled: Filled) -> None:
    """After the change of term `--year` said 0.0%."""
    place = filled.place
    cases(place, 1, "closed", first_sponsor=filled.members[0])
    before = counts(place, "members_taking_part", FigureScope(year=2026))
    write(place, "plenary", key="11-01", opens_on="2027-01-05")
    change_committee(place, "11-01")
    write(place, "membership", member=filled.members[0], term="11")
    assert counts(place, "members_taking_part", FigureScope(year=2026)) == before == (1, 3)
    assert counts(place, "members_taking_part", NOW) == (1, 3)
    assert counts(place, "members_taking_part", FigureScope("11-01")) == (0, 1)


def change_committee(place: Place, plenary: str) -> None:
    with place.office.write(place.actor, "record.write") as writing:
        record = writing.connection.exec_driver_sql("SELECT id FROM committee").scalar_one()
        writing.set(place.office.entity("committee"), record, {"plenary": plenary})


def test_a_breakdown_always_says_what_is_not_filled_in_and_compares(county: Place) -> None:
    cases(county, 2, "received", category="4")
    cases(county, 4, "closed", plenary="10-02", category="4")
    cases(county, 1, "closed", plenary="10-02")
    before = find_before(county.office, SHEET, NOW)
    assert before == FigureScope("10-02") and find_before(county.office, SHEET, before) is None
    broken = read_breakdown(county.office, county.actor, NOW, "category", before=before)
    assert [group.label for group, _ in broken.rows] == ["社会建设"]
    assert [group.label for group, _ in broken.lines] == ["社会建设", "没有填"]
    (_, social), (_, empty) = broken.lines
    assert (social["received"].share, empty["received"].share, empty["received"].numerator) == (100.0, 0.0, 0)
    assert (social["received"].change_words, social["docket_rate"].change_words) == ("−50.0%", "−100.0 个百分点")
    assert (empty["received"].change_words, empty["docket_rate"].change_words) == ("−100.0%", "—")
    assert broken.total["received"].change == -60.0 and broken.total["received"].share == 100.0
    assert opened(county, empty["received"]) == 0


def test_parts_say_what_is_not_filled_in(county: Place) -> None:
    cases(county, 3, "closed", intake_period=None, result_class="A")
    cases(county, 1, "closed")
    lines = read_figures(county.office, county.actor, NOW).lines
    assert [lines[key].numerator for key in ("received", "plenary_received", "regular_received", "period_unknown")] == [
        4,
        1,
        0,
        3,
    ]
    assert (
        sum(lines[f"class_{each}"].numerator for each in ("A", "B", "C", "D", "unknown"))
        == lines["replied"].numerator
        == 4
    )
