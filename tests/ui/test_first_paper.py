"""A newcomer from the first start to the first 提案表: counted in inputs and typed characters, without a dead end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.services.office.opening import Surroundings
from tests.conftest import Clock, Place
from tests.ui.offices import Desk
from ui.entrance.first_start import FirstStartDialog
from ui.forms.print_preview import PrintPreview
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.preferences import Settings

INPUTS, SECONDS = 60, 5 * 60
SECONDS_AN_INPUT, CHARACTERS_A_SECOND = 1.5, 3
FILE_DIALOG = 3  # the file, the folder it lies in, and 打开

TITLE = "关于在城北片区增设夜间公交班次的建议"
ANALYSIS = "城北片区住着两万多人，末班车晚上七点半就收了，上晚班、上夜课的只能打车。"
SUGGESTIONS = "一、两条线路的末班车延到晚上十点。二、周末加开一班区间车。"


@dataclass
class Hands:
    """What a person does at the window, and how much of it there was."""

    qtbot: QtBot
    inputs: int = 0
    characters: int = 0
    failed: list[BaseException] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return self.inputs * SECONDS_AN_INPUT + self.characters / CHARACTERS_A_SECOND

    @property
    def focus(self) -> QWidget:
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5000)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def click(self, widget: QWidget) -> None:
        """A press of the mouse on something that can be seen and takes it."""
        self.inputs += 1
        assert widget.isVisible() and widget.isEnabled(), widget
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, pos=QPoint(min(12, widget.width() // 2), widget.height() // 2)
        )

    def press(self, word: str, within: QWidget) -> None:
        """Click the button of that word."""
        found = [each for each in within.findChildren(QAbstractButton) if each.text() == word and each.isVisible()]
        assert len(found) == 1, (
            word,
            [each.text() for each in within.findChildren(QAbstractButton) if each.isVisible()],
        )
        self.click(found[0])

    def choose(self, button: Any, word: str) -> None:
        """Open a menu and take one of its entries."""
        self.inputs += 2
        assert button.isVisible() and button.isEnabled()
        QTimer.singleShot(0, button, next(each for each in button.menu().actions() if each.text() == word).trigger)

    def key(self, key: Qt.Key, times: int = 1) -> None:
        for _ in range(times):
            self.inputs += 1
            QTest.keyClick(self.focus, key)

    def type(self, text: str) -> None:
        """Text, into whatever has the focus."""
        self.characters += len(text)
        if text.isascii():
            QTest.keyClicks(self.focus, text)
            return
        event = QInputMethodEvent()  # as an input method commits it
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def look_for(self, kind: type[Any], act: Callable[[Any], object]) -> None:
        """Do this with the dialog of that kind that the next press opens."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind) and dialog.isVisible():
                timer.stop()
                dialog.activateWindow()
                try:
                    self.qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or QWidget()))
                    act(dialog)
                except BaseException as error:  # noqa: BLE001 - it ends the test, not the event loop
                    self.failed.append(error)
                    dialog.done(0)

        timer = QTimer(QApplication.instance(), interval=20)
        timer.timeout.connect(look)
        timer.start()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What an office has at hand: its roster and the list of its units, as they are."""
    tables = {
        "名册": [["示例县政协委员名册"], ["序号", "姓名", "性别", "界别", "单位及职务", "手机号"],
               *([n, name, "男", "经济界", "某公司经理", f"1390000{n:04}"] for n, name in enumerate(("赵春山", "钱秋水", "孙立夏"), 1))],
        "单位": [["单位名称"], ["县交通运输局"], ["县公安局"]],
    }  # fmt: skip
    made: dict[str, Path] = {}
    for name, rows in tables.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        made[name] = tmp_path / f"{name}.xlsx"
        book.save(made[name])
    return made


def start(hands: Hands, around: Surroundings, settings: Settings, folder: Path) -> Place:
    """第一次使用, filled in from top to bottom."""
    dialog = FirstStartDialog(around, settings)
    hands.qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    dialog.place.setText(str(folder / "示例县.db"))  # as proposed, but for this test's folder
    dialog._place_typed = True
    hands.key(Qt.Key.Key_Tab)
    for text in ("政协示例县委员会", "10", "3"):
        hands.type(text)
        hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Return)  # the place stays
    if not dialog.person.hasFocus():
        hands.key(Qt.Key.Key_Tab)
    for text in ("周明礼", "correct horse 9", "correct horse 9"):
        hands.type(text)
        hands.key(Qt.Key.Key_Return)
    hands.click(dialog.public)
    hands.click(dialog.go)
    assert dialog.result, dialog.error.what.text()
    office, actor = dialog.result
    return Place(office, actor, around.clock, around)  # type: ignore[arg-type]


def load(hands: Hands, desk: Desk, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """From the red button of the card to the imported file and back to the first page."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    hands.click(desk.window._kept["home"].steps.next.button)
    desk.rest()
    page = desk.page
    hands.click(page.choose.button)
    hands.inputs += FILE_DIALOG - 1
    desk.rest()
    while not page.result.isVisible():  # columns and doubts, as far as there are any
        red = [each for each in page.stack.currentWidget().findChildren(QAbstractButton)
               if each.property("kind") == "primary" and each.isVisible()]  # fmt: skip
        assert len(red) == 1 and red[0].isEnabled(), "a dead end"
        hands.click(red[0])
        desk.rest()
    hands.click(desk.window.side.buttons["home"])
    desk.rest()


