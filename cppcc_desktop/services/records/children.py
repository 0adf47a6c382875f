"""Rows that belong to a record and that people write themselves: one by one, pasted, or picked (architecture.md §2).

Each verb is one transaction: all rows it names are written, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import uuid_utils
from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.amounts import plain_amount, tell_amount
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Row, Scope, Value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.office.sealing import refuse_sealed_record
from cppcc_desktop.services.records.attachments import NO_FILES, FileCount, count_files
from cppcc_desktop.services.records.belonging import belongs_to_place
from cppcc_desktop.services.records.former import card_on
from cppcc_desktop.services.records.guards import CHANGE, DISCARD, ask_guards
from cppcc_desktop.services.records.records import (
    Query,
    Record,
    check_required,
    drop_same,
    find_field,
    find_telling,
    list_records,
    load_row,
    normalise_value,
    read_children,
    read_record,
    refuse_emptied,
    refuse_stale,
    write_permission,
)
from cppcc_desktop.services.records.titles import stands_for, word_rows
from cppcc_desktop.services.records.undo import Group, group_of
from db.chunks import chunked

Beside = Mapping[str, Sequence[tuple[str, str]]]  # field → the rows it may refer to: id, and what each is called
OLDER = "older:"  # before the id of a row in which an earlier program named what has a row of its own now


@dataclass(frozen=True)
class ChildRow:
    """One row as a person reads it.

    `picked`: the record that stands for the one it was picked for, "" without one; `beside`: what that says of itself;
    `again`: an earlier row stands for the same record; `files`: those of the row itself, where its kind has any.
    """

    id: str
    values: Row
    words: Mapping[str, str]
    picked: str = ""
    beside: str = ""
    again: bool = False
    files: FileCount = NO_FILES


@dataclass(frozen=True)
class ChildSum:
    """What a column adds up to: 出席 4; 金额 1200. `unknown`: rows that say nothing in it."""

    label: str
    number: int | float
    words: str = ""  # of an amount; else the number itself
    unknown: bool = False

    @property
    def shown(self) -> str:
        return self.words or str(self.number)


@dataclass(frozen=True)
class MadeRows:
    """Rows by a rule as they are stored, and what is said of them: who was passed over and why."""

    rows: Sequence[Mapping[str, Value]]
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class RowMaker:
    """A part: rows of a child that a rule of the noun makes by itself, such as a month's duty.

    `words` says what the button reads on a day (排 7 月); `make` gives the rows from the record they belong to, and raises
    Refusal where there is nothing to go by.
    """

    child: str
    words: Callable[[date], str]
    make: Callable[[Office, Connection, Row, date], MadeRows]


@dataclass(frozen=True, kw_only=True)
class RowFollower:
    """A part: what else is written when new rows of a child are, in the same transaction: owner, rows."""

    child: str
    follow: Callable[[Writing, Record, Sequence[Row]], None]


@dataclass(frozen=True)
class Children:
    """The rows of one child of a record; `fixed` says why they cannot be changed, "" if they can.

    `beside`: what fields that refer to another child of the same record can be.
    """

    entity: Entity
    rows: tuple[ChildRow, ...]
    sums: tuple[ChildSum, ...]
    fixed: str = ""
    beside: Beside = field(default_factory=dict[str, "Sequence[tuple[str, str]]"])

    @property
    def count(self) -> int:
        """How many there are; who was picked twice counts once."""
        return sum(not row.again for row in self.rows)


@dataclass(frozen=True)
class Saved:
    """What a verb wrote: its rows, and the save that undo_group takes back; None if nothing changed. `remark`: what is
    said of rows that a rule made."""

    rows: tuple[str, ...]
    group: Group | None
    remark: str = ""


def list_made(module: Module) -> list[Entity]:
    """The children of a noun whose rows people write themselves."""
    return [each for each in module.children if each.made.by_hand]


def find_child(office: Office, kind: str) -> Entity:
    """The child of that name; OfficeError lists those whose rows people write."""
    known = [entity for module in office.modules.values() for entity in module.children]
    found = next((each for each in known if each.name == kind), None)
    if found is None:
        names = [f"{each.name}（{each.label}）" for each in known if each.made.by_hand]
        raise OfficeError(f"没有“{kind}”这一类。", todo="" if names else "这里的记录都没有附属的行。", options=names)
    return found


# reading


def list_rows(office: Office, actor: Actor, kind: str, owner: str) -> Children:
    """Everything the tab of a child shows."""
    actor.require("record.read")
    entity = office.entity(kind)
    with office.read() as connection:
        rows = read_children(office, connection, kind, owner)
        record = read_record(office, connection, target_of(entity), owner)
        fixed = why_fixed(office, actor, connection, entity, record)
        rows += list_older(office, connection, entity, owner, rows)
        standing = read_standing(office, connection, entity, entity.picks, rows)
        files = count_files(office, connection, [str(row["id"]) for row in rows]) if entity.photos else {}
    if entity.day:
        rows.sort(key=lambda row: (str(row[entity.day] or "9999"), str(row["id"])))
    beside = tell_picked(office, actor, entity, standing.values())
    seen: set[str] = set()
    told: list[ChildRow] = []
    named = list_beside(office, actor, entity, owner)
    called = {name: dict(each) for name, each in named.items()}
    for row, plain in zip(rows, word_rows(office, entity.fields, rows), strict=True):
        words = {**plain, **{name: each.get(str(row[name]), plain[name]) for name, each in called.items()}}
        picked = standing.get(str(row.get(entity.picks)), "")
        written = " · ".join(words[name] for name, _ in entity.fills if name != entity.named and words[name])
        key = str(row["id"])
        shown = written or beside.get(picked, "")
        told.append(ChildRow(key, row, words, picked, shown, picked in seen, files.get(key, NO_FILES)))
        seen |= {picked} - {""}
    counted = [row.values for row in told if not row.again]
    return Children(entity, tuple(told), tuple(add_up(entity, read_codes(office), counted)), fixed, named)


def list_beside(office: Office, actor: Actor, entity: Entity, owner: str) -> dict[str, list[tuple[str, str]]]:
    """Field people type → the rows of another child of the same record that it may refer to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for spec, child in refer_beside(office, entity):
        found[spec.name] = call_rows(child, list_rows(office, actor, child.name, owner).rows)
    return found


