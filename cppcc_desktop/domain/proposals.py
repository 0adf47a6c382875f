"""提案: fields and views (domain.md §3)."""

from __future__ import annotations

from datetime import date

from cppcc_desktop.domain.fields import Entity, Field, Kind, Scope, same_as
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.domain.proposal_moves import IN_HAND, UNDER_REVIEW, WORKFLOW

PROPOSAL = Entity(
    name="proposal",
    label="提案",
    counter="件",
    scope=Scope.OWN,
    title="title",
    fields=(
        Field(
            name="docket_no",
            label="案号",
            limit=12,
            width=56,
            editable=False,
            aliases=("编号", "提案号"),
        ),
        Field(name="intake_no", label="收件号", limit=16, width=88, editable=False),
        Field(
            name="title",
            label="案由",
            limit=50,
            required=True,
            width=-1,
            wide=True,
            aliases=("提案标题", "题目", "标题", "提案名称"),
        ),
        Field(
            name="form",
            label="提案形式",
            kind=Kind.CODE,
            codes="proposal_form",
            required=True,
            width=88,
            aliases=("形式",),
        ),
        Field(name="channel", label="收件渠道", kind=Kind.CODE, codes="channel", aliases=("渠道",)),
        Field(
            name="first_sponsor",
            label="第一提案人",
            kind=Kind.REFERENCE,
            target="member",
            width=108,
            aliases=("提案人", "提案者"),
        ),
        Field(name="collective", label="集体名称", limit=60, aliases=("提案单位", "集体提案单位")),
        Field(
            name="category",
            label="类别",
            kind=Kind.CODE,
            codes="proposal_category",
            width=108,
            aliases=("提案类别",),
        ),
        Field(name="suggested_unit", label="建议办理单位", limit=100),
        Field(
            name="joint_sponsors",
            label="联名人",
            kind=Kind.REFERENCES,
            target="member",
            aliases=("附议人", "联名委员"),
        ),
        Field(name="may_be_published", label="可以公开", kind=Kind.BOOLEAN, aliases=("是否公开",)),
        Field(
            name="analysis",
            label="情况与分析",
            kind=Kind.LONG_TEXT,
            limit=100_000,
            required=True,
            wide=True,
            aliases=("情况", "情况与问题", "情况分析"),
            lines=4,
        ),
        Field(
            name="suggestions",
            label="建议",
            kind=Kind.LONG_TEXT,
            limit=100_000,
            required=True,
            wide=True,
            aliases=("建议内容", "具体建议"),
            lines=4,
        ),
        Field(name="research", label="调研情况", kind=Kind.LONG_TEXT, limit=20_000, wide=True, lines=2),
        Field(name="received_on", label="收件日期", kind=Kind.DATE, width=96, editable=False),
        Field(name="plenary", label="届次", limit=8, editable=False, found=False),
        Field(name="state", label="状态", limit=40, width=92, editable=False, found=False),
        Field(
            name="lead_unit",
            label="主办单位",
            kind=Kind.REFERENCE,
            target="unit",
            width=108,
            editable=False,
            aliases=("承办单位",),
        ),
        Field(name="assigned_on", label="交办日期", kind=Kind.DATE, editable=False),
        Field(name="due_on", label="应办复日", kind=Kind.DATE, width=176, editable=False),
        Field(name="replied_on", label="答复日期", kind=Kind.DATE, editable=False),
        Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class", editable=False),
        Field(name="closed_on", label="办结日期", kind=Kind.DATE, editable=False),
        same_as("proposal"),
    ),
    indexes=(("intake_no",),),
    alike=(("plenary", "title"), ("plenary", "analysis")),
    lists=(
        ("plenary", "due_on", "docket_no"),
        ("plenary", "docket_no"),
        ("plenary", "title"),
        ("plenary", "category"),
        ("plenary", "state"),
        ("plenary", "received_on"),
        ("due_on", "docket_no"),
        ("state", "due_on"),
        ("lead_unit",),
        ("first_sponsor",),
        ("assigned_on",),
        ("replied_on",),
        ("docket_no",),
        ("received_on",),
        ("category",),
        ("title",),
    ),
    found=True,
    day="received_on",
)

_OF = Field(name="proposal", label="提案", kind=Kind.REFERENCE, target="proposal", required=True, editable=False)
_ON = Field(name="date", label="日期", kind=Kind.DATE, required=True)

STEP = Entity(
    name="step",
    label="办理经过",
    counter="步",
    scope=Scope.OWN,
    title="move",
    owner="proposal",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="move", label="步骤", limit=40, found=False),
        Field(name="source", label="原状态", limit=40, found=False),
        Field(name="target", label="新状态", limit=40, found=False),
        Field(name="words", label="说明", kind=Kind.LONG_TEXT, limit=5000),
        Field(name="by", label="经手人", limit=60),
        Field(name="detail", label="记录", limit=40, found=False),
    ),
    indexes=(("proposal",),),
)

