"""What fields of a record were before they changed: a row for each change, with the last day of what it holds."""

from __future__ import annotations

from dataclasses import replace

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Scope

UNTIL, OF_TERM = "until", "term"

# What a change of such fields asks besides the new values.
CHANGED_ON = Field(name="changed_on", label="从哪天起", kind=Kind.DATE, past=True)
CORRECTED = Field(name="corrected", label="原来就录错了", kind=Kind.BOOLEAN, hint="打勾：不是变动，改成一直如此。")


def make_former(name: str, label: str, owner: Field, *fields: Field, scope: Scope = Scope.REF) -> Entity:
    """The kind of record that keeps what these fields of a noun, or of its card of a term, were until a day.

    A row holds what changed the day after; what is empty in it was as the next row has it, in the end as it is now.
    """
    until = Field(name=UNTIL, label="到哪天为止", kind=Kind.DATE, required=True, past=True, width=112)
    term = Field(name=OF_TERM, label="届", limit=4, editable=False, found=False)
    kept = (replace(each, required=False, group="", wide=False, aliases=(), found=False) for each in fields)
    return Entity(
        name=name, label=label, counter="条", title=UNTIL, scope=scope, owner=owner.name, made=Made.ROWS, day=UNTIL,
        fields=(owner, until, term, *kept), indexes=((owner.name,),),
    )  # fmt: skip
