"""What a new office does first, and which of it is done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.agenda import FirstStep
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.plenaries import read_current, read_rows
from db.tables import in_force

PLENARIES = "plenaries"  # where the step of the platform itself leads
WHY_DATES = "收件登记从哪天到哪天、按期还是逾期，都照会议日期算。"


@dataclass(frozen=True)
class StepState:
    """One step: its words, whether it is done, what its foot says, and where its button leads."""

    title: str
    words: str
    done: bool
    said: str
    button: str
    goal: str  # a module, or the part of the settings with the plenaries
    by_import: bool = False


def read_first_steps(office: Office, connection: Connection) -> list[StepState]:
    """The steps of a county that is new; none at other places, and none once each list has something.

    An office that went to work without the dates of its meetings is not new either.
    """
    parts = sorted(office.parts(FirstStep), key=lambda each: each.order) if office.kind == COUNTY else []
    steps = [tell_step(office, connection, each) for each in parts]
    return [tell_dates(office, connection), *steps] if any(not each.done for each in steps) else []


def tell_step(office: Office, connection: Connection, step: FirstStep) -> StepState:
    module = office.modules[step.module]
    table = office.schema.records[module.entity.name]
    done = bool(connection.scalar(select(exists().where(in_force(table)))))
    said = "已经有了" if done else f"还没有{module.entity.label}"
    return StepState(step.title, step.words, done, said, step.button, step.module, step.by_import)


def tell_dates(office: Office, connection: Connection) -> StepState:
    """The dates of the current plenary."""
    key = read_current(office, connection)
    row = read_rows(office, connection).get(key, {})
    opens, ends, until = (row.get(name) for name in ("opens_on", "ends_on", "intake_until"))
    words = WHY_DATES
    if opens:
        span = short_date(opens) + (f"至{short_date(ends)}" if ends else "")
        last = f"，提案收到 {short_date(until)}" if until else ""
        words = f"{Plenary.parse(key).short} {span}{last}"
    return StepState("会议日期", words, bool(opens), "已填好" if opens else "还没有填", "填会议日期", PLENARIES)
