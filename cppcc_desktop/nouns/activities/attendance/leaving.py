"""Leave as it is asked for at the desk: who approves follows from the rules, and asking too late is said."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.activities.attendance.meeting import Desk, read_desk
from cppcc_desktop.nouns.activities.counting import APPROVED, REFUSED, Leave
from cppcc_desktop.nouns.activities.records import LEAVE
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import add_rows


def ask_leave(office: Office, actor: Actor, activity: str, entered: Mapping[str, object]) -> str:
    """A leave with its approver where none was named; what is said of it: 胡家骏请假 2 天，等主席批准。"""
    desk = read_desk(office, actor, activity)
    wanted = Leave("", *(str(entered.get(name) or "") for name in (
        "participant", "decision", "kind", "reason", "approver", "from_session", "to_session", "asked_on",
    )))  # fmt: skip
    refuse_backward(desk, wanted)
    days = desk.meeting.days_of(wanted)
    approver = wanted.approver or desk.rule.find_approver(days)
    decided = wanted.decision in (APPROVED, REFUSED)
    if decided and not entered.get("decided_on"):
        entered = {**entered, "decided_on": office.today().isoformat()}
    add_rows(office, actor, LEAVE.name, activity, [{**entered, "approver": approver}])
    name = next((each.name for each in desk.meeting.people if each.line == wanted.line), "")
    words = {APPROVED: f"{approver}已批", REFUSED: f"{approver}没批"}.get(wanted.decision, f"等{approver}批准")
    return f"{name}请假 {float(days):g} 天，{words}。" + desk.rule.find_lateness(
        wanted.asked_on, find_begin(desk, wanted)
    )


def refuse_backward(desk: Desk, leave: Leave) -> None:
    """InvalidField for a leave that ends before it begins."""
    order = desk.meeting.order
    if leave.first in order and leave.last in order and order.index(leave.first) > order.index(leave.last):
        raise InvalidField("to_session", "到哪一场在从哪一场的前面。")


def find_begin(desk: Desk, leave: Leave) -> str:
    """The day of the first half-day it covers."""
    covered = (each for each in desk.meeting.sessions if leave.covers(each.key, desk.meeting.order))
    return next((each.day for each in covered if each.day), "")
