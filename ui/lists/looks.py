"""How rows look in a list, and records in their header: what the field descriptions cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cppcc_desktop.domain.description.conditions import Both, Condition
from cppcc_desktop.domain.description.fields import Field, Kind, Row
from cppcc_desktop.domain.description.figures import reckon_rate
from cppcc_desktop.domain.modules import Module
from ui.kit.tables.columns import TICKS, ListCell, ListColumn
from ui.session import Session

Words = Mapping[str, str]
Cells = Callable[[Row, Words, date], dict[str, ListCell | str]]


@dataclass(frozen=True)
class Total:
    """A count at the foot of the list; with `of` the rate of those that meet it, 57.1%（8 / 14）; with `adds` what its
    records hold in a number field, told in a unit.
    """

    label: str
    where: Condition
    role: str = "bold"
    adds: str = ""
    unit: str = ""
    of: Condition | None = None

    @property
    def counted(self) -> tuple[Condition, ...]:
        return (self.where,) if self.of is None else (Both(self.where, self.of), self.of)

    def say(self, counts: Sequence[int]) -> str:
        """What was counted of each condition, in words."""
        rate = reckon_rate(*counts) if self.of is not None else None
        return str(counts[0]) if self.of is None else f"{rate}%（{counts[0]} / {counts[1]}）" if counts[1] else "—"


@dataclass(frozen=True)
class ChildStrip:
    """Rows of a child as chips below the facts of a record's header: what each is, from when, until when; ended ones grey."""

    child: str
    since: str
    until: str


def plain_cells(_row: Row, _words: Words, _today: date) -> dict[str, ListCell | str]:
    """Every cell in its plain words."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Look:
    """Of a list: cells that differ from plain words, the order in which columns fold, the totals of the foot.

    Of a record: what the top bar calls it, chips and facts of its header.
    """

    module: str
    cells: Cells = plain_cells
    folds: Mapping[str, int] = field(default_factory=dict[str, int])
    short_folds: Mapping[str, int] = field(default_factory=dict[str, int])
    short_widths: Mapping[str, int] = field(default_factory=dict[str, int])
    totals: tuple[Total, ...] = ()
    # of columns whose cells say something beside their value: what that is called where it has a column of its own
    beside: Mapping[str, str] = field(default_factory=dict[str, str])
    chips_in: tuple[str, ...] = ()  # columns whose words stand on a tint
    heads: Mapping[str, str] = field(default_factory=dict[str, str])  # of columns, where not the field's own label
    widths: Mapping[str, int] = field(default_factory=dict[str, int])  # of columns, where not the field's own
    searched: tuple[str, ...] = ()  # fields its search looks through; none: the title
    name: Callable[[Row, Words], str] = lambda _row, _words: ""  # what the top bar calls an open record
    chips: Callable[[Row, Words, date], list[tuple[str, str]]] = lambda _row, _words, _today: []
    facts: Callable[[Row, Words], list[str]] = lambda _row, _words: []
    strip: ChildStrip | None = None


def state_cells(module: Module, row: Row) -> dict[str, ListCell | str]:
    """The state of a record with a life as a chip with its words; a noun's own look may say more."""
    if module.workflow is None or not row.get("state"):
        return {}
    state = module.workflow.state(str(row["state"]))
    return {"state": ListCell(state.label, tone=state.tone)}


def grade_cells(
    chips: Iterable[Field], tones: Mapping[tuple[str, str], str], row: Row, words: Words
) -> dict[str, ListCell | str]:  # fmt: skip
    """Entries of code lists that stand on a tint, with that of their grade."""
    return {
        each.name: ListCell(words[each.name], tone=tones.get((each.codes, str(row[each.name])), "none"))
        for each in chips if row[each.name]
    }  # fmt: skip


def state_chips(module: Module, row: Row) -> list[tuple[str, str]]:
    """The same for the header of the record."""
    return [(cell.text, cell.tone) for cell in state_cells(module, row).values() if isinstance(cell, ListCell)]


def find_look(session: Session, module: str) -> Look:
    """The look its noun gives a list, else the plain one."""
    return next((each for each in session.parts(Look) if each.module == module), Look(module=module))


def make_columns(module: Module, look: Look, chosen: Sequence[str] = ()) -> list[ListColumn]:
    """The list's columns from the field descriptions: those that ship, or the chosen ones.

    Columns the user chose do not leave for want of room: the table scrolls sideways instead.
    """
    names = [name for name in chosen if name in module.by_name] or module.columns
    columns = [make_column(module.by_name[name], module, look) for name in names]
    if chosen:
        columns = [replace(column, fold=0, short_fold=0) for column in columns]
    if not any(column.stretch for column in columns):
        most = module.opens or module.entity.title
        wide = max(range(len(columns)), key=lambda at: (columns[at].key == most, columns[at].width))
        columns[wide] = replace(columns[wide], stretch=True)
    return [TICKS, *columns]


WIDTHS = {
    Kind.DATE: 104,
    Kind.BOOLEAN: 88,
    Kind.INTEGER: 88,
    Kind.DECIMAL: 88,
    Kind.MONEY: 112,
    Kind.TIME: 72,
    Kind.CODE: 104,
}  # of fields that name none


def make_column(spec: Field, module: Module, look: Look) -> ListColumn:
    workflow = (module.workflow is not None and spec.name == "state") or spec.name in look.chips_in
    width = look.widths.get(spec.name) or spec.width or max(WIDTHS.get(spec.kind, 128), 15 * len(spec.label) + 24)
    return ListColumn(
        spec.name, look.heads.get(spec.name, spec.label), width=max(width, 56), stretch=spec.width < 0,
        shape="chip" if workflow else "text", align="right" if spec.kind.is_number else "left",
        sortable=spec.name in module.sorts, fold=look.folds.get(spec.name, 0),
        short_fold=look.short_folds.get(spec.name, 0), short_width=look.short_widths.get(spec.name, 60),
        tooltip="" if spec.name in module.sorts else "不按这一列排序；可以排的在“排序”里。",
    )  # fmt: skip
