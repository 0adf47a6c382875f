"""One figure of a card: its label, the number that opens its list, and below a rate what it is of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cppcc_desktop.services.figures.figures import CountedFigure
from ui.kit.frame.cards import Pressed
from ui.kit.frame.scrolling import bring_into_view
from ui.theme import Theme, current_theme

MIDDLE = Qt.AlignmentFlag.AlignVCenter


class FigureLine(Pressed):
    """`clicked` opens the list; ↑↓ go to the figures beside it."""

    edge = "surface"
    radius = 4

    def __init__(self, line: CountedFigure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put(line)

    def put(self, line: CountedFigure) -> None:
        self.line = line
        figure = line.figure
        self.below = line.origin
        self.past = "" if line.change is None else line.change_words.replace("个百分点", "点")
        said = f"{figure.label} {line.words}" + ("" if figure.is_rate else f" {figure.unit}")
        self.setAccessibleName(f"{said}，{self.below}" if self.below else said)
        past = f"；上一次 {line.before.words}，{line.change_words}" if line.before else ""
        counted = figure.counted if figure.is_rate or figure.adds or figure.per else figure.unit
        self.setToolTip(f"打开这 {line.records} {counted}的列表{past}")
        self.updateGeometry()
        self.update()

    def _restyle(self, theme: Theme) -> None:
        super()._restyle(theme)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        tall = theme.size(20) + 10 + (theme.size(18) if self.below else 0)
        return QSize(theme.text_width(300, 40), tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().text_width(220, 40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        self._paint_ground(painter)
        inner = QRectF(self.rect()).adjusted(8, 4, -8, -4)
        top = QRectF(inner.x(), inner.y(), inner.width(), theme.size(22))
        number = theme.font(17, True)
        painter.setFont(number)
        painter.setPen(theme.color(self._token()))
        said = f"{self.line.words} {self.line.figure.unit}" if self.line.figure.adds else self.line.words
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | MIDDLE, said)
        room = inner.width() - QFontMetrics(number).horizontalAdvance(said) - 8
        if self.past:
            small = theme.font(13)
            painter.setFont(small)
            painter.setPen(theme.color("text2"))
            painter.drawText(
                QRectF(top.x(), top.y(), room, top.height()), Qt.AlignmentFlag.AlignRight | MIDDLE, self.past
            )
            room -= QFontMetrics(small).horizontalAdvance(self.past) + 8
        font = theme.font(14)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        words = QFontMetrics(font).elidedText(self.line.figure.label, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(top.x(), top.y(), room, top.height()), MIDDLE, words)
        if self.below:
            font = theme.font(13)
            painter.setFont(font)
            painter.setPen(theme.color("text2"))
            words = QFontMetrics(font).elidedText(self.below, Qt.TextElideMode.ElideRight, int(inner.width()))
            painter.drawText(
                QRectF(inner.x(), top.bottom(), inner.width(), inner.bottom() - top.bottom()), MIDDLE, words
            )

    def _token(self) -> str:
        if not self.line.numerator:
            return "text2"
        return "accent" if self.line.figure.late else "link"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        bring_into_view(self)
