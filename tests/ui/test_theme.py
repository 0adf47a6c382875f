"""Tokens, sizes, palette, style sheet and icons."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.invented import ICONS
from ui.icons import icon, pixmap
from ui.kit.frame.labels import label
from ui.theme import CONTRAST, NORMAL, SCALES, TONES, Theme, apply_theme, build_sheet, current_theme, follow_theme


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_both_contrasts_name_the_same_tokens() -> None:
    assert set(NORMAL) == set(CONTRAST)


@pytest.mark.parametrize("scale, row, control", [(1.0, 26, 32), (1.25, 31, 37), (1.5, 36, 42), (2.0, 46, 52)])
def test_a_box_grows_by_its_line_only(scale: float, row: int, control: int) -> None:
    assert (Theme(scale).px(26), Theme(scale).px(32)) == (row, control)


@pytest.mark.parametrize("tokens", [NORMAL, CONTRAST])
def test_words_can_be_read_on_their_grounds(tokens: dict[str, str]) -> None:
    for tone in TONES:
        assert contrast(tokens[tone], tokens[f"{tone}_ground"]) >= 5.5
    for ink, ground in (("text", "surface"), ("text2", "side"), ("on_button", "button"), ("on_sel", "sel"),
                        ("link", "surface"), ("accent", "surface")):  # fmt: skip
        assert contrast(tokens[ink], tokens[ground]) >= 4.5
    assert contrast(tokens["border"], tokens["surface"]) >= 3


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("high", [False, True])
def test_the_sheet_leaves_no_token_and_styles_nothing_without_a_selector(scale: float, high: bool) -> None:
    sheet = build_sheet(Theme(scale, high))
    assert not re.search(r"@|box\(|type\(|tail\(", sheet)
    assert not re.search(r"(^|\})\s*(\*|QWidget)\s*\{", sheet)


def test_inactive_selection_does_not_fade(qapp: QApplication) -> None:
    palette = qapp.palette()
    for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText):
        assert palette.color(QPalette.ColorGroup.Active, role) == palette.color(QPalette.ColorGroup.Inactive, role)


def test_a_change_reaches_widgets_and_the_type_size(qapp: QApplication, qtbot: QtBot) -> None:
    words = label("次要", "note")
    qtbot.addWidget(words)
    words.show()
    seen: list[float] = []

    class Follower(QLabel):
        def take(self, theme: Theme) -> None:
            seen.append(theme.scale)

    follower = Follower()
    qtbot.addWidget(follower)
    follow_theme(follower.take)
    apply_theme(qapp, Theme(2.0))
    assert seen == [1.0, 2.0]
    assert words.font().pixelSize() == 26
    assert current_theme().scale == 2.0


def test_every_icon_is_drawn_in_its_token_and_sharp(qapp: QApplication) -> None:
    names = {each.name.removesuffix(".svg") for each in (files("resources") / "icons").iterdir()
             if each.name.endswith(".svg")}  # fmt: skip
    assert set(ICONS) <= names
    for name in sorted(names):
        picture = pixmap(name, "accent", 20, 2.0)
        assert picture.width() == 40
        image = picture.toImage()
        inked = [image.pixelColor(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() == 255]
        assert inked and all(abs(c.red() - 0xA3) + abs(c.green() - 0x2A) + abs(c.blue() - 0x24) <= 3 for c in inked), (
            name
        )
    assert pixmap("home") is pixmap("home")
    assert not icon("home").isNull()


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("nothing")
