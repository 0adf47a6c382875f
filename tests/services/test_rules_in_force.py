"""Every rule of resources/settings.csv changes what it says, from its day on; a sealed plenary keeps those of its day."""

from __future__ import annotations

from pathlib import Path

import pytest

import cppcc_desktop
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS
from cppcc_desktop.nouns.proposals.remark_reading import read_remarks
from cppcc_desktop.services.cases.steps import Outcome, next_steps, read_timeline
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.office.calendar import set_calendar_day
from cppcc_desktop.services.office.code_changes import change_entry, rename_entry
from cppcc_desktop.services.office.plenaries import close_plenary, reopen_plenary, save_plenary
from cppcc_desktop.services.office.rule_effects import tell_effects
from cppcc_desktop.services.office.settings import change_setting, list_rules, read_setting
from cppcc_desktop.services.records.records import count_records, list_children, list_records, show_record
from cppcc_desktop.services.records.titles import word_rows
from db.queries.records import Query
from tests.conftest import Filled, Place

REVIEWS: list[tuple[str, dict[str, str]]] = [("review", {"opinion": "同意。"})] * 3
TO_UNIT = [("receive", {}), *REVIEWS, ("docket", {"category": "社会建设"})]
REPLY = {"document_no": "示交〔2026〕1号", "result_class": "A", "text": "已办。"}
SCOPE = FigureScope("10-03")
NOT_RULES = {"settings.py", "setting_history.py", "rule_effects.py"}


def rule(place: Place, name: str, value: object, since: str = "") -> None:
    change_setting(place.office, place.actor, name, value, since or None)


def effect(place: Place, name: str) -> str:
    return tell_effects(place.office, place.actor)[name]


def take(filled: Filled, *steps: tuple[str, dict[str, str]], case: str = "") -> Outcome:
    outcome = None
    for move, entered in steps:
        outcome = filled.place.act(case or filled.proposal, move, **entered)
    assert isinstance(outcome, Outcome)
    return outcome


def more(place: Place, title: str = "关于再办一件事的建议") -> str:
    return place.create(
        "proposal", title=title, form="1", collective="民革支部", analysis="情况。", suggestions="办一办。"
    )


def hand(filled: Filled, **entered: str) -> str:
    """The due date of the case handed to a unit today."""
    take(filled, *TO_UNIT, ("assign", {"unit": filled.unit, **entered}))
    return str(show_record(filled.place.office, filled.place.actor, "proposal", filled.proposal).values["due_on"])


def replied(filled: Filled, **result: str) -> None:
    hand(filled)
    take(filled, ("sign_for", {}), ("contact", {"method": "01", "content": "谈了。"}), ("reply", {**REPLY, **result}))


def words(place: Place, case: str, field: str) -> str:
    values = show_record(place.office, place.actor, "proposal", case).values
    return word_rows(place.office, [place.office.modules["proposals"].by_name[field]], [values])[0][field]


def refused(filled: Filled, move: str, **entered: str) -> str:
    with pytest.raises(Refusal) as caught:
        filled.place.act(filled.proposal, move, **entered)
    return caught.value.what


def test_every_rule_is_read_somewhere_and_has_its_example(county: Place) -> None:
    folder = Path(cppcc_desktop.__file__).parent
    code = "\n".join(each.read_text("utf-8") for each in folder.rglob("*.py") if each.name not in NOT_RULES)
    assert [each.name for each in list_rules() if f'"{each.name}"' not in code] == []
    told = tell_effects(county.office, county.actor)
    assert told.keys() == {each.name for each in list_rules()} and all(told.values())


def test_widths_and_prefixes_of_numbers(filled: Filled) -> None:
    place = filled.place
    assert effect(place, "intake_width") == "下一个收件号：2026-0001"
    rule(place, "intake_width", 2)
    rule(place, "docket_width", 5)
    rule(place, "docket_prefix", "大")
    assert effect(place, "docket_prefix") == "下一个案号：大会提案 大00001，平时提案接着编"
    outcome = take(filled, *TO_UNIT)
    assert (outcome.numbers["intake_no"], outcome.numbers["docket_no"]) == ("2026-01", "大00001")
    assert effect(place, "docket_width") == "下一个案号：大会提案 大00002，平时提案接着编"


