"""The same step for many cases: which of them can take it, and the sheet that asks for it, one row for each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.cases.choices import ANSWERING, OF_PROMISES, Choosing, read_by, read_choosings
from cppcc_desktop.services.cases.rules import Rules, read_rules
from cppcc_desktop.services.cases.steps import Line, known_fields, propose, workflow
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.records.records import Record, find_reference, load_row
from cppcc_desktop.services.records.titles import read_titles

MOST = 500  # cases in one batch
CHUNK = 400
BY_UNITS = ("sign_for", "contact", "assist", "reply", "feedback")  # what others wrote on paper: 代录
A_CASE = Field(name="case", label="案号", kind=Kind.REFERENCE, target="proposal")


@dataclass(frozen=True)
class BatchMove:
    """A step as people choose it; several rows of the table of moves may be one, such as 办结 from two states."""

    key: str  # review/joint, assign
    label: str
    move: Move
    sources: frozenset[str]


@dataclass(frozen=True)
class MoveCount:
    """How many of some cases can take a step now, and how many cannot yet."""

    step: BatchMove
    can: int
    cannot: int


@dataclass(frozen=True)
class BatchRow:
    """One row of the sheet: a case, and where several could be meant, the unit, proposer or promise it is about."""

    proposal: str
    number: str  # 案号, else 收件号
    title: str
    unit: str  # the unit it is about, else the one that leads
    due_on: str
    who: str = ""  # the proposer asked, or the promise
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])
    proposed: Mapping[str, Value] = field(default_factory=dict[str, Value])

    @property
    def key(self) -> str:
        """What tells it from the other rows."""
        return "/".join((self.proposal, *(value for _, value in sorted(self.fixed.items()))))


@dataclass(frozen=True)
class Batch:
    """A step with the fields it asks for, and its rows."""

    step: BatchMove
    fields: tuple[Field, ...]
    rows: tuple[BatchRow, ...]


def list_moves(office: Office, actor: Actor) -> list[BatchMove]:
    """Every step this person may take, in the order of a case's life."""
    found: dict[str, BatchMove] = {}
    for move in workflow(read_codes(office)).moves:
        if not actor.may(move.permission) or (move.county_only and office.kind != COUNTY):
            continue
        key = f"{move.name}/{move.stage}" if move.stage else move.name
        known = found.get(key)
        if known is not None and known.label != move.label:
            key = f"{key}/{move.sources[0]}"
            known = found.get(key)
        sources = {*known.sources, *move.sources} if known else move.sources
        found[key] = BatchMove(key, move.label, known.move if known else move, frozenset(sources))
    return list(found.values())


def find_move(office: Office, actor: Actor, key: str) -> BatchMove:
    """The step of that key; Refusal if there is none, or not for this person."""
    for each in list_moves(office, actor):
        if each.key == key:
            return each
    raise Refusal("没有这个步骤，或者你没有这项权限。", todo="另选一个步骤。")


def count_moves(office: Office, actor: Actor, ids: Sequence[str]) -> list[MoveCount]:
    """Steps that at least one of these cases can take now."""
    actor.require("record.read")
    with office.read() as connection:
        states = {str(row["id"]): str(row["state"]) for row in read_rows(office, connection, ids)}
        places = read_places(office, connection, ids)
    counts: list[MoveCount] = []
    for step in list_moves(office, actor):
        can = sum(
            state in step.sources and may_stand(step.move, places.get(each, ())) for each, state in states.items()
        )
        if can:
            counts.append(MoveCount(step, can, len(ids) - can))
    return counts


