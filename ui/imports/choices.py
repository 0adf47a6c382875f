"""What an import will write: the ticks and answers given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.services.imports.doubts import find_unread, list_doubtful
from cppcc_desktop.services.imports.imports import (
    CHANGED,
    DOUBT,
    NEW,
    SAME,
    Doubt,
    FieldChange,
    Preview,
    PreviewRow,
    RowChoice,
    default_choices,
    import_fields,
)  # fmt: skip

State = Literal["on", "part", "off", "fixed"]
WORDS = {DOUBT: "存疑", CHANGED: "有变化", NEW: "新增", SAME: "相同"}
TONES = {DOUBT: "bad", CHANGED: "wait", NEW: "ok", SAME: "none"}
LOOK = "look"  # the tab of rows a person should look at
ORDER = (DOUBT, CHANGED, NEW, SAME)


@dataclass(frozen=True)
class Counts:
    """What stands to be written, and rows in doubt nobody has decided on."""

    new: int
    changed: int
    fields: int
    undecided: int

    @property
    def rows(self) -> int:
        return self.new + self.changed


class Decisions:
    """Begins with all that is new or changed; what is in doubt waits for an answer."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.rows = {row.number: row for row in preview.rows}
        self.choices = default_choices(preview)
        self._proposed = dict(self.choices)
        self.newcomers: dict[str, str] = {}  # answers for names without a record, as apply_import takes them
        self.touched = False
        self._given: dict[int, RowChoice] = {}  # answers taken back, in case they are ticked again

    def state(self, number: int) -> State:
        """How the row's tick stands; rows without anything to write have none."""
        row = self.rows[number]
        if row.result == SAME or row.blocked:
            return "fixed"
        if number not in self.choices:
            return "off"
        return "on" if self.choices[number].fields is None else "part"

    def put(self, number: int, on: bool) -> None:
        """Tick or untick a row. One in doubt is ticked only if it was answered before."""
        self.touched = True
        row = self.rows[number]
        if not on:
            self._forget(number)
        elif row.result in (NEW, CHANGED):
            self.choices[number] = self._proposed.get(number) or RowChoice(row.record)
        elif number in self._given:
            self.choices[number] = self._given[number]

    def answer(self, number: int, record: str | None) -> None:
        """Settle a row in doubt: a candidate's id, "" for a new record, None for later."""
        self.touched = True
        if record is None:
            self._forget(number)
        else:
            self.choices[number] = RowChoice(record)

    def answered(self, number: int) -> str | None:
        """The answer as `answer` takes it."""
        choice = self.choices.get(number)
        return choice.record if choice else None

    def changes(self, number: int) -> tuple[FieldChange, ...]:
        """What differs from the record that was matched or chosen."""
        row, choice = self.rows[number], self.choices.get(number)
        if row.result == DOUBT:
            return next((each.changes for each in row.candidates if choice and each.record == choice.record), ())
        return row.changes

    def takes(self, number: int, field: str) -> bool:
        choice = self.choices.get(number)
        return choice is not None and (choice.fields is None or field in choice.fields)

    def put_field(self, number: int, field: str, on: bool) -> None:
        """Tick one field; without any field ticked the row is not written."""
        self.touched = True
        names = [each.field for each in self.changes(number)]
        wanted = frozenset(name for name in names if (on if name == field else self.takes(number, name)))
        row = self.rows[number]
        record = row.record or self.answered(number) or ""
        if not wanted and row.result == CHANGED:
            self.choices.pop(number, None)
        else:
            self.choices[number] = RowChoice(record, None if len(wanted) == len(names) else wanted)

    def count(self) -> Counts:
        new = changed = fields = 0
        for number, choice in self.choices.items():
            taken = sum(self.takes(number, each.field) for each in self.changes(number))
            new += not choice.record
            changed += bool(choice.record and taken)
            fields += taken
        undecided = sum(row.result == DOUBT and row.number not in self.choices for row in self.preview.rows)
        return Counts(new, changed, fields, undecided)

    def listed(self, tab: str) -> list[PreviewRow]:
        """Rows of a tab: in doubt, changed, new; among the same those with a cell that was not understood."""
        rows = self.preview.rows
        if tab != LOOK:
            return [row for row in rows if row.result == tab]
        return [
            row for result in ORDER for row in rows if row.result == result and (result != SAME or self.unread(row))
        ]

    def sentence(self) -> str:
        """将新增 17 人、修改 11 人（14 处）。存疑 4 行未定，这次不写入。"""
        counts, counter = self.count(), self.preview.module.entity.counter
        parts = [f"新增 {counts.new} {counter}"] if counts.new else []
        parts += [f"修改 {counts.changed} {counter}（{counts.fields} 处）"] if counts.changed else []
        first = f"将{'、'.join(parts)}。" if parts else "没有要写入的内容。"
        return first + (f"存疑 {counts.undecided} 行未定，这次不写入。" if counts.undecided else "")

    def difference(self, row: PreviewRow) -> str:
        """3 处，改 2 处; why a row is in doubt; how many cells were not understood."""
        if row.result == DOUBT:
            return row.reason
        changes = self.changes(row.number)
        taken = sum(self.takes(row.number, each.field) for each in changes)
        words = [f"{len(changes)} 处" if taken in (0, len(changes)) else f"{len(changes)} 处，改 {taken} 处"]
        unread = len(self.unread(row))
        return "，".join((words if changes else []) + ([f"{unread} 格没导入"] if unread else []))

    def unread(self, row: PreviewRow) -> list[Doubt]:
        """Cells of a row that were not understood; words a list will take up are told once for all rows."""
        return find_unread(self.preview, row)

    def doubtful(self) -> int:
        """How many rows 存为 Excel would write: nobody settled them, or a cell was not read."""
        return len(list_doubtful(self.preview, self.choices))

    def _forget(self, number: int) -> None:
        choice = self.choices.pop(number, None)
        if choice and self.rows[number].result == DOUBT:
            self._given[number] = choice


def told_fields(preview: Preview) -> list[Field]:
    """Up to two fields that tell people of one name apart in a list: of the module's columns the wide one, and
    the first of the others that takes some room and stands in the file.
    """
    module = preview.module
    if preview.shown:
        return [module.by_name[name] for name in preview.shown]
    specs = [module.by_name[name] for name in module.columns if name != module.entity.title]
    read = [spec for spec in specs if spec.name in preview.columns.columns and not spec.sensitive]
    wide = [spec for spec in read if spec.width < 0]
    rest = [spec for spec in read if spec.width >= 100]
    return [*rest[: 2 - len(wide[:1])], *wide[:1]]


def unchanged_fields(row: PreviewRow, preview: Preview, changes: Sequence[FieldChange]) -> list[Field]:
    """Fields the file fills just as they are stored."""
    changed = {each.field for each in changes}
    filled = (spec for spec in import_fields(preview.module) if row.values.get(spec.name) is not None)
    return [spec for spec in filled if spec.name not in changed]
