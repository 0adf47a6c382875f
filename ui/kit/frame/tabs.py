"""Saved views of a list and parts of a record: a red line under the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from ui.kit.frame.buttons import PlainButton, TextButton
from ui.theme import Theme, current_theme, follow_theme

PAD, SPACE = 4, 20


@dataclass(frozen=True)
class Tab:
    key: str
    word: str
    count: int | str | None = None  # 8 / 10 where it is a part of something
    tooltip: str = ""

    @property
    def text(self) -> str:
        return self.word if self.count is None else f"{self.word} {self.count}"


class Tabs(QWidget):
    """`picked(key)` when the user chose. Those that do not fit are behind 更多; if only one would fit, all are
    behind one button that shows the current one. ← → Home End move.
    """

    picked = Signal(str)

    def __init__(self, tabs: Sequence[Tab] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[Tab, ...] = ()
        self._current = 0
        self._shown: list[tuple[int, int, int]] = []  # index, left, width
        self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._more = TextButton("更多", menu=QMenu(self), parent=self)
        self._all = PlainButton("", menu=QMenu(self), parent=self)
        self._more.hide()
        self._all.hide()
        self.set_tabs(tabs)
        follow_theme(self._restyle)

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Replace them, or their counts; the current key stays current if it is still there."""
        key = self.key
        self._tabs = tuple(tabs)
        keys = [tab.key for tab in self._tabs]
        self._current = keys.index(key) if key in keys else 0
        self._arrange()

    def set_counts(self, counts: Mapping[str, int | str]) -> None:
        """New counts for some keys."""
        self.set_tabs([Tab(t.key, t.word, counts.get(t.key, t.count), t.tooltip) for t in self._tabs])

    @property
    def key(self) -> str:
        return self._tabs[self._current].key if self._tabs else ""

    def set_key(self, key: str) -> None:
        """Make a tab current without sending `picked`; an unknown key is ignored."""
        for index, tab in enumerate(self._tabs):
            if tab.key == key:
                self._current = index
        self._arrange()

    def step(self, by: int) -> None:
        """To the next or previous tab (Ctrl+PgDn, Ctrl+PgUp of the page)."""
        if self._tabs:
            self._choose((self._current + by) % len(self._tabs))

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._tabs) and index != self._current:
            self._current = index
            self._arrange()
            self.picked.emit(self.key)

    def _restyle(self, _theme: Theme) -> None:
        self._arrange()

    def _width_of(self, index: int) -> int:
        font = current_theme().font(14, index == self._current)
        return ceil(QFontMetricsF(font).horizontalAdvance(self._tabs[index].text)) + 2 * PAD

    def _arrange(self) -> None:
        widths = [self._width_of(index) for index in range(len(self._tabs))]
        order = fit(widths, self._current, self.width(), self._more.sizeHint().width())
        left, self._shown = 0, []
        for index in order:
            self._shown.append((index, left, widths[index]))
            left += widths[index] + SPACE
        hidden = [index for index in range(len(self._tabs)) if index not in order]
        single = bool(hidden) and len(order) <= 1
        self._more.setVisible(bool(hidden) and not single)
        self._all.setVisible(single)
        self._fill(self._all if single else self._more, range(len(self._tabs)) if single else hidden)
        if single:
            self._all.setText(self._tabs[self._current].text)
            self._all.adjustSize()
            self._all.move(0, (self.height() - self._all.height()) // 2)
            self._shown = []
        self._more.adjustSize()
        self._more.move(left - SPACE + 8, (self.height() - self._more.height()) // 2)
        self.setAccessibleName("，".join(tab.text for tab in self._tabs))
        self.setAccessibleDescription(self._tabs[self._current].text if self._tabs else "")
        self.updateGeometry()
        self.update()

    def _fill(self, button: PlainButton | TextButton, indexes: Sequence[int]) -> None:
        menu = button.menu()
        menu.clear()
        for index in indexes:
            menu.addAction(self._tabs[index].text).triggered.connect(lambda _=False, at=index: self._choose(at))

    def _at(self, x: int) -> int:
        return next((index for index, left, width in self._shown if left <= x < left + width), -1)

    def sizeHint(self) -> QSize:
        total = sum(self._width_of(index) + SPACE for index in range(len(self._tabs))) - SPACE
        return QSize(max(total, 0), current_theme().px(40))

    def minimumSizeHint(self) -> QSize:
        widest = max((self._width_of(index) for index in range(len(self._tabs))), default=0)
        return QSize(widest + 44, current_theme().px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().toPoint().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().toPoint().x())
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        goals = {
            Qt.Key.Key_Left: self._current - 1, Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._tabs) - 1,
        }  # fmt: skip
        if event.key() in goals:
            self._choose(goals[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self._at(event.pos().x())
            QToolTip.showText(event.globalPos(), self._tabs[index].tooltip if index >= 0 else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        for index, left, width in self._shown:
            current = index == self._current
            box = QRectF(left, 0, width, self.height() - 4)
            painter.setFont(theme.font(14, current))
            painter.setPen(theme.color("text" if current or index == self._hover else "text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._tabs[index].text)
            if current:
                painter.fillRect(QRectF(left, self.height() - 3, width, 3), theme.color("accent"))
                if self.hasFocus():
                    painter.setPen(QPen(theme.color("focus"), 2))
                    painter.drawRect(QRectF(left + 1, 5, width - 2, self.height() - 11))


def fit(widths: Sequence[int], current: int, room: int, more: int) -> list[int]:
    """Indexes that fit into `room`, the current one always among them, leaving room for 更多 if some do not."""
    if sum(widths) + SPACE * (len(widths) - 1) <= room:
        return list(range(len(widths)))
    left, shown = room - more - 8, []
    left -= widths[current] + SPACE if widths else 0
    for index, width in enumerate(widths):
        if index == current:
            shown.append(index)
        elif width + SPACE <= left:
            left -= width + SPACE
            shown.append(index)
        else:
            left = 0
    return shown
