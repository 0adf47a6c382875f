"""The life of a 提案: states, moves and what they demand (domain.md §3)."""

from __future__ import annotations

from typing import Any

from cppcc_desktop.domain.cases.life import Move, Situation, State, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import Refusal

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
    State(name="preliminary_reviewed", label="待会审", tone="wait", step="received", awaits="joint"),
    State(name="joint_reviewed", label="待复审", tone="wait", step="received", awaits="final"),
    State(name="reviewed", label="待立案", tone="wait", step="received"),
    State(name="docketed", label="待交办", tone="wait", step="docketed"),
    State(name="merged", label="已并案", tone="none", step="docketed"),
    State(name="declined", label="不予立案", tone="none", step="docketed"),
    State(name="withdrawn", label="已撤案", tone="none", step="docketed"),
    State(name="assigned", label="待签收", tone="wait", step="assigned"),
    State(name="sent_back", label="单位退回", tone="bad", step="assigned"),
    State(name="in_hand", label="办理中", tone="go", step="in_hand"),
    State(name="rehandling", label="不满意重办", tone="bad", step="in_hand"),
    State(name="replied", label="待征询", tone="wait", step="replied"),
    State(name="feedback_given", label="已反馈", tone="ok", step="feedback"),
    State(name="closed", label="已办结", tone="ok", step="closed"),
    State(name="implemented", label="已落实", tone="ok", step="closed"),
    State(name="archived", label="已归档", tone="ok", step="closed"),
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

_TICKS = ("qualified", "well_formed", "sound")
_SUGGESTED = ("suggested_lead", "suggested_assist", "suggest_key")
_HANDED = ("in_hand", "assigned", "rehandling", "sent_back")  # the most likely first: refusals name it
_FOR_UNITS = ("unit", "role", "assist_units", "date", "hard", "due_on", "notice_no", "meeting", "offices")
_RECORDED = (*DOCKETED, "merged")


def _county(**parts: Any) -> Move:
    """Steps of a proposal are the county's."""
    return Move(county_only=True, **parts)


INTAKE = (
    _county(
        name="receive", label="收件", sources=("draft", "returned"), target="received", permission="proposal.receive",
        asks=("date", "channel", "intake_period", "exception_reason"), sets=("channel", "intake_period"),
        issues="intake_no", guard=refuse_incomplete, main=True, tells=("channel", "intake_period", "exception_reason"),
    ),
    *(
        _county(
            name="review", label=label, sources=(source,), target=target, permission="proposal.review",
            records="review", asks=("date", "reviewer", *_TICKS, "opinion", *_SUGGESTED, "transcribed"), required=("opinion",),
            fixed={"stage": stage, "conclusion": "通过"}, guard=refuse_wrong_stage, main=True, stage=stage,
            tells=("reviewer", "opinion", "suggested_lead", "suggested_assist"),
        )
        for label, source, target, stage in (
            ("初审", "received", "preliminary_reviewed", "preliminary"),
            ("会审", "preliminary_reviewed", "joint_reviewed", "joint"),
            ("复审", "joint_reviewed", "reviewed", "final"),
        )
    ),
    _county(
        name="return", label="退回修改", sources=UNDER_REVIEW, target="returned", permission="proposal.review",
        records="review", asks=("date", "reviewer", "opinion"), required=("opinion",),
        fixed={"conclusion": "退回修改"}, tells=("opinion",),
    ),
    _county(
        name="merge", label="并案", sources=(*UNDER_REVIEW, "docketed"), target="merged", permission="proposal.docket",
        records="review", asks=("merged_into", "date", "reviewer", "opinion"), required=("merged_into",),
        fixed={"conclusion": "并案"}, tells=("opinion",),
    ),
    _county(
        name="decline", label="不予立案", sources=UNDER_REVIEW, target="declined", permission="proposal.docket",
        records="review", asks=("date", "reviewer", "ground", "onward", "opinion"), required=("ground", "onward"),
        fixed={"conclusion": "不予立案"}, tells=("ground", "onward", "opinion"),
    ),
    _county(
        name="docket", label="立案", sources=("reviewed",), target="docketed", permission="proposal.docket",
        asks=("date", "category"), required=("category",), sets=("category",), issues="docket_no", main=True, tells=("category",),
    ),
    _county(
        name="unmerge", label="撤销并案", sources=("merged",), permission="proposal.docket", asks=("date", "note"),
        required=("note",), tells=("note",), rare=True,
    ),
    _county(
        name="withdraw", label="撤案", sources=(*UNDER_REVIEW, "docketed", *IN_HAND), target="withdrawn",
        permission="proposal.docket", asks=("date", "withdraw_reason"), required=("withdraw_reason",),
        tells=("withdraw_reason",), rare=True,
    ),
    _county(
        name="pass_on", label="登记转送", sources=("declined",), permission="proposal.docket",
        asks=("date", "receiver", "sent_as", "note"), required=("receiver",), tells=("receiver", "sent_as", "note"), main=True,
    ),
    _county(
        name="notify", label="告知提案人", sources=("declined", "merged", "returned", "withdrawn"), permission="proposal.handle",
        asks=("date", "told_how", "note"), required=("told_how",), tells=("told_how", "note"),
    ),
)  # fmt: skip

