"""A 办理表 that came back: its rows found again, and what each of them would have recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row, Value, clean_text
from cppcc_desktop.domain.errors import OfficeError, list_options
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.importers.tables.cells import read_cell, write_cell
from cppcc_desktop.importers.tables.headers import Mapping as Columns
from cppcc_desktop.importers.tables.headers import match_columns
from cppcc_desktop.importers.tables.sheets import Cell, SourceSheet, column_letter, read_file
from cppcc_desktop.journal.store import load_texts
from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS
from cppcc_desktop.nouns.proposals.grants import HANDLE
from cppcc_desktop.nouns.proposals.packs.layout import (
    CHECK,
    FILLED_BY,
    FILLED_PHONE,
    FIXED,
    GUIDE,
    ID,
    SHEET,
    PackLayout,
    PackStep,
    find_changed,
    read_layout,
)
from cppcc_desktop.nouns.proposals.packs.making import Handed, join_cases
from cppcc_desktop.nouns.proposals.packs.parts import PackColumn
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import load_row
from cppcc_desktop.services.records.titles import read_titles, stands_for
from db.chunks import chunked

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Filling:
    """What one row says of one step; `problem` in words with row and column if it cannot be understood."""

    step: PackStep
    entered: Mapping[str, Value]
    problem: str = ""


@dataclass(frozen=True)
class FilledRow:
    """One case of the file."""

    number: int  # of the row in the file
    handed: Handed
    unit: str  # its name
    fillings: tuple[Filling, ...]
    notes: tuple[str, ...] = ()  # what was not read, and why
    written: Mapping[str, str] = field(default_factory=dict[str, str])  # column → what stands in the cell

    @property
    def id(self) -> str:
        return self.handed.id


@dataclass(frozen=True)
class FilledPack:
    """A file as it was read."""

    path: Path
    unit: str
    filled_by: str
    rows: tuple[FilledRow, ...]
    notes: tuple[str, ...] = ()


@dataclass
class _Reading:
    """What is the same for every row of one file."""

    office: Office
    layout: PackLayout
    codes: CodeLists
    columns: Columns
    units: Mapping[str, str]  # name → id of the units there are
    notes: list[str] = field(default_factory=list[str])

    def place(self, number: int, name: str) -> str:
        """第 12 行 H 列“签收日期”."""
        label = next(each.label for each in self.layout.fields if each.name == name)
        return f"第 {number} 行 {column_letter(self.columns.columns[name])} 列“{label}”"


def read_pack_file(office: Office, actor: Actor, path: Path, progress: Progress | None = None) -> FilledPack:
    """Read a file in a child process and find its cases again. OfficeError says why it is none of ours."""
    actor.require(HANDLE)

    def cancelled() -> bool:
        if progress:
            progress(0, 0, f"正在读“{path.name}”")
        return False

    layout = read_layout(office)
    sheet, guide = open_pack(path, layout, cancelled)
    columns = find_columns(sheet, path, layout)
    rows = {number: row for number, row in sheet.numbered(columns.header_row + 1) if any(c is not None for c in row)}
    with office.read() as connection:
        found = find_handed(office, connection, [text_at(row, columns, ID.name) for row in rows.values()])
        names = read_titles(office, connection, "unit", {each.unit for each in found.values()})
        reading = _Reading(office, layout, read_codes(office), columns, read_units(office, connection))
    if not found:
        raise not_ours(path, "里面的承办编号，本会一个也没有。")
    kept = read_rows(reading, rows, found, names)
    unit = "、".join(dict.fromkeys(each.unit for each in kept)) or next(iter(names.values()), "")
    return FilledPack(path, unit, read_filler(guide), tuple(kept), tuple(reading.notes))


def not_ours(path: Path, why: str) -> OfficeError:
    return OfficeError(
        f"“{path.name}”不是本会发出的办理表：{why}", todo="请单位在原来那份表里填好，再发回来；找不到原表的，重新生成一份给他们。"
    )  # fmt: skip


def open_pack(path: Path, layout: PackLayout, cancelled: Callable[[], bool]) -> tuple[SourceSheet, SourceSheet | None]:
    """The sheet with the cases, whatever it is called by now, and the guide if it is still there."""
    first = read_file(path, cancelled=cancelled)
    names = [SHEET, *(name for name in first.sheets if name not in (SHEET, GUIDE))]
    guide = first if first.name == GUIDE else None
    for name in names:
        if name not in first.sheets:
            continue
        sheet = first if name == first.name else read_file(path, sheet=name, cancelled=cancelled)
        if looks_like_pack(sheet, layout):
            return sheet, guide
    if looks_like_pack(first, layout):
        return first, None
    raise not_ours(path, "找不到有“案号、案由、签收日期”这些标题的表。")


def looks_like_pack(sheet: SourceSheet, layout: PackLayout) -> bool:
    try:
        found = match_columns(sheet, layout.fields).columns
    except OfficeError:
        return False
    return sum(name in found for name in ("docket_no", "title", "signed_on", "document_no", "text")) >= 3


def find_columns(sheet: SourceSheet, path: Path, layout: PackLayout) -> Columns:
    """The columns wherever they stand by now; refused without those the cases are told by."""
    columns = match_columns(sheet, layout.fields)
    gone = [each.label.split("（")[0] for each in (ID, CHECK) if each.name not in columns.columns]
    if gone:
        raise not_ours(path, f"右边隐藏的“{'”“'.join(gone)}”列不见了，认不出是哪几件提案。")
    return columns


def text_at(row: Sequence[Cell], columns: Columns, name: str) -> str:
    place = columns.columns.get(name)
    cell = row[place] if place is not None else None
    return "" if cell is None else clean_text(write_cell(cell))


def find_handed(office: Office, connection: Connection, ids: Sequence[str]) -> dict[str, Handed]:
    """The assignments of these ids that are here, whatever became of them."""
    table, unit = office.schema.records["assignment"], office.schema.records["unit"]
    rows: list[Row] = []
    same: dict[str, str] = {}
    for chunk in chunked(sorted({each for each in ids if each})):
        query = select(table).where(table.c.id.in_(chunk), table.c.deleted.is_(None))
        rows += [load_row(ASSIGNMENTS.entity.fields, row) for row in connection.execute(query).mappings()]
    for chunk in chunked({str(row["unit"]) for row in rows}):
        wanted = select(unit.c.id, stands_for(unit)).where(unit.c.id.in_(chunk))
        same |= {str(own): str(other) for own, other in connection.execute(wanted)}
    return {each.id: each for each in join_cases(office, connection, rows, same)}


def read_units(office: Office, connection: Connection) -> dict[str, str]:
    """Ids of the units by name, short name and the other names they have or had."""
    table = office.schema.records["unit"]
    columns = (table.c.name, table.c.short, table.c.other_names, stands_for(table))
    found: dict[str, str] = {}
    for name, short, others, unit in connection.execute(select(*columns).where(table.c.deleted.is_(None))):
        words = (*load_texts(others), short, name)
        found |= {str(word): str(unit) for word in words if word}
    return found


def read_filler(guide: SourceSheet | None) -> str:
    """Who filled it in and their phone, from the page with the guide."""
    found = {
        str(row[0]).strip(): clean_text(write_cell(row[1]))
        for row in (guide.rows if guide else ())
        if len(row) > 1 and row[1] is not None
    }  # fmt: skip
    return " ".join(words for name in (FILLED_BY, FILLED_PHONE) if (words := found.get(name, "")))


def read_rows(
    reading: _Reading, rows: Mapping[int, Sequence[Cell]], found: Mapping[str, Handed], names: Mapping[str, str]
) -> list[FilledRow]:
    """Rows that are cases of ours; of the others the notes say why they were left out."""
    kept: list[FilledRow] = []
    seen: dict[str, int] = {}
    for number, row in rows.items():
        record = text_at(row, reading.columns, ID.name)
        handed = found.get(record)
        why = refuse_row(reading, number, row, handed, seen)
        if why:
            reading.notes.append(why)
        elif handed:
            seen[record] = number
            kept.append(read_row(reading, number, row, handed, names.get(handed.unit, "")))
    return kept


def refuse_row(
    reading: _Reading, number: int, row: Sequence[Cell], handed: Handed | None, seen: Mapping[str, int]
) -> str:
    """Why a row is left out; empty if it is not, or if there is nothing in it."""
    columns = reading.columns
    if handed is None:
        filled = any(text_at(row, columns, each.name) for each in reading.layout.filled)
        known = text_at(row, columns, ID.name)
        if not filled and not known:
            return ""
        why = "承办编号认不出来" if known else "没有承办编号，是后来加的"
        return f"第 {number} 行没有读：{why}。"
    if handed.id in seen:
        return f"第 {number} 行没有读：和第 {seen[handed.id]} 行是同一件。"
    cells = {each.name: text_at(row, columns, each.name) for each in FIXED}
    changed = find_changed(handed.id, cells, text_at(row, columns, CHECK.name), list(columns.columns))
    if changed is None:
        return f"第 {number} 行没有读：承办编号和校验对不上，可能粘贴错了行。"
    if "docket_no" in changed and cells["docket_no"].lstrip("0") != str(handed.case["docket_no"] or "").lstrip("0"):
        return f"第 {number} 行没有读：案号和隐藏的承办编号不是同一件，可能只给一部分列排了序。"
    return ""


def read_row(reading: _Reading, number: int, row: Sequence[Cell], handed: Handed, unit: str) -> FilledRow:
    columns = reading.columns
    cells = {each.name: text_at(row, columns, each.name) for each in FIXED}
    changed = find_changed(handed.id, cells, text_at(row, columns, CHECK.name), list(columns.columns)) or []
    notes = [f"{reading.place(number, name)}改过，不采用，仍按本会的。" for name in changed]
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    written: dict[str, str] = {}
    for each in reading.layout.filled:
        place = columns.columns.get(each.name)
        cell = row[place] if place is not None else None
        if cell is None or not text_at(row, columns, each.name):
            continue
        if not reading.layout.is_open(each, handed.row["role"]):
            notes.append(f"{reading.place(number, each.name)}不归{role_of(reading, handed)}填，没有读。")
            continue
        value, problem = read_value(reading, number, each, cell)
        written[each.name] = text_at(row, columns, each.name)
        values[each.name] = value
        if problem:
            problems[each.name] = problem
    steps = (step for step in reading.layout.steps if step.is_for(handed.row["role"]))
    fillings = tuple(
        filling for step in steps if (filling := gather(reading, number, handed, step, values, problems)) is not None
    )
    return FilledRow(number, handed, unit, fillings, tuple(notes), written)


def role_of(reading: _Reading, handed: Handed) -> str:
    return reading.codes.label("handling_role", str(handed.row["role"])) + "单位"


def read_value(reading: _Reading, number: int, each: PackColumn, cell: Cell) -> tuple[Value, str]:
    """The stored form of a cell, and what is wrong with it."""
    read = read_cell(each.field, cell, reading.codes, today=reading.office.today())
    where = reading.place(number, each.name)
    if read.unknown:
        words = list_options([code.label for code in reading.codes.entries(each.field.codes)])
        return None, f"{where}：没有“{'、'.join(read.unknown)}”这一项。可选：{words}。"
    if read.reason:
        return None, f"{where}：{read.reason.removeprefix(each.field.label).lstrip('：:')}"
    return read.value, ""


def gather(
    reading: _Reading, number: int, handed: Handed, step: PackStep, values: Mapping[str, Value],
    problems: Mapping[str, str],
) -> Filling | None:  # fmt: skip
    """What the cells of one step amount to; None if they are empty or say nothing."""
    columns = {each.name: each.asked for each in step.columns}
    own = {columns[name]: value for name, value in values.items() if name in columns}
    wrong = [text for name, text in problems.items() if name in columns]
    if step.day and not wrong and not own.get("date"):
        wrong = [f"第 {number} 行没有填“{step.day.field.label}”。"]
    against = step.part.settle(own, values, handed.row, reading.units) if own else ""
    if not own:
        return None
    if against:
        wrong.append(f"第 {number} 行{against}")
    return Filling(step, {name: value for name, value in own.items() if value is not None}, "".join(wrong))
