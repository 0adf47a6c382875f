"""Several rows of a child typed or pasted into a grid: each is checked, and those that can be are written at one go."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Entity, Field
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.records.belonging import may_fill
from cppcc_desktop.services.records.children import Saved, add_rows, check_rows
from ui.cases.batch_parts import BatchFoot
from ui.kit.tables.entry_cells import EntryCell
from ui.kit.tables.entry_checking import EntryChecker
from ui.kit.tables.entry_grid import EntryGrid
from ui.kit.tables.entry_model import (
    ALL,
    LACKING,
    OK,
    REFUSED,
    WAITING,
    EntryRow,
    RowHead,
    Verdict,
    make_columns,
)
from ui.kit.tables.entry_note import CellNote
from ui.kit.tables.entry_words import EntryWords
from ui.session import Session

STATES = {"ok": OK, "lacking": LACKING, "refused": REFUSED, "waiting": WAITING}
EMPTY_ROW = Verdict("empty", "空行，不登记")
MOST = 1000  # rows of one paste
TITLES = 5  # lines among which the headings are: a title stands above them
HINT = "从 Excel 复制，在这里按 Ctrl+V；回车往下，Tab 往右，第一行填的下面都照着填。"


class ChildEntry(QWidget):
    """`written(saved)`: rows are stored; `left()`: nothing is to be typed any more."""

    written = Signal(object)
    left = Signal()

    def __init__(self, session: Session, entity: Entity, codes: CodeLists) -> None:
        super().__init__()
        self._session, self._entity, self._record = session, entity, ""
        self._picked = entity.by_name.get(entity.picks)
        self.fields = [
            *([self._picked] if self._picked else []),
            *(spec for spec in entity.typed if may_fill(session.office, spec)),
        ]
        self._given: Mapping[str, EntryCell] = {}
        self._made, self.busy = 0, False
        self.words = EntryWords(session, self)
        self.words.codes = codes
        self.grid = EntryGrid(self.words.ask, self.words.read)
        self.model = self.grid.model
        self.model.make_row = self._make_row
        self.checker = EntryChecker(session, self.model, self._question, self._judge, self, MOST)
        self.note, self.foot = CellNote(), BatchFoot(entity.counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.grid, self.note, self.foot):
            column.addWidget(part, 1 if part is self.grid else 0)
        self.setFocusProxy(self.grid)
        self._connect()

    def _connect(self) -> None:
        self.model.counted.connect(self._tell)
        self.model.edited.connect(self._ask_again)
        self.grid.moved.connect(lambda _row, _name: self._tell_place())
        self.grid.noted.connect(lambda words: self.note.put(words, "wait") if words else None)
        self.grid.named.connect(lambda row, name, text: self.words.look_up(self.grid, row, name, text))
        self.foot.main.clicked.connect(self.write)
        self.foot.drop.clicked.connect(self._drop_rows)
        self.foot.away.clicked.connect(self.left)

    def begin(self, record: str, text: str, given: Mapping[str, EntryCell], notes: str = "") -> None:
        """Rows of what was copied from a spreadsheet, with `given` where it says nothing; else one empty row.

        `notes` are what should be known of the table besides.
        """
        self._record, self._given, self._made = record, given, 0
        names, lines, unused = read_block(text, self.fields, self._headings())
        rows = [self._make_row() for _ in lines] or [self._make_row()]
        for row, line in zip(rows, lines, strict=False):
            cells = {name: self.words.read(self._spec(name), word) for name, word in zip(names, line, strict=False)}
            row.cells |= {name: cell for name, cell in cells.items() if cell.text}
        heads = {"number": "行"}
        required = [spec.name for spec in self.fields if spec.required]
        self.model.put(make_columns(self.fields, required, heads, 56), rows)
        self.grid.typing.go_to(ALL + 1, self.grid.typing.columns()[0])
        self.setFocus()
        said = unused + notes
        self.note.put(said or HINT, "wait" if said else "")
        self.checker.check()

    @property
    def typed(self) -> int:
        """Rows that say something."""
        return len(self._filled())

    def write(self) -> None:
        """Store the rows that can be; the others stay, with their reasons."""
        rows = [(at, row) for at, row in enumerate(self.model.rows, start=1) if row.verdict.state == OK]
        if self.busy or not rows:
            return
        session, kind, owner = self._session, self._entity.name, self._record
        entered, keys = [self.model.entered(at) for at, _ in rows], [row.case.key for _, row in rows]
        self.busy = self.checker.hold = True
        self._tell()

        def done(saved: Saved) -> None:
            self._end()
            self.model.take_away(keys)
            self.written.emit(saved)
            if not self._filled():
                self.left.emit()
            else:
                self.note.put(f"登记了 {len(saved.rows)} 行，还有 {self.typed} 行没有登记，原因在右边。", "wait")
                self.setFocus()

        def failed(error: Exception) -> None:
            self._end()
            self.setFocus()  # the button went off meanwhile and handed it on
            if isinstance(error, OfficeError):
                self.note.put(f"{error.what}{error.todo}", "wrong")

        session.write(lambda: add_rows(session.office, session.actor, kind, owner, entered), done, self, failed)

    def _end(self) -> None:
        self.busy = self.checker.hold = False
        self._tell()

    # rows

    def _make_row(self) -> EntryRow:
        self._made += 1
        return EntryRow(RowHead(str(self._made), str(self._made)), dict(self._given))

    def _filled(self) -> list[int]:
        """Rows in which something stands that was not there from the start."""
        return [at for at, row in enumerate(self.model.rows, start=1) if any(
            cell.text and cell != self._given.get(name) for name, cell in row.cells.items())]  # fmt: skip

    def _spec(self, name: str) -> Field:
        return self._entity.by_name[name]

    def _headings(self) -> dict[str, str]:
        """Words over a column of a spreadsheet → the field they mean."""
        found = {word: spec.name for spec in self.fields for word in (spec.label, *spec.aliases)}
        if self._picked:
            target = self._session.office.entity(self._picked.target)
            title = target.by_name[target.title]
            found |= dict.fromkeys((self._picked.sought, title.label, *title.aliases), self._picked.name)
        return found

    def _drop_rows(self) -> None:
        rows = {row for row, _ in self.grid.typing._chosen() if row != ALL}
        self.model.take_away([self.model.rows[row - 1].case.key for row in rows])
        self._ask_again()
        self.checker.check()
        self.setFocus()

    # what is said of them

    def _ask_again(self, _rows: object = None) -> None:
        """A row may have been refused because of another one."""
        for row in self.model.rows:
            if row.verdict.state in (REFUSED, "empty"):
                row.verdict = Verdict()

    def _question(self, rows: Sequence[int]) -> Callable[[], list[Any]]:
        session, kind, owner = self._session, self._entity.name, self._record
        filled = self._filled()
        entered = [self.model.entered(at) for at in filled]

        def ask() -> list[Any]:
            told = dict(zip(filled, check_rows(session.office, session.actor, kind, owner, entered), strict=True))
            return [told.get(at, EMPTY_ROW) for at in rows]

        return ask

    def _judge(self, _row: int, told: Any) -> Verdict:
        if told is EMPTY_ROW:
            return EMPTY_ROW
        if told is None:
            return Verdict(OK, "可以登记")
        if isinstance(told, Refusal) and told.missing:
            empty = "、".join(self._spec(name).label for name in told.missing)
            return Verdict(LACKING, f"还要填{empty}", field=told.missing[0])
        field = told.field if isinstance(told, InvalidField) else ""
        chosen = "按 F4 从列出的里面选。" if field and self._spec(field).target else ""
        if chosen and self._entity.named:
            chosen += f"名单外的，写在“{self._spec(self._entity.named).label}”一列。"
        return Verdict(REFUSED, told.what, told.todo or chosen, field)

    def _tell(self) -> None:
        self.foot.put({name: self.model.count(state) for name, state in STATES.items()}, "", busy=self.busy)

    def _tell_place(self) -> None:
        self.note.say_cell(self.grid, HINT)


def read_block(
    text: str, fields: Sequence[Field], headings: Mapping[str, str]
) -> tuple[list[str], list[list[str]], str]:
    """What was copied: the field of each column ("" for one nobody knows), the lines that hold something, what is to
    be said. A line of headings, the first or below a title, names the columns, else they are taken in the order of the
    fields.
    """
    block = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t")]
    block = [line for line in block if any(line)]
    names, notes = [spec.name for spec in fields], []
    plain = [["".join(cell.split()) for cell in line] for line in block[:TITLES]]
    headed = next((at for at, line in enumerate(plain) if is_head(line, headings, first=at == 0)), -1)
    if headed >= 0:
        heads, above, block = plain[headed], block[:headed], block[headed + 1 :]
        titles = "、".join(f"“{' '.join(filter(None, line))}”" for line in above)
        notes += [f"没有当作名单的行：{titles}。"] if titles else []
        names = [headings.get(cell, "") for cell in heads]
        unknown = [cell for cell in heads if cell and cell not in headings]
        notes += [f"没有用到的列：{'、'.join(unknown)}。"] if unknown else []
    elif any(len(line) > len(names) and any(line[len(names) :]) for line in block):
        notes.append(f"多出来的列没有贴，只要 {len(names)} 列：{'、'.join(spec.label for spec in fields)}。")
    if len(block) > MOST:
        notes.append(f"一次最多 {MOST} 行，后面 {len(block) - MOST} 行没有贴，写完这些再贴。")
    keep = [at for at, name in enumerate(names) if name]
    lines = [[line[at] for at in keep if at < len(line)] for line in block[:MOST]]
    return [names[at] for at in keep], lines, "".join(notes)


def is_head(line: Sequence[str], headings: Mapping[str, str], *, first: bool) -> bool:
    """Whether a line names the columns: the first by one word; one further down, where rows may stand above, by half."""
    known, filled = sum(cell in headings for cell in line), sum(map(bool, line))
    return known > 0 and (first or 2 * known >= filled)
