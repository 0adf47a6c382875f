"""导入: choose a file, match its columns, look at what it would change, and only then write it (picture 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import PeriodKind
from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.imports.doubts import save_doubts
from cppcc_desktop.services.imports.imports import (
    DOUBT,
    Preview,
    RowChoice,
    Table,
    apply_import,
    compare_table,
    open_table,
)  # fmt: skip
from cppcc_desktop.services.imports.memory import remember_columns
from cppcc_desktop.services.imports.readers import Link, find_reader, links_after
from cppcc_desktop.services.imports.samples import has_sample, write_sample
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.word_answers import remember_word
from cppcc_desktop.services.records.records import current_plenary
from cppcc_desktop.services.records.undo import Undone, undo_group
from ui.icons import BUTTON, pixmap
from ui.imports.choices import LOOK
from ui.imports.columns import ColumnStep
from ui.imports.list import CheckStep
from ui.imports.undo import TakeBack, WrittenJob, tell_undone
from ui.kit.dialogs.file_choice import choose_file, choose_new_file
from ui.kit.dialogs.message_dialog import Choice as Answer
from ui.kit.dialogs.messages import ask, show_error
from ui.kit.frame.import_file import ChooseStep, ResultStep, WaitStep
from ui.kit.frame.labels import ElidedLabel, label
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session
from ui.tasks import Job, Progress
from ui.theme import Theme, follow_theme

KINDS = "表格 (*.xlsx *.xls *.et *.xlsm *.ods *.csv *.txt);;所有文件 (*)"
EXCEL = "Excel 工作簿 (*.xlsx)"
COMPARING = "正在核对"
STEPS = ("选文件", "对列", "核对", "结果")


class StepHead(QFrame):
    """第 3 步，共 4 步：核对, the file, and that nothing is written yet."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.title, self.file = label("", "page"), ElidedLabel("", "note")
        self._sign, self._safe = QLabel(), label("还没有写入任何内容；写入前自动备份", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self._sign)
        row.addWidget(self._safe)
        follow_theme(self._restyle)

    def put(self, step: int, file: str) -> None:
        self.title.setText(f"第 {step} 步，共 {len(STEPS)} 步：{STEPS[step - 1]}")
        self.file.set_text(file)
        for part in (self._sign, self._safe):
            part.setVisible(step < len(STEPS))

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(38))
        self._sign.setPixmap(pixmap("shield", "ok", BUTTON, self.devicePixelRatioF()))


