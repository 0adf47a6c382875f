"""Similar earlier proposals below the title: after a pause, never while half typed, by keyboard, without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from cppcc_desktop.services.records.drafts import list_drafts
from tests.conftest import Filled
from tests.ui.offices import Desk
from ui.nouns.proposals.similar_cases import FOLLOW, HINT, NONE, PAUSE, UNFOLLOW, SimilarCases
from ui.theme import Theme, apply_theme

ALT = Qt.KeyboardModifier.AltModifier
BUS = "关于优化公交班次的建议"
TITLES = ("关于增加农村公交班次的建议", "关于城乡公交班次和票价的提案", "关于保护古树名木的建议")


@pytest.fixture
def earlier(filled: Filled) -> list[str]:
    """Three cases that came in before."""
    place = filled.place
    made = [
        place.create("proposal", title=title, form="1", analysis="少。", suggestions="加。", collective="民盟县支部")
        for title in TITLES
    ]
    for each in (filled.proposal, *made):
        place.act(each, "receive")
    return [filled.proposal, *made]


def begin(desk: Desk, title: str = "") -> SimilarCases:
    """A new proposal with this much of a title, and what is found for it."""
    desk.open("proposals")
    if title:
        type_title(desk, title)
    return below(desk)


def below(desk: Desk) -> Any:
    (part,) = desk.page.below
    return part


def type_title(desk: Desk, text: str) -> None:
    desk.type(text)
    desk.qtbot.waitUntil(lambda: not below(desk)._pause.isActive(), timeout=2000)
    desk.rest()


def lines(part: SimilarCases) -> list[str]:
    return [row.line.whole for row in part.panel.rows if not row.isHidden()]


def test_they_come_after_a_pause_and_nothing_moves(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk)
    assert part.isVisible() and part.note.whole == HINT and not part.panel.isVisible()
    editors = desk.page.form.editors
    before = [each.mapTo(desk.page, each.rect().topLeft()) for each in editors.values()]
    desk.type("关于公交班次的建议")
    assert part._pause.isActive() and PAUSE == 300 and not part.cases
    type_title(desk, "")
    assert part.panel.isVisible() and desk.focus is editors["title"]
    assert len(part.cases) == 3 and part.count.text() == "3 件类似的提案（Alt+S）" and not part.same.isVisible()
    assert any(each.startswith("十届三次 收件 2026-0001 " + BUS) and each.endswith("待初审") for each in lines(part))
    assert [each.mapTo(desk.page, each.rect().topLeft()) for each in editors.values()] == before
    editors["form"].setFocus()
    assert not part.panel.isVisible() and part.count.isVisible()


def test_nothing_is_asked_while_chinese_is_half_typed(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk, "关于")
    turn = part._turn
    desk.type("公交班次")
    QApplication.sendEvent(desk.focus, QInputMethodEvent("jian yi", []))
    desk.qtbot.wait(PAUSE + 100)
    desk.rest()
    assert part._turn == turn and not part.panel.isVisible()
    type_title(desk, "的建议")
    assert part._turn == turn + 1 and part.panel.isVisible()


def test_half_typed_chinese_that_is_given_up_is_no_reason_to_wait(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk)
    desk.type("关于公交班次的建议")
    QApplication.sendEvent(desk.focus, QInputMethodEvent("x", []))
    desk.qtbot.wait(PAUSE + 100)
    assert not part.cases
    QApplication.sendEvent(desk.focus, QInputMethodEvent("", []))
    type_title(desk, "")
    assert part.cases


def test_only_the_last_question_is_answered(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk)
    desk.type("关于公交班次的建议")
    part._ask()
    desk.page.form.editors["title"].setText("关于种粮大户的建议")
    part._ask()
    desk.rest()
    assert part.cases == [] and part.note.whole == NONE and not part.panel.isVisible()


def test_by_keyboard_into_the_panel_and_back(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk, "关于公交班次的建议")
    field, rows = desk.page.form.editors["title"], part.panel.rows
    desk.press(Qt.Key.Key_S, ALT)
    assert desk.focus is rows[0].line
    desk.press(Qt.Key.Key_Down)
    assert desk.focus is rows[1].line
    desk.press(Qt.Key.Key_Tab)
    assert desk.focus is rows[1].follow and rows[1].follow.accessibleName().startswith(FOLLOW + "：")
    desk.press(Qt.Key.Key_Escape)
    assert desk.focus is field and not part.panel.isVisible() and desk.page.below == [part]
    desk.press(Qt.Key.Key_S, ALT)
    desk.press(Qt.Key.Key_Up)
    assert desk.focus is field
    desk.press(Qt.Key.Key_S, ALT)
    desk.press(Qt.Key.Key_Escape)
    desk.type("书")
    type_title(desk, "")
    assert part.panel.isVisible()
    desk.press(Qt.Key.Key_Down)
    assert desk.focus is rows[0].line
    desk.press(Qt.Key.Key_Escape)
    desk.type("面")
    type_title(desk, "")
    desk.press(Qt.Key.Key_Escape)
    assert desk.focus is field and not part.panel.isVisible() and field.text() == "关于公交班次的建议书面"


def test_alt_s_before_the_answer_waits_for_it(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk)
    desk.type("关于公交班次的建议")
    desk.press(Qt.Key.Key_S, ALT)
    assert desk.focus is part.panel.rows[0].line


def test_a_case_is_read_and_esc_comes_back_to_what_was_typed(desk: Desk, earlier: list[str], filled: Filled) -> None:
    """Leaving the page would have asked whether to save, and 不保存 would have lost the title."""
    part = begin(desk, "关于公交班次的建议")
    page, field = desk.page, desk.page.form.editors["title"]
    desk.press(Qt.Key.Key_S, ALT)
    first = part.cases[0].id
    desk.press(Qt.Key.Key_Return)
    assert desk.page is not page and desk.page.record == first
    (draft,) = list_drafts(filled.place.office, filled.place.actor, "proposal")
    assert draft.title == "关于公交班次的建议"
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.focus is field, timeout=2000)
    assert desk.page is page and field.text() == "关于公交班次的建议" and page._dirty() == 1
    desk.type("书")
    assert field.text() == "关于公交班次的建议书"
    desk.fill(form="委员个人", analysis="少。", suggestions="加。")
    desk.save()
    assert desk.record().values["title"] == "关于公交班次的建议书"
    assert list_drafts(filled.place.office, filled.place.actor, "proposal") == []


def test_from_the_case_to_another_page_what_was_typed_stays_a_draft(
    desk: Desk, earlier: list[str], filled: Filled
) -> None:
    begin(desk, "关于公交班次的建议")
    half = desk.page
    desk.press(Qt.Key.Key_S, ALT)
    desk.press(Qt.Key.Key_Return)
    desk.go("members")
    assert not isValid(half)  # closed with the way back to it
    (draft,) = list_drafts(filled.place.office, filled.place.actor, "proposal")
    again = desk.open("proposals", draft.record)
    assert again.form.editors["title"].text() == "关于公交班次的建议"


def test_following_an_earlier_case(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk, "关于公交班次的建议")
    desk.press(Qt.Key.Key_S, ALT)
    row = part.panel.rows[0]
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Return)
    follows = desk.page.form.editors["follows"]
    assert follows.value() == row.case.id and follows.text() == row.case.title
    assert row.follow.text() == UNFOLLOW and desk.focus is row.follow
    desk.press(Qt.Key.Key_Return)
    assert follows.value() is None and row.follow.text() == FOLLOW
    desk.press(Qt.Key.Key_Return)
    desk.fill(form="委员个人", analysis="少。", suggestions="加。")
    desk.save()
    assert desk.record().values["follows"] == row.case.id


def test_the_same_title_in_the_same_plenary(desk: Desk, earlier: list[str]) -> None:
    part = begin(desk, BUS)
    assert part.same.isVisible() and part._same_words.whole == "本次会议已有同名提案：收件 2026-0001"
    desk.page.form.editors["form"].setFocus()
    assert part.same.isVisible()  # it does not go with the panel
    desk.page.form.editors["title"].setFocus()
    type_title(desk, "等")
    assert not part.same.isVisible()


def test_a_draft_is_not_like_itself_and_a_received_case_has_no_panel(
    desk: Desk, earlier: list[str], filled: Filled
) -> None:
    place = filled.place
    draft = place.create("proposal", title="关于加挂古树名木标牌的建议", form="1", analysis="少。", suggestions="加。")
    desk.open("proposals", draft)
    desk.qtbot.waitUntil(lambda: not below(desk)._pause.isActive(), timeout=2000)
    desk.rest()
    part = below(desk)
    assert [each.title for each in part.cases] == ["关于保护古树名木的建议"]
    assert part.count.isVisible()
    desk.open("proposals", earlier[0])
    assert below(desk).isHidden()
    QTest.keyClick(desk.window, Qt.Key.Key_S, ALT)
    assert not below(desk).panel.isVisible()
    desk.open("members")
    assert desk.page.below == []


@pytest.mark.parametrize("theme", [Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)])
def test_larger_type_and_high_contrast(desk: Desk, earlier: list[str], theme: Theme, qapp: QApplication) -> None:
    part = begin(desk, "关于公交班次的建议")
    apply_theme(qapp, theme)
    desk.rest()
    QApplication.processEvents()
    assert part.height() == theme.px(24) + 2
    panel = part.panel
    assert (
        panel.isVisible()
        and panel.width() == part.width()
        and panel.y() > part.mapTo(desk.page.form, part.rect().topLeft()).y()
    )
    shown = [row for row in panel.rows if row.isVisible()]
    assert all(row.line.height() >= theme.px(28) for row in shown)


def test_a_reader_gets_no_panel(filled: Filled, sit_down: Callable[..., Desk], earlier: list[str]) -> None:
    from dataclasses import replace

    place = replace(filled.place, actor=replace(filled.place.actor, role="reader"))
    desk = sit_down(place)
    desk.open("proposals", earlier[0])
    assert below(desk).isHidden()
