"""A list as a file, as it is filtered, sorted and chosen on the screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from cppcc_desktop.domain.description.conditions import Both, Is
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.list_table import PrintedColumn as PaperColumn
from cppcc_desktop.exporters.list_table import build_list, estimate_pages
from cppcc_desktop.exporters.xlsx import FormattedNumber, SheetColumn, Worksheet, write_book, write_csv
from cppcc_desktop.services.forms.printing import long_date, write_file
from cppcc_desktop.services.lists.listings import Listing
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import list_made, list_rows_of
from cppcc_desktop.services.records.records import Query
from cppcc_desktop.services.records.titles import word_opened, word_rows
from cppcc_desktop.services.summary import read_committee

CHUNK = 1000  # rows in memory at once
MOST_NAMED = 5000  # ids in one statement; more are looked for along the whole list
YUAN, PLAIN_NUMBER = "#,##0.00", "0.###"  # patterns of Excel
MOST_ON_PAPER = 20_000  # rows; the document of one is held whole
LONG_WIDTH, BESIDE_WIDTH, LINES = 320, 88, (".docx", ".pdf")

Words: TypeAlias = Mapping[str, str]
Cell: TypeAlias = str | int | date | FormattedNumber
# What the cells of a row say where that is not the plain words of the field, and what stands beside it (see BESIDE).
Tell: TypeAlias = Callable[[Row, Words, date], Words]
BESIDE = "+"  # before the name of a column: what its cells say beside their value, as 逾期 12 天 beside a date
Progress: TypeAlias = Callable[[int, int, str], None]

NOTHING: Mapping[str, str] = {}


def tell_state(module: Module) -> Tell:
    """The words of a state, of which the record keeps only the name."""

    def tell(row: Row, _words: Words, _today: date) -> Words:
        if module.workflow is None or not row.get("state"):
            return {}
        return {"state": module.workflow.state(str(row["state"])).label}

    return tell


@dataclass(frozen=True)
class Chosen:
    """Which part of a list goes out: its columns, its ticked rows, and how its conditions are called.

    `ids` are the only rows wanted, or with `all_but` the only ones not wanted. `tell` says what cells show that
    are more than their field; `beside` are headings of what some say besides, by column: 逾期 12 天 behind a due date.
    """

    names: Sequence[str] = ()
    ids: Collection[str] = ()
    all_but: bool = False
    said: str = ""
    title: str = ""
    tell: Tell | None = field(default=None, compare=False)
    beside: Mapping[str, str] = field(default_factory=dict[str, str])

    def takes(self, record: str) -> bool:
        return (record in self.ids) != self.all_but if self.ids or self.all_but else True


def export_list(
    office: Office, actor: Actor, module: Module, query: Query, path: Path, *, names: Sequence[str] = (),
    ids: Collection[str] = (), chosen: Chosen | None = None, progress: Progress | None = None,
) -> int:  # fmt: skip
    """Write the list's rows, or those chosen only, to .xlsx, .csv, .docx or .pdf; returns how many. A workbook has a
    sheet more for each child whose rows people write.

    Rows are read and written in parts, so a long list needs no more memory than a short one; a list on paper is
    held whole and refused beyond MOST_ON_PAPER. `progress` may raise Cancelled: then there is no file.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv", *LINES):
        raise OfficeError(f"不能导出成“{path.suffix}”。", todo="文件名写成 .xlsx、.csv 或 .docx。")
    part = chosen or Chosen(names=names, ids=ids)
    listing, total = open_part(office, actor, module, query, part)
    fields = choose_fields(module, part.names)
    rows = read_cells(listing, fields, part, total, progress)
    if suffix in LINES:
        return write_paper(office, module, fields, rows, part, total, path)
    columns = [
        column for spec in fields
        for column in (SheetColumn(spec.label, sheet_width(spec), spec.kind.is_number),
                       *([SheetColumn(part.beside[spec.name], 14)] if spec.name in part.beside else []))
    ]  # fmt: skip
    if suffix == ".csv":
        return write_csv(path, columns, rows).rows
    title = part.title or module.label
    sheets = [Worksheet(title, columns, rows), *(child_sheet(listing, part, each) for each in list_made(module))]
    return write_book(path, title, sheets).sheets[0]


def child_sheet(listing: Listing, part: Chosen, child: Entity) -> Worksheet:
    """The rows of one child of the records that go out, each behind the title of its record."""
    fields = [spec for spec in child.fields if spec.kind is not Kind.PHOTO]
    fields.sort(key=lambda spec: spec.name != child.owner)
    columns = [SheetColumn(spec.label, sheet_width(spec), spec.kind.is_number) for spec in fields]
    return Worksheet(child.label, columns, read_child_cells(listing, part, child, fields))


def read_child_cells(listing: Listing, part: Chosen, child: Entity, fields: Sequence[Field]) -> Iterator[list[Cell]]:
    """Rows of a child in the order of the records they belong to."""
    for rows in read_rows(listing, part, 0, None):
        found = list_rows_of(listing.office, child, [str(row["id"]) for row in rows])
        for row, words in zip(found, word_rows(listing.office, fields, found), strict=True):
            yield [put_cell(spec, row, words) for spec in fields]


