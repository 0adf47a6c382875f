"""Who was there: 应到 实到 请假 缺席 委托, the rate and the quorum of one half-day, from what was recorded (domain.md §5).

Pure functions over plain values: the desk, the bulletin and the figures of a member count alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil

from cppcc_desktop.domain.description.figures import reckon_rate

HERE, LEAVE, ABSENT, LATE, EARLY, PROXY = "1", "2", "3", "4", "5", "6"  # codes of `presence`, as they always were
WAITING, APPROVED, REFUSED = "0", "1", "2"  # codes of `leave_decision`
PRESENT = frozenset({HERE, LATE, EARLY})  # who counts as 实到: the trait `present` of the list
HALF_DAY = Fraction(1, 2)

Cell = tuple[str, str]  # participant, session


@dataclass(frozen=True)
class Attendee:
    """One participant as the desk shows them. `counts`: belongs to 应到; `line`: the id of the row."""

    line: str
    name: str
    counts: bool = True
    group: str = ""
    number: str = ""
    body: str = ""
    member: str = ""
    phone: str = ""
    code: str = ""  # what a scanner reads
    role: str = ""


@dataclass(frozen=True)
class HalfDay:
    """One session. `half`: it takes half a day, else a whole one; `over`: its day has passed."""

    key: str
    label: str
    short: str = ""
    half: bool = True
    over: bool = False
    starts_at: str = ""
    day: str = ""


@dataclass(frozen=True)
class Mark:
    """What was recorded of one person in one session."""

    presence: str
    at: str = ""
    proxy: str = ""
    words: str = ""
    how: str = ""
    late_reason: str = ""  # why it was signed for afterwards


@dataclass(frozen=True)
class Leave:
    """One request. An empty end is that of the meeting."""

    id: str
    line: str
    decision: str = WAITING
    kind: str = ""
    reason: str = ""
    approver: str = ""
    first: str = ""
    last: str = ""
    asked_on: str = ""
    decided_on: str = ""

    def covers(self, session: str, order: Sequence[str]) -> bool:
        """Whether it reaches over a session of a meeting with these, in their order."""
        if session not in order:
            return False
        first = order.index(self.first) if self.first in order else 0
        last = order.index(self.last) if self.last in order else len(order) - 1
        return first <= order.index(session) <= last


@dataclass(frozen=True)
class CellState:
    """What one cell comes to. An empty presence: nothing is known, and nothing is taken for granted."""

    presence: str = ""
    pending: bool = False  # leave nobody has decided on
    leave: Leave | None = None


@dataclass(frozen=True)
class Tally:
    """One session counted. Rates are of 应到; while not everybody is recorded, of those who are."""

    expected: int = 0
    recorded: int = 0
    by_presence: Mapping[str, int] = field(default_factory=dict[str, int])
    pending: int = 0
    guests: int = 0  # of others than those who count: how many were there
    quorum: Fraction | None = None

    def count(self, *codes: str) -> int:
        return sum(self.by_presence.get(code, 0) for code in codes)

    @property
    def attended(self) -> int:
        """实到: 到, 迟到 and 早退; 委托 is none of them."""
        return self.count(*PRESENT)

    @property
    def whole(self) -> bool:
        """Whether everybody is recorded."""
        return self.recorded >= self.expected

    @property
    def base(self) -> int:
        return self.expected if self.whole else self.recorded

    @property
    def base_words(self) -> str:
        return f"应到 {self.expected} 人" if self.whole else f"已录 {self.recorded} 人"

    @property
    def rate(self) -> float | None:
        return reckon_rate(self.attended, self.base)

    def share(self, code: str) -> float | None:
        return reckon_rate(self.count(code), self.base)

    @property
    def needed(self) -> int | None:
        """How many the quorum is; None where there is none."""
        return None if self.quorum is None else ceil(self.quorum * self.expected)

    @property
    def quorate(self) -> bool:
        return self.needed is not None and self.attended >= self.needed


@dataclass(frozen=True)
class Meeting:
    """An activity with its people, sessions, marks and leave."""

    people: tuple[Attendee, ...] = ()
    sessions: tuple[HalfDay, ...] = ()
    marks: Mapping[Cell, Mark] = field(default_factory=dict[Cell, Mark])
    leaves: tuple[Leave, ...] = ()
    quorum: Fraction | None = None

    @cached_property
    def order(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.sessions)

    @cached_property
    def leaves_of(self) -> Mapping[str, list[Leave]]:
        found: dict[str, list[Leave]] = {}
        for each in self.leaves:
            found.setdefault(each.line, []).append(each)
        return found

    @cached_property
    def begun(self) -> frozenset[str]:
        """Sessions that are over or of which something was recorded."""
        return frozenset({each.key for each in self.sessions if each.over} | {session for _, session in self.marks})

    def stand(self, line: str, session: str, mark: Mark | None = None) -> CellState:
        """What a cell comes to; `mark` in place of what is recorded there.

        Approved leave is 请假 where nothing else is recorded, and so is leave nobody has decided on; refused leave is 缺席
        where nobody came.
        """
        mark = mark or self.marks.get((line, session))
        presence = mark.presence if mark else ""
        if presence and presence != LEAVE:
            return CellState(presence)
        asked = [each for each in self.leaves_of.get(line, ()) if each.covers(session, self.order)]
        granted = next((each for each in asked if each.decision == APPROVED), None)
        waiting = next((each for each in asked if each.decision not in (APPROVED, REFUSED)), None)
        if granted or waiting:
            return CellState(LEAVE, pending=granted is None, leave=granted or waiting)
        if asked:
            return CellState(ABSENT if presence or session in self.begun else "", leave=asked[-1])
        return CellState(presence)

    def tally(self, session: str, group: str | None = None) -> Tally:
        """Everybody in one session, or one group of them."""
        found: Counter[str] = Counter()
        expected = pending = guests = 0
        for each in self.people:
            if group is not None and each.group != group:
                continue
            standing = self.stand(each.line, session)
            if not each.counts:
                guests += standing.presence in PRESENT
                continue
            expected += 1
            found[standing.presence] += bool(standing.presence)
            pending += standing.pending
        found.pop("", None)
        return Tally(expected, found.total(), dict(found), pending, guests, self.quorum)

    def list_by(self, session: str, *codes: str) -> list[tuple[Attendee, CellState]]:
        """Those who count and stand so in a session."""
        told = ((each, self.stand(each.line, session)) for each in self.people if each.counts)
        return [(each, standing) for each, standing in told if standing.presence in codes]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """小组 in the order they are called: 第一组, 第二组, 第十组; those without one last."""
        names = {each.group for each in self.people}
        return tuple(sorted(names, key=lambda name: (not name, rank_group(name), name)))

    def days_of(self, leave: Leave) -> Fraction:
        """How long a leave is: a half-day counts 0.5."""
        covered = [each for each in self.sessions if leave.covers(each.key, self.order)]
        return sum((HALF_DAY if each.half else Fraction(1) for each in covered), Fraction())


DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}
NUMBER = re.compile(r"(\d+)|([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])")


def rank_group(name: str) -> int:
    """The number in the name of a group: 第十二组 → 12; 0 without one."""
    found = NUMBER.search(name)
    if not found:
        return 0
    if found[1]:
        return int(found[1])
    tens, ten, ones = found[2].partition("十")
    return (DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)) if ten else DIGITS[tens]


WORDS = {
    "过半数": (1, 2),
    "半数": (1, 2),
    "三分之二": (2, 3),
    "四分之三": (3, 4),
    "二分之一": (1, 2),
    "三分之一": (1, 3),
}


def read_share(text: str) -> Fraction | None:
    """2/3, 三分之二 or 66% as a share of 应到; None for what is none."""
    plain = "".join(text.split())
    if plain in WORDS:
        return Fraction(*WORDS[plain])
    found = re.fullmatch(r"(\d+)/(\d+)", plain)
    if found and int(found[2]):
        share = Fraction(int(found[1]), int(found[2]))
    elif percent := re.fullmatch(r"(\d+(?:\.\d+)?)[%％]", plain):
        share = Fraction(percent[1]) / 100
    else:
        return None
    return share if 0 < share <= 1 else None


def say_share(share: Fraction) -> str:
    """三分之二; 55% of what has no such name."""
    for word, parts in WORDS.items():
        if Fraction(*parts) == share and word not in ("过半数", "半数"):
            return word
    return f"{float(share * 100):g}%"


def make_code(activity: str, line: str, own: str = "") -> str:
    """What stands in the bars of one person: their own card's code, else 活动号 and 序号, which follow from the two records."""
    return own or f"{int(activity, 16) % 10**6:06d}{int(line, 16) % 10**8:08d}"


