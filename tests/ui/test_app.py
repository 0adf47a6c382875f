"""The window as a whole: ways, keys, jobs, and the program started for real."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.opening import Surroundings
from tests.conftest import PASSWORD, USER, Clock, Filled
from tests.ui.offices import Desk, press_button
from ui.app import collect_when_due
from ui.main_window import enter

ROOT = Path(__file__).parents[2]


def test_alt_and_a_number_go_to_each_entry(desk: Desk) -> None:
    for number, key in enumerate(list(desk.window.side.buttons)[:9], start=1):
        desk.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert desk.page.nav == key and desk.window.side.buttons[key].current
        assert desk.focus is not None and desk.page.isAncestorOf(desk.focus), key


def test_the_window_is_called_after_the_record_it_shows(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    assert desk.window.windowTitle().startswith(desk.window.top.title.whole)
    assert "新建" not in desk.window.windowTitle()
    desk.open("activities")
    assert desk.window.windowTitle().startswith("新建活动")


def test_a_station_sees_what_says_that_stations_have_it(open_place, sit_down) -> None:
    desk = sit_down(open_place("station", "station"))
    shown = [
        "home",
        "proposals",
        "members",
        "stations",
        "activities",
        "plans",
        "topics",
        "projects",
        "exchange",
        "settings",
    ]
    assert list(desk.window.side.buttons) == shown


def test_f6_goes_round_and_the_focus_is_always_somewhere(desk: Desk, filled: Filled) -> None:
    for show in (lambda: desk.go("home"), lambda: desk.go("members"), lambda: desk.open("proposals", filled.proposal),
                 lambda: desk.go("settings")):  # fmt: skip
        show()
        seen: list[object] = []
        for _ in range(8):
            desk.press(Qt.Key.Key_F6)
            assert desk.focus is not None and desk.focus.isVisible()
            seen.append(desk.focus)
            if desk.window.side.isAncestorOf(desk.focus):
                break
        assert desk.window.side.isAncestorOf(desk.focus) and 1 < len(seen) <= 8
        desk.press(Qt.Key.Key_F6)
        assert desk.page.isAncestorOf(desk.focus)


def test_tab_never_leaves_the_window_and_shows_where_it_is(desk: Desk) -> None:
    desk.go("members")
    for _ in range(40):
        desk.press(Qt.Key.Key_Tab)
        assert desk.focus is not None and desk.focus.isVisible() and desk.focus.isEnabled()
        assert desk.focus.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_enter_finds_the_first_place_of_an_area(desk: Desk) -> None:
    page = desk.go("members")
    assert enter(page.filters) and desk.focus is page.filters.search
    assert not enter(page.foot)


def test_the_way_back(desk: Desk, filled: Filled) -> None:
    members = desk.go("members")
    desk.open("members", filled.members[0])
    desk.window.top.back_button.click()
    desk.rest()
    assert desk.page is members
    desk.open("members", filled.members[0], tuple(filled.members))
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is members and desk.window.stack.count() == 2


def test_closing_while_a_job_runs_asks(desk: Desk) -> None:
    go = threading.Event()
    desk.tasks.start_job("导出委员", lambda _progress: go.wait(10))
    asked: list[str] = []
    dialogs = iter(("等它做完", "停下并关掉"))

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        asked.append(dialog.accessibleName())
        press_button(next(dialogs))(dialog)

    from PySide6.QtCore import QTimer

    for accepted in (False, True):
        QTimer.singleShot(100, desk.window, answer)
        event = QCloseEvent()
        desk.window.closeEvent(event)
        assert event.isAccepted() is accepted
    assert asked == ["导出委员还没有做完。"] * 2
    go.set()
    desk.rest()


def test_closing_with_unsaved_changes_asks(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    desk.answer(press_button("接着改"))
    event = QCloseEvent()
    desk.window.closeEvent(event)
    assert not event.isAccepted() and desk.page._dirty() == 1
    desk.page._undo()


def test_a_database_file_deleted_while_open_loses_nothing_typed(desk: Desk, filled: Filled) -> None:
    """Linux lets an open file be deleted; the window must stay up and keep what was typed."""
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    for file in desk.office.database.path.parent.glob("office.db*"):
        file.unlink()
    desk.save()
    assert desk.page is page and page.form.editors["native_place"].text() == "示例县"
    answers = desk.answer(press_button("不保存"))
    desk.go("home")
    assert not answers.left


def test_garbage_is_collected_in_this_thread(qapp: QApplication) -> None:
    import gc

    class Loop:
        pass

    gc.disable()
    loops = [Loop() for _ in range(5000)]
    for each in loops:
        each.me = each  # type: ignore[attr-defined]
    del loops, each
    collect_when_due()
    assert gc.get_count()[0] < 5000
    gc.enable()


@pytest.fixture
def start(demo_file: Path, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """start(*arguments): the program on a copy of 示例县, signed in by itself."""
    folder = tmp_path / "程序 数据"
    folder.mkdir()
    shutil.copy(demo_file, folder / "office.db")
    (folder / "password").write_text(PASSWORD, "utf-8")
    around = {"QT_QPA_PLATFORM": "offscreen", "CPPCC_USER": USER, "CPPCC_PASSWORD_FILE": str(folder / "password"),
              "CPPCC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    code = "import sys; from cppcc_desktop.__main__ import run_window; sys.exit(run_window())"

    def run(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-W", "error", "-c", code, "--db", str(folder / "office.db"), *arguments]
        return subprocess.Popen(command, env={**os.environ, **around}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, encoding="utf-8", cwd=folder)  # fmt: skip

    return run


def test_self_check_opens_every_page(start) -> None:
    out, err = start("--self-check").communicate(timeout=60)
    assert out.strip() == "每个页面都打开了。", err


def test_ready_then_quit_prints_how_long_it_took(start) -> None:
    run = start("--ready-then-quit")
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0 and re.fullmatch(r"\d+\.\d{3}\n", out), err


def test_killed_while_it_works_the_database_is_whole(start, tmp_path: Path) -> None:
    folder = tmp_path / "程序 数据"
    writer = (
        "import itertools\nfrom pathlib import Path\nfrom cppcc_desktop.bootstrap import FEATURES\n"
        "from cppcc_desktop.domain.office.office import Actor\nfrom cppcc_desktop.services.office.opening import Surroundings\n"
        "from cppcc_desktop.services.records.records import create_record\n"
        f"around = Surroundings(FEATURES, home=Path({str(folder / 'home')!r}))\n"
        f"office = around.open(Path({str(folder / 'office.db')!r}))\n"
        f"actor = Actor({USER!r}, 'admin', office.name)\n"
        "for n in itertools.count():\n    print(create_record(office, actor, 'member', {'name': f'测试{n}'}), flush=True)\n"
    )
    for wait in (0.05, 0.11, 0.23):
        run = subprocess.Popen([sys.executable, "-c", writer], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert run.stdout is not None
        told = [run.stdout.readline().strip()]
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        told += run.stdout.read().split("\n")
        run.wait()
        run.stdout.close()
        around = Surroundings(FEATURES, Clock(), folder / "home")
        office = around.open(folder / "office.db")
        from cppcc_desktop.domain.office.office import Actor
        from cppcc_desktop.services.records.records import Query, list_ids

        actor = Actor(USER, "admin", office.name)
        assert all(each.ok for each in check_office(office, actor))
        stored = set(list_ids(office, actor, office.modules["members"], Query()))
        office.close()
        assert stored.issuperset(each for each in told if len(each) == 32), "what was said to be saved is there"


def test_a_file_that_is_no_database_is_said_in_chinese(start, tmp_path: Path) -> None:
    (tmp_path / "程序 数据" / "office.db").write_bytes(b"no database" * 1000)
    run = start("--self-check")
    _, err = run.communicate(timeout=60)
    assert run.returncode == 1 and "Traceback" not in err and re.search(r"[一-鿿]", err)
