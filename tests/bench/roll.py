"""Who was at a plenary of 273 people in 16 groups, typed back by keys and by scanner: python -m tests.bench.roll [--shots DIR].

Says how many keys a cell took, and how long after each key its cell was painted.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.nouns.activities.attendance.meeting import read_desk
from cppcc_desktop.nouns.activities.counting import ABSENT, EARLY, HERE, LATE, LEAVE, PROXY
from cppcc_desktop.services.office.opening import Surroundings, create_office
from tests.conftest import COMMITTEE, PASSWORD, USER, Clock
from tests.nouns.activities.plenary import make_plenary
from ui.app import make_page
from ui.faces import FACES
from ui.main_window import MainWindow
from ui.preferences import Settings
from ui.session import Session, Siblings
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme

FRAME = 1000 / 60  # ms
ODDS = ((HERE, 90), (LATE, 3), (EARLY, 1), (LEAVE, 3), (ABSENT, 2), (PROXY, 1))
KEYS = dict(zip((HERE, LATE, EARLY, LEAVE, ABSENT, PROXY), "123456", strict=True))


class Roll:
    """The window on such a meeting, and hands that type."""

    def __init__(self, folder: Path, pace: int = 0) -> None:
        self.pace = pace  # ms between two keys
        clock = Clock()
        self.around = Surroundings(FEATURES, clock, folder / "home")
        self.office = create_office(
            folder / "office.db", FEATURES, kind="county", name=COMMITTEE, plenary=Plenary(10, 3), user=USER, password=PASSWORD,
            clock=clock, anchors=self.around.anchors,
        )  # fmt: skip
        self.actor = Actor(USER, "admin", self.office.name)
        self.activity = make_plenary(self.office, self.actor)
        self.errors: list[Exception] = []
        self.tasks = Tasks(report=self.errors.append)
        self.session = Session(self.office, self.actor, self.tasks, Settings(folder / "home"), FACES)
        self.window = MainWindow(self.session, make_page)
        self.window.resize(1366, 696)
        self.window.show()
        self.window.show_record("activities", self.activity, Siblings())
        self.rest()
        self.page: Any = self.window.stack.currentWidget()
        self.page.tabs.set_key("attendance")
        self.page._pick_tab("attendance")
        self.tab = self.page.children_tabs["attendance"]
        self.rest()
        self.tab.view.setFocus()
        self.keys, self.late, self.worked = 0, list[float](), list[float]()

    def rest(self) -> None:
        """Until nothing is read or stored any more."""
        for _ in range(3):
            while self.tasks.busy:
                QApplication.processEvents()
                time.sleep(0.001)
            wait(20)

    def press(self, key: str | Qt.Key) -> None:
        """One key, and how long it takes until what it changed is painted."""
        self.keys += 1
        begun, busy = time.perf_counter(), time.thread_time()
        if isinstance(key, str):
            QTest.keyClicks(self.tab.view, key)
        else:
            QTest.keyClick(self.tab.view, key)
        self.tab.view.viewport().repaint(self.changed())
        self.late.append((time.perf_counter() - begun) * 1000)
        self.worked.append((time.thread_time() - busy) * 1000)
        wait(self.pace) if self.pace else QApplication.processEvents()

    def changed(self) -> QRegion:
        """The row that was typed and the one the cursor went on to, which Qt paints next."""
        view, region = self.tab.view, QRegion()
        for row in (view.currentIndex().row() - 1, view.currentIndex().row()):
            first, last = (
                view.visualRect(self.tab.model.index(max(row, 0), at)) for at in (0, len(self.tab.model.columns) - 1)
            )
            region += QRegion(first.united(last))
        return region

    def type_half_day(self, key: str, dice: random.Random) -> int:
        """Everybody of one half-day; how many cells that were."""
        self.tab._choose_session(key)
        self.tab._choose_group(self.tab._group_names()[0], 0)
        cells = 0
        codes, weights = zip(*ODDS, strict=True)
        for _ in self.tab.meeting.people:
            (code,) = dice.choices(codes, weights)
            if self.tab.meeting.stand(self.tab._current().line, key).presence:
                self.press(Qt.Key.Key_Return)  # on leave: known already
            elif code == HERE:
                self.press(Qt.Key.Key_Return)
            else:
                self.press(KEYS[code])
            cells += 1
        return cells

    def scan(self, code: str) -> str:
        QTest.keyClicks(self.tab.finder, code)
        QTest.keyClick(self.tab.finder, Qt.Key.Key_Return)
        return self.tab.said.whole


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def shoot(roll: Roll, folder: Path | None, name: str, theme: Theme | None = None) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, theme or Theme())
    roll.rest()
    wait(100)
    roll.window.grab().save(str(folder / f"{name}.png"))
    apply_theme(app, Theme())
    roll.rest()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.roll")
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--pace", type=int, default=100, help="两键之间的毫秒，0 是一口气打完")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, Theme())
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        roll = Roll(Path(folder), given.pace)
        print(f"273 人、16 组、5 个半天：做好并打开 {time.perf_counter() - begun:.1f} 秒")
        dice, cells, begun = random.Random(9), 0, time.perf_counter()
        for at, key in enumerate(roll.tab.meeting.order[:3]):
            cells += roll.type_half_day(key, dice)
            if at == 1:
                shoot(roll, given.shots, "签到-录到一半")
        typed = time.perf_counter() - begun
        roll.rest()
        stored = read_desk(roll.office, roll.actor, roll.activity).meeting
        same = all(stored.marks.get(cell) == mark for cell, mark in roll.tab.meeting.marks.items())
        late, worked = sorted(roll.late), sorted(roll.worked)
        print(f"三个半天 {cells} 格，{roll.keys} 键，每格 {roll.keys / cells:.3f} 键，没有用鼠标")
        print(
            f"每键到画出来：中位 {statistics.median(late):.2f} ms，99% {late[int(len(late) * 0.99)]:.2f} ms，最长 {late[-1]:.2f} ms"
        )
        print(
            f"超过一帧（{FRAME:.1f} ms）的 {sum(each > FRAME for each in late)} 键；连着打每格 {typed * 1000 / cells:.1f} ms"
        )
        print(
            f"窗口自己用的（别的程序占着处理器时也作数）：中位 {statistics.median(worked):.2f} ms，99% "
            f"{worked[int(len(worked) * 0.99)]:.2f} ms，最长 {worked[-1]:.2f} ms，超过一帧的 {sum(each > FRAME for each in worked)} 键"
        )
        print(f"全部存好，与屏幕一致：{same}，{len(stored.marks)} 格；错误 {len(roll.errors)}")
        scan_all(roll)
        for each in roll.tab.meeting.sessions[:1]:
            print("法定人数：", roll.tab.meeting.tally(each.key).needed)
        shoot(roll, given.shots, "签到")
        roll.tab._choose_session(roll.tab.meeting.order[3])
        roll.tab._choose_group("第八组", 3)
        roll.tab.view.setFocus()
        shoot(roll, given.shots, "签到-第八组")
        for name, theme in (("150", Theme(1.5)), ("200", Theme(2.0)), ("高对比", Theme(1.0, high_contrast=True))):
            shoot(roll, given.shots, f"签到-{name}", theme)
        roll.tab.views.set_key("panel")
        shoot(roll, given.shots, "签到-到会情况-150", Theme(1.5))
        roll.tasks.stop()
        roll.office.close()


def scan_all(roll: Roll) -> None:
    """The fourth half-day by scanner: one code nobody has, one read twice."""
    tab = roll.tab
    key = tab.meeting.order[3]
    tab._choose_session(key)
    tab._scan(True)
    people = [each for each in tab.meeting.people if not tab.meeting.stand(each.line, key).presence]
    for each in people[:-10]:
        roll.scan(each.code)
    unknown, again = roll.scan("99999999999999"), roll.scan(people[0].code)
    roll.rest()
    stored = read_desk(roll.office, roll.actor, roll.activity).meeting
    told = [mark for (_, session), mark in stored.marks.items() if session == key]
    print(f"扫码 {len(people) - 10} 人，存了 {len(told)} 格，全是扫码：{all(each.how == '3' for each in told)}")
    print(f"  {unknown}\n  {again}")
    tab._scan(False)


if __name__ == "__main__":
    main()
