"""The journal in a real database: any order, any number of times, rebuilt or not: the same tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, create_engine, select

from cppcc_desktop.domain.description.fields import Scope, Value
from cppcc_desktop.journal.operations import DELETED, Operation
from cppcc_desktop.journal.store import Change, Journal, default_scope, load_value
from db.engine import Database, make_engine
from db.tables import Schema, build_schema
from tests.journal.making import CARD, NOTE, REPLICAS, VALUES, histories, make

SCHEMA = build_schema([NOTE, CARD])
WALL = "2026-06-08T07:42:00.000+00:00"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(tmp_path / "journal.db", SCHEMA, make_engine(tmp_path / "journal.db"))
    with database.write() as opened:
        SCHEMA.metadata.create_all(opened)
        yield opened
    database.close()


@pytest.fixture
def journal(connection: Connection) -> Journal:
    return Journal(connection, SCHEMA, REPLICAS[0], "0.1.0")


def dump(connection: Connection, schema: Schema = SCHEMA) -> dict[str, list[tuple]]:
    """Every row of the projection; heads by what they set, since numbers differ between places."""
    tables = [schema.conflict, *schema.records.values()]
    rows = {each.name: sorted(map(tuple, connection.execute(select(each))), key=repr) for each in tables}
    journal = Journal(connection, schema, REPLICAS[0], "0.1.0")
    records = list(connection.scalars(select(schema.head.c.record)))
    heads = {r: {n: sorted(ids) for n, ids in h.items()} for r, h in journal.heads_of(records).items()}
    rows["head"] = sorted(heads.items())
    return rows


def in_memory(operations: list[Operation]) -> dict[str, list[tuple]]:
    """What a new place shows that is given all at once."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        SCHEMA.metadata.create_all(connection)
        Journal(connection, SCHEMA, REPLICAS[0], "0.1.0").receive(operations)
        rows = dump(connection)
    engine.dispose()
    return rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(misfits=True, kinds=True), st.randoms(use_true_random=False))
def test_any_order_any_number_of_times(operations: list[Operation], dice: random.Random) -> None:
    expected = in_memory(operations)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        SCHEMA.metadata.create_all(connection)
        journal = Journal(connection, SCHEMA, REPLICAS[0], "0.1.0")
        left = operations * 2
        dice.shuffle(left)
        while left:
            count = dice.randrange(1, 4)
            journal.receive(left[:count])
            del left[:count]
        assert list(journal.verify()) == []
        assert dump(connection) == expected
        journal.rebuild()
        assert dump(connection) == expected
    engine.dispose()


