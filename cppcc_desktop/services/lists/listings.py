"""A long list as it stood when it was opened: its first page at once, any other page in the same time, its totals after."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection

from cppcc_desktop.domain.description.conditions import Both, Is
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.former import load_list
from cppcc_desktop.services.records.records import Query, load_rows, make_listing, within_sight
from db.chunks import chunked
from db.engine import stoppable
from db.queries.records import ListQuery


@dataclass
class Listing:
    """One list under one query. `first` needs no order of the whole; everything else reads it once, eight bytes a row."""

    office: Office
    actor: Actor
    module: Module
    query: Query
    stopped: Event = field(default_factory=Event)
    _numbers: array[int] | None = None
    _query: ListQuery | None = None
    _once: Lock = field(default_factory=Lock, compare=False)  # two threads that need the order read it once

    def first(self, limit: int) -> Sequence[Row]:
        """The first rows, read along the list's index, or by the order once that is known."""
        if self._numbers is not None:
            return self.page(0, limit)
        with self._reading() as connection:
            return self._load(connection, self._sql(connection).page(connection, 0, limit))

    def count(self) -> int:
        """Rows in all. A list of a million takes a second at most; Cancelled if it is stopped meanwhile."""
        return len(self._order())

    def page(self, offset: int, limit: int) -> Sequence[Row]:
        """Rows from `offset`, whatever the depth; a row that was written since the list was opened is left out."""
        numbers = self._order()[offset : offset + limit]
        with self._reading() as connection:
            return self._load(connection, self._sql(connection).rows(connection, numbers))

    def ids(self, offset: int = 0, limit: int | None = None) -> list[str]:
        """Ids in the order of the list."""
        end = None if limit is None else offset + limit
        numbers = self._order()[offset:end]
        with self._reading() as connection:
            return self._sql(connection).ids_of(connection, numbers)

    def place(self, record: str) -> int | None:
        """Where a record stands in the list; None if it is not in it."""
        with self._reading() as connection:
            listing = self._sql(connection)
            number = listing.number_of(connection, record)
        try:
            return self._order().index(number)
        except ValueError:
            return None

    def remaining(self, ids: Collection[str]) -> set[str]:
        """Which of these records are in the list."""
        found: set[str] = set()
        with self._reading() as connection:
            for part in chunked(list(ids)):
                query = replace(self.query, where=Both(self.query.where, Is("id", tuple(part))))
                listing = make_listing(connection, self.office, self.module, query)
                found.update(listing.ids_of(connection, listing.numbers(connection)))
        return found

    def stop(self) -> None:
        """What is being read now or later ends with Cancelled: another list took its place."""
        self.stopped.set()

    def _order(self) -> array[int]:
        with self._once:
            if self._numbers is None:
                with self._reading() as connection:
                    listing = self._sql(connection)
                    self._numbers = listing.numbers(connection)
            return self._numbers

    @contextmanager
    def _reading(self) -> Generator[Connection]:
        self.actor.require("record.read")
        with self.office.read() as connection, stoppable(connection, self.stopped):
            yield connection

    def _sql(self, connection: Connection) -> ListQuery:
        """The list as SQL, put together once."""
        if self._query is None:
            query = within_sight(self.actor, self.module, self.query)
            self._query = make_listing(connection, self.office, self.module, query)
        return self._query

    def _load(self, connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> Sequence[Row]:
        return load_list(self.office, connection, self.module, self.query, load_rows(self.module.fields, rows))
