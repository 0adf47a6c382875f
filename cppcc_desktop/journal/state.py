"""The state of a record as a pure function of the set of its operations (sync.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Entity, Scope, Value
from cppcc_desktop.journal.operations import DELETED, Operation


@dataclass(frozen=True)
class RecordState:
    """What a record holds: shown values, heads of each field, and the fields whose heads disagree."""

    values: Mapping[str, Value]
    heads: Mapping[str, tuple[Operation, ...]]
    conflicts: frozenset[str]
    deleted: str | None
    scope: str
    changed_at: str


def resolve(operations: Sequence[Operation], entity: Entity) -> RecordState:
    """Merge all operations of one record; their order does not matter and there must be at least one.

    Fields this program does not know keep their heads but are not shown. In the bin a record asks nothing: a
    decision made there would be an edit the deletion has not seen. What disagreed is asked once it comes back.
    """
    heads = find_heads(operations)
    known = entity.by_name
    disagreeing = frozenset(
        name for name, ops in heads.items() if len(ops) > 1 and name in known and disagree(name, ops)
    )
    depth = measure_histories(operations) if disagreeing else dict[bytes, int]()
    values = {
        name: choose(name, ops, depth, county_first=not known[name].editable)
        for name, ops in heads.items()
        if name in known
    }
    for name, fallback in entity.fallbacks.items():
        if values.get(name) is None:
            values[name] = fallback.read(values) or None
    values |= entity.reckon(values)
    deleted, torn = None, False
    if DELETED in heads:
        deleted, torn = resolve_deletion({name: ops for name, ops in heads.items() if is_shared(name, entity)})
    disputed = frozenset({DELETED} if torn else ())
    return RecordState(
        values=values,
        heads=heads,
        conflicts=frozenset() if deleted is not None else disagreeing | disputed,
        deleted=deleted,
        scope=find_scope(operations, entity),
        changed_at=max(each.wall for each in operations),
    )


def find_heads(operations: Sequence[Operation]) -> dict[str, tuple[Operation, ...]]:
    """Per field, the operations on it that no other operation on it names; sorted by id."""
    heads: dict[str, tuple[Operation, ...]] = {}
    for operation in operations:
        heads |= dict.fromkeys(operation.fields, (operation,))
    if len(heads) == sum(len(each.fields) for each in operations):
        return heads  # no field was set twice: a new record
    by_field: dict[str, list[Operation]] = {}
    for operation in operations:
        for name in operation.fields:
            by_field.setdefault(name, []).append(operation)
    heads = {}
    for name, setters in by_field.items():
        seen = {each for operation in setters for each in operation.sees.get(name, ())}
        left = [each for each in setters if each.id not in seen]
        heads[name] = tuple(sorted(left, key=lambda each: each.id))
    return heads


def disagree(name: str, operations: Sequence[Operation]) -> bool:
    return any(each.fields[name] != operations[0].fields[name] for each in operations[1:])


def choose(name: str, heads: Sequence[Operation], depth: Mapping[bytes, int], *, county_first: bool) -> Value:
    """The value shown while heads disagree: the county's where it owns the field, else the longer history."""
    if len(heads) == 1 or not depth:
        return heads[0].fields[name]
    best = max(heads, key=lambda each: (county_first and each.office == "county", depth[each.id], each.id))
    return best.fields[name]


def measure_histories(operations: Sequence[Operation]) -> dict[bytes, int]:
    """Number of operations each one rests on, itself included; an operation not yet here counts nothing."""
    known = {each.id: each for each in operations}
    histories: dict[bytes, frozenset[bytes]] = {}

    def collect(start: bytes) -> frozenset[bytes]:
        waiting = [start]
        found: set[bytes] = set()
        while waiting:
            identity = waiting.pop()
            if identity in found or identity not in known:
                continue
            if identity in histories:
                found |= histories[identity]
                continue
            found.add(identity)
            waiting.extend(each for ids in known[identity].sees.values() for each in ids)
        return frozenset(found)

    for each in operations:
        histories[each.id] = collect(each.id)
    return {identity: len(history) for identity, history in histories.items()}


def resolve_deletion(heads: Mapping[str, tuple[Operation, ...]]) -> tuple[str | None, bool]:
    """The reason why the record lies in the bin, and whether a deletion met an edit it had not seen.

    A deletion names the heads of every field. An edit it does not name disputes it, and the record is shown.
    """
    deletions = [each for each in heads[DELETED] if each.fields[DELETED] is not None]
    if not deletions:
        return None, False
    restored = len(deletions) < len(heads[DELETED])
    for deletion in deletions:
        named = {deletion.id, *deletion.sees.get(DELETED, ())}
        others = {each.id for name, ops in heads.items() if name != DELETED for each in ops}
        if others <= named and not restored:
            return str(deletion.fields[DELETED]), False
    return None, True


def is_shared(name: str, entity: Entity) -> bool:
    """Whether a field goes wherever the record goes. What is decided by others would differ between places."""
    return name not in entity.by_name or entity.by_name[name].scope is None


def find_scope(operations: Sequence[Operation], entity: Entity) -> str:
    """The scope of the record itself, not that of single fields with a narrower one."""
    if entity.scope is not Scope.OWN:
        return entity.scope.value
    own = [each for each in operations if any(is_shared(name, entity) for name in each.fields)]
    return min(own or operations, key=lambda each: each.id).scope


def find_kind(operations: Sequence[Operation]) -> str:
    """The kind of the record; of several claims the same one everywhere."""
    return min(operations, key=lambda each: each.id).kind
