"""Taking back what was saved together: a new group of operations that restores what stood before (sync.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, func, select

from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import CODE_ENTRY, Actor
from cppcc_desktop.journal.operations import DELETED, Operation
from cppcc_desktop.journal.state import find_heads, resolve
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.records import write_permission
from cppcc_desktop.services.records.titles import read_titles
from cppcc_desktop.services.records.usage import find_users
from db.chunks import chunked

NAMED = 5  # records a refusal names
BIN = "回收站"


@dataclass(frozen=True)
class Group:
    """All operations one save made: the incarnation and the seq of the first of them."""

    replica: bytes
    first: int


@dataclass(frozen=True)
class Left:
    """A record that cannot be taken back as it was: the fields changed since, or who uses it by now."""

    kind: str
    record: str
    title: str
    why: str

    def __str__(self) -> str:
        return f"{self.title}（{self.why}）"


@dataclass(frozen=True)
class Undone:
    """What an undo did; entries of code lists are not counted. `group` is the undo itself, which can be undone too."""

    binned: int = 0
    unbinned: int = 0
    changed: int = 0
    fields: int = 0
    left: tuple[Left, ...] = ()
    group: Group | None = None


class LaterChanges(Refusal):
    """Not all of it can be taken back; `left` says which records and why. `partly=True` does the rest."""

    def __init__(self, left: Sequence[Left]) -> None:
        named = "、".join(str(each) for each in left[:NAMED]) + ("等" if len(left) > NAMED else "")
        super().__init__(
            f"有 {len(left)} 条后来又改过或者已经在用，这次没有撤回：{named}。",
            todo="可以只撤回其余的；这几条打开记录自己改。",
        )
        self.left = tuple(left)


def group_of(operations: Sequence[Operation]) -> Group | None:
    """The group these operations were saved as, None if there are none."""
    return Group(operations[0].replica, operations[0].first) if operations else None


def last_group(office: Office, actor: Actor, kind: str, record: str) -> Group | None:
    """The newest save that touched the record or its part of a term; None if it was made elsewhere."""
    actor.require("record.read")
    with office.read() as connection:
        newest = newest_operation(office, connection, kind, record)
    return group_of([newest]) if newest and newest.office == office.name else None


def newest_operation(office: Office, connection: Connection, kind: str, record: str) -> Operation | None:
    both, module = [record], office.module_of(kind)
    if module and module.companion:  # those of other terms and in the bin too: an undo may have put one there
        cards = office.schema.records[module.companion.name]
        both += connection.scalars(select(cards.c.id).where(cards.c[module.companion.owner] == record))
    table = office.schema.operation
    query = select(table.c.number).where(table.c.record.in_(both)).order_by(table.c.number.desc()).limit(1)
    number = connection.scalar(query)
    found = office.journal(connection).select(table.c.number == number)
    return next(iter(found), None) if number is not None else None


def undo_save(office: Office, actor: Actor, kind: str, record: str) -> Undone:
    """Take back the newest save of one record; a Refusal if it came from elsewhere or held other records too."""
    group = last_group(office, actor, kind, record)
    if group is None:
        raise Refusal("最近一次改动不是在这里做的，不能撤销。", todo="要改回去，直接改这条记录。")
    with office.read() as connection:
        others = count_others(office, connection, group, record)
    if others:
        raise Refusal(f"那次一起保存的还有 {others} 条，不能只撤销这一条。", todo="要改回去，直接改这条记录。")
    return undo_group(office, actor, group)


def count_others(office: Office, connection: Connection, group: Group, record: str) -> int:
    """Records of a group that neither are this one nor belong to it."""
    past = Past(office, connection, group)
    return sum(each != record and past.owner_of(each) not in (record, *past.own) for each in past.touched)


def undo_group(office: Office, actor: Actor, group: Group, *, partly: bool = False, reason: str = "撤回") -> Undone:
    """Take back a whole save in one transaction: new records go to the bin, fields get their former values.

    LaterChanges if a field was changed since or a new record is used by now, and nothing is changed; with
    `partly` the rest is taken back and what was left is told. Steps of a case are refused either way.
    """
    with office.write(actor, "record.write") as writing:
        past = Past(office, writing.connection, group)
        if not past.operations:
            raise Refusal("没有找到那一次保存。", todo="刷新再看。")
        for kind in past.kinds:
            actor.require(write_permission(office.entity(kind)))
        refuse_moves(office, past)
        plans = make_plans(past, reason)
        left = find_left(past, plans)
        if left and not partly:
            raise LaterChanges(left)
        for plan in plans.values():
            writing.set(plan.entity, plan.record, plan.values, scope=plan.scope)
        if left and not writing.changes:
            raise LaterChanges(left)
    return tell(past, plans.values(), left, writing)


def tell(past: Past, plans: Iterable[Plan], left: Sequence[Left], writing: Writing) -> Undone:
    done = [plan for plan in plans if plan.values and plan.entity.name != CODE_ENTRY.name]
    cases = taken_over(past)
    if cases:  # what else the file named or tells of a case goes with it, nobody counts it
        done = [plan for plan in done if plan.entity.name in cases]
    return Undone(
        binned=sum(plan.values.get(DELETED) is not None for plan in done),
        unbinned=sum(DELETED in plan.values and plan.values[DELETED] is None for plan in done),
        changed=len({past.owner_of(plan.record) or plan.record for plan in done if plan.former}),
        fields=sum(len(plan.former) for plan in done),
        left=tuple(left),
        group=group_of(writing.operations),
    )


class Past:
    """A group of operations, and all that ever happened to the records it touched."""

    def __init__(self, office: Office, connection: Connection, group: Group) -> None:
        self.office, self.connection = office, connection
        self.operations = read_group(office, connection, group)
        self.ids = {each.id for each in self.operations}
        self.touched = list(dict.fromkeys(each.record for each in self.operations))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kinds in the group, each with one of its records."""
        return {each.kind: each.record for each in self.operations}

    @cached_property
    def histories(self) -> dict[str, list[Operation]]:
        return self.office.journal(self.connection).operations_of(self.touched)

    @cached_property
    def known(self) -> dict[bytes, Operation]:
        return {each.id: each for history in self.histories.values() for each in history}

    @cached_property
    def own(self) -> dict[str, list[Operation]]:
        """The group's operations by record."""
        found: dict[str, list[Operation]] = {}
        for each in self.operations:
            found.setdefault(each.record, []).append(each)
        return found

    @cached_property
    def scopes(self) -> dict[str, str]:
        """Scope of every record, as it is projected now."""
        found: dict[str, str] = {}
        for kind in self.kinds:
            table = self.office.schema.records[kind]
            ids = [record for record in self.touched if self.own[record][0].kind == kind]
            for chunk in chunked(ids):
                query = select(table.c.id, table.c.scope).where(table.c.id.in_(chunk))
                found.update(self.connection.execute(query).all())
        return found

    def began(self, record: str) -> bool:
        """Whether the record was made in this group."""
        return self.histories[record][0].id in self.ids

    def owner_of(self, record: str) -> str:
        """The record this one belongs to; "" if it stands for itself."""
        entity = self.office.entity(self.own[record][0].kind)
        if not entity.owner:
            return ""
        named = [each.fields[entity.owner] for each in self.histories[record] if entity.owner in each.fields]
        return str(named[-1]) if named else ""

    def later(self, record: str) -> list[Operation]:
        """What came to the record after the group."""
        history = self.histories[record]
        last = max(place for place, each in enumerate(history) if each.id in self.ids)
        return [each for each in history[last + 1 :] if each.id not in self.ids]


