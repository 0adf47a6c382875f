"""Records side by side, one row per field: which of them stays, and whose value it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.services.records.comparisons import ComparedField, ComparedRecord, Comparison
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import ElidedLabel, StateChip, frame, label
from ui.kit.inputs.ticks import CheckBox, RadioButton
from ui.theme import Theme, current_theme, follow_theme

LEAD = 20  # characters shown before the first difference of a long text
SHOWN, HOVERED = 140, 2000  # characters of a value in the grid, and in its tooltip
LABELS, MARKS, COLUMN, TALL = 108, 72, 200, 24
NOTHING = "（空）"


def excerpt(words: str, begin: int) -> str:
    """What the grid shows of a value: a long text from just before its first difference on."""
    text = " ".join(words.split())
    if len(text) <= SHOWN:
        return text or NOTHING
    begin = max(0, begin - LEAD) if begin + LEAD > SHOWN else 0
    rest = text[begin : begin + SHOWN]
    return f"{'…' if begin else ''}{rest}{'…' if begin + SHOWN < len(text) else ''}"


def begin_of_difference(words: Sequence[str]) -> int:
    filled = [" ".join(each.split()) for each in words if each]
    least, most = min(filled, default=""), max(filled, default="")  # all others lie between: they begin the same
    pairs = enumerate(zip(least, most, strict=False))
    return next((place for place, (one, other) in pairs if one != other), len(least) if least != most else 0)


class ChoiceCell(QWidget):
    """One value that can be taken; a click on its words takes it too."""

    def __init__(self, words: str, whole: str, name: str) -> None:
        super().__init__()
        self.radio = RadioButton()
        self.radio.setAccessibleName(name)
        self.words = make_words(words, whole)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled() and event.button() == Qt.MouseButton.LeftButton:
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()


def make_words(words: str, whole: str) -> QLabel:
    made = label(words, "note" if words == NOTHING else "", wrap=True)
    made.setToolTip(whole[:HOVERED] if len(whole) > len(words) else "")
    made.setContentsMargins(0, 2, 0, 2)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made


def make_mark(line: ComparedField) -> QWidget:
    """Whether the records agree, in words: the tint of the chip alone tells nothing."""
    if not line.differs:
        return label("有的没填" if line.partly else "相同", "note")
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(StateChip("不同", "wait"))
    row.addStretch(1)
    return held


class SideHead(QWidget):
    """Above a column: what the record is called, who refers to it, whether it stays or goes into the one that does."""

    def __init__(self, side: ComparedRecord, told: str, *, several: bool) -> None:
        super().__init__()
        self.title = ElidedLabel(side.title, "bold")
        self.keep = RadioButton("留下这一条")
        self.keep.setAccessibleName(f"留下这一条：{side.title}")
        self.takes_part = CheckBox("并进来")
        self.takes_part.setAccessibleName(f"并进来：{side.title}")
        self.takes_part.setChecked(True)
        room = self.takes_part.sizePolicy()
        room.setRetainSizeWhenHidden(several)
        self.takes_part.setSizePolicy(room)
        self.takes_part.setVisible(several)
        self.stays, self.several = side.stays, several
        self.open = LinkButton("打开", arrow=True)
        self.open.setAccessibleName(f"打开{side.title}")
        used = "、".join(str(each) for each in side.users)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title, 1)
        row.addWidget(self.open)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(label(told, "note", wrap=True))
        column.addWidget(label(f"用到它的：{used}" if used else "没有别的记录用到它", "note", wrap=True))
        column.addSpacing(2)
        column.addWidget(self.keep)
        column.addWidget(self.takes_part)
        column.addStretch(1)


class ComparisonGrid(QWidget):
    """`changed` after every choice; `opened(id)` when a record is to be looked at on its own page."""

    changed = Signal()
    opened = Signal(str)

    def __init__(self, tell_side: Callable[[ComparedRecord], str]) -> None:
        super().__init__()
        self._tell_side = tell_side
        self.comparison: Comparison | None = None
        self.heads: list[SideHead] = []
        self.cells: dict[str, list[ChoiceCell]] = {}  # of the fields that ask for a choice, by column
        self._own: dict[str, int] = {}  # fields somebody chose a value for
        self._inside, self._choosing = QWidget(), False
        self._writable = True
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._inside)
        column.addStretch(1)
        follow_theme(self._restyle)

    def put(self, comparison: Comparison, *, writable: bool) -> None:
        """Show these records with the proposed answers."""
        self.comparison, self._writable, self._own = comparison, writable, {}
        self.heads, self.cells = [], {}
        old, self._inside = self._inside, QWidget()
        layout = self.layout()
        assert layout
        layout.replaceWidget(old, self._inside)
        old.hide()
        old.deleteLater()
        self._build(comparison)
        self._propose()
        self._restyle(current_theme())

    # what was chosen

    @property
    def keep(self) -> int:
        """Place of the record that stays."""
        return next((place for place, head in enumerate(self.heads) if head.keep.isChecked()), 0)

    @property
    def others(self) -> list[int]:
        """Places of the records that go into it."""
        return [
            place
            for place, head in enumerate(self.heads)
            if place != self.keep and not head.stays and head.takes_part.isChecked()
        ]

    def taken(self) -> dict[str, Value]:
        """Values the kept record takes from the others, by field."""
        assert self.comparison
        found: dict[str, Value] = {}
        for line in self.comparison.lines:
            cells = self.cells.get(line.field.name, [])
            chosen = next((place for place, cell in enumerate(cells) if cell.radio.isChecked()), self.keep)
            if chosen != self.keep:
                found[line.field.name] = line.values[chosen]
        return found

    def focus_first(self) -> None:
        if self.heads:
            self.heads[self.keep].keep.setFocus(Qt.FocusReason.TabFocusReason)

    # choosing

    def _propose(self) -> None:
        """Fields nobody chose a value for follow the record that stays and those that take part."""
        assert self.comparison
        self._choosing = True
        part = [self.keep, *self.others]
        for place, head in enumerate(self.heads):
            head.takes_part.setEnabled(self._writable)
            head.takes_part.setVisible(head.several and place != self.keep and not head.stays)
            head.keep.setEnabled(self._writable)
        for line in self.comparison.lines:
            cells = self.cells.get(line.field.name, [])
            if cells:
                own = self._own.get(line.field.name, -1)
                cells[own if own in part else line.choose(part)].radio.setChecked(True)
            for place, cell in enumerate(cells):
                cell.setEnabled(self._writable and place in part)
        self._choosing = False
        self.changed.emit()

    def _keep_chosen(self, on: bool) -> None:
        if on and not self._choosing:
            self._propose()

    def _choose(self, name: str, place: int) -> None:
        self._own[name] = place
        self.changed.emit()

    # construction

    def _build(self, comparison: Comparison) -> None:
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._build_heads(comparison)
        for line in comparison.lines:
            self._add_rule()
            self._build_line(line, self._grid.rowCount())

    def _build_heads(self, comparison: Comparison) -> None:
        group = QButtonGroup(self._inside)
        for place, side in enumerate(comparison.sides):
            head = SideHead(side, self._tell_side(side), several=len(comparison.sides) > 2)
            group.addButton(head.keep)
            self.heads.append(head)
            self._grid.addWidget(head, 0, place + 2)
            head.open.clicked.connect(lambda _=False, record=side.id: self.opened.emit(record))
        self.heads[comparison.keep].keep.setChecked(True)
        for head in self.heads:
            head.keep.toggled.connect(self._keep_chosen)
            head.takes_part.toggled.connect(self._part_taken)

    def _part_taken(self, _on: bool) -> None:
        self._propose()

    def _add_rule(self) -> None:
        self._grid.addWidget(frame("rule"), self._grid.rowCount(), 0, 1, len(self.heads) + 2)

    def _build_line(self, line: ComparedField, row: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for place, part in enumerate((label(line.field.label, "label", wrap=True), make_mark(line))):
            part.setMinimumHeight(current_theme().px(TALL))
            self._grid.addWidget(part, row, place, top)
        asks = line.field.editable and (line.differs or line.partly)
        group, begin = QButtonGroup(self._inside), begin_of_difference(line.words)
        for place, words in enumerate(line.words):
            shown = excerpt(words, begin)
            if not asks:
                self._grid.addWidget(make_words(shown, words), row, place + 2)
                continue
            cell = ChoiceCell(shown, words, f"{line.field.label}：第 {place + 1} 条的 {shown}")
            group.addButton(cell.radio)
            cell.radio.clicked.connect(lambda _=False, n=line.field.name, p=place: self._choose(n, p))
            self.cells.setdefault(line.field.name, []).append(cell)
            self._grid.addWidget(cell, row, place + 2)

    def _restyle(self, theme: Theme) -> None:
        if not self.heads:
            return
        self._grid.setColumnMinimumWidth(0, theme.text_width(LABELS))
        self._grid.setColumnMinimumWidth(1, theme.text_width(MARKS))
        for place in range(len(self.heads)):
            self._grid.setColumnMinimumWidth(place + 2, theme.text_width(COLUMN, 40))
            self._grid.setColumnStretch(place + 2, 1)
