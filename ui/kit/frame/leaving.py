"""Parts of the window that go for good, so that nothing of them stays behind."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget


def take_out(stack: QStackedWidget, part: QWidget) -> None:
    """Take a part out of a stack; whoever took it deletes it.

    QStackedWidget.removeWidget hands the part back to Python. Whatever then goes through the widgets of the window before
    the part is deleted (nextInFocusChain, findChildren) counts as a second keeper that never lets go, and all that the part
    knows stays in memory. The layout of the stack takes it out without that.
    """
    layout = stack.layout()
    assert layout is not None
    layout.removeWidget(part)


def empty_menu(menu: QMenu) -> None:
    """Take everything out of a menu that is filled anew; `clear` alone leaves the menus below it, more each time."""
    below = menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    menu.clear()
    for each in below:
        each.deleteLater()
