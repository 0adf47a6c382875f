"""撤回 of the newest decision of a case, with a reason: what its group set goes back, an issued number stays."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from cppcc_desktop.domain.cases.case import CaseChange
from cppcc_desktop.domain.cases.life import RETRACTED, Move, Workflow
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.cases.acting import Acting, Outcome, make_outcome, read_case
from cppcc_desktop.services.cases.lives import find_life, name_stages
from cppcc_desktop.services.cases.steps import refuse_bin_and_station
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.office.sealing import is_sealed, refuse_sealed
from cppcc_desktop.services.records.records import Record, read_children, read_record
from cppcc_desktop.services.records.undo import Past, Plan, group_of, values_before


@dataclass(frozen=True)
class Decision:
    """The newest decision of a case: what was decided, when, and the step that says so."""

    move: Move
    date: str
    step: str
    source: str


def find_decision(office: Office, actor: Actor, record: Record) -> Decision | None:
    """The newest decision of a case, if it is one that can be taken back and this person may."""
    if record.deleted is not None:
        return None
    with office.read() as connection:
        found = read_decision(office, connection, record)
        sealed = found is not None and is_sealed(office, connection, record.kind, record.values, found.move)
        whole = found is not None and began_with_it(office, connection, record.id, found)
    if found is None or sealed or whole or not found.move.retracts or not actor.may(found.move.permission):
        return None
    return found


def began_with_it(office: Office, connection: Connection, record: str, found: Decision) -> bool:
    """Whether the decision was written in one go with the case itself, as from a table: nothing stood before it."""
    histories = office.journal(connection).operations_of([found.step, record])
    group, first = group_of(histories.get(found.step, [])), histories.get(record, [])[:1]
    return group is not None and group_of(first) == group


def read_decision(office: Office, connection: Connection, record: Record) -> Decision | None:
    """The newest step that led to another state and was not taken back; None if there is none."""
    _, plain = find_life(office, record.kind)
    flow = name_stages(plain, read_codes(office))
    steps = read_children(office, connection, flow.steps, record.id)
    ids = {str(row["id"]) for row in steps}
    back = {str(row["detail"]) for row in steps if row["detail"] in ids}  # only a step that takes another back names it
    for row in reversed(steps):
        gone = str(row["id"]) in back or row["detail"] in ids
        if row["source"] and row["target"] != row["source"] and not gone:
            return Decision(find_taken(flow, row), str(row["date"]), str(row["id"]), str(row["source"]))
    return None


def find_taken(flow: Workflow, row: Row) -> Move:
    """The move a step of the timeline was; one no table knows (from a register, a newer program) takes nothing back."""
    name = str(row["move"])
    try:
        return flow.find(name, str(row["source"]))
    except Refusal:
        return Move(name=name, label=flow.label_step(name, ""), sources=(), permission="record.read")


def take_back(office: Office, actor: Actor, kind: str, record: str, reason: str) -> Outcome:
    """Take the newest decision back. Refusal and InvalidField say in Chinese why not, and change nothing.

    Records it made go to the bin, fields it set get their former values where nobody changed them since; numbers it
    gave out stay with the case.
    """
    with office.write(actor, "record.read") as writing:
        connection = writing.connection
        module, _ = find_life(office, kind)
        now = read_record(office, connection, kind, record)
        found = read_decision(office, connection, now)
        if found is None:
            raise Refusal("还没有可以撤回的决定。", todo="看看办理经过。")
        if not found.move.retracts:
            raise Refusal(
                f"最近一步是“{found.move.label}”（{found.date}），它不能撤回。",
                todo="记错了的用“改正”，要往回走的办下一步。",
            )
        actor.require(found.move.permission)
        refuse_bin_and_station(office, module, now, found.move)
        refuse_sealed(office, connection, kind, now.values, found.move)
        if not reason.strip():
            raise InvalidField("reason", "写明为什么撤回。")
        if began_with_it(office, connection, now.id, found):
            raise Refusal(
                f"“{found.move.label}”（{found.date}）是和这条记录一起写进来的，撤回就什么都不剩了。",
                todo="记错了的用“改正”；整条不要的，放入回收站，或撤回那次导入。",
            )
        plans = plan_return(office, writing, now, found)
        acting = Acting(writing)
        case = read_case(acting, module, now, {"date": office.today().isoformat()})
        for plan in plans:
            if plan.record == now.id:
                case.record |= plan.values
            else:
                case.changes.append(CaseChange(plan.entity.name, plan.record, plan.values, new=False))
        case.detail = found.step
        words = f"撤回“{found.move.label}”（{found.date}），理由：{' '.join(reason.split())}"
        event = Move(name=RETRACTED, label="撤回", sources=(), permission="", echoed=found.move.echoed)
        acting.write(module, now, case, event, words)
        return make_outcome(module, now, case)


def plan_return(office: Office, writing: Writing, now: Record, found: Decision) -> list[Plan]:
    """What the case and its records get back of the group in which the decision was made."""
    module, flow = find_life(office, now.kind)
    (history,) = writing.journal.operations_of([found.step]).values()
    group = group_of(history)
    assert group  # the step is a record: it has operations
    past = Past(office, writing.connection, group)
    kept = {each.name for each in flow.numbers}
    kinds = {each.name for each in module.children if each.name != flow.steps}
    plans: list[Plan] = []
    for record in past.touched:
        kind = past.own[record][0].kind
        if record != now.id and not (kind in kinds and past.owner_of(record) == now.id):
            continue
        plan = Plan(record, office.entity(kind), past.scopes[record])
        if record != now.id and past.began(record):
            plan.values[DELETED] = "撤回"
        else:
            plan.values = find_former(office, writing, past, kind, record)
        plan.values = {name: value for name, value in plan.values.items() if name not in kept}
        plans.append(plan)
    return plans


def find_former(office: Office, writing: Writing, past: Past, kind: str, record: str) -> dict[str, Value]:
    """What the group's fields of a record were before it; those that say something else by now are left out."""
    now = read_record(office, writing.connection, kind, record).values
    made = {name: value for each in past.own[record] for name, value in each.fields.items()}
    former = {name: values_before(past, record, name) for name, value in made.items() if now.get(name) == value}
    return {name: values[0] for name, values in former.items() if len(values) == 1}
