"""Views of a list that the office saved: conditions and order under a name, as tabs beside those that ship."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from cppcc_desktop.domain.description.conditions import Condition, Unknown, from_json, to_json
from cppcc_desktop.domain.description.fields import clean_text
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import SAVED_VIEW, Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.conditions import make_knows

MOST = 20  # views of one list: more would not be found again
TEXT = ""  # what is stored beside the conditions: text to look for
BROKEN = "?"  # what cannot be read at all


@dataclass(frozen=True)
class SavedView:
    """One saved view; `words` say each condition, `order` names fields and keys as a query does."""

    id: str
    module: str
    label: str
    where: Condition
    words: Mapping[str, str]
    order: tuple[str, ...] = ()
    by: str = ""
    text: str = ""  # what the list is searched for


def list_views(office: Office, actor: Actor, module: Module) -> list[SavedView]:
    """The views saved for a list, oldest first."""
    actor.require("record.read")
    table = office.schema.records[SAVED_VIEW.name]
    query = select(table).where(table.c.module == module.name, table.c.deleted.is_(None)).order_by(table.c.id)
    with office.read() as connection:
        rows = connection.execute(query).mappings().all()
    views: list[SavedView] = []
    for row in rows:
        where, text = read_conditions(office, module, row["conditions"])
        words, order = json.loads(row["words"] or "{}"), tuple((row["order"] or "").split())
        views.append(SavedView(row["id"], row["module"], row["label"], where, words, order, row["by"] or "", text))
    return views


def read_conditions(office: Office, module: Module, stored: str | None) -> tuple[Condition, str]:
    """Conditions as a query takes them, and the text to look for; what is not known here is an Unknown."""
    try:
        found = json.loads(stored or "{}")
    except ValueError:
        found = stored
    if not isinstance(found, dict):
        return Unknown(BROKEN, json.dumps(found, ensure_ascii=False)), ""
    where = cast("dict[str, object]", found)
    text = str(where.pop(TEXT, ""))
    return from_json(where, make_knows(office, module)), text


def save_view(
    office: Office, actor: Actor, module: Module, label: str, where: Condition, words: Mapping[str, str],
    order: Sequence[str] = (), text: str = "",
) -> str:  # fmt: skip
    """Keep conditions and order under a name; returns the view's id. InvalidField for the name, Refusal for one too many."""
    with office.write(actor, "record.write") as writing:
        others = list_views(office, actor, module)
        if len(others) >= MOST:
            raise Refusal(f"这个列表已经存了 {MOST} 个视图。", todo="删掉不用的，再存新的。")
        stored = {**to_json(where), **({TEXT: text} if text else {})}
        values = {
            "module": module.name, "label": check_label(module, label, others), "by": actor.name,
            "conditions": json.dumps(stored, ensure_ascii=False),
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
