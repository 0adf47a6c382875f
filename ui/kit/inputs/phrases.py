"""The office's set phrases for a long text, picked from a menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from ui.kit.frame.buttons import TextButton
from ui.kit.inputs.inputs import TextEdit

WIDEST = 40  # characters of a phrase in the menu


class PhraseButton(TextButton):
    """常用语 below a text: Alt+↓ opens, a digit picks; the phrase goes where the cursor stands."""

    def __init__(self, text: TextEdit, phrases: Sequence[str], called: str) -> None:
        super().__init__("常用语", small=True)
        menu = QMenu(self)
        self._text = text
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Alt+↓")
        text.installEventFilter(self)
        self.setAccessibleName(f"{called}的常用语")
        for number, phrase in enumerate(phrases, start=1):
            shown = phrase if len(phrase) <= WIDEST else f"{phrase[:WIDEST]}…"
            key = f"&{number} " if number < 10 else ""
            menu.addAction(key + shown.replace("&", "&&"), partial(self._put, phrase))
        self.set_menu(menu)

    def _put(self, phrase: str) -> None:
        self._text.textCursor().insertText(phrase)
        self._text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+↓ in the text opens the menu, whatever the page does with it."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Down or not self.isVisible():
            return super().eventFilter(watched, event)
        if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.showMenu()
        return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
