"""What people expect of any window: menus of rows, Ctrl+C into Excel, 关于, the size it had, Caps Lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from cppcc_desktop.services.office.office import VERSION
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from ui.app import make_page
from ui.entrance.sign_in import SignInDialog
from ui.forms.print_preview import PrintPreview
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.kit.tables.copying import MOST, make_table_data
from ui.main_window import MainWindow
from ui.preferences import Settings
from ui.settings.about import AboutDialog


def words(menu: QMenu) -> list[str]:
    return [each.text().partition("\t")[0] for each in menu.actions() if not each.isSeparator()]


# Ctrl+C


def test_numbers_that_are_names_stay_text_in_a_spreadsheet() -> None:
    columns = [
        ListColumn("", "", shape="tick"),
        ListColumn("no", "案号"),
        ListColumn("due", "应办复日"),
        ListColumn("t", "案由"),
    ]
    rows = [ListRow("1", {"no": "001", "due": ListCell("6月10日", "余 2 天"), "t": "=1+1\t<甲>\n乙"})]
    data = make_table_data(columns, rows, head=True)
    assert data.text() == "案号\t应办复日\t案由\r\n001\t6月10日 余 2 天\t=1+1 <甲> 乙\r\n"
    html = data.html()
    assert html.count("mso-number-format:'\\@'") == 6 and ">001</td>" in html and "&lt;甲&gt;" in html
    assert make_table_data(columns, rows, head=False).text().startswith("001\t")


def test_ctrl_c_copies_the_current_row_or_the_ticked_ones(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")
    clipboard = QGuiApplication.clipboard()
    control = Qt.KeyboardModifier.ControlModifier
    desk.press(Qt.Key.Key_C, control)
    assert clipboard.text().count("\r\n") == 1 and clipboard.text().startswith(
        page.table.pages.row(0).cell("name").text
    )
    page.model.tick_all()
    desk.press(Qt.Key.Key_C, control)
    lines = clipboard.text().splitlines()
    assert lines[0].split("\t")[0] == "姓名" and len(lines) == 1 + page.model.total
    assert clipboard.mimeData().hasHtml()


def test_ticked_rows_that_were_never_on_screen_are_copied_too(county: Place, sit_down) -> None:
    for number in range(230):
        county.create("member", name=f"赵{number:03}")
    desk = sit_down(county)
    page = desk.go("members")
    page.model.tick_all()
    page.model.set_ticks(page.model.ticks.put([page.table.current_id()], False))
    page.table.copy_rows()
    desk.rest()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + 229
    assert MOST > 229


# menus of rows


def ask_menu(desk: Desk, row: int) -> QMenu:
    table = desk.page.table
    place = table.visualRect(table.pages.index(row, 1)).center()
    QApplication.sendEvent(
        table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    )
    desk.rest()
    return next(each for each in table.findChildren(QMenu) if each.isVisible())


def test_the_menu_of_a_row_offers_what_the_foot_offers(desk: Desk, filled: Filled) -> None:
    page = desk.go("proposals")
    menu = ask_menu(desk, 0)
    assert words(menu) == ["打开", "批量办理", "打印", "导出所选", "取消选择", "复制"]
    assert page.ticked_words.text() == "已选全部 1 件", "what the foot says it is about"
    batch = next(each.menu() for each in menu.actions() if each.text() == "批量办理")
    assert batch is page.ticked.menu
    batch.aboutToShow.emit()
    desk.rest()
    menu.close()
    ask_menu(desk, 0)
    batch.aboutToShow.emit()
    assert any(each.text().startswith("收件（1 件可以") for each in batch.actions())


def test_a_row_beside_ticked_ones_leaves_them_alone(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")
    page.model.tick_rows(0, 0, True)
    menu = ask_menu(desk, 1)
    assert words(menu) == ["打开", "复制"] and page.model.ticked(0) and not page.model.ticked(1)
    second = page.table.current_id()
    next(each for each in menu.actions() if each.text().startswith("打开")).trigger()
    desk.rest()
    assert desk.page.record == second


def test_beside_the_rows_there_is_no_menu(desk: Desk) -> None:
    page = desk.go("members")
    below = QPoint(5, page.table.viewport().height() - 2)
    QApplication.sendEvent(page.table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, below))
    assert not [each for each in page.table.findChildren(QMenu) if each.isVisible()]
    assert not page.model.ticks.count(page.model.total)


def test_lists_without_a_way_to_open_rows_offer_only_to_copy(desk: Desk) -> None:
    page = desk.go("settings")
    page.show_part("backup")
    page.part.make.click()
    desk.rest()
    assert words(page.part.table.make_menu()) == ["复制"]


# the window


def test_about_says_version_and_places(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)

    def look(dialog: AboutDialog) -> None:
        assert VERSION in dialog.version
        dialog.openers[0].click()
        dialog._copy()
        dialog.reject()

    answers = desk.answer(look)
    desk.window.top.help_menu.aboutToShow.emit()
    next(each for each in desk.window.top.help_menu.actions() if each.text().startswith("关于")).trigger()
    assert not answers.left
    path = desk.office.database.path.resolve()
    assert Path(opened[0].toLocalFile()) == path.parent
    assert f"数据在 {path}" in QGuiApplication.clipboard().text() and "cppcc.log" in QGuiApplication.clipboard().text()


def test_the_window_comes_back_in_its_size(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(900, 622)
    desk.window.closeEvent(QCloseEvent())
    kept = Settings(desk.session.settings._path.parent)
    assert kept.now.window
    desk.session.settings.now = kept.now
    again = MainWindow(desk.session, make_page)
    assert (again.width(), again.height()) == (900, 622)
    desk.rest()
    again.deleteLater()


def test_a_size_that_is_none_is_left_alone(desk: Desk) -> None:
    desk.session.settings.put(window="@@@")
    again = MainWindow(desk.session, make_page)
    assert (again.width(), again.height()) == (1366, 696)
    desk.rest()
    again.deleteLater()


# signing in


def test_caps_lock_is_said_and_the_password_can_be_seen(county: Place, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = SignInDialog(county.around, county.path, Settings(tmp_path / "settings"))
    qtbot.addWidget(dialog)
    dialog.show()
    field, said = dialog.password, dialog.password_help.caps
    QTest.keyClicks(field, "a")
    assert not said.isVisible()
    QTest.keyClick(field, "B")  # a capital without Shift
    assert said.isVisible()
    QTest.keyClick(field, "c")
    assert not said.isVisible()
    QTest.keyClick(field, "D", Qt.KeyboardModifier.ShiftModifier)
    assert not said.isVisible()
    assert field.echoMode() == field.EchoMode.Password
    dialog.password_help.show_box.setChecked(True)
    assert field.echoMode() == field.EchoMode.Normal and field.text() == "aBcD"
    dialog.password_help.show_box.setChecked(False)
    assert field.echoMode() == field.EchoMode.Password
    dialog.reject()


# what was saved


def test_a_saved_paper_can_be_opened(
    desk: Desk, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "表.pdf"), ""))
    preview = PrintPreview(desk.session, "proposal_sheet", [filled.proposal])
    preview.show()
    desk.rest()
    assert not preview.open_saved.isVisible()
    preview.save.click()
    desk.rest()
    assert preview.told.text() == "已存为 表.pdf。" and preview.open_saved.isVisible()
    preview.open_saved.click()
    assert Path(opened[0].toLocalFile()) == tmp_path / "表.pdf"
    preview.reject()
