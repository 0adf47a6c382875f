"""协商议题: what was put forward to be consulted on, and what became of it (domain.md §6)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Entity, Field, Identity, Kind
from cppcc_desktop.domain.description.modules import Module, View

FROM = "提出"
ABOUT = "议题"
OUTCOME = "采用情况"

TOPIC = Entity(
    name="topic",
    label="协商议题",
    counter="个",
    title="title",
    identity=Identity(apart=("year",)),
    fields=(
        Field(name="title", label="议题", limit=100, required=True, width=-1, wide=True, group=ABOUT,
              aliases=("协商议题", "议题名称", "题目", "主题", "协商主题", "协商内容", "活动主题", "活动内容")),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True, width=72, group=ABOUT, aliases=("年份",)),
        Field(name="category", label="四重类别", kind=Kind.CODE, codes="major_matter", width=104, group=ABOUT,
              aliases=("类别", "议题类别")),
        Field(name="mode", label="协商形式", kind=Kind.CODE, codes="consultation_mode", width=104, group=ABOUT,
              aliases=("形式", "活动形式", "协商方式")),
        Field(name="reason", label="提出理由", kind=Kind.LONG_TEXT, limit=4000, wide=True, group=ABOUT,
              aliases=("理由", "事由", "议题说明", "主要内容")),
        Field(name="suggested_by", label="提出者", limit=100, width=152, group=FROM,
              aliases=("提出单位", "提出人", "建议单位", "界别", "提议人", "责任单位", "牵头单位")),
        Field(name="channel", label="征集渠道", kind=Kind.CODE, codes="topic_channel", width=104, group=FROM,
              aliases=("渠道", "来源")),
        Field(name="suggested_on", label="提出日期", kind=Kind.DATE, width=104, group=FROM, aliases=("日期",)),
        Field(name="month", label="拟办月份", limit=20, width=88, group=FROM, aliases=("时间", "月份", "活动时间", "协商时间", "完成时间")),
        Field(name="result", label="结果", kind=Kind.CODE, codes="topic_result", width=88, group=OUTCOME, aliases=("采用情况",)),
        Field(name="result_reason", label="结果说明", kind=Kind.LONG_TEXT, limit=2000, wide=True, group=OUTCOME),
    ),
    lists=(("year", "title"), ("title",), ("suggested_on",)),
    found=True,
    day="suggested_on",
)  # fmt: skip

TOPICS = Module(
    importable=True,
    name="topics",
    label="协商议题",
    icon="consultations",
    entity=TOPIC,
    columns=("title", "year", "category", "mode", "suggested_by", "channel", "month", "result"),
    sorts=("title", "year", "category", "mode", "suggested_by", "channel", "suggested_on", "result"),
    filters=("year", "category", "mode", "result"),
    order=("-year", "title"),
    views=(
        View(name="all", label="全部"),
        View(name="open", label="待定", where=Is("result", None)),
        View(name="adopted", label="已采用", where=Is("result", ("1",))),
    ),
    hint="各方面提出的协商议题先登记在这里，采用与否、为什么，都记下来。",
)
