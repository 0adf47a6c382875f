"""Import of a table: read, compare, show, and write what was chosen in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cppcc_desktop.domain.description.fields import Field, mask
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.office.office import CODE_ENTRY, Actor
from cppcc_desktop.importers.tables.headers import Mapping as Columns
from cppcc_desktop.importers.tables.headers import no_header
from cppcc_desktop.importers.tables.records import describe_sheet, tell_some
from cppcc_desktop.importers.tables.rows import Doubt, ImportRow, read_rows
from cppcc_desktop.importers.tables.sheets import SourceSheet, column_letter, read_file
from cppcc_desktop.services.imports.compare import (
    CHANGED,
    DOUBT,
    NEW,
    SAME,
    Candidate,
    FieldChange,
    Newcomer,
    PreviewRow,
    fields_to_fill,
    gather_codes,
    import_fields,
    required_of_new,
)
from cppcc_desktop.services.imports.memory import recall_columns, recognise_columns
from cppcc_desktop.services.imports.questions import WordQuestion, gather_questions
from cppcc_desktop.services.imports.readers import RowWriter, Selection, find_reader
from cppcc_desktop.services.imports.writing import make_newcomers, refuse_newcomers
from cppcc_desktop.services.office.backups import back_up_before
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.records.records import as_list
from cppcc_desktop.services.records.undo import Group, group_of

__all__ = [
    "CHANGED",
    "DOUBT",
    "NEW",
    "SAME",
    "Candidate",
    "Doubt",
    "FieldChange",
    "Imported",
    "Newcomer",
    "Preview",
    "PreviewRow",
    "RowChoice",
    "Table",
    "apply_import",
    "compare_table",
    "default_choices",
    "import_fields",
    "open_table",
    "preview_import",
    "required_of_new",
]  # fmt: skip

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Table:
    """A file as it was read: one sheet, and the field each of its columns fills."""

    path: Path
    module: Module
    sheet: SourceSheet
    fields: Sequence[Field]  # that this office may fill from it
    columns: Columns
    recognised: Columns  # by the headings alone, before what was put by hand last time
    remembered: frozenset[int] = frozenset()  # columns that stand as they were put by hand last time
    plenaries: tuple[tuple[str, str], ...] = ()  # it may be of these, the likely one first
    unsaid: tuple[str, ...] = ()  # codes a new record needs and no column says: asked once for the whole table

    def letter(self, index: int) -> str:
        """How a spreadsheet names the column: 0 → A."""
        return column_letter(index)

    def samples(self, index: int, count: int = 3) -> list[str]:
        """The first different values of a column, as they stand in the file; masked where sensitive."""
        specs = {each.name: each for each in self.columns.fields}
        spec = specs.get(self.columns.taken.get(index, ""))
        found: dict[str, None] = {}
        for _, row in self.sheet.numbered(self.columns.header_row + 1):
            if row[index] is not None:
                text = " ".join(str(row[index]).split())
                found[mask(spec, text) if spec else text] = None
            if len(found) == count:
                break
        return list(found)


@dataclass(frozen=True)
class Preview:
    """A file as it was read and compared. Nothing is written yet."""

    path: Path
    module: Module
    sheet: SourceSheet
    columns: Columns
    rows: tuple[PreviewRow, ...]
    new_codes: Mapping[str, tuple[str, ...]]  # code list → words that will be added to it
    known: frozenset[str] = field(default=frozenset(), repr=False)  # records the rows were compared with
    newcomers: tuple[Newcomer, ...] = ()  # names in the file that become records of their own
    notes: tuple[str, ...] = ()  # what should be known of the file as a whole
    shown: tuple[str, ...] = ()  # fields that tell its rows apart; empty: the module's columns
    questions: tuple[WordQuestion, ...] = ()  # words no list has

    def count(self, result: str) -> int:
        return sum(row.result == result for row in self.rows)


@dataclass(frozen=True)
class RowChoice:
    """What to do with one row: `record` empty means a new one; `fields` None means all of them."""

    record: str = ""
    fields: frozenset[str] | None = None


@dataclass(frozen=True)
class Imported:
    """What an import wrote."""

    new: int
    changed: int
    fields: int
    records: tuple[str, ...] = field(default=(), repr=False)
    group: Group | None = None  # what services.undo takes back
    created: int = 0  # records the rows name that were not here


def preview_import(
    office: Office, actor: Actor, module: Module, path: Path, *, sheet: str | None = None,
    changes: Mapping[str, str | None] | None = None, progress: Progress | None = None,
) -> Preview:  # fmt: skip
    """Read the file in a child process and compare every row. OfficeError says what is wrong with the file."""
    table = open_table(office, actor, module, path, sheet=sheet, progress=progress)
    return compare_table(office, actor, table, changes, progress=progress)


def open_table(
    office: Office, actor: Actor, module: Module, path: Path, *, sheet: str | None = None,
    header_row: int | None = None, progress: Progress | None = None,
) -> Table:  # fmt: skip
    """Read the file in a child process and recognise its columns; those put by hand last time stand so again.

    `header_row` names the row of headings by its number in the sheet, 0 for a table without any.
    """
    actor.require("record.write")
    refuse_register(office, module)

    def cancelled() -> bool:
        if progress:
            progress(0, 0, "正在读文件")
        return False

    read = read_file(path, sheet=sheet, cancelled=cancelled)
    recognised = recognise_columns(office, module, read, header_row)
    columns, remembered = recall_columns(office, module, recognised)
    plenaries = put_named_first(find_reader(office, module).offer(office, actor), read, columns, path)
    fields = fields_to_fill(office, module)
    return Table(
        path, module, read, fields, columns, recognised, remembered, plenaries, list_unsaid(module, columns)
    )  # fmt: skip


def list_unsaid(module: Module, columns: Columns) -> tuple[str, ...]:
    """Codes a new record needs that no column says: a whole table may well have the same."""
    named = set(columns.taken.values())
    return tuple(spec.name for spec in required_of_new(module) if spec.codes and spec.name not in named)


def put_named_first(
    periods: tuple[tuple[str, str], ...], sheet: SourceSheet, columns: Columns, path: Path
) -> tuple[tuple[str, str], ...]:
    """The periods a table may be of, the one first that its title, its sheet or its file names: 十届二次."""
    above = [str(cell) for number, row in sheet.numbered(1) if number < columns.header_row for cell in row if cell]
    said = normalise_text(" ".join((*above, sheet.name, path.stem))).replace("第", "").replace("委员会", "")
    named = [each for each in periods if each[1].removesuffix("会议") in said.replace(" ", "")]
    return periods if len(named) != 1 else (*named, *(each for each in periods if each not in named))


def refuse_register(office: Office, module: Module) -> None:
    """A file with numbers that the county gives out is the county's to take over: elsewhere each would stand twice."""
    if office.kind != COUNTY and module.workflow and module.workflow.numbers:
        raise Refusal(f"{module.table_label}由县政协导入，{office.place_label}不能导入。", todo="把表交给县政协。")


