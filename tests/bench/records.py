"""Opening and saving one record against the bare transaction, in a small database and in one ten times as large."""

from __future__ import annotations

import itertools
import json
import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, change_record, list_ids, show_record
from tests.bench.bulk import LARGE, SMALL, fill
from tests.bench.figures import Bench, Figure, compare, limit
from tests.bench.offices import ACTOR, make_office


def measure_records(bench: Bench) -> Iterator[Figure]:
    medians: dict[str, dict[int, float]] = {"打开": {}, "保存": {}}
    for count in (SMALL, LARGE):
        office = make_office(bench.folder / f"records{count}.db")
        fill(office, count, random.Random(5))
        ids = list_ids(office, ACTOR, office.modules["members"], Query())
        for figure in (measure_open(office, ids, count, bench.runs), measure_save(office, ids, count, bench.runs)):
            medians[figure.what[:2]][count] = figure.ours
            yield figure
        office.close()
    for verb, found in medians.items():
        yield limit(f"{verb}一条记录", found[LARGE], 0.05)
        yield Figure(f"{verb}：{LARGE} 条 / {SMALL} 条", found[LARGE], found[SMALL], found[LARGE] / found[SMALL], 1.2)


def measure_open(office: Office, ids: list[str], count: int, runs: int) -> Figure:
    bare, mine, theirs = sqlite3.connect(office.database.path), itertools.cycle(ids), itertools.cycle(ids)

    def same() -> None:
        record = next(theirs)
        bare.execute("BEGIN")
        bare.execute("SELECT plenary FROM committee").fetchone()
        bare.execute("SELECT * FROM member WHERE id = ?", (record,)).fetchone()
        bare.execute("SELECT * FROM membership WHERE member = ? AND term = '10'", (record,)).fetchone()
        (heads,) = bare.execute("SELECT heads FROM head WHERE record = ?", (record,)).fetchone()
        numbers = tuple({number for each in json.loads(heads).values() for number in each})
        bare.execute(f"SELECT id FROM operation WHERE number IN ({', '.join('?' * len(numbers))})", numbers).fetchall()
        bare.execute("COMMIT")

    bare.isolation_level = None
    figure = compare(
        f"打开记录（{count} 条）/ 裸事务", lambda: show_record(office, ACTOR, "member", next(mine)), same, 5, runs * 9
    )
    bare.close()
    return figure


def measure_save(office: Office, ids: list[str], count: int, runs: int) -> Figure:
    """Against the same rows written by hand: an operation, the record, its heads and its index, synchronously."""
    copy = Path(f"{office.database.path}.copy")
    with sqlite3.connect(office.database.path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    bare = sqlite3.connect(copy, isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    operation = bare.execute("SELECT * FROM operation WHERE kind = 'member' LIMIT 1").fetchone()
    numbers, mine, theirs = itertools.count(10_000_000), itertools.cycle(ids), itertools.cycle(ids)

    def same() -> None:
        number, record = next(numbers), next(theirs)
        row = bare.execute("SELECT * FROM member WHERE id = ?", (record,)).fetchone()
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(
            f"INSERT INTO operation VALUES ({','.join('?' * len(operation))})", (number, os.urandom(32), *operation[2:])
        )
        bare.execute("DELETE FROM member WHERE id = ?", (record,))
        bare.execute(f"INSERT INTO member VALUES ({','.join('?' * len(row))})", row)
        bare.execute("UPDATE head SET heads = heads WHERE record = ?", (record,))
        bare.execute("INSERT INTO find_text (rowid, text, initials) VALUES (?, '县 第 单 位', 'w x')", (number,))
        bare.execute("COMMIT")

    posts = itertools.count()

    def save() -> None:
        change_record(office, ACTOR, "member", next(mine), {"post": f"第 {next(posts)} 个职务"})

    figure = compare(f"保存记录（{count} 条）/ 裸事务", save, same, 5, runs * 5)
    bare.close()
    return figure
