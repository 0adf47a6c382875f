"""The open office: its database, its people's rights, its clock. Every service works on one of these."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import uuid_utils
from sqlalchemy import Connection, select

from cppcc_desktop.domain.dates import CHINA
from cppcc_desktop.domain.description.fields import Entity, Scope, Value
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.grants import Grant
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.journal.store import Change, Journal, default_scope
from cppcc_desktop.services.features import Feature, P, find_place_entity, list_modules, name_places
from db.engine import Database
from db.tables import Schema

VERSION = "0.1.0"
COUNTY = "county"
STATION = "station"


@dataclass
class Writing:
    """One transaction of a verb: changes gather and become one group of operations at its end."""

    office: Office
    actor: Actor
    connection: Connection
    journal: Journal
    changes: list[Change] = field(default_factory=list[Change])
    operations: list[Operation] = field(default_factory=list[Operation])

    def set(
        self, entity: Entity, record: str, values: Mapping[str, Value], *, scope: str = "",
        sees: Mapping[str, tuple[bytes, ...]] | None = None,
    ) -> None:  # fmt: skip
        """Set fields of a record; `scope` is that of the record, empty for a new one."""
        if entity.scope is Scope.OWN and not scope and not self.office.name:
            raise OfficeError(
                f"还不知道这是哪个{self.office.place_label}。", todo="先在“数据交换”里读入县政协给的第一个文件。"
            )
        values = {name: value for name, value in values.items() if name not in entity.reckoned}
        if values:
            scope = scope or default_scope(entity, self.office.own_scope)
            self.refuse_foreign(entity, scope)
            self.changes.append(Change(record, entity.name, values, scope, sees))

    def refuse_foreign(self, entity: Entity, scope: str) -> None:
        """A station's changes of what is not its own would reach nobody (sync.md §3)."""
        if self.office.kind != COUNTY and scope not in (self.office.own_scope, Scope.OFFICE.value):
            raise Refusal(f"{self.office.place_label}不能改{entity.label}。", todo="请县政协改好，随下一个文件送来。")

    def new(self, entity: Entity, values: Mapping[str, Value], *, scope: str = "", record: str = "") -> str:
        """Start a record; returns its id. Empty values are not recorded."""
        record = record or new_id()
        self.set(entity, record, {name: value for name, value in values.items() if value is not None}, scope=scope)
        return record

    def flush(self) -> None:
        """Turn what gathered into one group now; a long import does so once, at its end."""
        wall = self.office.now().astimezone(UTC).isoformat(timespec="milliseconds")
        parts = self.journal.split(self.changes)
        self.office.judge(self.office, self.connection, parts)
        self.operations += self.journal.append(parts, actor=self.actor.stamp, wall=wall)
        self.changes.clear()


