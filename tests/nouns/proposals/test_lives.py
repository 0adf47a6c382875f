"""Three full lives of proposals, each with a timeline that explains itself (domain.md §3)."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.cases.steps import StepLine, act_many, check_lines, read_timeline, record_lines
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import read_breakdown
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.office.settings import change_setting
from cppcc_desktop.services.records.joins import join_records, part_record
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import (
    list_children,
    show_record,
    suggest_records,
)
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import Filled

REVIEWS = ("preliminary", "joint", "final")


def act(filled: Filled, proposal: str, name: str, **raw: object):
    return filled.place.act(proposal, name, **raw)


def said(filled: Filled, proposal: str) -> list[str]:
    """The timeline as a person reads it, oldest first."""
    steps = read_timeline(filled.place.office, filled.place.actor, "proposal", proposal)
    return [f"{step.label}：{step.words}" for step in reversed(steps)]


def value(filled: Filled, proposal: str, name: str):
    return show_record(filled.place.office, filled.place.actor, "proposal", proposal).values[name]


def another(filled: Filled, title: str, member: int) -> str:
    return filled.place.create("proposal", title=title, form="1", first_sponsor=filled.members[member], analysis="路灯少。",
                               suggestions="装灯。", category="社会建设")  # fmt: skip


def docket(filled: Filled, proposal: str) -> None:
    act(filled, proposal, "receive", channel="书面")
    for _ in REVIEWS:
        act(filled, proposal, "review", opinion="符合立案要求", reviewer="韩守田")
    act(filled, proposal, "docket", category="社会建设")


def test_an_ordinary_life(filled: Filled) -> None:
    case = filled.proposal
    docket(filled, case)
    act(filled, case, "assign", unit="县交通运输局", assist_units="县公安局", notice_no="示协办〔2026〕5号")
    with pytest.raises(Refusal, match="有 2 家单位可以签收"):
        act(filled, case, "sign_for")
    act(filled, case, "sign_for", unit="县交通运输局", contact_person="李同志")
    act(filled, case, "sign_for", contact_person="王同志")
    act(filled, case, "assist", text="配合疏导交通。")
    act(filled, case, "contact", method="登门走访", content="同意方案")
    act(filled, case, "reply", document_no="示建函〔2026〕1号", result_class="B", text="列入计划", promise="年内开通 2 条线路",
        promise_due_on="2026-12-31")  # fmt: skip
    act(filled, case, "ask_feedback")
    act(filled, case, "feedback", attitude="满意", result="基本满意", adoption="全部采纳")
    act(filled, case, "close")
    with pytest.raises(Refusal, match="没有销号"):
        act(filled, case, "implement", note="已开通")
    assert value(filled, case, "state") == "closed"
    assert value(filled, case, "on_time") and value(filled, case, "face_to_face")
    told = said(filled, case)
    assert told[0] == "收件：书面，大会提案，收件号 2026-0001"
    assert told[4] == "立案：类别 社会建设，案号 001"
    assert told[5] == ("交办：示协办〔2026〕5号，主办 县交通运输局，应办复日 2026-09-08（交办之日起3个月），"
                       "会办 县公安局，应办复日 2026-07-08（交办之日起1个月）")  # fmt: skip
    assert (
        "登记答复：示建函〔2026〕1号，办理结果 B类，记入承诺清单：年内开通 2 条线路（2026-12-31 前），县交通运输局"
        in told
    )
    assert told[-1].startswith("办结")
    assert all(each.ok for each in check_office(filled.place.office, filled.place.actor))


def test_three_merged_proposers_of_whom_one_is_unhappy(filled: Filled) -> None:
    lead, second, third = (
        filled.proposal,
        another(filled, "关于装路灯的建议", 1),
        another(filled, "关于增设路灯的建议", 2),
    )
    docket(filled, lead)
    for each in (second, third):
        act(filled, each, "receive")
        act(filled, each, "merge", merged_into="001", opinion="内容相同")
    assert value(filled, second, "merged_into") == lead
    assert said(filled, lead)[-1] == "并案：并入收件 2026-0003《关于增设路灯的建议》"
    act(filled, lead, "assign", unit="县交通运输局")
    act(filled, lead, "sign_for")
    act(filled, lead, "contact", method="召开座谈会", content="三位提案人到会")
    act(filled, lead, "reply", document_no="示建函〔2026〕2号", result_class="A", text="已装")
    act(filled, lead, "ask_feedback")
    assert len(list_children(filled.place.office, filled.place.actor, "feedback", lead)) == 3
    act(filled, lead, "feedback", case=lead, attitude="1", result="1")
    act(filled, lead, "feedback", case="2026-0002", attitude="1", result="不满意", words="灯太暗")
    act(filled, lead, "feedback", attitude="1", result="1")
    with pytest.raises(Refusal, match="不满意"):
        act(filled, lead, "close")
    act(filled, lead, "rehandle")
    act(filled, lead, "reply", document_no="示建函〔2026〕3号", result_class="A", text="换了灯")
    act(filled, lead, "feedback", attitude="1", result="满意")
    act(filled, lead, "close")
    assert (value(filled, lead, "state"), value(filled, lead, "satisfaction")) == ("closed", "1")
    followed = said(filled, second)
    assert followed[1].startswith("并案：内容相同，并入第001号《")
    assert [line for line in followed if "登记答复" in line and "示建函〔2026〕3号" in line]
    assert followed[-1] == "随主案办理：第001号《关于优化公交班次的建议》办结"
    assert any("登记征询意见" in line and "灯太暗" in line for line in followed)
    assert not any("登记征询意见" in line for line in followed if "关于增设路灯" in line), "of the own proposer only"
    unhappy = [line for line in said(filled, lead) if "灯太暗" in line]
    assert "《关于装路灯的建议》的提案人" in unhappy[0]


def test_declined_and_passed_on_as_an_opinion(filled: Filled) -> None:
    case = filled.proposal
    act(filled, case, "receive")
    act(filled, case, "review", opinion="不属提案范围")
    act(filled, case, "decline", ground="超出本级职权范围的", onward="转社情民意", opinion="属省级事权")
    act(filled, case, "notify", told_how="电话")
    act(filled, case, "pass_on", receiver="县政协社情民意科", sent_as="社情民意第12期")
    assert said(filled, case)[2:] == [
        "不予立案：不予立案理由 超出本级职权范围的，转送去向 转社情民意，属省级事权",
        "告知提案人：告知方式 电话", "登记转送：县政协社情民意科，社情民意第12期",
    ]  # fmt: skip
    assert (value(filled, case, "state"), value(filled, case, "ground"), value(filled, case, "docket_no")) == (
        "declined",
        "11",
        None,
    )


def test_many_at_once_are_one_group_and_the_refused_stay(filled: Filled) -> None:
    place = filled.place
    cases = [filled.proposal, *(another(filled, f"关于第{n}盏灯的建议", 1) for n in range(5))]
    empty = place.create("proposal", title="空", form="1", analysis="x", suggestions="y")
    told = act_many(place.office, place.actor, "proposal", [*cases, empty], "receive", {})
    assert [each.outcome.numbers["intake_no"] for each in told if each.outcome] == [
        f"2026-{n:04d}" for n in range(1, 7)
    ]
    assert told[-1].refusal and "第一提案人" in told[-1].refusal.what
    for _ in REVIEWS:
        act_many(place.office, place.actor, "proposal", cases, "review", {"opinion": "符合"})
    numbers = [
        each.outcome.numbers["docket_no"]
        for each in act_many(place.office, place.actor, "proposal", cases, "docket", {})
        if each.outcome
    ]
    assert numbers == [], "each case needs its category"
    lines = [StepLine("proposal", each, "docket", {"category": "4"}) for each in reversed(cases)]
    tried = check_lines(place.office, place.actor, lines)
    assert tried[0].outcome and tried[0].outcome.numbers["docket_no"] == "006", "numbers go by receipt, not by the list"
    assert value(filled, cases[0], "docket_no") is None, "checking writes nothing"
    record_lines(place.office, place.actor, lines)
    assert [value(filled, each, "docket_no") for each in cases] == ["001", "002", "003", "004", "005", "006"]
    with place.office.read() as connection:
        query = "SELECT count(DISTINCT first) FROM operation WHERE kind = 'proposal' AND fields LIKE '%docket_no%'"
        assert connection.exec_driver_sql(query).scalar() == 1


def test_two_steps_of_one_case_in_a_batch_see_each_other(filled: Filled) -> None:
    place, case = filled.place, filled.proposal
    docket(filled, case)
    told = record_lines(place.office, place.actor, [
        StepLine("proposal", case, "assign", {"unit": "县交通运输局"}), StepLine("proposal", case, "sign_for", {"transcribed": "是"}),
        StepLine("proposal", case, "contact", {"method": "电话", "content": "同意"}),
        StepLine("proposal", case, "reply", {"document_no": "1号", "result_class": "A", "text": "办了"}),
    ])  # fmt: skip
    assert [each.refusal for each in told] == [None] * 4
    assert value(filled, case, "state") == "replied"
    assert not value(filled, case, "face_to_face"), "a call is no meeting"
    assert any(line.endswith("代录") for line in said(filled, case))


@pytest.mark.parametrize(
    ("name", "raw", "error"),
    [
        ("assign", {"unit": "县交通运输局", "due_on": "2062-01-01"}, InvalidField), ("assign", {"unit": "没有的局"}, InvalidField),
        ("reply", {"document_no": "1", "result_class": "A", "text": "x"}, Refusal),
        ("assign", {"unit": "县交通运输局", "assist_units": "县交通运输局"}, Refusal),
        ("withdraw", {"withdraw_reason": "字" * 9_000_000}, InvalidField),
    ],
)  # fmt: skip
def test_wrong_input_is_refused_and_nothing_is_lost(
    filled: Filled, name: str, raw: dict[str, object], error: type
) -> None:
    docket(filled, filled.proposal)
    before = show_record(filled.place.office, filled.place.actor, "proposal", filled.proposal)
    with pytest.raises(error):
        act(filled, filled.proposal, name, **raw)
    assert show_record(filled.place.office, filled.place.actor, "proposal", filled.proposal) == before
    assert list_children(filled.place.office, filled.place.actor, "assignment", filled.proposal) == []


def test_dissolved_unit_by_its_card(filled: Filled) -> None:
    from cppcc_desktop.services.records.records import change_record

    docket(filled, filled.proposal)
    change_record(
        filled.place.office,
        filled.place.actor,
        "unit",
        filled.unit,
        {"ended_on": "2026-01-01", "successor": "县公安局"},
    )
    with pytest.raises(Refusal, match="已于 2026-01-01 撤销") as refused:
        act(filled, filled.proposal, "assign", unit="县交通运输局")
    assert "县公安局" in refused.value.todo


def test_a_withdrawn_case_keeps_its_number_and_leaves_its_unit(filled: Filled) -> None:
    docket(filled, filled.proposal)
    act(filled, filled.proposal, "assign", unit="县交通运输局")
    act(filled, filled.proposal, "withdraw", withdraw_reason="提案人撤回")
    (row,) = list_children(filled.place.office, filled.place.actor, "assignment", filled.proposal)
    assert row["state"] == "withdrawn"
    told = show_record(filled.place.office, filled.place.actor, "proposal", filled.proposal).values
    assert (told["state"], told["docket_no"], told["lead_unit"]) == ("withdrawn", "001", filled.unit)


@pytest.mark.parametrize("word", ["001", "2026-0001", "公交"])
def test_a_case_is_suggested_by_its_numbers_too(filled: Filled, word: str) -> None:
    docket(filled, filled.proposal)
    another(filled, "关于装路灯的建议", 1)
    found = suggest_records(filled.place.office, filled.place.actor, "proposal", word)
    assert [record for record, _ in found] == [filled.proposal]


def test_units_that_are_joined_and_parted_keep_one_name_everywhere(filled: Filled) -> None:
    """B20: the list, figures by unit and the unit's own row say the same unit, while they are one and afterwards."""
    place, office = filled.place, filled.place.office
    docket(filled, filled.proposal)
    place.act(filled.proposal, "assign", unit=filled.unit)
    join_records(office, place.actor, "unit", filled.other_unit, filled.unit)
    place.act(filled.proposal, "sign_for", unit="县公安局")
    place.act(filled.proposal, "contact", method="登门走访", content="谈了")
    place.act(filled.proposal, "reply", document_no="1号", result_class="A", text="已办。")

    def named() -> list[object]:
        case = show_record(office, place.actor, "proposal", filled.proposal).values
        rows = [
            row
            for kind in ("assignment", "contact", "reply")
            for row in list_children(office, place.actor, kind, filled.proposal)
        ]
        broken = read_breakdown(office, place.actor, FigureScope("10-03"), "unit", ("replied", "unit_replied"))
        counted = [
            group.label
            for group, lines in broken.rows
            if lines["replied"].numerator and lines["unit_replied"].numerator
        ]
        units = [{**case, "unit": case["lead_unit"]}, *rows]
        spec = [office.entity("assignment").by_name["unit"]]
        return [*(told["unit"] for told in word_rows(office, spec, units)), *counted]

    assert named() == ["县公安局"] * 5
    part_record(office, place.actor, "unit", filled.unit)
    assert named() == ["县交通运输局"] * 5


