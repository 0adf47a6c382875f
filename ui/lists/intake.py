"""A second way into a list, beside the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from ui.session import Session


class Entrance(Protocol):
    """The way in of one list page."""

    def ask(self) -> None:
        """Choose what comes in."""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What the ways are called in the menu 导入, and what makes the second one for a list page."""

    module: str
    words: str
    table_words: str  # of the spreadsheet, once it is not the only way
    make: Callable[[Session, QWidget], Entrance]


def find_intake(session: Session, module: str) -> Intake | None:
    """The second way into a list, where its noun has one."""
    return next((each for each in session.parts(Intake) if each.module == module), None)
