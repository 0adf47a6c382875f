"""What belongs to an 活动: its steps, people, half-days, who was there, leave and papers (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Scope

_OF = Field(name="activity", label="活动", kind=Kind.REFERENCE, target="activity", required=True)

STEP = make_steps(
    "activity_step",
    Field(name="activity", label="活动", kind=Kind.REFERENCE, target="activity", required=True, editable=False),
)

PARTICIPANT = Entity(
    name="participant",
    label="参加人员",
    counter="人",
    scope=Scope.OWN,
    title="name",
    owner="activity",
    fields=(
        _OF,
        Field(name="member", label="委员", kind=Kind.REFERENCE, target="member", sought="姓名"),
        Field(name="name", label="姓名", limit=40, hint="不是委员的，写在这里；委员从名单里选，这里不用填。"),
        Field(name="role", label="身份", kind=Kind.CODE, codes="activity_role", width=88, aliases=("参加身份", "类别")),
        Field(name="member_group", label="小组", limit=60, width=104, aliases=("组别", "分组", "委员小组")),
        Field(name="seat_no", label="证号", limit=20, width=72, aliases=("委员证号", "序号", "编号")),
        Field(name="body", label="界别或代表的单位", limit=60),
        Field(name="post", label="单位及职务", limit=200),
        Field(name="phone", label="电话", limit=30, check="phone", sensitive=True),
        Field(name="reply", label="回复", kind=Kind.CODE, codes="activity_reply", width=80, aliases=("是否参加", "回执")),
        Field(name="scan_code", label="条码", limit=40, found=False, hint="委员证上另有条码的，写在这里；没有的，用签到表上印的。"),
    ),
    indexes=(("activity",), ("member",)),
    made=Made.PICKED,
    picks="member",
    named="name",
    fills=(("name", "name"), ("body", "sector"), ("post", "post"), ("member_group", "member_group")),
    columns=("role", "member_group", "reply", "phone"),
    sums=("role", "reply"),
)  # fmt: skip

# `starts_at` stays a text: programs before wrote there what people typed, and go on doing so.
SESSION = Entity(
    name="session",
    label="场次",
    counter="场",
    scope=Scope.OWN,
    title="name",
    owner="activity",
    day="date",
    fields=(
        _OF,
        Field(name="name", label="名称", limit=40, required=True, width=-1, hint="例如 全体会议、分组讨论。"),
        Field(name="date", label="日期", kind=Kind.DATE, width=104),
        Field(name="half", label="半天", kind=Kind.CODE, codes="half_day", width=80, aliases=("上午下午", "时段")),
        Field(name="starts_at", label="开始时间", limit=20),
        Field(name="hours", label="学时", kind=Kind.DECIMAL, width=72),
    ),
    indexes=(("activity",),),
    made=Made.ROWS,
    first_row=True,
    sums=("hours",),
)

ATTENDANCE = Entity(
    name="attendance",
    label="出席",
    counter="人次",
    scope=Scope.OWN,
    title="participant",
    owner="activity",
    fields=(
        _OF,
        Field(name="participant", label="参加人员", kind=Kind.REFERENCE, target="participant"),
        Field(name="session", label="场次", kind=Kind.REFERENCE, target="session"),
        Field(name="member", label="委员", kind=Kind.REFERENCE, target="member", sought="姓名", editable=False),
        Field(name="presence", label="出席情况", kind=Kind.CODE, codes="presence", required=True),
        Field(name="at", label="到或走的时间", kind=Kind.TIME),
        Field(name="proxy", label="委托人", limit=40),
        Field(name="reason", label="请假原因", limit=100),
        Field(name="words", label="说明", limit=200),
        Field(name="late_reason", label="补签原因", limit=200),
        Field(name="how", label="登记方式", kind=Kind.CODE, codes="attendance_how", editable=False),
    ),
    indexes=(("activity",), ("member",), ("participant",)),
    made=Made.SHEET,
    over=("participant", "session"),
    older="member",
    sums=("presence",),
)

LEAVE = Entity(
    name="leave",
    label="请假",
    counter="次",
    scope=Scope.OWN,
    title="participant",
    owner="activity",
    day="asked_on",
    fields=(
        _OF,
        Field(name="participant", label="参加人员", kind=Kind.REFERENCE, target="participant", required=True, width=96,
              aliases=("姓名", "请假人")),
        Field(name="decision", label="批准情况", kind=Kind.CODE, codes="leave_decision", width=88, aliases=("是否批准",)),
        Field(name="kind", label="请假种类", kind=Kind.CODE, codes="leave_kind", required=True, width=80, aliases=("类别", "种类")),
        Field(name="reason", label="事由", limit=200, width=-1, aliases=("原因", "请假事由")),
        Field(name="from_session", label="从哪一场", kind=Kind.REFERENCE, target="session", width=128,
              hint="不填就是从第一场起。"),
        Field(name="to_session", label="到哪一场", kind=Kind.REFERENCE, target="session", width=128,
              hint="不填就是到最后一场。"),
        Field(name="asked_on", label="提出日期", kind=Kind.DATE, past=True, width=104),
        Field(name="approver", label="批准人", limit=40, width=96, hint="不填的，按“系统设置 › 规则”里写的。"),
        Field(name="decided_on", label="批准日期", kind=Kind.DATE, past=True, width=104),
    ),
    indexes=(("activity",), ("participant",)),
    made=Made.ROWS,
    sums=("decision",),
)  # fmt: skip

PAPER = Entity(
    name="activity_paper",
    label="材料",
    counter="份",
    scope=Scope.OWN,
    title="title",
    owner="activity",
    day="date",
    found=True,
    fields=(
        _OF,
        Field(name="kind", label="种类", kind=Kind.CODE, codes="activity_paper", required=True, width=88),
        Field(name="title", label="标题", limit=120, required=True, width=-1),
        Field(name="text", label="内容", kind=Kind.LONG_TEXT, limit=20_000, lines=6),
        Field(name="published_in", label="发在哪里", limit=60, width=120, aliases=("刊物", "媒体")),
        Field(name="level", label="级别", kind=Kind.CODE, codes="publication_level", width=72),
        Field(name="date", label="日期", kind=Kind.DATE, width=104),
    ),
    indexes=(("activity",),),
    made=Made.ROWS,
    columns=("kind", "title", "published_in", "level", "date"),
    sums=("kind",),
)

RECORDS = (ATTENDANCE, PARTICIPANT, SESSION, LEAVE, PAPER, STEP)
