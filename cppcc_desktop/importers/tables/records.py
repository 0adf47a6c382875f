"""Which rows of a sheet are records, and what stands in the columns of each field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.importers.tables import headers
from cppcc_desktop.importers.tables.cells import is_ditto, read_tick, write_cell
from cppcc_desktop.importers.tables.headings import normalise_heading
from cppcc_desktop.importers.tables.sheets import Cell, SourceSheet, column_letter

FOOTER = re.compile(
    r"(合计|总计|小计|共计|总人数|人数合计|以上共计)([:\d].*)?|[^\d]{1,16}(小计|合计)([:\d].*)?"
    r"|(制表|填表|填报|报送|审核|复核|经办|联系)(人|单位|部门|日期|时间|电话)?([:(].*)?"
    r"|(备注|说明|注|附注|填表说明|注意事项)(\d?[:].*)?|共\d+[人名件].*"
)
SEPARATOR = re.compile(r"\(?[一二三四五六七八九十]+[、.)].*|.*\(?共?\d+[人名个家件]\)?")
GROUP_OF_PEOPLE = re.compile(r".*(界|界别|组|街道|乡|镇|委员会|专委会|联络站|办事处)")
TOLD = 6  # rows or columns that are named in a sentence


@dataclass(frozen=True)
class Gathering:
    """How one record stands in several rows.

    `fields` may hold something in each of them, all of it together; by field the one beside it that says more of it in
    the same row, such as 主办 or 会办 of a unit. `numbers` tell records apart: where they differ it is another one.
    """

    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    numbers: Sequence[str] = ()


@dataclass
class SheetRecord:
    """The cells of one record by field, and what could not be made of them: field → a sentence."""

    number: int  # its first sheet row
    cells: dict[str, Cell]
    more: tuple[int, ...] = ()  # its other sheet rows
    unclear: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class SheetRow:
    """One row: as it stands, and the cells of its fields with merged areas and 同上 filled in."""

    number: int
    raw: Sequence[Cell]
    cells: Mapping[str, Cell]
    unclear: Mapping[str, str]


def read_records(
    sheet: SourceSheet, mapping: headers.Mapping, *, people: object = None, gathering: Gathering | None = None
) -> list[SheetRecord]:
    """Every record below the headings, in sheet order. Those over several rows are put together, never guessed at."""
    found, layout = list[SheetRecord](), Layout.of(mapping, gathering or Gathering())
    joined = find_joined(sheet, layout)
    before: SheetRow | None = None
    for row in list_rows(sheet, layout, find_record_rows(sheet, layout, people)):
        if before and found and layout.continues(before, row, joined):
            gather(found[-1], row, layout)
        else:
            before = row
            found.append(SheetRecord(row.number, layout.beside_all(row.cells), unclear=dict(row.unclear)))
    return found


@dataclass(frozen=True)
class Layout:
    """What is the same for all rows of a sheet."""

    mapping: headers.Mapping
    gathering: Gathering
    specs: Mapping[str, Field]
    titles: tuple[str, ...]  # fields a record needs, with a column
    several: frozenset[str]  # fields a record may have several of, in as many rows
    taken: Mapping[int, str]
    needed: frozenset[int]  # columns of the titles

    @classmethod
    def of(cls, mapping: headers.Mapping, gathering: Gathering) -> Layout:
        titles = tuple(each.name for each in mapping.fields if each.required and each.name in mapping.columns)
        several = {each.name for each in mapping.fields if each.kind.many} | set(gathering.fields)
        several |= {name for name in gathering.fields.values() if name}
        specs = {each.name: each for each in mapping.fields}
        needed = frozenset(mapping.columns[name] for name in titles)
        return cls(mapping, gathering, specs, titles, frozenset(several), mapping.taken, needed)

    def continues(self, first: SheetRow, row: SheetRow, joined: Mapping[int, int]) -> bool:
        """Whether a row tells more of the record that begins in `first`.

        Its title is merged with that one; or it has the same title and number; or it has neither and holds nothing but
        what a record may have several of.
        """
        ours, theirs, numbers = row.cells, first.cells, self.gathering.numbers
        same_title = bool(self.titles) and all(name in ours and ours[name] == theirs.get(name) for name in self.titles)
        if not same_title and any(name in ours for name in self.titles):
            return False
        if any(name in ours and name in theirs and ours[name] != theirs[name] for name in numbers):
            return False
        if row.number in joined and joined[row.number] <= first.number:
            return True
        if not self.titles or self.several.isdisjoint(ours):
            return False
        if same_title:
            return any(name in ours for name in numbers) and ours != theirs
        if any(name in ours for name in numbers):
            return False
        own = (name for name in ours if any(row.raw[index] is not None for index in self.mapping.columns_of(name)))
        return self.several.issuperset(own)

    def beside_all(self, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """The cells of a row, each with what the field beside it says of it."""
        return {
            **cells,
            **{name: beside(name, cells, self.gathering) for name in self.gathering.fields if name in cells},
        }


def list_rows(sheet: SourceSheet, layout: Layout, records: Collection[int]) -> Iterator[SheetRow]:
    mapping, above = layout.mapping, list[Cell]([None] * sheet.width)
    columns = [(name, layout.specs[name]) for name in mapping.columns]
    plain = [
        (name, mapping.columns[name]) for name, _ in columns if name not in mapping.parts and name not in mapping.ticks
    ]
    joint = [(name, spec) for name, spec in columns if name in mapping.parts or name in mapping.ticks]
    for (number, raw), row in zip(sheet.numbered(mapping.header_row + 1), carry_merges(sheet, mapping), strict=True):
        if number not in records:
            continue
        for index, cell in enumerate(row):
            if isinstance(cell, str) and is_ditto(cell):
                row[index] = above[index] if above[index] is not None else cell
        goes_on = all(row[index] is None or row[index] == above[index] for index in layout.needed)
        above = [before if cell is None and goes_on else cell for cell, before in zip(row, above, strict=True)]
        unclear: dict[str, str] = {}
        cells: dict[str, Cell] = {name: row[index] for name, index in plain if row[index] is not None}
        for name, spec in joint:
            cell = join_cell(mapping, spec, row, unclear)
            if cell is not None:
                cells[name] = cell
        yield SheetRow(number, raw, cells, unclear)


def join_cell(mapping: headers.Mapping, spec: Field, row: Sequence[Cell], unclear: dict[str, str]) -> Cell:
    """What all columns of a field hold together."""
    if spec.name in mapping.ticks:
        words = [word for index, word in mapping.ticks[spec.name].items() if read_tick(row[index])]
        if len(words) > 1 and not spec.kind.many:
            unclear[spec.name] = f"{spec.label}打了几个勾（{'、'.join(words)}），没有读。"
            return None
        return "、".join(words) or None
    if spec.name not in mapping.parts:
        return row[mapping.columns[spec.name]]
    texts = [write_cell(row[index]).strip() for index in mapping.parts[spec.name] if row[index] is not None]
    texts = [*dict.fromkeys(text for text in texts if text)]
    if not spec.joins:
        return "、".join(texts) or None
    whole = next((text for text in texts if all(each in text for each in texts)), None)
    return whole or "".join(texts) or None


# one record over several rows


def find_joined(sheet: SourceSheet, layout: Layout) -> dict[int, int]:
    """Sheet row → the first row of the merged area in which its title stands."""
    areas = (each for each in sheet.merges if each.left == each.right and each.left in layout.needed)
    return {
        number: area.top for area in areas if area.top > layout.mapping.header_row
        for number in range(area.top + 1, area.bottom + 1)
    }  # fmt: skip


def gather(record: SheetRecord, row: SheetRow, layout: Layout) -> None:
    """Put what a further row tells into its record; what two rows say differently is left out and told."""
    gathering = layout.gathering
    record.more = (*record.more, row.number)
    record.unclear |= row.unclear
    for name in row.cells:
        cell, before = beside(name, row.cells, gathering), record.cells.get(name)
        spec = layout.specs[name]
        if before is None and name not in record.unclear:
            record.cells[name] = cell
        elif before == cell or name in gathering.fields.values():
            continue
        elif name in gathering.fields or spec.kind.many:
            texts = write_cell(before).split("\n") if before is not None else []
            record.cells[name] = "\n".join(dict.fromkeys((*texts, write_cell(cell))))
        else:
            record.cells.pop(name, None)
            record.unclear[name] = f"第 {record.number} 行起的几行是同一条，{spec.label}写得不一样，没有读。"


def beside(name: str, cells: Mapping[str, Cell], gathering: Gathering) -> Cell:
    """A cell with what the field beside it says of it: 县教育局〔主办〕."""
    told = cells.get(gathering.fields.get(name, ""))
    text = cells[name]
    if told is None or text is None or not str(told).strip():
        return text
    return f"{write_cell(text).strip()}〔{write_cell(told).strip()}〕"


# rows that hold no record


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


def find_record_rows(sheet: SourceSheet, layout: Layout, people: object) -> set[int]:
    """Sheet rows that are records or go on with one.

    县公安局（2件） alone in its row heads a group; below a record that has a unit of its own it is a further unit of it.
    """
    mapping = layout.mapping
    several = {
        index for name in layout.gathering.fields if name in mapping.columns for index in mapping.columns_of(name)
    }
    found, before = set[int](), dict[int, Cell]()
    for number, row in sheet.numbered(mapping.header_row + 1):
        filled = dict(filled_cells(row))
        goes_on = len(filled) == 1 and filled.keys() <= several & before.keys()
        if goes_on or (filled and is_record(row, filled, layout, people)):
            found.add(number)
            before = filled
        elif filled:
            before = {}
    return found


def is_record(row: Sequence[Cell], filled: Mapping[int, Cell], layout: Layout, people: object) -> bool:
    """Whether a row (merged areas not carried) holds a record: not a footer, a heading or a separator."""
    place, cell = next(iter(filled.items()))
    first = normalise_heading(cell) if isinstance(cell, str) else ""
    if FOOTER.fullmatch(first):
        return False
    if len(filled) == 1 and len(layout.taken) > 1:
        parted = SEPARATOR.fullmatch(first) or (people and GROUP_OF_PEOPLE.fullmatch(first))
        return place in layout.taken and not parted
    return not is_repeated(row, layout)


def filled_cells(row: Sequence[Cell]) -> Iterable[tuple[int, Cell]]:
    return [
        (index, cell) for index, cell in enumerate(row) if cell is not None and (not isinstance(cell, str) or cell.strip())
    ]  # fmt: skip


def is_repeated(row: Sequence[Cell], layout: Layout) -> bool:
    """The headings again, as printed on each page: the name's own, or half of them where no field is needed."""
    places = layout.needed or layout.mapping.columns.values()
    headings = layout.mapping.headings
    repeated = sum(
        isinstance(row[index], str) and normalise_heading(str(row[index])) in heading_words(headings.get(index, ""))
        for index in places
    )
    return repeated > 0 and repeated * 2 >= len(places)


