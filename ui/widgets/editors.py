"""One editor per kind of field. All give a value, take one, and say when the user changed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QWidget

from cppcc_desktop.domain.fields import Field, Kind, Value, mask
from cppcc_desktop.services.codes import CodeLists
from cppcc_desktop.services.pinyin import read_initials
from ui.theme import Theme, current_theme, follow_theme
from ui.widgets.buttons import SmallButton, TextButton
from ui.widgets.chips import FilterChip
from ui.widgets.combo import ComboBox, first_match
from ui.widgets.flow import FlowLayout
from ui.widgets.inputs import KeyPick, LineEdit, TextEdit
from ui.widgets.ticks import CheckBox

# text → asks for suggestions, which come later through the second argument
Suggest = Callable[[str, str, Callable[[list[tuple[str, str]]], None]], None]
Reveal = Callable[[str, Callable[[str], None]], None]


class LineField(LineEdit):
    """Text, date or number as typed; several short texts are separated by 、."""

    edited = Signal()

    def __init__(self, spec: Field) -> None:
        super().__init__(placeholder="2026-03-05" if spec.kind is Kind.DATE else "")
        self._many = spec.kind.many
        if spec.kind is Kind.TEXT:
            self.setMaxLength(max(spec.limit * 4, 400))  # the service says what is too long, nothing is cut silently
        self.textEdited.connect(lambda _text: self.edited.emit())

    def put(self, value: Value, _word: str = "") -> None:
        self.setText("、".join(value) if isinstance(value, list) else "" if value is None else str(value))
        self.setCursorPosition(0)

    def value(self) -> object:
        text = self.text().strip()
        if self._many:
            return [part.strip() for part in text.replace("，", "、").split("、") if part.strip()] or None
        return text or None


class TextField(TextEdit):
    """Several lines."""

    edited = Signal()

    def __init__(self, spec: Field) -> None:
        super().__init__("", lines=spec.lines)
        self._putting = False
        self.textChanged.connect(self._tell)

    def put(self, value: Value, _word: str = "") -> None:
        self._putting = True
        self.setPlainText("" if value is None else str(value))
        self._putting = False

    def value(self) -> object:
        return self.toPlainText().strip() or None

    def _tell(self) -> None:
        if not self._putting:
            self.edited.emit()


class CodeField(ComboBox):
    """One entry of a code list; a retired one stays readable in old records."""

    edited = Signal()

    def __init__(self, spec: Field, codes: CodeLists) -> None:
        self._codes, self._list = codes, spec.codes
        self._entries = [(each.code, each.label) for each in codes.entries(spec.codes)]
        super().__init__([(None, ""), *self._entries], initials=read_initials)
        self.picked.connect(lambda _key: self.edited.emit())

    def put(self, value: Value, _word: str = "") -> None:
        known = [code for code, _ in self._entries]
        if value is not None and value not in known:
            self.set_choices([(None, ""), *self._entries, (value, self._codes.label(self._list, str(value)))])
        self.set_key(value)

    def value(self) -> object:
        return self.key()

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)


class TickField(CheckBox):
    """Yes or no."""

    edited = Signal()
    error_changed = Signal(str)

    def __init__(self, spec: Field) -> None:
        super().__init__(spec.label)
        self._stored: Value = None
        self.clicked.connect(lambda _on: self.edited.emit())
        follow_theme(self._stand)

    def _stand(self, theme: Theme) -> None:
        self.setMinimumHeight(theme.px(32))  # as high as the field beside it

    def put(self, value: Value, _word: str = "") -> None:
        self._stored = value
        self.setChecked(bool(value))

    def value(self) -> object:
        """Never asked stays never asked until it is ticked."""
        return None if self._stored is None and not self.isChecked() else self.isChecked()

    def set_error(self, text: str) -> None:
        self.error_changed.emit(text)

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)


class SensitiveField(QWidget):
    """Masked; 修改 shows the whole value for editing, and that is noted in the program's log."""

    edited = Signal()
    error_changed = Signal(str)

    def __init__(self, spec: Field, reveal: Reveal) -> None:
        super().__init__()
        self._spec, self._reveal = spec, reveal
        self._stored: Value = None
        self._open = True
        self.line = LineEdit()
        self.line.setAccessibleName(spec.label)
        self.button = SmallButton("修改")
        self.button.setAccessibleName(f"显示并修改{spec.label}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.error_changed.connect(self.error_changed)
        self.button.clicked.connect(self._ask)

    def put(self, value: Value, _word: str = "") -> None:
        self._stored = value
        self._open = value is None
        self.line.setText("" if value is None else mask(self._spec, str(value)))
        self.line.set_read_only(not self._open)
        self.button.setVisible(not self._open)

    def value(self) -> object:
        return (self.line.text().strip() or None) if self._open else self._stored

    def set_error(self, text: str) -> None:
        self.line.set_error(text)

    def set_read_only(self, read_only: bool) -> None:
        self.line.set_read_only(read_only or not self._open)
        self.button.setEnabled(not read_only)

    def _ask(self) -> None:
        self._reveal(self._spec.name, self._show)

    def _show(self, whole: str) -> None:
        self._open = True
        self.line.set_read_only(False)
        self.line.setText(whole)
        self.button.hide()
        self.line.setFocus()


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


class ReferenceField(LineEdit):
    """A record found by typing part of its name; ↑↓ and Enter choose. What names nobody is marked wrong."""

    edited = Signal()
    chosen = Signal(str, str)  # id, words

    def __init__(self, spec: Field, suggest: Suggest, placeholder: str = "输入姓名或名称查找") -> None:
        super().__init__(placeholder=placeholder)
        self._spec, self._suggest = spec, suggest
        self._record: Value = None
        self._word = ""
        self._popup: SuggestionList | None = None
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
            return None
        return self._record if text == self._word else text

    def take_item(self, item: QListWidgetItem) -> None:
        record = str(item.data(Qt.ItemDataRole.UserRole))
        self.put(record, item.text().split(" · ")[0])
        self._hide()
        self.edited.emit()
        self.chosen.emit(record, self._word)

    def _typed(self, _text: str) -> None:
        self._pause.start()
        self.edited.emit()

    def _look(self) -> None:
        self._suggest(self._spec.target, self.text().strip(), self._offer)

    def _offer(self, choices: list[tuple[str, str]]) -> None:
        if not self.hasFocus():
            return
        if self._popup is None:
            self._popup = SuggestionList(self)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.offer(self, choices)

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
        elif popup is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_item(popup.currentItem())
        elif popup is not None and key == Qt.Key.Key_Escape:
            self._hide()
        else:
            super().keyPressEvent(event)

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


class ChipsField(QWidget):
    """Several entries as chips with ×, and a way to add one more."""

    edited = Signal()
    error_changed = Signal(str)

    def __init__(self, adder: QWidget) -> None:
        super().__init__()
        self._items: list[tuple[str, str]] = []
        self._adder = adder
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(0, 2, 0, 2)
        self._chips: list[FilterChip] = []
        self._flow.addWidget(adder)
        self.setFocusProxy(adder)
        follow_theme(self._stand)

    def _stand(self, theme: Theme) -> None:
        """In one line with the chips."""
        if isinstance(self._adder, TextButton):
            self._adder.setFixedHeight(theme.px(28))

    def put_items(self, items: Sequence[tuple[str, str]]) -> None:
        self._items = list(items)
        self._build()

    def value(self) -> object:
        return [key for key, _ in self._items] or None

    def add(self, key: str, word: str) -> None:
        """One more entry; one that is there already is not added again."""
        if key not in [each for each, _ in self._items]:
            self._items.append((key, word))
            self._build()
            self.edited.emit()

    def set_error(self, text: str) -> None:
        self.error_changed.emit(text)

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)

    def _remove(self, key: str) -> None:
        place = [each for each, _ in self._items].index(key)
        self._items = [each for each in self._items if each[0] != key]
        self._build()
        (self._chips[place] if place < len(self._chips) else self._adder).setFocus()
        self.edited.emit()

    def _build(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._flow.removeWidget(self._adder)
        self._chips = []
        for key, word in self._items:
            chip = FilterChip(word, active=True)
            chip.removed.connect(lambda each=key: self._remove(each))
            self._chips.append(chip)
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self._adder)
        for before, after in zip(self._chips, [*self._chips[1:], self._adder], strict=False):
            QWidget.setTabOrder(before, after)
        self.updateGeometry()


