"""Import of a table: read, compare, show, and write what was chosen in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.fields import Entity, Field, Kind, Row, Value, mask
from cppcc_desktop.domain.members import MEMBER
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office import CODE_ENTRY, Actor
from cppcc_desktop.importers import identity
from cppcc_desktop.importers.headers import Mapping as Columns
from cppcc_desktop.importers.headers import match_columns
from cppcc_desktop.importers.rows import Doubt, ImportRow, read_rows
from cppcc_desktop.importers.sheets import Sheet, column_letter, read_file
from cppcc_desktop.services.codes import CodeLists, read_codes
from cppcc_desktop.services.office import Office, Writing
from cppcc_desktop.services.records import (
    Record,
    as_list,
    load_row,
    read_record,
    split_values,
    start_values,
    with_term,
    write_companion,
)
from cppcc_desktop.services.titles import read_titles, word_rows
from db.backup import create_backup
from db.queries.records import ListQuery, Query

Progress = Callable[[int, int, str], None]
NEW, CHANGED, SAME, DOUBT = "new", "changed", "same", "doubt"


@dataclass(frozen=True)
class Table:
    """A file as it was read: one sheet, and the field each of its columns fills."""

    path: Path
    module: Module
    sheet: Sheet
    columns: Columns

    def letter(self, index: int) -> str:
        """How a spreadsheet names the column: 0 → A."""
        return column_letter(index)

    def samples(self, index: int, count: int = 3) -> list[str]:
        """The first different values of a column, as they stand in the file; masked where sensitive."""
        spec = next((self.module.by_name[name] for name, place in self.columns.columns.items() if place == index), None)
        found: dict[str, None] = {}
        for _, row in self.sheet.numbered(self.columns.header_row + 1):
            if row[index] is not None:
                text = " ".join(str(row[index]).split())
                found[mask(spec, text) if spec else text] = None
            if len(found) == count:
                break
        return list(found)


@dataclass(frozen=True)
class FieldChange:
    """One field of one row that differs from what is stored; both sides in words."""

    field: str
    label: str
    before: str
    after: str
    stored: Value = None  # what stood there when the file was compared, not masked


@dataclass(frozen=True)
class Candidate:
    """A stored record that may be the one a row means."""

    record: str
    title: str
    words: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file and what importing it would do."""

    number: int
    result: str
    values: Row
    words: Mapping[str, str]
    record: str = ""
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reason: str = ""
    blocked: bool = False  # the row itself cannot be taken, whoever it is


@dataclass(frozen=True)
class Preview:
    """A file as it was read and compared. Nothing is written yet."""

    path: Path
    module: Module
    sheet: Sheet
    columns: Columns
    rows: tuple[PreviewRow, ...]
    new_codes: Mapping[str, tuple[str, ...]]  # code list → words that will be added to it
    known: frozenset[str] = field(default=frozenset(), repr=False)  # records the rows were compared with

    def count(self, result: str) -> int:
        return sum(row.result == result for row in self.rows)


@dataclass(frozen=True)
class Choice:
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


def import_fields(module: Module) -> list[Field]:
    """Fields a file may fill: all a person may edit."""
    return [spec for spec in module.fields if spec.editable and spec.kind is not Kind.PHOTO]


def preview_import(
    office: Office, actor: Actor, module: Module, path: Path, *, sheet: str | None = None,
    changes: Mapping[str, str | None] | None = None, progress: Progress | None = None,
) -> Preview:  # fmt: skip
    """Read the file in a child process and compare every row. OfficeError says what is wrong with the file."""
    table = open_table(actor, module, path, sheet=sheet, progress=progress)
    return compare_table(office, actor, table, changes, progress=progress)


def open_table(
    actor: Actor, module: Module, path: Path, *, sheet: str | None = None, progress: Progress | None = None
) -> Table:
    """Read the file in a child process and recognise its columns."""
    actor.require("record.write")

    def cancelled() -> bool:
        if progress:
            progress(0, 0, "正在读文件")
        return False

    read = read_file(path, sheet=sheet, cancelled=cancelled)
    return Table(path, module, read, match_columns(read, import_fields(module)))


def compare_table(
    office: Office, actor: Actor, table: Table, changes: Mapping[str, str | None] | None = None, *,
    progress: Progress | None = None,
) -> Preview:  # fmt: skip
    """Compare every row of a table with what is stored; `changes` are columns corrected by hand."""
    actor.require("record.write")
    module, fields = table.module, import_fields(table.module)
    columns = table.columns.with_changes(changes) if changes else table.columns
    refuse_without_title(columns)
    if progress:
        progress(0, 0, "正在与库里的记录比对")
    codes = read_codes(office)
    rows = read_rows(table.sheet, columns, fields, codes, today=office.today())
    comparison = Comparison.load(office, module, codes)
    compared = tuple(comparison.compare(rows))
    known = frozenset(comparison.known)
    return Preview(table.path, module, table.sheet, columns, compared, gather_codes(rows, module), known)


