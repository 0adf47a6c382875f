"""Buttons: the red one, plain, flat, link, small, and the arrows that have no word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ui.icons import BUTTON, CHEVRON, SMALL, draw_icon, icon
from ui.kit.frame.focus import FocusRing
from ui.theme import Theme, current_theme, follow_theme, set_role


class Button(QPushButton):
    """A push button of one kind of the style sheet, with its icon and menu chevron in the theme's colours.

    `why_off(reason)` disables it and says why in the tooltip; an empty reason enables it.
    """

    kind = "plain"
    icon_token = "text2"
    icon_size = BUTTON
    word_token = "text"
    menu_left = 13  # of the icon or word when there is a chevron at the right

    def __init__(
        self, text: str = "", icon_name: str = "", *, menu: QMenu | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self._tip = ""
        self.setAutoDefault(False)
        self.setProperty("kind", self.kind)
        if menu:
            self.set_menu(menu)
        follow_theme(self._recolour)

    def set_menu(self, menu: QMenu) -> None:
        """Open `menu` on click, Enter, Space or Alt+↓ and show the chevron."""
        self._menu = menu  # setMenu does not keep it alive
        self.setMenu(menu)
        set_role(self, menu=True)

    def set_icon_name(self, name: str) -> None:
        self._icon_name = name
        self._recolour(current_theme())

    def why_off(self, reason: str) -> None:
        if self.isEnabled():
            self._tip = self.toolTip()
        self.setEnabled(not reason)
        self.setToolTip(reason or self._tip)

    def _recolour(self, theme: Theme) -> None:
        if self._icon_name:
            self.setIconSize(theme.icon_size(self.icon_size))
            self.setIcon(icon(self._icon_name, self.icon_token, self.icon_size))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier and self.menu():
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() == Qt.Key.Key_Down and self.menu():
                event.accept()  # opens this menu, whatever the page does with it
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # the style centres icon and word over the chevron too, so they are painted here
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_label(painter)

    def _paint_label(self, painter: QPainter) -> None:
        theme, enabled = current_theme(), self.isEnabled()
        menu = bool(self.menu())
        side = theme.size(self.icon_size) if self._icon_name else 0
        words = self.fontMetrics().horizontalAdvance(self.text())
        gap = (5 if menu else 4) if side and words else 0
        left = self.menu_left if menu else (self.width() - side - gap - words) // 2
        if side:
            token = self.icon_token if enabled else "off"
            draw_icon(painter, self._icon_name, token, self.icon_size, left, (self.height() - side) / 2)
        font = self.font()
        font.setUnderline(self.kind == "link" and self.underMouse())
        painter.setFont(font)
        painter.setPen(theme.color(self.word_token if enabled else "off"))
        box = self.rect().adjusted(left + side + (gap if menu else gap // 2), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if menu:
            token, chevron = self.word_token if enabled else "off", theme.size(CHEVRON)
            draw_icon(
                painter, "chevron-down", token, CHEVRON, self.width() - chevron - 7, (self.height() - chevron) / 2
            )


class PrimaryButton(Button):
    """The one red button of a screen; a blue ring outside it shows the focus."""

    kind = "primary"
    icon_token = word_token = "on_button"

    def __init__(
        self, text: str = "", icon_name: str = "", *, menu: QMenu | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, icon_name, menu=menu, parent=parent)
        self._ring = FocusRing(self)


class PlainButton(Button):
    """White with an edge."""


class SmallButton(Button):
    """24 high, for the foot of a list and the status bar."""

    kind = "small"
    menu_left = 12
    icon_size = SMALL


class TextButton(Button):
    """No edge until the mouse or the focus is on it; `small` for rows of notes and feet."""

    kind = "text"
    menu_left = 9

    def __init__(
        self, text: str = "", icon_name: str = "", *, menu: QMenu | None = None, small: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.icon_size = SMALL if small else BUTTON
        super().__init__(text, icon_name, menu=menu, parent=parent)
        if small:
            set_role(self, small=True)


class LinkButton(Button):
    """A blue word that goes somewhere; `arrow` adds the ›."""

    kind = "link"
    icon_token = word_token = "link"
    icon_size = SMALL

    def __init__(self, text: str = "", *, arrow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(f"{text} ›" if arrow else text, parent=parent)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class IconButton(Button):
    """Only × ? and the arrows: the name is its tooltip and accessible name."""

    kind = "icon"

    def __init__(
        self, icon_name: str, name: str, *, size: int = BUTTON, box: int = 32, parent: QWidget | None = None
    ) -> None:
        self.icon_size = size
        self._box = box
        super().__init__("", icon_name, parent=parent)
        self.setToolTip(name)
        self.setAccessibleName(name)

    def _recolour(self, theme: Theme) -> None:
        super()._recolour(theme)
        self.setFixedSize(theme.px(self._box), theme.px(self._box))
