"""What the rules of the office are, were and will be, and who said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, select

from cppcc_desktop.domain.office.office import SETTING, Actor
from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.services.office.office import Office, tell_time
from cppcc_desktop.services.office.settings import Rule, list_rules

Standing = Literal["now", "later", "past", "cancelled"]


@dataclass(frozen=True)
class DatedSetting:
    """One value of a rule; the one that ships has no `record`, `since`, `who` and `at`."""

    record: str
    since: str
    value: str
    words: str
    who: str  # who set or cancelled it
    at: str  # 2026-06-05 16:20
    standing: Standing
    reason: str = ""  # why it was cancelled


@dataclass(frozen=True)
class RuleShown:
    """A rule with all its values, newest first."""

    rule: Rule
    dated: tuple[DatedSetting, ...]

    @property
    def now(self) -> DatedSetting:
        """The value in force today."""
        return next(each for each in self.dated if each.standing == "now")

    @property
    def later(self) -> DatedSetting | None:
        """The next value, if one is set for a day to come."""
        return next((each for each in reversed(self.dated) if each.standing == "later"), None)


def list_settings(office: Office, actor: Actor) -> list[RuleShown]:
    """Every rule with its history; who and when come from the journal."""
    actor.require("record.read")
    table = office.schema.records[SETTING.name]
    with office.read() as connection:
        whole = select(table).where(table.c.since.is_not(None), table.c.value.is_not(None))
        rows = connection.execute(whole.order_by(table.c.since.desc(), table.c.id.desc())).all()
        operations = office.journal(connection).operations_of([row.id for row in rows])
    today = office.today().isoformat()
    return [
        RuleShown(rule, tell_values(rule, [r for r in rows if r.name == rule.name], operations, today))
        for rule in list_rules()
    ]


def tell_values(
    rule: Rule, rows: Sequence[Row[Any]], operations: Mapping[str, Sequence[Operation]], today: str
) -> tuple[DatedSetting, ...]:
    """The values of one rule, newest first, the shipped one last; exactly one of them is in force."""
    found: list[DatedSetting] = []
    in_force = False
    for row in rows:
        standing: Standing = "past"
        if row.deleted is not None:
            standing = "cancelled"
        elif row.since > today:
            standing = "later"
        elif not in_force:
            standing, in_force = "now", True
        who, at = last_hand(operations.get(row.id, ()))
        words = rule.words(row.value)
        found.append(DatedSetting(row.id, row.since, row.value, words, who, at, standing, row.deleted or ""))
    shipped = DatedSetting("", "", rule.default, rule.words(rule.default), "", "", "past" if in_force else "now")
    return (*found, shipped)


def last_hand(operations: Sequence[Operation]) -> tuple[str, str]:
    """Who set the value last, and when (2026-06-05 16:20)."""
    if not operations:
        return "", ""
    last = operations[-1]
    return last.actor.partition("/")[2], tell_time(last.wall)
