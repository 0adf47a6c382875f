"""联络站: who was at an activity."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.domain.stations import ACTIVITY, ATTENDANCE
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.codes import read_codes
from cppcc_desktop.services.office import Office
from cppcc_desktop.services.records import read_children, read_record


def read_attendance(office: Office, actor: Actor, activity: str) -> dict[str, str]:
    """Member id → presence code of everybody noted for the activity."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_children(office, connection, ATTENDANCE.name, activity)
    return {str(row["member"]): str(row["presence"]) for row in rows}


def save_attendance(office: Office, actor: Actor, activity: str, presence: Mapping[str, str | None]) -> int:
    """Note who was there: member id → presence, None takes a person off the list. Returns how many changed."""
    codes = read_codes(office)
    with office.write(actor, "record.write") as writing:
        scope = read_record(office, writing.connection, ACTIVITY.name, activity).scope
        rows = {str(row["member"]): row for row in read_children(office, writing.connection, ATTENDANCE.name, activity)}
        for member, word in presence.items():
            code = codes.find("presence", word) if word else None
            if word and code is None:
                raise InvalidField("presence", f"出席情况里没有“{word}”。可选：出席、请假、缺席。")
            known = rows.get(member)
            if known is None and code:
                writing.new(ATTENDANCE, {"activity": activity, "member": member, "presence": code}, scope=scope)
            elif known and code is None:
                writing.set(ATTENDANCE, str(known["id"]), {DELETED: "取消登记"}, scope=scope)
            elif known and known["presence"] != code:
                writing.set(ATTENDANCE, str(known["id"]), {"presence": code}, scope=scope)
        return len(writing.changes)
