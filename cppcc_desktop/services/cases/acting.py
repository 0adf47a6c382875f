"""Taking a step: the case is read, the domain changes it, the changes are written as one group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.life import Move, Situation
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.nouns.proposals.case import Case, Change, reckon_facts, reckon_state
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.steps import call_case, drop_opinions, take
from cppcc_desktop.services.cases.numbers import Numbers
from cppcc_desktop.services.cases.rules import Rules, read_rules
from cppcc_desktop.services.office.codes import read_codes_of
from cppcc_desktop.services.office.office import Office, Writing, new_id
from cppcc_desktop.services.records.records import Record, load_row, read_children, read_record
from cppcc_desktop.services.records.titles import read_titles

# How the case that others go along with hears of it.
FOLLOWED = {"merge": Move(name="merge_in", label="并案", sources=(), permission=""),
            "unmerge": Move(name="merge_out", label="撤销并案", sources=(), permission="")}  # fmt: skip
# Steps of a case that its merged ones go along with.
ECHOED = ("assign", "reassign", "reply", "rehandle", "close", "implement", "archive")
DATES = {"receive": "received_on", "docket": "docketed_on", "close": "closed_on", "implement": "implemented_on",
         "archive": "archived_on"}  # fmt: skip


UNIT_FIELDS = ("unit", "proposed_unit", "instead_of")


@dataclass(frozen=True)
class Outcome:
    """What a move did; `warnings` are things that were taken and should be looked at."""

    id: str
    source: str
    target: str
    intake_no: str | None
    docket_no: str | None
    warnings: tuple[str, ...] = ()


@dataclass
class Acting:
    """Steps of one transaction."""

    writing: Writing
    touched: set[str] = field(default_factory=set[str])
    known: dict[tuple[str, str], Rules] = field(default_factory=dict[tuple[str, str], Rules])
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.writing)

    @property
    def office(self) -> Office:
        return self.writing.office

    def rules(self, record: Row, day: object) -> Rules:
        """What is in force for this case on that day; the same for every case of a batch."""
        key = (str(record.get("plenary") or ""), str(day))
        if key not in self.known:
            self.known[key] = read_rules(self.office, self.writing.connection, *key)
        return self.known[key]

    def settle(self, record: str) -> None:
        """A second step of the same case must see the first: write what gathered."""
        if record in self.touched:
            self.writing.flush()
            self.touched.clear()

    def record(self, now: Record, case: Case, move: Move, tell: Callable[[Row], str]) -> Outcome:
        """Do the move, write what it changed and the step itself; Refusal before anything is written.

        `tell` makes the words of the timeline of what was entered and what the move adds to that.
        """
        entered = case.situation.entered
        rules = self.rules(case.record, entered["date"])
        case.record |= {name: entered[name] for name in move.sets if entered.get(name) is not None}
        if move.name in DATES:
            case.record[DATES[move.name]] = entered["date"]
        if move.name == "receive":
            place_in_figures(self, case)
        take(case, move)
        settle_state(case, move)
        if move.issues and not case.record.get(move.issues):
            case.record[move.issues] = self.numbers.issue(move.issues, case.record, rules, str(entered["date"]))
            case.told.insert(0, f"{PROPOSAL.by_name[move.issues].label} {case.record[move.issues]}")
        self.write(now, case, move, tell(case.said))
        return Outcome(
            now.id, str(now.values["state"]), str(case.record["state"]), text_of(case.record, "intake_no"),
            text_of(case.record, "docket_no"), tuple(case.warnings),
        )  # fmt: skip

    def write(self, now: Record, case: Case, move: Move, words: str) -> None:
        self.set_changes(now, case)
        told = "，".join(part for part in (words, *case.told) if part)
        self.note(
            now.id, now.scope, case, move.name, str(now.values["state"]), str(case.record["state"]), told, case.detail
        )
        self.echo(
            followers(case, move), case, "echo", f"{call_case(case.record)}{move.label}{'：' if told else ''}{told}"
        )
        self.touched.add(now.id)
        if move.name in FOLLOWED:
            lead = case.record["merged_into"] or now.values["merged_into"]  # a register may not name the case
            if lead:
                self.follow(str(lead), case, FOLLOWED[move.name])

    def set_changes(self, now: Record, case: Case) -> None:
        """What a step changed of the case and its records."""
        writing, office = self.writing, self.office
        for change in fold(case.changes):
            writing.set(office.entity(change.kind), change.id, change.values, scope=now.scope)
        moved = {n: case.record.get(n) for n in PROPOSAL.by_name if case.record.get(n) != now.values.get(n)}
        writing.set(PROPOSAL, now.id, moved, scope=now.scope)

    def follow(self, lead: str, case: Case, move: Move) -> None:
        """The case another one was merged into or taken out of: who is to be asked, and what came back, anew."""
        self.settle(case.id)  # it and later steps of this transaction must see the merger
        now = read_record(self.office, self.writing.connection, PROPOSAL.name, lead)
        other = read_case(self, now, {"date": case.situation.entered["date"]})
        if move.name == "merge_out":
            drop_opinions(other, case.id)
        settle_state(other, move)
        self.set_changes(now, other)
        words = f"{'并入' if move.name == 'merge_in' else '撤销并案'}{call_case(case.record)}"
        self.note(now.id, now.scope, other, move.name, "", str(other.record["state"]), words, None)
        self.touched.add(now.id)

    def echo(self, rows: Sequence[Row], case: Case, name: str, words: str) -> None:
        """A line in the timeline of cases that go along."""
        for row in rows:
            state = str(row["state"])
            self.note(str(row["id"]), str(row["scope"]), case, name, "", state, words, None)

    def note(
        self, record: str, scope: str, case: Case, name: str, source: str, target: str, words: str, detail: str | None
    ) -> None:  # fmt: skip
        step: dict[str, Value] = {
            "proposal": record, "date": case.situation.entered["date"], "move": name, "source": source, "target": target,
            "words": words[:5000] or None, "by": self.writing.actor.name, "detail": detail,
        }  # fmt: skip
        self.writing.new(self.office.entity("step"), step, scope=scope)


def followers(case: Case, move: Move) -> list[Row]:
    """Merged cases that are told of a step: of what is done for all, and of the opinion of their own proposer."""
    if move.name == "feedback":
        asked = {str(row.get("case")) for row in case.all("feedback") if row["id"] == case.detail}
        return [row for row in case.situation.merged if str(row["id"]) in asked]
    return [*case.situation.merged] if move.name in ECHOED else []


def settle_state(case: Case, move: Move) -> None:
    """The state and the facts the case has now."""
    source = str(case.record["state"])
    if move.name != "withdraw":  # a case that was withdrawn still says who had it
        case.record |= reckon_facts(case)
    if move.target:
        case.record["state"] = move.target
    elif source not in ("draft", "declined", "merged", "withdrawn", "closed", "implemented", "archived"):
        case.record["state"] = reckon_state(case)


def fold(changes: Iterable[Change]) -> list[Change]:
    """One change per record: several in one group would look like two people's."""
    folded: dict[str, Change] = {}
    for each in changes:
        known = folded.get(each.id)
        values = {**known.values, **each.values} if known else each.values
        folded[each.id] = Change(each.kind, each.id, values, known.new if known else each.new)
    return list(folded.values())


