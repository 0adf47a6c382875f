"""What is recorded while it is decided on a 协商议题 (domain.md §6)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope

_OF = Field(name="topic", label="协商议题", kind=Kind.REFERENCE, target="topic", required=True, editable=False)
_ON = Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True)

STEP = make_steps("topic_step", _OF)

TOLD = Entity(
    name="topic_told",
    label="告知",
    counter="次",
    title="date",
    scope=Scope.OWN,
    owner="topic",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="how", label="告知方式", kind=Kind.CODE, codes="contact_method", required=True),
        Field(name="whom", label="告知对象", limit=100),
        Field(name="words", label="说明", kind=Kind.LONG_TEXT, limit=2000),
    ),
    indexes=(("topic",),),
)

RECORDS = (STEP, TOLD)
