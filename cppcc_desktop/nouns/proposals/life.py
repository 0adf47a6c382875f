"""The life of a 提案: states, moves and what they demand (domain.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cppcc_desktop.domain.cases.life import (
    ECHO,
    JOINED,
    PARTED,
    About,
    Beginning,
    Move,
    Offer,
    Past,
    State,
    Subject,
    Workflow,
)
from cppcc_desktop.domain.cases.numbers import Numbering
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Field, Kind, Row
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.grants import Grant
from cppcc_desktop.nouns.proposals import grants, records, steps
from cppcc_desktop.nouns.proposals.case import LIVE, OPEN, ProposalCase, call_case
from cppcc_desktop.nouns.proposals.corrections import CORRECTIONS, INSTEAD
from cppcc_desktop.nouns.proposals.due import find_due, find_rehandling_due
from cppcc_desktop.nouns.proposals.handling import (
    OfUnits,
    list_callers,
    list_mains,
    list_replaced,
    list_unasked,
    list_unhappy,
    of_units,
    pick_unit,
)
from cppcc_desktop.nouns.proposals.suggestions import split_suggestions, strip_number

UNDER_REVIEW = ("received", "preliminary_reviewed", "joint_reviewed", "reviewed")
IN_HAND = ("assigned", "in_hand", "rehandling", "sent_back")
DONE = ("closed", "implemented", "archived")
REPLIED = ("replied", "feedback_given", *DONE)
HANDED_OUT = (*IN_HAND, *REPLIED)
DOCKETED = ("docketed", *HANDED_OUT)


def refuse_incomplete(situation: Situation) -> Refusal | None:
    """A proposal is received with a title, a text, suggestions and a proposer, as its form demands."""
    record = situation.record
    labels = {"title": "案由", "form": "提案形式", "analysis": "情况与分析", "suggestions": "建议"}
    missing = [name for name in labels if not record.get(name)]
    if not record.get("first_sponsor") and not record.get("collective"):
        missing.append("first_sponsor")
        labels["first_sponsor"] = "第一提案人（或集体名称）"
    if missing:
        words = "、".join(labels[name] for name in missing)
        return Refusal(f"还不能收件：没有填{words}。", missing=missing, todo="补全内容、保存后再收件。")
    if situation.entered.get("exception_reason"):
        return None
    return refuse_unfit_form(situation)


def refuse_unfit_form(situation: Situation) -> Refusal | None:
    """Joint ones have joint sponsors, collective ones a name, a contact person and a seal; some are for plenaries only."""
    record, form = situation.record, situation.record.get("form")
    lacks: dict[str, str] = {}
    if situation.has_trait("proposal_form", form, "joint") and not record.get("joint_sponsors"):
        lacks["joint_sponsors"] = "联名人"
    if situation.has_trait("proposal_form", form, "collective"):
        needs = {"collective": "集体名称", "contact_person": "联系人", "sealed": "盖章"}
        lacks |= {name: label for name, label in needs.items() if not record.get(name)}
    if lacks:
        return Refusal(f"这种形式的提案还缺：{'、'.join(lacks.values())}。", missing=[*lacks, "exception_reason"],
                       todo="补上再收件；确实没有的，写明例外原因也可以收。")  # fmt: skip
    regular = situation.entered.get("intake_period") == "regular"
    if regular and situation.has_trait("proposal_form", form, "plenary_only"):
        return Refusal("这种形式的提案只在大会期间提出。", missing=("intake_period", "exception_reason"),
                       todo="改成大会提案，或换一种形式；要破例的写明原因。")  # fmt: skip
    return None


def refuse_wrong_stage(situation: Situation) -> Refusal | None:
    """No stage of review may be skipped: the stage entered must be the one that is due."""
    due = {"received": "preliminary", "preliminary_reviewed": "joint", "joint_reviewed": "final"}
    names = {"preliminary": "初审", "joint": "会审", "final": "复审", **situation.stages}
    expected = due[str(situation.record["state"])]
    stage = situation.entered.get("stage")
    if stage in (None, expected):
        return None
    return Refusal(
        f"不能跳过{names[expected]}：现在轮到{names[expected]}。", missing=("stage",), todo=f"先登记{names[expected]}。"
    )


def refuse_past_due(situation: Situation) -> Refusal | None:
    """A due date lies after the assignment."""
    due, start = situation.entered.get("due_on"), situation.entered.get("date")
    if due and start and str(due) <= str(start):
        return Refusal(f"应办复日 {due} 不在交办日 {start} 之后。", missing=("due_on",), todo="改一下应办复日。")
    return None


def refuse_early_opinion(situation: Situation) -> Refusal | None:
    """Before the day they went out no opinions come back."""
    sent, back = situation.entered.get("sent_on"), situation.entered.get("date")
    if sent and back and str(back) < str(sent):
        return Refusal(f"收回日期 {back} 在发出日期 {sent} 之前。", missing=("date",), todo="改一下日期。")
    return None


STATES = (
    State(name="draft", label="草稿", tone="none"),
    State(name="received", label="待初审", tone="wait", step="received", awaits="preliminary"),
    State(name="returned", label="退回修改", tone="bad", step="received"),
    State(
        name="preliminary_reviewed", label="待会审", tone="wait", step="received", towards="docketed", awaits="joint"
    ),
    State(name="joint_reviewed", label="待复审", tone="wait", step="received", towards="docketed", awaits="final"),
    State(name="reviewed", label="待立案", tone="wait", step="received", towards="docketed"),
    State(name="docketed", label="待交办", tone="wait", step="docketed"),
    State(name="merged", label="已并案", tone="none", step="docketed", settled=True, rests=True),
    State(name="declined", label="不予立案", tone="none", step="docketed", settled=True),
    State(name="withdrawn", label="已撤案", tone="none", step="docketed", settled=True, rests=True, void=True),
    State(name="assigned", label="待签收", tone="wait", step="assigned", owes="due_on", owed="应办复"),
    State(name="sent_back", label="单位退回", tone="bad", step="assigned"),
    State(name="in_hand", label="办理中", tone="go", step="in_hand", owes="due_on", owed="应办复"),
    State(name="rehandling", label="不满意重办", tone="bad", step="in_hand", owes="due_on", owed="应办复"),
    State(name="replied", label="待征询", tone="wait", step="replied"),
    State(name="feedback_given", label="已反馈", tone="ok", step="feedback"),
    State(name="closed", label="已办结", tone="ok", step="closed", settled=True),
    State(name="implemented", label="已落实", tone="ok", step="closed", settled=True),
    State(name="archived", label="已归档", tone="ok", step="closed", settled=True, rests=True),
)

# What moves ask for that is a field of no record.
EXTRA = {
    each.name: each
    for each in (
        Field(name="exception_reason", label="例外原因", kind=Kind.LONG_TEXT, limit=500),
        Field(name="withdraw_reason", label="撤案理由", kind=Kind.LONG_TEXT, limit=1000),
        Field(name="instead_of", label="原承办单位", kind=Kind.REFERENCE, target="unit"),
        Field(name="promise", label="承诺事项", kind=Kind.LONG_TEXT, limit=1000),
        Field(name="promise_due_on", label="兑现时限", kind=Kind.DATE),
        Field(name="evidence", label="销号依据", kind=Kind.LONG_TEXT, limit=1000),
        Field(name="receiver", label="转送单位", limit=100),
        Field(name="sent_as", label="转送文号或编号", limit=60),
        Field(name="told_how", label="告知方式", kind=Kind.CODE, codes="contact_method"),
        Field(name="note", label="说明", kind=Kind.LONG_TEXT, limit=2000),
    )
}

# What steps ask that is an assignment's.
_OF_UNITS = (
    "unit",
    "contact_person",
    "reason",
    "proposed_unit",
    "role",
    "hard",
    "due_on",
    "notice_no",
    "meeting",
    "offices",
)

_TICKS = ("qualified", "well_formed", "sound")
_SUGGESTED = ("suggested_lead", "suggested_assist", "suggest_key")
_HANDED = ("in_hand", "assigned", "rehandling", "sent_back")  # the most likely first: refusals name it
_FOR_UNITS = ("unit", "role", "assist_units", "date", "hard", "due_on", "notice_no", "meeting", "offices")
_RECORDED = (*DOCKETED, "merged")


# what steps build on


def find_receipt(case: ProposalCase, _move: Move) -> tuple[str, object]:
    return "收件日期", case.situation.record.get("received_on")


def find_assignment(case: ProposalCase, move: Move) -> tuple[str, object]:
    """面商 does not build on it: many units call on the proposer beforehand (办前)."""
    rows = [row for row in case.all("assignment") if row.get("unit") == case.entered("unit")]
    rows = [row for row in rows if row.get("state") in LIVE] or rows
    return "交办日期", (rows[-1] if rows else pick_unit(case, move)).get("date")


def find_first_reply(case: ProposalCase, move: Move) -> tuple[str, object]:
    """An opinion on the first reply may come in after a second one."""
    unit = case.entered("unit")
    rows = [row for row in case.all("reply") if row.get("date") and unit in (None, row.get("unit"))]
    first = min((str(row["date"]) for row in rows), default=None)
    return ("答复日期", first) if first else find_last_reply(case, move, min)


def find_last_reply(case: ProposalCase, _move: Move, which: Any = max) -> tuple[str, object]:
    unit = case.entered("unit")
    days = [str(row["replied_on"]) for row in case.mains() if row.get("replied_on") and unit in (None, row["unit"])]
    return "答复日期", which(days, default=None)


def find_closing(case: ProposalCase, _move: Move) -> tuple[str, object]:
    return "办结日期", case.situation.record.get("closed_on")


# what steps are about


def list_opinions(case: ProposalCase) -> Sequence[Subject]:
    """Opinions that have not come back: which proposer on which unit."""
    title = case.situation.title
    found: list[Subject] = []
    for unit, of in case.outstanding():
        row = case.one_of(of)
        sponsor = str(row.get("first_sponsor") or "")
        who = str(row.get("collective") or "") or (title(sponsor) if sponsor else "")
        found.append(Subject(
            {"unit": unit, "case": of, **({"sponsor": sponsor} if sponsor else {})},
            {"unit": title(unit), "case": f"{who} {call_case(row)}".strip(), "sponsor": title(sponsor)}, title(unit), who,
        ))  # fmt: skip
    return found


def list_promises(case: ProposalCase) -> Sequence[Subject]:
    """承诺事项 that are neither kept nor dropped."""
    rows = [row for row in case.all("promise") if row.get("state") == "open"]
    items = [(str(row["id"]), str(row.get("item") or "")) for row in rows]
    return [Subject({"promise": record}, {"promise": item}, who=item) for record, item in items]


OPINIONS = About(
    fields=("unit", "case"),
    subjects=list_opinions,
    reads=("assignment", "feedback"),
    implied=("sponsor",),
    who="提案人",
)
OPEN_PROMISES = About(
    fields=("promise",), subjects=list_promises, reads=("promise",), who="承诺事项", needed=False, always=True
)
REPLACED = About(fields=("instead_of",), subjects=list_replaced, reads=("assignment",), needed=False, always=True)
UNASKED = About(
    fields=("unit",), subjects=list_unasked, reads=("assignment", "feedback"), needed=False, splits=False
)  # fmt: skip
UNHAPPY = About(fields=("unit",), subjects=list_unhappy, reads=("assignment", "feedback"), needed=False)
MAINS = About(fields=("unit",), subjects=list_mains, reads=("assignment",), needed=False, bars=False)
CALLERS = OfUnits(
    fields=("unit",), subjects=list_callers, reads=("assignment",), states=("in_hand", "assigned", "replied")
)


# what is proposed


def propose_receipt(beginning: Beginning) -> Row:
    period = beginning.record.get("intake_period") or beginning.rules.plenary.period(beginning.day)
    return {"intake_period": period}


def propose_ticks(_beginning: Beginning) -> Row:
    return dict.fromkeys(_TICKS, True)


def propose_assignment(beginning: Beginning) -> Row:
    """By itself, 改办 keeps the role of the unit that gives the case up."""
    role = "assist" if beginning.record.get("lead_unit") else "lead"
    due = find_due(beginning.rules, role, False, beginning.day)[0]
    return {"offices": beginning.rules.settings["issuing_offices"], "role": role, "due_on": due}


def propose_due(beginning: Beginning) -> Row:
    return {"due_on": find_due(beginning.rules, "lead", False, beginning.day)[0]}


def propose_rehandling(beginning: Beginning) -> Row:
    return {"due_on": find_rehandling_due(beginning.rules, beginning.day)}


def answer_items(record: Row) -> Sequence[Field]:
    """答复 one by one: an answer and a class for each numbered suggestion, if there are several."""
    items = split_suggestions(str(record.get("suggestions") or ""))
    if not 1 < len(items) <= 30:
        return ()
    made: list[Field] = []
    for number, text in enumerate(items, start=1):
        group = f"第 {number} 条建议：{strip_number(' '.join(text.split()))}"
        made.append(
            Field(
                name=f"item_{number}",
                label=f"第 {number} 条答复",
                kind=Kind.LONG_TEXT,
                limit=20_000,
                group=group,
                lines=2,
            )
        )
        made.append(
            Field(
                name=f"class_{number}", label=f"第 {number} 条结果", kind=Kind.CODE, codes="result_class", group=group
            )
        )
    return made


def _county(*, after: tuple[Past, ...] = (), permission: Grant, **parts: Any) -> Move:
    """Steps of a proposal are the county's, and none is earlier than its receipt."""
    return Move(county_only=True, permission=permission, after=(find_receipt, *after), **parts)