def refuse_without_title(columns: Columns) -> None:
    if columns.missing:
        words = "、".join(spec.label for spec in columns.missing)
        raise OfficeError(f"表里没有找到“{words}”这一列。", todo="改一下表头，或用手工对应指定哪一列是它。")


def gather_codes(rows: Sequence[ImportRow], module: Module) -> dict[str, tuple[str, ...]]:
    """Words the lists do not have yet, per list, in the order they appear."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for name, words in row.unknown_codes.items():
            found.setdefault(module.by_name[name].codes, {}).update(dict.fromkeys(words))
    return {name: tuple(words) for name, words in found.items()}


@dataclass
class Comparison:
    """Everything stored that rows are compared with."""

    office: Office
    module: Module
    codes: CodeLists
    known: Mapping[str, Row]
    words: Mapping[str, Mapping[str, str]]
    targets: Mapping[str, Mapping[str, Sequence[str]]]  # entity → title → ids

    @classmethod
    def load(cls, office: Office, module: Module, codes: CodeLists) -> Comparison:
        with office.read() as connection:
            listing = ListQuery(office.schema, module, with_term(connection, office, Query()))
            rows = [load_row(module.fields, row) for row in listing.page(connection, 0, -1)]
            targets = {
                target: ids_by_title(read_titles(office, connection, target, all_ids(office, target)))
                for target in {spec.target for spec in import_fields(module) if spec.target}
            }
        words = word_rows(office, module.fields, rows)
        known = {str(row["id"]): row for row in rows}
        return cls(office, module, codes, known, dict(zip(known, words, strict=True)), targets)

    def compare(self, rows: Sequence[ImportRow]) -> list[PreviewRow]:
        """One preview row for each row of the file, in its order."""
        rows = [self.resolve_references(row) for row in rows]
        matches = self.match([row.values for row in rows])
        words = word_rows(self.office, self.module.fields, [row.values for row in rows])
        return [self.judge(*each) for each in zip(rows, matches, words, strict=True)]

    def match(self, rows: Sequence[Row]) -> list[identity.Match]:
        """People by name, number, phone and post; everything else by its title."""
        known = list(self.known.values())
        if self.module.entity.name == MEMBER.name:
            return identity.match_people(rows, known)
        title = self.module.entity.title
        by_title: dict[str, list[str]] = {}
        for record, row in self.known.items():
            by_title.setdefault(str(row[title]), []).append(record)
        named = Counter(str(row.get(title)) for row in rows)
        return [self.match_title(by_title.get(name, []), named[name]) for name in (str(r.get(title)) for r in rows)]

    def match_title(self, found: Sequence[str], claims: int) -> identity.Match:
        if not found:
            return identity.Match(identity.Kind.NEW)
        if claims > 1:
            return identity.Match(identity.Kind.DOUBT, "", tuple(found), f"文件里有 {claims} 行同名，库里也有。")
        if len(found) == 1:
            return identity.Match(identity.Kind.SAME, found[0])
        return identity.Match(identity.Kind.DOUBT, "", tuple(found), f"库里有 {len(found)} 条同名。")

    def resolve_references(self, row: ImportRow) -> ImportRow:
        """Names of stations and people become their ids; a name nobody or several have is a doubt and is left out."""
        values, doubts = dict(row.values), list(row.doubts)
        for spec in import_fields(self.module):
            if not spec.target or values.get(spec.name) is None:
                continue
            found: list[str] = []
            for word in as_list(values.pop(spec.name)):
                records = self.targets[spec.target].get(word, ())
                if len(records) == 1:
                    found.append(records[0])
                else:
                    doubts.append(self.doubt_reference(row.number, spec, word, len(records)))
            if found:
                values[spec.name] = found if spec.kind.many else found[0]
        return replace(row, values=values, doubts=tuple(doubts))

    def doubt_reference(self, number: int, spec: Field, word: str, count: int) -> Doubt:
        label = self.office.entity(spec.target).label
        told = f"叫“{word}”的{label}有 {count} 个，分不出是哪一个" if count else f"没有叫“{word}”的{label}"
        return Doubt(number, spec.label, word, f"{told}，没有导入。", False, spec.name)

    def judge(self, row: ImportRow, match: identity.Match, words: Mapping[str, str]) -> PreviewRow:
        plain = PreviewRow(row.number, NEW, row.values, words, doubts=row.doubts)
        if row.blocked:
            reason = next(each.reason for each in row.doubts if each.blocking)
            return replace(plain, result=DOUBT, reason=reason, blocked=True)
        if match.kind is identity.Kind.DOUBT:
            candidates = tuple(self.describe(record, row.values, words) for record in match.candidates)
            title = self.module.entity.title
            doubt = Doubt(row.number, self.module.by_name[title].label, words.get(title, ""), match.reason, True, title)
            return replace(plain, result=DOUBT, reason=match.reason, candidates=candidates, doubts=(*row.doubts, doubt))
        if match.kind is identity.Kind.NEW:
            return plain
        changes = self.differ(match.record, row.values, words)
        return replace(plain, result=CHANGED if changes else SAME, record=match.record, changes=changes)

    def differ(self, record: str, values: Row, words: Mapping[str, str]) -> tuple[FieldChange, ...]:
        """Fields the file fills otherwise than stored. An empty cell never erases."""
        known = self.known[record]
        return tuple(
            FieldChange(spec.name, spec.label, self.words[record][spec.name], words[spec.name], known.get(spec.name))
            for spec in import_fields(self.module)
            if values.get(spec.name) is not None and values[spec.name] != known.get(spec.name)
        )

    def describe(self, record: str, values: Row, words: Mapping[str, str]) -> Candidate:
        shown = self.words[record]
        names = [name for name in self.module.columns if name != self.module.entity.title]
        told = " · ".join(shown[name] for name in names if shown.get(name))
        return Candidate(record, shown[self.module.entity.title], told, self.differ(record, values, words))


def ids_by_title(titles: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record, title in titles.items():
        found.setdefault(title, []).append(record)
    return found


def all_ids(office: Office, kind: str) -> list[str]:
    table = office.schema.records[kind]
    with office.read() as connection:
        return list(connection.scalars(select(table.c.id).where(table.c.deleted.is_(None))))


def default_choices(preview: Preview) -> dict[int, Choice]:
    """All new and changed rows whole; those in doubt are left alone until somebody decides."""
    return {row.number: Choice(row.record) for row in preview.rows if row.result in (NEW, CHANGED)}


def apply_import(
    office: Office, actor: Actor, preview: Preview, choices: Mapping[int, Choice], *, progress: Progress | None = None
) -> Imported:
    """Write the chosen rows in one transaction, after a backup. Cancelling takes all of it back."""
    rows = [row for row in preview.rows if row.number in choices and not row.blocked]
    create_backup(office.database.path, office.database.path.parent / "备份", reason="导入前")
    new = changed = fields = 0
    records: list[str] = []
    with office.write(actor, "record.write") as writing:
        if any(not choices[row.number].record for row in rows):
            refuse_newcomers(writing, preview)
        add_codes(writing, preview, rows)
        for place, row in enumerate(rows):
            if progress:
                progress(place, len(rows), "正在写入")
            choice = choices[row.number]
            if choice.record:
                count = update_row(writing, preview, row, choice)
                changed, fields = changed + bool(count), fields + count
                records.append(choice.record)
            else:
                records.append(insert_row(writing, preview.module.entity, row))
                new += 1
    return Imported(new, changed, fields, tuple(records))


def add_codes(writing: Writing, preview: Preview, rows: Sequence[PreviewRow]) -> None:
    """Words the office's lists did not have become entries; their code is the word, the same at every place."""
    used = {word for row in rows for value in row.values.values() if value is not None for word in as_list(value)}
    codes = read_codes(writing.office)  # another import may have added the word since the preview
    for name, words in preview.new_codes.items():
        for word in words:
            if word in used and not codes.has(name, word):
                writing.new(CODE_ENTRY, {"list": name, "code": word, "label": word})


