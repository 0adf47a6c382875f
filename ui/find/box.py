"""Find anything: the field in the top bar, answered as one types, by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from cppcc_desktop.services.lists.find import Found, find_records
from ui.find.panel import FindLine, FindPanel, make_lines
from ui.kit.inputs.inputs import SearchField
from ui.session import Session, Siblings

MOST = 50  # hits of a kind
RECENT = 5
KEYS = "↑↓ 选 · Enter 打开 · Ctrl+Enter 在列表里看 · Esc 关掉"


class FindBox(QObject):
    """Asks after a pause in typing, never while Chinese is half typed; answers that come late are dropped.

    Recent searches are kept in memory only.
    """

    def __init__(self, field: SearchField, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._field, self._session = field, session
        self.panel = FindPanel(field, window)
        self._found: list[Found] = []
        self._text = ""  # what is shown was found for this
        self._only = ""
        self._turn = 0
        self._before: QWidget | None = None
        self.recent: list[str] = []
        field.settled.connect(self.ask)
        field.installEventFilter(self)
        window.installEventFilter(self)
        self.panel.list.picked.connect(self.act)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._note_focus)

    def begin(self) -> None:
        """Ctrl+K."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._open()

    def ask(self, text: str) -> None:
        """Find what was typed; of several questions only the last is answered."""
        self._turn += 1
        self._only = ""
        if not text:
            self._found, self._text = [], ""
            if self._field.hasFocus():
                self._show_recent()
            return
        session, turn = self._session, self._turn

        def work() -> list[Found] | None:
            if turn != self._turn:
                return None
            return find_records(session.office, session.actor, text, limit=MOST)

        session.read(work, lambda found: self._take(turn, text, found), self)

    def act(self, line: FindLine) -> None:
        """What the chosen line is for."""
        routes = self._session.routes
        if line.act == "only":
            self._only = line.module
            self._show()
        elif line.act == "kinds":
            self._only = ""
            self._show()
        elif line.act == "again":
            self._field.put_quietly(line.text)
            self.ask(line.text)
        elif line.act == "list":
            self._leave()
            routes.search_asked.emit(line.module, self._text)
        elif line.act == "hit" and line.hit is not None:
            hits = [each.id for group in self._found if group.module == line.module for each in group.hits]
            self._leave()
            ids = tuple(dict.fromkeys(hits))  # Alt+↑↓ walk through what was found
            routes.record_asked.emit(line.module, line.hit.id, Siblings(ids))

    # showing

    def _take(self, turn: int, text: str, found: list[Found] | None) -> None:
        if turn != self._turn or found is None:
            return
        self._found, self._text = found, text
        if self._field.hasFocus():
            self._show()

    def _show(self) -> None:
        icons = {module.name: module.icon for module in self._session.office.modules.values()}
        self._put(make_lines(self._found, self._text, self._only, icons), KEYS if self._found else "")

    def _show_recent(self) -> None:
        lines = [FindLine(text, "again") for text in self.recent]
        head = [FindLine("最近查找")] if lines else []
        self._put([*head, *lines, FindLine("可以打：姓名或案由里的字、案号或手机号的一段、拼音或首字母。")])

    def _put(self, lines: Sequence[FindLine], told: str = "") -> None:
        self.panel.put(lines, told)
        self._announce()

    def _announce(self) -> None:
        """Say how much was found and which line is current, for a screen reader."""
        counts = [f"{group.label} {len(group.hits)}{'+' if group.more else ''} 条" for group in self._found]
        line = self.panel.list.line()
        said = "，".join([*(counts or [self.panel.list.found.lines[0].text]), *([line.spoken] if line else [])])
        self._field.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, said))

    def _open(self) -> None:
        """The field has the focus: what was found last, or recent searches."""
        if self._text and self._text == self._field.text().strip():
            self._show()
        elif not self._field.text().strip():
            self._show_recent()

    # leaving

    def _leave(self) -> None:
        """Something was opened: keep what was looked for."""
        if self._text:
            self.recent = [self._text, *(text for text in self.recent if text != self._text)][:RECENT]
        self.panel.hide()

    def close(self) -> None:
        """Esc: the panel goes, the focus returns to where it was."""
        self.panel.hide()
        before = self._before
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self) or not isValid(self._field):
            return
        if new is self._field and old is not None and old is not self._field and old.window() is self._field.window():
            self._before = old
        if old is self._field and new is not None and new is not self._field:
            self.panel.hide()
            if new.window() is self._field.window():
                self._before = None  # it may be part of a page that goes

    # keys

    def _handle(self, event: QKeyEvent) -> bool:
        key, open_ = event.key(), self.panel.isVisible()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if open_:
                self.panel.list.step(1 if key == Qt.Key.Key_Down else -1)
                self._announce()
            else:
                self._open()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(all_=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            return False
        return True

    def _enter(self, *, all_: bool) -> None:
        line = self.panel.list.line() if self.panel.isVisible() else None
        if self._field.text().strip() != self._text:
            self._field.settle()  # the answer opens the panel; a second Enter then opens the hit
        elif line is not None and all_ and line.module:
            self.act(FindLine(line.text, "list", module=line.module))
        elif line is not None:
            self.act(line)
        else:
            self._open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent):
            ours = event.key() in (
                Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter,
            )  # fmt: skip
            if event.type() == QEvent.Type.ShortcutOverride and ours:
                event.accept()  # the innermost thing comes before the shortcuts of the page
                return True
            if event.type() == QEvent.Type.KeyPress and ours:
                return self._handle(event)
        elif watched is self._field and event.type() == QEvent.Type.MouseButtonRelease:
            self._open()
        elif event.type() == QEvent.Type.Resize and self.panel.isVisible():
            self.panel.place()
        return False
