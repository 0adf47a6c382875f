"""覆盖和目标: the townships of the county as tiles, and what each station still has to hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.exporters.document import BarRow
from cppcc_desktop.nouns.stations.entity import STATIONS
from cppcc_desktop.nouns.stations.held import Coverage, CoverageBoard, StationLine, Township, read_board
from cppcc_desktop.services.figures.charts import Chart, ChartRow
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from ui.figures.bars import BarView
from ui.kit.frame.buttons import LinkButton, PlainButton
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.combo import ComboBox
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

ROW = 4  # tiles that have no place of their own
COLUMNS = (
    ListColumn("name", "联络站", stretch=True, pad=16), ListColumn("township", "乡镇", 96, fold=3),
    ListColumn("target", "目标", 176, fold=2), ListColumn("held", "已办 / 应办", 96, align="right"),
    ListColumn("words", "情况", 200, shape="chip"), ListColumn("last", "最近一次", 96, fold=1),
)  # fmt: skip
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class TileMap(QWidget):
    """Townships as tiles, where their list says or one after the other; arrows move, Enter or a click opens one."""

    opened = Signal(str)  # the name of the township

    def __init__(self) -> None:
        super().__init__()
        self.tiles: dict[tuple[int, int], Township] = {}  # (column, row)
        self.at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def put(self, townships: Sequence[Township]) -> None:
        """Place the tiles: those with a place of their own there, the others behind them, a few in a row."""
        placed = {(each.column - 1, each.row - 1): each for each in townships if each.row and each.column}
        rest = [each for each in townships if each not in placed.values()]
        first = max((row for _, row in placed), default=-1) + 1
        self.tiles = placed | {(at % ROW, first + at // ROW): each for at, each in enumerate(rest)}
        if self.at not in self.tiles:
            self.at = min(self.tiles, key=lambda each: (each[1], each[0]), default=(0, 0))
        self._say()
        self.updateGeometry()
        self.update()

    @property
    def chosen(self) -> Township | None:
        return self.tiles.get(self.at)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        rows = max((row for _, row in self.tiles), default=0) + 1
        return QSize(theme.text_width(420), rows * theme.size(56) + 8)

    def box(self, place: tuple[int, int]) -> QRect:
        columns = max((column for column, _ in self.tiles), default=0) + 1
        wide, tall = (self.width() - 8) // max(columns, 1), current_theme().size(56)
        return QRect(4 + place[0] * wide, 4 + place[1] * tall, wide - 6, tall - 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, each in self.tiles.items():
            box = QRectF(self.box(place))
            painter.setBrush(theme.color("ok_ground" if each.stations else "surface"))
            style = Qt.PenStyle.SolidLine if each.stations and each.listed else Qt.PenStyle.DashLine
            painter.setPen(QPen(theme.color("border"), 1, style))
            painter.drawRoundedRect(box, 4, 4)
            words = f"{len(each.stations)} 个站" if each.stations else "还没有站"
            for text, font, token, top in (
                (each.name, theme.font(14), "text", 6),
                (words, theme.font(13), "text2", 27),
            ):
                painter.setFont(font)
                painter.setPen(theme.color(token))
                room = box.adjusted(8, theme.size(top), -6, 0)
                cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignTop, cut)
            if self.hasFocus() and place == self.at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("focus"), 2))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self._move(*STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen:
            self.opened.emit(self.chosen.name)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = next((each for each in self.tiles if self.box(each).contains(event.position().toPoint())), None)
        if hit is not None:
            self.at = hit
            self._say()
            self.update()
            self.opened.emit(self.tiles[hit].name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _move(self, right: int, down: int) -> None:
        column, row = self.at[0] + right, self.at[1] + down
        if (column, row) in self.tiles:
            self.at = (column, row)
            self._say()
            self.update()

    def _say(self) -> None:
        each = self.chosen
        said = f"{each.name}，{len(each.stations)} 个站" if each else "还没有乡镇"
        self.setAccessibleName(f"乡镇覆盖：{said}")

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()


class CoveragePage(Page):
    """Tiles at the left, stations with a target at the right, those that lack most on top."""

    nav, help = STATIONS.name, "16-联络站"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.board: CoverageBoard | None = None
        self.level, self.function = ComboBox([], initials=read_initials), ComboBox([], initials=read_initials)
        self.level.setAccessibleName("级别")
        self.function.setAccessibleName("功能")
        self.rate, self.active = ElidedLabel("", "bold"), ElidedLabel("", "note")
        self.tiles, self.bars = TileMap(), BarView()
        self.table = make_table(COLUMNS, "联络站目标", keep_cursor=True)
        self.copy_one, self.copy_all = PlainButton("复制这个站的催办"), PlainButton("复制全部催办")
        self.edit = LinkButton("改目标", arrow=True)
        self.said = ElidedLabel("", "note")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def dress(self, top: TopBar) -> None:
        top.show_page("覆盖和目标", "联络站")

    def arrive(self) -> None:
        self.session.read(lambda: read_codes(self.session.office), self._offer, self)

    def follow(self, change: WrittenKinds) -> None:
        if self.board is not None:
            self._read()
        del change

    def areas(self) -> list[QWidget]:
        return [self.level, self.tiles, self.bars, self.table]

    def _offer(self, codes: CodeLists) -> None:
        for box, name, every in (
            (self.level, "station_level", "全部级别"), (self.function, "station_function", "全部功能"),
        ):  # fmt: skip
            key = box.key()
            box.set_choices([("", every), *((each.code, each.label) for each in codes.entries(name))])
            box.set_key(key or "")
        self._read()

    def _read(self) -> None:
        session, level, function = self.session, str(self.level.key() or ""), str(self.function.key() or "")
        session.read(
            lambda: read_board(session.office, session.actor, level=level, function=function), self._show, self
        )

    def _show(self, board: CoverageBoard) -> None:
        first, self.board = self.board is None, board
        self.rate.set_text(f"乡镇覆盖率 {board.coverage.words}")
        self.active.set_text(f"今年有活动的 {board.active} 个，在用的 {board.open} 个")
        self.tiles.put(board.coverage.townships)
        chart = chart_shares(board.shares)
        self.bars.put(chart)
        for part in (self.bars, self._bars_word):
            part.setVisible(bool(chart.rows))
        show_kept(self.table, [make_row(each) for each in board.lines])
        lacking = sum(bool(each.lacking) for each in board.lines)
        self.copy_all.setEnabled(lacking > 0)
        self.said.set_text(f"有目标的 {len(board.lines)} 个站，要催的 {lacking} 个。回车打开联络站。")
        self._choose()
        if first:
            self.table.setFocus()

    def _choose(self) -> None:
        line = self._line()
        self.copy_one.setEnabled(line is not None and bool(line.reminder))

    def _line(self) -> StationLine | None:
        current = self.table.current_id()
        return next((each for each in self.board.lines if each.id == current), None) if self.board else None

    def _copy(self, lines: Sequence[StationLine]) -> None:
        texts = [each.reminder for each in lines if each.reminder]
        QGuiApplication.clipboard().setText("\n".join(texts))
        self.said.set_text(f"复制了 {len(texts)} 个站的催办，可以粘贴到微信、短信或文件里。")

    def _open(self, record: str) -> None:
        ids = [each.id for each in self.board.lines] if self.board else []
        self.session.routes.record_asked.emit(STATIONS.name, record, Siblings(ids, "覆盖和目标"))

    def _open_town(self, name: str) -> None:
        self.session.routes.list_asked.emit(STATIONS.name, Is("township", name), f"{name}的联络站")

    def _narrow(self, function: object) -> None:
        """The tiles of one function, as if it had been picked above."""
        self.function.set_key(str(function))
        self._read()

    def _connect(self) -> None:
        for box in (self.level, self.function):
            box.picked.connect(lambda _key: self._read())
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(lambda _record: self._choose())
        self.tiles.opened.connect(self._open_town)
        self.bars.opened.connect(self._narrow)
        self.copy_one.clicked.connect(lambda: self._copy([line] if (line := self._line()) else []))
        self.copy_all.clicked.connect(lambda: self._copy(self.board.lines if self.board else []))
        self.edit.clicked.connect(lambda: self.session.routes.page_asked.emit("targets"))

    def _lay_out(self) -> None:
        bar = frame("bar")
        self._bar = bar
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for part in (self.level, self.function):
            row.addWidget(part)
        row.addWidget(self.rate, 1)
        row.addWidget(self.copy_one)
        row.addWidget(self.copy_all)
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(12, 12, 12, 12)
        left.setSpacing(8)
        left.addWidget(label("每块一个乡镇，回车看它的联络站", "note", wrap=True))
        left.addWidget(self.tiles)
        self._bars_word = label("各功能覆盖的乡镇，回车只看这个功能", "note", wrap=True)
        left.addWidget(self._bars_word)
        left.addWidget(self.bars)
        left.addWidget(self.active)
        left.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._side = scroll(side)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._side)
        middle.addWidget(self.table, 1)
        foot = frame("foot")
        self._foot = foot
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 0, 16, 0)
        below.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    def _restyle(self, theme: Theme) -> None:
        self._bar.setFixedHeight(theme.px(48))
        self._foot.setFixedHeight(theme.px(48))
        self._side.setFixedWidth(min(theme.text_width(400), 560))
        for box in (self.level, self.function):
            box.setFixedWidth(theme.text_width(144))


def chart_shares(shares: Sequence[tuple[str, str, Coverage]]) -> Chart:
    """A bar for each function: how many townships have such a station. Red is for what is late: lacking one is not."""
    rows = [
        ChartRow(BarRow(label, each.covered, f"{each.covered} / {each.listed}　{each.rate}%"), code)
        for code, label, each in shares if each.listed
    ]  # fmt: skip
    return Chart("各功能覆盖的乡镇", "", rows)


def make_row(line: StationLine) -> ListRow:
    """The target it is furthest from; the others stand in the reminder."""
    state = max(line.states, key=lambda each: each.lacking)
    last = max((each.days[-1] for each in line.states if each.days), default="")
    return ListRow(line.id, {
        "name": line.name, "township": line.township, "target": state.target, "held": f"{state.held} / {state.number}",
        "words": ListCell(state.words if state.lacking else f"{state.span.label}做到了", tone=state.tone), "last": last,
    })  # fmt: skip