def test_regular_proposals_are_numbered_along_or_apart(filled: Filled) -> None:
    place = filled.place
    assert take(filled, ("receive", {"intake_period": "regular"}), *TO_UNIT[1:]).numbers["docket_no"] == "001"
    rule(place, "docket_run", "separate")
    rule(place, "regular_prefix", "闭")
    assert effect(place, "docket_run") == "下一个案号：大会提案 002，平时提案 闭001"
    numbers = [
        take(
            filled, ("receive", {"intake_period": period}), *TO_UNIT[1:], case=more(place, f"关于{number}号路的建议")
        ).numbers["docket_no"]
        for number, period in enumerate(("regular", "plenary", "regular"))
    ]
    assert numbers == ["闭001", "002", "闭002"]


def test_the_intake_window_of_the_plenary_tells_the_two_apart(filled: Filled) -> None:
    save_plenary(filled.place.office, filled.place.actor, "10-03", {"intake_until": "2026-03-01"})
    take(filled, ("receive", {}))
    assert words(filled.place, filled.proposal, "intake_period") == "平时提案"


def test_the_length_that_is_remarked_on(filled: Filled) -> None:
    place = filled.place
    case = place.create("proposal", title="关于修路的建议", form="1", first_sponsor=filled.members[0], analysis="路" * 120,
                        suggestions="1. 修通断头路。")  # fmt: skip
    assert read_remarks(place.office, place.actor, case) == []
    rule(place, "text_limit", 100)
    assert read_remarks(place.office, place.actor, case) == [
        "正文 128 字，超过了 100 字（情况、分析和建议合起来），请提案人精简。"
    ]
    take(filled, ("receive", {}), ("review", {"opinion": "同意。"}), case=case)
    assert read_remarks(place.office, place.actor, case) == []


def test_due_dates(filled: Filled) -> None:
    place = filled.place
    assert effect(place, "reply_months") == "今天交办的提案，应办复日是 2026-09-08（交办之日起3个月）"
    for name, value in (("reply_months", 2), ("hard_months", 8), ("assist_months", 4), ("rehandle_months", 2)):
        rule(place, name, value)
    assert hand(filled, assist_units=filled.other_unit) == "2026-08-08"
    rows = list_children(place.office, place.actor, "assignment", filled.proposal)
    assert {str(row["role"]): row["due_on"] for row in rows} == {"lead": "2026-08-08", "assist": "2026-10-08"}
    assert effect(place, "hard_months") == "今天交办的疑难提案，应办复日是 2027-02-08（交办之日起8个月）"
    assert effect(place, "assist_months") == "今天交办的会办意见，应办复日是 2026-10-08（交办之日起4个月）"
    case = more(place)
    take(filled, *TO_UNIT, ("assign", {"unit": filled.unit, "hard": "是"}), case=case)
    assert show_record(place.office, place.actor, "proposal", case).values["due_on"] == "2027-02-08"
    take(filled, ("sign_for", {"unit": filled.unit}), ("contact", {"unit": filled.unit, "method": "01", "content": "谈了。"}),
         ("reply", {"unit": filled.unit, **REPLY}), ("feedback", {"attitude": "满意", "result": "不满意"}))  # fmt: skip
    assert effect(place, "rehandle_months") == "今天重新办理的提案，应办复日是 2026-08-08"
    steps = next_steps(place.office, place.actor, show_record(place.office, place.actor, "proposal", filled.proposal))
    assert next(each for each in steps if each.move.name == "rehandle").proposed["due_on"] == "2026-08-08"


