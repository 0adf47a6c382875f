"""What the words of a 提案台账 mean, and what a row makes of a case. Every name is made up."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.nouns.proposals.case import ProposalCase
from cppcc_desktop.nouns.proposals.codes import CODE_WORDS
from cppcc_desktop.nouns.proposals.register import words
from cppcc_desktop.nouns.proposals.register.bringing import Source, bring, differ, view
from cppcc_desktop.nouns.proposals.register.entry import ASIDE, LINE, RANK, FileReading, RegisterEntry, read_entry
from cppcc_desktop.nouns.proposals.register_columns import REGISTER
from cppcc_desktop.services.office.codes import CodeLists

TODAY = date(2026, 6, 8)
SOURCE = Source("“台账.xlsx”第 5 行", "2026-06-08", "周明礼", lambda name, value: f"{name} {value}")
TRAITS = {
    ("satisfaction", "1"): frozenset({"counts_as_satisfied"}),
    ("satisfaction", "2"): frozenset({"counts_as_satisfied"}),
}


def entry(tracks: bool = False, **raw: Value) -> RegisterEntry:
    return read_entry({"title": "关于甲的建议", **raw}, FileReading(TODAY, CodeLists(phrases=CODE_WORDS), 3, tracks))


def case_of(record: Row | None = None, **children: list[Row]) -> ProposalCase:
    numbers = count(1)
    start: Row = {"id": "c", "state": "draft", "plenary": "10-03", **(record or {})}
    return ProposalCase(Situation(start, children, {}, TODAY, traits=TRAITS), lambda: f"{next(numbers):04d}")


def told(tracks: bool = False, **raw: Value) -> dict[str, Value]:
    """An entry with names standing for ids."""
    read = entry(tracks, **raw)
    roles: dict[str, list[str]] = {}
    for name, role in read.units:
        roles.setdefault(role, []).append(name)
    more: dict[str, Value] = {"lead_unit": roles["lead"][0]} if "lead" in roles else {}
    more |= {f"{role}_units": list(roles[role]) for role in ("separate", "assist") if role in roles}
    return {**read.values, **more}


# words


@pytest.mark.parametrize("text, number", [
    ("第050号", "050"), ("50", "050"), ("050", "050"), ("大050", "大050"), ("大字第50号", "大字50"), ("第 7 号", "007"), ("12.0", "012"),
    ("１２", "012"), ("1234", "1234"),
])  # fmt: skip
def test_numbers_as_counties_write_them(text: str, number: str) -> None:
    assert words.read_number(text, 3) == number


def test_two_spellings_of_a_number() -> None:
    assert words.fold_number("050") == words.fold_number("50") and words.fold_number("大050") == words.fold_number(
        "大50"
    )
    assert words.fold_number("2026-0050") != words.fold_number("2026-50")  # a number of another form is another number


@pytest.mark.parametrize("text, state, onward, target", [
    ("立案", "docketed", "", ""), ("予以立案", "docketed", "", ""), ("√", "docketed", "", ""), ("立案（合并第12、15号）", "docketed", "", ""),
    ("并案", "merged", "", ""), ("合并", "merged", "", ""), ("并入第12号", "merged", "", "12"), ("与第012号合并办理", "merged", "", "012"),
    ("并入《关于修路的建议》", "merged", "", "关于修路的建议"), ("不予立案", "declined", "", ""), ("不立案", "declined", "", ""),
    ("未立案", "declined", "", ""), ("否", "declined", "", ""), ("不予立案，转社情民意", "declined", "1", ""), ("转社情民意", "declined", "1", ""),
    ("转来信", "declined", "2", ""), ("作来信处理", "declined", "2", ""), ("不予立案（退回提案人）", "declined", "3", ""),
    ("退回", "returned", "", ""), ("退回修改", "returned", "", ""), ("撤案", "withdrawn", "", ""), ("提案人撤回", "withdrawn", "", ""),
    ("初审通过", "preliminary_reviewed", "", ""), ("会审通过", "joint_reviewed", "", ""), ("拟立案", "reviewed", "", ""),
    ("待审查", "received", "", ""), ("待交办", "docketed", "", ""), ("转为意见和建议", "declined", "2", ""),
    ("不同意立案", "declined", "", ""), ("不宜立案", "declined", "", ""), ("同意立案", "docketed", "", ""), ("准予立案", "docketed", "", ""),
])  # fmt: skip
def test_conclusions(text: str, state: str, onward: str, target: str) -> None:
    assert words.read_conclusion(text) == words.Conclusion(state, onward, target)


@pytest.mark.parametrize("text", ["暂缓立案", "暂不立案", "拟不予立案", "建议不立案", "暂未立案"])
def test_what_is_not_decided_yet_is_no_conclusion(text: str) -> None:
    """立案 stands in all of them."""
    assert words.read_conclusion(text) is None
    assert f"看不出“{text}”" in entry(conclusion=text).unread["conclusion"]


@pytest.mark.parametrize("text, state", [
    ("无法落实", None), ("暂未答复", "open"), ("不能按期办结", "open"), ("正在落实", None), ("部分落实", None), ("逐步落实", None),
    ("计划落实", None), ("拟于年底办结", "open"), ("未答复", "open"), ("尚未办结", "open"), ("已落实", "implemented"), ("落实", "implemented"),
    ("已办结", "closed"), ("已答复", "replied"), ("答复中", "open"), ("未归档", None), ("已归档", "archived"), ("在办", "in_hand"),
    ("正在办理", "in_hand"), ("立案", "docketed"), ("已立案", "docketed"), ("未反馈", None), ("已反馈", "feedback_given"), ("基本落实", "implemented"),
])  # fmt: skip
def test_progress_that_is_denied_or_still_to_come(text: str, state: str | None) -> None:
    assert words.read_progress(text) == state


def test_a_class_that_is_denied_is_asked_about() -> None:
    """未解决 counted as A类 and the case as answered."""
    read = entry(docket_no="1", lead_unit="县公安局", result_class="未解决")
    assert read.state == "in_hand" and "result_class" not in read.values
    assert read.unread == {"result_class": "看不出“未解决”是哪一种办理结果，这一格没有读。"}


def test_a_conclusion_nobody_understands_is_left_unread() -> None:
    read = entry(conclusion="另议")
    assert read.unread == {"conclusion": "看不出“另议”是什么审查结果，这一格没有读。"} and read.state == "draft"


@pytest.mark.parametrize("text, code", [
    ("A", "A"), ("b类", "B"), ("Ｃ", "C"), ("A类（已解决）", "A"), ("解决或采纳", "A"), ("已解决或基本解决", "A"), ("列入计划拟解决", "B"),
    ("正在解决", "B"), ("留作参考", "C"), ("暂不能解决", "C"), ("D", "D"), ("已办复", None), ("甲", None), ("基本满意", None),
    # a word that is denied, or of what is still to come
    ("未解决", None), ("未采纳", None), ("没有解决", None), ("暂未解决", None), ("待解决", None), ("解决不了", "C"), ("不采纳", None),
    ("不予采纳", None), ("未落实", None), ("尚未落实", None), ("未列入计划", None), ("正在办理", None), ("无法解决", "C"), ("难以落实", "C"),
    ("部分采纳", "B"), ("逐步落实", "B"), ("计划落实", "B"), ("基本解决", "A"), ("已全部落实", "A"), ("已落实，正在完善", "A"),
    ("部分解决，部分正在解决", None), ("解决方案待定", None), ("以后解决", "C"), ("纳入规划", "B"),
])  # fmt: skip
def test_classes(text: str, code: str | None) -> None:
    assert words.read_class(text) == code


def test_grades_and_what_is_none() -> None:
    assert [words.read_grade(each) for each in ("满意", "很满意", "基本满意", "不满意", "了解", "理解")] == [
        "1", "1", "2", "3", None, None
    ]  # fmt: skip
    read = entry(satisfaction="理解")
    assert read.unread["satisfaction"].startswith("看不出“理解”") and "satisfaction" not in read.values


@pytest.mark.parametrize("text, names, collective, more", [
    ("张立", ("张立",), "", False), ("张 立", ("张立",), "", False), ("张立 李四海", ("张立", "李四海"), "", False),
    ("张立、李四海等5人", ("张立", "李四海"), "", True), ("张立（民革）", ("张立",), "", False), ("张立\n李四海", ("张立", "李四海"), "", False),
    ("民革示例县支部", (), "民革示例县支部", False), ("县工商联", (), "县工商联", False), ("第三界别小组", (), "第三界别小组", False),
    ("教育界", (), "教育界", False), ("阿依·古兰", ("阿依·古兰",), "", False), ("民盟示例县支部、县妇联", (), "民盟示例县支部、县妇联", False),
])  # fmt: skip
def test_sponsors(text: str, names: tuple[str, ...], collective: str, more: bool) -> None:
    assert words.read_sponsors(text) == words.Sponsors(names, collective, more)


@pytest.mark.parametrize("collective, form", [
    ("民革示例县支部", "3"), ("县工商联", "4"), ("第三界别小组", "7"), ("教育界", "6"), ("提案委员会", "5"), ("云水镇联络站", "8"), ("某某会", None)
])  # fmt: skip
def test_the_form_a_name_tells(collective: str, form: str | None) -> None:
    assert words.find_form(collective, 0) == form


def test_units_and_their_roles() -> None:
    assert words.read_units("县教育局（主办）、县财政局(会办)") == (("县教育局", "lead"), ("县财政局", "assist"))
    assert words.read_units("主办：县教育局；会办：县财政局、县民政局") == (
        ("县教育局", "lead"), ("县财政局", "assist"), ("县民政局", "assist")
    )  # fmt: skip
    assert words.read_units("县民政局（老龄办）\n县 财政局") == (("县民政局(老龄办)", ""), ("县财政局", ""))
    assert entry(lead_unit="县教育局、县财政局").units == [("县教育局", "separate"), ("县财政局", "separate")]
    assert entry(lead_unit="县教育局（牵头）、县财政局").units == [("县教育局", "lead"), ("县财政局", "assist")]


@pytest.mark.parametrize(
    "text, key", [("十届三次", "10-03"), ("第十届第三次会议", "10-03"), ("10-3", "10-03"), ("十一届二次会议", "11-02")]
)
def test_plenaries(text: str, key: str) -> None:
    found = words.read_plenary(text)
    assert found and found.key == key


def test_a_year_is_no_plenary() -> None:
    assert (
        words.read_plenary("2026年度") is None and words.read_year("2026年度") == 2026 and words.read_year("26") is None
    )


# rows


@pytest.mark.parametrize("raw, state", [
    ({}, "draft"), ({"intake_no": "7"}, "received"), ({"received_on": "2026-01-20"}, "received"), ({"docket_no": "5"}, "docketed"),
    ({"conclusion": "立案"}, "docketed"), ({"conclusion": "立案", "lead_unit": "县教育局"}, "in_hand"),
    ({"conclusion": "立案", "lead_unit": "县教育局", "handled": "未办复"}, "in_hand"), ({"docket_no": "5", "handled": "已办复"}, "replied"),
    ({"docket_no": "5", "handled": "在办"}, "in_hand"), ({"docket_no": "5", "result_class": "B"}, "replied"),
    ({"docket_no": "5", "result_class": "已办复"}, "replied"), ({"docket_no": "5", "satisfaction": "不满意"}, "feedback_given"),
    ({"docket_no": "5", "closed_on": "√"}, "closed"), ({"docket_no": "5", "closed_on": "2026-05-01"}, "closed"),
    ({"docket_no": "5", "implemented_on": "已落实"}, "implemented"), ({"docket_no": "5", "handled": "已办结"}, "closed"),
    ({"conclusion": "不予立案", "docket_no": None}, "declined"), ({"merged_into": "第12号"}, "merged"), ({"state": "待复审"}, "joint_reviewed"),
    ({"conclusion": "撤案", "docket_no": "5", "lead_unit": "县教育局"}, "withdrawn"), ({"state": "已归档"}, "archived"),
])  # fmt: skip
def test_how_far_a_row_gets(raw: dict[str, Value], state: str) -> None:
    assert entry(**{name: value for name, value in raw.items() if value is not None}).state == state


def test_without_a_mark_in_the_column_of_signing_a_unit_has_not_signed() -> None:
    assert entry(True, docket_no="5", lead_unit="县教育局").state == "assigned"
    assert entry(True, docket_no="5", lead_unit="县教育局", signed_on="√").state == "in_hand"
    assert entry(True, docket_no="5", lead_unit="县教育局", signed_on="未签收").state == "assigned"


def test_what_is_still_to_come_has_not_happened() -> None:
    read = entry(docket_no="5", lead_unit="县教育局", replied_on="2026-07-01", due_on="2026-09-01")
    assert read.state == "in_hand" and read.unread == {"replied_on": "答复日期 2026-07-01 还没有到，这一格没有读。"}
    assert read.values["due_on"] == "2026-09-01"


def test_a_declined_case_has_no_units() -> None:
    read = entry(conclusion="不予立案", lead_unit="县教育局", replied_on="2026-05-01")
    assert read.units == [] and "replied_on" not in read.values and "按“不予立案”登记" in read.notes[0]


def test_an_answer_that_is_denied_elsewhere_is_noted() -> None:
    read = entry(docket_no="5", handled="未办复", replied_on="2026-05-01")
    assert read.state == "replied" and read.notes == ["办复情况写着没有办复，可是另有答复的内容；按已答复登记。"]


def test_long_words_about_the_handling_are_kept_as_a_remark() -> None:
    read = entry(docket_no="5", lead_unit="县教育局", handled="县教育局已于三月到现场看过，正在做方案", remark="跟踪")
    assert read.values["remark"] == "县教育局已于三月到现场看过，正在做方案；跟踪" and not read.unread


WORDS = st.one_of(
    st.sampled_from(["", "立案", "并案", "并入第3号", "不予立案", "退回", "撤案", "√", "×", "是", "否", "A类", "满意", "已办复", "未办复", "在办",
                     "办结", "县教育局", "县教育局、县财政局", "张立", "2026-03-05", "3月5日", "面商", "050", "民革示例县支部"]),
    st.text(st.characters(exclude_categories=("C", "Z")), max_size=12),
)  # fmt: skip
RAW = st.dictionaries(
    st.sampled_from([spec.name for spec in REGISTER if not spec.codes and spec.name != "title"]), WORDS, max_size=12
)


def test_a_notice_with_an_assisting_unit_alone_tells_nothing_new_the_second_time() -> None:
    values, case = told(notice_no="立案", assist_units="立案"), case_of()
    bring(case, values, SOURCE)
    again = case_of(case.record, **{kind: list(rows) for kind, rows in case.children.items()})
    assert differ(again, values) == ({}, {})


def test_a_day_of_feedback_alone_is_recorded_once() -> None:
    values, case = told(feedback_on="2026-03-05"), case_of()
    bring(case, values, SOURCE)
    again = case_of(case.record, **{kind: list(rows) for kind, rows in case.children.items()})
    assert differ(again, values) == ({}, {}) and [row["date"] for row in case.all("feedback")] == ["2026-03-05"]


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw builds all characters there are
@given(RAW)
def test_any_words_give_a_state_and_a_case_that_agrees_with_itself(raw: dict[str, str]) -> None:
    """Nothing crashes, every state is one of the life's, and the same row a second time tells nothing new."""
    days = {spec.name for spec in REGISTER if spec.kind.value == "date"}
    clean = {name: value for name, value in raw.items() if name not in days or words.read_day(value, TODAY)}
    clean = {name: words.read_day(value, TODAY) or value if name in days else value for name, value in clean.items()}
    values = told(**clean)
    assert values["state"] in (*LINE, *ASIDE, "sent_back", "rehandling")
    case = case_of()
    bring(case, values, SOURCE)
    assert case.record["state"] == values["state"]
    again = case_of(case.record, **{kind: list(rows) for kind, rows in case.children.items()})
    assert differ(again, values) == ({}, {})