def read_group(office: Office, connection: Connection, group: Group) -> list[Operation]:
    """The operations of a group, in the order they were made."""
    table, replica = office.schema.operation, office.schema.replica
    number = connection.scalar(select(replica.c.number).where(replica.c.key == group.replica))
    found = office.journal(connection).select(
        table.c.scope.in_(every_scope(table)), table.c.replica == number,
        table.c.seq >= group.first, table.c.first == group.first,
    )  # fmt: skip
    return sorted(found, key=lambda each: each.seq)


def every_scope(table: Table) -> Any:
    """The scopes operations have, as SQL: from one to the next along the index, which begins with the scope."""
    known = select(func.min(table.c.scope).label("scope")).cte("known", recursive=True)
    following = select(func.min(table.c.scope)).where(table.c.scope > known.c.scope).scalar_subquery()
    known = known.union_all(select(following).where(known.c.scope.is_not(None)))
    return select(known.c.scope).where(known.c.scope.is_not(None))


def refuse_moves(office: Office, past: Past) -> None:
    """A step of a case is recorded for good: what follows is the next step, not an undo. Taking over from a file is none."""
    if taken_over(past):
        return
    steps = steps_of(office)
    for each in past.operations:
        specs = office.entity(each.kind).by_name
        joins = {name for name, value in each.fields.items() if name == SAME_AS and value is not None}
        fixed = [name for name in each.fields if name in specs and not specs[name].editable and name not in joins]
        if each.kind in steps or (fixed and not past.began(each.record)):
            module = office.module_of(each.kind)
            what = "办理步骤" if each.kind in steps or (module and module.workflow) else specs[fixed[0]].label
            raise Refusal(f"{what}不能这样撤销。", todo="办错了的，办下一步改正。" if what == "办理步骤" else "")
        if any(name not in specs and name != DELETED for name in each.fields):
            raise Refusal("那次保存里有新版本程序的内容，不能撤销。", todo="先升级本程序。")


def steps_of(office: Office) -> set[str]:
    """Kinds that keep the steps of a case."""
    return {module.workflow.steps for module in office.modules.values() if module.workflow}


def taken_over(past: Past) -> set[str]:
    """Kinds of which the group took records over from a file: each of them has a step that says so."""
    flows = [module.workflow for module in past.office.modules.values() if module.workflow]
    return {
        flow.entity for flow in flows for each in past.operations
        if each.kind == flow.steps and flow.takes_over(str(each.fields.get("move")))
    }  # fmt: skip


