"""签到: who was at each half-day, typed with one key a cell or scanned; in place of the plain sheet (look.md 9a)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field, parse_value
from cppcc_desktop.nouns.activities.attendance.leaving import ask_leave
from cppcc_desktop.nouns.activities.attendance.meeting import read_clock
from cppcc_desktop.nouns.activities.attendance.pasting import read_roll
from cppcc_desktop.nouns.activities.attendance.recording import SCANNED, TICKED, TYPED
from cppcc_desktop.nouns.activities.counting import (
    ABSENT,
    HERE,
    Attendee,
    Cell,
    HalfDay,
    Leave,
    Mark,
    Meeting,
    find_scanned,
)
from cppcc_desktop.nouns.activities.inviting import write_invitation
from cppcc_desktop.nouns.activities.records import ATTENDANCE, LEAVE
from cppcc_desktop.services.forms.printing import PaperRequest, find_form
from cppcc_desktop.services.imports.blocks import FileBlock
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.summary import read_committee
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.dialogs.paper_request import ask_request
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton, SmallButton, TextButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.tabs import Tab, Tabs
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import SearchField
from ui.kit.inputs.record_form import ONE_COLUMN_FROM
from ui.nouns.activities.presence_panel import PresencePanel
from ui.nouns.activities.roll_grid import RollColumn, RollModel, RollView, choose_columns, is_session
from ui.nouns.activities.roll_groups import GroupView, RollGroup
from ui.nouns.activities.roll_state import RollState
from ui.records.parts import give_menu
from ui.records.table_file import ask_table_file
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme, set_role

NO_GROUP, EVERYBODY = "没有分组", "全部人员"
MOST_DOUBTS = 10  # that a question names
SETTLE = 40  # ms until the numbers beside the grid follow what was typed: the cell itself is painted at once
SCAN_HINT, FIND_HINT = "扫条码", "姓名拼音首字母或证号"
MORE = tuple(ATTENDANCE.by_name[name] for name in ("at", "proxy", "words", "late_reason"))


class AttendanceTab(QWidget):
    """The page's part for one activity: groups, grid, numbers. It reads and stores for itself."""

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.count: int | None = None
        self.state = RollState(session, self)
        self.codes = CodeLists()
        self.group, self.now = "", ""  # the group shown, and the half-day that is typed
        self.scanning = self.all_sessions = False
        self._dirty: set[Cell] = set()
        self._begun = 0.0  # when the first cell was typed
        self._settling = QTimer(self, interval=SETTLE, singleShot=True)
        self._settling.timeout.connect(self._tell_numbers)
        self.groups, self.chooser = GroupView(self), ComboBox([], initials=read_initials)
        self.view = RollView(self)
        self.model = RollModel(self.view)
        self.view.setModel(self.model)
        self.panel = PresencePanel()
        self.finder = SearchField(FIND_HINT, "", "filter", pause=10**6)
        self.said, self.said_below = ElidedLabel("", "note"), ElidedLabel("", "note")
        self.rest, self.absent = SmallButton("本组其余全到"), SmallButton("其余缺席")
        self.scan, self.earlier = SmallButton("照条码录"), LinkButton("")
        self.keys, self.foot = ElidedLabel("", "note"), ElidedLabel("", "label")
        self.fixed = label("", "wrong", wrap=True)
        self.views = Tabs([Tab("grid", "签到"), Tab("panel", "到会情况")])
        self.empty = EmptyState("activities", "还没有参加人员", ("先在“参加人员”里选人或者粘贴名单，这里就有人了。",))
        self.beside = self._make_beside()
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    # what the page calls

    def open(self, record: str, *, writable: bool) -> None:
        if record != self.state.record:
            self.group, self.now, self._begun = "", "", 0.0
            self.state.saved = 0
        self.state.open(record, writable=writable)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # type: ignore[override]
        """To the roll. It is no focus proxy: Tab would pass by what stands above it."""
        self.view.setFocus(reason)

    def follow(self, change: WrittenKinds) -> None:
        self.state.follow(change)

    def may_leave(self) -> bool:
        """What was typed is on its way to the database already."""
        return True

    # showing

    @property
    def meeting(self) -> Meeting:
        return self.state.meeting

    @property
    def session_now(self) -> HalfDay:
        found = next((each for each in self.meeting.sessions if each.key == self.now), None)
        return found or HalfDay("", "")

    def _show(self) -> None:
        """Everything anew: it was read."""
        desk = self.state.desk
        assert desk
        self.codes = desk.codes
        keys = {self.codes.value("presence", each.code, "key"): each.code for each in self.codes.entries("presence")}
        self.view.keys = {key: code for key, code in keys.items() if key}
        sessions = [each.key for each in self.meeting.sessions]
        if self.now not in sessions:
            self.now = self._first_open(sessions)
        names = self._group_names()
        if self.group not in names:
            self.group = names[0] if names else ""
        there = bool(self.meeting.people)
        self.empty.setVisible(not there)
        self.whole.setVisible(there)
        self.fixed.setText(self.state.fixed)
        self.fixed.setVisible(bool(self.state.fixed))
        for each in (self.rest, self.absent, self.scan, self.panel.add_leave):
            each.setVisible(not self.state.fixed)
        self._show_grid()
        self._tell_numbers()
        self._say_keys()
        self.count = len({line for line, _ in self.meeting.marks} & {each.line for each in self.meeting.people})
        self.counted.emit(self.count)

    def _first_open(self, sessions: list[str]) -> str:
        """The first half-day of which not everybody is recorded, else the last one."""
        return next((each for each in sessions if not self.meeting.tally(each).whole), sessions[-1] if sessions else "")

    def _group_names(self) -> list[str]:
        """The groups there are; one of all people where there are none."""
        groups = list(self.meeting.groups)
        return groups if len(groups) > 1 else [""] if groups else []

    def _people_of(self, name: str) -> list[Attendee]:
        if len(self._group_names()) < 2:
            return list(self.meeting.people)
        return [each for each in self.meeting.people if each.group == name]

    def _show_grid(self, row: int | None = None) -> None:
        """The people of the group, and the columns there is room for; the cursor stays on its person."""
        kept = self._current()
        people, theme = self._people_of(self.group), current_theme()
        numbers = any(each.number for each in self.meeting.people)
        room = self.view.viewport().width()
        columns, left = choose_columns(
            self.meeting.sessions, self.now, room, theme, numbers=numbers, all_sessions=self.all_sessions
        )
        self.model.put(people, columns, self.meeting, self.now, self._make_notes())
        self.view.arrange()
        self.earlier.setText("只看这几个半天" if self.all_sessions else f"前 {left} 个半天 ▸")
        self.earlier.setVisible(bool(left) or self.all_sessions)
        at = next((at for at, each in enumerate(people) if kept and each.line == kept.line), 0)
        self.view.go_to(min(at if row is None else row, max(0, len(people) - 1)))

    def _make_notes(self) -> dict[str, str]:
        """Line → 公假：省里开会，秘书长批; 12日上午 9:20 到."""
        found: dict[str, str] = {}
        for (line, session), mark in self.meeting.marks.items():
            if session == self.now:
                found[line] = tell_mark(mark, self.codes)
        for each in self.meeting.leaves:
            if each.covers(self.now, self.meeting.order):
                found[each.line] = "　".join(
                    part for part in (self._tell_leave(each), found.get(each.line, "")) if part
                )
        return found

    def _tell_leave(self, leave: Leave) -> str:
        desk = self.state.desk
        assert desk
        kind = desk.kinds.get(leave.kind, leave.kind)
        approver = leave.approver or desk.rule.find_approver(self.meeting.days_of(leave))
        decided = {"1": f"{approver}批", "2": f"{approver}没批"}.get(leave.decision, "等批准")
        return "，".join(part for part in (f"{kind}：{leave.reason}" if leave.reason else kind, decided) if part)

    def _mark_cells(self, cells: frozenset[Cell]) -> None:
        """Paint what was typed now; numbers follow in a moment."""
        self._dirty |= cells
        self.model.renew(self.meeting, cells, self.model.notes)
        self._settling.start()

    def _tell_numbers(self) -> None:
        """Counts of groups, the panel, the foot."""
        desk = self.state.desk
        if desk is None:
            return
        if self._dirty:
            self.model.renew(self.meeting, frozenset(self._dirty), self._make_notes())
            self._dirty.clear()
        names = self._group_names()
        told = [self._make_group(name) for name in names]
        self.groups.groups.put(told)
        at = names.index(self.group) if self.group in names else 0
        self.groups.go_to(at)
        self.chooser.set_choices([(each.name, f"{each.label}　{each.words}") for each in told])
        self.chooser.set_key(self.group)
        self.panel.put(desk, self.meeting, self.session_now)
        tally = self.meeting.tally(self.now)
        here = told[at] if told else None
        self._say_saved(tally.recorded, tally.expected)
        if here:
            self.foot.set_text(
                f"{here.label}　应到 {here.expected}　已录 {here.recorded}　没录 {here.expected - here.recorded}"
            )

    def _make_group(self, name: str) -> RollGroup:
        several = len(self._group_names()) > 1
        tally = self.meeting.tally(self.now, name if several else None)
        bodies = list(dict.fromkeys(each.body for each in self._people_of(name) if each.body))
        note = "、".join(bodies[:3]) + ("等" if len(bodies) > 3 else "")
        return RollGroup(name, name or (NO_GROUP if several else EVERYBODY), note, tally.recorded, tally.expected)

    def _say_saved(self, recorded: int, expected: int) -> None:
        if self.state.waiting:
            words = f"正在存 {self.state.waiting} 格"
        elif not self._begun:
            words = "逐格存好，断电不丢"
        else:
            seconds = int(time.monotonic() - self._begun)
            words = f"逐格存好，断电不丢 · 已录 {recorded} 人，用了 {seconds // 60} 分 {seconds % 60:02d} 秒，还剩 {expected - recorded} 人"
        self.saved_line.set_text(words)

    def _say_keys(self) -> None:
        keys = "　".join(f"{key} {self.codes.label('presence', code)}" for key, code in sorted(self.view.keys.items()))
        more = "0 清空　Enter 到，下一人　←→ 换半天　Ctrl+Z 撤一步　F2 写说明　+ 其余全到　- 其余缺席　PgDn 下一组"
        self.keys.set_text(f"{keys}　{more}")

    def _say(self, words: str, *, wrong: bool = False) -> None:
        """What just came of a key; in large type in the place of the keys, where there is room."""
        for part in (self.said, self.said_below):
            set_role(part, role="wrong" if wrong else "note")
            part.set_text(words)
        self._fold_said(current_theme())

    def _fold_said(self, theme: Theme) -> None:
        large = theme.scale >= ONE_COLUMN_FROM
        self.said_below.setVisible(large and bool(self.said.whole))
        self.keys.setVisible(self.said_below.isHidden())

    # typing

    def _current(self) -> Attendee | None:
        row = self.view.currentIndex().row()
        return self.model.people[row] if 0 <= row < len(self.model.people) else None

    def _type(self, presence: str) -> None:
        """A digit: into the cell, and on to the next person; "" empties it and stays."""
        person = self._current()
        if person is None or self._is_fixed():
            return
        self._put({(person.line, self.now): self._make_mark(person, presence, TYPED) if presence else None})
        if presence:
            self._go_on()

    def _make_mark(self, person: Attendee, presence: str, how: str) -> Mark:
        """What was said of the cell before stays, but for what the new presence contradicts."""
        known = self.meeting.marks.get((person.line, self.now))
        return replace(known, presence=presence, how=how) if known else Mark(presence, how=how)

    def _enter(self) -> None:
        """到 where nothing stands yet, and on to the next person."""
        person = self._current()
        if person is None or self._is_fixed():
            return
        if not self.meeting.stand(person.line, self.now).presence:
            self._put({(person.line, self.now): Mark(HERE, how=TYPED)})
        self._go_on()

    def _put(self, typed: Mapping[Cell, Mark | None]) -> None:
        self._begun = self._begun or time.monotonic()
        self._say("")
        self.state.put(typed)

    def _is_fixed(self) -> bool:
        if self.state.fixed:
            self._say(self.state.fixed, wrong=True)
        return bool(self.state.fixed)

    def _go_on(self) -> None:
        """To the next person; behind the last one to the next group."""
        row = self.view.currentIndex().row()
        if row + 1 < len(self.model.people):
            self.view.go_to(row + 1)
        else:
            self._turn(1, wrap=False)

    def _move(self, down: int, right: int) -> None:
        if right:
            keys = self.meeting.order
            at = keys.index(self.now) + right if self.now in keys else 0
            if 0 <= at < len(keys):
                self._choose_session(keys[at])
            return
        row = self.view.currentIndex().row() + down
        if 0 <= row < len(self.model.people):
            self.view.go_to(row)

    def _turn(self, by: int, *, wrap: bool = True) -> None:
        """Another group, from its first person."""
        names = self._group_names()
        at = (names.index(self.group) if self.group in names else 0) + by
        if not 0 <= at < len(names) and not wrap:
            tally = self.meeting.tally(self.now)
            left = tally.expected - tally.recorded
            self._say("这个半天录完了。" if not left else f"最后一组录完了，别的组还有 {left} 人没录。")
            return
        self._choose_group(names[at % len(names)] if names else "", 0)

    def _choose_group(self, name: str, row: int | None = None) -> None:
        self.group = name
        self._show_grid(row)
        names = self._group_names()
        self.groups.go_to(names.index(name) if name in names else 0)
        self._settling.start()  # the numbers follow, so that the key that led here is painted at once

    def _choose_session(self, key: str) -> None:
        self.now = key
        self._show_grid()
        self._tell_numbers()

    def _choose_column(self, at: int) -> None:
        column: RollColumn = self.model.columns[at]
        if is_session(column) and column.session != self.now:
            self._choose_session(column.session)

    def _take_back(self) -> None:
        cell = self.state.take_back()
        if cell is not None:
            self._go_to_cell(cell)

    def _go_to_cell(self, cell: Cell) -> None:
        person = next((each for each in self.meeting.people if each.line == cell[0]), None)
        if person is None:
            return
        self.group = person.group if len(self._group_names()) > 1 else ""
        self.now = cell[1]
        self._show_grid(self._people_of(self.group).index(person))
        self._tell_numbers()

    def _fill_rest(self, presence: str) -> None:
        """本组其余全到, 其余缺席: those of the group of whom nothing is known."""
        if self._is_fixed():
            return
        left = [each for each in self.model.people if not self.meeting.stand(each.line, self.now).presence]
        left = [each for each in left if each.counts or presence == HERE]
        if not left:
            self._say("本组没有还没录的人。")
            return
        word = self.codes.label("presence", presence)
        if presence == ABSENT:
            asked = f"把{self._label_of(self.group)}没录的 {len(left)} 人都记为{word}？"
            if (
                ask(self, asked, "记错了按 Ctrl+Z 一次退回。", Choice("yes", f"记 {len(left)} 人{word}"), cancel="不记")
                != "yes"
            ):
                return
        self._put({(each.line, self.now): Mark(presence, how=TICKED) for each in left})
        self._say(f"{len(left)} 人记为{word}，按 Ctrl+Z 一次退回。")
        self.view.setFocus()

    def _label_of(self, name: str) -> str:
        return name or (NO_GROUP if len(self._group_names()) > 1 else "")

    def _next_group(self) -> None:
        """录完本组，下一组: the next group in which somebody is missing."""
        names = self._group_names()
        at = names.index(self.group) if self.group in names else 0
        order = [*names[at + 1 :], *names[: at + 1]]
        goal = next((name for name in order if not self._make_group(name).whole), None)
        if goal is None:
            self._say("这个半天录完了。")
        else:
            self._choose_group(goal, self._first_empty(goal))
        self.view.setFocus()

    def _first_empty(self, name: str) -> int:
        people = self._people_of(name)
        return next((at for at, each in enumerate(people) if not self.meeting.stand(each.line, self.now).presence), 0)

    def _write_more(self) -> None:
        """F2: when, who stands in, why."""
        person = self._current()
        mark = self.meeting.marks.get((person.line, self.now)) if person else None
        if person is None or self._is_fixed():
            return
        if mark is None:
            self._say("先录到没到，再写说明。", wrong=True)
            return
        proposed = {each.name: getattr(mark, each.name) or None for each in MORE}
        asked = ShortForm(f"{person.name} {self.session_now.label}", MORE, self.codes, proposed=proposed, button="写上")
        today = self._session.office.today()

        def work(entered: dict[str, object]) -> Mark:
            told = {each.name: read_more(each, entered.get(each.name), today) for each in MORE}
            return replace(mark, **told)

        done = EntryDialog(self._session, asked, work, self).run()
        if done is not None:
            self._put({(person.line, self.now): done})
        self.view.setFocus()

    def _ask_leave(self) -> None:
        """登记请假 of the person the cursor is on, or of another."""
        desk, person = self.state.desk, self._current()
        if desk is None or self._is_fixed():
            return
        session, activity = self._session, self.state.record
        fields = [LEAVE.by_name[name] for name in (
            "participant", "kind", "reason", "from_session", "to_session", "asked_on", "decision", "approver", "decided_on",
        )]  # fmt: skip
        people = [(each.line, f"{each.name}　{each.group}".strip()) for each in self.meeting.people]
        sessions = [(each.key, each.label) for each in self.meeting.sessions if each.key]
        today = session.office.today().isoformat()
        asked = ShortForm(
            "登记请假", fields, self.codes, button="登记", hint=f"{desk.rule.words}批准人不填，就照这样填上。",
            choices={"participant": people, "from_session": sessions, "to_session": sessions},
            proposed={"participant": person.line if person else None, "from_session": self.now or None, "asked_on": today,
                      "decision": "0"},
        )  # fmt: skip
        done = EntryDialog(
            session, asked, lambda entered: ask_leave(session.office, session.actor, activity, entered), self
        ).run()
        if done:
            self._say(done, wrong=False)
        self.view.setFocus()

    def _paste(self) -> None:
        self._take_list(QGuiApplication.clipboard().text())

    def _read_file(self) -> None:
        """The same of a table in a file."""
        record, now = self.state.record, self.now

        def take(block: FileBlock) -> None:
            if (self.state.record, self.now) == (record, now):  # else another half-day is typed by now
                self._take_list(block.text, block.notes)
            else:
                self._say("读文件的时候换了一场，没有写。再读一次。", wrong=True)

        if not self._is_fixed():
            ask_table_file(self._session, self, take)

    def _take_list(self, text: str, notes: Sequence[str] = ()) -> None:
        """A list as a spreadsheet has it: what would be written and what is in doubt, then all at once."""
        if self._is_fixed():
            return
        found = read_roll(text, self.meeting, self.now, self.codes)
        same = [f"另有 {found.same} 格和已经记的一样。"] if found.same else []
        unused = [f"没有用到的行和列：{'、'.join(found.unused)}。"] if found.unused else []
        more = [f"还有 {len(found.doubts) - MOST_DOUBTS} 处。"] if len(found.doubts) > MOST_DOUBTS else []
        doubts = [f"有 {len(found.doubts)} 处存疑，不写：", *found.doubts[:MOST_DOUBTS], *more] if found.doubts else []
        said = "\n".join((*same, *unused, *notes, *doubts))
        if not found.marks:
            ask(self, "表里没有要写的。", said, cancel="")
        elif ask(self, f"表里的 {found.people} 人、{len(found.marks)} 格可以写入。", said,
                 Choice("yes", f"写入 {len(found.marks)} 格"), cancel="不写") == "yes":  # fmt: skip
            self._put(found.marks)
            left = f"{len(found.doubts)} 处存疑没有写。" if doubts else ""
            self._say(f"写入了 {len(found.marks)} 格，按 Ctrl+Z 一次退回。{left}")
        self.view.setFocus()

    # papers

    def _preview(self, form: str) -> None:
        from ui.forms.print_preview import PrintPreview

        def show(asked: PaperRequest) -> None:
            PrintPreview(self._session, form, [self.state.record], self, asked=asked).run()
            self.view.setFocus()

        ask_request(self._session, find_form(self._session.office, form), PaperRequest(), self, show)

    def _copy_invitation(self) -> None:
        """The words of the invitation into the clipboard."""
        desk, session = self.state.desk, self._session
        if desk is None:
            return

        def take(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._say("通知短信已经复制，可以粘贴到短信或者微信群里。")

        session.read(
            lambda: write_invitation(
                desk.values, desk.meeting.sessions, read_committee(session.office).name, desk.rule
            ),
            take,
            self,
        )

    # finding and scanning

    def _search(self, letter: str) -> None:
        """A letter typed in the grid goes to the field that finds people."""
        if self.scanning:
            self._scan(False)
        self.finder.setFocus()
        self.finder.setText(letter)

    def _find(self) -> None:
        """Enter in the field: to this person, or what was scanned."""
        text = self.finder.text().strip()
        if self.scanning:
            self._take_scanned(text)
        elif text:
            self._go_to_person(text)

    def _go_to_person(self, text: str) -> None:
        wanted = text.casefold()
        after = self._current()
        people = list(self.meeting.people)
        start = people.index(after) + 1 if after in people and self._fits(after, wanted) else 0
        found = next((each for each in [*people[start:], *people[:start]] if self._fits(each, wanted)), None)
        if found is None:
            self._say(f"名单里没有“{text}”。", wrong=True)
            self.finder.selectAll()
            return
        several = sum(self._fits(each, wanted) for each in people)
        self._go_to_cell((found.line, self.now))
        self._say(f"{found.name}，叫得上“{text}”的有 {several} 人，再按 Enter 到下一个。" if several > 1 else "")
        if several > 1:
            self.finder.selectAll()
        else:
            self.finder.put_quietly("")
            self.view.setFocus()

    @staticmethod
    def _fits(person: Attendee | None, wanted: str) -> bool:
        if person is None:
            return False
        if wanted.isdecimal():
            return person.number == wanted
        return wanted in person.name.casefold() or read_initials(person.name).startswith(wanted)

    def _scan(self, on: bool) -> None:
        self.scanning = on
        self.scan.setText("不照条码录" if on else "照条码录")
        self.finder.setPlaceholderText(SCAN_HINT if on else FIND_HINT)
        self.finder.put_quietly("")
        self._say(f"现在录 {self.session_now.label}：扫一个，记一个到。" if on else "")
        (self.finder if on else self.view).setFocus()

    def _take_scanned(self, code: str) -> None:
        """A scanned code: 到 of one person; an unknown one is said, a second time changes nothing."""
        self.finder.put_quietly("")
        if not code or self._is_fixed():
            return
        found = find_scanned(self.meeting.people, code)
        if len(found) != 1:
            why = (
                f"这次活动的名单里没有条码 {code}。没有记。"
                if not found
                else f"条码 {code} 有 {len(found)} 个人，没有记。请按姓名找。"
            )
            self._say(why, wrong=True)
            return
        (person,) = found
        cell = (person.line, self.now)
        known = self.meeting.marks.get(cell)
        if known is not None:
            word = self.codes.label("presence", known.presence)
            self._go_to_cell(cell)
            self._say(f"{person.name}已经记过（{word}），没有改。")
            return
        self._put({cell: Mark(HERE, at=read_clock(self._session.office, self.session_now), how=SCANNED)})
        self._go_to_cell(cell)
        self._say(f"{person.name} 到。")

    # construction

    def _make_beside(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.print, self.bulletin = PlainButton("打印签到表…", "printer"), PlainButton("出勤通报", "proposals")
        self.main = PrimaryButton("录完本组，下一组")
        self.more = give_menu(
            TextButton("条码、通知"),
            [
                ("签到条码…", lambda: self._preview("attendance_codes")),
                ("请假单…", lambda: self._preview("leave_slip")),
                ("通知短信…", lambda: self._preview("invitation_text")),
            ],
            [
                ("复制通知短信", self._copy_invitation),
                ("从 Excel 粘贴出席…", self._paste),
                ("从文件读出席…", self._read_file),
            ],
        )
        for part in (self.more, self.print, self.bulletin, self.main):
            row.addWidget(part)
        return held

    def _make_groups(self) -> QWidget:
        """The groups under a heading as high as that of the grid."""
        self.left, head = QWidget(), frame("bar")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 12, 0)
        row.addWidget(label("小组", "bold"))
        row.addStretch(1)
        row.addWidget(label("已录 / 应到", "note"))
        self.group_head = head
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.groups, 1)
        return self.left

    def _lay_out(self) -> None:
        bar, foot = frame("bar"), frame("foot")
        above = QHBoxLayout(bar)
        above.setContentsMargins(12, 6, 12, 6)
        above.setSpacing(8)
        for part in (self.chooser, self.finder, self.said, self.earlier, self.rest, self.absent, self.scan):
            above.addWidget(part, 1 if part is self.said else 0)
        key_bar = frame("foot")
        keys = QHBoxLayout(key_bar)
        keys.setContentsMargins(12, 3, 12, 3)
        keys.addWidget(self.keys, 1)
        keys.addWidget(self.said_below, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self.fixed, self.view, key_bar):
            column.addWidget(part, 1 if part is self.view else 0)
        self.middle = middle
        self.saved_line = ElidedLabel("", "note")
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 3, 16, 3)
        below.addWidget(self.saved_line, 1)
        below.addWidget(self.foot)
        self.whole = QWidget()
        parts = QVBoxLayout(self.whole)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        for part, stretch in ((self._make_groups(), 0), (middle, 1), (self.panel, 0)):
            row.addWidget(part, stretch)
        parts.addWidget(self.views)
        parts.addLayout(row, 1)
        parts.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.whole, 1)
        outer.addWidget(self.empty, 1)
        self.whole.hide()

    def _connect(self) -> None:
        self.state.shown.connect(self._show)
        self.state.marked.connect(self._mark_cells)
        self.state.stored.connect(self._settling.start)
        self.state.told.connect(lambda words, wrong: self._say(words, wrong=wrong))
        view = self.view
        view.keyed.connect(self._type)
        view.entered.connect(self._enter)
        view.moved.connect(self._move)
        view.paged.connect(self._turn)
        view.searched.connect(self._search)
        view.taken_back.connect(self._take_back)
        view.rest.connect(self._fill_rest)
        view.noted.connect(self._write_more)
        view.pasted.connect(self._paste)
        view.chosen.connect(self._choose_column)
        view.resized.connect(self._fold)
        self.groups.picked.connect(lambda row: self._choose_group(self._group_names()[row], None))
        self.chooser.picked.connect(lambda key: self._choose_group(str(key or ""), None))
        self.finder.entered.connect(self._find)
        self.rest.clicked.connect(lambda: self._fill_rest(HERE))
        self.absent.clicked.connect(lambda: self._fill_rest(ABSENT))
        self.scan.clicked.connect(lambda: self._scan(not self.scanning))
        self.earlier.clicked.connect(self._show_earlier)
        self.main.clicked.connect(self._next_group)
        self.print.clicked.connect(lambda: self._preview("attendance_sheet"))
        self.bulletin.clicked.connect(lambda: self._preview("attendance_bulletin"))
        self.panel.phones_asked.connect(lambda: self._preview("phone_list"))
        self.panel.leave_asked.connect(self._ask_leave)
        self.views.picked.connect(lambda _key: self._fold_parts(current_theme()))

    def _show_earlier(self) -> None:
        self.all_sessions = not self.all_sessions
        self._show_grid()

    def _fold(self) -> None:
        """Other columns fit."""
        if self.state.desk is not None:
            self._show_grid()

    def _fold_parts(self, theme: Theme) -> None:
        """Large type: groups become one chooser, the numbers a tab of their own."""
        large = theme.scale >= ONE_COLUMN_FROM
        only = self.views.key if large else ""
        self.views.setVisible(large)
        self.left.setVisible(not large)
        self.chooser.setVisible(large)
        self.middle.setVisible(only != "panel")
        self.panel.setVisible(not large or only == "panel")

    def _restyle(self, theme: Theme) -> None:
        self.finder.setFixedWidth(theme.text_width(216 if theme.scale < ONE_COLUMN_FROM else 140))
        self._fold_said(theme)
        self.group_head.setFixedHeight(theme.px(32))
        self.chooser.setFixedWidth(theme.text_width(150))
        for part in (self.print, self.bulletin):  # large type: they are in the menu of the record's papers
            part.setVisible(theme.scale < ONE_COLUMN_FROM)
        self.panel.setFixedWidth(
            theme.text_width(300)
        ) if theme.scale < ONE_COLUMN_FROM else self.panel.setMaximumWidth(16_777_215)
        self._fold_parts(theme)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc out of the field goes back to the grid."""
        if event.key() == Qt.Key.Key_Escape and self.finder.hasFocus():
            self._scan(False) if self.scanning else self.view.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def tell_mark(mark: Mark, codes: CodeLists) -> str:
    """9:20 到，堵车; 由李四代，补签：出差."""
    word = codes.label("presence", mark.presence)
    parts = [f"{mark.at.lstrip('0')} {'走' if word == '早退' else '到'}" if mark.at else "", f"由{mark.proxy}代" if mark.proxy else "",
             mark.words, f"补签：{mark.late_reason}" if mark.late_reason else ""]  # fmt: skip
    return "，".join(part for part in parts if part)


def read_more(spec: Field, given: object, today: date) -> str:
    """What was typed of a cell besides, as it is kept; InvalidField says what is wrong."""
    return str(parse_value(spec, given, today=today) or "")