def fill_dates(hands: Hands, desk: Desk) -> None:
    """From the red button to the dates of the meeting and back."""

    def fill(dialog: EntryDialog) -> None:
        for text in ("1-11", "1-14", "1-1", "1-13"):
            hands.type(text)
            hands.key(Qt.Key.Key_Tab)
        hands.click(dialog.main)

    hands.look_for(EntryDialog, fill)
    hands.click(desk.page.steps.next.button)
    desk.rest()
    assert not hands.failed, hands.failed
    if desk.page.nav != "home":
        hands.click(desk.window.side.buttons["home"])
        desk.rest()


def write_proposal(hands: Hands, desk: Desk) -> None:
    hands.click(desk.page.steps.next.button)
    desk.rest()
    page = desk.page
    assert desk.focus is page.form.editors["title"]
    hands.type(TITLE)
    hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_W)  # 委员个人
    hands.key(Qt.Key.Key_Tab, 3)
    assert (
        page.form.editors["first_sponsor"].isAncestorOf(desk.focus) or desk.focus is page.form.editors["first_sponsor"]
    )
    hands.type("zcs")
    hands.qtbot.wait(400)
    desk.rest()
    hands.key(Qt.Key.Key_Return)
    for name, text in (("analysis", ANALYSIS), ("suggestions", SUGGESTIONS)):
        hands.click(page.form.editors[name])
        hands.type(text)
    hands.click(page.foot.save)
    desk.rest()
    values = desk.record().values
    assert values["title"] == TITLE and values["form"] == "1" and values["first_sponsor"]
    assert values["analysis"] == ANALYSIS and values["suggestions"] == SUGGESTIONS


def test_the_first_paper_takes_five_minutes_and_sixty_inputs(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sit_down: Callable[[Place], Desk],
    files: dict[str, Path],
) -> None:
    hands = Hands(qtbot)
    around = Surroundings(FEATURES, Clock(), tmp_path / "home")
    place = start(hands, around, Settings(tmp_path / "home"), tmp_path)
    desk = sit_down(place)
    assert desk.page.steps.next.step.title == "会议日期"
    fill_dates(hands, desk)
    load(hands, desk, monkeypatch, files["名册"])
    load(hands, desk, monkeypatch, files["单位"])
    assert [card.state for card in desk.page.steps.cards] == ["done", "done", "done", "next"]
    write_proposal(hands, desk)
    out = tmp_path / "提案表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))

    def keep(preview: PrintPreview) -> None:
        qtbot.waitUntil(lambda: preview.save.isEnabled(), timeout=20_000)
        hands.click(preview.save)
        hands.inputs += 1
        qtbot.waitUntil(out.exists, timeout=20_000)
        preview.reject()

    hands.look_for(PrintPreview, keep)
    papers = next(
        each for each in desk.page.findChildren(QAbstractButton) if each.text() == "打印表格" and each.isVisible()
    )
    hands.choose(papers, next(each.text() for each in papers.menu().actions() if "提案表" in each.text()))
    qtbot.waitUntil(out.exists, timeout=20_000)
    desk.rest()
    assert out.read_bytes().startswith(b"%PDF")
    print(f"first 提案表: {hands.inputs} inputs, {hands.characters} characters, {hands.seconds:.0f} s")
    assert hands.inputs <= INPUTS and hands.seconds <= SECONDS
    desk.go("home")
    assert not desk.page.steps.isVisible(), "all four are done"
