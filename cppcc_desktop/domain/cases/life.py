"""The life of a record as a table of moves: from, to, who, what it is about, guard, what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.corrections import Correction
from cppcc_desktop.domain.cases.numbers import Numbering
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Entity, Field, Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.grants import Grant


@dataclass(frozen=True, kw_only=True)
class State:
    """One state of a record, as people see it."""

    name: str
    label: str
    tone: str  # none wait go ok bad: the tint of its chip
    step: str = ""  # the milestone of the track it belongs to
    towards: str = ""  # the milestone under way, where that is a later one: 审查立案 while it is reviewed
    awaits: str = ""  # the stage of review that comes next: its name is the office's
    settled: bool = False  # done with: in a closed period nothing of it changes any more
    rests: bool = False  # nothing is waited for: no step is the red button
    owes: str = ""  # the field with the day by which what comes next is due
    owed: str = ""  # what that is called above the timeline
    void: bool = False  # its numbers stay taken and count as void


@dataclass(frozen=True)
class Subject:
    """One thing a step can be about: a unit that has the case, an opinion that is out, a promise that is open."""

    values: Mapping[str, str]  # what choosing it fills in, by field
    words: Mapping[str, str]  # how each of these is called
    shown: str = ""  # the unit, where rows of a batch are told apart by it
    who: str = ""  # what else tells rows of one record apart: the proposer asked, the promise
    due_on: str = ""
    likely: bool = True  # a batch offers those that are not only where there is no other


@dataclass(frozen=True, kw_only=True)
class About:
    """What a step is about: the things there are to choose from; possibility, dialog and rows of a batch follow."""

    fields: tuple[str, ...]  # that say which one is meant
    subjects: Callable[[Any], Sequence[Subject]]
    reads: tuple[str, ...] = ()  # children the subjects are made from
    implied: tuple[str, ...] = ()  # fields that need not be asked once it is clear which one is meant
    who: str = ""  # heading of what tells rows of one record apart in a batch
    needed: bool = True  # where there are several, one must be named
    always: bool = False  # asked for even where it can only be one
    bars: bool = True  # without any, the step cannot be taken
    splits: bool = True  # a batch has a row for each


@dataclass(frozen=True, kw_only=True)
class Offer:
    """How a step is offered: its group in menus, and how likely it is among the steps possible now."""

    group: str = ""
    rank: int = 99  # among those that are no red button; the lowest stand as buttons
    sooner: Mapping[str, int] = field(default_factory=dict[str, int])  # state → rank there
    main: bool = False  # a likely next step: the red button, if the state stands first among its sources
    first_in: tuple[str, ...] = ()  # states in which it is the red button before any other
    rare: bool = False  # never a button of its own
    rare_in: tuple[str, ...] = ()  # states in which it is not one either: a fact that is told late
    remarked: bool = False  # what is worth looking at in the record is said in its dialog
    paper: bool = False  # it comes in on paper written by others: a batch proposes `Workflow.on_paper`
    column_group: str = ""  # its columns in a sheet that others fill in; empty: it stands in none
    labels: Mapping[str, str] = field(default_factory=dict[str, str])  # field → what it is called in this step


@dataclass(frozen=True)
class Beginning:
    """What a proposal for the fields of a step is made from."""

    record: Row
    rules: Rules
    day: str


Past = Callable[[Any, "Move"], tuple[str, object]]  # what a step builds on: its label and its day


@dataclass(frozen=True, kw_only=True)
class Move:
    """One permitted step: a decision (`target`, or a state that is reckoned) or a fact.

    `asks` are the fields the person fills in; those named in `sets` go to the record itself, all of them go
    to a new record of the kind `records` unless the move has an effect of its own. An empty `target` is
    reckoned from what was recorded. `guard` gives the reason why the step is refused, or None; `effect` does what
    the step does to the case, and may refuse too. Functions of a case get the noun's own class of it (`Workflow.case`).
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str = ""
    permission: str | Grant
    records: Entity | None = None
    asks: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    fixed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    dates: str = ""  # the field of the record that is set to the day of the step
    about: About | None = None
    possible: Callable[[Any], bool] = lambda _case: True
    guard: Callable[[Situation], Refusal | None] | None = None
    effect: Callable[[Any, Move], None] | None = None
    after: tuple[Past, ...] = ()  # it is not dated before these
    proposed: Callable[[Beginning], Row] = lambda _beginning: {}
    fills: tuple[str, ...] = ()  # of what is proposed: taken where nothing was entered
    items: Callable[[Row], Sequence[Field]] = lambda _record: ()  # further fields, one for each part of the record
    issues: str = ""  # the number it gives out
    echoed: bool = False  # cases that go along hear of it
    county_only: bool = False
    handed_over: bool = False  # of a record that was handed to the county, the county's alone
    tells: tuple[str, ...] = ()  # fields whose words stand in the timeline
    stage: str = ""  # the stage of review it is
    exceptions: tuple[str, ...] = ()  # of what it asks: reasons for doing it all the same, asked once it was refused
    after_closing: bool = False  # changes nothing that was decided: allowed in a closed period
    retracts: bool = False  # its newest taking can be taken back with a reason
    tone: str = ""  # of its line in the timeline; empty: that of the state it led to
    offer: Offer = Offer()


