"""Drafts of the page of a record: kept while one types, brought back the next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.records.drafts import Draft, DraftLine, drop_draft, keep_draft, new_draft_key, seen_heads
from cppcc_desktop.services.records.records import Heads, Record
from ui.icons import SMALL, pixmap
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.records.parts import say_time
from ui.session import Session
from ui.theme import Theme, follow_theme

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
        self._there = False
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
        self._there = True
        session.write(
            lambda: keep_draft(session.office, session.actor, kind, key, typed, seen), self._kept, self, self._failed
        )

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
        if self._there:
            self.at, self.problem = at, ""
            self.kept.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = error.what if isinstance(error, OfficeError) else "出了错"
        self.kept.emit()


class DraftNotice(QWidget):
    """One line above the form with what can be done about it; hidden it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        ground = frame("notice")
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 8, 16, 0)
        around.addWidget(ground)
        self._sign, self.words = QLabel(), ElidedLabel("")
        self.links: list[LinkButton] = []
        self._row = QHBoxLayout(ground)
        self._row.setContentsMargins(12, 4, 12, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self._sign)
        self._row.addWidget(self.words)
        self._row.addStretch(1)
        self.hide()
        follow_theme(self._restyle)

    def put(self, words: str, choices: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Say this and offer these."""
        self.words.set_text(words)
        for link in self.links:
            self._row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = []
        for place, (word, act) in enumerate(choices):
            link = LinkButton(word)
            link.clicked.connect(act)
            self._row.insertWidget(2 + place, link)
            self.links.append(link)
        self.show()

    def _restyle(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap("pencil", "wait", SMALL, self.devicePixelRatioF()))


def say_brought_back(draft: Draft, moved: int, today: date) -> str:
    """What the notice says of a draft that stands in the form."""
    if draft.is_new:
        return f"这是没写完的一份（{say_time(draft.at, today)}）。"
    also = f"其中 {moved} 处别处后来改过，两边都列在下面。" if moved else ""
    return f"上次没有保存的修改（{say_time(draft.at, today)}）已放回表格里。{also}"


def say_unfinished(lines: Sequence[DraftLine], today: date) -> str:
    """What the notice of a new record says of those begun before."""
    first = lines[0]
    title = f"“{first.title[:20]}{'…' if len(first.title) > 20 else ''}”" if first.title else "还没有名称"
    more = f"有 {len(lines)} 份没写完的，最近一份：" if len(lines) > 1 else "有一份没写完的："
    return f"{more}{title}（{say_time(first.at, today)}）。"


def merge_base(old: Record | None, new: Record, kept: Sequence[str]) -> Record:
    """The record as read again; for fields with unsaved text as it was when typing began (their guard)."""
    if old is None or not kept:
        return new
    heads, companion = dict(new.heads), dict(new.companion_heads or {})
    for now, before in ((heads, old.heads), (companion, old.companion_heads or {})):
        for name in kept:
            now.pop(name, None)
            if name in before:
                now[name] = before[name]
    return replace(new, heads=heads, companion_heads=companion if new.companion_heads is not None else None)
