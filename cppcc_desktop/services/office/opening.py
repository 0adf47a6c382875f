"""Making and opening an office: first account, incarnation, anchor."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.errors import DamagedFile, OfficeError
from cppcc_desktop.domain.office.office import ACCOUNT, COMMITTEE, Actor, Plenary
from cppcc_desktop.journal.store import Journal
from cppcc_desktop.services.features import Feature, complete, list_modules
from cppcc_desktop.services.office.accounts import check_new_account, hash_password
from cppcc_desktop.services.office.office import COUNTY, STATION, VERSION, Office, anchor_file
from cppcc_desktop.services.office.stored_files import clear_partial
from cppcc_desktop.services.office.validity import refuse_invalid
from db.backup_keeping import clear_leftovers, is_held
from db.engine import Database, create_database, open_database, refuse_taken, unfinished
from db.faults import translated
from db.tables import Schema, build_schema

LOST = "lost"  # in meta: operations the database had once, until somebody was told


@dataclass(frozen=True)
class Surroundings:
    """What bootstrap hands to the window and to `cppcc`."""

    features: Sequence[Feature]
    clock: Callable[[], datetime]
    home: Path  # logs, window settings and anchors, outside every database

    @property
    def anchors(self) -> Path:
        return self.home / "anchors"

    def open(self, path: Path) -> Office:
        """The office in that file; see open_office."""
        return open_office(path, self.features, clock=self.clock, anchors=self.anchors)


def find_surroundings(office: Office) -> Surroundings:
    """What an open office was opened with."""
    return Surroundings(office.features, office.clock, office.anchors.parent)


def make_schema(features: Sequence[Feature]) -> Schema:
    return build_schema(entity for module in list_modules(features) for entity in module.entities)


def create_office(
    path: Path, features: Sequence[Feature], *, kind: str, name: str, plenary: Plenary, user: str, password: str,
    clock: Callable[[], datetime], anchors: Path, demo: bool = False, fill: Callable[[Office], None] | None = None,
) -> Office:  # fmt: skip
    """A new database with its committee and its first account, an administrator, and with what `fill` puts into it.

    A station starts empty: the county's first file tells it who it is. The file gets its name when it is whole: a kill
    leaves none.
    """
    check_new_account(user, password)
    refuse_taken(path)
    office = begin_office(begun(path), features, clock, anchors, kind)
    with unfinished(office.database):
        with office.database.write() as connection:
            write_meta(connection, office, "kind", kind)
            write_meta(connection, office, "name", name)
            start_incarnation(connection, office)
        with office.write(Actor(user, "admin", office.name), "account") as writing:
            if kind == COUNTY:
                writing.new(COMMITTEE, {"name": name, "plenary": plenary.key, "demo": demo or None})
            writing.new(ACCOUNT, {"name": user, "role": "admin", "password_hash": hash_password(password)})
        if fill:
            fill(office)
    settle_office(office, path)
    return open_office(path, features, clock=clock, anchors=anchors)


def begun(path: Path) -> Path:
    """Where a new database lies until it is whole; what a kill left there before is taken away."""
    partial = path.with_name(f"{path.name}.part")
    if partial.exists() and not is_held(partial):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{partial}{suffix}").unlink(missing_ok=True)
    return partial


def begin_office(
    path: Path, features: Sequence[Feature], clock: Callable[[], datetime], anchors: Path, kind: str
) -> Office:  # fmt: skip
    database = create_database(path, make_schema(features))
    return Office(database, complete(features), clock, refuse_invalid, anchors, kind=kind)


def settle_office(office: Office, path: Path) -> None:
    """Close a new database that is whole, and give it its name; its incarnation moves with it."""
    partial = office.database.path
    office.close()
    refuse_taken(path)
    with translated(path):
        partial.replace(path)
    with suppress(OSError):  # else another incarnation begins, which is harmless
        anchor_file(office.anchors, partial).replace(anchor_file(office.anchors, path))


def open_office(path: Path, features: Sequence[Feature], *, clock: Callable[[], datetime], anchors: Path) -> Office:
    """An existing office; a database that was restored or copied gets a new incarnation."""
    schema = make_schema(features)

    def project(connection: Connection) -> None:
        Journal(connection, schema, b"", VERSION).rebuild()

    unclean = has_unmerged(path)
    database = open_database(path, schema, project)
    clear_leftovers(path)
    clear_partial(database.files)
    office = Office(database, complete(features), clock, refuse_invalid, anchors, unclean=unclean)
    with closed_on_error(database):
        with database.read() as connection:
            meta = read_meta(connection, office)
            begun = connection.execute(select(office.schema.operation.c.number).limit(1)).first() is not None
        if "replica" not in meta and not begun:
            raise OfficeError(f"“{path.name}”没有建完，里面什么都没有。", todo="删掉这个文件，重新建一个。")
        take_meta(office, meta)
        missing = 0 if "backup" in meta else count_lost(office)
        if "backup" in meta or not matches_anchor(office):
            with database.write() as connection:
                connection.execute(office.schema.meta.delete().where(office.schema.meta.c.key == "backup"))
                start_incarnation(connection, office)
                if missing:
                    write_meta(connection, office, LOST, str(missing + int(meta.get(LOST, "0"))))
            office.keep_anchor()
        with database.read() as connection:
            office.written = read_last(connection, office)
    return office


@contextmanager
def closed_on_error(database: Database) -> Generator[None]:
    """A database that cannot be opened inside this block is closed again."""
    with ExitStack() as undo:
        undo.callback(database.close)
        yield
        undo.pop_all()


def take_meta(office: Office, meta: Mapping[str, str]) -> None:
    """What the database says of itself; DamagedFile where that cannot be."""
    try:
        office.replica = bytes.fromhex(meta["replica"])
        int(meta.get(LOST, "0"))
    except (KeyError, ValueError) as error:
        raise DamagedFile from error
    office.kind = meta.get("kind", COUNTY)
    office.station = meta.get("station", "")
    if office.kind not in (COUNTY, STATION):
        raise DamagedFile


def has_unmerged(path: Path) -> bool:
    """Whether SQLite's log of writes lies beside the file: whoever closes it last takes that away."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def read_last(connection: Connection, office: Office) -> int:
    """The highest number this incarnation has used, as the database knows it."""
    table = office.schema.replica
    return connection.scalar(select(table.c.last).where(table.c.key == office.replica)) or 0


