"""A line that does one thing: what matters in the middle, cut where it must be; what is known of it grey beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.frame.buttons import Button
from ui.theme import Theme, current_theme

PAD, GAP, LEAST = 8, 8, 60
OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)


class LineButton(Button):
    """Click or Enter does it. `moved(±1)` on ↑↓ and `left()` on Esc go to whoever holds the lines."""

    kind = "text"
    moved = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parts = ("", "", "")
        self._below = ""
        super().__init__(parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def put(self, words: str, before: str = "", after: str = "", below: str = "") -> None:
        """The words, and what stands grey before, after and below them; a tooltip has all of it."""
        self._parts, self._below = (before, words, after), below
        whole = "，".join(part for part in (*self._parts, below) if part)
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.updateGeometry()
        self.update()

    @property
    def whole(self) -> str:
        return " ".join(part for part in self._parts if part)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = sum(
            QFontMetrics(font).horizontalAdvance(part) for part, font in zip(self._parts, fonts(theme), strict=True)
        )
        return QSize(words + 2 * GAP + 2 * PAD, line_height(theme, two=bool(self._below)))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, line_height(current_theme(), two=bool(self._below)))

    def _paint_label(self, painter: QPainter) -> None:
        theme, box = current_theme(), self.rect().adjusted(PAD, 0, -PAD, 0)
        if self._below:
            under = box.adjusted(0, theme.px(24), 0, -4)
            self._draw(painter, under, self._below, theme.font(13), "text2")
            box = box.adjusted(0, 2, 0, theme.px(26) - box.height())
        before, words, after = self._parts
        small, plain, _ = fonts(theme)
        left = self._draw(painter, box, before, small, "text2") if before else box.left()
        room = box.right() - left
        beside = QFontMetrics(small).horizontalAdvance(after) + GAP + 2 if after else 0  # 2: rounding of the two widths
        cut = QFontMetrics(plain).elidedText(words, Qt.TextElideMode.ElideRight, max(LEAST, room - beside))
        left = self._draw(painter, QRect(left, box.top(), room, box.height()), cut, plain, "text")
        self._draw(painter, QRect(left, box.top(), max(0, box.right() - left), box.height()), after, small, "text2")

    def _draw(self, painter: QPainter, box: QRect, words: str, font: QFont, token: str) -> int:
        """Draw and say where the next part begins."""
        painter.setFont(font)
        painter.setPen(current_theme().color(token))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        return box.left() + painter.fontMetrics().horizontalAdvance(cut) + GAP

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in OWN_KEYS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() in OWN_KEYS and plain:
                event.accept()  # the innermost thing comes before the shortcuts of the page
                return True
        return super().event(event)


def line_height(theme: Theme, *, two: bool = False) -> int:
    """Of one line, or of two."""
    return theme.px(28) + (theme.size(20) if two else 0)


def fonts(theme: Theme) -> tuple[QFont, QFont, QFont]:
    """Of the part before, the words, and the part after."""
    return theme.font(13), theme.font(14), theme.font(13)
