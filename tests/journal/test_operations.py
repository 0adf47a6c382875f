"""Operations: the id is the hash of what they say, and stays so in every later version."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.journal.operations import dump_operation, hash_value, load_operation, make_operation
from tests.journal.making import histories, make

FROZEN = {
    "first": "285d5a0b4ada4ab153d750336f104f039cf7ea0ef326d1a2ba0d73f78f847d20",
    "later": "ed4b53f9fd2019a6a8959116247b96a1b1c223a0e44c967d9205430e34cbd70f",
}


def frozen_first():
    return make_operation(
        replica=bytes(range(16)), seq=7, first=5, actor="county/周明礼", record="0198a1b2c3d4e5f60718293a4b5c6d7e",
        kind="member", scope="ref", wall="2026-06-08T07:42:00.000+00:00", app="0.1.0", seed=bytes(range(16, 32)),
        fields={"name": "郑晓禾", "parties": ["01", "04"], "count": 3, "done": True, "gone": None}, sees={},
    )  # fmt: skip


def frozen_later():
    first = frozen_first()
    return make_operation(
        replica=bytes(range(16)), seq=9, first=9, actor="county/周明礼", record=first.record, kind="member",
        scope="ref", wall="2026-06-09T07:42:00.000+00:00", app="0.1.0", seed=bytes(16), fields={"name": "𬱖"},
        sees={"name": (first.id, bytes(32))},
    )  # fmt: skip


def test_ids_never_drift() -> None:
    assert {"first": frozen_first().id.hex(), "later": frozen_later().id.hex()} == FROZEN


def test_value_hash_never_drifts() -> None:
    assert hash_value(bytes(16), "name", "甲") == "1eed0ced45c9904742ba1baaf1e94e1256b2200368457b42dffef1dc32448e7a"


@settings(max_examples=60, deadline=None)
@given(histories(misfits=True, kinds=True))
def test_travel_form_round_trip(operations) -> None:
    for each in operations:
        assert load_operation(orjson.loads(orjson.dumps(dump_operation(each)))) == each


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 2}, {"first": 2}, {"actor": "county/乙"}, {"record": "r2"}, {"kind": "card"}, {"scope": "ref"},
        {"wall": "2027"}, {"app": "9"}, {"seed": bytes(15) + b"1"}, {"fields": {"name": "乙"}}, {"fields": {"name": 1}},
        {"fields": {"name": True}}, {"fields": {"name": "1"}}, {"fields": {"nam": "甲"}}, {"sees": {"name": (bytes(32),)}},
        {"replica": bytes(16)},
    ],
)  # fmt: skip
def test_everything_told_is_in_the_id(change) -> None:
    operation = make({"name": "甲"})
    parts = {name: getattr(operation, name) for name in operation.__slots__ if name != "id"}
    assert make_operation(**{**parts, **change}).id != operation.id


def test_what_the_id_does_not_cover_is_dropped() -> None:
    """Else two places could hold one id with different content."""
    operation = make({"name": "甲"}, sees={"name": (b"b" * 32, b"a" * 32), "day": (bytes(32),)})
    assert operation == make({"name": "甲"}, sees={"name": (b"a" * 32, b"b" * 32)})
    told = dump_operation(operation)
    told["sees"] = {"name": [(b"b" * 32).hex(), (b"a" * 32).hex()], "other": [bytes(32).hex()]}
    assert load_operation(told) == operation


WRONG = [
    {"seq": 0}, {"seq": -1}, {"seq": 2**53}, {"seq": "1"}, {"seq": True}, {"first": None}, {"replica": "00"}, {"replica": 7},
    {"seed": "zz" * 16}, {"seed": "00" * 15}, {"fields": []}, {"fields": {"name": {}}}, {"fields": {"name": 1.5}},
    {"fields": {"name": [1]}}, {"fields": {"name": [["甲"]]}}, {"fields": {"name": 2**53}}, {"fields": {"x" * 201: 1}},
    {"sees": []}, {"sees": {"name": ["00"]}}, {"sees": {"name": 5}}, {"actor": None}, {"actor": "x" * 201}, {"record": 5},
    {"kind": ["note"]}, {"wall": {}}, {"app": 1}, {"scope": None},
]  # fmt: skip


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_wrong_shape_is_refused(change) -> None:
    with pytest.raises(OfficeError, match="格式不对"):
        load_operation({**dump_operation(make({"name": "甲"})), **change})


@pytest.mark.parametrize("gap", ["replica", "seq", "fields", "sees", "seed", "actor"])
def test_missing_part_is_refused(gap: str) -> None:
    told = dump_operation(make({"name": "甲"}))
    del told[gap]
    with pytest.raises(OfficeError):
        load_operation(told)


def test_office_is_read_from_the_actor() -> None:
    assert make({"name": "甲"}).office == "county"
    assert replace(make({"name": "甲"}), actor="s1/a/b").office == "s1"
