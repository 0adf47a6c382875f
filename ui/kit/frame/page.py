"""What all pages have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.frame.top_bar import TopBar
from ui.session import Session
from ui.tasks import Change


class Page(QFrame):
    """A page of the main window. `nav` is its entry in the sidebar, `help` its page of the manual."""

    nav = ""
    help: str = ""  # empty: the one ui/help.py has for `nav`

    def __init__(self, session: Session, role: str = "surface") -> None:
        super().__init__()
        self.session = session
        self.setProperty("role", role)

    def dress(self, top: TopBar) -> None:
        """Set title and controls of the top bar; called each time the page comes up."""

    def arrive(self) -> None:
        """The page came up: read what it shows, put the focus where work begins."""

    def follow(self, change: Change) -> None:
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

    def close_page(self) -> None:
        """The page is taken away for good."""
        self.deleteLater()
