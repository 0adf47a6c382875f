"""Rules that vary between counties: shipped defaults, overridden by dated settings of the office."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import InvalidField, OfficeError
from cppcc_desktop.domain.office import COMMITTEE, Actor, Plenary
from cppcc_desktop.services.office import Office


@cache
def shipped_settings() -> dict[str, str]:
    """Name and default value of every setting in resources/settings.csv."""
    rows = csv.DictReader((files("resources") / "settings.csv").read_text("utf-8").splitlines())
    return {row["name"]: row["value"] for row in rows}


def read_setting(office: Office, connection: Connection, name: str, day: str) -> str:
    """The value in force on a day (2026-03-05); KeyError for a name that is no setting."""
    table = office.schema.records["setting"]
    query = (
        select(table.c.value)
        .where(table.c.name == name, table.c.since <= day, table.c.deleted.is_(None))
        .order_by(table.c.since.desc(), table.c.id.desc())
    )
    return connection.scalar(query.limit(1)) or shipped_settings()[name]


def change_committee(office: Office, actor: Actor, name: str, plenary: str) -> None:
    """Rename the committee, or go on to the next plenary (10-04). Only an administrator may."""
    try:
        key = Plenary.parse(plenary).key
    except OfficeError as error:
        raise InvalidField("plenary", str(error)) from None
    if not name.strip():
        raise InvalidField("name", "名称不能空着。")
    table = office.schema.records[COMMITTEE.name]
    with office.write(actor, "account") as writing:
        row = writing.connection.execute(select(table.c.id, table.c.name, table.c.plenary).order_by(table.c.id)).first()
        if row is None:
            raise OfficeError("还没有县政协的资料。", todo="先在“数据交换”里读入县政协给的第一个文件。")
        wanted = {"name": name.strip(), "plenary": key}
        writing.set(COMMITTEE, row.id, {n: v for n, v in wanted.items() if getattr(row, n) != v})
