"""Rows for many records at once: for all that have something in common and are not in the list yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, fields_of
from cppcc_desktop.domain.description.fields import Made
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import Saved, find_child, find_picked, pick, read_picked, target_of
from cppcc_desktop.services.records.former import stand_on
from cppcc_desktop.services.records.records import Query, list_records, read_record
from cppcc_desktop.services.records.titles import word_rows


@dataclass(frozen=True)
class Pickable:
    """A record that may be picked: what it is called, what it says of itself; `there`: it has its row already."""

    id: str
    name: str
    beside: str
    there: bool


def find_list(office: Office, kind: str) -> Module:
    """The list the rows of this child are picked from; Refusal if they are not."""
    entity = find_child(office, kind)
    module = find_picked(office, entity)[0] if entity.made is Made.PICKED else None
    if module is None:
        raise Refusal(f"{entity.label}不是从名单里选的。", todo="一条一条添加。")
    return module


def open_list(
    office: Office, kind: str, owner: str, where: Condition = EVERYTHING, view: Condition | None = None
) -> tuple[Condition, str]:
    """What records meet that are picked for this owner by a condition, and of which day they are, "" for none.

    `view` is one of the list's, else what it shows at first. Records that hold for some time are those of the owner's
    day, else of today, unless it is asked from when or until when they hold.
    """
    module, owned = find_list(office, kind), office.entity(target_of(office.entity(kind)))
    shown = module.views[0].where if view is None and module.views else view or EVERYTHING
    asked = Both(shown, where)
    if not any(module.lasts) or not set(module.lasts).isdisjoint(fields_of(asked)):
        return asked, ""
    day = office.today().isoformat()
    if owned.day:
        with office.read() as connection:
            day = str(read_record(office, connection, owned.name, owner).values.get(owned.day) or day)
    return Both(asked, stand_on(module, day)), day


def list_pickable(office: Office, actor: Actor, kind: str, owner: str, where: Condition) -> list[Pickable]:
    """The records in force that meet a condition, in the order of their list."""
    module, entity = find_list(office, kind), office.entity(kind)
    rows = list_records(office, actor, module, Query(where, module.order), 0, -1).rows
    with office.read() as connection:
        held = read_picked(office, connection, entity, owner)
    title, beside = module.by_name[module.entity.title], find_picked(office, entity)[1]
    return [
        Pickable(
            str(row["id"]), told[title.name], " · ".join(told[spec.name] for spec in beside if told[spec.name]),
            str(row["id"]) in held,
        )
        for row, told in zip(rows, word_rows(office, [title, *beside], rows), strict=True)
    ]  # fmt: skip


def pick_where(
    office: Office, actor: Actor, kind: str, owner: str, where: Condition, raw: Mapping[str, object]
) -> Saved:
    """A row for each record in force that meets a condition and has none yet, all with the same values."""
    found = list_pickable(office, actor, kind, owner, open_list(office, kind, owner, where)[0])
    return pick(office, actor, kind, owner, [each.id for each in found if not each.there], raw)
