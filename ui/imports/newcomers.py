"""Names in a file that no record has: made when it is imported, unless they are another spelling of one that is here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cppcc_desktop.services.imports.imports import Newcomer
from ui.kit.frame.labels import label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.ticks import CheckBox
from ui.theme import Theme, follow_theme

SHOWN = 3  # questions to be seen at once; further ones are scrolled to
MAKE, LEAVE = "make", "leave"


class NewcomerNotice(QFrame):
    """Its tick and its answers. `changed()`: one of them was changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = CheckBox("")
        self.answers: dict[str, ComboBox] = {}
        self._newcomers: Sequence[Newcomer] = ()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self._area)
        self.box.toggled.connect(self._tick)
        follow_theme(self._restyle)

    def show_newcomers(self, newcomers: Sequence[Newcomer]) -> None:
        """Begin with all of them to be made."""
        self._newcomers, self.answers = newcomers, {}
        self.setVisible(bool(newcomers))
        if not newcomers:
            return
        names, first = [each.name for each in newcomers], newcomers[0]
        told = "、".join(names[:6]) + (f" 等 {len(names)} {first.counter}" if len(names) > 6 else "")
        self.box.setText(f"新建{first.label} {len(names)} {first.counter}：{told}")
        self.box.setToolTip("、".join(names))
        self.box.setChecked(True)
        near = [each for each in newcomers if each.near]
        self._area.setVisible(bool(near))
        if near:
            ground = self._questions(near)
            self._area.setWidget(ground)
            for part in (ground, self._area.viewport()):  # on the notice's own ground
                part.setAutoFillBackground(False)
        self._restyle_now()

    def decided(self) -> dict[str, str]:
        """Answers as services.imports.apply_import takes them: id → the record it is, "" for none."""
        given: dict[str, str] = {}
        for each in self._newcomers:
            key = str(self.answers[each.id].key()) if each.id in self.answers else MAKE
            if key == LEAVE or (key == MAKE and not self.box.isChecked()):
                given[each.id] = ""
            elif key != MAKE:
                given[each.id] = key
        return given

    def _questions(self, near: Sequence[Newcomer]) -> QWidget:
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for row, each in enumerate(near):
            same = [(record, f"就是“{name}”") for record, name in each.near]
            answer = ComboBox([(MAKE, f"是另一{each.counter}，新建"), *same, (LEAVE, f"先不填{each.short}")])
            answer.setAccessibleName(f"{each.name}是哪一{each.counter}")
            answer.set_key(MAKE)
            answer.picked.connect(lambda _key: self.changed.emit())
            self.answers[each.id] = answer
            grid.addWidget(label(f"“{each.name}”像是库里的“{each.near[0][1]}”："), row, 0)
            grid.addWidget(answer, row, 1)
        return ground

    def _tick(self, _on: bool) -> None:
        self.changed.emit()

    def _restyle_now(self) -> None:
        rows = min(SHOWN, len(self.answers))
        first = next(iter(self.answers.values()), None)
        height = first.sizeHint().height() + 4 if first else 0
        self._area.setFixedHeight(height * rows + 4)

    def _restyle(self, _theme: Theme) -> None:
        self._restyle_now()
