"""Reading and changing any record: one way for all modules, built on the field descriptions."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, select

from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.conditions import Both, Condition, Is, Like, value_of
from cppcc_desktop.domain.description.fields import (
    LETTERS,
    Entity,
    Field,
    Kind,
    PeriodKind,
    Row,
    Scope,
    Value,
    find_needed,
    parse_value,
)
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal, StaleRecord, raise_all
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.office.office import ACCOUNT, Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.office.sealing import refuse_sealed_record
from cppcc_desktop.services.records.belonging import belongs_to_place, refuse_handed, refuse_move
from cppcc_desktop.services.records.conditions import fill_condition
from cppcc_desktop.services.records.former import ask_list, keep_former, load_fields, load_list, take_since
from cppcc_desktop.services.records.guards import CHANGE, DISCARD, ask_field_guards, ask_guards
from cppcc_desktop.services.records.periods import current_plenary, present, read_term
from cppcc_desktop.services.records.spelled import find_spelled, match_text
from cppcc_desktop.services.records.starting import begin_values, follow_start, propose_start
from cppcc_desktop.services.records.titles import stands_for, word_rows
from db.queries.records import ListQuery, Query
from db.queries.texts import equals

LOOKS = logging.getLogger("cppcc.looks")  # a file of its own that is kept for years: cppcc_desktop.log
Heads = Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True)
class Record:
    """A record as it was read. `heads` belong to that moment: handing them back guards against overwriting."""

    id: str
    kind: str
    values: Row
    scope: str
    deleted: str | None
    changed_at: str
    heads: Heads
    companion: str = ""  # id of the record of the current term
    companion_heads: Heads | None = None


@dataclass(frozen=True)
class ListPart:
    """Part of a list, and how long the whole is."""

    rows: Sequence[Row]
    total: int


def list_records(office: Office, actor: Actor, module: Module, query: Query, offset: int, limit: int) -> ListPart:
    """Rows of a list from `offset`, stored values; and the total."""
    actor.require("record.read")
    with office.read() as connection:
        listing = make_listing(connection, office, module, within_sight(actor, module, query))
        read = load_rows(module.fields, listing.page(connection, offset, limit))
        rows = load_list(office, connection, module, query, read)
        return ListPart(rows, listing.count(connection))


def make_listing(connection: Connection, office: Office, module: Module, query: Query) -> ListQuery:
    """The list as SQL: days, traits, term and the index's answer to the text filled in."""
    query = ask_list(office, connection, module, query)
    query = replace(query, where=fill_condition(office, connection, module, query.where))
    if query.text:
        place = list(office.schema.entities).index(module.entity.name) + 1
        match, spelled = match_text(query.text), find_spelled(connection, query.text, place)
        query = replace(query, match=match, spelled=spelled)
    return ListQuery(office.schema, module, query)


def list_groups(
    office: Office, actor: Actor, module: Module, query: Query, name: str, limit: int = 40
) -> list[tuple[Value, str, int]]:
    """Values of one field in a list: stored, in words, and how often; most frequent first."""
    actor.require("record.read")
    with office.read() as connection:
        groups = make_listing(connection, office, module, query).groups(connection, name)[:limit]
    spec = module.by_name[name]
    period = module.entity.period.field if module.entity.period else ""
    key = value_of(query.where, period)  # whose names the codes are shown by
    shown: Row = {period: key} if isinstance(key, str) else {}
    rows: list[Row] = [{**shown, name: load_value(spec.kind, value)} for value, _ in groups]
    words = word_rows(office, [spec], rows)
    return [(row[name], told[name], count) for row, told, (_, count) in zip(rows, words, groups, strict=True)]


