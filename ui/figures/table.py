"""A table of figures in which every number opens its list: the cursor is on a cell, not on a row."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure
from ui.kit.frame.scrolling import bring_into_view
from ui.theme import Theme, current_theme, follow_theme

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
FIRST, NUMBER, RATE = 176, 64, 84  # widths at 100 %
TOTAL = "合计"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FigureModel(QAbstractTableModel):
    """A breakdown: groups down, figures across, the total last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.broken: Breakdown | None = None

    def put(self, broken: Breakdown) -> None:
        self.beginResetModel()
        self.broken = broken
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self.broken is None else len(self.broken.rows) + 1

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self.broken is None else len(self.broken.figures) + 1

    def line(self, index: Index) -> CountedFigure | None:
        """The figure of a cell; None in the first column."""
        if self.broken is None or not index.isValid() or index.column() == 0:
            return None
        key = self.broken.figures[index.column() - 1].key
        rows = self.broken.rows
        return rows[index.row()][1][key] if index.row() < len(rows) else self.broken.total[key]

    def group(self, row: int) -> str:
        assert self.broken is not None
        return self.broken.rows[row][0].label if row < len(self.broken.rows) else TOTAL

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words if line else self.group(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if line is None:
                return self.group(index.row())
            of = f"（{line.counts}，{line.figure.base}）" if line.figure.is_rate else f" {line.figure.unit}"
            return f"{self.group(index.row())} {line.figure.label} {line.words}{of}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.broken is None or orientation != Qt.Orientation.Horizontal:
            return None
        figure = self.broken.figures[section - 1] if section else None
        if role == Qt.ItemDataRole.DisplayRole:
            return figure.head if figure else self.broken.by.label
        if role == Qt.ItemDataRole.ToolTipRole and figure:
            return f"{figure.label}：{figure.base}" if figure.base else figure.label
        return None


class FigureHeader(QHeaderView):
    """Labels as the lists have them; those of numbers stand at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(28))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        theme = current_theme()
        painter.fillRect(rect, theme.color("head"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        painter.setFont(theme.font(13, True))
        painter.setPen(theme.color("text2"))
        inner = rect.adjusted(16 if not logicalIndex else 8, 0, -8, 0)
        word = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        cut = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, RIGHT if logicalIndex else LEFT, cut)


class FigureDelegate(QStyledItemDelegate):
    """A number in the colour of links, below a rate what it is of; then the rule and the focus frame of the cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current_theme(), option.rect  # type: ignore[attr-defined]
        view, model = self.parent(), index.model()
        assert isinstance(view, FigureTable) and isinstance(model, FigureModel)
        last = index.row() == model.rowCount() - 1
        current = view.hasFocus() and view.currentIndex() == index
        painter.save()
        painter.fillRect(box, theme.color("sel" if current else "head" if last else "surface"))
        self._paint_words(painter, box, model, index, theme, bold=last, current=current)
        painter.setPen(QPen(theme.color("row"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if current:
            painter.setPen(QPen(theme.color("sel_focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        box: QRect,
        model: FigureModel,
        index: Index,
        theme: Theme,
        *,
        bold: bool,
        current: bool,
    ) -> None:
        line = model.line(index)
        inner = box.adjusted(8 if line else 16, 0, -8, 0)
        painter.setFont(theme.font(14, bold))
        if line is None:
            painter.setPen(theme.color("text"))
            words = painter.fontMetrics().elidedText(
                model.group(index.row()), Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, LEFT, words)
            return
        token = "text2" if not line.numerator else "accent" if line.figure.late else "link"
        painter.setPen(theme.color("on_sel" if current and theme.high_contrast else token))
        if not line.figure.is_rate:
            painter.drawText(inner, RIGHT, line.words)
            return
        middle = theme.size(20)
        top = inner.y() + (inner.height() - middle - theme.size(16)) // 2
        painter.drawText(QRect(inner.x(), top, inner.width(), middle), RIGHT, line.words)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("on_sel" if current and theme.high_contrast else "text2"))
        below = QRect(inner.x(), top + middle - 2, inner.width(), theme.size(17))
        painter.drawText(below, RIGHT, f"{line.numerator}/{line.denominator}")


class FigureTable(QTableView):
    """`opened(line)`: Enter or a click on a number. As high as its rows: the page around it scrolls."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigureModel(self)
        self.setItemDelegate(FigureDelegate(self))
        self.setHorizontalHeader(FigureHeader(self))
        self.setModel(self.figures)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        follow_theme(self._restyle)

    def put(self, broken: Breakdown) -> None:
        """Show another breakdown; the cursor stays on its cell where there is one."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.figures.put(broken)
        self._restyle(current_theme())
        rows, columns = self.figures.rowCount(), self.figures.columnCount()
        self.setCurrentIndex(self.figures.index(min(max(row, 0), rows - 1), min(max(column, 1), columns - 1)))

    def _restyle(self, theme: Theme) -> None:
        rates = self.figures.broken is not None and any(each.is_rate for each in self.figures.broken.figures)
        self.verticalHeader().setDefaultSectionSize(theme.size(20) + (theme.size(16) + 6 if rates else 8))
        self.horizontalHeader().setFixedHeight(self.horizontalHeader().sizeHint().height())
        self._arrange()

    def _arrange(self) -> None:
        """The numbers have their width, the first column takes the rest."""
        broken, theme = self.figures.broken, current_theme()
        if broken is None:
            return
        widths = [theme.text_width(RATE if each.is_rate else NUMBER) for each in broken.figures]
        metrics = self.horizontalHeader().fontMetrics()
        widths = [
            max(width, metrics.horizontalAdvance(each.head) + 24)
            for width, each in zip(widths, broken.figures, strict=True)
        ]
        first = max(theme.text_width(FIRST), self.viewport().width() - sum(widths))
        for section, width in enumerate((first, *widths)):
            self.horizontalHeader().resizeSection(section, width)
        wide = first + sum(widths) > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        rows = self.figures.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().height() + rows + bar + 2)

    def _open(self, index: QModelIndex) -> None:
        line = self.figures.line(index)
        if line is not None:
            self.opened.emit(line)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        elif event.text().strip():
            event.ignore()  # letters belong to shortcuts
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        bring_into_view(self)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
