"""Bars below each other with their words: drawn from the same data as on paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cppcc_desktop.services.figures.charts import Chart, ChartRow
from ui.figures.charts import Legend
from ui.kit.frame.cards import Card, Pressed
from ui.theme import Theme, current_theme, follow_theme

MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ChartBar(Pressed):
    """One bar: word, blue, red for the late part, what it comes to. Pressing it opens its list."""

    edge = "surface"
    radius = 4

    def __init__(self, row: ChartRow, most: int, words: int, said: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row, self._most, self._words, self._said = row, most, words, said
        self.setAccessibleName(f"{row.word} {row.said}")
        self.setToolTip(f"{row.word}　{row.said}")

    def sizeHint(self) -> QSize:
        return QSize(current_theme().text_width(300, 40), current_theme().px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        self._paint_ground(painter)
        font = theme.font(13)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room = min(self._words, self.width() // 3)
        word = QFontMetrics(font).elidedText(self.row.word, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(8, 0, room, self.height()), MIDDLE | Qt.AlignmentFlag.AlignRight, word)
        left = 8 + room + 8
        painter.drawText(
            QRectF(self.width() - 8 - self._said, 0, self._said, self.height()),
            MIDDLE | Qt.AlignmentFlag.AlignRight,
            self.row.said,
        )
        unit = max(0, self.width() - left - self._said - 20) / max(1, self._most)
        late = max(2, round(self.row.late * unit)) if self.row.late else 0
        blue = max(0, round(self.row.count * unit) - late)
        tall = theme.size(14)
        top = (self.height() - tall) / 2
        painter.fillRect(QRectF(left, top, blue, tall), theme.color("bar"))
        painter.fillRect(QRectF(left + blue + (1 if late and blue else 0), top, late, tall), theme.color("bar_late"))


class ChartCard(Card):
    """A titled card with a chart; `opened(line)` when a bar was pressed."""

    opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title, "")
        self.title, self._chart = title, Chart(title, "", ())
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self.legend = Legend(())
        self.legend.hide()
        self.head.addWidget(self.legend)
        self.body.setContentsMargins(8, 4, 8, 4)
        self.head.setContentsMargins(8, 0, 8, 0)
        self.body.addWidget(self._rows)
        self.body.addStretch(1)
        follow_theme(self._dress)

    def put(self, chart: Chart) -> None:
        self._chart = chart
        self.note.set_text(chart.note if chart.rows else "还没有")
        if chart.parts is not None:
            self.legend.put(tuple(zip(("bar", "bar_late"), chart.parts, strict=True)))
        self.legend.setVisible(chart.parts is not None and bool(chart.rows))
        self._dress(current_theme())

    def _dress(self, theme: Theme) -> None:
        """Build the bars anew: their words are measured in the font in force."""
        metrics = QFontMetrics(theme.font(13))
        rows = self._chart.rows
        focused = next((at for at in range(self._column.count()) if self._bar(at).hasFocus()), -1)
        while self._column.count():
            bar = self._bar(0)
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        most = max((row.count for row in rows), default=0)
        words = max((metrics.horizontalAdvance(row.word) for row in rows), default=0) + 2
        said = max((metrics.horizontalAdvance(row.said) for row in rows), default=0) + 2
        for row in rows:
            bar = ChartBar(row, most, words, said)
            if row.opens is not None:
                bar.clicked.connect(lambda _on=False, line=row.opens: self.opened.emit(line))
            self._column.addWidget(bar)
        if 0 <= focused < self._column.count():
            self._bar(focused).setFocus()

    def _bar(self, at: int) -> ChartBar:
        bar = self._column.itemAt(at).widget()
        assert isinstance(bar, ChartBar)
        return bar