def test_the_log_calls_a_state_by_its_label(filled: Filled) -> None:
    """B21: code names are for programs."""
    place = filled.place
    docket(filled, filled.proposal)
    states = [
        (each.before, each.after)
        for each in read_log(place.office, place.actor, filled.proposal)
        if each.field == "state"
    ]
    assert states[0] == ("待立案", "待交办") and not any(word.isascii() and word for pair in states for word in pair)


def test_assisting_opinions_are_due_by_a_fixed_day(filled: Filled) -> None:
    """B22: one setting for all; what is assigned after that day has its months."""
    place = filled.place
    change_setting(place.office, place.actor, "assist_day", "6月30日", "2026-01-01")
    docket(filled, filled.proposal)
    act(filled, filled.proposal, "assign", unit="县交通运输局", assist_units="县公安局")
    rows = list_children(place.office, place.actor, "assignment", filled.proposal)
    assert [(row["role"], row["due_on"], row["due_rule"]) for row in rows][1] == (
        "assist",
        "2026-06-30",
        "会办统一期限",
    )
    other = another(filled, "关于路灯的建议", 1)
    place.clock.move(30)
    docket(filled, other)
    act(filled, other, "assign", unit="县交通运输局", assist_units="县公安局")
    assert list_children(place.office, place.actor, "assignment", other)[1]["due_on"] == "2026-08-08"


def test_a_typed_due_date_on_a_rest_day_is_shifted_and_said(filled: Filled) -> None:
    place = filled.place
    change_setting(place.office, place.actor, "rest_day", "next", "2026-01-01")
    docket(filled, filled.proposal)
    act(filled, filled.proposal, "assign", unit="县交通运输局")
    outcome = act(
        filled, filled.proposal, "extend", due_on="2026-10-31", reason="要立项", approver="陈主任"
    )  # a Saturday
    (row,) = list_children(place.office, place.actor, "assignment", filled.proposal)
    (extension,) = list_children(place.office, place.actor, "extension", filled.proposal)
    assert row["due_on"] == extension["due_on"] == "2026-11-02"
    assert outcome.warnings == ("2026-10-31 是休息日，按“期限落在休息日”的设置算到了 2026-11-02。",)
