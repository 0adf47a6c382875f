"""Columns matched by hand, kept in this office's database and offered again for the same headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import orjson
from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.importers.tables.headers import Mapping as Columns
from cppcc_desktop.importers.tables.headers import guess_columns, match_columns
from cppcc_desktop.importers.tables.headings import normalise_heading
from cppcc_desktop.importers.tables.sheets import SourceSheet
from cppcc_desktop.services.imports.compare import fields_to_fill
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from db.stored_json import load_stored


def recognise_columns(office: Office, module: Module, sheet: SourceSheet, header_row: int | None = None) -> Columns:
    """The columns by their headings alone; where no row looks like headings, by those put by hand before, too.

    Where that gives nothing either, the columns as they stand, for somebody to say what they are.
    """
    fields, codes = fields_to_fill(office, module), read_codes(office)
    if header_row is not None:
        return match_columns(sheet, fields, header_row=header_row, codes=codes)
    try:
        return match_columns(sheet, fields, codes=codes)
    except OfficeError:
        with office.read() as connection:
            memory = read_memory(office, connection, module)
        known = [
            replace(spec, aliases=(*spec.aliases, *(text for text, name in memory.items() if name == spec.name)))
            for spec in fields
        ]
    try:
        return match_columns(sheet, known, codes=codes)
    except OfficeError:
        return guess_columns(sheet, fields)


def recall_columns(office: Office, module: Module, recognised: Columns) -> tuple[Columns, frozenset[int]]:
    """The columns as they were put by hand last time, and which of them (from 0) that concerns.

    What no longer fits, such as a field that is gone, is passed over.
    """
    with office.read() as connection:
        memory = read_memory(office, connection, module)
    fields = {spec.name for spec in recognised.fields}
    wanted = {
        index: memory[heading] or None
        for heading, index in single_headings(recognised).items()
        if heading in memory and (not memory[heading] or memory[heading] in fields)
    }
    columns = recognised.with_columns(wanted)
    before, after = places(recognised), places(columns)
    return columns, frozenset(index for index in wanted if before.get(index) != after.get(index))


def remember_columns(office: Office, actor: Actor, module: Module, recognised: Columns, chosen: Columns) -> None:
    """Keep where the choice differs from what was recognised by itself; forget it where it no longer does."""
    actor.require("record.write")
    by_itself, by_hand = places(recognised), places(chosen)
    with office.read() as connection:
        before = read_memory(office, connection, module)
    memory = dict(before)
    for heading, index in single_headings(recognised).items():
        if by_hand.get(index, "") != by_itself.get(index, ""):
            memory[heading] = by_hand.get(index, "")
        else:
            memory.pop(heading, None)
    if memory != before:
        write_memory(office, module, memory)


def single_headings(columns: Columns) -> dict[str, int]:
    """Headings as they are compared, with their column; one that stands over several columns tells none."""
    texts = {index: normalise_heading(text) for index, text in columns.headings.items() if text}
    counts = Counter(texts.values())
    return {text: index for index, text in texts.items() if counts[text] == 1}


def places(columns: Columns) -> dict[int, str]:
    """Column → field."""
    return columns.taken


def read_memory(office: Office, connection: Connection, module: Module) -> dict[str, str]:
    """Heading → field, "" for a column that is left out."""
    table = office.schema.meta
    stored = connection.scalar(select(table.c.value).where(table.c.key == key_of(module)))
    return load_stored(stored, dict) if stored else {}


def write_memory(office: Office, module: Module, memory: Mapping[str, str]) -> None:
    table, key = office.schema.meta, key_of(module)
    with office.database.write() as connection:
        connection.execute(table.delete().where(table.c.key == key))
        connection.execute(table.insert().values(key=key, value=orjson.dumps(memory).decode()))


def key_of(module: Module) -> str:
    return f"mapping:{module.name}"
