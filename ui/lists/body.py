"""The table of a list, or what stands in its place while there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from cppcc_desktop.domain.modules import Module
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.leaving import take_out
from ui.kit.tables.record_table import RecordTable

BIN = "回收站"


class ListBody(QStackedWidget):
    """Shows the table unless `put` gave an empty state; the focus goes with it."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self.table = table
        self.empty: EmptyState | None = None
        self._replaced: QWidget | None = None  # a button that left while it says so
        self.addWidget(table)

    def take_focus(self) -> None:
        """To the table, or to what the empty list offers first."""
        buttons = self.empty.findChildren(QPushButton) if self.empty else []
        (buttons[0] if buttons else self.table).setFocus()

    def put(self, state: EmptyState, instead_of: QWidget | None = None) -> None:
        """Say why there is nothing; a button elsewhere that it offers itself leaves meanwhile: one is red, not two."""
        inside = self._holds_focus()
        self.drop()
        self.empty, self._replaced = state, instead_of
        if instead_of is not None:
            instead_of.hide()
        self.addWidget(state)
        self.setCurrentWidget(state)
        if inside:
            self.take_focus()

    def drop(self) -> None:
        """The table again."""
        state, self.empty = self.empty, None
        replaced, self._replaced = self._replaced, None
        if replaced is not None:
            replaced.show()
        if state is not None:
            inside = self._holds_focus()
            self.setCurrentWidget(self.table)
            if inside:
                self.table.setFocus()
            take_out(self, state)
            state.deleteLater()

    def _holds_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)


def nothing_yet(module: Module, new: Callable[[], object], load: Callable[[], object]) -> EmptyState:
    """The list has no record at all: what to do first."""
    if module.opens:
        return EmptyState(module.icon, f"还没有{module.label}", (module.hint,), [])
    words = f"新建{module.entity.label}"
    offers: list[tuple[QPushButton, Callable[[], object]]] = [(PrimaryButton(words, "plus"), new)]
    if module.importable:
        offers = [
            (PrimaryButton(module.import_label, "download"), load),
            (PlainButton(words, "plus"), new),
        ]
    for button, act in offers:
        button.clicked.connect(lambda _on=False, each=act: each())
    return EmptyState(module.icon, f"还没有{module.label}", (module.hint,), [button for button, _ in offers])


def no_result(module: Module, said: str, clear: Callable[[], object]) -> EmptyState:
    """Nothing under these conditions: which they are, and the way back."""
    button = PlainButton("清除条件")
    button.clicked.connect(lambda: clear())
    if said == BIN:
        return EmptyState("trash", f"{BIN}是空的", ("删掉的记录放在这里，可以取回。",), [button])
    title = f"没有“{said}”的{module.label}" if said else f"这里没有{module.label}"
    return EmptyState("find", title, ("换个条件再看。",), [button])
