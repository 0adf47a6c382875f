"""Tokens of look.md, and the palette and style sheet made from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import cast

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

SCALES = (1.0, 1.25, 1.5, 2.0)
LINE = 20  # height of a line of body text: a box grows by what its line grows
FAMILIES = ("Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "sans-serif")
TONES = ("ok", "wait", "go", "bad", "none")

NORMAL: Mapping[str, str] = MappingProxyType({
    "accent": "#A32A24", "button": "#A32A24", "button_hover": "#8B221D", "button_pressed": "#731B17",
    "on_button": "#FFFFFF", "link": "#1D5793", "focus": "#1D5793", "sel": "#D9E6F4", "on_sel": "#1F2733",
    "hover": "#EEF2F6", "pressed": "#E9ECF0", "text": "#1F2733", "text2": "#515C69", "text3": "#6B7583",
    "border": "#7B8491", "off": "#7B8491", "off_ground": "#EEF0F3", "off_edge": "#DDE1E6",
    "line": "#DDE1E6", "row": "#E9ECF0", "surface": "#FFFFFF", "head": "#F0F2F5", "window": "#F3F4F6",
    "side": "#E8EBEF", "badge": "#DDE1E6", "tick": "#1D5793", "on_tick": "#FFFFFF", "sel_tick": "#1D5793",
    "sel_on_tick": "#FFFFFF", "sel_focus": "#1D5793", "chosen": "#E4EEF8", "chosen_text": "#1D5793",
    "ok": "#1C6639", "ok_ground": "#E3F1E8", "wait": "#7A4E00", "wait_ground": "#FDF1D6",
    "go": "#1D5793", "go_ground": "#E4EEF8", "bad": "#A32A24", "bad_ground": "#FAE7E5",
    "none": "#46505C", "none_ground": "#E9ECF0", "bar": "#5F82A8", "bar_late": "#A32A24",
    "bar_before": "#C3D0DE",
    "tile": "#47607F", "thumb": "#B4BBC5", "track": "#F4F5F6", "groove": "#C3D0DE", "axis": "#BDC1C6",
    "note": "#FFF4D6",
})  # fmt: skip

_BLACK = dict.fromkeys(
    ("on_button", "on_sel", "surface", "head", "window", "side", "badge", "on_tick", "sel_tick", "chosen",
     "off_ground", "ok_ground", "wait_ground", "go_ground", "bad_ground", "none_ground", "track", "groove",
     "note", "sel_focus"), "#000000")  # fmt: skip
_WHITE = dict.fromkeys(
    ("button", "text", "text2", "text3", "border", "line", "tick", "sel_on_tick", "ok", "wait", "go", "none",
     "bar", "tile", "thumb", "axis", "chosen_text"), "#FFFFFF")  # fmt: skip
_YELLOW = dict.fromkeys(("accent", "link", "focus", "bad", "bar_late"), "#FFFF00")

CONTRAST: Mapping[str, str] = MappingProxyType({
    **_BLACK, **_WHITE, **_YELLOW, "sel": "#1AEBFF", "off": "#3FF23F", "off_edge": "#3FF23F",
    "hover": "#2B2B2B", "pressed": "#454545", "button_hover": "#D9D9D9", "button_pressed": "#BFBFBF",
    "row": "#7A7A7A", "bar_before": "#7A7A7A",
})  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """One choice of type size and contrast; says every size and colour that follows from it."""

    scale: float = 1.0
    high_contrast: bool = False

    @property
    def tokens(self) -> Mapping[str, str]:
        return CONTRAST if self.high_contrast else NORMAL

    def color(self, token: str) -> QColor:
        """The colour of a token; KeyError for a word that is none."""
        return QColor(self.tokens[token])

    def px(self, height: int) -> int:
        """Height of a box that is `height` at 100 %: it grows by its line only."""
        return round(height + LINE * (self.scale - 1))

    def size(self, pixels: float) -> int:
        """Size of type or an icon that is `pixels` at 100 %."""
        return int(pixels * self.scale + 0.5)

    def text_width(self, width: int, gaps: int = 16) -> int:
        """Width of a box that is `width` at 100 %, of which `gaps` do not grow."""
        return round(gaps + (width - gaps) * self.scale)

    def icon_size(self, pixels: int) -> QSize:
        return QSize(self.size(pixels), self.size(pixels))

    def font(self, size: int = 14, bold: bool = False) -> QFont:
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.size(size))
        font.setBold(bold)
        return font


class ThemeState(QObject):
    """The theme in force, one per application; `changed` tells widgets that paint themselves."""

    changed = Signal(object)  # Theme

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = Theme()
        self.pixmaps: dict[object, object] = {}  # icons drawn for this theme

    def put(self, theme: Theme) -> None:
        self.theme = theme
        self.pixmaps.clear()


def theme_state() -> ThemeState:
    """The state kept on the QApplication instance; made on first use. Needs a QApplication."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("no QApplication yet")
    state = app.property("office_theme")
    if not isinstance(state, ThemeState):
        state = ThemeState(app)
        app.setProperty("office_theme", state)
    return state


