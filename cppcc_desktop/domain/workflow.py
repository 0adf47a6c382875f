"""Workflow as a table of moves: from, to, who, guard, what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.fields import Field, Row, Value


@dataclass(frozen=True, kw_only=True)
class State:
    """One state of a record, as people see it."""

    name: str
    label: str
    tone: str  # none wait go ok bad: the tint of its chip
    step: str = ""  # the milestone of the track it belongs to


@dataclass(frozen=True)
class Situation:
    """What a guard may look at: the record, its children by entity, what was entered, and the day."""

    record: Row
    children: Mapping[str, Sequence[Row]]
    entered: Row
    today: date


@dataclass(frozen=True, kw_only=True)
class Move:
    """One permitted step.

    `asks` are the fields the person fills in; those named in `sets` go to the record itself, all of them go
    to a new record of the entity `records`. `guard` gives the reason why the step is refused, or None.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    records: str = ""
    asks: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    fixed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    guard: Callable[[Situation], Refusal | None] | None = None
    issues: str = ""  # the number it gives out: intake_no or docket_no
    county_only: bool = False
    main: bool = False  # the most likely next step: the red button
    tells: tuple[str, ...] = ()  # fields whose words stand in the timeline


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """States and moves of one entity, and the milestones of its track."""

    entity: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    milestones: tuple[tuple[str, str], ...]  # (step, label)
    steps: str  # entity that keeps every move that was made

    def state(self, name: str) -> State:
        """The state of that name; an unknown one (from a newer program) is shown by its name."""
        for each in self.states:
            if each.name == name:
                return each
        return State(name=name, label=name, tone="none")

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
        sources = "、".join(dict.fromkeys(self.state(s).label for move in same_name for s in move.sources))
        possible = "、".join(dict.fromkeys(move.label for move in self.moves_from(state))) or "没有下一步"
        raise Refusal(
            f"现在是“{here}”，还不能{same_name[0].label}：要先到“{sources}”。", todo=f"现在可以：{possible}。"
        )

    def check(self, move: Move, situation: Situation, fields: Mapping[str, Field]) -> None:
        """Raise Refusal when required fields are missing or the guard of the move objects."""
        missing = [name for name in move.required if situation.entered.get(name) in (None, "", [])]
        if missing:
            words = "、".join(fields[name].label for name in missing)
            raise Refusal(f"还不能{move.label}：没有填{words}。", missing=missing, todo="填好再试一次。")
        refusal = move.guard(situation) if move.guard else None
        if refusal:
            raise refusal
