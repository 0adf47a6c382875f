"""The index of “find anything” holds what stands now, not what stood before."""

from __future__ import annotations

from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.records.records import change_record, discard_record
from db.queries.find import holds
from tests.conftest import Filled, Place

LONG = "".join(chr(0x4E00 + each * 7 % 3000) for each in range(3000))


def measure(place: Place) -> int:
    with place.office.read() as connection:
        return int(connection.exec_driver_sql("SELECT sum(length(block)) FROM find_text_data").scalar() or 0)


def test_editing_a_long_case_does_not_let_the_index_grow(filled: Filled) -> None:
    place = filled.place
    change_record(place.office, place.actor, "proposal", filled.proposal, {"analysis": LONG})
    before = measure(place)
    for turn in range(60):
        change_record(place.office, place.actor, "proposal", filled.proposal, {"analysis": f"{LONG}{turn}"})
    assert measure(place) < 8 * before, "sixty whole texts would be more than sixty times as much"
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_what_was_taken_out_is_found_no_more(filled: Filled) -> None:
    place = filled.place
    change_record(place.office, place.actor, "proposal", filled.proposal, {"analysis": "旧话独一份"})
    with place.office.read() as connection:
        number = connection.exec_driver_sql(
            "SELECT number FROM find_entry WHERE record = ?", (filled.proposal,)
        ).scalar_one()
        assert holds(connection, number, '"旧 话"')
    change_record(place.office, place.actor, "proposal", filled.proposal, {"analysis": "新话"})
    with place.office.read() as connection:
        assert not holds(connection, number, '"旧 话"')
    assert find_records(place.office, place.actor, "旧话独一份") == []
    (found,) = find_records(place.office, place.actor, "新话")
    assert [each.id for each in found.hits] == [filled.proposal]
    discard_record(place.office, place.actor, "proposal", filled.proposal, "重复")
    with place.office.read() as connection:
        rows = connection.exec_driver_sql("SELECT rowid FROM find_text WHERE find_text MATCH '\"新 话\"'").all()
    assert rows == []
