"""签到 in the window: one key a cell, taken back, found by initials, scanned, a save that fails; people and half-days beside it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.activities.attendance.meeting import read_desk
from cppcc_desktop.nouns.activities.counting import ABSENT, EARLY, HERE, LATE, LEAVE
from cppcc_desktop.nouns.activities.forms import WITH_CODES
from tests.conftest import Filled
from tests.nouns.activities.plenary import make_plenary
from tests.nouns.activities.presence import note_presence
from tests.ui.offices import Desk, desk, fill_in, press_button, sit_down  # noqa: F401
from ui.forms.print_preview import PrintPreview
from ui.nouns.activities import roll_state
from ui.nouns.activities.attendance_tab import AttendanceTab
from ui.theme import Theme, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def open_tab(desk: Desk, activity: str, kind: str = "attendance") -> Any:  # noqa: F811
    page = desk.open("activities", activity)
    page.tabs.set_key(kind)
    page._pick_tab(kind)
    desk.rest()
    return page.children_tabs[kind]


def open_activity(desk: Desk, filled: Filled, kind: str) -> Any:  # noqa: F811
    made = filled.place.create("activity", title="走访", type="01", date="2026-06-01")
    note_presence(desk.office, desk.actor, made, {filled.members[0]: "到"})
    return open_tab(desk, made, kind)


def keys(desk: Desk, tab: AttendanceTab, *typed: str | Qt.Key) -> None:  # noqa: F811
    for key in typed:
        if isinstance(key, str):
            QTest.keyClicks(tab.view, key)
        else:
            QTest.keyClick(tab.view, key)
    desk.rest()


def stored(desk: Desk, tab: AttendanceTab, session: int = 0) -> list[str]:  # noqa: F811
    """What the database holds of the first people in a half-day."""
    meeting = read_desk(desk.office, desk.actor, tab.state.record).meeting
    key = meeting.order[session]
    return [mark.presence if (mark := meeting.marks.get((each.line, key))) else "" for each in meeting.people]


def test_every_control_beside_the_roll_is_reached_by_tab(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=4, groups=2))
    assert desk.tour() == []
    tab.setFocus()
    assert desk.focus is tab.view


def test_a_plenary_is_typed_with_one_key_a_cell(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=12, groups=3))
    assert isinstance(tab, AttendanceTab) and not desk.page.track.isVisible() and not desk.page.foot.isVisible()
    assert [each.label for each in tab.groups.groups.groups] == ["第一组", "第二组", "第三组"]
    assert [each.label for each in tab.model.columns] == [
        "证号",
        "姓名",
        "界别",
        "6日下",
        "7日上",
        "7日下",
        "8日上",
        "8日下",
        "说明和批准人",
    ]
    tab.view.setFocus()
    keys(desk, tab, Qt.Key.Key_Return, "2", Qt.Key.Key_Return, "5")
    assert tab.group == "第二组", "behind the last of a group comes the next group"
    assert stored(desk, tab)[:4] == [HERE, LATE, "", ABSENT], "Enter leaves what leave says"
    assert (
        tab.panel.number.text() == "2"
        and tab.panel.mark.text() == "三分之二：8 人"
        and "已录 4 人" in tab.panel.base.text()
    )
    desk.qtbot.waitUntil(lambda: "还剩 8 人" in tab.saved_line.whole)
    assert tab.said.whole == ""
    modifiers = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(tab.view, Qt.Key.Key_Z, modifiers)
    desk.rest()
    assert (
        stored(desk, tab)[:4] == [HERE, LATE, "", ""] and tab.group == "第一组" and tab.view.currentIndex().row() == 3
    )
    keys(desk, tab, "+", Qt.Key.Key_Up, Qt.Key.Key_Up, "0")
    assert stored(desk, tab)[:4] == [HERE, "", "", HERE]
    keys(desk, tab, Qt.Key.Key_Right, "3")
    assert stored(desk, tab, 1)[1] == EARLY and tab.session_now.label == "7日上午 全体会议"
    tab._choose_session(tab.meeting.order[4])
    tab._choose_group("第一组")
    answers = desk.answer(press_button("记 2 人缺席"))
    tab.absent.click()
    desk.rest()
    assert not answers.left and stored(desk, tab, 4)[:4] == ["", ABSENT, "", ABSENT]
    tab._copy_invitation()
    desk.rest()
    assert (
        "请准时参加" in QGuiApplication.clipboard().text()
        and "8日下午 分组讨论（14:30）" in QGuiApplication.clipboard().text()
    )
    assert not desk.reported


def test_people_are_found_and_scanned(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=12, groups=3))
    tab.view.setFocus()
    keys(desk, tab, "g")
    assert desk.focus is tab.finder and tab.finder.text() == "g"
    QTest.keyClicks(tab.finder, "ss")
    QTest.keyClick(tab.finder, Qt.Key.Key_Return)
    assert tab._current().name == "管石生" and tab.group == "第二组" and desk.focus is tab.view
    tab.finder.setFocus()
    QTest.keyClicks(tab.finder, "12")
    QTest.keyClick(tab.finder, Qt.Key.Key_Return)
    assert tab._current().number == "12" and tab.group == "第三组"
    tab._go_to_person("某某")
    assert tab.said.whole == "名单里没有“某某”。" and tab.said.property("role") == "wrong"
    tab.scan.click()
    tab._choose_session(tab.meeting.order[3])
    said = []
    for code in (tab.meeting.people[0].code, "88888888", tab.meeting.people[0].code):
        QTest.keyClicks(tab.finder, code)
        QTest.keyClick(tab.finder, Qt.Key.Key_Return)
        said.append(tab.said.whole)
    desk.rest()
    assert said == ["白石生 到。", "这次活动的名单里没有条码 88888888。没有记。", "白石生已经记过（到），没有改。"]
    marks = read_desk(desk.office, desk.actor, tab.state.record).meeting.marks
    assert [(mark.presence, mark.how, mark.at) for mark in marks.values()] == [(HERE, "3", "15:42")]


def test_the_sheet_asks_whether_with_bars(desk: Desk, filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=3, groups=1))
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(PrintPreview, "exec", lambda self: shown.append((self.form, self._asked.variant)))
    answers = desk.answer(fill_in(variant="每人带条码，可以扫"))
    tab.print.click()
    desk.rest()
    tab.bulletin.click()
    desk.rest()
    assert shown == [("attendance_sheet", WITH_CODES), ("attendance_bulletin", "")] and not answers.left


def test_what_cannot_be_stored_goes_back_and_is_said(desk: Desk, filled: Filled, monkeypatch) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=4, groups=1))
    real, tried = roll_state.record_marks, list[int]()

    def fail_second(*given: Any):
        tried.append(1)
        if len(tried) == 2:
            raise Refusal("磁盘满了。", todo="腾出地方再填。")
        return real(*given)

    monkeypatch.setattr(roll_state, "record_marks", fail_second)
    tab.view.setFocus()
    keys(desk, tab, "1", "2", Qt.Key.Key_Down, "5")
    assert stored(desk, tab) == [HERE, "", "", ABSENT]
    assert [tab.model.text(tab.model.index(at, 3)) for at in range(4)] == ["到", "", "假", "缺"]
    assert tab.said.whole == "陈石生 6日下 没有存上，已经退回原样：磁盘满了。腾出地方再填。" and not tab.state.waiting


def test_words_leave_and_large_type(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=12, groups=3))
    tab.view.setFocus()
    keys(desk, tab, "2", Qt.Key.Key_Up)
    answers = desk.answer(fill_in(at="9:20", words="堵车"))
    keys(desk, tab, Qt.Key.Key_F2)
    first = tab.meeting.people[0].line
    desk.qtbot.waitUntil(lambda: tab.model.notes[first] == "9:20 到，堵车")  # it is shown as it was stored
    assert not answers.left

    def ask(dialog: Any) -> None:
        dialog.form.editors["kind"].set_key("1")
        dialog.form.editors["from_session"].set_key(None)
        dialog.main.click()

    answers = desk.answer(ask)
    tab._ask_leave()
    desk.rest()
    assert not answers.left and tab.said.whole == "白石生请假 2.5 天，等秘书长批准。会前 0 天才提出，规定提前 1 天。"
    meeting = read_desk(desk.office, desk.actor, tab.state.record).meeting
    assert meeting.stand(meeting.people[0].line, meeting.order[4]).presence == LEAVE
    assert tab.panel.leave_head.text() == "请假 1 人", "of this half-day"
    app = QGuiApplication.instance()
    try:
        apply_theme(app, Theme(1.5))  # type: ignore[arg-type]
        desk.rest()
        assert (
            tab.chooser.isVisible() and not tab.left.isVisible() and not tab.panel.isVisible() and tab.views.isVisible()
        )
        tab._choose_session(tab.meeting.order[4])
        desk.window.resize(1093, 542)
        apply_theme(app, Theme(2.0))  # type: ignore[arg-type]
        desk.rest()
        assert [each.label for each in tab.model.columns if each.key in ("body", "name")] == [
            "姓名"
        ] and tab.earlier.isVisible()
        tab.earlier.click()
        assert len(tab.model.columns) == 8 and tab.earlier.text() == "只看这几个半天"
    finally:
        apply_theme(app, Theme())  # type: ignore[arg-type]


def test_a_list_from_a_spreadsheet_is_pasted(desk: Desk, filled: Filled) -> None:  # noqa: F811
    tab = open_tab(desk, make_plenary(desk.office, desk.actor, people=4, groups=1))
    tab.view.setFocus()
    QGuiApplication.clipboard().setText("姓名\t6日下午\t7日上\n白石生\t到\t迟到\n陈石生\t缺席\t\n某某\t到\t到")
    answers = desk.answer(press_button("写入 3 格"))
    QTest.keyClick(tab.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    assert not answers.left and stored(desk, tab)[:2] == [HERE, ABSENT] and stored(desk, tab, 1)[0] == LATE
    assert tab.said.whole == "写入了 3 格，按 Ctrl+Z 一次退回。1 处存疑没有写。"
    tab._take_back()
    desk.rest()
    assert stored(desk, tab) == ["", "", "", ""]


def test_nobody_yet_and_a_record_in_the_bin(desk: Desk, filled: Filled) -> None:  # noqa: F811
    made = filled.place.create("activity", title="走访", type="36", date="2026-06-01")
    tab = open_tab(desk, made)
    assert tab.empty.isVisible() and not tab.whole.isVisible() and tab.count == 0
    note_presence(desk.office, desk.actor, made, {filled.members[0]: "请假"})
    desk.qtbot.waitUntil(lambda: tab.whole.isVisible(), timeout=5000)
    desk.rest()
    assert [each.label for each in tab.groups.groups.groups] == ["全部人员"] and tab.count == 1, (
        "others' changes are read"
    )


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
