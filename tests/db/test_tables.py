"""Tables of records are built when somebody asks for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.services.features import list_modules
from cppcc_desktop.services.office.opening import open_office
from db import tables
from db.tables import build_schema
from tests.conftest import Place

ENTITIES = list({entity.name: entity for module in list_modules(FEATURES) for entity in module.entities}.values())
BUSY = 8  # threads


@pytest.fixture
def quick_turns() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_names_build_no_table_and_a_table_is_built_once() -> None:
    records = build_schema(ENTITIES).records
    assert list(records) == [each.name for each in ENTITIES] and len(records) == len(ENTITIES)
    assert "member" in records and "nothing" not in records and records.get("nothing") is None
    assert records.built == set()
    assert records["member"] is records["member"] and records.built == {"member"}
    with pytest.raises(KeyError):
        records["nothing"]


def test_the_whole_has_every_table_with_its_indexes() -> None:
    schema = build_schema(ENTITIES)
    assert {each.name for each in ENTITIES} < set(schema.metadata.tables)
    assert schema.records.built == {each.name for each in ENTITIES}
    assert schema.metadata.tables["member"] is schema.records["member"] and schema.records["member"].indexes


def test_several_threads_get_the_same_whole_table(quick_turns: None) -> None:
    for _ in range(20):
        records, gate = build_schema(ENTITIES).records, Barrier(BUSY)

        def ask(records: tables.RecordTables = records, gate: Barrier = gate) -> tuple[tables.Table, int]:
            gate.wait()
            table = records["proposal"]
            return table, len(table.indexes)

        with ThreadPoolExecutor(BUSY) as threads:
            found = {each.result() for each in [threads.submit(ask) for _ in range(BUSY)]}
        assert len(found) == 1


def test_opening_an_office_builds_no_table_of_records(county: Place) -> None:
    county.office.close()
    office = open_office(county.path, list(FEATURES), clock=county.clock, anchors=county.around.anchors)
    assert office.schema.records.built == set()
    office.close()
