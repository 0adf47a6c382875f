"""Packages as a hostile or broken program at a station might write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from cppcc_desktop.journal.operations import Operation, dump_operation, make_operation
from cppcc_desktop.sync.container import write_container
from db.tables import SCHEMA_VERSION
from tests.conftest import Place

NEW = "f" * 32


def forge(place: Place, path: Path, *operations: Any, to: str = "county", **manifest: object) -> Path:
    """A package with these operations, or lines; `manifest` overrides what it says of itself."""
    told = {
        "package": "forged", "from": place.office.name, "from_name": "站", "to": to, "county": "", "at": "", "have": {},
        "operations": len(operations), "states": {}, "schema": SCHEMA_VERSION, **manifest,
    }  # fmt: skip
    lines = b"\n".join(each if isinstance(each, bytes) else orjson.dumps(dump_operation(each)) for each in operations)
    write_container(path, told, {"operations": lines})
    return path


def operation(place: Place, fields: dict[str, Any], *, seq: int = 900, **more: Any) -> Operation:
    """An operation of that place, by default on a new activity of its own."""
    parts = {
        "replica": b"f" * 16, "seq": seq, "first": seq, "actor": f"{place.office.name}/丁", "record": NEW,
        "kind": "activity", "scope": f"town:{place.office.name}", "wall": "2026-06-08T00:00:00+00:00", "app": "0",
        "seed": bytes(16), "sees": {}, **more,
    }  # fmt: skip
    return make_operation(fields=fields, **parts)


def tables(place: Place, *without: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that a database holds."""
    with place.office.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in place.office.schema.metadata.sorted_tables if table.name not in without
        }  # fmt: skip
