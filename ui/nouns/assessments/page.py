"""承办单位考核: units with their points, the figure behind each, the sheet, hand entries, the year made final."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.scores.items import HAND, RATE, Scored, write_decimal
from cppcc_desktop.nouns.assessments.entity import RECORDS
from cppcc_desktop.nouns.assessments.scheme import SCHEME
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.scores.entries import HandScore, discard_score, enter_score, list_scores
from cppcc_desktop.services.scores.output import export_scores
from cppcc_desktop.services.scores.results import Assessed, assess, fix_year
from cppcc_desktop.services.scores.sheets import ScoreSheet, change_sheet, read_sheet
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.page import Page
from ui.kit.frame.top_bar import TopBar
from ui.kit.inputs.combo import ComboBox
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import TICKS, Cell, Column, Row, Ticks
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.lists.output import ExportedFile
from ui.messages import ask
from ui.nouns.assessments.score_sheet import ScoreSheetDialog
from ui.session import Session
from ui.tasks import Change
from ui.theme import Theme, follow_theme

TITLE = "承办单位考核"
PANEL, UNBOUND = 356, (1 << 24) - 1
DETAIL = (
    Column("label", "项目", stretch=True, pad=16), Column("figure", "怎么来的", 124, align="right"),
    Column("points", "得分", 84, align="right"),
)  # fmt: skip
READ = (*(each.name for each in RECORDS), "assignment", "proposal", "feedback", "promise", "unit")
HINT = "每一分怎么来的；按回车看是哪几件。"


class AssessmentsPage(Page):
    """Units at the left, ranked; the points of the current one at the right."""

    nav = "proposals"
    help = "13-承办单位的办理表和考核"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.year = session.office.today().year
        self.sheet: ScoreSheet | None = None
        self.units: list[Assessed] = []
        self.by_hand: list[HandScore] = []
        self.model, self.lines = PageModel((TICKS,), AtOnce(), self), PageModel(DETAIL, AtOnce(), self)
        self.table, self.detail = RecordTable(self.model, keep_cursor=True), RecordTable(self.lines)
        self.table.setAccessibleName("承办单位")
        self.detail.setAccessibleName("得分明细")
        self.years = ComboBox([(year, f"{year}年") for year in range(self.year, self.year - 5, -1)])
        self.none = EmptyState("check", "这一年没有可以考核的", ("有单位承办过提案的年份才有考核。",))
        self.change, self.enter = PlainButton("改考核表…"), PlainButton("记加减分…", "plus")
        self.take_back, self.export = PlainButton("去掉一条…"), PlainButton("导出", "upload")
        self.fix = PrimaryButton("定稿…")
        self.head, self.note = label("", "bold", wrap=True), label(HINT, "note", wrap=True)
        self.said = ElidedLabel("", "note")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page(TITLE)

    def arrive(self) -> None:
        self._read()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, change: Change) -> None:
        if self.sheet is not None and change.touches(*READ):
            self._read()

    def areas(self) -> list[QWidget]:
        return [self.table, self.detail, self.foot, self.bar]

    # reading

    def _read(self) -> None:
        session, year = self.session, self.year

        def read() -> tuple[ScoreSheet, list[Assessed], list[HandScore]]:
            office, actor = session.office, session.actor
            return (
                read_sheet(office, actor, SCHEME, year),
                assess(office, actor, SCHEME, year),
                list_scores(office, actor, SCHEME, year),
            )

        session.read(read, self._show, self)

    def _show(self, found: tuple[ScoreSheet, list[Assessed], list[HandScore]]) -> None:
        sheet, units, self.by_hand = found
        if sheet.year != self.year:
            return
        had, ticks = self.table.current_id(), self.model.ticks
        self.sheet, self.units = sheet, units
        counted = any(each.points is not None for each in units)
        self.body.setCurrentWidget(self.table if counted else self.none)
        self.model.put_columns(self._columns(sheet, fixed=sheet.fixed))
        show_rows(self.model, [self._row(each) for each in units])
        self.model.set_ticks(Ticks(ticks.ids & {each.id for each in units}))
        self.table.go_to(next((at for at, each in enumerate(units) if each.id == had), 0))
        self._tell_unit(self.table.current_id())
        since = f"{sheet.since}年起用的考核表" if sheet.since else "随程序的考核表"
        state = "已经定稿，不再变" if sheet.fixed else "还没有定稿，数字随办理情况变"
        self.said.set_text(f"{since}，满分 {write_decimal(sheet.full)} 分。{self.year}年{state}。")
        self._why_not()

    def _columns(self, sheet: ScoreSheet, *, fixed: bool) -> list[Column]:
        rates = [item for item in sheet.items if item.kind == RATE]
        columns = [Column("rank", "名次", 44, align="right"), Column("name", "承办单位", stretch=True),
                   Column("cases", "主办", 44, align="right")]  # fmt: skip
        columns += [
            Column(
                item.code,
                item.label.removesuffix("率"),
                76 if len(item.label) > 4 else 56,
                align="right",
                fold=len(rates) - at,
                tooltip=item.label,
            )
            for at, item in enumerate(rates)
        ]
        columns += [Column("extra", "加减", 52, align="right"), Column("points", "得分", 60, align="right"),
                    Column("grade", "等次", 64)]  # fmt: skip
        return [*columns, Column("award", "先进", 56)] if fixed else [TICKS, *columns]

    def _row(self, each: Assessed) -> Row:
        if each.points is None:
            cells: dict[str, Cell | str] = {"name": each.name, "cases": "—", "grade": "没有承办"}
            return Row(each.id, cells, "fixed")
        extra = sum(line.points for line in each.lines if line.kind in HAND)
        cells = {
            "rank": str(each.rank), "name": each.name, "cases": str(each.size), "grade": each.grade,
            "extra": Cell(write_decimal(extra) if extra else "", tone="bad" if extra < 0 else ""),
            "points": Cell(write_decimal(each.points), bold=True), "award": "先进" if each.award else "",
        }  # fmt: skip
        for line in each.lines:
            if line.kind == RATE:
                told = write_decimal(line.points) if line.most else "—"
                cells[line.code] = Cell(told, tooltip=explain(line))
        return Row(each.id, cells)

    def _current(self) -> Assessed | None:
        return next((each for each in self.units if each.id == self.table.current_id()), None)

    def _tell_unit(self, _unit: str) -> None:
        each = self._current()
        self.head.setText(each.name if each else "")
        lines = each.lines if each and each.points is not None else ()
        self.note.setText(HINT if lines else "这一年没有主办或分办的提案，不参加考核。")
        show_rows(self.lines, [line_row(line) for line in lines])
        self._why_not()

    # doing

    def _why_not(self) -> None:
        sheet, each, session = self.sheet, self._current(), self.session
        fixed = f"{self.year}年已经定稿" if sheet and sheet.fixed else ""
        closes = "" if session.actor.may(SCHEME.permission) else "你的角色不能改考核"
        counted = each is not None and each.points is not None
        self.change.why_off("" if session.actor.may("account") else "考核表由系统管理员改")
        self.enter.why_off(closes or fixed or ("" if counted else "这家单位没有承办提案"))
        own = [score for score in self.by_hand if each and score.subject == each.id]
        self.take_back.why_off(closes or fixed or ("" if own else "这家单位没有手工记的加减分"))
        some = any(unit.points is not None for unit in self.units)
        self.fix.why_off(closes or fixed or ("" if some else "没有可以定稿的"))
        self.export.why_off("" if some else "没有可以导出的")

    def _enter(self) -> None:
        each, sheet = self._current(), self.sheet
        if each is None or sheet is None:
            return
        session, year = self.session, self.year
        items = [
            (item.code, f"{item.label}（每次 {write_decimal(item.step)} 分）")
            for item in sheet.items
            if item.kind in HAND
        ]
        fields = (
            Field(name="item", label="项目", kind=Kind.CODE, codes="score_item", required=True),
            Field(name="times", label="次数", kind=Kind.INTEGER, required=True),
            Field(name="reason", label="事由", kind=Kind.LONG_TEXT, limit=200, required=True),
        )

        def work(entered: dict[str, object]) -> str:
            return enter_score(
                session.office, session.actor, SCHEME, year, each.id, str(entered.get("item") or ""),
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
        session, sheet = self.session, self.sheet
        labels = {item.code: item.label for item in sheet.items}
        choices = [(score.id, f"{labels.get(score.item, score.item)}：{score.reason}") for score in own]
        fields = (
            Field(name="entry", label="哪一条", kind=Kind.CODE, codes="unit_score", required=True),
            Field(name="why", label="为什么去掉", kind=Kind.LONG_TEXT, limit=200, required=True),
        )
        asked = ShortForm(
            f"{each.name}：去掉加减分", fields, read_codes(session.office), proposed={"entry": own[0].id},
            required=("entry", "why"), button="去掉", choices={"entry": choices},
        )  # fmt: skip
        EntryDialog(
            session, asked, lambda entered: discard_score(
                session.office, session.actor, SCHEME, str(entered.get("entry") or ""), str(entered.get("why") or "")
            ), self,
        ).run()  # fmt: skip

    def _change(self) -> None:
        if self.sheet is None:
            return
        session, year = self.session, self.year + 1 if self.sheet.fixed else self.year
        dialog = ScoreSheetDialog(session, self.sheet, year, lambda items: change_sheet(
            session.office, session.actor, SCHEME, year, items), parent=self)  # fmt: skip
        dialog.run()

    def _fix(self) -> None:
        counted = [each for each in self.units if each.points is not None]
        awarded = [each for each in counted if self.model.ticks.holds(each.id)]
        names = "、".join(each.name for each in awarded[:8]) + ("等" if len(awarded) > 8 else "")
        told = f"先进单位 {len(awarded)} 家：{names}。" if awarded else "没有勾先进单位；要评的，先勾上再定稿。"
        asked = ask(self, f"{self.year}年的考核就这样定稿？", f"{len(counted)} 家单位的得分、名次和明细从此不再变。{told}",
                    Choice("fix", f"定稿 {len(counted)} 家"), cancel="再看看")  # fmt: skip
        if asked != "fix":
            return
        session, year, awards = self.session, self.year, [each.id for each in awarded]
        session.write(
            lambda: fix_year(session.office, session.actor, SCHEME, year, awards), lambda _: self._read(), self,
        )  # fmt: skip

    def _export(self) -> None:
        if not self.export.isEnabled() or self.sheet is None:
            return
        session, settings, sheet, units = self.session, self.session.settings, self.sheet, list(self.units)
        name = str(Path(settings.now.folder or Path.home()) / f"{self.year}年{TITLE}.xlsx")
        picked, _ = QFileDialog.getSaveFileName(self, "导出", name, "Excel 工作簿 (*.xlsx)")
        if not picked:
            return
        path = Path(picked) if Path(picked).suffix else Path(picked).with_suffix(".xlsx")
        settings.put(folder=str(path.parent))
        session.tasks.start_job(
            f"导出{TITLE}", lambda _progress: ExportedFile(path, export_scores(path, SCHEME, sheet, units)), unit="家",
            line=lambda made: f"已导出 {made.count} 家到 {path.name}。", owner=self,
        )  # fmt: skip

    def _open_cases(self, code: str) -> None:
        """The list behind a figure."""
        each = self._current()
        line = each.line(code) if each else None
        if each is None or line is None or line.figure is None:
            return
        ids = (*line.figure.counted, *line.figure.rest)
        if ids:
            words = f"{each.name}{self.year}年{line.label}"
            self.session.routes.list_asked.emit("assignments", Is("id", ids), words)

    def _pick_year(self, year: object) -> None:
        self.year = int(str(year))
        self.model.set_ticks(Ticks())
        self._read()

    # construction

    def _connect(self) -> None:
        self.table.current_changed.connect(self._tell_unit)
        self.table.opened.connect(lambda _unit: self.detail.setFocus(Qt.FocusReason.OtherFocusReason))
        self.detail.opened.connect(self._open_cases)
        self.years.picked.connect(self._pick_year)
        for button, act in ((self.change, self._change), (self.enter, self._enter), (self.take_back, self._take_back),
                            (self.export, self._export), (self.fix, self._fix)):  # fmt: skip
            button.clicked.connect(act)
        for keys, do in (("Ctrl+E", self._export), ("Esc", self._leave), ("Ctrl+N", self.enter.click)):
            QShortcut(QKeySequence(keys), self, do)

    def _leave(self) -> None:
        self.session.routes.page_asked.emit("proposals")

    def _lay_out(self) -> None:
        self.bar, self.foot = frame("bar"), frame("foot")
        lay_row(self.bar, self.years, self.said, self.change, self.export, stretch=self.said)
        lay_row(
            self.foot, label("勾上的定稿时评为先进单位", "note"), self.enter, self.take_back, self.fix, stretch=None
        )
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)
        self._panel = frame("panel")
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.setSpacing(0)
        told = frame("surface")
        words = QVBoxLayout(told)
        words.setContentsMargins(16, 8, 16, 8)
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.note)
        inside.addWidget(told)
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

    def _restyle(self, theme: Theme) -> None:
        below = theme.scale >= 1.5
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        wide = theme.text_width(PANEL, 60)
        self._panel.setMinimumWidth(0 if below else wide)
        self._panel.setMaximumWidth(UNBOUND if below else wide)
        self._sides.setStretch(1, 1 if below else 0)


def lay_row(ground: QWidget, *parts: QWidget, stretch: QWidget | None) -> None:
    row = QHBoxLayout(ground)
    row.setContentsMargins(16, 7, 16, 7)
    row.setSpacing(8)
    for at, part in enumerate(parts):
        row.addWidget(part, 1 if part is stretch else 0)
        if stretch is None and at == 0:
            row.addStretch(1)


def whole(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isdigit() else 0


def explain(line: Scored) -> str:
    """按期办复率 2 ÷ 3：2026年交办的主办和分办提案里已办复的."""
    if line.figure is None:
        return line.label
    return f"{line.label} {line.figure.numerator} ÷ {line.figure.denominator}：{line.figure.base}"


def line_row(line: Scored) -> Row:
    """One line of a unit's points, with where they come from."""
    figure = line.figure
    if line.kind == RATE:
        assert figure is not None
        rate = f"{figure.numerator * 100 / figure.denominator:.1f}%" if figure.denominator else ""
        told = Cell(
            f"{rate}  {figure.numerator} ÷ {figure.denominator}" if rate else "没有可数的", tooltip=explain(line)
        )
        points = f"{write_decimal(line.points)} / {write_decimal(line.most)}" if line.most else "不计"
    else:
        told = Cell(f"{line.times} 次" if line.times else "", tooltip="；".join((explain(line), *line.reasons)))
        points = write_decimal(line.points) if line.points else ""
    reasons = f"：{'；'.join(line.reasons)}" if line.reasons else ""
    title = f"{line.label}{reasons}"
    return Row(line.code, {"label": Cell(title, tooltip=title), "figure": told,
                           "points": Cell(points, tone="bad" if line.points < 0 else "")})  # fmt: skip
