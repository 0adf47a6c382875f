"""Lines on a record's page about what is worth looking at in it: amber, quiet, refusing nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cppcc_desktop.domain.cases.life import Move
from ui.icons import pixmap
from ui.kit.frame.labels import frame, label
from ui.records.panels import Remarks
from ui.session import Session
from ui.theme import Theme, follow_theme

SIGN = 16


class RemarkLines(QWidget):
    """One line per remark under the title; hidden where there is none."""

    def __init__(self, session: Session, remarks: Remarks | None) -> None:
        super().__init__()
        self.session, self._remarks, self._record = session, remarks, ""
        self.found: Sequence[str] = ()
        self._sign, self.words = QLabel(), label("", "", wrap=True, selectable=True)
        ground = frame("notice")
        row = QHBoxLayout(ground)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 8, 16, 0)
        around.addWidget(ground)
        self.hide()
        follow_theme(self._restyle)

    def open(self, record: str) -> None:
        """Read what there is to say of this record; nothing of a new one."""
        session, remarks, self._record = self.session, self._remarks, record
        if not record or remarks is None:
            self._show(())
            return
        session.read(
            lambda: remarks.read(session.office, session.actor, record), lambda found: self._arrive(record, found), self
        )

    def hint(self, move: Move) -> str:
        """The same for the dialog of the step that takes the record in; empty for other steps."""
        return "\n".join(self.found) if move.offer.remarked else ""

    def _arrive(self, record: str, found: Sequence[str]) -> None:
        if record == self._record:
            self._show(found)

    def _show(self, found: Sequence[str]) -> None:
        self.found = found
        self.words.setText("\n".join(found))
        self.setVisible(bool(found))

    def _restyle(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap("warning", "wait", SIGN, self.devicePixelRatioF()))