@pytest.mark.parametrize(("value", "due"), [("keep", "2026-09-08"), ("next", "2026-09-10"), ("previous", "2026-09-07")])
def test_a_due_date_on_a_rest_day(filled: Filled, value: str, due: str) -> None:
    for day in ("2026-09-08", "2026-09-09"):
        set_calendar_day(filled.place.office, filled.place.actor, day, False, "县庆")
    rule(filled.place, "soon_days", 8)  # another rule beside it changes nothing
    if value != "keep":
        rule(filled.place, "rest_day", value)
    assert effect(filled.place, "rest_day") == f"2026-06-08 交办、2026-09-08 到期的（休息日），应办复日是 {due}"
    assert hand(filled) == due


def test_one_due_date_for_all_of_a_plenary(filled: Filled) -> None:
    save_plenary(filled.place.office, filled.place.actor, "10-03", {"due_on": "2026-10-31"})
    assert effect(filled.place, "reply_months") == "今天交办的提案，应办复日是 2026-10-31（统一办复日）"
    assert hand(filled) == "2026-10-31"


def test_how_long_a_unit_has_to_send_a_case_back(filled: Filled) -> None:
    place = filled.place
    rule(place, "send_back_days", 2)
    assert effect(place, "send_back_days") == "今天交办的，2026-06-10 以前退回不算晚"
    hand(filled)
    place.clock.move(3)
    outcome = take(filled, ("send_back", {"reason": "不归我局"}))
    assert outcome.warnings == ("交办后第 3 个工作日才退回，超过了 2 个工作日。已照样登记。",)


def test_what_is_due_soon(filled: Filled) -> None:
    place = filled.place
    hand(filled)
    query = Query(where=next(view.where for view in ASSIGNMENTS.views if view.name == "soon"))

    def soon() -> int:
        return count_records(place.office, place.actor, ASSIGNMENTS, query)

    place.clock.move(80)
    assert soon() == 0
    rule(place, "soon_days", 20)
    assert soon() == 1 and effect(place, "soon_days") == "2026-09-16 以前到期的算快到期，现在有 1 件（按承办单位算）"


def test_a_reply_without_a_contact(filled: Filled) -> None:
    place = filled.place
    hand(filled)
    take(filled, ("sign_for", {}))
    assert refused(filled, "reply", **REPLY) == "还不能登记答复：没有面商记录。"
    rule(place, "reply_needs_contact", "否")
    assert take(filled, ("reply", REPLY)).target == "replied"
    assert effect(place, "reply_needs_contact") == "没有面商记录也能登记答复"


def test_who_issues_the_cases(filled: Filled) -> None:
    place = filled.place
    rule(place, "issuing_offices", "县政协办公室")
    take(filled, *TO_UNIT)
    steps = next_steps(place.office, place.actor, show_record(place.office, place.actor, "proposal", filled.proposal))
    assert next(each for each in steps if each.move.name == "assign").proposed["offices"] == "县政协办公室"


def test_closing_before_every_opinion_came_back(filled: Filled) -> None:
    replied(filled)
    assert refused(filled, "close").startswith("还不能办结：1 份征询意见没有收回")
    rule(filled.place, "close_needs_feedback", "否")
    assert take(filled, ("close", {})).target == "closed"


def test_closing_a_case_somebody_is_not_satisfied_with(filled: Filled) -> None:
    replied(filled)
    take(filled, ("feedback", {"attitude": "满意", "result": "不满意"}))
    assert refused(filled, "close") == "还不能办结：提案人对办理结果不满意。"
    rule(filled.place, "close_refuses_dissatisfied", "否")
    assert take(filled, ("close", {})).target == "closed"


def test_closing_before_the_promises_are_kept(filled: Filled) -> None:
    replied(filled, result_class="B", promise="年底前加车")
    take(filled, ("feedback", {"attitude": "满意", "result": "满意"}))
    rule(filled.place, "close_needs_promises", "是")
    assert refused(filled, "close") == "还不能办结：1 项承诺没有销号（年底前加车）。"
    rule(filled.place, "close_needs_promises", "否", "2026-06-09")
    filled.place.clock.move(1)
    assert take(filled, ("close", {})).target == "closed"