_REVIEWING, _UNITS, _HANDLING, _DONE, _KEY = "审查", "承办单位", "办理", "办结以后", "重点督办表彰"

INTAKE = (
    Move(
        name="receive", label="收件", sources=("draft", "returned"), target="received", permission=grants.RECEIVE,
        county_only=True, asks=("date", "channel", "intake_period", "exception_reason"), sets=("channel", "intake_period"),
        dates="received_on", issues="intake_no", guard=refuse_incomplete, effect=steps.take_receive,
        proposed=propose_receipt, fills=("intake_period",), tells=("channel", "intake_period", "exception_reason"),
        exceptions=("exception_reason",),
        retracts=True, offer=Offer(group=_REVIEWING, main=True, remarked=True),
    ),
    *(
        _county(
            name="review", label=label, sources=(source,), target=target, permission=grants.REVIEW, records=records.REVIEW,
            asks=("date", "reviewer", *_TICKS, "opinion", *_SUGGESTED, "transcribed"), required=("opinion",),
            fixed={"stage": stage, "conclusion": "通过"}, guard=refuse_wrong_stage, stage=stage, proposed=propose_ticks,
            tells=("reviewer", "opinion", "suggested_lead", "suggested_assist"), offer=Offer(group=_REVIEWING, main=True),
        )
        for label, source, target, stage in (
            ("初审", "received", "preliminary_reviewed", "preliminary"),
            ("会审", "preliminary_reviewed", "joint_reviewed", "joint"),
            ("复审", "joint_reviewed", "reviewed", "final"),
        )
    ),
    _county(
        name="return", label="退回修改", sources=UNDER_REVIEW, target="returned", permission=grants.REVIEW,
        records=records.REVIEW, asks=("date", "reviewer", "opinion"), required=("opinion",),
        fixed={"conclusion": "退回修改"}, tells=("opinion",), tone="bad", offer=Offer(group=_REVIEWING, rank=7),
    ),
    _county(
        name="merge", label="并案", sources=(*UNDER_REVIEW, "docketed"), target="merged", permission=grants.DOCKET,
        records=records.REVIEW, asks=("merged_into", "date", "reviewer", "opinion"), required=("merged_into",),
        fixed={"conclusion": "并案"}, effect=steps.take_merge, tells=("opinion",), offer=Offer(group=_REVIEWING, rank=11),
    ),
    _county(
        name="decline", label="不予立案", sources=UNDER_REVIEW, target="declined", permission=grants.DOCKET,
        records=records.REVIEW, asks=("date", "reviewer", "ground", "onward", "opinion"), required=("ground", "onward"),
        fixed={"conclusion": "不予立案"}, effect=steps.take_decline, tells=("ground", "onward", "opinion"), retracts=True,
        offer=Offer(group=_REVIEWING, rank=8),
    ),
    _county(
        name="docket", label="立案", sources=("reviewed",), target="docketed", permission=grants.DOCKET,
        asks=("date", "category"), required=("category",), sets=("category",), dates="docketed_on", issues="docket_no",
        tells=("category",), retracts=True, offer=Offer(group=_REVIEWING, main=True),
    ),
    _county(
        name="unmerge", label="撤销并案", sources=("merged",), permission=grants.DOCKET, asks=("date", "note"),
        required=("note",), effect=steps.take_unmerge, tells=("note",), offer=Offer(group=_REVIEWING, rare=True),
    ),
    _county(
        name="withdraw", label="撤案", sources=(*UNDER_REVIEW, "docketed", *IN_HAND), target="withdrawn",
        permission=grants.DOCKET, asks=("date", "withdraw_reason"), required=("withdraw_reason",),
        effect=steps.take_withdraw, tells=("withdraw_reason",), retracts=True, offer=Offer(group=_REVIEWING, rare=True),
    ),
    _county(
        name="pass_on", label="登记转送", sources=("declined",), permission=grants.DOCKET,
        asks=("date", "receiver", "sent_as", "note"), required=("receiver",), tells=("receiver", "sent_as", "note"),
        offer=Offer(group=_REVIEWING, main=True),
    ),
    _county(
        name="notify", label="告知提案人", sources=("declined", "merged", "returned", "withdrawn"), permission=grants.HANDLE,
        asks=("date", "told_how", "note"), required=("told_how",), tells=("told_how", "note"),
        offer=Offer(group=_REVIEWING, rank=15),
    ),
)  # fmt: skip

