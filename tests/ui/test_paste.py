"""Pasting: cleaned, one Ctrl+Z, as it is on demand, and too much of it is told in a line."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Field, Kind
from tests.ui.test_form import CODES
from ui.kit.inputs.record_form import RecordForm

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FROM_WORD = "一、情况\r\n\r\n　　班次少,等车久\v• 修路\r\n"
TITLE = Field(name="title", label="案由", limit=50)
TEXT = Field(name="text", label="情况与分析", kind=Kind.LONG_TEXT, limit=100_000)


@pytest.fixture
def form(qtbot: QtBot) -> RecordForm:
    form = RecordForm((TITLE, TEXT), CODES, lambda _k, _t, _s: None, lambda _n, _s: None)
    form.put({}, {})
    qtbot.addWidget(form)
    form.resize(900, 400)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
    return form


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def enter(form: RecordForm, name: str):
    editor = form.editors[name]
    editor.setFocus()
    return editor


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def note(form: RecordForm, name: str) -> str:
    label = form._boxes[name]._note
    return label.text() if label.isVisible() else ""


def test_what_word_brings_along_is_cleaned_and_told(form: RecordForm) -> None:
    editor = enter(form, "text")
    copy(FROM_WORD)
    press(Qt.Key.Key_V)
    assert editor.toPlainText() == "一、情况\n班次少，等车久\n修路"
    assert note(form, "text") == "粘贴时标点改成全角 1 处、去掉项目符号 1 处。Ctrl+Z 撤销，Ctrl+Shift+V 原样粘贴。"
    assert form.changes() == {"text": "一、情况\n班次少，等车久\n修路"}
    QTest.keyClicks(editor, "a")
    assert note(form, "text") == "" and not editor.error


@pytest.mark.parametrize("pasted", [FROM_WORD, "好"])
def test_a_paste_takes_one_undo_and_what_was_typed_before_stays(form: RecordForm, pasted: str) -> None:
    editor = enter(form, "text")
    QTest.keyClicks(editor, "ab")
    copy(pasted)
    press(Qt.Key.Key_V)
    QTest.keyClicks(editor, "cd")
    press(Qt.Key.Key_Z)
    assert editor.toPlainText().endswith("修路" if pasted == FROM_WORD else "好")
    press(Qt.Key.Key_Z)
    assert editor.toPlainText() == "ab"
    press(Qt.Key.Key_Y)
    assert editor.toPlainText() != "ab"


def test_as_it_is_on_demand(form: RecordForm) -> None:
    editor = enter(form, "text")
    copy("好,好\n\n• 好")
    press(Qt.Key.Key_V, CTRL | SHIFT)
    assert editor.toPlainText() == "好,好\n\n• 好" and note(form, "text") == ""
    press(Qt.Key.Key_Z)
    assert editor.toPlainText() == ""
    line = enter(form, "title")
    copy("好,好\n二")
    press(Qt.Key.Key_V, CTRL | SHIFT)
    assert line.text() == "好,好 二"


def test_one_line_takes_one_line_and_one_undo(form: RecordForm) -> None:
    line = enter(form, "title")
    QTest.keyClicks(line, "ab")
    copy("　关于优化公交班次\r\n的建议(二)\r\n")
    press(Qt.Key.Key_V)
    assert line.text() == "ab关于优化公交班次的建议（二）" and form.changes()["title"] == line.text()
    assert "标点改成全角 2 处" in note(form, "title")
    QTest.keyClicks(line, "c")
    press(Qt.Key.Key_Z)
    assert line.text() == "ab关于优化公交班次的建议（二）"
    press(Qt.Key.Key_Z)
    assert line.text() == "ab"
    line.selectAll()
    copy("另一份")
    press(Qt.Key.Key_Insert, SHIFT)
    assert line.text() == "另一份"
    press(Qt.Key.Key_Z)
    assert line.text() == "ab"


def test_the_menu_pastes_the_same_way(form: RecordForm) -> None:
    line = enter(form, "title")
    copy("好,\n好")
    at = QPoint(9, 9)
    QApplication.sendEvent(line, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, line.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.objectName() == "edit-paste").trigger()
    menu.close()
    assert line.text() == "好，好"


def test_dropped_text_is_cleaned_too(form: RecordForm) -> None:
    editor = enter(form, "text")
    data = QMimeData()
    data.setText(FROM_WORD)
    data.setHtml("<b>一、情况</b><img src='x'>")
    editor.insertFromMimeData(data)
    assert editor.toPlainText() == "一、情况\n班次少，等车久\n修路"


def test_nine_megabytes_are_refused_at_once_and_nothing_is_lost(form: RecordForm) -> None:
    editor = enter(form, "text")
    QTest.keyClicks(editor, "ab")
    copy("好" * 9_437_184)
    begun = time.monotonic()
    press(Qt.Key.Key_V)
    assert time.monotonic() - begun < 1
    assert editor.toPlainText() == "ab"
    assert editor.error.startswith("粘贴的文字有 9 437 184 字，这一栏最多 100 000 字，没有粘进去。")
    assert form._boxes["text"]._line.isVisible() and editor.hasFocus()
    begun = time.monotonic()
    press(Qt.Key.Key_V)
    assert time.monotonic() - begun < 2
    assert len(editor.toPlainText()) == 100_000
    assert editor.error == "只粘了前 99 998 字，后面的没有粘进去。"
    press(Qt.Key.Key_Z)
    assert editor.toPlainText() == "ab"
    press(Qt.Key.Key_V, CTRL | SHIFT)
    assert editor.toPlainText() == "ab" and "没有粘进去" in editor.error


def test_what_fits_alone_but_not_beside_the_rest(form: RecordForm) -> None:
    line = enter(form, "title")
    line.setText("好" * 40)
    copy("坏" * 30)
    press(Qt.Key.Key_V)
    assert line.text() == "好" * 40
    assert line.error == "这一栏已有 40 字，再粘 30 字就超过 50 字，没有粘进去。再粘一次，就只粘前 10 字。"
    line.selectAll()
    press(Qt.Key.Key_V)  # pasted again: as much as fits now
    assert line.text() == "坏" * 30


def test_nothing_goes_into_what_cannot_be_changed(form: RecordForm) -> None:
    copy("好")
    for name in ("title", "text"):
        editor = enter(form, name)
        editor.set_read_only(True)
        press(Qt.Key.Key_V)
        press(Qt.Key.Key_V, CTRL | SHIFT)
        assert not form.changes()


def test_a_password_is_pasted_as_it_is(form: RecordForm) -> None:
    line = enter(form, "title")
    line.setEchoMode(QLineEdit.EchoMode.Password)
    copy("好,好 ")
    press(Qt.Key.Key_V)
    assert line.text() == "好,好 "
