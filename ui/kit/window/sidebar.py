"""The list of modules at the left, full height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import NAV, draw_icon
from ui.kit.frame.labels import StateChip, badge_size, draw_badge, frame
from ui.theme import Theme, current_theme, follow_theme

MARK = "协"
MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End)


@dataclass(frozen=True)
class NavItem:
    """One module; `group` 0 above the rule, 1 below it."""

    key: str
    icon: str
    word: str
    count: int = 0
    group: int = 0


def draw_mark_tile(painter: QPainter, box: QRectF, size: int) -> None:
    """The red tile with 协 that marks the program; `size` is that of its character at 100 %."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("button"))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(theme.color("on_button"))
    painter.setFont(theme.font(size, True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, MARK)


class Brand(QWidget):
    """Program mark and name, as high as the top bar."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAccessibleName(name)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        # at 200 % the name needs the room of the outer gap
        left, side = (12 if theme.scale < 2 else 8), theme.px(28) if theme.scale < 2 else 40
        draw_mark_tile(painter, QRectF(left, round((self.height() - side) / 2), side, side), 17)
        painter.setFont(theme.font(14, True))
        painter.setPen(theme.color("text"))
        box = QRectF(left + side + 8, 0, self.width(), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._name)


class NavButton(QAbstractButton):
    """One module in the sidebar; `moved(key)` for the keys that go to another one."""

    moved = Signal(int)

    def __init__(self, item: NavItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.current = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.set_count(item.count)

    def set_current(self, on: bool) -> None:
        self.current = on
        self.setAccessibleDescription("当前页" if on else "")
        self.update()

    def set_count(self, count: int) -> None:
        self.count = count
        self.setAccessibleName(f"{self.item.word} {count}" if count else self.item.word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, current_theme().px(36))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(120, theme.size(22) + 2 if theme.scale > 1 else theme.px(36))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MOVES:
            self.moved.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        current, height = self.current, self.height()
        if current or self.underMouse():
            painter.fillRect(self.rect(), theme.color("surface" if current else "pressed"))
        if current:
            painter.fillRect(0, 0, 4, height, theme.color("accent"))
        ink = "accent" if current else "text2"
        side = theme.size(NAV)
        draw_icon(painter, self.item.icon, ink, NAV, 16 + (1 if theme.scale > 1 else 0), (height - side) / 2)
        painter.setFont(theme.font(14, current))
        painter.setPen(theme.color("accent" if current else "text"))
        box = QRectF(26 + side, 0, self.width(), height)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.item.word)
        if self.count:
            self._paint_count(painter, theme)
        if self.hasFocus() or (theme.high_contrast and current):
            painter.setPen(QPen(theme.color("focus"), 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_count(self, painter: QPainter, theme: Theme) -> None:
        text = str(self.count) if self.count < 1000 else "999+"
        size = badge_size(theme, text)
        draw_badge(
            painter,
            QRectF(
                QRect(
                    self.width() - 12 - size.width(),
                    round((self.height() - size.height()) / 2),
                    size.width(),
                    size.height(),
                )
            ),
            text,
        )


class Sidebar(QFrame):
    """`picked(key)` when the user goes somewhere; Alt+1…9 is the window's. ↑ ↓ Home End move inside."""

    picked = Signal(str)

    def __init__(self, items: Sequence[NavItem], name: str = "县政协工作台", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName("各模块")
        self.buttons: dict[str, NavButton] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 6, 0, 6)
        self._column = column
        group = items[0].group if items else 0
        for item in items:
            if item.group != group:
                column.addWidget(self._rule())
                group = item.group
            column.addWidget(self._button(item))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        for ground in (inside, area.viewport()):
            ground.setAutoFillBackground(False)
        self._area = area
        self.demo = StateChip("演示数据", "wait")
        self.demo.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 9)
        whole.setSpacing(0)
        whole.addWidget(Brand(name))
        whole.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 0, 0, 0)
        foot.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(foot)
        follow_theme(self._restyle)

    def set_current(self, key: str) -> None:
        """Mark a module as the one shown; sends nothing."""
        for each in self.buttons.values():
            each.set_current(each.item.key == key)

    def set_count(self, key: str, count: int) -> None:
        """New count of a module; unknown keys are ignored (a station has fewer modules)."""
        if key in self.buttons:
            self.buttons[key].set_count(count)

    def show_demo(self, on: bool) -> None:
        """The 演示数据 chip at the foot."""
        self.demo.setVisible(on)

    def focus_current(self) -> None:
        """Where F6 goes: the current module."""
        for each in self.buttons.values():
            if each.current:
                each.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _button(self, item: NavItem) -> NavButton:
        button = NavButton(item)
        button.clicked.connect(lambda: self.picked.emit(item.key))
        button.moved.connect(lambda key: self._move(button, key))
        self.buttons[item.key] = button
        return button

    def _move(self, button: NavButton, key: int) -> None:
        order = list(self.buttons.values())
        at, last = order.index(button), len(order) - 1
        steps = (min(at + 1, last), max(at - 1, 0), 0, last)
        goal = order[steps[MOVES.index(Qt.Key(key))]]
        goal.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(goal)

    def _rule(self) -> QWidget:
        box = QWidget()
        row = QVBoxLayout(box)
        row.setContentsMargins(15, 4, 15, 4)
        row.addWidget(frame("rule"))
        box.setFixedHeight(9)
        return box

    def _restyle(self, theme: Theme) -> None:
        widths = {1.0: 168, 1.25: 192, 1.5: 208, 2.0: 256}
        self._column.setSpacing(2 if theme.scale == 1 else 0)
        self.setFixedWidth(widths.get(theme.scale, round(80 + 88 * theme.scale)))