@dataclass
class Office:
    """An open database with all that services need to know around it."""

    database: Database
    features: tuple[Feature, ...]
    clock: Callable[[], datetime]
    judge: Callable[[Office, Connection, Sequence[Change]], None]  # refuses what may not be written: validity.py
    anchors: Path  # folder outside the database that remembers which incarnation was here
    replica: bytes = b""
    written: int = 0  # the last number of this incarnation that the database is known to have
    kind: str = COUNTY  # or STATION
    unclean: bool = False  # the database was not closed properly last time, or another process has it open
    station: str = ""  # id of the own station, once the county's first file named it
    changed: list[Callable[[frozenset[str]], None]] = field(default_factory=list[Callable[[frozenset[str]], None]])
    _parts: dict[type, tuple[Any, ...]] = field(default_factory=dict[type, "tuple[Any, ...]"], init=False, repr=False)

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """Every list by its name."""
        return {each.name: each for each in list_modules(self.features)}

    def parts(self, kind: type[P]) -> tuple[P, ...]:
        """What the nouns hand in of this class, in the order of the nouns; imported at the first call."""
        if kind not in self._parts:
            self._parts[kind] = tuple(part for each in self.features for part in each.find(kind))
        return self._parts[kind]

    def has(self, kind: type) -> bool:
        """Whether any noun hands in parts of this class; nothing is imported to know it."""
        return any(kind.__name__ in each.parts for each in self.features)

    @cached_property
    def place_entity(self) -> Entity | None:
        """The kind of record that stands for the places the county exchanges packages with, if a noun has one."""
        return find_place_entity(self.features)

    @cached_property
    def place_label(self) -> str:
        """What such a place is called: 联络站."""
        return name_places(self.features)

    @property
    def schema(self) -> Schema:
        return self.database.schema

    @property
    def name(self) -> str:
        """How operations name this office: county, or the id of the station."""
        return COUNTY if self.kind == COUNTY else self.station

    @property
    def own_scope(self) -> str:
        return Scope.COUNTY.value if self.kind == COUNTY else f"town:{self.station}"

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        return self.clock().astimezone(CHINA).date()

    def entity(self, name: str) -> Entity:
        """The entity of that name; OfficeError names those there are."""
        entity = self.schema.entities.get(name)
        if entity is None:
            raise OfficeError(f"没有“{name}”这种记录。", options=[each.label for each in self.schema.entities.values()])
        return entity

    def module_of(self, entity: str) -> Module | None:
        """The module whose main entity this is."""
        return next((each for each in self.modules.values() if each.entity.name == entity), None)

    @contextmanager
    def read(self) -> Generator[Connection]:
        with self.database.read() as connection:
            yield connection

    @contextmanager
    def write(self, actor: Actor, permission: str | Grant) -> Generator[Writing]:
        """One transaction for somebody who may; at its end all changes become one group of operations."""
        actor.require(permission)
        with self.database.write() as connection:
            self._check_incarnation(connection)
            writing = Writing(self, actor, connection, self.journal(connection))
            yield writing
            writing.flush()
        if writing.operations:
            self.written = writing.operations[-1].seq
            self.keep_anchor(self.written)
        self.tell(frozenset(each.kind for each in writing.operations))

    def _check_incarnation(self, connection: Connection) -> None:
        """A backup was put in the place of the database while it was open here: numbers of ours would be given twice."""
        table, meta = self.schema.replica, self.schema.meta
        last = connection.scalar(select(table.c.last).where(table.c.key == self.replica))
        restored = connection.scalar(select(meta.c.value).where(meta.c.key == "backup"))
        if restored is not None or last is None or last < self.written:
            raise OfficeError(
                "数据库刚刚恢复成了一份备份，这一步没有保存。", kept="恢复以前的数据在“备份”文件夹里。",
                todo="关掉这个窗口，重新打开再做。",
            )  # fmt: skip
        self.written = last

    def journal(self, connection: Connection) -> Journal:
        return Journal(connection, self.schema, self.replica, VERSION)

    def tell(self, kinds: frozenset[str]) -> None:
        """Say which kinds of record changed, after the commit."""
        for listener in self.changed:
            listener(kinds)

    def keep_anchor(self, last: int = 0) -> None:
        """Note outside the database which incarnation is at home here and how far it got (sync.md §1)."""
        with suppress(OSError):  # the save is done; without the anchor a new incarnation starts, which is harmless
            self.anchors.mkdir(parents=True, exist_ok=True)
            anchor_file(self.anchors, self.database.path).write_text(f"{self.replica.hex()} {last}", "utf-8")

    def close(self) -> None:
        self.database.close()


def anchor_file(anchors: Path, path: Path) -> Path:
    """One file per place of a database: a copied or restored database does not match it."""
    place = uuid_utils.uuid5(uuid_utils.NAMESPACE_URL, path.resolve().as_uri())
    return anchors / f"{place}.txt"


def new_id() -> str:
    """A record id: UUIDv7 as 32 hexadecimal digits; nothing is read from its time."""
    return uuid_utils.uuid7().hex


def tell_time(wall: str) -> str:
    """As the clock of that computer said; what is no time is shown as it came."""
    try:
        return datetime.fromisoformat(wall).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return wall