def refer_beside(office: Office, entity: Entity) -> list[tuple[Field, Entity]]:
    """The fields people type that refer to another child of the same record, and that child."""
    children = {
        each.name: each for module in office.modules.values() if entity in module.children for each in module.children
    }
    return [(spec, children[spec.target]) for spec in entity.typed if spec.target in children]


def list_rows_of(office: Office, entity: Entity, owners: Sequence[str]) -> list[Row]:
    """The rows of several records, in the order of these."""
    table, found = office.schema.records[entity.name], dict[str, list[Row]]()
    with office.read() as connection:
        for chunk in chunked(list(owners)):
            query = (
                select(table).where(table.c[entity.owner].in_(chunk), table.c.deleted.is_(None)).order_by(table.c.id)
            )
            for row in connection.execute(query).mappings():
                found.setdefault(str(row[entity.owner]), []).append(load_row(entity.fields, row))
    return [row for owner in owners for row in found.get(owner, [])]


def target_of(entity: Entity) -> str:
    """The kind of record a child belongs to."""
    return entity.by_name[entity.owner].target


def read_standing(
    office: Office, connection: Connection, entity: Entity, name: str, rows: Sequence[Row]
) -> dict[str, str]:
    """Record that field refers to → the one that stands for it: itself, or the one it was joined to."""
    if not name:
        return {}
    table = office.schema.records[entity.by_name[name].target]
    wanted = sorted({str(row[name]) for row in rows if row.get(name)})
    found = {each: each for each in wanted}  # one that has not arrived yet stands for itself
    for chunk in chunked(wanted):
        found.update(connection.execute(select(table.c.id, stands_for(table)).where(table.c.id.in_(chunk))).all())
    return found


def find_picked(office: Office, entity: Entity) -> tuple[Module | None, list[Field]]:
    """The list a child is picked from, and which of its fields tell its records apart."""
    module = office.module_of(entity.by_name[entity.picks].target) if entity.picks else None
    return module, find_telling(module) if module else []