def insert_row(writing: Writing, entity: Entity, row: PreviewRow) -> str:
    values, extra = split_values(writing.office, entity.name, row.values)
    record = writing.new(entity, start_values(writing.office, entity, values))
    write_companion(writing, entity.name, record, extra)
    return record


def update_row(writing: Writing, preview: Preview, row: PreviewRow, choice: Choice) -> int:
    """Set the chosen fields; returns how many. What was shown must still be what is stored."""
    entity = preview.module.entity
    now = read_record(writing.office, writing.connection, entity.name, choice.record)
    changes = next((c.changes for c in row.candidates if c.record == choice.record), row.changes)
    wanted = {
        change.field: row.values[change.field] for change in changes
        if choice.fields is None or change.field in choice.fields
    }  # fmt: skip
    refuse_moved(now, changes)
    values, extra = split_values(writing.office, entity.name, wanted)
    writing.set(entity, now.id, values, scope=now.scope)
    write_companion(writing, entity.name, now.id, extra, now)
    return len(wanted)


def refuse_moved(now: Record, changes: Sequence[FieldChange]) -> None:
    if now.deleted is not None or any(now.values[change.field] != change.stored for change in changes):
        raise moved()


def refuse_newcomers(writing: Writing, preview: Preview) -> None:
    """A row is new only among the records it was compared with: the same file may have been imported meanwhile."""
    table = writing.office.schema.records[preview.module.entity.name]
    present = writing.connection.scalars(select(table.c.id).where(table.c.deleted.is_(None)))
    if set(present) - preview.known:
        raise moved()


def moved() -> OfficeError:
    return OfficeError("核对之后，库里的资料又有改动。", kept="这次一条也没有写入。", todo="重新打开文件核对一遍。")
