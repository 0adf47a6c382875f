"""The day of a reception stands before all that was recorded of it, also where it is put right later."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.services.records.guards import FieldGuard

LATER = ("handed_on", "accepted_on", "answered_on", "called_back_on")


def refuse_late_day(now: Row, changed: Row) -> None:
    day = str(changed.get("date") or "")
    for name in LATER if day else ():
        after = now.get(name)
        if after and str(after) < day:
            label = RECEPTION.by_name[name].label
            raise InvalidField("date", f"日期 {day} 在{label} {after} 之后。{label}记错了的，先撤回那一步。")


GUARD = FieldGuard(kind=RECEPTION.name, refuse=refuse_late_day)
