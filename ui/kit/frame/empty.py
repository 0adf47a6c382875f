"""What a list says while it has nothing to show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.icons import draw_icon
from ui.kit.frame.labels import label
from ui.theme import Theme, current_theme, follow_theme


class Disc(QWidget):
    """An icon on a grey disc."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedSize(QSize(theme.size(72), theme.size(72)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border") if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("side"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        side = theme.size(34)
        draw_icon(painter, self._icon_name, "text2", 34, (self.width() - side) / 2, (self.height() - side) / 2)


class EmptyState(QWidget):
    """Icon, title, one or two lines, the first thing to do in red, the second plain, links below."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        lines: Sequence[str] = (),
        actions: Sequence[QPushButton] = (),
        links: Sequence[QPushButton] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Disc(icon_name), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(13)
        column.addWidget(self._centred(label(title, "page", wrap=True)))
        column.addSpacing(8)
        for line in lines:
            column.addWidget(self._centred(label(line, "label", wrap=True)))
        for buttons, space in ((actions, 8), (links, 16)):
            if buttons:
                column.addSpacing(16)
                column.addLayout(self._row(buttons, space))
        column.addStretch(5)
        self.setAccessibleName("。".join((title, *lines)))

    def _centred(self, words: QLabel) -> QLabel:
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return words

    def _row(self, buttons: Sequence[QPushButton], space: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row
