"""Undo of a whole form: what was changed field by field, beyond a text field's own undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

TextWidget = QLineEdit | QPlainTextEdit
MOST = 200  # steps that are remembered


@dataclass(frozen=True)
class TypedStep:
    """One field, as typed before and after."""

    name: str
    before: object
    after: object


class FormHistory(QObject):
    """Ctrl+Z takes back what was typed in the field one is in, then the fields changed before, newest first, and goes
    there; Ctrl+Y does it again. `changed()` is called after each, `go(name)` puts the focus into a field.
    """

    def __init__(
        self, form: QWidget, editors: Mapping[str, Any], go: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        super().__init__(form)
        self._editors, self._go, self._changed = editors, go, changed
        self._now: dict[str, object] = {}
        self._past: list[TypedStep] = []
        self._ahead: list[TypedStep] = []
        self._picking = ""  # a choice the letters of one word are going through: one step
        for name, editor in editors.items():
            editor.edited.connect(lambda each=name: self._edited(each))
            for part in text_parts(editor):
                part.installEventFilter(self)
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            QShortcut(QKeySequence(keys), form, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def begin(self) -> None:
        """What stands now is where the history begins."""
        self._past.clear()
        self._ahead.clear()
        self._now = {name: editor.typed() for name, editor in self._editors.items()}

    def renew(self, name: str) -> None:
        """A field shows another stored value: what was done to it before is no step of this form any more."""
        typed = self._editors[name].typed()
        if typed != self._now.get(name):
            self._now[name] = typed
            self._past = [each for each in self._past if each.name != name]
            self._ahead = [each for each in self._ahead if each.name != name]

    def undo(self) -> bool:
        """Take back the newest change of a field; False if there is none."""
        self._commit_all()
        return self._step(self._past, self._ahead, back=True)

    def redo(self) -> bool:
        """Do again what was taken back last."""
        return self._step(self._ahead, self._past, back=False)

    def commit(self, name: str) -> None:
        """What was typed into a field becomes one step."""
        editor = self._editors[name]
        typed = editor.typed()
        if typed == self._now.get(name):
            return
        before = self._now.get(name)
        if name == self._picking and self._past and self._past[-1].name == name:
            before = self._past.pop().before
        self._past.append(TypedStep(name, before, typed))
        del self._past[:-MOST]
        self._ahead.clear()
        self._now[name] = typed
        for part in text_parts(editor):
            forget_own(part)

    def _step(self, source: list[TypedStep], target: list[TypedStep], *, back: bool) -> bool:
        if not source:
            return False
        step = source.pop()
        target.append(step)
        self._picking = ""
        editor = self._editors[step.name]
        editor.put_typed(step.before if back else step.after)
        editor.set_error("")
        self._now[step.name] = editor.typed()
        self._go(step.name)
        self._changed()
        return True

    def _commit_all(self) -> None:
        for name in self._editors:
            self.commit(name)

    def _edited(self, name: str) -> None:
        """A choice, a tick or a chip is a step at once; typing becomes one when the field is left or undone."""
        editor = self._editors[name]
        typing = any(part.hasFocus() and own_undo(part) for part in text_parts(editor))
        if not typing and self._now:
            self.commit(name)
            self._picking = name if isinstance(editor, QComboBox) else ""

    def _moved(self, old: QWidget | None, _new: QWidget | None) -> None:
        self._picking = ""
        if old is None or not self._now:
            return
        for name, editor in self._editors.items():
            if isValid(editor) and (
                editor is old or editor.isAncestorOf(old)
            ):  # a form that closes loses the focus too
                self.commit(name)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of a text field: its own undo as long as it has one."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(watched, TextWidget) or watched.isReadOnly():
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            if own_undo(watched):
                return False
            self.undo()
            return True
        again = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y
        if event.matches(QKeySequence.StandardKey.Redo) or (event.modifiers(), event.key()) == again:
            if own_redo(watched):
                watched.redo()
            else:
                self.redo()
            return True
        return False


def text_parts(editor: QWidget) -> list[TextWidget]:
    """The fields one types into that an editor is made of."""
    if isinstance(editor, TextWidget):
        return [editor]
    return editor.findChildren(QLineEdit)


def own_undo(part: TextWidget) -> bool:
    return part.isUndoAvailable() if isinstance(part, QLineEdit) else part.document().isUndoAvailable()


def own_redo(part: TextWidget) -> bool:
    return part.isRedoAvailable() if isinstance(part, QLineEdit) else part.document().isRedoAvailable()


def forget_own(part: TextWidget) -> None:
    """The step is the form's now: its own undo would take it back a second time."""
    if isinstance(part, QPlainTextEdit):
        part.document().clearUndoRedoStacks()
    elif part.isUndoAvailable() or part.isRedoAvailable():
        place, start, length = part.cursorPosition(), part.selectionStart(), part.selectionLength()
        part.setText(part.text())
        part.setCursorPosition(place)
        if length:
            part.setSelection(start, length)
