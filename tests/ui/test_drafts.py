"""Drafts on the page of a record: kept by themselves, brought back, every way out, a kill in the middle."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from cppcc_desktop.domain.description.conditions import EVERYTHING
from cppcc_desktop.services.records.drafts import Draft, list_drafts, read_draft
from cppcc_desktop.services.records.records import change_record, show_record
from tests.conftest import Filled
from tests.ui.offices import Desk, fill_in, press_button, put
from ui.kit.inputs.draft_keeper import LATEST, PAUSE
from ui.session import Siblings
from ui.tasks import WrittenKinds

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def draft(desk: Desk, record: str, kind: str = "member") -> Draft | None:
    return read_draft(desk.office, desk.actor, kind, record)


def keep(desk: Desk) -> None:
    """As when the pause after typing is over."""
    assert desk.page.keeper.waits
    desk.page.keeper._pause.timeout.emit()
    desk.rest()


def leave_behind(desk: Desk) -> None:
    """As after a kill: the page is gone and nobody was asked."""
    desk.page.keeper._stop()
    page = desk.page
    page.may_leave = lambda: True
    desk.go("home")


def test_typing_is_kept_after_a_pause_and_said(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示例县", birth_date="2026-13")
    assert (page.keeper._pause.interval(), page.keeper._latest.interval()) == (PAUSE, LATEST) == (2000, 5000)
    assert "改了 2 处，还没有保存" in page.foot.words.whole
    keep(desk)
    assert page.foot.words.whole == "改了 2 处，草稿已存在本机 15:42"
    found = draft(desk, filled.members[0])
    assert found and found.typed == {"native_place": "示例县", "birth_date": "2026-13"}
    desk.save()
    assert "没有 13 月" in page.form.editors["birth_date"].error and draft(desk, filled.members[0])
    desk.fill(birth_date="1990-3-7")
    desk.save()
    assert draft(desk, filled.members[0]) is None and not page.keeper.waits
    assert page.foot.words.whole.startswith("没有未保存的修改")


def test_the_pause_is_real(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    desk.qtbot.waitUntil(lambda: draft(desk, filled.members[0]) is not None, timeout=4000)


def test_who_types_on_is_kept_all_the_same(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示")
    page.keeper._latest.start(50)
    for count in range(20):
        desk.qtbot.wait(10)
        desk.fill(native_place="示" * (count + 2))
    desk.rest()
    assert draft(desk, filled.members[0])


def test_it_is_kept_at_once_when_the_window_loses_the_focus(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    other = QWidget()
    desk.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is other)
    assert not desk.page.keeper.waits
    desk.rest()
    assert draft(desk, filled.members[0])


def test_it_is_kept_when_the_program_ends_otherwise(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    desk.tasks.stopping.emit()  # as Tasks.stop does before it joins its threads
    desk.rest()
    assert draft(desk, filled.members[0])


def test_what_is_back_as_it_was_needs_no_draft(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    keep(desk)
    desk.fill(native_place="")
    desk.rest()
    assert draft(desk, filled.members[0]) is None


def test_a_draft_is_put_back_into_the_form(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    desk.fill(title="关于又改了案由的建议", analysis="第一行\n第二行", category="经济建设", collective="示例商会")
    put(page.form.editors["joint_sponsors"].finder, "陈")
    page.form.editors["joint_sponsors"].add(filled.members[2], "阿依·古兰")
    page.form.editors["first_sponsor"].put_typed([filled.members[1], "陈素芬", "陈素"])
    page.form.editors["may_be_published"].click()
    before = page.form.typed()
    keep(desk)
    leave_behind(desk)
    page = desk.open("proposals", filled.proposal)
    assert page.form.typed() == before and page._dirty() == 7
    assert page.notice.isVisible() and page.foot.words.whole == "改了 7 处，草稿已存在本机 15:42"
    assert page.notice.words.whole == "上次没有保存的修改（6月8日 15:42）已放回表格里。"
    assert page.form.editors["first_sponsor"].text() == "陈素"
    page.notice.links[0].click()
    desk.rest()
    assert page._dirty() == 0 and not page.notice.isVisible() and draft(desk, filled.proposal, "proposal") is None
    assert desk.focus is not None and page.form.isAncestorOf(desk.focus)
    for _ in range(7):
        desk.press(Qt.Key.Key_Z, CTRL)
    assert page.form.typed() == before, "a click too many is taken back"


def test_opening_a_draft_does_not_make_it_newer(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    keep(desk)
    leave_behind(desk)
    filled.place.clock.move(1)
    page = desk.open("members", filled.members[0])
    page._read()
    desk.rest()
    page.keeper.keep_rest()
    desk.rest()
    found = draft(desk, filled.members[0])
    assert found and found.at == "2026-06-08 15:42" and "6月8日 15:42" in page.notice.words.whole


def test_both_texts_where_the_record_moved_since(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="石桥镇", post="县医院院长", sector="教育界")
    keep(desk)
    leave_behind(desk)
    change_record(desk.office, desk.actor, "member", filled.members[0], {"native_place": "云水镇", "sector": "农业界"})
    page = desk.open("members", filled.members[0])
    field = page.form.editors["native_place"]
    assert "其中 2 处别处后来改过" in page.notice.words.whole
    assert field.text() == "石桥镇" and "别处后来改成：云水镇" in field.error
    assert "别处后来改成：农业界" in page.form.editors["sector"].error and not page.form.editors["post"].error
    desk.fill(post="县医院副院长")
    keep(desk)
    leave_behind(desk)
    page = desk.open("members", filled.members[0])
    assert "其中 2 处" in page.notice.words.whole, "it is told until it is saved"
    desk.answer(fill_in(changed_on="2026-06-08"))
    desk.save()
    values = desk.record().values
    assert (values["native_place"], values["post"]) == ("石桥镇", "县医院副院长") and not desk.reported


def test_saving_a_draft_does_not_overwrite_what_came_after_it_was_shown(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="石桥镇")
    keep(desk)
    leave_behind(desk)
    page = desk.open("members", filled.members[0])
    change_record(desk.office, desk.actor, "member", filled.members[0], {"native_place": "云水镇"})
    desk.save()
    assert "别处刚改成：云水镇" in page.form.editors["native_place"].error and page._dirty() == 1


def test_reading_again_while_typing_keeps_the_guard(desk: Desk, filled: Filled) -> None:
    """A photo or an attendance reads the page anew; the field with unsaved text was then overwritten unseen."""
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="石桥镇")
    change_record(desk.office, desk.actor, "member", filled.members[0], {"native_place": "云水镇", "title": "医师"})
    page._read()
    desk.rest()
    assert page.form.editors["title"].text() == "医师"
    desk.save()
    assert "别处刚改成：云水镇" in page.form.editors["native_place"].error
    assert desk.record().values["native_place"] == "云水镇"


def test_a_draft_that_was_saved_after_all_says_nothing(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="石桥镇")
    keep(desk)
    leave_behind(desk)
    change_record(desk.office, desk.actor, "member", filled.members[0], {"native_place": "石桥镇"})
    page = desk.open("members", filled.members[0])
    desk.rest()
    assert not page.notice.isVisible() and page._dirty() == 0 and draft(desk, filled.members[0]) is None


def test_a_new_record_is_found_again(desk: Desk) -> None:
    page = desk.open("members")
    desk.type("钱写半")
    keep(desk)
    key = page.keeper.key
    leave_behind(desk)
    card = desk.page._cards["unsaved"]
    assert desk.page._todos["unsaved"].count == 1
    card.click()
    desk.rest()
    listed = desk.page
    assert [each.record for each in listed._lines] == [key] and listed.model.total == 1
    listed.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    page = desk.page
    assert page.record == "" and page.form.editors["name"].text() == "钱写半"
    assert page.notice.words.whole == "这是没写完的一份（6月8日 15:42）。"
    desk.save()
    assert page.record and list_drafts(desk.office, desk.actor) == [] and not page.notice.isVisible()


def test_a_new_one_offers_what_was_begun(desk: Desk) -> None:
    for name in ("钱一", "钱二"):
        desk.open("members")
        desk.type(name)
        keep(desk)
        leave_behind(desk)
        filled_clock = desk.office.clock
        filled_clock.move(0.01)
    page = desk.open("members")
    assert page.notice.words.whole == "有 2 份没写完的，最近一份：“钱二”（6月8日 15:56）。"
    assert [each.text() for each in page.notice.links] == ["接着写", "另写一份", "全部草稿"]
    assert desk.focus is page.form.editors["name"]
    page.notice.links[1].click()
    desk.type("钱三")
    keep(desk)
    assert not page.notice.isVisible() and len(list_drafts(desk.office, desk.actor)) == 3
    leave_behind(desk)
    page = desk.open("members")
    page.notice.links[0].click()
    desk.rest()
    assert desk.page is not page and desk.page.form.editors["name"].text() == "钱三"


def test_the_list_of_drafts_drops_one_after_asking(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    keep(desk)
    leave_behind(desk)
    page = desk.go("drafts")
    page.table.setFocus()
    desk.answer(press_button("留着"))
    desk.press(Qt.Key.Key_Delete)
    assert draft(desk, filled.members[0])
    desk.answer(press_button("不要了"))
    desk.press(Qt.Key.Key_Delete)
    assert draft(desk, filled.members[0]) is None and page.none.isVisible()


WAYS = {
    "another page": lambda desk, *_: desk.window.show_page("proposals"),
    "a list": lambda desk, *_: desk.window.show_list("members", EVERYTHING, "全部"),
    "the next record": lambda desk, *_: desk.press(Qt.Key.Key_Down, ALT),
    "a record that was found": lambda desk, filled: desk.window.show_record("proposals", filled.proposal, Siblings()),
    "a new one": lambda desk, *_: desk.press(Qt.Key.Key_N, CTRL),
    "back": lambda desk, *_: desk.press(Qt.Key.Key_Escape),
    "import": lambda desk, *_: desk.window.show_import("members"),
    "signing out": lambda desk, *_: desk.window._sign_out(),
    "closing": lambda desk, *_: desk.window.closeEvent(QCloseEvent()),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_out_loses_anything(desk: Desk, filled: Filled, way: str) -> None:
    record = filled.members[0]
    page = desk.open("members", record, tuple(filled.members))
    desk.fill(native_place="示例县")
    keep(desk)
    answers = desk.answer(press_button("接着改"))
    WAYS[way](desk, filled)
    desk.rest()
    assert not answers.left and desk.page is page and page._dirty() == 1 and draft(desk, record)
    answers = desk.answer(press_button("保存"))
    WAYS[way](desk, filled)
    desk.rest()
    assert not answers.left and draft(desk, record) is None
    assert show_record(desk.office, desk.actor, "member", record).values["native_place"] == "示例县"


def test_not_saving_drops_the_draft(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    keep(desk)
    desk.answer(press_button("不保存"))
    desk.press(Qt.Key.Key_Escape)
    assert draft(desk, filled.members[0]) is None
    assert desk.open("members", filled.members[0])._dirty() == 0


@pytest.mark.parametrize(("module", "field"), [("proposals", "title"), ("members", "native_place"), ("units", "name")])
def test_a_half_written_new_record_waits_as_a_draft(desk: Desk, module: str, field: str) -> None:
    """What lacks a required field cannot be saved: it was destroyed by leaving."""
    kind = desk.open(module).module.entity.name
    desk.fill(**{field: "示例"})
    answers = desk.answer(press_button("先放着"))
    desk.press(Qt.Key.Key_Escape)
    assert not answers.left and desk.window.stack.currentWidget() is desk.window._kept["home"]
    (line,) = list_drafts(desk.office, desk.actor, kind)
    assert line.is_new and line.fields == 1
    page = desk.open(module, line.record)
    assert page.form.editors[field].text() == "示例" and page._dirty() == 1


def test_a_draft_that_cannot_be_written_keeps_the_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = desk.open("members")
    desk.fill(native_place="示例县")
    with desk.office.database.write() as connection:  # as by another window of the same file
        connection.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'full'); END")
    desk.answer(press_button("先放着"))
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and page.keeper.problem and page.keeper.problem in page.foot.words.whole


def test_a_step_asks_for_what_is_stored(desk: Desk, filled: Filled) -> None:
    """A step is of what is stored: a draft would be left out of it."""
    page = desk.open("proposals", filled.proposal)
    desk.fill(title="改过的案由")
    seen: list[list[str]] = []
    desk.answer(lambda dialog: (seen.append(list(dialog.buttons)), dialog.done(0)))
    page._discard()
    assert seen == [["save", "drop", ""]]


def test_f5_leaves_what_was_typed(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    desk.press(Qt.Key.Key_F5)
    desk.tasks.changed.emit(WrittenKinds(frozenset({"member"})))
    desk.rest()
    assert desk.page is page and page.form.editors["native_place"].text() == "示例县"


def test_leaving_while_it_saves_waits_for_it(desk: Desk, filled: Filled) -> None:
    """保存 in the question, while an earlier save was under way, once waited for ever."""
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    page.save()
    assert page.busy
    desk.answer(press_button("保存"))
    desk.window.go_back()
    desk.rest()
    assert desk.page is not page
    assert show_record(desk.office, desk.actor, "member", filled.members[0]).values["native_place"] == "示例县"


def test_a_wrong_value_keeps_the_page_when_leaving_with_save(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(birth_date="2026-13")
    desk.answer(press_button("保存"))
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and "没有 13 月" in page.form.editors["birth_date"].error


TYPE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.opening import Surroundings
from tests.conftest import Clock
from ui.app import make_page
from ui.main_window import MainWindow
from ui.session import Session, Siblings
from ui.preferences import Settings
from ui.tasks import Tasks
app = QApplication([])
office = Surroundings(FEATURES, Clock(), Path(sys.argv[2])).open(Path(sys.argv[1]))
session = Session(office, Actor("周明礼", "admin", "county"), Tasks(print), Settings(Path(sys.argv[2])))
window = MainWindow(session, make_page)
window.show()
window.show_record("members", sys.argv[3], Siblings())
def go():
    page = window.stack.currentWidget()
    if page.form is None:
        return
    timer.stop()
    page.keeper.kept.connect(lambda: print("kept", flush=True))
    QTest.keyClicks(page.form.editors["native_place"], "abc")
    QTimer.singleShot(2200, lambda: QTest.keyClicks(page.form.editors["title"], "d"))
timer = QTimer(interval=20)
timer.timeout.connect(go)
timer.start()
app.exec()
"""


@pytest.mark.timeout(60)
def test_a_kill_loses_seconds_at_most(filled: Filled) -> None:
    place = filled.place
    place.office.close()
    running = subprocess.Popen(
        [sys.executable, "-c", TYPE, str(place.path), str(place.around.home), filled.members[0]],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout
    assert running.stdout.readline() == "kept\n"
    running.kill()
    running.wait(20)
    running.stdout.close()
    place.reopen()
    found = read_draft(place.office, place.actor, "member", filled.members[0])
    assert found and found.typed["native_place"] == "abc"
