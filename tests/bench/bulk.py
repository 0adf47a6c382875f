"""Bulk writes: operations, heads, projection and index against executemany of the same rows in one transaction."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cppcc_desktop.journal.index import initials_of, join_texts
from cppcc_desktop.services.office.office import Office
from tests.bench.figures import Bench, Figure, clock
from tests.bench.offices import ACTOR, make_name, make_office

SMALL, LARGE = 2_000, 20_000
KINDS = ("member", "membership")
Rows = dict[str, list[tuple[Any, ...]]]


def fill(office: Office, count: int, dice: random.Random) -> None:
    """Members with a dozen fields each, as one group of operations."""
    entity = office.entity("member")
    with office.write(ACTOR, "record.write") as writing:
        for number in range(count):
            writing.new(entity, make_values(number, dice))


def make_values(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "name": make_name(dice), "sex": str(1 + number % 2), "nationality": "01", "birth_date": f"19{60 + number % 40}-03-05",
        "native_place": "示例县", "parties": ["01"], "education": "21", "degree": "硕士", "post": f"县第{number % 97}单位副主任",
        "title": "工程师", "mobile": f"139{number:08d}", "address": f"示例县人民路 {number} 号", "specialty": "水利",
    }  # fmt: skip


def measure_bulk(bench: Bench) -> Iterator[Figure]:
    """Also how it grows with ten times the data."""
    ours: dict[int, float] = {}
    theirs: dict[int, float] = {}
    for count in (SMALL, LARGE):
        office = make_office(bench.folder / f"bulk{count}.db")
        ours[count] = clock(lambda office=office, count=count: fill(office, count, random.Random(5)))
        rows, target = read_rows(office), bench.folder / f"bare{count}.db"
        make_office(target).close()
        theirs[count] = clock(lambda target=target, rows=rows: write_rows(target, rows))
        office.close()
    yield Figure(
        f"成批写入 {LARGE} 条 / 同样的行 executemany", ours[LARGE], theirs[LARGE], ours[LARGE] / theirs[LARGE], 2
    )
    growth, bare = ours[LARGE] / ours[SMALL], theirs[LARGE] / theirs[SMALL]
    yield Figure("数据十倍，成批写入的增长 / SQLite 的增长", growth, bare, growth / bare, 1.2, "×")


def read_rows(office: Office, kinds: Sequence[str] = KINDS) -> Rows:
    """What the office wrote, the words of the full-text table made again."""
    with sqlite3.connect(office.database.path) as connection:
        tables = ("operation", "head", *kinds, "find_entry")
        rows: Rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
        words = [row for kind in kinds if office.entity(kind).texts for row in read_words(office, connection, kind)]
    rows["find_text"] = sorted(words)
    return rows


def read_words(office: Office, connection: sqlite3.Connection, kind: str) -> Iterator[tuple[Any, ...]]:
    """Rows of the full-text table for the records of one kind that are found."""
    entity = office.entity(kind)
    names = ", ".join(f"m.{spec.name}" for spec in entity.texts)
    query = f"SELECT e.number, e.ways, {names} FROM find_entry e JOIN {kind} m ON m.id = e.record"
    for number, ways, *texts in connection.execute(query):
        told = dict(zip((spec.name for spec in entity.texts), texts, strict=True))
        yield number, join_texts(entity, told), initials_of(ways)


def write_rows(target: Path, rows: Rows) -> None:
    """The same rows in one synchronous transaction."""
    bare = sqlite3.connect(target, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("BEGIN IMMEDIATE")
    for name, values in rows.items():
        columns = " (rowid, text, initials)" if name == "find_text" else ""
        if values:
            marks = ", ".join("?" * len(values[0]))
            bare.executemany(f"INSERT OR REPLACE INTO {name}{columns} VALUES ({marks})", values)
    bare.execute("COMMIT")
    bare.close()
