"""Who was at an activity, in the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.conftest import Filled
from tests.nouns.activities.presence import note_presence
from tests.ui.offices import Desk, desk, fill_in, sit_down  # noqa: F401


def open_activity(desk: Desk, filled: Filled, kind: str) -> Any:  # noqa: F811
    made = filled.place.create("activity", title="走访", type="01", date="2026-06-01")
    note_presence(desk.office, desk.actor, made, {filled.members[0]: "到"})
    page = desk.open("activities", made)
    page.tabs.set_key(kind)
    page._pick_tab(kind)
    desk.rest()
    return page.children_tabs[kind]


def test_somebody_is_added_while_something_is_typed(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_activity(desk, filled, "attendance")
    column = tab.model.where("presence")
    tab.grid.take(tab.model.index(1, column), "请假", None)
    tab.finder.chosen.emit(filled.members[1], "陈素芬")
    desk.rest()
    assert [row.case.title for row in tab.model.rows] == ["郑晓禾", "陈素芬"] and tab.model.cell(
        1, "presence"
    ).text == "请假"
    tab.grid.take(tab.model.index(2, column), "1", None)
    tab.store()
    desk.rest()
    assert tab.sums.whole == "填了 2 人次 · 到 1 · 请假 1" and not tab.entering
    tab.finder.chosen.emit(filled.members[1], "陈素芬")
    desk.rest()
    assert tab.said.whole == "陈素芬已经在名单里。" and len(tab.model.rows) == 2


def test_what_is_taken_back_is_not_said_to_be_unsaved(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_activity(desk, filled, "attendance")
    tab.grid.take(tab.model.index(1, tab.model.where("presence")), "病了", None)
    desk.qtbot.waitUntil(lambda: tab.said.whole == "改了 1 行，还没有保存。1 行还不行，看右边。")
    tab.grid.take(tab.model.index(1, tab.model.where("presence")), "到", None)
    desk.qtbot.waitUntil(lambda: not tab.entering and tab.said.whole == "")


def test_people_who_are_no_members_and_a_pasted_list(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_activity(desk, filled, "participant")
    answers = desk.answer(fill_in(name="王大娘", body="村民"))
    tab.add.click()
    desk.rest()
    assert not answers.left and [tab.table.pages.row(at).cell("picked").text for at in (0, 1)] == ["郑晓禾", "王大娘"]
    assert tab.table.pages.row(1).cell("beside").text == "村民"
    tab.table.setFocus()
    QGuiApplication.clipboard().setText("姓名\t电话\n陈素芬\n李大爷\t13800001234\n郑晓禾")
    desk.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    model = tab.entry.model
    desk.qtbot.waitUntil(lambda: (model.count("ok"), model.count("refused")) == (1, 2), timeout=10_000)
    assert "名单外的，写在“姓名”一列" in model.rows[1].verdict.more
    tab.entry.grid.take(model.index(2, model.where("member")), "", None)
    tab.entry.grid.take(model.index(2, model.where("name")), "李大爷", None)
    desk.qtbot.waitUntil(lambda: model.count("ok") == 2, timeout=10_000)
    tab.entry.write()
    desk.rest()
    assert sorted(tab.table.pages.row(at).cell("picked").text for at in range(4)) == [
        "李大爷",
        "王大娘",
        "郑晓禾",
        "陈素芬",
    ]
    assert "138****1234" in [tab.table.pages.row(at).cell("phone").text for at in range(4)]


def test_the_session_that_came_with_the_activity(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_activity(desk, filled, "session")
    assert tab.table.pages.row(0).cell("name").text == "第 1 场" and tab.chosen.whole == "第 1 场"
    tab.table.setFocus()
    answers = desk.answer(fill_in(name="上午"))
    desk.press(Qt.Key.Key_Return)
    assert not answers.left and tab.table.pages.row(0).cell("name").text == "上午"
