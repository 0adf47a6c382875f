"""Earlier proposals on the same matter, below the title while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from cppcc_desktop.nouns.proposals.similar.cases import Similar, find_similar
from cppcc_desktop.nouns.proposals.similar.units import short_plenary
from ui.icons import SMALL, pixmap
from ui.kit.frame.buttons import LinkButton, SmallButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.frame.line_button import LineButton
from ui.kit.inputs.record_form import RecordForm
from ui.session import Session
from ui.theme import Theme, follow_theme

PAUSE = 300  # ms after the last key
MOST = 5
FOLLOW, UNFOLLOW = "列为跟进", "不再跟进"
HINT = "写下案由，往年类似的提案会列在这里"
NONE = "没有找到类似的提案"
KEYS = "↓ 或 Alt+S 进来选 · Enter 打开看，看完按 Esc 回到这里 · Esc 收起"


class CaseRow(QWidget):
    """One earlier case: a line that opens it, a button that makes this proposal follow it."""

    def __init__(self) -> None:
        super().__init__()
        self.case: Similar | None = None
        self.line, self.follow = LineButton(), SmallButton(FOLLOW)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.follow)

    def put(self, case: Similar, *, followed: bool) -> None:
        self.case = case
        self.line.put(case.title, tell_number(case), tell_outcome(case))
        self.say_followed(followed)

    def say_followed(self, followed: bool) -> None:
        self.follow.setText(UNFOLLOW if followed else FOLLOW)
        self.follow.setAccessibleName(f"{self.follow.text()}：{self.case.title if self.case else ''}")


class CasePanel(QFrame):
    """The cases, over the fields below: nothing on the page moves when it comes or goes."""

    opened = Signal(object)  # Similar
    followed = Signal(object)  # Similar
    left = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "find")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("往年类似的提案")
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 5, 5, 1)
        column.setSpacing(0)
        self.rows = [CaseRow() for _ in range(MOST)]
        for at, row in enumerate(self.rows):
            column.addWidget(row)
            row.line.clicked.connect(lambda _on=False, each=row: self.opened.emit(each.case))
            row.line.moved.connect(lambda step, place=at: self.go_to(place + step))
            row.line.left.connect(self.left)
            row.follow.clicked.connect(lambda _on=False, each=row: self.followed.emit(each.case))
            row.follow.installEventFilter(self)
        foot = frame("dialog-foot")
        inner = QHBoxLayout(foot)
        inner.setContentsMargins(8, 2, 8, 2)
        inner.addWidget(ElidedLabel(KEYS, "note"))
        column.addWidget(foot)
        self.hide()

    def put(self, cases: list[Similar], followed: object) -> None:
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(cases))
            if at < len(cases):
                row.put(cases[at], followed=cases[at].id == followed)

    def go_to(self, place: int) -> None:
        """The line at this place; above the first one it goes back to the field."""
        shown = [row for row in self.rows if not row.isHidden()]
        if place < 0 or not shown:
            self.left.emit()
        else:
            shown[min(place, len(shown) - 1)].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Esc on a button leaves the panel, not the page."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self.left.emit()
            return True
        return False


class SimilarCases(QWidget):
    """One line below the title that is always there, and the panel that opens from it over the next fields.

    It asks after a pause in typing, never while Chinese is half typed; only the last question is answered.
    `read(record)` opens a case so that Esc comes back here.
    """

    def __init__(
        self, session: Session, form: RecordForm, record: Callable[[], str], read: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._session, self._form, self._record, self._read = session, form, record, read
        self._field: Any = form.editors["title"]
        self._follows: Any = form.editors.get("follows")
        self.cases: list[Similar] = []
        self._turn, self._asked = 0, ""
        self._composing = self._enter = self._away = False
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.panel = CasePanel(form)
        self._lay_out()
        self._bind()
        follow_theme(self._restyle)

    def open(self, bundle: Any) -> None:
        """The record as it is now: the line is there for a new one and for a draft."""
        values = bundle.record.values if bundle.record else {}
        writable = not bundle.binned and not self._session.read_only
        self.setVisible(writable and values.get("state", "draft") == "draft")
        if not self.isHidden():
            self._asked = ""
            self._pause.start()

    def _lay_out(self) -> None:
        self.same, self.count, self.note = frame("notice"), LinkButton(""), ElidedLabel(HINT, "note")
        self._sign, self._same_words = QLabel(), ElidedLabel("")
        inner = QHBoxLayout(self.same)
        inner.setContentsMargins(8, 0, 8, 0)
        inner.setSpacing(4)
        inner.addWidget(self._sign)
        inner.addWidget(self._same_words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        for part in (self.same, self.count, self.note):
            row.addWidget(part)
        row.addStretch(1)
        self.same.hide()
        self.count.hide()

    def _bind(self) -> None:
        self._field.edited.connect(self._pause.start)
        self._field.installEventFilter(self)
        self._form.installEventFilter(self)
        self.count.clicked.connect(self.enter)
        self.panel.opened.connect(self._open_case)
        self.panel.followed.connect(self._toggle)
        self.panel.left.connect(self._return)
        if self._follows is None:
            for row in self.panel.rows:
                row.follow.hide()
        else:
            self._follows.edited.connect(self._show_followed)
        QShortcut(QKeySequence("Alt+S"), self, self.enter)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._note_focus)

    # asking

    def _ask(self) -> None:
        if self._composing:
            return  # asked once the characters are chosen
        self._pause.stop()
        title = str(self._field.value() or "")
        if title == self._asked:
            return
        self._turn += 1
        self._asked = title
        session, turn, record = self._session, self._turn, self._record()

        def work() -> list[Similar] | None:
            if turn != self._turn:
                return None
            return find_similar(session.office, session.actor, title, besides=record, limit=MOST)

        session.count(work, lambda cases: self._take(turn, cases), self)

    def _take(self, turn: int, cases: list[Similar] | None) -> None:
        if turn != self._turn or cases is None:
            return
        self.cases = cases
        same = next((each for each in cases if each.same), None)
        self.same.setVisible(same is not None)
        self._same_words.set_text(tell_same(same) if same else "")
        self.count.setText(
            f"{len(cases)} 件类似的提案（Alt+S）" if len(cases) < MOST else f"最像的 {MOST} 件提案（Alt+S）"
        )
        self.count.setAccessibleName(self.count.text())
        self.count.setVisible(bool(cases))
        self.note.setVisible(not cases)
        self.note.set_text(NONE if len(self._asked) > 3 else HINT)
        self._announce()
        self._show_panel()

    def _announce(self) -> None:
        """Say what was found, for a screen reader."""
        if self.cases and self._field.hasFocus():
            said = "，".join(part for part in (self._same_words.whole, self.count.text()) if part)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, said))

    # the panel

    def _show_panel(self) -> None:
        """Open while one is in the field or in the panel; with `_enter` go into it."""
        inside = self._field.hasFocus() or self._holds(QApplication.focusWidget())
        enter, self._enter = self._enter, False
        if not self.cases or not (inside or enter):
            if self._holds(QApplication.focusWidget()):
                self._field.setFocus()
            self.panel.hide()
            return
        self.panel.put(self.cases, self._follows.value() if self._follows else None)
        self._place()
        self.panel.show()
        self.panel.raise_()
        if enter:
            self.panel.go_to(0)

    def _place(self) -> None:
        at = self.mapTo(self._form, self.rect().bottomLeft())
        self.panel.setGeometry(at.x(), at.y() + 3, self.width(), self.panel.sizeHint().height())

    def enter(self) -> None:
        """Alt+S, ↓ or the link: into the panel; what is still being looked for is waited for."""
        if self.isHidden():
            return
        self._enter = True
        if self._pause.isActive() and not self._composing:
            self._ask()
        else:
            self._show_panel()

    def _return(self) -> None:
        self.panel.hide()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_case(self, case: Similar) -> None:
        self.panel.hide()
        self._away = True
        self._read(case.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._away:  # back from reading a case
            self._away = False
            QTimer.singleShot(0, self._field, self._field.setFocus)

    def _toggle(self, case: Similar) -> None:
        """Make this proposal follow the case, or not any more."""
        now = None if self._follows.value() == case.id else case
        self._follows.put_typed([now.id, now.title, now.title] if now else [None, "", ""])
        self._follows.edited.emit()

    def _show_followed(self) -> None:
        followed = self._follows.value()
        for row in self.panel.rows:
            if row.case is not None:
                row.say_followed(row.case.id == followed)

    # focus and keys

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and self.panel.isAncestorOf(widget)

    def _note_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self) or not isValid(self.panel):
            return
        if new is not None and new is not self._field and not self._holds(new):
            self.panel.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._form:
            if event.type() == QEvent.Type.Resize and self.panel.isVisible():
                QTimer.singleShot(0, self, self._place)  # once the fields stand where they belong
            return False
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
            if not self._composing and str(self._field.value() or "") != self._asked:
                self._pause.start()
        elif isinstance(event, QKeyEvent) and self.panel.isVisible():
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Esc shuts the panel, ↓ goes into it; everything else is the field's."""
        if event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Down) or event.modifiers():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.panel.hide()
        elif event.type() == QEvent.Type.KeyPress:
            self.panel.go_to(0)
        return True

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(24) + 2)
        self.same.setFixedHeight(theme.px(24))
        self._sign.setPixmap(pixmap("warning", "wait", SMALL, self.devicePixelRatioF()))
        if self.panel.isVisible():
            QTimer.singleShot(0, self, self._place)


def tell_number(case: Similar) -> str:
    """十届二次 第047号, or how else the case is called."""
    plenary = short_plenary(case.plenary)
    number = f"第{case.docket_no}号" if case.docket_no else f"收件 {case.intake_no}" if case.intake_no else ""
    return " ".join(part for part in (plenary, number) if part)


def tell_outcome(case: Similar) -> str:
    """县住建局办理 · B类 · 已办结."""
    unit = f"{case.unit}办理" if case.unit else ""
    return " · ".join(part for part in (unit, case.result_label, case.state_label) if part)


def tell_same(case: Similar) -> str:
    number = f"第{case.docket_no}号" if case.docket_no else f"收件 {case.intake_no}" if case.intake_no else "还是草稿"
    return f"本次会议已有同名提案：{number}"
