"""The words of an invitation, to be pasted into a message: what, when, where, how to ask for leave."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.activities.approving import LeaveRule
from cppcc_desktop.nouns.activities.counting import HalfDay


def write_invitation(values: Row, sessions: Sequence[HalfDay], committee: str, rule: LeaveRule) -> str:
    """【政协××县委员会】各位委员：定于1月11日（周日）下午2:30在县会议中心召开……"""
    day, end = say_day(str(values.get("date") or "")), say_day(str(values.get("ends_on") or ""))
    clock = str(values.get("starts_at") or "").lstrip("0")
    when = f"{day}至{end}" if end else f"{day}{clock}"
    where = f"在{values['place']}" if values.get("place") else ""
    lines = [
        f"【{values.get('organiser') or committee}】各位委员：定于{when}{where}举行“{values.get('title') or ''}”，请准时参加。"
    ]
    if len(sessions) > 1:
        lines += [f"{each.label}{f'（{each.starts_at}）' if each.starts_at else ''}" for each in sessions]
    ahead = int(rule.settings["leave_notice_days"])
    asked = f"不能参加的，请提前 {ahead} 天请假" if ahead else "不能参加的，请事先请假"
    lines.append(f"{asked}，{rule.words}收到请回复。")
    return "\n".join(lines)


def say_day(day: str) -> str:
    """6月20日; "" for none."""
    return f"{int(day[5:7])}月{int(day[8:])}日" if day else ""
