"""示例县 is made of samples: each noun invents its own records, year by year."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cppcc_desktop.domain.description.fields import Entity, Row, Value
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Writing


@dataclass(frozen=True)
class Sample:
    """What a noun gives to 示例县: `make` adds one year's records.

    All samples draw from one stream of chances, so the order they run in decides what the same seed gives. It also
    says what is there already: a sample refers to records of those with a lower `order`.
    """

    order: int
    make: Callable[[SampleYear], None]


@dataclass
class SampleYear:
    """One year of 示例县 while it is being made."""

    writing: Writing
    dice: random.Random
    words: dict[str, Any]  # resources/demo.json
    codes: CodeLists
    plenary: Plenary
    year: int
    anchor: date  # the day its records lie around: today, or so many years before
    today: date
    lasting: dict[str, list[str]]  # kind → records that were made once for all years
    salt: int = 0  # of its ids
    made: dict[str, dict[str, Row]] = field(default_factory=dict[str, dict[str, Row]])  # kind → id → values, this year

    def pick(self, name: str) -> str:
        """One of the words of that name."""
        return self.dice.choice(self.words[name])

    def code(self, name: str) -> str:
        """One code of a list."""
        return self.dice.choice(self.codes.entries(name)).code

    @property
    def newest(self) -> bool:
        """Whether it is the year of today."""
        return self.anchor == self.today

    def workday(self, days: int) -> date:
        """The day so many days after the anchor, or the Monday behind it."""
        day = self.anchor + timedelta(days=days)
        return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day

    def invent_phone(self) -> str:
        """A number nobody has: it begins as none of the county's do."""
        return f"199{self.dice.randrange(10**8):08d}"

    def new_id(self) -> str:
        """An id that is the same for the same seed, and drawn by no other part of the year."""
        return f"{self.dice.getrandbits(128) ^ self.salt:032x}"

    def apart(self, name: str) -> SampleYear:
        """The same year with chances of its own: whoever draws from it leaves other samples as they are.

        `name`, at most eight letters, keeps its ids from being those that others draw from the same numbers.
        """
        dice = random.Random()
        dice.setstate(self.dice.getstate())
        return replace(self, dice=dice, salt=int.from_bytes(name.encode()) << 64)

    def invent_name(self) -> str:
        """A person's name."""
        given = self.words["given"]
        return self.dice.choice(self.words["surnames"]) + "".join(
            self.dice.choice(given) for _ in range(self.dice.choice((1, 2, 2, 2)))
        )

    def new(self, entity: Entity, values: dict[str, Value], *, scope: str = "", record: str = "") -> str:
        """Write a record; returns its id."""
        record = record or self.new_id()
        self.made.setdefault(entity.name, {})[record] = values
        return self.writing.new(entity, values, record=record, scope=scope)

    def list_made(self, kind: str) -> list[str]:
        """Ids of this year's records of a kind, in the order they were made."""
        return list(self.made.get(kind, {}))
