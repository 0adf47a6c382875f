"""数据交换 between a county and its station, through the page. All people are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.exchange.conflicts import list_conflicts
from cppcc_desktop.services.exchange.places import Partner, PlaceWords
from cppcc_desktop.services.exchange.waiting import Waiting
from cppcc_desktop.services.records.records import change_record, discard_record, show_record
from tests.conftest import Filled, Place
from tests.sync.forging import forge, operation
from ui.exchange import page as exchange_page
from ui.exchange.cards import UNSEALED, KindLook, WaitingCard
from ui.exchange.conflict_card import OwnValue
from ui.exchange.incoming import RESULTS
from ui.exchange.page import ExchangePage
from ui.exchange.place_choice import PlaceDialog
from ui.preferences import Settings
from ui.session import Session
from ui.tasks import Tasks

WORDS = PlaceWords("联络站", "编号", "名称", "乡镇")


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Wait until nothing is under way."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)

    return wait


@pytest.fixture
def open_page(
    tasks: Tasks, tmp_path: Path, qtbot: QtBot, settle: Callable[[], None]
) -> Callable[[Place], ExchangePage]:
    """The page of a place, with what it shows already read."""
    kept: list[ExchangePage] = []  # else it goes, and a part of it that a test looks at with it

    def make(place: Place) -> ExchangePage:
        page = ExchangePage(Session(place.office, place.actor, tasks, Settings(tmp_path / f"{id(place)}")))
        qtbot.addWidget(page)
        kept.append(page)
        page.resize(1198, 624)
        page.show()
        page.arrive()
        settle()
        return page

    return make


@pytest.fixture
def save_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Every save dialog takes the name it proposes, in the test's folder; returns those names."""
    proposed: list[str] = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(name).name)
        return str(tmp_path / Path(name).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return proposed


def choose_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of stations is answered with its first."""

    def answer(dialog: PlaceDialog) -> int:
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(PlaceDialog, "exec", answer)


def receive(page: ExchangePage, file: Path, settle: Callable[[], None]) -> None:
    page.open_file(file)
    settle()
    assert page.stack.currentWidget() is page.incoming
    page.incoming.go.click()
    settle()
    assert page.stack.currentIndex() == 0


def make_activity(place: Place, station: str, **more: object) -> str:
    values = {"station": station, "title": "读书活动", "type": "01", "date": "2026-06-01", "guests": 12}
    return place.create("activity", **{**values, **more})


def test_county_to_station_to_county_with_a_conflict_settled(
    filled: Filled, open_place: Callable[..., Place], open_page: Callable[[Place], ExchangePage], save_to: list[str],
    settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    """First file, an activity changed at both ends, the station settles it, and the county hears of it."""
    choose_first(monkeypatch)
    county, station = filled.place, open_place("station", "station")
    record = make_activity(county, filled.station)
    county_page, station_page = open_page(county), open_page(station)
    assert not station_page.send.isEnabled() and "第一个文件" in station_page.send.note
    county_page.send.click()
    settle()
    assert save_to == ["县→云水镇 2026-06-08.cppcc"]
    assert save_to[0] in county_page.done_words.text() and "未加密" in county_page.done_words.text()
    receive(station_page, tmp_path / save_to[0], settle)
    assert station_page.send.isEnabled() and station.office.station == filled.station
    station.actor = type(station.actor)(station.actor.name, "admin", station.office.station)
    station_page.session.actor = station.actor
    change_record(county.office, county.actor, "activity", record, {"guests": 16})
    change_record(station.office, station.actor, "activity", record, {"guests": 18})
    receive(station_page, county.pack(filled.station, tmp_path / "二.cppcc"), settle)
    card = station_page.conflicts
    assert card.question and card.question.before == "12" and card.chip.text == "1 条"
    assert [side.side.words for side in card.sides] in (["16", "18"], ["18", "16"])
    own = next(side for side in card.sides if side.side.whose == "本站")
    own.radio.setChecked(True)
    assert card.go.text() == "采用本站的" and "县里" in {side.side.whose for side in card.sides}
    card.go.click()
    settle()
    assert card.question is None and not list_conflicts(station.office, station.actor)
    station_page.send.click()
    settle()
    assert save_to[-1] == "云水镇→县 2026-06-08.cppcc"
    receive(county_page, tmp_path / save_to[-1], settle)
    assert show_record(county.office, county.actor, "activity", record).values["guests"] == 18
    assert not list_conflicts(county.office, county.actor) and county_page.conflicts.question is None


def test_a_third_value_is_typed(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    qtbot: QtBot, tmp_path: Path,
) -> None:  # fmt: skip
    county, station = pair
    record = make_activity(county, filled.station)
    station.unpack(county.pack(filled.station, tmp_path / "一.cppcc"))
    for place, day in ((county, "2026-06-02"), (station, "2026-06-03")):
        change_record(place.office, place.actor, "activity", record, {"date": day})
    station.unpack(county.pack(filled.station, tmp_path / "二.cppcc"))
    card = open_page(station).conflicts
    assert isinstance(card.own, OwnValue)
    qtbot.keyClicks(card.own.editor, "2026-13-05")
    assert card.own.radio.isChecked() and card.go.text() == "采用另写的"
    card.go.click()
    assert "没有 13 月" in card.own.editor.error
    card.own.editor.clear()
    qtbot.keyClicks(card.own.editor, "20260604")
    card.go.click()
    settle()
    assert show_record(station.office, station.actor, "activity", record).values["date"] == "2026-06-04"
    assert card.question is None


@pytest.mark.parametrize("keep", [True, False])
def test_deleted_here_and_changed_there(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    tmp_path: Path, keep: bool,
) -> None:  # fmt: skip
    county, station = pair
    record = make_activity(county, filled.station)
    station.unpack(county.pack(filled.station, tmp_path / "一.cppcc"))
    discard_record(county.office, county.actor, "activity", record, "重复登记")
    change_record(station.office, station.actor, "activity", record, {"guests": 18})
    station.unpack(county.pack(filled.station, tmp_path / "二.cppcc"))
    card = open_page(station).conflicts
    assert card.question and "删掉" in card.question.explained and card.own is None
    side = next(each for each in card.sides if (each.side.value is None) is keep)
    side.radio.setChecked(True)
    assert card.go.text() == ("留着它" if keep else "删掉它")
    card.go.click()
    settle()
    stored = show_record(station.office, station.actor, "activity", record)
    assert (stored.deleted is None) is keep and card.question is None


def test_questions_put_off_come_again(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    tmp_path: Path,
) -> None:  # fmt: skip
    county, station = pair
    record = make_activity(county, filled.station)
    station.unpack(county.pack(filled.station, tmp_path / "一.cppcc"))
    change_record(county.office, county.actor, "activity", record, {"guests": 16, "type": "02"})
    change_record(station.office, station.actor, "activity", record, {"guests": 18, "type": "03"})
    station.unpack(county.pack(filled.station, tmp_path / "二.cppcc"))
    page = open_page(station)
    card = page.conflicts
    assert card.question
    first = card.question.field
    card.later.click()
    assert card.question.field != first and card.chip.text == "2 条"
    page.arrive()
    settle()
    assert card.question.field != first
    card.later.click()
    assert card.question.field == first


def test_the_preview_writes_nothing(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    qtbot: QtBot, tmp_path: Path,
) -> None:  # fmt: skip
    county, station = pair
    record = make_activity(station, filled.station, title="走访看望委员")
    page = open_page(county)
    page.open_file(station.pack("", tmp_path / "站.cppcc"))
    settle()
    assert page.incoming.go.text() == "读入 2 条"
    row = page.incoming.table.pages.row(0)
    assert row and [row.cell(key).text for key in ("result", "kind", "title")] == [
        RESULTS["new"][0],
        "活动",
        "走访看望委员",
    ]
    assert "活动名称" in row.cell("fields").text
    qtbot.keyClick(page.incoming.table, Qt.Key.Key_Escape)
    settle()
    assert page.stack.currentIndex() == 0
    with pytest.raises(OfficeError):
        show_record(county.office, county.actor, "activity", record)


def test_a_refused_file_says_why(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    county, _ = pair
    told: list[str] = []
    monkeypatch.setattr(exchange_page, "show_error", lambda _, error, *__, **___: told.append(str(error)) or "")
    page = open_page(county)
    page.open_file(county.pack(filled.station, tmp_path / "自己的.cppcc"))
    settle()
    other = tmp_path / "别的.cppcc"
    other.write_text("不是数据包", "utf-8")
    page.open_file(other)
    settle()
    assert "这个文件是本机做的" in told[0] and "不是数据包" in told[1]
    assert page.stack.currentIndex() == 0 and page.receive.isEnabled()


def test_a_stick_that_is_gone_offers_another_place(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch, save_to: list[str], tmp_path: Path,
) -> None:  # fmt: skip
    county, _ = pair
    told: list[str] = []
    monkeypatch.setattr(exchange_page, "show_error", lambda _, error, *__, **___: told.append(str(error)) or "place")
    page = open_page(county)
    page._pack(filled.station, tmp_path / "没有的U盘" / "县→云水镇.cppcc")
    settle()
    assert "文件没有写完" in told[0]
    settle()
    assert (tmp_path / "县→云水镇.cppcc").exists() and page.done_bar.isVisible()


def test_what_waits_and_what_went(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None]
) -> None:
    _county, station = pair
    page = open_page(station)
    assert page.waiting.model.total == 0 and page.waiting._empty.isVisible()
    make_activity(station, filled.station)
    page.arrive()
    settle()
    row = page.waiting.model.row(0)
    assert row and [row.cell(key).text for key in ("kind", "count", "titles")] == ["活动", "1", "读书活动"]
    assert page.send.note == "2 条改动等着送出"
    package = page.packages.model.row(0)
    assert package and [package.cell(key).text for key in ("direction", "partner")] == ["收入", "县政协"]
    assert "未加密" in UNSEALED and any(each.text() == UNSEALED for each in page.findChildren(type(page.done_words)))


def test_a_station_is_found_by_typing(qtbot: QtBot) -> None:
    stations = [Partner("1", "01", "云水镇联络站", "云水镇"), Partner("2", "02", "东河乡联络站", "东河乡")]
    dialog = PlaceDialog(stations, WORDS)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.search, "dhx")
    qtbot.waitUntil(lambda: dialog.table.pages.total == 1)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.place == stations[1] and dialog.result() == QDialog.DialogCode.Accepted
    again = PlaceDialog(stations, WORDS)
    qtbot.addWidget(again)
    qtbot.keyClick(again.search, Qt.Key.Key_Down)
    qtbot.keyClick(again.search, Qt.Key.Key_Return)
    assert again.place == stations[1]


def test_what_waits_without_a_name_of_its_own_is_counted(qtbot: QtBot) -> None:
    """Rows of attendance have no title: “ 等 3138 条” stood there."""
    card, look = WaitingCard(), KindLook("出席", "activities")
    qtbot.addWidget(card)
    told = [
        str(card._row(Waiting("attendance", 9, count, titles), look).cells["titles"])
        for count, titles in ((9, ("", "", "")), (1, ("",)), (9, ("甲", "乙", "丙")), (2, ("甲", "乙")))
    ]
    assert told == ["9 条", "1 条", "甲、乙、丙 等 9 条", "甲、乙"]


def test_what_may_not_be_taken_is_shown_with_its_reason(
    pair: tuple[Place, Place], filled: Filled, open_page: Callable[[Place], ExchangePage], settle: Callable[[], None],
    tmp_path: Path,
) -> None:  # fmt: skip
    """Before the file is taken in, and afterwards as long as it lies aside."""
    county, station = pair
    good = operation(station, {"title": "好", "station": filled.station}, seq=1)
    bad = operation(station, {"title": "坏", "guests": 10**15}, seq=2, record="e" * 32)
    page = open_page(county)
    assert not page.aside.isVisible()
    page.open_file(forge(station, tmp_path / "a.cppcc", good, bad))
    settle()
    rows = [page.incoming.table.pages.row(place) for place in range(2)]
    assert [row.cells["result"].text for row in rows] == ["搁置", "新增"]
    assert "群众人数数字太大" in rows[0].cells["fields"]
    page.incoming.go.click()
    settle()
    assert page.aside.isVisible()
    row = page.aside.model.row(0)
    assert (row.cells["what"], row.cells["why"], row.cells["who"]) == ("活动 坏", "群众人数数字太大", "丁")
    page.grab().save(str(tmp_path / "aside.png"))
