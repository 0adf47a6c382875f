"""The program is killed a hundred times while it gives out numbers: none is lost, none given twice, none jumped over."""

from __future__ import annotations

import multiprocessing
import random
import socket
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import select

from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.cases.numbers import find_gaps, list_numbers
from cppcc_desktop.services.check import check_office
from tests.conftest import Place
from tests.db.issuing import issue

KILLS, BESIDE, EACH = 100, 2, 10  # two clerks at a time over one database, each with so many cases of either kind
METHODS = multiprocessing.get_all_start_methods()
Clerk = tuple[BaseProcess, Connection]
Told = dict[tuple[str, str], str]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everywhere; but what starts the processes is spoken to over a socket of this computer."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: str) -> None:
        assert self.family == socket.AF_UNIX, "a test tried to reach the network"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


def lay_out(place: Place, state: str, count: int) -> list[str]:
    """Cases that only wait for their number."""
    with place.office.write(place.actor, "record.write") as writing:
        return [
            writing.new(PROPOSAL, {
                "title": f"关于第{number}件{state}的建议", "form": "1", "collective": "民革支部", "analysis": "情况。",
                "suggestions": "办。", "state": state, "plenary": "10-03",
            }, scope="county")
            for number in range(count)
        ]  # fmt: skip


class Clerks:
    """Starts one after another, each with cases of its own."""

    def __init__(self, place: Place) -> None:
        self.context = multiprocessing.get_context("forkserver" if "forkserver" in METHODS else "spawn")
        if "forkserver" in METHODS:  # what takes long is loaded once
            self.context.set_forkserver_preload(["tests.db.issuing", "sqlalchemy.dialects.sqlite.pysqlite"])
        count = (KILLS + BESIDE) * EACH
        self.place = place
        self.drafts, self.reviewed = lay_out(place, "draft", count), lay_out(place, "reviewed", count)
        place.office.close()

    def begin(self, number: int) -> Clerk:
        here, there = self.context.Pipe(duplex=False)
        own = slice(number * EACH, (number + 1) * EACH)
        given = (str(self.place.path), str(self.place.around.home), self.drafts[own], self.reviewed[own], there)
        running = self.context.Process(target=issue, args=given, daemon=True)  # type: ignore[attr-defined]
        running.start()
        there.close()
        return running, here


def hear(told: Told, pipe: Connection) -> bool:
    """One thing a clerk says; False once it is gone and all it said was heard."""
    try:
        said = pipe.recv()
    except (EOFError, OSError):
        return False
    case, name, number = said
    told[case, name] = number
    return True


def end(told: Told, clerk: Clerk) -> None:
    """Kill it at whatever it is doing; what it had said by then counts."""
    running, pipe = clerk
    running.kill()  # SIGKILL, on Windows TerminateProcess
    running.join(30)
    while hear(told, pipe):
        pass
    pipe.close()


def kill_all(clerks: Clerks, dice: random.Random) -> Told:
    """A hundred clerks, two at a time, each ended after a moment."""
    told: Told = {}
    running = [clerks.begin(number) for number in range(BESIDE)]
    for number in range(BESIDE, KILLS + BESIDE):
        for _ in range(dice.randrange(1, 4)):
            assert hear(told, running[0][1]), "it never began"
        time.sleep(dice.random() * 0.03)  # as long as a save or two
        end(told, running.pop(0))
        running.append(clerks.begin(number))
    for clerk in running:
        end(told, clerk)
    return told


def test_killed_a_hundred_times_while_issuing_numbers(county: Place) -> None:
    told = kill_all(Clerks(county), random.Random(100))
    county.reopen()
    table = county.office.schema.records["proposal"]
    with county.office.read() as connection:
        rows = {row["id"]: row for row in connection.execute(select(table)).mappings()}
    assert {(case, name): rows[case][name] for case, name in told} == told, "what was acknowledged stands"
    issued = {name: [row[name] for row in rows.values() if row[name]] for name in ("intake_no", "docket_no")}
    for name, numbers in issued.items():
        assert len(numbers) == len(set(numbers)) and find_gaps(numbers) == []
        assert {each.state for each in list_numbers(county.office, county.actor, "10-03", name)} == {"used"}
    for row in rows.values():
        assert (row["state"] == "received") == bool(row["intake_no"]) and (row["state"] == "docketed") == bool(
            row["docket_no"]
        )
    assert len(told) > KILLS and all(len(numbers) > KILLS // 4 for numbers in issued.values())
    assert [each for each in check_office(county.office, county.actor) if not each.ok or each.detail] == []
    print({name: len(numbers) for name, numbers in issued.items()}, len(told), "acknowledged")
