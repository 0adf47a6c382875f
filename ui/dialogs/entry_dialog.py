"""A short form that must be filled in: a step of the workflow, a reason, a new account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.fields import Field, Value
from cppcc_desktop.services.codes import CodeLists
from ui.session import Session
from ui.theme import current_theme
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.editors import Suggest
from ui.widgets.labels import frame, label
from ui.widgets.record_form import RecordForm
from ui.widgets.scrolling import scroll

WIDTH, MOST_HEIGHT = 600, 600


class EntryDialog(QDialog):
    """One column of fields; `work(entered)` runs on the database thread, a refusal is said inside the dialog.

    The dialog closes once the work is done; `result_value` is what it gave.
    """

    def __init__(
        self, session: Session, title: str, fields: Sequence[Field], codes: CodeLists, suggest: Suggest,
        work: Callable[[dict[str, object]], Any], *, proposed: Mapping[str, Value] | None = None,
        required: Sequence[str] = (), button: str = "", changes: Sequence[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._work, self._changes = session, work, changes
        self.result_value: Any = None
        self.setWindowTitle(title)
        self.form = RecordForm(
            fields, codes, suggest, lambda _n, _show: None, columns=1, titles=False, required=required
        )
        self.form.put({}, {})
        self.form.keep(proposed or {})
        self.refusal = label("", "wrong", wrap=True)
        self.refusal.hide()
        self.main = PrimaryButton(button or title)
        self.away = PlainButton("取消")
        self._lay_out()
        self.main.clicked.connect(self._do)
        self.away.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._do)
        self.form.focus_first()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll(self.form), 1)
        said = QHBoxLayout()
        said.setContentsMargins(16, 0, 16, 8)
        said.addWidget(self.refusal, 1)
        column.addLayout(said)
        foot = frame("dialog-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.main)
        row.addWidget(self.away)
        column.addWidget(foot)
        wanted = self.form.sizeHint().height() + current_theme().px(32) + 48
        self.resize(current_theme().text_width(WIDTH), min(MOST_HEIGHT, wanted))

    def _do(self) -> None:
        self.refusal.hide()
        self.form.clear_errors()
        self.main.why_off("正在保存")
        entered = self.form.entered()
        self._session.write(lambda: self._work(entered), self._done, self, self._refused, self._changes)

    def _done(self, result: Any) -> None:
        self.result_value = result
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.main.why_off("")
        if not isinstance(error, OfficeError):
            return
        if isinstance(error, InvalidField) and self.form.show_error(error.field, error.what):
            return
        if isinstance(error, Refusal):
            for name in reversed(error.missing):
                self.form.show_error(name, "这一项要填")
        self.refusal.setText(f"{error.what}{error.todo}")
        self.refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.refusal.show()
