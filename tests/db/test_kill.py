"""The program is killed while it saves: what was acknowledged stands, what was not is there whole or not at all."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Connection, Table, func, select

from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.children import add_rows
from db.tables import in_force
from tests.conftest import Place
from tests.db.saving import SEATS

KILLS = 20
MOST = 80  # so many, where the kills so far all fell on the same side of a save's end
MADE = {"member", "proposal", "reception"}  # kinds of which the clerk makes new records
BEGINS = {"proposal": "draft", "reception": "passed_on"}
ROOT = Path(__file__).parents[2]


class Told:
    """What the clerk said: values that were acknowledged, and the save that was under way."""

    def __init__(self) -> None:
        self.stands: dict[str, dict[str, Any]] = {}
        self.kinds: dict[str, str] = {}
        self.pending: dict[str, Any] | None = None
        self.saves = 0
        self.took: list[float] = []  # seconds from the word that a save begins to the word that it is done
        self._begun = 0.0

    def add(self, record: str, said: Mapping[str, Any]) -> None:
        self.kinds[record] = said["new"]
        start = {"state": BEGINS[said["new"]]} if said["new"] in BEGINS else {}
        self.stands[record] = {**said["values"], **start, "same_as": None, "deleted": None}

    def hear(self, line: str) -> None:
        said = json.loads(line)
        if said["what"] == "begin":
            self.pending, self._begun = said, time.monotonic()
            return
        self.took.append(time.monotonic() - self._begun)
        self.pending, self.saves = None, self.saves + 1
        if "new" in said:
            self.add(said["record"], said)
            return
        for record, values in said["values"].items():
            self.stands.setdefault(record, {}).update(values)


@contextmanager
def clerk(place: Place, seed: int) -> Iterator[subprocess.Popen[str]]:
    """A process that waits for a line to begin saving."""
    command = [sys.executable, "-m", "tests.db.saving", str(place.path), str(place.around.home), str(seed)]
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        yield running
    finally:
        running.kill()  # SIGKILL, on Windows TerminateProcess
        running.communicate(timeout=30)


def kill_while_saving(running: subprocess.Popen[str], dice: random.Random, told: Told) -> None:
    """Let it save for a while, then end it at whatever it is doing: within the time two saves take on this machine."""
    assert running.stdin and running.stdout and running.stderr
    running.stdin.write("\n")
    running.stdin.flush()
    for _ in range(dice.randrange(4, 60)):
        line = running.stdout.readline()
        assert line, running.stderr.read()
        told.hear(line)
    time.sleep(dice.random() * 2 * (median(told.took) if told.took else 0.01))
    running.kill()
    for line in running.stdout:
        if line.endswith("\n"):
            told.hear(line)
    running.wait(30)


def read_all(place: Place) -> dict[str, dict[str, Any]]:
    """Every member with its group in the present term, every proposal and reception with the number of its steps, the
    activity with its people and their presence, the station with its check list and visits, by the words the clerk tells.
    """
    tables = place.office.schema.records
    found: dict[str, dict[str, Any]] = {}
    with place.office.read() as connection:
        for kind in ("member", "proposal", "reception", "activity", "station"):
            found |= {row["id"]: {**row, "kind": kind} for row in connection.execute(select(tables[kind])).mappings()}
        for row in connection.execute(select(tables["membership"])).mappings():
            found[row["member"]]["member_group"] = row["member_group"]
        for step, case in ((tables["step"], "proposal"), (tables["reception_step"], "reception")):
            for record, count in connection.execute(select(step.c[case], func.count()).group_by(step.c[case])):
                found[record]["steps"] = count
        for owner, words, value in read_rows(connection, tables):
            assert words not in found[owner], ("twice", words)
            found[owner][words] = value
    return found


def read_rows(connection: Connection, tables: Mapping[str, Table]) -> Iterator[tuple[str, str, Any]]:
    """What rows of children hold: the record they belong to, the words they are known by, and a value."""
    people, cells = tables["participant"], tables["attendance"]
    names = dict(connection.execute(select(people.c.id, people.c.name)).all())  # those in the bin too
    for row in connection.execute(select(people).where(in_force(people))).mappings():
        yield row["activity"], row["name"], row["body"]
    for row in connection.execute(select(cells).where(in_force(cells))).mappings():
        yield row["activity"], f"{names[row['participant']]} {row['session']}", row["presence"]
    checks, visits = tables["station_check"], tables["station_visit"]
    for row in connection.execute(select(checks).where(in_force(checks))).mappings():
        yield row["station"], f"check {row['item']}", row["state"]
        yield row["station"], f"looked {row['item']}", row["looked_on"]
    for row in connection.execute(select(visits).where(in_force(visits))).mappings():
        yield row["station"], row["leader"], row["date"]


def settle(told: Told, found: dict[str, dict[str, Any]]) -> str:
    """Whether the save under way is there: told.stands then says so too. Half of it is a fault."""
    pending, told.pending = told.pending, None
    fresh = {record for record, each in found.items() if each["kind"] in MADE} - told.stands.keys()
    if pending is None or "new" not in pending:
        assert not fresh, "records nobody was told of"
    if pending is None:
        return "between"
    if "new" in pending:
        assert len(fresh) <= 1
        for record in fresh:
            told.add(record, pending)
        return "kept" if fresh else "dropped"
    new = {(r, n): found[r].get(n) == v for r, values in pending["values"].items() for n, v in values.items()}
    old = {(r, n): found[r].get(n) == told.stands.get(r, {}).get(n) for r, n in new}
    assert all(new.values()) or all(old.values()), ("half a save", pending, new, old)
    if all(new.values()):
        for record, values in pending["values"].items():
            told.stands.setdefault(record, {}).update(values)
        return "kept"
    return "dropped"


def lost(told: Told, found: dict[str, dict[str, Any]]) -> list[tuple[str, str, Any, Any]]:
    return [
        (record, name, value, found.get(record, {}).get(name))
        for record, values in told.stands.items()
        for name, value in values.items()
        if found.get(record, {}).get(name) != value
    ]


def test_killed_twenty_times_while_saving_nothing_acknowledged_is_lost(county: Place) -> None:
    county.create("unit", name="县交通运输局")
    station = county.create("station", code="01", name="云水站", type="01", level="2")
    activity = county.create("activity", title="走访", type="01", date="2026-06-01", station=station)
    add_rows(county.office, county.actor, "session", activity, [{"name": "下午"}])
    county.office.close()
    told, dice, ends = Told(), random.Random(20), []
    following = clerk(county, 0)
    running = following.__enter__()
    for number in range(1, MOST + 1):
        kill_while_saving(running, dice, told)
        following.__exit__(None, None, None)
        following = clerk(county, number)
        running = following.__enter__()  # starts up while the file is looked at
        county.reopen()
        found = read_all(county)
        ends.append(settle(told, found))
        assert lost(told, found) == []
        assert [each for each in check_office(county.office, county.actor) if not each.ok] == []
        county.office.close()
        if number >= KILLS and len(set(ends)) > 1:
            break
    following.__exit__(None, None, None)
    county.reopen()
    assert told.saves > 5 * KILLS and len(set(ends)) > 1, (told.saves, ends)
    assert set(told.kinds.values()) == MADE
    assert len(told.stands[activity]) > SEATS and any(" " in words for words in told.stands[activity])
    assert {words.partition(" ")[0] for words in told.stands[station]} > {"check", "looked"}
    print(told.saves, {each: ends.count(each) for each in ends})
