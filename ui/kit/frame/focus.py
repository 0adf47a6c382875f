"""The order the focus goes in, and the blue ring outside a red button, where an edge would not be seen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import current_theme

REACH = 3  # 1 px gap and 2 px ring


def follow_chain(start: QWidget, *, back: bool = False) -> Iterator[QWidget]:
    """The widgets of the window behind one in the order Tab goes in, or before it; all others, each once.

    PySide takes what nextInFocusChain gives for a child of the widget it was asked of. Where that one goes first, it
    leaves a reference behind that nobody takes back, and a page with all it read would stay in memory. To ask each for
    its parent puts that right.
    """
    part = start.previousInFocusChain() if back else start.nextInFocusChain()
    while part is not None and part is not start:
        part.parentWidget()
        yield part
        part = part.previousInFocusChain() if back else part.nextInFocusChain()
    start.parentWidget()


class FocusRing(QWidget):
    """Follows its widget and shows itself while that has the focus; lives in the widget's parent."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.installEventFilter(self)

    def _follow(self) -> None:
        parent = self._target.parentWidget()
        if parent is not self.parentWidget():
            self.setParent(parent)
        if parent is None or not (self._target.hasFocus() and self._target.isVisible()):
            self.hide()
            return
        self.setGeometry(self._target.geometry().adjusted(-REACH, -REACH, REACH, REACH))
        self.raise_()
        self.show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show,
            QEvent.Type.Hide, QEvent.Type.ParentChange,
        ):  # fmt: skip
            self._follow()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().color("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
