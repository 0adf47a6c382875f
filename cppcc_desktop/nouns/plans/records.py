"""What is recorded of 协商计划: its approvals, the steps of each line, and how lines were changed (domain.md §6)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope

_OF_PLAN = Field(name="plan", label="年度计划", kind=Kind.REFERENCE, target="plan", required=True, editable=False)
_OF_LINE = Field(
    name="plan_line", label="计划项目", kind=Kind.REFERENCE, target="plan_line", required=True, editable=False
)
_ON = Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True)

PLAN_STEP = make_steps("plan_step", _OF_PLAN)
LINE_STEP = make_steps("plan_line_step", _OF_LINE)

APPROVAL = Entity(
    name="plan_approval", label="审批", counter="次", title="body", scope=Scope.OWN, owner="plan", day="date",
    fields=(
        _OF_PLAN, _ON,
        Field(name="body", label="谁审的", limit=60, required=True),
        Field(name="number", label="文号", limit=40),
        Field(name="words", label="意见", kind=Kind.LONG_TEXT, limit=2000),
    ),
    indexes=(("plan",),),
)  # fmt: skip

CHANGE = Entity(
    name="plan_change", label="变更", counter="次", title="kind", scope=Scope.OWN, owner="plan_line", day="date", found=True,
    fields=(
        _OF_LINE, _ON,
        Field(name="kind", label="怎么变", kind=Kind.CODE, codes="plan_change_kind", required=True),
        Field(name="old_title", label="原议题", limit=200),
        Field(name="reason", label="原因", kind=Kind.LONG_TEXT, limit=1000, required=True),
        Field(name="agreed_by", label="谁同意", limit=60, hint="例如 主席会议。"),
        Field(name="agreed_on", label="同意日期", kind=Kind.DATE, past=True),
        Field(name="approved_by", label="谁批准", limit=60, hint="例如 县委。"),
        Field(name="approved_on", label="批准日期", kind=Kind.DATE, past=True),
        Field(name="number", label="批准文号", limit=40),
    ),
    indexes=(("plan_line",),),
)  # fmt: skip
