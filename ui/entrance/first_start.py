"""The first start: county or station, its name, where its file lies, and the first account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QWidget

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary, read_ordinal
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.services.features import name_places
from cppcc_desktop.services.forms.printing import safe_name
from cppcc_desktop.services.office.office import COUNTY, STATION
from cppcc_desktop.services.office.opening import Surroundings, create_office
from ui.entrance.passwords import PasswordEdit, PasswordHelp
from ui.entrance.restore import RestoreDialog
from ui.entrance.sign_in import (
    KINDS,
    DemoDialog,
    Entered,
    EntranceDialog,
    LabelledRows,
    SignInDialog,
    check_account,
    demo_path,
)  # fmt: skip
from ui.kit.dialogs.file_choice import choose_file, choose_new_file
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton, TextButton
from ui.kit.frame.import_file import ErrorNotice
from ui.kit.frame.labels import frame, label
from ui.kit.inputs.inputs import LineEdit
from ui.kit.inputs.ticks import CheckBox, RadioButton
from ui.preferences import Settings
from ui.theme import Theme, follow_theme

HINTS = {COUNTY: "例如 政协示例县委员会", STATION: "例如 云水镇政协工作{place}"}
PUBLIC = "只存放非涉密资料。涉密的文件、名单、谈话记录不要录进来，也不要当附件存。"
STATION_FIRST = "{place}建好以后是空的。请在“数据交换”里收入县政协给的第一个文件，委员名册和本站的名称编号都在里面。"


class NumberField(LineEdit):
    """Which term or plenary: 10, 十, 第十届."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setMaxLength(8)
        self.setAccessibleName(name)
        follow_theme(self._narrow)

    def _narrow(self, theme: Theme) -> None:
        self.setFixedWidth(theme.text_width(64, 18))

    def number(self) -> int:
        """The number typed, 0 if it is none."""
        return read_ordinal(self.text())


