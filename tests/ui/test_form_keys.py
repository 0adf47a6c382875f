"""A form by keyboard alone: dates as they are read, the calendar, people by initials, undo field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.services.records.records import create_record
from tests.conftest import Filled
from tests.ui.offices import Desk
from tests.ui.test_form import CODES, spec_of
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.inputs.date_field import DateField
from ui.kit.inputs.record_form import RecordForm
from ui.theme import Theme, apply_theme

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TODAY = date(2026, 6, 8)
BORN = Field(name="born", label="出生日期", kind=Kind.DATE)


def make_form(qtbot: QtBot, *fields: Field) -> RecordForm:
    form = RecordForm(
        fields, CODES, lambda _k, _t, show: show([("a" * 32, "郑晓禾 · 医药卫生界")]), lambda _n, show: show("139"),
        today=lambda: TODAY,
    )  # fmt: skip
    form.put({}, {})
    qtbot.addWidget(form)
    form.resize(900, 400)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
    return form


def keys(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def commit(text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_a_date_is_read_while_one_types_and_written_out_on_leaving(qtbot: QtBot) -> None:
    form = make_form(qtbot, BORN, Field(name="b", label="乙"))
    field = form.editors["born"]
    field.setFocus()
    keys("3.5")
    assert field.reading == "2026-03-05 周四" and field.accessibleDescription() == "2026-03-05 周四" and field._fits()
    assert form.changes() == {"born": "3.5"}
    press(Qt.Key.Key_Tab)
    assert (field.text(), field.reading) == ("2026-03-05", "周四") and form.changes() == {"born": "2026-03-05"}
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    field.selectAll()
    commit("昨天")
    assert field.value() == "2026-06-07" == field.typed()
    field.selectAll()
    keys("2026-13")
    press(Qt.Key.Key_Tab)
    assert field.text() == "2026-13" and field.reading == "" and field.typed() == "2026-13"


def test_a_date_is_judged_when_the_field_is_left(qtbot: QtBot) -> None:
    form = make_form(qtbot, BORN, spec_of(Kind.TEXT))
    born = form.editors["born"]
    born.setFocus()
    keys("2026-13-05")
    assert not born.error
    press(Qt.Key.Key_Tab)
    assert born.error == "出生日期：没有 13 月，写成 2026-03-05 这样。"
    born.setFocus()
    born.selectAll()
    keys("19900307")
    assert not born.error
    press(Qt.Key.Key_Tab)
    assert born.text() == "1990-03-07" and not born.error


def test_no_weekday_stands_beside_a_birth_date(qtbot: QtBot) -> None:
    form = make_form(qtbot, BORN)
    form.editors["born"].put("1968-03-05")
    assert form.editors["born"].reading == ""
    form.editors["born"].put("2026-06-08")
    assert form.editors["born"].reading == "周一"


def test_half_typed_chinese_is_no_date(qtbot: QtBot) -> None:
    form = make_form(qtbot, BORN)
    field = form.editors["born"]
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("jintian", []))
    assert field.reading == "" and form.changes() == {}


@pytest.mark.parametrize("opens", [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Down, ALT)])
def test_the_calendar_by_keys(qtbot: QtBot, opens: tuple[Any, Any]) -> None:
    form = make_form(qtbot, BORN, Field(name="b", label="乙"))
    field = form.editors["born"]
    field.setFocus()
    press(*opens)
    popup = field._popup
    assert popup.isVisible() and popup.grid.day == TODAY
    for key, modifiers, day in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, date(2026, 6, 7)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, date(2026, 5, 31)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, date(2026, 4, 30)),
        (Qt.Key.Key_PageUp, CTRL, date(2025, 4, 30)),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, TODAY),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, date(2026, 7, 8)),
    ):
        QTest.keyClick(popup, key, modifiers)
        assert popup.grid.day == day
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible() and field.text() == ""
    press(*opens)
    QTest.keyClick(popup, Qt.Key.Key_Right)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "2026-06-09" and field.hasFocus() and form.changes() == {"born": "2026-06-09"}
    press(Qt.Key.Key_Z, CTRL)
    assert field.text() == ""


def test_a_day_by_mouse_at_every_size(qtbot: QtBot, qapp: QApplication) -> None:
    form = make_form(qtbot, BORN)
    field = form.editors["born"]
    for theme in (Theme(), Theme(2.0), Theme(1.0, high_contrast=True)):
        apply_theme(qapp, theme)
        field._button.click()
        grid = field._popup.grid
        place = (date(2026, 6, 20) - grid.first).days + 7
        QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.box(place).center())
        assert field.text() == "2026-06-20" and not field._popup.isVisible()
        field.put(None)


def test_a_field_that_may_only_be_read_opens_no_calendar(qtbot: QtBot) -> None:
    form = make_form(qtbot, BORN)
    form.set_read_only(True)
    form.editors["born"].open_calendar()
    assert form.editors["born"]._popup is None and not form.editors["born"]._button.isVisible()


def test_undo_goes_back_field_by_field_and_redo_again(qtbot: QtBot) -> None:
    fields = (Field(name="a", label="甲"), replace(spec_of(Kind.CODE), name="c"), replace(spec_of(Kind.LONG_TEXT), name="t"),
              replace(spec_of(Kind.BOOLEAN), name="b"), BORN)  # fmt: skip
    form = make_form(qtbot, *fields)
    form.put({"a": "原来"}, {})
    form.editors["a"].setFocus()
    form.editors["a"].selectAll()
    keys("abc")
    press(Qt.Key.Key_Tab)
    keys("xsl")
    press(Qt.Key.Key_Tab)
    keys("text")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    keys("3.5")
    typed = {name: each.typed() for name, each in form.editors.items()}
    assert form.changes() == {"a": "abc", "c": "2", "t": "text", "b": True, "born": "3.5"}
    press(Qt.Key.Key_Z, CTRL)
    assert form.editors["born"].text() == "" and form.editors["born"].hasFocus(), "its own undo first"
    for name in ("b", "t", "c", "a"):
        press(Qt.Key.Key_Z, CTRL)
        assert form.editors[name].hasFocus(), name
        assert name not in form.changes()
    assert form.changes() == {} and form.editors["a"].text() == "原来"
    press(Qt.Key.Key_Z, CTRL)
    assert form.changes() == {}
    for _ in range(4):
        press(Qt.Key.Key_Y, CTRL)
    assert form.editors["b"].hasFocus()
    assert {name: each.typed() for name, each in form.editors.items()} == {**typed, "born": ""}


def test_a_field_left_and_entered_again_is_not_undone_twice(qtbot: QtBot) -> None:
    form = make_form(qtbot, Field(name="a", label="甲"), Field(name="b", label="乙"))
    form.editors["a"].setFocus()
    keys("one")
    press(Qt.Key.Key_Tab)
    keys("two")
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    keys("x")
    seen = []
    for _ in range(4):
        press(Qt.Key.Key_Z, CTRL)
        seen.append((form.editors["a"].text(), form.editors["b"].text()))
    assert seen == [("one", "two"), ("one", ""), ("", ""), ("", "")]
    press(Qt.Key.Key_Y, CTRL)
    assert form.editors["a"].text() == "one"


def test_chips_and_people_are_undone_too(qtbot: QtBot) -> None:
    form = make_form(qtbot, replace(spec_of(Kind.REFERENCES), name="r"), replace(spec_of(Kind.CODES), name="c"))
    form.put({"r": ["b" * 32]}, {"r": "陈素芬"})
    form.editors["r"].setFocus()
    keys("zxh")
    press(Qt.Key.Key_Return)
    assert form.editors["r"].value() == ["b" * 32, "a" * 32]
    form.editors["c"].add("0", "县教育局")
    form.editors["r"]._chips[0].removed.emit()
    assert form.editors["r"].value() == ["a" * 32]
    press(Qt.Key.Key_Z, CTRL)
    assert form.editors["r"].value() == ["b" * 32, "a" * 32]
    press(Qt.Key.Key_Z, CTRL)
    assert form.editors["c"].value() is None
    press(Qt.Key.Key_Z, CTRL)
    assert form.editors["r"].value() == ["b" * 32] and form.changes() == {}


def test_tab_goes_on_from_the_last_chip_to_the_entry_and_to_the_next_field(qtbot: QtBot) -> None:
    """Once somebody was added, Tab went from there out of the form to the sidebar, and the next Space left the page."""
    fields = [spec_of(Kind.TEXT), replace(spec_of(Kind.REFERENCES), name="r"), replace(spec_of(Kind.CODES), name="c"),
              replace(spec_of(Kind.DATE), name="d")]  # fmt: skip
    form = make_form(qtbot, *fields)
    people, codes = form.editors["r"], form.editors["c"]
    people.setFocus()
    keys("zxh")
    press(Qt.Key.Key_Return)
    codes.add("0", "县教育局")
    form.editors[fields[0].name].setFocus()
    order = [people._chips[0], people.finder, codes._chips[0], codes._adder, form.editors["d"]]
    for each in order:
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is each
    people.setFocus()
    keys("nobody")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert form.isAncestorOf(QApplication.focusWidget())


def test_what_is_stored_anew_is_no_step_of_this_form(qtbot: QtBot) -> None:
    form = make_form(qtbot, Field(name="a", label="甲"), Field(name="b", label="乙"))
    form.editors["a"].setFocus()
    keys("one")
    press(Qt.Key.Key_Tab)
    form.take_saved({"a": "one"})
    form.renew({"a": "别处的"}, {})
    press(Qt.Key.Key_Z, CTRL)
    assert form.editors["a"].text() == "别处的"


def test_after_a_save_undo_still_goes_back(qtbot: QtBot) -> None:
    form = make_form(qtbot, Field(name="a", label="甲"), Field(name="b", label="乙"))
    form.editors["a"].setFocus()
    keys("one")
    press(Qt.Key.Key_Tab)
    form.take_saved({"a": "one"})
    form.renew({"a": "one"}, {})
    press(Qt.Key.Key_Z, CTRL)
    assert form.editors["a"].text() == "" and form.changes() == {"a": None}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_was_typed_comes_back_whatever_it_was(qtbot: QtBot, kind: Kind) -> None:
    """Also a draft of another version, whose field was of another kind."""
    if kind is Kind.PHOTO:
        return
    form = make_form(qtbot, spec_of(kind))
    for odd in (None, "x", 5, [], {}, ["a", "b"], {"items": []}, {"text": "张"}, ["a", "b", "c"], True):
        form.editors["x"].put_typed(odd)
        assert form.editors["x"].typed() == form.editors["x"].typed()
    again = form.editors["x"].typed()
    form.put({}, {})
    form.put_typed({"x": again, "gone": "y"})
    assert form.editors["x"].typed() == again


def test_a_member_by_initials_enter_takes_the_first(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    field = page.form.editors["first_sponsor"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "csf")
    desk.press(Qt.Key.Key_Return)  # before the list has come
    assert field.text() == "陈素芬" and field.value() == filled.members[1] and desk.focus is field
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is not field


def test_namesakes_are_told_apart(desk: Desk, filled: Filled) -> None:
    for sector in ("教育界", "经济界"):
        create_record(desk.office, desk.actor, "member", {"name": "王同名", "sector": sector, "sex": "男"})
    page = desk.open("proposals", filled.proposal)
    field = page.form.editors["first_sponsor"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "wtm")
    desk.qtbot.waitUntil(lambda: field._popup is not None and field._popup.isVisible())
    words = {field._popup.item(row).text() for row in range(field._popup.count())}
    assert words == {"王同名 · 教育界", "王同名 · 经济界"}
    QTest.keyClick(field, Qt.Key.Key_Down)
    chosen = field._popup.currentItem().data(Qt.ItemDataRole.UserRole)
    desk.press(Qt.Key.Key_Return)
    assert field.value() == chosen


def test_a_whole_member_by_keyboard_alone(desk: Desk) -> None:
    page = desk.open("members")
    desk.type("周小满")
    answers: dict[str, Any] = {
        "sex": "n", "birth_date": "1968.3.5", "id_number": "110101196803051099", "education": None, "native_place": "shilixian",
        "post": "xian", "mobile": "13900009191",
    }  # fmt: skip
    for _ in range(60):
        desk.press(Qt.Key.Key_Tab)
        if desk.focus is page.foot.save or not page.form.isAncestorOf(desk.focus):
            break
        name = next(n for n, e in page.form.editors.items() if e is desk.focus or e.isAncestorOf(desk.focus))
        if answers.get(name):
            QTest.keyClicks(desk.focus, answers.pop(name))
    assert set(answers) == {"education"}
    desk.save()
    wrong = [name for name, each in page.form.editors.items() if getattr(getattr(each, "line", each), "error", "")]
    if wrong:  # the check digit: mended where the focus was put
        assert wrong == ["id_number"] and page.form.editors["id_number"].line is desk.focus
        desk.focus.selectAll()
        press(Qt.Key.Key_Delete)
        desk.save()
    values = desk.record().values
    assert (values["name"], values["birth_date"], values["mobile"]) == ("周小满", "1968-03-05", "13900009191")
    assert isinstance(page.form.editors["birth_date"], DateField)


def test_the_enter_of_the_key_pad_ends_a_dialog_too(desk: Desk) -> None:
    told: list[dict[str, object]] = []
    spec = Field(name="words", label="说明", limit=20)
    answers = desk.answer(
        lambda dialog: QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    )
    asked = ShortForm("说明", [spec], proposed={"words": "好"})
    EntryDialog(desk.session, asked, told.append, desk.window).run()
    assert told == [{"words": "好"}] and not answers.left and not desk.unanswered
