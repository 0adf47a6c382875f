"""A choice of one out of a list, picked by pinyin initials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.icons import CHEVRON, draw_icon
from ui.kit.inputs.inputs import KeyPick
from ui.theme import current_theme, set_role

Initials = Callable[[str], str]


def first_match(words: Sequence[str], typed: str, initials: Initials | None, start: int = 0) -> int:
    """Row whose word or pinyin initials begin with what was typed, from `start` on and round; -1 if none."""
    count = len(words)
    for step in range(count):
        row = (start + step) % count
        word = normalise_text(words[row]).lower()
        if word.startswith(typed) or (initials and initials(words[row]).lower().startswith(typed)):
            return row
    return -1


class PickList(QListView):
    """The opened list of a ComboBox; letters pick in it too."""

    def __init__(self, combo: ComboBox) -> None:
        super().__init__(combo)
        self._combo = combo

    def keyboardSearch(self, search: str) -> None:
        row = self._combo.row_for(search, self.currentIndex().row())
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, self._combo.modelColumn(), QModelIndex()))


class ComboBox(QComboBox):
    """Choices as (key, word); F4 or Alt+↓ opens, letters pick by `initials` (“xwj” finds 县卫健局).

    `edited` is sent whenever the user changes the word shown. `picked(key)` is sent once he has chosen: by a click
    or Enter in the list, and of the closed box by Enter, Tab or leaving it, since the letters and arrows on the way
    (“j” of “jyj”) show words he does not mean. Setting the key by program is silent.
    The wheel changes nothing unless the box has the focus.
    """

    edited = Signal()
    picked = Signal(object)
    error_changed = Signal(str)

    def __init__(
        self,
        choices: Iterable[tuple[object, str]] = (),
        *,
        initials: Initials | None = read_initials,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._initials = initials
        self._pick = KeyPick(self)
        self._on_the_way = False  # in a key or a turn of the wheel, which only move the choice
        self._moved = False  # moved and not yet chosen
        self.error = ""
        self.setProperty("wrong", False)
        self.setView(PickList(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setPlaceholderText(placeholder)
        self.set_choices(choices)
        self.activated.connect(self._take)

    def set_choices(self, choices: Iterable[tuple[object, str]]) -> None:
        """Replace the list; keeps the chosen key if it is still there, else chooses none or the first."""
        kept = self.key()
        self.blockSignals(True)
        self.clear()
        self._keys = []
        for key, word in choices:
            self._keys.append(key)
            self.addItem(word)
        self.blockSignals(False)
        if kept in self._keys:
            self.set_key(kept)
        else:
            self.setCurrentIndex(-1 if self.placeholderText() or not self._keys else 0)
        self.updateGeometry()

    def key(self) -> object:
        """The chosen key, None while nothing is chosen."""
        row = self.currentIndex()
        return self._keys[row] if 0 <= row < len(getattr(self, "_keys", ())) else None

    def set_key(self, key: object) -> None:
        """Choose by key; one that is not in the list chooses nothing."""
        self.setCurrentIndex(self._keys.index(key) if key in self._keys else -1)

    def set_error(self, text: str) -> None:
        if text != self.error:
            self.error = text
            set_role(self, wrong=bool(text))
            self.setAccessibleDescription(text)
            self.error_changed.emit(text)

    def row_for(self, letter: str, current: int) -> int:
        """Where typing a letter leads to from the current row."""
        fresh = not self._pick.letters
        typed = self._pick.add(letter)
        words = [self.itemText(row) for row in range(self.count())]
        return first_match(words, typed, self._initials, current + 1 if fresh else max(current, 0))

    def _take(self, _row: int) -> None:
        self._moved = True
        self.set_error("")
        self.edited.emit()
        if not self._on_the_way:
            self._choose()

    def _choose(self) -> None:
        """What keys have moved to is what was meant."""
        if self._moved:
            self._moved = False
            self.picked.emit(self.key())

    def showPopup(self) -> None:
        around = self.view().parentWidget()
        if isinstance(around, QFrame):
            around.setFrameShape(QFrame.Shape.Box)  # Qt leaves it without an edge
            palette = around.palette()
            palette.setColor(QPalette.ColorRole.WindowText, current_theme().color("border"))
            around.setPalette(palette)
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.showPopup()
            return
        letter = event.text()
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if letter.strip() and letter.isprintable() and not event.modifiers() & held:
            row = self.row_for(letter, self.currentIndex())
            if row >= 0 and row != self.currentIndex():
                self.setCurrentIndex(row)
                self._on_the_way = True
                self._take(row)
                self._on_the_way = False
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._moved:
            self._choose()
            return
        self._on_the_way = True
        super().keyPressEvent(event)
        self._on_the_way = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._choose()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() == Qt.Key.Key_Down:
                event.accept()  # opens this choice, whatever the page does with it
                return True
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._choose()  # Ctrl+S keeps what is shown
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self._on_the_way = True
            super().wheelEvent(event)
            self._on_the_way = False
        else:
            event.ignore()

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().text_width(80), super().minimumSizeHint().height())

    def _cut(self, option: QStyleOptionComboBox) -> str:
        """The word in the room there is, with … where it is cut."""
        edit = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, edit, self).width() - 2
        words = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option: Any = QStyleOptionComboBox()  # the stubs leave its fields out
        styled = QStylePainter(self)
        self.initStyleOption(option)
        option.currentText = self._cut(option)
        if self.currentIndex() < 0:
            option.palette.setBrush(QPalette.ColorRole.ButtonText, option.palette.placeholderText())
        styled.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        styled.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        styled.end()
        side = current_theme().size(CHEVRON)
        token = "text" if self.isEnabled() else "off"
        draw_icon(QPainter(self), "chevron-down", token, CHEVRON, self.width() - side - 6, (self.height() - side) / 2)
