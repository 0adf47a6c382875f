"""What goes into a package for a partner, and what of a package may be taken in (sync.md §3)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson

from cppcc_desktop.domain.description.fields import Kind, Scope, fits
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.journal.operations import Operation, dump_operation, load_operation
from cppcc_desktop.sync.container import UNTOUCHED, Container
from db.tables import Schema

COUNTY = "county"
REF = "ref"


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
    referred: frozenset[str]  # attachments the operations name
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
        return f"对方无权写入 {operation.scope}"
    if entity is None:
        return ""
    if entity.scope is Scope.OFFICE:
        return f"{entity.label}不能由文件带来"
    known = entity.by_name
    wrong = [
        known[name].label for name, value in operation.fields.items() if name in known and not fits(known[name], value)
    ]
    return f"{'、'.join(wrong)}的值格式不对" if wrong else ""


def dump_operations(operations: Sequence[Operation]) -> bytes:
    return b"\n".join(orjson.dumps(dump_operation(each)) for each in operations)


def open_package(container: Container, schema: Schema) -> Arrival:
    """The content of a container; OfficeError when it is not what a package holds."""
    manifest = container.manifest
    try:
        lines = container.sections["operations"].split(b"\n")
        raw = [cast(dict[str, Any], orjson.loads(line)) for line in lines if line]
        operations = [load_operation(each) for each in raw]
        return Arrival(
            package=str(manifest["package"]), sender=str(manifest["from"]), sender_name=str(manifest["from_name"]),
            recipient=str(manifest["to"]), county=str(manifest["county"]), have=check_have(manifest["have"]),
            states=dict(manifest["states"]), operations=operations,
            attachments=check_attachments(container), schema=int(manifest["schema"]),
            referred=frozenset(find_attachments(operations, schema)),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OfficeError("数据包的内容不对。", kept=UNTOUCHED, todo="请对方重新做一个。") from error


def check_attachments(container: Container) -> dict[str, bytes]:
    """All sections but the operations, each of which must have the name its content gives it."""
    found = {name: content for name, content in container.sections.items() if name != "operations"}
    for name, content in found.items():
        if hashlib.sha256(content).hexdigest() != name:
            raise ValueError(name)
    return found


def check_have(have: Any) -> dict[str, dict[str, list[Any]]]:
    return {
        str(scope): {str(replica): [int(count), str(digest)] for replica, (count, digest) in vector.items()}
        for scope, vector in have.items()
    }


def find_attachments(operations: Sequence[Operation], schema: Schema) -> set[str]:
    """Content hashes that the operations name."""
    found: set[str] = set()
    for each in operations:
        entity = schema.entities.get(each.kind)
        if entity is None:
            continue
        for spec in entity:
            digest = each.fields.get(spec.name)
            if spec.kind is Kind.PHOTO and digest and fits(spec, digest):
                found.add(str(digest))
    return found
