"""Rows of a sheet as records in their stored form, and every doubt with its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from cppcc_desktop.domain.description.fields import Fallback, Field, Kind, Personal, Value, mask
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.secrecy import find_secret, say_secret
from cppcc_desktop.importers.people.names import read_former_name, read_written_name
from cppcc_desktop.importers.tables import headers
from cppcc_desktop.importers.tables.cells import (
    SHOWN,
    CellReading,
    CodeBook,
    is_ditto,
    read_cell,
    write_cell,
)
from cppcc_desktop.importers.tables.records import Gathering, SheetRecord, read_records
from cppcc_desktop.importers.tables.sheets import EPOCH, Cell, SourceSheet

COUNTER = re.compile(r"\{(\d+)\}")  # 云水-{001}


@dataclass(frozen=True)
class Doubt:
    """Something a person must look at; `blocking` keeps the whole row out, else only the cell."""

    row: int  # sheet row number
    column: str  # C 列“界别”
    value: str  # as in the sheet; masked if sensitive
    reason: str
    blocking: bool = False
    field: str = ""
    asks: tuple[tuple[str, str], ...] = ()  # (code list, word): which entry these words mean can be said

    def __str__(self) -> str:
        return f"第 {self.row} 行 {self.column}：{self.reason}"


@dataclass(frozen=True)
class ImportRow:
    """One record as read. Fields whose cell is empty or was not understood are not in `values`."""

    number: int  # sheet row number
    values: Mapping[str, Value]
    doubts: tuple[Doubt, ...] = ()
    unknown_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    more: tuple[int, ...] = ()  # further sheet rows of the same record
    notes: tuple[str, ...] = ()  # what should be known of the row, though nothing is wrong with it
    indent: int = 0  # blanks before its name: it may stand under another one

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
    given: Mapping[str, str]
    epoch: date = EPOCH
    noted_unit: str = ""
    cache: dict[tuple[str, Cell], CellReading] = field(default_factory=dict[tuple[str, Cell], CellReading])

    @cached_property
    def following(self) -> Mapping[str, Fallback]:
        """Fields that follow from another of the row where it does not say them."""
        return {name: each.fallback for name, each in self.fields.items() if each.fallback}

    def read(self, name: str, cell: Cell) -> CellReading:
        """One cell; words of code lists and days repeat, so each is looked up once."""
        spec = self.fields[name]
        if spec.kind is Kind.MONEY:
            return read_money(spec, cell, self.unit(name), self.codes, self.today)
        if not spec.codes and spec.kind is not Kind.DATE:
            return read_cell(spec, cell, self.codes, today=self.today, epoch=self.epoch)
        if (name, cell) not in self.cache:
            self.cache[name, cell] = read_cell(spec, cell, self.codes, today=self.today, epoch=self.epoch)
        return self.cache[name, cell]

    def unit(self, name: str) -> str:
        """What the numbers of a column count: 万 of 金额（万元）, else what a note above the table says, 单位：万元."""
        columns = self.mapping.columns_of(name) if name in self.mapping.columns else ()
        headed = (HEADED_UNIT.search(self.mapping.headings.get(each, "")) for each in columns)
        found = next((each for each in headed if each), None)
        return self.noted_unit if found is None else found[1] or found[2] or ""

    def doubt(
        self, number: int, name: str, cell: Cell, reason: str, *, blocking: bool = False,
        asks: tuple[tuple[str, str], ...] = (),
    ) -> Doubt:  # fmt: skip
        """A doubt about the field's cell in sheet row `number`."""
        shown = "" if cell is None else mask_value(self.fields[name], write_cell(cell)[: SHOWN + 1])
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}……"
        known = name in self.mapping.columns
        column = self.mapping.describe_column(name) if known else f"整张表的“{self.fields[name].label}”"
        return Doubt(number, column, shown, reason, blocking, name, asks)


HEADED_UNIT = re.compile(r"[（(【\[]\s*(?:单位[:：]\s*)?(百|千|万|百万|千万|亿)?元\s*[)）】\]]|(百|千|万|亿)元$")
NOTED_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?\s*(百|千|万|百万|千万|亿)?元")


