"""The look at the database: after it was not closed properly, and once a day; what is found is said, with what helps."""

from __future__ import annotations

from datetime import date
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from cppcc_desktop.services.soundness import (
    FILL_IN,
    REBUILD,
    RESTORE,
    Soundness,
    check_soundness,
    forget_lost,
    needs_check,
    rebuild_office,
)
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.session import Session

TITLES = {FILL_IN: "最后做的几条没有了。"}
SHOWN = 5  # faults in the dialog; `cppcc check` and 检查数据库 tell all
OFFERS = {
    REBUILD: Choice(REBUILD, "现在重建"), RESTORE: Choice(RESTORE, "去“备份”"), FILL_IN: Choice(FILL_IN, "知道了"),
}  # fmt: skip


class DailyCheck(QObject):
    """Runs in the background; while it does, the status bar says so, and until then nothing vouches for what is shown.

    `passed()`: nothing is known against the database, and a backup of it is worth something.
    """

    passed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._day: date | None = None  # the last day it was begun
        session.tasks.changed.connect(lambda _change: self.start())

    def start(self) -> None:
        """Begin, unless it was begun today."""
        session, today = self._session, self._session.office.today()
        if self._day == today:
            return
        self._day = today
        unclean = session.office.unclean
        title = "上次没有正常关闭，正在检查数据库" if unclean else "检查数据库"
        office, actor, stop = session.office, session.actor, Event()
        session.tasks.start_job(
            title, lambda _progress: check_soundness(office, actor, stop) if needs_check(office) else None,
            self._show, self._put_off, line=lambda found: tell(found, unclean=unclean), owner=self, stop=stop, idle=True,
        )  # fmt: skip

    def _put_off(self, _error: Exception) -> None:
        """It gave way to something else, or could not look, as the status bar says: at the next change it begins anew."""
        self._day = None

    def _show(self, found: Soundness | None) -> None:
        """Say what was found and do what is chosen."""
        if found is None or not found.faults:
            self.passed.emit()
            return
        more = f"\n等 {len(found.faults)} 处。" if len(found.faults) > SHOWN else ""
        offer = OFFERS[found.remedy]
        chosen = ask(
            QApplication.activeWindow(), TITLES.get(found.remedy, "数据库有损坏。看到的内容可能不对，先不要照着办。"),
            "\n".join(found.faults[:SHOWN]) + f"{more}\n{found.advice}", offer, cancel="以后再说", danger=True,
        )  # fmt: skip
        if chosen == FILL_IN:
            office = self._session.office
            self._session.write(lambda: forget_lost(office), lambda _done: self.passed.emit(), self)
        if chosen == REBUILD:
            self._rebuild()
        elif chosen == RESTORE:
            self._session.routes.settings_asked.emit("backup")

    def _rebuild(self) -> None:
        session = self._session
        session.tasks.start_job(
            "重建", lambda progress: rebuild_office(
                session.office, session.actor, lambda done, total: progress(done, total, "")
            ), line=tell_rebuilt, unit="条", owner=self,
        )  # fmt: skip


def tell_rebuilt(dropped: int) -> str:
    """What became of it; drafts and lines of the register of packages are in no journal."""
    left = f"读不出来的 {dropped} 条草稿或收发登记没有留下。" if dropped else "什么都没有丢。"
    return f"已按改动记录重建，{left}"


def tell(found: Soundness | None, *, unclean: bool) -> str:
    """The line that stays in the status bar; nothing where all is well as on any other day."""
    if found and found.faults:
        return TITLES.get(found.remedy, "检查完，数据库有损坏。")
    return "检查完，数据库完好。" if found and unclean else ""
