"""Pages and counts of one entity's list, straight from SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from cppcc_desktop.domain.modules import Module
from db.tables import Schema


@dataclass(frozen=True)
class Query:
    """What of a list is wanted.

    `where` maps a field to a value, a tuple of values, None (empty), or a pair: ("set",), ("before", day),
    ("from", day), ("like", text). `order` names fields; a leading - means falling. `text` is looked for
    in the columns named by `text_in`.
    """

    where: Mapping[str, object] = field(default_factory=dict[str, object])
    order: Sequence[str] = ()
    text: str = ""
    text_in: Sequence[str] = ()
    term: str = ""
    binned: bool = False


class ListQuery:
    """The SQL of one list: main table, the companion of the current term, filters and order."""

    def __init__(self, schema: Schema, module: Module, query: Query) -> None:
        self._schema = schema
        self._module = module
        self._query = query
        self._main = schema.records[module.entity.name]
        self._companion = schema.records[module.companion.name] if module.companion else None

    def page(self, connection: Connection, offset: int, limit: int) -> Sequence[Mapping[Any, Any]]:
        """Rows from `offset`, each with every field of the module, `id`, `scope` and `changed_at`."""
        columns = [self._column(spec.name).label(spec.name) for spec in self._module.fields]
        extra = [self._main.c[name] for name in ("id", "scope", "deleted", "changed_at")]
        query = self._filtered(select(*extra, *columns)).order_by(*self._order()).offset(offset).limit(limit)
        return connection.execute(query).mappings().all()

    def ids(self, connection: Connection) -> list[str]:
        """Ids of all rows, in order."""
        return list(connection.scalars(self._filtered(select(self._main.c.id)).order_by(*self._order())))

    def count(self, connection: Connection) -> int:
        return connection.scalar(self._filtered(select(func.count()))) or 0

    def groups(self, connection: Connection, name: str) -> list[tuple[Any, int]]:
        """Values of one field with their counts, most frequent first."""
        column = self._column(name)
        query = self._filtered(select(column, func.count())).group_by(column).order_by(func.count().desc())
        rows: Sequence[Any] = connection.execute(query).all()
        return [(row[0], row[1]) for row in rows]

    def _filtered(self, query: Any) -> Any:
        query = query.select_from(self._joined())
        binned = self._main.c.deleted
        query = query.where(binned.is_not(None) if self._query.binned else binned.is_(None))
        for name, wanted in self._query.where.items():
            query = query.where(make_condition(self._column(name), wanted))
        if self._query.text:
            needle = f"%{escape_like(self._query.text)}%"
            names = self._query.text_in or [self._module.entity.title]
            query = query.where(or_(*(self._column(name).like(needle, escape="\\") for name in names)))
        return query

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
        if name in self._main.c:  # the record's own fields, and its id
            return self._main.c[name]
        if self._companion is not None and name in self._companion.c:
            return self._companion.c[name]
        raise KeyError(name)

    def _order(self) -> list[ColumnElement[Any]]:
        parts: list[ColumnElement[Any]] = []
        for name in self._query.order or self._module.order:
            column = self._sortable(name.removeprefix("-"))
            # an empty value comes last whichever way one sorts
            parts += [column.is_(None), column.desc() if name.startswith("-") else column.asc()]
        return [*parts, self._main.c.id.asc()]

    def _sortable(self, name: str) -> ColumnElement[Any]:
        """A reference is sorted by the title of what it points to, not by its id."""
        spec = self._module.by_name.get(name)
        if spec is None or not spec.target:
            return self._column(name)
        target: Table = self._schema.records[spec.target].alias()  # type: ignore[assignment]
        title = self._schema.entities[spec.target].title
        return select(target.c[title]).where(target.c.id == self._column(name)).scalar_subquery()


def make_condition(column: ColumnElement[Any], wanted: Any) -> ColumnElement[bool]:
    """One filter as SQL; see Query for the forms it takes."""
    if wanted is None:
        return column.is_(None)
    if not isinstance(wanted, tuple):
        return column == wanted
    match cast(tuple[Any, ...], wanted):
        case ("set",):
            return column.is_not(None)
        case ("before", day):
            return column < day
        case ("from", day):
            return column >= day
        case ("between", first, last):
            return column.between(first, last)
        case ("like", text):
            return column.like(f"%{escape_like(text)}%", escape="\\")
        case choices:
            return column.in_(choices)


def escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
