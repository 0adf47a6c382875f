"""What is typed is kept while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.records.drafts import Draft, drop_draft, keep_draft, new_draft_key, seen_heads
from cppcc_desktop.services.records.records import Heads, Record
from ui.session import Session

PAUSE = 2000  # ms after the last key
LATEST = 5000  # ms after the first one that is not kept yet: who types on loses no more


class DraftKeeper(QObject):
    """Writes what `typed()` gives: soon after typing, at once when the window loses the focus or the program ends.

    `kept()` after each; `at` says when (2026-06-05 15:41), `problem` why not.
    """

    kept = Signal()

    def __init__(
        self, session: Session, kind: str, key: str, typed: Callable[[], Mapping[str, object]], page: QObject
    ) -> None:
        super().__init__(page)
        self._session, self._kind, self._typed = session, kind, typed
        self.key = key or new_draft_key()
        self.at = self.problem = ""
        self.older: Heads = {}  # heads of a draft that was brought back, where the record has moved since
        self.base: Record | None = None
        self.saving = False  # what is typed meanwhile belongs to the record that comes of it
        self._there = self._writing = False
        self._last: Mapping[str, object] = {}  # what was kept last: reading anew is no reason to keep it again
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._latest = QTimer(self, interval=LATEST, singleShot=True)
        for timer in (self._pause, self._latest):
            timer.timeout.connect(self.keep)
        session.tasks.stopping.connect(self.keep_rest)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._leave_window)

    @property
    def waits(self) -> bool:
        """Something was typed that is not kept yet."""
        return self._pause.isActive() or self._latest.isActive()

    def touch(self, count: int) -> None:
        """So many fields differ from what is stored: keep them soon; none: nothing is left to keep."""
        if self._session.read_only:
            return
        if count:
            self._pause.start()
            if not self._latest.isActive():
                self._latest.start()
        else:
            self.drop()

    def keep_rest(self) -> None:
        """At once what would have been kept soon."""
        if self.waits:
            self.keep()

    def _leave_window(self, _now: object) -> None:
        self.keep_rest()

    def keep(self) -> None:
        """Write it now."""
        self._stop()
        if self.saving:
            self._latest.start()
            return
        session, kind, key, typed = self._session, self._kind, self.key, dict(self._typed())
        if not typed or (self._there and typed == self._last and not self.problem):
            return
        self._last = typed
        seen = {**seen_heads(self.base), **self.older}
        self._there = self._writing = True
        session.write(
            lambda: keep_draft(session.office, session.actor, kind, key, typed, seen), self._kept, self, self._failed
        )

    def keep_and_wait(self) -> bool:
        """Write it now and say whether it is written; `problem` says why not."""
        self.keep()
        if self._writing:
            loop = QEventLoop(self)
            self.kept.connect(loop.quit)
            loop.exec()
        return not self.problem

    def drop(self) -> None:
        """Saved, or not wanted."""
        self._stop()
        self.at = self.problem = ""
        self.older = {}
        if self._there:
            self._there = False
            session, kind, key = self._session, self._kind, self.key
            session.write(lambda: drop_draft(session.office, session.actor, kind, key), None, self)

    def bring_back(self, draft: Draft, moved: Sequence[str]) -> None:
        """A draft was put into the form; where the record has moved, later drafts remember from where."""
        self._stop()
        self._there, self.at, self._last = True, draft.at, dict(self._typed())
        self.older = {name: draft.seen.get(name, ()) for name in moved}

    def follow_save(self, record: str) -> None:
        """The record is saved, its draft was dropped with it; further typing is a draft of that record."""
        self._stop()
        self.saving = False
        self.key, self.at, self.problem, self.older, self._there = record, "", "", {}, False

    def _stop(self) -> None:
        self._pause.stop()
        self._latest.stop()

    def _kept(self, at: str) -> None:
        self._writing = False
        if self._there:
            self.at, self.problem = at, ""
        self.kept.emit()

    def _failed(self, error: Exception) -> None:
        self._writing = False
        self.problem = error.what if isinstance(error, OfficeError) else "出了错"
        self.kept.emit()