WITH_UNITS = (
    _county(
        name="assign", label="交办", sources=("docketed",), permission=grants.ASSIGN, asks=_FOR_UNITS, required=("unit",),
        guard=refuse_past_due, effect=steps.take_assign, proposed=propose_assignment, tells=("notice_no",), echoed=True,
        retracts=True, offer=Offer(group=_UNITS, main=True),
    ),
    _county(
        name="assign", label="加承办单位", sources=_HANDED, permission=grants.ASSIGN, asks=_FOR_UNITS, required=("unit",),
        guard=refuse_past_due, effect=steps.take_assign, proposed=propose_assignment, tells=("notice_no",), echoed=True,
        offer=Offer(group=_UNITS, rare=True),
    ),
    _county(
        name="reassign", label="改办", sources=("sent_back", "assigned", "in_hand", "rehandling"), permission=grants.ASSIGN,
        asks=("instead_of", "unit", "role", "date", "hard", "due_on", "notice_no"), required=("unit",), about=REPLACED,
        guard=refuse_past_due, effect=steps.take_reassign, proposed=propose_due, tells=("notice_no",), echoed=True,
        offer=Offer(group=_UNITS, rank=10, sooner={"assigned": 1}, main=True),
    ),
    _county(
        name="sign_for", label="签收", sources=("assigned", "in_hand", "sent_back", "replied", "rehandling"),
        permission=grants.HANDLE, asks=("unit", "date", "contact_person", "transcribed"), about=of_units("assigned"),
        after=(find_assignment,), effect=steps.take_sign_for, tells=("contact_person",),
        offer=Offer(group=_UNITS, rank=0, main=True, paper=True, column_group="签收"),
    ),
    _county(
        name="send_back", label="单位退回", sources=_HANDED, permission=grants.HANDLE,
        asks=("unit", "date", "reason", "proposed_unit"), required=("reason",), about=of_units(*OPEN),
        after=(find_assignment,), effect=steps.take_send_back, tells=("reason", "proposed_unit"), tone="bad",
        offer=Offer(group=_UNITS, rank=9, sooner={"assigned": 0}, column_group="退回"),
    ),
    _county(
        name="extend", label="延期", sources=_HANDED, permission=grants.ASSIGN, records=records.EXTENSION,
        asks=("unit", "date", "due_on", "reason", "approver"), required=("due_on", "reason", "approver"),
        about=of_units(*OPEN), after=(find_assignment,), guard=refuse_past_due, effect=steps.take_extend,
        tells=("due_on", "reason", "approver"), offer=Offer(group=_UNITS, rank=4, sooner={"assigned": 2}),
    ),
    _county(
        name="contact", label="登记面商", sources=(*_HANDED, *REPLIED), permission=grants.HANDLE,
        records=records.CONTACT, asks=("unit", "date", "phase", "method", "place", "people", "content", "transcribed"),
        required=("method", "content"), about=CALLERS, effect=steps.take_contact, tells=("method", "people", "content"),
        offer=Offer(group=_HANDLING, rank=2, rare_in=REPLIED, paper=True, column_group="面商沟通"),
    ),
    _county(
        name="assist", label="登记会办意见", sources=(*_HANDED, *REPLIED),
        permission=grants.HANDLE, records=records.ASSIST_OPINION, asks=("unit", "date", "document_no", "text", "transcribed"),
        required=("text",), about=of_units(*OPEN, roles=("assist",)), after=(find_assignment,),
        effect=steps.take_assist, tells=("document_no", "text"), offer=Offer(
            group=_HANDLING, rank=3, rare_in=REPLIED[1:], paper=True, column_group="会办",
        ),
    ),
    _county(
        name="reply", label="登记答复", sources=_HANDED, permission=grants.HANDLE, records=records.REPLY,
        asks=("unit", "date", "document_no", "signer", "result_class", "text", "override_reason", "promise",
              "promise_due_on", "copies", "transcribed"),
        required=("document_no",), about=of_units("in_hand", roles=("lead", "separate")), after=(find_assignment,),
        effect=steps.take_reply, items=answer_items, exceptions=("override_reason",), tells=("document_no", "result_class", "override_reason"),
        echoed=True, offer=Offer(group=_HANDLING, rank=1, main=True, paper=True, column_group="答复"),
    ),
)  # fmt: skip

