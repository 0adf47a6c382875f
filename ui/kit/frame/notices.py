"""Signs and lines that point something out and can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.icons import BUTTON, SMALL, pixmap
from ui.kit.frame.buttons import IconButton
from ui.kit.frame.labels import frame, label
from ui.theme import Theme, follow_theme


class NoticeSign(QLabel):
    """A sign at the head of a line, in the theme's colour."""

    def __init__(self, name: str = "warning", token: str = "wait", size: int = BUTTON) -> None:
        super().__init__()
        self._drawn, self._size = (name, token), size
        follow_theme(self._recolour)

    def _recolour(self, _theme: Theme) -> None:
        self.setPixmap(pixmap(*self._drawn, self._size, self.devicePixelRatioF()))


class WarningLine(QWidget):
    """A quiet amber line about what was taken and should be looked at; × or the next step takes it away."""

    def __init__(self) -> None:
        super().__init__()
        ground = frame("notice")
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 8, 16, 0)
        around.addWidget(ground)
        self.words = label("", "", wrap=True, selectable=True)
        self.away = IconButton("close", "知道了", size=SMALL, box=24)
        self.away.clicked.connect(self.hide)
        row = QHBoxLayout(ground)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(NoticeSign(size=SMALL))
        row.addWidget(self.words, 1)
        row.addWidget(self.away)
        self.hide()

    def put(self, warnings: Sequence[str]) -> None:
        """Say these; none hides the line."""
        self.words.setText("".join(warnings))
        self.setVisible(bool(warnings))
