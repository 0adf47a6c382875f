"""Readings of surnames: what ships, what the office added, changed and retired."""

from __future__ import annotations

from cppcc_desktop.characters import surnames
from cppcc_desktop.services.office.code_changes import add_entry, rename_entry, retire_entry
from cppcc_desktop.services.office.codes import read_surnames
from tests.conftest import Place

LIST = surnames.SURNAME_LIST


def test_the_office_adds_changes_and_retires_readings(county: Place) -> None:
    office, actor, shipped = county.office, county.actor, surnames.shipped_surnames()
    add_entry(office, actor, LIST, "Mou3  Yun2", "某云")
    with office.read() as connection:
        assert surnames.read_surnames(connection, office.schema) == {**shipped, "某云": "mou3 yun2"}
    rename_entry(office, actor, LIST, "某云", "mou yun")
    assert read_surnames(office)["某云"] == "mou yun"
    retire_entry(office, actor, LIST, "某云")
    assert read_surnames(office) == shipped
    retire_entry(office, actor, LIST, "某云", retired=False)
    assert read_surnames(office)["某云"] == "mou yun"


def test_a_shipped_reading_can_be_changed_and_retired(county: Place) -> None:
    office, actor = county.office, county.actor
    shipped = surnames.shipped_surnames()
    assert shipped["单"] == "shan4"
    rename_entry(office, actor, LIST, "单", "dan1")
    assert read_surnames(office) == {**shipped, "单": "dan1"}
    retire_entry(office, actor, LIST, "单")
    assert "单" not in read_surnames(office)
