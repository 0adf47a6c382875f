"""What stands around the grid of a batch: which step and which cases above it, what is wrong and what to do below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.batches import Batch, BatchMove, BatchRow, say_value
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists
from ui.cases.next_steps import likelihood
from ui.icons import SMALL, pixmap
from ui.kit.frame.buttons import PlainButton, PrimaryButton, TextButton
from ui.kit.frame.labels import ElidedLabel, label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import LineEdit
from ui.kit.tables.at_once import make_table, show_rows
from ui.kit.tables.columns import ListColumn, ListRow
from ui.kit.tables.entry_cells import EntryCell
from ui.kit.tables.entry_model import EntryColumn, EntryRow, make_columns
from ui.theme import Theme, current_theme, follow_theme, set_role

DONE = (ListColumn("number", "编号", 120, pad=16), ListColumn("title", "名称", stretch=True))


def columns_of(batch: Batch) -> list[EntryColumn]:
    """The columns of a sheet; on the left just what is needed to know the rows by."""
    number = 64 if all(len(row.number) <= 4 for row in batch.rows) else 100
    made = make_columns(batch.fields, batch.step.move.required, batch.heads, number)
    due = any(row.due_on for row in batch.rows)
    return [each for each in made if each.key != "due_on" or each.part != "left" or due]


def rows_of(batch: Batch, codes: CodeLists) -> list[EntryRow]:
    """Rows with what is proposed already in their cells."""
    return [EntryRow(row, proposed_cells(batch, row, codes)) for row in batch.rows]


def proposed_cells(batch: Batch, row: BatchRow, codes: CodeLists) -> dict[str, EntryCell]:
    cells: dict[str, EntryCell] = {}
    for spec in batch.fields:
        value = row.proposed.get(spec.name)
        if value is not None:
            kept = value if isinstance(value, bool) or spec.codes else None
            cells[spec.name] = EntryCell(say_value(codes, spec, value), kept)
    return cells


def list_names(module: Module) -> list[str]:
    """What a case is typed by: the kinds of number it has, else its title."""
    numbers = module.workflow.numbers if module.workflow else ()
    return [each.label for each in numbers] or [module.by_name[module.entity.title].label]


def sort_moves(moves: Iterable[BatchMove]) -> list[tuple[object, str]]:
    """Steps to choose from, by group, the likelier first."""
    return [(each.key, each.label) for each in sorted(moves, key=likelihood)]


class BatchHead(QFrame):
    """The step, and a line that takes one number after another. `step_picked(key)`; `number_typed(text)`."""

    step_picked = Signal(str)
    number_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.steps = ComboBox(initials=read_initials, placeholder="先选步骤")
        self.steps.setAccessibleName("步骤")
        self.number, self.asked = LineEdit(), label("", "label")
        self.count, self.added = label("", "bold"), ElidedLabel("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        for part in (label("步骤", "label"), self.steps, self.asked, self.number, self.added):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.count)
        self.steps.picked.connect(lambda key: self.step_picked.emit(str(key)))
        self.number.entered.connect(self._enter)
        follow_theme(self._restyle)

    def name_cases(self, module: Module) -> None:
        """The line asks for what cases of this list are typed by."""
        names, counter = list_names(module), module.entity.counter
        self.number.setPlaceholderText(f"{'或'.join(names)}，一{counter}一个回车")
        self.number.setAccessibleName(f"添加{names[0]}")
        self.asked.setText(f"　添加{names[0]}")

    def _enter(self) -> None:
        text = self.number.text().strip()
        if text:
            self.number.clear()
            self.number_typed.emit(text)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What became of the number typed last."""
        set_role(self.added, role="wrong" if wrong else "note")
        self.added.set_text(words)

    def _restyle(self, theme: Theme) -> None:
        self.steps.setFixedWidth(theme.text_width(160))
        self.number.setFixedWidth(theme.text_width(230))


class BatchFoot(QFrame):
    """What will be recorded, and the buttons."""

    def __init__(self, counter: str = "") -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self._sign, self.words = QLabel(), ElidedLabel("", "note")
        self.take_all, self.drop = TextButton("全部采用建议"), TextButton("去掉所选的行")
        self.main, self.away = PrimaryButton("登记"), PlainButton("取消")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.words)
        row.addStretch(1)
        for button in (self.take_all, self.drop, self.main, self.away):
            row.addWidget(button)
        self._tone = ("info", "text2")
        self.counter = counter
        self.take_all.hide()
        follow_theme(self._restyle)

    def put(self, counter: Mapping[str, int], kept: str, *, busy: bool) -> None:
        """How many rows can be recorded (ok), cannot (refused), lack something (lacking), are asked about (waiting)."""
        ok, total = counter["ok"], sum(counter.values())
        parts = [f"可以登记 {ok} 行" if total else ""]
        parts += [f"{counter[name]} 行{said}" for name, said in
                  (("lacking", "还没填完"), ("refused", "还不行"), ("waiting", "正在核对")) if counter[name]]  # fmt: skip
        said = "，".join(part for part in parts if part)
        self.words.set_text("正在登记，做完以前先别改。" if busy else "。".join(part for part in (said, kept) if part))
        self.main.setText(f"登记 {ok} {self.counter}" if ok else "登记")
        self.main.why_off("" if ok and not busy else "正在登记" if busy else "还没有可以登记的行")
        self._tone = ("warning", "wait") if counter["refused"] else ("info", "text2")
        self._sign.setVisible(bool(self.words.whole))
        self._restyle(current_theme())

    def _restyle(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap(*self._tone, SMALL, self.devicePixelRatioF()))


class BatchDone(QWidget):
    """What was recorded: each case with its number; `see` leads to the list of them."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.words, self.see = label("都登记好了", "page"), PlainButton("看这些")
        self.table = make_table(DONE, "登记好的")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(label(hint, "note"))
        row.addStretch(1)
        row.addWidget(self.see)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def put(self, heading: tuple[str, str], lines: Sequence[tuple[str, str, str]], counter: str) -> None:
        """Cases as number, title and id, under what these two are called."""
        self.words.setText(f"都登记好了，{len(lines)} {counter}")
        number, title = heading
        self.table.pages.put_columns((replace(DONE[0], label=number), replace(DONE[1], label=title)))
        show_rows(self.table.pages, [ListRow(case, {"number": each, "title": words}) for each, words, case in lines])