def tell_picked(office: Office, actor: Actor, entity: Entity, records: Iterable[str]) -> dict[str, str]:
    """What stands behind the name of a picked record: 界别 · 单位及职务."""
    module, fields = find_picked(office, entity)
    ids = tuple(dict.fromkeys(records))
    if module is None or not ids:
        return {}
    rows = list_records(office, actor, module, Query(Is("id", ids)), 0, -1).rows
    return {
        str(row["id"]): " · ".join(told[spec.name] for spec in fields if told[spec.name])
        for row, told in zip(rows, word_rows(office, fields, rows), strict=True)
    }


def add_up(entity: Entity, codes: CodeLists, rows: Sequence[Row]) -> list[ChildSum]:
    """The sums an entity declares; what is empty is said and not taken for zero."""
    found: list[ChildSum] = []
    for spec in (entity.by_name[name] for name in entity.sums):
        values = [row[spec.name] for row in rows if row.get(spec.name) is not None]
        if spec.codes:
            order = [each.code for each in codes.entries(spec.codes)]
            order += sorted({str(each) for each in values} - set(order))  # those that are no longer on offer
            found += [ChildSum(codes.label(spec.codes, code), values.count(code)) for code in order if code in values]
        elif values:
            found.append(ChildSum(spec.label, *add_values(spec, values)))
        if rows and len(values) < len(rows):
            found.append(ChildSum(f"没有填{spec.label}", len(rows) - len(values), unknown=True))
    return found


def add_values(spec: Field, values: Sequence[Value]) -> tuple[int | float, str]:
    """The sum of a column of numbers, and its words."""
    if not spec.kind.places:
        total = sum(each for each in values if isinstance(each, int))
        return total, str(total)
    exact = plain_amount(sum((Decimal(str(each)) for each in values), Decimal()))
    return float(exact), tell_amount(exact, money=spec.kind is Kind.MONEY)


# rows of earlier programs, which named in a sheet itself what has its own row now


def list_older(
    office: Office, connection: Connection, entity: Entity, owner: str, rows: Sequence[Row]
) -> list[dict[str, Value]]:
    """What rows of this child would be, had earlier programs had them; their ids name the rows that speak of them.

    Nothing is stored for them before somebody writes here: see settle_older.
    """
    found: list[dict[str, Value]] = []
    for sheet in sheets_with_older(office, entity):
        named = read_unsettled(office, connection, sheet, owner)
        held = set(read_standing(office, connection, entity, entity.picks, rows).values())
        standing = read_standing(office, connection, sheet, sheet.older, named)
        for row in named:
            record = standing[str(row[sheet.older])]
            if record not in held:
                held.add(record)
                empty: dict[str, Value] = dict.fromkeys(entity.by_name)
                found.append(
                    {**empty, entity.owner: owner, entity.picks: row[sheet.older], "id": f"{OLDER}{row['id']}"}
                )
    return found


def sheets_with_older(office: Office, entity: Entity) -> list[Entity]:
    """The sheets whose lines are rows of this child, where earlier programs wrote them without."""
    children = [each for module in office.modules.values() if entity in module.children for each in module.children]
    return [each for each in children if each.older and each.by_name[each.over[0]].target == entity.name]


def read_unsettled(office: Office, connection: Connection, sheet: Entity, owner: str) -> list[Row]:
    """Rows of a sheet as earlier programs wrote them."""
    rows = read_children(office, connection, sheet.name, owner)
    return [row for row in rows if not row.get(sheet.over[0]) and row.get(sheet.older)]


def settle_older(office: Office, actor: Actor, entity: Entity, owner: str) -> None:
    """Give what earlier programs named rows of their own, each with an id that any office would give it."""
    for sheet in sheets_with_older(office, entity):
        with office.read() as connection:
            rows = read_children(office, connection, entity.name, owner)
            there = read_standing(office, connection, entity, entity.picks, rows)
            known = {there[str(row[entity.picks])]: str(row["id"]) for row in rows if row.get(entity.picks)}
            named = read_unsettled(office, connection, sheet, owner)
            standing = read_standing(office, connection, sheet, sheet.older, named)
        if not named:
            continue
        with office.write(actor, write_permission(entity)) as writing:
            scope = scope_of(office, entity, open_owner(writing, entity, owner))
            for row in named:
                record = standing[str(row[sheet.older])]
                if record not in known:
                    values: dict[str, Value] = {entity.owner: owner, entity.picks: row[sheet.older]}
                    known[record] = writing.new(entity, values, scope=scope, record=settled_id(entity, str(row["id"])))
                writing.set(sheet, str(row["id"]), {sheet.over[0]: known[record]}, scope=str(row["scope"]))


