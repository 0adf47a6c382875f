"""Lists of a million: a page at any depth against the same SQL on its index; the order of the whole; an export."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition, Is, Span
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.lists.listings import Listing
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query
from tests.bench.figures import Bench, Figure, clock, compare, limit
from tests.bench.offices import (
    ACTOR,
    MEMBER_COLUMNS,
    PROPOSAL_COLUMNS,
    load_rows,
    make_members,
    make_office,
    make_proposals,
    reopen,
)  # fmt: skip

FORCE = "deleted IS NULL AND same_as IS NULL"
# module, conditions, order, the same as SQL, the column of the order
DECLARED: tuple[tuple[str, str, Condition, tuple[str, ...], str, str], ...] = (
    ("委员按拼音", "members", EVERYTHING, ("name",), "", "name_pinyin"),
    ("委员按笔画", "members", EVERYTHING, ("name_strokes",), "", "name_strokes"),
    ("女委员按拼音", "members", Is("sex", "2"), ("name",), "sex = '2' AND ", "name_pinyin"),
    (
        "一次会议的提案按案号",
        "proposals",
        Is("plenary", "10-03"),
        ("docket_no",),
        "plenary = '10-03' AND ",
        "docket_no",
    ),
    ("全部提案按收件日期", "proposals", EVERYTHING, ("received_on",), "", "received_on"),
)
OTHERS: tuple[tuple[str, str, Condition, tuple[str, ...]], ...] = (
    ("委员按界别", "members", EVERYTHING, ("sector", "name")),
    ("1970 年以后出生的按单位", "members", Span("birth_date", "1970-01-01"), ("post",)),
    ("在办的提案按类别", "proposals", Is("state", ("in_hand",)), ("category",)),
    ("一类提案按应办复日", "proposals", Is("category", "03"), ("due_on", "docket_no")),
)


def make_million(bench: Bench) -> Path:
    """A database with so many members and proposals; made once per run."""
    path = bench.folder / "million.db"
    if not path.exists():
        make_office(path).close()
        load_rows(path, "member", MEMBER_COLUMNS, make_members(bench.rows, random.Random(1)))
        load_rows(path, "proposal", PROPOSAL_COLUMNS, make_proposals(bench.rows, random.Random(2)))
    return path


def measure_lists(bench: Bench) -> Iterator[Figure]:
    path = make_million(bench)
    office, bare = reopen(path), sqlite3.connect(path)
    for told, module, where, order, condition, column in DECLARED:
        yield from measure_depths(office, bare, told, Listing(office, ACTOR, office.modules[module], Query(where, order)),
                                  condition, column, bench.runs)  # fmt: skip
    for told, module, where, order in OTHERS:
        listing = Listing(office, ACTOR, office.modules[module], Query(where, order))
        yield limit(f"没有声明的排法，全序：{told}", clock(listing.count), 1.0)
    yield measure_export(bench, office)
    office.close()


def measure_depths(
    office: Office, bare: sqlite3.Connection, told: str, listing: Listing, condition: str, column: str, runs: int
) -> Iterator[Figure]:
    """The first page before anything is known of the list, then pages at its begin, middle and end."""
    yield limit(f"{told}：全序和总数", clock(listing.count), 1.0)
    total = listing.count()
    table = listing.module.entity.name
    for place, offset in (("第一页", 0), ("中间一页", total // 2), ("最后一页", max(0, total - 100))):
        start = find_start(bare, table, condition, column, offset)

        def read(offset: int = offset) -> Any:
            return listing.page(offset, 100) if offset else listing.first(100)

        def same(start: tuple[Any, ...] = start) -> Any:
            query = (
                f"SELECT * FROM {table} WHERE {condition}{FORCE} AND {column} IS NOT NULL"
                f" AND ({column}, rowid) >= (?, ?) ORDER BY {column}, rowid LIMIT 100"
            )
            return bare.execute(query, start).fetchall()

        yield compare(f"{told}：{place} / 同一条 SQL", read, same, 1.5, runs * 5)


def find_start(bare: sqlite3.Connection, table: str, condition: str, column: str, offset: int) -> tuple[Any, ...]:
    """Where the index stands at that depth."""
    query = (
        f"SELECT {column}, rowid FROM {table} WHERE {condition}{FORCE} AND {column} IS NOT NULL"
        f" ORDER BY {column}, rowid LIMIT 1 OFFSET ?"
    )
    return bare.execute(query, (offset,)).fetchone() or ("", 0)


def measure_export(bench: Bench, office: Office) -> Figure:
    """50 000 rows as seen into a workbook, against XlsxWriter with the same cells."""
    import xlsxwriter

    module, query = office.modules["members"], Query(Span("birth_date", "1997-07-01"), ("name",))
    count = Listing(office, ACTOR, module, query).count()  # one in twenty: 50 000 of a million
    path = bench.folder / "out.xlsx"

    def export() -> None:
        export_list(office, ACTOR, module, query, path)

    def write() -> None:
        book = xlsxwriter.Workbook(bench.folder / "bare.xlsx", {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(make_members(count, random.Random(1))):
            for place, value in enumerate(row[1:9]):
                sheet.write_string(number, place, value)
        book.close()

    return compare(f"导出 {count} 行到 xlsx / XlsxWriter 写同样多的格", export, write, 0, 1)
