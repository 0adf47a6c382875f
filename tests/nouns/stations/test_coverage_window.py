"""The page of coverage: tiles by arrow keys, stations that lack most on top, reminders to paste."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cppcc_desktop.nouns.stations.held import Township
from cppcc_desktop.services.office.code_changes import add_entry
from cppcc_desktop.services.records.children import add_rows
from tests.conftest import Place
from tests.nouns.stations.test_targets import hold, make
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, sit_down  # noqa: F401
from ui.nouns.stations.coverage import TileMap
from ui.theme import Theme, apply_theme


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_tiles_and_reminders(sit_down: Callable[[Place], Desk], county: Place) -> None:  # noqa: F811
    for name in ("云水镇", "石桥镇"):
        add_entry(county.office, county.actor, "township", name)
    one = make(county, "01", "云水站", township="云水镇")
    two = make(county, "02", "石桥站", township="石桥镇")
    make(county, "03", "外乡站", township="外乡")
    hold(county, one, (county.office.today() - timedelta(days=1)).isoformat())
    desk = sit_down(county)
    page = desk.go("coverage")
    assert page.rate.whole == "乡镇覆盖率 100.0%（2 ÷ 2 个乡镇）" and page.nav == "stations"
    assert [row.id for row in page.board.lines][-1] == one and page.table.hasFocus()
    page.table.go_to([each.id for each in page.board.lines].index(two))
    desk.rest()
    page.copy_one.click()
    assert QGuiApplication.clipboard().text().startswith("石桥站：乡镇站每季度一次活动")
    page.copy_all.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    add_rows(county.office, county.actor, "station_function", one, [{"function": "书吧", "since": "2026-01-01"}])
    desk.go("home")
    page = desk.go("coverage")
    bars = {row.bar.word: (row.bar.count, row.bar.late, row.bar.said) for row in page.bars.chart.rows}
    assert bars["不分功能"] == (2, 0, "2 / 2　100.0%") and bars["书吧"] == (1, 0, "1 / 2　50.0%")
    assert bars["委员之家"] == (0, 0, "0 / 2　0.0%") and page.bars.isVisible() and page.bars.height() > 0
    page.bars.open_row([row.bar.word for row in page.bars.chart.rows].index("书吧"))
    desk.rest()
    assert page.rate.whole == "乡镇覆盖率 50.0%（1 ÷ 2 个乡镇）"
    assert [len(each.stations) for each in page.board.coverage.townships if each.listed] == [1, 0]
    page.function.set_key("")
    page._read()
    desk.rest()
    page.tiles.setFocus()
    desk.press(Qt.Key.Key_Right)
    assert page.tiles.chosen.name == "石桥镇"
    desk.press(Qt.Key.Key_Return)
    assert desk.page.module.name == "stations" and desk.page.table.pages.rowCount() == 1
    assert not desk.reported


def test_a_tile_holds_its_words_in_large_type(qapp: QApplication, qtbot: QtBot, plain_theme: None) -> None:  # noqa: F811
    tiles = TileMap()
    qtbot.addWidget(tiles)
    tiles.put([Township("云水镇", ("1",)), Township("石桥镇", ())])
    for scale in (1.0, 1.25, 1.5):
        theme = Theme(scale=scale)
        apply_theme(qapp, theme)
        tiles.resize(tiles.sizeHint())
        assert tiles.box((0, 0)).height() >= theme.size(27) + QFontMetrics(theme.font(13)).height()
