"""What holds for the whole table because no column says it: 年度, 类型, a number that counts up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.kit.frame.labels import label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import LineEdit
from ui.theme import Theme, follow_theme

NONE = ("", "（选一项）")
HINT = "表里另有写明的行照表里的；照别的列看得出的，照那一列。编号写成 云水-{001}，就逐行往下编。"


class GivenValues(QWidget):
    """Fields and what each of them is in every row; a new line comes as the last one is used. `changed()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[ComboBox, LineEdit]] = []
        self._fields: Sequence[Field] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 0, 16, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.addWidget(label("整张表都一样、表里没有这一列的", "bold"), 0, 0, 1, 2)
        self._grid.addWidget(label(HINT, "note", wrap=True), 0, 2)
        self._grid.setColumnStretch(2, 1)
        follow_theme(self._restyle)

    def show_fields(self, fields: Sequence[Field], asked: Sequence[str] = ()) -> None:
        """Begin with a line for each field that is asked for, and an empty one."""
        for parts in self.lines:
            for part in parts:
                part.deleteLater()
        self.lines, self._fields = [], fields
        for name in asked:
            self._add(name)
        self._add()

    def values(self) -> dict[str, str]:
        """Field → what every row has, as it was typed."""
        found = ((str(field.key()), text.text().strip()) for field, text in self.lines)
        return {name: value for name, value in found if name and value}

    def _add(self, name: str = "") -> None:
        field = ComboBox([NONE, *((each.name, each.label) for each in self._fields)], initials=read_initials)
        field.setAccessibleName("整张表都一样的一项")
        field.set_key(name)
        text = LineEdit(placeholder="每一行都是")
        text.setAccessibleName("每一行都是")
        row = len(self.lines) + 1
        self._grid.addWidget(field, row, 0)
        self._grid.addWidget(text, row, 1)
        self.lines.append((field, text))
        field.picked.connect(lambda _key: self._tell())
        text.textChanged.connect(lambda _text: self._tell())

    def _tell(self) -> None:
        field, text = self.lines[-1]
        if field.key() and text.text().strip() and len(self.lines) < len(self._fields):
            self._add()
        self.changed.emit()

    def _restyle(self, theme: Theme) -> None:
        self._grid.setColumnMinimumWidth(0, theme.text_width(150, 40))
        self._grid.setColumnMinimumWidth(1, theme.text_width(200, 40))
