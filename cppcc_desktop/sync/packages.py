"""What goes into a package for a partner, and what of a package may be taken in (sync.md §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.fields import Kind
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


def shared_scopes(partner_station: str) -> list[str]:
    """What the county and one station both hold."""
    return [REF, f"town:{partner_station}"]


def may_write(sender: str, scope: str) -> bool:
    """A station writes only its own town's records; the county everything it shares with the receiver."""
    return sender == COUNTY or scope == f"town:{sender}"


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
            attachments={n: c for n, c in container.sections.items() if n != "operations"},
            referred=frozenset(find_attachments(operations, schema)),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise OfficeError("数据包的内容不对。", kept=UNTOUCHED, todo="请对方重新做一个。") from error


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
            if spec.kind is Kind.PHOTO and each.fields.get(spec.name):
                found.add(str(each.fields[spec.name]))
    return found
