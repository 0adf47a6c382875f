"""Draws the cells of a list: ground, content, then the rule and the focus frame around the row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ui.icons import SMALL, draw_icon
from ui.kit.frame.labels import chip_size, draw_chip
from ui.kit.inputs.ticks import draw_tick
from ui.kit.tables.columns import ListCell, ListColumn
from ui.kit.tables.page_model import Index, PageModel, cell_at
from ui.theme import Theme, current_theme

PAD = 8
MIDDLE = Qt.AlignmentFlag.AlignVCenter


def draw_thumbnail(painter: QPainter, box: QRect, picture: QImage, theme: Theme) -> int:
    """A picture cut to the height of a row at the left of a cell; gives where it ends."""
    frame = QRect(box.x(), box.y() + 2, theme.size(34), box.height() - 4)
    size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    part = QRect(
        0, 0, picture.width() * frame.width() // size.width(), picture.height() * frame.height() // size.height()
    )
    part.moveCenter(picture.rect().center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(frame, picture, part)
    return frame.right()


class RowDelegate(QStyledItemDelegate):
    """The one delegate of a RecordTable, which tells it where mouse, cursor and last column are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hover = -1
        self.current = -1
        self.focused = False
        self.keep_cursor = False
        self.first_column, self.last_column = 0, 0
        self.short: set[str] = set()  # columns that show short texts
        self._cuts: dict[tuple[str, int, int, bool], str] = {}
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}

    def forget(self) -> None:
        """Sizes changed: measure again."""
        self._cuts.clear()
        self._fonts.clear()

    def column(self, index: Index) -> ListColumn:
        model = index.model()
        assert isinstance(model, PageModel)
        return model.columns[index.column()]

    def font(self, size: int, bold: bool) -> tuple[QFont, QFontMetrics]:
        """A font of the theme with its measures."""
        found = self._fonts.get((size, bold))
        if found is None:
            font = current_theme().font(size, bold)
            found = self._fonts[size, bold] = (font, QFontMetrics(font))
        return found

    def cut(self, text: str, room: int, size: int = 14, bold: bool = False) -> str:
        """The text with … where it does not fit; measured once."""
        key = (text, room, size, bold)
        found = self._cuts.get(key)
        if found is None:
            if len(self._cuts) > 4000:
                self._cuts.clear()
            found = self.font(size, bold)[1].elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._cuts[key] = found
        return found

    def _paint_content(self, painter: QPainter, box: QRect, index: Index, selected: bool, theme: Theme) -> None:
        column, cell = self.column(index), cell_at(index)
        model = index.model()
        assert isinstance(model, PageModel)
        if model.row(index.row()) is None:
            if model.slow:
                self._paint_bar(painter, box, column, index.row(), theme)
        elif column.shape == "tick":
            row = model.row(index.row())
            if row and row.tick != "fixed":
                state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
                draw_tick(painter, tick_box(box, theme), state, selected=selected and theme.high_contrast)
        elif cell and column.shape == "chip" and cell.text:
            size = chip_size(theme, cell.text, cell.tone or "none")
            chip = QRectF(
                box.x() + column.pad, box.y() + (box.height() - size.height()) // 2, size.width(), size.height()
            )
            draw_chip(painter, chip, cell.text, cell.tone or "none", selected=selected)
        elif cell:
            self._paint_words(painter, box, cell, column, selected, theme)

    def _paint_words(
        self, painter: QPainter, box: QRect, cell: ListCell, column: ListColumn, selected: bool, theme: Theme
    ) -> None:
        inner = box.adjusted(column.pad, 0, -PAD, 0)
        if cell.icon:
            side = theme.size(SMALL)
            token = "on_sel" if selected else "text2"
            draw_icon(painter, cell.icon, token, SMALL, inner.x(), inner.y() + (inner.height() - side) // 2)
            inner.setLeft(inner.left() + side + 6)
        if cell.picture is not None and not cell.picture.isNull():
            inner.setLeft(draw_thumbnail(painter, inner, cell.picture, theme) + 6)
        if cell.second:
            bold = cell.second_tone == "bad"
            font, metrics = self.font(13, bold)
            painter.setFont(font)
            painter.setPen(ink(theme, cell.second_tone or "text2", selected))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | MIDDLE, cell.second)
            inner.setRight(inner.right() - metrics.horizontalAdvance(cell.second) - 6)
        text = cell.short if cell.short and column.key in self.short else cell.text
        painter.setFont(self.font(14, cell.bold)[0])
        painter.setPen(ink(theme, cell.tone or "text", selected))
        side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | MIDDLE, self.cut(text, inner.width(), 14, cell.bold))

    def _paint_bar(self, painter: QPainter, box: QRect, column: ListColumn, row: int, theme: Theme) -> None:
        if column.shape == "tick":
            return
        room = box.width() - column.pad - PAD
        wide = min(room, int(room * (0.45 + 0.1 * (row % 5))))
        tall = theme.size(8)
        painter.fillRect(box.x() + column.pad, box.y() + (box.height() - tall) // 2, wide, tall, theme.color("row"))

    def _paint_frame(self, painter: QPainter, box: QRect, index: Index, selected: bool, theme: Theme) -> None:
        painter.setPen(QPen(theme.color("row"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.row() != self.current or not self.focused:
            return
        edge = theme.color("sel_focus" if selected else "focus")
        painter.fillRect(box.x(), box.y(), box.width(), 2, edge)
        painter.fillRect(box.x(), box.bottom() - 1, box.width(), 2, edge)
        if index.column() == self.first_column:
            painter.fillRect(box.x(), box.y(), 2, box.height(), edge)
        if index.column() == self.last_column:
            painter.fillRect(box.right() - 1, box.y(), 2, box.height(), edge)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current_theme(), option.rect  # type: ignore[attr-defined]
        model = index.model()
        assert isinstance(model, PageModel)
        cursor = index.row() == self.current and (self.focused or self.keep_cursor)
        selected = cursor or model.ticked(index.row())
        ground = "sel" if selected else "hover" if index.row() == self.hover else "surface"
        painter.save()
        painter.fillRect(box, theme.color(ground))
        self._paint_content(painter, box, index, selected, theme)
        self._paint_frame(painter, box, index, selected, theme)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current_theme().text_width(self.column(index).width), current_theme().px(26))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        cell = cell_at(index) if index.isValid() else None
        if event.type() != QEvent.Type.ToolTip or cell is None:
            return super().helpEvent(event, view, option, index)
        box = view.visualRect(index)
        room = box.width() - self.column(index).pad - PAD
        if cell.second:
            room -= self.font(13, cell.second_tone == "bad")[1].horizontalAdvance(cell.second) + 6
        shown = cell.short if cell.short and self.column(index).key in self.short else cell.text
        whole = self.cut(shown, room, 14, cell.bold) == cell.text or self.column(index).shape == "chip"
        QToolTip.showText(event.globalPos(), cell.tooltip or ("" if whole else cell.text), view)
        return True


def ink(theme: Theme, tone: str, selected: bool) -> QColor:
    """Colour of words; on the cyan selection of high contrast everything is black."""
    if selected and (theme.high_contrast or tone == "text"):
        return theme.color("on_sel")
    return theme.color(tone)


def tick_box(box: QRect, theme: Theme) -> QRectF:
    """Where the box to tick stands in its cell."""
    side = theme.size(16)
    return QRectF(box.x() + (box.width() - side) // 2 - 1, box.y() + (box.height() - 2 - side) // 2, side, side)
