"""Rows of a 提案台账 into one transaction: cases with the records and steps that the register tells of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from cppcc_desktop.domain.cases.case import fold
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.description.fields import Kind, Row, Value
from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.nouns.proposals.case import ProposalCase
from cppcc_desktop.nouns.proposals.due import find_due
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.records import RECORDS
from cppcc_desktop.nouns.proposals.register.bringing import Source, bring, view
from cppcc_desktop.nouns.proposals.register.entry import RANK
from cppcc_desktop.nouns.proposals.register.reading import SPECS, make_case, read_whole
from cppcc_desktop.nouns.proposals.steps import belonging_of
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.imports.compare import FieldChange, PreviewRow
from cppcc_desktop.services.imports.readers import Selection
from cppcc_desktop.services.imports.writing import moved, pick
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office, Writing, new_id
from cppcc_desktop.services.records.former import FormerValues
from cppcc_desktop.services.records.periods import term_of
from cppcc_desktop.services.records.records import load_row
from db.chunks import chunked

CHILDREN = {each.name: each for each in RECORDS}
LISTS = ("lead_unit", "separate_units", "assist_units", "merged_into")  # fields with ids that may turn out otherwise
CONTACT = ("contact_on", "contact_method", "face_to_face")


@dataclass
class RegisterWriter:
    """Writes rows of one file; `ids` are the records they change, `renamed` what became of ids given out beforehand."""

    writing: Writing
    file: str
    ids: Sequence[str]
    renamed: Mapping[str, str]
    sponsors: Sequence[str]
    cases: dict[str, ProposalCase] = field(init=False)
    cards: Cards = field(init=False)
    rules: dict[str, Rules] = field(default_factory=dict[str, Rules])

    def __post_init__(self) -> None:
        office, connection = self.writing.office, self.writing.connection
        self.codes = read_codes(office)
        self.cases = read_whole(office, connection, read_standing(office, connection, self.ids))
        self.cards = Cards.load(office, connection, self.sponsors)
        self.day = office.today().isoformat()

    def insert(self, row: PreviewRow) -> str:
        """A new case as far as the row tells; returns its id."""
        told, office = self.settle(row.values), self.writing.office
        own = {
            name: value for name, value in told.items() if name in PROPOSAL.by_name and PROPOSAL.by_name[name].editable
        }
        start: Row = {"id": row.made or new_id(), "state": "draft", "plenary": told.get("plenary"), **own}
        case = make_case(office, start, {}, self.codes)
        if RANK.get(str(told.get("state")), 1) >= RANK["received"]:
            self.place(case, told, asked={each.field for each in row.doubts})
        bring(case, told, self.source(row))
        values = {name: case.record.get(name) for name in PROPOSAL.by_name}
        self.writing.new(PROPOSAL, values, record=case.id)
        self.write(case, "")
        return case.id

    def update(self, row: PreviewRow, record: str, chosen: frozenset[str] | None) -> int:
        """Bring what was chosen into the case; returns how many fields. What was shown must still be what is stored."""
        changes = next((each.changes for each in row.candidates if each.record == record), row.changes)
        case = self.cases.get(record)
        if case is None or self.has_moved(case, changes):
            raise moved()
        wanted = pick(row, changes, chosen)
        if not wanted:
            return 0
        told, before = self.settle(wanted), dict(case.record)
        known = view(case)
        if row.values.get("contacted") and any(name in wanted for name in CONTACT):
            told["contacted"] = True
        case.record |= {name: value for name, value in told.items() if is_own(name)}
        if told.get("first_sponsor") and not row.values.get("sponsor_text"):
            case.record["sponsor_text"] = None
        if any(name in known for name in told):
            bring(case, told, self.source(row, frozenset(each.field for each in changes if each.before)))
        scope = str(before["scope"])
        moves = {name: case.record.get(name) for name in PROPOSAL.by_name if case.record.get(name) != before.get(name)}
        self.writing.set(PROPOSAL, record, moves, scope=scope)
        self.write(case, scope)
        return len(wanted)

    def has_moved(self, case: ProposalCase, changes: Sequence[FieldChange]) -> bool:
        known = view(case)
        return any(known.get(each.field, case.record.get(each.field)) != each.stored for each in changes)

    def write(self, case: ProposalCase, scope: str) -> None:
        for change in fold(case.changes):
            values = {name: value for name, value in change.values.items() if value is not None or not change.new}
            self.writing.set(CHILDREN[change.kind], change.id, values, scope=scope)

    def settle(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values with the ids that records really have; what was not made is left out."""
        told = dict(values)
        for name in LISTS:
            value = told.get(name)
            if isinstance(value, list):
                told[name] = [new for each in value if (new := self.renamed.get(each, each))] or None
            elif value:
                told[name] = self.renamed.get(str(value), str(value)) or None
        return {name: value for name, value in told.items() if value is not None}

    def source(self, row: PreviewRow, corrected: frozenset[str] = frozenset()) -> Source:
        def tell(name: str, value: Value) -> str:
            spec, words = SPECS[name], row.words.get(name, "")
            return spec.label if spec.kind is Kind.BOOLEAN else f"{spec.label} {words or value}"

        plenary = str(row.values.get("plenary") or "")
        place = f"“{self.file}”第 {row.number} 行"
        return Source(
            place, self.day, self.writing.actor.name, tell, lambda role, day: self.due(plenary, role, day), corrected
        )

    def due(self, plenary: str, role: str, day: str) -> tuple[str, str]:
        return find_due(self.rules_of(plenary, day), role, False, day)

    def rules_of(self, plenary: str, day: str) -> Rules:
        key = f"{plenary} {day[:7]}"
        if key not in self.rules:
            self.rules[key] = read_rules(self.writing.office, self.writing.connection, plenary, day)
        return self.rules[key]

    def place(self, case: ProposalCase, told: Row, asked: Collection[str]) -> None:
        """Whose case it is in the figures: what the register says, else the card of its first proposer.

        大会 or 平时 by the day it came in, where the dates of the plenary are known and no cell in doubt tells it.
        """
        received = told.get("received_on")
        if received and not case.record.get("intake_period") and "intake_period" not in asked:
            plenary = self.rules_of(str(told.get("plenary") or ""), str(received)).plenary
            if plenary.intake_from or plenary.intake_until:
                case.record["intake_period"] = plenary.period(str(received))
        if case.record.get("first_sponsor"):
            plenary, day = str(told.get("plenary") or ""), str(received or "")
            found = self.cards.find(str(case.record["first_sponsor"]), plenary, day)
            case.record |= {name: value for name, value in found.items() if value and not case.record.get(name)}


