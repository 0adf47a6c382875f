"""What steps do to a case and its records, and what the whole amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import take
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.case import ProposalCase
from cppcc_desktop.nouns.proposals.entity import PROPOSALS
from cppcc_desktop.nouns.proposals.life import MOVES, STATES, WORKFLOW
from cppcc_desktop.nouns.proposals.suggestions import split_suggestions
from cppcc_desktop.services.cases.steps import known_fields

TRAITS = {
    ("satisfaction", "1"): frozenset({"counts_as_satisfied"}), ("satisfaction", "2"): frozenset({"counts_as_satisfied"}),
    ("contact_method", "01"): frozenset({"face_to_face"}), ("result_class", "B"): frozenset({"promise"}),
    ("proposal_form", "2"): frozenset({"joint"}), ("proposal_form", "3"): frozenset({"collective"}),
    ("proposal_form", "6"): frozenset({"collective", "plenary_only"}),
}  # fmt: skip
UNITS = ("住建局", "公安局", "财政局")
START = date(2026, 3, 2)


class NinetyDays(Rules):
    """Rules under which every day is worked and a reply is due in ninety days, in a hard case twice as late."""

    def __init__(self) -> None:
        super().__init__({"hard_months": "6", "reply_months": "3", "assist_months": "1"})

    def later(self, day: str, setting: str) -> str:
        return (date.fromisoformat(day) + timedelta(180 if setting == "hard_months" else 90)).isoformat()

    def count_days(self, first: date, last: date) -> int:
        return (last - first).days


class Life:
    """A case that takes steps one after another, in memory."""

    def __init__(self, state: str = "docketed", merged: tuple[str, ...] = (), **record: Value) -> None:
        self.record: Row = {"id": "p", "state": state, "title": "甲", "plenary": "10-03", "first_sponsor": "张", "docket_no": "050",
                            "suggestions": "1. 修路。\n2. 装灯。", **record}  # fmt: skip
        self.children: Mapping[str, list[Row]] = {}
        self.merged = [{"id": each, "title": each, "plenary": "10-03", "first_sponsor": f"{each}的", "state": "merged",
                        "intake_no": each} for each in merged]  # fmt: skip
        self.rules: dict[str, str] = {}
        self.day = START
        self.ids = count()
        self.others: dict[str, Row] = {}

    def act(self, name: str, **entered: Value) -> Case:
        move = WORKFLOW.find(name, str(self.record["state"]))
        values: dict[str, Value] = {"date": self.day.isoformat(), **entered}
        situation = Situation(
            self.record, self.children, values, self.day, rules=self.rules, traits=TRAITS, others=self.others,
            titles={each: each for each in UNITS}, merged=self.merged,
            kind="proposal", rules_on=lambda _day: NinetyDays(),
        )  # fmt: skip
        case = ProposalCase(situation, lambda: f"r{next(self.ids)}")
        WORKFLOW.check(move, situation, known_fields(PROPOSALS, move))
        take(case, move)
        case.settle(move.target)
        self.record, self.children = case.record, case.children
        return case

    def rows(self, kind: str) -> list[Row]:
        return list(self.children.get(kind, []))

    @property
    def state(self) -> str:
        return str(self.record["state"])


def handed(*units: str, role: str = "lead", **more: object) -> Life:
    """A case that these units signed for."""
    life = Life(**more)  # type: ignore[arg-type]
    for unit in units:
        life.act("assign", unit=unit, role=role)
    for unit in units:
        life.act("sign_for", unit=unit)
    return life


def answer(life: Life, unit: str = "住建局", grade: str = "A", **more: Value) -> Case:
    return life.act(
        "reply", unit=unit, document_no="1号", result_class=grade, text="办", override_reason="出差", **more
    )


def test_one_lead_only_and_no_unit_twice() -> None:
    life = Life()
    life.act("assign", unit="住建局", assist_units=["财政局"])
    assert (life.state, life.record["lead_unit"], life.record["assist_units"]) == ("assigned", "住建局", ["财政局"])
    with pytest.raises(Refusal, match="住建局主办，不能再有一家主办"):
        life.act("assign", unit="公安局")
    with pytest.raises(Refusal, match="不能再分办"):
        life.act("assign", unit="公安局", role="separate")
    with pytest.raises(Refusal, match="财政局已经在办"):
        life.act("assign", unit="财政局", role="assist")
    with pytest.raises(Refusal, match="还没有主办"):
        Life().act("assign", unit="财政局", role="assist")


def test_separate_units_each_reply_and_the_weakest_class_counts() -> None:
    life = handed("住建局", "公安局", role="separate")
    assert life.state == "in_hand"
    with pytest.raises(Refusal, match="有 2 家单位可以登记答复：住建局、公安局"):
        life.act("reply", document_no="1号", result_class="A", text="办")
    answer(life, "住建局", "A")
    assert (life.state, life.record["replied_on"]) == ("in_hand", None)
    answer(life, "公安局", "B")
    assert (life.state, life.record["result_class"], life.record["on_time"]) == ("replied", "B", True)
    assert [row["item"] for row in life.rows("promise")] == ["按答复的内容落实"]
    with pytest.raises(Refusal, match="财政局没有承办这件提案"):
        life.act("sign_for", unit="财政局")
    life.act("feedback", unit="住建局", attitude="1", result="1")
    assert life.state == "replied"
    life.act("feedback", attitude="1", result="2")
    assert (life.state, life.record["satisfaction"]) == ("feedback_given", "2")


def test_three_proposers_one_unhappy() -> None:
    life = handed("住建局", merged=("乙案", "丙案"))
    answer(life)
    told = life.act("ask_feedback")
    assert told.told == ["发出 3 份"]
    assert [row["case"] for row in life.rows("feedback")] == ["p", "乙案", "丙案"]
    with pytest.raises(Refusal, match="还有 3 份征询意见没有收回") as refused:
        life.act("feedback", attitude="1", result="1")
    assert refused.value.missing == ("case",)
    life.act("feedback", case="p", attitude="1", result="1")
    life.act("feedback", sponsor="乙案的", attitude="1", result="3")
    life.rules = {"close_needs_feedback": "0"}
    with pytest.raises(Refusal, match="不满意"):
        life.act("close")
    life.act("feedback", attitude="1", result="1")
    assert (life.state, life.record["satisfaction"]) == ("feedback_given", "3")
    life.act("rehandle", due_on="2026-09-01")
    assert life.state == "rehandling"
    answer(life, grade="A")
    assert life.state == "replied"
    life.act("feedback", case="乙案", attitude="1", result="2")
    assert (life.state, life.record["satisfaction"]) == ("feedback_given", "2")
    assert [row["result"] for row in life.rows("feedback") if row.get("superseded")] == ["3"]
    life.act("close")
    assert life.state == "closed"


def test_sent_back_late_is_taken_and_said_and_another_unit_takes_its_place() -> None:
    life = Life()
    life.act("assign", unit="住建局", assist_units=["财政局"])
    life.day = START + timedelta(13)
    case = life.act("send_back", unit="住建局", reason="不属职责", proposed_unit="公安局")
    assert case.warnings == ["交办后第 13 个工作日才退回，超过了 10 个工作日。已照样登记。"]
    assert (life.state, life.record["sent_back"]) == ("sent_back", True)
    life.act("reassign", unit="公安局")
    assert (life.state, life.record["lead_unit"], life.record["assist_units"]) == ("assigned", "公安局", ["财政局"])
    assert [(row["unit"], row["state"]) for row in life.rows("assignment")] == [
        ("住建局", "withdrawn"), ("财政局", "assigned"), ("公安局", "assigned"),
    ]  # fmt: skip


def test_a_unit_that_assists_can_come_to_lead() -> None:
    """改办 named it as the likely unit and then refused it."""
    life = Life()
    life.act("assign", unit="住建局", assist_units=["财政局", "公安局"])
    life.act("send_back", unit="住建局", reason="不属职责")
    life.act("reassign", instead_of="住建局", unit="财政局")
    assert (life.state, life.record["lead_unit"], life.record["assist_units"]) == ("assigned", "财政局", ["公安局"])
    with pytest.raises(Refusal, match="财政局已经在办这件提案"):
        life.act("reassign", instead_of="公安局", unit="财政局", role="assist")


def test_why_no_unit_can_take_a_step_is_said_for_each() -> None:
    life = Life()
    life.act("assign", unit="住建局", assist_units=["财政局"])
    life.act("sign_for", unit="财政局")
    with pytest.raises(Refusal, match="还没有单位可以登记答复：住建局还没有签收；财政局是会办。"):
        life.act("reply", document_no="1号", text="办了")
    with pytest.raises(Refusal, match="财政局是会办，不能登记答复"):
        life.act("reply", unit="财政局", document_no="1号", text="办了")
    with pytest.raises(Refusal, match="住建局是主办，不能登记会办意见"):
        life.act("assist", unit="住建局", text="同意")


def test_a_step_named_by_what_is_not_done_reads_as_one() -> None:
    with pytest.raises(Refusal, match="还不能登记“不予立案”：没有填不予立案理由"):
        Life("received").act("decline")


def test_an_assisting_unit_that_sent_it_back_holds_nobody_up_once_the_lead_replied() -> None:
    life = Life()
    life.act("assign", unit="住建局", assist_units=["财政局"])
    life.act("sign_for", unit="住建局")
    life.act("send_back", unit="财政局", reason="不属职责")
    assert life.state == "sent_back"
    answer(life)
    assert life.state == "replied"
    life.act("feedback", attitude="1", result="1")
    life.act("close")
    assert life.state == "closed"


def test_dissolved_unit_names_its_successor() -> None:
    life = Life()
    life.others = {"公安局": {"id": "公安局", "ended_on": "2026-01-01", "successor": "住建局"}}
    with pytest.raises(Refusal) as refused:
        life.act("assign", unit="公安局")
    assert (refused.value.what, refused.value.todo) == (
        "公安局已于 2026-01-01 撤销，不能交办。",
        "职责并入住建局，交给它。",
    )
    assert life.rows("assignment") == []


def test_a_hard_case_has_its_own_term_though_the_form_proposed_the_usual_one() -> None:
    life = Life()
    life.act("assign", unit="住建局", hard=True, due_on="2026-05-31")
    assert life.record["due_on"] == "2026-08-29"
    other = Life()
    other.act("assign", unit="住建局", hard=True, due_on="2026-07-01")
    assert (other.record["due_on"], other.rows("assignment")[0]["due_rule"]) == ("2026-07-01", "指定日期")


def test_extension_moves_the_due_date_and_keeps_the_old_one() -> None:
    life = handed("住建局")
    with pytest.raises(Refusal, match="不比原来的"):
        life.act("extend", due_on="2026-05-01", reason="难", approver="李")
    life.act("extend", due_on="2026-09-01", reason="难", approver="李")
    assert (life.record["due_on"], life.rows("extension")[0]["old_due_on"]) == ("2026-09-01", "2026-05-31")


@pytest.mark.parametrize(("day", "timely"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False)])
def test_on_time_is_decided_by_the_first_reply(day: date, timely: bool) -> None:
    life = handed("住建局")
    life.day = day
    answer(life)
    assert life.record["on_time"] is timely
    life.act("feedback", attitude="1", result="3")
    life.day = date(2026, 12, 1)
    life.act("rehandle", due_on="2026-12-31")
    answer(life)
    assert (life.record["on_time"], life.record["replied_on"]) == (timely, "2026-12-01")


def test_answers_one_by_one_make_the_reply() -> None:
    life = handed("住建局")
    life.act("reply", document_no="1号", item_1="已修", class_1="A", item_2="列入计划", class_2="B", override_reason="出差",
             promise="装灯 20 盏", promise_due_on="2026-12-01")  # fmt: skip
    assert [(r["number"], r["suggestion"], r["result_class"]) for r in life.rows("reply_item")] == [
        (1, "1. 修路。", "A"), (2, "2. 装灯。", "B"),
    ]  # fmt: skip
    assert life.rows("reply")[0]["text"] == "1. 已修\n2. 列入计划"
    assert (life.record["result_class"], life.rows("promise")[0]["item"]) == ("B", "装灯 20 盏")
    with pytest.raises(Refusal, match="没有销号的承诺"):
        life.act("keep_promise", promise="修桥", evidence="照片")
    life.act("keep_promise", evidence="照片")
    assert (life.rows("promise")[0]["state"], life.rows("promise")[0]["kept_on"]) == ("kept", "2026-03-02")


def test_closing_rules() -> None:
    life = handed("住建局")
    answer(life, grade="B")
    with pytest.raises(Refusal, match="1 份征询意见没有收回"):
        life.act("close")
    life.act("feedback", attitude="1", result="1")
    life.rules = {"close_needs_promises": "1"}
    with pytest.raises(Refusal, match="1 项承诺没有销号"):
        life.act("close")
    life.rules = {}
    life.act("close")
    with pytest.raises(Refusal, match="还不能登记落实：1 项承诺"):
        life.act("implement", note="建成")


def test_look_back_raises_and_keeps_both() -> None:
    life = handed("住建局")
    answer(life, grade="B")
    life.act("feedback", attitude="1", result="1")
    with pytest.raises(Refusal, match="只能往好的一类升"):
        life.act("look_back", kept="yes", raised_class="C")
    life.act("look_back", kept="yes", raised_class="A")
    assert (life.record["result_class"], life.record["raised_class"], life.state) == ("B", "A", "feedback_given")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"id": "p"}, "并入它自己"), ({"id": "q", "merged_into": "r"}, "已经并入别的"), ({"id": "q", "plenary": "10-02"}, "同一次会议"),
        ({"id": "q", "state": "declined"}, "不在办理当中"),
    ],
)  # fmt: skip
def test_what_a_case_cannot_be_merged_into(other: Row, said: str) -> None:
    life = Life("reviewed")
    row: Row = {"plenary": "10-03", "state": "docketed", "title": "乙", **other}
    life.others = {str(row["id"]): row}
    with pytest.raises(Refusal, match=said):
        life.act("merge", merged_into=row["id"])


def test_merged_and_taken_apart_again() -> None:
    life = Life("reviewed")
    life.others = {"q": {"id": "q", "plenary": "10-03", "state": "docketed", "title": "乙", "docket_no": "012"}}
    case = life.act("merge", merged_into="q")
    assert (life.state, case.told) == ("merged", ["并入第012号《乙》"])
    with_others = Life("reviewed", merged=("乙案",))
    with_others.others = life.others
    with pytest.raises(Refusal, match="反过来"):
        with_others.act("merge", merged_into="q")
    life.act("unmerge", note="不是一回事")
    assert (life.record["merged_into"], life.state) == (None, "reviewed")


@pytest.mark.parametrize(
    ("record", "entered", "lacks"),
    [
        ({"form": "2"}, {}, "joint_sponsors"), ({"form": "3", "collective": "民革"}, {}, "contact_person"),
        ({"form": "3", "collective": "民革", "contact_person": "李"}, {}, "sealed"),
        ({"form": "6", "collective": "农业界", "contact_person": "李", "sealed": True}, {"intake_period": "regular"}, "intake_period"),
    ],
)  # fmt: skip
def test_forms_have_their_rules_and_exceptions_have_reasons(record: Row, entered: Row, lacks: str) -> None:
    whole: Row = {"title": "甲", "analysis": "乙", "suggestions": "丙", **record}
    life = Life("draft", **whole)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refused:
        life.act("receive", **entered)
    assert lacks in refused.value.missing and "exception_reason" in refused.value.missing
    life.act("receive", **entered, exception_reason="会后补")
    assert life.state == "received"


def test_rows_from_before_version_3_go_on() -> None:
    life = Life("in_hand")
    life.children = {"assignment": [
        {"id": "a", "date": "2026-03-02", "unit": "公安局", "event": "交办", "due_on": "2026-06-02"},
        {"id": "b", "date": "2026-03-02", "unit": "住建局", "event": "改办", "due_on": "2026-06-03"},
        {"id": "c", "date": "2026-03-04", "event": "签收"},
    ]}  # fmt: skip
    answer(life)
    assert (life.state, life.record["lead_unit"], life.record["on_time"]) == ("replied", "住建局", True)
    assert [row.get("state") for row in life.rows("assignment")] == ["withdrawn", "replied", None]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []), ("修路。", ["修路。"]), ("一、修路\n宽五米\n二、装灯", ["一、修路\n宽五米", "二、装灯"]),
        ("（一）修路\n（二）装灯", ["（一）修路", "（二）装灯"]), ("1. 修 3.5 米路\n3.5 米以上的也修\n2. 灯", ["1. 修 3.5 米路\n3.5 米以上的也修", "2. 灯"]),
        ("2026 年以前办好", ["2026 年以前办好"]),
    ],
)  # fmt: skip
def test_suggestions_are_split_at_their_numbers(text: str, items: list[str]) -> None:
    assert split_suggestions(text) == items


STEPS = sorted(
    {move.name for move in MOVES if set(move.sources) & {"docketed", "in_hand", "replied", "feedback_given", "closed"}}
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(STEPS), st.sampled_from((*UNITS, None)), st.sampled_from(("lead", "separate", "assist")),
            st.sampled_from("ABC"), st.sampled_from("123"), st.integers(0, 40),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_whatever_is_tried_the_case_stays_whole(steps: list[tuple[str, str | None, str, str, str, int]]) -> None:
    """Any order of any steps: each is taken or refused in Chinese, and the facts always follow from the records."""
    life = Life(merged=("乙案",))
    for name, unit, role, grade, smile, days in steps:
        life.day += timedelta(days)
        before = (dict(life.record), {kind: [dict(row) for row in rows] for kind, rows in life.children.items()})
        due = (life.day + timedelta(30)).isoformat()
        try:
            life.act(name, unit=unit, role=role, result_class=grade, text="办", document_no="1号", override_reason="无", due_on=due,
                     attitude="1", result=smile, evidence="有", promise="修", reason="难", approver="李", note="好", method="01",
                     content="谈", withdraw_reason="撤", chosen_how="会", form="01", leader="李", words="办", kind="1", kept="yes",
                     merged_into=None)  # fmt: skip
        except Refusal as refused:
            assert refused.what.endswith("。")
            assert (life.record, dict(life.children)) == before
    assert life.state in {each.name for each in STATES}
    leads = [row for row in life.rows("assignment") if row.get("role") == "lead" and row["state"] != "withdrawn"]
    assert len(leads) <= 1
    if life.record.get("replied_on"):
        mains = [row for row in life.rows("assignment") if row["role"] != "assist" and row["state"] != "withdrawn"]
        assert all(row.get("replied_on") for row in mains)
    if life.state == "closed":
        assert life.record["satisfaction"] != "3"


@pytest.mark.parametrize(
    ("move", "day", "words", "more"),
    [
        ("sign_for", "2026-03-01", "交办日期 2026-03-02", {}), ("send_back", "2026-03-01", "交办日期 2026-03-02", {"reason": "不属"}),
        ("extend", "2026-03-01", "交办日期 2026-03-02", {"due_on": "2026-09-01", "reason": "大", "approver": "甲"}),
        ("contact", "2026-01-31", "收件日期 2026-02-01", {"method": "01", "content": "谈"}),
        ("assign", "2026-01-31", "收件日期 2026-02-01", {"unit": "财政局", "role": "assist"}),
    ],
)  # fmt: skip
def test_no_step_before_what_it_builds_on(move: str, day: str, words: str, more: dict[str, Value]) -> None:
    life = Life(received_on="2026-02-01")
    life.act("assign", unit="住建局")
    if move == "contact":
        life.act("sign_for")
    with pytest.raises(Refusal, match=f"的日期 {day} 在{words} 之前") as refused:
        life.act(move, **{"date": day, **more})
    assert refused.value.missing == ("date",)


def test_units_may_call_on_the_proposer_before_they_are_handed_the_case() -> None:
    life = handed("住建局", received_on="2026-02-01")
    life.act("contact", date="2026-02-20", method="01", content="先问了情况")
    assert life.record["face_to_face"] is True


def test_opinions_and_closing_come_after_the_reply() -> None:
    life = handed("住建局")
    with pytest.raises(Refusal, match="“登记答复”的日期 2026-03-01 在交办日期 2026-03-02 之前"):
        answer(life, date="2026-03-01")
    answer(life, date="2026-04-10")
    for move in ("ask_feedback", "feedback"):
        more = {"attitude": "1", "result": "1"} if move == "feedback" else {}
        with pytest.raises(Refusal, match="的日期 2026-04-09 在答复日期 2026-04-10 之前"):
            life.act(move, date="2026-04-09", **more)
    life.act("feedback", date="2026-04-10", attitude="1", result="1")
    with pytest.raises(Refusal, match="“办结”的日期 2026-04-09 在答复日期 2026-04-10 之前"):
        life.act("close", date="2026-04-09")
    life.act("close", date="2026-04-10")
    life.record = {**life.record, "closed_on": "2026-04-10"}
    with pytest.raises(Refusal, match="“归档”的日期 2026-04-09 在办结日期 2026-04-10 之前"):
        life.act("archive", date="2026-04-09")


def test_days_a_register_did_not_tell_stand_in_no_way() -> None:
    life = Life("assigned")
    life.children = {"assignment": [{"id": "a", "unit": "住建局", "role": "lead", "state": "assigned", "round": 1}]}
    life.act("sign_for", date="1999-01-01")
    answer(life, date="1999-01-01")
    assert life.state == "replied"


def test_another_unit_takes_over_the_role_and_no_second_one_leads() -> None:
    life = Life()
    life.act("assign", unit="住建局", assist_units=["财政局"])
    with pytest.raises(Refusal, match="住建局主办，不能再有一家主办"):
        life.act("reassign", instead_of="财政局", unit="公安局", role="lead")
    with pytest.raises(Refusal, match="还没有主办"):
        life.act("reassign", instead_of="住建局", unit="公安局", role="assist")
    life.act("reassign", instead_of="财政局", unit="公安局")
    assert (life.record["lead_unit"], life.record["assist_units"]) == ("住建局", ["公安局"])


@pytest.mark.parametrize("move", ["withdraw", "decline"])
def test_a_case_others_go_along_with_stays(move: str) -> None:
    more: dict[str, Value] = {"withdraw_reason": "合办"} if move == "withdraw" else {"ground": "10", "onward": "1"}
    with pytest.raises(Refusal, match="有 2 件提案并入了这一件（收件 乙《乙》、收件 丙《丙》）"):
        Life("received", merged=("乙", "丙")).act(move, **more)
    life = Life("received")
    life.act(move, **more)
    assert life.state in ("withdrawn", "declined")


def test_two_rows_of_one_unit_are_one_place() -> None:
    life = Life("assigned")
    life.children = {"assignment": [
        {"id": each, "unit": "住建局", "role": "separate", "state": "assigned", "round": 1} for each in "ab"
    ]}  # fmt: skip
    life.act("sign_for")
    life.act("sign_for")
    assert (life.state, life.record["separate_units"]) == ("in_hand", ["住建局"])
    answer(life)
    answer(life)
    life.act("feedback", attitude="1", result="1")
    assert life.state == "feedback_given"


def test_an_opinion_on_the_first_reply_may_come_in_after_the_second() -> None:
    life = handed("住建局", merged=("乙案",))
    answer(life, date="2026-03-10")
    life.act("feedback", case="p", date="2026-03-12", attitude="1", result="3")
    life.act("rehandle", date="2026-03-13", due_on="2026-09-01")
    answer(life, date="2026-04-10")
    life.act("feedback", case="乙案", date="2026-03-11", attitude="1", result="1")
    with pytest.raises(Refusal, match="在答复日期 2026-03-10 之前"):
        life.act("feedback", case="p", date="2026-03-09", attitude="1", result="1")
