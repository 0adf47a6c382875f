"""活动 of a station or of the county itself, and who was there (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Key, Kind, Made, Scope
from cppcc_desktop.domain.modules import Module

ACTIVITY = Entity(
    name="activity",
    label="活动",
    counter="次",
    scope=Scope.OWN,
    title="title",
    owner="station",
    fields=(
        Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", width=150),
        Field(name="title", label="活动名称", limit=80, required=True, width=-1, wide=True, aliases=("名称", "主题")),
        Field(name="type", label="类型", kind=Kind.CODE, codes="activity_type", required=True, width=136),
        Field(name="date", label="日期", kind=Kind.DATE, required=True, width=104),
        Field(name="place", label="地点", limit=100, width=140),
        Field(name="host", label="主持人", limit=60),
        Field(name="content", label="活动情况", kind=Kind.LONG_TEXT, limit=20_000, wide=True, lines=5),
        Field(name="guests", label="群众人数", kind=Kind.INTEGER),
    ),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    indexes=(("station", "date"),),
    lists=(("date",), ("title_pinyin",), ("type",)),
    found=True,
    day="date",
)

PARTICIPANT = Entity(
    name="participant",
    label="参加人员",
    counter="人",
    scope=Scope.OWN,
    title="name",
    owner="activity",
    fields=(
        Field(name="activity", label="活动", kind=Kind.REFERENCE, target="activity", required=True),
        Field(name="member", label="委员", kind=Kind.REFERENCE, target="member", sought="姓名"),
        Field(name="name", label="姓名", limit=40, hint="不是委员的，写在这里；委员从名单里选，这里不用填。"),
        Field(name="body", label="界别或代表的单位", limit=60),
        Field(name="post", label="单位及职务", limit=200),
        Field(name="phone", label="电话", limit=30, check="phone", sensitive=True),
    ),
    indexes=(("activity",), ("member",)),
    made=Made.PICKED,
    picks="member",
    named="name",
    fills=(("name", "name"), ("body", "sector"), ("post", "post")),
    columns=("phone",),
)

SESSION = Entity(
    name="session",
    label="场次",
    counter="场",
    scope=Scope.OWN,
    title="name",
    owner="activity",
    fields=(
        Field(name="activity", label="活动", kind=Kind.REFERENCE, target="activity", required=True),
        Field(name="name", label="名称", limit=40, required=True, width=-1, hint="例如 13日上午全体会议。"),
        Field(name="date", label="日期", kind=Kind.DATE, width=104),
        Field(name="starts_at", label="开始时间", limit=20),
    ),
    indexes=(("activity",),),
    made=Made.ROWS,
    first_row=True,
)

ATTENDANCE = Entity(
    name="attendance",
    label="出席",
    counter="人次",
    scope=Scope.OWN,
    title="participant",
    owner="activity",
    fields=(
        Field(name="activity", label="活动", kind=Kind.REFERENCE, target="activity", required=True),
        Field(name="participant", label="参加人员", kind=Kind.REFERENCE, target="participant"),
        Field(name="session", label="场次", kind=Kind.REFERENCE, target="session"),
        Field(name="member", label="委员", kind=Kind.REFERENCE, target="member", sought="姓名", editable=False),
        Field(name="presence", label="出席情况", kind=Kind.CODE, codes="presence", required=True),
        Field(name="reason", label="请假原因", limit=100),
    ),
    indexes=(("activity",), ("member",), ("participant",)),
    made=Made.SHEET,
    over=("participant", "session"),
    older="member",
    sums=("presence",),
)

ACTIVITIES = Module(
    name="activities",
    stations=True,
    label="活动",
    icon="activities",
    entity=ACTIVITY,
    children=(ATTENDANCE, PARTICIPANT, SESSION),
    columns=("date", "title", "type", "station", "place"),
    sorts=("date", "title", "type", "station"),
    filters=("station", "type", "date"),
    order=("-date",),
    hint="联络站的会议、调研、走访、接待，办一次记一次。",
)