@dataclass(frozen=True, kw_only=True)
class Handover:
    """How a record of a place comes to be in the county's hands: by a tick.

    The place then changes none of these fields, the tick among them, and takes no move that is `handed_over`.
    """

    field: str
    fields: tuple[str, ...] = ()

    def keeps(self, record: Row) -> tuple[str, ...]:
        """The fields of this record that the county alone changes."""
        return (self.field, *self.fields) if record.get(self.field) else ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Workflow:
    """States and moves of one entity, and the milestones of its track."""

    entity: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    steps: str  # entity that keeps every move that was made
    milestones: tuple[tuple[str, str], ...] = ()  # (step, label)
    # fields moves ask for, besides what they record
    asked: Mapping[str, Field] = field(default_factory=dict[str, Field])
    case: type[Case] = Case
    along: str = ""  # field by which a case goes along with another one
    call: Callable[[Row], str] = lambda row: str(row.get("title") or "")  # how people call a case
    proposers: tuple[str, ...] = ()  # fields that say who put it forward; the first one filled in counts
    handlers: tuple[str, ...] = ()  # fields that say who handles it
    numbers: tuple[Numbering, ...] = ()
    corrections: Mapping[str, Correction] = field(default_factory=dict[str, Correction])  # by kind of record
    # field → what to do where it cannot be corrected
    instead: Mapping[str, str] = field(default_factory=dict[str, str])
    events: Mapping[str, str] = field(default_factory=dict[str, str])  # steps that are no moves, and their labels
    on_paper: str = ""  # the tick that says a step was recorded from paper: 代录
    taken_over: str = ""  # the one of them by which a record came from a file with its past
    handover: Handover | None = None  # of records of places
    # (state, milestone): whenever that state is entered, the track begins anew there
    restarts: tuple[str, str] = ("", "")
    # states other than the first that a new record may begin in, and whether this one does, by what was entered and today
    starts: Mapping[str, Callable[[Row, str], bool]] = field(default_factory=dict[str, Callable[[Row, str], bool]])

    def begin(self, entered: Row, today: str) -> str:
        """The state a new record begins in."""
        return next((state for state, fits in self.starts.items() if fits(entered, today)), self.states[0].name)

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {each.name: each for each in self.states}

    def state(self, name: str) -> State:
        """The state of that name; an unknown one (from a newer program) is shown by its name."""
        return self._states.get(name) or State(name=name, label=name, tone="none")

    @cached_property
    def _rows(self) -> Mapping[str, list[Move]]:
        found: dict[str, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.name, []).append(move)
        return found

    def rows_of(self, name: str) -> Sequence[Move]:
        """The rows of the table a step of that name can have been; none for one of no table (an event, a newer program)."""
        return self._rows.get(name, ())

    def steps_of(self, wanted: Move, steps: Iterable[Row]) -> list[Row]:
        """Those of the recorded steps that can have been this row of the table."""
        return [step for step in steps if any(each is wanted for each in self.rows_of(str(step["move"])))]

    @cached_property
    def choices(self) -> Mapping[str, Sequence[Move]]:
        """Steps as people choose among them: rows they cannot tell apart are one, such as 办结 from two states.

        A key is the name with the stage of review; rows that are called otherwise have the state they start in with it.
        """
        found: dict[tuple[str, str, str], list[Move]] = {}
        for move in self.moves:
            found.setdefault((move.name, move.stage, move.label), []).append(move)
        keyed: dict[str, list[Move]] = {}
        for (name, stage, _), rows in found.items():
            key = "/".join(part for part in (name, stage) if part)
            keyed[f"{key}/{rows[0].sources[0]}" if key in keyed else key] = rows
        return keyed

    def is_countys(self, move: Move, record: Row) -> bool:
        """Whether the county alone takes the step with this record."""
        handed = move.handed_over and self.handover is not None and bool(record.get(self.handover.field))
        return move.county_only or handed

    def moves_from(self, state: str) -> list[Move]:
        return [move for move in self.moves if state in move.sources]

    def find(self, name: str, state: str) -> Move:
        """The move of that name that starts in that state; Refusal says why there is none."""
        same_name = self.rows_of(name)
        if not same_name:
            known = dict.fromkeys(f"{move.name}（{move.label}）" for move in self.moves)
            raise Refusal(f"没有“{name}”这个步骤。", options=tuple(known))
        for move in same_name:
            if state in move.sources:
                return move
        possible = "、".join(dict.fromkeys(move.label for move in self.moves_from(state))) or "没有下一步"
        raise Refusal(self.say_why_not(same_name, state), todo=f"现在可以：{possible}。")

    def say_why_not(self, moves: Sequence[Move], state: str) -> str:
        """Why none of these rows of the table can be taken in a state: it is past, of another way, or to come."""
        here, label = self.state(state), name_deed(moves[0].label)
        order = {each.name: place for place, each in enumerate(self.states)}
        sources = list(dict.fromkeys(source for move in moves for source in move.sources))
        if here.settled and here.tone == "none":  # it ended before the end
            return f"现在是“{here.label}”，不能{label}。"
        if order.get(state, -1) > max(order[each] for each in sources):
            return f"现在是“{here.label}”，已经过了“{moves[0].label}”这一步。"
        said = "、".join(self.state(each).label for each in sources[:3])
        said += f" 等 {len(sources)} 种状态" if len(sources) > 3 else ""
        return f"现在是“{here.label}”，还不能{label}：要先到“{said}”。"

    @cached_property
    def settled(self) -> tuple[str, ...]:
        """States of what is done with."""
        return tuple(each.name for each in self.states if each.settled)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups steps are offered in, in the order of the table."""
        return tuple(dict.fromkeys(each.offer.group for each in self.moves))

    @cached_property
    def read_for_choosing(self) -> tuple[str, ...]:
        """Children that say what steps can be about."""
        found = (kind for each in self.moves if each.about for kind in each.about.reads)
        return tuple(dict.fromkeys(found))

    @cached_property
    def correctable(self) -> Mapping[str, Correction]:
        """What may be put right, by kind of record: what the noun says of it, and what the move that makes it demands."""
        found: dict[str, Correction] = {}
        for move in self.moves:
            if move.records and move.records.name not in found:
                plain = Correction(entity=move.records, permission=move.permission)
                about = self.corrections.get(move.records.name, plain)
                found[move.records.name] = replace(about, needed=(*move.required, *about.needed))
        return {**self.corrections, **found}

    def label_step(self, name: str, source: str) -> str:
        """How a step that was recorded is called: as it is in the state it started in, else as such."""
        rows = self.rows_of(name)
        here = next((move.label for move in reversed(rows) if source in move.sources), "")
        return here or (rows[-1].label if rows else {**EVENTS, **self.events}.get(name, name))

    def tone_step(self, name: str, target: str) -> str:
        """The tone of a step that was recorded: its own, else that of the state it led to."""
        return next((move.tone for move in self.rows_of(name) if move.tone), "") or self.state(target).tone

    def takes_over(self, name: str) -> bool:
        """Whether a step of that name says that the record came from a file with its past."""
        return bool(name) and name == self.taken_over

    def check(self, move: Move, situation: Situation, fields: Mapping[str, Field]) -> None:
        """Raise Refusal when required fields are missing or the guard of the move objects."""
        missing = [name for name in move.required if situation.entered.get(name) in (None, "", [])]
        if missing:
            words = "、".join(move.offer.labels.get(name, fields[name].label) for name in missing)
            raise Refusal(f"还不能{name_deed(move.label)}：没有填{words}。", missing=missing, todo="填好再试一次。")
        refusal = move.guard(situation) if move.guard else None
        if refusal:
            raise refusal

    def named(self, stages: Mapping[str, str]) -> Workflow:
        """The same life with the office's names for the stages of review."""
        moves = (replace(each, label=stages.get(each.stage, each.label)) if each.stage else each for each in self.moves)
        states = (
            replace(each, label=f"待{stages[each.awaits]}") if each.awaits in stages else each for each in self.states
        )
        return replace(self, moves=tuple(moves), states=tuple(states))


