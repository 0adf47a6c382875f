"""Packing and unpacking 20 000 operations against executemany of the same rows; the size against their deflated values."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.exchange.exchange import pack, unpack
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import create_office
from cppcc_desktop.services.records.records import create_record
from tests.bench.bulk import fill, read_rows, write_rows
from tests.bench.figures import PASSWORD, USER, Bench, Figure, clock
from tests.bench.offices import ACTOR, make_office, read_now

COUNT = 20_000


def measure_packages(bench: Bench) -> Iterator[Figure]:
    county = make_office(bench.folder / "county.db")
    station = create_record(
        county, ACTOR, "station", {"code": "01", "name": "云水镇联络站", "type": "01", "level": "2"}
    )
    fill(county, COUNT, random.Random(5))
    other = create_office(
        bench.folder / "station.db", FEATURES, kind="station", name="云水镇联络站", plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=read_now, anchors=bench.folder / "anchors",
    )  # fmt: skip
    file = bench.folder / "down.cppcc"
    packed = clock(lambda: pack(county, ACTOR, station, file))
    taken = clock(lambda: unpack(other, Actor(USER, "admin", ""), file))
    target = bench.folder / "package-bare.db"
    make_office(target).close()
    rows = read_rows(county)
    bare = clock(lambda: write_rows(target, rows))
    yield Figure(f"打包 {COUNT} 条改动 / executemany 同样的行", packed, bare, packed / bare, 4)
    yield Figure(f"收入 {COUNT} 条改动 / executemany 同样的行", taken, bare, taken / bare, 4)
    yield measure_size(county, file.stat().st_size)
    for each in (county, other):
        each.close()


def measure_size(county: Office, size: int) -> Figure:
    """Values and seeds of what travels, deflated, are what no package can do without."""
    with county.read() as connection:
        query = "SELECT seed, fields FROM operation WHERE scope = 'ref' ORDER BY number"
        told = connection.exec_driver_sql(query).all()
    least = len(zlib.compress(b"".join(str(fields).encode() for _, fields in told), 9)) + sum(
        len(seed) for seed, _ in told
    )
    return Figure("文件包的大小 / 值压缩后加种子", size / 1e6, least / 1e6, size / least, 1.15, "MB")
