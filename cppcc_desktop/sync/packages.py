"""What goes into a package for a partner, and what of a package may be taken in (sync.md §3)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

import orjson

from cppcc_desktop.domain.description.fields import Field, Kind, Scope, fits
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.journal.operations import Operation, as_count, dump_operation, is_sound, load_operation
from cppcc_desktop.sync.container import MAX_DEFLATED, UNTOUCHED, Container
from db.tables import Schema

COUNTY = "county"
REF = "ref"
LONGEST_LINE = 4 * 1024 * 1024  # bytes: an operation of 2 MB, and what it saw
MOST_CONTENTS = 200 * 1024 * 1024  # bytes of the files that go with them
MOST_OPERATIONS = 100_000  # in one package; more go with the next
LONGEST_NAME = 60  # of who made an operation
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Arrival:
    """A package that was read: who sent it to whom, and its operations, those refused apart."""

    package: str
    sender: str  # county, or the id of the station
    sender_name: str
    recipient: str
    county: str  # id of the committee
    have: Mapping[str, Any]
    states: Mapping[str, str]
    operations: Sequence[Operation]
    attachments: Mapping[str, bytes]
    schema: int  # of the program that made it


def shared_scopes(partner_station: str) -> list[str]:
    """What the county and one station both hold."""
    return [REF, f"town:{partner_station}"]


def may_write(sender: str, scope: str) -> bool:
    """A station writes only its own town's records; the county everything it shares with the receiver."""
    return sender == COUNTY or scope == f"town:{sender}"


def find_objection(operation: Operation, sender: str, scopes: Sequence[str], schema: Schema) -> str:
    """Why an operation may not be taken from this sender, whatever is stored here already; "" if it may."""
    entity = schema.entities.get(operation.kind)
    own = entity is None or entity.scope is Scope.OWN
    if operation.scope not in scopes or not may_write(sender, operation.scope) or (sender != COUNTY and not own):
        return f"对方无权写入 {operation.scope[:40]}"
    if entity is not None and entity.scope is Scope.OFFICE:
        return f"{entity.label}不能由文件带来"
    if entity is not None and (operation.scope == REF) != (entity.scope is Scope.REF):
        return f"{entity.label}不能送到这个范围"
    office, _, name = operation.actor.partition("/")
    if not office or not name.strip() or len(name) > LONGEST_NAME:
        return "没有写明是谁改的"
    if operation.first > operation.seq:
        return "同一次保存的编号不对"
    return ""


@dataclass(frozen=True)
class Packed:
    """As many operations as one package takes, in their order, and the section they make."""

    operations: Sequence[Operation]
    section: bytes


def pack_operations(operations: Sequence[Operation], weigh: Callable[[Operation], int] = lambda _each: 0) -> Packed:
    """The first of these operations; OfficeError if one is no more what it was when it was made.

    `weigh` gives the bytes of the contents that go with an operation: what would make the file larger than is read again
    goes with the next one.
    """
    lines: list[bytes] = []
    room, weight = MAX_DEFLATED, 0
    for each in operations[:MOST_OPERATIONS]:
        if not is_sound(each):
            raise OfficeError(
                f"数据库里有一条改动坏了（{each.id.hex()[:12]}，{each.wall[:10]}），没有做文件。",
                todo="先检查数据库；坏了的用最近一份好的备份恢复，再送。",
            )
        line = orjson.dumps(dump_operation(each))
        room -= len(line) + 1
        weight += weigh(each)
        if room < 0 or (weight > MOST_CONTENTS and lines):
            break
        lines.append(line)
    return Packed(operations[: len(lines)], b"\n".join(lines))


def open_package(container: Container) -> Arrival:
    """The content of a container; OfficeError when it is not what a package holds."""
    manifest = container.manifest
    try:
        operations = read_operations(container.sections["operations"])
        return Arrival(
            package=str(manifest["package"]), sender=str(manifest["from"]), sender_name=str(manifest["from_name"]),
            recipient=str(manifest["to"]), county=str(manifest["county"]), have=check_have(manifest["have"]),
            states=dict(manifest["states"]), operations=operations,
            attachments=check_attachments(container), schema=int(manifest["schema"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OfficeError("数据包的内容不对。", kept=UNTOUCHED, todo="请对方重新做一个。") from error


def read_operations(section: bytes) -> list[Operation]:
    """Line by line, so that no more is held than what comes of it; ValueError for too many or one too long."""
    operations: list[Operation] = []
    for line in BytesIO(section):
        if len(line) > LONGEST_LINE or len(operations) >= MOST_OPERATIONS:
            raise ValueError(len(line))
        if line := line.strip(b"\n"):
            operations.append(load_operation(cast(dict[str, Any], orjson.loads(line))))
    return operations


def check_attachments(container: Container) -> dict[str, bytes]:
    """All sections but the operations, each of which must have the name its content gives it."""
    found = {name: content for name, content in container.sections.items() if name != "operations"}
    for name, content in found.items():
        if hashlib.sha256(content).hexdigest() != name:
            raise ValueError(name)
    return found


def check_have(have: Any) -> dict[str, dict[str, list[Any]]]:
    """Counts and hashes as `measure_have` makes them; ValueError for anything else."""
    return {
        str(scope): {str(replica): [as_count(count), as_hash(digest)] for replica, (count, digest) in vector.items()}
        for scope, vector in have.items()
    }


def as_hash(value: object) -> str:
    if not isinstance(value, str) or not HASH.fullmatch(value):
        raise ValueError("hash")
    return value


Contents = Mapping[str, Sequence[Field]]  # kind → its fields that hold the hash of a content


def list_contents(schema: Schema) -> Contents:
    """The kinds of record that name stored files."""
    found = {name: [spec for spec in entity if spec.kind is Kind.PHOTO] for name, entity in schema.entities.items()}
    return {name: specs for name, specs in found.items() if specs}


def find_attachments(operations: Iterable[Operation], contents: Contents) -> set[str]:
    """Content hashes that the operations name."""
    return {
        str(digest)
        for each in operations for spec in contents.get(each.kind, ())
        if (digest := each.fields.get(spec.name)) and fits(spec, digest)
    }  # fmt: skip


def find_named(operations: Sequence[Operation]) -> set[str]:
    """Whatever in them may be the hash of a content, also in kinds and fields of a newer program."""
    values = (value for each in operations for value in each.fields.values())
    return {value for value in values if isinstance(value, str) and HASH.fullmatch(value)}
