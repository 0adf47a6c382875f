"""What a step of a case may be about: the units that can take it, the opinions and promises that are still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.life import Move, Situation
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.proposals.case import MAIN_ROLES, OPEN, Case
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.steps import call_case
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office, new_id
from cppcc_desktop.services.records.records import Record, load_row
from cppcc_desktop.services.records.titles import read_titles

Choice = tuple[str, str]  # id and words
Choices = Mapping[str, Sequence[Choice]]
CHUNK = 400
PARTS = ("assignment", "feedback", "promise", "step")
OF_PROMISES = ("keep_promise", "drop_promise")
ANSWERING = ("rehandle", "look_back", "add_promise")  # steps about a unit that handles the case, whatever its state


def read_choosing(office: Office, connection: Connection, codes: CodeLists, record: Record) -> Choosing:
    """What the steps of one case can be chosen from."""
    row: Row = {**record.values, "id": record.id, "scope": record.scope}
    return read_choosings(office, connection, codes, [row])[record.id]


def read_choosings(
    office: Office, connection: Connection, codes: CodeLists, rows: Sequence[Row]
) -> dict[str, Choosing]:  # fmt: skip
    """The same for many cases, in a few statements; `rows` are the cases with their ids and scopes."""
    ids = [str(row["id"]) for row in rows]
    parts = {kind: read_by(office, connection, kind, office.entity(kind).owner, ids) for kind in PARTS}
    merged = read_by(office, connection, PROPOSAL.name, "merged_into", ids)
    held = [row for found in parts["assignment"].values() for row in found]
    units = {str(row["unit"]) for row in held if row.get("unit")}
    cases = [*rows, *(row for found in merged.values() for row in found)]
    people = {str(row["first_sponsor"]) for row in cases if row.get("first_sponsor")}
    names = {**read_titles(office, connection, "unit", units), **read_titles(office, connection, "member", people)}
    made: dict[str, Choosing] = {}
    for each, row in zip(ids, rows, strict=True):
        children = {kind: found.get(each, []) for kind, found in parts.items()}
        along = [other for other in merged.get(each, []) if not other.get("same_as")]
        situation = Situation(row, children, {}, office.today(), traits=codes.traits(), merged=along)
        made[each] = Choosing(Case(situation, new_id), names)
    return made


def read_by(office: Office, connection: Connection, kind: str, name: str, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Records of a kind by what this field refers to, oldest first."""
    entity, table = office.entity(kind), office.schema.records[kind]
    found: dict[str, list[Row]] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(table).where(table.c[name].in_(ids[start : start + CHUNK]), table.c.deleted.is_(None))
        for row in connection.execute(query.order_by(table.c.id)).mappings():
            found.setdefault(str(row[name]), []).append(load_row(entity.fields, row))
    return found


class Choosing:
    """One case, and what each step of it can be chosen from."""

    def __init__(self, case: Case, names: Mapping[str, str]) -> None:
        self.case, self._names = case, names  # the names of its units and proposers by id

    def units(self, move: Move) -> list[Row]:
        """Assignments the step can be about, oldest first."""
        if move.name in ANSWERING:
            return list(self.case.mains())
        states = move.unit_states or OPEN
        return list(self.case.assignments(states, move.unit_roles))

    def is_possible(self, move: Move) -> bool:
        """Whether there is anything the step could be about."""
        if move.name in OF_PROMISES:
            return bool(self.promises())
        if move.name == "ask_feedback":
            return any(self.case.opinion(*pair) is None for pair in self.case.outstanding())
        if move.name == "feedback":
            return bool(self.case.outstanding())
        if move.name == "rehandle":
            return any(self.case.is_unhappy(row) for row in self.case.opinions())
        return not move.unit_states or bool(self.units(move))

    def promises(self) -> list[Choice]:
        """承诺事项 that are neither kept nor dropped."""
        rows = [row for row in self.case.all("promise") if row.get("state") == "open"]
        return [(str(row["id"]), str(row.get("item") or "")) for row in rows]

    def offer(self, move: Move) -> dict[str, list[Choice]]:
        """Field → what it is chosen from; fields that may be anything are not named."""
        if move.name == "feedback":
            return self._offer_opinions()
        if move.name in OF_PROMISES:
            return {"promise": self.promises()}
        found: dict[str, list[Choice]] = {}
        name = "instead_of" if move.name == "reassign" else "unit"
        if name in move.asks and (move.unit_states or move.name in (*ANSWERING, "ask_feedback")):
            rows = self.case.assignments(roles=MAIN_ROLES) if move.name == "ask_feedback" else self.units(move)
            found[name] = self._unit_choices([str(row["unit"]) for row in rows])
        return {field: choices for field, choices in found.items() if choices}

    def _offer_opinions(self) -> dict[str, list[Choice]]:
        pairs = self.case.outstanding()
        rows = {str(row["id"]): row for row in (self.case.record, *self.case.situation.merged)}
        cases = list(dict.fromkeys(of for _, of in pairs))
        people = dict.fromkeys(str(rows[of]["first_sponsor"]) for of in cases if rows[of].get("first_sponsor"))
        return {
            "unit": self._unit_choices([unit for unit, _ in pairs]),
            "case": [(of, self.call(rows[of])) for of in cases],
            "sponsor": [(each, self._names.get(each, "")) for each in people],
        }

    def _unit_choices(self, units: Sequence[str]) -> list[Choice]:
        return [(each, self._names.get(each, "")) for each in dict.fromkeys(units)]

    def name(self, record: object) -> str:
        """A unit or proposer of this case in words."""
        return self._names.get(str(record), "")

    def proposer(self, row: Row) -> str:
        """Who proposed the case: a person, or the body."""
        return str(row.get("collective") or "") or self.name(row.get("first_sponsor"))

    def call(self, row: Row) -> str:
        """郑晓禾 第050号《…》."""
        return f"{self.proposer(row)} {call_case(row)}".strip()


def shorten(move: Move, names: Sequence[str], choices: Choices) -> list[str]:
    """The fields left to ask for: what can only be one thing need not be named, and a case names its proposer."""
    single = {name for name, found in choices.items() if len(found) == 1 and name in ("unit", "case")}
    if move.name == "feedback":
        single.add("sponsor")
    return [name for name in names if name not in single]