def find_noted_unit(sheet: SourceSheet, header_row: int) -> str:
    """万 where a line above the headings says 单位：万元."""
    for number, row in sheet.numbered(1):
        if number >= header_row:
            break
        for cell in row:
            if isinstance(cell, str) and (found := NOTED_UNIT.search(cell)):
                return found[1] or ""
    return ""


def read_money(spec: Field, cell: Cell, unit: str, codes: CodeBook, today: date) -> CellReading:
    """An amount of a column that counts in a unit; one with a unit of its own below such a heading is a doubt."""
    text = "" if cell is None else write_cell(cell).strip()
    if not unit or not text:
        return read_cell(spec, cell, codes, today=today)
    if re.search(r"[百千万亿元]", text):
        return CellReading(reason=f"{spec.label}的标题写着{unit}元，格子里又写了“{text}”，是多少看不出来，没有读。")
    return read_cell(spec, f"{text}{unit}", codes, today=today)


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
    given: Mapping[str, str] | None = None,
    gathering: Gathering | None = None,
) -> list[ImportRow]:
    """Every record below the row of headings, in sheet order, those in doubt included.

    Empty rows, footers, headings printed again and lines between groups are left out. `today` gives the year
    to dates without one. Rows of `people` may have notes behind the name. `given` holds for every row that has nothing
    there: field → text as a cell would hold it, with {001} for a number that counts up. What follows from another
    field of the row is something. Raises OfficeError if the mapping lacks a required field.
    """
    given = given or {}
    missing = [each for each in mapping.missing if each.name not in given]
    if missing:
        labels = "、".join(each.label for each in missing)
        known = "、".join(str(each) for each in mapping.unknown) or "没有"
        raise OfficeError(f"表里找不到“{labels}”这一列。", todo=f"没有对上的列：{known}。请指定哪一列是“{labels}”。")
    reader = RowReader(
        mapping,
        {each.name: each for each in fields},
        codes,
        today or date.today(),
        people,
        [each for each in fields if each.required],
        given,
        sheet.epoch,
        find_noted_unit(sheet, mapping.header_row),
    )
    secret = find_secret_rows(sheet, mapping.header_row)
    records = read_records(sheet, mapping, people=people, gathering=gathering)
    rows = [read_row(reader, place, record) for place, record in enumerate(records)]
    return mark_doubles(reader, [block_secret(reader, row, secret) for row in rows])


def find_secret_rows(sheet: SourceSheet, header_row: int) -> dict[int, str]:
    """Sheet rows with a mark of secrecy in any of their cells, read or not; OfficeError where it stands over the table."""
    found: dict[int, str] = {}
    for number, row in sheet.numbered():
        mark = next((told for cell in row if isinstance(cell, str) and (told := find_secret(cell))), "")
        if mark and number <= header_row:
            raise OfficeError(f"表头上{say_secret(mark)}。", todo="确实不涉密的，去掉这个标志再导入。")
        found |= {number: mark} if mark else {}
    return found


def block_secret(reader: RowReader, row: ImportRow, secret: Mapping[int, str]) -> ImportRow:
    """A row that bears a mark of secrecy is not imported."""
    mark = next((secret[number] for number in (row.number, *row.more) if number in secret), "")
    if not mark or row.blocked:
        return row
    name = next(each.name for each in reader.mapping.fields if each.required or each is reader.mapping.fields[-1])
    told = reader.doubt(row.number, name, mark, f"这一行{say_secret(mark)}。", blocking=True)
    return replace(row, doubts=(*row.doubts, told))


