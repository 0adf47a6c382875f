"""What the office changed about an entry of a code list: who, when, from what to what, and from which day on."""

from __future__ import annotations

from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import CODE_ENTRY, Actor
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office.code_changes import read_entries
from cppcc_desktop.services.office.code_rules import CodeRule, find_code_rule
from cppcc_desktop.services.office.codes import as_texts, select_entries, shipped_code
from cppcc_desktop.services.office.office import Office, tell_time

NO = ("", "否")


@dataclass(frozen=True)
class EntryChange:
    """One thing somebody changed about an entry."""

    at: str  # 2026-06-05 16:20
    who: str
    field: str
    label: str  # 名称, 含义, 停用, 性质, 次序
    before: str
    after: str
    since: str  # the day from which it holds; empty: as far back as nothing is sealed


def read_entry_log(office: Office, actor: Actor, name: str, code: str) -> list[EntryChange]:
    """What the office changed about an entry, newest first; empty for one that is as it came."""
    actor.require("record.read")
    with office.read() as connection:
        entry = next((each for each in read_entries(office, connection, name) if each.code == code), None)
        if entry is None:
            raise OfficeError(f"没有代码“{code}”。", todo="刷新页面再看。")
        rows = [row for row in connection.execute(select_entries(office, name)) if row.code == code]
        operations = office.journal(connection).operations_of([row.id for row in rows])
    came, rule = shipped_code(name, code), find_code_rule(office, name)
    standing = {"label": entry.shipped, "meaning": came.meaning if came else ""}
    changes: list[EntryChange] = []
    for row in rows:
        for each in operations[row.id]:
            who, at = each.actor.partition("/")[2], tell_time(each.wall)
            for field, value in each.fields.items():
                after = tell(rule, field, value)
                if field in ("list", "code", "since") or after == standing.get(field, ""):
                    continue
                if {after, standing.get(field, "")} <= set(NO):
                    continue
                before = "" if field == "place" else standing.get(field, "")
                standing[field] = after
                label = CODE_ENTRY.by_name[field].label
                changes.append(EntryChange(at, who, field, label, before, after, row.since or ""))
    changes.sort(key=lambda change: change.at)
    return changes[::-1]


def tell(rule: CodeRule, field: str, value: object) -> str:
    """A stored value in words."""
    if field == "place":
        return "调整过"
    if field == "traits":
        found = load_value(Kind.TEXTS, value) if isinstance(value, str) else value
        return "、".join(rule.traits.get(each, each) for each in as_texts(found))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
