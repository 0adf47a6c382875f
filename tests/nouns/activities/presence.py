"""Who was at an activity, noted as the tabs do it."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import list_rows, pick, remove_rows
from cppcc_desktop.services.records.sheets import read_sheet, save_sheet

PEOPLE, KIND = "participant", "attendance"


def note_presence(office: Office, actor: Actor, activity: str, presence: Mapping[str, str | None]) -> int:
    """Member → 出席 or its code; None takes a member off. Returns how many rows of the sheet changed."""
    pick(office, actor, PEOPLE, activity, [member for member, word in presence.items() if word], {})
    lines = {str(row.values["member"]): row.id for row in list_rows(office, actor, PEOPLE, activity).rows}
    lines |= {row.picked: row.id for row in list_rows(office, actor, PEOPLE, activity).rows}
    across = read_sheet(office, actor, KIND, activity).across[0].key
    typed = {(lines[member], across): {"presence": word} for member, word in presence.items() if word}
    changed = len(save_sheet(office, actor, KIND, activity, typed).rows)
    gone = [lines[member] for member, word in presence.items() if word is None]
    return changed + len(remove_rows(office, actor, PEOPLE, gone).rows) // 2 if gone else changed


def read_presence(office: Office, actor: Actor, activity: str) -> dict[str, str]:
    """Member → code."""
    sheet = read_sheet(office, actor, KIND, activity)
    members = {row.id: str(row.values["member"]) for row in list_rows(office, actor, PEOPLE, activity).rows}
    return {members[down]: str(row.values["presence"]) for (down, _), row in sheet.rows.items() if down in members}