def settle_rows(office: Office, actor: Actor, entity: Entity, rows: Sequence[str]) -> list[str]:
    """The same rows by the ids they have once those of earlier programs are settled."""
    for row in (each.removeprefix(OLDER) for each in rows if each.startswith(OLDER)):
        for sheet in sheets_with_older(office, entity):
            with office.read() as connection:
                owner = str(read_record(office, connection, sheet.name, row).values[sheet.owner])
            settle_older(office, actor, entity, owner)
    return [settled_id(entity, each.removeprefix(OLDER)) if each.startswith(OLDER) else each for each in rows]


def settled_id(entity: Entity, row: str) -> str:
    return uuid_utils.uuid5(uuid_utils.NAMESPACE_OID, f"{entity.name}/{row}").hex


# what stands against writing


def why_fixed(office: Office, actor: Actor, connection: Connection, entity: Entity, owner: Record) -> str:
    """Why nobody can write these rows now; "" if they can be written."""
    if not actor.may(write_permission(entity)):
        return "你的角色是查阅，不能改资料。"
    try:
        refuse_fixed(office, connection, entity, owner)
    except Refusal as error:
        return f"{error.what}{error.todo}"
    return ""


def refuse_fixed(office: Office, connection: Connection, entity: Entity, owner: Record) -> None:
    """Refusal if rows of this child are not written by hand, or not of this record."""
    if not entity.made.by_hand:
        raise Refusal(f"{entity.label}由办理步骤记下，不能在这里改。", todo="记错了的，在“办理”里改正。")
    if owner.deleted is not None:
        raise Refusal("这条记录在回收站里，不能修改。", todo="先从回收站取回。")
    refuse_sealed_record(office, connection, entity.name, {entity.owner: owner.id})
    if office.kind != COUNTY and scope_of(office, entity, owner) != office.own_scope:
        label = office.entity(owner.kind).label
        raise Refusal(f"这条{label}是县里的，{office.place_label}不能改。", todo="请县政协改好，随下一个文件送来。")


def scope_of(office: Office, entity: Entity, owner: Record) -> str:
    """To whom a row travels: as its owner does, and what belongs to a place with that place."""
    return scope_for(office, entity, owner.id, owner.scope)


def scope_for(office: Office, entity: Entity, owner: str, scope: str) -> str:
    """The same by the id and the scope of the owner."""
    if entity.scope is not Scope.OWN:
        return entity.scope.value
    return f"town:{owner}" if belongs_to_place(office, entity) else scope


def open_owner(writing: Writing, entity: Entity, owner: str) -> Record:
    """The record rows belong to; Refusal where they cannot be written."""
    record = read_record(writing.office, writing.connection, target_of(entity), owner)
    refuse_fixed(writing.office, writing.connection, entity, record)
    ask_guards(writing.office, writing.connection, record.kind, owner, CHANGE)
    return record


def open_row(writing: Writing, entity: Entity, row: str, deed: str) -> Record:
    """A row that is about to be changed or removed."""
    now = read_record(writing.office, writing.connection, entity.name, row)
    if now.deleted is not None:
        raise Refusal("这一行已经删去了。", todo="刷新再看。")
    open_owner(writing, entity, str(now.values[entity.owner]))
    ask_guards(writing.office, writing.connection, entity.name, row, deed)
    return now


# what is written


