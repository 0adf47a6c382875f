"""What is recorded of a 项目 while it goes on: how far it has come, and its steps (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Scope

_OF = Field(name="project", label="项目", kind=Kind.REFERENCE, target="project", required=True, editable=False)

STEP = make_steps("project_step", _OF)

PROGRESS = Entity(
    name="project_progress",
    label="进展",
    counter="条",
    title="words",
    scope=Scope.OWN,
    owner="project",
    made=Made.ROWS,
    day="date",
    found=True,
    sums=("money",),
    photos=True,
    fields=(
        _OF,
        Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True, width=104),
        Field(name="words", label="进展情况", limit=500, required=True, width=-1, aliases=("情况", "内容")),
        Field(name="money", label="投入", kind=Kind.MONEY, hint="这一次投入的钱，单位是元。", aliases=("投入金额", "金额")),
    ),
    indexes=(("project",),),
)  # fmt: skip

RECORDS = (STEP, PROGRESS)
