"""Pages and counts of one entity's list, straight from SQL."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Table,
    and_,
    case,
    column,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    table,
    true,
    type_coerce,
)

from cppcc_desktop.domain.description.amounts import count_parts
from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Like,
    Named,
    Not,
    Span,
    Unknown,
    fields_of,
    parts_of,
)
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Key, is_written
from cppcc_desktop.domain.description.figures import MONTH, read_dimension_field
from cppcc_desktop.domain.modules import Module
from db.chunks import CHUNK, chunked, marks
from db.queries.texts import holds, pattern_of
from db.tables import Amount, Schema, in_force, out_of_force

FEW = 2000  # rows that are sorted in a millisecond


@dataclass(frozen=True)
class Query:
    """What of a list is wanted.

    `where` has its days and traits filled in. `order` names fields or keys; a leading - means falling. `text` is looked
    for in the columns named by `text_in`; `match` is its full-text query, `spelled` ids of records read so. `term` is that of the cards, filled in too.
    """

    where: Condition = EVERYTHING
    order: Sequence[str] = ()
    text: str = ""
    text_in: Sequence[str] = ()
    match: str = ""
    spelled: Sequence[str] = ()
    term: str = ""
    on: str = ""  # as it was on this day
    binned: bool = False


class ListQuery:
    """The SQL of one list: main table, the companion of the current term, filters and order.

    Rows are in order of the columns asked for, an empty value last whichever way one sorts; what is equal stands in
    the order it came. Each part of the order (first column set, first empty and second set …) is one statement, so
    that SQLite can walk the list's index.
    """

    def __init__(
        self, schema: Schema, module: Module, query: Query, shared: dict[tuple[str, Condition], CTE] | None = None
    ) -> None:
        self._schema = schema
        self._shared = shared  # what many conditions of one statement refer to, by kind and condition: read once
        self._module = module
        self._query = query
        self._main = schema.records[module.entity.name]
        self._companion = schema.records[module.companion.name] if module.companion else None
        self._rowid = literal_column(f'"{module.entity.name}".rowid', Integer)

    def page(self, connection: Connection, offset: int, limit: int) -> Sequence[Mapping[Any, Any]]:
        """Rows from `offset` (all if `limit` is -1), each with every field of the module, `id`, `scope`, `changed_at`."""
        numbers = self.numbers(connection, -1 if offset or limit < 0 else limit)
        return self.rows(connection, numbers[offset:][: limit if limit >= 0 else None])

    def numbers(self, connection: Connection, limit: int = -1) -> array[int]:
        """The row numbers of the list in its order, of the whole or its first `limit`: eight bytes each, and any page
        of it is then at hand."""
        found = array("q")
        for part in self._parts(self._filtered(select(self._rowid)), few=self._holds_few(connection)):
            wanted = limit - len(found) if limit >= 0 else -1
            if wanted:
                with connection.execute(part if limit < 0 else part.limit(wanted)) as result:
                    driver: Any = result.cursor  # a million rows are too many to wrap one by one
                    found.extend(number for (number,) in driver)
        return found

    def rows(self, connection: Connection, numbers: Sequence[int]) -> Sequence[Mapping[Any, Any]]:
        """The rows of these numbers, in their order; one that was written since is left out."""
        names, query, bound = self._row_query
        place: dict[int, Mapping[str, Any]] = {}
        for chunk in chunked(numbers):
            for number, *values in connection.exec_driver_sql(f"{query} ({marks(chunk)})", (*bound, *chunk)):
                place[number] = dict(zip(names, values, strict=True))
        return [place[number] for number in numbers if number in place]

    @cached_property
    def _row_query(self) -> tuple[list[str], str, tuple[str, ...]]:
        """Names of the columns, the statement up to the row numbers, and what is bound before them.

        It is written out: compiling forty columns costs more than reading a page of them.
        """
        names = ["id", "scope", "deleted", "changed_at", *(each for each in self._module.by_name)]
        columns = ", ".join(f'{"m" if name in self._main.c else "c"}."{name}"' for name in names)
        main, companion = f'"{self._main.name}" AS m', self._module.companion
        if companion is None:
            return names, f"SELECT m.rowid, {columns} FROM {main} WHERE m.rowid IN", ()
        joined = f'"{companion.name}" AS c ON c."{companion.owner}" = m.id AND c.term = ? AND c.deleted IS NULL'
        return names, f"SELECT m.rowid, {columns} FROM {main} LEFT JOIN {joined} WHERE m.rowid IN", (self._query.term,)

    def ids_of(self, connection: Connection, numbers: Sequence[int]) -> list[str]:
        """The ids of these row numbers, in their order."""
        place: dict[int, str] = {}
        for chunk in chunked(numbers):
            query = select(self._rowid, self._main.c.id).where(self._rowid.in_(chunk))
            for number, record in connection.execute(query):
                place[number] = record
        return [place[number] for number in numbers if number in place]

    def number_of(self, connection: Connection, record: str) -> int:
        """The row number of a record; 0 if there is none."""
        return connection.scalar(select(self._rowid).where(self._main.c.id == record)) or 0

    def ids(self, connection: Connection) -> list[str]:
        """Ids of all rows, in order."""
        found: list[str] = []
        for part in self._parts(self._filtered(select(self._main.c.id))):
            found += connection.scalars(part)
        return found

    def count(self, connection: Connection) -> int:
        return connection.scalar(self._filtered(select(func.count()))) or 0

    def groups(self, connection: Connection, name: str) -> list[tuple[Any, int]]:
        """Values of one field with their counts, most frequent first."""
        column = self._column(name)
        query = self._filtered(select(column, func.count()), [name]).group_by(column).order_by(func.count().desc())
        rows: Sequence[Any] = connection.execute(query).all()
        return [(row[0], row[1]) for row in rows]

    def _asks_companion(self, shown: Sequence[str]) -> bool:
        """Whether what is shown, filtered or ordered by is something the record is in the current term."""
        named = [*shown, *fields_of(self._query.where), *(each.removeprefix("-") for each in self._order())]
        named += self._query.text_in if self._query.text else ()
        return any(name.partition(".")[0] not in self._main.c for name in named)

    def _filtered(self, query: Any, shown: Sequence[str] = ()) -> Any:
        query = query.select_from(self._joined() if self._asks_companion(shown) else self._main)
        if self._query.binned:
            query = query.where(self._main.c.deleted.is_not(None))
        elif self._is_narrow():
            query = query.where(*(func.ifnull(column, null()).is_(None) for column in out_of_force(self._main)))
        else:
            query = query.where(in_force(self._main))
        query = query.where(*self._conditions(self._query.where))
        return query.where(self._holds_text()) if self._query.text else query

    def _is_narrow(self) -> bool:
        """Whether only the records of some others are wanted: those are found one by one, not along a list's index."""
        dotted = (name.partition(".")[2] for name in fields_of(self._query.where))
        return any(rest not in ("", "id") for rest in dotted)

    def add_up(self, connection: Connection, name: str) -> tuple[int, int, int]:
        """How many rows there are, what a number field holds in them together, and in how many it is filled."""
        ((_, found),) = self.tally(connection, [EVERYTHING], (), [(EVERYTHING, name)])
        return found[0], found[1], found[2]

    def tally(
        self,
        connection: Connection,
        wheres: Sequence[Condition],
        by: Sequence[str] = (),
        sums: Sequence[tuple[Condition, str]] = (),
    ) -> list[tuple[tuple[Any, ...], tuple[int, ...]]]:
        """How many rows of the list meet each of these conditions, in one pass; one line per value of `by`.

        A row counts once for each value of a field that holds several.
        Behind the counts stand two numbers for each of `sums`, a condition and a number field: what the field holds in
        those rows together, in its smallest part, and in how many of them it is filled.
        """
        return ListQuery(self._schema, self._module, self._query, {})._tally(connection, wheres, by, sums)

    def _tally(
        self,
        connection: Connection,
        wheres: Sequence[Condition],
        by: Sequence[str],
        sums: Sequence[tuple[Condition, str]],
    ) -> list[tuple[tuple[Any, ...], tuple[int, ...]]]:
        several: dict[str, Any] = {}
        for name in by:
            spec = self._module.by_name.get(name)
            if spec and spec.kind.many:
                held = func.ifnull(self._column(name), "[null]")  # what is empty counts as such
                several[name] = func.json_each(held).table_valued("value", name=f"each_{name}")
        groups = [several[name].c.value if name in several else self._column(name) for name in by]
        added = [column for where, name in sums for column in self._added(where, name)]
        query = select(*groups, *(self._summed(where) for where in wheres), *added)
        asked = [*wheres, *(where for where, _ in sums)]
        names = [
            *map(read_dimension_field, by),
            *(name for where in asked for name in fields_of(where)),
            *(name for _, name in sums),
        ]
        query = self._filtered(query, names)
        for each in several.values():
            query = query.join(each, true())
        rows: Sequence[Any] = connection.execute(query.group_by(*groups) if groups else query).all()
        return [(tuple(row[: len(by)]), tuple(row[len(by) :])) for row in rows]

    def _summed(self, where: Condition) -> ColumnElement[int]:
        return func.count() if where == EVERYTHING else func.ifnull(func.sum(self._all(where)), 0)

    def _added(self, where: Condition, name: str) -> tuple[ColumnElement[int], ColumnElement[int]]:
        """The sum of a field, as a whole number of its smallest part, and how many rows there are with one."""
        column = type_coerce(self._column(name), Integer)
        held = column if where == EVERYTHING else case((self._all(where), column))
        return func.ifnull(func.sum(held), 0), func.count(held)

    def _all(self, where: Condition) -> ColumnElement[bool]:
        return and_(true(), *self._conditions(where))

    def _conditions(self, where: Condition) -> list[ColumnElement[bool]]:
        """Filters as SQL; those on fields of the same other record are one subquery."""
        made: list[ColumnElement[bool]] = []
        dotted: dict[str, list[Condition]] = {}
        for part in parts_of(where):
            if isinstance(part, Not | Either | Both) or "." not in part.field:
                made.append(self._condition(part))
            else:
                first, _, rest = part.field.partition(".")
                dotted.setdefault(first, []).append(replace(part, field=rest))
        return [*made, *(self._column(name).in_(self._referred(name, Both(*of))) for name, of in dotted.items())]

    def _referred(self, name: str, where: Condition) -> Any:
        """Ids by which records in force that meet `where` are referred to in a field, those joined to them too."""
        target = self._schema.entities[self._module.by_name[name].target]
        if self._shared is None:
            return self._ids_of_kind(target, where)
        known = self._shared.get((target.name, where))
        if known is None:
            known = self._shared[target.name, where] = self._ids_of_kind(target, where).cte()
        return select(known.c.id)

    def _ids_of_kind(self, target: Entity, where: Condition) -> Any:
        """Ids of records in force of a kind that meet a condition, and of those joined to them."""
        inner = ListQuery(self._schema, as_module(target), Query(where), self._shared)
        ids: Any = inner._filtered(select(inner._main.c.id)).correlate(None)
        if not target.joinable:
            return ids
        if self._shared is not None:
            ids = select(ids.cte().c.id)
        other = inner._main.alias()
        return ids.union_all(select(other.c.id).where(other.c[SAME_AS].in_(ids)))

    def _named(self, about: Named) -> Any:
        """Ids of this list's records that records of a kind under a condition name in one of these fields."""
        entity = self._schema.entities[about.kind]
        inner = ListQuery(self._schema, as_module(entity), Query(about.where), self._shared)
        found: list[Any] = []
        for name in about.fields:
            column = inner._column(name)
            if entity.by_name[name].kind.many:
                each = func.json_each(column).table_valued("value", name=f"each_{name}")
                found.append(inner._filtered(select(each.c.value)).join(each, true()).correlate(None))
            else:
                found.append(inner._filtered(select(column).where(column.is_not(None))).correlate(None))
        named = found[0].union_all(*found[1:]) if found[1:] else found[0]
        if SAME_AS not in self._main.c:
            return named
        other = self._main.alias()
        return select(func.ifnull(other.c[SAME_AS], other.c.id)).where(other.c.id.in_(named))

    def _condition(self, part: Condition) -> ColumnElement[bool]:
        """One filter as SQL."""
        match part:
            case Either(parts=parts):
                return or_(false(), *(self._all(each) for each in parts))
            case Not(Is(name, str() | int() as value)) if not self._joins(name, value) and "." not in name:
                return self._column(name).is_distinct_from(value)
            case Not(inner):
                return func.ifnull(self._all(inner), 0) == 0
            case Named():
                return self._column(part.field).in_(self._named(part))
            case Unknown():
                return false()
            case Is(name, str() as value) if self._joins(name, value):
                # a record that was joined to another counts as that one
                other = self._schema.records[self._module.by_name[name].target].alias()
                return self._column(name).in_(
                    select(other.c.id).where(or_(other.c.id == value, other.c[SAME_AS] == value))
                )
            case Is() | Filled() | Span() | Like():
                return make_condition(self._column(part.field), part)
            case _:
                raise TypeError(f"{part} is not filled in")

    def _joins(self, name: str, value: str | int) -> bool:
        """Whether the field refers to records that may be joined to others, and the value is one of them."""
        spec = self._module.by_name.get(name)
        if spec and is_written(spec, value):
            return False
        target = self._schema.entities.get(spec.target) if spec and not spec.kind.many else None
        return target is not None and target.joinable

    def _holds_text(self) -> ColumnElement[bool]:
        """The text stands in one of the columns, or the name is read so. The full-text index narrows it down first."""
        names = self._query.text_in or [self._module.entity.title]
        held = or_(*(holds(self._column(name), self._query.text) for name in names))
        if self._query.match:
            held = and_(self._main.c.id.in_(self._matching()), held)
        return or_(held, is_among(self._main.c.id, self._query.spelled)) if self._query.spelled else held

    def _matching(self) -> Any:
        entry = self._schema.find_entry
        full = table("find_text", column("rowid", Integer), column("find_text"))
        joined = full.join(entry, entry.c.number == full.c.rowid)
        return select(entry.c.owner).select_from(joined).where(full.c.find_text.match(self._query.match))

    def _joined(self) -> Any:
        if self._companion is None or self._module.companion is None:
            return self._main
        owner = self._companion.c[self._module.companion.owner]
        return self._main.outerjoin(
            self._companion,
            and_(
                owner == self._main.c.id,
                self._companion.c.term == self._query.term,
                self._companion.c.deleted.is_(None),
            ),
        )

    def _column(self, name: str) -> ColumnElement[Any]:
        if name in self._main.c:  # the record's own fields and keys, and its id
            return self._main.c[name]
        if name.endswith(MONTH):
            return func.substr(self._column(read_dimension_field(name)), 1, len("2026-06"))
        if self._companion is not None and name in self._companion.c:
            return self._companion.c[name]
        first, dot, rest = name.partition(".")
        spec = self._module.by_name.get(first)
        if not dot or spec is None or not spec.target:
            raise KeyError(name)
        other = self._schema.records[spec.target].alias()
        return select(other.c[rest]).where(other.c.id == self._column(first)).scalar_subquery()

    def _holds_few(self, connection: Connection) -> bool:
        """Whether a filter with an index leaves so few rows that sorting them is nothing.

        SQLite does not weigh that: with both indexes at hand it walks the whole list in order and looks for them.
        """
        said = {
            name for each in parts_of(self._query.where) if not isinstance(each, Either) for name in fields_of(each)
        }
        if not any(names[0] in said for names in self._module.entity.lists):
            return False
        probe = self._filtered(select(literal(1))).limit(FEW + 1).subquery()
        return (connection.scalar(select(func.count()).select_from(probe)) or 0) <= FEW

    def _parts(self, query: Any, *, few: bool = False) -> Iterator[Any]:
        """The list as statements one after the other, each in the order of one index; `few` rows are sorted."""
        order = [(self._sortable(each.removeprefix("-")), each.startswith("-")) for each in self._order()]
        if few:
            order = [(func.ifnull(each, null()), falling) for each, falling in order]
        for place, (first, _) in enumerate(order):
            empty = [before.is_(None) for before, _ in order[:place]]
            yield query.where(*empty, first.is_not(None)).order_by(*self._sorted(order[place:]))
        yield query.where(*(each.is_(None) for each, _ in order)).order_by(*self._sorted(order[:0]))

    def _sorted(self, order: Sequence[tuple[ColumnElement[Any], bool]]) -> list[ColumnElement[Any]]:
        falling = bool(order) and order[-1][1]  # as the index runs, to its last column
        return [each.desc() if down else each.asc() for each, down in (*order, (self._rowid, falling))]

    def _order(self) -> Sequence[str]:
        return self._query.order or self._module.order

    def _sortable(self, name: str) -> ColumnElement[Any]:
        """A name is sorted as it is read, a reference by how the title of what it points to is."""
        key = find_reading(self._keys(), name)
        spec = self._module.by_name.get(name)
        if key is not None:
            return self._column(key.name)
        if spec is None or not spec.target:
            return self._column(name)
        target: Table = self._schema.records[spec.target].alias()  # type: ignore[assignment]
        entity = self._schema.entities[spec.target]
        read = find_reading(entity.keys, entity.title)
        title = read.name if read else entity.title
        called: Any = select(target.c[title]).where(target.c.id == self._column(name)).scalar_subquery()
        return func.ifnull(called, self._column(name)) if spec.written else called

    def _keys(self) -> tuple[Key, ...]:
        companion = self._module.companion
        return (*self._module.entity.keys, *(companion.keys if companion else ()))


