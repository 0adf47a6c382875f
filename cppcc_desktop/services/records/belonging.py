"""To what place a record belongs, and so to whom it travels (sync.md §3)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.fields import Entity, Field, Row, Scope, Value
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.office.office import COUNTY, Office


def belongs_to_place(office: Office, entity: Entity) -> bool:
    """Whether records of this kind are a place's own: the place is what they belong to."""
    owner = entity.by_name.get(entity.owner)
    return owner is not None and office.place_entity is not None and owner.target == office.place_entity.name


def may_fill(office: Office, spec: Field) -> bool:
    """Whether this office may set the field: some are the county's, in records of a place too."""
    return office.kind == COUNTY or not spec.county


def is_foreign(office: Office, scope: str) -> bool:
    """Whether a record of this scope is not this office's to change: at a station those of the county."""
    return office.kind != COUNTY and scope not in (office.own_scope, Scope.OFFICE.value)


def take_as_own(office: Office, entity: Entity, values: dict[str, Value]) -> dict[str, Value]:
    """At a station, what belongs to a place is the station's own unless it says otherwise."""
    if office.kind == COUNTY or not belongs_to_place(office, entity) or values.get(entity.owner):
        return values
    return {**values, entity.owner: office.station or None}


def is_own_place(office: Office, entity: Entity, name: str) -> bool:
    """Whether the field names the place its records belong to, at that place: there nobody is asked for it."""
    return office.kind != COUNTY and name == entity.owner and belongs_to_place(office, entity)


def refuse_move(entity: Entity, changed: Row, now: Row) -> None:
    """A record stays in the scope it was made in: whoever holds it must keep receiving it (sync.md §3)."""
    if entity.owner and entity.scope is Scope.OWN and entity.owner in changed:
        label = entity.by_name[entity.owner].label
        why = "这条记录已经归它了" if now.get(entity.owner) else "登记时空着，这条记录归县里"
        raise InvalidField(entity.owner, f"{label}不能改：{why}。放入回收站，再重新登记。")


def list_handed(office: Office, flow: Workflow | None, now: Row) -> tuple[str, ...]:
    """Fields of a record that a place does not change, since it handed it to the county; none at the county."""
    return flow.handover.keeps(now) if flow and flow.handover and office.kind != COUNTY else ()


def refuse_handed(office: Office, entity: Entity, flow: Workflow | None, changed: Row, now: Row) -> None:
    """InvalidField at a place for what is the county's since the record was handed to it."""
    for name in list_handed(office, flow, now):
        if flow and flow.handover and name in changed:
            why = f"已经勾了“{entity.by_name[flow.handover.field].label}”"
            raise InvalidField(name, f"{entity.by_name[name].label}不能改：{why}，由县政协填写。")
