"""Who was at an activity."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.nouns.activities.entity import ACTIVITY, ATTENDANCE
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, list_records, read_children, read_record
from cppcc_desktop.services.records.titles import ABSENT, stands_for, word_rows
from db.chunks import chunked


def list_attendance(office: Office, actor: Actor, activity: str) -> dict[str, tuple[str, str, str]]:
    """Everybody noted for the activity: member id → name, 界别 and post, presence code; in the order noted."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_children(office, connection, ATTENDANCE.name, activity)
        table = office.schema.records["member"]
        noted = [str(row["member"]) for row in rows]
        standing: dict[str, str] = {}
        for chunk in chunked(noted):
            query = select(table.c.id, stands_for(table)).where(table.c.id.in_(chunk))
            standing.update(connection.execute(query).all())
    presence = {str(row["member"]): str(row["presence"]) for row in rows}
    module = office.modules["members"]
    people = list_records(office, actor, module, Query(Is("id", tuple(standing.values()))), 0, -1).rows
    words = word_rows(office, module.fields, people)
    known = {
        str(row["id"]): (told["name"], " · ".join(part for part in (told["sector"], told["post"]) if part))
        for row, told in zip(people, words, strict=True)
    }
    return {member: (*known.get(standing.get(member, ""), (ABSENT, "")), code) for member, code in presence.items()}


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