def add_rows(office: Office, actor: Actor, kind: str, owner: str, rows: Sequence[Mapping[str, object]]) -> Saved:
    """New rows from what a person typed. Refusal and InvalidField name the row, and nothing is written."""
    entity = find_child(office, kind)
    if entity.made is Made.SHEET:
        raise Refusal(f"{entity.label}一项一行，不能另添。", todo="填在那一项里。")
    found = list(read_rows(office, actor, kind, owner, rows))
    for number, each in enumerate(found, start=1):
        if isinstance(each, OfficeError):
            raise name_row(each, number if len(rows) > 1 else 0)
    return write_rows(office, actor, entity, owner, [each for each in found if isinstance(each, dict)])


def pick(
    office: Office, actor: Actor, kind: str, owner: str, records: Sequence[object], raw: Mapping[str, object]
) -> Saved:
    """A row for each of these records, all with the same values; those that have one already are left as they are."""
    entity = find_child(office, kind)
    if entity.made is not Made.PICKED:
        raise Refusal(f"{entity.label}不是从名单里选的。", todo="一条一条添加。")
    rows = list(read_rows(office, actor, kind, owner, [{entity.picks: each, **raw} for each in records], known=False))
    for each in rows:
        if isinstance(each, OfficeError):
            raise each
    with office.read() as connection:
        held = read_picked(office, connection, entity, owner)
    fresh: dict[str, dict[str, Value]] = {}
    for values in (each for each in rows if isinstance(each, dict)):
        record = standing_for(office, entity, values)
        if record not in held:
            fresh.setdefault(record, values)
    return write_rows(office, actor, entity, owner, list(fresh.values()))


def write_rows(office: Office, actor: Actor, entity: Entity, owner: str, rows: Sequence[Mapping[str, Value]]) -> Saved:
    settle_older(office, actor, entity, owner)
    with office.write(actor, write_permission(entity)) as writing:
        record = open_owner(writing, entity, owner)
        scope = scope_of(office, entity, record)
        made = tuple(writing.new(entity, {entity.owner: owner, **values}, scope=scope) for values in rows)
        for each in office.parts(RowFollower):
            if each.child == entity.name:
                each.follow(writing, record, rows)
    return Saved(made, group_of(writing.operations))


def find_maker(office: Office, kind: str) -> RowMaker | None:
    """What makes rows of this child by itself, if its noun says so."""
    return next((each for each in office.parts(RowMaker) if each.child == kind), None)


def make_rows(office: Office, actor: Actor, kind: str, owner: str) -> Saved:
    """The rows a rule makes now. Refusal says why there are none."""
    entity, maker = find_child(office, kind), find_maker(office, kind)
    if maker is None:
        raise Refusal(f"{entity.label}没有可以照着排的规则。", todo="一条一条登记。")
    with office.read() as connection:
        record = read_record(office, connection, target_of(entity), owner)
        made = maker.make(office, connection, {**record.values, "id": owner}, office.today())
    return replace(write_rows(office, actor, entity, owner, made.rows), remark=made.remark)


def check_rows(
    office: Office, actor: Actor, kind: str, owner: str, rows: Sequence[Mapping[str, object]]
) -> list[OfficeError | None]:
    """What stands against each row, if anything; nothing is written."""
    actor.require(write_permission(office.entity(kind)))
    return [each if isinstance(each, OfficeError) else None for each in read_rows(office, actor, kind, owner, rows)]


def read_rows(
    office: Office, actor: Actor, kind: str, owner: str, rows: Sequence[Mapping[str, object]], *, known: bool = True
) -> Iterable[dict[str, Value] | OfficeError]:
    """Each row in stored form, or why it cannot be taken; with `known` also because it is there already."""
    entity, codes = office.entity(kind), read_codes(office)
    held, beside = set[str](), list_beside(office, actor, entity, owner)
    if known:
        with office.read() as connection:
            held |= read_picked(office, connection, entity, owner)
    for raw in rows:
        try:
            values = fill_in(office, entity, owner, read_values(office, codes, entity, raw, beside))
            check_required(office, entity, {entity.owner: owner, **values})
            if known:
                refuse_known(office, entity, values, held)
        except OfficeError as error:
            yield error
        else:
            yield values


