"""工作台: each number is that of the list it opens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cppcc_desktop.services.figures.first_steps import read_first_steps
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from ui.kit.frame.buttons import PrimaryButton
from ui.tasks import WrittenKinds
from ui.theme import Theme, apply_theme


def test_every_card_opens_a_list_of_that_length(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.page
    counts = {key: todo.count for key, todo in page._todos.items()}
    assert counts["overdue"] and counts["received"] and counts["soon"]
    for key, todo in list(page._todos.items()):
        if todo.module in ("exchange", "drafts"):
            continue
        assert page._cards[key].count == todo.count
        page._cards[key].click()
        desk.rest()
        assert desk.page.model.total == todo.count, key
        assert desk.page.filters.given == todo.label
        desk.go("home")


def test_overdue_is_the_same_number_everywhere(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    overdue = desk.page._todos["overdue"].count
    assert desk.window.top.note.whole == f"今天先办 {overdue} 件逾期提案"
    page = desk.go("proposals")
    assert {tab.key: tab.count for tab in page.views._tabs}["overdue"] == overdue
    assert page.total_words[1].text() == f"逾期 {overdue}"


def test_the_due_table_opens_a_record_that_can_be_walked_from(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.page
    page.due[0].table.setFocus()
    desk.press(Qt.Key.Key_Down)
    second = page.due[0].table.current_id()
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == second and desk.window.top.back_button.text() == "工作台"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and desk.focus is page.due[0].table and page.due[0].table.current_id() == second


def test_a_change_elsewhere_moves_the_numbers_and_not_the_focus(desk: Desk, filled: Filled) -> None:
    page = desk.page
    card = page._cards["draft"]
    assert card.count == 1
    card.setFocus()
    filled.place.act(filled.proposal, "receive")
    desk.tasks.changed.emit(WrittenKinds(frozenset({"proposal"})))
    desk.rest()
    assert card.count == 0 and page._cards["received"].count == 1 and desk.focus is card


def test_a_station_to_be_chased_is_told_without_its_tint(desk: Desk, qapp: QApplication) -> None:
    cell = desk.page.strips[0].cells[0]
    assert (
        cell.state.tone == "wait" and "这一期还差活动" in cell.accessibleName() and cell.toolTip() == "这一期还差活动"
    )
    apply_theme(qapp, Theme(1.0, high_contrast=True))
    cell.put(cell.state)
    marked = cell.grab().toImage()
    cell.put(type(cell.state)(cell.state.id, cell.state.name, cell.state.words, ""))
    assert cell.grab().toImage() != marked


def test_nothing_at_all_is_shown_as_zeros(county: Place, sit_down) -> None:
    desk = sit_down(county)
    page = desk.page
    assert all(card.count == 0 for key, card in page._cards.items() if key != "waiting")
    assert page.due[0].note.whole == "两周内没有到期的提案" and not page.strips[0].isVisible()
    assert desk.focus is page.steps.next.button, "a new office begins with its first step"


def test_a_station_sees_its_own_cards(open_place, sit_down) -> None:
    desk = sit_down(open_place("station", "station"))
    assert list(desk.page.entries) == ["activities", "receptions", "proposals"]
    assert "units" not in desk.window.side.buttons


def test_it_fits_the_window_it_was_drawn_for(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    inner = desk.page.cards.parentWidget()
    assert inner.height() <= desk.page.height()


def test_the_first_steps_of_a_new_office(county: Place, sit_down) -> None:
    desk = sit_down(county)
    steps = desk.page.steps
    assert steps.heading.text() == "先做这四步" and steps.count.whole == "0 / 4"
    assert [(card.step.title, card.state) for card in steps.cards] == [
        ("会议日期", "next"), ("委员名册", "later"), ("承办单位", "later"), ("第一件提案", "later"),
    ]  # fmt: skip
    red = [each for each in desk.page.findChildren(PrimaryButton) if each.isVisible()]
    assert red == [steps.next.button]
    county.create("member", name="钱秋水")
    desk.tasks.changed.emit(WrittenKinds(frozenset({"member"})))
    desk.rest()
    done = steps.cards[1]
    assert done.state == "done" and done.button.text() == "改" and desk.focus is steps.next.button
    done.button.click()
    desk.rest()
    assert desk.page.nav == "members"
    desk.go("home").steps.cards[2].button.click()
    desk.rest()
    assert desk.page.title == "导入承办单位"


def test_first_steps_that_were_put_away_come_back_from_help(county: Place, sit_down) -> None:
    desk = sit_down(county)
    page, menu = desk.page, desk.window.top.help_menu
    menu.aboutToShow.emit()
    assert "先做这几步" not in [each.text() for each in menu.actions()]
    page.steps.away.setFocus()
    page.steps.away.click()
    desk.rest()
    assert not page.steps.isVisible() and page.isAncestorOf(desk.focus) and desk.focus.isVisible()
    desk.go("members")
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "先做这几步").trigger()
    desk.rest()
    assert desk.page is page and page.steps.isVisible()


def test_an_office_at_work_has_no_first_steps(desk: Desk, demo: Place) -> None:
    assert not desk.page.steps.isVisible() and not desk.page.has_steps
    with demo.office.read() as connection:
        assert read_first_steps(demo.office, connection) == []


def test_a_station_has_no_first_steps(open_place, sit_down) -> None:
    desk = sit_down(open_place("station", "station"))
    assert not desk.page.has_steps