def read_rows(office: Office, connection: Connection, ids: Sequence[str]) -> list[Row]:
    """The cases with these ids, in the order given; those in the bin are left out."""
    table, found = office.schema.records[PROPOSAL.name], dict[str, Row]()
    for part in chunks(ids):
        query = select(table).where(table.c.id.in_(part), table.c.deleted.is_(None))
        found |= {row["id"]: load_row(PROPOSAL.fields, row) for row in connection.execute(query).mappings()}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def read_places(office: Office, connection: Connection, ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Case → (state, role) of the units that have it."""
    table, found = office.schema.records["assignment"], dict[str, list[tuple[str, str]]]()
    for part in chunks(ids):
        query = select(table.c.proposal, table.c.state, table.c.role).where(
            table.c.proposal.in_(part), table.c.deleted.is_(None), table.c.unit.is_not(None)
        )
        for case, state, role in connection.execute(query):
            found.setdefault(str(case), []).append((str(state or ""), str(role or "")))
    return found


def chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def may_stand(move: Move, places: Iterable[tuple[str, str]]) -> bool:
    """Whether one of the units stands where the step begins; rows from before version 3 do not say."""
    if not move.unit_states:
        return True
    return any(
        not state or (state in move.unit_states and (not move.unit_roles or role in move.unit_roles))
        for state, role in places
    )


def read_batch(office: Office, actor: Actor, key: str, ids: Sequence[str]) -> Batch:
    """The sheet for this step of these cases; a case several units or proposers are asked for has a row for each."""
    actor.require("record.read")
    if len(ids) > MOST:
        raise Refusal(f"一次最多办 {MOST} 件，现在选了 {len(ids)} 件。", todo="先加条件，分几次办。")
    step, codes = find_move(office, actor, key), read_codes(office)
    day, rules = office.today().isoformat(), dict[str, Rules]()
    made: list[BatchRow] = []
    with office.read() as connection:
        rows = read_rows(office, connection, ids)
        choosing = read_choosings(office, connection, codes, rows) if is_split(step.move) else {}
        leads = read_titles(office, connection, "unit", {str(row["lead_unit"]) for row in rows if row.get("lead_unit")})
        for row in rows:
            plenary = str(row.get("plenary") or "")
            if plenary not in rules:
                rules[plenary] = read_rules(office, connection, plenary, day)
            record = Record(str(row["id"]), PROPOSAL.name, row, str(row["scope"]), None, "", {})
            proposed = propose(step.move, record, rules[plenary], day)
            proposed.pop("due_on", None)  # reckoned from the date that is entered, unless another one is typed
            if step.move.name in BY_UNITS:
                proposed["transcribed"] = True
            plain = make_row(row, leads, proposed)
            parts = split_row(choosing[record.id], step.move, plain) if choosing else []
            made += parts or [plain]
    return Batch(step, ask_fields(step.move, made), tuple(made))


def make_row(row: Row, leads: Mapping[str, str], proposed: Mapping[str, Value]) -> BatchRow:
    return BatchRow(
        str(row["id"]), str(row.get("docket_no") or row.get("intake_no") or ""), str(row.get("title") or ""),
        leads.get(str(row.get("lead_unit")), ""), str(row.get("due_on") or ""), proposed=proposed,
    )  # fmt: skip


def is_split(move: Move) -> bool:
    """Whether a case may have several rows: for units, opinions or promises."""
    return bool(move.unit_states) or move.name in ("feedback", *OF_PROMISES, *ANSWERING)


def split_row(choosing: Choosing, move: Move, row: BatchRow) -> list[BatchRow]:
    """One row for each unit, opinion or promise the step could be about."""
    if move.name == "feedback":
        rows = {str(each["id"]): each for each in (choosing.case.record, *choosing.case.situation.merged)}
        return [
            about(row, choosing.name(unit), choosing.proposer(rows[of]), {"unit": unit, "case": of})
            for unit, of in choosing.case.outstanding()
        ]
    if move.name in OF_PROMISES:
        return [about(row, row.unit, item, {"promise": promise}) for promise, item in choosing.promises()]
    units = choosing.units(move)
    if move.name == "reassign":
        units = [each for each in units if each.get("state") == "sent_back"] or units
    name = "instead_of" if move.name == "reassign" else "unit"
    return [
        about(row, choosing.name(each["unit"]), "", {name: str(each["unit"])}, str(each.get("due_on") or ""))
        for each in units
    ]


def about(row: BatchRow, unit: str, who: str, fixed: Mapping[str, str], due_on: str = "") -> BatchRow:
    return BatchRow(row.proposal, row.number, row.title, unit, due_on or row.due_on, who, fixed, row.proposed)


def ask_fields(move: Move, rows: Iterable[BatchRow]) -> tuple[Field, ...]:
    """What is left to ask for in each row."""
    known = known_fields(move)
    fixed = {name for row in rows for name in row.fixed}
    if move.name == "feedback":
        fixed |= {"unit", "case", "sponsor"}
    elif move.name in OF_PROMISES:
        fixed.add("promise")
    elif move.unit_states:
        fixed.add("instead_of" if move.name == "reassign" else "unit")
    return tuple(known[name] for name in move.asks if name not in fixed)


def suggest_assists(office: Office, actor: Actor, ids: Sequence[str]) -> dict[str, tuple[list[str], str]]:
    """Case → units its newest review named for 会办, and where that stands."""
    actor.require("record.read")
    codes, found = read_codes(office), dict[str, tuple[list[str], str]]()
    with office.read() as connection:
        reviews = read_by(office, connection, "review", "proposal", ids)
        named = {str(u) for rows in reviews.values() for row in rows for u in units_of(row)}
        names = read_titles(office, connection, "unit", named)
    for case, rows in reviews.items():
        for row in rows:
            if units_of(row):
                stage = codes.label("review_stage", str(row.get("stage") or ""))
                found[case] = ([names[each] for each in units_of(row) if each in names], f"{stage}时的建议")
    return found


def units_of(review: Row) -> list[str]:
    found = review.get("suggested_assist")
    return found if isinstance(found, list) else []


def make_line(step: BatchMove, row: BatchRow, typed: Mapping[str, object], place: str) -> Line:
    """What a row says, for the service that records it."""
    stage: dict[str, object] = {"stage": step.move.stage} if step.move.stage else {}
    return Line(row.proposal, step.move.name, {**stage, **row.fixed, **typed}, place)


def find_case(office: Office, actor: Actor, word: str) -> str:
    """The case somebody typed or scanned: 047, 47, 第047号, 2026-0132, 案由. InvalidField if there is none."""
    actor.require("record.read")
    plain = unicodedata.normalize("NFKC", word).strip().removeprefix("第").removesuffix("号").strip()
    tried = [plain, *(plain.zfill(width) for width in (3, 4) if plain.isdigit() and len(plain) < width)]
    for each in tried:
        try:
            return find_reference(office, A_CASE, each)
        except InvalidField:
            continue
    raise InvalidField("case", f"没有找到“{word.strip()}”这件提案。写案号（047）或收件号（2026-0132）。")


def say_value(codes: CodeLists, spec: Field, value: Value) -> str:
    """A proposed value as it stands in its cell."""
    if value is None or isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, list):
        return "、".join(value)
    return codes.label(spec.codes, str(value)) if spec.codes else str(value)