def begin_register(writing: Writing, selection: Selection) -> RegisterWriter:
    """What writes the chosen rows of a register."""
    sponsors = sorted({str(row.values["first_sponsor"]) for row in selection.rows if row.values.get("first_sponsor")})
    return RegisterWriter(writing, selection.file, selection.records, selection.renamed, sponsors)


def is_own(name: str) -> bool:
    """Whether people edit the field."""
    spec = PROPOSAL.by_name.get(name)
    return spec is not None and spec.editable


def read_standing(office: Office, connection: Any, ids: Sequence[str]) -> list[Row]:
    """The proposals of these ids that are not in the bin."""
    table, wanted, found = office.schema.records[PROPOSAL.name], [each for each in ids if each], list[Row]()
    for chunk in chunked(wanted):
        query = select(table).where(table.c.id.in_(chunk), table.c.deleted.is_(None))
        found += [load_row(PROPOSAL.fields, row) for row in connection.execute(query).mappings()]
    return found


@dataclass(frozen=True)
class Cards:
    """界别, 党派, 专委会 and 乡镇 of members, by term, and what they were before."""

    towns: Mapping[str, str]
    people: Mapping[str, Row]
    terms: Mapping[tuple[str, str], Row]
    former: FormerValues

    @classmethod
    def load(cls, office: Office, connection: Any, members: Sequence[str]) -> Cards:
        tables = office.schema.records
        towns = dict(connection.execute(select(tables["station"].c.id, tables["station"].c.township)).all())
        card, person = tables["membership"], tables["member"]
        people: dict[str, Row] = {}
        terms: dict[tuple[str, str], Row] = {}
        for chunk in chunked(members):
            for row in connection.execute(select(person).where(person.c.id.in_(chunk))).mappings():
                people[row["id"]] = {"parties": load_row(office.entity("member").fields, row)["parties"]}
            query = select(card).where(card.c.member.in_(chunk), card.c.deleted.is_(None)).order_by(card.c.id)
            for row in connection.execute(query).mappings():
                told = {name: row[name] for name in ("sector", "special_committee", "station")}
                terms.setdefault((row["member"], str(row["term"])), told)
        return cls(towns, people, terms, FormerValues.load(office, connection, MEMBERS, members))

    def find(self, member: str, plenary: str, day: str) -> Row:
        """Of a member in the term of that plenary, as it was on the day; without one as it is."""
        term = term_of(plenary)
        now = {**self.people.get(member, {}), **self.terms.get((member, term), {})}
        card = self.former.on(member, term, day, now)
        return belonging_of(card, self.towns.get(str(card.get("station"))))
