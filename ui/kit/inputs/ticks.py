"""Boxes to tick and one-of-several, painted so that every state is ours."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from ui.theme import Theme, current_theme, follow_theme

BOX = 18
GAP = 8


def draw_tick(
    painter: QPainter, box: QRectF, state: Qt.CheckState, *, enabled: bool = True, selected: bool = False
) -> None:
    """Paint a tick box: empty, ticked or partly; inverted on a selected row in high contrast."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    prefix = "sel_" if selected else ""
    empty = state == Qt.CheckState.Unchecked
    edge = "off" if not enabled else "border" if empty and not selected else f"{prefix}tick"
    ground = "surface" if empty else f"{prefix}tick"
    if not enabled:
        ground = "off_ground"
    if empty and selected:
        edge, ground = ("on_sel", "sel") if theme.high_contrast else ("border", "surface")
    painter.setPen(QPen(theme.color(edge), 1))
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if not empty:
        ink = theme.color(f"{prefix}on_tick" if enabled else "off")
        draw_mark(painter, box, partly=state == Qt.CheckState.PartiallyChecked, pen=QPen(ink, box.width() / 8))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_mark(painter: QPainter, box: QRectF, *, partly: bool, pen: QPen) -> None:
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    spots = [(0.25, 0.5), (0.75, 0.5)] if partly else [(0.22, 0.52), (0.42, 0.71), (0.78, 0.3)]
    painter.drawPolyline(QPolygonF([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in spots]))


def draw_dot(painter: QPainter, box: QRectF, *, on: bool, enabled: bool = True) -> None:
    """Paint a radio circle."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = theme.color("tick" if on and enabled else "border" if enabled else "off")
    painter.setPen(QPen(edge, 1))
    painter.setBrush(edge if on else theme.color("surface" if enabled else "off_ground"))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_tick"))
        side = box.width() * 0.39
        painter.drawEllipse(box.center(), side / 2, side / 2)


class _Marked:
    """What a check box and a radio button share: size, word and focus frame."""

    def _size(self, text_width: int) -> QSize:
        theme = current_theme()
        return QSize(theme.size(BOX) + (GAP + text_width + 4 if text_width else 0), theme.px(24))

    def _box(self, height: int) -> QRectF:
        side = current_theme().size(BOX)
        return QRectF(0, round((height - side) / 2), side, side)

    def _takes(self, widget: QCheckBox | QRadioButton, pos: QPoint) -> bool:
        """A click counts on the box and its word, not beside them however wide the field is."""
        return widget.rect().contains(pos) and pos.x() < widget.sizeHint().width()

    def _finish(self, widget: QCheckBox | QRadioButton, painter: QPainter) -> None:
        theme, box = current_theme(), self._box(widget.height())
        painter.setPen(theme.color("text" if widget.isEnabled() else "off"))
        left = round(box.right()) + GAP
        words = widget.fontMetrics().elidedText(widget.text(), Qt.TextElideMode.ElideRight, widget.width() - left)
        painter.drawText(widget.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        if widget.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(widget.rect())
            frame.setWidth(min(frame.width(), widget.sizeHint().width()))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 4, 4)


class CheckBox(QCheckBox, _Marked):
    """A box to tick with its word."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        follow_theme(self._restyle)

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._size(self.fontMetrics().horizontalAdvance(self.text()))

    def hitButton(self, pos: QPoint) -> bool:
        return self._takes(self, pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_tick(painter, self._box(self.height()), self.checkState(), enabled=self.isEnabled())
        self._finish(self, painter)


class RadioButton(QRadioButton, _Marked):
    """One of several."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        follow_theme(self._restyle)

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._size(self.fontMetrics().horizontalAdvance(self.text()))

    def hitButton(self, pos: QPoint) -> bool:
        return self._takes(self, pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_dot(painter, self._box(self.height()), on=self.isChecked(), enabled=self.isEnabled())
        self._finish(self, painter)
