"""Rows of a sheet as records in their stored form, and every doubt with its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cppcc_desktop.domain.description.fields import Field, Kind, Personal, Value, mask
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables import headers
from cppcc_desktop.importers.tables.cells import (
    SHOWN,
    CellReading,
    CodeBook,
    read_cell,
    read_former_name,
    split_name,
    write_cell,
)
from cppcc_desktop.importers.tables.headers import normalise_heading
from cppcc_desktop.importers.tables.sheets import Cell, SourceSheet

FOOTER = re.compile(
    r"(合计|总计|小计|共计|总人数|人数合计)([:\d].*)?|[^\d]{1,16}(小计|合计)([:\d].*)?"
    r"|(制表|填表|填报|报送|审核|复核|经办|联系)(人|单位|部门|日期|时间|电话)?([:(].*)?"
    r"|(备注|说明|注|附注)([:].*)?|共\d+[人名件].*"
)
SEPARATOR = re.compile(r"\(?[一二三四五六七八九十]+[、.)].*|.*\(?共?\d+[人名个家件]\)?")
GROUP_OF_PEOPLE = re.compile(r".*(界|界别|组|街道|乡|镇|委员会|专委会|联络站|办事处)")


@dataclass(frozen=True)
class Doubt:
    """Something a person must look at; `blocking` keeps the whole row out, else only the cell."""

    row: int  # sheet row number
    column: str  # C 列“界别”
    value: str  # as in the sheet; masked if sensitive
    reason: str
    blocking: bool = False
    field: str = ""

    def __str__(self) -> str:
        return f"第 {self.row} 行 {self.column}：{self.reason}"


@dataclass(frozen=True)
class ImportRow:
    """One record as read. Fields whose cell is empty or was not understood are not in `values`."""

    number: int  # sheet row number
    values: Mapping[str, Value]
    doubts: tuple[Doubt, ...] = ()
    unknown_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def blocked(self) -> bool:
        return any(each.blocking for each in self.doubts)


@dataclass(frozen=True)
class RowReader:
    """What is the same for every row of one import."""

    mapping: headers.Mapping
    fields: Mapping[str, Field]
    codes: CodeBook
    today: date
    people: Personal | None
    required: Sequence[Field]
    cache: dict[tuple[str, Cell], CellReading] = field(default_factory=dict[tuple[str, Cell], CellReading])

    def read(self, name: str, cell: Cell) -> CellReading:
        """One cell; words of code lists and days repeat, so each is looked up once."""
        spec = self.fields[name]
        if not spec.codes and spec.kind is not Kind.DATE:
            return read_cell(spec, cell, self.codes, today=self.today)
        if (name, cell) not in self.cache:
            self.cache[name, cell] = read_cell(spec, cell, self.codes, today=self.today)
        return self.cache[name, cell]

    def doubt(self, number: int, name: str, cell: Cell, reason: str, *, blocking: bool = False) -> Doubt:
        """A doubt about the field's cell in sheet row `number`."""
        shown = "" if cell is None else mask_value(self.fields[name], write_cell(cell)[: SHOWN + 1])
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}……"
        return Doubt(number, self.mapping.describe_column(name), shown, reason, blocking, name)


def mask_value(spec: Field, text: str) -> str:
    return mask(spec, text.strip()) if spec.sensitive else text


def read_rows(
    sheet: SourceSheet,
    mapping: headers.Mapping,
    fields: Sequence[Field],
    codes: CodeBook,
    *,
    today: date | None = None,
    people: Personal | None = None,
) -> list[ImportRow]:
    """Every record below the row of headings, in sheet order, those in doubt included.

    Empty rows, footers, headings printed again and lines between groups are left out. `today` gives the year
    to dates without one. Rows of `people` may have notes behind the name. Raises OfficeError if the mapping lacks a required field.
    """
    if mapping.missing:
        labels = "、".join(each.label for each in mapping.missing)
        known = "、".join(str(each) for each in mapping.unknown) or "没有"
        raise OfficeError(f"表里找不到“{labels}”这一列。", todo=f"没有对上的列：{known}。请指定哪一列是“{labels}”。")
    reader = RowReader(
        mapping,
        {each.name: each for each in fields},
        codes,
        today or date.today(),
        people,
        [each for each in fields if each.required],
    )
    filled = carry_merges(sheet, mapping)
    rows = [
        read_row(reader, number, row)
        for (number, raw), row in zip(sheet.numbered(mapping.header_row + 1), filled, strict=True)
        if is_record(raw, mapping, people)
    ]
    return mark_doubles(reader, rows)


def carry_merges(sheet: SourceSheet, mapping: headers.Mapping) -> list[list[Cell]]:
    """Rows below the headings, with the value of each merged area in all its cells.

    An area across the name and other columns is a line between groups, not a value of them all.
    """
    start = mapping.header_row + 1
    rows = [list(row) for _, row in sheet.numbered(start)]
    needed = {mapping.columns[each.name] for each in mapping.fields if each.required and each.name in mapping.columns}
    offset = max(start, sheet.first_row)
    for area in sheet.merges:
        across = range(area.left, area.right + 1)
        if area.top < offset or (len(across) > 1 and needed & set(across)):
            continue
        value = rows[area.top - offset][area.left]
        for row in rows[area.top - offset : area.bottom - offset + 1]:
            row[area.left : area.right + 1] = [value] * len(across)
    return rows


