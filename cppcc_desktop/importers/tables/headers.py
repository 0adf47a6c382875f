"""Find the row of headings wherever it stands, and the field of each column."""

from __future__ import annotations

import re
import unicodedata
from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables.sheets import Cell, SourceSheet, column_letter

SEARCHED_ROWS = 30
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
ROW_NUMBER, REASON = "行号", "存疑原因"  # columns the program itself adds to a file of doubts
COUNTING = {"序号", "编号", "序", "号", ROW_NUMBER, REASON, "no", "no.", "#"}  # columns that only count rows
LETTERS = re.compile(r"[A-Z]{1,2}")

Candidate = tuple[tuple[int, int, int], int, dict[int, str]]  # score, sheet row, column → heading


@dataclass(frozen=True)
class Ranked:
    """The headings looked for: normalised text → (0 label or 1 alias, field name)."""

    names: abc.Mapping[str, list[tuple[int, str]]]
    required: frozenset[str]


def normalise_heading(text: str) -> str:
    """Without blanks, line breaks, invisible and full-width forms, leading * and closing colon; lower case."""
    text = unicodedata.normalize("NFKC", text)
    if text.isalnum():
        return text.lower()
    text = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))
    return text.strip("*:").lower()


def strip_brackets(heading: str) -> str:
    """手机号(必填) → 手机号; a heading that is all brackets stays."""
    return BRACKETS.sub("", heading).strip("*:") or heading


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
    """Which column fills which field; `header_row` is the sheet row number of the (last) row of headings."""

    header_row: int
    columns: abc.Mapping[str, int]  # field name → column from 0
    headings: abc.Mapping[int, str]  # every column with a heading or a value
    fields: tuple[Field, ...]

    @property
    def unknown(self) -> tuple[SpareColumn, ...]:
        """Columns not taken, in order; those that only count rows are left out."""
        taken = set(self.columns.values())
        free = (SpareColumn(index, text) for index, text in sorted(self.headings.items()) if index not in taken)
        return tuple(each for each in free if normalise_heading(each.heading) not in COUNTING)

    @property
    def missing(self) -> tuple[Field, ...]:
        """Required fields without a column."""
        return tuple(each for each in self.fields if each.required and each.name not in self.columns)

    def describe_column(self, name: str) -> str:
        """C 列“界别”."""
        return str(SpareColumn(self.columns[name], self.headings.get(self.columns[name], "")))

    def describe_index(self, index: int) -> str:
        """C 列“在哪里做什么” → 单位及职务, or 不导入."""
        field = next((each.label for each in self.fields if self.columns.get(each.name) == index), "不导入")
        return f"{SpareColumn(index, self.headings.get(index, ''))} → {field}"

    def with_changes(self, changes: abc.Mapping[str, str | None]) -> Mapping:
        """Corrected by hand: heading or column letter → name or label of a field, None for not to be read.

        A field has one column and a column one field, so the former ones are freed. Raises OfficeError for a
        heading or field that is not there.
        """
        columns = dict(self.columns)
        for place, wanted in changes.items():
            index = self.find_column(place)
            columns = {name: taken for name, taken in columns.items() if taken != index}
            if wanted is not None:
                columns[self.find_field(wanted).name] = index
        return replace(self, columns=columns)

    def with_columns(self, changes: abc.Mapping[int, str | None]) -> Mapping:
        """The same by column from 0; a field has one column and a column one field."""
        columns = {name: index for name, index in self.columns.items() if index not in changes}
        return replace(self, columns={**columns, **{name: index for index, name in changes.items() if name}})

    def find_column(self, place: str) -> int:
        wanted = normalise_heading(place)
        for index, heading in sorted(self.headings.items()):
            if heading and normalise_heading(heading) == wanted:
                return index
        letters = place.strip().upper()
        for index in self.headings:
            if LETTERS.fullmatch(letters) and column_letter(index) == letters:
                return index
        known = "、".join(str(SpareColumn(index, heading)) for index, heading in sorted(self.headings.items()))
        raise OfficeError(f"表里没有“{place}”这一列。", todo=f"表里有：{known}。")

    def find_field(self, wanted: str) -> Field:
        for each in self.fields:
            if wanted == each.name or normalise_heading(wanted) == normalise_heading(each.label):
                return each
        known = "、".join(each.label for each in self.fields)
        raise OfficeError(f"没有“{wanted}”这一项可以导入。", todo=f"可以用的有：{known}。")


