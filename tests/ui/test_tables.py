"""Lists: pages read as they are shown, ticks, keys, folding."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.errors import OfficeError
from tests.ui.invented import COLUMNS, TRACKED, as_row
from ui.kit.tables.columns import ListRow, RowPage, Ticks
from ui.kit.tables.folding import least_width, plan_columns, unscaled
from ui.kit.tables.page_model import PAGE, PageModel
from ui.kit.tables.record_table import RecordTable
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme

ROWS = [ListRow(f"r{at}", as_row(TRACKED[at % len(TRACKED)]).cells) for at in range(250)]


def from_list(rows: list[ListRow]) -> Callable[[int, int], RowPage]:
    return lambda offset, limit: RowPage(rows[offset : offset + limit], len(rows))


@pytest.fixture
def model(tasks: Tasks) -> PageModel:
    return PageModel(COLUMNS, tasks)


@pytest.fixture
def table(model: PageModel, tasks: Tasks, qtbot: QtBot) -> RecordTable:
    """A list of 250 rows in a window of its own, with the focus."""
    made = RecordTable(model)
    qtbot.addWidget(made)
    made.resize(1198, 500)
    made.show()
    qtbot.waitExposed(made)
    model.show(from_list(ROWS))
    settle(qtbot, tasks)
    made.setFocus()
    return made


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not tasks.busy)


def test_the_model_keeps_the_rules_of_qt(model: PageModel, tasks: Tasks, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert isinstance(tester.model(), QAbstractItemModel)
    for rows in (ROWS, ROWS[:3], [], ROWS[:120]):
        model.show(from_list(rows))
        settle(qtbot, tasks)
        assert model.rowCount() == len(rows)
        for at in range(0, len(rows), 40):
            model.index(at, 1).data()
        settle(qtbot, tasks)
        model.tick_rows(0, 2, True)
        model.refresh("r1", 0)
        settle(qtbot, tasks)


def test_only_pages_on_screen_are_read(table: RecordTable, tasks: Tasks, qtbot: QtBot) -> None:
    asked: list[int] = []

    def fetch(offset: int, limit: int) -> RowPage:
        asked.append(offset)
        return RowPage([ListRow(str(offset + at), {"no": str(offset + at)}) for at in range(limit)], 1_000_000)

    table.pages.show(fetch)
    settle(qtbot, tasks)
    assert table.pages.rowCount() == 1_000_000 and asked == [0]
    table.go_to(999_999)
    table.viewport().repaint()
    settle(qtbot, tasks)
    assert table.current_id() == "999999"
    assert asked[-1] == 999_900 and len(asked) == 2


def test_bars_stand_for_rows_that_take_long(table: RecordTable, qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    table.pages.set_total(250)

    def slow(offset: int, limit: int) -> RowPage:
        gate.wait(5)
        return RowPage(ROWS[offset : offset + limit], 250)

    table.pages.show(slow)
    table.pages.set_total(250)
    assert not table.pages.slow
    qtbot.waitUntil(lambda: table.pages.slow)
    assert table.grab().toImage().pixelColor(230, 32 + 13).name() == "#e9ecf0"
    gate.set()
    settle(qtbot, tasks)
    assert not table.pages.slow


def test_an_unknown_total_grows_until_a_short_page(model: PageModel, tasks: Tasks, qtbot: QtBot) -> None:
    model.show(lambda offset, limit: RowPage(ROWS[offset : offset + limit]))
    settle(qtbot, tasks)
    assert model.total == 2 * PAGE
    model.index(150, 1).data()
    settle(qtbot, tasks)
    assert model.total == 3 * PAGE
    model.index(250, 1).data()
    settle(qtbot, tasks)
    assert model.total == 250


def test_a_list_counted_apart_reads_further_pages_once_it_knows_how_many(
    table: RecordTable, tasks: Tasks, qtbot: QtBot
) -> None:
    asked: list[int] = []

    def fetch(offset: int, limit: int) -> RowPage:
        asked.append(offset)
        return RowPage(ROWS[offset : offset + limit])

    model = table.pages
    model.show(fetch, apart=True)
    settle(qtbot, tasks)
    assert (model.total, model.counted, asked) == (PAGE, False, [0])
    QTest.keyClick(table, Qt.Key.Key_End)
    settle(qtbot, tasks)
    assert table.currentIndex().row() == PAGE - 1 and asked == [0]
    model.set_total(250)
    table.viewport().repaint()
    settle(qtbot, tasks)
    assert model.counted and table.currentIndex().row() == 249 and set(asked) == {0, 200}


def test_a_list_counted_apart_is_read_again_by_its_new_reading(table: RecordTable, tasks: Tasks, qtbot: QtBot) -> None:
    rows = list(ROWS)
    table.pages.show(lambda offset, limit: RowPage(rows[offset : offset + limit]), apart=True)
    settle(qtbot, tasks)
    table.pages.set_total(250)
    table.go_to(230)
    table.viewport().repaint()
    settle(qtbot, tasks)
    changed = [ListRow("new", {"no": "000"}), *rows]
    place = {row.id: at for at, row in enumerate(changed)}
    table.refresh(lambda offset, limit: RowPage(changed[offset : offset + limit]), place.get)
    settle(qtbot, tasks)
    assert table.current_id() == "r230"  # the old rows stay until the new ones are counted
    table.pages.set_total(251)
    table.viewport().repaint()
    settle(qtbot, tasks)
    assert table.current_id() == "r230" and table.currentIndex().row() == 231


def test_a_failed_page_says_so_once(model: PageModel, tasks: Tasks, qtbot: QtBot) -> None:
    def refuse(offset: int, limit: int) -> RowPage:
        raise OfficeError("读不到。")

    with qtbot.waitSignal(model.failed):
        model.show(refuse)
    assert not model.waiting


def test_refresh_keeps_the_record_and_the_focus(table: RecordTable, tasks: Tasks, qtbot: QtBot) -> None:
    rows = list(ROWS)
    table.pages.show(lambda offset, limit: RowPage(rows[offset : offset + limit], len(rows)))
    settle(qtbot, tasks)
    table.go_to(7)
    rows.insert(0, ListRow("new", {"no": "000"}))
    table.refresh()
    settle(qtbot, tasks)
    assert table.current_id() == "r7" and table.currentIndex().row() == 8
    assert table.hasFocus()
    del rows[8]
    told: list[str] = []
    table.current_changed.connect(told.append)
    table.refresh()
    settle(qtbot, tasks)
    assert table.current_id() == "r8" and told[-1] == "r8"


def test_a_row_that_moved_far_is_located(table: RecordTable, tasks: Tasks, qtbot: QtBot) -> None:
    rows = list(ROWS)
    table.pages.show(
        lambda offset, limit: RowPage(rows[offset : offset + limit], len(rows)),
        lambda record: next((at for at, row in enumerate(rows) if row.id == record), None),
    )
    settle(qtbot, tasks)
    table.go_to(3)
    rows.append(rows.pop(3))
    table.refresh()
    qtbot.waitUntil(lambda: table.currentIndex().row() == 249)
    settle(qtbot, tasks)
    assert table.current_id() == "r3"


def test_keys_move_tick_open_and_untick(table: RecordTable, qtbot: QtBot) -> None:
    model, opened = table.pages, []
    table.opened.connect(opened.append)
    keys = QTest.keyClick
    keys(table, Qt.Key.Key_Down)
    keys(table, Qt.Key.Key_Space)
    assert model.ticks.ids == {"r1"} and table.current_id() == "r1"
    keys(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keys(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert model.ticks.ids == {"r1", "r2", "r3"} and table.current_id() == "r3"
    keys(table, Qt.Key.Key_Return)
    assert opened == ["r3"]
    keys(table, Qt.Key.Key_Escape)
    assert not model.ticks.count(model.total)
    keys(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 249
    keys(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_ctrl_a_takes_the_screen_first_and_then_everything(table: RecordTable) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(table, Qt.Key.Key_A, control)
    on_screen = len(table.pages.ticks.ids)
    assert 15 <= on_screen <= 20
    assert f"已选本页 {on_screen} 件" in table.pages.ticks.words(250)
    QTest.keyClick(table, Qt.Key.Key_A, control)
    assert table.pages.ticks.words(250) == "已选全部 250 件"
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.pages.ticks.words(250) == "已选 249 件"
    assert table.pages.all_ticked() == Qt.CheckState.PartiallyChecked


def test_the_mouse_ticks_ranges_all_and_opens(table: RecordTable, qtbot: QtBot) -> None:
    model, view = table.pages, table.viewport()
    spot = lambda row, x=18: QPoint(x, row * 26 + 13)  # noqa: E731
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(1))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, spot(4))
    assert model.ticks.ids == {"r1", "r2", "r3", "r4"}
    header = table.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 16))
    assert model.all_ticked() == Qt.CheckState.Checked
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 16))
    assert model.all_ticked() == Qt.CheckState.Unchecked
    with qtbot.waitSignal(table.opened) as opened:
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=spot(2, 300))
    assert opened.args == ["r2"]


def test_the_header_asks_to_sort_and_turns_round(table: RecordTable, tasks: Tasks, qtbot: QtBot) -> None:
    model, asked = table.pages, []
    model.sort_asked.connect(lambda key, falling: asked.append((key, falling)))
    header, last = table.horizontalHeader(), len(COLUMNS) - 1
    spot = QPoint(header.sectionViewportPosition(last) + 30, 16)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    model.show(from_list(ROWS), sort_key="due")
    settle(qtbot, tasks)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == [("due", False), ("due", True)]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, 16))
    assert len(asked) == 2


def test_letters_and_escape_are_left_to_shortcuts(table: RecordTable, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(table)
    action = QAction(window, shortcut="Ctrl+N")
    window.addAction(action)
    window.show()
    table.setFocus()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(action.triggered):
        QTest.keyClick(table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().row() == 0
    table.setParent(None)


def frame_spots(table: RecordTable, row: int) -> list[str]:
    image, top = table.viewport().grab().toImage(), table.rowViewportPosition(row)
    right = table.horizontalHeader().length() - 1
    return [
        image.pixelColor(x, top + y).name()
        for x, y in ((0, 12), (1, 12), (right, 12), (200, 0), (500, 1), (900, 25), (20, 24))
    ]


def test_the_focus_frames_the_whole_row(table: RecordTable, qtbot: QtBot) -> None:
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(lambda: table.delegate.focused)
    table.go_to(3)
    assert frame_spots(table, 3) == ["#1d5793"] * 7
    table.clearFocus()
    assert "#1d5793" not in frame_spots(table, 3)


def test_rows_and_header_have_the_measures_of_the_pictures(table: RecordTable, qapp: QApplication) -> None:
    for scale, row, header in ((1.0, 26, 32), (1.25, 31, 37), (1.5, 36, 42), (2.0, 46, 52)):
        apply_theme(qapp, Theme(scale))
        assert (table.rowHeight(0), table.horizontalHeader().height()) == (row, header)


def test_columns_fold_in_their_order(qapp: QApplication) -> None:
    theme = Theme()
    seen = []
    for room in range(1200, 600, -5):
        hidden, short, widths = plan_columns(COLUMNS, room, theme, {})
        step = (hidden, tuple(short))
        if not seen or seen[-1] != step:
            seen.append(step)
        if hidden != ("sector", "category", "first"):
            assert widths["title"] >= least_width(theme)
    assert seen == [((), ()), (("sector",), ()), (("sector", "category"), ()), (("sector", "category"), ("due",)),
                    (("sector", "category", "first"), ("due",))]  # fmt: skip


def test_a_dragged_width_is_kept_at_every_size(table: RecordTable, qapp: QApplication, qtbot: QtBot) -> None:
    table.horizontalHeader().resizeSection(1, 96)
    qtbot.wait(5)
    assert table.user_widths() == {"no": 96}
    apply_theme(qapp, Theme(1.5))
    assert table.columnWidth(1) == Theme(1.5).text_width(96)
    assert unscaled(table.columnWidth(1), Theme(1.5)) == 96


def test_cut_text_has_a_tooltip_with_the_whole(table: RecordTable) -> None:
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QToolTip

    index = table.pages.index(3, 2)
    spot = table.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(spot))
    QApplication.sendEvent(table.viewport(), event)
    assert QToolTip.text() == TRACKED[3][1]
    QToolTip.hideText()


@pytest.mark.parametrize("high", [False, True])
def test_painting_leaks_no_reference_to_none(table: RecordTable, qapp: QApplication, high: bool) -> None:
    apply_theme(qapp, Theme(1.0, high))
    table.viewport().grab()
    before = sys.getrefcount(None)
    for _ in range(20):
        table.viewport().grab()
    assert abs(sys.getrefcount(None) - before) < 50


def test_ticks_are_sets_of_records() -> None:
    ticks = Ticks().put(["a", "b"], True).put(["a"], False)
    assert ticks.ids == {"b"} and ticks.count(9) == 1 and ticks.words(9) == "已选 1 件"
    rest = Ticks(everything=True).put(["b"], False)
    assert rest.holds("a") and not rest.holds("b") and rest.count(9) == 8
    assert rest.put(["b"], True).words(9, "人") == "已选全部 9 人" and Ticks().words(9) == ""
