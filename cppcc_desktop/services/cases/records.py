"""办理 of a case: everything its steps recorded, in stored form and in words, and the cases that go along with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.case import order_of
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.steps import call_case
from cppcc_desktop.services.cases.acting import read_merged
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Record, load_row, read_children
from cppcc_desktop.services.records.titles import read_titles, word_rows

LEFT_OUT = ("step",)  # the timeline shows them


@dataclass(frozen=True)
class Recorded:
    """One record of the case; `words` are its values as a person reads them."""

    kind: str
    id: str
    values: Row
    words: Mapping[str, str]


@dataclass(frozen=True)
class Related:
    """A case that goes along with this one, or that this one goes along with."""

    id: str
    called: str  # 第050号《…》
    proposer: str
    state: str


@dataclass(frozen=True)
class Handling:
    """What is known of the handling of a case; records of a kind oldest first."""

    records: Mapping[str, Sequence[Recorded]] = field(default_factory=dict[str, Sequence[Recorded]])
    merged: Sequence[Related] = ()
    into: Related | None = None
    unhappy: frozenset[str] = frozenset()  # opinions whose grade asks for another handling

    def of(self, kind: str) -> Sequence[Recorded]:
        return self.records.get(kind, ())

    @property
    def empty(self) -> bool:
        return not (self.merged or self.into or any(self.records.values()))


def read_handling(office: Office, actor: Actor, record: Record) -> Handling:
    """Everything that was recorded of a case."""
    actor.require("record.read")
    kinds = [each for each in PROPOSALS.children if each.name not in LEFT_OUT]
    with office.read() as connection:
        rows = {each.name: read_children(office, connection, each.name, record.id) for each in kinds}
        merged = relate(office, connection, read_merged(office, connection, record.id))
        into = read_into(office, connection, record)
    found = {each.name: word_records(office, each.name, rows[each.name]) for each in kinds if rows[each.name]}
    traits = read_codes(office).traits()
    unhappy = frozenset(
        str(row["id"]) for row in rows["feedback"]
        if row.get("result") and "counts_as_satisfied" not in traits.get(("satisfaction", str(row["result"])), frozenset())
    )  # fmt: skip
    return Handling(found, merged, into, unhappy)


def word_records(office: Office, kind: str, rows: Sequence[Row]) -> list[Recorded]:
    rows = sorted(rows, key=order_of)
    words = word_rows(office, office.entity(kind).fields, rows)
    return [Recorded(kind, str(row["id"]), row, told) for row, told in zip(rows, words, strict=True)]


def read_into(office: Office, connection: Connection, record: Record) -> Related | None:
    """The case this one was merged into."""
    other = record.values.get("merged_into")
    table = office.schema.records[PROPOSAL.name]
    row = connection.execute(select(table).where(table.c.id == other)).mappings().first() if other else None
    return relate(office, connection, [load_row(PROPOSAL.fields, row)])[0] if row is not None else None


def relate(office: Office, connection: Connection, rows: Sequence[Row]) -> list[Related]:
    people = {str(row["first_sponsor"]) for row in rows if row.get("first_sponsor")}
    names = read_titles(office, connection, "member", people)
    return [
        Related(
            str(row["id"]), call_case(row), str(row.get("collective") or names.get(str(row.get("first_sponsor")), "")),
            str(row["state"]),
        )
        for row in rows
    ]  # fmt: skip
