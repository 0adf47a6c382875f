"""What a list shows now: from here the parts beside it take what they print, export or do in batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.records.records import Query
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.lists.looks import Look
from ui.session import Session


@dataclass(frozen=True)
class ShownList:
    """A list on screen. `names` are the columns shown, `query` what is in force, `words` say it; `owner` is its page."""

    session: Session
    module: Module
    look: Look
    model: PageModel
    table: RecordTable
    owner: QWidget
    names: Callable[[], list[str]]
    query: Callable[[], Query]
    words: Callable[[], str]
    plenary: Callable[[], str] = lambda: ""  # chosen above the list

    def count(self, *, ticked: bool) -> int:
        """How many rows there are, or how many are ticked."""
        return self.model.ticks.count(self.model.total) if ticked else self.model.total
