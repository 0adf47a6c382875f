"""What our own dialogs have in common: one column on white, a grey foot, 取消 last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.kit.dialogs.placing import centre
from ui.kit.frame.labels import frame
from ui.kit.help import make_help_button
from ui.theme import Theme, follow_theme

HIGHEST = 600
WIDEST = 640  # of one that is not made wider


def fill_foot(foot: QBoxLayout, dialog: QWidget, buttons: Sequence[QPushButton], left: Sequence[QWidget] = ()) -> None:
    """Helps at the far left, buttons at the right; by keyboard the main button follows the last field, helps come last.

    `foot` is already part of the dialog, below its content.
    """
    helps = (make_help_button(dialog), *left)
    for part in helps:
        foot.addWidget(part)
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    for before, after in pairwise((*buttons, *helps)):  # Enter goes on from the last field: not to the manual
        QWidget.setTabOrder(before, after)


class FramedDialog(QDialog):
    """`column` takes the content; `set_foot` the buttons. Never over 600 high: the content scrolls."""

    def __init__(self, title: str, width: int = 560, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.setWindowTitle(title)
        self.setModal(True)
        self._ground, self._bar = frame("surface"), frame("dialog-foot")
        self.column = QVBoxLayout(self._ground)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(8)
        self._foot = QHBoxLayout(self._bar)
        self._foot.setContentsMargins(17, 11, 17, 12)
        self._foot.setSpacing(8)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._bar)

    def set_foot(self, buttons: Sequence[QPushButton], left: Sequence[QWidget] = ()) -> None:
        """Buttons at the right, the main one first; helps at the far left."""
        fill_foot(self._foot, self, buttons, left)
        follow_theme(self._fit_theme)

    def fit(self) -> None:
        """As high as the content asks for: after lines came or went."""
        self._ground.ensurePolished()
        self.column.activate()
        tall = self._ground.heightForWidth(self.width()) if self._ground.hasHeightForWidth() else -1
        if tall < 0:
            tall = self._ground.sizeHint().height()
        self.setFixedHeight(min(tall + self._bar.sizeHint().height(), HIGHEST))

    def _fit_theme(self, theme: Theme) -> None:
        # a fixed width lets the layout ask for the height its wrapped lines need
        self.setFixedWidth(min(max(WIDEST, self._width), round(self._width + 80 * (theme.scale - 1))))
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()  # only now every font is known
        centre(self)
