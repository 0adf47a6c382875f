"""The log of a record: read from its operations."""

from __future__ import annotations

from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Field, Kind, Value
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED, Operation
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office, tell_time
from cppcc_desktop.services.records.records import read_companion
from cppcc_desktop.services.records.titles import read_titles, word_value

BIN = Field(name=DELETED, label="回收站", kind=Kind.TEXT)


@dataclass(frozen=True)
class LogEntry:
    """One field one person changed."""

    at: str  # 2026-06-05 16:20, Asia/Shanghai; the clock of that computer may have been wrong
    who: str
    office: str
    field: str
    label: str
    before: str
    after: str
    group: str  # what was saved together


def read_log(office: Office, actor: Actor, record: str) -> list[LogEntry]:
    """Every change of the record and of its part of the current term, newest first; sensitive values masked."""
    actor.require("record.read")
    with office.read() as connection:
        journal = office.journal(connection)
        operations = journal.operations_of([record])[record]
        module = office.module_of(operations[0].kind) if operations else None
        companion = read_companion(office, connection, operations[0].kind, record) if operations else None
        if companion is not None:
            both = office.schema.operation.c.record.in_([record, companion["id"]])
            operations = list(journal.select(both))  # in the order they arrived here
        fields = (
            dict(module.by_name) if module else dict(office.entity(operations[0].kind).by_name) if operations else {}
        )
        targets = {spec.target for spec in fields.values() if spec.target}
        ids = {str(v) for each in operations for value in each.fields.values() for v in as_items(value)}
        titles = {target: read_titles(office, connection, target, ids) for target in targets}
    codes = read_codes(office)

    flow = module.workflow if module else None

    def tell(spec: Field, value: Value) -> str:
        if flow and spec.name == "state" and value:
            return flow.state(str(value)).label
        return word_value(spec, value, codes, titles.get(spec.target, {}))

    known = {each.id: each for each in operations}
    entries: list[LogEntry] = []
    for each in reversed(operations):
        for name, value in each.fields.items():
            spec = BIN if name == DELETED else fields.get(name)
            if spec is not None:
                entries.append(make_entry(each, spec, tell(spec, previous(each, name, known)), tell(spec, value)))
    return entries


def previous(operation: Operation, name: str, known: dict[bytes, Operation]) -> Value:
    """What stood on the editor's screen before."""
    seen = [known[each] for each in operation.sees.get(name, ()) if each in known and name in known[each].fields]
    return seen[0].fields[name] if seen else None


def make_entry(operation: Operation, spec: Field, before: str, after: str) -> LogEntry:
    office, _, who = operation.actor.partition("/")
    group = f"{operation.replica.hex()}-{operation.first}"
    return LogEntry(tell_time(operation.wall), who, office, spec.name, spec.label, before, after, group)


def as_items(value: Value) -> list[str]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []
