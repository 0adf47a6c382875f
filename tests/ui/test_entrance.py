"""Signing in and the first start, on real databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from cppcc_desktop import demo as demo_service
from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import read_ordinal
from cppcc_desktop.services.office.accounts import create_account, sign_in
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.summary import office_name, read_committee
from tests.conftest import PASSWORD, USER, Clock, Place
from ui.entrance.first_start import FirstStartDialog, make_sign_in
from ui.entrance.sign_in import DemoDialog, SignInDialog, demo_path, make_demo
from ui.kit.inputs.inputs import LineEdit
from ui.preferences import Settings


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(FEATURES, Clock(), tmp_path / "home")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings")


def show(dialog: QDialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()


def close_result(dialog: SignInDialog | FirstStartDialog | DemoDialog) -> None:
    assert dialog.result
    dialog.result[0].close()


def test_wrong_then_right(county: Place, settings: Settings, qtbot: QtBot) -> None:
    create_account(county.office, county.actor, "韩守田", "clerk", "another horse 8")
    dialog = SignInDialog(county.around, county.path, settings)
    show(dialog, qtbot)
    assert [dialog.person.itemText(at) for at in range(dialog.person.count())] == [USER, "韩守田"]
    dialog.person.set_key("韩守田")
    qtbot.keyClicks(dialog.password, PASSWORD)
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    assert "用户名或口令不对" in dialog.password.error and dialog.isVisible() and dialog.result is None
    dialog.password.clear()
    qtbot.keyClicks(dialog.password, "another horse 8")
    assert not dialog.password.error
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    assert not dialog.isVisible() and dialog.result
    office, actor = dialog.result
    assert (actor.name, actor.role) == ("韩守田", "clerk") and office_name(office) == "政协示例县委员会"
    assert settings.now.person == "韩守田" and settings.now.database == str(county.path.resolve())
    close_result(dialog)
    again = SignInDialog(county.around, county.path, settings)
    show(again, qtbot)
    assert again.person.key() == "韩守田"
    again.reject()


def test_turning_away_leaves_nothing_open(county: Place, settings: Settings, qtbot: QtBot) -> None:
    dialog = SignInDialog(county.around, county.path, settings)
    show(dialog, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and dialog.office is None and dialog.result is None


def test_a_database_that_is_gone_and_another_one(
    county: Place, settings: Settings, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = SignInDialog(county.around, tmp_path / "没有.db", settings)
    show(dialog, qtbot)
    assert dialog.error.isVisible() and "没有找到数据库" in dialog.error.what.text()
    assert not dialog.go.isEnabled() and dialog.new.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(county.path), ""))
    dialog.other.click()
    assert not dialog.error.isVisible() and dialog.person.key() == USER and dialog.go.isEnabled()
    dialog.reject()


def test_from_a_database_that_is_gone_to_a_new_one(
    around: Surroundings, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = make_sign_in(around, tmp_path / "没有.db", settings)
    show(dialog, qtbot)

    def make() -> None:
        first = dialog.findChild(FirstStartDialog)
        fill_in(first, tmp_path / "新的.db")
        first.go.click()

    QTimer.singleShot(0, make)
    dialog.new.click()
    assert not dialog.isVisible() and dialog.result and dialog.result[1].name == USER
    close_result(dialog)


def fill_in(dialog: FirstStartDialog, place: Path, name: str = "政协示例县委员会") -> None:
    dialog.name.setText(name)
    dialog.term.setText("10")
    dialog.number.setText("3")
    dialog.place.setText(str(place))
    dialog.person.setText(USER)
    dialog.password.setText(PASSWORD)
    dialog.again.setText(PASSWORD)
    dialog.public.setChecked(True)


def test_a_county_is_made(around: Surroundings, settings: Settings, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FirstStartDialog(around, settings)
    show(dialog, qtbot)
    fill_in(dialog, tmp_path / "新的文件夹" / "县.db")
    dialog.go.click()
    assert dialog.result, dialog.error.what.text()
    office, actor = dialog.result
    committee = read_committee(office)
    assert (committee.name, committee.plenary, committee.demo) == ("政协示例县委员会", "10-03", False)
    assert actor.office == "county" and sign_in(office, USER, PASSWORD).role == "admin"
    assert settings.now.database.endswith("县.db") and settings.now.person == USER
    close_result(dialog)


def test_a_station_is_made_and_told_what_comes_next(
    around: Surroundings, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = FirstStartDialog(around, settings)
    show(dialog, qtbot)
    assert not dialog._station_words.isVisible()
    dialog.station.setChecked(True)
    assert dialog._station_words.isVisible() and not dialog.term.isVisible()
    fill_in(dialog, tmp_path / "站.db", "云水镇政协工作联络站")
    dialog.go.click()
    assert dialog.result and dialog.result[0].kind == "station" and dialog.result[0].station == ""
    assert office_name(dialog.result[0]) == "云水镇政协工作联络站"
    close_result(dialog)


def test_each_field_says_what_is_wrong_with_it(
    around: Surroundings, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = FirstStartDialog(around, settings)
    show(dialog, qtbot)
    place = tmp_path / "县.db"
    faults: list[tuple[LineEdit, str, str]] = [
        (dialog.name, "", "还没有写名称"), (dialog.place, "县.db", "写出完整的位置"), (dialog.person, " ", "还没有写用户名"),
        (dialog.password, "短", "口令太短"), (dialog.again, "different horse", "两次输入的口令不一样"),
    ]  # fmt: skip
    for field, text, words in faults:
        fill_in(dialog, place)
        field.setText(text)
        dialog.go.click()
        assert words in field.error and dialog.focusWidget() is field
        field.set_error("")
    fill_in(dialog, place)
    dialog.term.setText("第十界")
    dialog.go.click()
    assert dialog._plenary_wrong.isVisible() and dialog.focusWidget() is dialog.term
    fill_in(dialog, place)
    dialog.public.setChecked(False)
    dialog.go.click()
    assert dialog._public_wrong.isVisible() and dialog.result is None and not place.exists()
    place.write_text("已经有的", "utf-8")
    fill_in(dialog, place)
    dialog.go.click()
    assert "已经有这个文件" in dialog.place.error and place.read_text("utf-8") == "已经有的"
    dialog.reject()


def test_all_that_is_wrong_is_said_at_once(around: Surroundings, settings: Settings, qtbot: QtBot) -> None:
    dialog = FirstStartDialog(around, settings)
    show(dialog, qtbot)
    dialog.place.setText("县.db")
    dialog.again.setText("x")
    dialog.go.click()
    wrong = [each for each in (dialog.name, dialog.place, dialog.person, dialog.password, dialog.again) if each.error]
    assert len(wrong) == 5 and dialog._plenary_wrong.isVisible() and dialog._public_wrong.isVisible()
    assert dialog.focusWidget() is dialog.name
    dialog.reject()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10),
        ("十", 10),
        ("第十届", 10),
        ("第10届", 10),
        ("１０", 10),
        ("第 三 次会议", 3),
        ("二十一", 21),
        ("0", 0),
        ("第十界", 0),
        ("", 0),
    ],
)
def test_a_term_is_written_in_any_usual_way(text: str, number: int) -> None:
    """第十届 was refused: digits only."""
    assert read_ordinal(text) == number


def test_enter_goes_to_the_next_field_and_the_file_follows_the_name(
    around: Surroundings, settings: Settings, qtbot: QtBot
) -> None:
    dialog = FirstStartDialog(around, settings)
    show(dialog, qtbot)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.name.setFocus()
    dialog.name.setText("政协示例县委员会")
    assert Path(dialog.place.text()).parts[-2:] == ("政协工作台", "政协示例县委员会.db")
    for field in (dialog.name, dialog.term, dialog.number):
        assert field.hasFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.place.hasFocus() and dialog.isVisible() and dialog.result is None
    dialog.reject()


def test_an_existing_one_is_opened_from_the_first_start(
    county: Place, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sign(dialog: SignInDialog) -> int:
        dialog.password.setText(PASSWORD)
        dialog.go.click()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(SignInDialog, "exec", sign)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(county.path), ""))
    dialog = FirstStartDialog(county.around, settings)
    show(dialog, qtbot)
    dialog.other.click()
    assert dialog.result and dialog.result[1].name == USER
    close_result(dialog)


def test_the_demonstration_asks_for_name_and_password(
    around: Surroundings, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made once, afterwards signed in to as to any other; never with a password that ships."""
    monkeypatch.setattr(demo_service, "fill_demo", lambda *_, **__: None)
    dialog = DemoDialog(around)
    show(dialog, qtbot)
    dialog.person.setText("周明礼")
    dialog.go.click()
    assert "口令太短" in dialog.password.error
    for field in (dialog.password, dialog.again):
        field.setText(PASSWORD)
    dialog.go.click()
    assert not dialog.leave.isEnabled()
    qtbot.waitUntil(lambda: dialog.result is not None, timeout=20_000)
    assert dialog.result and read_committee(dialog.result[0]).demo
    close_result(dialog)
    again = SignInDialog(around, demo_path(around), settings)
    show(again, qtbot)
    assert again.demo_chip.isVisible() and not again.demo.isVisible() and again.person.key() == "周明礼"
    again.reject()


def test_a_demonstration_that_breaks_off_leaves_no_file(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(demo_service, "fill_demo", fail)
    with pytest.raises(RuntimeError):
        make_demo(around, USER, PASSWORD)
    assert not demo_path(around).exists()
