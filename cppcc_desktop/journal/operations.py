"""What one saved form did to one record: an operation, named by the hash of its header (sync.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

import orjson

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.errors import OfficeError

FORMAT = 1
DELETED = "deleted"  # a field every record has: the reason why it lies in the bin


@dataclass(frozen=True, slots=True)
class Operation:
    """One or several fields set in one record, in one scope.

    `replica` is the 16 bytes of the incarnation that made it, `seq` its place there, `first` the seq of the
    first operation of the group that was saved together. `sees` names, per field, the operations that
    were its heads on the editor's screen. `id` is SHA-256 of the header.
    """

    id: bytes
    replica: bytes
    seq: int
    first: int
    actor: str
    record: str
    kind: str
    scope: str
    wall: str
    app: str
    seed: bytes
    fields: Mapping[str, Value]
    sees: Mapping[str, tuple[bytes, ...]]

    @property
    def office(self) -> str:
        """Where it was made: "county" or the id of a station."""
        return self.actor.partition("/")[0]


def make_operation(
    *, replica: bytes, seq: int, first: int, actor: str, record: str, kind: str, scope: str, wall: str, app: str,
    seed: bytes, fields: Mapping[str, Value], sees: Mapping[str, tuple[bytes, ...]],
) -> Operation:  # fmt: skip
    """An operation with its id reckoned from everything else. What the id cannot cover is dropped or put in order."""
    sees = {name: tuple(sorted(sees[name])) for name in fields if sees.get(name)}
    header = {
        "v": FORMAT, "replica": replica.hex(), "seq": seq, "first": first, "actor": actor, "record": record,
        "kind": kind, "scope": scope, "wall": wall, "app": app,
        "fields": {
            name: [hash_value(seed, name, value), *(each.hex() for each in sees.get(name, ()))]
            for name, value in fields.items()
        },
    }  # fmt: skip
    identity = sha256(orjson.dumps(header, option=orjson.OPT_SORT_KEYS)).digest()
    return Operation(identity, replica, seq, first, actor, record, kind, scope, wall, app, seed, fields, sees)


def is_sound(operation: Operation) -> bool:
    """Whether its id still is that of its content: a byte that changed in the file shows here."""
    return operation == make_operation(
        replica=operation.replica, seq=operation.seq, first=operation.first, actor=operation.actor,
        record=operation.record, kind=operation.kind, scope=operation.scope, wall=operation.wall, app=operation.app,
        seed=operation.seed, fields=operation.fields, sees=operation.sees,
    )  # fmt: skip


def hash_value(seed: bytes, name: str, value: Value) -> str:
    """The salted hash that stands for a value in the header, so that a value can be erased later."""
    return sha256(sha256(seed + name.encode()).digest() + orjson.dumps(value)).hexdigest()


def dump_operation(operation: Operation) -> dict[str, object]:
    """The form that travels: the id is left out, the receiver reckons it again."""
    return {
        "replica": operation.replica.hex(), "seq": operation.seq, "first": operation.first, "actor": operation.actor,
        "record": operation.record, "kind": operation.kind, "scope": operation.scope, "wall": operation.wall,
        "app": operation.app, "seed": operation.seed.hex(), "fields": dict(operation.fields),
        "sees": {name: [each.hex() for each in ids] for name, ids in operation.sees.items() if ids},
    }  # fmt: skip


def load_operation(data: dict[str, Any]) -> Operation:
    """An operation from the form that travels; OfficeError when its shape is wrong."""
    try:
        texts = {name: as_text(data[name]) for name in ("actor", "record", "kind", "scope", "wall", "app")}
        fields: dict[str, Value] = {as_text(name): as_value(value) for name, value in data["fields"].items()}
        sees = {as_text(name): tuple(as_bytes(each, 32) for each in ids) for name, ids in data["sees"].items() if ids}
        return make_operation(
            replica=as_bytes(data["replica"], 16), seq=as_count(data["seq"]), first=as_count(data["first"]),
            seed=as_bytes(data["seed"], 16), fields=fields, sees=sees, **texts,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OfficeError("文件里有一条改动的格式不对，没有写入。", todo="请对方重新做一个文件。") from error


def as_text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError(value)
    return value


def as_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**53:
        raise ValueError(value)
    return value


def as_bytes(value: object, length: int) -> bytes:
    data = bytes.fromhex(as_text(value))
    if len(data) != length:
        raise ValueError(value)
    return data


def as_value(value: Any) -> Value:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    if not isinstance(value, list):
        raise ValueError(value)
    return [as_item(each) for each in cast(list[object], value)]


def as_item(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value