@dataclass
class Plan:
    """What one record of the group gets back; `why` says what stands against it."""

    record: str
    entity: Entity
    scope: str
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    why: list[str] = field(default_factory=list[str])

    @property
    def former(self) -> list[str]:
        return [name for name in self.values if name != DELETED]

    @property
    def bins(self) -> bool:
        return self.values.get(DELETED) is not None


def make_plans(past: Past, reason: str) -> dict[str, Plan]:
    """One plan for each record. Parts of a new record lie in the bin with it, as when it is deleted by hand."""
    plans: dict[str, Plan] = {}
    for record in past.touched:
        plan = Plan(record, past.office.entity(past.own[record][0].kind), past.scopes[record])
        if past.began(record):
            owner = past.owner_of(record)
            if owner not in past.own or not past.began(owner):
                plan.values[DELETED] = reason
            plan.why += words_of(plan.entity, past.later(record))
        else:
            restore_fields(past, plan)
        plans[record] = plan
    return plans


def restore_fields(past: Past, plan: Plan) -> None:
    """Former values of a record that was there before; fields that were set again since are left."""
    heads = find_heads(past.histories[plan.record])
    for name in dict.fromkeys(name for each in past.own[plan.record] for name in each.fields):
        before = values_before(past, plan.record, name)
        label = label_of(plan.entity, name)
        if any(each.id not in past.ids for each in heads[name]):
            plan.why.append(label)
        elif len(before) > 1:
            plan.why.append(f"{label}原来待核对")
        elif name == DELETED and before != [None] and past.later(plan.record):
            plan.why += words_of(plan.entity, past.later(plan.record))
        else:
            plan.values[name] = before[0]


def values_before(past: Past, record: str, name: str) -> list[Value]:
    """What stood before the group: one value, or several where places disagreed."""
    seen = {each for own in past.own[record] for each in own.sees.get(name, ())} - past.ids
    setters = [past.known[each] for each in seen if each in past.known and name in past.known[each].fields]
    different: list[Value] = []
    for each in setters:
        if each.fields[name] not in different:
            different.append(each.fields[name])
    return different or [value_untold(past, record, name)]


def value_untold(past: Past, record: str, name: str) -> Value:
    """What a field was that nothing had set before the group: empty, or what another field said of it."""
    entity = past.office.entity(past.own[record][0].kind)
    if name not in entity.fallbacks:
        return None
    history = past.histories[record]
    before = history[: min(place for place, each in enumerate(history) if each.id in past.ids)]
    return resolve(before, entity).values.get(name) if before else None


def words_of(entity: Entity, operations: Sequence[Operation]) -> list[str]:
    return list(dict.fromkeys(label_of(entity, name) for each in operations for name in each.fields))


def label_of(entity: Entity, name: str) -> str:
    return BIN if name == DELETED else entity.by_name[name].label if name in entity.by_name else name


def find_left(past: Past, plans: Mapping[str, Plan]) -> list[Left]:
    """Records that stay as they are, in whole or in part; their plans are emptied of what must not be done."""
    for plan in plans.values():
        if plan.why and past.began(plan.record):
            keep(past, plans, plan, "")
    while users := find_blocked(past, plans):
        for record, words in users.items():
            keep(past, plans, plans[record], f"{words}在用")
    blamed = [plan for plan in plans.values() if plan.why]
    titles = {kind: read_titles(past.office, past.connection, kind, [p.record for p in blamed if p.entity.name == kind])
              for kind in {plan.entity.name for plan in blamed}}  # fmt: skip
    return [
        Left(plan.entity.name, plan.record, titles[plan.entity.name].get(plan.record, ""), "、".join(plan.why[:3]))
        for plan in blamed
    ]


def find_blocked(past: Past, plans: Mapping[str, Plan]) -> dict[str, str]:
    """Records on their way to the bin that others refer to. Parts of a record that was there before go with it."""
    aside = [record for record, plan in plans.items() if not stays(past, plans, plan)]
    users: dict[str, str] = {}
    for fresh in (True, False):
        going = {r: plan.entity for r, plan in plans.items() if plan.bins and past.began(r) == fresh}
        users |= find_users(past.office, past.connection, going, aside=aside, parts=fresh)
    return users


def stays(past: Past, plans: Mapping[str, Plan], plan: Plan) -> bool:
    """Whether what the record says now will still stand afterwards."""
    if not past.began(plan.record):
        return bool(plan.why)
    owner = plans.get(past.owner_of(plan.record))
    return not plan.bins and not (owner is not None and owner.bins)


def keep(past: Past, plans: Mapping[str, Plan], plan: Plan, why: str) -> None:
    """Leave a new record where it is, and with a part of it the whole."""
    plan.values.pop(DELETED, None)
    if why and why not in plan.why:
        plan.why.append(why)
    owner = plans.get(past.owner_of(plan.record))
    if owner is not None and past.began(owner.record) and (owner.bins or not owner.why):
        keep(past, plans, owner, "、".join(plan.why[:2]))