def compare_table(
    office: Office, actor: Actor, table: Table, changes: Mapping[str, str | None] | None = None, *,
    given: Mapping[str, str] | None = None, progress: Progress | None = None,
) -> Preview:  # fmt: skip
    """Compare every row of a table with what is stored; `changes` are columns corrected by hand.

    `given` holds for every row that says nothing else: {"plenary": "10-02", "number": "云水-{001}"}.
    """
    actor.require("record.write")
    module, fields, given = table.module, table.fields, given or {}
    columns = table.columns.with_changes(changes) if changes else table.columns
    refuse_without_title(table, columns, given)
    if progress:
        progress(0, 0, "正在与库里的记录比对")
    codes, reader = read_codes(office), find_reader(office, module)
    people = module.entity.identity.people
    rows = read_rows(
        table.sheet, columns, fields, codes, today=reader.day(office, given), people=people, given=given,
        gathering=reader.gathering,
    )  # fmt: skip
    if not rows:
        raise OfficeError(
            f"标题行（第 {columns.header_row} 行）下面没有可以导入的内容。", todo="看看是不是选错了文件或工作表。"
        )
    compared = reader.compare(office, module, rows, columns, given)
    notes = (*describe_sheet(table.sheet, columns, people, reader.gathering), *gather_notes(rows), *compared.notes)
    new_codes, specs = gather_codes(rows, module), {spec.name: spec for spec in fields}
    return Preview(
        table.path, module, table.sheet, columns, compared.rows, new_codes, compared.known, compared.newcomers, notes,
        compared.shown, gather_questions(compared.rows, specs, codes, new_codes),
    )  # fmt: skip


