"""Whatever happens to the files, nothing is lost and all become equal; and the check would notice if not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cppcc_desktop.journal import state, store
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.exchange import exchange
from cppcc_desktop.services.records.records import change_record
from cppcc_desktop.sync import have, packages
from tests.sync.places import World, find_faults

STEPS = 60


def run_world(
    templates: dict[str, Path], folder: Path, seed: int, *, stations: int = 3, steps: int = STEPS
) -> list[str]:
    world = World(templates, folder, seed, stations)
    try:
        for _ in range(steps):
            world.step()
        world.exchange_all()
        return list(find_faults(world))
    finally:
        world.close()


@pytest.fixture(autouse=True)
def fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about power cuts; the automatic backups have tests of their own."""
    monkeypatch.setattr("os.fsync", lambda _file: None)
    monkeypatch.setattr(exchange, "back_up_before", lambda *_args, **_more: None)


@pytest.mark.parametrize(("seed", "stations"), [(1, 3), (2, 3), (3, 4), (4, 6), (5, 3), (6, 3)])
def test_nothing_is_lost_and_all_become_equal(
    templates: dict[str, Path], tmp_path: Path, seed: int, stations: int
) -> None:
    assert run_world(templates, tmp_path, seed, stations=stations) == []


def fork_numbers(templates: dict[str, Path], folder: Path) -> list[str]:
    """A station restored without notice gives the same numbers to other changes."""
    world = World(templates, folder, 1, 1)
    ((name, place),) = world.places.items()
    try:
        world.edit(place, name)
        world.exchange_all()
        record = world.activities(place, name)[0]
        for number in range(8):
            world.back_up(place, name)
            change_record(place.office, place.actor, "activity", record, {"host": f"甲{number}"})
            world.county.unpack(world.send(place, name))
            place.office.close()
            world.restore_untold(place, world.backups[name][-1])
            place.reopen()
            change_record(place.office, place.actor, "activity", record, {"host": f"乙{number}"})
            world.exchange_all(1)
        world.exchange_all()
        return list(find_faults(world))
    finally:
        world.close()


def test_forked_numbers_lose_nothing(templates: dict[str, Path], tmp_path: Path) -> None:
    assert fork_numbers(templates, tmp_path / "fork") == []


# Merge and exchange broken on purpose.


def newest_wins(operations: Any) -> Any:
    heads = REAL["find_heads"](operations)
    return {name: (max(ops, key=lambda each: each.wall),) for name, ops in heads.items()}


def last_arrived_wins(operations: Any) -> Any:
    return {
        name: (next(each for each in reversed(operations) if name in each.fields),)
        for name in REAL["find_heads"](operations)
    }


def heads_of_any_field(operations: Any) -> Any:
    seen = {each for operation in operations for ids in operation.sees.values() for each in ids}
    heads: dict[str, Any] = {}
    for each in operations:
        for name in each.fields:
            heads.setdefault(name, []).append(each)
    return {
        n: tuple(sorted([e for e in ops if e.id not in seen] or ops[-1:], key=lambda e: e.id))
        for n, ops in heads.items()
    }


DICE = random.Random(1)


def any_is_chosen(name: str, heads: Any, depth: Any, *, county_first: bool) -> Any:
    return DICE.choice(heads).fields[name]


def send_since_sent(connection: Any, schema: Any, journal: Any, scopes: Any, theirs: Any) -> Any:
    """A cursor that moves at export: what a lost file held never comes again."""
    key = str(connection.engine.url)
    upto = SENT.get((key, tuple(scopes)), 0)
    operations = [e for e in journal.select(schema.operation.c.number > upto) if e.scope in scopes]
    SENT[key, tuple(scopes)] = connection.exec_driver_sql("SELECT max(number) FROM operation").scalar()
    return operations


SENT: dict[Any, int] = {}


def count_only(connection: Any, schema: Any, journal: Any, scopes: Any, theirs: Any) -> Any:
    """Counts without hashes: two forks of a number look alike."""
    missing: list[Any] = []
    runs: dict[Any, list[Any]] = {}
    for scope, replica, number, _ in have.ordered(connection, schema, scopes):
        runs.setdefault((scope, replica), []).append(number)
    for (scope, replica), run in runs.items():
        missing += run[theirs.get(scope, {}).get(replica, (0, ""))[0] :]
    return list(journal.select(schema.operation.c.number.in_(missing)))


def drop_late(self: Any, operations: Any) -> Any:
    """Refuse what comes before something already here."""
    table = self._schema.operation
    newest = self._connection.exec_driver_sql("SELECT max(seq) FROM operation").scalar() or 0
    late = [each for each in operations if each.seq >= newest - 12]
    return REAL["receive"](self, late) if table is not None else None


