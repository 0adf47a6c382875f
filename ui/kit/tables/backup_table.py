"""The list of backups, as the settings and the entrance show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cppcc_desktop.domain.dates import CHINA
from db.backup_list import BAD, DAMAGED, SOUND, Backup
from ui.kit.tables.at_once import make_table
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.kit.tables.record_table import RecordTable

COLUMNS = (
    ListColumn("made", "时间", 136, pad=16), ListColumn("why", "为什么", 88, fold=1),
    ListColumn("size", "大小", 84, align="right"), ListColumn("state", "核对", 96, shape="chip"),
    ListColumn("note", "说明", stretch=True),
)  # fmt: skip
STATES = {SOUND: ListCell("核对过", tone="ok"), BAD: ListCell("打不开", tone="bad")}
REASONS = {"": "手工", DAMAGED: "坏掉的"}


def make_backup_table() -> RecordTable:
    return make_table(COLUMNS, "备份", keep_cursor=True)


def backup_rows(backups: Sequence[Backup], now: datetime) -> list[ListRow]:
    """Rows by the paths of the files; the newest says how long ago it was made."""
    newest = next((each.path for each in backups if each.state != BAD), None)
    return [backup_row(each, now, newest=each.path == newest) for each in backups]


def backup_row(backup: Backup, now: datetime, *, newest: bool) -> ListRow:
    note = backup.note or (tell_age(now - backup.made) if newest else "")
    return ListRow(str(backup.path), {
        "made": tell_moment(backup.made, now.astimezone(CHINA).date()), "why": REASONS.get(backup.reason, backup.reason),
        "size": tell_size(backup.size), "state": STATES.get(backup.state, ListCell("没核对", tone="wait")), "note": note,
    }, data=backup)  # fmt: skip


def tell_moment(at: datetime, today: date, *, near: bool = False) -> str:
    """6月8日 12:30, of another year 2025-12-31 12:30; `near`: 今天 12:30."""
    if near and at.date() == today:
        return f"今天 {at:%H:%M}"
    day = f"{at.month}月{at.day}日" if at.year == today.year else f"{at:%Y-%m-%d}"
    return f"{day} {at:%H:%M}"


def tell_size(size: int) -> str:
    """62.4 MB, 1.2 GB, 148 GB."""
    value, unit = (size / 1e9, "GB") if size >= 1e9 else (size / 1e6, "MB")
    return f"{value:.0f} {unit}" if value >= 100 else f"{max(value, 0.1):.1f} {unit}"


def tell_age(age: timedelta) -> str:
    """刚做的, 12 分钟前, 3 小时前, 5 天前."""
    seconds = age.total_seconds()
    if seconds < 60:
        return "刚做的"
    if seconds < 3600:
        return f"{seconds // 60:.0f} 分钟前"
    return f"{seconds // 3600:.0f} 小时前" if seconds < 86400 else f"{seconds // 86400:.0f} 天前"
