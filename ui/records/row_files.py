"""The photos and files of single rows of a record: small in the list, large in a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QWidget

from cppcc_desktop.services.records.attachments import FileCount
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.frame.buttons import PlainButton
from ui.records.files import FilesPart, draw_picture
from ui.session import Session
from ui.theme import Theme, current_theme, follow_theme

WIDE, TALL = 960, 440  # of the dialog's content at 100 %
LARGE = 1200  # pixels of a picture that is looked at
KEYS = "Alt+P"


class RowPictures(QObject):
    """Small pictures of rows, read once each; `changed()` when one more is there."""

    def __init__(self, session: Session, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._changed = session, changed
        self._made: dict[str, QImage] = {}

    def find(self, files: FileCount) -> QImage:
        """The picture; null until it was read."""
        path = files.path
        if path is not None and files.digest not in self._made:
            self._made[files.digest] = QImage()  # asked for
            self._session.read(
                lambda: draw_picture(path), lambda made: self._keep(files.digest, made), self, lambda _error: None
            )
        return self._made.get(files.digest, QImage())

    def _keep(self, digest: str, made: QImage) -> None:
        self._made[digest] = made
        self._changed()


def say_files(files: FileCount) -> str:
    """2 张; how many there are of those whose picture cannot be shown too."""
    return f"{files.count} 张" if files.digest else f"{files.count} 个附件" if files.count else ""


class PictureView(QWidget):
    """One picture as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._words = QImage(), ""

    def put(self, picture: QImage, words: str) -> None:
        """The picture, or words where there is none."""
        self._picture, self._words = picture, words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        if self._picture.isNull():
            painter.setPen(theme.color("text2"))
            painter.setFont(theme.font(13))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._picture)


class RowFilesDialog(FramedDialog):
    """The files of one row, and the chosen picture large beside them; ← → go to the one before and the next."""

    def __init__(
        self, session: Session, kind: str, row: str, title: str, parent: QWidget, *, writable: bool
    ) -> None:  # fmt: skip
        super().__init__(title, WIDE, parent)
        self._session = session
        self.files, self.view = FilesPart(session, kind), PictureView()
        close = PlainButton("关闭")
        close.clicked.connect(self.accept)
        self.files.middle.addWidget(self.view, 2)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.files)
        self.set_foot([close])
        self.files.list.chosen.connect(self._show)
        self.files.list.installEventFilter(self)
        session.tasks.changed.connect(self.files.follow)
        follow_theme(self._restyle)
        self.files.open(row, writable=writable)
        self.files.setFocus()

    def run(self) -> None:
        """Show it; closed it is gone, and reads no more when files are added elsewhere."""
        self.exec()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self._turn(step)
                return True
        return super().eventFilter(watched, event)

    def _turn(self, step: int) -> None:
        chosen = self.files.list
        row = chosen.currentIndex().row() + step
        if 0 <= row < len(chosen.files.rows):
            chosen.setCurrentIndex(chosen.files.index(row))

    def _show(self) -> None:
        found = self.files.list.current()
        if found is None:
            self.view.put(QImage(), "还没有照片")
            return
        self.view.put(QImage(), "附件未到" if not found.here else found.name)
        if found.here:
            self._session.read(
                lambda: draw_picture(found.path, LARGE), lambda made: self._put(found.id, found.name, made), self, lambda _: None
            )  # fmt: skip

    def _put(self, file: str, name: str, made: QImage) -> None:
        now = self.files.list.current()
        if now is not None and now.id == file:
            self.view.put(made, name)

    def _restyle(self, theme: Theme) -> None:
        self.files.setFixedHeight(theme.px(TALL))


def bind_photos(tab: QWidget, open_it: Callable[[], None]) -> None:
    """Alt+P: the photos of the row the cursor is on."""
    QShortcut(QKeySequence(KEYS), tab, open_it, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
