"""The same step for many cases: which of them can take it, and the sheet that asks for it, one row for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Move, Subject, Workflow
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, PeriodKind, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.cases.choices import is_possible, list_subjects, read_choosings
from cppcc_desktop.services.cases.lives import find_life, name_stages, plenary_of
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.cases.steps import StepLine, ask_field, known_fields, propose
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.records.periods import present
from cppcc_desktop.services.records.records import find_reference, load_row, read_record
from cppcc_desktop.services.records.titles import word_rows
from db.chunks import chunked

MOST = 500  # cases in one batch


@dataclass(frozen=True)
class BatchMove:
    """A step as people choose it; several rows of the table of moves may be one, such as 办结 from two states."""

    kind: str
    key: str  # review/joint, assign
    label: str
    move: Move
    sources: frozenset[str]
    group: int = 0  # place of the group it is offered in


@dataclass(frozen=True)
class MoveCount:
    """How many of some cases can take a step now, and how many cannot yet."""

    step: BatchMove
    can: int
    cannot: int


@dataclass(frozen=True)
class BatchRow:
    """One row of the sheet: a case, and where several could be meant, the one thing it is about."""

    record: str
    number: str
    title: str
    unit: str  # the unit it is about, else the one that leads
    due_on: str
    who: str = ""  # what else it is about
    called: str = ""  # which of its numbers that is: 收件号
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])
    proposed: Mapping[str, Value] = field(default_factory=dict[str, Value])

    @property
    def key(self) -> str:
        """What tells it from the other rows."""
        return "/".join((self.record, *(value for _, value in sorted(self.fixed.items()))))


@dataclass(frozen=True)
class Batch:
    """A step with the fields it asks for, and its rows."""

    step: BatchMove
    fields: tuple[Field, ...]
    rows: tuple[BatchRow, ...]
    heads: Mapping[str, str]  # of what rows are known by: number, title, who, unit, due_on; only those there are


def list_moves(office: Office, actor: Actor, kind: str) -> list[BatchMove]:
    """Every step this person may take, in the order of a case's life."""
    flow = name_stages(find_life(office, kind)[1], read_codes(office))
    found: list[BatchMove] = []
    for key, same in flow.choices.items():
        rows = [each for each in same if actor.may(each.permission) and (office.kind == COUNTY or not each.county_only)]
        if rows:
            sources = frozenset(source for each in rows for source in each.sources)
            group = flow.groups.index(rows[0].offer.group)
            found.append(BatchMove(kind, key, rows[0].label, rows[0], sources, group))
    return found


def find_move(office: Office, actor: Actor, kind: str, key: str) -> BatchMove:
    """The step of that key; Refusal if there is none, or not for this person."""
    for each in list_moves(office, actor, kind):
        if each.key == key:
            return each
    raise Refusal("没有这个步骤，或者你没有这项权限。", todo="另选一个步骤。")


def count_moves(office: Office, actor: Actor, kind: str, ids: Sequence[str]) -> list[MoveCount]:
    """Steps that at least one of these cases can take now."""
    actor.require("record.read")
    module, flow = find_life(office, kind)
    with office.read() as connection:
        rows = read_rows(office, connection, module.entity, ids)
        known = read_choosings(office, connection, read_codes(office), module, rows) if len(ids) <= MOST else {}
    counts: list[MoveCount] = []
    for step in list_moves(office, actor, kind):
        can = sum(
            str(row["state"]) in step.sources
            and (not known or is_possible(known[str(row["id"])], step.move))
            and (office.kind == COUNTY or not flow.is_countys(step.move, row))
            for row in rows
        )
        if can:
            counts.append(MoveCount(step, can, len(ids) - can))
    return counts


