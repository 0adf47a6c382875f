"""Nothing in a package makes the program take more than it should, and honest ones stay far below."""

from __future__ import annotations

import hashlib
import tracemalloc
import zlib
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.journal.operations import dump_operation
from cppcc_desktop.services.exchange.waiting import count_waiting
from cppcc_desktop.services.records.attachments import attachment_path
from cppcc_desktop.services.records.records import list_ids
from cppcc_desktop.sync import packages
from cppcc_desktop.sync.container import FORMAT, MAGIC, read_container, write_container
from db.queries.records import Query
from tests.conftest import Filled, Place
from tests.sync.forging import forge, operation, tables

Pair = tuple[Place, Place]


def write_raw(path: Path, manifest: dict[str, object], packed: bytes, length: int, digest: str) -> Path:
    """A file with a section that is stored as it is given."""
    listed = [{"name": "operations", "stored": len(packed), "length": length, "deflated": True, "hash": digest}]
    head = orjson.dumps({**manifest, "sections": listed})
    body = MAGIC + FORMAT.to_bytes(2, "big") + len(head).to_bytes(4, "big") + head + packed
    path.write_bytes(body + hashlib.sha256(body).digest())
    return path


def manifest_of(place: Place) -> dict[str, object]:
    return {"package": "p", "from": place.office.name, "from_name": "站", "to": "county", "county": "", "at": "",
            "have": {}, "operations": 1, "states": {}, "schema": 1}  # fmt: skip


def test_a_bomb_of_one_long_text_is_not_unpacked(pair: Pair, tmp_path: Path) -> None:
    county, station = pair
    line = orjson.dumps(dump_operation(operation(station, {"title": "x" * 200_000_000})))
    packed = zlib.compress(line, 6)
    assert len(packed) < 300_000
    file = write_raw(tmp_path / "bomb.cppcc", manifest_of(station), packed, len(line), hashlib.sha256(line).hexdigest())
    del line
    stored = tables(county)
    tracemalloc.start()
    with pytest.raises(OfficeError, match="内容不对"):
        county.unpack(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000, "bytes; the text alone has 200 million"
    assert tables(county) == stored


def test_a_bomb_of_many_small_operations_is_bounded(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many fit into the file, only so many are read, one after the other."""
    county, station = pair
    monkeypatch.setattr(packages, "MOST_OPERATIONS", 50)
    many = [operation(station, {"mood": "x"}, seq=n + 1, record=f"{n:032x}") for n in range(51)]
    before = tables(county)
    with pytest.raises(OfficeError, match="内容不对"):
        county.unpack(forge(station, tmp_path / "many.cppcc", *many))
    assert tables(county) == before
    assert county.unpack(forge(station, tmp_path / "fifty.cppcc", *many[:50])).new == 50


def test_a_line_that_is_too_long_is_refused(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county, station = pair
    monkeypatch.setattr(packages, "LONGEST_LINE", 1000)
    with pytest.raises(OfficeError, match="内容不对"):
        county.unpack(forge(station, tmp_path / "a.cppcc", operation(station, {"mood": "x" * 1000})))


def test_only_operations_are_packed_together(pair: Pair, tmp_path: Path) -> None:
    """An attachment that grows while it is read is none of ours."""
    _, station = pair
    content = bytes(1000)
    packed = zlib.compress(content)
    digest = hashlib.sha256(content).hexdigest()
    file = write_raw(tmp_path / "a.cppcc", manifest_of(station), packed, len(content), digest)
    data = file.read_bytes()[:-32].replace(b'"name":"operations"', f'"name":"{digest[:10]}"'.encode())
    file.write_bytes(data + hashlib.sha256(data).digest())
    with pytest.raises(OfficeError, match="内容不对"):
        read_container(file)


def test_more_than_one_package_takes_goes_with_the_next(
    pair: Pair, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, station = pair
    made = {station.create("activity", title=f"第{n}次", type="01", date="2026-06-01") for n in range(7)}
    monkeypatch.setattr(packages, "MOST_OPERATIONS", 5)
    for turn in range(3):
        assert sum(count_waiting(station.office, station.actor).values()) == 14 - 5 * turn
        county.unpack(station.pack("county", tmp_path / f"{turn}.cppcc"))
        monkeypatch.setattr(packages, "MOST_OPERATIONS", 1000)
        station.unpack(county.pack(filled.station, tmp_path / f"{turn}.back.cppcc"))
        monkeypatch.setattr(packages, "MOST_OPERATIONS", 5)
    assert count_waiting(station.office, station.actor) == {}
    assert made <= set(list_ids(county.office, county.actor, county.office.modules["activities"], Query()))


def test_attachments_nobody_names_are_not_kept(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    """Nor those that only an operation names which stays out; one that is named by a newer program's field is."""
    county, station = pair
    contents = [b"named", b"refused", b"loose"]
    digests = [hashlib.sha256(each).hexdigest() for each in contents]
    operations = [
        operation(station, {"title": "好", "station": filled.station, "scan": digests[0]}, seq=1),
        operation(station, {"title": "坏" * 90, "scan": digests[1]}, seq=2, record="e" * 32),
    ]
    lines = b"\n".join(orjson.dumps(dump_operation(each)) for each in operations)
    write_container(
        tmp_path / "a.cppcc", manifest_of(station), {"operations": lines, **dict(zip(digests, contents, strict=True))}
    )
    county.unpack(tmp_path / "a.cppcc", preview=True)
    assert not any(attachment_path(county.office, each).exists() for each in digests)
    county.unpack(tmp_path / "a.cppcc")
    assert [attachment_path(county.office, each).exists() for each in digests] == [True, False, False]


def test_quarantine_is_read_once_however_much_lies_there(pair: Pair, tmp_path: Path) -> None:
    county, station = pair
    bad = [operation(station, {"title": "坏" * 90}, seq=n + 1, record=f"{n:032x}") for n in range(300)]
    file = forge(station, tmp_path / "bad.cppcc", *bad)
    statements: list[str] = []
    with county.office.read() as connection:
        connection.connection.driver_connection.set_trace_callback(statements.append)  # the only connection there is
    county.unpack(file)
    county.unpack(file)
    reads = [each for each in statements if "FROM quarantine" in each]
    assert len(reads) <= 6
    with county.office.read() as connection:
        assert len(connection.execute(select(county.office.schema.quarantine)).all()) == 300


def test_a_large_operation_set_aside_is_kept_without_its_values(pair: Pair, tmp_path: Path) -> None:
    county, station = pair
    county.unpack(forge(station, tmp_path / "a.cppcc", operation(station, {"content": "长" * 500_000})))
    with county.office.read() as connection:
        (row,) = connection.execute(select(county.office.schema.quarantine)).all()
    assert len(row.operation) < 2000
    assert "1500002 字节" in row.operation