WITH_UNITS = (
    _county(
        name="assign", label="交办", sources=("docketed",), permission="proposal.assign", asks=_FOR_UNITS,
        required=("unit",), guard=refuse_past_due, main=True, tells=("notice_no",),
    ),
    _county(
        name="assign", label="加承办单位", sources=_HANDED, permission="proposal.assign", asks=_FOR_UNITS,
        required=("unit",), guard=refuse_past_due, tells=("notice_no",), rare=True,
    ),
    _county(
        name="reassign", label="改办", sources=("sent_back", "assigned", "in_hand", "rehandling"),
        permission="proposal.assign", asks=("instead_of", "unit", "role", "date", "hard", "due_on", "notice_no"),
        required=("unit",), guard=refuse_past_due, tells=("notice_no",), unit_states=("sent_back", "assigned", "in_hand"), main=True,
    ),
    _county(
        name="sign_for", label="签收", sources=("assigned", "in_hand", "sent_back", "replied", "rehandling"),
        permission="proposal.handle", asks=("unit", "date", "contact_person", "transcribed"), main=True,
        tells=("contact_person",), unit_states=("assigned",),
    ),
    _county(
        name="send_back", label="单位退回", sources=_HANDED, permission="proposal.handle",
        asks=("unit", "date", "reason", "proposed_unit"), required=("reason",), tells=("reason", "proposed_unit"),
        unit_states=("assigned", "in_hand"),
    ),
    _county(
        name="extend", label="延期", sources=_HANDED, permission="proposal.assign", records="extension",
        asks=("unit", "date", "due_on", "reason", "approver"), required=("due_on", "reason", "approver"),
        guard=refuse_past_due, tells=("due_on", "reason", "approver"), unit_states=("assigned", "in_hand"),
    ),
    _county(
        name="contact", label="登记面商", sources=_HANDED, permission="proposal.handle", records="contact",
        asks=("unit", "date", "phase", "method", "place", "people", "content", "transcribed"),
        required=("method", "content"), tells=("method", "people", "content"), unit_states=("in_hand",),
    ),
    _county(
        name="assist", label="登记会办意见", sources=(*_HANDED, "replied"), permission="proposal.handle",
        records="assist_opinion", asks=("unit", "date", "document_no", "text", "transcribed"), required=("text",),
        tells=("document_no", "text"), unit_states=("assigned", "in_hand"), unit_roles=("assist",),
    ),
    _county(
        name="reply", label="登记答复", sources=_HANDED, permission="proposal.handle", records="reply",
        asks=("unit", "date", "document_no", "signer", "result_class", "text", "override_reason", "promise",
              "promise_due_on", "copies", "transcribed"),
        required=("document_no",), main=True, tells=("document_no", "result_class", "override_reason"),
        unit_states=("in_hand",), unit_roles=("lead", "separate"),
    ),
)  # fmt: skip