class ImportPage(Page):
    """The import of a list into one module."""

    help = "2-导入委员名册"

    def __init__(self, session: Session, module_name: str) -> None:
        super().__init__(session)
        self.module = session.module(module_name)
        self.nav = session.nav_of(self.module)
        self.reader = find_reader(session.office, self.module)
        self.help = self.reader.help or self.help
        self.title = f"导入{self.module.table_label}"
        self.table: Table | None = None
        self.head, self.stack = StepHead(), QStackedWidget()
        self.choose = ChooseStep(self.module.table_label, sample=has_sample(session.office, self.module))
        self.columns, self.check = ColumnStep(), CheckStep()
        self.result, self.wait = ResultStep(), WaitStep()
        self.job: Job | None = None
        self.written: WrittenJob | None = None
        self.undone: Undone | None = None
        self._reading: Job | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        for step in (self.choose, self.columns, self.check, self.result, self.wait):
            self.stack.addWidget(step)
        self._connect()
        self._go(self.choose)

    def dress(self, top: TopBar) -> None:
        top.show_record(self.module.label, self.title)

    def arrive(self) -> None:
        QTimer.singleShot(0, self, self._focus)

    def areas(self) -> list[QWidget]:
        step = self.stack.currentWidget()
        return self.check.areas() if step is self.check else [self]

    def may_leave(self) -> bool:
        decisions = self.check.decisions
        if self.stack.currentWidget() is not self.check or not decisions or not decisions.touched:
            return True
        return ask(self, "核对到一半，还没有导入。", "现在离开，打的勾和选的答案不保留。", Answer("stay", "接着核对"),
                   Answer("leave", "离开"), cancel="") == "leave"  # fmt: skip

    def close_page(self) -> None:
        if self._reading:
            self._reading.cancel()  # writing goes on: the status bar says how it ended
        super().close_page()

    # steps

    def open_file(self, path: Path, sheet: str | None = None, done: Any = None, header_row: int | None = None) -> None:
        """Read a file; its columns come next."""
        office, actor, module = self.session.office, self.session.actor, self.module
        self._work(
            f"正在读“{path.name}”",
            lambda progress: open_table(
                office, actor, module, path, sheet=sheet, header_row=header_row, progress=progress
            ),
            done or self._show_columns,
        )  # fmt: skip

    def resume(self, path: Path, sheet: str) -> None:
        """A file that was imported before: straight to what is still in doubt."""

        def go_on(table: Table) -> None:
            self._show_columns(table)
            self._recheck()

        self.open_file(path, sheet or None, go_on)

    def _ask_file(self) -> None:
        path = choose_file(self, self.session.settings, self.title, KINDS)
        if path:
            self.open_file(path)

    def _open_sheet(self, name: str) -> None:
        if self.table:
            self.open_file(self.table.path, name)

    def _open_heading(self, header_row: int) -> None:
        if self.table:
            self.open_file(self.table.path, self.table.sheet.name or None, header_row=header_row)

    def _show_columns(self, table: Table) -> None:
        self.table = table
        self.choose.error.tell(None)
        self.columns.show_table(table)
        self._go(self.columns)

    def _compare(self, done: Any = None) -> None:
        table, changes, given = self.table, self.columns.changes(), self.columns.given()
        if not table:
            return
        office, actor = self.session.office, self.session.actor

        def work(progress: Progress) -> Preview:
            preview = compare_table(office, actor, table, changes, given=given, progress=progress)
            remember_columns(office, actor, table.module, table.recognised, preview.columns)
            return preview

        self._work(COMPARING, work, done or self._show_check)

    def _show_check(self, preview: Preview) -> None:
        self.check.show_preview(preview, LOOK)
        self._go(self.check)

    def _take_meaning(self, list_name: str, word: str, code: str) -> None:
        """What a word means was said: it is remembered, and the file compared anew. Ticks and answers go, so it is asked."""
        if not self.may_leave():
            assert self.check.decisions
            self.check.words.show_questions(self.check.decisions.preview.questions)
            return
        remember_word(self.session.office, self.session.actor, list_name, word, code)
        self._compare()

    def _recheck(self) -> None:
        """After a part was written: the same file again, at what is still in doubt."""
        self._compare(self._show_doubts)

    def _show_doubts(self, preview: Preview) -> None:
        self.check.show_preview(preview, DOUBT)
        self._go(self.check)

    def _write(self) -> None:
        decisions = self.check.decisions
        if not decisions:
            return
        office, actor, preview, choices = self.session.office, self.session.actor, decisions.preview, decisions.choices
        wanted: dict[int, RowChoice] = dict(choices)
        undecided, newcomers = decisions.count().undecided, dict(decisions.newcomers)

        def work(progress: Progress) -> WrittenJob:
            done = apply_import(office, actor, preview, wanted, newcomers=newcomers, progress=progress)
            return WrittenJob(
                done, self.module.name, undecided, preview.path, preview.sheet.name, tell_made(preview, done.created),
                find_links(office, actor, self.module.name),
            )  # fmt: skip

        self.job = self.session.tasks.start_job(
            f"正在导入{self.module.label}", work, self._show_result, self._fail_writing,
            unit=self.module.entity.counter, line=self._sentence, owner=self,
        )  # fmt: skip
        self._wait(self.job)

    def _sentence(self, written: WrittenJob) -> str:
        """已导入 28 人：新增 17，修改 11。"""
        imported, counter = written.imported, self.module.entity.counter
        return f"已导入 {imported.new + imported.changed} {counter}：新增 {imported.new}，修改 {imported.changed}。"

    def _show_result(self, written: WrittenJob) -> None:
        self.written, left = written, written.undecided
        lines = (f"存疑 {left} 行没有写入。",) if left else ("每一行都有了着落。",)
        self.check.decisions = None
        told = (*lines, *written.made, "导入前的数据已经备份。")
        self.result.tell(
            self._sentence(written), told, self._look_words(), left, undo=written.imported.group is not None,
            offers=tell_links(written.links),
        )  # fmt: skip
        self._go(self.result)

    def _look_words(self) -> str:
        return f"看{self.module.table_label}" if self.module.entity.identity.people else f"看{self.module.label}列表"

    # names that have a record by now

    def _connect_names(self, place: int) -> None:
        """What was offered at this place: the records are put where the names stand."""
        office, actor, written = self.session.office, self.session.actor, self.written
        if written is None:
            return
        link = written.links[place][0]
        rest = tuple(each for each in written.links if each[0] is not link)

        def show(count: int) -> None:
            self.written = replace(written, links=rest)
            left = f"存疑 {written.undecided} 行没有写入。" if written.undecided else "每一行都有了着落。"
            told = (link.done.format(count), left)
            self.result.tell(
                self._sentence(written), told, self._look_words(), written.undecided, offers=tell_links(rest)
            )
            self._focus()

        self.session.write(lambda: link.connect(office, actor), show, self)

    def _save_sample(self) -> None:
        name, office, module = f"{self.module.table_label}样表.xlsx", self.session.office, self.module
        path = choose_new_file(self, self.session.settings, "存样表", name, EXCEL)
        if path:
            self.session.read(lambda: write_sample(office, module, path), lambda _: self._tell_sample(path), self)

    def _tell_sample(self, path: Path) -> None:
        self.choose.sample.setText(f"样表存到了“{path.name}”，照着填就能导入")

    # taking back

    def _take_back(self) -> None:
        if self.written:
            TakeBack(self, self.session, self.written, self._show_undone).start()

    def _show_undone(self, undone: Undone) -> None:
        self.undone = undone
        left = tuple(f"没有撤回：{each}" for each in undone.left[:5])
        self.result.tell_undone(tell_undone(undone, self.module), left, self._look_words())
        self._go(self.result)

    def _bring_back(self) -> None:
        """The undo was a slip: it is undone in turn."""
        group, written = self.undone.group if self.undone else None, self.written
        if group is None or written is None:
            return
        office, actor = self.session.office, self.session.actor

        def show(undone: Undone) -> None:
            again = replace(written, imported=replace(written.imported, group=undone.group))
            self._show_result(again)

        self.session.write(lambda: undo_group(office, actor, group, reason="撤回导入"), show, self)

    # rows in doubt as a file

    def _save_doubts(self) -> None:
        decisions = self.check.decisions
        if not decisions:
            return
        preview, settled, actor = decisions.preview, frozenset(decisions.choices), self.session.actor
        name = f"{preview.path.stem} 存疑.xlsx"
        path = choose_new_file(self, self.session.settings, "存疑的行存为 Excel", name, EXCEL)
        if path:
            self.session.read(
                lambda: save_doubts(actor, preview, path, settled), lambda count: self._tell_saved(path, count), self
            )

    def _tell_saved(self, path: Path, count: int) -> None:
        self.check.tell_saved(f"存疑的 {count} 行存到了“{path.name}”，最后一列是原因。改好以后，直接再导入那个文件。")

    def _restart(self) -> None:
        self.choose.error.tell(None)
        self._go(self.choose)

    # jobs

    def _work(self, title: str, work: Any, done: Any) -> None:
        """Read or compare as a job; on failure the page is where it was, with the reason."""
        self.choose.error.tell(None)
        self.job = self._reading = self.session.tasks.start_job(
            title, work, done, self._fail_reading, unit="行", line=lambda _: "", owner=self
        )
        self._wait(self.job)

    def _wait(self, job: Job) -> None:
        self.wait.watch(job)
        self.stack.setCurrentWidget(self.wait)
        self.wait.stop.setFocus()

    def _fail_reading(self, error: Exception) -> None:
        """A file that cannot be taken: said on the first step, where another one is chosen."""
        if isinstance(error, Cancelled) and self.table and self.job and self.job.title == COMPARING:
            self._go(self.columns)
            return
        if isinstance(error, Cancelled):
            error = OfficeError("已停止。", kept="没有写入任何内容。", todo="要导入的，重新开始。")
        self.choose.error.tell(error if isinstance(error, OfficeError) else None)
        self._go(self.choose)

    def _fail_writing(self, error: Exception) -> None:
        """Nothing was written; what was ticked and answered is still there."""
        self._go(self.check)
        if not isinstance(error, OfficeError) or isinstance(error, Cancelled):
            return
        if show_error(self, error, Answer("again", "重新核对"), cancel="知道了", title=self.title) == "again":
            self._compare()

    def _go(self, step: QFrame) -> None:
        order = (self.choose, self.columns, self.check, self.result)
        self.stack.setCurrentWidget(step)
        self.head.put(order.index(step) + 1, self._file_words() if step is not self.choose else "")
        self._focus()

    def _file_words(self) -> str:
        """十届委员名册.xlsx · 工作表“委员” · 236 行."""
        if not self.table:
            return ""
        rows = sum(1 for _ in self.table.sheet.numbered(self.table.columns.header_row + 1))
        sheet = f" · 工作表“{self.table.sheet.name}”" if self.table.sheet.name else ""
        decisions = self.check.decisions
        rows = len(decisions.preview.rows) if decisions else rows
        return f"{self.table.path.name}{sheet} · {rows} 行"

    def _focus(self) -> None:
        """Where work begins on the step shown."""
        step = self.stack.currentWidget()
        if step is self.check:
            self.check.focus_list()
        else:
            {self.choose: self.choose.button, self.columns: self.columns.go, self.result: self.result.look,
             self.wait: self.wait.stop}[step].setFocus()  # fmt: skip

    def _leave(self) -> None:
        self.session.routes.back_asked.emit()

    def _show_list(self) -> None:
        """The list; of records of another period than the present one those of it, else nothing would be seen."""
        period, routes = self.module.entity.period, self.session.routes
        given = self.columns.given().get(period.field) if period else None
        words = dict(self.table.plenaries).get(given or "") if self.table else None
        of_plenary = period is not None and period.kind is PeriodKind.PLENARY
        if period and of_plenary and given and words and given != current_plenary(self.session.office):
            routes.list_asked.emit(self.module.name, Is(period.field, given), words)
        else:
            routes.page_asked.emit(self.module.name)

    def _connect(self) -> None:
        self.choose.asked.connect(self._ask_file)
        self.choose.chosen.connect(self.open_file)
        self.choose.sample_asked.connect(self._save_sample)
        self.columns.sheet_picked.connect(self._open_sheet)
        self.columns.heading_picked.connect(self._open_heading)
        self.columns.confirmed.connect(self._compare)
        self.columns.back.connect(self._restart)
        self.check.confirmed.connect(self._write)
        self.check.back.connect(self._back_to_columns)
        self.result.list_asked.connect(self._show_list)
        self.result.again.connect(self._restart)
        self.result.recheck.connect(self._recheck)
        self.result.undo_asked.connect(self._take_back)
        self.result.redo_asked.connect(self._bring_back)
        self.result.offer_taken.connect(self._connect_names)
        self.check.save_asked.connect(self._save_doubts)
        self.check.words.answered.connect(self._take_meaning)
        self.session.tasks.job_progress.connect(self.wait.follow)
        for step in (self.choose, self.columns, self.check):
            step.cancelled.connect(self._leave)

    def _back_to_columns(self) -> None:
        if self.may_leave():
            self.check.decisions = None
            self._go(self.columns)


def tell_made(preview: Preview, count: int) -> tuple[str, ...]:
    """新建了 3 家承办单位。"""
    each = next(iter(preview.newcomers), None)
    return (f"新建了 {count} {each.counter}{each.label}。",) if each and count else ()


def find_links(office: Office, actor: Actor, module: str) -> tuple[tuple[Link, int], ...]:
    """What can be put together now that this module's table was imported, and how many each."""
    counted = [(each, each.find(office, actor)) for each in links_after(office, module)]
    return tuple((link, count) for link, count in counted if count)


def tell_links(links: Sequence[tuple[Link, int]]) -> tuple[str, ...]:
    return tuple(link.asked.format(count) for link, count in links)
