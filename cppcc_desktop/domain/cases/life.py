"""Workflow as a table of moves: from, to, who, guard, what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from cppcc_desktop.domain.description.fields import Field, Row, Value
from cppcc_desktop.domain.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class State:
    """One state of a record, as people see it."""

    name: str
    label: str
    tone: str  # none wait go ok bad: the tint of its chip
    step: str = ""  # the milestone of the track it belongs to
    awaits: str = ""  # the stage of review that comes next: its name is the office's


@dataclass(frozen=True)
class Situation:
    """What a guard may look at.

    The record, its children by entity, what was entered and the day; the rules in force, the traits of codes
    ((list, code) → words), and how referred records are called.
    """

    record: Row
    children: Mapping[str, Sequence[Row]]
    entered: Row
    today: date
    rules: Mapping[str, str] = field(default_factory=dict[str, str])
    traits: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict[tuple[str, str], frozenset[str]])
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    others: Mapping[str, Row] = field(default_factory=dict[str, Row])  # records named in what was entered, by id
    stages: Mapping[str, str] = field(default_factory=dict[str, str])  # the office's names for the stages of review
    merged: Sequence[Row] = ()  # cases that were merged into this one
    count_days: Callable[[date, date], int] = lambda first, last: (last - first).days  # working days between
    due_of: Callable[[str, bool], tuple[str, str]] = lambda _role, _hard: ("", "")  # due date by rule, and the rule

    def rule(self, name: str) -> bool:
        """Whether a switch is on; one that was not handed in is."""
        return self.rules.get(name, "1") == "1"

    def has_trait(self, codes: str, code: Value, trait: str) -> bool:
        """Whether rules may take this code for one of that kind: contact_method 01 is face_to_face."""
        return trait in self.traits.get((codes, str(code)), frozenset())

    def title(self, record: Value) -> str:
        return self.titles.get(str(record), "") or "（名称待到）"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One permitted step.

    `asks` are the fields the person fills in; those named in `sets` go to the record itself, all of them go
    to a new record of the entity `records` unless the move has an effect of its own. An empty `target` is
    reckoned from what was recorded. `guard` gives the reason why the step is refused, or None.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str = ""
    permission: str
    records: str = ""
    asks: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    fixed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    guard: Callable[[Situation], Refusal | None] | None = None
    issues: str = ""  # the number it gives out: intake_no or docket_no
    county_only: bool = False
    main: bool = False  # a likely next step: the red button, if the state stands first among its sources
    tells: tuple[str, ...] = ()  # fields whose words stand in the timeline
    unit_states: tuple[str, ...] = ()  # it is taken by one unit whose assignment stands so
    unit_roles: tuple[str, ...] = ()  # and has one of these roles; empty: any
    stage: str = ""  # the stage of review it is
    rare: bool = False  # never offered as a button of its own


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """States and moves of one entity, and the milestones of its track."""

    entity: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    milestones: tuple[tuple[str, str], ...]  # (step, label)
    steps: str  # entity that keeps every move that was made

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {each.name: each for each in self.states}

    def state(self, name: str) -> State:
        """The state of that name; an unknown one (from a newer program) is shown by its name."""
        return self._states.get(name) or State(name=name, label=name, tone="none")

    def moves_from(self, state: str) -> list[Move]:
        return [move for move in self.moves if state in move.sources]

    def find(self, name: str, state: str) -> Move:
        """The move of that name that starts in that state; Refusal says why there is none."""
        same_name = [move for move in self.moves if move.name == name]
        if not same_name:
            known = "、".join(dict.fromkeys(move.name for move in self.moves))
            raise Refusal(f"没有“{name}”这个步骤。", todo=f"可用的步骤：{known}。")
        for move in same_name:
            if state in move.sources:
                return move
        here = self.state(state).label
        sources = list(dict.fromkeys(self.state(s).label for move in same_name for s in move.sources))
        said = "、".join(sources[:3]) + ("等" if len(sources) > 3 else "")
        possible = "、".join(dict.fromkeys(move.label for move in self.moves_from(state))) or "没有下一步"
        raise Refusal(f"现在是“{here}”，还不能{same_name[0].label}：要先到“{said}”。", todo=f"现在可以：{possible}。")

    def check(self, move: Move, situation: Situation, fields: Mapping[str, Field]) -> None:
        """Raise Refusal when required fields are missing or the guard of the move objects."""
        missing = [name for name in move.required if situation.entered.get(name) in (None, "", [])]
        if missing:
            words = "、".join(fields[name].label for name in missing)
            raise Refusal(f"还不能{move.label}：没有填{words}。", missing=missing, todo="填好再试一次。")
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
