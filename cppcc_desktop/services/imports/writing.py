"""Rows of an import into one transaction: what they need to know is read once, not row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Entity, Row, Value
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.imports.compare import FieldChange, Newcomer, PreviewRow, read_fallbacks
from cppcc_desktop.services.imports.gathered import read_gathered, write_gathered
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.former import keep_former
from cppcc_desktop.services.records.guards import ask_field_guards
from cppcc_desktop.services.records.periods import read_term, start_values
from cppcc_desktop.services.records.records import as_list, load_row, scope_of_new, write_first_rows
from db.chunks import chunked
from db.tables import in_force


@dataclass(frozen=True)
class StoredRecord:
    """A record as it is when the import writes: its values with those of the current term, and that term's card."""

    values: Row
    scope: str
    card: str = ""


class Writer:
    """Writes rows of one module; `ids` are the records that rows will change, `file` is named where a record began."""

    def __init__(
        self, writing: Writing, module: Module, ids: Sequence[str], file: str = "", renamed: Mapping[str, str] | None = None
    ) -> None:  # fmt: skip
        self.writing, self.module, self.entity = writing, module, module.entity
        self.file, self.renamed = file, renamed or {}
        self.own = frozenset(module.entity.by_name)
        self.term = read_term(writing.connection)
        self.gathered = read_gathered(writing.office, writing.connection, module)
        self.stored = read_stored(writing.office, writing.connection, module, self.term, ids, self.gathered)

    def insert(self, row: PreviewRow) -> str:
        """A new record with its card of the term; returns its id."""
        own, extra = self.split(self.rename(row.values))
        own = start_values(self.writing.office, self.entity, {**own, **read_fallbacks(self.module, own)})
        standing = self.module.standing
        told = standing is not None and own.get(standing.field) is not None
        if standing and told:
            own["state"] = standing.read(own)
        scope = scope_of_new(self.writing, self.entity, own)
        record = self.writing.new(self.entity, own, scope=scope, record=row.made)
        write_gathered(self.writing, self.module, record, extra, {})
        past = [name for name in (standing.field if standing and told else "", *self.past) if own.get(name) is not None]
        if past:
            self.note_past(row, record, scope, past)
        self.start_card(record, extra)
        write_first_rows(self.writing, self.entity.name, record, scope)
        return record

    @cached_property
    def past(self) -> list[str]:
        """What steps would have set."""
        taken = self.module.workflow is not None and bool(self.module.workflow.taken_over)
        return [spec.name for spec in self.entity if spec.of_past and taken]

    def note_past(self, row: PreviewRow, record: str, scope: str, names: Sequence[str]) -> None:
        """A line in the timeline of a new record that had come further when the file was made."""
        office, flow = self.writing.office, self.module.workflow
        assert flow
        own, _ = self.split(row.values)
        standing = self.module.standing
        state = standing.read(own) if standing else flow.states[0].name
        said = "，".join(f"{self.module.by_name[name].label} {row.words[name]}" for name in names)
        steps = office.entity(flow.steps)
        step: dict[str, Value] = {
            steps.owner: record, "date": office.today().isoformat(), "move": flow.taken_over,
            "target": {"state": state, **self.entity.reckon(own)}["state"],
            "words": f"据“{self.file}”第 {row.number} 行登记：{said}", "by": self.writing.actor.name,
        }  # fmt: skip
        self.writing.new(steps, step, scope=scope)

    def update(self, row: PreviewRow, record: str, chosen: frozenset[str] | None) -> int:
        """Set the chosen fields; returns how many. What was shown must still be what is stored."""
        changes = next((each.changes for each in row.candidates if each.record == record), row.changes)
        now = self.stored.get(record)
        if now is None or any(now.values.get(each.field) != each.stored for each in changes):
            raise moved()
        wanted = self.rename(pick(row, changes, chosen))
        keep_former(self.writing, self.module, record, now.values, wanted, sources=(record, now.card))
        own, extra = self.split(wanted)
        ask_field_guards(self.writing.office, self.entity.name, now.values, own)
        self.writing.set(self.entity, record, own, scope=now.scope)
        write_gathered(self.writing, self.module, record, extra, self.gathered.get(record, {}))
        if now.card and self.module.companion:
            self.writing.set(self.module.companion, now.card, extra)
        elif extra:
            self.start_card(record, extra)
        return len(wanted)

    def rename(self, values: Row) -> dict[str, Value]:
        """With the records that rows of the file became in the place of what they were called; of none nothing."""
        found: dict[str, Value] = {}
        for name, value in values.items():
            known = [self.renamed.get(each, each) for each in as_list(value)] if value is not None else []
            found[name] = [each for each in known if each] or None if isinstance(value, list) else (
                value if not isinstance(value, str) else known[0] or None
            )  # fmt: skip
        return found

    def split(self, values: Row) -> tuple[dict[str, Value], dict[str, Value]]:
        """Values of the record itself, and those of the current term."""
        return (
            {name: value for name, value in values.items() if name in self.own},
            {name: value for name, value in values.items() if name not in self.own},
        )

    def start_card(self, record: str, extra: Mapping[str, Value]) -> None:
        companion = self.module.companion
        if companion:
            own = {name: value for name, value in extra.items() if name in companion.by_name}
            self.writing.new(companion, {companion.owner: record, "term": self.term, **own})


