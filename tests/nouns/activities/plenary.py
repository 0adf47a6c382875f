"""A plenary with many members in groups, half-days and leave."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.records import LEAVE, PARTICIPANT, SESSION
from cppcc_desktop.services.office.office import Office

HALVES = (("2026-06-06", "2"), ("2026-06-07", "1"), ("2026-06-07", "2"), ("2026-06-08", "1"), ("2026-06-08", "2"))
SURNAMES, GIVEN = (
    "白陈冯傅管韩胡姜蓝李罗马孟邱孙谭王",
    ("石生", "素芬", "春生", "长水", "云鹏", "守田", "家骏", "树铭", "秋水", "晓云", "远山"),
)


def make_plenary(office: Office, actor: Actor, people: int = 273, groups: int = 16, **more: Value) -> str:
    """The activity's id. Everybody has a number, a group and a sector; three asked for leave."""
    member = office.entity("member")
    base: dict[str, Value] = {
        "title": "十届三次会议",
        "type": "01",
        "date": "2026-06-06",
        "ends_on": "2026-06-08",
        "state": "held",
    }
    with office.write(actor, "record.write") as writing:
        activity = writing.new(ACTIVITY, {**base, "organiser": "办公室", **more}, scope="county")
        sessions = [
            writing.new(SESSION, {"activity": activity, "name": "全体会议" if at % 2 else "分组讨论", "date": day, "half": half,
                                  "starts_at": "9:00" if half == "1" else "14:30"}, scope="county")
            for at, (day, half) in enumerate(HALVES)
        ]  # fmt: skip
        lines: list[str] = []
        for at in range(people):
            name = f"{SURNAMES[at % len(SURNAMES)]}{GIVEN[at // len(SURNAMES) % len(GIVEN)]}"
            who = writing.new(member, {"name": name, "mobile": f"199{at:08d}"})
            group = at * groups // people + 1
            lines.append(writing.new(PARTICIPANT, {
                "activity": activity, "member": who, "name": name, "role": "1", "member_group": f"第{chinese(group)}组",
                "seat_no": str(at + 1), "body": ("中共、民革", "农业界", "教育界", "工商联")[group % 4],
            }, scope="county"))  # fmt: skip
        for place, (kind, decision, reason, first) in enumerate((
            ("1", "1", "住院", None), ("2", "1", "省里开会", sessions[2]), ("3", "0", "家里有事", sessions[3]),
        )):  # fmt: skip
            writing.new(LEAVE, {
                "activity": activity, "participant": lines[(place * 5 + 2) % people], "kind": kind, "decision": decision, "reason": reason,
                "approver": ("主席", "秘书长", None)[place], "from_session": first, "asked_on": "2026-06-05",
            }, scope="county")  # fmt: skip
    return activity


def chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    return f"{digits[number // 10] if number > 19 else ''}十{digits[number % 10] if number % 10 else ''}"
