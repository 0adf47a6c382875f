"""Cards of the page of figures: the large figures on top, those of a group, a chart, and a table with its bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.services.figures.board import ShownTable
from cppcc_desktop.services.figures.charts import Chart
from cppcc_desktop.services.figures.columns import FigureColumn
from cppcc_desktop.services.figures.figures import CountedFigure, Figures
from ui.figures.bars import BarView
from ui.figures.lines import FigureLine
from ui.figures.table import FigureTable
from ui.kit.frame.buttons import SmallButton
from ui.kit.frame.cards import Card, Pressed
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.theme import Theme, current_theme, follow_theme

MIDDLE, RIGHT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
BARS = 240  # pixels a table leaves beside it for its bars, at least


class Headline(Pressed):
    """A figure that stands large: where it comes from beside its label, what it was below."""

    def __init__(self) -> None:
        super().__init__()
        self.line: CountedFigure | None = None
        self._past = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, line: CountedFigure, before: str) -> None:
        """`before` is what the figure is compared with in short; empty where it is with nothing."""
        self.line = line
        self._past = f"{before} {line.before.words}  {say_change(line)}" if line.before else ""
        said = f"{line.words} {line.figure.unit}" if line.figure.adds else line.words
        words = [line.figure.label, said, line.counts or line.missing, self._past]
        self.setAccessibleName("，".join(each for each in words if each))
        more = line.figure.base or line.missing
        self.setToolTip(f"{line.figure.label}{f'：{more}' if more else ''}")
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.text_width(190, 32), theme.size(64) + 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().text_width(150, 32), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        self._paint_ground(painter)
        line = self.line
        if line is None:
            return
        inner = QRectF(self.rect()).adjusted(13, 8, -11, -8)
        top = QRectF(inner.x(), inner.y(), inner.width(), theme.size(20))
        small = theme.font(13)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        beside = line.figure.unit if line.figure.adds else line.counts
        painter.drawText(top, RIGHT | MIDDLE, beside)
        room = int(inner.width() - QFontMetrics(small).horizontalAdvance(beside) - 8)
        font = theme.font(14)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        label_words = (not line.figure.adds and line.figure.short) or line.figure.label
        painter.drawText(top, MIDDLE, QFontMetrics(font).elidedText(label_words, Qt.TextElideMode.ElideRight, room))
        painter.setFont(fit_font(theme, line.words, inner.width()))
        painter.setPen(theme.color("text2" if not line.numerator else "accent" if line.figure.late else "link"))
        painter.drawText(QRectF(inner.x(), top.bottom(), inner.width(), theme.size(32)), MIDDLE, line.words)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        low = QRectF(inner.x(), inner.bottom() - theme.size(17), inner.width(), theme.size(18))
        below = "　".join(each for each in (line.missing, self._past) if each)
        painter.drawText(
            low, MIDDLE, QFontMetrics(small).elidedText(below, Qt.TextElideMode.ElideRight, int(low.width()))
        )


def fit_font(theme: Theme, words: str, room: float) -> QFont:
    """The largest type in which a number fits: 26 as a rule, less for a sum of millions."""
    sizes = (26, 20, 16)
    fonts = [theme.font(size, True) for size in sizes]
    return next((each for each in fonts if QFontMetrics(each).horizontalAdvance(words) <= room), fonts[-1])


def say_change(line: CountedFigure) -> str:
    """+7.4%, −0.7 点."""
    return line.change_words.replace("个百分点", "点")


class FigureCard(Card):
    """The figures of one group. `opened(line)` when a number was pressed."""

    opened = Signal(object)

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group
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
            shown.clicked.connect(lambda _on=False, each=shown: self.opened.emit(each.line))
            self.body.addWidget(shown)


class ChartCard(Card):
    """A titled card with a chart; `opened(line)` when a bar was pressed."""

    opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title, "")
        self.bars = BarView()
        self.bars.opened.connect(self.opened)
        self.body.addWidget(self.bars)
        self.body.addStretch(1)

    def put(self, chart: Chart) -> None:
        self.note.set_text(chart.note if chart.rows else "还没有")
        self.bars.put(chart)


class TableCard(Card):
    """A breakdown: title and head stay while its rows scroll; its bars beside it, below it where there is no room."""

    opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title, self.wide = title, False
        self.shown: ShownTable | None = None
        self.table, self.bars = FigureTable(), BarView()
        self.table.opened.connect(self.opened)
        self.bars.opened.connect(self.opened)
        self.table.sorted.connect(self._order_bars)
        self.copy = SmallButton("复制表格")
        self.copy.setToolTip("可以贴到 Excel、WPS 里")
        self.copy.clicked.connect(self._copy)
        self.caption = self._make_caption(title)
        self.body.setContentsMargins(1, 0, 1, 1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(0)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.addWidget(self.table)
        self._left.addStretch(1)
        self._right.addWidget(self.bars)
        self._right.addStretch(1)
        self._sides.addLayout(self._left, 0)
        self._sides.addLayout(self._right, 1)
        self.body.addLayout(self._sides)
        self._lifted = 0
        self.table.header.setParent(self)
        self.table.header.show()
        self.caption.raise_()
        follow_theme(self._lay_out)

    def _make_caption(self, title: str) -> QWidget:
        caption = frame("surface")
        caption.setParent(self)
        self.head = QHBoxLayout(caption)
        self.head.setContentsMargins(16, 0, 12, 0)
        self.head.setSpacing(8)
        self.note = ElidedLabel("", "note")
        for part, stretch in ((label(title, "bold"), 0), (self.note, 1), (self.copy, 0)):
            self.head.addWidget(part, stretch)
        return caption

    def put(self, shown: ShownTable, *, wide: bool) -> None:
        """Show the breakdown; `wide`: all its columns, its bars then stand below."""
        self.shown, self.wide = shown, wide
        self.note.set_text(shown.note)
        self.table.put(shown, shown.columns if wide else shown.main)
        self._order_bars()
        self._lay_out(current_theme())

    @property
    def columns(self) -> Sequence[FigureColumn]:
        return self.table.figures.columns

    def stay(self, top: int) -> None:
        """The page is scrolled so that this many pixels of the card are above its edge."""
        last = self.height() - self.caption.height() - self.table.header.height() - current_theme().px(52)
        lifted = max(0, min(top, last))
        if lifted != self._lifted:
            self._lifted = lifted
            self._place()

    def _order_bars(self) -> None:
        if self.shown is None:
            return
        chart = self.shown.chart(self.table.figures.rows)
        self.bars.put(chart or Chart("", "", ()))
        self.bars.setVisible(bool(chart and chart.rows))

    def _copy(self) -> None:
        self.table.copy_all()
        self.copy.setText("已复制")
        QTimer.singleShot(2000, self.copy, lambda: self.copy.setText("复制表格"))

    def _lay_out(self, theme: Theme) -> None:
        """Bars beside the table while both have room."""
        inner = self.width() - 2
        beside = inner - self.table.natural_width >= theme.text_width(BARS, 40) if self.shown else True
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.caption.setFixedHeight(theme.px(40))
        head = self.table.header.sizeHint().height()
        self.table.header.setFixedHeight(head)
        self._left.setContentsMargins(0, theme.px(40) + head, 0, 0)
        self._right.setContentsMargins(24, theme.px(40) + 4 if beside else 12, 16, 12)
        self.table.setMinimumWidth(0)
        self.table.setMaximumWidth(self.table.natural_width if beside and self.shown else 16_777_215)
        self.table.setMinimumWidth(self.table.natural_width if beside and self.shown else 0)
        self._place()

    def _place(self) -> None:
        caption, header = self.caption, self.table.header
        top = max(1, self._lifted)
        caption.setGeometry(1, top, self.width() - 2, caption.height())
        beside = self._sides.direction() is QBoxLayout.Direction.LeftToRight
        wide = self.table.natural_width if beside and self.shown else self.width() - 2
        header.setGeometry(1, top + caption.height(), wide, header.height())
        caption.raise_()
        header.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(current_theme())
