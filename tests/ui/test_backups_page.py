"""备份和恢复 in the window: the list, what a restore takes away, coming back, the backup of the day."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.backups import create_office_backup
from cppcc_desktop.services.records.records import change_record, show_record
from db.backup_list import list_backups
from tests.conftest import PASSWORD, USER, Filled, Place
from tests.ui.offices import Desk, fill_in
from ui.app import Program
from ui.entrance.first_start import make_sign_in
from ui.entrance.restore import RestoreDialog
from ui.entrance.sign_in import SignInDialog
from ui.faces import FACES
from ui.preferences import Settings
from ui.settings.backups import BackupPart
from ui.settings.daily_backup import DailyBackup
from ui.settings.daily_check import DailyCheck


def open_part(desk: Desk) -> BackupPart:
    page = desk.go("settings")
    page.show_part("backup")
    desk.rest()
    return page.parts["backup"]


def post(place: Place, filled: Filled) -> object:
    return show_record(place.office, place.actor, "member", filled.members[0]).values["post"]


@pytest.fixture
def changed(filled: Filled) -> Path:
    """A backup, and one member changed and one new since."""
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "备份以后"})
    place.create("member", name="钱后来")
    return backup


def test_the_list_and_what_a_restore_takes_away(changed: Path, desk: Desk, filled: Filled) -> None:
    part = open_part(desk)
    row = part.table.pages.row(0)
    assert [row.cell(key).text for key in ("made", "why", "state", "note")] == [
        "6月8日 15:42",
        "手工",
        "核对过",
        "刚做的",
    ]
    assert part.lost.words.text() == "这之后做的，恢复后就看不到了："
    assert [each.text() for each in part.lost.links] == ["2"] and part.lost.button.isEnabled()
    part.lost.links[0].click()
    desk.rest()
    assert desk.page.nav == "members" and desk.page.table.pages.total == 2, "the count opens its list"


def test_a_bad_backup_is_red_and_is_not_restored(changed: Path, desk: Desk) -> None:
    changed.write_bytes(changed.read_bytes()[:-4096])
    part = open_part(desk)
    cell = part.table.pages.row(0).cell("state")
    assert (cell.text, cell.tone) == ("打不开", "bad") and not part.lost.button.isEnabled()
    part.check_all.click()
    desk.rest()
    assert "1 份打不开，已另存一份新的" in desk.window.status._words.whole
    notes = {part.table.pages.row(at).cell("note").text for at in range(2)}
    assert "文件少了 4 KB，已另存一份" in notes


def test_a_new_backup_is_chosen_and_the_status_bar_says_so(desk: Desk) -> None:
    part = open_part(desk)
    assert desk.window.status._facts[2].whole == "还没有备份"
    assert not part.lost.button.isEnabled() and part.lost.button.toolTip() == "还没有备份"
    part.make.click()
    desk.rest()
    assert part.chosen is not None and part.lost.words.text() == "这之后没有改动。"
    assert desk.window.status._facts[2].whole == "上次备份：今天 15:42"


def test_restoring_asks_for_the_password_in_the_dialog(changed: Path, desk: Desk) -> None:
    part, wishes, said = open_part(desk), [], []
    desk.window.restoring.connect(wishes.append)

    def look(dialog) -> None:
        said.append((dialog.refusal.text(), dialog.hint.text()))
        fill_in(password=PASSWORD)(dialog)

    answers = desk.answer(fill_in(password="wrong"), look)
    part.lost.button.click()
    desk.rest()
    assert not answers.left and said[0][0].startswith("用户名或口令不对") and "以后做的都会看不到" in said[0][1]
    assert [(each.backup, each.password) for each in wishes] == [(changed, PASSWORD)]
    assert PASSWORD not in repr(wishes), "no log shows it"


def test_a_file_of_another_office_is_not_taken(
    changed: Path, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = open_part(desk)
    (tmp_path / "坏.bak").write_bytes(b"x")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "坏.bak"), ""))
    part.from_file.click()
    desk.rest()
    assert isinstance(desk.reported.pop(), OfficeError) and len(part.backups) == 1
    copy = tmp_path / "抄来的.bak"
    copy.write_bytes(changed.read_bytes())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(copy), ""))
    part.from_file.click()
    desk.rest()
    assert part.chosen is not None and part.chosen.path == copy and part.lost.links[0].text() == "2"


def test_a_copy_on_a_stick_and_the_folders(
    changed: Path, desk: Desk, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.place.clock.move(8)
    part = open_part(desk)
    assert part.places.outside.text().startswith("还没有拷到别处过") and part.places.sign.isVisible()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "U盘"))
    part.places.copy.click()
    desk.rest()
    assert len(list((tmp_path / "U盘").glob("*.bak"))) == 1 and not part.places.sign.isVisible()
    assert part.places.outside.text() == "上次拷到别处是 6月16日，就是今天"
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    for word in ("打开数据所在的文件夹", "打开备份所在的文件夹"):
        next(each for each in part.places.children() if getattr(each, "accessibleName", str)() == word).click()
    folder = filled.place.path.parent.resolve()
    assert [Path(url.toLocalFile()) for url in opened] == [folder, folder / "备份"]


def test_whoever_only_looks_can_do_none_of_it(filled: Filled, sit_down: Callable[[Place], Desk]) -> None:
    place = filled.place
    place.actor = Actor("看看", "reader", place.office.name)
    part = open_part(sit_down(place))
    for button in (part.make, part.check_all, part.from_file, part.lost.button, part.places.copy):
        assert not button.isEnabled() and "不能备份" in button.toolTip()


# coming back, with the window closed


def is_busy(dialog: object) -> bool:
    return isinstance(dialog, RestoreDialog) and bool(dialog.busy.text())


def answer_in_turn(qtbot: QtBot, *steps: Callable[[object], object]) -> list[Callable[[object], object]]:
    """Do these with the dialogs that come up, each once."""
    left, timer, seen = list(steps), QTimer(QApplication.instance(), interval=50), []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not left:
            timer.stop()
        elif dialog is not None and dialog not in seen and not is_busy(dialog):
            seen.append(dialog)
            QTimer.singleShot(0, dialog, lambda: left.pop(0)(dialog))

    timer.timeout.connect(look)
    timer.start()
    return left


def test_the_program_restores_with_nothing_open_and_asks_who_comes(
    changed: Path, filled: Filled, tmp_path: Path, qtbot: QtBot
) -> None:
    place, settings = filled.place, Settings(tmp_path / "settings")
    options = argparse.Namespace(db=place.path, self_check=False, ready_then_quit=False)
    program = Program(place.around, settings, options, FACES)
    program._open_window(place.office, place.actor)
    first = program.window
    assert first is not None
    qtbot.waitUntil(lambda: not program.tasks.busy)
    part = first.session
    said: list[str] = []

    def sign_in(dialog: SignInDialog) -> None:
        said.append(dialog.said.text())
        dialog.password.setText(PASSWORD)
        dialog.go.click()

    left = answer_in_turn(qtbot, sign_in)
    from ui.session import RestoreWish

    part.routes.restore_asked.emit(RestoreWish(changed, PASSWORD))
    assert not left and said[0].startswith("已恢复。原来的数据没有丢") and "恢复前" in said[0]
    assert program.window is not None and program.window is not first and program.office is not place.office
    place.office = program.office
    assert post(place, filled) == "县医院医生"
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "恢复以后"})
    qtbot.waitUntil(lambda: not program.tasks.busy)
    window = program.window
    program._close()
    window.hide()
    window.deleteLater()
    program.one.release()
    place.office = place.around.open(place.path)
    assert post(place, filled) == "恢复以后"
    names = [each.reason for each in list_backups(place.path)]
    assert names.count("恢复前") == 1


def test_a_damaged_file_leads_to_its_backups_before_anybody_signs_in(
    changed: Path, filled: Filled, tmp_path: Path, qtbot: QtBot
) -> None:
    place, settings = filled.place, Settings(tmp_path / "settings")
    place.office.close()
    data = place.path.read_bytes()
    place.path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    dialog = make_sign_in(place.around, place.path, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "从备份恢复" in dialog.error.todo.text() and dialog.restore.isVisible() and dialog.office is None

    def restore(asked: RestoreDialog) -> None:
        assert asked.table.current_id() == str(changed)
        asked.person.setText(USER)
        asked.password.setText("wrong")
        asked.go.click()
        qtbot.waitUntil(lambda: asked.error.isVisible())
        assert "口令不对" in asked.error.what.text()
        asked.password.setText(PASSWORD)
        asked.go.click()

    left = answer_in_turn(qtbot, restore)
    dialog.restore.click()
    assert (
        not left
        and dialog.office is not None
        and dialog.said.text().startswith("已恢复")
        and not dialog.error.isVisible()
    )
    assert not dialog.restore.isVisible() and dialog.person.key() == USER
    dialog.reject()
    place.office = place.around.open(place.path)
    assert post(place, filled) == "县医院医生"


def test_a_missing_file_offers_its_backups_and_one_without_none(
    changed: Path, filled: Filled, tmp_path: Path, qtbot: QtBot
) -> None:
    place = filled.place
    place.office.close()
    dialog = make_sign_in(place.around, tmp_path / "没有.db", Settings(tmp_path / "settings"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.restore.isVisible()
    gone = place.path.rename(tmp_path / "away.db")
    dialog.open(place.path)
    assert dialog.restore.isVisible()
    gone.rename(place.path)
    dialog.reject()
    place.office = place.around.open(place.path)


# the backup of the day


def test_the_backup_of_the_day_is_made_in_the_background(desk: Desk, filled: Filled) -> None:
    place = filled.place
    check = DailyCheck(desk.session, desk.tasks)
    daily = DailyBackup(desk.session, check, desk.tasks)
    check.start()
    desk.rest()
    assert [each.reason for each in list_backups(place.path)] == ["每天"]
    assert desk.window.status._facts[2].whole == "上次备份：今天 15:42"
    daily.start()
    place.clock.move(1)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "第二天"})
    desk.rest()
    assert [each.reason for each in list_backups(place.path)] == ["每天", "每天"], "the first change of the day"
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "又改"})
    desk.rest()
    assert len(list_backups(place.path)) == 2


def test_a_backup_of_the_day_that_fails_is_said(desk: Desk, filled: Filled) -> None:
    (filled.place.path.parent / "备份").write_bytes(b"")
    DailyBackup(desk.session, DailyCheck(desk.session, desk.tasks), desk.tasks).start()
    desk.rest()
    error = desk.reported.pop()
    assert isinstance(error, OfficeError) and error.todo and "每天备份：没有做完" in desk.window.status._words.whole
