"""排序: the orders a list offers, and which is in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from cppcc_desktop.domain.modules import Module
from ui.lists.filters import ToolButton

Orders = tuple[str, ...]


class OrderTool(ToolButton):
    """`picked(order)` when the user chose; `put` says what is in force. The button names an order no header shows."""

    picked = Signal(object)

    def __init__(self, module: Module) -> None:
        super().__init__("排序", menu=QMenu())
        self._module = module
        self._now: Orders = module.order
        self._group = QActionGroup(self)  # an entry leaves it when the menu is cleared
        self.menu().aboutToShow.connect(self._fill)

    def put(self, order: Sequence[str]) -> None:
        self._now = tuple(order)
        hidden = next((each.label for each in self._module.orders if each.by == self._now), "")
        self.set_word(hidden or "排序")
        self.setAccessibleDescription(hidden)

    def offers(self) -> list[tuple[str, Orders]]:
        """Every order on offer: that of the list, those no header gives, then the columns that may be sorted by."""
        named = [(each.label, each.by) for each in self._module.orders]
        known, words = {by for _, by in named}, {each for each, _ in named}
        fields = [(f"按{self._module.by_name[name].label}", (name,)) for name in self._module.sorts]
        usual = [] if self._module.order in known else [("默认", self._module.order)]
        return [*usual, *named, *(each for each in fields if each[1] not in known and each[0] not in words)]

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        current = self._current()
        for words, by in self.offers():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setActionGroup(self._group)
            action.setChecked(words == current)
            action.triggered.connect(lambda _on=False, each=by: self.picked.emit(each))
        menu.addSeparator()
        turn = menu.addAction("倒过来排")
        turn.setCheckable(True)
        turn.setChecked(bool(self._now) and self._now[0].startswith("-"))
        turn.triggered.connect(lambda: self.picked.emit(turned(self._now)))

    def _current(self) -> str:
        """The words of the order in force, whichever way it runs."""
        for order in (self._now, turned(self._now)):
            for words, by in self.offers():
                if by == order:
                    return words
        first = tuple(each.removeprefix("-") for each in self._now[:1])
        return next((words for words, by in self.offers() if by[:1] == first), "")  # by the header of its column


def turned(order: Sequence[str]) -> Orders:
    """The same order the other way round."""
    return tuple(each.removeprefix("-") if each.startswith("-") else f"-{each}" for each in order)