def forget_conflicts(name: str, operations: Any) -> bool:
    return False


def deletion_wins(heads: Any) -> Any:
    gone = [each for each in heads.get(DELETED, ()) if each.fields[DELETED] is not None]
    return (str(gone[0].fields[DELETED]), False) if gone else (None, False)


def deletion_by_arrival(heads: Any) -> Any:
    result = REAL["resolve_deletion"](heads)
    return (DICE.choice(("重复", None)), False) if result[1] else result


def overwrite_all(self: Any, change: Any, heads: Any) -> Any:
    """A save that names heads the editor never saw."""
    table = self._schema.operation
    setters = list(self.select(table.c.record == change.record))
    return {name: tuple(e.id for e in setters[:1] if name in e.fields) for name in change.values}


def skip_projection(self: Any, operations: Any, known: Any) -> None:
    REAL["_project"](self, [each for each in operations if each.record not in set(known)], known=())


def skip_known(self: Any, operations: Any, known: Any) -> None:
    REAL["_project"](self, operations, known=())


def half_receive(self: Any, operations: Any) -> Any:
    return REAL["receive"](self, operations[::2])


def station_may_nothing(sender: str, scope: str) -> bool:
    return sender == "county"


def one_direction(sender: str, scope: str) -> bool:
    return scope != "ref" and sender != "county"


def ref_only(partner_station: str) -> list[str]:
    return ["ref"]


REAL: dict[str, Any] = {
    "find_heads": state.find_heads, "resolve_deletion": state.resolve_deletion, "receive": store.Journal.receive,
    "_project": store.Journal._project,
}  # fmt: skip
MUTANTS: dict[str, tuple[tuple[Any, str], Any]] = {
    "the clock decides": ((state, "find_heads"), newest_wins),
    "the last to arrive wins": ((state, "find_heads"), last_arrived_wins),
    "a name in any field ends a head": ((state, "find_heads"), heads_of_any_field),
    "any value is shown": ((state, "choose"), any_is_chosen),
    "conflicts are not told": ((state, "disagree"), forget_conflicts),
    "a deletion always wins": ((state, "resolve_deletion"), deletion_wins),
    "a deletion by arrival": ((state, "resolve_deletion"), deletion_by_arrival),
    "sent since sent": ((exchange, "select_missing"), send_since_sent),
    "counts without hashes": ((exchange, "select_missing"), count_only),
    "late ones are dropped": ((store.Journal, "receive"), drop_late),
    "every other one is dropped": ((store.Journal, "receive"), half_receive),
    "saves name the first only": ((store.Journal, "_see"), overwrite_all),
    "known records are not projected": ((store.Journal, "_project"), skip_projection),
    "known records are projected alone": ((store.Journal, "_project"), skip_known),
    "a station may write nothing": ((packages, "may_write"), station_may_nothing),
    "the county may write nothing": ((packages, "may_write"), one_direction),
    "the town is left out": ((exchange, "shared_scopes"), ref_only),
}

# the history that caught it when last looked: tried first, so that one of eleven is lived through and not most of them
CATCHES: dict[str, int] = {
    "the clock decides": 14, "the last to arrive wins": 14, "a name in any field ends a head": 14,
    "any value is shown": 15, "conflicts are not told": 15, "a deletion always wins": 19, "a deletion by arrival": 11,
    "sent since sent": 14, "late ones are dropped": 15, "every other one is dropped": 15,
    "saves name the first only": 15, "known records are not projected": 14, "known records are projected alone": 14,
    "a station may write nothing": 15, "the county may write nothing": 15, "the town is left out": 14,
}  # fmt: skip


def histories(name: str) -> list[Callable[..., list[str]]]:
    """All a mutant must get past, the one known to catch it first."""
    seeds = {s: partial(run_world, seed=s, stations=2, steps=70) for s in range(11, 21)}
    known = [seeds.pop(CATCHES[name])] if name in CATCHES else []
    return [*known, fork_numbers, *seeds.values()]


@pytest.fixture
def fresh_memory() -> Iterator[None]:
    SENT.clear()
    yield


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_caught(
    templates: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_memory: None, name: str
) -> None:
    (module, attribute), wrong = MUTANTS[name]
    monkeypatch.setattr(module, attribute, wrong)
    if attribute == "resolve_deletion":
        monkeypatch.setattr(state, attribute, lambda heads, *_: wrong(heads))
    for place, run in enumerate(histories(name)):
        try:
            faults = run(templates, tmp_path / str(place))
        except Exception as error:  # noqa: BLE001
            faults = [repr(error)]
        if faults:
            return
    pytest.fail("nobody noticed")
