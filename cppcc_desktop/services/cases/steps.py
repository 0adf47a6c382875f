"""提案: one move of the workflow is one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cppcc_desktop.domain.cases.life import Move, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.life import EXTRA
from cppcc_desktop.nouns.proposals.records import ASSIGNMENT
from cppcc_desktop.nouns.proposals.steps import split_suggestions
from cppcc_desktop.services.cases.acting import Acting, Outcome, read_case
from cppcc_desktop.services.cases.choices import Choice, Choices, Choosing, read_choosing, shorten
from cppcc_desktop.services.cases.rules import Rules, read_rules
from cppcc_desktop.services.office.codes import CodeLists, read_codes, read_codes_of
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.office.sealing import is_sealed, refuse_sealed
from cppcc_desktop.services.records.records import Record, normalise_value, read_children, read_record
from cppcc_desktop.services.records.titles import read_titles

__all__ = ["Line", "NextStep", "Outcome", "Step", "act", "act_many", "check_lines", "next_steps", "read_timeline",
           "record_lines", "workflow"]  # fmt: skip


# what steps ask that are an assignment's
OF_UNITS = (
    "unit",
    "contact_person",
    "reason",
    "proposed_unit",
    "role",
    "hard",
    "due_on",
    "notice_no",
    "meeting",
    "offices",
)


@dataclass(frozen=True)
class Line:
    """One step of one case among several: what a batch, a filled pack or a sheet of paper holds."""

    proposal: str
    move: str
    entered: Mapping[str, object]
    place: str = ""  # where it stands in a file: 第 12 行


@dataclass(frozen=True)
class Told:
    """What became of a line: an outcome, or why not."""

    line: Line
    outcome: Outcome | None
    refusal: OfficeError | None


@dataclass(frozen=True)
class Step:
    """One entry of the timeline."""

    date: str
    label: str
    words: str
    by: str
    tone: str
    target: str
    detail: str = ""


@dataclass(frozen=True)
class NextStep:
    """A move that starts in the present state, with what it asks for and what is proposed."""

    move: Move
    fields: tuple[Field, ...]
    proposed: Mapping[str, Value]
    choices: Choices = field(default_factory=dict[str, list[Choice]])  # field → (id, words) it can only be one of

    @property
    def required(self) -> tuple[str, ...]:
        """Fields that must be filled in: those of the move, and which of several units or proposers it is about."""
        about = ("unit", "case") if self.move.unit_states or self.move.name == "feedback" else ()
        return (*self.move.required, *(name for name in about if name in self.choices))


def workflow(codes: CodeLists | None = None) -> Workflow:
    """The life of a proposal; with the office's names for the stages of review if its lists are handed in."""
    assert PROPOSALS.workflow
    if codes is None:
        return PROPOSALS.workflow
    return named_workflow(tuple((each.code, each.label) for each in codes.entries("review_stage")))


@lru_cache(maxsize=4)
def named_workflow(stages: tuple[tuple[str, str], ...]) -> Workflow:
    assert PROPOSALS.workflow
    return PROPOSALS.workflow.named(dict(stages))


def act(office: Office, actor: Actor, record: str, name: str, raw: Mapping[str, object]) -> Outcome:
    """Take one step of the workflow. Refusal and InvalidField say in Chinese why not, and change nothing."""
    with office.write(actor, "record.read") as writing:
        return take_line(Acting(writing), Line(record, name, raw))


def act_many(
    office: Office, actor: Actor, records: Sequence[str], name: str, raw: Mapping[str, object],
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Told]:  # fmt: skip
    """The same step for several cases, in one transaction; those that are refused stay as they are and say why."""
    return record_lines(office, actor, [Line(each, name, raw) for each in records], progress)


def record_lines(
    office: Office, actor: Actor, lines: Sequence[Line], progress: Callable[[int, int, str], None] | None = None
) -> list[Told]:
    """Steps of several cases, in the order given, in one transaction; refused ones change nothing and say why."""
    with office.write(actor, "record.read") as writing:
        return take_lines(Acting(writing), lines, progress)


class TriedOnly(Exception):
    """Takes back what was tried."""


def check_lines(office: Office, actor: Actor, lines: Sequence[Line]) -> list[Told]:
    """What `record_lines` would say; nothing is written."""
    told: list[Told] = []
    try:
        with office.write(actor, "record.read") as writing:
            told = take_lines(Acting(writing), lines, None)
            raise TriedOnly
    except TriedOnly:
        return told


def take_lines(acting: Acting, lines: Sequence[Line], progress: Callable[[int, int, str], None] | None) -> list[Told]:
    told: list[Told] = []
    for place, line in enumerate(lines):
        if progress:
            progress(place, len(lines), "正在登记")
        try:
            told.append(Told(line, take_line(acting, line), None))
        except OfficeError as error:
            if type(error) not in (Refusal, InvalidField, OfficeError):
                raise  # stopped, or stale: all of it
            told.append(Told(line, None, error))
    return told


