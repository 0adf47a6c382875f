"""A tab of a noun's own stands in place of the platform's, reads for itself and takes the room it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from cppcc_desktop.services.records.children import add_rows, list_rows
from tests.conftest import Place
from tests.new_module.nouns import PART, PART_NAME, YEARS
from tests.new_module.test_children_window import desk  # noqa: F401
from tests.new_module.test_services import ids
from tests.ui.offices import Desk
from ui.records.panels import OwnTab
from ui.session import Session
from ui.tasks import WrittenKinds

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class PartNames(QWidget):
    """Just the names."""

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.record, self.writable, self.names = session, "", True, list[str]()
        self.count: int | None = None
        self.beside, self.leave = QLabel("旁边"), True

    def open(self, record: str, *, writable: bool) -> None:
        self.record, self.writable = record, writable
        self.read()

    def read(self) -> None:
        session, record = self.session, self.record
        session.read(lambda: list_rows(session.office, session.actor, PART, record).rows, self._show, self)

    def _show(self, rows) -> None:
        self.names = [row.words[PART_NAME] for row in rows]
        self.count = len(rows)
        self.counted.emit(self.count)

    def follow(self, change: WrittenKinds) -> None:
        if change.touches(PART):
            self.read()

    def may_leave(self) -> bool:
        return self.leave


def test_it_stands_where_the_childs_tab_would(desk: Desk, trial: Place) -> None:  # noqa: F811
    desk.session._parts[OwnTab] = (OwnTab(module=YEARS, child=PART, make=PartNames, label="场次表", wide=True),)
    case = ids(trial)[0]
    page = desk.open(YEARS, case)
    tab, kept = page.children_tabs[PART], page.bundle
    assert isinstance(tab, PartNames) and tab.writable and PART not in page.bundle.children
    assert ("场次表", 1) in [(each.word, each.count) for each in page.tabs._tabs]
    assert page.track.isVisible() and page.foot.isVisible() and not tab.beside.isVisible()
    page.tabs.set_key(PART)
    page._pick_tab(PART)
    assert tab.isVisible() and tab.beside.isVisible()
    assert not page.track.isVisible() and not page.foot.isVisible() and not page.history.isVisible()
    desk.session.write(lambda: add_rows(trial.office, trial.actor, PART, case, [{PART_NAME: "晚上"}]), None, page)
    desk.rest()
    assert tab.names == ["", "晚上"] and page.bundle is kept, "the page is not read anew for it"
    assert ("场次表", 2) in [(each.word, each.count) for each in page.tabs._tabs]
    tab.leave = False
    assert not page.may_leave() and not page.may_act()


def test_pages_out_of_sight_wait_for_a_pause(desk: Desk, trial: Place) -> None:  # noqa: F811
    """One write is heard of at once; of several in a row all but the first together, and what is in sight never waits."""
    case, heard, seen = ids(trial)[0], list[WrittenKinds](), list[WrittenKinds]()
    page = desk.open(YEARS, case)
    desk.rest()
    home = next(each for each in desk.window._kept.values() if each is not page)
    home.follow, page.follow = heard.append, seen.append  # type: ignore[method-assign]
    desk.qtbot.waitUntil(lambda: not desk.window._calm.isActive())
    for at in range(4):
        desk.tasks.changed.emit(WrittenKinds(frozenset({f"kind{at}"})))
    assert (len(seen), len(heard)) == (4, 1) and desk.tasks.busy
    desk.rest()
    assert [sorted(each.entities) for each in heard] == [["kind0"], ["kind1", "kind2", "kind3"]]
