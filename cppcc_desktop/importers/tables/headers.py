"""Find the rows of headings wherever they stand, and the columns of each field."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables.cells import CodeBook, read_tick
from cppcc_desktop.importers.tables.headings import (
    COUNTING,
    Path,
    Ranked,
    assign_columns,
    find_path_claim,
    normalise_heading,
    rank_headings,
    read_headings,
)
from cppcc_desktop.importers.tables.sheets import Cell, SourceSheet, column_letter

SEARCHED_ROWS = 30
MOST_HEADINGS = 3  # rows of headings one above the other
LETTERS = re.compile(r"[A-Z]{1,2}")


@dataclass(frozen=True)
class SpareColumn:
    """A column that fills no field."""

    index: int
    heading: str  # "" if there are values without a heading

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    def __str__(self) -> str:
        return f"{self.letter} 列“{self.heading}”" if self.heading else f"{self.letter} 列（没有标题）"


@dataclass(frozen=True)
class Mapping:
    """Which columns fill which field; `header_row` is the sheet row number of the (last) row of headings, 0 for none."""

    header_row: int
    columns: abc.Mapping[str, int]  # field name → column from 0, the first where there are several
    headings: abc.Mapping[int, str]  # every column with a heading or a value
    fields: tuple[Field, ...]
    parts: abc.Mapping[str, tuple[int, ...]] = field(
        default_factory=dict[str, tuple[int, ...]]
    )  # field → the columns that fill it together, in their order
    ticks: abc.Mapping[str, abc.Mapping[int, str]] = field(
        default_factory=dict[str, dict[int, str]]
    )  # field → column → the word a tick there stands for
    found: bool = True  # whether any row looked like headings

    @property
    def taken(self) -> dict[int, str]:
        """Column → the field it fills, alone or with others."""
        together = {index: name for name, group in (*self.parts.items(), *self.ticks.items()) for index in group}
        return together | {index: name for name, index in self.columns.items()}

    @property
    def unknown(self) -> tuple[SpareColumn, ...]:
        """Columns not taken, in order; those that only count rows are left out."""
        taken = self.taken
        free = (SpareColumn(index, text) for index, text in sorted(self.headings.items()) if index not in taken)
        return tuple(each for each in free if normalise_heading(each.heading) not in COUNTING)

    @property
    def missing(self) -> tuple[Field, ...]:
        """Required fields without a column."""
        return tuple(each for each in self.fields if each.required and each.name not in self.columns)

    def columns_of(self, name: str) -> tuple[int, ...]:
        """All columns that fill a field, in their order."""
        return tuple(self.ticks.get(name, ())) or self.parts.get(name) or (self.columns[name],)

    def describe_column(self, name: str) -> str:
        """C 列“界别”; D 列“单位”、E 列“职务”."""
        return "、".join(str(SpareColumn(index, self.headings.get(index, ""))) for index in self.columns_of(name))

    def describe_index(self, index: int) -> str:
        """C 列“在哪里做什么” → 单位及职务, or 不导入."""
        name = self.taken.get(index)
        label = next((each.label for each in self.fields if each.name == name), "不导入")
        return f"{SpareColumn(index, self.headings.get(index, ''))} → {label}"

    def with_changes(self, changes: abc.Mapping[str, str | None]) -> Mapping:
        """Corrected by hand: heading or column letter → name or label of a field, None for not to be read.

        A column has one field. A field has the columns it is given here, several together; the former ones are freed.
        Raises OfficeError for a heading or field that is not there.
        """
        wanted = {
            self.find_column(place): None if name is None else self.find_field(name).name
            for place, name in changes.items()
        }
        return self.with_columns(wanted)

    def with_columns(self, changes: abc.Mapping[int, str | None]) -> Mapping:
        """The same by column from 0 and name of the field."""
        if not changes:
            return self
        given = dict[str, list[int]]()
        for index, name in sorted(changes.items()):
            if name:
                given.setdefault(name, []).append(index)
        kept = {name: self.columns_of(name) for name in self.columns if name not in given}
        left = {name: tuple(each for each in group if each not in changes) for name, group in kept.items()}
        groups = {name: group for name, group in left.items() if group} | {n: tuple(g) for n, g in given.items()}
        ticks = {name: group for name, group in self.ticks.items() if groups.get(name) == tuple(group)}
        return replace(
            self,
            columns={name: group[0] for name, group in groups.items()},
            parts={name: group for name, group in groups.items() if len(group) > 1 and name not in ticks},
            ticks=ticks,
        )

    def find_column(self, place: str) -> int:
        wanted = normalise_heading(place)
        for index, heading in sorted(self.headings.items()):
            if heading and normalise_heading(heading) == wanted:
                return index
        letters = place.strip().upper()
        for index in self.headings:
            if LETTERS.fullmatch(letters) and column_letter(index) == letters:
                return index
        known = [str(SpareColumn(index, heading)) for index, heading in sorted(self.headings.items())]
        raise OfficeError(f"表里没有“{place}”这一列。", options=known)

    def find_field(self, wanted: str) -> Field:
        word = normalise_heading(wanted)
        for each in self.fields:
            if wanted == each.name or word == normalise_heading(each.label):
                return each
        found = [each for each in self.fields if word in map(normalise_heading, each.aliases)]
        if len(found) == 1:
            return found[0]
        known = [each.label for each in self.fields]
        raise OfficeError(f"没有“{wanted}”这一项可以导入。", options=known)


@dataclass(frozen=True)
class HeadingBlock:
    """Rows that could be the headings: the sheet row number of the last one, and what stands over each column."""

    last: int
    paths: abc.Mapping[int, Path]
    form: int  # 1: the lower rows can only belong to it, 0: one row, -1: two rows that may be headings and a record
    upper: abc.Mapping[int, Path]  # what stands in the first row alone
    wide: abc.Mapping[int, int] = field(default_factory=dict[int, int])  # first column of a heading → last column


def match_columns(
    sheet: SourceSheet, fields: Sequence[Field], *, header_row: int | None = None, codes: CodeBook | None = None
) -> Mapping:
    """The rows with the most known headings among the first 30, and the columns of each field.

    Rows of headings may stand one above the other. `header_row` (sheet row number, 0 for a table without headings)
    names the last of them by hand. `codes` knows the words that columns of ticks stand under. Raises OfficeError if no
    row looks like headings.
    """
    usable = tuple(each for each in fields if each.kind is not Kind.PHOTO)
    ranked = rank_headings(usable)
    if header_row is None:
        blocks = [each for each in find_blocks(sheet) if is_header(each, ranked)]
        block = max(blocks, key=lambda each: rate_block(each, ranked), default=None)
        if block is None:
            raise no_header(sheet, usable)
    else:
        block = choose_block(sheet, header_row)
    return map_block(sheet, block, usable, ranked, codes)


def guess_columns(sheet: SourceSheet, fields: Sequence[Field]) -> Mapping:
    """For a table without any known heading: the first row that could be one, no column assigned."""
    usable = tuple(each for each in fields if each.kind is not Kind.PHOTO)
    likely = (each for each in find_blocks(sheet) if each.form >= 0 and len(each.paths) > 1)
    block = next(likely, choose_block(sheet, 0))
    return replace(map_block(sheet, block, usable, Ranked({}, frozenset()), None), found=False)


def map_block(
    sheet: SourceSheet, block: HeadingBlock, fields: tuple[Field, ...], ranked: Ranked, codes: CodeBook | None
) -> Mapping:
    columns = assign_columns(block.paths, ranked)
    specs = {each.name: each for each in fields}
    parts = find_parts(block, columns, specs)
    free = set(block.paths) - set(columns.values()) - {index for group in parts.values() for index in group}
    ticks = find_ticks(sheet, block, free, [each for each in fields if each.name not in columns], ranked, codes)
    first = {name: min(group) for name, group in (*parts.items(), *ticks.items())}
    headings = {index: "·".join(path) for index, path in block.paths.items()}
    return Mapping(block.last, {**columns, **first}, name_columns(sheet, block.last, headings), fields, parts, ticks)


# the rows of headings


def find_blocks(sheet: SourceSheet) -> Iterator[HeadingBlock]:
    """Each of the first rows with the rows below that belong to it, and one that has none also with the next one."""
    rows = list(islice(sheet.numbered(), SEARCHED_ROWS + MOST_HEADINGS))
    for place, (number, row) in enumerate(rows[:SEARCHED_ROWS]):
        if not dict(read_headings(row)):
            continue
        last = place
        while last + 1 < len(rows) and last - place < MOST_HEADINGS - 1 and belongs(sheet, rows[last], rows[last + 1]):
            last += 1
        yield make_block(sheet, number, rows[last][0], 1 if last > place else 0)
        if last == place and place + 1 < len(rows) and dict(read_headings(rows[place + 1][1])):
            yield make_block(sheet, number, rows[place + 1][0], -1)


def choose_block(sheet: SourceSheet, header_row: int) -> HeadingBlock:
    """The block that ends in the row named by hand, or that row alone; none for 0."""
    ending = [each for each in find_blocks(sheet) if each.last == header_row and each.form > 0]
    if ending:
        return ending[0]
    known = sheet.first_row <= header_row < sheet.first_row + len(sheet.rows)
    return make_block(sheet, header_row, header_row, 0) if known else HeadingBlock(header_row, {}, 0, {})


def belongs(sheet: SourceSheet, upper: tuple[int, Sequence[Cell]], lower: tuple[int, Sequence[Cell]]) -> bool:
    """Whether a row can only be more headings: one cell reaches down into it, or what it holds stands below others.

    In a file without merged cells: words alone, and only where the row above has none or begins a group.
    """
    above, below = dict(read_headings(upper[1])), dict(read_headings(lower[1]))
    if any(each.top <= upper[0] and each.bottom == lower[0] for each in sheet.merges if each.left in above):
        return True
    filled = {index for index, cell in enumerate(lower[1]) if cell is not None and str(cell).strip()}
    across = [each for each in sheet.merges if each.top == each.bottom == upper[0] and each.right > each.left]
    spans = {index for each in across if each.left in above for index in range(each.left, each.right + 1)}
    if filled and filled <= spans and len(above) > 1:
        return True
    merged = any(each.top <= upper[0] <= each.bottom for each in sheet.merges)
    if merged or len(filled) < 2 or set(below) != filled or len(below) >= len(above):
        return False
    heads = {index for index in filled if index in above}
    gaps = filled - heads
    return bool(gaps) and all(index + 1 in gaps for index in heads) and len(above) > len(heads)


def make_block(sheet: SourceSheet, first: int, last: int, form: int) -> HeadingBlock:
    """What stands over each column, merged headings over all of theirs."""
    paths, wide = dict[int, Path](), dict[int, int]()
    rows = dict(islice(sheet.numbered(first), last - first + 1))
    merged = [each for each in sheet.merges if first <= each.top <= last]
    for number in range(first, last + 1):
        texts = dict(read_headings(rows[number]))
        if number < last:
            texts = spread_groups(texts, dict(read_headings(rows[number + 1])), any(e.top == number for e in merged))
        for area in (each for each in merged if each.top == number and each.left in texts):
            texts |= dict.fromkeys(range(area.left, area.right + 1), texts[area.left])
            if area.bottom == last:
                wide[area.left] = area.right
        for index, text in texts.items():
            before = paths.get(index, ())
            paths[index] = before if before[-1:] == (text,) else (*before, text)
    upper = {index: (text,) for index, text in read_headings(rows[first])}
    return HeadingBlock(last, paths, form, upper, {left: right for left, right in wide.items() if right > left})


def spread_groups(above: dict[int, str], below: abc.Mapping[int, str], merged: bool) -> dict[int, str]:
    """A heading over several columns without a merged cell: it goes on to the right while only the lower row has words."""
    if merged:
        return above
    spread = dict(above)
    for index in sorted(below):
        if index not in spread and index - 1 in spread and index - 1 in below:
            spread[index] = spread[index - 1]
    return spread


def is_header(block: HeadingBlock, ranked: Ranked) -> bool:
    """Two known headings, or one that stands alone and is needed. A row that only may be headings needs some itself."""
    known = assign_columns(block.paths, ranked)
    if block.form < 0 and not assign_columns(block.upper, ranked):
        return False
    others = [path for path in block.paths.values() if normalise_heading(path[-1]) not in COUNTING]
    return len(known) >= 2 or (len(known) == len(others) == 1 and any(name in ranked.required for name in known))


def rate_block(block: HeadingBlock, ranked: Ranked) -> tuple[int, int, int]:
    """Known headings, how sure its form is, and the upper one of equals."""
    return len(assign_columns(block.paths, ranked)), block.form, -block.last


# several columns for one field


def find_parts(
    block: HeadingBlock, columns: abc.Mapping[str, int], specs: abc.Mapping[str, Field]
) -> dict[str, tuple[int, ...]]:
    """Fields filled by several columns: 工作单位 and 职务 apart, or one heading merged over them."""
    found = dict[str, tuple[int, ...]]()
    for name, index in columns.items():
        last = block.wide.get(index, index)
        apart = join_columns(block, index, specs[name])
        if apart:
            found[name] = apart
        elif last > index and specs[name].kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.TEXTS, Kind.CODES, Kind.REFERENCES):
            found[name] = tuple(range(index, last + 1))
    return found


def join_columns(block: HeadingBlock, index: int, spec: Field) -> tuple[int, ...]:
    """The columns of all parts of a field whose heading names only a part; none where one of them is missing."""
    words = [frozenset(map(normalise_heading, part)) for part in spec.joins]
    leaves = {each: normalise_heading(path[-1]) for each, path in sorted(block.paths.items())}
    if not any(leaves[index] in part for part in words):
        return ()
    first = [next((each for each, leaf in leaves.items() if leaf in part), None) for part in words]
    known = tuple(each for each in first if each is not None)
    return known if len(known) == len(words) and index in known else ()


def find_ticks(
    sheet: SourceSheet, block: HeadingBlock, free: Collection[int], fields: Sequence[Field], ranked: Ranked,
    codes: CodeBook | None,
) -> dict[str, dict[int, str]]:  # fmt: skip
    """Fields spread over columns of which one is ticked: 满意 | 基本满意 | 不满意, under a heading of their own or not."""
    marks = {index: count_ticks(sheet, block.last, index, block.paths[index][-1]) for index in sorted(free)}
    names, found = {each.name for each in fields}, dict[str, dict[int, str]]()
    for index, path in ((index, block.paths[index]) for index, count in marks.items() if count is not None):
        *above, word = path
        group = find_path_claim(tuple(above), ranked) if above else None
        name = group[1] if group else find_list(word, fields, codes)
        if name in names:
            found.setdefault(str(name), {})[index] = word
    return {
        name: columns for name, columns in found.items() if len(columns) > 1 and any(marks[index] for index in columns)
    }


def find_list(word: str, fields: Sequence[Field], codes: CodeBook | None) -> str | None:
    """The only field whose code list has this word."""
    names = [each.name for each in fields if codes and each.codes and codes.find(each.codes, word)]
    return names[0] if len(names) == 1 else None


def count_ticks(sheet: SourceSheet, header_row: int, index: int, heading: str) -> int | None:
    """How many kinds of marks a column holds, its heading printed again aside; None if it holds anything else."""
    cells = {row[index] for _, row in sheet.numbered(header_row + 1)}
    cells = {cell for cell in cells if cell is not None and str(cell).strip()}
    marks = [read_tick(cell) for cell in cells if normalise_heading(str(cell)) != normalise_heading(heading)]
    return len(marks) if all(mark is not None for mark in marks) else None


def name_columns(sheet: SourceSheet, header_row: int, headings: abc.Mapping[int, str]) -> dict[int, str]:
    """The headings, and "" for each column that has values below but no heading."""
    silent = set(range(sheet.width)) - set(headings)
    valued = set[int]()
    for _, row in sheet.numbered(header_row + 1):
        valued |= {index for index in silent - valued if row[index] is not None}
        if len(valued) == len(silent):
            break
    return {**headings, **dict.fromkeys(valued, "")}


# refusals


def is_rotated(sheet: SourceSheet, ranked: Ranked) -> bool:
    """Whether the headings stand one below the other."""
    rows = list(sheet.numbered())[:SEARCHED_ROWS]
    columns = ([row[index] for _, row in rows] for index in range(min(sheet.width, 4)))
    return any(
        len(assign_columns({index: (text,) for index, text in read_headings(column)}, ranked)) >= 3
        for column in columns
    )


def no_header(sheet: SourceSheet, fields: Sequence[Field]) -> OfficeError:
    """Why a table cannot be read by its headings, and what can be done."""
    if is_rotated(sheet, rank_headings(fields)):
        return OfficeError(
            "这张表的标题是竖着排的，一列一个人，读不了。",
            todo="在 Excel 或 WPS 里全选、复制，选择性粘贴时勾“转置”，存好再导入。",
        )
    wanted = "、".join(each.label for each in fields[:12])
    others = "、".join(name for name in sheet.sheets if name != sheet.name)
    elsewhere = f"文件里还有工作表：{others}。要是内容在那里，换一张再导入。" if others else ""
    return OfficeError(
        f"前 {SEARCHED_ROWS} 行里找不到标题行，这张表可能不是要导入的那一张。",
        todo=f"标题行里至少要有两个这样的标题：{wanted}。{elsewhere}就是这张表的，指明标题在第几行、哪一列是什么。",
    )
