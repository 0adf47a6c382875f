"""A grid to type in, like a spreadsheet: the cases stand at the left, what is said of each row at the right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cppcc_desktop.domain.description.fields import Field, Kind
from ui.kit.frame.labels import frame
from ui.kit.tables.entry_cells import EMPTY, EntryCell, ticked
from ui.kit.tables.entry_delegate import PAD, EntryDelegate, Index
from ui.kit.tables.entry_editors import Ask
from ui.kit.tables.entry_model import ALL, EntryColumn, EntryModel, Place
from ui.theme import Theme, current_theme, follow_theme

Read = Callable[[Field, str], EntryCell]
Off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
FOLDS = ("due_on", "unit")  # columns of the left part that leave where the window is narrow
LEAST_TITLE = 120
LEAST_TYPING, NARROW_VERDICT = 0.45, 104  # where the middle has less of the width, the words at the right are cut


class EntryHeader(QHeaderView):
    """Flat, in the words of the other lists' headers."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current_theme()
        painter.fillRect(rect, theme.color("head"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight() + QPoint(0, 6), rect.bottomRight() - QPoint(0, 6))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text2"))
        inner = rect.adjusted(PAD, 0, -4, 0)
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)


class PartView(QTableView):
    """One of the three parts: its columns of the model, rows of one height."""

    def __init__(self, part: str, model: EntryModel, delegate: EntryDelegate) -> None:
        super().__init__()
        self.part = part
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(EntryHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def lay_columns(self, hidden: Sequence[str] = ()) -> int:
        """Show this part's columns in the theme's size; gives how wide they are."""
        theme, model, wide = current_theme(), self.model(), 0
        assert isinstance(model, EntryModel)
        for at, column in enumerate(model.columns):
            mine = column.part == self.part and column.key not in hidden
            self.setColumnHidden(at, not mine)
            if mine:
                self.setColumnWidth(at, theme.text_width(column.width))
                wide += theme.text_width(column.width)
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.horizontalHeader().setFixedHeight(theme.px(32))
        return wide


class SideView(PartView):
    """Only shown: a click puts the cursor of the grid on its row."""

    pointed = Signal(int)

    def __init__(self, part: str, model: EntryModel, delegate: EntryDelegate) -> None:
        super().__init__(part, model, delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Off)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.pointed.emit(row)


class TypingView(PartView):
    """The part one types in: keys as in a spreadsheet."""

    moved = Signal(int, str)  # row and field the cursor is on
    noted = Signal(str)

    def __init__(self, model: EntryModel, delegate: EntryDelegate, read: Read) -> None:
        super().__init__("middle", model, delegate)
        self._model, self._read = model, read
        self._began = -1  # column where a row of Tabs began: Enter comes back to it
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )  # fmt: skip
        self.setVerticalScrollBarPolicy(Off)
        delegate.finished.connect(self._finish)

    # the cursor

    def columns(self) -> list[int]:
        """The columns one types in, as they stand."""
        return [at for at, column in enumerate(self._model.columns) if column.part == "middle"]

    def go_to(self, row: int, column: int) -> None:
        index = self._model.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def here(self) -> tuple[int, EntryColumn] | None:
        """Row and column of the cursor."""
        index = self.currentIndex()
        if not index.isValid() or self._model.columns[index.column()].spec is None:
            return None
        return index.row(), self._model.columns[index.column()]

    def currentChanged(self, now: Index, before: Index) -> None:
        super().currentChanged(now, before)
        if now.isValid():
            self.moved.emit(now.row(), self._model.columns[now.column()].key)

    def move(self, where: str) -> bool:  # type: ignore[override]
        """down, up, next or back; False where there is nothing further."""
        index, columns = self.currentIndex(), self.columns()
        if not index.isValid() or not columns:
            return False
        row, at = index.row(), columns.index(index.column()) if index.column() in columns else 0
        if where in ("next", "back"):
            return self._move_across(row, at, 1 if where == "next" else -1, columns)
        column = self._began if self._began in columns else index.column()
        self._began = -1
        row += 1 if where == "down" else -1
        if not self._reach(row):
            return False
        self.go_to(row, column)
        return True

    def _reach(self, row: int) -> bool:
        """Whether there is such a row; one below the last may be made by going there."""
        last = self._model.rowCount()
        if row != last or last == 1 or not any(cell.text for cell in self._model.rows[-1].cells.values()):
            return 0 <= row < last
        return self._model.grow(1)

    def _move_across(self, row: int, at: int, by: int, columns: Sequence[int]) -> bool:
        if self._began < 0:
            self._began = columns[at]
        row, at = row + (at + by) // len(columns), (at + by) % len(columns)
        if not self._reach(row):
            return False
        self.go_to(row, columns[at])
        return True

    def _finish(self, editor: QWidget, where: str) -> None:
        """The cell is done: it is taken, and the cursor goes on. An editor that was closed meanwhile is done already."""
        if self.indexWidget(self.currentIndex()) is not editor:
            return
        self.commitData(editor)
        self.closeEditor(editor, EntryDelegate.EndEditHint.NoHint)
        self.setFocus()
        self.move(where)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._act(event):
            self._began = self._began if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) else -1
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Opens an editor; text that is sent at once, without composing it first, would be lost on the way."""
        text = "" if self.state() == QAbstractItemView.State.EditingState else event.commitString()
        super().inputMethodEvent(event)
        editor = QApplication.focusWidget()
        if text and editor is not None and editor is not self and self.isAncestorOf(editor):
            sent = QInputMethodEvent()
            sent.setCommitString(text)
            QApplication.sendEvent(editor, sent)

    def _act(self, event: QKeyEvent) -> bool:
        """Do what the key is for; False leaves it to the table, which moves or opens an editor."""
        key, ctrl = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self.move("back" if back or key == Qt.Key.Key_Backtab else "next")
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not ctrl:
            self.move("up" if back else "down")
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._model.undo()
        elif ctrl and key == Qt.Key.Key_D:
            self.fill_down()
        elif ctrl and key == Qt.Key.Key_Space:
            self.take_suggestion()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif key == Qt.Key.Key_Space and self._turn_tick():
            pass
        elif self._opens(event):
            self.edit(self.currentIndex())
            editor = self.indexWidget(self.currentIndex()) or self.focusWidget()
            if hasattr(editor, "look"):
                editor.look()  # type: ignore[union-attr]
        else:
            return False
        return True

    def _opens(self, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        here = self.here()
        wanted = event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down)
        return wanted and here is not None and here[1].spec is not None and here[1].spec.kind is not Kind.BOOLEAN

    def _turn_tick(self) -> bool:
        here = self.here()
        if here is None or here[1].spec is None or here[1].spec.kind is not Kind.BOOLEAN:
            return False
        now = self._model.cell(*place) if (place := (here[0], here[1].key))[0] != ALL else self._model.shared(place[1])
        on = now is None or not ticked(now)
        self.put(here[0], here[1].key, EntryCell("是" if on else "", on))
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.indexAt(event.position().toPoint()) == self.currentIndex() and len(self.selectedIndexes()) <= 1:
            self._turn_tick()

    # cells

    def put(self, row: int, name: str, cell: EntryCell) -> None:
        """One cell; in the first row it fills the column."""
        if row != ALL:
            self._model.set_cells({(row, name): cell})
            return
        left = self._model.fill(name, cell)
        self.noted.emit(f"有 {left} 行另外填过，没有动；要连它们一起改，在这一行按 Ctrl+D。" if left else "")

    def fill_down(self) -> None:
        """Ctrl+D: the first row over the whole column; the top of a selection over the rest; else from the cell above."""
        chosen = self._chosen()
        rows = sorted({row for row, _ in chosen})
        names = list(dict.fromkeys(name for _, name in chosen))
        if not chosen:
            return
        if len(rows) == 1:
            rows = list(range(self._model.rowCount())) if rows[0] == ALL else [rows[0] - 1, rows[0]]
        cells = {(row, name): self._model.cell(rows[0], name) for row in rows[1:] for name in names}
        self._model.set_cells(cells)

    def take_suggestion(self) -> None:
        """Ctrl+Space: what stands there in grey."""
        found = {place: grey.cell for place in self._chosen() if (grey := self._model.suggestion(*place))}
        self._model.set_cells(found)

    def clear_cells(self) -> None:
        cells = dict.fromkeys(self._chosen(), EMPTY)
        self._model.set_cells({place: cell for place, cell in cells.items() if place[0] != ALL})
        for row, name in cells:
            if row == ALL:
                self.put(row, name, EMPTY)

    def copy(self) -> None:
        """The chosen cells, as a spreadsheet takes them."""
        lines: dict[int, list[str]] = {}
        for row, name in self._chosen():
            lines.setdefault(row, []).append(self._model.cell(row, name).text)
        out = io.StringIO()
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines.values())
        QGuiApplication.clipboard().setText(out.getvalue().rstrip("\n"))

    def paste(self, text: str) -> None:
        """A block from a spreadsheet, from the cursor on: rows in their order; what has no room is said."""
        index, columns = self.currentIndex(), self.columns()
        block = list(csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t"))
        if not index.isValid() or not block or index.column() not in columns:
            return
        if index.row() == ALL and len(block) == len(block[0]) == 1:
            column = self._model.columns[index.column()]
            self.put(ALL, column.key, self._read(self._spec(index.column()), block[0][0]))
            return
        first = max(index.row(), ALL + 1)
        cells, over = self._place_block(block, first, columns[columns.index(index.column()) :])
        self._model.set_cells(cells)
        self.noted.emit(f"多出 {over} 行没有地方贴。" if over else "")

    def _place_block(
        self, block: Sequence[Sequence[str]], first: int, columns: Sequence[int]
    ) -> tuple[dict[Place, EntryCell], int]:
        cells: dict[Place, EntryCell] = {}
        self._model.grow(len(block) - (self._model.rowCount() - first))
        room = self._model.rowCount() - first
        for down, line in enumerate(block[:room]):
            for column, word in zip(columns, line, strict=False):
                cells[first + down, self._model.columns[column].key] = self._read(self._spec(column), word)
        return cells, max(0, len(block) - room)

    def _spec(self, column: int) -> Field:
        spec = self._model.columns[column].spec
        assert spec is not None
        return spec

    def _chosen(self) -> list[Place]:
        """The chosen cells one types in, row by row."""
        found = [each for each in self.selectedIndexes() if not self.isColumnHidden(each.column())]
        if not found and self.currentIndex().isValid():
            found = [self.currentIndex()]
        found.sort(key=lambda each: (each.row(), each.column()))
        return [(each.row(), self._model.columns[each.column()].key) for each in found]


class EntryGrid(QWidget):
    """The three parts side by side, scrolling as one.

    `moved(row, field)`: the cursor; `noted(text)`: what happened to a paste or a fill; `named(row, field, text)`: a
    name was typed that may need to be looked up.
    """

    moved = Signal(int, str)
    noted = Signal(str)
    named = Signal(int, str, str)

    def __init__(self, ask: Ask, read: Read) -> None:
        super().__init__()
        self._read = read
        self.model = EntryModel(self)
        self.delegate = EntryDelegate(ask, self)
        self.left = SideView("left", self.model, self.delegate)
        self.typing = TypingView(self.model, self.delegate, read)
        self.right = SideView("right", self.model, self.delegate)
        self.left.setVerticalScrollBarPolicy(Off)
        self._fillers = [frame("bar"), frame("bar")]
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.typing)
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for view, filler in ((self.left, self._fillers[0]), (self.typing, None), (self.right, self._fillers[1])):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(view, 1)
            if filler is not None:
                column.addWidget(filler)
            row.addLayout(column, 1 if view is self.typing else 0)

    def _connect(self) -> None:
        bars = [view.verticalScrollBar() for view in (self.left, self.typing, self.right)]
        for bar in bars:
            for other in bars:
                if other is not bar:
                    bar.valueChanged.connect(other.setValue)
        across = self.typing.horizontalScrollBar()
        across.rangeChanged.connect(lambda _least, _most: self._level())
        for side in (self.left, self.right):
            side.pointed.connect(self._point)
        self.typing.moved.connect(self._move)
        self.typing.noted.connect(self.noted)
        self.model.modelReset.connect(self.lay_columns)

    def _level(self) -> None:
        """The sides end where the middle does, above its scroll bar."""
        bar = self.typing.horizontalScrollBar()
        height = bar.sizeHint().height() if bar.maximum() > 0 else 0
        for filler in self._fillers:
            filler.setFixedHeight(height)
            filler.setVisible(height > 0)

    def _point(self, row: int) -> None:
        columns = self.typing.columns()
        if columns:
            now = self.typing.currentIndex()
            self.typing.go_to(row, now.column() if now.column() in columns else columns[0])
            self.typing.setFocus()

    def _move(self, row: int, name: str) -> None:
        self.delegate.current = row
        for view in (self.left, self.typing, self.right):
            view.viewport().update()
        self.moved.emit(row, name)

    def begin(self) -> None:
        """The cursor into the first cell of the row that fills the others."""
        columns = self.typing.columns()
        if columns:
            index = self.model.index(ALL, columns[0])
            self.typing.setCurrentIndex(index)
            self.typing.selectionModel().select(
                QItemSelection(index, index), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def take(self, index: Index, text: str, value: object) -> None:
        """What an editor gives back."""
        column = self.model.columns[index.column()]
        assert column.spec is not None
        cell = self._read(column.spec, text)
        if value is not None and not cell.error and column.spec.target and text.strip():
            cell = EntryCell(text.strip(), value)
        self.typing.put(index.row(), column.key, cell)
        if column.spec.kind is Kind.REFERENCE and cell.value is None and cell.text:
            self.named.emit(index.row(), column.key, cell.text)

    def lay_columns(self) -> None:
        """Left and right take what they need, the middle the rest; where that is too little, columns leave."""
        if not self.model.columns:
            return
        theme, room = current_theme(), int(self.width() * 0.45)
        hidden: list[str] = []
        wide = 0
        for fold in ("", *FOLDS):
            if fold == "unit" and any(row.case.fixed.get("unit") for row in self.model.rows):
                continue  # it tells rows of one case apart
            hidden += [fold] if fold else []
            wide = self.left.lay_columns(hidden)
            if wide <= room:
                break
        title = self.model.where("title")
        if title >= 0:
            spare = max(theme.text_width(LEAST_TITLE), self.left.columnWidth(title) - max(0, wide - room))
            wide += spare - self.left.columnWidth(title)
            self.left.setColumnWidth(title, spare)
        self.left.setFixedWidth(wide)
        needed, columns = self.typing.lay_columns(), self.model.columns
        side, verdict = self.right.lay_columns(), self.model.where("verdict")
        other = side - self.right.columnWidth(verdict)
        if self.width() - wide - side < min(needed, LEAST_TYPING * self.width()):
            side = other + theme.text_width(NARROW_VERDICT)
        spare = self.width() - wide - needed - side - theme.size(12)
        for at, column in enumerate(columns):
            if column.least and spare < 0:
                least = max(theme.text_width(column.least), self.typing.columnWidth(at) + spare)
                spare += self.typing.columnWidth(at) - least
                self.typing.setColumnWidth(at, least)
        self.right.setFixedWidth(side + max(0, spare) + theme.size(12))
        self.right.setColumnWidth(verdict, side - other + max(0, spare))
        self._level()

    def _restyle(self, _theme: Theme) -> None:
        self.lay_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_columns()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lay_columns()
