"""Who is away when: what one noun knows of people's leave, asked by another that counts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.titles import stands_for

MIDNIGHT, END_OF_DAY = "00:00", "24:00"


@dataclass(frozen=True)
class Away:
    """A person is away on a day: the whole of it, or from one time to another. `why` stands behind their name: 全会请假."""

    person: str
    day: str
    why: str
    begins: str = MIDNIGHT
    ends: str = END_OF_DAY

    def meets(self, day: str, starts: str, ends: str) -> bool:
        """Whether it reaches into what is from one time to another on a day; without times into the day at all."""
        begin = starts or MIDNIGHT
        end = ends or begin if starts else ends or END_OF_DAY
        return day == self.day and (self.begins <= begin < self.ends or begin <= self.begins < end)


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A part: people of a kind who are away from one day to another, both counted, for what is settled only."""

    kind: str
    read: Callable[[Office, Connection, str, str], Sequence[Away]]


def read_away(
    office: Office, connection: Connection, kind: str, persons: Iterable[str], first: str, last: str
) -> Mapping[str, Sequence[Away]]:
    """Of each of these records of a kind when it is away, also where that is known of one it was joined with."""
    table = office.schema.records[kind]
    rows = connection.execute(select(table.c.id, stands_for(table)).where(table.c.id.in_({*persons})))
    asked = {str(record): str(other) for record, other in rows}
    known = [
        each
        for part in office.parts(Absence)
        if part.kind == kind
        for each in part.read(office, connection, first, last)
    ]
    away = {each.person for each in known} - asked.keys()
    rows = connection.execute(select(table.c.id, stands_for(table)).where(table.c.id.in_(away)))
    stands = asked | {str(record): str(other) for record, other in rows}
    return {
        person: [each for each in known if stands.get(each.person) == other] for person, other in asked.items()
    }  # fmt: skip
