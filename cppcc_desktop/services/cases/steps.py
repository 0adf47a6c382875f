"""Steps of cases: one move of the workflow is one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Beginning, Move
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal, raise_all
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.acting import Acting, Outcome, known_fields, read_case
from cppcc_desktop.services.cases.choices import Choice, Choices, is_possible, offer_choices, read_choosing, shorten
from cppcc_desktop.services.cases.entering import LateEntry, read_entries
from cppcc_desktop.services.cases.lives import find_life, name_stages, plenary_of
from cppcc_desktop.services.cases.numbers import rank_by_receipt
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.codes import CodeLists, read_codes, read_codes_of
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.office.sealing import is_sealed, refuse_sealed
from cppcc_desktop.services.records.records import Record, as_list, normalise_value, read_children, read_record
from cppcc_desktop.services.records.titles import call_referred, read_titles

__all__ = [
    "NextStep",
    "Outcome",
    "StepLine",
    "TimelineStep",
    "act",
    "act_many",
    "check_lines",
    "known_fields",
    "next_steps",
    "read_timeline",
    "record_lines",
]  # fmt: skip


@dataclass(frozen=True)
class StepLine:
    """One step of one case among several: what a batch, a filled pack or a sheet of paper holds."""

    kind: str
    record: str
    move: str
    entered: Mapping[str, object]
    place: str = ""  # where it stands in a file: 第 12 行


@dataclass(frozen=True)
class Told:
    """What became of a line: an outcome, or why not."""

    line: StepLine
    outcome: Outcome | None
    refusal: OfficeError | None


@dataclass(frozen=True)
class TimelineStep:
    """One entry of the timeline."""

    date: str
    label: str
    words: str
    by: str
    tone: str
    target: str
    detail: str = ""
    late: LateEntry | None = None
    moved: bool = True  # it led to another state
    gone: bool = False  # a later step took it back


@dataclass(frozen=True)
class NextStep:
    """A move that starts in the present state, with what it asks for and what is proposed."""

    move: Move
    fields: tuple[Field, ...]
    proposed: Mapping[str, Value]
    choices: Choices = field(default_factory=dict[str, list[Choice]])  # field → (id, words) it can only be one of

    @property
    def required(self) -> tuple[str, ...]:
        """Fields that must be filled in: those of the move, and which of several things it is about."""
        about = self.move.about.fields if self.move.about and self.move.about.needed else ()
        return (*self.move.required, *(name for name in about if name in self.choices))


def act(office: Office, actor: Actor, kind: str, record: str, name: str, raw: Mapping[str, object]) -> Outcome:
    """Take one step of the workflow. Refusal and InvalidField say in Chinese why not, and change nothing."""
    with office.write(actor, "record.read") as writing:
        return take_line(Acting(writing), StepLine(kind, record, name, raw))


def act_many(
    office: Office, actor: Actor, kind: str, records: Sequence[str], name: str, raw: Mapping[str, object],
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Told]:  # fmt: skip
    """The same step for several cases, in one transaction; those that are refused stay as they are and say why."""
    return record_lines(office, actor, [StepLine(kind, each, name, raw) for each in records], progress)


def record_lines(
    office: Office, actor: Actor, lines: Sequence[StepLine], progress: Callable[[int, int, str], None] | None = None
) -> list[Told]:
    """Steps of several cases, in the order given, in one transaction; refused ones change nothing and say why."""
    with office.write(actor, "record.read") as writing:
        return take_lines(Acting(writing), lines, progress)


class TriedOnly(Exception):
    """Takes back what was tried."""


def check_lines(office: Office, actor: Actor, lines: Sequence[StepLine]) -> list[Told]:
    """What `record_lines` would say; nothing is written."""
    told: list[Told] = []
    try:
        with office.write(actor, "record.read") as writing:
            told = take_lines(Acting(writing), lines, None)
            raise TriedOnly
    except TriedOnly:
        return told


def take_lines(
    acting: Acting, lines: Sequence[StepLine], progress: Callable[[int, int, str], None] | None
) -> list[Told]:
    told: dict[int, Told] = {}
    for done, place in enumerate(order_lines(acting, lines)):
        line = lines[place]
        if progress:
            progress(done, len(lines), "正在登记")
        try:
            told[place] = Told(line, take_line(acting, line), None)
        except OfficeError as error:
            if type(error) not in (Refusal, InvalidField, OfficeError):
                raise  # stopped, or stale: all of it
            told[place] = Told(line, None, error)
    return [told[place] for place in range(len(lines))]


def order_lines(acting: Acting, lines: Sequence[StepLine]) -> list[int]:
    """Places of the lines in the order they are taken: numbers are given out as the cases came in, however a list that
    was ticked is sorted. Several steps of one case stay as they are.
    """
    order = list(range(len(lines)))
    if len({line.record for line in lines}) < len(lines):
        return order
    issuing: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if any(move.issues for move in find_life(acting.office, line.kind)[1].rows_of(line.move)):
            issuing.setdefault(line.kind, []).append(place)
    for kind, places in issuing.items():
        came = rank_by_receipt(acting.writing, kind, [lines[place].record for place in places])
        for slot, place in zip(places, sorted(places, key=lambda each: came.get(lines[each].record, 0)), strict=True):
            order[slot] = place
    return order


def take_line(acting: Acting, line: StepLine) -> Outcome:
    """One step within a transaction; the errors leave nothing behind."""
    office, writing = acting.office, acting.writing
    module, plain = find_life(office, line.kind)
    acting.settle(line.record)
    now = read_record(office, writing.connection, line.kind, line.record)
    codes = read_codes(office)
    flow = name_stages(plain, codes)
    move = flow.find(line.move, str(now.values["state"]))
    writing.actor.require(move.permission)
    refuse_bin_and_station(office, module, now, move)
    refuse_sealed(office, writing.connection, line.kind, now.values, move)
    entered = enter(acting, codes, module, now, move, line.entered)
    case = read_case(acting, module, now, entered, move)
    flow.check(move, case.situation, known_fields(module, move))
    return acting.record(module, now, case, move, lambda more: tell(writing, codes, module, move, {**entered, **more}))


def refuse_bin_and_station(office: Office, module: Module, now: Record, move: Move) -> None:
    entity, flow = module.entity, module.workflow
    if now.deleted is not None:
        raise Refusal(f"这{entity.counter}{entity.label}在回收站里。", todo="先从回收站取回。")
    if now.values.get("same_as"):
        raise Refusal(
            f"这{entity.counter}{entity.label}已经和另一条记录合并。", todo="在合并后的那一条里办，或者先把两条分开。"
        )
    if office.kind == COUNTY or flow is None or not flow.is_countys(move, now.values):
        return
    why = "" if move.county_only or not flow.handover else f"（{entity.by_name[flow.handover.field].label}）"
    raise Refusal(f"“{move.label}”只能由县政协办理{why}。", todo=f"用数据交换把{entity.label}送到县里。")


def enter(
    acting: Acting, codes: CodeLists, module: Module, now: Record, move: Move, raw: Mapping[str, object]
) -> dict[str, Value]:  # fmt: skip
    """What was typed, in stored form; the date defaults to today, an unknown name is InvalidField."""
    office, items = acting.office, {each.name: each for each in move.items(now.values)}
    known = {**known_fields(module, move), **items}
    allowed = {*move.asks, *items, *(("stage",) if move.stage else ())}
    values: dict[str, Value] = {}
    wrong: list[InvalidField] = []
    for name, given in raw.items():
        spec = known[name] if name in allowed else next((known[e] for e in allowed if known[e].label == name), None)
        if spec is None:
            labels = [known[each].label for each in dict.fromkeys(allowed)]
            raise InvalidField(name, f"“{move.label}”没有“{name}”这一项。", options=labels)
        try:
            values[spec.name] = normalise_value(office, codes, spec, given)
        except InvalidField as error:
            wrong.append(error)
    raise_all(wrong)
    values["date"] = values.get("date") or office.today().isoformat()
    refuse_future(office, known, values)
    refuse_stopped(office, codes, known, values, str(values["date"]))
    if any(not values.get(name) for name in move.fills):
        rules = acting.rules(plenary_of(module.entity, now.values), str(values["date"]))
        proposed = move.proposed(Beginning(now.values, rules, str(values["date"])))
        values |= {name: proposed.get(name) for name in move.fills if not values.get(name)}
    return values


def refuse_future(office: Office, known: Mapping[str, Field], values: Mapping[str, Value]) -> None:
    """A step is recorded when it has happened."""
    for name, day in values.items():
        if (name == "date" or known[name].past) and day and str(day) > office.today().isoformat():
            label = "日期" if name == "date" else known[name].label
            raise InvalidField(name, f"{label} {day} 还没有到。")


def refuse_stopped(office: Office, codes: CodeLists, known: Mapping[str, Field], values: Row, day: str) -> None:
    """An entry that is offered neither now nor on the day of the step is not chosen any more."""
    for name, value in values.items():
        spec = known[name]
        for code in as_list(value) if spec.codes and value else ():
            if codes.is_stopped(spec.codes, code) and read_codes(office, day).is_stopped(spec.codes, code):
                options = [each.label for each in codes.entries(spec.codes)]
                label = codes.label(spec.codes, code)
                raise InvalidField(name, f"{spec.label}“{label}”已经停用，不能再选。", options=options)


def tell(writing: Writing, codes: CodeLists, module: Module, move: Move, entered: Row) -> str:
    """The words of the timeline: what was entered, in the order the move names."""
    known = known_fields(module, move)
    titles: dict[str, str] = {}
    for name in move.tells:
        value, target = entered.get(name), known[name].target
        if value and target:
            ids = value if isinstance(value, list) else [str(value)]
            titles |= read_titles(writing.office, writing.connection, target, ids)
    parts = [tell_value(known[name], entered[name], codes, titles) for name in move.tells if entered.get(name)]
    on_paper = module.workflow.on_paper if module.workflow else ""
    if entered.get(on_paper):
        parts.append(known[on_paper].label)
    return "，".join(parts)


def tell_value(spec: Field, value: Value, codes: CodeLists, titles: Mapping[str, str]) -> str:
    if spec.codes:
        word = codes.label(spec.codes, str(value))
        return word if spec.bare else f"{spec.label} {word}"
    if spec.target:
        ids = value if isinstance(value, list) else [str(value)]
        return f"{spec.label} {'、'.join(call_referred(spec, each, titles) for each in ids)}"
    if spec.kind in (Kind.TEXT, Kind.LONG_TEXT):
        text = re.sub(r"\s*\n\s*", " ", str(value))
        return text if len(text) <= 300 else f"{text[:300]}…"
    return f"{spec.label} {value}"


def read_timeline(office: Office, actor: Actor, kind: str, record: str) -> list[TimelineStep]:
    """Every step of a case, newest first."""
    actor.require("record.read")
    module, plain = find_life(office, kind)
    with office.read() as connection:
        rows = read_children(office, connection, plain.steps, record)
        plenary = plenary_of(module.entity, read_record(office, connection, kind, record).values)
        flow = name_stages(plain, read_codes_of(office, connection, plenary))
        entries = read_entries(office, connection, flow, rows, ())
    rows.sort(key=lambda row: (str(row["date"]), str(row["id"])), reverse=True)
    gone = {str(row["detail"]) for row in rows}  # only a step that takes another back names it
    return [
        TimelineStep(
            str(row["date"]),
            flow.label_step(str(row["move"]), str(row["source"])),
            str(row["words"] or ""),
            str(row["by"] or ""),
            flow.tone_step(str(row["move"]), str(row["target"])),
            str(row["target"]),
            str(row["detail"] or ""),
            entries.find(str(row["id"])),
            row["source"] != row["target"],
            str(row["id"]) in gone,
        )
        for row in rows
    ]


def next_steps(office: Office, actor: Actor, record: Record) -> list[NextStep]:
    """Moves this person may make now, the most likely one first."""
    if record.deleted is not None:
        return []
    module, plain = find_life(office, record.kind)
    codes, day, state = read_codes(office), office.today().isoformat(), str(record.values["state"])
    moves = [
        move for move in name_stages(plain, codes).moves_from(state)
        if actor.may(move.permission) and (office.kind == COUNTY or not plain.is_countys(move, record.values))
    ]  # fmt: skip
    with office.read() as connection:
        rules = read_rules(office, connection, plenary_of(module.entity, record.values), day)
        moves = [move for move in moves if not is_sealed(office, connection, record.kind, record.values, move)]
        case = read_choosing(office, connection, codes, module, record)
    steps = [make_step(module, move, case, rules, day, actor) for move in moves if is_possible(case, move)]
    return sorted(
        steps, key=lambda each: (not each.move.offer.main, each.move.offer.rare, each.move.sources.index(state))
    )


def propose_on(office: Office, actor: Actor, kind: str, record: str, move: Move, day: str) -> dict[str, Value]:
    """What the form of a step proposes if the step was taken on another day: due dates go by it."""
    actor.require("record.read")
    module = find_life(office, kind)[0]
    with office.read() as connection:
        now = read_record(office, connection, kind, record)
        rules = read_rules(office, connection, plenary_of(module.entity, now.values), day)
    return propose(move, now.values, rules, day)


def make_step(module: Module, move: Move, case: Case, rules: Rules, day: str, actor: Actor) -> NextStep:
    known, items = known_fields(module, move), move.items(case.record)
    choices = offer_choices(case, move)
    fields = [ask_field(move, known[name]) for name in shorten(move, choices)]
    asked = {spec.name for spec in fields}
    left = {name: found for name, found in choices.items() if name in asked}
    proposed: dict[str, Value] = {spec.name: actor.name for spec in fields if spec.actor}
    proposed |= propose(move, case.record, rules, day)
    proposed |= {name: found[0][0] for name, found in left.items() if len(found) == 1}
    return NextStep(move, (*fields, *items), proposed, left)


def ask_field(move: Move, spec: Field) -> Field:
    """A field as this step asks for it: it may be typed, and may have another name here."""
    return replace(spec, editable=True, label=move.offer.labels.get(spec.name, spec.label))


def propose(move: Move, record: Row, rules: Rules, day: str) -> dict[str, Value]:
    """What stands in the form of a move before anything is typed; what it sets, as it stands."""
    proposed: dict[str, Value] = {"date": day, **{name: record.get(name) for name in move.sets}}
    proposed |= move.proposed(Beginning(record, rules, day))
    return {name: value for name, value in proposed.items() if value is not None}
