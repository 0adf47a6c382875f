"""关于: the version, where the data and the log lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from cppcc_desktop.log import LOG_FILE
from cppcc_desktop.services.office.backup_care import read_whereabouts
from cppcc_desktop.services.office.office import VERSION
from cppcc_desktop.services.office.opening import find_surroundings
from db.tables import SCHEMA_VERSION
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import PlainButton, TextButton
from ui.kit.frame.labels import label
from ui.kit.inputs.inputs import LineEdit
from ui.session import Session


class AboutDialog(FramedDialog):
    """What somebody needs who asks for help, each path with a way to open it."""

    help = "1-第一次打开"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("关于", 640, parent)
        found = read_whereabouts(session.office)
        home = find_surroundings(session.office).home
        self.lines = {
            "数据在": (found.database, found.database.parent), "备份在": (found.backups, found.backups),
            "日志在": (home / LOG_FILE, home),
        }  # fmt: skip
        self.version = f"版本 {VERSION}，数据库第 {SCHEMA_VERSION} 版"
        self.column.addWidget(label("县政协工作台", "page"))
        self.column.addWidget(label(self.version, "note", selectable=True))
        self.column.addLayout(self._make_lines())
        copy, self.close_button = TextButton("复制"), PlainButton("关闭")
        copy.setToolTip("复制版本和这几个位置，发给帮你看问题的人")
        copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)
        self.set_foot([self.close_button], [copy])
        self.close_button.setFocus()

    def _make_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        self.openers: list[PlainButton] = []
        for row, (word, (path, folder)) in enumerate(self.lines.items()):
            field, opener = LineEdit(str(path)), PlainButton("打开文件夹", "folder")
            field.set_read_only(True)
            field.setCursorPosition(0)
            field.setAccessibleName(word)
            field.setToolTip(str(path))
            opener.clicked.connect(lambda _on=False, folder=folder: self._open(folder))
            self.openers.append(opener)
            for column, part in enumerate((label(word, "label"), field, opener)):
                grid.addWidget(part, row, column)
        return grid

    def _open(self, folder: Path) -> None:
        if not folder.is_dir():
            ask(self, "还没有这个文件夹。", str(folder), cancel="")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            ask(self, "这台电脑没有打开文件夹的程序。", str(folder), cancel="")

    def _copy(self) -> None:
        lines = [self.version, *(f"{word} {path}" for word, (path, _) in self.lines.items())]
        QGuiApplication.clipboard().setText("\n".join(lines))
