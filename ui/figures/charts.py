"""Bars by month: the part on time below, the late part on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import Theme, current_theme, follow_theme

LEGEND = (("bar", "按期"), ("bar_late", "逾期"))


@dataclass(frozen=True)
class Bar:
    word: str
    timely: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.timely + self.late


def round_scale(highest: int) -> int:
    """Top of the scale: a multiple of four of 1, 2, 2.5 or 5 times a power of ten."""
    step = 1
    while True:
        for factor in (1, 2, 2.5, 5):
            if factor * step == int(factor * step) and factor * step * 4 >= highest:
                return int(factor * step * 4)
        step *= 10


class Legend(QWidget):
    """Small squares with their words: (token, word) each, as beside the chart of picture 1."""

    def __init__(self, parts: Sequence[tuple[str, str]] = LEGEND, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = tuple(parts)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def put(self, parts: Sequence[tuple[str, str]]) -> None:
        self.parts = tuple(parts)
        self.updateGeometry()
        self.update()

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def _steps(self) -> list[int]:
        metrics = QFontMetrics(current_theme().font(13))
        return [current_theme().size(10) + 6 + metrics.horizontalAdvance(word) + 16 for _, word in self.parts]

    def sizeHint(self) -> QSize:
        return QSize(sum(self._steps()) - 16, current_theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, left = current_theme(), QPainter(self), 0
        side = theme.size(10)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text2"))
        for (token, word), step in zip(self.parts, self._steps(), strict=True):
            painter.fillRect(left, (self.height() - side) // 2, side, side, theme.color(token))
            box = QRectF(left + side + 6, 0, step, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
            left += step


class BarChart(QWidget):
    """Stacked bars with their sums above; the tooltip says the parts of one."""

    def __init__(self, bars: Sequence[Bar] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.words = ("按期", "逾期")
        self.put(bars)
        follow_theme(self._restyle)

    def put(self, bars: Sequence[Bar]) -> None:
        self.bars = tuple(bars)
        self.setAccessibleName("；".join(self._says(bar) for bar in self.bars if bar.total))
        self.update()

    def _says(self, bar: Bar) -> str:
        return f"{bar.word} {bar.total}：{self.words[0]} {bar.timely}，{self.words[1]} {bar.late}"

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().text_width(380, 60), current_theme().size(190))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, current_theme().size(110))

    def _plot(self, theme: Theme) -> QRectF:
        left = QFontMetrics(theme.font(13)).horizontalAdvance("1000")
        return QRectF(left, theme.size(10), self.width() - left, self.height() - theme.size(34))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.bars:
            plot = self._plot(current_theme())
            index = int((event.pos().x() - plot.x()) / plot.width() * len(self.bars))
            inside = 0 <= index < len(self.bars)
            QToolTip.showText(event.globalPos(), self._says(self.bars[index]) if inside else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.bars or self.height() < current_theme().size(80):
            return
        theme, painter = current_theme(), QPainter(self)
        plot = self._plot(theme)
        top = round_scale(max(bar.total for bar in self.bars))
        self._paint_scale(painter, theme, plot, top)
        pitch = plot.width() / len(self.bars)
        for index, bar in enumerate(self.bars):
            box = QRectF(plot.x() + index * pitch, plot.y(), pitch, plot.height())
            self._paint_bar(painter, theme, bar, box, top)
        painter.setPen(QPen(theme.color("axis"), 2))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _paint_scale(self, painter: QPainter, theme: Theme, plot: QRectF, top: int) -> None:
        painter.setFont(theme.font(12))
        for part in range(5):
            y = round(plot.bottom() - plot.height() * part / 4)
            painter.setPen(QPen(theme.color("row"), 1))
            if part:
                painter.drawLine(round(plot.left()), y, round(plot.right()), y)
            painter.setPen(theme.color("text2"))
            box = QRectF(0, y - theme.size(10), plot.left() - 6, theme.size(20))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(top * part // 4))

    def _paint_bar(self, painter: QPainter, theme: Theme, bar: Bar, box: QRectF, top: int) -> None:
        thick = min(box.width() * 0.62, theme.size(19))
        left, unit = round(box.center().x() - thick / 2), box.height() / top
        blue = round(bar.timely * unit)
        red = max(2, round(bar.late * unit)) if bar.late else 0
        painter.fillRect(QRectF(left, box.bottom() - blue, round(thick), blue), theme.color("bar"))
        gap = 1 if red and blue else 0
        painter.fillRect(QRectF(left, box.bottom() - blue - gap - red, round(thick), red), theme.color("bar_late"))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text" if bar.total else "text2"))
        centre = Qt.AlignmentFlag.AlignHCenter
        below = QRectF(box.x() - 8, box.bottom() + 3, box.width() + 16, theme.size(20))
        painter.drawText(below, centre | Qt.AlignmentFlag.AlignVCenter, bar.word)
        if bar.total:
            painter.setPen(theme.color("text"))
            above = QRectF(
                box.x() - 8, box.bottom() - blue - red - theme.size(20) - 1, box.width() + 16, theme.size(20)
            )
            painter.drawText(above, centre | Qt.AlignmentFlag.AlignVCenter, str(bar.total))
