"""Keys of a page or dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

CONFIRM, ON_KEY_PAD = "Ctrl+Return", "Ctrl+Enter"


def bind_keys(
    owner: QWidget, acts: Mapping[str, Callable[[], object]],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> list[QShortcut]:  # fmt: skip
    """What each of these keys does; Ctrl+Return is the Enter of the key pad as well, whose name Qt tells apart."""
    made: list[QShortcut] = []
    for keys, act in acts.items():
        shortcut = QShortcut(owner)
        shortcut.setKeys([QKeySequence(each) for each in ((keys, ON_KEY_PAD) if keys == CONFIRM else (keys,))])
        shortcut.setContext(context)
        shortcut.activated.connect(act)
        made.append(shortcut)
    return made
