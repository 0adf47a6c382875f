"""The table of every list: its header, keys, mouse, ticks and folding."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import SIGNAL, QEvent, QItemSelectionModel, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QToolTip, QWidget

from ui.icons import CHEVRON, draw_icon
from ui.kit.inputs.ticks import draw_tick
from ui.kit.tables.columns import ListColumn, ListRow, Ticks
from ui.kit.tables.copying import MOST, make_table_data
from ui.kit.tables.folding import plan_columns, unscaled
from ui.kit.tables.page_model import Fetch, Index, Locate, PageModel
from ui.kit.tables.row_delegate import RowDelegate, tick_box
from ui.theme import Theme, current_theme, follow_theme


class TableHeader(QHeaderView):
    """Labels aligned as their columns, the red arrow of the sort, the box that ticks all."""

    def __init__(self, parent: QWidget, height: int = 32) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._height = height
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(24)
        self.setStretchLastSection(False)

    def page_model(self) -> PageModel | None:
        model = self.model()
        return model if isinstance(model, PageModel) else None

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(self._height))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        theme, model = current_theme(), self.page_model()
        painter.fillRect(rect, theme.color("head"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        if model is None:
            return
        if self.visualIndex(logicalIndex) < self.count() - 1 and logicalIndex != self._last_shown():
            painter.fillRect(rect.right(), rect.y(), 1, rect.height(), theme.color("line"))
        column = model.columns[logicalIndex]
        if column.shape == "tick":
            draw_tick(painter, tick_box(rect, theme), model.all_ticked(), enabled=model.total > 0)
            return
        self._paint_label(painter, rect, column, model)

    def _paint_label(self, painter: QPainter, rect: QRect, column: ListColumn, model: PageModel) -> None:
        theme = current_theme()
        font = theme.font(13, True)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        sorted_by = column.key == model.sort_key
        side = theme.size(CHEVRON)
        inner = rect.adjusted(column.pad, 0, -8 - (side + 4 if sorted_by else 0), 0)
        align = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
        metrics = painter.fontMetrics()
        words = metrics.elidedText(column.label, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignVCenter, words)
        if sorted_by:
            left = inner.right() + 5 if column.align == "right" else inner.x() + metrics.horizontalAdvance(words) + 5
            name = "chevron-down" if model.falling else "chevron-up"
            draw_icon(painter, name, "accent", CHEVRON, left, rect.y() + (rect.height() - side) / 2)

    def _last_shown(self) -> int:
        shown = [section for section in range(self.count()) if not self.isSectionHidden(section)]
        return shown[-1] if shown else -1


class RecordTable(QTableView):
    """A list of records on a PageModel.

    `opened(id)`: Enter or double click. `current_changed(id)`: the cursor is on another record, "" on none.
    `folded(keys)`: columns that left for want of room. `dragged()`: the user gave a column a width. Keys: ↑↓ PgUp PgDn Home End move, Space ticks,
    Shift+↑↓ ticks a range, Ctrl+A ticks what is on screen and, pressed again, everything, Esc unticks.
    A list without a TICKS column has no ticking; `header_height` 28 and `row_height` 28 or 30 in a card.
    `keep_cursor` tints the current row also without the focus: for a list with a panel about it.
    Ctrl+C copies the ticked rows, or the current one, as a table. The right button or the menu key opens a menu about the row
    the cursor then is on: 打开, what `menu_asked(menu)` adds, 复制.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    folded = Signal(tuple)
    dragged = Signal()
    menu_asked = Signal(object)  # QMenu

    def __init__(
        self, model: PageModel, *, header_height: int = 32, row_height: int = 26, keep_cursor: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._row_height = row_height
        self._by_user: dict[str, int] = {}  # widths dragged by the user, at 100 %
        self._arranging = False
        self._anchor = -1
        self._kept = ""
        self._to_end = False  # End was pressed before the rows were counted
        self._hidden: tuple[str, ...] = ()
        self._chosen_off: frozenset[str] = frozenset()
        self.delegate = RowDelegate(self)
        self.delegate.keep_cursor = keep_cursor
        self.setItemDelegate(self.delegate)
        self.setHorizontalHeader(TableHeader(self, header_height))
        self._dress()
        self.setModel(model)
        self._wire(model)
        follow_theme(self._restyle)

    @property
    def pages(self) -> PageModel:
        model = self.model()
        assert isinstance(model, PageModel)
        return model

    def current_id(self) -> str:
        """The record the cursor is on; "" if none or not read yet."""
        row = self.pages.row(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return row.id if row else ""

    def go_to(self, row: int) -> None:
        """Move the cursor to a row and bring it into view."""
        if 0 <= row < self.pages.total:
            index = self.pages.index(row, self.delegate.first_column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def refresh(self, fetch: Fetch | None = None, locate: Locate | None = None) -> None:
        """Read again, by another `fetch` if given; the cursor stays on its record, the focus where it is."""
        index = self.currentIndex()
        near = index.row() if index.isValid() else max(0, self.rowAt(0))
        self.pages.refresh(self.current_id(), near, fetch, locate)

    def set_hidden(self, keys: frozenset[str]) -> None:
        """Columns the user does not want to see (选择列)."""
        self._chosen_off = keys
        self.arrange()

    def user_widths(self) -> dict[str, int]:
        """Widths dragged by the user, at 100 %, to be kept as a preference."""
        return dict(self._by_user)

    def set_user_widths(self, widths: dict[str, int]) -> None:
        self._by_user = dict(widths)
        self.arrange()

    def arrange(self) -> None:
        """Give each column its width; fold in the columns' own order until the wide one has room."""
        if self._arranging:
            return
        self._arranging = True
        hidden, short, widths = plan_columns(
            self.pages.columns, self.viewport().width(), current_theme(), self._by_user, self._chosen_off
        )
        self.delegate.short = short
        header = self.horizontalHeader()
        for section, column in enumerate(self.pages.columns):
            header.setSectionHidden(section, column.key in hidden)
            if column.key not in hidden:
                header.resizeSection(section, widths[column.key])
        shown = [at for at, column in enumerate(self.pages.columns) if column.key not in hidden]
        self.delegate.first_column, self.delegate.last_column = (shown[0], shown[-1]) if shown else (0, 0)
        self._arranging = False
        if hidden != self._hidden:
            self._hidden = hidden
            self.folded.emit(hidden)
        self.viewport().update()

    def copy_rows(self) -> None:
        """Put the ticked rows, with the names of their columns, or else the current row on the clipboard."""
        model, count = self.pages, self.pages.ticks.count(self.pages.total)
        if count > MOST:
            self._say(f"一次最多复制 {MOST} 行，再多的用“导出”")
        elif count:
            model.read_ticked(lambda rows: self._put_on_clipboard(rows, head=True))
        elif (row := model.row(self.currentIndex().row())) is not None:
            self._put_on_clipboard([row], head=False)

    def _put_on_clipboard(self, rows: Sequence[ListRow], *, head: bool) -> None:
        header = self.horizontalHeader()
        columns = [each for at, each in enumerate(self.pages.columns) if not header.isSectionHidden(at)]
        QGuiApplication.clipboard().setMimeData(make_table_data(columns, rows, head=head))
        self._say(f"已复制 {len(rows)} 行，到 Excel 里粘贴")

    def _say(self, words: str) -> None:
        QToolTip.showText(self.mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()), words, self)

    def make_menu(self) -> QMenu:
        """What can be done with the row the cursor is on."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.current_id():
            if self.receivers(SIGNAL("opened(QString)")):
                menu.addAction("打开\tEnter", lambda: self.opened.emit(self.current_id()))
            self.menu_asked.emit(menu)
            menu.addSeparator()
            menu.addAction("复制\tCtrl+C", self.copy_rows)
        return menu

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(8)
        self._resting = QTimer(self, interval=40, singleShot=True)
        self._resting.timeout.connect(self._drop_unseen)

    def _wire(self, model: PageModel) -> None:
        model.row_moved.connect(self._follow_row)
        model.loaded.connect(self._start)
        model.total_changed.connect(self._know_end)
        model.modelReset.connect(self._reset)
        model.headerDataChanged.connect(self._repaint_header)
        self.horizontalHeader().sectionClicked.connect(self._click_header)
        self.horizontalHeader().sectionResized.connect(self._note_width)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _know_end(self, total: int) -> None:
        if self._to_end and self.pages.counted:
            self._to_end = False
            self.go_to(total - 1)

    def _scrolled(self, _value: int) -> None:
        self._resting.start()

    def _drop_unseen(self) -> None:
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        self.pages.drop_unseen(first, last if last >= 0 else self.pages.total)
        self.viewport().update()

    def _repaint_header(self, *_: object) -> None:
        self.horizontalHeader().viewport().update()

    def _restyle(self, theme: Theme) -> None:
        self.delegate.forget()
        self.verticalHeader().setDefaultSectionSize(theme.px(self._row_height))
        self.horizontalHeader().setFixedHeight(self.horizontalHeader().sizeHint().height())
        self.arrange()

    def _reset(self) -> None:
        self._anchor, self._kept, self.delegate.current, self._to_end = -1, "", -1, False
        self.arrange()

    def _start(self) -> None:
        """Put the cursor on the first row of a new list so that the keys work at once."""
        if not self.currentIndex().isValid() and self.pages.total:
            self.go_to(0)
        elif self.current_id() != self._kept:
            self._tell()

    def _follow_row(self, _record: str, row: int) -> None:
        if row != self.currentIndex().row():
            self.go_to(row)

    def _tell(self) -> None:
        self._kept = self.current_id()
        self.current_changed.emit(self._kept)

    def _click_header(self, section: int) -> None:
        column, model = self.pages.columns[section], self.pages
        if column.shape == "tick":
            model.tick_all(model.all_ticked() != Qt.CheckState.Checked)
        elif column.sortable:
            falling = model.sort_key == column.key and not model.falling
            model.sort_asked.emit(column.key, falling)

    def _note_width(self, section: int, _old: int, new: int) -> None:
        if not self._arranging:
            self._by_user[self.pages.columns[section].key] = unscaled(new, current_theme())
            QTimer.singleShot(0, self, self.arrange)
            self.dragged.emit()

    def _open(self, index: QModelIndex) -> None:
        row = self.pages.row(index.row())
        if row:
            self.opened.emit(row.id)

    def _tick_by_mouse(self, row: int, event: QMouseEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        first = self._anchor if shift and self._anchor >= 0 else row
        self.pages.tick_rows(first, row, True if shift else not self.pages.ticked(row))
        self._anchor = row

    def _tick_screen(self) -> None:
        """First press: what is on screen; second: everything."""
        model = self.pages
        first, last = max(0, self.rowAt(0)), self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else model.total - 1
        rows = [row for at in range(first, last + 1) if (row := model.row(at))]
        if model.ticks.page_only or len(rows) >= model.total:
            model.tick_all()
        else:
            model.set_ticks(Ticks(frozenset(row.id for row in rows if row.tick != "fixed"), page_only=True))

    def _extend(self, by: int) -> None:
        row = self.currentIndex().row()
        goal = max(0, min(self.pages.total - 1, row + by))
        self.pages.tick_rows(row, goal, True)
        self.go_to(goal)

    def _handle_key(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.currentIndex().row()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ticking = any(column.shape == "tick" for column in self.pages.columns)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id():
                self.opened.emit(self.current_id())
        elif key == Qt.Key.Key_Space and ticking:
            self.pages.tick_rows(row, row, not self.pages.ticked(row))
            self._anchor = row
        elif shift and ticking and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._extend(1 if key == Qt.Key.Key_Down else -1)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif ticking and event.matches(QKeySequence.StandardKey.SelectAll):
            self._tick_screen()
        elif key == Qt.Key.Key_Escape and self.pages.ticks.count(self.pages.total):
            self.pages.tick_all(False)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self.pages.total - 1)
            self._to_end = key == Qt.Key.Key_End and not self.pages.counted
        else:
            return False
        return True

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._handle_key(event):
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape) or event.text().strip():
            event.ignore()  # rows are the smallest thing here; letters belong to shortcuts
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            at = self.rowAt(event.pos().y())
            if at < 0:
                return
            self.go_to(at)
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        menu = self.make_menu()
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(place)
        event.accept()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.delegate.current = current.row() if current.isValid() else -1
        self.viewport().update()
        if current.row() != previous.row() or not current.isValid():
            self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        tick = index.isValid() and self.pages.columns[index.column()].shape == "tick"
        if tick and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(index.row())
            self._tick_by_mouse(index.row(), event)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.pages.columns[index.column()].shape == "tick":
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._open(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.delegate.hover:
            self.delegate.hover = row
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.delegate.focused = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # a menu or dialog of this list keeps the frame: the focus comes back
        self.delegate.focused = event.reason() == Qt.FocusReason.PopupFocusReason
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
