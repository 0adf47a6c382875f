"""提案: fields and views (domain.md §3)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import SOON, TODAY, Both, Condition, Filled, Is, Not, Span, Traited
from cppcc_desktop.domain.description.fields import (
    Entity,
    Field,
    Identity,
    Key,
    Kind,
    Period,
    PeriodKind,
    Scope,
    same_as,
)
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.nouns.proposals.case import SATISFIED
from cppcc_desktop.nouns.proposals.life import HANDED_OUT, IN_HAND, UNDER_REVIEW, WORKFLOW
from cppcc_desktop.nouns.proposals.records import ASSIGNMENT, FEEDBACK, PROMISE, RECORDS
from cppcc_desktop.nouns.proposals.register_columns import REGISTER


def is_unhappy(field: str) -> Condition:
    """A grade that does not count as satisfied."""
    return Both(Filled(field), Not(Traited(field, SATISFIED)))


# What the steps made of a case, so that lists, figures and conditions need no other table.
CASE = "案号或案由"  # what one types to find a case

FACTS = (
    Field(
        name="merged_into",
        label="并入提案",
        kind=Kind.REFERENCE,
        target="proposal",
        sought=CASE,
        editable=False,
        aliases=("并入", "并案"),
    ),
    Field(name="ground", label="不予立案理由", kind=Kind.CODE, codes="decline_ground", editable=False),
    Field(name="onward", label="转送去向", kind=Kind.CODE, codes="decline_onward", editable=False),
    Field(name="separate_units", label="分办单位", kind=Kind.REFERENCES, target="unit", editable=False),
    Field(
        name="assist_units",
        label="会办单位",
        kind=Kind.REFERENCES,
        target="unit",
        editable=False,
        aliases=("协办单位", "会办", "协办"),
    ),
    Field(name="docketed_on", label="立案日期", kind=Kind.DATE, editable=False),
    Field(name="sent_back", label="退回改办", kind=Kind.BOOLEAN, editable=False),
    Field(name="face_to_face", label="已面商", kind=Kind.BOOLEAN, editable=False, aliases=("是否面商", "面商")),
    Field(name="on_time", label="按期办复", kind=Kind.BOOLEAN, editable=False),
    Field(name="attitude", label="对办理工作", kind=Kind.CODE, codes="satisfaction", editable=False),
    Field(
        name="satisfaction",
        label="满意程度",
        kind=Kind.CODE,
        codes="satisfaction",
        editable=False,
        aliases=("满意度", "对办理结果", "提案人意见"),
    ),
    Field(name="adoption", label="建议采纳", kind=Kind.CODE, codes="adoption", editable=False, aliases=("采纳情况",)),
    Field(name="raised_class", label="回头看后", kind=Kind.CODE, codes="result_class", editable=False),
    Field(name="is_key", label="重点提案", kind=Kind.BOOLEAN, editable=False, aliases=("是否重点",)),
    Field(name="has_directive", label="有批示", kind=Kind.BOOLEAN, editable=False, aliases=("领导批示",)),
    Field(name="awarded", label="优秀提案", kind=Kind.BOOLEAN, editable=False),
    Field(name="implemented_on", label="落实日期", kind=Kind.DATE, editable=False),
    Field(name="archived_on", label="归档日期", kind=Kind.DATE, editable=False),
)

_OF_GROUPS = ("form", "collective")  # asked of the forms that are collective

PROPOSAL = Entity(
    name="proposal",
    label="提案",
    counter="件",
    scope=Scope.OWN,
    title="title",
    called=("intake_no", "docket_no"),
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
            aliases=("形式", "提案者性质", "提案者类别", "提案人类别", "提案者类型", "提案人性质"),
        ),
        Field(name="channel", label="收件渠道", kind=Kind.CODE, codes="channel", bare=True, aliases=("渠道", "来源")),
        Field(
            name="intake_period",
            label="大会或平时",
            kind=Kind.CODE,
            codes="intake_period",
            bare=True,
            aliases=("提案时间类型", "大会/平时", "大会平时", "时间标识", "提案期间", "提案时期"),
        ),
        Field(
            name="first_sponsor",
            label="第一提案人",
            kind=Kind.REFERENCE,
            target="member",
            sought="姓名",
            width=108,
            instead="sponsor_text",
            aliases=("提案人", "提案者"),
        ),
        Field(
            name="sponsor_text", label="提案人（台账写法）", limit=200, editable=False
        ),  # of people without a card here
        Field(
            name="collective", label="集体名称", limit=60, aliases=("提案单位", "集体提案单位"), only_with=_OF_GROUPS
        ),
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
            sought="姓名",
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
        Field(name="drafter", label="执笔人", limit=60, group="集体提案", only_with=_OF_GROUPS),
        Field(name="head", label="负责人", limit=60, group="集体提案", only_with=_OF_GROUPS),
        Field(name="contact_person", label="联系人", limit=60, group="集体提案", only_with=_OF_GROUPS),
        Field(name="contact_phone", label="联系电话", limit=30, group="集体提案", only_with=_OF_GROUPS, check="phone"),
        Field(
            name="sealed", label="已盖章", kind=Kind.BOOLEAN, group="集体提案", only_with=_OF_GROUPS, aliases=("盖章",)
        ),
        Field(
            name="follows",
            label="跟进的提案",
            kind=Kind.REFERENCE,
            target="proposal",
            sought=CASE,
            group="往年的提案",
            wide=True,
        ),
        # whose case it is in the figures: as it was when the case came in, open to correction
        Field(name="sector", label="界别", kind=Kind.CODE, codes="sector", endings=("界别", "界"), group="统计归属"),
        Field(
            name="party",
            label="党派",
            kind=Kind.CODE,
            codes="political_status",
            group="统计归属",
            aliases=("政治面貌",),
        ),
        Field(
            name="special_committee",
            label="专委会",
            kind=Kind.CODE,
            codes="special_committee",
            endings=("委员会", "专委会", "委"),
            group="统计归属",
            aliases=("专门委员会",),
        ),
        Field(name="township", label="乡镇", limit=30, group="统计归属", aliases=("乡镇街道",)),
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
        Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class", editable=False, width=80),
        Field(name="closed_on", label="办结日期", kind=Kind.DATE, editable=False),
        *FACTS,
        same_as("proposal"),
    ),
    indexes=(("intake_no",),),
    identity=Identity(apart=("plenary",)),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    alike=(("plenary", "title"), ("plenary", "analysis")),
    lists=(
        ("plenary", "due_on", "docket_no"),
        ("plenary", "docket_no"),
        ("plenary", "title_pinyin"),
        ("plenary", "category"),
        ("plenary", "state"),
        ("plenary", "received_on"),
        ("plenary", "merged_into"),
        ("due_on", "docket_no"),
        ("state", "due_on"),
        ("lead_unit",),
        ("first_sponsor",),
        ("assigned_on",),
        ("replied_on",),
        ("docket_no",),
        ("received_on",),
        ("category",),
        ("title_pinyin",),
    ),
    found=True,
    day="received_on",
    period=Period("plenary", PeriodKind.PLENARY),
)

PROPOSALS = Module(
    name="proposals",
    stations=True,
    label="提案",
    icon="proposals",
    entity=PROPOSAL,
    children=RECORDS,
    importable=True,
    table="台账",
    register=REGISTER,
    columns=("docket_no", "title", "first_sponsor", "category", "lead_unit", "state", "due_on"),
    sorts=("docket_no", "title", "first_sponsor", "category", "lead_unit", "state", "due_on", "received_on"),
    filters=(
        "category",
        "state",
        "lead_unit",
        "form",
        "sector",
        "intake_period",
        "result_class",
        "satisfaction",
        "is_key",
        "received_on",
        "due_on",
        "first_sponsor",
        "township",
        "channel",
        "may_be_published",
    ),
    order=("due_on", "docket_no"),
    views=(
        View(name="all", label="全部"),
        View(name="review", label="审查中", where=Is("state", UNDER_REVIEW)),
        View(name="assigned", label="已交办", where=Is("state", HANDED_OUT)),
        View(name="in_hand", label="在办", where=Is("state", IN_HAND)),
        View(name="overdue", label="逾期", where=Both(Is("state", IN_HAND), Span("due_on", before=TODAY))),
        View(name="draft", label="草稿", where=Is("state", ("draft",))),
    ),
    workflow=WORKFLOW,
    hint="收到的提案从这里登记。每一步都有日期、经手人和理由。",
)


OPEN_UNIT = ("assigned", "in_hand")
STILL_OPEN = (*IN_HAND, "replied", "feedback_given")  # of a case whose units may still owe something
OWED = Both(Is("state", OPEN_UNIT), Is("proposal.state", STILL_OPEN))  # of a unit
UNIT_ENDED = Both(Is("state", OPEN_UNIT), Span("unit.ended_on", last=TODAY))

ASSIGNMENTS = Module(
    name="assignments",
    label="承办情况",
    icon="proposals",
    entity=ASSIGNMENT,
    page=False,
    opens="proposal",
    columns=("unit", "proposal", "role", "state", "date", "due_on"),
    sorts=("unit", "state", "due_on", "date"),
    filters=("unit", "role", "state", "due_on", "on_time", "result_class", "satisfaction", "face_to_face"),
    order=("unit", "due_on"),
    views=(
        View(name="all", label="全部"),
        View(name="open", label="在办", where=OWED),
        View(name="soon", label="快到期", where=Both(OWED, Span("due_on", TODAY, SOON))),
        View(name="overdue", label="逾期", where=Both(OWED, Span("due_on", before=TODAY))),
        View(
            name="sent_back",
            label="已退回",
            where=Both(Is("state", ("sent_back", "withdrawn")), Filled("sent_back_on")),
        ),
    ),
    hint="提案交办以后，每家承办单位各有一行。",
)

FEEDBACK_FORMS = Module(
    name="feedback_forms",
    label="征询意见表",
    icon="proposals",
    entity=FEEDBACK,
    page=False,
    opens="proposal",
    columns=("proposal", "sponsor", "unit", "sent_on", "date", "attitude", "result"),
    sorts=("sent_on", "date"),
    filters=("unit", "attitude", "result", "adoption", "sent_on", "date"),
    order=("-sent_on",),
    views=(
        View(name="all", label="全部"),
        View(name="out", label="还没收回", where=Is("date", None)),
        View(name="unhappy", label="不满意", where=is_unhappy("result")),
    ),
    hint="答复以后发给提案人的征询意见表，一家单位、一位提案人一张。",
)

PROMISES = Module(
    name="promises",
    label="承诺清单",
    icon="proposals",
    entity=PROMISE,
    page=False,
    opens="proposal",
    columns=("item", "proposal", "unit", "date", "due_on", "state"),
    sorts=("due_on", "state"),
    filters=("unit", "state", "due_on"),
    order=("state", "due_on"),
    views=(
        View(name="open", label="未兑现", where=Is("state", ("open",))),
        View(name="due", label="已到期", where=Both(Is("state", ("open",)), Span("due_on", before=TODAY))),
        View(name="kept", label="已销号", where=Is("state", ("kept",))),
        View(name="all", label="全部"),
    ),
    hint="答复里答应办、还没办完的事，一条一条记在这里，办成了销号。",
)
