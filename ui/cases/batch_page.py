"""批量办理: one step for many cases, or what came on paper, typed into a grid and recorded at one go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.cases.life import Move, Workflow
from cppcc_desktop.domain.description.conditions import Condition, Is
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.batches import (
    Batch,
    BatchMove,
    find_case,
    list_moves,
    make_line,
    name_numbers,
    read_batch,
)
from cppcc_desktop.services.cases.steps import Outcome, Told, record_lines
from cppcc_desktop.services.cases.suggesting import find_suggester
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.records.drafts import BATCH, Draft, read_draft
from ui.cases.batch_checking import judge_line, make_checker
from ui.cases.batch_parts import BatchDone, BatchFoot, BatchHead, columns_of, list_names, rows_of, sort_moves
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.notices import WarningLine
from ui.kit.inputs.draft_keeper import DraftKeeper
from ui.kit.tables.entry_cells import EntryCell
from ui.kit.tables.entry_grid import EntryGrid
from ui.kit.tables.entry_model import ALL, LACKING, OK, REFUSED, WAITING, Suggested
from ui.kit.tables.entry_note import CellNote
from ui.kit.tables.entry_words import EntryWords
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import BatchStart, Session

STATES = {"ok": OK, "lacking": LACKING, "refused": REFUSED, "waiting": WAITING}
PART = 100  # cases asked for suggestions at once


@dataclass(frozen=True)
class RecordedLines:
    """What a batch came to; 查看结果 names what was refused after all, or shows the cases it recorded."""

    told: Sequence[Told]
    numbers: Sequence[str]
    module: Module
    step: BatchMove

    @property
    def counter(self) -> str:
        return self.module.entity.counter

    @property
    def refused(self) -> list[str]:
        """047：why not."""
        return [
            f"{number}：{each.refusal.what}"
            for number, each in zip(self.numbers, self.told, strict=True)
            if each.refusal
        ]

    @property
    def recorded(self) -> dict[str, Outcome]:
        """The cases the step was recorded of, each once."""
        return {each.outcome.id: each.outcome for each in self.told if each.outcome}

    def open_result(self, window: Any) -> None:
        if self.refused:
            ask(
                window,
                f"{len(self.refused)} {self.counter}没有登记。",
                "\n".join(self.refused[:12]),
                Choice("seen", "知道了"),
                cancel="",
            )
        elif self.recorded:
            window.show_list(self.module.name, *list_of(self.module, self.step, self.recorded))


HINT = "回车往下，Tab 往右，Ctrl+D 照上面填，可以从 Excel 贴进来。"


class BatchPage(Page):
    """The step, its cases, a grid, and the red button that says how many of them it records."""

    help = "11-批量办理和代录"

    def __init__(self, session: Session, start: BatchStart) -> None:
        super().__init__(session)
        self._start = start
        self.kind = start.kind or next((e.entity.name for e in session.office.modules.values() if e.workflow), "")
        self.nav = self.session.nav_of(self.module)
        self.batch: Batch | None = None
        self.words = EntryWords(session, self)
        self.busy = self._arrived = False
        # what was recorded of this sheet: case → its number, title, and which number that is
        self._done: dict[str, tuple[str, str, str]] = {}
        self.head, self.foot, self.note, self.warned = BatchHead(), BatchFoot(), CellNote(), WarningLine()
        self.grid = EntryGrid(self.words.ask, self.words.read)
        self.model = self.grid.model
        self.checker = make_checker(session, self.model, lambda: self.step, self)
        self.keeper = DraftKeeper(session, BATCH, start.draft, self.typed, self)
        self.body = QStackedWidget()
        name, counter = list_names(self.module)[0], self.module.entity.counter
        self.empty = EmptyState(self.module.icon, f"先选步骤，再一{counter}一{counter}输入{name}",
                                (f"输完一个{name}按回车，下面就多一行；用扫码枪也一样。",))  # fmt: skip
        self.done = BatchDone(f"接着输入{name}可以登记下一批；按 Esc 回到列表。")
        self._name_cases()
        self._lay_out()
        self._connect()

    def _name_cases(self) -> None:
        self.head.name_cases(self.module)
        self.foot.counter = self.module.entity.counter

    @property
    def module(self) -> Module:
        """The list the cases are of."""
        found = self.session.office.module_of(self.kind)
        assert found
        return found

    @property
    def step(self) -> BatchMove | None:
        return self.batch.step if self.batch else None

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_record(self.module.label, "批量办理", None, self.module.entity.counter)

    def areas(self) -> list[QWidget]:
        return [self.body, self.foot, self.head]

    def arrive(self) -> None:
        if self._arrived:
            return
        self._arrived = True
        session, draft = self.session, self._start.draft

        def read() -> tuple[list[BatchMove], CodeLists, Draft | None]:
            kept = read_draft(session.office, session.actor, BATCH, draft) if draft else None
            kind = str(kept.typed.get("kind") or self.kind) if kept else self.kind
            return list_moves(session.office, session.actor, kind), read_codes(session.office), kept

        session.read(read, lambda found: self._begin(*found), self)

    def may_leave(self) -> bool:
        if self.busy:
            return (
                ask(self, "还在登记。", "离开也会做完，结果在状态栏里看。", Choice("go", "离开"), cancel="留在这里")
                == "go"
            )
        count = self._count_typed()
        if not count:
            return True
        said = "填的都存成了草稿，在工作台的“没写完的草稿”里找得到。"
        chosen = ask(self, f"还有 {len(self.model.rows)} 行没有登记。", said, Choice("keep", "先放着"),
                     Choice("drop", "不要了"), cancel="接着填")  # fmt: skip
        if chosen == "drop":
            self.keeper.drop()
        return chosen == "drop" or (chosen == "keep" and self.keeper.keep_and_wait())

    # the step and its cases

    def _begin(self, moves: Sequence[BatchMove], codes: CodeLists, draft: Draft | None) -> None:
        self.words.codes = codes
        self.kind = str(draft.typed.get("kind") or self.kind) if draft else self.kind
        self.nav = self.session.nav_of(self.module)
        self._name_cases()
        self.dressing_changed.emit()
        self.head.steps.set_choices(sort_moves(moves))
        step = str(draft.typed.get("move", "")) if draft else self._start.step
        cases = tuple(dict.fromkeys(draft.typed.get("cases", ()))) if draft else self._start.cases
        self._show_body()
        if not step:
            self.head.steps.setFocus()
            return
        self.head.steps.set_key(step)
        self._open(step, cases, draft)

    def _pick_step(self, key: str) -> None:
        """Another step for the cases that are there; what was typed for the old one is asked about."""
        if self._count_typed() and self.batch and key != self.batch.step.key:
            chosen = ask(
                self,
                f"已经为“{self.batch.step.label}”填了的会清掉。",
                f"{list_names(self.module)[0]}留着。",
                Choice("go", "换步骤"),
                cancel="不换",
            )
            if chosen != "go":
                self.head.steps.set_key(self.batch.step.key)
                return
        self._open(key, tuple(dict.fromkeys(row.case.record for row in self.model.rows)), None)

    def _open(self, key: str, cases: tuple[str, ...], draft: Draft | None) -> None:
        self._done.clear()
        session = self.session
        session.read(
            lambda: read_batch(session.office, session.actor, self.kind, key, cases), lambda batch: self._show(batch, draft), self,
            self._missed,
        )  # fmt: skip

    def _missed(self, error: Exception) -> None:
        if isinstance(error, OfficeError):
            self.session.tasks.report(error)
            self.session.routes.back_asked.emit()

    def _show(self, batch: Batch, draft: Draft | None) -> None:
        self.batch = batch
        self.model.put(columns_of(batch), rows_of(batch, self.words.codes))
        if draft:
            self._bring_back(draft)
        self._show_body()
        self.grid.typing.horizontalScrollBar().setValue(0)  # a new sheet begins at its left
        if batch.rows:
            self.grid.begin()
            self.grid.setFocus()
            self._suggest([row.record for row in batch.rows])
        else:
            self.head.number.setFocus()
        self.checker.check()

    def _add(self, word: str) -> None:
        """One more case, by the number somebody typed or scanned."""
        session, step = self.session, self.step
        if step is None:
            self.head.say(f"先选步骤，再输入{list_names(self.module)[0]}。", wrong=True)
            return

        def read() -> Batch:
            found = find_case(session.office, session.actor, step.kind, word)
            return read_batch(session.office, session.actor, step.kind, step.key, [found])

        def failed(error: Exception) -> None:
            if isinstance(error, OfficeError):
                self.head.say(error.what, wrong=True)

        session.read(read, lambda found: self._added(word, found), self, failed)

    def _added(self, word: str, found: Batch) -> None:
        if self.batch is None or found.step.key != self.batch.step.key:
            return
        known = {row.case.key for row in self.model.rows}
        fresh = [row for row in rows_of(found, self.words.codes) if row.case.key not in known]
        if not fresh:
            self.head.say(f"{word} 已经在下面了。", wrong=True)
            return
        for row in fresh:
            row.cells |= {name: cell for name, cell in self.model.filler.items() if cell.text}
        if not self.model.rows:
            self.batch = found
            self.model.put(columns_of(found), ())
        self.model.add(fresh)
        self.head.say(f"添了 {fresh[0].case.number} {fresh[0].case.title}")
        self._show_body()
        self._suggest([fresh[0].case.record])

    def _drop_rows(self) -> None:
        """Rows of the chosen cells leave the sheet."""
        rows = {row for row, _ in self.grid.typing._chosen() if row != ALL}
        self.model.take_away([self.model.rows[row - 1].case.key for row in rows])
        self._edited()
        self.grid.setFocus()

    def _show_body(self) -> None:
        self.body.setCurrentWidget(self.grid if self.model.rows else self.empty)
        self._tell()

    # suggestions

    def _suggest(self, cases: Sequence[str]) -> None:
        """What the noun suggests for cells that are left open, in grey."""
        step, session, ids = self.step, self.session, list(dict.fromkeys(cases))
        suggester = find_suggester(session.office, step.kind, step.move) if step else None
        if suggester is None:
            return

        def read(part: Sequence[str]) -> dict[str, dict[str, Suggested]]:
            found = suggester.suggest(session.office, session.actor, part)
            return {
                name: {case: Suggested(EntryCell(each.text, each.value), each.why) for case, each in cells.items()}
                for name, cells in found.items()
            }

        def show(found: dict[str, dict[str, Suggested]]) -> None:
            for name, each in found.items():
                self.model.suggest(name, each)

        for start in range(0, len(ids), PART):
            session.count(lambda part=ids[start : start + PART]: read(part), show, self)

    def _take_all(self) -> None:
        """Every suggestion into its empty cell."""
        found = {(at, name): grey.cell for at, row in enumerate(self.model.rows, start=1) for name in row.suggested
                 if (grey := self.model.suggestion(at, name))}  # fmt: skip
        self.model.set_cells(found)
        self.grid.setFocus()

    # what is said

    def _edited(self) -> None:
        self.keeper.touch(self._count_typed())

    def _tell(self) -> None:
        """The counts in head and foot, the button."""
        open_greys = sum(
            self.model.suggestion(at, name) is not None
            for at, row in enumerate(self.model.rows, start=1) for name in row.suggested
        )  # fmt: skip
        self.foot.take_all.setVisible(open_greys > 0)
        self.foot.take_all.setText(f"全部采用建议（{open_greys}）")
        self.foot.drop.setVisible(bool(self.model.rows))
        kept = f"草稿已存在本机 {self.keeper.at[11:]}" if self.keeper.at else self.keeper.problem
        self.foot.put({name: self.model.count(state) for name, state in STATES.items()}, kept, busy=self.busy)
        rows = len(self.model.rows)
        self.head.count.setText(f"{rows} 行" if rows else "")
        self._tell_place()

    def _tell_place(self) -> None:
        self.note.say_cell(self.grid, HINT)

    # drafts

    def _count_typed(self) -> int:
        """Rows in which somebody typed something."""
        if self.batch is None:
            return 0
        typed = sum(row.touched for row in self.model.rows)
        return typed + bool(self.model.rows and not self._start.cases and not self._start.draft)

    def typed(self) -> dict[str, Any]:
        """All that was typed, for the draft."""
        if self.batch is None or not self.model.rows:
            return {}
        cells = {row.case.key: {n: [c.text, c.value] for n, c in row.cells.items()} for row in self.model.rows}
        filler = {name: [cell.text, cell.value] for name, cell in self.model.filler.items()}
        return {
            "title": f"{self.batch.step.label} {len(self.model.rows)} 行", "count": len(self.model.rows),
            "kind": self.kind, "move": self.batch.step.key, "cases": [row.case.record for row in self.model.rows], "cells": cells,
            "filler": filler,
        }  # fmt: skip

    def _bring_back(self, draft: Draft) -> None:
        """The rows and cells of a draft; rows whose case has moved on meanwhile are shown with their refusal."""
        kept = draft.typed.get("cells", {})
        gone = [row.case.key for row in self.model.rows if row.case.key not in kept]
        self.model.take_away(gone)
        self.model.filler = {name: EntryCell(*cell) for name, cell in draft.typed.get("filler", {}).items()}
        cells = {
            (at, name): EntryCell(*cell)
            for at, row in enumerate(self.model.rows, start=1) for name, cell in kept[row.case.key].items()
        }  # fmt: skip
        self.model.set_cells(cells)
        self.keeper.bring_back(draft, [])

    # recording

    def register(self) -> None:
        """Record the rows that can be; the others stay, with their reasons."""
        step = self.step
        rows = [row for row in enumerate(self.model.rows, start=1) if row[1].verdict.state == OK]
        if step is None or self.busy or not rows:
            return
        self.busy = self.checker.hold = self.keeper.saving = True
        self.grid.setEnabled(False)
        session = self.session
        keys, numbers = [row.case.key for _, row in rows], [row.case.number for _, row in rows]
        titles = {row.case.record: row.case.title for _, row in rows}
        lines = [make_line(step, row.case, self.model.entered(at), str(at)) for at, row in rows]
        session.tasks.start_job(
            f"{step.label}（批量）",
            lambda progress: RecordedLines(
                record_lines(session.office, session.actor, lines, progress), numbers, self.module, step
            ),
            lambda done: self._recorded(keys, titles, done), self._stopped, line=say_result, owner=self,
        )  # fmt: skip
        self._tell()

    def _recorded(self, keys: Sequence[str], titles: Mapping[str, str], recorded: RecordedLines) -> None:
        """Take what is recorded off the sheet; what was refused meanwhile says why."""
        self._end()
        told = recorded.told
        self._note_done(titles, recorded)
        done = [key for key, each in zip(keys, told, strict=True) if each.outcome]
        warnings = [w for each in told if each.outcome for w in each.outcome.warnings]
        self.model.take_away(done)
        left = {row.case.key: (at, row.version) for at, row in enumerate(self.model.rows, start=1)}
        self.model.judge({
            left[key][0]: (left[key][1], judge_line(each, self.model))
            for key, each in zip(keys, told, strict=True) if each.refusal and key in left
        })  # fmt: skip
        counter = self.module.entity.counter
        said = f"已登记 {len(done)} {counter}。" + (
            f"其中 {len(warnings)} {counter}要留意：{warnings[0]}" if warnings else ""
        )
        self.warned.put([said] if warnings or self.model.rows else [])
        if self.model.rows:
            self.keeper.touch(len(self.model.rows))
            self.grid.setFocus()
        else:
            self.keeper.drop()
            self._show_done()
        self._tell()

    def _note_done(self, titles: Mapping[str, str], recorded: RecordedLines) -> None:
        """Remember which cases are done and the numbers they have got."""
        flow = self.module.workflow
        assert flow
        for case, one in recorded.recorded.items():
            number, called = number_of(flow, recorded.step.move, one)
            self._done[case] = number, titles[case], called

    def _show_done(self) -> None:
        flow, title = self.module.workflow, self.module.by_name[self.module.entity.title].label
        assert flow
        lines = sorted((number, words, case) for case, (number, words, _) in self._done.items())
        heading = name_numbers(flow, [called for *_, called in self._done.values()])
        self.done.put((heading, title), lines, self.module.entity.counter)
        self.body.setCurrentWidget(self.done)
        self.head.number.setFocus()

    def _see_done(self) -> None:
        if self.step and self._done:
            self.session.routes.list_asked.emit(self.module.name, *list_of(self.module, self.step, self._done))

    def _stopped(self, error: Exception) -> None:
        """Stopped or refused as a whole: nothing was written, everything typed stands."""
        self._end()
        if isinstance(error, OfficeError):
            self.warned.put([f"{error.what}{error.kept}"])
        self.grid.setFocus()
        self._tell()

    def _end(self) -> None:
        self.busy = self.checker.hold = self.keeper.saving = False
        self.grid.setEnabled(True)

    # construction

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.grid, self.empty, self.done):
            self.body.addWidget(part)
        for part in (self.head, self.warned, self.body, self.note, self.foot):
            column.addWidget(part, 1 if part is self.body else 0)

    def _connect(self) -> None:
        self.head.step_picked.connect(self._pick_step)
        self.head.number_typed.connect(self._add)
        self.model.edited.connect(lambda _rows: self._edited())
        self.model.counted.connect(self._tell)
        self.grid.moved.connect(lambda _row, _name: self._tell_place())
        self.grid.noted.connect(lambda words: self.note.put(words, "wait") if words else None)
        self.grid.named.connect(lambda row, name, text: self.words.look_up(self.grid, row, name, text))
        self.keeper.kept.connect(self._tell)
        self.foot.main.clicked.connect(self.register)
        self.foot.take_all.clicked.connect(self._take_all)
        self.done.see.clicked.connect(self._see_done)
        self.foot.drop.clicked.connect(self._drop_rows)
        self.foot.away.clicked.connect(self.session.routes.back_asked)
        bind_keys(self, {CONFIRM: self.register, "Esc": self.session.routes.back_asked.emit})


def list_of(module: Module, step: BatchMove, cases: Collection[str]) -> tuple[Condition, str]:
    """The list of these cases, and what it is called."""
    return Is("id", tuple(cases)), f"刚登记{step.label}的 {len(cases)} {module.entity.counter}"


def number_of(flow: Workflow, move: Move, outcome: Outcome) -> tuple[str, str]:
    """The number the step gave a case, else the first it has; and what that is called."""
    names = [each for each in flow.numbers if move.issues in ("", each.name)]
    found = ((str(outcome.numbers[each.name]), each.label) for each in names if outcome.numbers.get(each.name))
    return next(found, ("", ""))


def say_result(done: RecordedLines) -> str:
    """The line the job leaves."""
    recorded, left = len(done.told) - len(done.refused), len(done.refused)
    return f"已登记 {recorded} {done.counter}。" + (f"{left} {done.counter}没有登记，原因在表里。" if left else "")