AFTERWARDS = (
    _county(
        name="feedback", label="登记征询意见", sources=("replied",), permission="proposal.handle", records="feedback",
        asks=("unit", "case", "sponsor", "sent_on", "date", "attitude", "result", "adoption", "words", "filled_by", "transcribed"),
        required=("attitude", "result"), guard=refuse_early_opinion, main=True,
        tells=("attitude", "result", "adoption", "words"),
    ),
    _county(
        name="ask_feedback", label="发出征询", sources=("replied",), permission="proposal.handle", records="feedback",
        asks=("unit", "date"),
    ),
    _county(
        name="rehandle", label="重新办理", sources=("feedback_given", "replied"), permission="proposal.assign",
        asks=("unit", "date", "due_on"), required=("due_on",), guard=refuse_past_due, tells=("due_on",),
    ),
    _county(
        name="close", label="办结", sources=("feedback_given",), target="closed", permission="proposal.close",
        asks=("date", "note"), main=True, tells=("note",),
    ),
    _county(
        name="close", label="办结", sources=("replied",), target="closed", permission="proposal.close",
        asks=("date", "note"), tells=("note",), rare=True,
    ),
    _county(
        name="implement", label="登记落实", sources=("closed",), target="implemented", permission="proposal.close",
        asks=("date", "note"), required=("note",), tells=("note",), main=True,
    ),
    _county(
        name="archive", label="归档", sources=("closed", "implemented"), target="archived", permission="proposal.close",
        asks=("date", "note"), tells=("note",),
    ),
    _county(
        name="look_back", label="登记回头看", sources=("feedback_given", "closed", "implemented", "archived"),
        permission="proposal.handle", records="lookback", asks=("unit", "date", "kept", "raised_class", "visitor", "words"),
        required=("kept",), tells=("kept", "raised_class", "words"),
    ),
    _county(
        name="add_promise", label="记入承诺清单", sources=("replied", "feedback_given", "closed"), permission="proposal.handle",
        asks=("unit", "date", "promise", "promise_due_on"), required=("promise",), tells=("promise", "promise_due_on"), rare=True,
    ),
    *(
        _county(
            name=name, label=label, sources=("replied", "feedback_given", "closed", *_HANDED), permission="proposal.handle",
            asks=("promise", "date", "evidence"), required=("evidence",), tells=("evidence",), rare=True,
        )
        for name, label in (("keep_promise", "承诺销号"), ("drop_promise", "承诺取消"))
    ),
    _county(
        name="choose_key", label="列为重点", sources=("reviewed", *_RECORDED), permission="proposal.docket",
        records="key_case", asks=("date", "chosen_how", "meeting", "supervisor", "leader", "goal", "measures", "responsible", "deadline"),
        required=("chosen_how",), tells=("chosen_how", "meeting", "supervisor", "leader"), rare=True,
    ),
    _county(
        name="supervise", label="登记督办", sources=_RECORDED, permission="proposal.handle", records="supervision",
        asks=("date", "form", "people", "place", "content", "result"), required=("form", "content"),
        tells=("form", "people", "content", "result"), rare=True,
    ),
    _county(
        name="direct", label="登记批示", sources=(*UNDER_REVIEW, *_RECORDED, "declined"), permission="proposal.handle",
        records="directive", asks=("date", "leader", "post", "words"), required=("leader", "words"),
        tells=("leader", "post", "words"), rare=True,
    ),
    _county(
        name="award", label="登记表彰", sources=_RECORDED, permission="proposal.close", records="award",
        asks=("date", "kind", "document_no", "words"), required=("kind",), tells=("kind", "document_no", "words"), rare=True,
    ),
)  # fmt: skip

MOVES = (*INTAKE, *WITH_UNITS, *AFTERWARDS)

WORKFLOW = Workflow(
    entity="proposal",
    states=STATES,
    moves=MOVES,
    milestones=(
        ("received", "收件"),
        ("docketed", "审查立案"),
        ("assigned", "交办"),
        ("in_hand", "办理中"),
        ("replied", "答复"),
        ("feedback", "征询"),
        ("closed", "办结"),
    ),
    steps="step",
)
