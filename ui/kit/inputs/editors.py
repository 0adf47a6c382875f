"""One editor per kind of field. All give a value, take one, and say when the user changed it.

`typed()` is what stands in the editor, as JSON takes it, half-typed and wrong values too; `put_typed` brings it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind, Value, mask, parse_measure
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists
from ui.kit.frame.buttons import SmallButton, TextButton
from ui.kit.frame.flow import FlowBox
from ui.kit.frame.focus import follow_chain
from ui.kit.inputs.chips import FilterChip
from ui.kit.inputs.combo import ComboBox, first_match
from ui.kit.inputs.date_field import DateField
from ui.kit.inputs.inputs import KeyPick, LineEdit, TextEdit, put_line
from ui.kit.inputs.reference_field import ReferenceField, Suggest
from ui.kit.inputs.ticks import CheckBox
from ui.theme import Theme, follow_theme

Reveal = Callable[[str, Callable[[str], None]], None]


class LineField(LineEdit):
    """Text or number as typed; several short texts are separated by 、."""

    edited = Signal()

    def __init__(self, spec: Field) -> None:
        super().__init__()
        self._spec, self._many = spec, spec.kind.many
        if spec.kind is Kind.TEXT:
            self.setMaxLength(max(spec.limit * 4, 400))  # the service says what is too long, nothing is cut silently
            self.pasting.limit = spec.limit
        self.textEdited.connect(lambda _text: self.edited.emit())

    def put(self, value: Value, _word: str = "") -> None:
        put_line(self, "、".join(value) if isinstance(value, list) else "" if value is None else str(value))

    def value(self) -> object:
        text = self.text().strip()
        if text and (self._spec.kind.places or self._spec.kind is Kind.TIME):
            with suppress(InvalidField):  # else the service says what is wrong with it
                return parse_measure(self._spec, text)
        if self._many:
            return [part.strip() for part in text.replace("，", "、").split("、") if part.strip()] or None
        return text or None

    def typed(self) -> object:
        return self.text()

    def put_typed(self, typed: object) -> None:
        self.setText(str(typed or ""))


class TextField(TextEdit):
    """Several lines."""

    edited = Signal()

    def __init__(self, spec: Field) -> None:
        super().__init__("", lines=spec.lines)
        self.pasting.limit = spec.limit
        self._putting = False
        self.textChanged.connect(self._tell)

    def put(self, value: Value, _word: str = "") -> None:
        text = "" if value is None else str(value)
        if text == self.toPlainText():
            return
        place = self.textCursor().position() if self.hasFocus() else 0
        self._putting = True
        self.setPlainText(text)
        self._putting = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.setTextCursor(cursor)

    def value(self) -> object:
        return self.toPlainText().strip() or None

    def typed(self) -> object:
        return self.toPlainText()

    def put_typed(self, typed: object) -> None:
        self.put(str(typed or ""))

    def _tell(self) -> None:
        if not self._putting:
            self.edited.emit()


class CodeField(ComboBox):
    """One entry of a code list; a retired one stays readable in old records."""

    def __init__(self, spec: Field, codes: CodeLists) -> None:
        self._codes, self._list = codes, spec.codes
        self._entries = [(each.code, each.label) for each in codes.entries(spec.codes)]
        self._meanings = {each.code: each.meaning for each in codes.entries(spec.codes) if each.meaning}
        super().__init__([(None, ""), *self._entries], initials=read_initials)

    def set_choices(self, choices: Iterable[tuple[object, str]]) -> None:
        """The list; what an entry means is said beside it: A类, 已解决或基本解决."""
        super().set_choices(choices)
        for code, meaning in self._meanings.items():
            if code in self._keys:
                self.setItemData(self._keys.index(code), meaning, Qt.ItemDataRole.ToolTipRole)

    def put(self, value: Value, _word: str = "") -> None:
        known = [code for code, _ in self._entries]
        if value is not None and value not in known:
            self.set_choices([(None, ""), *self._entries, (value, self._codes.label(self._list, str(value)))])
        self.set_key(value)

    def value(self) -> object:
        return self.key()

    def typed(self) -> object:
        return self.key()

    def put_typed(self, typed: object) -> None:
        self.put(typed if isinstance(typed, str) else None)

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

    def typed(self) -> object:
        return self.isChecked()

    def put_typed(self, typed: object) -> None:
        self.setChecked(bool(typed))

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

    def typed(self) -> object:
        """The text while it is open for editing, None while it is masked."""
        return self.line.text() if self._open else None

    def put_typed(self, typed: object) -> None:
        if typed is None:
            self.put(self._stored)
            return
        self._open = True
        self.line.set_read_only(False)
        self.line.setText(str(typed))
        self.button.hide()

    def set_error(self, text: str) -> None:
        self.line.set_error(text)

    def set_read_only(self, read_only: bool) -> None:
        self.line.set_read_only(read_only or not self._open)
        self.button.setEnabled(not read_only)

    def _ask(self) -> None:
        self._reveal(self._spec.name, self._show)

    def _show(self, whole: str) -> None:
        self.put_typed(whole)
        self.line.setFocus()


class ChipsField(QWidget):
    """Several entries as chips with ×, and a way to add one more."""

    edited = Signal()
    error_changed = Signal(str)

    def __init__(self, adder: QWidget) -> None:
        super().__init__()
        self._items: list[tuple[str, str]] = []
        self._adder = adder
        self._flow = FlowBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.addWidget(self._flow)
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

    def typed(self) -> object:
        return {"items": [list(each) for each in self._items]}

    def put_typed(self, typed: object) -> None:
        items = typed.get("items", []) if isinstance(typed, dict) else []
        self.put_items([(str(key), str(word)) for key, word in items])

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
        before = next((  # nothing goes behind what takes no focus
            each for each in follow_chain(self._adder, back=True)
            if each.focusProxy() is None and each.focusPolicy() is not Qt.FocusPolicy.NoFocus
        ), self._adder)  # fmt: skip
        for chip in self._chips:  # the adder stays where it is, else Tab would go from it out of the form
            QWidget.setTabOrder(before, chip)
            before = chip
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
        self.finder = ReferenceField(spec, suggest, f"＋ 添加：输入{spec.sought}")
        self.finder.setAccessibleName(f"添加{spec.label}")
        self.finder.setProperty("kind", "filter")  # as high as a chip
        super().__init__(self.finder)
        self.finder.chosen.connect(self._chosen)
        self.finder.wrote.connect(lambda name: self._chosen(name, name))
        self.finder.edited.connect(self.edited)
        self.finder.error_changed.connect(self.error_changed)

    def put(self, value: Value, word: str = "") -> None:
        found = value if isinstance(value, list) else []
        words = word.split("、")
        self.finder.put(None)
        self.put_items(list(zip(found, words if len(words) == len(found) else found, strict=True)))

    def value(self) -> object:
        """The ids; a name that was typed but not chosen goes along, the service finds or refuses it."""
        typed = self.finder.text().split("、") if self.finder.open_question else []
        return [*(key for key, _ in self._items), *(each.strip() for each in typed if each.strip())] or None

    def typed(self) -> object:
        return {"items": [list(each) for each in self._items], "text": self.finder.text()}

    def put_typed(self, typed: object) -> None:
        super().put_typed(typed)
        self.finder.put(None)
        self.finder.setText(str(typed.get("text", "")) if isinstance(typed, dict) else "")

    def set_error(self, text: str) -> None:
        self.finder.set_error(text)

    def _stand(self, theme: Theme) -> None:
        super()._stand(theme)
        self.finder.setFixedWidth(theme.text_width(180))

    def _chosen(self, record: str, word: str) -> None:
        self.finder.put(None, "")
        self.add(record, word)


class EnterMoves(QObject):
    """Enter goes to the next field, Ctrl+Enter is left to the page; it never saves (look.md §3)."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
                watched.focusNextPrevChild(True)
                return True
        return False


def make_editor(
    spec: Field, codes: CodeLists, suggest: Suggest, reveal: Reveal, today: Callable[[], date] = date.today
) -> Any:
    """The editor for a field of this kind; `today` is the day that 3月5日 and 昨天 are reckoned from."""
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
    if spec.kind is Kind.DATE:
        return DateField(spec, today)
    return LineField(spec)