class FirstStartDialog(EntranceDialog):
    """A new office, an existing one, or 示例县."""

    def __init__(self, around: Surroundings, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("第一次使用", 600, parent)
        self._around, self._settings = around, settings
        self._place_typed = False
        self._station_label = name_places(around.features)
        self.county, self.station = RadioButton("县政协"), RadioButton(f"乡镇（街道）{self._station_label}")
        self.name, self.place = LineEdit(), LineEdit()
        self.term, self.number = NumberField("第几届"), NumberField("第几次会议")
        self.person, self.password, self.again = LineEdit(placeholder="自己的姓名"), PasswordEdit(), PasswordEdit()
        self.public, self.error = CheckBox("我明白，这里只放非涉密资料"), ErrorNotice()
        self._public_wrong, self._plenary_wrong = label("", "wrong", wrap=True), label("", "wrong", wrap=True)
        self._station_words = label(STATION_FIRST.format(place=self._station_label), "label", wrap=True)
        self.go, self.leave = PrimaryButton("新建并进入"), PlainButton("取消")
        self.other, self.demo = TextButton("打开已有的…"), LinkButton("看示例县")
        self._lay_out()
        self.set_foot([self.go, self.leave], [self.other, self.demo])
        self._connect()
        self.county.setChecked(True)
        self._choose_kind()
        self.county.setFocus()

    @property
    def kind(self) -> str:
        return STATION if self.station.isChecked() else COUNTY

    def _hint(self) -> str:
        return HINTS[self.kind].format(place=self._station_label)

    # what is typed

    def _choose_kind(self) -> None:
        county = self.kind == COUNTY
        self.name.setPlaceholderText(self._hint())
        for part in self._plenary_parts:
            part.setVisible(county)
        self._plenary_wrong.hide()
        self._station_words.setVisible(not county)
        self._follow_name()
        self.fit()

    def _follow_name(self) -> None:
        """The file is called like the office until somebody says otherwise."""
        if not self._place_typed:
            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            name = safe_name(self.name.text().strip()) or ("县政协" if self.kind == COUNTY else self._station_label)
            self.place.setText(str(Path(documents) / "政协工作台" / f"{name}.db"))
            self.place.set_error("")

    def _note_place(self, _text: str) -> None:
        self._place_typed = True

    def _ask_place(self) -> None:
        path = choose_new_file(self, self._settings, "数据库存在哪里", Path(self.place.text()).name, KINDS)
        if path:
            self._place_typed = True
            self.place.setText(str(path))
            self.place.set_error("")

    def _check(self) -> bool:
        """Whether all is filled in; every field that is not says so, the first of them gets the focus."""
        self.error.tell(None)
        checks = (self._check_name, self._check_plenary, self._check_place,
                  lambda: check_account(self.person, self.password, self.again), self._check_public)  # fmt: skip
        found = [check() for check in reversed(checks)]  # each says what is wrong with its own
        return all(found)

    def _check_name(self) -> bool:
        return bool(self.name.text().strip()) or self._refuse(self.name, f"还没有写名称，{self._hint()}。")

    def _check_plenary(self) -> bool:
        fields = (self.term, self.number) if self.kind == COUNTY else ()
        wrong = next((each for each in fields if not each.number()), None)
        self._plenary_wrong.setText("写成 10 或者第十届。")
        self._plenary_wrong.setVisible(wrong is not None)
        if wrong:
            wrong.setFocus()
        return wrong is None

    def _check_place(self) -> bool:
        path = Path(self.place.text().strip())
        if not path.is_absolute():
            return self._refuse(self.place, "写出完整的位置，或点“换位置”。")
        if path.exists():
            return self._refuse(self.place, "这里已经有这个文件。换个名称，或点“打开已有的”。")
        return True

    def _check_public(self) -> bool:
        self._public_wrong.setText("" if self.public.isChecked() else "看明白后在这里打勾，才能新建。")
        self._public_wrong.setVisible(not self.public.isChecked())
        if not self.public.isChecked():
            self.public.setFocus()
        return self.public.isChecked()

    def _refuse(self, field: LineEdit, words: str) -> bool:
        field.set_error(words)
        field.setFocus()
        return False

    # entering

    def _make(self) -> None:
        if not self._check():
            self.fit()
            return
        path, user = Path(self.place.text().strip()), self.person.text().strip()
        plenary = Plenary(self.term.number(), self.number.number()) if self.kind == COUNTY else Plenary(1, 1)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            make_folder(path.parent)
            office = create_office(
                path, self._around.features, kind=self.kind, name=self.name.text().strip(), plenary=plenary, user=user,
                password=self.password.text(), clock=self._around.clock, anchors=self._around.anchors,
            )  # fmt: skip
        except OfficeError as error:
            self.error.tell(error)
            self.fit()
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._enter((office, Actor(user, "admin", office.name)))

    def _enter(self, entered: Entered) -> None:
        office, actor = entered
        self._settings.put(database=str(office.database.path.resolve()), person=actor.name)
        self.result = entered
        self.accept()

    def _open_other(self) -> None:
        path = choose_file(self, self._settings, "打开数据库", KINDS)
        if path:
            self._take_over(make_sign_in(self._around, path, self._settings, self))

    def _show_demo(self) -> None:
        path = demo_path(self._around)
        known = path.exists()
        self._take_over(
            make_sign_in(self._around, path, self._settings, self) if known else DemoDialog(self._around, self)
        )

    def _take_over(self, dialog: Any) -> None:
        """What the other dialog entered is entered here."""
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.result:
            self._enter(dialog.result)
        dialog.deleteLater()

    # construction

    def _connect(self) -> None:
        for field in (self.name, self.term, self.number, self.place, self.person, self.password, self.again):
            field.entered.connect(self.focusNextChild)
        self.county.toggled.connect(lambda _on: self._choose_kind())
        self.name.textChanged.connect(lambda _text: self._follow_name())
        self.place.textEdited.connect(self._note_place)
        self.public.toggled.connect(lambda on: self._public_wrong.setVisible(False) if on else None)
        self.go.clicked.connect(self._make)
        self.leave.clicked.connect(self.reject)
        self.other.clicked.connect(self._open_other)
        self.demo.clicked.connect(self._show_demo)

    def _lay_out(self) -> None:
        self.column.addWidget(label("这台电脑给谁用", "page"))
        self.column.addWidget(self.error)
        self._kinds = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(24)
        for button in (self.county, self.station):
            self._kinds.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self._station_words)
        self.column.addLayout(self._form())
        notice = frame("notice")
        words = QHBoxLayout(notice)
        words.setContentsMargins(12, 6, 12, 6)
        words.addWidget(label(PUBLIC, wrap=True))
        self.column.addWidget(notice)
        self.column.addWidget(self.public)
        self.column.addWidget(self._public_wrong)
        self._public_wrong.hide()
        self.column.addStretch(1)

    def _form(self) -> LabelledRows:
        form = LabelledRows()
        form.add("名称", self.name)
        self._plenary_parts = form.add_row("届次", self._plenary_row())
        elsewhere = PlainButton("换位置…")
        elsewhere.clicked.connect(self._ask_place)
        form.add("位置", self.place, elsewhere)
        for word, field in (("用户名", self.person), ("口令", self.password), ("再输一次", self.again)):
            form.add(word, field)
        self.password.setPlaceholderText("至少 8 个字符")
        form.add_wide(PasswordHelp(self.password, self.again))
        return form

    def _plenary_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (label("第"), self.term, label("届，第"), self.number, label("次会议"), self._plenary_wrong):
            row.addWidget(part)
        row.addStretch(1)
        return whole


def make_sign_in(around: Surroundings, path: Path, settings: Settings, parent: QWidget | None = None) -> SignInDialog:
    """The sign-in of a file; where it cannot be opened, a new office can be made from it, or a backup brought back."""
    dialog = SignInDialog(around, path, settings, parent)
    dialog.new_asked.connect(lambda: dialog.take_over(FirstStartDialog(around, settings, dialog)))
    dialog.restore_asked.connect(lambda damaged: bring_back(RestoreDialog(around, damaged, settings, dialog), dialog))
    return dialog


def bring_back(restore: RestoreDialog, dialog: SignInDialog) -> None:
    """Let one of the backups take the place of a file that cannot be opened, and try that again."""
    if restore.exec() == QDialog.DialogCode.Accepted:
        dialog.try_again(restore.said)
    restore.deleteLater()


def make_folder(folder: Path) -> None:
    """The folder of a new database; OfficeError if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OfficeError(f"建不了文件夹“{folder}”：{say_cause(error)}。", todo="换一个位置。") from error
