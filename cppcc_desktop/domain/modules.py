"""A noun of the office and its place in lists and forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition
from cppcc_desktop.domain.description.fields import Entity, Fallback, Field


@dataclass(frozen=True, kw_only=True)
class View:
    """A saved view of a list: a tab with its count."""

    name: str
    label: str
    where: Condition = EVERYTHING


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order of a list that no column's header gives: 按姓氏笔画, 礼宾顺序."""

    name: str
    label: str
    by: tuple[str, ...]  # fields and keys


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """A column of a table, or columns of ticks, that stand for rows of a child: one for each code.

    `field` is what the column holds, several codes; `code` the field of the child with one; `ends` that with the day it
    ended. A table adds what is missing and ends nothing.
    """

    field: Field
    child: str
    code: str
    ends: str = ""


@dataclass(frozen=True, kw_only=True)
class Module:
    """A noun of the office: its records, list and form. Adding one to the list in bootstrap makes it exist."""

    name: str
    label: str
    icon: str
    entity: Entity
    companion: Entity | None = None  # the same noun in one term, joined by `companion.owner`
    lasts: tuple[str, str] = ("", "")  # fields of the companion: the first and the last day it holds
    children: tuple[Entity, ...] = ()
    former: Entity | None = None  # of the children the one that keeps what fields were until a day (make_former)
    columns: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # columns that stand behind the title where records are suggested; else the first two
    sorts: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    orders: tuple[Order, ...] = ()
    order: tuple[str, ...] = ()  # default sort; a leading - means falling
    hint: str = ""  # what an empty list says
    workflow: Workflow | None = None
    importable: bool = False  # has a way in from a spreadsheet
    table: str = ""  # what people call that spreadsheet: 名册, 台账; empty: by the label alone
    register: tuple[Field, ...] = ()  # columns of a spreadsheet besides the fields people edit, or read otherwise
    gathers: tuple[Gathered, ...] = ()  # columns of a spreadsheet that stand for rows of a child
    nested: str = ""  # field with the record of the same table that a row stands under, moved to the right
    page: bool = True  # has a page of its own
    within: str = ""  # the list whose place in the sidebar it shares; its own otherwise
    stations: bool = False  # in that of a station too
    # field with the record a row of the list opens; rows without a page of their own are not made by hand
    opens: str = ""

    @property
    def command(self) -> str:
        """How a command calls it, with its words: members（委员）."""
        return f"{self.name}（{self.label}）"

    @property
    def printed(self) -> str:
        """What its list is called on paper: 委员名单, of things 提案一览表."""
        if self.entity.identity.people:
            return f"{self.label}名单"
        return f"{self.label.removesuffix('表')}一览表"

    @property
    def standing(self) -> Fallback | None:
        """The column by which a table says how far a record has come, where its life takes that over from a file."""
        state = self.entity.by_name.get("state")
        taken = self.workflow is not None and bool(self.workflow.taken_over)
        return state.fallback if taken and state is not None and not self.register else None

    @property
    def dated(self) -> tuple[str, ...]:
        """Fields whose former values are kept with the last day they held: what is of an earlier day is told by them."""
        return tuple(each.name for each in self.former if each.name in self.by_name) if self.former else ()

    @property
    def table_label(self) -> str:
        """委员名册, 提案台账; 联络站."""
        return self.label + self.table

    @property
    def import_label(self) -> str:
        """What a button says that leads to the import: 导入名册, 导入联络站."""
        return f"导入{self.table or self.label}"

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        companion = (self.companion,) if self.companion else ()
        return (self.entity, *companion, *self.children)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Fields of the record as the user sees it: its own and those of the current term."""
        extra = (
            tuple(f for f in self.companion if f.name not in (self.companion.owner, "term")) if self.companion else ()
        )
        return (*self.entity.fields, *extra)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return MappingProxyType({each.name: each for each in self.fields})
