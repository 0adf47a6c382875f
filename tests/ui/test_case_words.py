"""What the page of a case says about its life, in words that can be read aloud."""

from __future__ import annotations

from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, take
from tests.ui.offices import Desk
from ui.cases.batch_parts import columns_of
from ui.cases.next_steps import propose_for
from ui.cases.timeline import break_lines
from ui.kit.frame.focus import REACH
from ui.kit.inputs.editors import make_editor
from ui.records.bundle import make_track, say_days
from ui.session import BatchStart
from ui.theme import current_theme

LONG = "示协办〔2026〕12号，主办 县交通运输局，应办复日 9月8日（交办之日起3个月），会办 县财政局，应办复日 7月8日"


def test_no_line_of_the_timeline_begins_with_a_comma(desk: Desk) -> None:
    for width in range(180, 320, 4):
        lines = break_lines(LONG, current_theme().font(13), width)
        assert "".join(lines).replace(" ", "") == LONG.replace(" ", "")
        assert not [line for line in lines if line[0] in "，。）"]


def test_a_sentence_that_is_ended_takes_no_comma() -> None:
    assert say_days("同意立案。，建议主办 县交通运输局", "2026-06-08") == "同意立案。建议主办 县交通运输局"


def test_the_day_forms_go_out_is_called_so(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:9])
    page = desk.open("proposals", filled.proposal)
    for move, label in (("ask_feedback", "发出日期"), ("feedback", "收回日期")):
        step = next(each for each in page.bundle.steps if each.move.name == move)
        assert {f.name: f.label for f in step.fields}["date"] == label
    desk.window.show_batch(BatchStart("ask_feedback", (filled.proposal,)))
    desk.rest()
    assert {each.key: each.label for each in columns_of(desk.page.batch)}["date"] == "发出日期"
    desk.page.keeper.drop()


def test_an_archived_case_has_its_whole_way_behind_it(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE)
    filled.place.act(filled.proposal, "archive")
    page = desk.open("proposals", filled.proposal)
    assert {each.state for each in make_track(page.bundle)} == {"done"}


def test_a_case_handled_again_is_dated_anew(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:9])
    take(filled, "feedback", result="3")
    filled.place.clock.move(5)
    take(filled, "rehandle")
    page = desk.open("proposals", filled.proposal)
    days = {each.word: each.date for each in make_track(page.bundle)}
    assert days["办理中"] == "6月13日" and days["交办"] == "6月8日" and not days["答复"]


def test_fields_say_by_what_a_record_is_found(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    assert page.form.editors["first_sponsor"].placeholderText() == "输入姓名查找"
    assert page.form.editors["joint_sponsors"].finder.placeholderText() == "＋ 添加：输入姓名"
    take(filled, *LIFE[:5])
    page = desk.open("proposals", filled.proposal)
    step = next(each for each in page.bundle.steps if each.move.name == "assign")
    spec = next(each for each in step.fields if each.name == "unit")
    assert (
        make_editor(spec, page.bundle.codes, page._suggest, lambda _n, _show: None).placeholderText() == "输入名称查找"
    )


def test_the_ring_of_the_red_step_is_not_cut_off(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    red = page.header.buttons.itemAt(page.header.buttons.count() - 1).widget()
    assert page.header.bar.rect().contains(red.geometry().adjusted(-REACH, -REACH, REACH, REACH))


def test_a_page_left_open_over_midnight_proposes_the_new_day(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:5])
    page = desk.open("proposals", filled.proposal)
    step = next(each for each in page.bundle.steps if each.move.name == "assign")
    assert (propose_for(step, "2026-06-08")["date"], "due_on" in propose_for(step, "2026-06-08")) == (
        "2026-06-08",
        True,
    )
    later = propose_for(step, "2026-06-11")
    assert (later["date"], "due_on" in later, later["role"]) == ("2026-06-11", False, "lead")
