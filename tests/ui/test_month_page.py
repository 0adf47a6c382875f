"""日历 and the lines on top of the first page: each number is that of the list it opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pdfplumber
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cppcc_desktop.services.figures.days import MEETINGS, read_days
from cppcc_desktop.services.office.backups import create_office_backup
from cppcc_desktop.services.office.calendar import set_calendar_day
from cppcc_desktop.services.office.plenaries import save_plenary
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from ui.forms.list_preview import ListPreview
from ui.theme import Theme, apply_theme

JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def test_counts_of_days_are_those_of_their_lists(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("calendar")
    found = [(day, each) for day, entries in page.days.entries.items() for each in entries if each.where]
    assert any(each.tone == "bad" for _, each in found) and any(each.tone == "wait" for _, each in found)
    for day, entry in (found[0], found[-1]):
        desk.go("calendar")
        page._open(entry, day)
        desk.rest()
        counter = desk.page.module.entity.counter
        assert f"{desk.page.model.total} {counter}" == entry.note and entry.label in desk.page.filters.given


def test_the_month_is_printed_as_it_is_seen(demo: Place, sit_down, tmp_path: Path) -> None:
    desk = sit_down(demo)
    page = desk.go("calendar")
    day = demo.office.today()
    shown = page.grid.entries(day)
    seen: list[str] = []

    def look(preview: ListPreview) -> None:
        desk.rest()
        preview._write(tmp_path / "月.pdf")
        seen.append(preview.windowTitle())
        preview.reject()

    answers = desk.answer(look)
    page.on_paper.click()
    desk.rest()
    assert not answers.left and seen == [f"打印预览：{day.year}年{day.month}月工作日历"]
    with pdfplumber.open(tmp_path / "月.pdf") as made:
        assert len(made.pages) == 1
        text = "".join((made.pages[0].extract_text() or "").split())
    assert "星期一星期二" in text and f"{day.year}年{day.month}月工作日历" in text
    assert shown and all(each.label[:6] in text for each in shown)


def test_late_ones_are_red_once_their_day_has_passed(demo: Place) -> None:
    days = read_days(demo.office, demo.actor, *JUNE)
    today = demo.office.today()
    for day, entries in days.entries.items():
        for each in entries:
            if each.group == "应办复、到期":
                assert (each.tone, each.label.endswith(("未复", "逾期"))) == (
                    ("bad", True) if day < today else ("wait", False)
                )
    assert {each.group for entries in days.entries.values() for each in entries} <= set(days.groups)


def test_activities_stand_by_their_titles_and_open_their_record(desk: Desk, filled: Filled) -> None:
    place = filled.place
    record = place.create("activity", type="01", title="常委会第八次会议", date="2026-06-11")
    place.create("activity", type="01", title="接待群众", date="2026-06-11", station=filled.station)
    page = desk.go("calendar")
    entries = page.grid.entries(date(2026, 6, 11))
    assert [(each.label, each.tone, each.group) for each in entries] == [
        ("常委会第八次会议", "none", MEETINGS), ("接待群众", "ok", "联络站"),
    ]  # fmt: skip
    page.groups["联络站"].setChecked(False)
    assert [each.label for each in page.grid.entries(date(2026, 6, 11))] == ["常委会第八次会议"]
    page._pick(date(2026, 6, 11))
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == record and desk.window.top.back_button.text() == "日历"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and page.grid.day == date(2026, 6, 11)


def test_plenaries_and_days_off(desk: Desk, filled: Filled) -> None:
    place = filled.place
    save_plenary(place.office, place.actor, "10-03", {
        "opens_on": "2026-06-16", "ends_on": "2026-06-18", "intake_until": "2026-06-17", "due_on": "2026-06-30",
    })  # fmt: skip
    set_calendar_day(place.office, place.actor, "2026-06-29", False, "县庆")
    days = read_days(place.office, place.actor, *JUNE)
    told = {day.day: [each.label for each in entries] for day, entries in days.entries.items()}
    assert told[16] == told[18] == ["十届三次会议"] and told[17] == ["十届三次会议", "大会提案收到今天"]
    assert told[30] == ["统一办复日"]
    assert days.off[date(2026, 6, 19)] == "端午节 休" and days.off[date(2026, 6, 29)] == "县庆 休"
    assert days.off[date(2026, 6, 6)] == "休" and date(2026, 6, 8) not in days.off


def test_keys_and_mouse_go_through_days_and_months(desk: Desk) -> None:
    page = desk.go("calendar")
    assert desk.focus is page.grid and page.grid.day == date(2026, 6, 8) and page.title.text() == "2026年6月"
    for key, day in (
        (Qt.Key.Key_Right, (6, 9)), (Qt.Key.Key_Down, (6, 16)), (Qt.Key.Key_Left, (6, 15)), (Qt.Key.Key_PageDown, (7, 15)),
        (Qt.Key.Key_Up, (7, 8)), (Qt.Key.Key_Up, (7, 1)), (Qt.Key.Key_Up, (6, 24)), (Qt.Key.Key_PageUp, (5, 24)),
        (Qt.Key.Key_T, (6, 8)),
    ):  # fmt: skip
        desk.press(key)
        assert (page.grid.day.month, page.grid.day.day) == day, key
    cell = page.grid.box(date(2026, 6, 25))
    QTest.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=QPoint(cell.center()))
    assert page.grid.day == date(2026, 6, 25) and page.day_note.whole == "还有 17 天"
    page.on.click()
    desk.rest()
    assert page.title.text() == "2026年7月" and page.grid.first == date(2026, 6, 29) and page.grid.weeks == 5
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.nav == "home" and desk.page is not page


def test_the_ends_of_time_are_not_passed(desk: Desk) -> None:
    page = desk.go("calendar")
    for day in (date(1900, 1, 2), date(2100, 12, 31)):
        page._pick(day)
        assert page.grid.day == date(2026, 6, 8)


def test_at_every_size_and_contrast_it_is_drawn(demo: Place, sit_down, qapp: QApplication) -> None:
    desk = sit_down(demo)
    page = desk.go("calendar")
    for scale, contrast in ((1.0, False), (1.5, False), (2.0, True), (1.0, False)):
        apply_theme(qapp, Theme(scale, contrast))
        desk.rest()
        assert page.grid.isVisible() is (scale < 2) and page._panel.isVisible() is (scale != 1.5)
        desk.window.grab()
    apply_theme(qapp, Theme(2.0))
    page.arrive()
    desk.rest()
    month = sum(len(each) for day, each in page.days.entries.items() if day.month == 6)
    assert len(page.ahead.lines) == month > 3 and page.ahead_title.text() == "这个月"


def test_the_first_page_says_what_today_has(desk: Desk, filled: Filled) -> None:
    lines = desk.page.reminders
    assert lines.today.words.whole == "今天没有到期的事，也没有会"
    filled.place.create("activity", type="01", title="主席会议", date="2026-06-08")
    desk.window._refresh()
    desk.rest()
    assert lines.today.words.whole == "今天：主席会议"
    lines.today.link.click()
    desk.rest()
    assert desk.window.top.title.whole == "日历"


def test_the_first_page_says_that_a_copy_is_too_old(desk: Desk, filled: Filled) -> None:
    place, lines = filled.place, desk.page.reminders
    create_office_backup(place.office, place.actor)
    assert not lines.backup.isVisible()
    place.clock.move(8)
    desk.window._refresh()
    desk.rest()
    assert lines.backup.words.whole == "用了 8 天，数据还没有往 U 盘上拷过一份。" and lines.backup.isVisible()
    lines.backup.link.click()
    desk.rest()
    assert desk.page.nav == "settings" and desk.page.tabs.key == "backup"
