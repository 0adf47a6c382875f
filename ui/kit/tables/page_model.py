"""A list of any length that reads the pages it is asked to show."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from cppcc_desktop.domain.errors import OfficeError
from ui.kit.tables.columns import ListCell, ListColumn, ListRow, RowPage, Ticks

PAGE = 100
KEPT = 60  # pages in memory
PATIENCE = 300  # ms before grey bars stand for what is not there yet

Fetch = Callable[[int, int], RowPage]
Locate = Callable[[str], int | None]
Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1  # the Cell itself, for the delegate
NO_INDEX = QModelIndex()


class Runner(Protocol):
    """The part of ui.tasks.Tasks a list needs."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None, *, owner: QObject | None = None,
    ) -> None: ...  # fmt: skip


class PageModel(QAbstractTableModel):
    """Columns and a `fetch(offset, limit) -> Page` that runs on the database thread.

    `sort_asked(key, falling)`: the header was clicked; the page changes its query and calls `show`.
    `total_changed(n)`: the number of rows is known. `loaded()`: asked-for rows have come.
    """

    sort_asked = Signal(str, bool)
    total_changed = Signal(int)
    ticks_changed = Signal()
    loaded = Signal()
    failed = Signal(object)  # OfficeError
    row_moved = Signal(str, int)  # after a refresh: id and its row

    def __init__(self, columns: Sequence[ListColumn], tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.ticks = Ticks()
        self.sort_key, self.falling = "", False
        self.slow = False  # rows are awaited long enough to show bars
        self._tasks = tasks
        self._fetch: Fetch | None = None
        self._locate: Locate | None = None
        self._pages: OrderedDict[int, Sequence[ListRow]] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: set[int] = set()
        self._total = 0
        self._counted = False
        self._round = 0
        self._keep, self._near = "", 0  # the record to find again after a refresh, and the page it was on
        self._apart = self._held = False  # rows are counted apart; pages after the first wait for the total
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        self._patience.timeout.connect(self._lose_patience)

    # what the page calls

    def show(
        self, fetch: Fetch, locate: Locate | None = None, *, sort_key: str = "", falling: bool = False,
        apart: bool = False,
    ) -> None:  # fmt: skip
        """Begin a new list (other filter or order): everything is read anew, ticks are cleared.

        `locate(id)` may say where a record stands, so that `refresh` finds a row that moved far. `apart`: the rows
        are counted apart from the pages; those after the first are read once `set_total` has said how many.
        """
        self.beginResetModel()
        self._apart = self._held = apart
        self._fetch, self._locate = fetch, locate
        self._forget()
        self._total, self._counted = 0, False
        self.sort_key, self.falling = sort_key, falling
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.set_ticks(Ticks())
        self._want(0)

    def put_columns(self, columns: Sequence[ListColumn]) -> None:
        """Other columns; the page calls `show` after it."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._forget()
        self._total = 0
        self.endResetModel()

    def refresh(self, keep: str = "", near: int = 0, fetch: Fetch | None = None, locate: Locate | None = None) -> None:
        """Read again what is shown, by another `fetch` if given; rows stay on screen until the new ones are there.

        `keep` is the id whose row is to be found again: `row_moved` says where it is.
        """
        if self._fetch is None:
            return
        if fetch is not None:
            self._fetch, self._locate, self._held = fetch, locate, self._apart
        self._round += 1
        self._wanted = set()
        self._stale = set(self._pages)
        self._keep, self._near = keep, near // PAGE
        self._want(0 if self._held else self._near)

    def set_total(self, total: int) -> None:
        """The number of rows, when it was counted apart from the pages."""
        self._counted, self._held = True, False
        self._resize(total)
        if self._keep:
            self._near = min(self._near, max(0, total - 1) // PAGE)
            if self._near in self._pages and self._near not in self._stale:
                self._find_kept()
            self._want(self._near)
        self._repaint([])

    def row(self, at: int) -> ListRow | None:
        """The row at a place, if it has been read."""
        page = self._pages.get(at // PAGE)
        return page[at % PAGE] if page is not None and at % PAGE < len(page) else None

    def row_of(self, record: str) -> int | None:
        """Where a record stands among what has been read."""
        for number, rows in self._pages.items():
            for at, row in enumerate(rows):
                if row.id == record:
                    return number * PAGE + at
        return None

    @property
    def total(self) -> int:
        return self._total

    @property
    def counted(self) -> bool:
        """Whether the total is that of the whole list."""
        return self._counted

    @property
    def waiting(self) -> bool:
        return bool(self._wanted)

    # ticks

    def set_ticks(self, ticks: Ticks) -> None:
        if ticks == self.ticks and ticks.page_only == self.ticks.page_only:
            return
        self.ticks = ticks
        self._repaint([Qt.ItemDataRole.CheckStateRole])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.ticks_changed.emit()

    def tick_rows(self, first: int, last: int, on: bool) -> None:
        """Tick or untick a range of rows that have been read."""
        rows = [self.row(at) for at in range(min(first, last), max(first, last) + 1)]
        self.set_ticks(self.ticks.put([row.id for row in rows if row and row.tick != "fixed"], on))

    def tick_all(self, on: bool = True) -> None:
        """Tick every row, also those not read, or none."""
        self.set_ticks(Ticks(everything=on))

    def ticked(self, at: int) -> bool:
        row = self.row(at)
        return row is not None and self.ticks.holds(row.id)

    def all_ticked(self) -> Qt.CheckState:
        """State of the box in the header."""
        count = self.ticks.count(self._total)
        if count <= 0:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if count >= self._total else Qt.CheckState.PartiallyChecked

    def read_ticked(self, done: Callable[[list[ListRow]], None]) -> None:
        """Give all ticked rows in their order, also those that were not read."""
        fetch, ticks, total = self._fetch, self.ticks, self._total
        if fetch is None:
            return

        def work() -> list[ListRow]:
            pages = (fetch(start, PAGE).rows for start in range(0, total, PAGE))
            return [row for rows in pages for row in rows if ticks.holds(row.id)]

        self._tasks.run(work, done, owner=self)

    # reading

    def _forget(self) -> None:
        self._round += 1
        self._pages.clear()
        self._stale.clear()
        self._wanted = set()  # a call that is queued still holds the old one
        self._keep, self._near = "", 0
        self.slow = False

    def _want(self, number: int) -> None:
        """Ask for a page unless it is there or on its way; calls nobody waits for any more do nothing."""
        if number in self._wanted or (number in self._pages and number not in self._stale) or not self._fetch:
            return
        if self._held and number:
            return
        self._wanted.add(number)
        fetch, turn, wanted = self._fetch, self._round, self._wanted

        def work() -> tuple[int, int, RowPage] | None:
            if turn != self._round or number not in wanted:
                return None
            return turn, number, fetch(number * PAGE, PAGE)

        self._tasks.run(work, self._arrive, lambda error: self._miss(turn, number, error), owner=self)
        if number not in self._pages and not self._patience.isActive():
            self._patience.start()

    def drop_unseen(self, first: int, last: int) -> None:
        """Only these rows are on screen: pages asked for while scrolling past need not be read."""
        seen = range(first // PAGE - 1, last // PAGE + 2)
        self._wanted.intersection_update(seen)

    def _arrive(self, outcome: tuple[int, int, RowPage] | None) -> None:
        if outcome is None or outcome[0] != self._round:
            return
        _, number, page = outcome
        self._wanted.discard(number)
        self._stale.discard(number)
        self._pages[number] = page.rows
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        self._count(number, page)
        if not self._wanted and not self._held:
            self._patience.stop()
            self.slow = False
        self._repaint([])
        if number == self._near:
            self._find_kept()
        self.loaded.emit()

    def _miss(self, turn: int, number: int, error: Exception) -> None:
        if turn != self._round:
            return
        self._wanted.discard(number)
        self._pages.setdefault(number, ())
        if isinstance(error, OfficeError):
            self.failed.emit(error)

    def _count(self, number: int, page: RowPage) -> None:
        end = number * PAGE + len(page.rows)
        if page.total is not None:
            self._counted, self._held = True, False
            self._resize(page.total)
            self._near = min(self._near, max(0, page.total - 1) // PAGE)
        elif not self._counted:
            # not counted yet: one page more than is known, until a page comes back short
            more = len(page.rows) == PAGE and not self._held
            self._resize(max(self._total, end + PAGE) if more else end)

    def _resize(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(NO_INDEX, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(NO_INDEX, total, self._total - 1)
            self._total = total
            for number in [n for n in self._pages if n * PAGE >= total]:
                del self._pages[number]
            self.endRemoveRows()
        self.total_changed.emit(total)

    def _find_kept(self) -> None:
        keep, self._keep = self._keep, ""
        if not keep:
            return
        at = self.row_of(keep)
        if at is not None and at // PAGE not in self._stale:
            self.row_moved.emit(keep, at)
        elif self._locate:
            locate = self._locate
            self._tasks.run(lambda: (keep, locate(keep)), self._located, self._ignore, owner=self)

    def _located(self, found: tuple[str, int | None]) -> None:
        record, at = found
        if at is not None and 0 <= at < self._total:
            self._want(at // PAGE)
            self.row_moved.emit(record, at)

    def _ignore(self, error: Exception) -> None:
        """Not found again: the cursor stays at its row number."""

    def _lose_patience(self) -> None:
        self.slow = bool(self._wanted) or self._held
        self._repaint([])

    def _repaint(self, roles: list[Qt.ItemDataRole]) -> None:
        if self._total and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self.columns) - 1), roles)

    # Qt

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.columns[index.column()].shape == "tick":
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row = self.row(index.row())
        if row is None or index.row() // PAGE in self._stale:
            self._want(index.row() // PAGE)
        if row is None:
            return None
        if column.shape == "tick":
            return self._tick_data(row, role)
        cell = row.cell(column.key)
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.text}  {cell.second}" if cell.second else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None

    def _tick_data(self, row: ListRow, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            if not self.ticks.holds(row.id):
                return Qt.CheckState.Unchecked
            return Qt.CheckState.PartiallyChecked if row.tick == "part" else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "已选" if self.ticks.holds(row.id) else "未选"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick_rows(index.row(), index.row(), Qt.CheckState(value) != Qt.CheckState.Unchecked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column.shape == "tick" else column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.label
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self.sort_asked.emit(self.columns[column].key, order == Qt.SortOrder.DescendingOrder)


def alignment(column: ListColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def cell_at(index: Index) -> ListCell | None:
    """The cell of an index of a PageModel; None while it is not read."""
    found = index.data(CELL)
    return found if isinstance(found, ListCell) else None