# what a sealed plenary keeps


def seal(place: Place, despite: str = "") -> None:
    close_plenary(place.office, place.actor, "10-03", "全部办结", despite)


def everything(place: Place, cases: list[str]) -> list[object]:
    """All a person sees of the plenary: its list in words, what the records hold, timelines, figures."""
    module = place.office.modules["proposals"]
    page = list_records(place.office, place.actor, module, Query(Is("plenary", "10-03")), 0, 50)
    units = list_records(place.office, place.actor, ASSIGNMENTS, Query(), 0, 50)
    return [
        word_rows(place.office, module.fields, page.rows), word_rows(place.office, ASSIGNMENTS.fields, units.rows),
        [dict(show_record(place.office, place.actor, "proposal", each).values) for each in cases],
        [read_timeline(place.office, place.actor, "proposal", each) for each in cases],
        {key: (line.words, line.counts) for key, line in read_figures(place.office, place.actor, SCOPE).lines.items()},
        [group.label for group, _ in read_breakdown(place.office, place.actor, SCOPE, "category").rows],
    ]  # fmt: skip


def test_rules_and_names_changed_later_do_not_touch_a_sealed_plenary(filled: Filled) -> None:
    place, declined = filled.place, more(filled.place)
    replied(filled, result_class="B", promise="年底前加车")
    take(filled, ("feedback", {"attitude": "满意", "result": "满意"}), ("close", {}))
    take(filled, ("receive", {}), ("decline", {"ground": "06", "onward": "退回提案人"}), case=declined)
    seal(place)
    before = everything(place, [filled.proposal, declined])
    assert "B类" in str(before) and "属于学术研讨的" in str(before)
    place.clock.move(30)
    rule(place, "reply_months", 6)
    rule(place, "docket_width", 5)
    rename_entry(place.office, place.actor, "result_class", "B", "乙类")
    change_entry(place.office, place.actor, "result_class", "B", {"meaning": "三年内解决"}, "2026-08-01")
    rename_entry(place.office, place.actor, "decline_ground", "06", "纯学术问题")
    rename_entry(place.office, place.actor, "review_stage", "preliminary", "预审")
    code = str(before[2][0]["category"])  # type: ignore[index]
    rename_entry(place.office, place.actor, "proposal_category", code, "社会事业")
    place.clock.move(60)
    assert everything(place, [filled.proposal, declined]) == before
    reopen_plenary(place.office, place.actor, "10-03", "核对")
    assert (words(place, filled.proposal, "result_class"), words(place, declined, "ground")) == ("乙类", "纯学术问题")
    assert "预审" in [each.label for each in read_timeline(place.office, place.actor, "proposal", filled.proposal)]


def test_a_case_left_open_goes_on_under_the_rules_of_the_day_its_plenary_was_sealed_on(filled: Filled) -> None:
    place = filled.place
    take(filled, *TO_UNIT)
    seal(place, despite="县财政批复以后才能交办")
    place.clock.move(30)
    rule(place, "reply_months", 6)
    take(filled, ("assign", {"unit": filled.unit}))
    assert words(place, filled.proposal, "due_on") == "2026-10-08"


def test_nothing_is_dated_back_to_before_a_sealing(filled: Filled) -> None:
    place = filled.place
    seal(place, despite="草稿一件")
    for change in (
        lambda: rule(place, "reply_months", 6, "2026-06-08"),
        lambda: rename_entry(place.office, place.actor, "result_class", "B", "乙类", "2026-01-01"),
    ):
        with pytest.raises(InvalidField) as caught:
            change()
        assert caught.value.field == "since" and caught.value.what.endswith("起用日期写 2026-06-09 或以后。")
    rule(place, "reply_months", 6)
    with place.office.read() as connection:
        days = ("2026-06-08", "2026-06-09")
        assert [read_setting(place.office, connection, "reply_months", day) for day in days] == ["3", "6"]
