"""系统设置: the committee, its rules and code lists, people, backups, and how the window looks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.kit.frame.labels import frame
from ui.kit.frame.tabs import Tab, Tabs
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session
from ui.settings.backups import BackupPart
from ui.settings.calendar import CalendarPart
from ui.settings.codes import CodesPart
from ui.settings.numbers import NumbersPart
from ui.settings.parts import LookPart, OfficePart, PeoplePart, SettingsPart
from ui.settings.plenaries import PlenariesPart
from ui.settings.rules import RulesPart
from ui.tasks import WrittenKinds
from ui.theme import Theme, follow_theme

WORDS = {
    "office": "本会", "rules": "规则", "codes": "代码表", "plenaries": "届次", "calendar": "节假日", "numbers": "编号",
    "people": "用户", "backup": "备份", "look": "显示",
}  # fmt: skip


class SettingsPage(Page):
    """One part at a time behind its tab. `theme_picked` after the look was changed."""

    nav = "settings"
    theme_picked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        look = LookPart(session)
        look.picked.connect(self.theme_picked)
        self.parts: dict[str, SettingsPart] = {
            "office": OfficePart(session), "rules": RulesPart(session), "codes": CodesPart(session),
            "plenaries": PlenariesPart(session), "calendar": CalendarPart(session), "numbers": NumbersPart(session),
            "people": PeoplePart(session), "backup": BackupPart(session), "look": look,
        }  # fmt: skip
        self.tabs = Tabs([Tab(key, word) for key, word in WORDS.items()])
        self._bar, self._stack = frame("bar"), QStackedWidget()
        self._lay_out()
        self.help = self.part.help
        self.tabs.picked.connect(self._open)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda step=by: self._step(step))
        follow_theme(self._restyle)

    @property
    def part(self) -> SettingsPart:
        """The part on screen."""
        return self.parts[self.tabs.key]

    def show_part(self, key: str) -> None:
        """Open a part (rules, codes, …) and go there."""
        self.tabs.set_key(key)
        self._open(key)
        self._enter()

    def dress(self, top: TopBar) -> None:
        top.show_page("系统设置")

    def arrive(self) -> None:
        self.part.read()
        self._enter()

    def areas(self) -> list[QWidget]:
        return [self._bar, *self.part.areas()]

    def follow(self, change: WrittenKinds) -> None:
        self.part.follow(change)

    def _open(self, key: str) -> None:
        self._stack.setCurrentWidget(self.parts[key])
        self.help = self.parts[key].help
        self.part.read()

    def _step(self, by: int) -> None:
        self.tabs.step(by)
        self._enter()

    def _enter(self) -> None:
        if not self.part.enter():
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        for part in self.parts.values():
            self._stack.addWidget(part)

    def _restyle(self, theme: Theme) -> None:
        self._bar.setFixedHeight(theme.px(40) + 1)