def current_theme() -> Theme:
    """The theme in force; a plain one before apply_theme was called."""
    return theme_state().theme


def theme_changed() -> Signal:
    """Signal(Theme), sent after palette and style sheet were replaced."""
    return cast("Signal", theme_state().changed)


def follow_theme(callback: Callable[[Theme], None]) -> None:
    """Call a bound method of a widget now and at every change of theme, for as long as the widget lives."""
    state = theme_state()
    state.changed.connect(callback)
    callback(state.theme)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Put style, font, palette and style sheet on the application; called again when the choice changes."""
    state = theme_state()
    state.put(theme)
    if app.style().name().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(theme.font())
    app.setPalette(build_palette(theme))
    app.setStyleSheet(build_sheet(theme))
    state.changed.emit(theme)


def build_palette(theme: Theme) -> QPalette:
    """Plain colours from the tokens; Inactive equals Active so that selections stay when a dialog opens."""
    role = QPalette.ColorRole
    words = {
        role.Window: "window", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "surface",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "on_button",
        role.Highlight: "sel", role.HighlightedText: "on_sel", role.Link: "link", role.LinkVisited: "link",
        role.PlaceholderText: "text3", role.ToolTipBase: "surface", role.ToolTipText: "text",
        role.Mid: "line", role.Dark: "border", role.Light: "surface", role.Midlight: "head",
        role.Shadow: "border", role.Accent: "link",
    }  # fmt: skip
    palette = QPalette()
    for where, token in words.items():
        palette.setColor(QPalette.ColorGroup.All, where, theme.color(token))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, theme.color("off"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, theme.color("off_ground"))
    return palette


def build_sheet(theme: Theme) -> str:
    """The style sheet with tokens filled in: @name a colour, box(h-n) a grown height, type(n) a
    type size, tail(n) the room of a chevron and n pixels beside it.
    """
    text = (files("resources") / "styles" / "office.qss").read_text("utf-8")
    text = re.sub(r"box\((\d+)(?:-(\d+))?\)", lambda m: f"{theme.px(int(m[1])) - int(m[2] or 0)}px", text)
    text = re.sub(r"tail\((\d+)\)", lambda m: f"{theme.size(14) + int(m[1])}px", text)
    text = re.sub(r"type\((\d+)\)", lambda m: f"{theme.size(int(m[1]))}px", text)
    return re.sub(r"@(\w+)", lambda m: theme.tokens[m[1]], text)


def set_role(widget: QWidget, **properties: str | bool) -> None:
    """Set style properties (role="note", wrong=True) and let the style sheet look again."""
    for name, value in properties.items():
        if widget.property(name) == value:
            continue
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
