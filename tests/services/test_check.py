"""cppcc check finds what was tampered with, and never falls over it."""

from __future__ import annotations

import pytest

from cppcc_desktop.services.check import check_office
from tests.conftest import Filled

COLUMNS = ("id", "seq", "first", "actor", "record", "kind", "scope", "wall", "app", "seed", "fields", "sees")


@pytest.mark.parametrize("column", COLUMNS)
def test_one_changed_byte_is_found(filled: Filled, column: str) -> None:
    office = filled.place.office
    filled.place.act(filled.proposal, "receive")
    with office.database.write() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = OFF")
        row = connection.exec_driver_sql(f"SELECT number, {column} FROM operation ORDER BY (sees = ''), number").first()
        assert row
        value = row[1]
        changed = (
            value + 1
            if isinstance(value, int)
            else bytes([value[0] ^ 1]) + value[1:]
            if isinstance(value, bytes)
            else flip(value)
        )
        connection.exec_driver_sql(f"UPDATE operation SET {column} = ? WHERE number = ?", (changed, row[0]))
    assert [each.name for each in check_office(office, filled.place.actor) if not each.ok]


def flip(text: str) -> str:
    place = len(text) // 2
    return text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]


def test_removed_operation_is_found(filled: Filled) -> None:
    office = filled.place.office
    with office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM operation WHERE number = (SELECT max(number) FROM operation)")
    checks = {each.name: each for each in check_office(office, filled.place.actor)}
    assert not checks["log"].ok


def test_number_given_twice_is_reported(filled: Filled) -> None:
    place = filled.place
    other = place.create("proposal", title="甲", form="1", analysis="乙", suggestions="丙", collective="丁")
    with place.office.write(place.actor, "record.write") as writing:
        for record in (filled.proposal, other):
            writing.set(
                place.office.entity("proposal"), record, {"docket_no": "001", "intake_no": "2026-0001"}, scope="county"
            )
    (numbers,) = [each for each in check_office(place.office, place.actor) if not each.ok]
    assert numbers.name == "numbers"
    assert "案号 001 用了 2 次" in numbers.detail
    assert "收件号 2026-0001 用了 2 次" in numbers.detail