def take_line(acting: Acting, line: Line) -> Outcome:
    """One step within a transaction; the errors leave nothing behind."""
    office, writing = acting.office, acting.writing
    acting.settle(line.proposal)
    now = read_record(office, writing.connection, PROPOSAL.name, line.proposal)
    codes = read_codes(office)
    move = workflow(codes).find(line.move, str(now.values["state"]))
    writing.actor.require(move.permission)
    refuse_bin_and_station(office, now, move)
    refuse_sealed(office, writing.connection, now.values, move.name)
    entered = enter(acting, codes, now, move, line.entered)
    case = read_case(acting, now, entered)
    workflow().check(move, case.situation, known_fields(move))
    return acting.record(now, case, move, lambda more: tell(writing, codes, move, {**entered, **more}))


def refuse_bin_and_station(office: Office, now: Record, move: Move) -> None:
    if now.deleted is not None:
        raise Refusal("这件提案在回收站里。", todo="先从回收站取回。")
    if now.values.get("same_as"):
        raise Refusal("这件提案已经和另一条记录合并。", todo="在合并后的那一条里办，或者先把两条分开。")
    if move.county_only and office.kind != COUNTY:
        raise Refusal(f"“{move.label}”只能由县政协办理。", todo="用数据交换把提案送到县里。")


def known_fields(move: Move) -> dict[str, Field]:
    """Fields a move may name: those of the record it makes, then those of the proposal and of an assignment."""
    return fields_for(move.records, move.asks)


@lru_cache(maxsize=128)
def fields_for(records: str, asks: tuple[str, ...]) -> dict[str, Field]:
    children = {child.name: child.by_name for child in PROPOSALS.children}
    own = {name: spec for name, spec in PROPOSAL.by_name.items() if name not in OF_UNITS or name not in asks}
    units = {name: ASSIGNMENT.by_name[name] for name in OF_UNITS}
    more = {"transcribed": children["reply"]["transcribed"], "date": children["step"]["date"]}
    return {**own, **units, **EXTRA, **more, **children.get(records, {})}


def item_fields(move: Move, record: Row) -> dict[str, Field]:
    """答复 one by one: an answer and a class for each numbered suggestion, if there are several."""
    if move.name != "reply":
        return {}
    items = split_suggestions(str(record.get("suggestions") or ""))
    if not 1 < len(items) <= 30:
        return {}
    made: dict[str, Field] = {}
    for number, text in enumerate(items, start=1):
        short = text if len(text) <= 18 else text[:17] + "…"
        made[f"item_{number}"] = Field(name=f"item_{number}", label=f"答复“{short}”", kind=Kind.LONG_TEXT, limit=20_000)
        made[f"class_{number}"] = Field(
            name=f"class_{number}", label=f"第{number}条结果", kind=Kind.CODE, codes="result_class"
        )
    return made


def enter(acting: Acting, codes: CodeLists, now: Record, move: Move, raw: Mapping[str, object]) -> dict[str, Value]:
    """What was typed, in stored form; the date defaults to today, an unknown name is InvalidField."""
    office, items = acting.office, item_fields(move, now.values)
    known = {**known_fields(move), **items}
    allowed = {*move.asks, *items, *(("stage",) if move.name == "review" else ())}
    values: dict[str, Value] = {}
    for name, given in raw.items():
        spec = known[name] if name in allowed else next((known[e] for e in allowed if known[e].label == name), None)
        if spec is None:
            raise InvalidField(name, f"“{move.label}”没有“{name}”这一项。可填：" + "、".join(move.asks))
        values[spec.name] = normalise_value(office, codes, spec, given)
    values["date"] = values.get("date") or office.today().isoformat()
    refuse_future(office, values)
    rules = acting.rules(now.values, values["date"])
    if move.name == "rehandle" and not values.get("due_on"):
        values["due_on"] = rules.rehandle_due(str(values["date"]))
    if move.name == "receive" and not values.get("intake_period"):
        values["intake_period"] = str(now.values.get("intake_period") or rules.plenary.period(str(values["date"])))
    return values


def refuse_future(office: Office, values: Mapping[str, Value]) -> None:
    """A step is recorded when it has happened."""
    for name, label in (("date", "日期"), ("sent_on", "发出日期")):
        day = values.get(name)
        if day and str(day) > office.today().isoformat():
            raise InvalidField(name, f"{label} {day} 还没有到。")


def tell(writing: Writing, codes: CodeLists, move: Move, entered: Row) -> str:
    """The words of the timeline: what was entered, in the order the move names."""
    known = known_fields(move)
    titles: dict[str, str] = {}
    for name in move.tells:
        value, target = entered.get(name), known[name].target
        if value and target:
            ids = value if isinstance(value, list) else [str(value)]
            titles |= read_titles(writing.office, writing.connection, target, ids)
    parts = [tell_value(known[name], entered[name], codes, titles) for name in move.tells if entered.get(name)]
    if entered.get("transcribed"):
        parts.append("代录")
    return "，".join(parts)