def list_plenaries(office: Office, actor: Actor) -> list[str]:
    """Keys of the plenaries that have records reckoned by plenary, and the current one, newest first."""
    actor.require("record.read")
    found = {current_plenary(office)}
    with office.read() as connection:
        for entity in office.schema.entities.values():
            if entity.period and entity.period.kind is PeriodKind.PLENARY:
                column = office.schema.records[entity.name].c[entity.period.field]
                found |= set(connection.scalars(select(column).where(column.is_not(None)).distinct()))
    return sorted(found - {""}, reverse=True)


def suggest_records(office: Office, actor: Actor, kind: str, text: str, limit: int = 20) -> list[tuple[str, str]]:
    """Records whose title holds the text: id and words to choose by; all of a short list if the text is empty."""
    actor.require("record.read")
    module = office.module_of(kind)
    if module is None or not module.columns:
        return []
    title = module.entity.title
    page = list_records(
        office, actor, module, Query(text=text, text_in=(title, *module.entity.called), order=(title,)), 0, limit
    )
    return suggest_words(office, module, page.rows)


def suggest_words(office: Office, module: Module, rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Rows of a list as ids and words to choose by: 张三 · 县一中教师."""
    title = module.entity.title
    fields = [module.by_name[name] for name in module.columns]
    shown = module.beside or [name for name in module.columns if name != title][:2]
    return [
        (str(row["id"]), " · ".join(part for part in (told[title], *(told[name] for name in shown)) if part))
        for row, told in zip(rows, word_rows(office, fields, rows), strict=True)
    ]


def list_ids(office: Office, actor: Actor, module: Module, query: Query) -> list[str]:
    """Ids of all rows of a list, in its order."""
    actor.require("record.read")
    with office.read() as connection:
        return make_listing(connection, office, module, within_sight(actor, module, query)).ids(connection)


def count_records(office: Office, actor: Actor, module: Module, query: Query) -> int:
    actor.require("record.read")
    with office.read() as connection:
        return make_listing(connection, office, module, within_sight(actor, module, query)).count(connection)


def load_rows(fields: Sequence[Field], rows: Sequence[Mapping[Any, Any]]) -> list[Row]:
    """Rows of a list as values."""
    special = [spec for spec in fields if spec.kind.many or spec.kind.places or spec.kind is Kind.BOOLEAN]
    loaded: list[Row] = []
    for row in rows:
        values = dict(row)
        for spec in special:
            values[spec.name] = load_value(spec.kind, values[spec.name])
        loaded.append(values)
    return loaded


def load_row(fields: Sequence[Field], row: Mapping[Any, Any]) -> Row:
    return {**load_fields(fields, row), **{name: row[name] for name in ("id", "scope", "deleted", "changed_at")}}


def show_record(office: Office, actor: Actor, kind: str, record: str) -> Record:
    """One record with all its fields, those of the current term included."""
    actor.require(read_permission(office.entity(kind)))
    with office.read() as connection:
        return read_record(office, connection, kind, record)


def read_record(office: Office, connection: Connection, kind: str, record: str) -> Record:
    """The record as this connection sees it; OfficeError if there is none."""
    entity = office.entity(kind)
    query = f'SELECT * FROM "{entity.name}" WHERE id = ?'
    row = connection.exec_driver_sql(query, (record,)).mappings().first()
    if row is None:
        raise OfficeError(f"没有找到这条{entity.label}记录（{record}）。", todo="刷新列表再看。")
    values = load_row(entity.fields, row)
    companion = read_companion(office, connection, kind, record)
    standing = office.journal(connection).heads_of([record, *([companion["id"]] if companion else [])])
    heads = standing.get(record, {})
    if companion is None:
        return Record(record, kind, values, row["scope"], row["deleted"], row["changed_at"], heads)
    module = office.module_of(kind)
    assert module and module.companion
    more = load_row(module.companion.fields, companion)
    merged = {**{spec.name: more[spec.name] for spec in module.companion}, **values}
    return Record(
        record, kind, merged, row["scope"], row["deleted"], row["changed_at"], heads,
        companion["id"], standing.get(companion["id"], {}),
    )  # fmt: skip


def read_companion(office: Office, connection: Connection, kind: str, record: str) -> Any:
    """The row of the current term that belongs to the record, or None."""
    module = office.module_of(kind)
    if module is None or module.companion is None:
        return None
    name, owner = module.companion.name, module.companion.owner
    query = f'SELECT * FROM "{name}" WHERE "{owner}" = ? AND term = ? AND deleted IS NULL ORDER BY id LIMIT 1'
    return connection.exec_driver_sql(query, (record, read_term(connection))).mappings().first()


def reveal_value(office: Office, actor: Actor, kind: str, record: str, name: str) -> str:
    """A sensitive value in full. Who looked at what is written to the log of looks."""
    actor.require("record.reveal")
    found = show_record(office, actor, kind, record)
    LOOKS.info("%s 查看 %s %s 的 %s", actor.stamp, kind, record, name)
    return str(found.values.get(name) or "")


def within_sight(actor: Actor, module: Module, query: Query) -> Query:
    """The same without looking through what this person may only see masked."""
    if not query.text or actor.may("record.reveal"):
        return query
    hidden = {spec.name for spec in module.fields if spec.sensitive}
    return replace(query, text_in=tuple(name for name in query.text_in if name not in hidden))


def find_telling(module: Module) -> list[Field]:
    """The fields that tell records of one name apart: 界别 and 单位及职务 of people, else what stands beside the title."""
    people, title = module.entity.identity.people, module.entity.title
    names = (people.circle, people.post) if people else module.beside or module.columns
    return [module.by_name[name] for name in names if name != title][:2]


def list_children(office: Office, actor: Actor, kind: str, owner: str) -> list[Row]:
    """All records of this kind that belong to `owner`, oldest first."""
    actor.require("record.read")
    with office.read() as connection:
        return read_children(office, connection, kind, owner)


def read_children(office: Office, connection: Connection, kind: str, owner: str) -> list[Row]:
    entity = office.entity(kind)
    query = f'SELECT * FROM "{kind}" WHERE "{entity.owner}" = ? AND deleted IS NULL ORDER BY id'
    return [load_row(entity.fields, row) for row in connection.exec_driver_sql(query, (owner,)).mappings()]


def create_record(office: Office, actor: Actor, kind: str, raw: Mapping[str, object]) -> str:
    """A new record from what a person typed; returns its id. InvalidField and Refusal change nothing."""
    with office.write(actor, write_permission(office.entity(kind))) as writing:
        return begin_record(writing, kind, raw)


def begin_record(writing: Writing, kind: str, raw: Mapping[str, object]) -> str:
    """The same within a transaction."""
    office, entity = writing.office, writing.office.entity(kind)
    values, extra = split_values(office, kind, normalise_new(office, kind, raw))
    values = begin_values(office, entity, values)
    check_required(office, entity, values)
    scope = scope_of_new(writing, entity, values)
    record = writing.new(entity, values, scope=scope)
    write_companion(writing, kind, record, extra)
    write_first_rows(writing, kind, record, scope)
    return record


def write_first_rows(writing: Writing, kind: str, record: str, scope: str) -> None:
    """The rows a new record begins with; `scope` is that of the record, empty if its kind says it."""
    module = writing.office.module_of(kind)
    for child in module.children if module else ():
        if child.first_row:
            place = writing.office.kind == COUNTY and belongs_to_place(writing.office, child)
            own = f"town:{record}" if place else scope
            writing.new(child, {child.owner: record}, scope=own if child.scope is Scope.OWN else "")


def write_permission(entity: Entity) -> str:
    """Accounts and rules are an administrator's; everything else is everybody's who may write."""
    return entity.permission


def read_permission(entity: Entity) -> str:
    return "account" if entity.name == ACCOUNT.name else "record.read"


def scope_of_new(writing: Writing, entity: Entity, values: Row) -> str:
    """Records of a station travel to it, children with their owner; "" leaves it to the entity."""
    if entity.scope is not Scope.OWN or writing.office.kind != COUNTY:
        return ""
    owner = entity.by_name.get(entity.owner)
    if owner is None or not values.get(owner.name):
        return ""
    if belongs_to_place(writing.office, entity):
        return f"town:{values[owner.name]}"
    kind = owner.target or str(values.get("of"))  # an attachment may belong to any kind
    return read_record(writing.office, writing.connection, kind, str(values[owner.name])).scope


def change_record(
    office: Office, actor: Actor, kind: str, record: str, raw: Mapping[str, object], *, seen: Record | None = None
) -> None:
    """Save changed fields. Raises StaleRecord if a field was changed elsewhere since `seen` was read.

    What a dated field was stays with the day before; `raw` may say from which day it is otherwise (`former.py`). What was
    proposed by what is changed follows it in the same group (`starting.py`).
    """
    entity, module = office.entity(kind), office.module_of(kind)
    typed, since = take_since(office, module, raw)
    refuse_at_first(entity, typed)
    values, extra = split_values(office, kind, normalise(office, kind, typed))
    empty = [spec for spec in entity if spec.required and spec.name in values and values[spec.name] is None]
    if empty:
        raise InvalidField(empty[0].name, f"{empty[0].label}不能空着。")
    with office.write(actor, write_permission(entity)) as writing:
        now = read_record(office, writing.connection, kind, record)
        if now.deleted is not None:
            raise Refusal("这条记录在回收站里，不能修改。", todo="先从回收站取回。")
        refuse_sealed_record(office, writing.connection, kind, now.values)
        ask_guards(office, writing.connection, kind, record, CHANGE)
        refuse_stale(now, seen, values, extra)
        changed = drop_same(values, now.values)
        refuse_emptied(entity, changed, now.values)
        refuse_move(entity, changed, now.values)
        refuse_handed(office, entity, module.workflow if module else None, changed, now.values)
        refuse_lacking(office, entity, changed, now.values)
        ask_field_guards(office, kind, now.values, changed)
        changed |= follow_start(office, writing.connection, module, now.values, changed)
        of_term = drop_same(extra, now.values)
        keep_former(writing, module, record, now.values, {**changed, **of_term}, since, (record, now.companion))
        writing.set(entity, record, changed, scope=now.scope)
        write_companion(writing, kind, record, of_term, now)


def refuse_emptied(entity: Entity, changed: Row, now: Row) -> None:
    """InvalidField where the last of the fields is emptied of which one must be filled."""
    for group in entity.one_of:
        if changed.keys() & {*group} and all({**now, **changed}.get(name) is None for name in group):
            labels = "、".join(entity.by_name[name].label for name in group)
            raise InvalidField(next(name for name in group if name in changed), f"{labels}要填一个，不能都空着。")


def refuse_at_first(entity: Entity, raw: Mapping[str, object]) -> None:
    """InvalidField for what is filled in only while a record is new."""
    for spec in entity:
        if spec.at_first and (spec.name in raw or spec.label in raw):
            raise InvalidField(spec.name, f"{spec.label}登记以后不能直接改，要通过办理步骤。")


def refuse_stale(now: Record, seen: Record | None, values: Row, extra: Row) -> None:
    if seen is None:
        return
    moved = {name for name in values if now.heads.get(name) != seen.heads.get(name)}
    now_heads, seen_heads = now.companion_heads or {}, seen.companion_heads or {}
    moved |= {name for name in extra if now_heads.get(name) != seen_heads.get(name)}
    theirs = {name: now.values[name] for name in moved if now.values.get(name) != {**values, **extra}[name]}
    if theirs:
        raise StaleRecord(dict(theirs))


def drop_same(values: Mapping[str, Value], now: Row) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value != now.get(name)}


def write_companion(
    writing: Writing, kind: str, record: str, extra: Mapping[str, Value], now: Record | None = None
) -> None:
    """Save the fields of the current term, starting its record if there is none yet."""
    module = writing.office.module_of(kind)
    if module is None or module.companion is None:
        return
    if now is not None and now.companion:
        writing.set(module.companion, now.companion, extra)
        return
    term = read_term(writing.connection)
    if extra or now is None:
        writing.new(module.companion, {module.companion.owner: record, "term": term, **extra})


def split_values(office: Office, kind: str, values: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """Values of the record itself, and those of the current term."""
    own = office.entity(kind).by_name
    return (
        {name: value for name, value in values.items() if name in own},
        {name: value for name, value in values.items() if name not in own},
    )


def normalise(office: Office, kind: str, raw: Mapping[str, object], *, moves: bool = False) -> dict[str, Value]:
    """Typed values in stored form: words of code lists and names of records become codes and ids.

    Raises InvalidField for an unknown field, one that only workflow moves may set (unless `moves`), or for all
    values that cannot be taken.
    """
    module = office.module_of(kind)
    known = module.by_name if module else office.entity(kind).by_name
    codes = read_codes(office)
    values: dict[str, Value] = {}
    wrong: list[InvalidField] = []
    for name, given in raw.items():
        spec = find_field(known, name)
        if not spec.editable and not moves:
            raise InvalidField(name, f"{spec.label}不能直接改，要通过办理步骤。")
        try:
            values[spec.name] = refuse_ahead(office, spec, normalise_value(office, codes, spec, given))
        except InvalidField as error:
            wrong.append(error)
    raise_all(wrong)
    return values


def refuse_ahead(office: Office, spec: Field, value: Value) -> Value:
    """The value; InvalidField for a day on which something happened that lies ahead."""
    if spec.past and spec.kind is Kind.DATE and value and str(value) > office.today().isoformat():
        raise InvalidField(spec.name, f"{spec.label} {value} 还没有到。")
    return value


def normalise_new(office: Office, kind: str, raw: Mapping[str, object]) -> dict[str, Value]:
    """The same for a new record: what is wrong is said together with what is missing."""
    try:
        return normalise(office, kind, raw)
    except InvalidField as error:
        given = {name for name, value in raw.items() if value not in (None, "", [])}
        own = begin_values(office, office.entity(kind), {})
        missing = [spec for spec in office.entity(kind) if spec.required and spec.editable and spec.name not in own
                   and not given & {spec.name, spec.label}]  # fmt: skip
        error.others = (*error.others, *(InvalidField(spec.name, f"{spec.label}要填。") for spec in missing))
        raise


def find_field(known: Mapping[str, Field], name: str) -> Field:
    """A field by its name or label; InvalidField lists those there are."""
    spec = known.get(name) or next((each for each in known.values() if each.label == name), None)
    if spec is None:
        raise InvalidField(name, f"没有“{name}”这一项。", options=[each.label for each in known.values()])
    return spec


def find_spec(office: Office, module: Module, name: str) -> Field:
    """A field of a list by its name, its term too, or one of the record it refers to (owner.title); else InvalidField."""
    first, dot, rest = name.partition(".")
    spec = find_field({**(module.companion.by_name if module.companion else {}), **module.by_name}, first)
    return find_field(office.entity(spec.target).by_name, rest) if dot and spec.target else spec


def normalise_value(office: Office, codes: CodeLists, spec: Field, given: object) -> Value:
    if isinstance(given, str) and spec.kind.many:
        given = [part for part in given.replace(",", "、").replace("，", "、").split("、") if part.strip()]
    value = parse_value(spec, given, today=office.today())
    if value is None:
        return None
    if spec.codes:
        found = [find_code(codes, spec, word) for word in as_list(value)]
        return found if spec.kind.many else found[0]
    if spec.target:
        found = [find_reference(office, spec, word) for word in as_list(value)]
        return found if spec.kind.many else found[0]
    return value


def as_list(value: Value) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def find_code(codes: CodeLists, spec: Field, word: str) -> str:
    code = codes.find(spec.codes, word)
    if code is None:
        options = [each.label for each in codes.entries(spec.codes)]
        raise InvalidField(spec.name, f"{spec.label}里没有“{word}”。", options=options)
    return code


def find_reference(office: Office, spec: Field, word: str) -> str:
    """The id of the record a word names: an id, or the one title that equals it; the word itself where the field takes
    a written name and nobody is called so.
    """
    entity, table = office.entity(spec.target), office.schema.records[spec.target]
    with office.read() as connection:
        if connection.scalar(select(table.c.id).where(table.c.id == word)):
            return word
        query = select(stands_for(table)).where(table.c.deleted.is_(None)).distinct().limit(2)
        found = (
            list(connection.scalars(query.where(table.c[entity.title] == word)))
            or find_called(office, connection, entity, word)
            or find_also(connection, entity, table, word)
            or list(connection.scalars(query.where(equals(table.c[entity.title], word))))
        )
    squeezed = "".join(word.split())
    if not found and squeezed != word:  # 张　三, as rosters write it
        return find_reference(office, spec, squeezed)
    if not found and spec.written:
        return write_name(spec, word)
    if not found:
        raise InvalidField(spec.name, f"{spec.label}：没有叫“{word}”的{entity.label}。")
    if len(found) > 1:
        raise InvalidField(spec.name, f"{spec.label}：叫“{word}”的{entity.label}不止一个，请从列表里选。")
    return found[0]


def write_name(spec: Field, word: str) -> str:
    """A name as it is kept where its bearer has no record; InvalidField for the initials somebody is looked for by."""
    if LETTERS.fullmatch(word):
        raise InvalidField(spec.name, f"{spec.label}：没有找到“{word}”。从列出的里面选，或者把姓名写全。")
    return word


def find_called(office: Office, connection: Connection, entity: Entity, word: str) -> list[str]:
    """Ids of records with this number: 2026-0132, 第050号. Of several, those of the present plenary or year."""
    table = office.schema.records[entity.name]
    number = plain_number(word)
    for name in entity.called:
        query = select(table.c.id).where(table.c[name] == number, table.c.deleted.is_(None))
        found = list(connection.scalars(query.limit(50)))
        if len(found) > 1 and entity.period:
            now = present(office, connection, entity.period)
            column = table.c[entity.period.field]
            found = list(connection.scalars(query.where(column == now).limit(2))) or found[:2]
        if found:
            return found
    return []


def plain_number(word: str) -> str:
    """第050号 as it is kept: 050."""
    return normalise_text(word).strip().removeprefix("第").removesuffix("号").strip()


def find_by_number(
    office: Office, connection: Connection, entity: Entity, name: str, word: str, limit: int
) -> list[str]:  # fmt: skip
    """Ids of records that have this number in that field, 53 also as 053; those of the present period first, then the
    newest.
    """
    table, number = office.schema.records[entity.name], plain_number(word)
    if not number:
        return []
    forms = [number, *(number.zfill(width) for width in (3, 4) if number.isdigit() and len(number) < width)]
    query = select(table.c.id).where(table.c[name].in_(forms), table.c.deleted.is_(None))
    if entity.period:
        now = present(office, connection, entity.period)
        query = query.order_by((table.c[entity.period.field] == now).desc())
    return list(connection.scalars(query.order_by(table.c.id.desc()).limit(limit)))


def find_also(connection: Connection, entity: Entity, table: Table, word: str) -> list[str]:
    """Ids of records that go by this name besides their title: a short form, a former name."""
    for spec in (entity.by_name[name] for name in entity.identity.also):
        column = table.c[spec.name]
        told = column.contains(f'"{word}"', autoescape=True) if spec.kind.many else column == word
        found = list(
            connection.scalars(select(stands_for(table)).where(told, table.c.deleted.is_(None)).distinct().limit(2))
        )
        if found:
            return found
    return []


def propose_new(office: Office, actor: Actor, kind: str, raw: Mapping[str, object]) -> dict[str, Value]:
    """What a new record is going to have beside what was typed so far, which may be half typed."""
    actor.require("record.read")
    codes, specs, typed = read_codes(office), office.entity(kind).by_name, dict[str, Value]()
    for name, given in raw.items():
        with suppress(InvalidField):
            typed[name] = normalise_value(office, codes, specs[name], given)
    return propose_start(office, kind, typed)


def refuse_lacking(office: Office, entity: Entity, changed: Row, now: Row) -> None:
    """InvalidField for a field that has to be filled in with what was changed."""
    specs = [each for each in entity if each.needed_with and (each.name in changed or each.needed_with[0] in changed)]
    if specs:
        missing = find_needed(entity, {**now, **changed}, read_codes(office).traits())
        raise_all([InvalidField(each.name, f"{each.label}要填。") for each in missing if each in specs])


def check_required(office: Office, entity: Entity, values: Mapping[str, Value]) -> None:
    traits = read_codes(office).traits() if any(each.needed_with for each in entity) else dict[Any, Any]()
    lacks = {each.name: each.label for each in find_needed(entity, values, traits)} | entity.list_groups(values)
    missing = [
        each.name for each in entity if each.name in lacks
    ]  # as they stand in the form: the first gets the focus
    if missing:
        words = "、".join(lacks[name] for name in missing)
        raise Refusal(f"还不能保存：没有填{words}。", missing=missing, todo="填好再保存。")


def discard_record(office: Office, actor: Actor, kind: str, record: str, reason: str) -> None:
    """Put a record into the bin with a reason; it can come back."""
    set_bin(office, actor, kind, record, reason.strip() or None)


def restore_record(office: Office, actor: Actor, kind: str, record: str) -> None:
    """Take a record out of the bin."""
    set_bin(office, actor, kind, record, None)


def set_bin(office: Office, actor: Actor, kind: str, record: str, reason: str | None) -> None:
    with office.write(actor, write_permission(office.entity(kind))) as writing:
        now = read_record(office, writing.connection, kind, record)
        if (now.deleted is None) == (reason is None):
            if reason is None:
                raise Refusal("没有写明删除的理由。", todo="写上为什么删，再删。")
            raise Refusal("这条记录已经在回收站里。", todo="刷新再看。")
        refuse_sealed_record(office, writing.connection, kind, now.values)
        if reason is not None:
            ask_guards(office, writing.connection, kind, record, DISCARD)
        writing.set(office.entity(kind), record, {DELETED: reason}, scope=now.scope)


def read_where(office: Office, module: Module, raw: Mapping[str, str]) -> Condition:
    """Filters from the command line: words become codes and ids, an empty value means empty."""
    return Both(*(read_filter(office, module, name, word) for name, word in raw.items()))


def find_state(flow: Workflow, spec: Field, word: str) -> str:
    """A state by its name or what it is called; InvalidField lists those there are."""
    found = next((each.name for each in flow.states if word in (each.name, each.label)), None)
    if found is None:
        raise InvalidField(spec.name, f"没有“{word}”这种{spec.label}。", options=[each.label for each in flow.states])
    return found


def read_filter(office: Office, module: Module, name: str, word: str) -> Condition:
    """What one field must be, by words."""
    spec = find_spec(office, module, name)
    if spec is module.by_name.get("state") and module.workflow and word:
        return Is(spec.name, find_state(module.workflow, spec, word))
    value = normalise_value(office, read_codes(office), spec, word)
    field = name if "." in name else spec.name
    if spec.kind.many and value:
        return Like(field, f'"{as_list(value)[0]}"')
    return Is(field, None if isinstance(value, list) else value)
