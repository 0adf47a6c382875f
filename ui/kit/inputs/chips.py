"""Conditions of a list: those in force, blue with ×, and those offered, grey with ▾."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.icons import CHEVRON, draw_icon
from ui.theme import Theme, current_theme, follow_theme

PAD, TAIL = 11, 9


class FilterChip(QAbstractButton):
    """A round chip. In force (`active`): `clicked` to change it, `removed` on × or Delete. Offered: `clicked`, or
    with `opens` its own menu, which goes when the chip goes.
    """

    removed = Signal()

    def __init__(self, text: str, *, active: bool = False, opens: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.active = active
        self.menu = QMenu(self) if opens else None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"条件 {text}" if active else f"加条件 {text}")
        self.setToolTip("点字改条件，点 × 去掉（Delete）" if active else "")
        self.clicked.connect(self._open)
        follow_theme(self._restyle)

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def _open(self) -> None:
        if self.menu:
            self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _mark_left(self) -> int:
        return self.width() - TAIL - current_theme().size(CHEVRON)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = QFontMetrics(theme.font(13)).horizontalAdvance(self.text())
        return QSize(PAD + words + 10 + theme.size(CHEVRON) + TAIL, theme.px(28))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if self.active and self.rect().contains(spot) and spot.x() >= self._mark_left() - 5:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self.active and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4) or (
            alt and event.key() == Qt.Key.Key_Down
        ):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self.hasFocus() else 1
        edge = "focus" if self.hasFocus() or self.active else "border"
        ground = "chosen" if self.active else "surface"
        if self.underMouse() or self.isDown():
            ground = "pressed" if self.isDown() else "sel" if self.active and not theme.high_contrast else "hover"
        painter.setPen(QPen(theme.color(edge if self.isEnabled() else "off"), width))
        painter.setBrush(theme.color(ground))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.font(13))
        ink = "chosen_text" if self.active else "text"
        painter.setPen(theme.color(ink if self.isEnabled() else "off"))
        painter.drawText(QRectF(PAD, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        top = (self.height() - theme.size(CHEVRON)) / 2
        name, token = ("close", "chosen_text") if self.active else ("chevron-down", "text2")
        draw_icon(painter, name, token, CHEVRON, self._mark_left(), top)
