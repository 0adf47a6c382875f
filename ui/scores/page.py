"""A year of scores: subjects with their points, what is behind each, the sheet, what is entered by hand, the year made final."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.scores.items import HAND, JUDGED, ScoreItem, write_decimal
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import COUNTY
from cppcc_desktop.services.scores.entries import (
    HandScore,
    LineEntry,
    discard_score,
    enter_score,
    list_scores,
    read_entry,
)
from cppcc_desktop.services.scores.output import export_scores
from cppcc_desktop.services.scores.results import Assessed, Assessment, fix_year, read_assessment
from cppcc_desktop.services.scores.schemes import find_scheme
from cppcc_desktop.services.scores.sheets import ScoreSheet, change_sheet
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.file_choice import choose_new_file
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.inputs.combo import ComboBox
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import TICKS, Ticks
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.lists.output import ExportedFile
from ui.scores.files import LineFiles
from ui.scores.judging import JudgingDialog, ask_correction
from ui.scores.rows import DETAIL, line_row, say_quotas, subject_columns, subject_row
from ui.scores.sheet_dialog import ScoreSheetDialog
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, follow_theme

PANEL, UNBOUND = 356, (1 << 24) - 1
HINT = "每一分怎么来的；按回车看是哪几件。"
JUDGED_HINT = "每一分怎么来的；按回车评这一项。"


@dataclass(frozen=True)
class ScorePageRead:
    """What the page shows, of one moment."""

    year: int
    found: Assessment
    by_hand: list[HandScore]


class ScorePage(Page):
    """Subjects at the left, ranked; the points of the current one at the right."""

    def __init__(self, session: Session, scheme: str, *, nav: str, help: str = "") -> None:
        super().__init__(session)
        self.scheme = find_scheme(session.office, scheme)
        self.nav, self.help = nav, help
        self.year = session.office.today().year
        self.sheet: ScoreSheet | None = None
        self.subjects: list[Assessed] = []
        self.by_hand: list[HandScore] = []
        self.model, self.lines = PageModel((TICKS,), AtOnce(), self), PageModel(DETAIL, AtOnce(), self)
        self.table, self.detail = RecordTable(self.model, keep_cursor=True), RecordTable(self.lines)
        self.table.setAccessibleName(self.scheme.subject_label)
        self.detail.setAccessibleName("得分明细")
        self.years = ComboBox([(year, f"{year}年") for year in range(self.year, self.year - 5, -1)])
        self.none = EmptyState("check", "这一年没有可以考核的", (self.scheme.words.when,))
        self.change, self.enter = PlainButton("改考核表…"), PlainButton("记加减分…", "plus")
        self.take_back, self.export = PlainButton("去掉一条…"), PlainButton("导出", "upload")
        self.judge = PlainButton("核定…" if self.county else "写自评…", "pencil")
        self.evidence, self.correct = PlainButton("依据", "paperclip", menu=QMenu(self)), PlainButton("更正结果…")
        self.fix = PrimaryButton("定稿…")
        self.head, self.note = label("", "bold", wrap=True), label(HINT, "note", wrap=True)
        self.said = ElidedLabel("", "note")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    @property
    def county(self) -> bool:
        """Whether results are made here; a place writes its 自评 and looks on."""
        return self.session.office.kind == COUNTY

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page(self.scheme.title)

    def arrive(self) -> None:
        self._read()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, change: WrittenKinds) -> None:
        if self.sheet is not None and change.touches(*self.scheme.kinds):
            self._read()

    def areas(self) -> list[QWidget]:
        return [self.table, self.detail, self.about, self.foot, self.bar]

    # reading

    def _read(self) -> None:
        session, scheme, year = self.session, self.scheme, self.year

        def read() -> ScorePageRead:
            office, actor = session.office, session.actor
            found = read_assessment(office, actor, scheme, year)
            return ScorePageRead(year, found, list_scores(office, actor, scheme, year))

        session.read(read, self._show, self)

    def _show(self, read: ScorePageRead) -> None:
        if read.year != self.year:
            return
        had, line, ticks = self.table.current_id(), self.detail.current_id(), self.model.ticks
        sheet, subjects = read.found.sheet, list(read.found.subjects)
        self.sheet, self.subjects, self.by_hand = sheet, subjects, read.by_hand
        self.body.setCurrentWidget(self.table if any(each.size for each in subjects) else self.none)
        self.model.put_columns(subject_columns(self.scheme, sheet, ticks=self.county and not sheet.fixed))
        show_rows(self.model, [subject_row(self.scheme, each) for each in subjects])
        self.model.set_ticks(Ticks(ticks.ids & {each.id for each in subjects}))
        self.table.go_to(next((at for at, each in enumerate(subjects) if each.id == had), 0))
        self._tell_subject(self.table.current_id())
        self._go_to_line(line)
        since = f"{sheet.since}年起用的考核表" if sheet.since else "随程序的考核表"
        state = "已经定稿，不再变" if sheet.fixed else "还没有定稿，数字随办理情况变"
        told = f"{since}，满分 {write_decimal(sheet.full)} 分。{self.year}年{state}。"
        self.said.set_text(told + say_quotas(read.found.quotas))
        self._why_not()

    def _current(self) -> Assessed | None:
        return next((each for each in self.subjects if each.id == self.table.current_id()), None)

    def _tell_subject(self, _subject: str) -> None:
        each = self._current()
        self.head.setText(each.name if each else "")
        lines = each.lines if each and each.size else ()
        judged = any(line.kind == JUDGED for line in lines)
        self.note.setText((JUDGED_HINT if judged else HINT) if lines else self.scheme.words.absent_long)
        show_rows(self.lines, [line_row(line) for line in lines])
        self._why_not()

    def _go_to_line(self, code: str) -> None:
        each = self._current()
        at = next((at for at, line in enumerate(each.lines) if line.code == code), -1) if each and each.size else -1
        if at >= 0:
            self.detail.go_to(at)

    # doing

    def _why_not(self) -> None:
        sheet, each, session, scheme = self.sheet, self._current(), self.session, self.scheme
        whose = f"这{scheme.counter}{scheme.words.called}"
        fixed = f"{self.year}年已经定稿" if sheet and sheet.fixed else ""
        closes = "" if session.actor.may(scheme.permission) else "你的角色不能改考核"
        counted = each is not None and each.size > 0
        absent = "" if counted else f"{whose}{scheme.words.absent}"
        self.change.why_off("" if session.actor.may("account") else "考核表由系统管理员改")
        self.enter.why_off(closes or fixed or absent)
        own = [score for score in self.by_hand if each and score.subject == each.id]
        self.take_back.why_off(closes or fixed or ("" if own else f"{whose}没有手工记的加减分"))
        writes = closes if self.county else ("" if session.actor.may("record.write") else "你的角色不能写自评")
        self.judge.why_off(writes or fixed or absent)
        self.evidence.why_off("" if counted and self._judged_line() else "先在右边选一项评分的项目")
        pointed = each is not None and each.points is not None
        self.correct.why_off(closes or fixed or ("" if pointed else f"{whose}还没有得分"))
        some = any(subject.points is not None for subject in self.subjects)
        self.fix.why_off(closes or fixed or ("" if some else "没有可以定稿的"))
        self.export.why_off("" if some else "没有可以导出的")
        self._choose_buttons()

    def _choose_buttons(self) -> None:
        """Only what the sheet has a use for, and what is done here."""
        kinds = {item.kind for item in self.sheet.items} if self.sheet else set[str]()
        for button in (self.judge, self.evidence):
            button.setVisible(JUDGED in kinds)
        for button in (self.enter, self.take_back):
            button.setVisible(self.county and (bool(kinds & set(HAND)) or not kinds))
        for part in (self.change, self.correct, self.fix, self.foot_note):
            part.setVisible(self.county)

    def _judged_line(self) -> ScoreItem | None:
        """The judged line the cursor is on; else the first that is open, else the first."""
        each, sheet = self._current(), self.sheet
        if each is None or sheet is None:
            return None
        judged = [line for line in each.lines if line.kind == JUDGED]
        chosen = [line for line in judged if line.code == self.detail.current_id()]
        waiting = [line for line in judged if (line.open if self.county else not line.own)]
        found = next(iter((*chosen, *waiting, *judged)), None)
        return sheet.item(found.code) if found else None

    def _judge(self) -> None:
        each, item = self._current(), self._judged_line()
        if each is not None and item is not None and self.judge.isEnabled():
            JudgingDialog(self.session, self.scheme, self.year, each, item, own=not self.county, parent=self).run()

    def _show_files(self) -> None:
        each, item, session = self._current(), self._judged_line(), self.session
        if each is None or item is None:
            return
        title, writable = f"{each.name} {item.label}", self.judge.isEnabled()

        def show(entry: LineEntry) -> None:
            if entry.record:
                LineFiles(session, self.scheme, entry.record, title, writable=writable, parent=self).run()
            else:
                ask(self, "这一项还没有写分。", f"先点“{self.judge.text()}”写分，再添加附件。", cancel="")

        session.read(
            lambda: read_entry(session.office, session.actor, self.scheme, self.year, each.id, item.code), show, self
        )

    def _enter(self) -> None:
        each, sheet = self._current(), self.sheet
        if each is None or sheet is None:
            return
        session, scheme, year = self.session, self.scheme, self.year
        items = [(item.code, f"{item.label}（每次 {write_decimal(item.step)} 分）") for item in sheet.of(*HAND)]
        fields = (
            Field(name="item", label="项目", kind=Kind.CODE, required=True),
            Field(name="times", label="次数", kind=Kind.INTEGER, required=True),
            Field(name="reason", label="事由", kind=Kind.LONG_TEXT, limit=200, required=True),
        )

        def work(entered: dict[str, object]) -> str:
            return enter_score(
                session.office, session.actor, scheme, year, each.id, str(entered.get("item") or ""),
                str(entered.get("reason") or ""), whole(entered.get("times")),
            )  # fmt: skip

        asked = ShortForm(
            f"{each.name}：记加减分", fields, read_codes(session.office), proposed={"times": 1},
            required=("item", "times", "reason"), button="记下", choices={"item": items},
        )  # fmt: skip
        EntryDialog(session, asked, work, self).run()

    def _take_back(self) -> None:
        each = self._current()
        own = [score for score in self.by_hand if each and score.subject == each.id]
        if each is None or not own or self.sheet is None:
            return
        session, scheme = self.session, self.scheme
        labels = {item.code: item.label for item in self.sheet.items}
        choices = [(score.id, f"{labels.get(score.item, score.item)}：{score.reason}") for score in own]
        fields = (
            Field(name="entry", label="哪一条", kind=Kind.CODE, required=True),
            Field(name="why", label="为什么去掉", kind=Kind.LONG_TEXT, limit=200, required=True),
        )
        asked = ShortForm(
            f"{each.name}：去掉加减分", fields, read_codes(session.office), proposed={"entry": own[0].id},
            required=("entry", "why"), button="去掉", choices={"entry": choices},
        )  # fmt: skip
        EntryDialog(
            session, asked, lambda entered: discard_score(
                session.office, session.actor, scheme, str(entered.get("entry") or ""), str(entered.get("why") or "")
            ), self,
        ).run()  # fmt: skip

    def _correct(self) -> None:
        each = self._current()
        if each is not None and self.sheet is not None:
            ask_correction(self.session, self.scheme, self.sheet, each, self)

    def _change(self) -> None:
        if self.sheet is None:
            return
        session, scheme, year = self.session, self.scheme, self.year + 1 if self.sheet.fixed else self.year
        dialog = ScoreSheetDialog(session, scheme, self.sheet, year, lambda items: change_sheet(
            session.office, session.actor, scheme, year, items), parent=self)  # fmt: skip
        dialog.run()

    def _fix(self) -> None:
        scheme, counted = self.scheme, [each for each in self.subjects if each.points is not None]
        awarded = [each for each in counted if self.model.ticks.holds(each.id)]
        left = [each for each in self.subjects if each.points is None and each.size and not each.begun]
        names = "、".join(each.name for each in awarded[:8]) + ("等" if len(awarded) > 8 else "")
        award, counter, called = scheme.award, scheme.counter, scheme.words.called
        told = f"{award} {len(awarded)} {counter}：{names}。" if awarded else f"没有勾{award}；要评的，先勾上再定稿。"
        told += f"{len(left)} {counter}还没有评，不列入。" if left else ""
        asked = ask(
            self, f"{self.year}年的考核就这样定稿？", f"{len(counted)} {counter}{called}的得分、名次和明细从此不再变。{told}",
            Choice("fix", f"定稿 {len(counted)} {counter}"), cancel="再看看",
        )  # fmt: skip
        if asked != "fix":
            return
        session, year, awards = self.session, self.year, [each.id for each in awarded]
        session.write(
            lambda: fix_year(session.office, session.actor, scheme, year, awards), lambda _: self._read(), self
        )

    def _export(self) -> None:
        if not self.export.isEnabled() or self.sheet is None:
            return
        session, settings, scheme, sheet = self.session, self.session.settings, self.scheme, self.sheet
        subjects, title = list(self.subjects), self.scheme.title
        path = choose_new_file(self, settings, "导出", f"{self.year}年{title}.xlsx", "Excel 工作簿 (*.xlsx)")
        if path is None:
            return
        session.tasks.start_job(
            f"导出{title}", lambda _progress: ExportedFile(path, export_scores(path, scheme, sheet, subjects)),
            unit=scheme.counter, line=lambda made: f"已导出 {made.count} {scheme.counter}到 {path.name}。", owner=self,
        )  # fmt: skip

    def _open_line(self, code: str) -> None:
        """A judged line is judged, of another the list behind its figure is shown."""
        item = self.sheet.item(code) if self.sheet else None
        if item is not None and item.kind == JUDGED and self.judge.isEnabled():
            self._judge()
        else:
            self._open_records(code)

    def _open_records(self, code: str) -> None:
        """The first of the lists behind a line."""
        for module, ids in list(self._records_behind(code).items())[:1]:
            self._open_list(module, ids, code)

    def _records_behind(self, code: str) -> dict[str, tuple[str, ...]]:
        """List → the records of it that a line of the current subject is reckoned or judged by."""
        each, sheet = self._current(), self.sheet
        line = each.line(code) if each else None
        if line is None or sheet is None:
            return {}
        item, found = sheet.item(code), dict[str, tuple[str, ...]]()
        figure = self.scheme.figure(item.figure) if item else None
        module = figure.module if figure else next((known.module for known in self.scheme.figures), "")
        if line.figure and module:
            found[module] = (*line.figure.counted, *line.figure.rest)
        for told in line.evidence:
            kind, _, record = told.partition(":")
            own = self.session.office.module_of(kind)
            if own is not None:
                found[own.name] = tuple(dict.fromkeys((*found.get(own.name, ()), record)))
        return {name: ids for name, ids in found.items() if ids}

    def _open_list(self, module: str, ids: tuple[str, ...], code: str) -> None:
        each = self._current()
        line = each.line(code) if each else None
        if each is not None and line is not None:
            self.session.routes.list_asked.emit(module, Is("id", ids), f"{each.name}{self.year}年{line.label}")

    def _fill_evidence(self) -> None:
        """The lists and files that the current line is judged by."""
        menu, item, office = self.evidence.menu(), self._judged_line(), self.session.office
        menu.clear()
        code = item.code if item else ""
        for module, ids in self._records_behind(code).items():
            about = office.modules[module]
            words = f"{about.label}（{len(ids)} {about.entity.counter}）"
            menu.addAction(words, lambda name=module, those=ids: self._open_list(name, those, code))
        menu.addAction("附件…", self._show_files)

    def _pick_year(self, year: object) -> None:
        self.year = int(str(year))
        self.model.set_ticks(Ticks())
        self._read()

    # construction

    def _connect(self) -> None:
        self.table.current_changed.connect(self._tell_subject)
        self.table.opened.connect(lambda _subject: self.detail.setFocus(Qt.FocusReason.OtherFocusReason))
        self.detail.opened.connect(self._open_line)
        self.years.picked.connect(self._pick_year)
        pairs = (
            (self.change, self._change), (self.enter, self._enter), (self.take_back, self._take_back),
            (self.judge, self._judge), (self.correct, self._correct),
            (self.export, self._export), (self.fix, self._fix),
        )  # fmt: skip
        for button, act in pairs:
            button.clicked.connect(act)
        self.evidence.menu().aboutToShow.connect(self._fill_evidence)
        for keys, do in (("Ctrl+E", self._export), ("Esc", self._leave), ("Ctrl+N", self.enter.click),
                         ("Ctrl+L", self._open_evidence)):  # fmt: skip
            QShortcut(QKeySequence(keys), self, do)

    def _open_evidence(self) -> None:
        """The list behind the figure of the current line, also where Enter judges it."""
        self._open_records(self.detail.current_id())

    def _leave(self) -> None:
        self.session.routes.page_asked.emit(self.nav)

    def _lay_out(self) -> None:
        self.bar, self.foot = frame("bar"), frame("foot")
        self.foot_note = ElidedLabel(f"勾上的定稿时评为{self.scheme.award}", "note")
        lay_row(self.bar, self.years, self.said, self.change, self.export, stretch=self.said)
        lay_row(self.foot, self.foot_note, self.enter, self.take_back, self.correct, self.fix, stretch=self.foot_note)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)
        self._panel = frame("panel")
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._lay_head())
        inside.addWidget(self.detail, 1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.body, 1)
        self._sides.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(self._sides, 1)
        column.addWidget(self.foot)

    def _lay_head(self) -> QWidget:
        """Whose points these are, and what is done with one line of them."""
        self.about = frame("surface")
        row, words = QHBoxLayout(self.about), QVBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        for button in (self.judge, self.evidence):
            row.addWidget(button)
        return self.about

    def _restyle(self, theme: Theme) -> None:
        below = theme.scale >= 1.5
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        wide = theme.text_width(PANEL, 60)
        self._panel.setMinimumWidth(0 if below else wide)
        self._panel.setMaximumWidth(UNBOUND if below else wide)
        self._sides.setStretch(1, 1 if below else 0)


def lay_row(ground: QWidget, *parts: QWidget, stretch: QWidget) -> None:
    row = QHBoxLayout(ground)
    row.setContentsMargins(16, 7, 16, 7)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 1 if part is stretch else 0)


def whole(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isdigit() else 0