def read_rows(office: Office, connection: Connection, entity: Entity, ids: Sequence[str]) -> list[Row]:
    """The cases with these ids, in the order given; those in the bin are left out."""
    table, found = office.schema.records[entity.name], dict[str, Row]()
    for part in chunked(ids):
        query = select(table).where(table.c.id.in_(part), table.c.deleted.is_(None))
        found |= {row["id"]: load_row(entity.fields, row) for row in connection.execute(query).mappings()}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def read_batch(office: Office, actor: Actor, kind: str, key: str, ids: Sequence[str]) -> Batch:
    """The sheet for this step of these cases; a case that several things could be meant of has a row for each."""
    actor.require("record.read")
    module, flow = find_life(office, kind)
    if len(ids) > MOST:
        counter = module.entity.counter
        raise Refusal(f"一次最多办 {MOST} {counter}，现在选了 {len(ids)} {counter}。", todo="先加条件，分几次办。")
    step, codes = find_move(office, actor, kind, key), read_codes(office)
    day, rules = office.today().isoformat(), dict[str, Rules]()
    made: list[BatchRow] = []
    with office.read() as connection:
        rows = read_rows(office, connection, module.entity, ids)
        splits = step.move.about is not None and step.move.about.splits
        cases = read_choosings(office, connection, codes, module, rows) if splits else {}
        for row in rows:
            plenary = plenary_of(module.entity, row)
            if plenary not in rules:
                rules[plenary] = read_rules(office, connection, plenary, day)
            plain = make_row(module, row, propose_row(module, step.move, row, rules[plenary], day, actor))
            made += (split_row(cases[plain.record], step.move, plain) if cases else []) or [plain]
    owners = [module.by_name[name] for name in flow.handlers]
    words = (
        {str(row["id"]): told for row, told in zip(rows, word_rows(office, owners, rows), strict=True)}
        if owners
        else {}
    )
    named = [each if each.unit else replace(each, unit=first_of(words.get(each.record, {}))) for each in made]
    return Batch(step, ask_fields(module, step.move, made), tuple(named), name_heads(module, step.move, named))


def name_heads(module: Module, move: Move, rows: Sequence[BatchRow]) -> dict[str, str]:
    """The headings of what rows are known by; who handles a case only where that tells rows apart or is known."""
    flow, entity, about = module.workflow, module.entity, move.about
    assert flow
    due = module.by_name.get("due_on")
    heads = {
        "number": name_numbers(flow, [row.called for row in rows]), "title": entity.by_name[entity.title].label,
        "who": about.who if about else "", "unit": name_owner(module, move, rows), "due_on": due.label if due else "",
    }  # fmt: skip
    return {key: label for key, label in heads.items() if label}


def name_numbers(flow: Workflow, called: Iterable[str]) -> str:
    """The heading over numbers of these kinds: 收件号 while no case has a 案号 yet; 案号、收件号 where some have."""
    known = [each.label for each in flow.numbers]
    found = set(called)
    return "、".join(each for each in known if each in found) or (known[0] if known else "")


def name_owner(module: Module, move: Move, rows: Sequence[BatchRow]) -> str:
    """承办单位 where the step is about one of them, else 主办单位; empty where nothing is to be said of it."""
    about, known = move.about, known_fields(module, move)
    first = about.fields[0] if about else ""
    of_records = bool(first) and bool(known[first].target)
    if about and len(about.fields) > 1:  # who it is tells the rows apart, unless several are asked about
        pairs = {(row.record, row.fixed.get(first)) for row in rows}
        if len(pairs) <= len({row.record for row in rows}):
            return ""
    elif not any(row.unit for row in rows) and not (about and about.splits and about.bars and of_records):
        return ""
    if of_records and (any(row.fixed.get(first) for row in rows) or (about and about.always)):
        return known[first].label
    flow = module.workflow
    return module.by_name[flow.handlers[0]].label if flow and flow.handlers else ""


def first_of(words: Mapping[str, str]) -> str:
    return next((said for said in words.values() if said), "")


def propose_row(module: Module, move: Move, row: Row, rules: Rules, day: str, actor: Actor) -> dict[str, Value]:
    """What a row begins with; a due date is reckoned from the day that is entered, unless another one is typed."""
    known = known_fields(module, move)
    proposed: dict[str, Value] = {name: actor.name for name in move.asks if known[name].actor}
    proposed |= propose(move, row, rules, day)
    proposed.pop("due_on", None)
    on_paper = module.workflow.on_paper if module.workflow else ""
    if move.offer.paper and on_paper in move.asks:
        proposed[on_paper] = True
    return proposed


