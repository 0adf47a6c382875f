"""When the steps of a case were entered, by whom, and which of them came after a later one: 补记."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.services.office.office import Office, tell_time


@dataclass(frozen=True)
class LateEntry:
    """A fact that was entered when a later one stood there already."""

    on: str  # the day of its entry
    by: str
    days: int  # after the fact


@dataclass(frozen=True)
class Entries:
    """What was saved together is one group; late: the steps and the records they made."""

    groups: Mapping[str, tuple[str, int]]  # record → group
    late: Mapping[tuple[str, int], LateEntry]

    def find(self, record: str) -> LateEntry | None:
        group = self.groups.get(record)
        return self.late.get(group) if group else None


def read_entries(
    office: Office, connection: Connection, flow: Workflow, steps: Sequence[Row], records: Collection[str]
) -> Entries:
    """Of the steps of one case and of what they recorded. Corrections and the like are no facts of their own."""
    facts = {str(row["id"]): str(row["date"]) for row in steps if row["date"] and flow.rows_of(str(row["move"]))}
    first = {
        record: operations[0]
        for record, operations in office.journal(connection).operations_of([*facts, *records]).items() if operations
    }  # fmt: skip
    groups = {record: (operation.replica.hex(), operation.first) for record, operation in first.items()}
    late: dict[tuple[str, int], LateEntry] = {}
    for step, day in facts.items():
        own = first.get(step)
        if own is None or not any(
            other_day > day and other in first and is_before(first[other], own) for other, other_day in facts.items()
        ):
            continue
        entered = tell_time(own.wall)[:10]
        late[groups[step]] = LateEntry(entered, own.actor.partition("/")[2], count_days(day, entered))
    return Entries(groups, late)


def is_before(one: Operation, other: Operation) -> bool:
    """Whether it was saved before the other; by their clocks where they come from two computers."""
    return one.first < other.first if one.replica == other.replica else one.wall < other.wall


def count_days(day: str, entered: str) -> int:
    """From the fact to its entry; none where the clock of that computer was wrong."""
    try:
        return max(0, (date.fromisoformat(entered) - date.fromisoformat(day)).days)
    except ValueError:
        return 0