def tell_value(spec: Field, value: Value, codes: CodeLists, titles: Mapping[str, str]) -> str:
    if spec.codes:
        word = codes.label(spec.codes, str(value))
        return (
            word
            if spec.name in ("role", "method", "kind", "form", "intake_period", "channel")
            else f"{spec.label} {word}"
        )
    if spec.target:
        ids = value if isinstance(value, list) else [str(value)]
        return f"{spec.label} {'、'.join(titles.get(each, '待到') for each in ids)}"
    if spec.kind in (Kind.TEXT, Kind.LONG_TEXT):
        text = re.sub(r"\s*\n\s*", " ", str(value))
        return text if len(text) <= 300 else f"{text[:300]}…"
    return f"{spec.label} {value}"


def read_timeline(office: Office, actor: Actor, record: str) -> list[Step]:
    """Every step of a proposal, newest first."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_children(office, connection, workflow().steps, record)
        plenary = read_record(office, connection, PROPOSAL.name, record).values.get("plenary")
        flow = workflow(read_codes_of(office, connection, str(plenary or "")))
    labels = {(move.name, source): move.label for move in flow.moves for source in move.sources}
    labels |= {(move.name, ""): move.label for move in flow.moves} | {
        ("echo", ""): "随主案办理",
        ("merge_in", ""): "并案",
        ("merge_out", ""): "撤销并案",
        ("correct", ""): "更正",
        ("register", ""): "据台账登记",
    }
    rows.sort(key=lambda row: (str(row["date"]), str(row["id"])), reverse=True)
    return [
        Step(
            str(row["date"]),
            labels.get((str(row["move"]), str(row["source"]))) or labels.get((str(row["move"]), ""), str(row["move"])),
            str(row["words"] or ""),
            str(row["by"] or ""),
            "bad" if row["move"] in ("send_back", "return") else flow.state(str(row["target"])).tone,
            str(row["target"]),
            str(row["detail"] or ""),
        )
        for row in rows
    ]


def next_steps(office: Office, actor: Actor, record: Record) -> list[NextStep]:
    """Moves this person may make now, the most likely one first."""
    if record.deleted is not None:
        return []
    codes = read_codes(office)
    day = office.today().isoformat()
    moves = [
        move for move in workflow(codes).moves_from(str(record.values["state"]))
        if actor.may(move.permission) and (office.kind == COUNTY or not move.county_only)
    ]  # fmt: skip
    with office.read() as connection:
        rules = read_rules(office, connection, str(record.values.get("plenary") or ""), day)
        moves = [move for move in moves if not is_sealed(office, connection, record.values, move.name)]
        choosing = read_choosing(office, connection, codes, record)
        steps = [make_step(move, record, choosing, rules, day) for move in moves if choosing.is_possible(move)]
    state = str(record.values["state"])
    return sorted(steps, key=lambda each: (not each.move.main, each.move.rare, each.move.sources.index(state)))


def make_step(move: Move, record: Record, choosing: Choosing, rules: Rules, day: str) -> NextStep:
    known = {**known_fields(move), **item_fields(move, record.values)}
    choices = choosing.offer(move)
    names = shorten(move, move.asks, choices)
    proposed = propose(move, record, rules, day)
    if move.name == "reply":
        names[names.index("text") : names.index("text")] = item_fields(move, record.values)
    fields = tuple(known[name] for name in names)
    if move.name in ("assign", "reassign"):
        fields = tuple(replace(spec, editable=True) for spec in fields)
    left = {name: found for name, found in choices.items() if name in names}
    proposed |= {name: found[0][0] for name, found in left.items() if len(found) == 1}
    return NextStep(move, fields, proposed, left)


def propose(move: Move, record: Record, rules: Rules, day: str) -> dict[str, Value]:
    """What stands in the form of a move before anything is typed."""
    proposed: dict[str, Value] = {"date": day}
    if move.name == "reassign":
        proposed["due_on"] = rules.due("lead", False, day)[0]
    if move.name == "assign":
        proposed["offices"] = rules.settings["issuing_offices"]
    if move.name == "rehandle":
        proposed["due_on"] = rules.rehandle_due(day)
    if move.name == "receive":
        proposed["intake_period"] = str(record.values.get("intake_period") or rules.plenary.period(day))
        proposed["channel"] = record.values.get("channel")
    if move.name == "assign":  # by itself, 改办 keeps the role of the unit that gives the case up
        proposed["role"] = "assist" if record.values.get("lead_unit") else "lead"
        proposed["due_on"] = rules.due(str(proposed["role"]), False, day)[0]
    if "category" in move.asks:
        proposed["category"] = record.values.get("category")
    for tick in ("qualified", "well_formed", "sound"):
        if tick in move.asks:
            proposed[tick] = True
    return {name: value for name, value in proposed.items() if value is not None}
