"""The look at the database in the background: said while it runs, and with what helps where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel

from cppcc_desktop.services.records.records import show_record
from db.backup_list import DAILY, list_backups
from tests.conftest import Filled
from tests.ui.offices import Desk, press_button
from ui.settings.daily_backup import DailyBackup
from ui.settings.daily_check import DailyCheck


def damage(filled: Filled, statement: str) -> None:
    with filled.place.office.database.write() as connection:
        connection.exec_driver_sql(statement)


def read_and_press(said: list[str], button: str) -> Callable[[Any], None]:
    """Note what the dialog says, and press one of its buttons."""

    def look(dialog: Any) -> None:
        said.extend(each.text() for each in dialog.findChildren(QLabel))
        press_button(button)(dialog)

    return look


def test_what_is_found_is_said_and_lists_are_made_again(desk: Desk, filled: Filled) -> None:
    damage(filled, "UPDATE proposal SET title = '别的'")
    said: list[str] = []
    answers = desk.answer(read_and_press(said, "现在重建"))
    DailyCheck(desk.session, desk.tasks).start()
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    assert any("数据库有损坏" in each for each in said) and any("什么都不会丢" in each for each in said)
    shown = show_record(desk.office, desk.actor, "proposal", filled.proposal)
    assert shown.values["title"] == "关于优化公交班次的建议"
    assert "已按改动记录重建" in desk.window.status._words.whole


def test_a_damaged_journal_leads_to_the_backups(desk: Desk, filled: Filled) -> None:
    damage(filled, "UPDATE operation SET fields = replace(fields, '公交', '公文')")
    answers = desk.answer(press_button("去“备份”"))
    DailyCheck(desk.session, desk.tasks).start()
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.qtbot.waitUntil(lambda: desk.page.nav == "settings", timeout=20_000)
    assert desk.page.part is desk.page.parts["backup"]


def test_it_runs_once_a_day_says_so_and_gives_way(desk: Desk, filled: Filled) -> None:
    check = DailyCheck(desk.session, desk.tasks)
    check.start()
    assert [job.title for job in desk.tasks.jobs] == ["检查数据库"]
    assert desk.window._may_close(), "closing does not ask about it"
    desk.rest()
    assert desk.window.status._words.whole == "没有正在进行的任务"
    check.start()
    assert desk.tasks.jobs == ()
    filled.place.clock.move(1)
    desk.office.unclean = True
    check.start()
    assert [job.title for job in desk.tasks.jobs] == ["上次没有正常关闭，正在检查数据库"]
    (looking,) = desk.tasks.jobs
    desk.tasks.start_job("别的", lambda _progress: None)
    assert looking.stop.is_set()
    desk.rest()
    check.start()
    desk.rest()
    assert not desk.office.unclean
    status = desk.window.status
    assert status._words.whole == "检查完，数据库完好。"
    assert not status._open.isVisible() and status._gone.isVisible(), "there is nothing to look at"


def test_what_went_with_the_power_is_said_once_and_nothing_damaged_is_backed_up(desk: Desk, filled: Filled) -> None:
    place = filled.place
    damage(filled, "INSERT INTO meta (key, value) VALUES ('lost', '3')")
    said: list[str] = []
    answers = desk.answer(read_and_press(said, "知道了"))
    check = DailyCheck(desk.session, desk.tasks)
    DailyBackup(desk.session, check, desk.tasks)
    check.start()
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    assert any("最后做的几条没有了" in each for each in said) and any("少了 3 条改动" in each for each in said)
    assert [each.reason for each in list_backups(place.path)] == [DAILY]
    place.clock.move(1)
    damage(filled, "UPDATE operation SET fields = replace(fields, '公交', '公文')")
    answers = desk.answer(press_button("以后再说"))
    check.start()
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    assert len(list_backups(place.path)) == 1, "no copy of a damaged database"
