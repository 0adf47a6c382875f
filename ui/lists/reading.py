"""Reads a list for its page: first rows, then how many there are, then totals and views; each can be stopped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from cppcc_desktop.domain.description.conditions import Both
from cppcc_desktop.domain.description.fields import Kind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.lists.listings import Listing
from cppcc_desktop.services.lists.totals import add_lists, count_lists
from cppcc_desktop.services.office.code_rules import grade_tones
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.records import Query
from cppcc_desktop.services.records.titles import word_opened, word_rows
from ui.kit.tables.columns import ListRow
from ui.kit.tables.columns import RowPage as Rows
from ui.kit.tables.page_model import PAGE, Fetch, PageModel
from ui.lists.looks import Look, grade_cells, state_cells
from ui.session import WINDOW, Session, Siblings

OPENED = 1000  # rows around one that are looked through for the records they open


class ListReading(QObject):
    """`totals_known(words)` in the order of the look's totals; `views_known({key: count})`.

    Rows come on the database thread, everything that counts on the other one, so that no row waits for a number.
    """

    totals_known = Signal(object)
    views_known = Signal(object)

    def __init__(self, session: Session, module: Module, look: Look, model: PageModel, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._module, self._look, self._model = session, module, look, model
        self.listing: Listing | None = None
        self._uncounted: Listing | None = None
        self._views: tuple[Mapping[str, Query], Event] = ({}, Event())
        model.loaded.connect(self._count)
        session.tasks.stopping.connect(self.stop)

    def open(self, query: Query) -> Listing:
        """A new listing; what the old one still reads ends."""
        if self.listing is not None:
            self.listing.stop()
        self.listing = self._uncounted = Listing(self._session.office, self._session.actor, self._module, query)
        return self.listing

    def show(self, query: Query) -> None:
        """Begin the list anew."""
        listing = self.open(query)
        first = query.order[0] if query.order else ""
        self._model.show(
            self.fetch(listing), listing.place, sort_key=first.removeprefix("-"), falling=first.startswith("-"), apart=True,
        )  # fmt: skip

    def drop_ticks(self, listing: Listing) -> None:
        """Untick what has left the list: only what can be seen there is chosen."""
        ids, model = self._model.ticks.ids, self._model

        def drop(left: Collection[str]) -> None:
            gone = ids.difference(left)
            if gone and listing is self.listing:
                model.set_ticks(replace(model.ticks, ids=model.ticks.ids - gone))

        if ids:
            self._session.read(lambda: listing.remaining(ids), drop, self)

    def stop(self) -> None:
        """Nobody waits for anything any more."""
        if self.listing is not None:
            self.listing.stop()
        self._views[1].set()

    def fetch(self, listing: Listing) -> Fetch:
        """Reads pages of a listing: the first along its index, others by the order that is read behind it."""
        office, look = self._session.office, self._look
        keys = {column.key for column in self._model.columns}
        fields = [spec for spec in self._module.fields if spec.name in keys or spec.kind is not Kind.LONG_TEXT]
        chips = [spec for spec in fields if spec.name in look.chips_in and spec.codes]

        def fetch(offset: int, limit: int) -> Rows:
            found = listing.page(offset, limit) if offset else listing.first(limit)
            words, today = word_rows(office, fields, found), office.today()
            numbers = word_opened(office, self._module, found)
            tones = grade_tones(office, read_codes(office)) if chips else {}
            rows: list[ListRow] = []
            for row, told, more in zip(found, words, numbers, strict=True):
                cells = {**told, **state_cells(self._module, row), **grade_cells(chips, tones, row, told)}
                cells |= {"deleted": str(row["deleted"] or ""), **look.cells(row, {**told, **more}, today)}
                # only what is shown: a long list is scrolled through in little memory
                rows.append(ListRow(str(row["id"]), {key: cell for key, cell in cells.items() if key in keys}))
            return Rows(rows, len(rows) if not offset and len(rows) < limit else None)

        return fetch

    def _count(self) -> None:
        """Once the first rows are there: how many there are in all, then the totals, then the views."""
        listing, self._uncounted = self._uncounted, None
        if listing is None:
            return
        session = self._session
        if not self._model.counted or self._model.total >= PAGE:
            session.count(listing.count, lambda count: self._know_total(listing, count), self)
        if self._look.totals:
            session.count(lambda: self._read_totals(listing), lambda found: self._know_totals(listing, found), self)
        if self._views[0]:
            self.count_views(self._views[0])

    def _know_total(self, listing: Listing, count: int) -> None:
        if listing is self.listing:
            self._model.set_total(count)

    def _read_totals(self, listing: Listing) -> list[str]:
        """The words of each total of the look."""
        office, actor, module, stopped = self._session.office, self._session.actor, self._module, listing.stopped
        counted = [
            replace(listing.query, where=Both(listing.query.where, where))
            for total in self._look.totals if not total.adds for where in total.counted
        ]  # fmt: skip
        counts = iter(count_lists(office, actor, module, counted, stopped))
        added = [
            (replace(listing.query, where=Both(listing.query.where, total.where)), total.adds, total.unit)
            for total in self._look.totals if total.adds
        ]  # fmt: skip
        sums = iter(add_lists(office, actor, module, added, stopped) if added else ())
        return [
            next(sums) if total.adds else total.say([next(counts) for _ in total.counted])
            for total in self._look.totals
        ]

    def _know_totals(self, listing: Listing, found: Sequence[str]) -> None:
        if listing is self.listing:
            self.totals_known.emit(found)

    def put_views(self, queries: Mapping[str, Query]) -> None:
        """The lists behind the tabs: counted once the rows are there."""
        self._views[1].set()
        self._views = (queries, Event())

    def count_views(self, queries: Mapping[str, Query]) -> None:
        """Count the lists behind the tabs; an older counting ends."""
        self.put_views(queries)
        session, stop = self._session, self._views[1]

        def known(counts: Sequence[int]) -> None:
            if not stop.is_set():
                self.views_known.emit(dict(zip(queries, counts, strict=True)))

        wanted = list(queries.values())
        session.count(lambda: count_lists(session.office, session.actor, self._module, wanted, stop), known, self)

    def ask_siblings(self, record: str, back: str, go: Any) -> None:
        """Call `go(siblings)` with the list around a record, to walk through."""
        at, listing, total = self._model.row_of(record), self.listing, self._model.total
        if not self._model.counted or at is None or listing is None:
            go(Siblings((record,), back))
            return
        own = replace(listing, stopped=Event())  # goes on reading while the page shows another list
        start = max(0, at - WINDOW)
        self._session.read(
            lambda: own.ids(start, 2 * WINDOW), lambda ids: go(Siblings(ids, back, start, total, own.ids)), self
        )

    def ask_opened(self, record: str, back: str, go: Any) -> None:
        """Call `go(id, siblings)` for what a row of this list opens: each record once, however many rows it has."""
        at, listing, name = self._model.row_of(record), self.listing, self._module.opens
        if at is None or listing is None:
            return
        own, start = replace(listing, stopped=Event()), max(0, at - OPENED)

        def read() -> tuple[str, Siblings]:
            rows = own.page(start, 2 * OPENED)
            opened = next((str(row[name]) for row in rows if row["id"] == record), "")
            return opened, Siblings(list(dict.fromkeys(str(row[name]) for row in rows if row[name])), back)

        self._session.read(read, lambda found: go(*found) if found[0] else None, self)