def text_of(values: Row, name: str) -> str | None:
    value = values.get(name)
    return None if value is None else str(value)


def read_case(acting: Acting, now: Record, entered: Mapping[str, Value]) -> Case:
    """The case with its records, what was merged into it, and all a guard or an effect may ask for."""
    office, connection = acting.office, acting.writing.connection
    record: Row = {**now.values, "id": now.id, "scope": now.scope}
    children = {child.name: read_children(office, connection, child.name, now.id) for child in PROPOSALS.children}
    joined = read_joined_units(office, connection)
    children = {kind: [name_standing(row, joined) for row in rows] for kind, rows in children.items()}
    entered = name_standing(entered, joined)
    rules = acting.rules(record, entered["date"])
    merged = read_merged(office, connection, now.id)
    others = read_others(office, connection, entered)
    codes = read_codes_of(office, connection, str(record.get("plenary") or ""))
    situation = Situation(
        record, children, entered, office.today(), rules=rules.settings, traits=codes.traits(),
        titles=read_names(office, connection, children, entered, [record, *merged], others), others=others,
        stages={each.code: each.label for each in codes.entries("review_stage")}, merged=merged,
        count_days=rules.count_days, due_of=lambda role, hard: rules.due(role, hard, str(entered["date"])),
    )  # fmt: skip
    return Case(situation, new_id)