def gather_notes(rows: Sequence[ImportRow]) -> list[str]:
    """What was noted of rows, each sentence once with its rows: 第 3 行、第 8 行：姓名旁边的“★”不是姓名，没有读。"""
    found: dict[str, list[str]] = {}
    for row in rows:
        for note in row.notes:
            found.setdefault(note, []).append(f"第 {row.number} 行")
    return [f"{tell_some(places, '行')}：{note}" for note, places in found.items()]


def refuse_without_title(table: Table, columns: Columns, given: Mapping[str, str]) -> None:
    missing = [spec for spec in columns.missing if spec.name not in given]
    if missing and not columns.found and not columns.columns:
        raise no_header(table.sheet, columns.fields)
    if missing:
        words = "、".join(spec.label for spec in missing)
        raise OfficeError(f"表里没有找到“{words}”这一列。", todo="改一下表头，或用手工对应指定哪一列是它。")


def default_choices(preview: Preview) -> dict[int, RowChoice]:
    """All new and changed rows whole, but for what contradicts; those in doubt are left alone until somebody decides."""
    chosen: dict[int, RowChoice] = {}
    for row in preview.rows:
        names = frozenset(each.field for each in row.changes)
        if row.result in (NEW, CHANGED) and (not row.unticked or names - row.unticked):
            chosen[row.number] = RowChoice(row.record, names - row.unticked if row.unticked else None)
    return chosen


def apply_import(
    office: Office, actor: Actor, preview: Preview, choices: Mapping[int, RowChoice], *,
    newcomers: Mapping[str, str] | None = None, progress: Progress | None = None,
) -> Imported:  # fmt: skip
    """Write the chosen rows in one transaction, after a backup. Cancelling takes all of it back.

    `newcomers` answers for names without a record: id → the record it is a spelling of, "" to leave it out.
    """
    rows = [row for row in preview.rows if row.number in choices and not row.blocked]
    back_up_before(office, "导入前")
    new = changed = fields = 0
    records: list[str] = []
    with office.write(actor, "record.write") as writing:
        if any(not choices[row.number].record for row in rows):
            refuse_newcomers(writing, preview.module.entity, preview.known)
        add_codes(writing, preview, rows)
        made, writer = begin_writing(writing, preview, rows, choices, newcomers or {})
        for place, row in enumerate(rows):
            if progress:
                progress(place, len(rows), "正在写入")
            choice = choices[row.number]
            if choice.record:
                count = writer.update(row, choice.record, choice.fields)
                changed, fields = changed + bool(count), fields + count
                records.append(choice.record)
            elif row.lacks:
                raise OfficeError(f"第 {row.number} 行没有{row.lacks}，不能新增。", todo="在文件里补上，再导入。")
            else:
                records.append(writer.insert(row))
                new += 1
    return Imported(new, changed, fields, tuple(records), group_of(writing.operations), made)


def begin_writing(
    writing: Writing,
    preview: Preview,
    rows: Sequence[PreviewRow],
    choices: Mapping[int, RowChoice],
    answers: Mapping[str, str],
) -> tuple[int, RowWriter]:
    """How many records were made for names the rows use, and what writes the rows."""
    used = gather_values(rows) if preview.newcomers else set[str]()
    renamed = make_newcomers(writing, preview.newcomers, used, answers)
    made = sum(each.id in used and each.id not in answers for each in preview.newcomers)
    chosen = {row.made: choices[row.number].record or row.made for row in rows if row.made}
    renamed |= {row.made: chosen.get(row.made, "") for row in preview.rows if row.made}
    ids = [choices[row.number].record for row in rows]
    selection = Selection(preview.module, preview.path.name, rows, ids, renamed)
    return made, find_reader(writing.office, preview.module).write(writing, selection)


def gather_values(rows: Sequence[PreviewRow]) -> set[str]:
    """All that stands in the rows: words, codes and ids."""
    return {each for row in rows for value in row.values.values() if value is not None for each in as_list(value)}


def add_codes(writing: Writing, preview: Preview, rows: Sequence[PreviewRow]) -> None:
    """Words the office's lists did not have become entries; their code is the word, the same at every place."""
    used = gather_values(rows)
    codes = read_codes(writing.office)  # another import may have added the word since the preview
    for name, words in preview.new_codes.items():
        for word in words:
            if word in used and not codes.has(name, word):
                writing.new(CODE_ENTRY, {"list": name, "code": word, "label": word})
