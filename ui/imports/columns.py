"""对列: which column of the file fills which field, recognised by itself and corrected by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Kind
from cppcc_desktop.services.imports.imports import Table, required_of_new
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.imports.given import GivenValues
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.import_file import make_foot
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.inputs.combo import ComboBox
from ui.theme import Theme, follow_theme

LEAVE_OUT = ("", "不导入")
TOGETHER = (
    Kind.TEXT,
    Kind.LONG_TEXT,
    Kind.TEXTS,
    Kind.CODES,
    Kind.REFERENCES,
)  # what several columns may fill together
FIRST_ROWS = 30  # in which the headings may stand


class ColumnRow:
    """One column of the file: what it is called, what stands in it, where it goes."""

    def __init__(self, table: Table, index: int, heading: str) -> None:
        needed = {spec.name for spec in required_of_new(table.module)}
        fields = [
            (spec.name, spec.label + ("（必填）" if spec.required else "（新增时必填）" if spec.name in needed else ""))
            for spec in table.fields
        ]
        self.letter = table.letter(index)
        self.field = ComboBox([LEAVE_OUT, *fields], initials=read_initials)
        self.field.setAccessibleName(f"{self.letter} 列 {heading or '没有标题'} 填到")
        self.field.set_key(table.columns.taken.get(index, ""))
        self.recognised = str(self.field.key())
        self.remembered = index in table.remembered
        self.note = label("上次手工对应" if self.remembered else "", "note")
        self.cells = (
            label(self.letter, "note"), ElidedLabel(heading or "（没有标题）", "bold" if heading else "label"),
            ElidedLabel("、".join(table.samples(index)), "label"), self.field, self.note,
        )  # fmt: skip

    def tell_origin(self, together: bool) -> None:
        """上次手工对应, as long as it stands so; and whether other columns fill the same field."""
        by_hand = "上次手工对应" if self.remembered and str(self.field.key()) == self.recognised else ""
        self.note.setText("，".join(word for word in (by_hand, "几列合成一项" if together else "") if word))


def first_rows(table: Table) -> Iterator[int]:
    """Rows in which the headings may stand, the one they are taken from among them."""
    filled = (number for number, row in table.sheet.numbered() if any(cell is not None for cell in row))
    yield from sorted({*list(filled)[:FIRST_ROWS], table.columns.header_row} - {0})


class ColumnStep(QFrame):
    """`confirmed()`: compare with these columns. `sheet_picked(name)`: read another sheet instead; `heading_picked(row)`:
    take that row for the headings.
    """

    confirmed = Signal()
    sheet_picked = Signal(str)
    heading_picked = Signal(int)
    back = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.table: Table | None = None
        self.rows: list[ColumnRow] = []
        self.sheets = ComboBox()
        self.sheets.setAccessibleName("工作表")
        self._told, self._missing = label("", "label", wrap=True), label("", "wrong", wrap=True)
        self._sheet_word = label("工作表", "label")
        self.plenaries = ComboBox()
        self.plenaries.setAccessibleName("这张表是哪一次会议的")
        self._plenary_word = label("这张表是哪一次会议的", "label")
        self.header = ComboBox()
        self.header.setAccessibleName("标题在第几行")
        self.whole = GivenValues()
        self.go, self.before, self.leave = PrimaryButton("去核对"), PlainButton("上一步"), PlainButton("取消")
        self._area = QScrollArea()
        self._lay_out()
        self.header.picked.connect(lambda key: self.heading_picked.emit(int(str(key))))
        self.whole.changed.connect(self._tell)
        self.sheets.picked.connect(lambda key: self.sheet_picked.emit(str(key)))
        for button, signal in ((self.go, self.confirmed), (self.before, self.back), (self.leave, self.cancelled)):
            button.clicked.connect(signal)
        follow_theme(self._restyle)

    def show_table(self, table: Table) -> None:
        """Show the columns of a file as they were recognised."""
        self.table = table
        self.sheets.set_choices([(name, name) for name in table.sheet.sheets])
        self.sheets.set_key(table.sheet.name)
        for part in (self.sheets, self._sheet_word):
            part.setVisible(len(table.sheet.sheets) > 1)
        self.header.set_choices([("0", "没有标题行"), *((str(row), f"标题在第 {row} 行") for row in first_rows(table))])
        self.header.set_key(str(table.columns.header_row))
        self.whole.show_fields(table.fields, table.unsaid)
        self.plenaries.set_choices(table.plenaries)
        if table.plenaries:
            self.plenaries.set_key(table.plenaries[0][0])
        self.rows = [ColumnRow(table, index, text) for index, text in sorted(table.columns.headings.items())]
        for row in self.rows:
            row.field.picked.connect(lambda key, row=row: self._pick(row, str(key)))
        self._area.setWidget(self._grid())
        self._tell()

    def changes(self) -> dict[str, str | None]:
        """What was corrected by hand, as services.imports.compare_table takes it."""
        changed = [row for row in self.rows if str(row.field.key()) != row.recognised]
        touched = {str(row.field.key()) for row in changed} - {""}
        freed: dict[str, str | None] = {row.letter: None for row in changed if not row.field.key()}
        return freed | {row.letter: str(row.field.key()) for row in self.rows if row.field.key() in touched}

    def given(self) -> dict[str, str]:
        """What holds for every row because no column says it, as services.imports.compare_table takes it."""
        period = self.table.module.entity.period if self.table else None
        told = {period.field: str(self.plenaries.key())} if period and self._asks_plenary() else {}
        return told | self.whole.values()

    def _asks_plenary(self) -> bool:
        period = self.table.module.entity.period if self.table else None
        told = any(row.field.key() == period.field for row in self.rows) if period else True
        return bool(self.table and self.table.plenaries) and not told

    def _pick(self, row: ColumnRow, field: str) -> None:
        """Several columns may fill a text together; any other field has one, and the one it had before is freed."""
        assert self.table
        kinds = {spec.name: spec.kind for spec in self.table.fields}
        for other in self.rows:
            if other is not row and field and other.field.key() == field and kinds[field] not in TOGETHER:
                other.field.set_key("")
        self._tell()

    def _tell(self) -> None:
        assert self.table
        taken = [row for row in self.rows if row.field.key()]
        free = len(self.rows) - len(taken)
        self._told.setText(
            f"{len(self.rows)} 列里认出了 {len(taken)} 列"
            + (f"，{free} 列不导入。" if free else "。") + "不对的，在右边改。"
            if self.table.columns.found or taken
            else "没有认出标题。先选标题在第几行，再指明每一列是什么。"
        )  # fmt: skip
        for part in (self.plenaries, self._plenary_word):
            part.setVisible(self._asks_plenary())
        filled = {row.field.key() for row in taken} | set(self.whole.values())
        counts = Counter(row.field.key() for row in taken)
        missing = [s.label for s in self.table.fields if s.required and s.name not in filled]
        for row in self.rows:
            row.tell_origin(counts[row.field.key()] > 1)
        lacking = [
            s.label for s in required_of_new(self.table.module)
            if s.name not in filled and s.label not in missing and not (s.fallback and s.fallback.field in filled)
        ]  # fmt: skip
        words = f"还没有指明哪一列是“{'、'.join(missing)}”。" if missing else ""
        lacks = f"没有“{'、'.join(lacking)}”这一列：已有的可以更新，不能新增。" if lacking else ""
        self._missing.setText(words or lacks)
        self._missing.setVisible(bool(missing or lacking))
        self.go.why_off(words)

    # construction

    def _grid(self) -> QWidget:
        ground = frame("surface")
        grid = QGridLayout(ground)
        grid.setContentsMargins(16, 8, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, word in enumerate(("列", "文件里的标题", "前几行写的", "填到", "")):
            grid.addWidget(label(word, "note"), 0, column)
        for place, row in enumerate(self.rows, 1):
            for column, part in enumerate(row.cells):
                grid.addWidget(part, place, column)
        grid.setRowStretch(len(self.rows) + 1, 1)
        for column, share in ((1, 3), (2, 5), (3, 3), (4, 1)):
            grid.setColumnStretch(column, share)
        return ground

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 16, 8)
        top.setSpacing(8)
        for part in (self._sheet_word, self.sheets, self.header, self._plenary_word, self.plenaries):
            top.addWidget(part)
        top.addWidget(self._told, 1)
        wrong = QHBoxLayout()
        wrong.setContentsMargins(16, 0, 16, 0)
        wrong.addWidget(self._missing, 1)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(wrong)
        column.addWidget(frame("rule"))
        column.addWidget(self._area, 1)
        column.addWidget(frame("rule"))
        column.addWidget(self.whole)
        column.addWidget(make_foot([self.before, self.go, self.leave]))

    def _restyle(self, theme: Theme) -> None:
        self.sheets.setMinimumWidth(theme.text_width(160, 40))
        self.header.setMinimumWidth(theme.text_width(140, 40))
        self.plenaries.setMinimumWidth(theme.text_width(130, 40))
