"""选择列: which columns a list shows, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import SAME_AS, Field, Kind
from cppcc_desktop.domain.modules import Module
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.frame.buttons import PlainButton, PrimaryButton, TextButton
from ui.kit.frame.labels import label
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.ticks import CheckBox
from ui.theme import current_theme

ROOM = 340  # pixels of the fields at 100 %


def offered_fields(module: Module) -> list[Field]:
    """Fields that say something in one line of a list: no photo, no long text, none the program keeps for itself."""
    silent = (Kind.PHOTO, Kind.LONG_TEXT)
    return [spec for spec in module.fields if spec.kind not in silent and spec.name != SAME_AS]


class ColumnChoice(FramedDialog):
    """Ticks what is shown; 上移 下移 or Alt+↑↓ move a field. `chosen` holds the result after accept."""

    help = "9-列表和查找"

    def __init__(self, module: Module, shown: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(f"选择列：{module.label}", 480, parent)
        self._module = module
        self.chosen: list[str] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(1, 0, 8, 0)
        self._rows.setSpacing(2)
        self.boxes: list[tuple[str, CheckBox]] = []
        self.column.addWidget(label("打勾的显示在列表里，从上到下就是从左到右。", "label", wrap=True))
        self.column.addLayout(self._body())
        self._main, away, back = PrimaryButton("用这些列"), PlainButton("取消"), TextButton("恢复默认")
        self._main.clicked.connect(self._take)
        away.clicked.connect(self.reject)
        back.clicked.connect(lambda: self._fill(self._module.columns))
        self.set_foot([self._main, away], [back])
        self._fill(shown)

    def _body(self) -> QHBoxLayout:
        holder = QWidget()
        holder.setLayout(self._rows)
        self._area: QScrollArea = scroll(holder)
        self._area.setFixedHeight(min(ROOM, current_theme().px(24) * 12))
        self.up, self.down = PlainButton("上移"), PlainButton("下移")
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        side = QVBoxLayout()
        side.setSpacing(8)
        for button in (self.up, self.down):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the focus stays on the field that moves
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._area, 1)
        row.addLayout(side)
        return row

    def _fill(self, shown: Sequence[str]) -> None:
        for _, box in self.boxes:
            self._rows.removeWidget(box)
            box.deleteLater()
        fields = {spec.name: spec for spec in offered_fields(self._module)}
        names = [*(name for name in shown if name in fields), *(name for name in fields if name not in shown)]
        self.boxes = [(name, self._make_box(fields[name], name in shown)) for name in names]
        self.boxes[0][1].setFocus()

    def _make_box(self, spec: Field, on: bool) -> CheckBox:
        box = CheckBox(spec.label)
        box.setChecked(on)
        if spec.name == self._module.entity.title:
            box.setChecked(True)
            box.setToolTip("这一列总是显示")
            box.clicked.connect(lambda _on: box.setChecked(True))
        box.installEventFilter(self)
        self._rows.addWidget(box)
        return box

    def _move(self, by: int) -> None:
        """Move the field that has the focus."""
        at = next((place for place, (_, box) in enumerate(self.boxes) if box.hasFocus()), -1)
        goal = at + by
        if at < 0 or not 0 <= goal < len(self.boxes):
            return
        row = self.boxes.pop(at)
        self.boxes.insert(goal, row)
        self._rows.removeWidget(row[1])
        self._rows.insertWidget(goal, row[1])
        for (_, first), (_, second) in zip(self.boxes, self.boxes[1:], strict=False):
            QWidget.setTabOrder(first, second)
        row[1].setFocus()
        self._rows.activate()
        self._area.ensureWidgetVisible(row[1])

    def _take(self) -> None:
        self.chosen = [name for name, box in self.boxes if box.isChecked()]
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, CheckBox):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
            if step:
                at = [box for _, box in self.boxes].index(watched) + step
                self.boxes[max(0, min(len(self.boxes) - 1, at))][1].setFocus()
                return True
        return super().eventFilter(watched, event)


def choose_columns(module: Module, shown: Sequence[str], parent: QWidget) -> list[str] | None:
    """Ask which columns to show; None if the user turned away. The ones that ship come back as an empty list."""
    dialog = ColumnChoice(module, shown, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = dialog.chosen
    dialog.deleteLater()
    parent.window().activateWindow()  # the focus goes back to it
    if not accepted:
        return None
    return [] if chosen == list(module.columns) else chosen
