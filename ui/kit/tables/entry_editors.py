"""What one types with in a cell: a line with suggestions, several lines for a long text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QPlainTextEdit, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.kit.inputs.inputs import LineEdit
from ui.kit.inputs.reference_field import SuggestionList, is_typed_reading
from ui.theme import current_theme

Offers = list[tuple[str, str]]  # id or code, words
Ask = Callable[[Field, str, Callable[[Offers], None]], None]


def dress(editor: QWidget, kind: str) -> None:
    """As tight as a cell, with the focus edge of the theme."""
    edge = current_theme().tokens["focus"]
    editor.setStyleSheet(f"{kind}{{min-height:0;padding:0 5px;border:2px solid {edge};border-radius:0}}")


class CellLine(LineEdit):
    """One line; choices come while one types, ↑↓ go through them, Enter and Tab take the one that is marked.

    `taken`: id or code of what was chosen, None for a text nobody was chosen for.
    """

    changed = Signal()

    def __init__(self, spec: Field, ask: Ask | None, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.spec, self.ask = spec, ask
        self.taken: object = None
        self.popup: SuggestionList | None = None
        self._pause = QTimer(self, interval=0 if spec.codes else 120, singleShot=True)
        self._pause.timeout.connect(self.look)
        self.textEdited.connect(self._typed)
        dress(self, "QLineEdit")

    @property
    def choosing(self) -> bool:
        return self.popup is not None and self.popup.isVisible()

    def look(self) -> None:
        """Ask for what fits the text, or the last name of several."""
        if self.ask is not None:
            self.ask(self.spec, self._last(), self._offer)

    def _last(self) -> str:
        return self.text().split("、")[-1].strip() if self.spec.kind.many else self.text().strip()

    def _typed(self, _text: str) -> None:
        self.taken = None
        self.hide_choices()
        if self.ask is not None:
            self._pause.start()

    def _offer(self, found: Offers) -> None:
        if not self.isVisible() or (not found and self.popup is None):
            return
        if self.popup is None:
            self.popup = SuggestionList(self)  # type: ignore[arg-type]
            self.destroyed.connect(self.popup.deleteLater)
        self.popup.offer(self, found)

    def take_item(self, item: QListWidgetItem) -> None:
        """Called by the list that is clicked."""
        words = item.text().split(" · ")[0]
        if self.spec.kind.many:
            parts = [part.strip() for part in self.text().split("、")[:-1] if part.strip()]
            self.setText("、".join([*parts, words]))
        else:
            self.taken = item.data(Qt.ItemDataRole.UserRole)
            self.setText(words)
        self.hide_choices()
        self.changed.emit()

    def take_marked(self) -> None:
        """The choice that is marked, if something was typed; the one that is spelled out counts before the first."""
        if not self.choosing or self.popup is None or not self._last():
            return
        rows = [self.popup.item(at) for at in range(self.popup.count())]
        same = [each for each in rows if each.text().split(" · ")[0] == self._last()]
        marked = self.popup.currentItem()
        free = self.spec.written and not is_typed_reading(self._last())  # the name may stand as it is
        if marked is not None and (marked in same or not (same or free)):
            self.take_item(marked)
        elif same:
            self.take_item(same[0])

    def hide_choices(self) -> None:
        self._pause.stop()
        if self.popup is not None:
            self.popup.hide()

    def step(self, by: int) -> None:
        if self.popup is not None:
            self.popup.setCurrentRow(max(0, min(self.popup.count() - 1, self.popup.currentRow() + by)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.choosing and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.look()
        else:
            super().keyPressEvent(event)


class CellText(QPlainTextEdit):
    """Several lines over the cell; Enter is done, Alt+Enter begins a line."""

    def __init__(self, spec: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.taken: object = None
        self.setTabChangesFocus(True)
        dress(self, "QPlainTextEdit")

    def text(self) -> str:
        return self.toPlainText()

    def setText(self, text: str) -> None:
        self.setPlainText(text)
        self.selectAll()

    def start_line(self) -> None:
        self.insertPlainText("\n")


def pick_codes(entries: Sequence[tuple[str, str]], text: str) -> Offers:
    """Entries that begin with the text or its pinyin initials, then those that hold it; all for an empty one."""
    typed = normalise_text(text).lower()
    words = {each: normalise_text(each[1]).lower() for each in entries}
    first = [each for each in entries if words[each].startswith(typed) or initials(each[1]).startswith(typed)]
    return [*first, *(each for each in entries if each not in first and typed in words[each])]


def initials(word: str) -> str:
    return read_initials(word).lower()


def make_cell_editor(spec: Field, ask: Ask, parent: QWidget) -> CellLine | CellText:
    if spec.kind is Kind.LONG_TEXT:
        return CellText(spec, parent)
    return CellLine(spec, ask if spec.codes or spec.target else None, parent)
