"""接待群众 in the window: the list says where each stands and how long there is, the page what comes next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.services.records.records import Query, list_records
from tests.conftest import Filled, Place
from tests.nouns.receptions.conftest import Hall
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, sit_down  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], hall: Hall) -> Desk:  # noqa: F811
    return sit_down(hall.place)


def test_the_list_says_how_long_there_is(desk: Desk, hall: Hall) -> None:
    late, soon = hall.receive(date="2026-05-11"), hall.receive(heads=3, receivers="县公安局")
    far, spot = (
        hall.receive(due_on="2026-06-30"),
        hall.receive(handling="当场答复", visitor=None, unnamed=True, heads=None),
    )
    done = hall.receive(handling="当场答复", call_back=False, date="2026-05-20")
    page = desk.go("receptions")
    rows = {row.id: row for at in range(5) if (row := page.model.row(at))}
    told = {
        each: (rows[each].cell("state").text, rows[each].cell("due_on").second, rows[each].cell("due_on").second_tone)
        for each in rows
    }
    assert told == {
        late: ("逾期", "逾期 14 天", "bad"), soon: ("转交", "余 7 天", "wait"), far: ("转交", "余 22 天", ""),
        spot: ("待回访", "余 7 天", "wait"), done: ("已办结", "5月20日答", ""),
    }  # fmt: skip
    assert [rows[soon].cell(name).text for name in ("visitor", "short", "receivers")] == [
        "马某 等 3 人", "村卫生室周末没有人", "县公安局",
    ]  # fmt: skip
    assert (rows[spot].cell("visitor").text, rows[spot].cell("receivers").text) == ("不留姓名", "当场答复")
    assert [column.label for column in page.model.columns][1:] == [
        "日期",
        "方式",
        "来访人",
        "事项",
        "去向",
        "状态",
        "期限",
    ]
    assert [each.text() for each in page.total_words] == ["当场答复 2", "转交 3", "逾期 1", "办结率 20.0%（1 / 5）"]


CTRL = Qt.KeyboardModifier.ControlModifier
TAB, ENTER, RIGHT = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Right


@pytest.fixture
def at_station(sit_down: Callable[[Place], Desk], pair: tuple[Place, Place], filled: Filled) -> tuple[Desk, Hall]:  # noqa: F811
    return sit_down(pair[1]), Hall(pair[1], filled.station)


def test_two_visitors_by_keyboard_alone(at_station: tuple[Desk, Hall]) -> None:
    """One passed on, one answered on the spot, without leaving the list: 方式 日期 接待委员 stay (look.md, 7c)."""
    desk, hall = at_station
    page = desk.go("receptions")
    panel = page.entry.panel
    assert "station" not in panel.form.editors and panel.told.text() == "今年第 1 件"
    desk.press(Qt.Key.Key_N, CTRL)
    desk.press(RIGHT)  # 坐诊
    desk.press(TAB)  # the day of today
    desk.press(TAB)
    desk.type("陈素芬")
    desk.qtbot.wait(250)
    desk.rest()
    desk.press(ENTER)
    desk.press(TAB)
    desk.type("覃某")
    desk.press(TAB)
    panel.form.editors["heads"].selectAll()
    desk.type("3")
    for text in ("13900002210", "茶坪村三组", "镇上到茶坪村的班车 4 月停了，老人看病要走 4 公里。"):
        desk.press(TAB)
        desk.type(text)
    panel.form.editors["handling"].setFocus()
    desk.type("")
    desk.press(Qt.Key.Key_Z)  # 转交
    assert panel.form.editors["handling"].value() == "2" and not panel.form._boxes["receivers"].isHidden()
    desk.qtbot.waitUntil(lambda: panel.form.editors["due_on"].value() == "2026-06-23")
    desk.press(TAB)
    desk.type("县运输局")
    desk.press(ENTER)
    desk.press(ENTER, CTRL)
    (row,) = list_records(hall.place.office, hall.place.actor, page.module, Query(), 0, -1).rows
    assert (row["mode"], row["visitor"], row["heads"], row["receivers"], row["due_on"], row["state"], row["station"]) == (
        "1", "覃某", 3, ["县运输局"], "2026-06-23", "passed_on", hall.station,
    )  # fmt: skip
    editors = panel.form.editors
    assert (editors["mode"].value(), editors["date"].value(), editors["persons"].value()) == (
        "1",
        "2026-06-08",
        row["persons"],
    )
    assert (
        editors["visitor"].value() is None and desk.focus is editors["visitor"] and panel.told.text() == "今年第 2 件"
    )
    desk.type("罗某")
    for text in (None, None, None, "医保异地报销怎么办"):
        desk.press(TAB)
        desk.type(text or "")
    desk.press(TAB)
    desk.press(Qt.Key.Key_D)  # 当场答复
    desk.press(TAB)
    desk.type("讲了备案的办法")
    desk.press(ENTER, CTRL)
    assert [page.model.row(at).cell("state").text for at in range(2)] in (["待回访", "转交"], ["转交", "待回访"])
    assert not desk.reported and not desk.unanswered


def test_who_came_before_is_shown_and_linked(desk: Desk, hall: Hall) -> None:
    before = hall.receive(visitor="覃某", matter="自来水压力低", date="2026-05-06")
    page = desk.open("receptions", "")
    desk.fill(visitor="覃某")
    lines = page.below[0]
    desk.qtbot.waitUntil(lambda: not lines.rows[0].isHidden())
    assert lines.rows[0].link.text() == "自来水压力低"
    assert lines.rows[0].why.whole == "以前来过：姓名相同 · 5月6日 覃某 · 转交" and lines.rows[1].isHidden()
    lines.rows[0].same.click()
    assert page.form.editors["earlier"].value() == before


def test_the_page_of_one_says_what_comes_next(desk: Desk, hall: Hall) -> None:
    record = hall.receive(date="2026-05-11")
    page = desk.open("receptions", record)
    assert [chip.text for chip in page.header.chips if not chip.isHidden()] == ["逾期 14 天"]
    assert not page.form.editors["due_on"].isEnabled() or page.form.editors["due_on"].isReadOnly()
    hall.act(record, "accept", date="2026-06-01", promised_on="2026-06-30")
    page = desk.open("receptions", record)
    assert "答应 2026-06-30 办好" in page.header.facts.whole
    assert [each.word for each in page.track.steps] == ["转交", "办理", "答复", "回访", "办结"]
