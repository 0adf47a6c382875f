"""A chart on the screen: the same shapes as on paper, with a cursor that goes from bar to bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontInfo,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cppcc_desktop.exporters.charts import PLAIN_FACE, ChartLook, DrawnChart, WordRun, draw_bars
from cppcc_desktop.services.figures.charts import Chart
from ui.kit.frame.scrolling import bring_into_view
from ui.theme import Theme, current_theme, follow_theme

INKS = {"text": "text", "note": "text2", "axis": "axis", "now": "bar", "late": "bar_late", "before": "bar_before"}


class BarView(QWidget):
    """`opened(line)`: a bar was pressed. ↑↓ go from bar to bar, Enter opens its list."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = Chart("", "", ())
        self._drawn: DrawnChart | None = None
        self._picture = QSvgRenderer(self)
        self._stale = True  # the picture is not of what was drawn last: it is made when somebody sees it
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def put(self, chart: Chart) -> None:
        """Show another chart; the cursor stays in its place."""
        self.chart = chart
        self.current = max(0, min(self.current, len(chart.rows) - 1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chart.rows else Qt.FocusPolicy.NoFocus)
        self._draw()
        self._tell()

    def _restyle(self, _theme: Theme) -> None:
        self._draw()

    def _draw(self) -> None:
        """The shapes for this width, in the colours and the type in force."""
        theme = current_theme()
        look = ChartLook(
            float(theme.size(13)), make_setter(theme), {ink: theme.tokens[token] for ink, token in INKS.items()}
        )
        width = max(120, self.width())
        self._drawn = draw_bars(self.chart.block, width, look) if self.chart.rows else None
        self.setFixedHeight(round(self._drawn.height) if self._drawn else 0)
        self._stale = True
        self.update()

    def _tell(self) -> None:
        rows = self.chart.rows
        self.setAccessibleName(self.chart.title)
        self.setAccessibleDescription(say_row(self.chart, self.current) if rows else "")

    def row_at(self, y: float) -> int:
        """The bar at this height; -1 beside all."""
        rows = self._drawn.rows if self._drawn else ()
        return next((at for at, (top, bottom) in enumerate(rows) if top <= y < bottom), -1)

    def box(self, row: int) -> QRectF:
        assert self._drawn is not None
        top, bottom = self._drawn.rows[row]
        return QRectF(0, top, self.width(), bottom - top)

    def open_row(self, row: int) -> None:
        line = self.chart.rows[row].opens if 0 <= row < len(self.chart.rows) else None
        if line is not None:
            self.current = row
            self._tell()
            self.opened.emit(line)

    def _move(self, row: int) -> None:
        self.current = max(0, min(row, len(self.chart.rows) - 1))
        self._tell()
        bring_into_view(self, self.box(self.current).toRect())
        self.update()

    # Qt

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawn is None:
            return
        if self._stale:
            self._picture.load(QByteArray(self._drawn.write_svg(QFontInfo(current_theme().font(13)).family())))
            self._stale = False
        painter = QPainter(self)
        self._picture.render(painter, QRectF(0, 0, self._drawn.drawing.width, self._drawn.height))
        if self.hasFocus():
            painter.setPen(QPen(current_theme().color("focus"), 2))
            painter.drawRect(self.box(self.current).adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            row = self.row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), say_row(self.chart, row) if row >= 0 else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_row(self.current)
        elif Qt.Key(event.key()) in steps and self.chart.rows:
            self._move(self.current + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().y())
        opens = row >= 0 and self.chart.rows[row].opens is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place: QPointF = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(place.toPoint()):
            self.open_row(self.row_at(place.y()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._drawn:
            bring_into_view(self, self.box(self.current).toRect())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def make_setter(theme: Theme) -> Callable[[str], list[WordRun]]:
    """How wide words are in the type of the screen."""
    metrics = QFontMetricsF(theme.font(13))
    return lambda words: [WordRun(PLAIN_FACE, words, metrics.horizontalAdvance(words))]


def say_row(chart: Chart, row: int) -> str:
    """A bar in words: its parts by what they are called."""
    bar, legend = chart.rows[row].bar, dict(chart.legend)
    past = f"，{legend.get('before', '以前')} {bar.before_said}" if bar.before is not None else ""
    return f"{bar.word}　{bar.said}{past}"
