"""One window for one database, with real programs on a real screen of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cppcc_desktop.bootstrap import FEATURES
from tests.conftest import PASSWORD, USER, Clock, Place
from ui.entrance.sign_in import SignInDialog
from ui.one_window import AlreadyOpen, OneWindow, OneWindowSurroundings, call_first, show_in_front, socket_name
from ui.preferences import Settings

ROOT = Path(__file__).parents[2]
# the program, and a line on stdout each time something of it comes to the front
PROGRAM = """
import sys
from PySide6.QtWidgets import QWidget
plain = QWidget.raise_
def told(self):
    print("front", self.isVisible() and not self.isMinimized(), flush=True)
    plain(self)
QWidget.raise_ = told
from cppcc_desktop.__main__ import run_window
sys.exit(run_window())
"""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def folder(demo_file: Path, tmp_path: Path) -> Path:
    """Two databases in a folder with a Chinese name, and the password."""
    made = tmp_path / "政协 数据"
    made.mkdir()
    for name in ("一.db", "二.db"):
        shutil.copy(demo_file, made / name)
    (made / "password").write_text(PASSWORD, "utf-8")
    return made


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """start(file, *arguments): the program on that file, signed in by itself unless `person` is empty."""
    running: list[subprocess.Popen[str]] = []

    def run(file: str, *arguments: str, person: str = USER, at: Path = folder) -> subprocess.Popen[str]:
        around = {"QT_QPA_PLATFORM": "offscreen", "CPPCC_USER": person, "CPPCC_PASSWORD_FILE": str(folder / "password"),
                  "CPPCC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}  # fmt: skip
        command = [sys.executable, "-c", PROGRAM, "--db", file, *arguments]
        running.append(subprocess.Popen(command, env={**os.environ, **around}, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=at))  # fmt: skip
        return running[-1]

    yield run
    for each in running:
        each.kill()
        each.communicate()


def wait_for_window(path: Path, there: bool = True) -> None:
    """Until a window has this database; asking brings it to the front."""
    end = time.monotonic() + 60
    while (call_first(socket_name(path)) is True) is not there:
        assert time.monotonic() < end
        time.sleep(0.1)


def read_line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_the_second_shows_the_first_and_leaves(start: Start, folder: Path) -> None:
    first = start("一.db")
    wait_for_window(folder / "一.db")
    (folder / "别名.db").symlink_to(folder / "一.db")
    for name, at in (("一.db", folder), ("别名.db", folder), (str(folder / "." / "一.db"), Path("/"))):
        second = start(name, at=at)
        _, err = second.communicate(timeout=60)
        assert second.returncode == 0 and "已经开着，它的窗口显示在最前面了。" in err, err
        assert "Traceback" not in err
    assert first.poll() is None
    seen = [read_line(first) for _ in range(4)]
    assert set(seen) == {"front True"}


def test_another_database_has_a_window_of_its_own(start: Start, folder: Path) -> None:
    first, second = start("一.db"), start("二.db")
    for path in (folder / "一.db", folder / "二.db"):
        wait_for_window(path)
    assert first.poll() is None and second.poll() is None


def test_a_killed_window_leaves_no_lock(start: Start, folder: Path) -> None:
    first = start("一.db")
    wait_for_window(folder / "一.db")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert call_first(socket_name(folder / "一.db")) is None
    second = start("一.db")
    wait_for_window(folder / "一.db")
    assert second.poll() is None


def test_two_started_at_once_leave_one_window(start: Start, folder: Path) -> None:
    both = [start("一.db"), start("一.db")]
    wait_for_window(folder / "一.db")
    end = time.monotonic() + 60
    while all(each.poll() is None for each in both) and time.monotonic() < end:
        time.sleep(0.1)
    assert sorted(str(each.poll()) for each in both) == ["0", "None"]


def test_the_checks_run_beside_a_window(start: Start, folder: Path) -> None:
    start("一.db")
    wait_for_window(folder / "一.db")
    out, err = start("一.db", "--self-check").communicate(timeout=120)
    assert "每个页面都打开了。" in out, err
    quick = start("一.db", "--ready-then-quit")
    quick.communicate(timeout=60)
    assert quick.returncode == 0


def test_the_checks_leave_the_last_database_as_it_was(start: Start, folder: Path) -> None:
    Settings(folder / "home").put(database="/别处/真的.db", person="韩守田")
    start("一.db", "--ready-then-quit").communicate(timeout=60)
    assert Settings(folder / "home").now.database == "/别处/真的.db"


def test_asking_for_the_password_counts_as_open(start: Start, folder: Path) -> None:
    first = start("一.db", person="")
    wait_for_window(folder / "一.db")
    assert read_line(first) == "front True"
    second = start("一.db", person="")
    _, err = second.communicate(timeout=60)
    assert second.returncode == 0 and "已经开着" in err


def test_a_window_that_hangs_is_said_to_be_open(start: Start, folder: Path, qtbot: QtBot) -> None:
    first = start("一.db")
    wait_for_window(folder / "一.db")
    first.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(AlreadyOpen, match="叫不出来") as caught:
            OneWindow(show_in_front).claim(folder / "一.db")
        assert not caught.value.shown
    finally:
        first.send_signal(signal.SIGCONT)
    wait_for_window(folder / "一.db")


def test_one_program_takes_one_database(folder: Path, qtbot: QtBot, start: Start) -> None:
    one = OneWindow(show_in_front)
    one.claim(folder / "二.db")
    one.claim(folder / "没有.db")
    one.claim(folder / "没有.db")
    second = start("二.db")
    wait_for_window(folder / "二.db")
    with pytest.raises(AlreadyOpen):
        one.claim(folder / "二.db")
    assert one.name == socket_name(folder / "没有.db"), "what it had it keeps"
    second.kill()
    second.wait()
    one.claim(folder / "二.db")
    one.release()
    assert call_first(socket_name(folder / "二.db")) is None


def test_choosing_a_database_that_is_open_says_so(
    county: Place, folder: Path, tmp_path: Path, qtbot: QtBot, start: Start
) -> None:
    start("一.db")
    wait_for_window(folder / "一.db")
    around = OneWindowSurroundings(FEATURES, Clock(), tmp_path / "home", OneWindow(show_in_front))
    dialog = SignInDialog(around, county.path, Settings(tmp_path / "settings"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.go.isEnabled()
    dialog.open(folder / "一.db")
    assert "已经开着" in dialog.error.what.text() and not dialog.go.isEnabled()
    dialog.open(county.path)
    assert dialog.go.isEnabled() and not dialog.error.isVisible()
    dialog.reject()
    around.one.release()


def test_a_minimised_window_comes_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMaximized()
    window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
    assert window.isMinimized()
    show_in_front()
    assert not window.isMinimized() and window.isMaximized()
