"""Work off the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.errors import OfficeError, Refusal
from ui.kit.dialogs.message_dialog import Choice, MessageDialog
from ui.kit.dialogs.messages import ask, install_excepthook, show_error
from ui.kit.window.status_bar import IDLE, StatusBar, time_left
from ui.tasks import Job, Tasks, TaskState, WrittenKinds


def test_results_come_back_on_the_gui_thread_in_order(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[tuple[int, bool, bool]] = []
    gui = threading.get_ident()

    def done(result: tuple[int, int]) -> None:
        came.append((result[0], result[1] == gui, threading.get_ident() == gui))

    for number in range(5):
        tasks.run(lambda number=number: (number, threading.get_ident()), done)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert came == [(number, False, True) for number in range(5)]


def test_a_write_says_what_changed_after_its_own_screen(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[object] = []
    listeners: list[Callable[[frozenset[str]], None]] = []
    tasks.changed.connect(order.append)
    tasks.listen(listeners)

    def write() -> str:
        for kind in ("proposal", "member"):
            listeners[0](frozenset({kind}))
        return "saved"

    tasks.run(write, order.append)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert order == ["saved", WrittenKinds(frozenset({"proposal", "member"}))]
    assert order[1].touches("member") and not order[1].touches("station")  # type: ignore[attr-defined]


def test_what_was_written_before_a_failure_is_told_once(tasks: Tasks, qtbot: QtBot, reported: list[Exception]) -> None:
    listeners: list[Callable[[frozenset[str]], None]] = []
    came: list[WrittenKinds] = []
    tasks.changed.connect(came.append)
    tasks.listen(listeners)
    tasks.listen(listeners)

    def stumble(_progress: object) -> None:
        listeners[0](frozenset({"member"}))
        raise Refusal("第 2 行不能写入。")

    tasks.start_job("正在导入", stumble)
    tasks.run(lambda: listeners[0](frozenset()))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert came == [WrittenKinds(frozenset({"member"}))] and len(listeners) == 1 and len(reported) == 1


def test_what_others_write_comes_on_the_gui_thread(qtbot: QtBot) -> None:
    tasks = Tasks(report=lambda _error: None)
    listeners: list[Callable[[frozenset[str]], None]] = []
    came: list[tuple[object, bool]] = []
    gui = threading.get_ident()
    tasks.changed.connect(lambda change: came.append((change, threading.get_ident() == gui)))
    tasks.listen(listeners)
    other = threading.Thread(target=listeners[0], args=(frozenset({"setting"}),))
    other.start()
    other.join()
    qtbot.waitUntil(lambda: came == [(WrittenKinds(frozenset({"setting"})), True)])
    tasks.stop()
    assert listeners == []


def test_a_refusal_goes_to_the_screen_or_to_the_dialog(tasks: Tasks, qtbot: QtBot, reported: list[Exception]) -> None:
    def refuse() -> None:
        raise Refusal("还不能登记答复：没有面商记录。")

    heard: list[Exception] = []
    tasks.run(refuse, failed=heard.append)
    tasks.run(refuse)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert len(heard) == 1 and len(reported) == 1


def test_a_bug_is_logged_shown_and_told(
    tasks: Tasks, qtbot: QtBot, reported: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Exception] = []
    tasks.run(lambda: 1 / 0, failed=heard.append)
    tasks.run(lambda: "next", heard.append)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert isinstance(heard[0], ZeroDivisionError) and heard[1] == "next"
    assert reported == [heard[0]]
    assert "ZeroDivisionError" in caplog.text


def test_a_result_for_a_closed_screen_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    gate, came = threading.Event(), []

    class Screen(QObject):
        def take(self, result: object) -> None:
            came.append(result)

    screen = Screen()
    tasks.run(lambda: gate.wait(5), screen.take)
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert came == []


def test_a_job_reports_and_ends_with_a_line(tasks: Tasks, qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 24)
    bar.show()
    bar.watch(tasks)
    opened: list[Job] = []
    bar.result_opened.connect(opened.append)
    go = threading.Event()

    def work(progress: Callable[[int, int, str], None]) -> int:
        progress(132, 248, "第 132 件")
        assert go.wait(5)
        return 28

    job = tasks.start_job("正在导入", work, unit="人", line=lambda n: f"已导入 {n} 人：新增 17，修改 11。")
    qtbot.waitUntil(lambda: job.done == 132 and "132 / 248 人" in bar._words.whole)
    assert bar._bar.isVisible() and tasks.jobs == (job,)
    go.set()
    qtbot.waitUntil(lambda: job.state is TaskState.DONE)
    assert bar._words.whole == "已导入 28 人：新增 17，修改 11。" and not bar._bar.isVisible()
    bar._open.click()
    assert opened == [job] and bar._words.whole == IDLE


def test_a_job_can_be_stopped_without_a_dialog(tasks: Tasks, qtbot: QtBot, reported: list[Exception]) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.watch(tasks)

    def endless(progress: Callable[[int, int, str], None]) -> None:
        while True:
            progress(1, 100, "")
            threading.Event().wait(0.005)

    job = tasks.start_job("正在打印", endless)
    qtbot.waitUntil(lambda: job.done == 1 and bar._job is job)
    bar._stop.click()
    qtbot.waitUntil(lambda: job.state is TaskState.STOPPED)
    assert "已停止" in job.line and reported == []


def test_stop_joins_a_running_job(qapp: QApplication) -> None:
    tasks = Tasks(report=lambda _error: None)
    begun = threading.Event()

    def endless(progress: Callable[[int, int, str], None]) -> None:
        while True:
            begun.set()
            progress(0, 0, "")

    tasks.start_job("长任务", endless)
    assert begun.wait(5)
    tasks.stop()
    assert not any(lane.isRunning() for lane in (tasks._database, tasks._long))


def test_nothing_is_begun_once_it_was_stopped(qapp: QApplication) -> None:
    """As by a choice that is taken when its window goes: the thread would be destroyed while it runs."""
    tasks, begun = Tasks(report=lambda _error: None), threading.Event()
    tasks.stop()
    tasks.run(begun.set)
    was_begun = begun.wait(0.2)
    for lane in (tasks._database, tasks._counting, tasks._long):
        lane.put(None) if lane.isRunning() else None
        lane.wait()
    assert not was_begun and not tasks.busy


@pytest.mark.parametrize("seconds, words", [(3, "马上好"), (22, "约 20 秒"), (70, "约 1 分钟"), (7300, "约 2 小时")])
def test_time_left_in_words(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def press(key: str, seen: list[MessageDialog]) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MessageDialog)
    assert dialog.width() <= 640 and dialog.height() <= 600
    seen.append(dialog)
    dialog.buttons[key].click()


def test_asking_returns_the_key_and_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("关闭", window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)
    seen: list[MessageDialog] = []
    QTimer.singleShot(0, lambda: press("drop", seen))
    key = ask(
        window, "这份提案改了 2 处，还没保存。", "", Choice("save", "保存"), Choice("drop", "不保存"), cancel="接着改"
    )
    assert key == "drop"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)


def test_a_bug_is_shown_with_its_number_and_copied(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[MessageDialog] = []

    def copy_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        dialog._copy()
        press("close", seen)

    QTimer.singleShot(0, copy_and_close)
    assert show_error(None, ValueError("boom")) == "close"
    number = seen[0]._message.number
    assert number in caplog.text and number in QApplication.clipboard().text()
    assert "ValueError: boom" in QApplication.clipboard().text()


def test_an_office_error_speaks_in_its_own_words(qtbot: QtBot) -> None:
    seen: list[MessageDialog] = []
    QTimer.singleShot(0, lambda: press("again", seen))
    error = OfficeError("文件没有写完。", kept="9 条改动都还在。", todo="1. 插好 U 盘。\n2. 换个位置。")
    assert show_error(None, error, Choice("again", "再试一次"), cancel="取消") == "again"
    assert list(seen[0]._message.steps) == ["插好 U 盘。", "换个位置。"] and not seen[0]._message.number


def test_errors_nobody_caught_are_shown(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    monkeypatch.setattr("threading.excepthook", lambda *_: None)
    faults = install_excepthook(lambda: None, qapp)
    seen: list[MessageDialog] = []
    QTimer.singleShot(50, lambda: press("close", seen))
    faults.catch(KeyError, KeyError("x"), None)
    qtbot.waitUntil(lambda: len(seen) == 1)
