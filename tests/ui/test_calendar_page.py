"""节假日 in the settings: a year's days, set and taken back by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.calendar import list_calendar, set_calendar_day
from tests.ui.offices import Desk, fill_in
from tests.ui.test_rules_and_codes import open_part, told
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.theme import Theme, apply_theme

CONTROL, ENTER = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return


def go(desk: Desk, part, day: str) -> None:
    part.table.go_to(part.table.pages.row_of(day))
    desk.rest()


def test_a_year_is_listed_by_festival(desk: Desk) -> None:
    part = open_part(desk, "calendar")
    rows = told(part.table)
    assert rows[4] == ["春节", "放假 9 天，上班 2 天", "2月15日", "周日", "放假", "程序自带"]
    assert rows[13][2:5] == ["2月14日", "周六", "上班"] and rows[13][0] == ""
    assert part.title.whole == "放假 33 天（连着的周末算在内），周末上班 6 天"
    assert (
        part.table.current_id() == "2026-06-19" and desk.window.focusWidget() is part.table
    )  # the next one from today on
    assert part.notice.isHidden() or not part.notice.isVisible()


def test_a_year_that_is_not_published_says_so(desk: Desk) -> None:
    part = open_part(desk, "calendar")
    part.years.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert part.year == 2028 and part.notice.isVisible()
    assert part.notice.text().startswith("2028 年的放假安排还没有公布，先按周末算")
    assert told(part.table)[-1][2] == "10月4日" and desk.window.focusWidget() is part.years


def test_a_day_is_set_changed_and_taken_back_by_keyboard(desk: Desk) -> None:
    part = open_part(desk, "calendar")
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["date"].error)
        fill_in(date="6月12日", working="放假", name="县庆日")(dialog)

    answers = desk.answer(fill_in(date="2026-06-13", working="放假"), look)
    desk.press(Qt.Key.Key_N, CONTROL)
    desk.rest()
    assert not answers.left and said == ["2026 年 6 月 13 日（周六）本来就放假，不用改。"]
    assert part.table.current_id() == "2026-06-12" and desk.window.focusWidget() is part.table
    row = part.table.pages.row_of("2026-06-12")
    assert told(part.table)[row] == ["县庆日", "放假 1 天", "6月12日", "周五", "放假", "本会定的"]
    assert part.back.isEnabled() and "本会定的 1 天" in part.title.whole

    def change(dialog: EntryDialog) -> None:
        said.append(dialog.windowTitle())
        said.append(str(dialog.form.editors["working"].value()))
        fill_in(date="2026-06-12", working="上班", name="不放了")(dialog)

    answers = desk.answer(change)
    desk.press(ENTER)
    desk.rest()
    assert not answers.left and said[1:] == ["改6月12日（周五）", "work"]
    answers = desk.answer(fill_in(reason="填错了"))
    part.back.click()
    desk.rest()
    assert not answers.left and part.table.pages.row_of("2026-06-12") is None
    assert part.table.current_id() and not part.back.isEnabled()


def test_a_day_of_another_year_opens_that_year(desk: Desk) -> None:
    part = open_part(desk, "calendar")
    desk.answer(fill_in(date="2027-12-31", working="放假", name="盘点"))
    part.add.click()
    desk.rest()
    assert part.year == 2027 and part.years.key() == 2027 and part.table.current_id() == "2027-12-31"


def test_who_may_not_change_is_told_why(desk: Desk) -> None:
    desk.session.actor = Actor("李文书", "clerk", "county")
    part = open_part(desk, "calendar")
    assert [b.isEnabled() for b in (part.add, part.change, part.back)] == [False] * 3
    assert part.add.toolTip() == "只有县政协的系统管理员可以改"
    desk.press(ENTER)
    desk.press(Qt.Key.Key_N, CONTROL)
    assert not desk.reported


def test_another_persons_day_comes_in_without_moving_the_cursor(desk: Desk) -> None:
    part = open_part(desk, "calendar")
    go(desk, part, "2026-10-01")
    set_calendar_day(desk.office, desk.actor, "2026-06-12", False, "县庆日")
    desk.rest()
    assert part.table.current_id() == "2026-10-01" and part.table.pages.row_of("2026-06-12") > 0


@pytest.mark.parametrize("theme", [Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)])
def test_everything_stays_on_screen(desk: Desk, qapp, theme: Theme) -> None:
    apply_theme(qapp, theme)
    part = open_part(desk, "calendar")
    part._pick(2028)
    desk.rest()
    assert desk.window.width() == 1366
    for button in (part.back, part.change, part.add):
        assert button.width() >= button.sizeHint().width()
        right = button.mapTo(desk.window, button.rect().bottomRight())
        assert right.x() < 1366 and right.y() < 696
    assert part.table.height() > 3 * part.table.verticalHeader().defaultSectionSize()
    assert list_calendar(desk.office, desk.actor, 2028)
