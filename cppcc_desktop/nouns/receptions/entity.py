"""接待群众: who came, with what, and how far it has come (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import TODAY, Both, Is, Span
from cppcc_desktop.domain.description.fields import (
    Entity,
    Field,
    Identity,
    Kind,
    Period,
    PeriodKind,
    Reckoned,
    Scope,
)
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.nouns.receptions.life import WORKFLOW
from cppcc_desktop.nouns.receptions.records import RECORDS
from cppcc_desktop.nouns.receptions.standing import (
    AWAITING,
    CLOSED,
    OPEN,
    cut_clause,
    read_month,
    read_on_time,
    read_year,
    reckon_state,
)

TALK = "来访"
MATTER = "事项和处理"
OUTCOME = "办理情况"
_AT_ONCE, _ON = ("handling", "immediate"), ("handling", "passed")
_NAMED = ("unnamed", "no")

RECEPTION = Entity(
    name="reception",
    label="接待",
    counter="件",
    title="short",
    scope=Scope.OWN,
    owner="station",
    period=Period("year", PeriodKind.YEAR),
    identity=Identity(alone=("matter",), apart=("date", "visitor", "station")),
    fields=(
        Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", required=True, width=150, group=TALK,
              aliases=("接待站点", "站点", "所属联络站", "委员之家")),
        Field(name="mode", label="方式", kind=Kind.CODE, codes="reception_mode", required=True, width=56, group=TALK,
              aliases=("接待方式", "接待形式")),
        Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True, width=104, group=TALK,
              aliases=("接待日期", "接待时间", "时间", "来访时间", "来访日期")),
        Field(name="place", label="地点", limit=100, width=140, group=TALK, aliases=("接待地点",)),
        Field(name="persons", label="接待委员", kind=Kind.REFERENCES, target="member", written=True, limit=40, required=True,
              sought="姓名", width=128, group=TALK, aliases=("接待人", "接待人员", "值班委员", "接访委员", "委员姓名")),
        Field(name="joined_units", label="参加部门", kind=Kind.REFERENCES, target="unit", written=True, limit=60, group=TALK,
              only_with=("mode", "joint"), aliases=("会诊部门", "参加单位")),
        Field(name="unnamed", label="不留姓名", kind=Kind.BOOLEAN, group=TALK),
        Field(name="visitor", label="来访人", limit=40, width=118, group=TALK, only_with=_NAMED, needed_with=_NAMED,
              aliases=("来访群众", "群众姓名", "姓名", "来访人姓名", "反映人", "当事人")),
        Field(name="heads", label="人数", kind=Kind.INTEGER, width=64, group=TALK, hint="连来访人一起几个人。",
              aliases=("来访人数", "人次")),
        Field(name="sex", label="性别", kind=Kind.CODE, codes="sex", group=TALK),
        Field(name="phone", label="电话", limit=30, check="phone", sensitive=True, group=TALK,
              aliases=("联系电话", "手机", "手机号", "联系方式")),
        Field(name="address", label="住址", limit=100, group=TALK, aliases=("家庭住址", "地址", "所在村", "村（社区）", "村社区")),
        Field(name="matter", label="事项内容", kind=Kind.LONG_TEXT, limit=1000, required=True, wide=True, group=MATTER,
              aliases=("事项", "反映事项", "反映问题", "反映的问题", "主要内容", "来访事由", "事由", "诉求", "群众诉求", "问题", "内容")),
        Field(name="short", label="事项摘要", limit=40, width=-1, editable=False, group=MATTER,
              reckoned=Reckoned(of=("matter",), read=cut_clause)),
        Field(name="category", label="类别", kind=Kind.CODE, codes="matter_category", width=104, group=MATTER,
              aliases=("事项类别", "问题类别", "类型")),
        Field(name="handling", label="怎么处理", kind=Kind.CODE, codes="reception_handling", required=True, width=88, group=MATTER, at_first=True,
              aliases=("处理方式", "办理方式", "处理", "处置方式")),
        Field(name="answer", label="答复内容", kind=Kind.LONG_TEXT, limit=2000, wide=True, group=MATTER, only_with=_AT_ONCE,
              needed_with=_AT_ONCE, aliases=("答复情况", "答复", "回复内容", "处理意见", "解答情况")),
        Field(name="result", label="结果", kind=Kind.CODE, codes="reception_result", width=104, group=MATTER, only_with=_AT_ONCE,
              aliases=("处理结果", "办理结果", "是否解决", "解决情况")),
        Field(name="receivers", label="转给", kind=Kind.REFERENCES, target="unit", written=True, limit=60, sought="名称", width=118,
              group=MATTER, only_with=_ON, needed_with=_ON, at_first=True,
              aliases=("转办单位", "转交单位", "责任单位", "承办单位", "交办单位", "转送单位")),
        Field(name="through_county", label="请县政协转", kind=Kind.BOOLEAN, group=MATTER, only_with=_ON),
        Field(name="due_on", label="期限", kind=Kind.DATE, width=96, group=MATTER, only_with=_ON, at_first=True,
              aliases=("办理期限", "答复期限", "办结期限", "限办日期")),
        Field(name="call_back", label="要回访", kind=Kind.BOOLEAN, group=MATTER, at_first=True, aliases=("是否回访",)),
        Field(name="call_back_due_on", label="回访期限", kind=Kind.DATE, width=104, editable=False, of_past=True, group=OUTCOME),
        Field(name="earlier", label="以前来过", kind=Kind.REFERENCE, target="reception", sought="事项", group=TALK),
        Field(name="state", label="状态", limit=40, width=84, editable=False, found=False, group=OUTCOME,
              reckoned=Reckoned(
                  of=("handling", "accepted_on", "answered_on", "result", "call_back", "called_back_on", "satisfaction"),
                  read=reckon_state)),
        Field(name="year", label="年度", kind=Kind.INTEGER, width=64, editable=False, group=OUTCOME,
              reckoned=Reckoned(of=("date",), read=read_year)),
        Field(name="month", label="月份", limit=7, width=88, editable=False, found=False, group=OUTCOME,
              reckoned=Reckoned(of=("date",), read=read_month)),
        Field(name="on_time", label="按期答复", kind=Kind.BOOLEAN, editable=False, group=OUTCOME,
              reckoned=Reckoned(of=("handling", "due_on", "answered_on"), read=read_on_time)),
        Field(name="handed_on", label="重新转交日期", kind=Kind.DATE, editable=False, group=OUTCOME),
        Field(name="accepted_on", label="受理日期", kind=Kind.DATE, width=104, editable=False, of_past=True, group=OUTCOME),
        Field(name="promised_on", label="答应日期", kind=Kind.DATE, width=104, editable=False, of_past=True, group=OUTCOME,
              hint="对方答应什么时候办好。"),
        Field(name="answered_on", label="答复日期", kind=Kind.DATE, width=104, editable=False, of_past=True, group=OUTCOME,
              aliases=("办结日期", "答复时间", "办结时间", "办理日期")),
        Field(name="result_words", label="结果说明", kind=Kind.LONG_TEXT, limit=2000, editable=False, of_past=True, group=OUTCOME,
              aliases=("办理情况", "处理情况")),
        Field(name="called_back_on", label="回访日期", kind=Kind.DATE, width=104, editable=False, of_past=True, group=OUTCOME,
              aliases=("回访时间",)),
        Field(name="called_back_by", label="回访人", limit=40, editable=False, of_past=True, actor=True, group=OUTCOME),
        Field(name="satisfaction", label="满意程度", kind=Kind.CODE, codes="satisfaction", width=96, editable=False, of_past=True,
              group=OUTCOME, aliases=("满意度", "是否满意", "群众评价", "群众满意度", "回访结果")),
        Field(name="call_back_words", label="回访情况", kind=Kind.LONG_TEXT, limit=2000, editable=False, of_past=True, group=OUTCOME),
    ),
    indexes=(("station", "date"), ("earlier",), ("phone",)),
    lists=(("date",), ("year", "date"), ("due_on",)),
    found=True,
    day="date",
)  # fmt: skip

WAITING = Is("state", OPEN)
LATE = Both(WAITING, Span("due_on", before=TODAY))
TO_CALL = Is("state", (AWAITING,))
DONE = Is("state", (CLOSED,))

RECEPTIONS = Module(
    name="receptions",
    label="接待群众",
    icon="person",
    entity=RECEPTION,
    children=RECORDS,
    workflow=WORKFLOW,
    importable=True,
    table="登记簿",
    stations=True,
    within="stations",
    columns=("date", "mode", "visitor", "short", "receivers", "state", "due_on"),
    beside=("date", "visitor"),
    sorts=("date", "mode", "visitor", "category", "state", "due_on", "station"),
    filters=("year", "mode", "handling", "receivers", "persons", "station", "category", "result", "state", "date", "due_on",
             "on_time", "satisfaction"),
    order=("-date",),
    views=(
        View(name="all", label="全部"),
        View(name="open", label="待答复", where=WAITING),
        View(name="late", label="逾期", where=LATE),
        View(name="call_back", label="待回访", where=TO_CALL),
        View(name="closed", label="已办结", where=DONE),
    ),
    hint="委员接待群众，来一位记一件：当场答复的写答复，转交的写转给谁，什么时候要答复，答复了回访没有，都记在这里。",
)  # fmt: skip
