"""Entering the next record beside the list, without leaving it (look.md §7, Right panel)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.lists.body import ListBody
from ui.session import Session
from ui.theme import Theme, current_theme, follow_theme

WIDTH = 408  # of the panel at 100 %
LARGE = 1.5  # type size from which it stands in place of the list
LEAST_LIST = 560  # what the list keeps beside it


@dataclass(frozen=True, kw_only=True)
class EntryPanel:
    """The panel of a list in which its records are entered one after another.

    `make` gives a widget with `begin()`, called when the list comes up, `take_focus()`, `set_alone(on)`: the list is not in
    sight, and the signal `left()`: back to it. Where there is no room beside the list, or at large type, it stands in place of the list while it is used.
    """

    module: str
    make: Callable[[Session], Any]


def find_entry(session: Session, module: str) -> EntryPanel | None:
    """The panel of a list whose noun has one; nobody who only reads needs it."""
    found = (each for each in session.parts(EntryPanel) if each.module == module)
    return None if session.read_only else next(found, None)


class EntrySlot(QWidget):
    """The table and the panel: beside each other, or the one that is used in place of the other."""

    def __init__(self, panel: Any, body: ListBody) -> None:
        super().__init__()
        self.panel, self._body = panel, body
        self._button: QPushButton | None = None  # what begins a new record: of no use while the panel stands there
        self.beside = False
        self._entering = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(body, 1)
        row.addWidget(panel)
        panel.left.connect(self.leave)
        follow_theme(self._restyle)

    def put_button(self, button: QPushButton) -> None:
        self._button = button
        self._place()

    def enter(self) -> None:
        """Begin to type the next record."""
        self._entering = True
        self._place()
        self.panel.take_focus()

    def leave(self) -> None:
        """Back to the list; what was typed stays."""
        self._entering = False
        self._place()
        self._body.take_focus()

    def _place(self) -> None:
        theme = current_theme()
        wide = theme.text_width(WIDTH)
        self.beside = theme.scale < LARGE and self.width() >= wide + theme.text_width(LEAST_LIST)
        self.panel.setVisible(self.beside or self._entering)
        self._body.setVisible(self.beside or not self._entering)
        self.panel.setMinimumWidth(wide if self.beside else 0)
        self.panel.setMaximumWidth(wide if self.beside else 16_777_215)
        self.panel.set_alone(not self.beside)
        if self._button:
            self._button.setVisible(not self.beside and not self._entering)

    def _restyle(self, _theme: Theme) -> None:
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
