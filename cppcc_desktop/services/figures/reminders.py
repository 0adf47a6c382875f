"""What the first page reminds of: the entries of today, and a copy of the data that is too old."""

from __future__ import annotations

from dataclasses import dataclass

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.figures.days import DayEntry, gather_entries
from cppcc_desktop.services.office.backup_care import Outside, read_outside
from cppcc_desktop.services.office.office import Office


@dataclass(frozen=True)
class Reminders:
    """`today` in words; `backup` is empty while there is nothing to say."""

    today: str
    backup: str


def read_reminders(office: Office, actor: Actor) -> Reminders:
    actor.require("record.read")
    day = office.today()
    with office.read() as connection:
        entries = gather_entries(office, connection, actor, day, day).get(day, [])
    words = "，".join(tell_entry(each) for each in entries)
    backup = tell_old_copy(read_outside(office)) if actor.may("backup") else ""
    return Reminders(f"今天：{words}" if words else "今天没有到期的事，也没有会", backup)


def tell_entry(entry: DayEntry) -> str:
    return f"{entry.label} {entry.note}".strip()


def tell_old_copy(outside: Outside) -> str:
    if not outside.late:
        return ""
    if outside.at is None:
        return f"用了 {outside.days} 天，数据还没有往 U 盘上拷过一份。"
    return f"上次把备份拷到别处是 {short_date(outside.at.isoformat())}，已经 {outside.days} 天。"
