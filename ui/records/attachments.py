"""The files of a record: a list with pictures, a place to drop files on, and what can be done with one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cppcc_desktop.services.office.stored_files import say_size
from cppcc_desktop.services.records.attachments import Attachment
from ui.icons import draw_icon
from ui.theme import Theme, current_theme, follow_theme

SIDE = 48  # of a thumbnail at 100 %
ROW = 64
ATTACHMENT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


def local_files(urls: Sequence[Any]) -> list[Path]:
    """The files among what was dropped or pasted."""
    return [Path(each.toLocalFile()) for each in urls if each.isLocalFile()]


class FileModel(QAbstractListModel):
    """Attachments in memory."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.rows: list[Attachment] = []

    def put(self, rows: Sequence[Attachment]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return ""
        row = self.rows[index.row()]
        if role == ATTACHMENT:
            return row
        words = "，".join([row.name, *facts_of(row)])
        texts = {
            Qt.ItemDataRole.DisplayRole: row.name, Qt.ItemDataRole.AccessibleTextRole: words,
            Qt.ItemDataRole.ToolTipRole: words,
        }  # fmt: skip
        return texts.get(Qt.ItemDataRole(role))


def facts_of(row: Attachment) -> list[str]:
    """Size, who and when, note; first of all that it has not come."""
    facts = [say_size(row.size), f"{row.who} {row.at} 添加", row.note]
    if row.binned is not None:
        facts = [f"已移走：{row.binned}", *facts]
    elif not row.here:
        facts = ["附件未到", *facts]
    return [each for each in facts if each]


class FileDelegate(QStyledItemDelegate):
    """Thumbnail, name, facts; ground, content, then rule and focus frame, as the lists draw them."""

    def __init__(self, view: FileList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        theme = current_theme()
        return QSize(100, max(theme.size(SIDE) + 16, theme.size(14) + theme.size(13) + 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box, row = current_theme(), option.rect, index.data(ATTACHMENT)  # type: ignore[attr-defined]
        chosen = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.fillRect(box, theme.color("sel" if chosen else "surface"))
        side = theme.size(SIDE)
        frame = QRect(box.x() + 16, box.y() + (box.height() - side) // 2, side, side)
        self._paint_picture(painter, frame, row, theme)
        self._paint_words(painter, box.adjusted(16 + side + 12, 0, -16, 0), row, theme, chosen=chosen)
        painter.setPen(QPen(theme.color("row"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(theme.color("sel_focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_picture(self, painter: QPainter, frame: QRect, row: Attachment, theme: Theme) -> None:
        painter.fillRect(frame, theme.color("surface"))
        picture = self._view.pictures.get(row.digest)
        if picture is None or picture.isNull():
            size = 28
            grown = theme.size(size)
            name = "paperclip" if row.here else "warning"
            left, top = frame.x() + (frame.width() - grown) / 2, frame.y() + (frame.height() - grown) / 2
            draw_icon(painter, name, "text2" if row.here else "wait", size, left, top)
        else:
            shown = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, shown.width(), shown.height())
            place.moveCenter(QRectF(frame).center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, picture)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawRect(frame.adjusted(0, 0, -1, -1))

    def _paint_words(self, painter: QPainter, box: QRect, row: Attachment, theme: Theme, *, chosen: bool) -> None:
        name, facts = theme.font(14, True), theme.font(13)
        middle, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideMiddle
        upper = QRect(box.x(), box.y() + 6, box.width(), box.height() // 2 - 6)
        lower = QRect(box.x(), upper.bottom() + 1, box.width(), box.height() // 2 - 6)
        painter.setFont(name)
        painter.setPen(theme.color("on_sel" if chosen else "text"))
        painter.drawText(upper, middle, QFontMetrics(name).elidedText(row.name, elide, upper.width()))
        painter.setFont(facts)
        bad = not row.here and row.binned is None
        painter.setPen(theme.color("on_sel" if chosen else "wait" if bad else "text2"))
        words = QFontMetrics(facts).elidedText(" · ".join(facts_of(row)), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, middle, words)


class FileList(QListView):
    """Enter or a double click opens, Del takes away, F2 renames, Ctrl+V pastes files or a picture.

    Files may be dropped anywhere on it; while it is empty it says so.
    """

    opened = Signal(object)  # Attachment
    renamed = Signal()
    removed = Signal()
    dropped = Signal(list)  # of Path
    pasted = Signal(object)  # QImage
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.files = FileModel(self)
        self.pictures: dict[str, QImage] = {}  # digest → thumbnail; kept in memory only
        self.writable = True
        self._over = False
        self.setModel(self.files)
        self.setItemDelegate(FileDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("附件")
        self.setAcceptDrops(True)
        self.doubleClicked.connect(lambda _index: self._open())
        follow_theme(self._restyle)

    def put(self, rows: Sequence[Attachment]) -> None:
        """Show these; the current one stays current, or the one in its place."""
        kept, place = self.current(), max(self.currentIndex().row(), 0)
        self.files.put(rows)
        ids = [each.id for each in rows]
        if kept is not None and kept.id in ids:
            place = ids.index(kept.id)
        if rows:
            self.setCurrentIndex(self.files.index(min(place, len(rows) - 1)))
        self.chosen.emit()

    def show_picture(self, digest: str, picture: QImage) -> None:
        self.pictures[digest] = picture
        self.viewport().update()

    def current(self) -> Attachment | None:
        row = self.currentIndex().row()
        return self.files.rows[row] if 0 <= row < len(self.files.rows) else None

    def paste(self) -> None:
        """Files or a picture from the clipboard; the page says when there is neither."""
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None as long as nothing was ever copied
        files = local_files(data.urls()) if data else []
        if files:
            self.dropped.emit(files)
        else:
            self.pasted.emit(QGuiApplication.clipboard().image() if data and data.hasImage() else QImage())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def _open(self) -> None:
        found = self.current()
        if found is not None:
            self.opened.emit(found)

    def _restyle(self, _theme: Theme) -> None:
        self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.matches(QKeySequence.StandardKey.Paste) and self.writable:
            self.paste()
        elif event.key() == Qt.Key.Key_F2 and self.writable:
            self.renamed.emit()
        elif event.key() == Qt.Key.Key_Delete and self.writable:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.writable and local_files(event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._hover(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(self._over)

    def dragLeaveEvent(self, _event: object) -> None:
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        files = local_files(event.mimeData().urls())
        if self.writable and files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(files)

    def _hover(self, over: bool) -> None:
        self._over = over
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = current_theme(), QPainter(self.viewport())
        whole = self.viewport().rect().adjusted(16, 12, -16, -12)
        if not self.files.rows:
            self._paint_empty(painter, whole, theme)
        if self._over:
            painter.setPen(QPen(theme.color("focus"), 2, Qt.PenStyle.DashLine))
            painter.drawRect(self.viewport().rect().adjusted(4, 4, -5, -5))
        elif not self.files.rows and self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -2, -2))

    def _paint_empty(self, painter: QPainter, box: QRect, theme: Theme) -> None:
        side = theme.size(34)
        lines = (
            ["还没有附件"]
            if not self.writable
            else ["把文件拖到这里", "扫描件、照片、Word、WPS 文件都可以；截图按 Ctrl+V 贴进来"]
        )
        top = box.y() + max(0, (box.height() - side - len(lines) * theme.size(24)) // 3)
        draw_icon(painter, "paperclip", "text2", 34, box.x() + (box.width() - side) / 2, top)
        painter.setPen(theme.color("text2"))
        top += side + 8
        for place, line in enumerate(lines):
            painter.setFont(theme.font(14 if place == 0 else 13, place == 0))
            row = QRect(box.x(), top, box.width(), theme.size(24))
            painter.drawText(row, Qt.AlignmentFlag.AlignCenter, line)
            top += theme.size(24)
        if self.writable and not theme.high_contrast:
            painter.setPen(QPen(theme.color("line"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(box)


class FileDrops(QObject):
    """Files dropped anywhere on a part, also on a field one types into, are files and not text."""

    dropped = Signal(list)  # of Path

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.writable = False
        part.setAcceptDrops(True)
        part.installEventFilter(self)
        self._part = part

    def watch(self, field: QWidget) -> None:
        """A field that would take the name of a dropped file as text."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or not local_files(event.mimeData().urls()):
            return False
        if watched is not self._part or not self.writable:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(local_files(event.mimeData().urls()))
        return True