def read_row(reader: RowReader, place: int, record: SheetRecord) -> ImportRow:
    number = record.number
    values, notes, remarks = dict[str, Value](), list[str](), list[str]()
    doubts = [reader.doubt(number, name, None, why) for name, why in record.unclear.items()]
    unknown = dict[str, tuple[str, ...]]()
    given = {name: count_up(text, place) for name, text in reader.given.items() if name not in record.cells}
    last = sorted(given.items(), key=lambda each: each[0] in reader.following)
    for name, cell in (*record.cells.items(), *last):
        if name in given and name in reader.following and reader.following[name].tells(values):
            continue
        if is_ditto(cell):
            doubts.append(reader.doubt(number, name, cell, "写着“同上”，上面却没有内容，这一行不导入。", blocking=True))
            continue
        for part, reading in read_parts(reader, name, cell, notes, remarks):
            if reading.value is not None and (part == name or part not in values):
                values[part] = reading.value
            if reading.unknown:
                unknown[part] = reading.unknown
            if reading.reason:
                told = reader.doubt(number, name, cell, reading.reason, blocking=reading.blocking, asks=reading.asks)
                doubts.append(told)
    if reader.people and remarks:
        keep_remarks(reader, reader.people, remarks, values, notes)
    doubts += find_missing(reader, number, values, {each.field for each in doubts if each.blocking})
    return ImportRow(number, values, tuple(doubts), unknown, record.more, tuple(notes), count_blanks(reader, record))


def count_blanks(reader: RowReader, record: SheetRecord) -> int:
    """How far the name of a record is moved to the right."""
    name = record.cells.get(reader.required[0].name) if reader.required else None
    return len(name) - len(name.lstrip(" \u3000\t")) if isinstance(name, str) else 0


def count_up(text: str, place: int) -> str:
    """{001} → 001 in the first row, 002 in the second."""
    return COUNTER.sub(lambda found: str(int(found[1]) + place).zfill(len(found[1])), text)


def read_parts(
    reader: RowReader, name: str, cell: Cell, notes: list[str], remarks: list[str]
) -> Iterable[tuple[str, CellReading]]:
    """The fields a cell speaks of: its own, and for a name also what is noted behind it."""
    if reader.people and name == reader.people.name and isinstance(cell, str):
        return read_name(reader, reader.people, cell, notes, remarks)
    return ((name, reader.read(name, cell)),)


def read_name(
    reader: RowReader, who: Personal, cell: str, notes: list[str], remarks: list[str]
) -> Iterator[tuple[str, CellReading]]:
    """The name, and what the notes behind it say where it is plain; other notes are remarks."""
    spec = reader.fields[who.name]
    written = read_written_name(cell)
    yield spec.name, reader.read(spec.name, written.name)
    if written.marks:
        notes.append(f"{spec.label}旁边的{'、'.join(f'“{mark}”' for mark in written.marks)}不是{spec.label}，没有读。")
    for note in written.notes:
        told = read_note(reader, who, note)
        if told:
            yield told
        elif re.search(r"\d", note) or who.remark not in reader.fields:
            yield spec.name, CellReading(reason=f"{spec.label}后面的“{note}”看不出是什么，没有读。")
        else:
            remarks.append(note)


def read_note(reader: RowReader, who: Personal, note: str) -> tuple[str, CellReading] | None:
    """A word of a code list, or a former name that is called so; None for a remark of another sort."""
    marks = () if re.search(r"\d", note) else who.notes  # (1) and (2) tell namesakes apart, they are no codes
    readings = ((each, reader.read(each, note)) for each in marks if each in reader.fields)
    mark = next(((each, reading) for each, reading in readings if not reading.reason), None)
    former = None if mark or who.former not in reader.fields else read_former_name(note)
    return (who.former, CellReading(former)) if former else mark


def keep_remarks(
    reader: RowReader, who: Personal, remarks: Sequence[str], values: dict[str, Value], notes: list[str]
) -> None:
    """Remarks behind a name go where remarks are kept. They never say who somebody is."""
    before, label = values.get(who.remark), reader.fields[who.remark].label
    values[who.remark] = "；".join((*([str(before)] if before else []), *remarks))
    notes.append(f"{reader.fields[who.name].label}后面的{'、'.join(f'“{each}”' for each in remarks)}记在{label}里。")


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
