"""A table of figures in which every count opens its list: the cursor is on a cell, not on a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cppcc_desktop.services.figures.board import ShownTable
from cppcc_desktop.services.figures.columns import FigureAspect, FigureColumn
from cppcc_desktop.services.figures.figures import CountedFigure, FigureGroup
from ui.icons import CHEVRON, draw_icon
from ui.kit.frame.scrolling import bring_into_view
from ui.theme import Theme, current_theme, follow_theme

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
FIRST, LEAST_FIRST, NUMBER = 132, 88, 56  # widths at 100 %
PAD, FIRST_PAD = 8, 16
TOTAL = "合计"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SORT_HINT = "点一下按这一列从多到少排，再点倒过来（键盘：Shift+回车）"


class FigureModel(QAbstractTableModel):
    """A breakdown in an order: groups down, columns across, what is not filled in and the total last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: ShownTable | None = None
        self.columns: Sequence[FigureColumn] = ()
        self.rows: Sequence[tuple[FigureGroup, Mapping[str, CountedFigure]]] = ()
        self.sorted_by: int | None = None  # a column of the table, 0 the first; None: the most first
        self.falling = True

    def put(self, table: ShownTable, columns: Sequence[FigureColumn]) -> None:
        """Another breakdown or other columns of it; the order stays if its column is still there."""
        self.beginResetModel()
        by = self.columns[self.sorted_by - 1] if self.sorted_by else None
        self.table, self.columns = table, columns
        if by is not None:
            keys = [(each.figure.key, each.shown) for each in columns]
            mine = (by.figure.key, by.shown)
            self.sorted_by = keys.index(mine) + 1 if mine in keys else None
        self._order()
        self.endResetModel()

    def sort_by(self, section: int) -> None:
        """By a column, the most first; by the same again the other way round."""
        self.beginResetModel()
        self.falling = not self.falling if section == self.sorted_by else section > 0
        self.sorted_by = section
        self._order()
        self.endResetModel()

    def _order(self) -> None:
        assert self.table is not None
        if self.sorted_by is None:
            self.rows, self.falling = self.table.rows(), True
        elif self.sorted_by == 0:
            self.rows = self.table.listed(falling=self.falling)
        else:
            self.rows = self.table.rows(self.columns[self.sorted_by - 1], falling=self.falling)

    @property
    def marked(self) -> int:
        """The column whose head has the arrow; -1 while nothing is shown."""
        if self.sorted_by is not None or self.table is None:
            return -1 if self.sorted_by is None else self.sorted_by
        return next((at for at, each in enumerate(self.columns, 1) if each.figure == self.table.lead), -1)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.rows) + 1

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.columns) + 1

    def lines(self, row: int) -> Mapping[str, CountedFigure]:
        assert self.table is not None
        return self.rows[row][1] if row < len(self.rows) else self.table.broken.total

    def column(self, index: Index) -> FigureColumn | None:
        """None in the first."""
        return self.columns[index.column() - 1] if index.isValid() and index.column() else None

    def line(self, index: Index) -> CountedFigure | None:
        """The figure a cell opens; None where it opens nothing: in the first column, and of what was before."""
        column = self.column(index)
        if column is None or column.shown in (FigureAspect.BEFORE, FigureAspect.CHANGE):
            return None
        return self.lines(index.row())[column.figure.key]

    def group(self, row: int) -> str:
        return self.rows[row][0].label if row < len(self.rows) else TOTAL

    def is_unfilled(self, row: int) -> bool:
        return self.table is not None and row < len(self.rows) and self.rows[row][0] == self.table.broken.unfilled[0]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.table is None or not index.isValid():
            return None
        column = self.column(index)
        if role == LINE_ROLE:
            return self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(self.lines(index.row())) if column else self.group(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._tell(index.row(), column)
        return None

    def _tell(self, row: int, column: FigureColumn | None) -> str:
        if column is None:
            return self.group(row)
        line, words = self.lines(row)[column.figure.key], column.words(self.lines(row))
        match column.shown:
            case FigureAspect.VALUE:
                missing = f"（{line.missing}）" if line.missing else ""
                of = f"（{line.origin}）" if line.figure.is_rate else f" {line.figure.unit}{missing}"
                return f"{self.group(row)} {line.figure.label} {words}{of}"
            case FigureAspect.SHARE:
                return f"{self.group(row)} {words}（{line.share_base}）"
            case _:
                return f"{self.group(row)} {column.head} {words}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.table is None or orientation != Qt.Orientation.Horizontal or section > len(self.columns):
            return None
        column = self.columns[section - 1] if section else None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head if column else self.table.broken.by.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.hint}。{SORT_HINT}" if column else "点一下按代码表或读音的顺序排"
        return None

    @property
    def text(self) -> str:
        """What is shown, as a spreadsheet takes it from the clipboard."""
        heads = [str(self.headerData(at, Qt.Orientation.Horizontal)) for at in range(self.columnCount())]
        rows = [
            [str(self.data(self.index(row, at))) for at in range(self.columnCount())] for row in range(self.rowCount())
        ]
        return "\n".join("\t".join(row) for row in [heads, *rows])


