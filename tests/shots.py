"""A picture of every screen on 示例县: python3 dev.py shots DIR, and for the manual.

Each is drawn at 1366 × 696, at 100 and 150 %, and in high contrast.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cppcc_desktop.bootstrap import MODULES
from cppcc_desktop.domain.office import Actor, Plenary
from cppcc_desktop.services.demo import COMMITTEE_NAME, fill_demo
from cppcc_desktop.services.office import Office
from cppcc_desktop.services.opening import create_office
from cppcc_desktop.services.records import Query, list_ids
from ui.app import make_page
from ui.main_window import MainWindow
from ui.session import Session, Siblings
from ui.settings import Settings
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme

SIZE = (1366, 696)
THEMES = {"100": Theme(), "150": Theme(1.5), "高对比": Theme(1.0, high_contrast=True)}


def fixed_clock() -> datetime:
    return datetime(2026, 6, 8, 7, 42, tzinfo=UTC)


def make_office(folder: Path) -> tuple[Office, Actor]:
    """示例县 as of 2026-06-08."""
    office = create_office(
        folder / "示例县.db", MODULES, kind="county", name=COMMITTEE_NAME, plenary=Plenary(10, 3), user="周明礼",
        password="只为画图用的口令", clock=fixed_clock, anchors=folder / "anchors", demo=True,
    )  # fmt: skip
    actor = Actor("周明礼", "admin", office.name)
    fill_demo(office, actor, scale=1, seed=1)
    return office, actor


class Album:
    """Walks through the screens of one window and saves each."""

    def __init__(self, folder: Path, session: Session, suffix: str) -> None:
        self.folder, self.suffix, self.session = folder, suffix, session
        self.window = MainWindow(session, make_page)
        self.window.resize(*SIZE)
        self.window.show()

    def take(self, name: str, show: Callable[[], object], widget: QWidget | None = None) -> None:
        """Show a screen, wait until it has read everything, save it."""
        show()
        self.rest()
        self.save(name, widget or self.window)

    def save(self, name: str, widget: QWidget) -> None:
        widget.grab().save(str(self.folder / f"{name}-{self.suffix}.png"))

    def rest(self, least: int = 250) -> None:
        """Let the event loop run until no task is waiting."""
        loop = QEventLoop()
        timer = QTimer(interval=least)
        timer.timeout.connect(lambda: loop.quit() if not self.session.tasks.busy else None)
        timer.start()
        loop.exec()

    def all(self) -> None:
        """Every screen the sidebar and the lists lead to."""
        window, office, actor = self.window, self.session.office, self.session.actor
        self.take("1-工作台", lambda: window.show_page("home"))
        for number, (name, module) in enumerate(office.modules.items(), start=2):
            if not module.page:
                continue
            self.take(f"{number}a-{module.label}列表", lambda key=name: window.show_page(key))
            ids = list_ids(office, actor, module, Query())
            for record in ids[:1]:
                siblings = Siblings(ids, module.label)
                self.take(
                    f"{number}b-{module.label}记录", lambda m=name, r=record, s=siblings: window.show_record(m, r, s)
                )
            self.take(f"{number}c-{module.label}新建", lambda m=name: window.show_record(m, "", Siblings()))
        self.take("7-数据交换", lambda: window.show_page("exchange"))
        self.take("8-系统设置", lambda: window.show_page("settings"))


def draw(folder: Path, themes: dict[str, Theme]) -> None:
    """Write every picture into the folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CPPCC_HOME"] = scratch
        office, actor = make_office(Path(scratch))
        for suffix, theme in themes.items():
            apply_theme(app, theme)
            tasks = Tasks()
            album = Album(folder, Session(office, actor, tasks, Settings(Path(scratch))), suffix)
            album.all()
            album.window.hide()
            tasks.stop()
        office.close()


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--manual"]:
        draw(Path(arguments[1]), {"100": THEMES["100"]})
        return 0
    draw(Path(arguments[0]), THEMES)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
