"""What a new reception begins with: one visitor, today, a call-back, and the days by which both are due."""

from __future__ import annotations

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.nouns.receptions.due import find_call_back_due, find_due
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.nouns.receptions.standing import IMMEDIATE, PASSED
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.starting import Start


def propose(office: Office, connection: Connection, entered: Row) -> Row:
    """A due date only where it was passed on, one of the call-back only where it was answered on the spot."""
    day = str(entered.get("date") or office.today().isoformat())
    call_back = True if entered.get("call_back") is None else entered["call_back"]
    proposed: dict[str, Value] = {"date": day, "heads": 1, "call_back": call_back}
    handling = entered.get("handling")
    if handling not in (IMMEDIATE, PASSED):
        return proposed
    rules = read_rules(office, connection, "", day)
    if handling == PASSED:
        proposed["due_on"] = find_due(rules, day)
    elif call_back:
        proposed["call_back_due_on"] = find_call_back_due(rules, day)
    return proposed


START = Start(kind=RECEPTION.name, propose=propose)
