"""What stands in the grid of 签到: what was read, and over it what was typed, which is stored in the order it was typed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.nouns.activities.attendance.meeting import Desk, read_desk, take_marks
from cppcc_desktop.nouns.activities.attendance.recording import StoredMarks, record_marks
from cppcc_desktop.nouns.activities.counting import Cell, Mark, Meeting
from cppcc_desktop.nouns.activities.records import ATTENDANCE, LEAVE, PARTICIPANT, SESSION
from ui.session import Session
from ui.tasks import WrittenKinds

MOST_BACK = 500  # steps that Ctrl+Z goes back


class RollState(QObject):
    """`shown()` when it was read anew; `marked(cells)` at once when something is typed, `stored()` later; `told(words, wrong)`.

    A key is on the screen before it is stored. What could not be stored goes back to what it was, and is said.
    """

    shown = Signal()
    marked = Signal(object)
    told = Signal(str, bool)
    stored = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.desk: Desk | None = None
        self.meeting = Meeting()
        self.writable = False
        self._stored: dict[Cell, Mark] = {}  # what is known to be in the database
        self._asked: dict[Cell, int] = {}  # cell → the newest save that is under way for it
        self._saves = self.waiting = self.saved = 0
        self._own = False  # the next change that is heard of is our own
        self._back: list[dict[Cell, Mark | None]] = []
        self.record = ""

    @property
    def fixed(self) -> str:
        """Why nothing can be typed; "" if it can."""
        return (
            ""
            if self.writable and self.desk and not self.desk.fixed
            else (self.desk.fixed if self.desk else "") or "只能看，不能改。"
        )

    # reading

    def open(self, record: str, *, writable: bool) -> None:
        if record != self.record:
            self.desk, self._back = None, []
        self.record, self.writable = record, writable
        self.read()

    def read(self) -> None:
        session, record = self._session, self.record
        session.read(lambda: read_desk(session.office, session.actor, record), self._show, self)

    def _show(self, desk: Desk) -> None:
        if desk.id != self.record:
            return
        typed = {cell: self.meeting.marks.get(cell) for cell in self._asked} if self.desk else {}
        self.desk, self._stored = desk, dict(desk.meeting.marks)
        self.meeting = take_marks(desk.meeting, typed)
        self.shown.emit()

    def follow(self, change: WrittenKinds) -> None:
        """Somebody else's change is read; our own is on the screen already."""
        own, self._own = self._own, False
        mine = own and change.entities == {ATTENDANCE.name}
        if self.record and not mine and change.touches(ATTENDANCE.name, PARTICIPANT.name, SESSION.name, LEAVE.name):
            self.read()

    # typing

    def put(self, typed: Mapping[Cell, Mark | None], *, back: bool = True) -> None:
        """Type into these cells: shown at once, then stored in one transaction behind those typed before."""
        typed = {cell: mark for cell, mark in typed.items() if self.meeting.marks.get(cell) != mark}
        if self.fixed or not typed:
            return
        if back:
            self._back = [*self._back[-MOST_BACK:], {cell: self.meeting.marks.get(cell) for cell in typed}]
        self.meeting = take_marks(self.meeting, typed)
        self._saves += 1
        self._asked |= dict.fromkeys(typed, self._saves)
        self.marked.emit(frozenset(typed))
        self.waiting += 1
        record, save, kept = self.record, self._saves, dict(typed)
        QTimer.singleShot(
            0, lambda: self._store(record, save, kept)
        )  # behind the painting: the database thread wants its turns

    def take_back(self) -> Cell | None:
        """One step back; the cell where it was."""
        if not self._back:
            self.told.emit("没有可以撤的了。", False)
            return None
        step = self._back.pop()
        self.put(step, back=False)
        return next(iter(step))

    def _store(self, record: str, save: int, typed: dict[Cell, Mark | None]) -> None:
        session = self._session

        def done(stored: StoredMarks) -> None:
            self.waiting -= 1
            self.saved += len(typed)
            for cell, mark in typed.items():
                self._keep(cell, mark)
                self._end(cell, save)
            self._own = stored.changed
            self.stored.emit()
            if stored.moved:  # people of an earlier program have rows of their own now
                self.read()

        def failed(error: Exception) -> None:
            self.waiting -= 1
            lost = [cell for cell in typed if self._end(cell, save)]
            self.meeting = take_marks(self.meeting, {cell: self._stored.get(cell) for cell in lost})
            self._back = [step for step in self._back if not step.keys() & typed.keys()]
            self.marked.emit(frozenset(typed))
            why = f"{error.what}{error.todo}" if isinstance(error, OfficeError) else "没有存进去。"
            self.told.emit(f"{self.name(typed)}没有存上，已经退回原样：{why}", True)

        session.write(lambda: record_marks(session.office, session.actor, record, typed), done, self, failed)

    def _keep(self, cell: Cell, mark: Mark | None) -> None:
        if mark is None:
            self._stored.pop(cell, None)
        else:
            self._stored[cell] = mark

    def _end(self, cell: Cell, save: int) -> bool:
        """Whether nothing newer was typed into the cell meanwhile."""
        newest = self._asked.get(cell) == save
        if newest:
            del self._asked[cell]
        return newest

    def name(self, cells: Mapping[Cell, object]) -> str:
        """How cells are called: 孟广才 13日上午; 12 格."""
        if len(cells) > 1:
            return f"{len(cells)} 格"
        line, session = next(iter(cells))
        person = next((each.name for each in self.meeting.people if each.line == line), "")
        label = next((each.short for each in self.meeting.sessions if each.key == session), "")
        return f"{person} {label} "