@given(RAW, RAW)
def test_telling_more_never_takes_a_case_back(first: dict[str, str], second: dict[str, str]) -> None:
    days = {spec.name for spec in REGISTER if spec.kind.value == "date"}
    rows = [{n: v for n, v in raw.items() if n not in days} for raw in (first, second)]
    one, both = entry(**rows[0]), entry(**{**rows[1], **rows[0]})
    if one.state in RANK and both.state in RANK and not {"handled", "state"} & set(rows[1]):
        assert RANK[both.state] >= RANK[one.state]


# cases


def test_a_case_with_its_whole_past() -> None:
    case = case_of()
    bring(case, told(
        docket_no="5", received_on="2026-01-20", conclusion="立案", docketed_on="2026-02-01", lead_unit="县教育局", assist_units="县财政局",
        assigned_on="2026-03-05", due_on="2026-06-05", notice_no="政办〔2026〕1号", face_to_face="走访", contact_on="2026-04-01",
        replied_on="2026-05-20", reply_no="教函〔2026〕3号", result_class="B", satisfaction="满意", feedback_on="2026-06-01", adoption="部分采纳",
        is_key="是", supervisor="王主席", awarded="√", closed_on="2026-06-02", remark="跟踪",
    ), SOURCE)  # fmt: skip
    record = case.record
    assert {name: record[name] for name in ("state", "docket_no", "lead_unit", "assist_units", "assigned_on", "due_on", "replied_on",
            "result_class", "satisfaction", "adoption", "on_time", "face_to_face", "is_key", "awarded", "closed_on")} == {
        "state": "closed", "docket_no": "005", "lead_unit": "县教育局", "assist_units": ["县财政局"], "assigned_on": "2026-03-05",
        "due_on": "2026-06-05", "replied_on": "2026-05-20", "result_class": "B", "satisfaction": "1", "adoption": "2", "on_time": True,
        "face_to_face": True, "is_key": True, "awarded": True, "closed_on": "2026-06-02",
    }  # fmt: skip
    (reply,) = case.all("reply")
    assert (reply["document_no"], reply["result_class"], reply.get("text")) == ("教函〔2026〕3号", "B", None)
    assert [row["state"] for row in case.all("assignment")] == ["replied", "replied"]
    steps = [(row["move"], row["date"]) for row in case.all("step")]
    assert steps == [("receive", "2026-01-20"), ("docket", "2026-02-01"), ("assign", "2026-03-05"), ("contact", "2026-04-01"),
                     ("reply", "2026-05-20"), ("feedback", "2026-06-01"), ("close", "2026-06-02"), ("register", "2026-06-08")]  # fmt: skip
    last = str(case.all("step")[-1]["words"])
    assert (
        last.startswith("据“台账.xlsx”第 5 行登记：conclusion 立案")
        and "remark 跟踪" in last
        and case.all("step")[-1]["by"] == "周明礼"
    )


