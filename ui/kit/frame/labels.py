"""Words on a page: plain, cut, on a tint, and counts."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme import Theme, current_theme, follow_theme


def label(text: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label in one of the roles of the style sheet: page, record, figure, bold, label, note, wrong, late."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def frame(role: str) -> QFrame:
    """A ground: surface, window, bar, foot, dialog-foot, panel, card, notice, rule."""
    made = QFrame()
    made.setProperty("role", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


class ElidedLabel(QLabel):
    """One line that ends in … when it is too narrow; the tooltip then has the whole."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def whole(self) -> str:
        return self._whole

    def set_text(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._cut()

    def _cut(self) -> None:
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        super().setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(ceil(metrics.horizontalAdvance(self._whole)), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("……"), self.fontMetrics().height())


def chip_font(theme: Theme, tone: str) -> QFont:
    return theme.font(13, bold=theme.high_contrast and tone == "bad")


def chip_size(theme: Theme, text: str, tone: str) -> QSize:
    """Width and height of a state chip: 20 high at 100 %, 7 left and right of the word."""
    return QSize(ceil(QFontMetricsF(chip_font(theme, tone)).horizontalAdvance(text)) + 15, theme.px(20))


def draw_chip(painter: QPainter, box: QRectF, text: str, tone: str, *, selected: bool = False) -> None:
    """Paint a state chip that fills `box`; in high contrast an outline, black on a selected row."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = theme.color("on_sel" if theme.high_contrast and selected else tone)
    if theme.high_contrast:
        painter.setPen(QPen(ink, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{tone}_ground"))
        painter.drawRoundedRect(box, 4, 4)
    painter.setPen(ink)
    painter.setFont(chip_font(theme, tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class StateChip(QWidget):
    """A state word on its tint; never clickable. The tone is one of none, wait, go, ok, bad."""

    def __init__(self, text: str, tone: str = "none", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.put(text, tone)
        follow_theme(self._restyle)

    def put(self, text: str, tone: str) -> None:
        self.text, self.tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(current_theme(), self.text, self.tone)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_chip(QPainter(self), QRectF(self.rect()), self.text, self.tone)


def badge_size(theme: Theme, text: str) -> QSize:
    metrics = QFontMetrics(theme.font(13))
    return QSize(max(theme.px(20), metrics.horizontalAdvance(text) + 8), theme.px(18))


def draw_badge(painter: QPainter, box: QRectF, text: str) -> None:
    """Paint a count on a grey pill; in high contrast an outline."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = theme.high_contrast
    painter.setPen(QPen(theme.color("border"), 1) if outline else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QColor(0, 0, 0, 0) if outline else theme.color("badge"))
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5) if outline else box
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    painter.setPen(theme.color("text"))
    painter.setFont(theme.font(13))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class CountBadge(QWidget):
    """A count on a pill; takes no room while it is zero."""

    def __init__(self, count: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.count = -1
        self.put(count)
        follow_theme(self._restyle)

    def put(self, count: int) -> None:
        self.count = count
        self.setAccessibleName(f"{count} 件")
        self.updateGeometry()
        self.update()

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        size = badge_size(current_theme(), str(self.count))
        return size if self.count > 0 else QSize(0, size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.count > 0:
            draw_badge(QPainter(self), QRectF(self.rect()), str(self.count))
