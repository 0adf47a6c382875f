"""Drafts of the page of a record: kept while one types, brought back the next time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cppcc_desktop.services.records.drafts import Draft, DraftLine
from cppcc_desktop.services.records.records import Record
from ui.icons import SMALL, pixmap
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.records.parts import say_time
from ui.theme import Theme, follow_theme


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
