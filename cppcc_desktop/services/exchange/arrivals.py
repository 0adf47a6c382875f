"""What of a package is taken in, and what is set aside with its reason: the sender's right, then what a save is held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select

from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.journal.store import Change
from cppcc_desktop.services.office.office import COUNTY, Writing
from cppcc_desktop.services.office.validity import judge
from cppcc_desktop.sync.packages import Arrival, find_objection
from db.chunks import chunked

TOGETHER = "同一次保存的另一条不能收"
BELONGS = "所属的记录没有收下"


@dataclass(frozen=True)
class Divided:
    """The operations of a package: those that may be taken in, and the others with their reasons."""

    allowed: tuple[Operation, ...]
    refused: tuple[tuple[Operation, str], ...]


def divide(writing: Writing, arrival: Arrival, scopes: Sequence[str]) -> Divided:
    """What may be taken in, and what not with the reason. What is here already was judged when it came."""
    known = known_ids(writing, arrival.operations)
    fresh = [each for each in arrival.operations if each.id not in known]
    reasons = find_reasons(writing, arrival, scopes, fresh)
    return Divided(
        tuple(each for each in arrival.operations if not reasons.get(each.id)),
        tuple((each, reasons[each.id]) for each in {each.id: each for each in fresh}.values() if reasons[each.id]),
    )


def find_reasons(
    writing: Writing, arrival: Arrival, scopes: Sequence[str], fresh: Sequence[Operation]
) -> dict[bytes, str]:  # fmt: skip
    """Operation → why it may not be taken in, "" if it may."""
    schema, origins = writing.office.schema, Origins(writing)
    reasons = {
        each.id: find_objection(each, arrival.sender, scopes, schema)
        or origins.find_fault(each, arrival.sender, arrival.recipient)
        for each in fresh
    }
    for place in (arrival.sender, COUNTY) if arrival.sender != COUNTY else (COUNTY,):
        mine = [each for each in fresh if not reasons[each.id] and judged_as(each, arrival.sender) == place]
        changes = [Change(each.record, each.kind, each.fields, each.scope) for each in mine]
        groups = [group_key(each) for each in mine]
        judged = judge(writing.office, writing.connection, place, changes, groups)
        reasons |= {each.id: reason for each, reason in zip(mine, judged, strict=True)}
    spread(writing, fresh, reasons)
    return reasons


def judged_as(operation: Operation, sender: str) -> str:
    """By whose rights an operation is judged: at the county its maker's, at a station the county's, which took it in."""
    return operation.office if sender != COUNTY else COUNTY


def group_key(operation: Operation) -> tuple[bytes, int, str]:
    return operation.replica, operation.first, operation.office


def spread(writing: Writing, fresh: Sequence[Operation], reasons: dict[bytes, str]) -> None:
    """What was saved together goes together, and what belongs to a record that stays out stays out with it."""
    entities, before = writing.office.schema.entities, -1
    while before != (before := sum(map(bool, reasons.values()))):
        groups = {group_key(each) for each in fresh if reasons[each.id]}
        taken = {each.record for each in fresh if not reasons[each.id]}
        out = {each.record for each in fresh if reasons[each.id]} - taken
        out -= known_records(writing, out)
        for each in fresh:
            entity = entities.get(each.kind)
            if reasons[each.id]:
                continue
            if group_key(each) in groups:
                reasons[each.id] = TOGETHER
            elif entity and entity.owner and each.fields.get(entity.owner) in out:
                reasons[each.id] = BELONGS


@dataclass
class Origins:
    """Which office each incarnation belongs to, as far as it is known here."""

    writing: Writing
    _offices: dict[bytes, str] = field(default_factory=dict[bytes, str])

    def find_fault(self, operation: Operation, sender: str, recipient: str) -> str:
        """Whether it is signed by somebody of the sender; a county that was restored gets its own back.

        What an earlier incarnation of the county made after the backup is unknown here and comes with a number it had
        not reached then: nothing else that is signed by the county is taken from a station.
        """
        maker, name = operation.office, operation.actor
        if sender == COUNTY:
            if maker not in (COUNTY, recipient):
                return f"署名“{name[:40]}”不是对方的人"
        elif maker == COUNTY:
            if operation.replica not in self.past or operation.seq <= self.past[operation.replica]:
                return f"署名“{name[:40]}”不是对方的人"
            return ""
        elif maker != sender:
            return f"署名“{name[:40]}”不是对方的人"
        return "" if self.office_of(operation) in ("", maker) else "冒用了别处的编号"

    def office_of(self, operation: Operation) -> str:
        """The office whose incarnation made it; "" if it was never heard of."""
        if operation.replica not in self._offices:
            self._offices[operation.replica] = self._read(operation.replica)
        return self._offices[operation.replica]

    def _read(self, key: bytes) -> str:
        office, connection = self.writing.office, self.writing.connection
        table, replica = office.schema.operation, office.schema.replica
        query = select(table.c.actor).join(replica, replica.c.number == table.c.replica)
        actor = connection.scalar(query.where(replica.c.key == key).limit(1))
        if actor is not None:
            return str(actor).partition("/")[0]
        return office.name if key == office.replica or key in self.past else ""

    @cached_property
    def past(self) -> Mapping[bytes, int]:
        """Earlier incarnations of this office, and the last number each is known to have used."""
        office, connection = self.writing.office, self.writing.connection
        table, operation = office.schema.replica, office.schema.operation
        rows = connection.execute(select(table.c.number, table.c.key, table.c.last)).all()
        others = set(connection.scalars(select(operation.c.replica).distinct()))
        mine = [row for row in rows if row.last > 0 or row.number not in others]
        return {bytes(row.key): row.last for row in mine if row.key != office.replica}


def known_ids(writing: Writing, operations: Sequence[Operation]) -> set[bytes]:
    """Ids of those operations that are here already: packages are cumulative."""
    table, found = writing.office.schema.operation, set[bytes]()
    for chunk in chunked([each.id for each in operations]):
        found |= set(writing.connection.scalars(select(table.c.id).where(table.c.id.in_(chunk))))
    return found


def known_records(writing: Writing, records: Iterable[str]) -> set[str]:
    """Those of the records that something here is about."""
    table, found = writing.office.schema.operation, set[str]()
    for chunk in chunked(sorted(records)):
        found |= set(writing.connection.scalars(select(table.c.record).where(table.c.record.in_(chunk)).distinct()))
    return found