def is_record(row: Sequence[Cell], mapping: headers.Mapping, people: object) -> bool:
    """Whether a row (merged areas not carried) holds a record: not empty, a footer, a heading or a separator."""
    filled = [(index, cell) for index, cell in enumerate(row) if cell is not None and str(cell).strip()]
    if not filled:
        return False
    first = normalise_heading(str(filled[0][1]))
    if FOOTER.fullmatch(first):
        return False
    if len(filled) == 1 and len(mapping.columns) > 1:
        parted = SEPARATOR.fullmatch(first) or (people and GROUP_OF_PEOPLE.fullmatch(first))
        return filled[0][0] in mapping.columns.values() and not parted
    return not is_repeated(row, mapping)


def is_repeated(row: Sequence[Cell], mapping: headers.Mapping) -> bool:
    """The headings again, as printed on each page: the name's own, or half of them where no field is needed."""
    needed = [mapping.columns[each.name] for each in mapping.fields if each.required]
    places = needed or list(mapping.columns.values())
    repeated = sum(
        normalise_heading(str(row[index] or "")) == normalise_heading(mapping.headings.get(index, "")) != ""
        for index in places
    )
    return repeated > 0 and repeated * 2 >= len(places)


def read_row(reader: RowReader, number: int, row: Sequence[Cell]) -> ImportRow:
    values = dict[str, Value]()
    doubts = list[Doubt]()
    unknown = dict[str, tuple[str, ...]]()
    for name, index in reader.mapping.columns.items():
        cell = row[index]
        if cell is None:
            continue
        for part, reading in read_parts(reader, name, cell):
            if reading.value is not None and (part == name or part not in values):
                values[part] = reading.value
            if reading.unknown:
                unknown[part] = reading.unknown
            if reading.reason:
                doubts.append(reader.doubt(number, name, cell, reading.reason, blocking=reading.blocking))
    doubts += find_missing(reader, number, values, {each.field for each in doubts if each.blocking})
    return ImportRow(number, values, tuple(doubts), unknown)


def read_parts(reader: RowReader, name: str, cell: Cell) -> Iterable[tuple[str, CellReading]]:
    """The fields a cell speaks of: its own, and for a name also what is noted behind it."""
    if reader.people and name == reader.people.name and isinstance(cell, str):
        return read_name(reader, reader.people, cell)
    return ((name, reader.read(name, cell)),)


def read_name(reader: RowReader, who: Personal, cell: str) -> Iterator[tuple[str, CellReading]]:
    spec = reader.fields[who.name]
    name, notes = split_name(cell)
    yield spec.name, reader.read(spec.name, name)
    for note in notes:
        marks = () if re.search(r"\d", note) else who.notes  # (1) and (2) tell namesakes apart, they are no codes
        readings = ((each, reader.read(each, note)) for each in marks if each in reader.fields)
        mark = next(((each, reading) for each, reading in readings if not reading.reason), None)
        former = None if mark or who.former not in reader.fields else read_former_name(note)
        if mark:
            yield mark
        elif former:
            yield who.former, CellReading(former)
        else:
            yield spec.name, CellReading(reason=f"{spec.label}后面的“{note}”看不出是什么，没有读。")


def find_missing(reader: RowReader, number: int, values: Mapping[str, Value], blocked: set[str]) -> Iterator[Doubt]:
    for each in reader.required:
        if each.name not in values and each.name not in blocked:
            yield reader.doubt(number, each.name, None, f"没有{each.label}，这一行不导入。", blocking=True)


def mark_doubles(reader: RowReader, rows: list[ImportRow]) -> list[ImportRow]:
    """The second of two equal rows is in doubt: same name, post, phone and ID number, or the same in all."""
    seen = dict[object, int]()
    marked = list[ImportRow]()
    title = next((each.name for each in reader.mapping.fields if each.required), "")
    who = reader.people
    keys = (who.post, who.phone, who.number) if who else ()  # what tells two rows of one name apart
    for row in rows:
        key = row_key(row, title, keys)
        first = seen.setdefault(key, row.number)
        if first != row.number and not row.blocked:
            reason = f"和第 {first} 行重复，这一行不导入。"
            told = reader.doubt(row.number, title, str(row.values[title]), reason, blocking=True)
            row = replace(row, doubts=(*row.doubts, told))
        marked.append(row)
    return marked


def row_key(row: ImportRow, title: str, keys: Sequence[str]) -> object:
    """What makes two rows one; a row whose title is missing equals no other."""
    if title not in row.values:
        return row.number
    told = [(key, row.values[key]) for key in keys if key in row.values]
    return repr((row.values[title], told or sorted(row.values.items(), key=lambda item: item[0])))
