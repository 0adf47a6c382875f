"""The state of a record is a pure function of the set of its operations."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.journal.operations import DELETED, Operation
from cppcc_desktop.journal.state import find_heads, find_kind, measure_histories, resolve
from tests.journal.making import CARD, NOTE, REPLICAS, histories, make


@settings(max_examples=150, deadline=None)
@given(histories(records=1, misfits=True), st.randoms(use_true_random=False))
def test_order_does_not_matter(operations: list[Operation], dice: random.Random) -> None:
    expected = resolve(operations, NOTE)
    shuffled = list(operations)
    dice.shuffle(shuffled)
    assert resolve(shuffled, NOTE) == expected
    assert find_kind(shuffled) == find_kind(operations)


@settings(max_examples=150, deadline=None)
@given(histories(records=1))
def test_heads_are_what_nobody_names(operations: list[Operation]) -> None:
    for name, heads in find_heads(operations).items():
        setters = [each for each in operations if name in each.fields]
        named = {each for operation in setters for each in operation.sees.get(name, ())}
        assert {each.id for each in heads} == {each.id for each in setters} - named
        assert heads, "a field that was set has a head"


@settings(max_examples=150, deadline=None)
@given(histories(records=1))
def test_no_claim_vanishes(operations: list[Operation]) -> None:
    """Every value set is shown, was named by a later one, or stands in a conflict; in the bin it waits."""
    state = resolve(operations, NOTE)
    for each in operations:
        for name, value in each.fields.items():
            if each in state.heads[name] and name in NOTE.by_name and state.values[name] != value:
                assert name in state.conflicts or state.deleted is not None


@settings(max_examples=100, deadline=None)
@given(histories(records=1))
def test_a_decision_ends_a_conflict(operations: list[Operation]) -> None:
    state = resolve(operations, NOTE)
    sees = {name: tuple(each.id for each in heads) for name, heads in state.heads.items()}
    everything = tuple(sorted({each for ids in sees.values() for each in ids}))
    fields = dict.fromkeys(state.conflicts - {DELETED}, "定")
    decided = list(operations)
    if fields:
        decided.append(make(fields, seq=99, sees={name: sees[name] for name in fields}))
    if DELETED in state.conflicts:
        decided.append(make({DELETED: None}, seq=100, sees={DELETED: everything}))
    after = resolve(decided, NOTE)
    assert not after.conflicts
    assert all(after.values[name] == "定" for name in fields)


def fork(field: str, one: object, other: object, *, county: str = "county/甲") -> list[Operation]:
    """Two places that set a field without having seen each other's value."""
    start = make({"name": "初", "state": "draft"})
    sees = {field: (start.id,)}
    return [
        start, make({field: one}, seq=2, actor=county, sees=sees, replica=REPLICAS[1]),
        make({field: other}, seq=3, actor="s1/乙", sees=sees, replica=REPLICAS[2]),
    ]  # fmt: skip


def test_equal_values_are_no_conflict() -> None:
    state = resolve(fork("name", "同", "同"), NOTE)
    assert (state.values["name"], state.conflicts, len(state.heads["name"])) == ("同", frozenset(), 2)


def test_truth_and_number_are_different_values() -> None:
    assert resolve(fork("name", True, "1"), NOTE).conflicts == {"name"}


def test_county_holds_move_fields_meanwhile() -> None:
    operations = fork("state", "closed", "received")
    longer = make({"state": "replied"}, seq=4, actor="s1/乙", sees={"state": (operations[2].id,)})
    state = resolve([*operations, longer], NOTE)
    assert state.values["state"] == "closed"
    assert state.conflicts == {"state"}


def test_longer_history_holds_other_fields() -> None:
    operations = fork("name", "县", "站")
    longer = make({"name": "站二"}, seq=4, actor="s1/乙", sees={"name": (operations[2].id,)})
    assert resolve([*operations, longer], NOTE).values["name"] == "站二"


def test_larger_id_holds_between_equals_never_the_clock() -> None:
    operations = fork("name", "县", "站")
    best = max(operations[1:], key=lambda each: each.id)
    assert resolve(operations, NOTE).values["name"] == best.fields["name"]


