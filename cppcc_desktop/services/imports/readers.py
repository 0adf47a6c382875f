"""What a noun does itself when a table of its module is imported; else the platform compares and writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.importers.tables.headers import Mapping as Columns
from cppcc_desktop.importers.tables.records import Gathering
from cppcc_desktop.importers.tables.rows import ImportRow
from cppcc_desktop.services.imports.compare import Compared, PreviewRow, compare_rows
from cppcc_desktop.services.imports.writing import Writer
from cppcc_desktop.services.office.office import Office, Writing


class RowWriter(Protocol):
    """Writes the rows of one file, each into a new record or one that is here."""

    def insert(self, row: PreviewRow) -> str:
        """A new record; returns its id."""
        ...

    def update(self, row: PreviewRow, record: str, chosen: frozenset[str] | None) -> int:
        """Set the chosen fields, None for all; returns how many. What was shown must still be what is stored."""
        ...


@dataclass(frozen=True)
class Selection:
    """The rows of a file that are to be written.

    `records` are what they change, "" for a new one, row by row; `renamed` is what became of ids that were given out
    when the file was compared, "" where nothing came of it.
    """

    module: Module
    file: str
    rows: Sequence[PreviewRow]
    records: Sequence[str]
    renamed: Mapping[str, str]


def offer_none(_office: Office, _actor: Actor) -> tuple[tuple[str, str], ...]:
    return ()


def read_today(office: Office, _given: Mapping[str, str]) -> date:
    return office.today()


def compare_plainly(
    office: Office, module: Module, rows: Sequence[ImportRow], _columns: Columns, _given: Mapping[str, str]
) -> Compared:
    return compare_rows(office, module, rows)


def write_plainly(writing: Writing, selection: Selection) -> RowWriter:
    return Writer(writing, selection.module, selection.records, selection.file, selection.renamed)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How tables of a module are imported.

    `compare` judges all rows at once, `write` begins to write them. `offer` gives key and words of the periods a
    table may be of where no column says so, the likely one first; `day` the day that dates without a year are read
    by. Both get what holds for every row, by field. `sample` shows how such a table is filled in, column by column:
    heading, width and the cells below. `gathering` says how one record stands in several rows. `makes` are kinds of record that come into being with the names in it.
    """

    module: str
    compare: Callable[[Office, Module, Sequence[ImportRow], Columns, Mapping[str, str]], Compared] = compare_plainly
    write: Callable[[Writing, Selection], RowWriter] = write_plainly
    offer: Callable[[Office, Actor], tuple[tuple[str, str], ...]] = offer_none
    day: Callable[[Office, Mapping[str, str]], date] = read_today
    sample: tuple[tuple[str | int, ...], ...] = ()
    gathering: Gathering | None = None
    makes: tuple[str, ...] = ()
    help: str = ""  # chapter of the manual about it


def find_reader(office: Office, module: Module) -> Reader:
    """The reader its noun hands in, else the platform's."""
    return next((each for each in office.parts(Reader) if each.module == module.name), Reader(module=module.name))


@dataclass(frozen=True, kw_only=True)
class Link:
    """Names kept as words because nobody had a record for them yet, which can be put together with the records since.

    Offered after a table of one of these modules was imported. `find` counts what `connect` would change; both sets of
    words take that number.
    """

    modules: tuple[str, ...]
    find: Callable[[Office, Actor], int]
    connect: Callable[[Office, Actor], int]
    changes: tuple[str, ...]  # kinds of record it changes
    asked: str
    done: str


def links_after(office: Office, module: str) -> list[Link]:
    """What may be put together after a table of this module was imported."""
    return [each for each in office.parts(Link) if module in each.modules]
