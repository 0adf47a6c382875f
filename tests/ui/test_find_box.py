"""Find anything in the window: by keyboard alone, late answers dropped, hits open what they belong to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from cppcc_desktop.domain.description.conditions import fields_of
from cppcc_desktop.services.lists.find import Found, Hit
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from ui.find.panel import FEW, FindModel, make_lines
from ui.theme import Theme, apply_theme

CTRL = Qt.KeyboardModifier.ControlModifier


def look(desk: Desk, text: str) -> list[str]:
    """Ctrl+K, type, wait: the lines of the panel."""
    desk.press(Qt.Key.Key_K, CTRL)
    desk.window.top.search.setText("")
    desk.type(text)
    desk.window.top.search.settle()
    desk.rest()
    return [line.text for line in desk.window.finder.panel.list.found.lines]


def chosen(desk: Desk) -> str:
    line = desk.window.finder.panel.list.line()
    return line.text if line else ""


def hits(count: int, module: str = "members", more: bool = False) -> Found:
    return Found(module, "委员", [Hit(module, "member", str(at), f"甲{at}", "姓名", f"甲{at}", 0, 1) for at in range(count)], more)  # fmt: skip


def test_ctrl_k_finds_opens_and_comes_back(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")
    lines = look(desk, "陈素芬")
    assert lines[0] == "委员" and chosen(desk) == "陈素芬" and desk.focus is desk.window.top.search
    assert "委员 1 条" in desk.focus.accessibleDescription()
    desk.press(Qt.Key.Key_Escape)
    assert not desk.window.finder.panel.isVisible() and desk.focus is page.table
    look(desk, "陈素芬")
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == filled.members[1] and not desk.window.finder.panel.isVisible()
    assert desk.window.finder.recent == ["陈素芬"]


def test_pinyin_finds_too_and_half_typed_chinese_asks_nothing(desk: Desk) -> None:
    assert "陈素芬" in look(desk, "csf")
    before = desk.window.finder._turn
    QApplication.sendEvent(desk.focus, QInputMethodEvent("chen", []))
    desk.qtbot.wait(200)
    desk.rest()
    assert desk.window.finder._turn == before


def test_a_late_answer_is_dropped(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    find = desk.window.finder
    find.ask("陈")
    older = find._turn
    find.ask("没有这样的人")
    find._take(older, "陈", [hits(1)])
    desk.rest()
    assert find._text == "没有这样的人" and find._found == []
    words = [line.text for line in find.panel.list.found.lines]
    assert words[0] == "没有找到“没有这样的人”。" and "拼音" in words[1]
    desk.press(Qt.Key.Key_Return)
    assert find.panel.isVisible()  # nothing to open


def test_arrows_go_round_what_can_be_chosen(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    lines = look(desk, "水")
    assert (
        sum(line.act == "hit" and line.module == "proposals" for line in desk.window.finder.panel.list.found.lines)
        == FEW
    )
    first = chosen(desk)
    seen = [first]
    while True:
        desk.press(Qt.Key.Key_Down)
        if chosen(desk) == first and len(seen) > 1:
            break
        seen.append(chosen(desk))
        assert len(seen) <= len(lines) + 1
    assert "提案" not in seen and any(text.startswith("只看提案") for text in seen)
    desk.press(Qt.Key.Key_Up)
    assert chosen(desk) == seen[-1]


def test_one_kind_and_its_list(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    look(desk, "水")
    panel = desk.window.finder.panel.list
    while not chosen(desk).startswith("只看提案"):
        desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert {line.module for line in panel.found.lines if line.act == "hit"} == {"proposals"}
    count = sum(line.act == "hit" for line in panel.found.lines)
    assert count > FEW
    desk.press(Qt.Key.Key_Return, CTRL)
    page = desk.page
    assert page.module.name == "proposals" and page.filters.text == "水" and page.query().text == "水"
    assert "analysis" in page.query().text_in and "plenary" not in fields_of(page.query().where)
    assert page.model.total >= count - 6  # what stands in a reply or step opens from the panel only
    page.filters.clear()
    desk.rest()
    assert "analysis" not in page.query().text_in


def test_hits_can_be_walked_through(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    look(desk, "水利")
    desk.press(Qt.Key.Key_Return)
    first = desk.page.record
    assert desk.window.top.position.whole.startswith("第 1 / ")
    desk.page.walk(1)
    desk.rest()
    assert desk.page.record != first


def test_what_stands_in_a_step_opens_its_proposal(desk: Desk, filled: Filled) -> None:
    place = filled.place
    contact = {"proposal": filled.proposal, "date": "2026-04-01", "content": "到现场看了泵房"}
    with place.office.write(place.actor, "record.write") as writing:
        writing.new(place.office.entity("contact"), contact, scope="county")
    lines = look(desk, "泵房")
    assert lines[0] == "提案" and not any("contact" in line for line in lines)
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == filled.proposal


def test_phones_stay_masked(desk: Desk) -> None:
    look(desk, "13900002222")
    (line,) = [each for each in desk.window.finder.panel.list.found.lines if each.hit is not None]
    assert line.hit is not None and line.text == "陈素芬" and line.note == "手机号"
    assert line.hit.snippet == "139****2222" and "13900002222" not in line.spoken


def test_recent_searches_come_when_the_field_is_empty(desk: Desk) -> None:
    for text in ("陈素芬", "陈", "陈素芬"):
        look(desk, text)
        desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_K, CTRL)
    desk.window.top.search.setText("")
    desk.window.top.search.settle()
    desk.rest()
    lines = desk.window.finder.panel.list.found.lines
    assert [line.text for line in lines if line.act == "again"] == ["陈素芬", "陈"]
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert desk.window.finder._text == "陈素芬" and chosen(desk) == "陈素芬"


@pytest.mark.parametrize("theme", [Theme(), Theme(2.0), Theme(1.0, True)])
def test_the_panel_stays_inside_the_window(demo: Place, sit_down, qapp, theme: Theme) -> None:
    desk = sit_down(demo)
    apply_theme(qapp, theme)
    desk.window.resize(900, 620)
    desk.rest()
    look(desk, "水")
    panel = desk.window.finder.panel
    assert desk.window.rect().contains(panel.geometry()) and panel.width() > 300
    assert not panel.grab().isNull()


def test_the_model_keeps_the_rules_of_qt(qapp) -> None:
    model = FindModel(qapp)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for found in ([hits(9)], [hits(50, more=True), hits(2, "units")], []):
        model.put(make_lines(found, "甲", "", {"members": "members", "units": "members"}))
        assert tester.model().rowCount() == len(model.lines)
    assert "50+ 条" in make_lines([hits(50, more=True)], "甲", "", {})[0].note