REVIEW = Entity(
    name="review",
    label="审查",
    counter="次",
    scope=Scope.OWN,
    title="stage",
    owner="proposal",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="stage", label="审次", kind=Kind.CODE, codes="review_stage"),
        Field(name="reviewer", label="审查人", limit=60),
        Field(name="qualified", label="资格符合", kind=Kind.BOOLEAN),
        Field(name="well_formed", label="格式符合", kind=Kind.BOOLEAN),
        Field(name="sound", label="内容符合", kind=Kind.BOOLEAN),
        Field(name="opinion", label="审查意见", kind=Kind.LONG_TEXT, limit=2000),
        Field(name="conclusion", label="结论", limit=40, editable=False, found=False),
        Field(name="ground", label="不予立案理由", kind=Kind.CODE, codes="decline_ground"),
        Field(name="onward", label="转送去向", kind=Kind.CODE, codes="decline_onward"),
    ),
    indexes=(("proposal",),),
)

ASSIGNMENT = Entity(
    name="assignment",
    label="交办",
    counter="次",
    scope=Scope.OWN,
    title="unit",
    owner="proposal",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="unit", label="承办单位", kind=Kind.REFERENCE, target="unit"),
        Field(name="role", label="办理方式", kind=Kind.CODE, codes="handling_role"),
        Field(name="due_on", label="应办复日", kind=Kind.DATE),
        Field(name="notice_no", label="交办文号", limit=60),
        Field(name="contact_person", label="经办人", limit=60),
        Field(name="reason", label="退回理由", kind=Kind.LONG_TEXT, limit=2000),
        Field(name="proposed_unit", label="建议改办单位", kind=Kind.REFERENCE, target="unit"),
        Field(name="event", label="事项", limit=20, editable=False, found=False),
    ),
    indexes=(("proposal",), ("unit",)),
)

CONTACT = Entity(
    name="contact",
    label="面商沟通",
    counter="次",
    scope=Scope.OWN,
    title="method",
    owner="proposal",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="phase", label="阶段", kind=Kind.CODE, codes="contact_phase"),
        Field(name="method", label="方式", kind=Kind.CODE, codes="contact_method"),
        Field(name="place", label="地点", limit=100),
        Field(name="people", label="参加人员", limit=300),
        Field(name="content", label="沟通情况", kind=Kind.LONG_TEXT, limit=5000),
    ),
    indexes=(("proposal",),),
)

REPLY = Entity(
    name="reply",
    label="答复",
    counter="份",
    scope=Scope.OWN,
    title="document_no",
    owner="proposal",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="document_no", label="发文字号", limit=60),
        Field(name="signer", label="签发人", limit=60),
        Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class"),
        Field(name="text", label="答复内容", kind=Kind.LONG_TEXT, limit=100_000),
        Field(name="override_reason", label="未面商原因", kind=Kind.LONG_TEXT, limit=500),
    ),
    indexes=(("proposal",),),
)

FEEDBACK = Entity(
    name="feedback",
    label="征询意见",
    counter="份",
    scope=Scope.OWN,
    title="result",
    owner="proposal",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="attitude", label="对办理工作", kind=Kind.CODE, codes="satisfaction"),
        Field(name="result", label="对办理结果", kind=Kind.CODE, codes="satisfaction"),
        Field(name="adoption", label="建议采纳", kind=Kind.CODE, codes="adoption"),
        Field(name="words", label="意见", kind=Kind.LONG_TEXT, limit=5000),
        Field(name="filled_by", label="填写人", limit=60),
    ),
    indexes=(("proposal",),),
)


PROPOSALS = Module(
    name="proposals",
    label="提案",
    icon="proposals",
    entity=PROPOSAL,
    children=(STEP, REVIEW, ASSIGNMENT, CONTACT, REPLY, FEEDBACK),
    columns=("docket_no", "title", "first_sponsor", "category", "lead_unit", "state", "due_on"),
    sorts=("docket_no", "title", "category", "lead_unit", "state", "due_on", "received_on"),
    filters=("category", "state", "lead_unit", "form", "received_on", "due_on", "first_sponsor", "may_be_published"),
    order=("due_on", "docket_no"),
    views=(
        View(name="all", label="全部"),
        View(name="review", label="审查中", where={"state": UNDER_REVIEW}),
        View(name="assigned", label="已交办", where={"state": (*IN_HAND, "replied", "feedback_given", "closed")}),
        View(name="in_hand", label="在办", where={"state": IN_HAND}),
        View(name="overdue", label="逾期", where={"state": IN_HAND, "due_on": ("before", "today")}),
        View(name="draft", label="草稿", where={"state": ("draft",)}),
    ),
    workflow=WORKFLOW,
    hint="收到的提案从这里登记。每一步都有日期、经手人和理由。",
)


def add_months(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month (the default rule for due dates)."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    lengths = (
        31,
        29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    )
    return date(year, month, min(start.day, lengths[month - 1]))


def days_left(due_on: str, today: date) -> int:
    """Days until the due date; negative once it has passed."""
    return (date.fromisoformat(due_on) - today).days