def find_reading(keys: Sequence[Key], name: str) -> Key | None:
    """The key by which lists are ordered that go by this field."""
    return next((key for key in keys if key.field == name and key.rule != "strokes"), None)


def as_module(entity: Entity) -> Module:
    """Any entity as the list it would have."""
    return Module(name=entity.name, label=entity.label, icon="", entity=entity)


def make_condition(column: ColumnElement[Any], leaf: Is | Filled | Span | Like) -> ColumnElement[bool]:
    """What is said of one column, as SQL."""
    match leaf:
        case Is(value=tuple() as choices):
            return is_among(column, choices)
        case Is(value=None):
            return column.is_(None)
        case Is(value=value):
            return column == value
        case Filled():
            return column.is_not(None)
        case Like(text=text) if text.startswith('"'):  # a code in a list, as JSON has it
            return column.like(pattern_of(text), escape="\\")
        case Like(text=text):
            return holds(column, text)
        case Span(first=first, last=last) if first is not None and last is not None:
            ends = [column.between(first, last)]
        case Span(first=first, last=last):
            ends = [] if first is None else [column >= first]
            ends += [] if last is None else [column <= last]
    return and_(true(), *ends, *([] if leaf.before is None else [column < leaf.before]))


def is_among(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether the column holds one of the values. Many are handed over as one parameter: a list cannot be read in parts."""
    if len(values) <= CHUNK:
        return column.in_(values)
    if isinstance(column.type, Amount):
        values = [count_parts(each, column.type.places) for each in values]
    given = func.json_each(json.dumps(list(values))).table_valued("value", name="given")
    return column.in_(select(given.c.value))
