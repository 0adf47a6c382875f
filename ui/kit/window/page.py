"""What all pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.help import HelpPage, list_help
from ui.kit.window.top_bar import TopBar
from ui.session import Session
from ui.tasks import WrittenKinds


class Page(QFrame):
    """A page of the main window. `nav` is its entry in the sidebar, `help` its page of the manual.

    `dressing_changed`: the top bar or the entry of the sidebar is no longer right; the window shows them anew.
    """

    nav = ""
    help: str = ""  # empty: that of its module, else of its entry in the sidebar
    dressing_changed = Signal()

    def __init__(self, session: Session, role: str = "surface") -> None:
        super().__init__()
        self.came_from = ""  # the page a number or a menu led from, as it is called: Esc goes back there
        self.session = session
        self.setProperty("role", role)

    def dress(self, top: TopBar) -> None:
        """Set title and controls of the top bar; called each time the page comes up."""

    def arrive(self) -> None:
        """The page came up: read what it shows, put the focus where work begins."""

    def follow(self, change: WrittenKinds) -> None:
        """Records were written somewhere: read again if this page shows them."""

    def pick_plenary(self, key: object) -> None:
        """Another plenary was chosen in the top bar."""

    def areas(self) -> list[QWidget]:
        """Parts F6 goes through, in that order."""
        return [self]

    def walk(self, step: int) -> None:
        """The previous (-1) or next (1) record of the list it was opened from."""

    def may_leave(self) -> bool:
        """Ask about unsaved changes; False keeps the page."""
        return True

    def find_help(self) -> str:
        """Its page of the manual; empty where none fits."""
        pages, module = list_help(self.session.parts(HelpPage)), getattr(self, "module", None)  # of a list or a record
        found = (self.help, pages.get(module.name, "") if module else "", pages.get(self.nav, ""))
        return next((each for each in found if each), "")

    def close_page(self) -> None:
        """The page is taken away for good."""
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing on the page took."""
        if event.key() == Qt.Key.Key_Escape and self.came_from:
            self.session.routes.back_asked.emit()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """A page of a noun's own. It is opened by `words` in the menu 更多 of the list `beside`: at the county, and where
    `stations` says so at the places it exchanges with.
    """

    key: str
    words: str
    beside: str
    make: Callable[[Session], Page]
    stations: bool = False