class TwoPlaces(RuleBasedStateMachine):
    """Local saves, restores and deliveries at two places that exchange everything in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.dice = random.Random(0)
        self.engines = [create_engine("sqlite://") for _ in range(2)]
        self.connections = [engine.connect() for engine in self.engines]
        for connection in self.connections:
            SCHEMA.metadata.create_all(connection)
        self.journals = [Journal(c, SCHEMA, REPLICAS[i], "0.1.0") for i, c in enumerate(self.connections)]

    @initialize(seed=st.integers(0, 2**32))
    def start(self, seed: int) -> None:
        self.dice = random.Random(seed)

    @rule(
        place=st.integers(0, 1),
        record=st.sampled_from("ab"),
        names=st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3),
    )
    def save(self, place: int, record: str, names: set[str]) -> None:
        kind = "card" if record == "a" else "note"
        values: dict[str, Value] = {name: self.dice.choice(VALUES[name]) for name in names}
        self.journals[place].append([Change(record, kind, values, "ref")], actor=f"p{place}/甲", wall=WALL)

    @rule(place=st.integers(0, 1))
    def deliver(self, place: int) -> None:
        operations = list(self.journals[1 - place].select())
        self.journals[place].receive(self.dice.sample(operations, self.dice.randrange(len(operations) + 1)))

    @invariant()
    def projection_is_what_a_rebuild_gives(self) -> None:
        for journal in self.journals:
            assert list(journal.verify()) == []

    def teardown(self) -> None:
        for place, journal in enumerate(self.journals):
            journal.receive(list(self.journals[1 - place].select()))
        shown = [dump(connection) for connection in self.connections]
        assert shown[0] == shown[1]
        self.journals[0].rebuild()
        assert dump(self.connections[0]) == shown[1]
        for connection, engine in zip(self.connections, self.engines, strict=True):
            connection.close()
            engine.dispose()


TwoPlaces.TestCase.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestTwoPlaces = TwoPlaces.TestCase


def change(values: dict[str, Value], record: str = "r1", kind: str = "note", scope: str = "county", **more) -> Change:
    return Change(record, kind, values, scope, **more)


def append(journal: Journal, *changes: Change) -> list[Operation]:
    return journal.append(journal.split(changes), actor="county/甲", wall=WALL)


def test_group_is_numbered_together(journal: Journal) -> None:
    first = append(journal, change({"name": "甲"}), change({"name": "乙"}, "r2"))
    second = append(journal, change({"name": "丙"}))
    assert [(each.seq, each.first) for each in (*first, *second)] == [(1, 1), (2, 1), (3, 3)]
    assert second[0].sees == {"name": (first[0].id,)}
    assert append(journal) == []


def test_two_changes_of_one_record_in_a_group_follow_each_other(journal: Journal, connection: Connection) -> None:
    append(journal, change({"name": "甲"}))
    append(journal, change({"name": "乙"}), change({"name": "丙"}), change({DELETED: "重复"}))
    row = connection.execute(select(SCHEMA.records["note"])).mappings().one()
    assert (row["name"], row["deleted"]) == ("丙", "重复")
    assert connection.execute(select(SCHEMA.conflict)).all() == []


def test_fields_with_a_narrower_scope_travel_apart(journal: Journal) -> None:
    made = append(journal, change({"name": "甲", "phone": "110"}, kind="card", scope="ref"))
    assert {each.scope: set(each.fields) for each in made} == {"ref": {"name"}, "county": {"phone"}}


def test_explicit_sees_makes_a_conflict(journal: Journal, connection: Connection) -> None:
    (first,) = append(journal, change({"name": "甲"}))
    append(journal, change({"name": "乙"}))
    append(journal, change({"name": "丙"}, sees={"name": (first.id,)}))
    assert connection.execute(select(SCHEMA.conflict.c.record, SCHEMA.conflict.c.field)).all() == [("r1", "name")]


def test_receive_counts(journal: Journal) -> None:
    operations = [make({"name": "甲"}), make({"future": 1}, seq=2), make({"x": 1}, seq=3, kind="unknown", record="r9")]
    received = journal.receive([*operations, operations[0]])
    assert (received.new, received.same, received.unknown, received.records) == (3, 1, 2, {"r1", "r9"})
    again = journal.receive(operations)
    assert (again.new, again.same, again.records) == (0, 3, frozenset())
    assert list(journal.verify()) == []


@pytest.mark.parametrize("seq", [1, 2**53 - 1])
def test_huge_and_doubled_seq(journal: Journal, seq: int) -> None:
    journal.receive([make({"name": str(n)}, seq=seq, record=f"r{n}", seed=bytes([n]) * 16) for n in range(3)])
    assert len(list(journal.select())) == 3
    assert append(journal, change({"name": "甲"}, "mine"))[0].seq == 1


def test_operations_that_come_back_to_their_author(journal: Journal) -> None:
    journal.receive([make({"name": "旧"}, seq=5, replica=REPLICAS[0])])
    assert append(journal, change({"name": "新"}))[0].sees
    assert list(journal.verify()) == []


def test_kind_that_changes_takes_the_old_row_along(journal: Journal, connection: Connection) -> None:
    one, other = sorted(
        [make({"name": "甲"}, kind="note"), make({"name": "乙"}, kind="card", seq=2)], key=lambda e: e.id
    )
    journal.receive([other])
    journal.receive([one])
    assert list(journal.verify()) == []
    assert connection.execute(select(SCHEMA.records[other.kind])).all() == []


def test_unknown_kind_may_win_a_record(journal: Journal) -> None:
    for seq in range(1, 9):
        journal.receive([make({"name": "甲"}, seq=seq, kind="unknown" if seq % 2 else "note")])
        assert list(journal.verify()) == []


def test_verify_finds_what_was_tampered_with(journal: Journal, connection: Connection) -> None:
    append(journal, change({"name": "甲"}), change({"name": "乙"}, "r2"))
    table = SCHEMA.records["note"]
    connection.execute(table.update().where(table.c.id == "r1").values(name="假"))
    assert any("r1：投影" in each for each in journal.verify())
    connection.execute(table.insert().values(id="r3", scope="county", changed_at=""))
    assert any("表里 3 条" in each for each in journal.verify())
    connection.execute(SCHEMA.conflict.insert().values(record="r2", field="name", kind="note"))
    assert any("待核对" in each for each in journal.verify())
    connection.execute(SCHEMA.head.update().where(SCHEMA.head.c.record == "r2").values(heads='{"name": [1]}'))
    assert any("r2：现行改动" in each for each in journal.verify())
    journal.rebuild()
    assert list(journal.verify()) == []


def test_rebuild_tells_how_far_it_is(journal: Journal) -> None:
    append(journal, *(change({"name": "甲"}, f"r{n}") for n in range(501)))
    told: list[tuple[int, int]] = []
    journal.rebuild(lambda *args: told.append(args))
    assert told == [(0, 501), (500, 501)]


def test_scope_of_a_new_record() -> None:
    assert (default_scope(NOTE, "town:s1"), default_scope(CARD, "town:s1")) == ("town:s1", Scope.REF.value)


@settings(max_examples=80, deadline=None)
@given(histories(misfits=True))
def test_what_is_stored_can_be_read_whatever_arrived(operations: list[Operation]) -> None:
    """A value of the wrong type never breaks a list."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        SCHEMA.metadata.create_all(connection)
        Journal(connection, SCHEMA, REPLICAS[0], "0.1.0").receive(operations)
        for row in connection.execute(select(SCHEMA.records["note"])).mappings():
            for spec in NOTE:
                value = load_value(spec.kind, row[spec.name])
                assert value is None or isinstance(value, list) == spec.kind.many
    engine.dispose()