class PickMenu(QMenu):
    """A menu in which pinyin initials pick, as in a choice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pick = KeyPick(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if not letter.strip() or not letter.isprintable():
            super().keyPressEvent(event)
            return
        actions = self.actions()
        row = first_match([each.text() for each in actions], self._pick.add(letter), read_initials)
        if row >= 0:
            self.setActiveAction(actions[row])


class CodesField(ChipsField):
    """Several entries of a code list, in the order given."""

    def __init__(self, spec: Field, codes: CodeLists) -> None:
        self._codes, self._spec = codes, spec
        button = TextButton("添加", "plus", small=True)
        button.setAccessibleName(f"添加{spec.label}")
        super().__init__(button)
        menu = PickMenu(self)
        for each in codes.entries(spec.codes):
            menu.addAction(each.label, lambda code=each: self.add(code.code, code.label))
        button.set_menu(menu)

    def put(self, value: Value, _word: str = "") -> None:
        found = value if isinstance(value, list) else []
        self.put_items([(code, self._codes.label(self._spec.codes, code)) for code in found])


class ReferencesField(ChipsField):
    """Several records in the order given, each found by typing."""

    def __init__(self, spec: Field, suggest: Suggest) -> None:
        self.finder = ReferenceField(spec, suggest, "＋ 添加：输入姓名")
        self.finder.setAccessibleName(f"添加{spec.label}")
        self.finder.setProperty("kind", "filter")  # as high as a chip
        super().__init__(self.finder)
        self.finder.chosen.connect(self._chosen)
        self.finder.edited.connect(self.edited)
        self.finder.error_changed.connect(self.error_changed)

    def put(self, value: Value, word: str = "") -> None:
        found = value if isinstance(value, list) else []
        words = word.split("、")
        self.finder.put(None)
        self.put_items(list(zip(found, words if len(words) == len(found) else found, strict=True)))

    def value(self) -> object:
        """The ids; a name that was typed but not chosen goes along, the service finds or refuses it."""
        typed = self.finder.text().strip()
        return [*(key for key, _ in self._items), *([typed] if typed else [])] or None

    def set_error(self, text: str) -> None:
        self.finder.set_error(text)

    def _stand(self, theme: Theme) -> None:
        super()._stand(theme)
        self.finder.setFixedWidth(theme.text_width(180))

    def _chosen(self, record: str, word: str) -> None:
        self.add(record, word)
        self.finder.put(None, "")


class EnterMoves(QObject):
    """Enter goes to the next field, Ctrl+Enter is left to the page; it never saves (look.md §3)."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
                watched.focusNextPrevChild(True)
                return True
        return False


def make_editor(spec: Field, codes: CodeLists, suggest: Suggest, reveal: Reveal) -> Any:
    """The editor for a field of this kind."""
    if spec.sensitive:
        return SensitiveField(spec, reveal)
    if spec.kind is Kind.LONG_TEXT:
        return TextField(spec)
    if spec.kind is Kind.CODE:
        return CodeField(spec, codes)
    if spec.kind is Kind.CODES:
        return CodesField(spec, codes)
    if spec.kind is Kind.BOOLEAN:
        return TickField(spec)
    if spec.kind is Kind.REFERENCE:
        return ReferenceField(spec, suggest)
    if spec.kind is Kind.REFERENCES:
        return ReferencesField(spec, suggest)
    return LineField(spec)
