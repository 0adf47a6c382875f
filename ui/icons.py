"""The line icons of resources/icons, drawn in the colour of a token at the size of the screen."""

from __future__ import annotations

from importlib.resources import files
from typing import cast

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import theme_state

NAV, BUTTON, SMALL, CHEVRON = 20, 18, 16, 14


def icon(name: str, token: str = "text2", size: int = BUTTON) -> QIcon:
    """An icon in a token's colour; disabled it takes the colour of disabled text. `size` is that at 100 %."""
    made = QIcon()
    screen = QGuiApplication.primaryScreen()
    for ratio in sorted({1.0, screen.devicePixelRatio() if screen else 1.0}):
        made.addPixmap(pixmap(name, token, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, "off", size, ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, token: str = "text2", size: int = BUTTON, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` grown by the theme, sharp at `ratio`; drawn once per theme."""
    state = theme_state()
    key = (name, token, size, ratio)
    found = state.pixmaps.get(key)
    if found is None:
        found = render(name, state.theme.tokens[token], state.theme.size(size), ratio)
        state.pixmaps[key] = found
    return cast("QPixmap", found)


def render(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """Draw one icon; FileNotFoundError if there is none of that name."""
    source = (files("resources") / "icons" / f"{name}.svg").read_text("utf-8")
    drawing = QSvgRenderer(QByteArray(source.replace("#000", colour).encode()))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


def draw_icon(painter: QPainter, name: str, token: str, size: int, x: float, y: float) -> None:
    """Paint an icon with its upper left corner at x, y."""
    painter.drawPixmap(round(x), round(y), pixmap(name, token, size, painter.device().devicePixelRatio()))
