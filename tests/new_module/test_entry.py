"""Records on trial entered beside their list, one after another, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.drafts import list_drafts
from cppcc_desktop.services.records.records import Query, count_records, list_records
from tests.conftest import Place
from tests.new_module.begun import CALL, CALLS, ON, SAID, TRIAL, UNTIL, WAY, WHAT
from tests.ui.offices import Desk
from ui.face import Face
from ui.kit.inputs.segments import SegmentField
from ui.lists.entry import EntryPanel
from ui.records.entry_form import EntryForm, EntryLayout
from ui.session import Session
from ui.theme import Theme, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL, ENTER, TAB = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return, Qt.Key.Key_Tab
LAYOUT = EntryLayout(
    module=CALLS, title="记一句", fields=(WAY, WHAT, ON, SAID, UNTIL), stay=(WAY, WHAT, ON), halves=(ON, UNTIL),
    told=lambda office, actor: f"已有 {count_records(office, actor, office.modules[CALLS], Query())} 句",
)  # fmt: skip


def make_panel(session: Session) -> EntryForm:
    return EntryForm(session, LAYOUT)


FACE = Face(name=CALLS, parts={"EntryPanel": lambda: [EntryPanel(module=CALLS, make=make_panel)]})


@pytest.fixture
def calls(open_trial: Callable[..., Place]) -> Place:
    return open_trial(features=TRIAL)


@pytest.fixture
def desk(qtbot: QtBot, calls: Place, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, calls.office, calls.actor, tmp_path, (FACE,))
    yield made
    made.close()


def stored(place: Place) -> list[tuple[object, ...]]:
    rows = list_records(place.office, place.actor, place.office.modules[CALLS], Query(order=(SAID,)), 0, -1).rows
    return [(row[WAY], row[WHAT], row[ON], row[SAID], row[UNTIL]) for row in rows]


def test_one_after_another_by_keyboard(desk: Desk, calls: Place) -> None:
    """Ctrl+N goes to the panel, Ctrl+Enter saves and clears; what goes for the next one stays, Esc leads to the list."""
    page = desk.go(CALLS)
    panel = page.entry.panel
    assert page.entry.beside and panel.isVisible() and page.new.isHidden()
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.focus is panel.form.editors[WAY]
    desk.press(Qt.Key.Key_End)
    desk.press(TAB)
    desk.type("第八站")
    desk.press(TAB)
    panel.form.editors[ON].setText("6月2日")
    panel.form.editors[ON].textEdited.emit("6月2日")
    desk.press(TAB)
    desk.type("路上有坑")
    desk.qtbot.waitUntil(lambda: panel.form.editors[UNTIL].value() == "2026-06-05")
    desk.press(ENTER, CTRL)
    assert stored(calls) == [("8", "第八站", "2026-06-02", "路上有坑", "2026-06-05")]
    editors = panel.form.editors
    assert [editors[name].value() for name in LAYOUT.fields] == ["8", "第八站", "2026-06-02", None, "2026-06-05"]
    assert (
        panel.told.text() == "已有 1 句"
        and not panel.form.changes()
        and desk.focus is editors[SAID]
        and page.model.total == 1
    )
    desk.type("桥上没有灯")
    desk.press(ENTER, CTRL)
    assert len(stored(calls)) == 2
    desk.press(ENTER, CTRL)
    assert len(stored(calls)) == 2, "an empty form saves nothing"
    desk.press(Qt.Key.Key_Escape)
    assert desk.focus is page.table and not desk.reported


def test_what_is_missing_is_said_and_what_is_typed_is_kept(desk: Desk, calls: Place) -> None:
    page = desk.go(CALLS)
    panel = page.entry.panel
    page.entry.enter()
    panel.form.editors[WAY].set_key("6")
    panel.form.editors[WAY].edited.emit()
    panel.form.editors[SAID].put("没有路")
    panel.form.editors[SAID].edited.emit()
    panel.save(go_on=True)
    desk.rest()
    assert panel.form.editors[WHAT].error == "这一项要填" and not stored(calls)
    panel.keeper.keep()
    desk.rest()
    (line,) = list_drafts(calls.office, calls.actor, CALL)
    assert line.title == "没有路" and "草稿已存" in panel.words.whole
    fresh = EntryForm(desk.session, LAYOUT)
    fresh.begin()
    desk.rest()
    assert fresh.form and fresh.form.editors[SAID].value() == "没有路" and fresh.keeper.key == line.record
    fresh.give_up()
    desk.rest()
    assert not list_drafts(calls.office, calls.actor, CALL) and fresh.form.editors[SAID].value() is None
    fresh.deleteLater()


def test_at_large_type_it_stands_in_place_of_the_list(desk: Desk, plain_theme: None) -> None:
    page = desk.go(CALLS)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, Theme(1.5))
    desk.rest()
    panel = page.entry.panel
    assert panel.isHidden() and not page.new.isHidden() and page.body.isVisible()
    desk.press(Qt.Key.Key_N, CTRL)
    assert panel.isVisible() and page.body.isHidden() and page.new.isHidden() and panel.back.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert panel.isHidden() and page.body.isVisible()
    apply_theme(app, Theme())


def test_a_few_answers_in_sight(qtbot: QtBot, calls: Place) -> None:
    """Nothing is chosen at first; arrows, digits and initials choose, a retired code stays readable."""
    codes = read_codes(calls.office)
    field = SegmentField(Field(name="a", label="几样", kind=Kind.CODE, codes="intake_period"), codes)
    qtbot.addWidget(field)
    field.resize(300, 32)
    entries = [each.code for each in codes.entries("intake_period")]
    assert field.value() is None and "没有选" in field.accessibleDescription()
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field, Qt.Key.Key_Right)
    assert field.value() == entries[0]
    qtbot.keyClick(field, Qt.Key.Key_Left)
    assert field.value() == entries[-1]
    qtbot.keyClick(field, "1")
    assert field.value() == entries[0]
    qtbot.keyClick(field, "p")
    assert codes.label("intake_period", str(field.value())).startswith("平")
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.rect().topLeft())
    assert field.value() == entries[0]
    field.put("往年的")
    assert field.value() == "往年的" and field.typed() == "往年的"
    assert not field.grab().isNull()
