"""协商议题: what was put forward to be consulted on, and what became of it (domain.md §6)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import EVERYTHING, Is, Named
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
from cppcc_desktop.nouns.topics.life import RESULTS, WORKFLOW
from cppcc_desktop.nouns.topics.records import RECORDS

PLANNED = Named("plan_line", ("topic",), EVERYTHING)  # a line of a plan came from it
FROM = "提出"
ABOUT = "议题"
OUTCOME = "采用情况"

TOPIC = Entity(
    name="topic",
    label="协商议题",
    counter="个",
    title="title",
    scope=Scope.OWN,
    owner="station",
    period=Period("year", PeriodKind.YEAR),
    identity=Identity(apart=("year",)),
    fields=(
        Field(name="title", label="议题", limit=100, required=True, width=-1, wide=True, group=ABOUT,
              aliases=("协商议题", "议题名称", "题目", "主题", "协商主题", "协商内容", "活动主题", "活动内容")),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True, width=72, group=ABOUT, aliases=("年份",)),
        Field(name="category", label="四重类别", kind=Kind.CODE, codes="major_matter", width=104, group=ABOUT,
              aliases=("类别", "议题类别")),
        Field(name="mode", label="协商形式", kind=Kind.CODE, codes="consultation_mode", width=104, group=ABOUT,
              aliases=("形式", "活动形式", "协商方式", "建议形式")),
        Field(name="reason", label="提出理由", kind=Kind.LONG_TEXT, limit=4000, wide=True, group=ABOUT,
              aliases=("理由", "事由", "议题说明")),
        Field(name="content", label="主要内容", kind=Kind.LONG_TEXT, limit=4000, wide=True, group=ABOUT),
        Field(name="hoped_units", label="建议部门", kind=Kind.TEXTS, limit=60, wide=True, group=ABOUT,
              aliases=("建议承办部门", "参加部门", "责任部门")),
        Field(name="month", label="拟办月份", limit=20, width=88, group=ABOUT,
              aliases=("时间", "月份", "活动时间", "协商时间", "完成时间", "建议时间")),
        Field(name="suggested_by", label="提出者", limit=100, width=152, group=FROM,
              aliases=("提出单位", "提出人", "建议单位", "界别", "提议人", "责任单位", "牵头单位")),
        Field(name="body", label="所在单位或界别", limit=100, width=152, group=FROM, aliases=("提出人单位", "工作单位", "所在单位")),
        Field(name="phone", label="联系电话", limit=40, sensitive=True, check="phone", group=FROM,
              aliases=("电话", "手机", "手机号", "联系方式")),
        Field(name="source", label="议题来源", kind=Kind.CODE, codes="topic_source", width=104, group=FROM),
        Field(name="channel", label="征集渠道", kind=Kind.CODE, codes="topic_channel", width=104, group=FROM,
              aliases=("渠道", "来源")),
        Field(name="suggested_on", label="提出日期", kind=Kind.DATE, width=104, group=FROM, aliases=("日期",)),
        Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", width=150, group=FROM),
        Field(name="state", label="状态", limit=40, width=88, editable=False, found=False, group=OUTCOME,
              fallback=Fallback(field="result", values=RESULTS, otherwise="suggested")),
        Field(name="result", label="结果", kind=Kind.CODE, codes="topic_result", width=88, editable=False, group=OUTCOME,
              aliases=("采用情况", "议题结果", "是否采用")),
        Field(name="result_reason", label="结果说明", kind=Kind.LONG_TEXT, limit=2000, wide=True, group=OUTCOME,
              aliases=("采用理由", "不采用理由", "未采用原因")),
        Field(name="onward", label="另作处理", limit=200, editable=False, group=OUTCOME),
        Field(name="merged_into", label="并入议题", kind=Kind.REFERENCE, target="topic", width=160, editable=False,
              sought="题目里的字", group=OUTCOME),
    ),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    indexes=(("merged_into",), ("station",)),
    lists=(("year", "title_pinyin"), ("title_pinyin",), ("suggested_on",)),
    found=True,
    day="suggested_on",
)  # fmt: skip

TOPICS = Module(
    name="topics",
    label="协商议题",
    icon="consultations",
    entity=TOPIC,
    children=RECORDS,
    workflow=WORKFLOW,
    importable=True,
    stations=True,
    columns=("title", "year", "category", "mode", "suggested_by", "source", "channel", "month", "state"),
    beside=("year", "suggested_by"),
    sorts=("title", "year", "category", "mode", "suggested_by", "source", "channel", "suggested_on", "state"),
    filters=("year", "category", "mode", "source", "channel", "state", "station"),
    order=("-year", "title"),
    views=(
        View(name="all", label="全部"),
        View(name="open", label="待定", where=Is("state", ("suggested",))),
        View(name="adopted", label="已采用", where=Is("state", ("adopted",))),
        View(name="planned", label="列入计划", where=PLANNED),
        View(name="merged", label="已并入", where=Is("state", ("merged",))),
        View(name="not_used", label="未采用", where=Is("state", ("not_used",))),
    ),
    hint="各方面提出的协商议题先登记在这里，采用、并入还是不采用，为什么，告知了没有，都记下来。",
)
