"""会议和培训 of 示例县: the plenary with its half-days and leave, a training, a meeting that is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.activities.counting import ABSENT, EARLY, HERE, LATE, LEAVE, PROXY
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.records import ATTENDANCE, PAPER, PARTICIPANT, SESSION, STEP
from cppcc_desktop.nouns.activities.records import LEAVE as LEAVES
from cppcc_desktop.services.office.samples import Sample, SampleYear

GROUP = 20  # people of a group
HALVES = (("分组讨论", "2", "14:30"), ("全体会议", "1", "9:00"), ("分组讨论", "2", "14:30"), ("闭幕会", "1", "9:00"))
ODDS = {HERE: 91, LATE: 3, EARLY: 1, ABSENT: 3, PROXY: 2}
REASONS = (("1", "住院"), ("2", "省里开会"), ("3", "家里有事"), ("2", "外出招商"))
NUMERALS = "一二三四五六七八九十"


@dataclass
class Calling:
    """Meetings of one year while they are invented."""

    year: SampleYear

    def hold(self, title: str, kind: str, day: date, **more: Value) -> str:
        state = "held" if day <= self.year.today else "invited"
        base: dict[str, Value] = {"title": title, "type": kind, "date": day.isoformat(), "state": state}
        return self.year.new(ACTIVITY, {**base, **more}, scope="county")

    def session(self, activity: str, name: str, day: date, half: str, starts_at: str, **more: Value) -> str:
        values: dict[str, Value] = {
            "activity": activity,
            "name": name,
            "date": day.isoformat(),
            "half": half,
            "starts_at": starts_at,
        }
        return self.year.new(SESSION, {**values, **more}, scope="county")

    def invite(self, activity: str, member: str, **more: Value) -> str:
        card = self.year.made["member"][member]
        values: dict[str, Value] = {
            "activity": activity,
            "member": member,
            "name": card["name"],
            "post": card.get("post"),
        }
        return self.year.new(PARTICIPANT, {**values, **more}, scope="county")

    def mark(self, activity: str, line: str, session: str, member: str, presence: str) -> None:
        more: Mapping[str, Value] = {LATE: {"at": "09:20"}, PROXY: {"proxy": "所在小组组长"}}.get(presence, {})
        values: dict[str, Value] = {"activity": activity, "participant": line, "session": session, "member": member,
                                    "presence": presence, "how": "1"}  # fmt: skip
        self.year.new(ATTENDANCE, {**values, **more}, scope="county")

    def note(self, activity: str, move: str, day: date, states: tuple[str, str], words: str) -> None:
        values: dict[str, Value] = {"activity": activity, "date": day.isoformat(), "move": move, "source": states[0],
                                    "target": states[1], "words": words, "by": "周明礼"}  # fmt: skip
        self.year.new(STEP, values, scope="county")


def make_meetings(year: SampleYear) -> None:
    """Of the newest year alone: those before would only repeat it."""
    if not year.newest:
        return
    calling = Calling(year.apart("meet"))
    make_plenary(calling)
    make_training(calling)
    day = year.workday(9)
    ahead = calling.hold(
        "第十二次常委会会议", "02", day, organiser="办公室", starts_at="09:00", place="县政协三楼会议室", host="主席"
    )
    calling.note(ahead, "invite", year.today, ("planned", "invited"), "怎么通知的 发了通知和短信")
    calling.session(ahead, "全体会议", day, "1", "9:00")
    for member in standing(year)[:31]:
        calling.invite(ahead, member, role="2", reply=calling.year.dice.choice(("1", "1", "1", "3")))


def standing(year: SampleYear) -> list[str]:
    """Members, those of the standing committee first."""
    cards = sorted(year.made["membership"].values(), key=lambda card: "常委" not in str(card.get("posts") or ""))
    return [str(card["member"]) for card in cards]


def make_plenary(calling: Calling) -> None:
    """Everybody in groups, four half-days; some on leave, one of them not decided on."""
    year = calling.year
    first = year.workday(-121)
    last = first + timedelta(days=2)
    title = year.plenary.short
    meeting = calling.hold(title, "01", first, ends_on=last.isoformat(), organiser="办公室", place="县会议中心", host="主席",
                           content="听取和审议常务委员会工作报告、提案工作情况的报告，列席县人民代表大会会议。")  # fmt: skip
    days = (first, first + timedelta(days=1), first + timedelta(days=1), last)
    sessions = [
        calling.session(meeting, name, day, half, at) for (name, half, at), day in zip(HALVES, days, strict=True)
    ]
    labels = {
        card["member"]: year.codes.label("sector", str(card["sector"])) for card in year.made["membership"].values()
    }
    members = sorted(labels, key=lambda each: (str(labels[each]), str(each)))
    excused = set(calling.year.dice.sample(range(len(members)), min(9, len(members))))
    for at, member in enumerate(members):
        group = f"第{say_number(at // GROUP + 1)}组"
        line = calling.invite(
            meeting, str(member), role="1", member_group=group, seat_no=str(at + 1), body=labels[member], reply="1"
        )
        if at in excused:
            ask_leave(calling, meeting, line, sessions, waiting=len(excused) % 9 == 0 and at == min(excused))
        for session in sessions:
            if at not in excused:
                (presence,) = calling.year.dice.choices(list(ODDS), list(ODDS.values()))
                calling.mark(meeting, line, session, str(member), presence)
    paper: dict[str, Value] = {"activity": meeting, "kind": "2", "title": f"{title}胜利闭幕", "published_in": "县融媒体中心",
                               "level": "1", "date": last.isoformat()}  # fmt: skip
    year.new(PAPER, paper, scope="county")


def ask_leave(calling: Calling, meeting: str, line: str, sessions: list[str], *, waiting: bool) -> None:
    kind, reason = calling.year.dice.choice(REASONS)
    day = calling.year.workday(-123).isoformat()
    values: dict[str, Value] = {
        "activity": meeting, "participant": line, "kind": kind, "reason": reason, "asked_on": day, "decision": "0" if waiting else "1",
        "from_session": calling.year.dice.choice(sessions[:2]) if calling.year.dice.random() < 0.3 else None, "approver": "秘书长",
        "decided_on": None if waiting else day,
    }  # fmt: skip
    calling.year.new(LEAVES, values, scope="county")


def make_training(calling: Calling) -> None:
    """培训 of nineteen people, a morning and an afternoon, with hours."""
    year = calling.year
    day = year.workday(-40)
    training = calling.hold("新任委员履职培训", "21", day, organiser="文化文史和学习委", place="县委党校", hours="6", host="秘书长",
                            content="人民政协章程、怎样写提案、怎样反映社情民意。")  # fmt: skip
    sessions = [
        calling.session(training, "讲课", day, half, at, hours="3") for half, at in (("1", "9:00"), ("2", "14:00"))
    ]
    for member in sorted(year.made["member"])[:19]:
        line = calling.invite(training, member, reply="1")
        for session in sessions:
            calling.mark(
                training, line, session, member, calling.year.dice.choices((HERE, LEAVE, ABSENT), (90, 6, 4))[0]
            )


def say_number(number: int) -> str:
    """1 → 一, 12 → 十二."""
    return (
        NUMERALS[number - 1]
        if number <= len(NUMERALS)
        else f"十{NUMERALS[number - 11]}"
        if number < 20
        else str(number)
    )


SAMPLE = Sample(51, make_meetings)
