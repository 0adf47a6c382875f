"""The line every step leaves in the timeline of a record with a life."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope

STEP_FIELDS = (
    Field(name="move", label="步骤", limit=40, found=False),
    Field(name="source", label="原状态", limit=40, found=False),
    Field(name="target", label="新状态", limit=40, found=False),
    Field(name="words", label="说明", kind=Kind.LONG_TEXT, limit=5000),
    Field(name="by", label="经手人", limit=60),
    Field(name="detail", label="记录", limit=40, found=False),
)


def make_steps(name: str, owner: Field, scope: Scope = Scope.OWN) -> Entity:
    """The kind of record that keeps a noun's steps; `owner` is the field that says whose they are."""
    day = Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True)
    return Entity(
        name=name, label="办理经过", counter="步", title="move", scope=scope, owner=owner.name, found=True, day="date",
        fields=(owner, day, *STEP_FIELDS), indexes=((owner.name,),),
    )  # fmt: skip