def name_deed(label: str) -> str:
    """A step behind 还不能: 立案; one that is called by what is not done, as what is recorded: 登记“不予立案”."""
    return f"登记“{label}”" if label.startswith("不") else label


# Steps that are no moves of any table: how a case hears of another one, and what was put right. A life may call them otherwise.
ECHO, JOINED, PARTED, CORRECTED, RETRACTED = "echo", "merge_in", "merge_out", "correct", "take_back"
EVENTS: Mapping[str, str] = {ECHO: "一并办理", JOINED: "并入", PARTED: "分出", CORRECTED: "更正", RETRACTED: "撤回"}


def take(case: Case, move: Move) -> None:
    """Do what the move does to the case; Refusal leaves the case as it was only if it is thrown away."""
    refuse_too_early(case, move)
    case.record |= {name: case.entered(name) for name in move.sets if case.entered(name) is not None}
    if move.dates:
        case.record[move.dates] = case.day
    if move.effect:
        move.effect(case, move)
    elif move.records:
        record_entered(case, move)


def record_entered(case: Case, move: Move, **more: Value) -> str:
    """What was entered as a new record of the kind the move records; returns its id."""
    entity = move.records
    assert entity, f"{move.name} records nothing"
    values = {name: value for name, value in case.situation.entered.items() if name in entity.by_name}
    fixed = {name: value for name, value in move.fixed.items() if name in entity.by_name}
    owner: dict[str, Value] = {entity.owner: case.id}
    if not entity.by_name[entity.owner].target:  # it may belong to records of any kind, and says of which
        owner["of"] = case.situation.kind
    case.detail = case.add(entity.name, {**owner, **values, **fixed, **more})
    return case.detail


def refuse_too_early(case: Case, move: Move) -> None:
    """Refusal if the step is dated before what it builds on. Days nobody told (old registers) stand in no way."""
    for label, before in (find(case, move) for find in move.after):
        if before and case.day < str(before):
            raise Refusal(f"“{move.label}”的日期 {case.day} 在{label} {before} 之前。", missing=("date",),
                          todo=f"改一下日期；{label}记错了的，先更正它。")  # fmt: skip