def pick(row: PreviewRow, changes: Sequence[FieldChange], chosen: frozenset[str] | None) -> dict[str, Value]:
    return {each.field: row.values[each.field] for each in changes if chosen is None or each.field in chosen}


def read_stored(
    office: Office, connection: Connection, module: Module, term: str, ids: Sequence[str],
    gathered: Mapping[str, Mapping[str, list[str]]],
) -> dict[str, StoredRecord]:  # fmt: skip
    """The records that are not in the bin, by id."""
    cards = read_cards(office, connection, module, term, ids)
    extra = list(module.companion.fields) if module.companion else []
    found: dict[str, StoredRecord] = {}
    for row in read_rows_of(office, connection, module.entity, ids):
        values, card = load_row(module.entity.fields, row), cards.get(row["id"])
        more = load_row(extra, card) if card is not None else dict.fromkeys(each.name for each in extra)
        found[row["id"]] = StoredRecord(
            {**more, **values, **gathered.get(row["id"], {})}, row["scope"], card["id"] if card is not None else ""
        )
    return found


def read_rows_of(office: Office, connection: Connection, entity: Entity, ids: Sequence[str]) -> list[Mapping[Any, Any]]:
    table, found = office.schema.records[entity.name], list[Mapping[Any, Any]]()
    for part in chunked(ids):
        query = select(table).where(table.c.id.in_(part), table.c.deleted.is_(None))
        found += connection.execute(query).mappings()
    return found


def read_cards(
    office: Office, connection: Connection, module: Module, term: str, ids: Sequence[str]
) -> dict[str, Mapping[Any, Any]]:
    """The row of the current term that belongs to each record; of several the first, as everywhere."""
    companion, found = module.companion, dict[str, Mapping[Any, Any]]()
    if companion is None:
        return found
    table = office.schema.records[companion.name]
    owner = table.c[companion.owner]
    for part in chunked(ids):
        query = select(table).where(owner.in_(part), table.c.term == term, table.c.deleted.is_(None))
        for row in connection.execute(query.order_by(table.c.id)).mappings():
            found.setdefault(row[companion.owner], row)
    return found


def refuse_newcomers(writing: Writing, entity: Entity, known: frozenset[str]) -> None:
    """A row is new only among the records it was compared with: the same file may have been imported meanwhile."""
    table = writing.office.schema.records[entity.name]
    present = writing.connection.scalars(select(table.c.id).where(in_force(table)))
    if set(present) - known:
        raise moved()


def moved() -> OfficeError:
    return OfficeError("核对之后，库里的资料又有改动。", kept="这次一条也没有写入。", todo="重新打开文件核对一遍。")


def make_newcomers(
    writing: Writing, newcomers: Sequence[Newcomer], used: set[str], answers: Mapping[str, str]
) -> dict[str, str]:
    """Names without a record become records. `answers`: id → the record it is a spelling of, "" to leave it out.

    Returns what became of each id that was answered otherwise.
    """
    made = [each for each in newcomers if each.id in used and each.id not in answers]
    for each in made:
        entity = writing.office.entity(each.kind)
        table = writing.office.schema.records[each.kind]
        query = select(table.c.id).where(table.c[entity.title] == each.name, table.c.deleted.is_(None)).limit(1)
        if writing.connection.scalar(query):
            raise moved()
        writing.new(entity, {entity.title: each.name}, record=each.id)
    return {each.id: answers[each.id] for each in newcomers if each.id in answers}