def test_no_day_is_made_up() -> None:
    case = case_of()
    bring(case, told(docket_no="5", lead_unit="县教育局", handled="已办复", result_class="A"), SOURCE)
    assert (case.record["state"], case.record["replied_on"], case.record["on_time"]) == ("replied", None, None)
    assert case.record["result_class"] == "A" and case.all("assignment")[0].get("date") is None
    assert [row["move"] for row in case.all("step")] == ["register"]


def test_facts_without_a_unit_stand_on_the_case() -> None:
    case = case_of()
    bring(case, told(docket_no="5", replied_on="2026-05-20", result_class="C", satisfaction="不满意"), SOURCE)
    assert not case.all("assignment") and case.record["state"] == "feedback_given"
    assert [case.record[name] for name in ("replied_on", "result_class", "satisfaction", "lead_unit")] == [
        "2026-05-20",
        "C",
        "3",
        None,
    ]


def test_later_columns_become_new_records() -> None:
    case = case_of()
    bring(case, told(docket_no="5", lead_unit="县教育局", assigned_on="2026-03-05", due_on="2026-06-05"), SOURCE)
    later = told(docket_no="5", lead_unit="县教育局", assigned_on="2026-03-05", due_on="2026-06-05", replied_on="2026-06-07",
                 result_class="A")  # fmt: skip
    added, other = differ(case, later)
    assert added == {"replied_on": "2026-06-07", "result_class": "A", "state": "replied"} and other == {}
    bring(case, added, SOURCE)
    assert (case.record["state"], case.record["on_time"], len(case.all("assignment"))) == ("replied", False, 1)
    assert [row["move"] for row in case.all("step")] == ["assign", "register", "reply", "register"]


