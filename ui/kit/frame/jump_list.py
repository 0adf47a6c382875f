"""Where one can go on a long page: entries with headings between them, the one on screen marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.frame.labels import label
from ui.kit.frame.scrolling import bring_into_view, scroll
from ui.theme import Theme, current_theme, follow_theme

LEFT, WIDTH, HEIGHT = 20, 168, 30  # WIDTH: at least
Sections = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # heading (may be empty) → (key, word)


class JumpEntry(QAbstractButton):
    """One entry; the current one has a bar in `link` at its left."""

    def __init__(self, key: str, word: str) -> None:
        super().__init__()
        self.key = key
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def mark(self, *, current: bool) -> None:
        """The current one alone is reached by Tab; arrows go on from there."""
        self.setChecked(current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:
        return QSize(LEFT + current_theme().size(60), current_theme().px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        ground = "sel" if self.isChecked() else "hover" if self.underMouse() else "surface"
        painter.fillRect(self.rect(), theme.color(ground))
        if self.isChecked():
            painter.fillRect(0, 0, 3, self.height(), theme.color("link"))
        font = theme.font(14, self.isChecked())
        painter.setFont(font)
        painter.setPen(theme.color("on_sel" if self.isChecked() else "text"))
        room = self.width() - LEFT - 8
        word = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(LEFT, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("sel_focus" if self.isChecked() else "focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class JumpList(QFrame):
    """`picked(key)` when one was chosen; ↑↓ Home End choose. `entered(key)`: Enter or → goes into what it stands for."""

    picked = Signal(str)
    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.entries: list[JumpEntry] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scroll(QWidget())
        outer.addWidget(self._area)
        follow_theme(self._restyle)

    def put(self, sections: Sections) -> None:
        """Other entries; the first is current."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        self.entries = []
        for heading, entries in sections:
            if heading and entries:
                words = label(heading, "bold")
                words.setContentsMargins(LEFT, 6, 8, 6)
                column.addWidget(words)
            for key, word in entries:
                entry = JumpEntry(key, word)
                entry.clicked.connect(lambda _on=False, each=entry: self._pick(each))
                column.addWidget(entry)
                self.entries.append(entry)
        column.addStretch(1)
        self._area.setWidget(holder)
        holder.setAutoFillBackground(False)
        self.set_current(self.entries[0].key if self.entries else "")
        self._restyle(current_theme())

    @property
    def current(self) -> str:
        return next((each.key for each in self.entries if each.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Mark one without sending `picked`."""
        for each in self.entries:
            each.mark(current=each.key == key)

    def _pick(self, entry: JumpEntry) -> None:
        self.set_current(entry.key)
        bring_into_view(entry)
        self.picked.emit(entry.key)

    def _restyle(self, theme: Theme) -> None:
        metrics = QFontMetrics(theme.font(14, True))
        widest = max((metrics.horizontalAdvance(each.text()) for each in self.entries), default=0)
        self.setFixedWidth(max(WIDTH, LEFT + widest + 24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((place for place, each in enumerate(self.entries) if each.hasFocus()), -1)
        last = len(self.entries) - 1
        goal = {Qt.Key.Key_Down: at + 1, Qt.Key.Key_Up: at - 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(
            Qt.Key(event.key()), -2
        )
        if at >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit(self.entries[at].key)
        elif at < 0 or goal == -2:
            super().keyPressEvent(event)
        elif 0 <= goal <= last:
            self.entries[goal].setFocus(Qt.FocusReason.OtherFocusReason)
            self._pick(self.entries[goal])
