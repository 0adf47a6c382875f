"""办理表: the sheet a unit without the program fills in, column by column, made from the table of moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.nouns.proposals.case import MAIN_ROLES
from cppcc_desktop.nouns.proposals.handling import OfUnits
from cppcc_desktop.nouns.proposals.packs.parts import PARTS, PackColumn, PackPart, find_of_day, give_newest, name_units
from cppcc_desktop.services.cases.lives import find_life, name_stages
from cppcc_desktop.services.cases.steps import ask_field, known_fields
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office

SHEET, GUIDE, TEXTS, CHOICES = "承办提案", "说明", "提案全文", "选项"
FILLED_BY, FILLED_PHONE = "填表人", "填表人电话"
WIDE: Mapping[Kind, int] = {Kind.DATE: 11, Kind.CODE: 13, Kind.LONG_TEXT: 26}  # plain columns, in characters

ID = Field(name="id", label="承办编号（不要改）", required=True)
CHECK = Field(name="check", label="校验（不要改）")
MEND = Field(name="mend", label="请改正", limit=100_000)  # in a sheet that goes back to the unit
# What the office wrote; `WIDTHS` in characters.
FIXED = (
    Field(name="docket_no", label="案号"),
    Field(name="title", label="案由"),
    Field(name="sponsors", label="提案人"),
    Field(name="phone", label="提案人电话"),
    Field(name="role", label="办理方式"),
    Field(name="due_on", label="应办复日", kind=Kind.DATE),
    Field(name="summary", label="正文摘要"),
)
WIDTHS = {"docket_no": 7, "title": 22, "sponsors": 13, "phone": 13, "role": 9, "due_on": 11, "summary": 44}


@dataclass(frozen=True, eq=False)
class PackStep:
    """A step as it stands in the sheet; `columns` are those read for it, its own and those it shares."""

    move: Move
    part: PackPart
    columns: tuple[PackColumn, ...]

    @property
    def key(self) -> str:
        """What tells it from the other steps: its first column."""
        return self.part.columns[0].name

    @property
    def heading(self) -> str:
        return self.part.heading or self.move.offer.column_group

    @property
    def roles(self) -> Sequence[str]:
        """Of the units that take it; empty: all."""
        return self.move.about.roles if isinstance(self.move.about, OfUnits) else ()

    @property
    def day(self) -> PackColumn | None:
        """The column with the day it was taken."""
        return next((each for each in self.columns if each.asked == "date"), None)

    def is_for(self, role: object) -> bool:
        return not self.roles or role in self.roles


@dataclass(frozen=True)
class PackLayout:
    """The sheet: its steps, in the order they happen."""

    steps: tuple[PackStep, ...]

    @cached_property
    def in_sheet(self) -> Sequence[PackStep]:
        """The steps in the order of their columns: those of units that only assist stand last."""
        return sorted(self.steps, key=lambda step: not any(step.is_for(role) for role in MAIN_ROLES))

    @cached_property
    def filled(self) -> Sequence[PackColumn]:
        """The columns units fill in."""
        return [column for step in self.in_sheet for column in step.part.columns]

    @cached_property
    def fields(self) -> Sequence[Field]:
        """All columns from left to right."""
        return (*FIXED, MEND, *(each.field for each in self.filled), ID, CHECK)

    def is_open(self, column: PackColumn, role: object) -> bool:
        """Whether a unit in this role fills in that column."""
        return any(each.name == column.name for step in self.steps if step.is_for(role) for each in step.columns)


def read_layout(office: Office) -> PackLayout:
    """The sheet as the table of moves has it now."""
    module, plain = find_life(office, "proposal")
    flow = name_stages(plain, read_codes(office))
    moves = [rows[0] for rows in flow.choices.values() if rows[0].offer.column_group]
    declared = {each.name: each for part in PARTS.values() for each in part.columns}
    taken = {each.label for each in (*FIXED, MEND, ID, CHECK, *(each.field for each in declared.values()))}
    steps: list[PackStep] = []
    for move in moves:
        part = PARTS.get(move.offer.column_group) or make_part(module, move, taken)
        shared = [replace(declared[name], asked=asked) for name, asked in part.shared.items()]
        steps.append(PackStep(move, part, (*shared, *part.columns)))
        taken |= {each.field.label for each in part.columns}
    return PackLayout(tuple(steps))


def make_part(module: Module, move: Move, taken: Collection[str]) -> PackPart:
    """A plain column for each field the step asks units for."""
    columns = tuple(make_columns(module, move, taken))
    guide = f"{move.label}的，填“{'、'.join(each.field.label for each in columns)}”。"
    part = PackPart(
        columns=columns, guide=guide, find=find_of_day,
        settle=name_units([each.asked for each in columns if each.target == "unit"]),
    )  # fmt: skip
    return replace(part, given=give_newest) if move.records else part


def make_columns(module: Module, move: Move, taken: Collection[str]) -> Iterator[PackColumn]:
    """A heading stands once in a sheet: one that is taken, and the bare 日期, has the step before it."""
    known, flow = known_fields(module, move), module.workflow
    for name in move.asks:
        if (flow and name == flow.on_paper) or (move.about and name in move.about.fields):
            continue
        spec = ask_field(move, known[name])
        day = name == "date"
        kind = Kind.TEXT if spec.target else spec.kind
        label = f"{move.label}{spec.label}" if day or spec.label in taken else spec.label
        cells = Field(name=f"{move.name}_{name}", label=label, kind=kind, codes=spec.codes, limit=100_000)
        said = "" if day or spec.bare or kind in (Kind.TEXT, Kind.LONG_TEXT) else f"{spec.label} "
        yield PackColumn(cells, name, WIDE.get(kind, 14), said, not (day or spec.past), spec.target)


def fingerprint(assignment: str, name: str, text: str) -> str:
    """Four hexadecimal digits of one cell that must not change."""
    return sha256(f"{assignment}|{name}|{''.join(text.split())}".encode()).hexdigest()[:4]


def make_check(assignment: str, cells: Mapping[str, str]) -> str:
    """The check of a row: its id and each fixed cell, so that a changed one can be named."""
    return ".".join(fingerprint(assignment, name, cells.get(name, "")) for name in ("id", *WIDTHS))


def find_changed(assignment: str, cells: Mapping[str, str], check: str, present: Sequence[str]) -> list[str] | None:
    """Names of the fixed cells that are not as they were made; None if the id itself does not fit its check.

    Columns that were taken out of the sheet (not in `present`) are not asked for.
    """
    marks = check.split(".")
    if len(marks) != len(WIDTHS) + 1 or marks[0] != fingerprint(assignment, "id", ""):
        return None
    return [
        name for name, mark in zip(WIDTHS, marks[1:], strict=True)
        if name in present and fingerprint(assignment, name, cells.get(name, "")) != mark
    ]  # fmt: skip
