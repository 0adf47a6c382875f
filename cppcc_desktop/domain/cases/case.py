"""A record with a life, while a step is taken: what changes, and what the whole then amounts to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Row, Value


@dataclass(frozen=True)
class CaseChange:
    """One record to write: a new one if `new`, else fields of the one with this id."""

    kind: str
    id: str
    values: Mapping[str, Value]
    new: bool


def fold(changes: Iterable[CaseChange]) -> list[CaseChange]:
    """One change per record: several in one group would look like two people's."""
    folded: dict[str, CaseChange] = {}
    for each in changes:
        known = folded.get(each.id)
        values = {**known.values, **each.values} if known else each.values
        folded[each.id] = CaseChange(each.kind, each.id, values, known.new if known else each.new)
    return list(folded.values())


@dataclass
class Case:
    """A record and all that was recorded of it; changes are kept in order until they are written.

    A noun whose state follows from its records has a class of its own with `reckon_state` and `reckon_facts`.
    """

    situation: Situation
    make_id: Callable[[], str]
    record: dict[str, Value] = field(init=False)
    children: dict[str, list[dict[str, Value]]] = field(init=False)
    changes: list[CaseChange] = field(default_factory=list[CaseChange])
    told: list[str] = field(default_factory=list[str])  # what the timeline says besides what was entered
    said: dict[str, Value] = field(default_factory=dict[str, Value])  # told as if it had been entered
    warnings: list[str] = field(default_factory=list[str])
    detail: str | None = None  # the record a step refers to
    # of the cases that go along, those that hear of the step; None: as the move says
    hear: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.record = dict(self.situation.record)
        self.children = {kind: [dict(row) for row in rows] for kind, rows in self.situation.children.items()}

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def day(self) -> str:
        """The day the step was taken on, 2026-03-05."""
        return str(self.entered("date"))

    def entered(self, name: str) -> Value:
        """What was entered under this name; None if nothing was."""
        return self.situation.entered.get(name)

    def all(self, kind: str) -> list[dict[str, Value]]:
        return self.children.setdefault(kind, [])

    def add(self, kind: str, values: Mapping[str, Value]) -> str:
        """Begin a record of this kind; returns its id. Empty values are left out."""
        row: dict[str, Value] = {"id": self.make_id(), **{k: v for k, v in values.items() if v is not None}}
        self.all(kind).append(row)
        self.changes.append(CaseChange(kind, str(row["id"]), {k: v for k, v in row.items() if k != "id"}, new=True))
        return str(row["id"])

    def change(self, kind: str, row: dict[str, Value], **values: Value) -> None:
        """Set fields of a record that is there."""
        moved = {name: value for name, value in values.items() if row.get(name) != value}
        if moved:
            row.update(moved)
            self.changes.append(CaseChange(kind, str(row["id"]), moved, new=False))

    def reckon_state(self) -> str:
        """The state after a step that names none: where it stood."""
        return str(self.record["state"])

    def reckon_facts(self) -> Mapping[str, Value]:
        """Fields of the record that follow from what was recorded."""
        return {}

    def settle(self, target: str) -> None:
        """The state after a step, the one it names or the one that is reckoned, and the facts that go with it."""
        self.record["state"] = target or self.reckon_state()
        self.record |= self.reckon_facts()

    def lose(self, other: str) -> None:
        """A case that went along with this one does so no more."""


def order_by_day(row: Row, begun: str = "") -> tuple[str, str]:
    """By the day something happened, until then that of the field `begun`, then in the order it was recorded."""
    return str(row.get("date") or row.get(begun) or ""), str(row["id"])