AFTERWARDS = (
    _county(
        name="feedback", label="登记征询意见", sources=("replied", *DONE), permission=grants.HANDLE,
        records=records.FEEDBACK, required=("attitude", "result"), about=OPINIONS, after=(find_first_reply,),
        asks=("unit", "case", "sponsor", "sent_on", "date", "attitude", "result", "adoption", "words", "filled_by", "transcribed"),
        guard=refuse_early_opinion, effect=steps.take_feedback, echoed=True,
        tells=("attitude", "result", "adoption", "words"), offer=Offer(
            group=_HANDLING, main=True, rare_in=DONE, paper=True
        ),
    ),
    _county(
        name="ask_feedback", label="发出征询", sources=("replied",), permission=grants.HANDLE, records=records.FEEDBACK,
        asks=("unit", "date"), about=UNASKED, after=(find_last_reply,), effect=steps.take_ask_feedback,
        offer=Offer(group=_HANDLING, rank=5, labels={"date": "发出日期"}),
    ),
    _county(
        name="rehandle", label="重新办理", sources=("feedback_given", "replied"), permission=grants.ASSIGN,
        asks=("unit", "date", "due_on"), required=("due_on",), about=UNHAPPY, after=(find_last_reply,),
        guard=refuse_past_due, effect=steps.take_rehandle, proposed=propose_rehandling, fills=("due_on",),
        tells=("due_on",), echoed=True, offer=Offer(group=_HANDLING, rank=6, first_in=("feedback_given",)),
    ),
    _county(
        name="close", label="办结", sources=("feedback_given",), target="closed", permission=grants.CLOSE, asks=("date", "note"),
        dates="closed_on", after=(find_last_reply,), effect=steps.take_close, tells=("note",), echoed=True,
        offer=Offer(group=_DONE, rank=12, main=True),
    ),
    _county(
        name="close", label="办结", sources=("replied",), target="closed", permission=grants.CLOSE, asks=("date", "note"),
        dates="closed_on", after=(find_last_reply,), effect=steps.take_close, tells=("note",), echoed=True,
        offer=Offer(group=_DONE, rank=12, rare=True),
    ),
    _county(
        name="implement", label="登记落实", sources=("closed",), target="implemented", permission=grants.CLOSE,
        asks=("date", "note"), required=("note",), dates="implemented_on", after=(find_closing,),
        effect=steps.take_implement, tells=("note",), echoed=True, after_closing=True, offer=Offer(group=_DONE, main=True),
    ),
    _county(
        name="archive", label="归档", sources=("closed", "implemented"), target="archived", permission=grants.CLOSE,
        asks=("date", "note"), dates="archived_on", after=(find_closing,), effect=steps.take_archive, tells=("note",),
        echoed=True, after_closing=True, retracts=True, offer=Offer(group=_DONE, rank=13),
    ),
    _county(
        name="look_back", label="登记回头看", sources=("feedback_given", "closed", "implemented", "archived"),
        permission=grants.HANDLE, records=records.LOOKBACK, asks=("unit", "date", "kept", "raised_class", "visitor", "words"),
        required=("kept",), about=MAINS, effect=steps.take_look_back, tells=("kept", "raised_class", "words"),
        after_closing=True, offer=Offer(group=_DONE, rank=14),
    ),
    _county(
        name="add_promise", label="记入承诺清单", sources=("replied", "feedback_given", "closed"), permission=grants.HANDLE,
        asks=("unit", "date", "promise", "promise_due_on"), required=("promise",), about=MAINS,
        effect=steps.take_promise, tells=("promise", "promise_due_on"), offer=Offer(group=_HANDLING, rare=True),
    ),
    *(
        _county(
            name=name, label=label, permission=grants.HANDLE, asks=("promise", "date", "evidence"), required=("evidence",),
            sources=("replied", "feedback_given", "closed", *_HANDED, "implemented", "archived"), about=OPEN_PROMISES,
            effect=steps.end_promise(state), tells=("evidence",), after_closing=True, offer=Offer(group=_HANDLING, rare=True),
        )
        for name, label, state in (("keep_promise", "承诺销号", "kept"), ("drop_promise", "承诺取消", "dropped"))
    ),
    _county(
        name="choose_key", label="列为重点", sources=("reviewed", *_RECORDED), permission=grants.DOCKET, records=records.KEY_CASE,
        asks=("date", "chosen_how", "meeting", "supervisor", "leader", "goal", "measures", "responsible", "deadline"),
        required=("chosen_how",), tells=("chosen_how", "meeting", "supervisor", "leader"), offer=Offer(group=_KEY, rare=True),
    ),
    _county(
        name="supervise", label="登记督办", sources=_RECORDED, permission=grants.HANDLE, records=records.SUPERVISION,
        asks=("date", "form", "people", "place", "content", "result"), required=("form", "content"),
        tells=("form", "people", "content", "result"), offer=Offer(group=_KEY, rare=True),
    ),
    _county(
        name="direct", label="登记批示", sources=(*UNDER_REVIEW, *_RECORDED, "declined"), permission=grants.HANDLE,
        records=records.DIRECTIVE, asks=("date", "leader", "post", "words"), required=("leader", "words"),
        tells=("leader", "post", "words"), after_closing=True, offer=Offer(group=_KEY, rare=True),
    ),
    _county(
        name="award", label="登记表彰", sources=_RECORDED, permission=grants.CLOSE, records=records.AWARD,
        asks=("date", "kind", "document_no", "words"), required=("kind",), tells=("kind", "document_no", "words"),
        after_closing=True, offer=Offer(group=_KEY, rare=True),
    ),
)  # fmt: skip

