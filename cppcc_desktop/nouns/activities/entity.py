"""活动 of a station or of the county itself, and who was there (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Scope
from cppcc_desktop.domain.description.modules import Module

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
    indexes=(("station", "date"),),
    lists=(("date",), ("title",), ("type",)),
    found=True,
    day="date",
)

ATTENDANCE = Entity(
    name="attendance",
    label="出席",
    counter="人次",
    scope=Scope.OWN,
    title="member",
    owner="activity",
    fields=(
        Field(name="activity", label="活动", kind=Kind.REFERENCE, target="activity", required=True),
        Field(name="member", label="委员", kind=Kind.REFERENCE, target="member", sought="姓名", required=True),
        Field(name="presence", label="出席情况", kind=Kind.CODE, codes="presence", required=True),
        Field(name="reason", label="请假原因", limit=100),
    ),
    indexes=(("activity",), ("member",)),
    made=Made.PICKED,
    picks="member",
    sums=("presence",),
)

ACTIVITIES = Module(
    name="activities",
    stations=True,
    label="活动",
    icon="activities",
    entity=ACTIVITY,
    children=(ATTENDANCE,),
    columns=("date", "title", "type", "station", "place"),
    sorts=("date", "title", "type", "station"),
    filters=("station", "type", "date"),
    order=("-date",),
    hint="联络站的会议、调研、走访、接待，办一次记一次。",
)