def measure_slowly(operations: Sequence[Operation]) -> dict[bytes, int]:
    known = {each.id: each for each in operations}

    def rest(identity: bytes) -> set[bytes]:
        if identity not in known:
            return set()
        found = {identity}
        for ids in known[identity].sees.values():
            for each in ids:
                found |= rest(each)
        return found

    return {each: len(rest(each)) for each in known}


@settings(max_examples=100, deadline=None)
@given(histories(records=1, size=9), st.randoms(use_true_random=False))
def test_histories_are_measured(operations: list[Operation], dice: random.Random) -> None:
    some = [each for each in operations if dice.random() < 0.8]
    assert measure_histories(some) == measure_slowly(some)


def delete(*seen: Operation, reason: str | None = "重复", seq: int = 9) -> Operation:
    return make({DELETED: reason}, seq=seq, sees={DELETED: tuple(each.id for each in seen)}, replica=REPLICAS[1])


def test_deletion_restore_and_deletion_against_edit() -> None:
    start = make({"name": "甲"})
    gone = delete(start)
    assert resolve([start, gone], NOTE).deleted == "重复"
    back = delete(gone, start, reason=None, seq=10)
    assert resolve([start, gone, back], NOTE).deleted is None
    assert not resolve([start, gone, back], NOTE).conflicts
    edit = make({"name": "乙"}, seq=2, sees={"name": (start.id,)})
    state = resolve([start, gone, edit], NOTE)
    assert (state.deleted, state.conflicts, state.values["name"]) == (None, {DELETED}, "乙")


def test_deletion_against_an_edit_of_another_field() -> None:
    start = make({"name": "甲"})
    state = resolve([start, delete(start), make({"count": 1}, seq=2)], NOTE)
    assert (state.deleted, state.conflicts) == (None, {DELETED})


def test_restore_against_second_deletion_is_a_conflict() -> None:
    start = make({"name": "甲"})
    gone = delete(start)
    state = resolve([start, gone, delete(gone, start, reason=None, seq=10), delete(gone, start, seq=11)], NOTE)
    assert (state.deleted, state.conflicts) == (None, {DELETED})


def test_two_equal_deletions_are_one() -> None:
    start = make({"name": "甲"})
    state = resolve([start, delete(start), delete(start, seq=10)], NOTE)
    assert (state.deleted, state.conflicts) == ("重复", frozenset())


def test_deletion_does_not_depend_on_fields_others_never_receive() -> None:
    """A station never gets the private fields; it must see the same bin as the county."""
    start = make({"name": "甲"}, kind="card", scope="ref")
    private = make({"phone": "110"}, seq=2, kind="card")
    gone = delete(start)
    assert resolve([start, gone], CARD).deleted == resolve([start, private, gone], CARD).deleted


def test_unknown_fields_are_kept_and_not_shown() -> None:
    state = resolve([make({"future": "新"}), make({"name": "甲"}, seq=2)], NOTE)
    assert "future" in state.heads
    assert dict(state.values) == {"name": "甲"}


def test_operation_without_fields_is_harmless() -> None:
    assert dict(resolve([make({})], NOTE).values) == {}


def test_the_bin_asks_nothing_and_what_disagreed_is_asked_again_after_it() -> None:
    """A decision made on a record in the bin would be an edit its deletion had not seen (found by the test above)."""
    mine, theirs = make({"name": "甲"}), make({"name": "乙"}, seq=2, replica=REPLICAS[1], actor="s1/乙")
    assert resolve([mine, theirs], NOTE).conflicts == {"name"}
    binned = make({DELETED: "重复"}, seq=3, sees={DELETED: (mine.id, theirs.id)})
    state = resolve([mine, theirs, binned], NOTE)
    assert (state.deleted, state.conflicts) == ("重复", frozenset())
    restored = make({DELETED: None}, seq=4, sees={DELETED: (binned.id,)})
    assert resolve([mine, theirs, binned, restored], NOTE).conflicts == {"name"}
