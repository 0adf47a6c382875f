"""Find: the newest fifty of 100 000 texts of 300 characters, with their sentences, against bare FTS5."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

from cppcc_desktop.characters.readings import pinyin_key, spell
from cppcc_desktop.journal.index import kind_range, make_entry, phrase, split_characters
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.spelling import split_letters
from tests.bench.figures import Bench, Figure, compare
from tests.bench.offices import ACTOR, NOW, make_name, make_office, make_text

TEXTS, NAMES = 100_000, 10_000
WORDS = ("电梯", "梯", "老旧小区", "老旧小区 电梯", "139")
SPELLED = ("zs", "shanxf", "zhangfei")


def fill(office: Office, texts: int, names: int) -> None:
    """Texts as proposals and names as members, past the journal: only the index is looked at."""
    dice, places = random.Random(3), list(office.schema.entities)
    proposal, member = office.entity("proposal"), office.entity("member")
    with office.database.write() as connection:
        index = office.journal(connection)._index
        rows, entries = [], []
        for number in range(texts):
            day = f"20{10 + number % 16:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            values = {"title": make_text(dice, 24), "analysis": make_text(dice, 300), "received_on": day}
            record = f"f{number:031x}"
            rows.append((record, values["title"], values["analysis"], day, "county", NOW))
            entries.append(make_entry(record, proposal, places.index("proposal") + 1, number + 1, values, NOW, ""))
        connection.exec_driver_sql(
            "INSERT INTO proposal (id, title, analysis, received_on, scope, changed_at) VALUES (?, ?, ?, ?, ?, ?)", rows
        )
        index.put(entries)
        people = [(f"{number:032x}", make_name(dice)) for number in range(names)]
        connection.exec_driver_sql(
            "INSERT INTO member (id, name, name_pinyin, scope, changed_at) VALUES (?, ?, ?, 'ref', ?)",
            [(record, name, pinyin_key(name, {}), NOW) for record, name in people],
        )
        index.put([
            make_entry(record, member, places.index("member") + 1, texts + number, {"name": name}, NOW,
                       "/".join(" ".join(way) for way in spell(name, {})))
            for number, (record, name) in enumerate(people)
        ])  # fmt: skip


def measure_find(bench: Bench) -> Iterator[Figure]:
    path = bench.folder / "find.db"
    office = make_office(path)
    fill(office, TEXTS, NAMES)
    bare = sqlite3.connect(path)
    place = list(office.schema.entities)
    for typed in WORDS:
        match = " AND ".join(f"text : {phrase(part)}" for part in typed.split())
        yield measure_word(office, bare, typed, match, kind_range(place.index("proposal") + 1), "proposal", bench.runs)
    for typed in SPELLED:
        match = "initials : (" + " OR ".join(f'"{split_characters(way)}"' for way in split_letters(typed)) + ")"
        yield measure_word(office, bare, typed, match, kind_range(place.index("member") + 1), "member", bench.runs)
    office.close()


def measure_word(
    office: Office, bare: sqlite3.Connection, typed: str, match: str, numbers: tuple[int, int], table: str, runs: int
) -> Figure:
    """All kinds are searched by us, the one that holds something by the bare query; both read the rows they show."""
    query = (
        f"SELECT r.* FROM find_text JOIN find_entry e ON e.number = find_text.rowid JOIN {table} r ON r.id = e.record"
        " WHERE find_text MATCH ? AND find_text.rowid BETWEEN ? AND ? ORDER BY find_text.rowid DESC LIMIT 50"
    )

    def find() -> Any:
        return find_records(office, ACTOR, typed)

    def same() -> Any:
        return bare.execute(query, (match, *numbers)).fetchall()

    return compare(f"查找“{typed}”（{len(same())} 条）/ 裸 FTS5 和取行", find, same, 1.5, runs * 3)