@cache
def heading_words(heading: str) -> frozenset[str]:
    """A heading and, of one over another, the lower one."""
    return frozenset(normalise_heading(part) for part in (heading, heading.rpartition("·")[2]) if part) - {""}


# what should be known of the sheet


def describe_sheet(
    sheet: SourceSheet, mapping: headers.Mapping, people: object, gathering: Gathering | None = None
) -> list[str]:
    """Sentences about rows that were not taken for records, and about hidden rows and columns."""
    told, layout = list[str](), Layout.of(mapping, gathering or Gathering())
    taken = find_record_rows(sheet, layout, people)
    left = [
        f"第 {number} 行“{shorten(row)}”"
        for number, row in sheet.numbered(mapping.header_row + 1)
        if number not in taken and any(True for _ in filled_cells(row)) and not is_repeated(row, layout)
    ]
    if left:
        told.append(f"没有当作记录的行：{tell_some(left, '行')}。")
    return told + tell_hidden(sheet, mapping.header_row)


def tell_hidden(sheet: SourceSheet, header_row: int = 0) -> list[str]:
    """Sentences about the hidden rows below the headings and the hidden columns: they are read like all others."""
    told = list[str]()
    rows = [f"第 {number} 行" for number in sheet.hidden_rows if number > header_row]
    columns = [f"{column_letter(index)} 列" for index in sheet.hidden_columns if index < sheet.width]
    if rows:
        told.append(f"表里有隐藏的行，也读了：{tell_some(rows, '行')}。不要的，在表格里删掉再导入。")
    if columns:
        told.append(f"表里有隐藏的列：{tell_some(columns, '列')}。")
    return told


def tell_some(words: Sequence[str], unit: str) -> str:
    return "、".join(words[:TOLD]) + (f" 等 {len(words)} {unit}" if len(words) > TOLD else "")


def shorten(row: Sequence[Cell]) -> str:
    text = " ".join(" ".join(write_cell(cell).split()) for _, cell in filled_cells(row))
    return text if len(text) <= 20 else f"{text[:19]}…"
