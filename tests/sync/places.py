"""A county and its stations that live through bad luck: lost and doubled files, restores, clones, wrong clocks."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.records.records import (
    change_record,
    discard_record,
    list_records,
    restore_record,
    show_record,
)
from cppcc_desktop.sync.have import measure_have, measure_state
from cppcc_desktop.sync.packages import shared_scopes
from db.backup import create_backup, restore_backup
from db.queries.records import Query
from tests.conftest import USER, Clock, Place

FIELDS = ("title", "place", "host")
WORDS = ("协商", "走访", "学习", "调研")


class World:
    """One county with stations, the files under way, and what users were told is saved."""

    def __init__(self, templates: dict[str, Path], folder: Path, seed: int, stations: int) -> None:
        self.dice = random.Random(seed)
        self.folder = folder
        self.templates = templates
        self.backups: dict[str, list[Path]] = defaultdict(list)
        self.under_way: list[tuple[str, Path]] = []
        self.faults: list[str] = []  # seen on the way
        self.county = self.open("county", "county")
        self.places: dict[str, Place] = {}
        for number in range(stations):
            station = self.county.create(
                "station", code=f"{number:02d}", name=f"第{number}联络站", type="01", level="2"
            )
            self.places[station] = self.open("station", station)
            self.places[station].unpack(self.send(self.county, station))
            self.rename(self.places[station])

    def open(self, kind: str, name: str) -> Place:
        home = self.folder / name
        home.mkdir(parents=True)
        shutil.copy(self.templates[kind], home / "office.db")
        clock = Clock()
        clock.move(self.dice.randrange(-400, 400))
        around = Surroundings(FEATURES, clock, home / "home")
        office = around.open(home / "office.db")
        return Place(office, Actor(USER, "admin", office.name), clock, around)

    def rename(self, place: Place) -> None:
        place.actor = Actor(USER, "admin", place.office.name)

    def close(self) -> None:
        for place in (self.county, *self.places.values()):
            place.office.close()

    # What happens

    def step(self) -> None:
        station = self.dice.choice(list(self.places))
        place = self.dice.choice((self.county, self.places[station]))
        happen = self.dice.choices(
            (self.edit, self.post, self.deliver, self.back_up, self.restore, self.clone), (10, 4, 5, 0.6, 0.4, 0.2)
        )[0]
        happen(place, station)

    def edit(self, place: Place, station: str) -> None:
        records = self.activities(place, station)
        roll = self.dice.random()
        with suppress(OfficeError):
            if not records or roll < 0.3:
                place.create("activity", station=station, title=self.word(), type="01", date="2026-06-01")
            elif roll < 0.85:
                values = {name: self.word() for name in self.dice.sample(FIELDS, self.dice.randrange(1, 3))}
                record = self.dice.choice(records)
                change_record(place.office, place.actor, "activity", record, values)
                shown = show_record(place.office, place.actor, "activity", record).values
                self.faults += [f"{n}: saved {v}, {shown[n]} stands" for n, v in values.items() if shown[n] != v]
            elif roll < 0.95:
                discard_record(place.office, place.actor, "activity", self.dice.choice(records), "重复")
            else:
                restore_record(place.office, place.actor, "activity", self.dice.choice(records))

    def activities(self, place: Place, station: str) -> list[str]:
        found: list[str] = []
        for binned in (False, True):
            query = Query(Is("station", station), binned=binned)
            rows = list_records(place.office, place.actor, place.office.modules["activities"], query, 0, -1).rows
            found += [str(row["id"]) for row in rows]
        return found

    def word(self) -> str:
        return f"{self.dice.choice(WORDS)}{self.dice.randrange(30)}"

    def send(self, place: Place, station: str) -> Path:
        return place.pack(station, self.folder / f"{os.urandom(6).hex()}.cppcc")

    def post(self, place: Place, station: str) -> None:
        """A quarter gets lost, a fifth arrives twice."""
        to = "county" if place is not self.county else station
        copies = self.dice.choices((0, 1, 2), (25, 55, 20))[0]
        self.under_way += [(to, self.send(place, station))] * copies

    def deliver(self, _place: Place, _station: str) -> None:
        if self.under_way:
            to, file = self.under_way.pop(self.dice.randrange(len(self.under_way)))
            place = self.county if to == "county" else self.places[to]
            place.unpack(file)

    def back_up(self, place: Place, station: str) -> None:
        name = "county" if place is self.county else station
        self.backups[name].append(create_backup(place.path, self.folder / name / "old"))

    def restore(self, place: Place, station: str) -> None:
        """A station falls back to an old copy; half of the time nothing tells that it did."""
        if not self.backups[station]:
            return
        place, backup = self.places[station], self.dice.choice(self.backups[station])
        place.office.close()
        if self.dice.random() < 0.5:
            restore_backup(backup, place.path)
        else:
            self.restore_untold(place, backup)
        place.office = place.around.open(place.path)
        self.rename(place)

    def restore_untold(self, place: Place, backup: Path) -> None:
        """The same incarnation goes on from an earlier state: neither flag nor anchor say so."""
        shutil.copy(backup, place.path)
        for suffix in ("-wal", "-shm"):
            Path(f"{place.path}{suffix}").unlink(missing_ok=True)
        connection = sqlite3.connect(place.path)
        connection.execute("DELETE FROM meta WHERE key = 'backup'")
        connection.commit()
        row = connection.execute("SELECT key, last FROM replica ORDER BY number DESC").fetchall()
        key = connection.execute("SELECT value FROM meta WHERE key = 'replica'").fetchone()[0]
        connection.close()
        last = next(last for blob, last in row if blob.hex() == key)
        for anchor in place.around.anchors.glob("*.txt"):
            anchor.write_text(f"{key} {last}", "utf-8")

    def clone(self, _place: Place, station: str) -> None:
        """A second computer with the same disk works once and sends a file."""
        original = self.places[station]
        home = self.folder / os.urandom(4).hex()
        home.mkdir()
        create = create_backup(original.path, home)
        shutil.copy(create, home / "office.db")
        around = Surroundings(FEATURES, original.clock, home / "home")
        copy = Place(around.open(home / "office.db"), original.actor, original.clock, around)
        self.edit(copy, station)
        self.county.unpack(self.send(copy, station))
        copy.office.close()

    # The end

    def exchange_all(self, rounds: int = 3) -> None:
        while self.under_way:
            self.deliver(self.county, "")
        for _ in range(rounds):
            for station, place in self.places.items():
                self.county.unpack(self.send(place, station))
                place.unpack(self.send(self.county, station))


def find_faults(world: World) -> Iterator[str]:
    """What a world that exchanged everything must not show."""
    yield from world.faults
    for station, place in world.places.items():
        for scope in shared_scopes(station):
            mine, theirs = measure(world.county, scope), measure(place, scope)
            if mine[0] != theirs[0]:
                yield f"{scope}: the sets differ"
            if mine[1] != theirs[1]:
                yield f"{scope}: the states differ"
    for place in (world.county, *world.places.values()):
        yield from (f"{each.name}: {each.detail}" for each in check_office(place.office, place.actor) if not each.ok)
        yield from find_vanished(place)
        with place.office.read() as connection:
            if connection.execute(select(place.office.schema.quarantine)).all():
                yield "something honest was set aside"


def measure(place: Place, scope: str) -> tuple[object, object]:
    with place.office.read() as connection:
        schema = place.office.schema
        return measure_have(connection, schema, [scope]), measure_state(connection, schema, scope)


def find_vanished(place: Place) -> Iterator[str]:
    """Values nobody named and nobody sees: reckoned here again, straight from the operations."""
    with place.office.read() as connection:
        schema = place.office.schema
        operations = list(place.office.journal(connection).select())
        torn = {(row.record, row.field) for row in connection.execute(select(schema.conflict))}
        table = schema.records["activity"]
        shown = {row["id"]: row for row in connection.execute(select(table)).mappings()}
    named = {(each.record, name, seen) for each in operations for name, ids in each.sees.items() for seen in ids}
    for each in operations:
        for name, value in each.fields.items():
            if each.kind != "activity" or (each.record, name, each.id) in named:
                continue
            standing = shown[each.record][name]
            gone = shown[each.record]["deleted"] is not None
            if gone and (each.record, DELETED, each.id) not in named and name != DELETED:
                yield f"{each.record}.{name}: {value} went into the bin unseen"
            if standing != value and (each.record, name) not in torn:
                yield f"{each.record}.{name}: {value} vanished, {standing} stands"
