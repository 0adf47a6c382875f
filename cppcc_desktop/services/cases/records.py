"""What the steps of a case recorded, and the cases that go along with it, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.case import order_by_day
from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.acting import read_merged
from cppcc_desktop.services.cases.entering import Entries, LateEntry, count_days, read_entries
from cppcc_desktop.services.cases.lives import find_life, name_stages
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Record, load_row, read_children
from cppcc_desktop.services.records.titles import word_rows


@dataclass(frozen=True)
class Recorded:
    """One record of the case; `words` are its values as a person reads them."""

    kind: str
    id: str
    values: Row
    words: Mapping[str, str]
    late: LateEntry | None = None  # entered when a later fact stood there already
    corrected: Sequence[CorrectedStep] = ()  # oldest first


@dataclass(frozen=True)
class CorrectedStep:
    """What was put right: 日期 2026-05-18 → 2026-05-28, with the reason."""

    words: str
    by: str
    on: str


@dataclass(frozen=True)
class Related:
    """A case that goes along with this one, or that this one goes along with."""

    id: str
    called: str  # 第050号《…》
    proposer: str
    state: str


@dataclass(frozen=True)
class RetractedStep:
    """A step that was taken back: what it was, why, by whom and when, and the state the case went back to."""

    step: str
    label: str
    date: str
    words: str
    reason: str
    by: str
    taken_on: str
    state: str


@dataclass(frozen=True)
class Handling:
    """What is known of the handling of a case; records of a kind oldest first."""

    records: Mapping[str, Sequence[Recorded]] = field(default_factory=dict[str, Sequence[Recorded]])
    merged: Sequence[Related] = ()
    into: Related | None = None
    taken_back: Sequence[RetractedStep] = ()  # oldest first
    traits: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict[tuple[str, str], frozenset[str]])

    def of(self, kind: str) -> Sequence[Recorded]:
        return self.records.get(kind, ())

    @property
    def empty(self) -> bool:
        return not (self.merged or self.into or self.taken_back or any(self.records.values()))


def read_handling(office: Office, actor: Actor, record: Record) -> Handling:
    """Everything that was recorded of a case; the steps themselves stand in its timeline."""
    actor.require("record.read")
    module, flow = find_life(office, record.kind)
    kinds = [each for each in module.children if each.name != flow.steps and not each.made.by_hand]
    with office.read() as connection:
        rows = {each.name: read_children(office, connection, each.name, record.id) for each in kinds}
        merged = read_merged(office, connection, module.entity, flow, record.id)
        into = read_into(office, connection, module, str(record.values.get(flow.along) or "")) if flow.along else []
        steps = read_children(office, connection, flow.steps, record.id)
        made = [str(row["id"]) for each in rows.values() for row in each]
        entries = read_entries(office, connection, flow, steps, made)
    found = {
        each.name: tell_past(word_records(office, each.name, rows[each.name]), entries, flow, steps)
        for each in kinds if rows[each.name]
    }  # fmt: skip
    lead = relate(office, module, into)
    codes = read_codes(office)
    gone = list_taken_back(name_stages(flow, codes), steps)
    return Handling(found, relate(office, module, merged), lead[0] if lead else None, gone, codes.traits())


def list_taken_back(flow: Workflow, steps: Sequence[Row]) -> list[RetractedStep]:
    """The steps among these that a later one took back."""
    known = {str(row["id"]): row for row in steps}
    found: list[RetractedStep] = []
    for row in steps:
        gone = known.get(str(row["detail"]))  # only a step that takes another back names it
        if gone is not None:
            found.append(RetractedStep(
                str(gone["id"]), flow.label_step(str(gone["move"]), str(gone["source"])), str(gone["date"]),
                str(gone["words"] or ""), str(row["words"] or "").partition("理由：")[2], str(row["by"] or ""),
                str(row["date"]), flow.state(str(gone["source"])).label,
            ))  # fmt: skip
    return found


def tell_past(records: Sequence[Recorded], entries: Entries, flow: Workflow, steps: Sequence[Row]) -> list[Recorded]:
    """The records with when they were entered late, and what of them was put right."""
    corrected: dict[str, list[CorrectedStep]] = {each.id: [] for each in records}
    for row in steps:  # those of no row of the table that name a record have put it right
        found = corrected.get(str(row["detail"]))
        if found is not None and not flow.rows_of(str(row["move"])):
            words = str(row["words"] or "").partition("：")[2]  # behind what the record is called
            found.append(CorrectedStep(words, str(row["by"] or ""), str(row["date"])))
    return [
        replace(each, late=after(entries.find(each.id), each.values.get("date")), corrected=corrected[each.id])
        for each in records
    ]


def after(late: LateEntry | None, day: Value) -> LateEntry | None:
    """How late it was by the day that stands there now."""
    return replace(late, days=count_days(str(day), late.on)) if late and day else late


def word_records(office: Office, kind: str, rows: Sequence[Row]) -> list[Recorded]:
    """Records with their words, in order; whose they are needs no words beside the case itself."""
    entity = office.entity(kind)
    rows = sorted(rows, key=lambda row: order_by_day(row, entity.begun))
    words = word_rows(office, [spec for spec in entity if spec.name != entity.owner], rows)
    return [Recorded(kind, str(row["id"]), row, told) for row, told in zip(rows, words, strict=True)]


def read_into(office: Office, connection: Connection, module: Module, lead: str) -> list[Row]:
    """The case this one goes along with."""
    table = office.schema.records[module.entity.name]
    row = connection.execute(select(table).where(table.c.id == lead)).mappings().first() if lead else None
    return [load_row(module.entity.fields, row)] if row is not None else []


def relate(office: Office, module: Module, rows: Sequence[Row]) -> list[Related]:
    flow = module.workflow
    assert flow
    specs = [module.by_name[name] for name in flow.proposers]
    words = word_rows(office, specs, rows) if rows else []
    return [
        Related(str(row["id"]), flow.call(row), next((said for said in told.values() if said), ""), str(row["state"]))
        for row, told in zip(rows, words, strict=True)
    ]
