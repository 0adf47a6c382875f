"""Bringing a backup back while no window has the database open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.restoring import restore_as
from db.backup_list import BAD, list_backups
from ui.entrance.passwords import PasswordEdit, PasswordHelp
from ui.entrance.sign_in import LabelledRows
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.dialogs.messages import report_error
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.import_file import ErrorNotice
from ui.kit.frame.labels import ElidedLabel, label
from ui.kit.inputs.inputs import LineEdit
from ui.kit.tables.at_once import show_kept
from ui.kit.tables.backup_table import backup_rows, make_backup_table
from ui.preferences import Settings
from ui.tasks import Tasks
from ui.theme import Theme, follow_theme


class RestoreDialog(FramedDialog):
    """The backups beside a database, one of which may take its place. `said` tells how it went."""

    help = "6-备份字号和用户"

    def __init__(self, around: Surroundings, path: Path, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("从备份恢复", 640, parent)
        # the trial of a backup is opened too, and must not claim the window of the database
        self._around, self._path = Surroundings(around.features, around.clock, around.home), path
        self._tasks = Tasks(report_error, self)
        self.said = ""
        self.error, self.busy = ErrorNotice(), label("", "label", wrap=True)
        self.table = make_backup_table()
        self.person, self.password = LineEdit(), PasswordEdit()
        self.person.setText(settings.now.person)
        self.go, self.leave = PrimaryButton("恢复到这一份"), PlainButton("取消")
        self._lay_out()
        self.set_foot([self.go, self.leave])
        self._connect()
        self._list()

    def begin(self, backup: Path, password: str) -> None:
        """Start at once, for somebody who was asked already."""
        self.password.setText(password)
        self._restore(backup)

    def _list(self) -> None:
        found = list_backups(self._path)
        self._bad = {str(each.path) for each in found if each.state == BAD}
        sound = next((str(each.path) for each in found if each.state != BAD), "")
        show_kept(self.table, backup_rows(found, self._around.clock()), sound)
        self._show_chosen()

    def _show_chosen(self, _path: str = "") -> None:
        chosen = self.table.current_id()
        self.go.why_off("没有备份" if not chosen else "这一份打不开，选别的" if chosen in self._bad else "")

    def _restore_chosen(self) -> None:
        if self.go.isEnabled():
            self._restore(Path(self.table.current_id()))

    def _restore(self, backup: Path) -> None:
        around, path, name, password = self._around, self._path, self.person.text().strip(), self.password.text()
        self.error.tell(None)
        self.busy.setText("正在恢复，先把现在的另存一份……")
        for button in (self.go, self.leave):
            button.why_off("正在恢复")
        self._tasks.run(lambda: restore_as(around, path, name, password, backup), self._restored, self._fail)

    def _restored(self, kept: Path | None) -> None:
        self.said = "已恢复。" + (f"原来的数据没有丢，在“备份”文件夹里：{kept.name}。" if kept else "")
        self.accept()

    def _fail(self, error: Exception) -> None:
        self.busy.setText("")
        self.leave.why_off("")
        self.go.why_off("")
        self.error.tell(error if isinstance(error, OfficeError) else None)
        self.said = str(error) if isinstance(error, OfficeError) else "没有恢复。"
        self._list()
        self.fit()
        self.password.setFocus()

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_chosen)
        self.table.opened.connect(lambda _path: self.password.setFocus())
        self.person.entered.connect(self.focusNextChild)
        self.password.entered.connect(self._restore_chosen)
        self.go.clicked.connect(self._restore_chosen)
        self.leave.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        self.column.addWidget(label("选一份备份，放回原来的位置", "page"))
        self.column.addWidget(ElidedLabel(str(self._path), "note"))
        self.column.addWidget(self.error)
        self.column.addWidget(self.table)
        words = "现在的文件先另存一份，放在“备份”文件夹里。这份备份以后做的都会看不到。"
        self.column.addWidget(label(words, "note", wrap=True))
        form = LabelledRows()
        form.add("用户", self.person)
        form.add("口令", self.password)
        form.add_wide(PasswordHelp(self.password))
        form.add_wide(self.busy)
        self.column.addLayout(form)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.table.setFixedHeight(theme.px(32) + 7 * theme.px(26))

    def done(self, result: int) -> None:
        self._tasks.stop()
        super().done(result)

    def reject(self) -> None:
        if self.leave.isEnabled():
            super().reject()
