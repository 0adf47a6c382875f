"""When a scope of figures ended and which term was in office: past plenaries are not read from today's members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.figures.scopes import FigureScope, list_plenaries
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.sealing import closing_days
from db.tables import in_force


@dataclass(eq=False)
class ScopePeriod:
    """Days of one scope, as far as they are known."""

    office: Office
    connection: Connection
    entity: Entity
    scope: FigureScope

    @cached_property
    def keys(self) -> list[str]:
        """The plenaries, oldest first."""
        return sorted(list_plenaries(self.office, self.entity))

    @cached_property
    def dates(self) -> Mapping[str, str]:
        """Plenary → the day it began by its own record."""
        table = self.office.schema.records[PLENARY.name]
        begun = func.coalesce(table.c.intake_from, table.c.opens_on)
        query = select(table.c.key, begun).where(table.c.deleted.is_(None)).order_by(table.c.id)
        return {str(key): str(day) for key, day in self.connection.execute(query) if day}

    def begins(self, key: str) -> str:
        """The day a plenary began: as recorded, else that of the first record reckoned by it; empty if unknown."""
        if key in self.dates or not self.entity.period or not self.entity.day:
            return self.dates.get(key, "")
        table = self.office.schema.records[self.entity.name]
        query = select(func.min(table.c[self.entity.day])).where(
            in_force(table), table.c[self.entity.period.field] == key
        )
        return str(self.connection.scalar(query) or "")

    @cached_property
    def end(self) -> str:
        """The last day of the scope: when it was sealed, the day before the next began, or today."""
        today = self.office.today().isoformat()
        if self.scope.year:
            return min(today, f"{self.scope.year}-12-31")
        last = self.scope.plenary or max(self.scope.plenaries, default="")
        if not last:
            return today
        sealed = closing_days(self.office, self.connection).get(last, today)
        later = sorted(list_plenaries(self.office, self.entity, after=last))
        following = next((day for key in later if (day := self.begins(key))), "")
        before = (date.fromisoformat(following) - timedelta(days=1)).isoformat() if following else today
        return min(today, sealed, before)

    def term(self) -> str:
        """The term that was in office: that of the plenary, of the last one that began by the end of the year; else empty."""
        if self.scope.term:
            return self.scope.term
        last = self.scope.plenary
        if self.scope.year:
            until = f"{self.scope.year}-12-31"
            last = next((key for key in reversed(self.keys) if "" < self.begins(key) <= until), "")
        return last.partition("-")[0].lstrip("0")
