"""How surnames are read: the shipped readings, overridden by the office's own (单 = shan4)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from cppcc_desktop.characters.tables import shipped_surnames
from db.tables import Schema

SURNAME_LIST = "surname_reading"  # the code list: code = surname, label = reading


def read_surnames(connection: Connection, schema: Schema) -> dict[str, str]:
    """Readings in force: those that ship and those of the office, without what it retired.

    Syllables are separated by a blank, with the tone behind: {"单": "shan4", "尉迟": "yu4 chi2"}.
    """
    table = schema.records["code_entry"]
    query = select(table.c.code, table.c.label, table.c.retired).where(
        table.c.list == SURNAME_LIST, table.c.deleted.is_(None)
    )
    found = dict(shipped_surnames())
    for code, label, retired in connection.execute(query.order_by(table.c.id)):
        if retired:
            found.pop(code, None)
        elif code and label:
            found[code] = label
    return found