def read_joined_units(office: Office, connection: Connection) -> dict[str, str]:
    """Unit that was joined to another → the one that stands for both."""
    table = office.schema.records["unit"]
    query = select(table.c.id, table.c.same_as).where(table.c.same_as.is_not(None))
    return {str(row.id): str(row.same_as) for row in connection.execute(query)}


def name_standing(values: Row, joined: Mapping[str, str]) -> Row:
    """The same with the units that stand for those that were joined to them."""
    if not joined:
        return values
    more = values.get("assist_units")
    moved: dict[str, Value] = {
        name: joined[str(values[name])] for name in UNIT_FIELDS if str(values.get(name)) in joined
    }
    if isinstance(more, list):
        moved["assist_units"] = [joined.get(each, each) for each in more]
    return {**values, **moved}


def read_merged(office: Office, connection: Connection, record: str) -> list[Row]:
    """Cases that were merged into this one, in the order of their 收件号."""
    table = office.schema.records[PROPOSAL.name]
    query = select(table).where(table.c.merged_into == record, table.c.deleted.is_(None), table.c.same_as.is_(None))
    rows = connection.execute(query.order_by(table.c.intake_no, table.c.id)).mappings()
    return [load_row(PROPOSAL.fields, row) for row in rows]


def read_others(office: Office, connection: Connection, entered: Mapping[str, Value]) -> dict[str, Row]:
    """The records named in what was entered: units that may be dissolved, the case another is merged into."""
    found: dict[str, Row] = {}
    units = [entered.get(name) for name in ("unit", "proposed_unit")]
    more = entered.get("assist_units")
    wanted = {"unit": [*units, *(more if isinstance(more, list) else [])], "proposal": [entered.get("merged_into")]}
    for kind, ids in wanted.items():
        table, entity = office.schema.records[kind], office.entity(kind)
        for each in {str(one) for one in ids if one}:
            row = connection.execute(select(table).where(table.c.id == each)).mappings().first()
            if row is not None:
                found[each] = load_row(entity.fields, row)
    return found


def read_names(
    office: Office, connection: Connection, children: Mapping[str, Sequence[Row]], entered: Mapping[str, Value],
    cases: Sequence[Row], others: Mapping[str, Row],
) -> dict[str, str]:  # fmt: skip
    """How the units and people of the case are called."""
    units = {str(row["unit"]) for rows in children.values() for row in rows if row.get("unit")}
    for name in ("unit", "proposed_unit", "instead_of"):
        units |= {str(entered[name])} if entered.get(name) else set()
    more = entered.get("assist_units")
    units |= set(more) if isinstance(more, list) else set()
    units |= {str(row["successor"]) for row in others.values() if row.get("successor")}
    people = {str(row["first_sponsor"]) for row in cases if row.get("first_sponsor")}
    return {**read_titles(office, connection, "unit", units), **read_titles(office, connection, "member", people)}


def place_in_figures(acting: Acting, case: Case) -> None:
    """界别, 党派, 专委会 and 乡镇 of the first proposer as they are on the day the case comes in; typed ones stay."""
    sponsor = case.record.get("first_sponsor")
    if str(case.record.get("scope") or "").startswith("town:") and not case.record.get("channel"):
        case.record["channel"] = "07"
    if not sponsor:
        return
    found = read_card(acting, str(sponsor), str(case.record.get("plenary") or ""))
    for name, value in found.items():
        if not case.record.get(name) and value:
            case.record[name] = value


def read_card(acting: Acting, member: str, plenary: str) -> dict[str, Value]:
    """What the member's card and that of the term say."""
    office, connection = acting.office, acting.writing.connection
    person, card = office.schema.records["member"], office.schema.records["membership"]
    station = office.schema.records["station"]
    term = plenary.split("-")[0].lstrip("0")
    parties = connection.execute(select(person).where(person.c.id == member)).mappings().first()
    row = connection.execute(
        select(card).where(card.c.member == member, card.c.term == term, card.c.deleted.is_(None)).limit(1)
    ).mappings().first()  # fmt: skip
    found: dict[str, Value] = {}
    if parties is not None:
        known = load_row(office.entity("member").fields, parties)["parties"]
        found["party"] = known[0] if isinstance(known, list) and known else None
    if row is not None:
        found |= {"sector": row["sector"], "special_committee": row["special_committee"]}
        found["township"] = connection.scalar(select(station.c.township).where(station.c.id == row["station"]))
    return found
