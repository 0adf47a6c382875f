"""A record found by typing part of its name or its pinyin initials."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cppcc_desktop.domain.description.fields import LETTERS, Field, Value
from ui.kit.inputs.inputs import LineEdit
from ui.theme import current_theme

# text → asks for suggestions, which come later through the second argument
Suggest = Callable[[str, str, Callable[[list[tuple[str, str]]], None]], None]


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SuggestionList(QListWidget):
    """What a typed name may mean, below its field; never takes the focus."""

    def __init__(self, field: ReferenceField) -> None:
        super().__init__(field.window())
        self._window = field.window()
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(field.take_item)
        self.hide()

    def offer(self, field: QWidget, choices: Sequence[tuple[str, str]]) -> None:
        self.clear()
        for record, words in choices:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, record)
            self.addItem(item)
        if not choices:
            self.hide()
            return
        self.setCurrentRow(0)
        height = current_theme().px(28) * min(len(choices), 8) + 4
        self.setGeometry(0, 0, max(field.width(), current_theme().text_width(260)), height)
        place = field.mapTo(self._window, QPoint(0, field.height() + 1))
        if place.y() + height > self._window.height():
            place = field.mapTo(self._window, QPoint(0, -height - 1))
        self.move(place)
        self.raise_()
        self.show()


def is_typed_reading(text: str) -> bool:
    """Whether it is what somebody is looked for by, zjh or a number, and no name."""
    return LETTERS.fullmatch(text) is not None


def has_namesake(choices: Sequence[tuple[str, str]]) -> bool:
    """Whether another choice is called as the first one is: a person must say which is meant."""
    names = [words.split(" · ")[0] for _, words in choices]
    return names.count(names[0]) > 1


class ReferenceField(LineEdit):
    """Suggestions come while one types; ↑↓ and Enter choose, Enter alone takes the first that has no namesake. What
    names nobody is marked wrong when it is saved. Where a written name may stand, Enter alone takes only whom the
    text spells out, or its initials.
    """

    edited = Signal()
    chosen = Signal(str, str)  # id, words
    wrote = Signal(str)  # Enter after a name of nobody in the list, where one may stand
    unknown = Signal(str)  # 登记 was chosen for a name nobody has

    def __init__(self, spec: Field, suggest: Suggest, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder or f"输入{spec.sought}查找")
        self.registers = ""  # what a name nobody has can be registered as: 承办单位; empty where it cannot
        self._spec, self._suggest = spec, suggest
        self._record: Value = None
        self._word = ""
        self._popup: SuggestionList | None = None
        self._take_first = False  # Enter came before the suggestions
        self._pause = QTimer(self, interval=150, singleShot=True)
        self._pause.timeout.connect(self._look)
        self.textEdited.connect(self._typed)
        self.entered.connect(lambda: self.focusNextPrevChild(True))

    def put(self, value: Value, word: str = "") -> None:
        self._record, self._word = value, word
        self.setText(word)
        self.setCursorPosition(0)

    def value(self) -> object:
        """The id; a typed text that was not chosen goes to the service as it is, which finds or refuses it."""
        text = self.text().strip()
        if not text:
            return None if self._word else self._record  # a record without a title shows nothing
        return self._record if text == self._word else text

    def typed(self) -> object:
        """Id and name of what was chosen, and the text as it stands."""
        return [self._record, self._word, self.text()]

    def put_typed(self, typed: object) -> None:
        record, word, text = typed if isinstance(typed, list) and len(typed) == 3 else (None, "", "")
        self.put(record, str(word))
        self.setText(str(text))

    @property
    def open_question(self) -> bool:
        """Something was typed that nobody was chosen for."""
        return bool(self.text().strip()) and self.text().strip() != self._word

    @property
    def target(self) -> str:
        """The kind of record it refers to."""
        return self._spec.target

    @property
    def writes(self) -> bool:
        """Whether a name may stand there that is nobody's in the list."""
        return self._spec.written

    def take_new(self, record: str, title: str) -> None:
        """What was typed is a record now."""
        self._take(record, title)

    def take_item(self, item: QListWidgetItem) -> None:
        if not item.data(Qt.ItemDataRole.UserRole):
            self._hide()
            self.unknown.emit(self.text().strip())
            return
        self._take(str(item.data(Qt.ItemDataRole.UserRole)), item.text())

    def _take(self, record: str, words: str) -> None:
        self.put(record, words.split(" · ")[0])
        self._hide()
        self.chosen.emit(record, self._word)  # first: what takes the choice over empties this field
        self.edited.emit()

    def _typed(self, _text: str) -> None:
        self._take_first = False
        if self._popup is not None:
            self._popup.hide()  # Enter must not take what an older text meant
        self._pause.start()
        self.edited.emit()

    def _look(self) -> None:
        self._pause.stop()
        text = self.text().strip()

        def show(choices: list[tuple[str, str]]) -> None:
            if text == self.text().strip():  # else an answer to a newer text is on its way
                self._offer(choices)

        self._suggest(self._spec.target, text, show)

    def _offer(self, choices: list[tuple[str, str]]) -> None:
        if not self.hasFocus():
            return
        first, self._take_first = self._take_first, False
        text = self.text().strip()
        if not choices and text and self.registers:
            choices = [("", f"没有“{text}”。登记这个{self.registers}…")]
            first = False
        if first and choices and self._means_first(text, choices) and not has_namesake(choices):
            self._take(*choices[0])
            return
        if self._popup is None:
            self._popup = SuggestionList(self)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.offer(self, choices)
        if choices and not self._means_first(text, choices):
            self._popup.setCurrentRow(-1)

    def _means_first(self, text: str, choices: Sequence[tuple[str, str]]) -> bool:
        """Whether Enter may take the first choice for what was typed: 王建 is not 王建设 where any name may stand."""
        return not self._spec.written or text in ("", choices[0][1].split(" · ")[0]) or is_typed_reading(text)

    def _hide(self) -> None:
        self._pause.stop()
        if self._popup is not None:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup if self._popup is not None and self._popup.isVisible() else None
        key = event.key()
        opens = popup is None and key in (Qt.Key.Key_F4, Qt.Key.Key_Down)
        if opens:
            self._look()
        elif popup is not None and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            popup.setCurrentRow(max(0, min(popup.count() - 1, popup.currentRow() + step)))
        elif popup is not None and key in ENTER and popup.currentItem() is not None:
            self.take_item(popup.currentItem())
        elif key in ENTER and self._writes_name():
            self._hide()
            self.wrote.emit(self.text().strip())
            super().keyPressEvent(event)
        elif key in ENTER and self._pause.isActive() and self.open_question:
            self._take_first = True
            self._look()
        elif popup is not None and key == Qt.Key.Key_Escape:
            self._hide()
        else:
            super().keyPressEvent(event)

    def _writes_name(self) -> bool:
        """Whether the suggestions to a name that may stand as it is are there, and none was chosen."""
        written = self._spec.written and not is_typed_reading(self.text().strip())
        return written and self.open_question and not self._pause.isActive()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            shown = self._popup is not None and self._popup.isVisible()
            if (shown and event.key() == Qt.Key.Key_Escape) or event.key() == Qt.Key.Key_Down:
                event.accept()  # the innermost thing comes before the shortcuts of the page
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide()
