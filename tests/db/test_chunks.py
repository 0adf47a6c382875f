"""Statements over more values than SQLite takes in one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from cppcc_desktop.domain.description.conditions import Both, Is
from cppcc_desktop.nouns.proposals.packs.reading import find_handed
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, make_listing
from cppcc_desktop.services.records.titles import read_titles
from db.chunks import CHUNK, chunked, marks
from tests.conftest import Filled

FEWEST = 999  # what the oldest SQLite takes
MANY = [f"{number:032x}" for number in range(40_001)]


def list_some(office: Office, connection: Connection, ids: list[str]) -> list[str]:
    return make_listing(connection, office, office.modules["members"], Query(Is("id", tuple(ids)))).ids(connection)


def list_by_sector(office: Office, connection: Connection, ids: list[str]) -> int:
    """A list that is narrowed by another field as well."""
    query = Query(Both(Is("id", tuple(ids)), Is("sex", "2")), order=("-name",))
    return make_listing(connection, office, office.modules["members"], query).count(connection)


ASKED: dict[str, tuple[Callable[[Office, Connection, list[str]], object], Callable[[Filled], object]]] = {
    "titles": (lambda o, c, ids: read_titles(o, c, "member", ids),
               lambda filled: dict(zip(filled.members, ("郑晓禾", "陈素芬", "阿依·古兰"), strict=True))),
    "list": (lambda o, c, ids: sorted(list_some(o, c, ids)), lambda filled: sorted(filled.members)),
    "narrowed list": (list_by_sector, lambda _filled: 2),
    "packs": (lambda o, c, ids: find_handed(o, c, ids), lambda _filled: {}),
    "heads": (lambda o, c, ids: sorted(o.journal(c).heads_of(ids)), lambda filled: sorted(filled.members)),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_any_number_of_ids(filled: Filled, name: str) -> None:
    ask, expected = ASKED[name]
    office = filled.place.office
    with office.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        before = driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, FEWEST)
        try:
            assert ask(office, connection, [*MANY, *filled.members]) == expected(filled)
        finally:
            driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


def test_chunks_are_the_whole_in_its_order() -> None:
    for items in (range(0), range(1), range(CHUNK), range(CHUNK + 1), dict.fromkeys(range(1234))):
        parts = list(chunked(items))
        assert [each for part in parts for each in part] == list(items)
        assert all(0 < len(part) <= CHUNK for part in parts)
    assert marks((1, 2, 3)) == "?, ?, ?" and marks(()) == ""
