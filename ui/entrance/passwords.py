"""Fields for a password: that Caps Lock is on is said, and what was typed can be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.icons import SMALL
from ui.kit.frame.labels import label
from ui.kit.frame.notices import NoticeSign
from ui.kit.inputs.inputs import LineEdit
from ui.kit.inputs.ticks import CheckBox

CAPS = "大写锁定（Caps Lock）开着"


class PasswordEdit(LineEdit):
    """Dots instead of characters. `caps_seen(on)`: what a key told about Caps Lock, which Qt itself does not tell."""

    caps_seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._caps = False
        self.show_text(False)

    def show_text(self, on: bool) -> None:
        self.setEchoMode(LineEdit.EchoMode.Normal if on else LineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = not self._caps
            self.caps_seen.emit(self._caps)
        elif len(typed) == 1 and typed.isascii() and typed.isalpha():
            self._caps = typed.isupper() != shift
            self.caps_seen.emit(self._caps)
        super().keyPressEvent(event)


class PasswordHelp(QWidget):
    """Below the fields: the box that shows what was typed, and the word about Caps Lock."""

    def __init__(self, *fields: PasswordEdit) -> None:
        super().__init__()
        self.show_box, self.caps = CheckBox("显示口令"), QWidget()
        line = QHBoxLayout(self.caps)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(NoticeSign(size=SMALL))
        line.addWidget(label(CAPS, "note"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.show_box)
        row.addWidget(self.caps)
        row.addStretch(1)
        self.caps.hide()
        for field in fields:
            self.show_box.toggled.connect(field.show_text)
            field.caps_seen.connect(self.caps.setVisible)