def match_columns(sheet: SourceSheet, fields: Sequence[Field], *, header_row: int | None = None) -> Mapping:
    """The headings' row with the most known headings among the first 30, and the column of each field.

    A row and the one below count as one heading of two rows where they hold more together. `header_row`
    (sheet row number) names the row by hand. Raises OfficeError if no row looks like headings.
    """
    usable = tuple(each for each in fields if each.kind is not Kind.PHOTO)
    ranked = rank_headings(usable)
    if header_row is None:
        found = max(find_candidates(sheet, ranked), key=lambda each: each[0], default=None)
        if found is None:
            raise no_header(sheet, usable)
        header_row, headings = found[1], found[2]
    else:
        headings = dict(read_headings(dict(sheet.numbered()).get(header_row, ())))
    columns = assign_columns(headings, ranked)
    return Mapping(header_row, columns, name_columns(sheet, header_row, headings), usable)


def rank_headings(fields: Sequence[Field]) -> Ranked:
    names = dict[str, list[tuple[int, str]]]()
    for each in fields:
        for rank, texts in enumerate(((each.label,), each.aliases)):
            for text in texts:
                names.setdefault(normalise_heading(text), []).append((rank, each.name))
    return Ranked(names, frozenset(each.name for each in fields if each.required))


def find_candidates(sheet: SourceSheet, ranked: Ranked) -> Iterator[Candidate]:
    """Rows that could be headings, alone or with the row below; the score is (known headings, form, minus row)."""
    rows = list(sheet.numbered())[: SEARCHED_ROWS + 1]
    tall = {each.top for each in sheet.merges if each.bottom == each.top + 1}
    for (number, row), below in zip_longest(rows[:SEARCHED_ROWS], rows[1:]):
        upper = dict(read_headings(row))
        known = len(assign_columns(upper, ranked))
        if is_header(upper, ranked):
            yield (known, 0, -number), number, upper
        both = {**upper, **dict(read_headings(below[1] if below else ()))}
        if below and known and is_header(both, ranked):
            # Merged downwards, the second row belongs to the headings even if it adds nothing known.
            form = 1 if number in tall else -1
            yield (len(assign_columns(both, ranked)), form, -number), below[0], both


def read_headings(row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Column and text of the cells that could be headings."""
    for index, cell in enumerate(row):
        if isinstance(cell, str) and normalise_heading(cell):
            yield index, " ".join(cell.split())


def is_header(headings: abc.Mapping[int, str], ranked: Ranked) -> bool:
    """Two known headings, or one that stands alone and is needed."""
    known = assign_columns(headings, ranked)
    others = [text for text in headings.values() if normalise_heading(text) not in COUNTING]
    return len(known) >= 2 or (len(known) == len(others) == 1 and any(name in ranked.required for name in known))


def assign_columns(headings: abc.Mapping[int, str], ranked: Ranked) -> dict[str, int]:
    """Field name → column. A label goes before an alias, both before a heading read without its brackets."""
    claims = list[tuple[int, int, str]]()
    for index, heading in headings.items():
        claim = find_claim(normalise_heading(heading), ranked)
        if claim:
            claims.append((claim[0], index, claim[1]))
    columns = dict[str, int]()
    for _, index, name in sorted(claims):
        columns.setdefault(name, index)
    return columns


def find_claim(heading: str, ranked: Ranked) -> tuple[int, str] | None:
    """How well a heading names which field; None if it names none, or two fields equally well."""
    for penalty, text in ((0, heading), (2, strip_brackets(heading))):
        claims = ranked.names.get(text, [])
        best = [name for rank, name in claims if rank == min(claims)[0]]
        if claims:
            return (penalty + min(claims)[0], best[0]) if len(best) == 1 else None
    return None


def name_columns(sheet: SourceSheet, header_row: int, headings: abc.Mapping[int, str]) -> dict[int, str]:
    """The headings, and "" for each column that has values below but no heading."""
    silent = set(range(sheet.width)) - set(headings)
    valued = set[int]()
    for _, row in sheet.numbered(header_row + 1):
        valued |= {index for index in silent - valued if row[index] is not None}
        if len(valued) == len(silent):
            break
    return {**headings, **dict.fromkeys(valued, "")}


def is_rotated(sheet: SourceSheet, ranked: Ranked) -> bool:
    """Whether the headings stand one below the other."""
    rows = list(sheet.numbered())[:SEARCHED_ROWS]
    columns = ([row[index] for _, row in rows] for index in range(min(sheet.width, 4)))
    return any(len(assign_columns(dict(read_headings(column)), ranked)) >= 3 for column in columns)


def no_header(sheet: SourceSheet, fields: Sequence[Field]) -> OfficeError:
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
        todo=f"标题行里至少要有两个这样的标题：{wanted}。{elsewhere}",
    )
