"""A list of who was there, as it was copied from a spreadsheet: names down, half-days across or one column of 出席情况.

Nothing is guessed: what is not plain stands as a doubt, and what is recorded already is never written over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cppcc_desktop.nouns.activities.attendance.recording import TICKED
from cppcc_desktop.nouns.activities.counting import LEAVE, Attendee, Cell, HalfDay, Mark, Meeting
from cppcc_desktop.services.office.codes import CodeLists

NAMES = ("姓名", "委员", "委员姓名", "名字", "参加人员")
NUMBERS = ("证号", "委员证号", "委员证")
STATES = ("出席情况", "出席", "到会", "到会情况", "签到", "状态", "考勤")
NOTES = ("说明", "备注", "原因", "请假原因")
TITLES = 5  # lines among which the headings are: a title stands above them
HALVES = {"上": "上", "上午": "上", "下": "下", "下午": "下", "晚": "晚", "晚上": "晚"}
HALF_DAY = re.compile(r"(?:(\d{1,2})[日号]?)?\s*(上午|下午|晚上|上|下|晚)")


@dataclass(frozen=True)
class PastedRoll:
    """What a copied list says: cells to write, and a line for everything that was left out."""

    marks: Mapping[Cell, Mark]
    doubts: Sequence[str] = ()
    same: int = 0  # cells that say what is recorded already
    people: int = 0
    unused: Sequence[str] = ()  # lines above the headings, and columns, that say nothing here


def read_roll(text: str, meeting: Meeting, now: str, codes: CodeLists) -> PastedRoll:
    """The list against a meeting; a column of states is of the half-day `now`."""
    lines = csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t")
    block = [(number, [cell.strip() for cell in line]) for number, line in enumerate(lines, start=1)]
    block = [(number, line) for number, line in block if any(line)]
    if not block:
        return PastedRoll({}, ("没有复制到内容。先在 Excel 里选中姓名和出席的几列，再复制。",))
    heads = [read_heads(line, meeting, now) for _, line in block[:TITLES]]
    at = next((at for at, each in enumerate(heads) if {"name", "number"} & set(each.columns.values())), -1)
    if at >= 0:
        head = heads[at]
        head.unused[:0] = [f"第 {number} 行“{' '.join(filter(None, line))}”" for number, line in block[:at]]
    else:
        head = guess_heads(max(len(line) for _, line in block), now)
    reading = RollReading(meeting, codes, head.columns, head.doubts)
    for number, line in block[at + 1 :]:
        reading.take(number, line)
    people = len({line for line, _ in reading.marks})
    return PastedRoll(reading.marks, tuple(reading.doubts), reading.same, people, tuple(head.unused))


@dataclass
class RollHead:
    """What the columns of a list are: name, number, note, or the id of a half-day; what is doubtful, what is not used."""

    columns: dict[int, str] = field(default_factory=dict[int, str])
    doubts: list[str] = field(default_factory=list[str])
    unused: list[str] = field(default_factory=list[str])


def guess_heads(wide: int, now: str) -> RollHead:
    """Without headings the first column is the name, the second of the half-day `now`."""
    if wide < 2:
        return RollHead({0: "name"}, ["只有一列，没有出席情况。连同出席的列一起复制。"])
    return RollHead({0: "name", 1: now}, unused=[f"第 {at} 列" for at in range(3, wide + 1)])


def read_heads(heads: Sequence[str], meeting: Meeting, now: str) -> RollHead:
    """What a line says of the columns, if it is one of headings."""
    head = RollHead()
    columns = head.columns
    for at, word in enumerate(heads):
        plain = "".join(word.split())
        for words, meant in ((NAMES, "name"), (NUMBERS, "number"), (NOTES, "note"), (STATES, now)):
            if plain in words and meant not in columns.values():
                columns[at] = meant
        if at in columns or not plain:
            continue
        found = find_session(plain, meeting.sessions)
        if len(found) > 1:
            head.doubts.append(f"“{word}”这一列说不清是哪一场（{'、'.join(each.label for each in found)}），没有用。")
        elif found and found[0].key in columns.values():
            head.doubts.append(f"“{word}”这一列和前面一列说的是同一场（{found[0].label}），没有用。")
        elif found:
            columns[at] = found[0].key
        else:
            head.unused.append(plain)
    return head


def find_session(head: str, sessions: Sequence[HalfDay]) -> list[HalfDay]:
    """The half-days a heading may mean: 13日上午, 13上, 上午, or the name of one."""
    exact = [each for each in sessions if head in ("".join(each.label.split()), each.short)]
    if exact:
        return exact
    told = HALF_DAY.search(head)
    if told:
        half, day = HALVES[told[2]], told[1]
        of_half = [each for each in sessions if each.short.endswith(half)]
        return [each for each in of_half if not day or each.short == f"{int(day)}日{half}"]
    return [each for each in sessions if head == each.label.split()[-1]]


@dataclass
class RollReading:
    """Lines of a list while they are read."""

    meeting: Meeting
    codes: CodeLists
    columns: Mapping[int, str]
    doubts: list[str]
    same: int = 0

    def __post_init__(self) -> None:
        self.marks: dict[Cell, Mark] = {}
        self.sessions = {each.key: each for each in self.meeting.sessions}

    def take(self, number: int, line: Sequence[str]) -> None:
        told = {meant: line[at] for at, meant in self.columns.items() if at < len(line) and line[at]}
        name, seat, note = (told.pop(meant, "") for meant in ("name", "number", "note"))
        if not name and not seat and told:
            self.doubts.append(f"第 {number} 行：没有写是谁（{'、'.join(told.values())}），没有读。")
        person = self.find(number, name, seat)
        if person is None:
            return
        for session, word in told.items():
            self.mark(number, person, session, word, note)

    def find(self, number: int, name: str, seat: str) -> Attendee | None:
        """Whom a line means; a doubt where that is nobody, or not just one."""
        plain = "".join(name.split())
        found = [each for each in self.meeting.people if "".join(each.name.split()) == plain] if plain else []
        if seat and (len(found) != 1 or not plain):
            found = [
                each for each in (found or self.meeting.people) if each.number == seat and (not plain or each in found)
            ]
        if len(found) == 1:
            return found[0]
        if plain or seat:
            why = f"叫“{name}”的有 {len(found)} 人，写上证号再贴" if found else f"名单里没有“{name or seat}”"
            self.doubts.append(f"第 {number} 行：{why}。")
        return None

    def mark(self, number: int, person: Attendee, session: str, word: str, note: str) -> None:
        presence, words = self.read(word)
        where = f"第 {number} 行 {person.name} {self.sessions[session].short}"
        if not presence:
            self.doubts.append(f"{where}：“{word}”看不懂，没有写。")
            return
        known = self.meeting.marks.get((person.line, session))
        if known and known.presence != presence:
            here, there = (self.codes.label("presence", code) for code in (known.presence, presence))
            self.doubts.append(f"{where}：已经记为{here}，表里是{there}，没有改。")
        elif known:
            self.same += 1
        elif (
            self.marks.setdefault((person.line, session), made := Mark(presence, words=words or note, how=TICKED))
            != made
        ):
            self.doubts.append(f"{where}：表里写了两次，不一样，照前一次。")

    def read(self, word: str) -> tuple[str, str]:
        """Code and words of a cell; no code for a bare number, which may be a key or a code."""
        if word.isdecimal():
            return "", ""
        known = self.codes.find("presence", word)
        if known:
            return known, ""
        kind = self.codes.find("leave_kind", word)
        return (LEAVE, self.codes.label("leave_kind", kind)) if kind else ("", "")
