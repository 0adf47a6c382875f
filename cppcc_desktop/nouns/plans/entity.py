"""年度协商计划 and its lines: what is to be consulted on, inspected and overseen in a year (domain.md §6)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import TODAY, Both, Filled, Is, Span
from cppcc_desktop.domain.description.fields import (
    Entity,
    Fallback,
    Field,
    Identity,
    Key,
    Kind,
    Period,
    PeriodKind,
    Scope,
)
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.nouns.plans.life import CANCELLED, CODES, DONE, GOING, IDLE, LINE_LIFE, PLAN_LIFE, RESULTS
from cppcc_desktop.nouns.plans.records import APPROVAL, CHANGE, LINE_STEP, PLAN_STEP

CONSULTING = "1"  # of plan_kind
# modes that ship: a table that says the mode alone means a consultation
MODES = (*(f"{each:02}" for each in range(1, 6)), *(str(each) for each in range(11, 28)))
WHAT, WHO, PROGRESS = "议题", "责任", "进度"

PLAN = Entity(
    name="plan",
    label="年度计划",
    counter="份",
    title="title",
    scope=Scope.OWN,
    owner="station",
    period=Period("year", PeriodKind.YEAR),
    identity=Identity(apart=("year", "station")),
    fields=(
        Field(name="title", label="名称", limit=100, required=True, width=-1, wide=True, hint="例如 县政协 2026 年度协商计划。"),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True, width=72),
        Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", width=150, hint="县里自己的计划空着。"),
        Field(name="drafted_on", label="起草日期", kind=Kind.DATE, past=True, width=104),
        Field(name="note", label="说明", kind=Kind.LONG_TEXT, limit=2000, wide=True),
        Field(name="decided_on", label="审定日期", kind=Kind.DATE, width=104, editable=False),
        Field(name="number", label="审定文号", limit=40, width=140, editable=False),
        Field(name="state", label="状态", limit=40, width=104, editable=False, found=False),
    ),
    indexes=(("station",),),
    lists=(("year",),),
    found=True,
    day="drafted_on",
)  # fmt: skip

LINE = Entity(
    name="plan_line",
    label="计划项目",
    counter="项",
    title="title",
    scope=Scope.OWN,
    owner="station",
    period=Period("year", PeriodKind.YEAR),
    identity=Identity(apart=("year", "station", "lead_body")),
    fields=(
        Field(name="no", label="序号", kind=Kind.INTEGER, width=64, group=WHAT, aliases=("编号", "项目序号")),
        Field(name="title", label="议题", limit=200, required=True, width=-1, wide=True, group=WHAT,
              aliases=("协商议题", "议题名称", "活动名称", "项目名称", "题目", "协商内容", "工作内容", "内容", "项目")),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True, width=72, group=WHAT, aliases=("年份",)),
        Field(name="kind", label="种类", kind=Kind.CODE, codes="plan_kind", required=True, width=104, group=WHAT,
              aliases=("类别", "项目种类", "计划种类"),
              fallback=Fallback(field="mode", values=dict.fromkeys(MODES, CONSULTING), otherwise="")),
        Field(name="mode", label="协商形式", kind=Kind.CODE, codes="consultation_mode", width=104, group=WHAT,
              aliases=("形式", "活动形式", "协商方式", "活动类型", "活动类别", "类型")),
        Field(name="category", label="四重类别", kind=Kind.CODE, codes="major_matter", width=104, group=WHAT, aliases=("议题类别",)),
        Field(name="topic", label="来自议题", kind=Kind.REFERENCE, target="topic", sought="题目里的字", width=150, group=WHAT),
        Field(name="proposal", label="重点提案", kind=Kind.REFERENCE, target="proposal", sought="案由里的字", width=150, group=WHAT,
              hint="重点提案办理协商的，选那件提案。"),
        Field(name="product", label="成果形式", limit=60, width=104, group=WHAT, aliases=("成果",)),
        Field(name="leader", label="牵头领导", limit=60, width=80, group=WHO, aliases=("分管领导", "领衔领导", "带队领导")),
        Field(name="lead_body", label="牵头机构", limit=60, width=120, group=WHO,
              aliases=("牵头单位", "牵头委室", "界别", "专委会", "承办专委会", "责任委室")),
        Field(name="units", label="责任部门", kind=Kind.REFERENCES, target="unit", written=True, limit=60, sought="名称", width=120,
              group=WHO, aliases=("责任单位", "配合单位", "承办单位", "协商单位")),
        Field(name="person", label="责任人", limit=60, width=80, group=WHO, aliases=("联系人", "负责人")),
        Field(name="partners", label="参加", limit=200, wide=True, group=WHO, aliases=("参加单位", "参加人员", "参与范围")),
        Field(name="month", label="拟办月份", limit=20, width=88, group=WHO,
              aliases=("时间", "月份", "拟召开时间", "活动时间", "实施时间", "协商时间", "计划时间")),
        Field(name="due_on", label="完成时限", kind=Kind.DATE, width=104, group=WHO, aliases=("时限", "完成时间", "完成日期")),
        Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", width=150, group=WHO),
        Field(name="state", label="状态", limit=40, width=80, editable=False, found=False, group=PROGRESS,
              fallback=Fallback(field="result", values=RESULTS, otherwise=IDLE)),
        Field(name="result", label="进度", kind=Kind.CODE, codes="plan_progress", width=80, editable=False, group=PROGRESS,
              fallback=Fallback(field="state", values=CODES, otherwise="1"), aliases=("完成情况", "进展", "落实情况")),
        Field(name="changes", label="变更", kind=Kind.INTEGER, width=64, editable=False, group=PROGRESS),
        Field(name="done_on", label="完成日", kind=Kind.DATE, width=104, editable=False, group=PROGRESS),
        Field(name="evidence", label="凭什么算完成", limit=200, editable=False, group=PROGRESS,
              hint="例如 县政协〔2026〕9号报告。"),
    ),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    indexes=(("station",), ("topic",), ("proposal",)),
    lists=(("year", "no"), ("title_pinyin",), ("due_on",)),
    found=True,
    day="due_on",
)  # fmt: skip

OPEN = Is("state", (IDLE, GOING))
LATE = Both(OPEN, Span("due_on", before=TODAY))
IN_FORCE = Is("state", (IDLE, GOING, DONE))  # what a rate of completion is reckoned of

LINES = Module(
    name="plans",
    label="协商计划",
    icon="consultations",
    entity=LINE,
    children=(LINE_STEP, CHANGE),
    workflow=LINE_LIFE,
    importable=True,
    stations=True,
    columns=("no", "title", "kind", "mode", "leader", "units", "person", "due_on", "state"),
    beside=("year", "kind"),
    sorts=("no", "title", "year", "kind", "mode", "leader", "due_on", "state"),
    filters=("year", "kind", "mode", "leader", "lead_body", "units", "state", "due_on", "station"),
    order=("-year", "kind", "no"),
    views=(
        View(name="all", label="全部"),
        View(name="open", label="没有完成", where=OPEN),
        View(name="late", label="逾期", where=LATE),
        View(name="done", label="已完成", where=Is("state", (DONE,))),
        View(name="changed", label="有变更", where=Filled("changes")),
        View(name="cancelled", label="已取消", where=Is("state", (CANCELLED,))),
    ),
    hint="一年要协商、视察、监督、调研什么，一项一项登记在这里，谁牵头、哪天前完成、做到哪一步，随时看得见。",
)

PLANS = Module(
    name="year_plans",
    label="年度计划",
    icon="consultations",
    entity=PLAN,
    children=(PLAN_STEP, APPROVAL),
    workflow=PLAN_LIFE,
    within=LINES.name,
    stations=True,
    columns=("title", "year", "station", "decided_on", "number", "state"),
    sorts=("title", "year", "decided_on", "state"),
    filters=("year", "station", "state"),
    order=("-year", "title"),
    hint="计划怎么定下来的：草案、三办会商、主席会议、党委审定，各是哪天、什么文号，记在这里。",
)
