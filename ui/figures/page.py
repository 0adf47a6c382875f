"""统计: the figures of a plenary or a year beside those of another; every number opens the list of what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import value_of
from cppcc_desktop.domain.description.figures import FigureSheet, read_dimension_field
from cppcc_desktop.domain.office.office import CODE_ENTRY, SETTING
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.figures.board import Board, ShownTable, read_board, read_board_top, read_table
from cppcc_desktop.services.figures.figures import CountedFigure
from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.figures.scopes import FigureScope, find_before, find_scope, list_others
from cppcc_desktop.services.forms.printing import safe_name
from cppcc_desktop.services.records.records import find_spec
from ui.figures.cards import ChartCard, FigureCard, Headline, TableCard
from ui.kit.dialogs.file_choice import choose_new_file
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.flow import CardGrid
from ui.kit.frame.jump_list import JumpList
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.ticks import CheckBox
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.lists.output import ExportedFile
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

NOTHING = FigureSheet(module="", title="", groups=(), figures=())
KINDS = {".xlsx": "Excel 工作簿 (*.xlsx)", ".docx": "Word 文档 (*.docx)", ".pdf": "PDF 文件 (*.pdf)"}
TOP, CHARTS = "总览", "图"
ALONE = FigureScope(words="不比")  # compared with nothing


class FiguresPage(Page):
    """The figures of one noun: large ones, by group, charts, and a table with bars for each breakdown.

    Tables are read one after the other behind everything else. Several nouns: one is chosen.
    """

    nav = "figures"

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        self.sheets = {each.module: each for each in session.office.parts(FigureSheet)}
        self.board: Board | None = None
        self.scope: FigureScope | None = None  # the current period until another is chosen
        self.before: FigureScope | None = None  # the one before until another is chosen; ALONE: with nothing
        self.place = ("", "")  # of all, until one is chosen
        self._asked = 0  # which reading is the newest: what comes of earlier ones is dropped
        self._unread: list[str] = []  # titles of the tables that are not read yet, in the order they are wanted
        self._goal = ""  # where the reader wants to be, until he scrolls himself
        self.told = ElidedLabel("", "label")
        modules = session.office.modules
        self.sheet_choice = ComboBox([(name, modules[name].label) for name in self.sheets])
        self.sheet_choice.setAccessibleName("统计什么")
        if len(self.sheets) < 2:
            self.sheet_choice.hide()
        self.sheet_choice.picked.connect(self._pick_sheet)
        self.bar, self.jumps = self._make_bar(), JumpList()
        self.jumps.picked.connect(self.jump)
        self.jumps.entered.connect(self._enter_part)
        self.area = scroll(QWidget())
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.area.verticalScrollBar().actionTriggered.connect(self._let_go)
        outer, beside = QVBoxLayout(self), QHBoxLayout()
        for layout in (outer, beside):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addLayout(beside, 1)
        beside.addWidget(self.jumps)
        beside.addWidget(self.area, 1)
        self._build(next(iter(self.sheets.values()), NOTHING))
        for keys, act in (("Ctrl+E", self.export), ("Ctrl+P", self.print_page)):
            QShortcut(QKeySequence(keys), self, act)
        follow_theme(self._fold)

    def _build(self, sheet: FigureSheet) -> None:
        """The cards, charts and tables of a sheet, empty."""
        self.sheet, self._goal = sheet, ""
        self.headlines = {key: Headline() for key in sheet.headlines}
        self.cards = {group: FigureCard(group) for group in sheet.groups}
        self.charts = {each.title: ChartCard(each.title) for each in sheet.charts}
        self.tables = {each.title: TableCard(each.title) for each in sheet.breakdowns}
        for line in self.headlines.values():
            line.clicked.connect(lambda _on=False, each=line: self.open_line(each.line))
        for part in (*self.cards.values(), *self.charts.values(), *self.tables.values()):
            part.opened.connect(self.open_line)
        self._lay_out()
        own = [each.title for each in sheet.tables]
        by = [each.title for each in sheet.breakdowns if each.title not in own]
        top = [(TOP, TOP)] if self.headlines else []
        more = [(CHARTS, CHARTS)] if self.charts else []
        sections: list[tuple[str, Sequence[tuple[str, str]]]] = [
            ("", [*top, *((each, each) for each in sheet.groups), *more]),
            ("分开看", [(each, each) for each in by]),
            ("别的", [(each, each) for each in own]),
        ]
        self.jumps.put(sections)
        self.jump_choice.set_choices([entry for _, entries in sections for entry in entries])

    def _pick_sheet(self, name: object) -> None:
        """Another noun's figures, of its own current period."""
        self.board, self.scope, self.before, self.place = None, None, None, ("", "")
        self._build(self.sheets[str(name)])
        self._read()

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page("统计")
        if self.board is not None:
            choices: list[tuple[object, str]] = [(each, each.label) for each in self.board.scopes]
            top.set_plenaries(choices, self.board.figures.scope.of_place())

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
            (name, read_dimension_field(field))
            for each in self.sheet.dimensions
            for name, fields in each.fields.items()
            for field in fields
        }
        return kinds | {find_spec(self.session.office, modules[name], field).target for name, field in named}

    def pick_plenary(self, key: object) -> None:
        if isinstance(key, FigureScope):
            self.scope, self.before = key, None
            self._read()

    def areas(self) -> list[QWidget]:
        """The list of parts before the bar, whose first choice would change the page with ↓; where it is a choice, that."""
        way = self.jumps if self.jumps.isVisibleTo(self) else self.jump_choice
        return [self.area, way, self.bar]

    def open_line(self, line: CountedFigure | None) -> None:
        """The list of what a number counts."""
        if self.board is None or line is None:
            return
        figure, period = line.figure, self.session.office.modules[self.sheet.module].entity.period
        within = value_of(line.where, period.field) if period else None
        told = [self.board.figures.scope.label] if not isinstance(within, tuple) else []  # a bar of a period names it
        told += [line.group.label] if line.group else []
        counted = f"{line.words} {figure.unit}" if figure.adds else f"{line.numerator} {figure.counted}"
        told.append(f"{figure.label}（{counted}）" if figure.is_rate or figure.adds else figure.label)
        self.session.routes.list_asked.emit(figure.module, line.where, " ".join(told))

    # reading

    def _read(self) -> None:
        if not self.sheets:
            self.told.set_text("还没有可以统计的内容。")
            return
        session, sheet, scope, before, place = self.session, self.sheet, self.scope, self.before, self.place
        self._asked += 1
        asked = self._asked

        def work() -> Board:
            import ui.figures.bars  # noqa: F401  what draws charts is loaded here, not while somebody waits

            of = (scope or find_scope(session.office, session.actor, sheet=sheet)).of_place(*place)
            past = before or find_before(session.office, sheet, of)
            return read_board_top(session.office, session.actor, of, sheet, None if past == ALONE else past)

        session.read(work, lambda board: self._show(board, asked), self)

    def _show(self, board: Board, asked: int) -> None:
        if asked != self._asked:  # another was chosen meanwhile
            return
        first = self.board is None
        self.board = board
        figures, past = board.figures, board.figures.before
        for key, headline in self.headlines.items():
            headline.put(figures.lines[key], past.short if past else "")
        for card in self.cards.values():
            card.put(figures)
        for chart in board.charts:
            self.charts[chart.title].put(chart)
        noun = self.session.office.modules[board.sheet.module].entity.label
        self.told.set_text(f"{figures.scope.label}。点任何一个数，打开它数的那些{noun}。")
        self.place_choice.set_choices([(("", ""), "全部"), *((each, each[1]) for each in board.places)])
        self.place_choice.set_key(self.place)
        self.place_choice.setVisible(bool(board.places))
        others = list_others(board.scopes, figures.scope)
        self.past.set_choices([*((each, each.short) for each in others), (ALONE, "不比")])
        self.past.set_key(past or ALONE)
        for part in self.past_parts:
            part.setVisible(bool(others))
        self._fold(current_theme())
        self.dressing_changed.emit()
        if first and self.isVisible():
            next(line for card in self.cards.values() for line in card.lines.values()).setFocus()
        self._unread = list(self.tables)
        self._read_next(asked)

    def _read_next(self, asked: int) -> None:
        """The next table that is not read yet."""
        board, session = self.board, self.session
        if board is None or asked != self._asked or not self._unread:
            return
        title = self._unread.pop(0)
        declared = next(each for each in board.sheet.breakdowns if each.title == title)
        session.count(
            lambda: read_table(session.office, session.actor, board.figures, declared, board.sheet),
            lambda shown: self._show_table(shown, asked),
            self,
        )

    def _show_table(self, shown: ShownTable, asked: int) -> None:
        if asked != self._asked:
            return
        self.tables[shown.declared.title].put(shown, wide=self.wide.isChecked())
        if self._goal:  # what is above it has grown
            QTimer.singleShot(0, self, self._reach)
        self._read_next(asked)

    def _compare(self, scope: object) -> None:
        """With another period, or with none."""
        if isinstance(scope, FigureScope):
            self.before = scope
            self._read()

    def _pick_place(self, place: object) -> None:
        """One place alone, or all."""
        if isinstance(place, tuple):
            self.place, self.before = place, None
            self._read()

    def _widen(self, wide: bool) -> None:
        for card in self.tables.values():
            if card.shown is not None:
                card.put(card.shown, wide=wide)

    # where one is

    def jump(self, key: object) -> None:
        """Go to a part of the page; its table is read first if it is not read yet."""
        self._goal = str(key)
        if self._goal in self._unread:
            self._unread.remove(self._goal)
            self._unread.insert(0, self._goal)
        QTimer.singleShot(0, self, self._reach)

    def _reach(self) -> None:
        goal = self._goal
        if goal:
            self.area.verticalScrollBar().setValue(max(0, self._top_of(goal) - 12))
            self._mark(goal)
            self._goal = goal if self._unread else ""

    def _part(self, key: str) -> QWidget:
        return {TOP: self.top_area, CHARTS: self.chart_area, **self.cards, **self.tables}[key]

    def _top_of(self, key: str) -> int:
        """Where a part begins, in pixels from the top of the page."""
        part = self._part(key)
        return part.mapTo(self.area.widget(), part.rect().topLeft()).y()

    def _enter_part(self, key: str) -> None:
        """The keyboard goes on in that part."""
        part = self._part(key)
        table = part.table if isinstance(part, TableCard) else None
        reached = [table] if table else part.findChildren(QWidget)
        first = next((each for each in reached if each.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if first is not None:
            self._goal = ""
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scrolled(self, value: int) -> None:
        """Heads of tables stay in sight, and the list beside marks what one sees."""
        if self.area.widget() is None:  # another page is being put in
            return
        for title, card in self.tables.items():
            card.stay(value - self._top_of(title))
        if not self._goal:
            keys = [entry.key for entry in self.jumps.entries]
            passed = [key for key in keys if self._top_of(key) <= value + 60]
            # cards of groups stand beside each other: the last that began is not always the last in the list
            self._mark(max(passed, key=self._top_of, default=keys[0] if keys else ""))

    def _mark(self, key: str) -> None:
        self.jumps.set_current(key)
        self.jump_choice.set_key(key)

    def _let_go(self, _action: int) -> None:
        """The reader scrolls himself."""
        self._goal = ""

    # out

    def export(self, suffix: str = ".xlsx") -> None:
        """What is on the page as a file."""
        board, settings = self.board, self.session.settings
        if board is None:
            return
        name = safe_name(f"{board.sheet.title}（{board.figures.scope.label}）")
        kinds = [KINDS[suffix], *(kind for each, kind in KINDS.items() if each != suffix)]
        path = choose_new_file(self, settings, "导出统计", f"{name}{suffix}", ";;".join(kinds))
        if path is None:
            return
        office, wide = self.session.office, self.wide.isChecked()

        def work(progress: Any) -> ExportedFile:
            progress(0, 0, "正在写")
            return ExportedFile(path, export_figures(office, self._read_whole(board), path, wide=wide))

        self.session.tasks.start_job(
            "导出统计", work, line=lambda made: f"已导出 {made.count} 项统计到 {path.name}。", unit="项", owner=self
        )

    def print_page(self) -> None:
        """The page on paper, in the preview."""
        from ui.forms.list_preview import ListPreview

        board, office, wide = self.board, self.session.office, self.wide.isChecked()
        if board is not None:
            ListPreview(
                self.session,
                board.sheet.title,
                lambda file, _progress: export_figures(office, self._read_whole(board), file, wide=wide),
                parent=self,
            ).run()

    def _read_whole(self, board: Board) -> Board:
        """The figures on the page with all tables, also those that were not shown yet."""
        figures = board.figures
        return read_board(
            self.session.office, self.session.actor, figures.scope, self.sheets[board.sheet.module], figures.before
        )

    # construction

    def _make_bar(self) -> QWidget:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        self.jump_choice, self.past = ComboBox(()), ComboBox(())
        self.jump_choice.setAccessibleName("到哪一部分")
        self.jump_choice.picked.connect(self.jump)
        self.past.setAccessibleName("和哪一次比")
        self.past.setToolTip("比的是那一次现在的数，不是它去年同一天的。")
        self.past.picked.connect(self._compare)
        self.past_parts = [label("和", "label"), self.past, label("比", "label")]
        self.wide = CheckBox("全部列")
        self.wide.setToolTip("各张表显示所有的列，图放到表下面")
        self.wide.toggled.connect(self._widen)
        menu = QMenu(self)
        for suffix, words in ((".xlsx", "Excel 表格…"), (".docx", "Word 文档…"), (".pdf", "PDF 文件…")):
            menu.addAction(words, lambda each=suffix: self.export(each))
        output, paper = PlainButton("导出", "upload", menu=menu), PlainButton("打印", "printer")
        paper.clicked.connect(self.print_page)
        self.place_choice = ComboBox(())
        self.place_choice.setAccessibleName("哪一处")
        self.place_choice.picked.connect(self._pick_place)
        self.place_choice.hide()
        row.addWidget(self.sheet_choice)
        row.addWidget(self.place_choice)
        row.addWidget(self.jump_choice)
        row.addWidget(self.told, 1)
        for part in (*self.past_parts, self.wide, output, paper):
            row.addWidget(part)
        for part in self.past_parts:
            part.hide()
        return bar

    def _lay_out(self) -> None:
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        self.top_area, self.groups, self.chart_area = CardGrid(gap=10), QWidget(), QWidget()
        for each in self.headlines.values():
            self.top_area.addWidget(each)
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
        for part in (self.top_area, self.groups, self.chart_area, *self.tables.values()):
            column.addWidget(part)
        self.top_area.setVisible(bool(self.headlines))
        self.chart_area.setVisible(bool(self.charts))
        column.addStretch(1)
        self.area.setWidget(inner)
        inner.setAutoFillBackground(False)

    def _fold(self, theme: Theme) -> None:
        """The list of parts beside the page while there is room, else a choice above it; cards in as many columns as fit."""
        beside = self.width() >= theme.text_width(620)
        self.jumps.setVisible(beside and bool(self.jumps.entries))
        self.jump_choice.setVisible(not beside and bool(self.jumps.entries))
        self.told.setVisible(beside or not self.jumps.entries)
        room = self.width() - (self.jumps.width() if beside else 0) - 32
        across = max(1, min(len(self.stacks), (room + 12) // theme.text_width(300, 40)))
        tall = [0] * across
        for group, card in self.cards.items():
            at = tall.index(min(tall))
            lines = self.board.figures.of_group(group) if self.board else []
            tall[at] += 60 + sum(48 if line.origin else 30 for line in lines)
            self._place(card, at)
        for at, stack in enumerate(self.stacks):
            self.group_row.setStretchFactor(stack, 1 if at < across else 0)
        wide = 2 if room >= theme.text_width(760) else 1
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