def test_a_case_that_got_further_says_nothing_new() -> None:
    case = case_of()
    bring(
        case,
        told(docket_no="5", lead_unit="县教育局", replied_on="2026-05-20", result_class="A", satisfaction="满意"),
        SOURCE,
    )
    assert differ(case, told(docket_no="5", conclusion="立案", lead_unit="县教育局", handled="在办")) == ({}, {})


def test_what_contradicts_is_told_apart() -> None:
    case = case_of()
    bring(case, told(docket_no="5", lead_unit="县教育局", replied_on="2026-05-20", result_class="B"), SOURCE)
    added, other = differ(
        case, told(docket_no="5", lead_unit="县财政局", replied_on="2026-05-20", result_class="A", satisfaction="满意")
    )
    assert other == {"result_class": "A", "lead_unit": "县财政局"} and added == {
        "satisfaction": "1",
        "state": "feedback_given",
    }
    assert differ(case, told(conclusion="不予立案"))[1] == {"state": "declined"}
    bring(case, {"result_class": "A", "lead_unit": "县财政局"}, SOURCE)
    assert (case.record["lead_unit"], case.record["result_class"]) == ("县财政局", "A")
    assert [(row["unit"], row["state"]) for row in case.all("assignment")] == [
        ("县教育局", "withdrawn"),
        ("县财政局", "replied"),
    ]


