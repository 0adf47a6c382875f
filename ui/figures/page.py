"""统计: the figures of a plenary or a year; every number opens the list of what it counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import value_of
from cppcc_desktop.domain.description.figures import FigureSheet
from cppcc_desktop.domain.office.office import CODE_ENTRY, SETTING
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.figures.board import Board, compare_totals, read_board
from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure, Figures, read_breakdown
from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.figures.scopes import FigureScope, find_scope
from cppcc_desktop.services.forms.printing import safe_name
from cppcc_desktop.services.records.records import find_spec
from ui.figures.lines import FigureLine
from ui.figures.row_chart import ChartCard
from ui.figures.table import FigureTable
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.cards import Card
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.combo import ComboBox
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.lists.output import ExportedFile
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

NOTHING = FigureSheet(module="", title="", groups=(), figures=())
KINDS = {".xlsx": "Excel 工作簿 (*.xlsx)", ".docx": "Word 文档 (*.docx)", ".pdf": "PDF 文件 (*.pdf)"}


class FigureCard(Card):
    """The figures of one group."""

    def __init__(self, group: str, page: FiguresPage) -> None:
        super().__init__(group)
        self.group, self._page = group, page
        self.lines: dict[str, FigureLine] = {}
        self.body.setContentsMargins(8, 4, 8, 8)
        self.head.setContentsMargins(8, 0, 8, 0)
        self.body.setSpacing(0)

    def put(self, figures: Figures) -> None:
        for line in figures.of_group(self.group):
            known = self.lines.get(line.figure.key)
            if known is not None:
                known.put(line)
                continue
            shown = self.lines[line.figure.key] = FigureLine(line)
            shown.clicked.connect(lambda _on=False, each=shown: self._page.open_line(each.line))
            self.body.addWidget(shown)


class TableCard(Card):
    """A table of figures under its title; beside it whatever is chosen there."""

    def __init__(self, title: str, *beside: QWidget) -> None:
        super().__init__(title, "", margin=17)
        self.table = FigureTable()
        self.body.setContentsMargins(1, 4, 1, 1)
        self.head.setContentsMargins(16, 0, 12, 0)
        for part in beside:
            self.head.addWidget(part)
        self.body.addWidget(self.table)


class FiguresPage(Page):
    """The figures of one noun: by group, charts, a breakdown of one's choice, its tables. Several nouns: one is chosen."""

    nav = "figures"

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        self.sheets = {each.module: each for each in session.office.parts(FigureSheet)}
        self.board: Board | None = None
        self.scope: FigureScope | None = None  # the current period until another is chosen
        self.told = ElidedLabel("", "label")
        modules = session.office.modules
        self.sheet_choice = ComboBox([(name, modules[name].label) for name in self.sheets])
        self.sheet_choice.setAccessibleName("统计什么")
        if len(self.sheets) < 2:
            self.sheet_choice.hide()
        self.sheet_choice.picked.connect(self._pick_sheet)
        self.bar = self._make_bar()
        self.area = scroll(QWidget())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addWidget(self.area, 1)
        self._build(next(iter(self.sheets.values()), NOTHING))
        for keys, act in (("Ctrl+E", self.export), ("Ctrl+P", self.print_page)):
            QShortcut(QKeySequence(keys), self, act)
        follow_theme(self._fold)

    def _build(self, sheet: FigureSheet) -> None:
        """The cards, charts and tables of a sheet, empty."""
        self.sheet = sheet
        self.cards = {group: FigureCard(group, self) for group in sheet.groups}
        self.charts = {each.title: ChartCard(each.title) for each in sheet.charts}
        own = {each.by for each in sheet.tables}
        choices = [each for each in sheet.offered if each.key not in own]
        self.by = ComboBox([(each.key, f"按{each.label}") for each in choices])
        self.by.setAccessibleName("按什么分")
        self.by.picked.connect(self._read_broken)
        self.broken_card = TableCard("分类统计", self.by)
        if not choices:
            self.broken_card.hide()
        self.table = self.broken_card.table
        self.tables = [TableCard(each.title) for each in sheet.tables]
        for part in (self.table, *(each.table for each in self.tables), *self.charts.values()):
            part.opened.connect(self.open_line)
        self._lay_out()

    def _pick_sheet(self, name: object) -> None:
        """Another noun's figures, of its own current period."""
        self.board, self.scope = None, None
        self._build(self.sheets[str(name)])
        self._read()

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page("统计")
        if self.board is not None:
            choices: list[tuple[object, str]] = [(each, each.label) for each in self.board.scopes]
            top.set_plenaries(choices, self.board.figures.scope)

    def arrive(self) -> None:
        self._read()

    def follow(self, change: WrittenKinds) -> None:
        if self.board is not None and change.touches(*self._shown_kinds()):
            self._read()

    def _shown_kinds(self) -> set[str]:
        """The kinds of record that figures are counted from or called by."""
        modules = self.session.office.modules
        counted = [modules[name] for name in {each.module for each in self.sheet.figures}]
        kinds = {PLENARY.name, CODE_ENTRY.name, SETTING.name}
        kinds |= {entity.name for each in counted for entity in (each.entity, each.companion) if entity}
        named = {
            (name, field) for each in self.sheet.dimensions for name, fields in each.fields.items() for field in fields
        }
        return kinds | {find_spec(self.session.office, modules[name], field).target for name, field in named}

    def pick_plenary(self, key: object) -> None:
        if isinstance(key, FigureScope):
            self.scope = key
            self._read()

    def areas(self) -> list[QWidget]:
        return [self.groups, self.chart_area, self.broken_card, *self.tables, self.bar]

    def open_line(self, line: CountedFigure) -> None:
        """The list of what a number counts."""
        assert self.board is not None
        figure, period = line.figure, self.session.office.modules[self.sheet.module].entity.period
        within = value_of(line.where, period.field) if period else None
        told = [self.board.figures.scope.label] if not isinstance(within, tuple) else []  # a bar of a period names it
        told += [line.group.label] if line.group else []
        told.append(f"{figure.label}（{line.numerator} {figure.counted}）" if figure.is_rate else figure.label)
        self.session.routes.list_asked.emit(figure.module, line.where, " ".join(told))

    # reading

    def _read(self) -> None:
        if not self.sheets:
            self.told.set_text("还没有可以统计的内容。")
            return
        session, sheet, scope, by = self.session, self.sheet, self.scope, str(self.by.key() or "")

        def work() -> Board:
            asked = scope or find_scope(session.office, session.actor, sheet=sheet)
            return read_board(session.office, session.actor, asked, by, sheet)

        session.read(work, self._show, self)

    def _show(self, board: Board) -> None:
        if board.sheet.module != self.sheet.module:  # another was chosen meanwhile
            return
        first = self.board is None
        self.board = board
        for card in self.cards.values():
            card.put(board.figures)
        for chart in board.charts:
            self.charts[chart.title].put(chart)
        if board.broken is not None:
            self._show_broken(board.broken)
        for card, declared, broken in zip(self.tables, board.sheet.tables, board.tables, strict=True):
            card.table.put(broken)
            card.note.set_text(f"{len(broken.rows)} 行，{declared.note}")
        noun = self.session.office.modules[board.sheet.module].entity.label
        self.told.set_text(f"{board.figures.scope.label}。点任何一个数，打开它数的那些{noun}。")
        self._fold(current_theme())
        self.dressing_changed.emit()
        if first and self.isVisible():
            next(line for card in self.cards.values() for line in card.lines.values()).setFocus()

    def _show_broken(self, broken: Breakdown) -> None:
        """The table, and whether its rows add up to the figures above."""
        assert self.board is not None
        self.table.put(broken)
        apart = compare_totals(self.board.figures, broken)
        told = f"各行相加等于合计，合计和上面的数一致（{len(broken.rows)} 行）"
        self.broken_card.note.set_text(f"和上面的数不一致：{'、'.join(apart)}" if apart else told)

    def _read_broken(self, by: object) -> None:
        if self.board is None:
            return
        session, sheet, scope = self.session, self.sheet, self.board.figures.scope
        work = lambda: read_breakdown(session.office, session.actor, scope, str(by), sheet.columns, sheet)  # noqa: E731
        session.read(work, self._take_broken, self)

    def _take_broken(self, broken: Breakdown) -> None:
        if self.board is not None and broken.scope == self.board.figures.scope and broken.by.key == self.by.key():
            self.board = replace(self.board, broken=broken)
            self._show_broken(broken)

    # out

    def export(self, suffix: str = ".xlsx") -> None:
        """What is on the page as a file."""
        board, settings = self.board, self.session.settings
        if board is None:
            return
        name = safe_name(f"{board.sheet.title}（{board.figures.scope.label}）")
        start = str(Path(settings.now.folder or Path.home()) / f"{name}{suffix}")
        kinds = [KINDS[suffix], *(kind for each, kind in KINDS.items() if each != suffix)]
        picked, _ = QFileDialog.getSaveFileName(self, "导出统计", start, ";;".join(kinds))
        if not picked:
            return
        path = Path(picked) if Path(picked).suffix else Path(picked).with_suffix(suffix)
        settings.put(folder=str(path.parent))
        office = self.session.office

        def work(progress: Any) -> ExportedFile:
            progress(0, 0, "正在写")
            return ExportedFile(path, export_figures(office, board, path))

        self.session.tasks.start_job(
            "导出统计", work, line=lambda made: f"已导出 {made.count} 项统计到 {path.name}。", unit="项", owner=self
        )

    def print_page(self) -> None:
        """The page on paper, in the preview."""
        from ui.forms.list_preview import ListPreview

        board, office = self.board, self.session.office
        if board is not None:
            ListPreview(
                self.session,
                board.sheet.title,
                lambda file, _progress: export_figures(office, board, file),
                parent=self,
            ).exec()

    # construction

    def _make_bar(self) -> QWidget:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.sheet_choice)
        row.addWidget(self.told, 1)
        menu = QMenu(self)
        for suffix, words in ((".xlsx", "Excel 表格…"), (".docx", "Word 文档…"), (".pdf", "PDF 文件…")):
            menu.addAction(words, lambda each=suffix: self.export(each))
        output = PlainButton("导出", "upload", menu=menu)
        paper = PlainButton("打印", "printer")
        paper.clicked.connect(self.print_page)
        row.addWidget(output)
        row.addWidget(paper)
        return bar

    def _lay_out(self) -> None:
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        self.groups, self.chart_area = QWidget(), QWidget()
        self.stacks = [QVBoxLayout() for _ in range(3)]
        row = self.group_row = QHBoxLayout(self.groups)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for stack in self.stacks:
            stack.setSpacing(12)
            row.addLayout(stack, 1)
            row.setAlignment(stack, Qt.AlignmentFlag.AlignTop)
        self.chart_grid = QGridLayout(self.chart_area)
        self.chart_grid.setContentsMargins(0, 0, 0, 0)
        self.chart_grid.setSpacing(12)
        for part in (self.groups, self.chart_area, self.broken_card, *self.tables):
            column.addWidget(part)
        column.addStretch(1)
        self.area.setWidget(inner)
        inner.setAutoFillBackground(False)

    def _fold(self, theme: Theme) -> None:
        """Three columns of cards while each keeps its words, else two or one; charts two across or one."""
        across = max(1, min(len(self.stacks), self.width() // theme.text_width(340, 40)))
        tall = [0] * across
        for group, card in self.cards.items():
            at = tall.index(min(tall))
            lines = self.board.figures.of_group(group) if self.board else []
            tall[at] += 60 + sum(48 if line.figure.is_rate else 30 for line in lines)
            self._place(card, at)
        for at, stack in enumerate(self.stacks):
            self.group_row.setStretchFactor(stack, 1 if at < across else 0)
        wide = 2 if self.width() >= theme.text_width(900) else 1
        for place, chart in enumerate(self.charts.values()):
            self.chart_grid.addWidget(chart, place // wide, place % wide)
        for at in range(2):
            self.chart_grid.setColumnStretch(at, 1 if at < wide else 0)

    def _place(self, card: FigureCard, at: int) -> None:
        """Put a card at the end of a column; in it already it stays, and its focus with it."""
        if self.stacks[at].indexOf(card) < 0:
            for stack in self.stacks:
                stack.removeWidget(card)
            self.stacks[at].addWidget(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())
