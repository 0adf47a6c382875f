"""工作台: what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.agenda import DueList, MonthBars
from cppcc_desktop.domain.description.figures import FigureSheet, reckon_rate
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.figures.first_steps import PLENARIES, StepState
from cppcc_desktop.services.figures.places import PlaceState, PlaceStrip
from cppcc_desktop.services.figures.reminders import Reminders
from cppcc_desktop.services.figures.workbench import AgendaItem, DueRow, DueRows, Workbench, YearByMonth, read_workbench
from cppcc_desktop.services.office.office import COUNTY
from ui.figures.charts import Bar, BarChart, Legend
from ui.figures.first_steps import FirstStepsCard
from ui.figures.reminders import ReminderLines
from ui.icons import CHEVRON, draw_icon
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.cards import Card, Pressed, ToDoCard
from ui.kit.frame.flow import CardGrid
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.tables.at_once import AtOnce
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.kit.tables.columns import RowPage as Rows
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

WEEKDAYS = "一二三四五六日"
MOST_PLACES = 10


class PlaceCell(Pressed):
    """A place of the strip: name, and when it was last heard of; one to be chased has a sign and a tint."""

    def __init__(self, idle: str) -> None:
        super().__init__()
        self.state, self._idle = PlaceState("", "", "", ""), idle
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        self.name, self.words = ElidedLabel("", "bold"), ElidedLabel("", "note")
        for part in (self.name, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        follow_theme(self._dress)

    def put(self, state: PlaceState) -> None:
        self.state = state
        self.ground = f"{state.tone}_ground" if state.tone else "surface"
        self.name.set_text(state.name)
        self.words.set_text(state.words)
        self.setAccessibleName(f"{state.name} {state.words}{f'，{self._idle}' if state.tone else ''}")
        self.setToolTip(self._idle if state.tone else "")
        self.update()

    def _dress(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(44) + round(20 * (theme.scale - 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().text_width(98, 20), self.minimumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        self._paint_ground(painter)
        if self.state.tone:  # nothing may be told by tint alone
            side = theme.size(CHEVRON)
            draw_icon(painter, "warning", "wait", CHEVRON, self.width() - side - 6, (self.height() / 2 - side) / 2 + 3)


class DueCard(Card):
    """The beginning of a list of what is due, the latest first. `all_asked` when the whole is wanted."""

    all_asked = Signal()
    opened = Signal(str)

    def __init__(self, part: DueList, module: Module) -> None:
        super().__init__(part.title, "", margin=17)
        self.part, self._counter = part, module.entity.counter
        self._rows: list[ListRow] = []
        self._model = PageModel(due_columns(part, module), AtOnce(), self)
        self.table = RecordTable(self._model, header_height=28)
        self._model.show(lambda at, most: Rows(self._rows[at : at + most], len(self._rows)))
        self.body.setContentsMargins(1, 4, 1, 1)
        self.body.setSpacing(2)
        self.head.setContentsMargins(16, 0, 12, 0)
        link = LinkButton("全部", arrow=True)
        link.clicked.connect(lambda: self.all_asked.emit())
        self.head.addWidget(link)
        self.table.opened.connect(self.opened)
        self.body.addWidget(self.table)

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self._rows]

    def put(self, found: DueRows) -> None:
        self._rows = [ListRow(each.id, due_cells(self.part, each)) for each in found.rows]
        self.table.refresh()
        self.note.set_text(f"共 {found.total} {self._counter}" if found.total else self.part.nothing)


class YearCard(Card):
    """What was done this year, by month. `figures_asked` when 统计 is wanted."""

    figures_asked = Signal()

    def __init__(self, part: MonthBars, *, with_figures: bool) -> None:
        super().__init__(part.title, part.note)
        self.part, self.chart = part, BarChart([])
        self.figure, self.figure_note = label("", "figure"), label("", "note")
        link = LinkButton("统计", arrow=True)
        link.clicked.connect(lambda: self.figures_asked.emit())
        self.head.addWidget(link)
        if not with_figures:
            link.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.figure)
        row.addWidget(self.figure_note, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(Legend())
        self.body.addLayout(row)
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self.chart, 1)

    def put(self, year: YearByMonth) -> None:
        self.chart.put([Bar(f"{m.month}月", m.timely, m.late) for m in year.months])
        done, base = (year.rate.numerator, year.rate.denominator) if year.rate else (year.done, year.begun)
        rate = reckon_rate(done, base or 0)
        self.figure.setText(str(done))
        self.figure_note.setText(f"/ {base} {self.part.words}　{'' if rate is None else f'{rate}%'}")


class StripCard(Card):
    """The places of the county. `opened(id)` when one was pressed; hidden while there is none."""

    opened = Signal(str)
    exchange_asked = Signal()

    def __init__(self, part: PlaceStrip) -> None:
        super().__init__(part.title)
        self.part = part
        self.cells: list[PlaceCell] = []
        self._grid = CardGrid(most=MOST_PLACES, least_width=96)
        self.body.addWidget(self._grid)
        link = LinkButton("去数据交换", arrow=True)
        link.clicked.connect(lambda: self.exchange_asked.emit())
        self.head.addWidget(link)

    @property
    def ids(self) -> list[str]:
        return [cell.state.id for cell in self.cells]

    def put(self, places: Sequence[PlaceState]) -> None:
        self.setVisible(bool(places))
        shown = places[:MOST_PLACES]
        while len(self.cells) > len(shown):
            cell = self.cells.pop()
            self._grid.removeWidget(cell)
            cell.deleteLater()
        for at, state in enumerate(shown):
            if at == len(self.cells):
                cell = PlaceCell(self.part.idle)
                cell.clicked.connect(lambda _on=False, at=at: self.opened.emit(self.cells[at].state.id))
                self.cells.append(cell)
                self._grid.addWidget(cell)
            self.cells[at].put(state)
        idle = sum(bool(state.tone) for state in places)
        self.note.set_text(self.part.note.format(all=len(places), busy=len(places) - idle, idle=idle))


class WorkbenchPage(Page):
    """The first page. `counted(counts)` gives the numbers of the sidebar; `ready()` once true counts stand."""

    nav = "home"
    ready = Signal()
    counted = Signal(dict)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        self._cards: dict[str, ToDoCard] = {}
        self._todos: dict[str, AgendaItem] = {}
        self.board: Workbench | None = None
        self.groups = QGridLayout()
        self.groups.setContentsMargins(0, 0, 0, 0)
        self.groups.setHorizontalSpacing(16)
        self.groups.setVerticalSpacing(8)
        self.groups.setColumnStretch(1, 1)
        office = session.office
        self.due = [self._make_due(each) for each in office.parts(DueList)]
        self.years = [self._make_year(each) for each in office.parts(MonthBars)] if office.kind == COUNTY else []
        self.strips = [self._make_strip(each) for each in office.parts(PlaceStrip)[:1]]
        self._lay_out()

    def dress(self, top: TopBar) -> None:
        today = self.session.office.today()
        new = "刚建好，先把名册和单位放进来" if self.steps.isVisible() else ""
        note = ("，".join(self.board.headlines) or new) if self.board else ""
        top.show_page(f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}", note)

    def arrive(self) -> None:
        self._read()

    def follow(self, change: WrittenKinds) -> None:  # noqa: ARG002 - every change may move a number here
        self._read()

    def areas(self) -> list[QWidget]:
        return [self.steps, self.cards, *self.due, *self.strips, self.reminders]

    def _read(self) -> None:
        session = self.session
        session.read(lambda: read_workbench(session.office, session.actor), self._show, self)
        session.count(lambda: read_today(session), self.reminders.put, self)

    def _show(self, board: Workbench) -> None:
        first = self.board is None
        self.board = board
        for row, (name, cards) in enumerate(board.groups):
            self._put_group(row, name, cards)
        for due, found in zip(self.due, board.due, strict=True):
            due.put(found)
        for year, counted in zip(self.years, board.years, strict=False):  # a station shows none
            year.put(counted)
        for strip in self.strips:
            strip.put(board.places)
        self._show_steps()
        self.dressing_changed.emit()
        self.counted.emit(dict(board.sidebar))
        if first:
            if self.isVisible():
                self._first_thing.setFocus()
            self.ready.emit()

    @property
    def _first_thing(self) -> QWidget:
        """Where work begins: the next step of a new office, else the first card."""
        step = self.steps.next if self.steps.isVisible() else None
        return step.button if step else next(iter(self._cards.values()))

    # first steps

    @property
    def has_steps(self) -> bool:
        """Whether there are first steps that were put away."""
        return bool(self.board and self.board.steps) and not self.steps.isVisible()

    def bring_steps(self) -> None:
        """Show what was put away."""
        self.session.settings.put(without_steps="")
        self._show_steps()

    def _put_steps_away(self) -> None:
        self.session.settings.put(without_steps=str(self.session.office.database.path.resolve()))
        self._show_steps()
        self._first_thing.setFocus()

    def _show_steps(self) -> None:
        away = self.session.settings.now.without_steps == str(self.session.office.database.path.resolve())
        focused = QApplication.focusWidget()  # not that of this page: somebody may be elsewhere
        within = focused is not None and self.steps.isAncestorOf(focused)
        self.steps.put(() if away or not self.board or self.session.read_only else self.board.steps)
        if within:
            self._first_thing.setFocus()

    def _take_step(self, step: StepState) -> None:
        routes = self.session.routes
        if step.goal == PLENARIES:
            from ui.settings.plenaries import ask_current_dates

            ask_current_dates(self.session, self)
        elif step.done:
            routes.page_asked.emit(step.goal)
        elif step.by_import:
            routes.import_asked.emit(step.goal)
        else:
            routes.record_asked.emit(step.goal, "", Siblings(back="工作台"))

    def _put_group(self, row: int, name: str, cards: object) -> None:
        assert isinstance(cards, list)
        missing = [todo for todo in cards if todo.key not in self._cards]
        if missing:
            grid = CardGrid()
            for todo in cards:
                card = self._cards[todo.key] = ToDoCard(todo.label)
                card.clicked.connect(lambda _on=False, key=todo.key: self._open(key))
                grid.addWidget(card)
            self.groups.addWidget(label(name, "note"), row, 0)
            self.groups.addWidget(grid, row, 1)
        for todo in cards:
            self._todos[todo.key] = todo
            self._cards[todo.key].put(todo.count, todo.fact, late=todo.bad)

    def _open(self, key: str) -> None:
        todo = self._todos[key]
        self.session.routes.list_asked.emit(todo.module, todo.where, todo.label)

    def _open_record(self, module: str, record: str, ids: Sequence[str]) -> None:
        self.session.routes.record_asked.emit(module, record, Siblings(ids, "工作台"))

    # construction

    def _make_due(self, part: DueList) -> DueCard:
        card = DueCard(part, self.session.office.modules[part.module])
        card.all_asked.connect(lambda: self._open(part.opens) if part.opens in self._todos else None)
        card.opened.connect(lambda record: self._open_record(part.module, record, card.ids))
        return card

    def _make_year(self, part: MonthBars) -> YearCard:
        card = YearCard(part, with_figures=self.session.office.has(FigureSheet))
        card.figures_asked.connect(lambda: self.session.routes.page_asked.emit("figures"))
        return card

    def _make_strip(self, part: PlaceStrip) -> StripCard:
        card = StripCard(part)
        card.opened.connect(lambda record: self._open_record(part.module, record, card.ids))
        card.exchange_asked.connect(lambda: self.session.routes.page_asked.emit("exchange"))
        return card

    def _lay_out(self) -> None:
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(10)
        self.steps = FirstStepsCard()
        self.steps.taken.connect(self._take_step)
        self.steps.put_away.connect(self._put_steps_away)
        column.addWidget(self.steps)
        self.reminders = ReminderLines()
        self.reminders.calendar_asked.connect(lambda: self.session.routes.page_asked.emit("calendar"))
        self.reminders.backup_asked.connect(lambda: self.session.routes.settings_asked.emit("backup"))
        column.addWidget(self.reminders)
        self.cards = QWidget()
        self.cards.setLayout(self.groups)
        column.addWidget(self.cards)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(12)
        for due in self.due:
            self.middle.addWidget(due, 715)
        for year in self.years:
            self.middle.addWidget(year, 439)
        column.addLayout(self.middle, 1)
        for strip in self.strips:
            column.addWidget(strip)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inner))
        follow_theme(self._fold)

    def _fold(self, theme: Theme) -> None:
        """Side by side while both cards keep their content, else one below the other."""
        wide = self.width() >= theme.text_width(900)
        direction = QHBoxLayout.Direction.LeftToRight if wide else QHBoxLayout.Direction.TopToBottom
        self.middle.setDirection(direction)
        for part in (*self.due, *self.years):
            part.setMinimumHeight(theme.px(210) if wide else theme.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())


def read_today(session: Session) -> Reminders:
    """Asked behind the counts: what it needs is loaded then."""
    from cppcc_desktop.services.figures.reminders import read_reminders

    return read_reminders(session.office, session.actor)


def due_columns(part: DueList, module: Module) -> list[ListColumn]:
    """Those the list names, then state and day; what stands right of the widest leaves first in a narrow window."""
    columns: list[ListColumn] = []
    for name, width in part.columns:
        fold = 2 if any(each.stretch for each in columns) else 0
        words = module.by_name[name].label
        pad = 8 if columns else 16
        columns.append(ListColumn(name, words, width or 100, stretch=not width, fold=fold, pad=pad))
    state = ListColumn("state", "状态", 104, shape="chip", fold=1)
    return [*columns, state, ListColumn(part.day, module.by_name[part.day].label, 153)]


def due_cells(part: DueList, row: DueRow) -> dict[str, ListCell | str]:
    late, day = row.left < 0, row.words[part.day]
    due = f"{int(day[5:7])}月{int(day[8:])}日"
    second = f"逾期 {-row.left} 天" if late else f"余 {row.left} 天"
    chip = ListCell(part.late_words, tone="bad") if late else ListCell(row.state, tone=row.tone)
    shown: dict[str, ListCell | str] = {name: row.words[name] for name, _ in part.columns}
    return {**shown, "state": chip, part.day: ListCell(due, second, second_tone="bad" if late else "wait")}
