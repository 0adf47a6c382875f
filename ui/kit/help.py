"""F1: which page of the manual fits the screen, and the way to open it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.kit.frame.buttons import IconButton

if TYPE_CHECKING:
    from ui.kit.manual.window import ManualWindow

# By entry of the sidebar; a page or dialog that needs another one has `help` of its own.
PAGES = {"home": "1-第一次打开", "figures": "12-统计", "exchange": "5-联络站和数据交换", "settings": "8-系统设置"}


@dataclass(frozen=True)
class HelpPage:
    """The page of the manual about the records of a list."""

    module: str
    page: str


def list_help(own: Iterable[HelpPage]) -> dict[str, str]:
    """Module or entry of the sidebar → its page of the manual; `own` are those of the nouns."""
    return {**PAGES, **{each.module: each.page for each in own}}


def help_of(widget: QWidget | None) -> str:
    """The page that fits a widget: its own, or that of the nearest thing around it; empty for the contents."""
    while widget is not None:
        find = getattr(widget, "find_help", None)  # pages know their module
        page = find() if find else getattr(widget, "help", "")
        if page:
            return str(page)
        widget = widget.parentWidget()
    return ""


def open_manual(widget: QWidget, page: str = "") -> ManualWindow:
    """Show the manual at a page, by default the one that fits the widget.

    It belongs to the window it was asked from: a dialog that waits for an answer does not block its own.
    """
    from ui.kit.manual.window import ManualWindow

    owner = widget.window()
    window = owner.findChild(ManualWindow, options=Qt.FindChildOption.FindDirectChildrenOnly) or ManualWindow(owner)
    window.open_page(page or help_of(widget))
    window.show()
    window.raise_()
    window.activateWindow()
    return window


def follow_help_key(widget: QWidget) -> None:
    """F1 in this window opens the manual."""
    QShortcut(QKeySequence("F1"), widget, lambda: open_manual(widget))


def make_help_button(widget: QWidget) -> IconButton:
    """The ? at the far left of a dialog's foot; F1 does the same."""
    button = IconButton("help", "帮助（F1）")
    button.clicked.connect(lambda: open_manual(widget))
    follow_help_key(widget)
    return button