def test_what_was_left_behind_is_no_contradiction() -> None:
    """An extension, a unit that sent it back, a grade before the rehandling."""
    case = case_of(
        {"state": "in_hand"},
        assignment=[{"id": "a", "unit": "甲", "state": "withdrawn", "role": "lead", "round": 1},
                    {"id": "b", "unit": "乙", "state": "in_hand", "role": "lead", "due_on": "2026-09-05", "round": 1}],
        extension=[{"id": "e", "old_due_on": "2026-06-05", "due_on": "2026-09-05"}],
    )  # fmt: skip
    case.record |= {"lead_unit": "乙", "due_on": "2026-09-05"}
    assert differ(case, {"state": "in_hand", "lead_unit": "甲", "due_on": "2026-06-05"}) == ({}, {})


def test_a_fact_added_to_one_unit_does_not_move_another() -> None:
    case = case_of(
        {"state": "sent_back"},
        assignment=[{"id": "a", "unit": "甲", "state": "sent_back", "role": "separate", "round": 1},
                    {"id": "b", "unit": "乙", "state": "in_hand", "role": "separate", "round": 1}],
    )  # fmt: skip
    bring(case, {"is_key": True}, SOURCE)
    assert [row["state"] for row in case.all("assignment")] == ["sent_back", "in_hand"] and view(case)["is_key"]