class FigureHeader(QHeaderView):
    """Labels as the lists have them; those of numbers stand at the right. It stays while the rows scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self.setSectionsClickable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(28))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        theme, model = current_theme(), self.model()
        assert isinstance(model, FigureModel)
        painter.fillRect(rect, theme.color("head"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        painter.setFont(theme.font(13, True))
        painter.setPen(theme.color("text2"))
        marked, side = logicalIndex == model.marked, theme.size(CHEVRON)
        inner = rect.adjusted(PAD if logicalIndex else FIRST_PAD, 0, -PAD - (side + 2 if marked else 0), 0)
        word = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        cut = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, RIGHT if logicalIndex else LEFT, cut)
        if marked:
            left = inner.right() + 3 if logicalIndex else inner.x() + painter.fontMetrics().horizontalAdvance(cut) + 3
            name = "chevron-down" if model.falling else "chevron-up"
            draw_icon(painter, name, "accent", CHEVRON, left, rect.y() + (rect.height() - side) / 2)


class FigureDelegate(QStyledItemDelegate):
    """A count in the colour of links, other numbers as text; then the rule and the focus frame of the cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current_theme(), option.rect  # type: ignore[attr-defined]
        view, model = self.parent(), index.model()
        assert isinstance(view, FigureTable) and isinstance(model, FigureModel)
        last = index.row() == model.rowCount() - 1
        current = view.hasFocus() and view.currentIndex() == index
        painter.save()
        painter.fillRect(box, theme.color("sel" if current else "head" if last else "surface"))
        inner = box.adjusted(PAD if index.column() else FIRST_PAD, 0, -PAD, 0)
        painter.setFont(theme.font(14, last))
        token = pick_token(model, index)
        painter.setPen(theme.color("on_sel" if current and theme.high_contrast else token))
        words = painter.fontMetrics().elidedText(str(model.data(index)), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, RIGHT if index.column() else LEFT, words)
        painter.setPen(QPen(theme.color("row"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if current:
            painter.setPen(QPen(theme.color("sel_focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


def pick_token(model: FigureModel, index: Index) -> str:
    """The colour of a cell: counts are links, zeros grey, what is late red, what is not filled in amber."""
    column = model.column(index)
    if column is None:
        return "wait" if model.is_unfilled(index.row()) and not is_empty(model.lines(index.row())) else "text"
    line = model.lines(index.row())[column.figure.key]
    if column.shown in (FigureAspect.BEFORE, FigureAspect.CHANGE):
        return "text"
    if not line.numerator:
        return "text2"
    if line.figure.late:
        return "accent"
    return "text" if line.figure.is_rate or column.shown is FigureAspect.SHARE else "link"


def is_empty(lines: Mapping[str, CountedFigure]) -> bool:
    return all(line.is_nothing for line in lines.values())


class FigureTable(QTableView):
    """`opened(line)`: Enter or a click on a number. As high as its rows: the page around it scrolls.

    Its `header` is a part of its own that whoever shows the table puts above it; `sorted()` after the order changed.
    """

    opened = Signal(object)
    sorted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigureModel(self)
        self.header = FigureHeader(self)
        self.setItemDelegate(FigureDelegate(self))
        self.setModel(self.figures)
        self.header.setModel(self.figures)
        self.header.sectionClicked.connect(self.sort_by)
        self.horizontalScrollBar().valueChanged.connect(self.header.setOffset)
        self.horizontalHeader().hide()
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
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        follow_theme(self._restyle)

    def put(self, table: ShownTable, columns: Sequence[FigureColumn]) -> None:
        """Show another breakdown; the cursor stays on its cell where there is one."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.figures.put(table, columns)
        self._restyle(current_theme())
        self._place(row, column)
        if not self.hasFocus():
            self.horizontalScrollBar().setValue(0)

    def sort_by(self, section: int) -> None:
        """Put the rows in order of a column; the cursor stays where it is."""
        at = self.currentIndex()
        self.figures.sort_by(section)
        self._place(at.row(), at.column())
        self._arrange()
        self.header.viewport().update()
        self.sorted.emit()

    def _place(self, row: int, column: int) -> None:
        rows, columns = self.figures.rowCount(), self.figures.columnCount()
        self.setCurrentIndex(self.figures.index(min(max(row, 0), rows - 1), min(max(column, 1), columns - 1)))

    def copy_all(self) -> None:
        """What is shown, to be pasted into a spreadsheet."""
        QGuiApplication.clipboard().setText(self.figures.text)

    @property
    def natural_width(self) -> int:
        """Pixels in which nothing is cut."""
        return self._first_width() + sum(self._widths())

    def _first_width(self) -> int:
        """As wide as its widest word, within bounds: a long name is cut and has a tooltip."""
        theme, metrics = current_theme(), self.fontMetrics()
        words = (self.figures.group(row) for row in range(self.figures.rowCount()))
        widest = FIRST_PAD + PAD + 4 + max((metrics.horizontalAdvance(each) for each in words), default=0)
        return min(max(widest, theme.text_width(LEAST_FIRST)), theme.text_width(FIRST))

    def _widths(self) -> list[int]:
        theme = current_theme()
        metrics = self.header.fontMetrics()
        arrow = theme.size(CHEVRON) + 2
        return [
            max(
                theme.text_width(NUMBER), metrics.horizontalAdvance(each.head) + 2 * PAD + arrow + 2, self._widest(each)
            )
            for each in self.figures.columns
        ]

    def _widest(self, column: FigureColumn) -> int:
        metrics = self.fontMetrics()
        rows = (self.figures.lines(row) for row in range(self.figures.rowCount()))
        return 2 * PAD + 4 + max((metrics.horizontalAdvance(column.words(lines)) for lines in rows), default=0)

    def _restyle(self, theme: Theme) -> None:
        self.header.setFont(theme.font(13, True))
        self.setFont(theme.font(14, True))
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self._arrange()

    def _arrange(self) -> None:
        """The numbers have their width, the first column takes the rest."""
        if self.figures.table is None:
            return
        widths = self._widths()
        first = max(self._first_width(), self.viewport().width() - sum(widths))
        for section, width in enumerate((first, *widths)):
            self.header.resizeSection(section, width)
            self.horizontalHeader().resizeSection(section, width)
        wide = first + sum(widths) > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        rows = self.figures.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + bar + 2)

    def _open(self, index: QModelIndex) -> None:
        line = self.figures.line(index)
        if line is not None:
            self.opened.emit(line)

    def show_cursor(self) -> None:
        """Scroll the page so that the row the cursor is on can be seen below the header."""
        row = self.currentIndex().row()
        tall = self.verticalHeader().defaultSectionSize()
        bring_into_view(self, QRect(0, max(0, row) * tall, 1, tall), self.header.height() + current_theme().px(32))

    # Qt

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self.show_cursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sort_by(max(0, self.currentIndex().column()))
        elif enter or event.key() == Qt.Key.Key_Space:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_all()
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
        self.show_cursor()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
