"""The figures of proposals, each declared once: what is counted, of what, and how the base is called (domain.md §3).

And what of them waits for somebody on the first page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.agenda import AgendaCard, CalendarDays, DueList, Fact, MonthBars, NavCount
from cppcc_desktop.domain.description.conditions import (
    END,
    EVERYTHING,
    SOON,
    TODAY,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Named,
    Not,
    Span,
    Traited,
)
from cppcc_desktop.domain.description.figures import (
    BoardTable,
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    PartBars,
    ScopeKind,
    TrendBars,
)
from cppcc_desktop.nouns.proposals.case import ADOPTED, MAIN_ROLES, SATISFIED
from cppcc_desktop.nouns.proposals.entity import OWED, STILL_OPEN, UNIT_ENDED, is_unhappy
from cppcc_desktop.nouns.proposals.life import (
    DOCKETED,
    DONE,
    HANDED_OUT,
    IN_HAND,
    REPLIED,
    STATES,
    UNDER_REVIEW,
    WORKFLOW,
)

GROUPS = ("收件", "审查", "办理", "质量", "反馈", "督办")
PROPOSALS, ASSIGNMENTS, FORMS, PROMISES, MEMBERS = "proposals", "assignments", "feedback_forms", "promises", "members"

_PAST_DRAFT = tuple(each.name for each in STATES if each.name not in ("draft", "returned"))
# A case that was returned had come in before, unless it has neither number nor date. Old registers may have neither
# of any case.
RECEIVED = Either(
    Is("state", _PAST_DRAFT),
    Both(Is("state", "returned"), Filled("intake_no")),
    Both(Is("state", "returned"), Filled("received_on")),
)
COLLECTIVE = Traited("form", "collective")
WITH_UNIT = ("assigned", "in_hand", "sent_back", "replied")


def _rate(
    key: str,
    label: str,
    group: str,
    where: Condition,
    of: Condition,
    base: str,
    *,
    module: str = PROPOSALS,
    **more: object,
) -> Figure:
    return Figure(key=key, label=label, group=group, where=where, of=of, base=base, unit="%", module=module, **more)  # pyright: ignore[reportArgumentType]


def _count(key: str, label: str, group: str, where: Condition, *, module: str = PROPOSALS, **more: object) -> Figure:
    return Figure(key=key, label=label, group=group, where=where, module=module, **more)  # pyright: ignore[reportArgumentType]


_DOCKETED = Is("state", DOCKETED)
_WITH_MERGED = Is("state", (*DOCKETED, "merged"))
_REPLIED = Is("state", REPLIED)
_CAME_BACK = Either(Filled("date"), Filled("result"))  # a grade in an old register often lacks the day it came back
_IN_FORCE = Not(Is("superseded", 1))
_SENT = Both(_IN_FORCE, Either(Filled("sent_on"), *_CAME_BACK.parts))
_BACK = Both(_IN_FORCE, _CAME_BACK)
# of the term that is asked about, on the last day of it: who left later served
_SERVING = Both(Either(Is("joined_on", None), Span("joined_on", last=END)), Not(Span("left_on", last=END)))
_TAKING_PART = Both(_SERVING, Named("proposal", ("first_sponsor", "joint_sponsors"), RECEIVED))
_LATE = Span("due_on", before=TODAY)
_KEPT = Is("state", "kept")
_PROMISED = Either(_KEPT, Both(Is("state", "open"), Either(_LATE, Is("due_on", None))))  # what should be kept by now
_IN_TIME, _MET = Is("on_time", 1), Is("face_to_face", 1)
_DONE = Either(Is("state", "implemented"), Filled("implemented_on"))


def _due(answered: Condition, owed: Condition) -> Condition:
    """What should have been answered by now: what was, as far as it is known whether in time, and what is overdue."""
    return Either(Both(answered, Filled("on_time")), Both(owed, _LATE))


def _known_to_meet(field: str) -> Condition:
    """Of whom it is known whether somebody met the proposer: not of what a register told without a word of it.

    What rules out most cases stands first: the lists behind it are then never made.
    """
    return Either(
        _MET,
        Not(Named("step", ("proposal",), Is("move", WORKFLOW.taken_over), field)),
        Named("contact", ("proposal",), EVERYTHING, field),
        Named("reply", ("proposal",), Filled("override_reason"), field),
    )


_OF_TOLD = "占办复件数（没有记载的不计）"
_OF_RECEIVED, _OF_DOCKETED, _OF_REPLIED = "占收到件数", "占立案件数（并案后）", "占办复件数"
_OF_DUE = "占应办复件数（已办复和逾期的）"
_OF_BACK = "占收回的意见（重办前的不计）"

FIGURES: tuple[Figure, ...] = (
    _count("received", "收到提案", "收件", RECEIVED, short="收到"),
    _count("plenary_received", "大会提案", "收件", Both(RECEIVED, Is("intake_period", "plenary"))),
    _count("regular_received", "平时提案", "收件", Both(RECEIVED, Is("intake_period", "regular"))),
    _count("period_unknown", "大会平时没有填", "收件", Both(RECEIVED, Is("intake_period", None))),
    _count("collective", "集体提案", "收件", Both(RECEIVED, COLLECTIVE)),
    _count("member_sponsored", "委员提案", "收件", Both(RECEIVED, Filled("form"), Not(COLLECTIVE))),
    _rate("members_taking_part", "委员参与率", "收件", _TAKING_PART, _SERVING, "占本届在任委员（含联名）", module=MEMBERS,
          counted="人"),
    _count("under_review", "审查中", "审查", Is("state", UNDER_REVIEW)),
    _count("docketed", "立案（并案后件数）", "审查", _DOCKETED, short="立案"),
    _count("merged", "并案", "审查", Is("state", "merged")),
    _count("docketed_with_merged", "立案（含并案）", "审查", _WITH_MERGED),
    _rate("docket_rate", "立案率（并案后）", "审查", _DOCKETED, RECEIVED, _OF_RECEIVED, short="立案率"),
    _rate("docket_rate_with_merged", "立案率（含并案）", "审查", _WITH_MERGED, RECEIVED, _OF_RECEIVED),
    _count("declined", "不予立案", "审查", Is("state", "declined"), short="不立案"),
    _count("returned", "退回修改", "审查", Both(RECEIVED, Is("state", "returned"))),
    _count("withdrawn", "撤案", "审查", Is("state", "withdrawn")),
    _count("assigned", "交办", "办理", Is("state", HANDED_OUT)),
    _count("replied", "办复", "办理", _REPLIED),
    _rate("reply_rate", "办复率", "办理", _REPLIED, _DOCKETED, _OF_DOCKETED),
    _rate("close_rate", "办结率", "办理", Is("state", DONE), _DOCKETED, _OF_DOCKETED),
    _rate("on_time_rate", "按期办复率", "办理", Both(_REPLIED, _IN_TIME), _due(_REPLIED, Is("state", IN_HAND)), _OF_DUE,
          short="按期率"),
    _count("overdue", "逾期未复", "办理", Both(Is("state", IN_HAND), _LATE), late=True, short="逾期"),
    _count("sent_back", "退回改办", "办理", Both(_DOCKETED, Is("sent_back", 1))),
    _count("rehandled", "重新办理", "办理", Named("assignment", ("proposal",), Span("round", 2))),
    _rate("face_to_face_rate", "面商率", "办理", Both(_REPLIED, _MET), Both(_REPLIED, _known_to_meet("id")), _OF_TOLD),
    _rate("class", "{}", "质量", _REPLIED, _REPLIED, _OF_REPLIED, each="result_class"),
    _rate("class_unknown", "结果没有填", "质量", Both(_REPLIED, Is("result_class", None)), _REPLIED, _OF_REPLIED),
    _rate("adoption_rate", "采纳率", "质量", Both(_BACK, Traited("adoption", ADOPTED)), Both(_BACK, Filled("adoption")),
          "占写明采纳的意见（全部、部分都算）", module=FORMS, counted="份"),
    _rate("implemented_rate", "落实率（承诺）", "质量", _KEPT, _PROMISED, "占已兑现和已到时限的承诺事项",
          module=PROMISES, counted="项"),
    _count("implemented", "已落实", "质量", _DONE),
    _rate("implemented_case_rate", "落实率（提案）", "质量", Both(_REPLIED, _DONE), _REPLIED, _OF_REPLIED),
    _count("raised", "回头看升类", "质量", Filled("raised_class")),
    _count("feedback_sent", "发出征询", "反馈", _SENT, module=FORMS, unit="份"),
    _count("feedback_returned", "收回意见", "反馈", _BACK, module=FORMS, unit="份"),
    _rate("feedback_rate", "反馈率", "反馈", _BACK, _SENT, "占发出的征询（重办前的不计）", module=FORMS,
          counted="份"),
    _rate("satisfaction_rate", "满意率", "反馈", Both(_BACK, Traited("result", SATISFIED)), _BACK, _OF_BACK,
          module=FORMS, counted="份"),
    _rate("result", "对办理结果：{}", "反馈", _BACK, _BACK, _OF_BACK, module=FORMS, counted="份", each="result"),
    _rate("attitude", "对办理工作：{}", "反馈", _BACK, _BACK, _OF_BACK, module=FORMS, counted="份", each="attitude"),
    _count("key_cases", "重点提案", "督办", Is("is_key", 1)),
    _count("directives", "领导批示", "督办", Is("has_directive", 1)),
    _count("awards", "优秀提案", "督办", Is("awarded", 1)),
    _count("promises_open", "承诺未兑现", "督办", Is("state", "open"), module=PROMISES, unit="项"),
    _count("promises_overdue", "承诺到期未兑现", "督办", Both(Is("state", "open"), _LATE), module=PROMISES,
           unit="项", late=True),
    _count("promises_kept", "承诺已销号", "督办", _KEPT, module=PROMISES, unit="项"),
)  # fmt: skip

_HANDED = Is("state", WITH_UNIT)
_ANSWERED = Is("state", "replied")

_MAIN, _ASSIST = Is("role", MAIN_ROLES), Is("role", "assist")

# Of the units: one case counts once for each unit it was handed to.
UNIT_FIGURES: tuple[Figure, ...] = tuple(replace(each, only_by=each.only_by or ("unit", "unit_role")) for each in (
    _count("unit_total", "承办", "办理", _HANDED, module=ASSIGNMENTS),
    _count("unit_assisting", "其中会办", "办理", Both(_HANDED, _ASSIST), module=ASSIGNMENTS, only_by=("unit",)),
    _count("unit_signed", "已签收", "办理", Is("state", ("in_hand", "replied")), module=ASSIGNMENTS),
    _count("unit_overdue", "逾期", "办理", Both(OWED, _LATE), module=ASSIGNMENTS, late=True),
    _count("unit_soon", "快到期", "办理", Both(OWED, Span("due_on", TODAY, SOON)), module=ASSIGNMENTS),
    _count("unit_replied", "已办复", "办理", _ANSWERED, module=ASSIGNMENTS),
    _rate("unit_reply_rate", "办复率", "办理", Both(_MAIN, _ANSWERED), Both(_MAIN, _HANDED), "占该单位主办和分办的",
          module=ASSIGNMENTS),
    _rate("unit_on_time_rate", "按期办复率", "办理", Both(_MAIN, _ANSWERED, _IN_TIME), Both(_MAIN, _due(_ANSWERED, OWED)),
          "占该单位主办和分办里应办复的", module=ASSIGNMENTS, short="按期率"),
    _rate("unit_assist_on_time_rate", "会办按期率", "办理", Both(_ASSIST, _ANSWERED, _IN_TIME),
          Both(_ASSIST, _due(_ANSWERED, OWED)), "占该单位会办里应提出意见的", module=ASSIGNMENTS, short="会办按期"),
    _rate("unit_face_to_face_rate", "面商率", "办理", Both(_MAIN, _ANSWERED, _MET),
          Both(_MAIN, _ANSWERED, _known_to_meet("proposal")), "占该单位主办和分办里已办复的（没有记载的不计）", module=ASSIGNMENTS),
    _rate("unit_satisfaction_rate", "满意率（按件）", "办理", Both(_HANDED, Traited("satisfaction", SATISFIED)),
          Both(_HANDED, Filled("satisfaction")), "占该单位有征询意见的", module=ASSIGNMENTS, short="按件满意"),
    _count("unit_sent_back", "退回过", "办理", Filled("sent_back_on"), module=ASSIGNMENTS),
))  # fmt: skip


def _of_proposals(key: str, label: str, note: str = "") -> Dimension:
    """A field of the proposal; what belongs to proposals is counted by that of its proposal."""
    children = dict.fromkeys((ASSIGNMENTS, FORMS, PROMISES), (f"proposal.{key}",))
    return Dimension(key, label, {PROPOSALS: (key,), **children}, note=note)


DIMENSIONS = (
    _of_proposals("category", "类别"),
    _of_proposals("sector", "界别", "按收件那天提案人的界别"),
    _of_proposals("party", "党派", "按收件那天提案人的党派"),
    _of_proposals("special_committee", "专委会", "按收件那天提案人的专委会"),
    _of_proposals("township", "乡镇", "按收件那天提案人的乡镇"),
    _of_proposals("channel", "渠道"),
    _of_proposals("form", "形式"),
    replace(_of_proposals("intake_period", "大会平时"), key="period"),
    Dimension("unit", "承办单位", {
        PROPOSALS: ("lead_unit",), ASSIGNMENTS: ("unit",), FORMS: ("unit",), PROMISES: ("unit",),
    }),
    Dimension("unit_role", "承办单位和办理方式", {ASSIGNMENTS: ("unit", "role")}),
    replace(_of_proposals("plenary", "届次"), offered=False),
)  # fmt: skip

SHEET = FigureSheet(
    module=PROPOSALS,
    title="提案工作情况",
    groups=GROUPS,
    figures=(*FIGURES, *UNIT_FIGURES),
    dimensions=DIMENSIONS,
    headlines=("received", "docket_rate", "reply_rate", "face_to_face_rate", "satisfaction_rate"),
    columns=("received", "docketed", "docket_rate", "declined", "replied", "reply_rate", "on_time_rate", "overdue",
             "class", "satisfaction_rate"),
    main=("received", "docketed", "docket_rate", "replied", "reply_rate"),
    tables=(
        BoardTable(title="按单位看", note="一件提案有几家单位就算几次", by="unit_role",
                   columns=tuple(each.key for each in UNIT_FIGURES if "unit_role" in each.only_by),
                   main=("unit_total", "unit_replied", "unit_reply_rate", "unit_on_time_rate", "unit_overdue")),
    ),
    shares=("received", "docketed", "unit_total"),
    charts=(
        FigureBars(title="办理结果", note="办复 {n} 件", keys=("class",)),
        PartBars(title="单位按期办复", note="应办复最多的 {n} 家", key="unit_on_time_rate", by="unit", parts=("按期", "逾期")),
        TrendBars(title="历次会议", note="收到件数和立案率", key="received", beside="docket_rate", words="立案 {beside}"),
    ),
    scopes=(ScopeKind.PLENARY, ScopeKind.YEAR, ScopeKind.TERM, ScopeKind.ALL),
    year_words="收到的",
)  # fmt: skip


# What waits for somebody.

# with a unit that is no more: somebody has to hand it on
DISSOLVED = Both(Is("state", IN_HAND), Named("assignment", ("proposal",), UNIT_ENDED))

REVIEW, HANDLING = "审查交办", "办理反馈"


def say_received(row: Mapping[str, Any], _today: date) -> str:
    return f"最早收件 {short_date(row['received_on'])}" if row["received_on"] else "等着审查"


def call_first(row: Mapping[str, Any], today: date) -> str:
    """第071号等; a case of an old register may have no number."""
    return f"第{row['docket_no']}号等" if row["docket_no"] else say_title(row, today)


def say_title(row: Mapping[str, Any], _today: date) -> str:
    return str(row["title"])[:12]


def say_late(row: Mapping[str, Any], today: date) -> str:
    return f"最长逾期 {(today - date.fromisoformat(row['due_on'])).days} 天"


def say_day(words: str, name: str) -> Fact:
    """The words with the day of this field in place of {day}."""

    def say(row: Mapping[str, Any], _today: date) -> str:
        return words.format(day=short_date(row[name]))

    return say


def _card(key: str, label: str, where: Condition, **more: object) -> AgendaCard:
    return AgendaCard(key=key, label=label, where=where, **{"module": PROPOSALS, **more})  # pyright: ignore[reportArgumentType]


CARDS = (
    _card("received", "待初审", Is("state", ("received",)), fact=say_received, order="received_on", row=REVIEW),
    _card("joint", "待会审", Is("state", ("preliminary_reviewed",)), fact=say_received, order="received_on", row=REVIEW),
    _card("final", "待复审", Is("state", ("joint_reviewed",)), fact=say_received, order="received_on", row=REVIEW),
    _card("docketed", "待立案、交办", Is("state", ("reviewed", "docketed")), order="docket_no", row=REVIEW,
          parts=(("待立案", Is("state", ("reviewed",))), ("待交办", Is("state", ("docketed",))))),
    _card("sent_back", "单位退回、撤销", Either(Is("state", ("sent_back",)), DISSOLVED), fact=call_first, order="docket_no", row=REVIEW),
    _card("overdue", "逾期未复", SHEET.by_key["overdue"].where, fact=say_late, order="due_on", row=HANDLING, late=True,
          headline="今天先办 {count} 件逾期提案"),
    _card("soon", "{soon}日内到期", Both(Is("state", IN_HAND), Span("due_on", TODAY, SOON)), order="due_on", row=HANDLING,
          fact=say_day("最早 {day}", "due_on")),
    _card("replied", "待征询", Is("state", ("replied",)), order="replied_on", row=HANDLING,
          fact=say_day("最早答复 {day}", "replied_on")),
    _card("rehandling", "不满意待重办", Either(
        Is("state", "rehandling"), Both(Is("state", ("replied", "feedback_given")), is_unhappy("satisfaction")),
    ), fact=call_first, order="docket_no", row=HANDLING, late=True),
    _card("promises", "承诺到期", Both(SHEET.by_key["promises_overdue"].where, Filled("proposal.id")), module=PROMISES,
          order="due_on", row=HANDLING, fact=say_day("最早 {day}应兑现", "due_on")),
    _card("draft", "已保存未收件", Is("state", ("draft",)), fact=say_title, order="title"),
)  # fmt: skip

DUE = DueList(
    title="快到期和已逾期的提案",
    module=PROPOSALS,
    where=Is("state", IN_HAND),
    day="due_on",
    ahead=14,
    order=("due_on", "docket_no"),
    columns=(("docket_no", 64), ("title", 0), ("lead_unit", 104)),
    late_words="逾期未复",
    nothing="两周内没有到期的提案",
    opens="soon",
)

DAYS = (
    CalendarDays(label="应办复", group="应办复、到期", module=PROPOSALS, day="due_on", where=Is("state", IN_HAND),
                 late_words="逾期未复"),
    CalendarDays(label="承诺到期", group="应办复、到期", module=PROMISES, day="due_on",
                 where=Both(Is("state", "open"), Filled("proposal.id")), late_words="承诺逾期"),
)  # fmt: skip

REPLIES = MonthBars(
    title="今年提案办复",
    note="按答复月份",
    module=PROPOSALS,
    done_on="replied_on",
    due_on="due_on",
    begun_on="assigned_on",
    words="件立案已办复",
    rate="reply_rate",
)

# Those a unit sent back count twice: the sidebar has always said so, and every picture of it.
OPEN_CASES = NavCount(module=PROPOSALS, where=Is("state", (*UNDER_REVIEW, "docketed", "sent_back", *STILL_OPEN)))
