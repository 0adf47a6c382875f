"""附件 of one judged line."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cppcc_desktop.services.scores.schemes import ScoreScheme
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.frame.buttons import PlainButton
from ui.records.files import FilesPart
from ui.session import Session


class LineFiles(FramedDialog):
    """The files a line is judged by."""

    def __init__(
        self, session: Session, scheme: ScoreScheme, record: str, title: str, *, writable: bool, parent: QWidget
    ) -> None:
        super().__init__(f"附件：{title}", 640, parent)
        self.files = FilesPart(session, scheme.entities.entry.name)
        self.files.setMinimumHeight(320)
        self.column.addWidget(self.files)
        away = PlainButton("关闭")
        away.clicked.connect(self.accept)
        self.set_foot([away])
        session.tasks.changed.connect(self.files.follow)
        self.files.open(record, writable=writable)
        self.files.setFocus()

    def run(self) -> None:
        """Show it until it is closed."""
        self.exec()
        self.deleteLater()
