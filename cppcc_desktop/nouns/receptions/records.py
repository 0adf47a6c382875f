"""What is recorded while a 接待 is handled (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope

_OF = Field(name="reception", label="接待", kind=Kind.REFERENCE, target="reception", required=True, editable=False)
_ON = Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True)

STEP = make_steps("reception_step", _OF)

INQUIRY = Entity(
    name="reception_inquiry",
    label="再问",
    counter="次",
    title="date",
    scope=Scope.OWN,
    owner="reception",
    found=True,
    day="date",
    fields=(
        _OF,
        _ON,
        Field(name="asked_by", label="来问的人", limit=40),
        Field(name="words", label="问了什么，怎么回的", kind=Kind.LONG_TEXT, limit=1000, required=True),
    ),
    indexes=(("reception",),),
)

RECORDS = (STEP, INQUIRY)