def find_scanned(people: Iterable[Attendee], code: str) -> list[Attendee]:
    """Whom a scanned code means: one, nobody, or several that have the same."""
    plain = "".join(code.split()).upper()
    return [each for each in people if plain and each.code.upper() == plain]


@dataclass(frozen=True)
class Attending:
    """One member over several meetings: in how many half-days they were expected, there, on leave, absent."""

    member: str
    expected: int = 0
    attended: int = 0
    leave: int = 0
    absent: int = 0
    proxy: int = 0

    @property
    def recorded(self) -> int:
        return self.attended + self.leave + self.absent + self.proxy

    @property
    def rate(self) -> float | None:
        return reckon_rate(self.attended, self.recorded)


def add_up(meetings: Iterable[Meeting]) -> dict[str, Attending]:
    """Member → all their half-days in these meetings; what is not recorded counts in 应到 alone."""
    found: dict[str, Counter[str]] = {}
    for meeting in meetings:
        for each in meeting.people:
            if each.member and each.counts:
                counts = found.setdefault(each.member, Counter())
                counts.update(meeting.stand(each.line, session.key).presence or "?" for session in meeting.sessions)
    return {
        member: Attending(
            member, counts.total(), sum(counts[code] for code in PRESENT), counts[LEAVE], counts[ABSENT], counts[PROXY]
        )
        for member, counts in found.items()
    }


@dataclass(frozen=True)
class Missed:
    """A member who was in no session of so many plenaries; `excused`: of how many by leave alone."""

    member: str
    plenaries: tuple[str, ...]  # titles, the oldest first
    excused: int = 0


def find_missing(plenaries: Sequence[tuple[str, Meeting]], least: int = 2) -> list[Missed]:
    """Who attended no session of two plenaries or more; one of which nothing is recorded of them is none."""
    missed: dict[str, list[tuple[str, bool]]] = {}
    for title, meeting in plenaries:
        for each in meeting.people:
            told = {meeting.stand(each.line, session.key).presence for session in meeting.sessions} - {""}
            if each.member and each.counts and told and not told & PRESENT:
                missed.setdefault(each.member, []).append((title, told == {LEAVE}))
    return [
        Missed(member, tuple(title for title, _ in found), sum(excused for _, excused in found))
        for member, found in missed.items()
        if len(found) >= least
    ]
