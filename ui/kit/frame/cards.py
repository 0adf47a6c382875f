"""White cards: a plain one, one for a thing to do, one to choose."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import draw_icon
from ui.kit.frame.labels import ElidedLabel, label
from ui.theme import Theme, current_theme, follow_theme


class Card(QFrame):
    """White with a grey edge; `body` takes the content, `head` (if titled) more at the right of the title."""

    def __init__(self, title: str = "", note: str = "", margin: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, 4 if title else 8, margin, 8)
        self.body.setSpacing(8)
        top = QWidget()
        self.head = QHBoxLayout(top)
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(8)
        self.heading, self.note = label(title, "bold"), ElidedLabel(note, "note")
        if title:
            self.head.addWidget(self.heading)
            self.head.addWidget(self.note)
            self.head.addStretch(1)
            self.body.addWidget(top)
        self._top = top
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self._top.setFixedHeight(theme.px(32))


class Pressed(QAbstractButton):
    """A button that paints itself as a card: hover, focus edge 2 px, Enter and Space press it."""

    edge = "line"
    radius = 6
    ground = "surface"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        follow_theme(self._restyle)

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = current_theme()
        focus = self.hasFocus()
        width = 2 if focus else 1
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else self.ground
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus" if focus else self.edge), width))
        painter.setBrush(theme.color(ground))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), self.radius, self.radius)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ToDoCard(Pressed):
    """A number against its word with the most useful fact below; late is red, zero is grey."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = word
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put(0)

    def put(self, count: int, fact: str = "", *, late: bool = False) -> None:
        """Show a count; `late` gives the red bar as long as there is anything."""
        self.count, self.fact, self.late = count, fact, late and count > 0
        self.setAccessibleName(f"{self.word} {count}，{fact}" if fact else f"{self.word} {count}")
        self._hint_at_whole()
        self.update()

    def _hint_at_whole(self) -> None:
        theme = current_theme()
        room = self.width() - theme.size(45) - 39
        cut = QFontMetrics(theme.font(13)).horizontalAdvance(self.fact) > room
        self.setToolTip(self.fact if cut else "")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.text_width(213, 64), round(64 + 40 * (theme.scale - 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().text_width(190, 64), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        self._paint_ground(painter)
        if self.late:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(0, 0, 4, self.height()), 2, 2)
        numbers = 15 + theme.size(45)
        painter.setFont(theme.font(26 if self.count < 1000 else 20 if self.count < 10_000 else 16, True))
        painter.setPen(theme.color("accent" if self.late else "text" if self.count else "text3"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, numbers, self.height()), right, str(self.count))
        self._paint_words(painter, theme, numbers + 16)

    def _paint_words(self, painter: QPainter, theme: Theme, left: int) -> None:
        room = self.width() - left - 8
        line, middle = theme.size(21), self.height() / 2
        tall = middle if self.fact else middle + line / 2
        for text, font, token, top in (
            (self.word, theme.font(14, True), "text" if self.count else "text3", tall - line + 1),
            (self.fact, theme.font(13), "accent" if self.late else "text2", middle + 1),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(token))
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top, room, line), Qt.AlignmentFlag.AlignVCenter, cut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint_at_whole()


class BigButton(Pressed):
    """送出 and 收入: a coloured tile with its icon, a word, what will happen, and what is waiting."""

    edge = "border"
    radius = 8

    def __init__(
        self, icon_name: str, word: str, what: str, note: str = "", *, main: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._main = icon_name, main
        self.word, self.what, self.note = word, what, note
        self.setAccessibleName(f"{word}：{what}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, note: str) -> None:
        self.note = note
        self.setAccessibleDescription(note)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.text_width(420, 120), round(104 + 60 * (theme.scale - 1)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        self._paint_ground(painter)
        tile = QRectF(21, (self.height() - 64) / 2, 64, 64)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("button" if self._main else "tile"))
        painter.drawRoundedRect(tile, 6, 6)
        side, icon_side = theme.size(36), min(36, round(56 / theme.scale))
        draw_icon(
            painter,
            self._icon_name,
            "on_button",
            icon_side,
            tile.center().x() - theme.size(icon_side) / 2,
            tile.center().y() - theme.size(icon_side) / 2,
        )
        draw_icon(
            painter,
            "chevron-right",
            "text2",
            20,
            self.width() - 22 - theme.size(20),
            (self.height() - theme.size(20)) / 2,
        )
        left, top = 105, self.height() / 2 - theme.size(34)
        room = self.width() - left - side - 16
        for text, font, token, height in (
            (self.word, theme.font(20, True), "text", 30), (self.what, theme.font(14), "text", 20),
            (self.note, theme.font(13), "text2", 19),
        ):  # fmt: skip
            painter.setFont(font)
            painter.setPen(theme.color(token))
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top, room, theme.size(height)), Qt.AlignmentFlag.AlignVCenter, cut)
            top += theme.size(height)
