"""工作台: what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.services.figures.workbench import Card as Todo
from cppcc_desktop.services.figures.workbench import StationState, Workbench, read_workbench
from ui.figures.charts import Bar, BarChart, Legend
from ui.icons import CHEVRON, draw_icon
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.cards import Card, Pressed, ToDoCard
from ui.kit.frame.flow import CardGrid
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.page import Page
from ui.kit.frame.scrolling import scroll
from ui.kit.frame.top_bar import TopBar
from ui.kit.tables.at_once import AtOnce
from ui.kit.tables.columns import Cell, Column, Row
from ui.kit.tables.columns import Page as Rows
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.session import Session, Siblings
from ui.tasks import Change
from ui.theme import Theme, current_theme, follow_theme

WEEKDAYS = "一二三四五六日"
MOST_STATIONS = 10
DUE_COLUMNS = (
    Column("docket_no", "案号", 64, pad=16), Column("title", "案由", stretch=True),
    Column("lead_unit", "主办单位", 104, fold=2), Column("state", "状态", 104, shape="chip", fold=1),
    Column("due_on", "应办复日", 153),
)  # fmt: skip


class StationCell(Pressed):
    """A township of the strip: name, and when it was last heard of; one to be chased has a sign and a tint."""

    def __init__(self) -> None:
        super().__init__()
        self.state = StationState("", "", "", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        self.name, self.words = ElidedLabel("", "bold"), ElidedLabel("", "note")
        for part in (self.name, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        follow_theme(self._dress)

    def put(self, state: StationState) -> None:
        self.state = state
        self.ground = f"{state.tone}_ground" if state.tone else "surface"
        self.name.set_text(state.name)
        self.words.set_text(state.words)
        self.setAccessibleName(f"{state.name} {state.words}{'，本季没有活动' if state.tone else ''}")
        self.setToolTip("本季没有活动" if state.tone else "")
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


class WorkbenchPage(Page):
    """The first page. `counted(counts)` gives the numbers of the sidebar; `ready()` once true counts stand."""

    nav = "home"
    ready = Signal()
    counted = Signal(dict)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        self._cards: dict[str, ToDoCard] = {}
        self._todos: dict[str, Todo] = {}
        self._late = 0
        self.board: Workbench | None = None
        self.groups = QGridLayout()
        self.groups.setContentsMargins(0, 0, 0, 0)
        self.groups.setHorizontalSpacing(16)
        self.groups.setVerticalSpacing(8)
        self.groups.setColumnStretch(1, 1)
        self._due_rows: list[Row] = []
        self.due_model = PageModel(DUE_COLUMNS, AtOnce(), self)
        self.due_table = RecordTable(self.due_model, header_height=28)
        self.due_model.show(lambda at, most: Rows(self._due_rows[at : at + most], len(self._due_rows)))
        self.due, self.chart = self._make_due(), BarChart([])
        self.figure, self.figure_note = label("", "figure"), label("", "note")
        self.year, self.strip = self._make_year(), Card("联络站")
        self.strip_grid = CardGrid(most=MOST_STATIONS, least_width=96)
        self._cells: list[StationCell] = []
        self._lay_out()

    def dress(self, top: TopBar) -> None:
        today = self.session.office.today()
        note = f"今天先办 {self._late} 件逾期提案" if self._late else ""
        top.show_page(f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}", note)

    def arrive(self) -> None:
        self._read()

    def follow(self, change: Change) -> None:  # noqa: ARG002 - every change may move a number here
        self._read()

    def areas(self) -> list[QWidget]:
        return [self.cards, self.due, self.strip]

    def _read(self) -> None:
        session = self.session
        session.read(lambda: read_workbench(session.office, session.actor), self._show, self)

    def _show(self, board: Workbench) -> None:
        first = self.board is None
        self.board = board
        for row, (name, cards) in enumerate(board.groups):
            self._put_group(row, name, cards)
        self._late = self._todos["overdue"].count if "overdue" in self._todos else 0
        self._put_due(board)
        self.chart.put([Bar(f"{m.month}月", m.on_time, m.late) for m in board.months])
        rate = f"{board.replied / board.assigned:.1%}" if board.assigned else ""
        self.figure.setText(str(board.replied))
        self.figure_note.setText(f"/ {board.assigned} 件已办复　{rate}")
        self._put_stations(board.stations)
        top = getattr(self.window(), "top", None)
        if isinstance(top, TopBar) and self.isVisible():
            self.dress(top)
        self.counted.emit(dict(board.sidebar))
        if first:
            if self.isVisible():
                next(iter(self._cards.values())).setFocus()
            self.ready.emit()

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
            self.groups.addLayout(grid, row, 1)
        for todo in cards:
            self._todos[todo.key] = todo
            self._cards[todo.key].put(todo.count, todo.fact, late=todo.bad)

    def _open(self, key: str) -> None:
        todo = self._todos[key]
        self.session.routes.list_asked.emit(todo.module, todo.where, todo.label)

    def _put_due(self, board: Workbench) -> None:
        self._due_rows = [Row(each["id"], due_cells(each)) for each in board.due]
        self.due_table.refresh()
        self.due.note.set_text(f"共 {board.due_total} 件" if board.due_total else "两周内没有到期的提案")

    def _open_due(self, record: str) -> None:
        ids = [row.id for row in self._due_rows]
        self.session.routes.record_asked.emit("proposals", record, Siblings(ids, "工作台"))

    def _put_stations(self, stations: Sequence[StationState]) -> None:
        self.strip.setVisible(bool(stations))
        shown = stations[:MOST_STATIONS]
        while len(self._cells) > len(shown):
            cell = self._cells.pop()
            self.strip_grid.removeWidget(cell)
            cell.deleteLater()
        for place, state in enumerate(shown):
            if place == len(self._cells):
                cell = StationCell()
                cell.clicked.connect(lambda _on=False, at=place: self._open_station(self._cells[at].state.id))
                self._cells.append(cell)
                self.strip_grid.addWidget(cell)
            self._cells[place].put(state)
        idle = sum(bool(state.tone) for state in stations)
        self.strip.note.set_text(f"{len(stations)} 个站 · 本季有活动 {len(stations) - idle} · 要催 {idle}")

    def _open_station(self, record: str) -> None:
        ids = [cell.state.id for cell in self._cells]
        self.session.routes.record_asked.emit("stations", record, Siblings(ids, "工作台"))

    # construction

    def _make_due(self) -> Card:
        card = Card("快到期和已逾期的提案", "", margin=17)
        card.body.setContentsMargins(1, 4, 1, 1)
        card.body.setSpacing(2)
        card.head.setContentsMargins(16, 0, 12, 0)
        link = LinkButton("全部", arrow=True)
        link.clicked.connect(lambda: self._open("soon") if "soon" in self._todos else None)
        card.head.addWidget(link)
        self.due_table.opened.connect(self._open_due)
        card.body.addWidget(self.due_table)
        return card

    def _make_year(self) -> Card:
        card = Card("今年提案办复", "按答复月份")
        link = LinkButton("统计", arrow=True)
        link.clicked.connect(lambda: self.session.routes.page_asked.emit("figures"))
        card.head.addWidget(link)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.figure)
        row.addWidget(self.figure_note, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(Legend())
        card.body.addLayout(row)
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        card.body.addWidget(self.chart, 1)
        return card

    def _lay_out(self) -> None:
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(10)
        self.cards = QWidget()
        self.cards.setLayout(self.groups)
        column.addWidget(self.cards)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(12)
        self.middle.addWidget(self.due, 715)
        self.middle.addWidget(self.year, 439)
        column.addLayout(self.middle, 1)
        self.strip.body.addLayout(self.strip_grid)
        link = LinkButton("去数据交换", arrow=True)
        link.clicked.connect(lambda: self.session.routes.page_asked.emit("exchange"))
        self.strip.head.addWidget(link)
        column.addWidget(self.strip)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inner))
        follow_theme(self._fold)

    def _fold(self, theme: Theme) -> None:
        """Side by side while both cards keep their content, else one below the other."""
        wide = self.width() >= theme.text_width(900)
        direction = QHBoxLayout.Direction.LeftToRight if wide else QHBoxLayout.Direction.TopToBottom
        self.middle.setDirection(direction)
        for part in (self.due, self.year):
            part.setMinimumHeight(theme.px(210) if wide else theme.px(300))
        if self.session.office.kind != "county":
            self.year.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())


def due_cells(row: Mapping[str, str]) -> dict[str, Cell | str]:
    left = int(row["left"])
    late = left < 0
    due = f"{int(row['due_on'][5:7])}月{int(row['due_on'][8:])}日"
    second = f"逾期 {-left} 天" if late else f"余 {left} 天"
    chip = Cell("逾期未复", tone="bad") if late else Cell(row["state_label"], tone=row["tone"])
    return {
        "docket_no": row["docket_no"], "title": row["title"], "lead_unit": row["lead_unit"], "state": chip,
        "due_on": Cell(due, second, second_tone="bad" if late else "wait"),
    }  # fmt: skip
