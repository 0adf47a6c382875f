"""The lines on top of the first page: what today has, and that a copy of the data is too old."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.services.figures.reminders import Reminders
from ui.icons import SMALL
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import ElidedLabel
from ui.kit.frame.notices import NoticeSign
from ui.theme import Theme, follow_theme


class ReminderLine(QWidget):
    """A sign, the words, and where to go: `asked()`."""

    asked = Signal()

    def __init__(self, icon: str, token: str, goal: str) -> None:
        super().__init__()
        self.words, self.link = ElidedLabel("", "note"), LinkButton(goal, arrow=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(NoticeSign(icon, token, SMALL))
        row.addWidget(self.words, 1)
        row.addWidget(self.link)
        self.link.clicked.connect(lambda: self.asked.emit())
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(24))


class ReminderLines(QWidget):
    """`calendar_asked`, `backup_asked`. The line about the copy is there only while there is something to say."""

    calendar_asked = Signal()
    backup_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.today = ReminderLine("calendar", "text2", "日历")
        self.backup = ReminderLine("warning", "wait", "去备份")
        self.today.asked.connect(self.calendar_asked)
        self.backup.asked.connect(self.backup_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.today)
        column.addWidget(self.backup)
        self.backup.hide()

    def put(self, found: Reminders) -> None:
        self.today.words.set_text(found.today)
        self.backup.words.set_text(found.backup)
        self.backup.setVisible(bool(found.backup))
