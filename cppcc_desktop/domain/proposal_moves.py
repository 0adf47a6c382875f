"""The life of a 提案: states, moves and what they demand (domain.md §3)."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.fields import Row
from cppcc_desktop.domain.workflow import Move, Situation, State, Workflow

UNDER_REVIEW = ("received", "preliminary_reviewed", "joint_reviewed", "reviewed")
IN_HAND = ("assigned", "in_hand", "rehandling", "sent_back")
WITH_UNIT = ("in_hand", "rehandling")
DOCKETED = ("docketed", *IN_HAND, "replied", "feedback_given", "closed")


def refuse_incomplete(situation: Situation) -> Refusal | None:
    """A proposal is received with a title, a text, suggestions and a proposer."""
    record = situation.record
    labels = {"title": "案由", "form": "提案形式", "analysis": "情况与分析", "suggestions": "建议"}
    missing = [name for name in labels if not record.get(name)]
    if not record.get("first_sponsor") and not record.get("collective"):
        missing.append("first_sponsor")
        labels["first_sponsor"] = "第一提案人（或集体名称）"
    if not missing:
        return None
    words = "、".join(labels[name] for name in missing)
    return Refusal(f"还不能收件：没有填{words}。", missing=missing, todo="补全内容、保存后再收件。")


def refuse_wrong_stage(situation: Situation) -> Refusal | None:
    """No stage of review may be skipped: the stage entered must be the one that is due."""
    due = {"received": "preliminary", "preliminary_reviewed": "joint", "joint_reviewed": "final"}
    names = {"preliminary": "初审", "joint": "会审", "final": "复审"}
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


def refuse_without_contact(situation: Situation) -> Refusal | None:
    """A reply without a contact record is refused unless the reason is written down."""
    if situation.children.get("contact") or situation.entered.get("override_reason"):
        return None
    return Refusal(
        "还不能登记答复：没有面商记录。",
        missing=("override_reason",),
        todo="先登记面商；确实没有的，写明未面商原因也可以继续。",
    )


def refuse_unless_dissatisfied(situation: Situation) -> Refusal | None:
    """Rehandling follows a 不满意 of the newest feedback."""
    newest = newest_of(situation.children.get("feedback", ()))
    if newest and "3" in (newest.get("attitude"), newest.get("result")):
        return None
    return Refusal("没有“不满意”的征询意见，不用重新办理。", todo="可以直接办结。")


def refuse_dissatisfied(situation: Situation) -> Refusal | None:
    """不满意 is rehandled before a case is closed."""
    newest = newest_of(situation.children.get("feedback", ()))
    if newest and newest.get("result") == "3":
        return Refusal("提案人对办理结果不满意，还不能办结。", todo="先重新办理、再次征询意见。")
    return None


def newest_of(rows: Sequence[Row]) -> Row | None:
    """The last row by date, then by id; None of none."""
    return max(rows, key=lambda row: (str(row.get("date") or ""), str(row["id"])), default=None)


STATES = (
    State(name="draft", label="草稿", tone="none"),
    State(name="received", label="待初审", tone="wait", step="received"),
    State(name="returned", label="退回修改", tone="bad", step="received"),
    State(name="preliminary_reviewed", label="待会审", tone="wait", step="received"),
    State(name="joint_reviewed", label="待复审", tone="wait", step="received"),
    State(name="reviewed", label="待立案", tone="wait", step="received"),
    State(name="docketed", label="待交办", tone="wait", step="docketed"),
    State(name="declined", label="不予立案", tone="none", step="docketed"),
    State(name="assigned", label="待签收", tone="wait", step="assigned"),
    State(name="sent_back", label="单位退回", tone="bad", step="assigned"),
    State(name="in_hand", label="办理中", tone="go", step="in_hand"),
    State(name="rehandling", label="不满意重办", tone="bad", step="in_hand"),
    State(name="replied", label="待征询", tone="wait", step="replied"),
    State(name="feedback_given", label="已反馈", tone="ok", step="feedback"),
    State(name="closed", label="已办结", tone="ok", step="closed"),
)

_TICKS = ("qualified", "well_formed", "sound")

MOVES = (
    Move(
        name="receive",
        label="收件",
        sources=("draft", "returned"),
        target="received",
        permission="proposal.receive",
        asks=("date",),
        issues="intake_no",
        county_only=True,
        guard=refuse_incomplete,
        main=True,
    ),
    *(
        Move(
            name="review",
            label=label,
            sources=(source,),
            target=target,
            permission="proposal.review",
            records="review",
            asks=("date", "reviewer", *_TICKS, "opinion"),
            required=("opinion",),
            fixed={"stage": stage, "conclusion": "通过"},
            guard=refuse_wrong_stage,
            county_only=True,
            main=True,
            tells=("reviewer", "opinion"),
        )
        for label, source, target, stage in (
            ("初审", "received", "preliminary_reviewed", "preliminary"),
            ("会审", "preliminary_reviewed", "joint_reviewed", "joint"),
            ("复审", "joint_reviewed", "reviewed", "final"),
        )
    ),
    Move(
        name="return",
        label="退回修改",
        sources=UNDER_REVIEW,
        target="returned",
        permission="proposal.review",
        records="review",
        asks=("date", "reviewer", "opinion"),
        required=("opinion",),
        fixed={"conclusion": "退回修改"},
        county_only=True,
        tells=("opinion",),
    ),
    Move(
        name="decline",
        label="不予立案",
        sources=UNDER_REVIEW,
        target="declined",
        permission="proposal.docket",
        records="review",
        asks=("date", "reviewer", "ground", "onward", "opinion"),
        required=("ground", "onward"),
        fixed={"conclusion": "不予立案"},
        county_only=True,
        tells=("ground", "onward", "opinion"),
    ),
    Move(
        name="docket",
        label="立案",
        sources=("reviewed",),
        target="docketed",
        permission="proposal.docket",
        asks=("date", "category"),
        required=("category",),
        sets=("category",),
        issues="docket_no",
        county_only=True,
        main=True,
    ),
    Move(
        name="assign",
        label="交办",
        sources=("docketed",),
        target="assigned",
        permission="proposal.assign",
        records="assignment",
        asks=("unit", "role", "date", "due_on", "notice_no"),
        required=("unit", "due_on"),
        sets=("due_on",),
        fixed={"event": "交办"},
        guard=refuse_past_due,
        county_only=True,
        main=True,
        tells=("notice_no", "role", "unit", "due_on"),
    ),
    Move(
        name="reassign",
        label="改办",
        sources=("sent_back", "assigned", "in_hand"),
        target="assigned",
        permission="proposal.assign",
        records="assignment",
        asks=("unit", "role", "date", "due_on", "notice_no"),
        required=("unit", "due_on"),
        sets=("due_on",),
        fixed={"event": "改办"},
        guard=refuse_past_due,
        county_only=True,
        tells=("notice_no", "role", "unit", "due_on"),
    ),
    Move(
        name="sign_for",
        label="签收",
        sources=("assigned",),
        target="in_hand",
        permission="proposal.handle",
        records="assignment",
        asks=("date", "contact_person"),
        fixed={"event": "签收"},
        county_only=True,
        main=True,
        tells=("contact_person",),
    ),
    Move(
        name="send_back",
        label="单位退回",
        sources=("assigned", "in_hand"),
        target="sent_back",
        permission="proposal.handle",
        records="assignment",
        asks=("date", "reason", "proposed_unit"),
        required=("reason",),
        fixed={"event": "退回"},
        county_only=True,
        tells=("reason", "proposed_unit"),
    ),
    *(
        Move(
            name="contact",
            label="登记面商",
            sources=(state,),
            target=state,
            permission="proposal.handle",
            records="contact",
            asks=("date", "phase", "method", "place", "people", "content"),
            required=("method", "content"),
            county_only=True,
            tells=("method", "people", "content"),
        )
        for state in WITH_UNIT
    ),
    Move(
        name="reply",
        label="登记答复",
        sources=WITH_UNIT,
        target="replied",
        permission="proposal.handle",
        records="reply",
        asks=("date", "document_no", "signer", "result_class", "text", "override_reason"),
        required=("document_no", "result_class", "text"),
        sets=("result_class",),
        guard=refuse_without_contact,
        county_only=True,
        main=True,
        tells=("document_no", "result_class", "override_reason"),
    ),
    Move(
        name="feedback",
        label="登记征询意见",
        sources=("replied",),
        target="feedback_given",
        permission="proposal.handle",
        records="feedback",
        asks=("date", "attitude", "result", "adoption", "words", "filled_by"),
        required=("attitude", "result"),
        county_only=True,
        main=True,
        tells=("attitude", "result", "adoption", "words"),
    ),
    Move(
        name="rehandle",
        label="重新办理",
        sources=("feedback_given",),
        target="rehandling",
        permission="proposal.assign",
        records="assignment",
        asks=("date", "due_on"),
        required=("due_on",),
        sets=("due_on",),
        fixed={"event": "重办"},
        guard=refuse_unless_dissatisfied,
        county_only=True,
        tells=("due_on",),
    ),
    Move(
        name="close",
        label="办结",
        sources=("feedback_given",),
        target="closed",
        permission="proposal.close",
        asks=("date",),
        guard=refuse_dissatisfied,
        county_only=True,
        main=True,
    ),
)

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
