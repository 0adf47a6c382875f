"""What a noun puts around the tabs of its records: a panel beside them, words in the header, rows of a child as chips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Place
from tests.new_module.nouns import ABOUT_WHAT, HEAD, PLACES, TOWN, TOWNS, VISIT
from tests.new_module.test_children_window import desk  # noqa: F401
from tests.ui.offices import Desk
from ui.lists.looks import ChildStrip, Look
from ui.records.panels import HeaderWords, SidePanel
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, apply_theme

APP = QApplication.instance
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Beside(QWidget):
    """Counts how often it was opened."""

    tab_asked = Signal(str)

    def __init__(self, _session: Session) -> None:
        super().__init__()
        self.opened, self.heard, self.button = list[str](), list[WrittenKinds](), QPushButton("看附件")
        QVBoxLayout(self).addWidget(self.button)
        self.button.clicked.connect(lambda: self.tab_asked.emit("files"))

    def open(self, record: str) -> None:
        self.opened.append(record)

    def follow(self, change: WrittenKinds) -> None:
        self.heard.append(change)


def place_of(desk: Desk) -> str:  # noqa: F811
    (found,) = list_ids(desk.office, desk.actor, desk.office.modules[PLACES], Query())
    return found


def town_of(desk: Desk) -> str:  # noqa: F811
    (found,) = list_ids(desk.office, desk.actor, desk.office.modules[TOWNS], Query())
    return found


def test_a_panel_stands_beside_records_without_a_life(desk: Desk, trial: Place) -> None:  # noqa: F811
    desk.session._parts[SidePanel] = (SidePanel(module=PLACES, label="近况", make=Beside),)
    page = desk.open(PLACES, place_of(desk))
    assert page.history.isVisible() and page.aside.opened == [place_of(desk)] and not page.track.isVisible()
    assert "近况" not in [each.word for each in page.tabs._tabs]
    page.aside.button.click()
    assert page.tabs.key == "files" and page.files.isVisible()
    trial.create(TOWN, **{HEAD: "西边的"})
    desk.window._follow(WrittenKinds(frozenset({TOWN})))
    assert [each.touches(TOWN) for each in page.aside.heard] == [True]
    assert not desk.open(PLACES, "").history.isVisible()  # of a new record nothing is known


def test_at_large_type_it_is_a_tab(desk: Desk) -> None:  # noqa: F811
    desk.session._parts[SidePanel] = (SidePanel(module=PLACES, label="近况", make=Beside),)
    try:
        apply_theme(APP(), Theme(scale=1.5))
        page = desk.open(PLACES, place_of(desk))
        assert not page.history.isVisible() and "近况" in [each.word for each in page.tabs._tabs]
        page._show_tab("history")
        assert page.history.isVisible() and not page.parts.isVisible()
        desk.qtbot.waitUntil(lambda: page.history.width() > 0.9 * page.width(), timeout=5000)
    finally:
        apply_theme(APP(), Theme())


def say(_office: Office, _actor: Actor, record: str) -> tuple[list[tuple[str, str]], list[str]]:
    return [("要催", "wait")], [f"号 {record[:2]}", ""]


def test_the_header_says_more_and_shows_rows_as_chips(desk: Desk, trial: Place) -> None:  # noqa: F811
    at = town_of(desk)
    rows = [{"date": "2026-05-01", ABOUT_WHAT: "看路"}, {"date": "2020-03-02", ABOUT_WHAT: "看桥"}]
    add_rows(trial.office, trial.actor, VISIT, at, rows)
    desk.session._parts[HeaderWords] = (HeaderWords(module=TOWNS, read=say),)
    desk.session._parts[Look] = (Look(module=TOWNS, strip=ChildStrip(VISIT, "date", "")),)
    page = desk.open(TOWNS, at)
    assert [chip.text for chip in page.header.chips if chip.isVisible()][-1] == "要催"
    assert page.header.facts.whole.endswith(f"号 {at[:2]}")
    spells = [(each.spell.word, each.spell.span, each.spell.ended) for each in page.strip.box.parts[:-1]]
    assert spells == [("看桥", "2020-03 起", False), ("看路", "2026-05 起", False)]
    page.strip.change.setFocus()
    desk.qtbot.keyClick(page.strip.change, Qt.Key.Key_Space)
    assert page.tabs.key == VISIT and page.children_tabs[VISIT].isVisible()


def test_what_ended_stands_last_and_says_so(desk: Desk, trial: Place) -> None:  # noqa: F811
    at = town_of(desk)
    rows = [{"date": "2020-03-02", ABOUT_WHAT: "看桥"}, {"date": "2021-04-02", ABOUT_WHAT: "看塘"}]
    add_rows(trial.office, trial.actor, VISIT, at, rows)
    desk.session._parts[Look] = (Look(module=TOWNS, strip=ChildStrip(VISIT, "", "date")),)
    page = desk.open(TOWNS, at)
    spells = [each.spell for each in page.strip.box.parts[:-1]]
    assert [(each.word, each.span, each.ended) for each in spells] == [
        ("看桥", "？ 至 2020-03", True), ("看塘", "？ 至 2021-04", True),
    ]  # fmt: skip
    assert page.strip.box.parts[0].accessibleName() == "看桥 ？ 至 2020-03 已结束"
