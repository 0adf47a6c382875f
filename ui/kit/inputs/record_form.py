"""The one form builder: field descriptions in, editors with labels and errors out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value, says
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.office.codes import CodeLists
from ui.kit.frame.labels import ElidedLabel, label
from ui.kit.frame.scrolling import bring_into_view
from ui.kit.inputs.choice_field import ChoiceField
from ui.kit.inputs.editors import (
    EnterMoves,
    Reveal,
    SensitiveField,
    TextField,
    make_editor,
)  # fmt: skip
from ui.kit.inputs.form_history import FormHistory
from ui.kit.inputs.inputs import FieldBox
from ui.kit.inputs.phrases import PhraseButton
from ui.kit.inputs.reference_field import ReferenceField, Suggest
from ui.kit.inputs.segments import MOST, SegmentField
from ui.theme import Theme, current_theme, follow_theme

ONE_COLUMN_FROM = 1.5  # from this type size on (look.md §4)


class RecordForm(QWidget):
    """Editors for `fields` in reading order, two columns wide at normal type size; `segments` have their answers in sight.

    `edited(n)`: n fields differ from what was put. Photos have their own place on the page.
    """

    edited = Signal(int)

    def __init__(
        self, fields: Sequence[Field], codes: CodeLists, suggest: Suggest, reveal: Reveal, *, columns: int = 2,
        titles: bool = True, required: Sequence[str] = (), today: Callable[[], date] = date.today,
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None, segments: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.fields = [spec for spec in fields if spec.kind is not Kind.PHOTO]
        self._columns, self._titles = columns, titles
        self._required = {spec.name for spec in self.fields if spec.required} | set(required)
        self._stored: dict[str, Value] = {}
        self._saved: dict[str, object] = {}
        self._enter = EnterMoves(self)
        self._traits, self._specs = codes.traits(), {spec.name: spec for spec in self.fields}
        self._held: set[str] = set()  # fields that are not asked for yet
        self._locked: set[str] = set()  # below them stands why they cannot be typed in
        self._shown: frozenset[str] = frozenset()
        few = choices or {}  # fields that can only be one of a few things: ids and words
        self.editors: dict[str, Any] = {
            spec.name: ChoiceField(few[spec.name]) if spec.name in few
            else SegmentField(spec, codes) if spec.name in segments and len(codes.entries(spec.codes)) <= MOST
            else make_editor(spec, codes, suggest, reveal, today) for spec in self.fields
        }  # fmt: skip
        self._boxes = {name: FieldBox(editor) for name, editor in self.editors.items()}
        self._labels = {spec.name: self._make_label(spec) for spec in self.fields}
        self._headings = {
            each: ElidedLabel(each, "bold") for each in dict.fromkeys(s.group for s in self.fields) if each
        }
        for part in (*self._labels.values(), *self._boxes.values(), *self._headings.values()):
            part.setParent(self)  # those that are not asked for are in no layout
        for editor in self.editors.values():
            editor.edited.connect(self._tell)
            self._watch_enter(editor)
        self._phrases = [
            self._offer_phrases(spec, phrases) for spec in self.fields
            if spec.phrases and (phrases := [each.label for each in codes.entries(spec.phrases)])
        ]  # fmt: skip
        self.history = FormHistory(self, self.editors, self._go, self._tell)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._placed, self._stretched = 0, 0
        follow_theme(self._arrange)

    # values

    def put(self, values: Mapping[str, Value], words: Mapping[str, str]) -> None:
        """Show stored values; nothing counts as edited."""
        self._saved.clear()
        for name, editor in self.editors.items():
            self._stored[name] = values.get(name)
            editor.put(values.get(name), words.get(name, ""))
            editor.set_error("")
        self.history.begin()
        self._tell()

    def renew(self, values: Mapping[str, Value], words: Mapping[str, str]) -> None:
        """What is stored now; fields that were edited meanwhile keep what was typed."""
        kept = self.changes()
        self._saved.clear()
        for name, editor in self.editors.items():
            self._stored[name] = values.get(name)
            if name not in kept:
                editor.put(values.get(name), words.get(name, ""))
                self.history.renew(name)
        self._tell()

    def revert(self, values: Mapping[str, Value], words: Mapping[str, str]) -> None:
        """Back to what is stored, field by field, so that Ctrl+Z brings each back."""
        for name in self.changes():
            self.history.commit(name)
            self.editors[name].put(values.get(name), words.get(name, ""))
            self.editors[name].set_error("")
            self.history.commit(name)
        self._tell()

    def typed(self) -> dict[str, object]:
        """What stands in the fields that differ from what was put, as their editors give it to a draft."""
        return {name: self.editors[name].typed() for name in self.changes()}

    def put_typed(self, typed: Mapping[str, object]) -> list[str]:
        """Bring back what was typed; names of the fields that differ from what is stored now."""
        for name, each in typed.items():
            if name in self.editors:
                self.editors[name].put_typed(each)
                self.history.commit(name)
        self._tell()
        return list(self.changes())

    def take_saved(self, changes: Mapping[str, object]) -> None:
        """These changes are stored; until they are read back, what was typed for them counts as unchanged."""
        self._saved.update(changes)
        self._tell()

    def changes(self) -> dict[str, object]:
        """Fields whose content differs from what was put, as entered."""
        now = {name: editor.value() for name, editor in self.editors.items()}
        before = {**self._stored, **self._saved}
        return {name: value for name, value in now.items() if as_typed(value) != as_typed(before.get(name))}

    def entered(self) -> dict[str, object]:
        """Everything that is filled in."""
        found = {name: editor.value() for name, editor in self.editors.items()}
        return {name: value for name, value in found.items() if value is not None}

    def propose(self, values: Mapping[str, Value], words: Mapping[str, str]) -> None:
        """Put values into some of the fields as if they had been typed."""
        for name, value in values.items():
            self.editors[name].put(value, words.get(name, ""))
        self._tell()

    def add_below(self, name: str, part: QWidget) -> QWidget:
        """Put something below a field, as wide as it; whoever made it shows and hides it."""
        self._boxes[name].layout().addWidget(part)  # type: ignore[union-attr]
        return part

    def show_error(self, name: str, text: str) -> bool:
        """Mark a field wrong and go there; False if the form has no such field."""
        if name not in self.editors:
            return False
        self.editors[name].set_error(text)
        self._go(name)
        return True

    def show_invalid(self, error: InvalidField) -> bool:
        """Mark all fields that are wrong and go to the first; False if the form does not have that one."""
        for each in reversed(error.others):
            self.show_error(each.field, each.what)
        return self.show_error(error.field, error.what)

    def _go(self, name: str) -> None:
        self.editors[name].setFocus()
        bring_into_view(self._boxes[name])

    def clear_errors(self) -> None:
        for editor in self.editors.values():
            editor.set_error("")

    def set_read_only(self, read_only: bool) -> None:
        for editor in self.editors.values():
            editor.set_read_only(read_only)
        for button in self._phrases:
            button.setHidden(read_only)

    def lock(self, names: Iterable[str], why: str = "") -> None:
        """These can be read and not changed; `why` is said below each."""
        for name in (each for each in names if each in self.editors):
            self.editors[name].set_read_only(True)
            if why and name not in self._locked:
                self._locked.add(name)
                self.add_below(name, label(why, "note"))

    def find_empty(self) -> str:
        """The first field that is asked for and not filled in; "" where all are."""
        return next((s.name for s in self.fields if s.name in self._shown and self.editors[s.name].value() is None), "")

    def focus_first(self) -> None:
        if self.fields:
            self.editors[self.fields[0].name].setFocus()

    def focus_back(self) -> None:
        """To the field that had the focus last."""
        last = self.focusWidget()
        if last is not None and last.isEnabled():
            last.setFocus()
        else:
            self.focus_first()

    def hold_back(self, names: Iterable[str]) -> None:
        """Do not ask for these until they are released."""
        self._held |= set(names)
        self._fold_fields()

    def release(self, names: Iterable[str]) -> None:
        """Ask for these from now on."""
        self._held -= set(names)
        self._fold_fields()

    def _tell(self) -> None:
        self._fold_fields()
        self.edited.emit(len(self.changes()))

    def _fold_fields(self) -> None:
        """Fields come and go with what is chosen elsewhere in the form, and become such as must be filled in."""
        for spec in self.fields:
            if spec.needed_with:
                self._dress_label(spec, current_theme())
        if self._placed and frozenset(s.name for s in self.fields if self._is_asked(s)) != self._shown:
            self._placed = 0
            self._arrange(current_theme())

    def _is_asked(self, spec: Field) -> bool:
        """Whether the field is shown: what is filled in always is."""
        if self.editors[spec.name].value() not in (None, False):
            return True
        if spec.name in self._held:
            return False
        return spec.only_with is None or self._says(spec.only_with, otherwise=True)

    def _says(self, wanted: tuple[str, str], *, otherwise: bool) -> bool:
        """Whether another field of the form stands so; `otherwise` where the form has no such field."""
        if wanted[0] not in self.editors:
            return otherwise
        row: Row = {wanted[0]: self.editors[wanted[0]].value()}
        return says(self._specs, row, wanted, self._traits)

    # layout

    def _make_label(self, spec: Field) -> QLabel:
        made = label("", "label")
        if spec.kind is not Kind.BOOLEAN:
            made.setTextFormat(Qt.TextFormat.RichText)
            made.setBuddy(self.editors[spec.name])
            self._name_editor(spec)
        return made

    def _is_wanted(self, spec: Field) -> bool:
        """Whether the field must be filled in as the form stands now."""
        return spec.name in self._required or (
            spec.needed_with is not None and self._says(spec.needed_with, otherwise=False)
        )

    def _name_editor(self, spec: Field) -> None:
        self.editors[spec.name].setAccessibleName(spec.label + ("（必填）" if self._is_wanted(spec) else ""))

    def _offer_phrases(self, spec: Field, phrases: Sequence[str]) -> PhraseButton:
        button = PhraseButton(self.editors[spec.name], phrases, spec.label)
        self.add_below(spec.name, button)
        self._boxes[spec.name].layout().setAlignment(button, Qt.AlignmentFlag.AlignLeft)  # type: ignore[union-attr]
        QWidget.setTabOrder(self.editors[spec.name], button)
        return button

    def _watch_enter(self, editor: Any) -> None:
        """Enter goes on, except in a long text; a field with suggestions sees to it itself."""
        line = editor.line if isinstance(editor, SensitiveField) else editor.focusProxy() or editor
        if not isinstance(line, (TextField, ReferenceField)):
            line.installEventFilter(self._enter)

    def _arrange(self, theme: Theme) -> None:
        """Dress the labels; place everything anew if the columns changed: one from 150 % on."""
        for spec in self.fields:
            self._dress_label(spec, theme)
        columns = 1 if theme.scale >= ONE_COLUMN_FROM else self._columns
        if columns == self._placed:
            return
        self._placed = columns
        shown = [spec for spec in self.fields if self._is_asked(spec)]
        self._shown = frozenset(spec.name for spec in shown)
        self._show_parts({spec.group for spec in shown})
        row, column, group = 0, 0, ""
        for spec in shown:
            if self._titles and spec.group and spec.group != group:
                row, column, group = row + (column > 0), 0, spec.group
                self._grid.addWidget(self._headings[group], row, 0, 1, 2 * columns)
                row += 1
            wide = spec.wide or spec.kind is Kind.REFERENCES  # forty joint sponsors want the room
            if (wide and column) or column >= columns:
                row, column = row + 1, 0
            span = columns - column if wide else 1
            self._place(spec, row, column, span)
            column += span
        for each in range(columns):
            self._grid.setColumnStretch(2 * each + 1, 1)
        for each in range(columns, 3):
            self._grid.setColumnStretch(2 * each + 1, 0)
        self._grid.setRowStretch(self._stretched, 0)
        self._stretched = row + 1
        self._grid.setRowStretch(self._stretched, 1)

    def _show_parts(self, groups: set[str]) -> None:
        """Show the fields that are asked for, and the headings of their groups."""
        for spec in self.fields:
            for part in (self._labels[spec.name], self._boxes[spec.name]):
                part.setVisible(spec.name in self._shown)
        for group, heading in self._headings.items():
            heading.setVisible(self._titles and group in groups)

    def _dress_label(self, spec: Field, theme: Theme) -> None:
        star = f' <span style="color:{theme.tokens["accent"]}">*</span>' if self._is_wanted(spec) else ""
        words = self._labels[spec.name]
        words.setText("" if spec.kind is Kind.BOOLEAN else f"{spec.label}{star}")
        words.setFixedHeight(theme.px(32))  # in one line with the first line of its field
        if spec.needed_with:
            self._name_editor(spec)

    def _place(self, spec: Field, row: int, column: int, span: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        words, box = self._labels[spec.name], self._boxes[spec.name]
        words.setContentsMargins(12 if column else 0, 0, 0, 0)
        self._grid.addWidget(words, row, 2 * column, top | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(box, row, 2 * column + 1, 1, 2 * span - 1, top)


def as_typed(value: object) -> object:
    """What a value looks like in its editor, so that 32 and "32", empty and nothing count as the same."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (str, int)):
        return str(value).strip() or None
    return value or None
