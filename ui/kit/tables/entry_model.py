"""The rows of an entry grid: what each is about, what was typed, and whether it can be recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cppcc_desktop.domain.description.fields import Field, Kind
from ui.kit.tables.entry_cells import EMPTY, EntryCell

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, str]  # row of the grid, field
WAITING, OK, LACKING, REFUSED = "waiting", "ok", "lacking", "refused"
ALL = 0  # the row that fills the others
NONE = QModelIndex()


@dataclass(frozen=True)
class Verdict:
    """Whether a row can be recorded; `words` short, `more` what to do, `field` the cell it is about."""

    state: str = WAITING
    words: str = ""
    more: str = ""
    field: str = ""


@dataclass(frozen=True)
class Suggested:
    """What may stand in a cell: shown in grey until it is taken."""

    cell: EntryCell
    why: str = ""


@dataclass(frozen=True)
class RowHead:
    """What a row is about where that is no case: a line of a list, an entry, a person."""

    key: str
    number: str = ""
    title: str = ""
    record: str = ""
    photos: str = ""  # how many photos it has: 2 张
    picture: Any = None  # the first of them, a small QImage
    group: str = ""  # what it and the rows below it belong to; rows of one group say it once
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class EntryRow:
    """One row: its head (a RowHead, or the row of a batch), its cells by field, what is said of it."""

    case: Any
    cells: dict[str, EntryCell] = field(default_factory=dict[str, EntryCell])
    verdict: Verdict = Verdict()
    suggested: dict[str, Suggested] = field(default_factory=dict[str, Suggested])
    start: dict[str, EntryCell] = field(default_factory=dict[str, EntryCell])  # what was proposed
    version: int = 0  # counts its changes: an answer about an older one is not wanted

    def __post_init__(self) -> None:
        self.start = self.start or dict(self.cells)

    @property
    def touched(self) -> bool:
        """Somebody typed something here."""
        names = {*self.cells, *self.start}
        return any(self.cells.get(name, EMPTY) != self.start.get(name, EMPTY) for name in names)


@dataclass(frozen=True)
class EntryColumn:
    """`part`: left for what the case is, middle for what is typed, right for what is said of it."""

    key: str
    label: str
    width: int
    part: str
    spec: Field | None = None
    required: bool = False
    least: int = 0  # what it may shrink to where there is little room; 0: it keeps its width


WIDTHS = {
    Kind.DATE: 108,
    Kind.BOOLEAN: 64,
    Kind.CODE: 112,
    Kind.LONG_TEXT: 220,
    Kind.REFERENCES: 168,
    Kind.REFERENCE: 132,
}


LEFT = {"group": 104, "title": 220, "who": 104, "unit": 116, "due_on": 100}  # pixels of what says which row it is


def make_columns(
    fields: Sequence[Field], required: Sequence[str], heads: Mapping[str, str], number: int = 64
) -> list[EntryColumn]:  # fmt: skip
    """Columns of a sheet; `heads` are those of what rows are known by: number, title, who, unit, due_on, as there are."""
    widths = {"number": number, **LEFT}
    left = [EntryColumn(key, heads[key], width, "left") for key, width in widths.items() if heads.get(key)]
    middle = [
        EntryColumn(spec.name, spec.label, max(WIDTHS.get(spec.kind, 120), 15 * len(spec.label) + 28), "middle", spec,
                    spec.name in required)
        for spec in fields
    ]  # fmt: skip
    return [*left, *middle, EntryColumn("verdict", "核对", 208, "right")]


class EntryModel(QAbstractTableModel):
    """`edited(rows)`: cells of these rows changed; row 0 is the one that fills all others."""

    edited = Signal(list)
    counted = Signal()  # rows came or went, or more of them can be recorded

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.columns: list[EntryColumn] = []
        self.rows: list[EntryRow] = []
        self.filler: dict[str, EntryCell] = {}
        self.make_row: Callable[[], EntryRow] | None = None  # a further empty row, where rows are made by typing
        self._past: list[dict[Place, EntryCell]] = []

    # Qt

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(index.row(), self.columns[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.columns[index.column()]
            return f"{column.label} {self.text(index.row(), column)} {self.problem(index.row(), column.key)}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:  # fmt: skip
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            return f"{column.label} *" if column.required else column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        spec = self.columns[index.column()].spec if index.isValid() else None
        return plain | Qt.ItemFlag.ItemIsEditable if spec and spec.kind is not Kind.BOOLEAN else plain

    # what stands where

    def text(self, row: int, column: EntryColumn) -> str:
        if column.part == "middle":
            return self.cell(row, column.key).text
        if row == ALL:
            words = {"number": "全部", "group": "全部照着填", "title": "填在这一行的，下面都照着填"}
            return "" if column.key == "title" and self.where("group") >= 0 else words.get(column.key, "")
        one = self.rows[row - 1]
        if column.key == "verdict":
            return one.verdict.words
        return str(getattr(one.case, column.key))

    def cell(self, row: int, name: str) -> EntryCell:
        cells = self.filler if row == ALL else self.rows[row - 1].cells
        return cells.get(name, EMPTY)

    def shared(self, name: str) -> EntryCell | None:
        """What stands in every row of a column; None if they differ."""
        found = {row.cells.get(name, EMPTY) for row in self.rows}
        return found.pop() if len(found) == 1 else None

    def problem(self, row: int, name: str) -> str:
        """What is wrong with a cell; empty if nothing is."""
        found = self.cell(row, name).error
        if found or row == ALL:
            return found
        verdict = self.rows[row - 1].verdict
        return verdict.words if verdict.state == REFUSED and verdict.field == name else ""

    def suggestion(self, row: int, name: str) -> Suggested | None:
        """What may stand in an empty cell."""
        if row == ALL or self.cell(row, name).text:
            return None
        return self.rows[row - 1].suggested.get(name)

    def entered(self, row: int) -> dict[str, object]:
        """What a row says, for the service."""
        cells = self.rows[row - 1].cells
        known = [column.key for column in self.columns if column.part == "middle"]
        return {name: cells[name].raw for name in known if name in cells and cells[name].raw is not None}

    def where(self, name: str) -> int:
        """The place of a column; -1 if there is none."""
        return next((at for at, column in enumerate(self.columns) if column.key == name), -1)

    # changes

    def put(self, columns: Sequence[EntryColumn], rows: Iterable[EntryRow]) -> None:
        """Begin anew."""
        self.beginResetModel()
        self.columns, self.rows, self.filler = list(columns), list(rows), {}
        self._past.clear()
        self.endResetModel()
        self.counted.emit()

    def add(self, rows: Sequence[EntryRow]) -> None:
        """Further rows, below the others; those that are there already are not added again."""
        known = {each.case.key for each in self.rows}
        fresh = [each for each in rows if each.case.key not in known]
        if fresh:
            first = len(self.rows) + 1
            self.beginInsertRows(NONE, first, first + len(fresh) - 1)
            self.rows += fresh
            self.endInsertRows()
            self.edited.emit(list(range(first, first + len(fresh))))
            self.counted.emit()

    def grow(self, count: int) -> bool:
        """So many empty rows below the others; False where rows are not made by typing."""
        if self.make_row is None or count <= 0:
            return False
        self.add([self.make_row() for _ in range(count)])
        return True

    def take_away(self, keys: Iterable[str]) -> None:
        """Rows that are recorded, or not wanted."""
        gone = set(keys)
        self.beginResetModel()
        self.rows = [each for each in self.rows if each.case.key not in gone]
        self._past.clear()
        self.endResetModel()
        self.counted.emit()

    def set_cells(self, cells: Mapping[Place, EntryCell], *, undone: bool = False) -> None:
        """Put these into their cells, as one step of undo."""
        moved = {place: cell for place, cell in cells.items() if self.cell(*place) != cell}
        if not moved:
            return
        if not undone:
            self._past.append({place: self.cell(*place) for place in moved})
        for (row, name), cell in moved.items():
            (self.filler if row == ALL else self.rows[row - 1].cells)[name] = cell
        self._touch(sorted({row for row, _ in moved}))

    def undo(self) -> bool:
        """Take the last change back; False if there is none."""
        if not self._past:
            return False
        self.set_cells(self._past.pop(), undone=True)
        return True

    def fill(self, name: str, cell: EntryCell) -> int:
        """From the first row into every cell that is empty or still holds what was filled in before.

        Gives how many were left because something else was typed there.
        """
        before = self.filler.get(name, EMPTY)
        takes = [
            at for at, row in enumerate(self.rows, start=1)
            if isinstance(cell.value, bool) or row.cells.get(name, EMPTY) in (EMPTY, before, cell, row.start.get(name))
        ]  # fmt: skip
        self.set_cells({(ALL, name): cell, **{(row, name): cell for row in takes}})
        return len(self.rows) - len(takes)

    def _touch(self, rows: Sequence[int]) -> None:
        for row in rows:
            if row != ALL:
                self.rows[row - 1].version += 1
                self.rows[row - 1].verdict = Verdict()
        self.show(rows)
        self.edited.emit([row for row in rows if row != ALL])
        self.counted.emit()

    def show(self, rows: Sequence[int]) -> None:
        """These rows look different now."""
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(self.columns) - 1))

    def judge(self, verdicts: Mapping[int, tuple[int, Verdict]]) -> None:
        """What is said of rows, each for the version that was asked about."""
        for row, (version, verdict) in verdicts.items():
            if row <= len(self.rows) and self.rows[row - 1].version == version:
                self.rows[row - 1].verdict = verdict
        self.show(sorted(row for row in verdicts if row <= len(self.rows)))
        self.counted.emit()

    def suggest(self, name: str, found: Mapping[str, Suggested]) -> None:
        """Case → what may stand in this column."""
        for each in self.rows:
            if each.case.record in found:
                each.suggested[name] = found[each.case.record]
        self.show([1, len(self.rows)] if self.rows else [])
        self.counted.emit()

    def count(self, *states: str) -> int:
        return sum(each.verdict.state in states for each in self.rows)
