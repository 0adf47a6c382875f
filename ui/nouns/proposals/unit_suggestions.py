"""Units that may handle a case, each with its reasons, below the field one of them is for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cppcc_desktop.nouns.proposals.similar.units import UnitSuggestion, suggest_units
from ui.kit.frame.labels import label
from ui.kit.frame.line_button import PAD, LineButton, line_height
from ui.session import Session
from ui.theme import Theme, follow_theme

MOST = 3
LOOKING, FOUND, NONE = "正在找可能的承办单位", "可能的承办单位，点一下就填上：", "没有可以推荐的单位，请自己填"


class UnitSuggestions(QWidget):
    """As high as three suggestions from the start, so that nothing moves when they come."""

    def __init__(self, session: Session, field: Any, record: str) -> None:
        super().__init__()
        self._field = field
        self.found: list[UnitSuggestion] = []
        self.head = label(LOOKING, "note")
        self.head.setContentsMargins(PAD, 0, 0, 0)
        self.lines = [LineButton() for _ in range(MOST)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        for at, line in enumerate(self.lines):
            column.addWidget(line)
            line.hide()
            line.clicked.connect(lambda _on=False, place=at: self._pick(place))
            line.moved.connect(lambda step, place=at: self._go(place + step))
            line.left.connect(lambda: field.setFocus(Qt.FocusReason.OtherFocusReason))
        column.addStretch(1)
        follow_theme(self._restyle)
        session.read(lambda: suggest_units(session.office, session.actor, record, MOST), self._take, self)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes from the field into the lines, and from the last one on to the next field."""
        super().showEvent(event)
        for before, after in pairwise([self._field, *self.lines]):
            QWidget.setTabOrder(before, after)

    def _take(self, found: list[UnitSuggestion]) -> None:
        self.found = found
        self.head.setText(FOUND if found else NONE)
        for line, unit in zip(self.lines, found, strict=False):
            line.put(unit.name, below="；".join(unit.reasons))
            line.show()

    def _pick(self, place: int) -> None:
        """Fill the field in and go back to it."""
        unit = self.found[place]
        self._field.put_typed([unit.unit, unit.name, unit.name])
        self._field.edited.emit()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, place: int) -> None:
        if place < 0:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place < len(self.found):
            self.lines[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(2 + theme.px(22) + MOST * line_height(theme, two=True))
