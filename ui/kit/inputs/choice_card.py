"""One answer of several, with lines that say what it means."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.kit.frame.labels import label
from ui.kit.inputs.ticks import BOX, GAP, RadioButton
from ui.theme import Theme, current_theme, follow_theme


class ChoiceCard(QFrame):
    """One answer of several (pictures 4b, 5): `chosen` has a blue edge and ground; clicking sends `picked`."""

    picked = Signal()

    def __init__(self, title: str, lines: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.radio = RadioButton(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(2)
        self.body.addWidget(self.radio)
        self._notes = [label(line, "note", wrap=True) for line in lines]
        for note in self._notes:
            self.body.addWidget(note)
        self.radio.toggled.connect(self._toggled)
        self.setAccessibleName(title)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.radio.setFont(theme.font(14, True))
        for note in self._notes:
            note.setContentsMargins(theme.size(BOX) + GAP, 0, 0, 0)
        self.update()

    def _toggled(self, on: bool) -> None:
        self.update()
        if on:
            self.picked.emit()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.radio.isChecked()
        width = 2 if on else 1
        painter.setPen(QPen(theme.color("focus" if on else "line"), width))
        painter.setBrush(theme.color("chosen" if on else "surface"))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
