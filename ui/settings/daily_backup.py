"""The backup of each day: once the look at the database has found nothing, so that no damage is copied."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from cppcc_desktop.services.office.backup_care import make_daily
from ui.session import Session
from ui.settings.daily_check import DailyCheck


class DailyBackup(QObject):
    """Makes it in the background, once a day. One that could not be made is said at once, with what to do."""

    def __init__(self, session: Session, check: DailyCheck, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._day: date | None = None  # the last day it was tried
        check.passed.connect(self.start)

    def start(self) -> None:
        """Begin, unless it was tried today."""
        session, today = self._session, self._session.office.today()
        if self._day == today:
            return
        self._day = today
        session.tasks.start_job(
            "每天备份", lambda progress: make_daily(session.office, lambda done, total: progress(done, total, "")),
            unit="个附件", line=lambda _file: "", owner=self,
        )  # fmt: skip
