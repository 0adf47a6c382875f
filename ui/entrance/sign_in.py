"""Signing in to an office, and the way to another database or to 示例县."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QWidget

from cppcc_desktop.demo import create_demo
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.accounts import check_account_name, check_password, list_accounts, sign_in
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.summary import office_name, read_committee
from db.backup_list import list_backups
from ui.entrance.passwords import PasswordEdit, PasswordHelp
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.dialogs.file_choice import choose_file
from ui.kit.dialogs.messages import report_error
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton, TextButton
from ui.kit.frame.import_file import ErrorNotice
from ui.kit.frame.labels import ElidedLabel, StateChip, label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import FieldBox, LineEdit
from ui.preferences import Settings
from ui.tasks import Tasks
from ui.theme import Theme, follow_theme

KINDS = "数据库 (*.db);;所有文件 (*)"
Entered = tuple[Office, Actor]


def demo_path(around: Surroundings) -> Path:
    """Where this computer keeps 示例县."""
    return around.home / "示例县.db"


class FieldName(QLabel):
    """The grey word at the left of an editor, on one line with it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.setProperty("role", "label")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(32))


class LabelledRows(QGridLayout):
    """Rows of a label, right-aligned, and its editor with the line for what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 8, 0, 8)
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(8)
        self.setColumnStretch(1, 1)
        self._row = 0

    def add(self, word: str, editor: QWidget, beside: QWidget | None = None) -> None:
        """A further row; `beside` stands at the right of the editor."""
        self._name(word)
        editor.setAccessibleName(word)
        self.addWidget(FieldBox(editor), self._row, 1, 1, 1 if beside else 2)
        if beside:
            self.addWidget(beside, self._row, 2, Qt.AlignmentFlag.AlignTop)
        self._row += 1

    def add_row(self, word: str, parts: QWidget) -> tuple[QWidget, QWidget]:
        """A row with editors of its own; returns what has to be hidden to take it away."""
        name = self._name(word)
        self.addWidget(parts, self._row, 1, 1, 2)
        self._row += 1
        return name, parts

    def _name(self, word: str) -> QWidget:
        name = FieldName(word)
        self.addWidget(name, self._row, 0, Qt.AlignmentFlag.AlignTop)
        return name

    def add_wide(self, part: QWidget) -> None:
        """A line under the editors."""
        self.addWidget(part, self._row, 1, 1, 2)
        self._row += 1


class EntranceDialog(FramedDialog):
    """A way into an office. After exec() was accepted `result` is (office, actor)."""

    help = "1-第一次打开"
    result: Entered | None = None  # pyright: ignore[reportIncompatibleMethodOverride]


class SignInDialog(EntranceDialog):
    """Who works in the office of a file. One that cannot be opened leaves two ways: `new_asked`, `restore_asked(path)`."""

    new_asked = Signal()
    restore_asked = Signal(object)

    def __init__(self, around: Surroundings, path: Path, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("登录", 480, parent)
        self._around, self._settings = around, settings
        self.office: Office | None = None
        self.name, self.place = label("", "page", wrap=True), ElidedLabel("", "note")
        self.demo_chip, self.error = StateChip("演示数据", "wait"), ErrorNotice()
        self.person, self.password = ComboBox(initials=read_initials, placeholder="选用户"), PasswordEdit()
        self.go, leave = PrimaryButton("登录"), PlainButton("取消")
        self.other, self.demo, self.new = TextButton("换个数据库…"), LinkButton("看示例县"), LinkButton("新建")
        self.restore, self.said = LinkButton("从备份恢复…"), label("", "", wrap=True)
        self._lay_out()
        self.set_foot([self.go, leave], [self.other, self.demo, self.new, self.restore])
        self.password.entered.connect(self._sign_in)
        self.go.clicked.connect(self._sign_in)
        leave.clicked.connect(self.reject)
        self.other.clicked.connect(self._ask_other)
        self.demo.clicked.connect(self._show_demo)
        self.new.clicked.connect(self.new_asked)
        self.restore.clicked.connect(lambda: self.restore_asked.emit(self._path))
        self.finished.connect(self._drop_office)
        self.open(path)

    def open(self, path: Path) -> None:  # type: ignore[override]
        """Show the office of another file; what is wrong with it is said here, and others can be chosen."""
        self._path = path
        self._close_office()
        self.say("")
        self.error.tell(None)
        try:
            self.office = self._open_office(path)
        except OfficeError as error:
            self.error.tell(error)
        self._show_office(path)
        self.fit()

    def _open_office(self, path: Path) -> Office:
        """Opening brings an older file up to date, which takes a moment."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            return self._around.open(path)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _show_office(self, path: Path) -> None:
        office = self.office
        names = list_accounts(office) if office else []
        self.name.setText(office_name(office) if office else "打不开这个数据库")
        self.place.set_text(str(path))
        self.demo_chip.setVisible(bool(office) and read_committee(office).demo)
        self.demo.setVisible(path.resolve() != demo_path(self._around).resolve())
        self.new.setVisible(office is None)
        self.restore.setVisible(office is None and bool(list_backups(path)))
        self.person.set_choices([(name, name) for name in names])
        self.person.set_key(self._settings.now.person if self._settings.now.person in names else (names or [None])[0])
        for part in (self.person, self.password):
            part.setEnabled(office is not None)
        self.go.why_off("" if office else "先换一个数据库")
        self.password.clear()
        (self.password if office else self.other).setFocus()

    def _sign_in(self) -> None:
        if self.office is None:
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            actor = sign_in(self.office, str(self.person.key() or ""), self.password.text())
        except Refusal as refusal:
            self._refuse(refusal)
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._enter(self.office, actor)

    def _refuse(self, refusal: Refusal) -> None:
        self.password.set_error(f"{refusal.what}{refusal.todo}")
        self.password.selectAll()
        self.password.setFocus()
        self.restore.setVisible(bool(list_backups(self._path)))  # damage may have hit the account
        self.fit()

    def _enter(self, office: Office, actor: Actor) -> None:
        self._settings.put(database=str(office.database.path.resolve()), person=actor.name)
        self.result = (office, actor)
        self.office = None
        self.accept()

    def say(self, words: str) -> None:
        """Something to know before the question; nothing takes the line away."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.fit()

    # other offices

    def try_again(self, said: str) -> None:
        """Its file was mended meanwhile; `said` tells how."""
        self.open(self._path)
        self.say(said)

    def _ask_other(self) -> None:
        path = choose_file(self, self._settings, "打开数据库", KINDS)
        if path:
            self.open(path)

    def _show_demo(self) -> None:
        path = demo_path(self._around)
        if path.exists():
            self.open(path)
        else:
            self.take_over(DemoDialog(self._around, self))

    def take_over(self, dialog: Any) -> None:
        """What the other dialog entered is entered here."""
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.result:
            self._close_office()
            self._enter(*dialog.result)
        dialog.deleteLater()

    def _drop_office(self, _result: int) -> None:
        """Turned away: nothing stays open."""
        self._close_office()

    def _close_office(self) -> None:
        if self.office is not None:
            self.office.close()
            self.office = None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.demo_chip)
        self.column.addLayout(head)
        self.column.addWidget(self.place)
        self.column.addWidget(self.error)
        self.column.addWidget(self.said)
        form = LabelledRows()
        form.add("用户", self.person)
        form.add("口令", self.password)
        self.password_help = PasswordHelp(self.password)
        form.add_wide(self.password_help)
        self.column.addLayout(form)
        self.column.addStretch(1)


class DemoDialog(EntranceDialog):
    """Makes 示例县 for this computer: who will play with it chooses name and password."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("示例县", 480, parent)
        self._around = around
        self._tasks = Tasks(report_error, self)
        self.error = ErrorNotice()
        self.person, self.password, self.again = LineEdit(placeholder="例如 周明礼"), PasswordEdit(), PasswordEdit()
        self.go, self.leave = PrimaryButton("建示例县"), PlainButton("取消")
        self._busy = label("", "label", wrap=True)
        self.column.addWidget(label("看演示数据", "page"))
        self.column.addWidget(
            label(
                "示例县里的人和事都是编的，怎么点都不会碰到真的数据。给自己起个用户名和口令就能进去。",
                "label",
                wrap=True,
            )
        )
        self.column.addWidget(self.error)
        form = LabelledRows()
        for word, field in (("用户名", self.person), ("口令", self.password), ("再输一次", self.again)):
            form.add(word, field)
            field.entered.connect(self.focusNextChild)
        form.add_wide(PasswordHelp(self.password, self.again))
        form.add_wide(self._busy)
        self.column.addLayout(form)
        self.column.addStretch(1)
        self.set_foot([self.go, self.leave])
        self.go.clicked.connect(self._make)
        self.leave.clicked.connect(self.reject)
        self.person.setFocus()

    def _make(self) -> None:
        if not check_account(self.person, self.password, self.again):
            self.fit()
            return
        around, name, password = self._around, self.person.text().strip(), self.password.text()
        self._busy.setText("正在编造示例县的委员、提案和联络站，要几秒钟……")
        for button in (self.go, self.leave):
            button.why_off("正在建")
        self._tasks.run(lambda: make_demo(around, name, password), self._made, self._fail)

    def _made(self, entered: Entered) -> None:
        self.result = entered
        self.accept()

    def _fail(self, error: Exception) -> None:
        self._busy.setText("")
        for button in (self.go, self.leave):
            button.why_off("")
        self.error.tell(error if isinstance(error, OfficeError) else None)
        self.fit()

    def done(self, result: int) -> None:
        self._tasks.stop()
        super().done(result)

    def reject(self) -> None:
        if self.leave.isEnabled():
            super().reject()


def check_account(person: LineEdit, password: LineEdit, again: LineEdit) -> bool:
    """Whether a first account can be made; each field that is wrong says so, the first of them gets the focus."""
    wrong: list[LineEdit] = []
    for field, check in ((person, check_account_name), (password, check_password)):
        try:
            check(field.text())
        except OfficeError as error:
            field.set_error(f"{error.what}{error.todo}")
            wrong.append(field)
    if password.text() != again.text():
        again.set_error("两次输入的口令不一样。")
        wrong.append(again)
    if wrong:
        wrong[0].setFocus()
    return not wrong


def make_demo(around: Surroundings, name: str, password: str) -> Entered:
    """示例县 of this computer, with one county-year; nothing of it stays if it cannot be finished."""
    path = demo_path(around)
    path.parent.mkdir(parents=True, exist_ok=True)
    office = create_demo(around, path, name, password)
    return office, Actor(name, "admin", office.name)
