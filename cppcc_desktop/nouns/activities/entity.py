"""活动 of a station or of the county itself (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Entity, Fallback, Field, Identity, Key, Kind, Scope
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.nouns.activities.life import AHEAD, DONE, WORKFLOW
from cppcc_desktop.nouns.activities.records import ATTENDANCE, RECORDS

WHAT, HOW, STUDY, SERVICE, MEETING = "活动", "情况", "学习", "服务", "会议"
_STUDY, _SERVICE, _MEETING = (("type", kind) for kind in ("study", "service", "meeting"))

ACTIVITY = Entity(
    name="activity",
    label="活动",
    counter="次",
    scope=Scope.OWN,
    title="title",
    owner="station",
    identity=Identity(apart=("date", "station")),
    fields=(
        Field(name="title", label="活动名称", limit=80, required=True, width=-1, wide=True, group=WHAT,
              aliases=("名称", "主题", "活动主题", "会议名称", "活动内容")),
        Field(name="type", label="类型", kind=Kind.CODE, codes="activity_type", required=True, width=136, group=WHAT,
              aliases=("活动类型", "类别", "活动形式")),
        Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", width=150, group=WHAT,
              aliases=("所属联络站", "站名")),
        Field(name="organiser", label="主办", limit=60, width=120, group=WHAT, hint="专委会、界别、小组或机关；站里的活动可以不填。",
              aliases=("主办单位", "组织单位", "承办单位", "牵头单位")),
        Field(name="date", label="日期", kind=Kind.DATE, required=True, width=104, group=WHAT,
              aliases=("活动日期", "时间", "活动时间", "会议时间", "开始日期")),
        Field(name="ends_on", label="结束日期", kind=Kind.DATE, width=104, group=WHAT, hint="只有一天的，不用填。",
              aliases=("截止日期",)),
        Field(name="starts_at", label="几点开始", kind=Kind.TIME, width=88, group=WHAT, aliases=("开始时间",)),
        Field(name="place", label="地点", limit=100, width=140, group=WHAT, aliases=("活动地点", "会议地点")),
        Field(name="host", label="主持人", limit=60, group=WHAT, aliases=("主持",)),
        Field(name="quorum", label="法定人数", limit=20, group=MEETING, only_with=_MEETING, aliases=("法定人数比例",),
              hint="应到人数的几分之几，例如 2/3；不填的，照会议类型定的。"),
        Field(name="hours", label="学时", kind=Kind.DECIMAL, group=STUDY, width=72, only_with=_STUDY, aliases=("课时",)),
        Field(name="people_served", label="受益人次", kind=Kind.INTEGER, group=SERVICE, width=88, only_with=_SERVICE,
              aliases=("受益人数", "服务人次")),
        Field(name="matters_done", label="办实事件数", kind=Kind.INTEGER, group=SERVICE, width=96, only_with=_SERVICE,
              aliases=("办实事", "实事件数")),
        Field(name="money", label="资金", kind=Kind.MONEY, group=SERVICE, width=104, only_with=_SERVICE,
              aliases=("投入资金", "捐款", "金额")),
        Field(name="goods", label="物资", limit=200, group=SERVICE, only_with=_SERVICE, aliases=("捐物", "捐赠物资")),
        Field(name="plan", label="方案", kind=Kind.LONG_TEXT, limit=10_000, wide=True, group=HOW, aliases=("活动方案",)),
        Field(name="content", label="活动情况", kind=Kind.LONG_TEXT, limit=20_000, wide=True, lines=5, group=HOW,
              aliases=("情况", "主要内容", "活动简介")),
        Field(name="results", label="成效", kind=Kind.LONG_TEXT, limit=5000, wide=True, group=HOW, aliases=("活动成效", "成果")),
        Field(name="guests", label="群众人数", kind=Kind.INTEGER, group=HOW, width=88, aliases=("群众", "参加群众人数")),
        Field(name="state", label="状态", limit=40, width=88, editable=False, found=False, group=HOW,
              fallback=Fallback(field="state", values={}, otherwise="held")),
    ),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    indexes=(("station", "date"),),
    lists=(("date",), ("title_pinyin",), ("type",)),
    found=True,
    day="date",
)  # fmt: skip

ACTIVITIES = Module(
    name="activities",
    stations=True,
    label="活动",
    icon="activities",
    entity=ACTIVITY,
    children=RECORDS,
    workflow=WORKFLOW,
    importable=True,
    columns=("date", "title", "type", "organiser", "station", "place", "state"),
    beside=("date", "type"),
    sorts=("date", "title", "type", "organiser", "station", "state"),
    filters=("station", "type", "organiser", "date", "state"),
    order=("-date",),
    views=(
        View(name="all", label="全部"),
        View(name="ahead", label="要开展的", where=Is("state", AHEAD)),
        View(name="held", label="已开展", where=Is("state", DONE)),
        View(name="cancelled", label="取消", where=Is("state", ("cancelled",))),
    ),
    hint="会议、调研、视察、培训、走访，办一次记一次；联络站的和县里自己的都在这里。",
)

# One row is one person in one half-day: what figures count as 人次.
ATTENDANCES = Module(
    name="attendances",
    label="出席情况",
    icon="activities",
    entity=ATTENDANCE,
    page=False,
    opens="activity",
    columns=("participant", "activity", "session", "presence", "words"),
    filters=("presence", "member"),
    order=("activity",),
)
