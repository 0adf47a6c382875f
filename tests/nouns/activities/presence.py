"""Who was at an activity, noted as the tab does it."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import list_rows, mark, pick, remove_rows

KIND = "attendance"


def note_presence(office: Office, actor: Actor, activity: str, presence: Mapping[str, str | None]) -> int:
    """Member → 出席 or its code; None takes a member off. Returns how many rows changed."""
    known = {str(row.values["member"]): row.id for row in list_rows(office, actor, KIND, activity).rows}
    changed = 0
    for member, word in presence.items():
        if member not in known:
            saved = pick(office, actor, KIND, activity, [member], {"presence": word})
        elif word is None:
            saved = remove_rows(office, actor, KIND, [known[member]])
        else:
            saved = mark(office, actor, KIND, [known[member]], {"presence": word})
        changed += len(saved.rows)
    return changed


def read_presence(office: Office, actor: Actor, activity: str) -> dict[str, str]:
    """Member → code."""
    rows = list_rows(office, actor, KIND, activity).rows
    return {str(row.values["member"]): str(row.values["presence"]) for row in rows}