def choose_fields(module: Module, names: Sequence[str]) -> list[Field]:
    """The fields of these columns, by default the list's own; photos are no words."""
    return [module.by_name[name] for name in names or module.columns if module.by_name[name].kind is not Kind.PHOTO]


def open_part(office: Office, actor: Actor, module: Module, query: Query, part: Chosen) -> tuple[Listing, int]:
    """The list to walk through, and how many of its rows are wanted."""
    if part.ids and not part.all_but and len(part.ids) <= MOST_NAMED:
        query = replace(query, where=Both(query.where, Is("id", tuple(part.ids))))
    listing = Listing(office, actor, module, query)
    count = listing.count()
    return listing, max(0, count - len(part.ids)) if part.all_but else min(count, len(part.ids) or count)


def read_rows(listing: Listing, part: Chosen, total: int, progress: Progress | None) -> Iterator[list[Row]]:
    """The wanted rows of a list in parts, in its order."""
    done = 0
    for offset in range(0, listing.count(), CHUNK):
        rows = [row for row in listing.page(offset, CHUNK) if part.takes(str(row["id"]))]
        if progress:
            progress(done, total, "正在写")
        done += len(rows)
        yield rows
    if progress:
        progress(done, total, "正在存")


def read_cells(
    listing: Listing, fields: Sequence[Field], part: Chosen, total: int, progress: Progress | None
) -> Iterator[list[Cell]]:
    """Each row as its cells; a number stays one, and a day."""
    tell, today = part.tell or tell_state(listing.module), listing.office.today()
    told = told_fields(listing.module, fields) if part.tell else fields
    for rows in read_rows(listing, part, total, progress):
        numbers = word_opened(listing.office, listing.module, rows)
        for row, more, words in zip(rows, numbers, word_rows(listing.office, told, rows), strict=True):
            said = {**words, **tell(row, {**words, **more}, today)}
            yield [cell for spec in fields for cell in (
                put_cell(spec, row, said), *([said.get(f"{BESIDE}{spec.name}", "")] if spec.name in part.beside else []),
            )]  # fmt: skip


def told_fields(module: Module, fields: Sequence[Field]) -> list[Field]:
    """The fields whose words are needed: those shown and the short ones that shown cells are made from."""
    shown = {spec.name for spec in fields}
    return [spec for spec in module.fields if spec.name in shown or spec.kind is not Kind.LONG_TEXT]


def put_cell(spec: Field, row: Row, said: Words) -> Cell:
    value = row.get(spec.name)
    if spec.kind is Kind.DATE and isinstance(value, str) and value == said[spec.name]:
        return read_day(value)
    if spec.kind.places and isinstance(value, str):
        return FormattedNumber(float(value), YUAN if spec.kind is Kind.MONEY else PLAIN_NUMBER)
    return value if spec.kind is Kind.INTEGER and isinstance(value, int) else said[spec.name]


def read_day(value: str) -> str | date:
    """A whole day as one, for spreadsheets to sort and reckon with; 2026-03 stays as it is written."""
    try:
        return date.fromisoformat(value) if len(value) == len("2026-03-05") else value
    except ValueError:
        return value


def sheet_width(spec: Field) -> int:
    """Characters across in a spreadsheet."""
    return min(40, max(8, spec.width // 8 if spec.width > 0 else 40 if spec.width else 16))


def paper_columns(fields: Sequence[Field], beside: Mapping[str, str] = NOTHING) -> list[PaperColumn]:
    """Widths on paper: as in the list, long texts wider, one column takes the rest."""
    wide = next((spec for spec in fields if spec.width < 0), None)
    made: list[PaperColumn] = []
    for spec in fields:
        made.append(PaperColumn(spec.label, 0 if spec is wide else paper_width(spec), spec.kind.is_number))
        if spec.name in beside:
            made.append(PaperColumn(beside[spec.name], BESIDE_WIDTH))
    return made


def paper_width(spec: Field) -> int:
    if spec.kind is Kind.LONG_TEXT:
        return LONG_WIDTH
    if spec.kind is Kind.DATE:
        return 92
    return spec.width if spec.width > 0 else 104


def count_pages(module: Module, names: Sequence[str], rows: int) -> int:
    """How many pages a list of so many rows will take, roughly."""
    return estimate_pages(paper_columns(choose_fields(module, names)), rows)


def write_paper(
    office: Office, module: Module, fields: Sequence[Field], rows: Iterator[list[Cell]], part: Chosen, total: int,
    path: Path,
) -> int:  # fmt: skip
    """The list as a document: title, what it holds and when, table."""
    if total > MOST_ON_PAPER:
        raise OfficeError(
            f"{total} {module.entity.counter}太多，排不成一份文件。", todo=f"先加条件，一次不超过 {MOST_ON_PAPER} {module.entity.counter}；或导出成 Excel。"
        )  # fmt: skip
    texts = [[str(cell) for cell in row] for row in rows]
    day = long_date(office.today().isoformat())
    note = f"{part.said}　" if part.said else ""
    note = f"{read_committee(office).name}　{note}共 {len(texts)} {module.entity.counter}　{day}"
    columns = paper_columns(fields, part.beside)
    document = build_list(part.title or module.printed, note, columns, texts)
    write_file([document], path)
    return len(texts)
