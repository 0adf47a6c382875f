"""The tab of rows that people write themselves: a list with what it adds up to, and ways to add, change and take off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.imports.blocks import FileBlock
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.records.belonging import may_fill
from cppcc_desktop.services.records.children import (
    Children,
    ChildRow,
    Saved,
    add_rows,
    call_row,
    change_row,
    find_maker,
    find_picked,
    make_rows,
    mark,
    marked_field,
    pick,
    remove_rows,
)
from cppcc_desktop.services.records.records import Record, show_record
from cppcc_desktop.services.records.undo import Undone, undo_group
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import LinkButton, PlainButton, SmallButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.record_form import ONE_COLUMN_FROM
from ui.kit.inputs.reference_field import ReferenceField, Suggest
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow, Ticks
from ui.kit.tables.entry_cells import EntryCell
from ui.kit.tables.entry_model import WIDTHS
from ui.records.child_entry import ChildEntry
from ui.records.parts import Entry, give_menu
from ui.records.picking import PickDialog
from ui.records.row_files import RowFilesDialog, RowPictures, bind_photos, say_files
from ui.records.table_file import ask_table_file
from ui.session import Session
from ui.theme import Theme, current_theme, follow_theme, set_role

AGAIN = "和上面是同一个"
PASTE = QKeySequence.StandardKey.Paste
UNDO = QKeySequence.StandardKey.Undo


class ChildTab(QWidget):
    """Rows of one kind of one record. Each change is written at once; `saved` afterwards."""

    saved = Signal()

    def __init__(self, session: Session, module: Module, entity: Entity, codes: CodeLists, suggest: Suggest) -> None:
        super().__init__()
        self._session, self._entity, self._codes, self._suggest = session, entity, codes, suggest
        self._record, self.found = "", Children(entity, (), ())
        self._typed = [spec for spec in entity.typed if may_fill(session.office, spec)]
        self._last: Saved | None = None
        self._back_here = False
        self.picked, self.marked = entity.by_name.get(entity.picks), marked_field(entity)
        choices = [(each.code, each.label) for each in codes.entries(self.marked.codes)] if self.marked else []
        self.start, self.mark = (ComboBox(choices, initials=read_initials) for _ in range(2))
        self.finder = ReferenceField(self.picked, suggest) if self.picked else None
        self.add = PlainButton("添加名单外的人…" if self.picked else "添加…", "plus")
        self._bare = not any(
            spec.required and spec is not self.marked for spec in self._typed
        )  # nothing to type for each
        self.several = give_menu(PlainButton("成批添加"), self._list_ways())
        maker = find_maker(session.office, entity.name)
        self.make = PlainButton(maker.words(session.office.today()), "calendar") if maker else None
        self.said, self.keys = ElidedLabel("", "note"), ElidedLabel("", "note")
        self.fixed = label("", "note", wrap=True)
        self.table = make_table(self._make_columns(), entity.label, keep_cursor=True)
        self.empty = EmptyState(module.icon, f"还没有登记{entity.label}", self._say_empty())
        self.body, self.pages = QStackedWidget(), QStackedWidget()
        self.entry = ChildEntry(session, entity, codes)
        self.chosen, self.sums = ElidedLabel("", "note"), ElidedLabel("", "label")
        self.change, self.remove = SmallButton("改这一行…"), SmallButton("取下" if self.picked else "删去")
        self.back = LinkButton()
        self.pictures, self.photos = RowPictures(session, self._draw_again, self), SmallButton("照片…")
        self._lay_out(choices)
        self._connect()
        follow_theme(self._restyle)

    @property
    def rows(self) -> Sequence[ChildRow]:
        return self.found.rows

    @property
    def entering(self) -> bool:
        """Rows are being typed into the grid."""
        return self.pages.currentWidget() is self.entry

    # what the page calls

    def put(self, record: str, found: Children) -> None:
        """Show what was read of this record; rows that are being typed stay."""
        ticked = frozenset(self._ticked())
        self._record, self.found = record, found
        show_kept(self.table, [self._make_row(number, row) for number, row in enumerate(found.rows, start=1)])
        self.table.pages.set_ticks(Ticks(ticked & {row.id for row in found.rows}))
        self.body.setCurrentWidget(self.table if found.rows else self.empty)
        self.inputs.setVisible(not found.fixed)
        self.fixed.setText(found.fixed)
        self.fixed.setVisible(bool(found.fixed))
        self.acts.setVisible(bool(found.rows) and not found.fixed)
        self._fold_keys(current_theme())
        self.sums.set_text(say_sums(found))
        self._tell_chosen()
        if self._back_here:
            self._back_here = False
            if not self.entering:
                self._go_to_list()

    def may_leave(self) -> bool:
        """What was typed into the grid and not stored is asked about."""
        if not self.entering or not self.entry.typed:
            return True
        asked = f"“{self._entity.label}”里有 {self.entry.typed} 行还没有登记。"
        return ask(self, asked, "", Choice("drop", "不要了"), cancel="接着填") == "drop"

    def store(self) -> None:
        """The rows of the grid that can be stored."""
        self.entry.write()

    def leave_entry(self) -> bool:
        """Back from the grid to the list, if that is what is open and nobody objects."""
        if not self.entering:
            return False
        if self.may_leave():
            self._show_list()
        return True

    # writing

    def _add_picked(self, record: str, _word: str = "") -> None:
        assert self.finder and self.picked
        self.finder.put(None, "")
        known = next((row for row in self.rows if record in (row.picked, row.values[self.picked.name])), None)
        if known is not None:
            self._say(f"{call_row(self._entity, known)}已经在名单里。", wrong=True)
            self.table.go_to(self.rows.index(known))
            return
        given = self._given()
        if not self._bare:
            self._add_row({self.picked.name: record, **given})
            return
        session, kind, owner = self._session, self._entity.name, self._record
        self._write(lambda: pick(session.office, session.actor, kind, owner, [record], given), "登记")

    def _given(self) -> dict[str, object]:
        """What whoever is picked begins with."""
        return {self.marked.name: self.start.key()} if self.marked else {}

    def _list_ways(self) -> list[Entry]:
        """How several are added at once."""
        many: list[Entry] = [("按类别从名单里选…", self._pick_many)] if self.picked and self._bare else []
        return [
            *many, ("粘贴名单…" if self.picked else "从 Excel 粘贴…", self._paste), ("从文件…", self._read_file),
        ]  # fmt: skip

    def _pick_many(self) -> None:
        saved = PickDialog(self._session, self._entity, self._record, self._given(), self).run()
        self.window().activateWindow()
        self.several.setFocus()
        self._take(saved, "登记")

    def _add_row(self, proposed: dict[str, object] | None = None) -> None:
        """One row by a short form."""
        session, entity, owner = self._session, self._entity, self._record
        fields = [*([self.picked] if self.picked and not entity.named else []), *self._typed]
        required = [entity.named] if entity.named else []
        asked = ShortForm(f"添加{entity.label}", fields, self._codes, self._suggest, proposed=proposed or {},  # type: ignore[arg-type]
                          button="添加", required=required, choices=self.found.beside)  # fmt: skip
        done = EntryDialog(
            session, asked, lambda entered: add_rows(session.office, session.actor, entity.name, owner, [entered]), self
        ).run()
        self._take(done, "添加")

    def _change_row(self, row: str) -> None:
        session, kind = self._session, self._entity.name
        if self.found.fixed or not row or not self._typed:
            return
        session.read(lambda: show_record(session.office, session.actor, kind, row), self._ask_change, self)

    def _ask_change(self, seen: Record) -> None:
        session, entity = self._session, self._entity
        row = next((each for each in self.rows if each.id == seen.id), None)
        if row is None:
            return
        called = f"（{call_row(entity, row)}）" if self.picked else ""
        asked = ShortForm(f"改{entity.label}{called}", self._typed, self._codes, self._suggest, proposed=seen.values,
                          words=row.words, button="保存", changed_only=True, choices=self.found.beside)  # fmt: skip
        done = EntryDialog(
            session, asked, lambda entered: change_row(session.office, session.actor, entity.name, seen.id, entered, seen=seen), self
        ).run()  # fmt: skip
        self._take(done, "改动")

    def _mark(self, code: object) -> None:
        rows = self._acted()
        if not rows or self.marked is None or self.found.fixed:
            return
        session, kind, given = self._session, self._entity.name, {self.marked.name: code}
        self._write(lambda: mark(session.office, session.actor, kind, rows, given), "改动")

    def _remove(self) -> None:
        rows = self._acted()
        if rows and not self.found.fixed:
            session, kind, word = self._session, self._entity.name, self.remove.text()
            self._write(lambda: remove_rows(session.office, session.actor, kind, rows, word), word)

    def _make(self) -> None:
        """What the rule of the noun makes."""
        session, kind, owner = self._session, self._entity.name, self._record
        self._write(lambda: make_rows(session.office, session.actor, kind, owner), "排")

    def _write(self, work: Callable[[], Saved], verb: str) -> None:
        self._session.write(work, lambda saved: self._take(saved, verb), self, self._refused)

    def _take(self, saved: Saved | None, verb: str) -> None:
        """Say what was stored and offer to take it back."""
        if saved is None:
            return
        self._last = saved if saved.group else None
        self.table.pages.tick_all(False)
        done = f"{verb}了 {len(saved.rows)} {self._entity.counter}。{saved.remark}"
        self._say(done if saved.group else "没有要改的。")
        self.back.setText(f"撤销这次{verb}")
        self.back.setVisible(self._last is not None)
        self.saved.emit()

    def _take_written(self, saved: Saved) -> None:
        """Rows of the grid are stored; where there was no list before, there is one once it is read again."""
        self._back_here = self.finder is None
        self._take(saved, "登记")

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InvalidField):
            self._say(error.what, wrong=True)
        else:
            self._session.tasks.report(error)

    def _take_back(self) -> None:
        session, last = self._session, self._last
        if last is None or last.group is None:
            return
        group, self._last = last.group, None

        def done(_undone: Undone) -> None:
            self._back_here = True  # once it is read again: whether there is a list to go to shows then
            self.back.hide()
            self._say("撤销了。")
            self.saved.emit()

        session.write(lambda: undo_group(session.office, session.actor, group), done, self)

    # entering several

    def _paste(self) -> None:
        self._enter(QGuiApplication.clipboard().text())

    def _read_file(self) -> None:
        """The same of a table in a file."""
        record = self._record

        def take(block: FileBlock) -> None:
            if self._record == record and not self.entering:
                self._enter(block.text, "".join(block.notes))
            else:
                why = "读文件的时候已经打开了另一条记录" if self._record != record else "读文件的时候正在填别的行"
                self._session.tasks.report(Refusal(f"名单没有放进来：{why}。", todo="再读一次。"))

        ask_table_file(self._session, self, take)

    def _enter(self, text: str, notes: str = "") -> None:
        if self.found.fixed:
            return
        code = self.start.key() if self.marked and self.picked else None
        given = (
            {self.marked.name: EntryCell(self._codes.label(self.marked.codes, str(code)), code)}
            if self.marked and code
            else {}
        )
        self.pages.setCurrentWidget(self.entry)
        self.entry.begin(self._record, text, given, notes)

    def _show_list(self) -> None:
        self.pages.setCurrentIndex(0)
        self.finder.setFocus() if self.finder else self._go_to_list()

    def _go_to_list(self) -> None:
        """To the rows; where there are none, to where the first is added."""
        (self.table if self.rows else self.finder or self.add).setFocus()

    # what is shown

    def _make_columns(self) -> list[ListColumn]:
        fields, columns = self._entity.shown, [TICKS]
        if self.picked:
            beside = find_picked(self._session.office, self._entity)[1]
            columns.append(ListColumn("picked", self.picked.label, 110))
            columns.append(ListColumn("beside", " · ".join(spec.label for spec in beside), stretch=True))
        spare = None if self.picked else widest(fields)
        return columns + [
            ListColumn(spec.name, spec.label, spec.width if spec.width > 0 else WIDTHS.get(spec.kind, 120),
                   "right" if spec.kind.is_number else "left", stretch=spec is spare)
            for spec in fields
        ] + ([ListColumn("photos", "照片", 104)] if self._entity.photos else [])  # fmt: skip

    def _make_row(self, number: int, row: ChildRow) -> ListRow:
        cells: dict[str, ListCell | str] = {
            spec.name: " ".join(row.words[spec.name].split()) for spec in self._entity.shown
        }
        if self.picked:
            cells["picked"] = call_row(self._entity, row)
            cells["beside"] = ListCell(AGAIN, tone="wait") if row.again else row.beside
        elif self._entity.title in cells and not cells[self._entity.title]:  # one that came with its record
            cells[self._entity.title] = f"第 {number} {self._entity.counter}"
        if row.files.count:
            cells["photos"] = ListCell(say_files(row.files), picture=self.pictures.find(row.files))
        return ListRow(row.id, cells)

    def _draw_again(self) -> None:
        """One more picture is there."""
        show_kept(self.table, [self._make_row(number, row) for number, row in enumerate(self.rows, start=1)])

    def _show_photos(self) -> None:
        """The files of the row the cursor is on."""
        row = next((each for each in self.rows if each.id == self.table.current_id()), None)
        if not self._entity.photos or row is None:
            return
        title = f"照片和附件：{call_row(self._entity, row)}"
        RowFilesDialog(self._session, self._entity.name, row.id, title, self, writable=not self.found.fixed).run()

    def _say_empty(self) -> tuple[str, ...]:
        if self._entity.made is Made.PICKED:
            return (
                "在上面输入姓名或拼音首字母，回车就登记一个。",
                "一次添加多个，点“成批添加”：按类别选，从 Excel 里复制来，或者从文件读。",
            )
        return ("点“添加”登记一条；表格里有的，从 Excel 里复制，或者存成文件，点“成批添加”。",)

    def _ticked(self) -> list[str]:
        return [row.id for row in self.rows if self.table.pages.ticks.holds(row.id)]

    def _acted(self) -> list[str]:
        """The ticked rows, else the one the cursor is on."""
        current = self.table.current_id()
        return self._ticked() or ([current] if current else [])

    def _tell_chosen(self) -> None:
        """Whom the buttons of the foot act on."""
        acted, known = self._acted(), {row.id: row for row in self.rows}
        rows = [known[each] for each in acted if each in known]
        one = rows[0] if len(rows) == 1 else None
        name = call_row(self._entity, one) if one else ""
        name = name or (f"第 {self.rows.index(one) + 1} {self._entity.counter}" if one else "")
        self.chosen.set_text(f"已选 {len(rows)} {self._entity.counter}" if len(rows) > 1 else name)
        why = self.found.fixed or ("" if rows else "先选一行")
        self.remove.why_off(why)
        self.change.why_off(why or ("" if one else "只能一行一行改"))
        self.photos.why_off("" if one else "先选一行")
        self.mark.setEnabled(not why)
        if self.marked:
            codes = {str(row.values[self.marked.name] or "") for row in rows}
            self.mark.set_key(codes.pop() if len(codes) == 1 else None)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        set_role(self.said, role="wrong" if wrong else "note")
        self.said.set_text(words)
        self._fold_keys(current_theme())

    # construction

    def _lay_out(self, choices: Sequence[tuple[str, str]]) -> None:
        self.inputs, bar, foot = QWidget(), frame("bar"), frame("foot")
        self._fill_inputs(choices)
        above = QHBoxLayout(bar)
        above.setContentsMargins(16, 7, 16, 7)
        above.addWidget(self.inputs, 1)
        above.addWidget(self.fixed, 1)
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 3, 16, 3)
        below.setSpacing(8)
        below.addWidget(self._make_acts())
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.sums)
        self.change.setVisible(bool(self._typed))
        self.photos.setVisible(self._entity.photos)
        self.back.hide()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self.body, foot):
            column.addWidget(part, 1 if part is self.body else 0)
        self.pages.addWidget(listed)
        self.pages.addWidget(self.entry)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def _make_acts(self) -> QWidget:
        """What is done with the chosen rows."""
        self.acts = QWidget()
        row = QHBoxLayout(self.acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.chosen)
        if self.marked:
            self.mark.setAccessibleName(f"把所选的改为（{self.marked.label}）")
            row.addWidget(label("改为", "note"))
            row.addWidget(self.mark)
        for part in (self.change, self.photos, self.remove):
            row.addWidget(part)
        return self.acts

    def _fill_inputs(self, choices: Sequence[tuple[str, str]]) -> None:
        row = QHBoxLayout(self.inputs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if self.finder and self.picked:
            self.finder.setAccessibleName(f"添加{self.picked.label}")
            row.addWidget(label(f"添加{self.picked.label}", "label"))
            row.addWidget(self.finder)
            if self.marked:
                self.start.setAccessibleName(f"登记为（{self.marked.label}）")
                row.addWidget(label("登记为", "label"))
                row.addWidget(self.start)
        if not self.picked or self._entity.named:
            row.addWidget(self.add)
        row.addWidget(self.several)
        if self.make:
            row.addWidget(self.make)
        row.addWidget(self.said, 1)
        keys = say_keys(choices)
        self.keys.set_text(f"在列表里按 {keys}" if keys else "")
        row.addWidget(self.keys)

    def _connect(self) -> None:
        if self.finder:
            self.finder.chosen.connect(self._add_picked)
        self.add.clicked.connect(lambda: self._add_row())
        if self.make:
            self.make.clicked.connect(self._make)
        self.mark.picked.connect(self._mark)
        self.change.clicked.connect(lambda: self._change_row(self.table.current_id()))
        self.photos.clicked.connect(self._show_photos)
        bind_photos(self, self._show_photos)
        self.remove.clicked.connect(self._remove)
        self.back.clicked.connect(self._take_back)
        self.table.opened.connect(self._change_row)
        self.table.current_changed.connect(lambda _row: self._tell_chosen())
        self.table.pages.ticks_changed.connect(lambda *_: self._tell_chosen())
        self.entry.left.connect(self._show_list)
        self.entry.written.connect(self._take_written)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list: a code for the row, Delete, Insert, Ctrl+V, Ctrl+Z."""
        codes = [str(each.code) for each in self._codes.entries(self.marked.codes)] if self.marked else []
        if not self.body.currentWidget().hasFocus() and not (event.matches(PASTE) and not self.entering):
            super().keyPressEvent(event)
        elif event.text() in codes and len(event.text()) == 1:
            self._mark(event.text())
            if not self.table.pages.ticks.count(len(self.rows)):
                self.table.go_to(self.table.currentIndex().row() + 1)
        elif event.key() == Qt.Key.Key_Delete:
            self._remove()
        elif event.key() == Qt.Key.Key_Insert and not self.found.fixed:
            self.finder.setFocus() if self.finder else self._add_row()
        elif event.matches(PASTE):
            self._paste()
        elif event.matches(UNDO):
            self._take_back()
        else:
            super().keyPressEvent(event)

    def _restyle(self, theme: Theme) -> None:
        if self.finder:
            self.finder.setFixedWidth(theme.text_width(180))
        for combo in (self.start, self.mark):
            combo.setFixedWidth(theme.text_width(110))
        self._fold_keys(theme)

    def _fold_keys(self, theme: Theme) -> None:
        """Where there is little room, what was just done is said in place of the keys."""
        self.keys.setVisible(bool(self.rows) and (theme.scale < ONE_COLUMN_FROM or not self.said.whole))


def widest(fields: Sequence[Field]) -> Field | None:
    """The column that takes the spare width: one that says so, else the last long text, else the last text."""
    for fits in (
        lambda spec: spec.width < 0,
        lambda spec: spec.kind is Kind.LONG_TEXT,
        lambda spec: spec.kind is Kind.TEXT,
    ):
        found = [spec for spec in fields if fits(spec)]
        if found:
            return found[-1]
    return None


def say_sums(found: Children) -> str:
    """共 6 人次 · 出席 4 · 请假 1 · 没有填出席情况 1."""
    parts = [f"共 {found.count} {found.entity.counter}", *(f"{each.label} {each.shown}" for each in found.sums)]
    return " · ".join(parts)


def say_keys(choices: Sequence[tuple[str, str]]) -> str:
    """1 出席、2 请假; only codes one key can type."""
    return "、".join(f"{code} {word}" for code, word in choices if len(code) == 1)