def read_values(
    office: Office, codes: CodeLists, entity: Entity, raw: Mapping[str, object], beside: Beside | None = None
) -> dict[str, Value]:
    """What was typed for a row; InvalidField names the field and the right form."""
    allowed = {each.name: each for each in entity.fields if each in entity.typed or each.name == entity.picks}
    values: dict[str, Value] = {}
    for name, given in raw.items():
        spec = find_field(allowed, name)
        if beside and spec.name in beside:
            values[spec.name] = find_beside(spec, beside[spec.name], str(given or ""))
            continue
        value = values[spec.name] = normalise_value(office, codes, spec, given)
        if spec.kind is Kind.DATE and spec.past and value and str(value) > office.today().isoformat():
            raise InvalidField(spec.name, f"{spec.label} {value} 还没有到。")
    return values


def find_beside(spec: Field, rows: Sequence[tuple[str, str]], word: str) -> str | None:
    """The row of another child that a word names, by its id or what it is called; InvalidField if there is not just one."""
    wanted = "".join(word.split())
    found = [row for row, name in rows if word == row or wanted == "".join(name.split())]
    if not wanted:
        return None
    if len(found) != 1:
        why = f"叫“{word}”的不止一个，请从列出的里面选。" if found else f"没有“{word}”。"
        raise InvalidField(spec.name, f"{spec.label}：{why}", options=[name for _, name in rows[:20]])
    return found[0]


def fill_in(office: Office, entity: Entity, owner: str, values: dict[str, Value]) -> dict[str, Value]:
    """With what a picked record says of itself, on the day of the owner if that has one; typed values stay.

    Refusal for nobody at all.
    """
    if entity.named and not values.get(entity.picks) and not values.get(entity.named):
        picked, named = entity.by_name[entity.picks].label, entity.by_name[entity.named].label
        raise Refusal(f"还不能保存：没有填{picked}，也没有填{named}。", missing=[entity.picks], todo="填好其中一项。")
    module = office.module_of(entity.by_name[entity.picks].target) if entity.picks else None
    if module is None or not entity.fills or not values.get(entity.picks):
        return values
    with office.read() as connection:
        kind, day = office.entity(target_of(entity)), ""
        if kind.day:
            day = str(read_record(office, connection, kind.name, owner).values.get(kind.day) or "")
        card = card_on(office, connection, module.entity.name, str(values[entity.picks]), "", day)
    words = word_rows(office, [module.by_name[source] for _, source in entity.fills], [card])[0]
    taken = {name: words[source][: entity.by_name[name].limit] or None for name, source in entity.fills}
    return {**taken, **{name: value for name, value in values.items() if value is not None}}


def read_picked(office: Office, connection: Connection, entity: Entity, owner: str) -> set[str]:
    """The records rows of this owner stand for."""
    rows = read_children(office, connection, entity.name, owner) if entity.picks else []
    rows += list_older(office, connection, entity, owner, rows)
    return set(read_standing(office, connection, entity, entity.picks, rows).values())


def standing_for(office: Office, entity: Entity, values: Row) -> str:
    with office.read() as connection:
        standing = read_standing(office, connection, entity, entity.picks, [values])
    return standing.get(str(values.get(entity.picks)), "")


def refuse_known(office: Office, entity: Entity, values: Row, held: set[str]) -> None:
    """InvalidField for a record that has its row, in the list or further up; else it is held from now on."""
    if not entity.picks or not values.get(entity.picks):
        return
    record = standing_for(office, entity, values)
    if record in held:
        raise InvalidField(entity.picks, "已经在名单里。")
    held.add(record)


def name_row(error: OfficeError, number: int) -> OfficeError:
    """The same error with the number of the row it is about; 0 for the only one."""
    if number:
        error.what = f"第 {number} 行：{error.what}"
    return error


def change_row(
    office: Office, actor: Actor, kind: str, row: str, raw: Mapping[str, object], *, seen: Record | None = None
) -> Saved:
    """Save changed fields of a row. StaleRecord if one was changed elsewhere since `seen` was read."""
    return mark(office, actor, kind, [row], raw, seen=seen)


