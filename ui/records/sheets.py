"""The tab of a sheet: one grid with a line for each entry, stored at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.records.attachments import NO_FILES, FileCount
from cppcc_desktop.services.records.children import ChildRow, Saved, pick
from cppcc_desktop.services.records.sheets import ChildSheet, Place, SheetEntry, check_sheet, save_sheet
from cppcc_desktop.services.records.undo import Undone, undo_group
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.inputs.reference_field import ReferenceField, Suggest
from ui.kit.tables.entry_cells import EMPTY, EntryCell
from ui.kit.tables.entry_checking import EntryChecker
from ui.kit.tables.entry_grid import EntryGrid
from ui.kit.tables.entry_model import (
    ALL,
    LACKING,
    LEFT,
    OK,
    REFUSED,
    WIDTHS,
    EntryColumn,
    EntryRow,
    RowHead,
    Verdict,
)
from ui.kit.tables.entry_note import CellNote
from ui.kit.tables.entry_words import EntryWords
from ui.records.row_files import KEYS, RowFilesDialog, RowPictures, bind_photos, say_files
from ui.session import Session
from ui.theme import Theme, follow_theme

HINT = "回车往下，Tab 往右，Ctrl+D 照上面填，可以从 Excel 贴进来；第一行填的下面都照着填。"
MOST = 1000
SPARE = 320  # pixels of the column with the long words


class SheetTab(QWidget):
    """A sheet of one record. What is typed is stored at once by 保存; `saved` afterwards."""

    saved = Signal()

    def __init__(self, session: Session, module: Module, entity: Entity, codes: CodeLists, suggest: Suggest) -> None:
        super().__init__()
        self._session, self._entity, self._record = session, entity, ""
        self._lines = find_lines_child(
            session, entity
        )  # the child whose rows are the lines, if people are picked for it
        picked = self._lines.by_name[self._lines.picks] if self._lines else None
        self.finder = ReferenceField(picked, suggest) if picked else None
        self.found = ChildSheet(entity, (), (), {})
        self._typed_in: dict[str, tuple[str, str]] = {}  # column of the grid → group of columns, field
        self._last: Saved | None = None
        self._at: tuple[int, EntryColumn] | None = None  # where the cursor was when everything was stored
        self.busy = self._back_here = False
        self._said_unsaved = False  # the foot says what is not stored, not what came of a save
        self.words = EntryWords(session, self)
        self.words.codes = codes
        self.grid = EntryGrid(self.words.ask, self.words.read)
        self.model = self.grid.model
        self.checker = EntryChecker(session, self.model, self._question, self._judge, self, MOST)
        self.note, self.fixed = CellNote(), label("", "note", wrap=True)
        self.empty = EmptyState(module.icon, f"还没有可以填{entity.label}的行", self._say_empty())
        self.said, self.sums = ElidedLabel("", "note"), ElidedLabel("", "label")
        self.pictures, self.photos = RowPictures(session, self._draw_again, self), PlainButton("照片…", "paperclip")
        self.back, self.main, self.away = (
            LinkButton("撤销这次保存"),
            PrimaryButton(f"保存{entity.label}"),
            PlainButton("放弃修改"),
        )
        self._lay_out()
        self._connect()

    @property
    def typed(self) -> int:
        """Lines in which something was typed that is not stored."""
        return sum(row.touched for row in self.model.rows)

    @property
    def entering(self) -> bool:
        return self.typed > 0

    # what the page calls

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # type: ignore[override]
        """To the grid. It is no focus proxy: Tab would pass by what stands above it."""
        self.grid.setFocus(reason)

    def put(self, record: str, found: ChildSheet) -> None:
        """Show what was read of this record; what is being typed stays."""
        self._record = record
        self.sums.set_text(say_sheet(found))
        if not self.entering:
            self.found = found
            self._fill()
        else:
            self._add_lines(found)
        self._tell()
        if self._back_here:
            self._back_here = False
            self.setFocus()

    def may_leave(self) -> bool:
        """What was typed and not stored is asked about."""
        if not self.entering:
            return True
        asked = f"“{self._entity.label}”里有 {self.typed} 行改了还没有保存。"
        chosen = ask(self, asked, "", Choice("drop", "不要了"), cancel="接着填")
        if chosen == "drop":
            self._fill()
        return chosen == "drop"

    def leave_entry(self) -> bool:
        """Esc: give up what was typed, if nobody objects."""
        return self.entering and self.may_leave()

    def store(self) -> None:
        """Everything that was typed, at one go."""
        typed = self._places([at for at, row in enumerate(self.model.rows, start=1) if row.touched])
        if self.busy or not typed:
            return
        session, kind, owner, seen = self._session, self._entity.name, self._record, self.found
        self.busy = self.checker.hold = True
        self._tell()

        def done(saved: Saved) -> None:
            self._end()
            self._last, self._back_here = saved if saved.group else None, True
            self._at = self.grid.typing.here()
            self.model.put(self.model.columns, ())  # nothing is being typed: what is read now is shown
            self._say(f"保存了 {len(saved.rows)} 项。" if saved.group else "没有要改的。")
            self.saved.emit()

        def failed(error: Exception) -> None:
            self._end()
            self.setFocus()  # what is off while it saves has handed it on, in the end to what gives everything up
            if isinstance(error, OfficeError):
                self.note.put(f"{error.what}{error.todo}", "wrong")

        session.write(
            lambda: save_sheet(session.office, session.actor, kind, owner, typed, seen=seen), done, self, failed
        )

    def _end(self) -> None:
        self.busy = self.checker.hold = False
        self._tell()

    def _take_back(self) -> None:
        session, last = self._session, self._last
        if last is None or last.group is None:
            return
        group, self._last = last.group, None

        def done(_undone: Undone) -> None:
            self._say("撤销了。")
            self.setFocus()
            self.saved.emit()

        session.write(lambda: undo_group(session.office, session.actor, group), done, self)

    # the grid

    def _fill(self) -> None:
        """Lines and cells as they are stored."""
        columns, kept, self._at = self._make_columns(), self.grid.typing.here() or self._at, None
        rows = [
            EntryRow(head, self._make_cells(each))
            for each, head in zip(self.found.down, self._make_heads(), strict=True)
        ]
        self.model.put(columns, rows)
        here = kept or (ALL + 1, columns[1])
        if rows:
            at = max(self.model.where(here[1].key), self.grid.typing.columns()[0])
            self.grid.typing.go_to(min(here[0], len(rows)), at)
        self.checker.check()

    def _add_lines(self, found: ChildSheet) -> None:
        """Lines that came while something is being typed; what was read before stays what is compared with."""
        known = {row.case.key for row in self.model.rows}
        fresh = [each for each in found.down if each.key not in known]
        self.found = replace(found, across=self.found.across, rows=self.found.rows)
        self.model.add([EntryRow(RowHead(each.key, title=name_entry(each)), self._make_cells(each)) for each in fresh])

    def _add_picked(self, record: str, name: str) -> None:
        """One more line: somebody found by name."""
        assert self.finder and self._lines
        self.finder.put(None, "")
        session, kind, owner = self._session, self._lines.name, self._record

        def done(saved: Saved) -> None:
            self._say(f"添了{name}。" if saved.group else f"{name}已经在名单里。")
            self.saved.emit()

        session.write(lambda: pick(session.office, session.actor, kind, owner, [record], {}), done, self)

    def _make_columns(self) -> list[EntryColumn]:
        """The entries at the left, the fields in the middle, once for each group of columns."""
        spec = self._entity.by_name[self._entity.over[0]]
        middle, several = list[EntryColumn](), len(self.found.across) > 1
        self._typed_in = {}
        for group in self.found.across:
            for each in self._entity.typed:
                key = f"{group.key}.{each.name}" if several else each.name
                words = f"{name_entry(group)} {each.label}" if several else each.label
                self._typed_in[key] = group.key, each.name
                usual = each.width if each.width > 0 else SPARE if each.width < 0 else WIDTHS.get(each.kind, 120)
                least = WIDTHS[Kind.CODE] if each.width < 0 else 0
                width = max(usual, 15 * len(words) + 28)
                middle.append(EntryColumn(key, words, width, "middle", each, each.required, least))
        headed = any(each.heading for each in self.found.down)
        left = [EntryColumn("title", spec.label, 88 if headed else LEFT["title"], "left")]
        if headed:
            left = [EntryColumn("group", "类别", LEFT["group"], "left"), *left]
        right = [EntryColumn("verdict", "核对", 208, "right")]
        if self._entity.photos:
            right = [EntryColumn("photos", "照片", 88, "right"), EntryColumn("verdict", "核对", 112, "right")]
        return [*left, *middle, *right]

    def _make_heads(self) -> list[RowHead]:
        """What each line is about; what several stand under is said with the first of them: 五落实 5 / 5."""
        heads, above = list[RowHead](), ""
        for each in self.found.down:
            met = self.found.met_under.get(each.heading)
            group = f"{each.heading} {met.words}" if met and each.heading else each.heading
            files = self._files(each.key)
            heads.append(
                RowHead(each.key, title=name_entry(each), group=group if each.heading != above else "",
                        photos=say_files(files), picture=self.pictures.find(files) if files.count else None)
            )  # fmt: skip
            above = each.heading
        return heads

    def _files(self, line: str) -> FileCount:
        """The files of the row that stands in a line; where columns go across, of the first that has any."""
        found = [row.files for (down, _), row in self.found.rows.items() if down == line and row.files.count]
        return found[0] if found else NO_FILES

    def _draw_again(self) -> None:
        """One more picture is there."""
        for row, head in zip(self.model.rows, self._make_heads(), strict=False):
            row.case = head
        self.model.show([1, len(self.model.rows)] if self.model.rows else [])

    def _show_photos(self) -> None:
        """The files of the line the cursor is on."""
        here = self.grid.typing.here()
        if not self._entity.photos or here is None or not 0 < here[0] <= len(self.found.down):
            return
        entry = self.found.down[here[0] - 1]
        row = next((row for (down, _), row in self.found.rows.items() if down == entry.key), None)
        if row is None:
            self.note.put("先填这一项并保存，再加照片。", "wait")
            return
        title = f"照片和附件：{entry.label}"
        RowFilesDialog(self._session, self._entity.name, row.id, title, self, writable=not self.found.fixed).run()

    def _make_cells(self, entry: SheetEntry) -> dict[str, EntryCell]:
        cells: dict[str, EntryCell] = {}
        for key, (group, name) in self._typed_in.items():
            row = self.found.rows.get((entry.key, group))
            if row is not None and row.values.get(name) is not None:
                cells[key] = make_cell(self._entity.by_name[name], row, self.words.codes)
        return cells

    def _places(self, rows: Sequence[int]) -> dict[Place, dict[str, object]]:
        """What these lines of the grid say that is not stored, by its place in the sheet."""
        found: dict[Place, dict[str, object]] = {}
        for row in (self.model.rows[at - 1] for at in rows):
            for key, (group, name) in self._typed_in.items():
                cell = row.cells.get(key, EMPTY)
                if cell != row.start.get(key, EMPTY):
                    found.setdefault((row.case.key, group), {})[name] = cell.raw
        return found

    def _question(self, rows: Sequence[int]) -> Callable[[], list[Any]]:
        session, kind, owner = self._session, self._entity.name, self._record
        by_line = {at: self._places([at]) for at in rows}
        stored = {at: bool(self.model.rows[at - 1].start) for at in rows}

        def answer() -> list[Any]:
            whole = {place: raw for typed in by_line.values() for place, raw in typed.items()}
            told = check_sheet(session.office, session.actor, kind, owner, whole) if whole else {}
            return [
                next((told[place] for place in typed if told[place]), OK) if typed else ("stored" if stored[at] else "empty")
                for at, typed in by_line.items()
            ]  # fmt: skip

        return answer

    def _judge(self, row: int, told: Any) -> Verdict:
        if isinstance(told, str):
            words = {OK: "可以保存", "stored": "已保存", "empty": "没有填"}[told]
            return Verdict(told, words)
        if isinstance(told, Refusal) and told.missing:
            empty = "、".join(self._entity.by_name[name].label for name in told.missing)
            return Verdict(LACKING, f"还要填{empty}", field=self._column_of(row, told.missing[0]))
        name = told.field if isinstance(told, InvalidField) else ""
        return Verdict(REFUSED, told.what, told.todo, self._column_of(row, name))

    def _column_of(self, row: int, name: str) -> str:
        """The column of a field in which something was typed in this line."""
        typed = {place[1] for place in self._places([row])}
        return next((key for key, (group, each) in self._typed_in.items() if each == name and group in typed), "")

    # what is said

    def _tell(self) -> None:
        there, typed = bool(self.found.down), self.typed
        self.grid.setVisible(there)
        self.note.setVisible(there and not self.found.fixed)
        self.empty.setVisible(not there)
        self.grid.typing.setEnabled(not self.found.fixed and not self.busy)
        self.fixed.setText(self.found.fixed)
        self.fixed.setVisible(bool(self.found.fixed))
        self.inputs.setVisible(not self.found.fixed)
        self.bar.setVisible(bool(self.found.fixed) or self.finder is not None)
        wrong = self.model.count(REFUSED, LACKING)
        if typed:
            self._say(f"改了 {typed} 行，还没有保存。" + (f"{wrong} 行还不行，看右边。" if wrong else ""), unsaved=True)
        elif self._said_unsaved:
            self._say("")
        why = "正在保存" if self.busy else "" if typed else "没有要保存的"
        pressed = self.main.hasFocus()
        self.main.why_off(why or (f"{wrong} 行还不行，看右边" if wrong else ""))
        if pressed and wrong:
            self.setFocus()
        self.away.setVisible(typed > 0)
        self.away.setEnabled(not self.busy)
        self.main.setVisible(not self.found.fixed)
        self.back.setVisible(self._last is not None and not typed)

    def _say(self, words: str, *, unsaved: bool = False) -> None:
        self.said.set_text(words)
        self._said_unsaved = unsaved

    def _tell_place(self) -> None:
        self.note.say_cell(self.grid, HINT)

    def _say_empty(self) -> tuple[str, ...]:
        spec = self._entity.by_name[self._entity.over[0]]
        if self._lines:
            return ("在上面输入姓名或拼音首字母，回车就添一行。", f"成批的，在“{self._lines.label}”里点“成批添加”。")
        if spec.codes:
            return ("代码表里还没有在用的项，在“系统设置 › 代码表”里添。",)
        return (f"先在“{self._session.office.entity(spec.target).label}”里添加，这里就有行了。",)

    # construction

    def _lay_out(self) -> None:
        self.bar, foot = frame("bar"), frame("foot")
        above = QHBoxLayout(self.bar)
        above.setContentsMargins(16, 7, 16, 7)
        above.addWidget(self._make_inputs(), 1)
        above.addWidget(self.fixed, 1)
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 3, 16, 3)
        below.setSpacing(8)
        below.addWidget(self.said)
        below.addWidget(self.back)
        below.addStretch(1)
        for part in (self.sums, self.photos, self.main, self.away):
            below.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.grid, self.empty, self.note, foot):
            column.addWidget(part, 1 if part in (self.grid, self.empty) else 0)
        self.back.hide()

    def _make_inputs(self) -> QWidget:
        self.inputs = QWidget()
        row = QHBoxLayout(self.inputs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if self.finder and self._lines:
            word = f"添加{self._lines.by_name[self._lines.picks].label}"
            self.finder.setAccessibleName(word)
            row.addWidget(label(word, "label"))
            row.addWidget(self.finder)
            row.addWidget(label(f"成批的、名单外的，在“{self._lines.label}”里添", "note"))
        row.addStretch(1)
        return self.inputs

    def _restyle(self, theme: Theme) -> None:
        if self.finder:
            self.finder.setFixedWidth(theme.text_width(180))

    def _connect(self) -> None:
        if self.finder:
            self.finder.chosen.connect(self._add_picked)
            follow_theme(self._restyle)
        self.model.counted.connect(self._tell)
        self.grid.moved.connect(lambda _row, _name: self._tell_place())
        self.grid.noted.connect(lambda words: self.note.put(words, "wait") if words else None)
        self.grid.named.connect(lambda row, name, text: self.words.look_up(self.grid, row, name, text))
        self.photos.setVisible(self._entity.photos)
        self.photos.setToolTip(KEYS)
        self.photos.clicked.connect(self._show_photos)
        bind_photos(self, self._show_photos)
        self.main.clicked.connect(self.store)
        self.away.clicked.connect(self._give_up)
        self.back.clicked.connect(self._take_back)

    def _give_up(self) -> None:
        self.said.set_text("")
        self._fill()
        self._tell()
        self.setFocus()


def find_lines_child(session: Session, entity: Entity) -> Entity | None:
    """The child whose rows are the lines of a sheet, if these are picked."""
    spec = entity.by_name[entity.over[0]]
    child = session.office.entity(spec.target) if spec.target else None
    return child if child and child.made is Made.PICKED and not any(each.required for each in child.typed) else None


def name_entry(entry: SheetEntry) -> str:
    return f"{entry.word}（已停用）" if entry.old else entry.word


def make_cell(spec: Field, row: ChildRow, codes: CodeLists) -> EntryCell:
    """What is stored, as a cell of the grid."""
    value, words = row.values[spec.name], row.words[spec.name]
    if spec.kind is Kind.CODE:
        return EntryCell(words, value, tone=codes.value(spec.codes, str(value), "tone"))
    if spec.kind is Kind.BOOLEAN:
        return EntryCell("是" if value else "", bool(value))
    return EntryCell(words, value if spec.codes or spec.target else None)


def say_sheet(found: ChildSheet) -> str:
    """填了 3 项 · 得分 12."""
    return " · ".join(
        [f"填了 {found.count} {found.entity.counter}", *(f"{each.label} {each.shown}" for each in found.sums)]
    )