def make_row(module: Module, row: Row, proposed: Mapping[str, Value]) -> BatchRow:
    numbers = module.workflow.numbers if module.workflow else ()
    number, called = next(((str(row[each.name]), each.label) for each in numbers if row.get(each.name)), ("", ""))
    return BatchRow(
        str(row["id"]), number, str(row.get(module.entity.title) or ""), "", str(row.get("due_on") or ""), called=called,
        proposed=proposed,
    )  # fmt: skip


def split_row(case: Case, move: Move, row: BatchRow) -> list[BatchRow]:
    """One row for each thing the step could be about; those less likely only where there is no other."""
    subjects = list_subjects(case, move)
    return [about(row, each, move) for each in [s for s in subjects if s.likely] or subjects]


def about(row: BatchRow, subject: Subject, move: Move) -> BatchRow:
    fields = move.about.fields if move.about else ()
    fixed = {name: value for name, value in subject.values.items() if name in fields}
    return replace(row, unit=subject.shown, due_on=subject.due_on or row.due_on, who=subject.who, fixed=fixed)


def ask_fields(module: Module, move: Move, rows: Iterable[BatchRow]) -> tuple[Field, ...]:
    """What is left to ask for in each row."""
    known, about = known_fields(module, move), move.about
    fixed = {name for row in rows for name in row.fixed}
    if about and about.splits and about.bars:
        fixed |= {*about.fields, *about.implied}
    return tuple(ask_field(move, known[name]) for name in move.asks if name not in fixed)


def make_line(step: BatchMove, row: BatchRow, typed: Mapping[str, object], place: str) -> StepLine:
    """What a row says, for the service that records it."""
    stage: dict[str, object] = {"stage": step.move.stage} if step.move.stage else {}
    return StepLine(step.kind, row.record, step.move.name, {**stage, **row.fixed, **typed}, place)


def find_case(office: Office, actor: Actor, kind: str, word: str) -> str:
    """The case somebody typed or scanned: 047, 47, 第047号, 2026-0132, its title. InvalidField if there is none."""
    actor.require("record.read")
    entity = office.entity(kind)
    asked = Field(name="case", label=entity.label, kind=Kind.REFERENCE, target=kind)
    plain = normalise_text(word).strip().removeprefix("第").removesuffix("号").strip()
    tried = [plain, *(plain.zfill(width) for width in (3, 4) if plain.isdigit() and len(plain) < width)]
    for each in tried:
        try:
            found = find_reference(office, asked, each)
        except InvalidField:
            continue
        if plain.isdigit():
            refuse_earlier(office, kind, found, word.strip())
        return found
    numbers = (
        "或".join(f"{each.label}（{each.example}）" for each in find_life(office, kind)[1].numbers)
        or entity.by_name[entity.title].label
    )
    raise InvalidField("case", f"没有找到“{word.strip()}”这{entity.counter}{entity.label}。写{numbers}。")


def refuse_earlier(office: Office, kind: str, record: str, word: str) -> None:
    """A bare number means a case of the present plenary or year; InvalidField names the earlier one that has it."""
    entity, module = office.entity(kind), find_life(office, kind)[0]
    if entity.period is None:
        return
    with office.read() as connection:
        values = read_record(office, connection, kind, record).values
        now = present(office, connection, entity.period)
    own = str(values.get(entity.period.field) or "")
    if own == now or not own:
        return
    when = Plenary.parse(own).short if entity.period.kind is PeriodKind.PLENARY else f"{own}年"
    flow = module.workflow
    assert flow
    others = [f"{each.label} {values[each.name]}" for each in flow.numbers if values.get(each.name) and each.by_year]
    how = others[0] if others else f"“{values[entity.title]}”"
    raise InvalidField("case", f"现在没有“{word}”号；{when}有{flow.call(values)}，要办那一{entity.counter}，写{how}。")


def say_value(codes: CodeLists, spec: Field, value: Value) -> str:
    """A proposed value as it stands in its cell."""
    if value is None or isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, list):
        return "、".join(value)
    return codes.label(spec.codes, str(value)) if spec.codes else str(value)
