"""A list that shares the place of another one in the sidebar: one press away, and marked as that one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from cppcc_desktop.services.features import Feature
from tests.conftest import Place
from tests.new_module.nouns import HEAD, PLACES, PLACES_MODULE, TOWN, TOWNS, TOWNS_MODULE, YEARS, YEARS_MODULE
from tests.ui.offices import Desk

FEATURES = (
    Feature(name=TOWNS, modules=(PLACES_MODULE, replace(TOWNS_MODULE, within=PLACES))),
    Feature(name=YEARS, modules=(YEARS_MODULE,)),
)


def press(page: object, words: str) -> None:
    next(each for each in page.view_bar.findChildren(QPushButton) if each.text() == words).click()  # type: ignore[attr-defined]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_it_is_one_press_away(open_trial: Callable[..., Place], sit_down: Callable[[Place], Desk]) -> None:
    place = open_trial("county", FEATURES)
    record = place.create(TOWN, **{HEAD: "甲记"})
    desk = sit_down(place)
    side = desk.window.side
    assert TOWNS not in side.buttons and PLACES in side.buttons
    page = desk.go(PLACES)
    press(page, "分记")
    desk.rest()
    assert desk.page.module.name == TOWNS and side.buttons[PLACES].current
    assert desk.page.new.text() == "新建分记" and desk.page.model.total == 1
    desk.open(TOWNS, record)
    assert side.buttons[PLACES].current
    desk.go(TOWNS)
    press(desk.page, "分会")
    desk.rest()
    assert desk.page.module.name == PLACES
    assert not [each for each in desk.go(YEARS).view_bar.findChildren(QPushButton) if each.text() in ("分会", "分记")]
    assert not desk.reported