def matches_anchor(office: Office) -> bool:
    """Whether this incarnation was last used here, and got no further than the database remembers."""
    return read_anchor(office) is not None and not count_lost(office)


def read_anchor(office: Office) -> int | None:
    """How far this incarnation got here, as was noted outside the database; None where another one was used last."""
    try:
        key, last = anchor_file(office.anchors, office.database.path).read_text("utf-8").split()
        return int(last) if key == office.replica.hex() else None
    except (OSError, ValueError):
        return None


def count_lost(office: Office) -> int:
    """Operations that were acknowledged here and are not in the database any more: SQLite's log of writes was cut or
    lost with the power, or an older file stands in its place."""
    with office.read() as connection:
        return max(0, (read_anchor(office) or 0) - read_last(connection, office))


def start_incarnation(connection: Connection, office: Office) -> None:
    """A new replica id for this database."""
    table = office.schema.replica
    office.replica = os.urandom(16)
    number = (connection.scalar(select(func.max(table.c.number))) or 0) + 1
    connection.execute(table.insert().values(number=number, key=office.replica, last=0))
    write_meta(connection, office, "replica", office.replica.hex())


def read_meta(connection: Connection, office: Office) -> dict[str, str]:
    return dict(connection.execute(select(office.schema.meta.c.key, office.schema.meta.c.value)).all())


def write_meta(connection: Connection, office: Office, key: str, value: str) -> None:
    table = office.schema.meta
    connection.execute(table.delete().where(table.c.key == key))
    connection.execute(table.insert().values(key=key, value=value))
