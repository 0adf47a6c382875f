"""附件 of one judged line."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.services.scores.schemes import ScoreScheme
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.labels import frame
from ui.kit.help import make_help_button
from ui.records.files import FilesPart
from ui.session import Session
from ui.theme import current_theme


class LineFiles(QDialog):
    """The files a line is judged by, as on the page of a record."""

    def __init__(
        self, session: Session, scheme: ScoreScheme, record: str, title: str, *, writable: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"附件：{title}")
        self.files = FilesPart(session, scheme.entities.entry.name)
        ground, foot = frame("surface"), frame("dialog-foot")
        QVBoxLayout(ground).addWidget(self.files)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        away = PlainButton("关闭")
        away.clicked.connect(self.accept)
        row.addWidget(make_help_button(self))
        row.addStretch(1)
        row.addWidget(away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ground, 1)
        column.addWidget(foot)
        self.resize(self.sizeHint().width(), current_theme().px(440))
        session.tasks.changed.connect(self.files.follow)
        self.files.open(record, writable=writable)
        self.files.setFocus()

    def run(self) -> None:
        """Show it until it is closed."""
        self.exec()
        self.deleteLater()
