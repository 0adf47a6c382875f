"""The first page of a place, from what the nouns on trial hand in: what is due, what is entered, what came, what waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.figures.place_home import PlaceHome, read_place_home
from cppcc_desktop.services.figures.places import list_deeds
from cppcc_desktop.services.records.drafts import keep_draft, list_drafts, new_draft_key
from cppcc_desktop.services.records.records import change_record, discard_record, show_record
from tests.conftest import USER, Place
from tests.new_module.begun import CALL, CALLS, SAID
from tests.new_module.nouns import CALLED, CODE, COIN, FINISH, HEAD, HELD, HOST, PLACE, PLACES, TOLD, TOWN, TOWNS
from tests.new_module.places import AT_PLACES, DEED, NOWHERE
from tests.ui.offices import Desk, press_button

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def county(open_trial: Callable[..., Place]) -> Place:
    return open_trial(features=AT_PLACES)


@pytest.fixture
def at(county: Place) -> str:
    """A place of the county."""
    return county.create(PLACE, **{CODE: "01", CALLED: "东分会"})


@pytest.fixture
def east(open_trial: Callable[..., Place], county: Place, at: str, tmp_path: Path) -> Place:
    """That place with its first package: the county had written down one record of it."""
    county.create(TOWN, **{HOST: at, HEAD: "县里写的一记", HELD: "2025-12-30"})
    made = open_trial("station", AT_PLACES)
    made.unpack(county.pack(at, tmp_path / "first.cppcc"))
    made.actor = Actor(USER, "admin", made.office.name)
    return made


def home(place: Place) -> PlaceHome:
    return read_place_home(place.office, place.actor)


def tasks(place: Place) -> list[tuple[str, str]]:
    return [(each.title, each.due_on) for each in home(place).tasks]


def entered(place: Place) -> dict[str, int]:
    return {entry.module: count for entry, count in home(place).entries}


def deeds(place: Place, trait: str = "", last: str = "2026-12-31") -> list[tuple[str, str, str]]:
    with place.office.read() as connection:
        return list_deeds(place.office, connection, DEED, "2026-01-01", last, trait)


def test_deeds_are_those_of_a_place_on_their_day(county: Place, at: str) -> None:
    """In those days and with a place, where the condition of the part is met, and of one kind by the trait of its code."""
    came = county.create(TOWN, **{HOST: at, HEAD: "一", HELD: "2026-03-01", COIN: "到"})
    away = county.create(TOWN, **{HOST: at, HEAD: "二", HELD: "2026-02-01", COIN: "缺席"})
    bare = county.create(TOWN, **{HOST: at, HEAD: "三", HELD: "2026-04-01"})
    for left in (
        {HEAD: "没有哪处", HELD: "2026-03-02"},
        {HOST: at, HEAD: "没有哪天"},
        {HOST: at, HEAD: "旧", HELD: "2025-12-31"},
    ):
        county.create(TOWN, **left)  # fmt: skip
    done = county.create(TOWN, **{HOST: at, HEAD: "了了", HELD: "2026-03-03"})
    act(county.office, county.actor, TOWN, done, FINISH, {})
    assert deeds(county) == [(at, away, "2026-02-01"), (at, came, "2026-03-01"), (at, bare, "2026-04-01")]
    assert [record for _, record, _ in deeds(county, last="2026-03-01")] == [away, came], "the last day is within"
    assert [record for _, record, _ in deeds(county, "present")] == [came], "one without a kind is of none"
    discard_record(county.office, county.actor, TOWN, came, "错了")
    assert not deeds(county, "present")
    with county.office.read() as connection:
        assert list_deeds(county.office, connection, NOWHERE, "2026-01-01", "2026-12-31") == []


def test_what_is_due_stands_by_its_day(east: Place) -> None:
    """What is due on no day last, and below everything what was begun and not saved."""
    assert tasks(east) == [("今年才 0 记", "")]
    later, sooner = (east.create(TOWN, **{HEAD: "记", HELD: day}) for day in ("2026-06-07", "2026-05-20"))
    assert [(each.record, each.due_on, each.left(east.office.today())) for each in home(east).tasks] == [
        (sooner, "2026-05-30", -9), (later, "2026-06-17", 9), ("", "", None),
    ]  # fmt: skip
    act(east.office, east.actor, TOWN, sooner, FINISH, {})
    assert tasks(east) == [("2026-06-07的没了", "2026-06-17"), ("今年才 1 记", "")]
    for _ in range(2):
        east.create(TOWN, **{HEAD: "记", HELD: "2026-06-08"})
    keep_draft(east.office, east.actor, TOWN, new_draft_key(), {HEAD: "写了一半"})
    assert [title for title, _ in tasks(east)][-2:] == ["2026-06-08的没了", "分记草稿：写了一半"]


def test_what_is_entered_is_counted_by_its_year(east: Place) -> None:
    """The buttons by their rank; one for a list the office has not is left out."""
    assert list(entered(east).items()) == [(TOWNS, 0), (CALLS, 0)]
    east.create(TOWN, **{HEAD: "没说", HELD: "2026-06-01"})
    east.create(TOWN, **{HEAD: "去年的", HELD: "2025-06-01", TOLD: "说了"})
    east.create(TOWN, **{HEAD: "说了", HELD: "2026-06-02", TOLD: "说了"})
    east.create(CALL, **{SAID: "没有路"})
    assert entered(east) == {TOWNS: 1, CALLS: 1}


def test_what_came_and_what_waits(county: Place, at: str, east: Place, tmp_path: Path) -> None:
    told = home(east)
    assert {(each.module, each.title, each.words) for each in told.news} == {
        (PLACES, "分会：东分会", "新的"), (TOWNS, "分记：县里写的一记", "新的"),
    }  # fmt: skip
    assert told.came.startswith("6月8日收入，") and (told.count, told.sent) == (0, "还没有送出过")
    made = east.create(TOWN, **{HEAD: "站里写的一记"})
    (waits,) = home(east).waiting
    assert (waits.kind, waits.records, waits.titles) == (TOWN, 1, ("站里写的一记",)) and home(east).count
    county.unpack(east.pack("county", tmp_path / "up.cppcc"))
    assert home(east).sent == "上次送出 6月8日，就是今天" and not home(east).count
    change_record(county.office, county.actor, TOWN, made, {TOLD: "县里补的"})
    east.clock.move(2)
    east.unpack(county.pack(at, tmp_path / "again.cppcc"))
    told = home(east)
    assert [(each.id, each.words) for each in told.news] == [(made, "改了说了什么")] and told.sent.endswith("已经 2 天")


def test_without_such_parts_it_stands_all_the_same(
    open_trial: Callable[..., Place], county: Place, at: str, tmp_path: Path
) -> None:
    bare = tuple(replace(each, parts={}) for each in AT_PLACES)
    station = open_trial("station", bare)
    station.unpack(county.pack(at, tmp_path / "first.cppcc"))
    told = home(station)
    assert (told.tasks, told.entries, told.waiting) == ([], [], []) and told.news


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window_by_keyboard(sit_down: Callable[[Place], Desk], east: Place) -> None:
    """The letter of each button; a new record, saved, moves the numbers; what is due opens from its row; Ctrl+Enter sends."""
    desk = sit_down(east)
    page = desk.page
    assert list(page.entries) == [TOWNS, CALLS] and desk.focus is page.entries[TOWNS]
    assert page.entries[TOWNS].accessibleName() == "记一记，Alt+K" and page.entries[TOWNS].note == "今年说了 0 记"
    desk.press(Qt.Key.Key_K, ALT)
    assert desk.page.module.name == TOWNS and HOST not in desk.page.form.editors, "its own: nobody is asked"
    desk.fill(**{HEAD: "窗口里的一记", HELD: "2026-05-20", TOLD: "说了"})
    desk.save()
    made = desk.page.record
    assert desk.record().values[HOST] == east.office.station
    page = desk.go("home")
    assert page.entries[TOWNS].note == "今年说了 1 记" and "窗口里的一记" in page.unsent.text()
    row, few = rows(page)
    assert few.button.text() == "记一记" and few.chip.isHidden()
    assert row.button.accessibleName() == "看看：2026-05-20的没了，逾期 9 天" and row.chip.text == "逾期 9 天"
    desk.reach(row.button)
    desk.press(Qt.Key.Key_Space)
    assert desk.page.record == made
    desk.go("home")
    desk.press(Qt.Key.Key_Q, ALT)
    assert desk.page.module.name == CALLS and not desk.page.record
    desk.fill(**{SAID: "没有写完"})
    answers = desk.answer(press_button("先放着"))
    desk.window.go_back()
    desk.rest()
    assert not answers.left and list_drafts(east.office, east.actor, CALL)
    page = desk.page
    draft = rows(page)[-1]
    assert page.nav == "home" and draft.button.text() == "接着写" and "没写完的草稿不会送出" in page.unsent.text()
    desk.reach(draft.button)
    desk.press(Qt.Key.Key_Space)
    assert desk.page.form.editors[SAID].value() == "没有写完"
    answers = desk.answer(press_button("先放着"))
    desk.go("exchange")
    asked: list[str] = []
    desk.page._ask_place = lambda _partner, way: asked.append(way)
    desk.go("home")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert len(asked) == 1 and desk.page.nav == "exchange" and not answers.left and not desk.reported


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_news_is_bold_until_it_was_looked_at(sit_down: Callable[[Place], Desk], east: Place) -> None:
    desk = sit_down(east)
    page = desk.page
    at = next(place for place, each in enumerate(page.home.news) if each.module == TOWNS)
    title = news(page)[at].title
    assert title.accessibleName().endswith("没看")
    desk.reach(title)
    desk.press(Qt.Key.Key_Space)
    assert show_record(east.office, east.actor, TOWN, desk.page.record).values[HEAD] == "县里写的一记"
    page = desk.go("home")
    assert [row.title.accessibleName().rpartition("，")[2] for row in news(page)] == [
        "看过" if place == at else "没看" for place in range(2)
    ]
    assert not desk.reported


def rows(page) -> list:
    return [page.tasks.itemAt(place).widget() for place in range(page.tasks.count())]


def news(page) -> list:
    return [page.came.itemAt(place).widget() for place in range(page.came.count())]