def mark(
    office: Office, actor: Actor, kind: str, rows: Sequence[str], raw: Mapping[str, object], *, seen: Record | None = None
) -> Saved:  # fmt: skip
    """Set the same fields of several rows at one go."""
    entity = find_child(office, kind)
    beside = list_beside(office, actor, entity, owner_of(office, entity, rows[0])) if rows else {}
    values = read_values(office, read_codes(office), entity, refuse_moved(entity, raw), beside)
    for spec in (entity.by_name[name] for name in values):
        if spec.required and values[spec.name] is None:
            raise InvalidField(spec.name, f"{spec.label}不能空着。")
    rows = settle_rows(office, actor, entity, rows)
    with office.write(actor, write_permission(entity)) as writing:
        for row in dict.fromkeys(rows):
            now = open_row(writing, entity, row, CHANGE)
            refuse_stale(now, seen, values, {})
            changed = drop_same(values, now.values)
            refuse_emptied(entity, changed, now.values)
            writing.set(entity, row, changed, scope=now.scope)
    return Saved(changed_in(writing), group_of(writing.operations))


def owner_of(office: Office, entity: Entity, row: str) -> str:
    """The record a row belongs to; "" for one of an earlier program, which refers to nothing beside it."""
    if row.startswith(OLDER) or not refer_beside(office, entity):
        return ""
    with office.read() as connection:
        return str(read_record(office, connection, entity.name, row).values[entity.owner])


def refuse_moved(entity: Entity, raw: Mapping[str, object]) -> Mapping[str, object]:
    """A row stays with its owner and with what it was made for."""
    for spec in (entity.by_name[name] for name in (entity.owner, entity.picks, *entity.over) if name):
        if spec.name in raw or spec.label in raw:
            raise InvalidField(spec.name, f"{spec.label}不能改。删去这一行，另添一行。")
    return raw


def remove_rows(office: Office, actor: Actor, kind: str, rows: Sequence[str], reason: str = "删去") -> Saved:
    """Take rows off, and with them what sheets hold for them; they lie in the bin, and undo_group brings them back."""
    entity = find_child(office, kind)
    rows = settle_rows(office, actor, entity, rows)
    with office.write(actor, write_permission(entity)) as writing:
        for row in dict.fromkeys(rows):
            now = open_row(writing, entity, row, DISCARD)
            writing.set(entity, row, {DELETED: reason}, scope=now.scope)
        for sheet, each, scope in list_over(office, writing.connection, entity, rows):
            writing.set(sheet, each, {DELETED: reason}, scope=scope)
    return Saved(changed_in(writing), group_of(writing.operations))


def list_over(
    office: Office, connection: Connection, entity: Entity, rows: Sequence[str]
) -> list[tuple[Entity, str, str]]:
    """What sheets hold for these rows of another child: entity, id and scope of each; it goes with them."""
    found: list[tuple[Entity, str, str]] = []
    sheets = [each for module in office.modules.values() if entity in module.children for each in module.children]
    for sheet in sheets:
        table = office.schema.records[sheet.name]
        for name in (each for each in sheet.over if sheet.by_name[each].target == entity.name):
            for chunk in chunked(list(rows)):
                query = select(table.c.id, table.c.scope).where(table.c[name].in_(chunk), table.c.deleted.is_(None))
                found += [(sheet, record, scope) for record, scope in connection.execute(query)]
    return found


def changed_in(writing: Writing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.record for each in writing.operations))


def call_row(entity: Entity, row: ChildRow) -> str:
    """What a row is called: by what it was picked for, else by the name somebody typed, else by its title."""
    return row.words.get(entity.picks, "") or row.words.get(entity.named, "") or row.words[entity.title]


def call_rows(entity: Entity, rows: Sequence[ChildRow]) -> list[tuple[str, str]]:
    """Id of each row and what it is called: by its place where it has no name, or one that others have too."""
    names = [call_row(entity, row) for row in rows]
    told: list[tuple[str, str]] = []
    for number, (row, name) in enumerate(zip(rows, names, strict=True), start=1):
        place = f"第 {number} {entity.counter}"
        several = not entity.picks and names.count(name) > 1  # people of one name are told apart by what stands beside
        told.append((row.id, f"{name}（{place}）" if name and several else name or place))
    return told


def marked_field(entity: Entity) -> Field | None:
    """The code that is set for many rows at once: the first that is typed."""
    return next((each for each in entity.typed if each.kind is Kind.CODE), None)