MOVES = (*INTAKE, *WITH_UNITS, *AFTERWARDS)
NONE = "无"  # how the setting says that there is no prefix


def docket_prefix(record: Row, settings: Any, _day: str) -> str:
    """What stands before the digits of a 案号: 平时提案 may have a run of their own."""
    if record.get("intake_period") == "regular" and settings["docket_run"] == "separate":
        return settings["regular_prefix"]
    return "" if settings["docket_prefix"] == NONE else settings["docket_prefix"]


WORKFLOW = Workflow(
    entity="proposal",
    states=STATES,
    moves=MOVES,
    steps="step",
    milestones=(
        ("received", "收件"),
        ("docketed", "审查立案"),
        ("assigned", "交办"),
        ("in_hand", "办理中"),
        ("replied", "答复"),
        ("feedback", "征询"),
        ("closed", "办结"),
    ),
    asked={
        **{name: records.ASSIGNMENT.by_name[name] for name in _OF_UNITS}, **EXTRA,
        "transcribed": records.REPLY.by_name["transcribed"], "date": records.STEP.by_name["date"],
    },
    case=ProposalCase,
    along="merged_into",
    call=call_case,
    proposers=("collective", "first_sponsor"),
    handlers=("lead_unit",),
    numbers=(
        Numbering(name="docket_no", label="案号", width="docket_width", called="第{}号", example="047", prefix=docket_prefix),
        Numbering(name="intake_no", label="收件号", width="intake_width", called="收件 {}", example="2026-0132", by_year=True,
                  prefix=lambda _record, _settings, day: f"{day[:4]}-"),
    ),
    corrections=CORRECTIONS,
    instead=INSTEAD,
    events={ECHO: "随主案办理", JOINED: "并案", PARTED: "撤销并案", "register": "据台账登记"},
    on_paper="transcribed",
    taken_over="register",
    restarts=("rehandling", "in_hand"),
)  # fmt: skip
