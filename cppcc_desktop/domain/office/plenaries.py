"""届次 with its dates, and the days on which offices work."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope
from cppcc_desktop.domain.modules import Module

PLENARY = Entity(
    name="plenary",
    label="届次",
    counter="次",
    permission="account",
    scope=Scope.REF,
    title="key",
    fields=(
        Field(name="key", label="届次", limit=8, required=True, width=88),
        Field(name="opens_on", label="会议开始", kind=Kind.DATE, width=104),
        Field(name="ends_on", label="会议结束", kind=Kind.DATE, width=104),
        Field(name="intake_from", label="大会提案从", kind=Kind.DATE, width=104),
        Field(name="intake_until", label="大会提案到", kind=Kind.DATE, width=104),
        Field(name="due_on", label="统一办复日", kind=Kind.DATE, width=104),
        Field(name="closed_on", label="封存日期", kind=Kind.DATE, editable=False, width=104),
        Field(name="sealing", label="封存或启封的原因", limit=500, editable=False),
        Field(name="note", label="备注", limit=200),
    ),
    indexes=(("key",),),
)

CALENDAR_DAY = Entity(
    name="calendar_day",
    label="节假日",
    counter="天",
    permission="account",
    scope=Scope.REF,
    title="date",
    fields=(
        Field(name="date", label="日期", kind=Kind.DATE, required=True),
        Field(name="working", label="上班", kind=Kind.BOOLEAN),
        Field(name="name", label="名称", limit=40),
    ),
    indexes=(("date",),),
)

PLENARIES = Module(
    name="plenaries",
    label="届次",
    icon="settings",
    entity=PLENARY,
    children=(CALENDAR_DAY,),
    page=False,
    columns=("key", "opens_on", "ends_on", "intake_from", "intake_until", "due_on", "closed_on"),
    order=("-key",),
)
