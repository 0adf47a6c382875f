"""Views of a list that the office saved: conditions and order under a name, as tabs beside those that ship."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from cppcc_desktop.domain.description.conditions import ALL, ANY
from cppcc_desktop.domain.description.fields import clean_text
from cppcc_desktop.domain.description.modules import Module
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import SAVED_VIEW, Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.office import Office, Writing

MOST = 20  # views of one list: more would not be found again
TEXT = ""  # the condition that is no field: text to look for


@dataclass(frozen=True)
class SavedView:
    """One saved view; `words` say each condition, `order` names fields and keys as a query does."""

    id: str
    module: str
    label: str
    where: Mapping[str, Any]
    words: Mapping[str, str]
    order: tuple[str, ...] = ()
    by: str = ""

    @property
    def text(self) -> str:
        """What the list is searched for."""
        return str(self.where.get(TEXT, ""))

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions on fields."""
        return {name: wanted for name, wanted in self.where.items() if name != TEXT}


def list_views(office: Office, actor: Actor, module: Module) -> list[SavedView]:
    """The views saved for a list, oldest first."""
    actor.require("record.read")
    table = office.schema.records[SAVED_VIEW.name]
    query = select(table).where(table.c.module == module.name, table.c.deleted.is_(None)).order_by(table.c.id)
    with office.read() as connection:
        rows = connection.execute(query).mappings().all()
    return [
        SavedView(row["id"], row["module"], row["label"], read_conditions(row["conditions"], module),
                  json.loads(row["words"] or "{}"), tuple((row["order"] or "").split()), row["by"] or "")
        for row in rows
    ]  # fmt: skip


def read_conditions(stored: str | None, module: Module) -> dict[str, Any]:
    """Conditions as a query takes them; one on a field this program does not know is left out."""
    found: dict[str, Any] = json.loads(stored or "{}")
    known = {TEXT, ANY, ALL, *module.by_name}
    return {name: restore(wanted) for name, wanted in found.items() if name.partition(".")[0] in known}


def restore(wanted: Any) -> Any:
    """A condition as it was before JSON made lists of its tuples."""
    if isinstance(wanted, dict):
        return {name: restore(each) for name, each in cast("dict[str, Any]", wanted).items()}
    return tuple(restore(each) for each in cast("list[Any]", wanted)) if isinstance(wanted, list) else wanted


def save_view(
    office: Office, actor: Actor, module: Module, label: str, where: Mapping[str, Any], words: Mapping[str, str],
    order: Sequence[str] = (),
) -> str:  # fmt: skip
    """Keep conditions and order under a name; returns the view's id. InvalidField for the name, Refusal for one too many."""
    with office.write(actor, "record.write") as writing:
        others = list_views(office, actor, module)
        if len(others) >= MOST:
            raise Refusal(f"这个列表已经存了 {MOST} 个视图。", todo="删掉不用的，再存新的。")
        values = {
            "module": module.name, "label": check_label(module, label, others), "by": actor.name,
            "conditions": json.dumps(dict(where), ensure_ascii=False),
            "words": json.dumps(dict(words), ensure_ascii=False), "order": " ".join(order) or None,
        }  # fmt: skip
        for name in ("conditions", "words"):
            if len(str(values[name])) > SAVED_VIEW.by_name[name].limit:
                raise Refusal("条件太多，存不下。", todo="去掉几个条件，再存。")
        return writing.new(SAVED_VIEW, values)


def rename_view(office: Office, actor: Actor, module: Module, view: str, label: str) -> None:
    """Give a view another name."""
    with office.write(actor, "record.write") as writing:
        others = [each for each in list_views(office, actor, module) if each.id != view]
        writing.set(SAVED_VIEW, view, {"label": check_label(module, label, others)}, scope=scope_of(writing, view))


def delete_view(office: Office, actor: Actor, view: str) -> None:
    """Take a view away; the records it showed stay. `restore_view` brings it back."""
    with office.write(actor, "record.write") as writing:
        writing.set(SAVED_VIEW, view, {DELETED: "不再用"}, scope=scope_of(writing, view))


def restore_view(office: Office, actor: Actor, view: str) -> None:
    """Bring a view back that was taken away."""
    with office.write(actor, "record.write") as writing:
        writing.set(SAVED_VIEW, view, {DELETED: None}, scope=scope_of(writing, view))


def scope_of(writing: Writing, view: str) -> str:
    table = writing.office.schema.records[SAVED_VIEW.name]
    scope = writing.connection.scalar(select(table.c.scope).where(table.c.id == view))
    if scope is None:
        raise OfficeError("没有找到这个视图。", todo="按 F5 重新读取。")
    return str(scope)


def check_label(module: Module, label: str, others: Sequence[SavedView]) -> str:
    """The name as it is kept; it must differ from every other tab's."""
    name, limit = clean_text(label).replace("\n", " "), SAVED_VIEW.by_name["label"].limit
    if not name:
        raise InvalidField("label", "给视图起个名称。")
    if len(name) > limit:
        raise InvalidField("label", f"名称最多 {limit} 字，现在 {len(name)} 字。")
    if name in {each.label for each in (*module.views, *others)}:
        raise InvalidField("label", f"已经有叫“{name}”的视图，换一个名称。")
    return name
