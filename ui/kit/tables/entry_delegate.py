"""Draws the cells of an entry grid and opens their editors."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from cppcc_desktop.domain.description.fields import Kind
from ui.icons import SMALL, draw_icon
from ui.kit.frame.labels import chip_size, draw_chip
from ui.kit.inputs.ticks import draw_tick
from ui.kit.tables.entry_cells import ticked
from ui.kit.tables.entry_editors import Ask, CellLine, CellText, make_cell_editor
from ui.kit.tables.entry_model import ALL, LACKING, OK, REFUSED, EntryColumn, EntryModel, Suggested
from ui.kit.tables.row_delegate import draw_thumbnail, tick_box
from ui.theme import Theme, current_theme

Index = QModelIndex | QPersistentModelIndex
PAD = 8
MIDDLE = Qt.AlignmentFlag.AlignVCenter
INKS = {OK: "ok", LACKING: "text2", REFUSED: "accent"}
ICONS = {OK: "check", REFUSED: "warning"}


def tick_of(model: EntryModel, row: int, name: str) -> Qt.CheckState:
    """Ticked or not; the row that fills the others is partly ticked where they differ."""
    cell = model.cell(row, name) if row != ALL else model.shared(name)
    if cell is None:
        return Qt.CheckState.PartiallyChecked
    return Qt.CheckState.Checked if ticked(cell) else Qt.CheckState.Unchecked


class EntryDelegate(QStyledItemDelegate):
    """`finished(editor, where)`: Enter down, Shift+Enter up, Tab next, Shift+Tab back."""

    finished = Signal(object, str)

    def __init__(self, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._ask = ask
        self.current = -1  # row of the cursor, for all three parts

    def model_of(self, index: Index) -> EntryModel:
        model = index.model()
        assert isinstance(model, EntryModel)
        return model

    # drawing

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.text_width(self.model_of(index).columns[index.column()].width), theme.px(26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, model, box = current_theme(), self.model_of(index), option.rect  # type: ignore[attr-defined]
        column, row = model.columns[index.column()], index.row()
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected) and column.part == "middle"
        ground = "sel" if chosen else "head" if row == ALL else "hover" if row == self.current else "surface"
        painter.save()
        painter.fillRect(box, theme.color(ground))
        if column.key == "verdict":
            self._paint_verdict(painter, box, model, row, theme)
        elif column.spec is not None and column.spec.kind is Kind.BOOLEAN:
            draw_tick(
                painter, tick_box(box, theme), tick_of(model, row, column.key), selected=chosen and theme.high_contrast
            )
        else:
            self._paint_text(painter, box, model, row, column, chosen, theme)
        self._paint_edges(painter, box, model, row, column, bool(state & QStyle.StateFlag.State_HasFocus), theme)
        painter.restore()

    def _paint_text(
        self,
        painter: QPainter,
        box: QRect,
        model: EntryModel,
        row: int,
        column: EntryColumn,
        chosen: bool,
        theme: Theme,
    ) -> None:
        grey = model.suggestion(row, column.key)
        text = grey.cell.text if grey else " ".join(model.text(row, column).split())
        if row == ALL and column.part == "middle" and not text and (same := model.shared(column.key)):
            text, grey = same.text, Suggested(same)
        token = "text3" if grey or (row == ALL and column.key in ("group", "title")) else "on_sel" if chosen else "text"
        inner = box.adjusted(PAD, 0, -PAD, 0)
        picture = model.rows[row - 1].case.picture if column.key == "photos" and row != ALL else None
        if picture is not None and not picture.isNull():
            inner.setLeft(draw_thumbnail(painter, inner, picture, theme) + 6)
        if model.problem(row, column.key):
            side = theme.size(SMALL)
            draw_icon(
                painter, "warning", "accent", SMALL, inner.right() - side, inner.y() + (inner.height() - side) / 2
            )
            inner.setRight(inner.right() - side - 4)
        if column.part == "middle" and (tone := model.cell(row, column.key).tone) and not grey:
            size = chip_size(theme, text, tone)
            wide = min(size.width(), inner.width())
            chip = QRectF(inner.x(), box.y() + (box.height() - size.height()) // 2, wide, size.height())
            draw_chip(painter, chip, text, tone, selected=chosen)
            return
        bold = column.part == "left" and column.key == ("number" if row == ALL else "group")
        painter.setFont(theme.font(14, bold=bold))
        painter.setPen(theme.color(token))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, MIDDLE, cut)

    def _paint_verdict(self, painter: QPainter, box: QRect, model: EntryModel, row: int, theme: Theme) -> None:
        if row == ALL:
            return
        verdict, inner = model.rows[row - 1].verdict, box.adjusted(PAD, 0, -PAD, 0)
        token, sign = INKS.get(verdict.state, "text3"), ICONS.get(verdict.state)
        if sign:
            side = theme.size(SMALL)
            draw_icon(painter, sign, token, SMALL, inner.x(), inner.y() + (inner.height() - side) / 2)
            inner.setLeft(inner.left() + side + 6)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color(token))
        words = verdict.words or "正在核对…"
        painter.drawText(
            inner, MIDDLE, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        )

    def _paint_edges(
        self,
        painter: QPainter,
        box: QRect,
        model: EntryModel,
        row: int,
        column: EntryColumn,
        focused: bool,
        theme: Theme,
    ) -> None:
        painter.setPen(QPen(theme.color("line" if row == ALL else "row"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if column.part == "right":
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(box.topLeft(), box.bottomLeft())
        if column.part != "middle":
            return
        painter.drawLine(box.topRight(), box.bottomRight())
        wrong = bool(model.problem(row, column.key))
        if wrong or focused:
            painter.setPen(QPen(theme.color("accent" if wrong and not focused else "focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self._explain(view, index), view)
        return True

    def _explain(self, view: QAbstractItemView, index: Index) -> str:
        """The whole of what is cut, what is wrong, why something is suggested."""
        model, row = self.model_of(index), index.row()
        column = model.columns[index.column()]
        if column.key == "verdict":
            verdict = model.rows[row - 1].verdict if row != ALL else None
            return f"{verdict.words}{verdict.more}" if verdict else ""
        grey = model.suggestion(row, column.key)
        if grey:
            return f"建议：{grey.cell.text}。{grey.why}\nCtrl+空格 采用"
        problem, text = model.problem(row, column.key), model.text(row, column)
        room = view.visualRect(index).width() - 2 * PAD
        short = QFontMetrics(current_theme().font(14)).horizontalAdvance(text) <= room
        return problem or ("" if short else text)

    # typing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        spec = self.model_of(index).columns[index.column()].spec
        assert spec is not None
        editor = make_cell_editor(spec, self._ask, parent)
        editor.setAccessibleName(spec.label)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CellLine | CellText)
        model, column = self.model_of(index), self.model_of(index).columns[index.column()]
        cell = model.cell(index.row(), column.key)
        editor.setText(cell.text)
        editor.taken = cell.value

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """The grid takes it: it reads the text and may have to ask who is meant."""
        assert isinstance(editor, CellLine | CellText)
        if isinstance(editor, CellLine):
            editor.take_marked()
            editor.hide_choices()
        self.parent().take(index, editor.text(), editor.taken)  # type: ignore[union-attr]

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        if isinstance(editor, CellText):
            around = editor.parentWidget()
            assert around is not None
            room = around.rect()
            box.setHeight(min(room.height(), current_theme().px(26) + 3 * current_theme().size(21)))
            box.setWidth(min(room.width(), max(box.width(), current_theme().text_width(360))))
            box.moveBottom(min(box.bottom(), room.bottom()))
            box.moveRight(min(box.right(), room.right()))
        editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            where = self._leads(editor, event)
            if where:
                self.finished.emit(editor, where)
                return True
            if event.key() == Qt.Key.Key_Escape and isinstance(editor, CellLine) and editor.choosing:
                editor.hide_choices()
                return True
            if isinstance(editor, CellText) and self._breaks(event):
                editor.start_line()
                return True
        return super().eventFilter(editor, event)

    def _leads(self, editor: QWidget, event: QKeyEvent) -> str:
        """Where the cursor goes once the cell is done; "" while it is not."""
        if isinstance(editor, CellText) and self._breaks(event):
            return ""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "up" if back else "down"
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return "back" if back or event.key() == Qt.Key.Key_Backtab else "next"
        return ""

    def _breaks(self, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return alt and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
