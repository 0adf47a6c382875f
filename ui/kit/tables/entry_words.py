"""What a half-typed word in a cell of an entry grid may mean: entries of code lists, records by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.records.records import suggest_records
from ui.kit.tables.entry_cells import EntryCell, read_cell
from ui.kit.tables.entry_editors import Offers, pick_codes
from ui.kit.tables.entry_grid import EntryGrid
from ui.session import Session


class EntryWords(QObject):
    """Reads cells and looks words up for a grid; `codes` are set once they are read."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.codes = CodeLists()
        self._entries: dict[str, list[tuple[str, str]]] = {}

    def read(self, spec: Field, text: str) -> EntryCell:
        return read_cell(spec, text, self.codes, self._session.office.today())

    def ask(self, spec: Field, text: str, show: Callable[[Offers], None]) -> None:
        """What fits a half-typed word."""
        session = self._session
        if spec.codes:
            entries = self._entries.setdefault(spec.codes, [(e.code, e.label) for e in self.codes.entries(spec.codes)])
            show(pick_codes(entries, text))
            return
        session.read(lambda: suggest_records(session.office, session.actor, spec.target, text), show, self)

    def look_up(self, grid: EntryGrid, row: int, name: str, text: str) -> None:
        """A name that was typed without being chosen: who it is, if that is plain; initials mean the first."""
        session, model = self._session, grid.model
        spec = model.columns[model.where(name)].spec
        if spec is None or not spec.target:
            return
        target = spec.target

        def take(found: Offers) -> None:
            named = [(key, words.split(" · ")[0]) for key, words in found]
            same = [each for each in named if each[1] == text] or (named[:1] if text.isascii() else [])
            if len(same) == 1 and model.cell(row, name).text == text:
                grid.typing.put(row, name, EntryCell(same[0][1], same[0][0]))

        session.read(lambda: suggest_records(session.office, session.actor, target, text, 5), take, self)
