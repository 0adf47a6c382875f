"""How the page of a record is laid out: header, track, tabs, form or list, history, foot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.modules import Module
from ui.cases.handling import HandlingPart
from ui.cases.timeline import StepTrack, Timeline
from ui.cases.wording import Wording
from ui.kit.frame.labels import frame, label
from ui.kit.frame.notices import WarningLine
from ui.kit.frame.scrolling import scroll
from ui.kit.frame.tabs import Tabs
from ui.kit.inputs.record_form import ONE_COLUMN_FROM
from ui.kit.window.page import Page
from ui.lists.looks import find_look
from ui.records.attachments import FileDrops
from ui.records.draft_line import DraftNotice
from ui.records.files import FilesPart
from ui.records.panels import OwnTab, SidePanel
from ui.records.parts import LogTable, RecordHeader, SaveFoot
from ui.records.referring import ReferringPart
from ui.records.strip import SpellStrip
from ui.session import Session
from ui.theme import Theme, current_theme

WHOLE = 16777215  # as wide as there is room


class RecordFrame(Page):
    """The parts of a record's page and where they stand; what they show is RecordPage's."""

    def __init__(self, session: Session, module: Module) -> None:
        super().__init__(session)
        self.module = module
        self.header, self.track, self.timeline = RecordHeader(), StepTrack(), Timeline()
        self.tabs, self.parts, self.log = Tabs(), QStackedWidget(), LogTable()
        self.files = FilesPart(session, module.entity.name)
        self.referring = ReferringPart(session, module.entity.name)
        self.children_tabs: dict[str, Any] = {}  # ChildTab or SheetTab of rows that people write, by their kind
        self.own = {each.child: each for each in session.parts(OwnTab) if each.module == module.name}
        self.notice, self.foot, self.warned = DraftNotice(), SaveFoot(), WarningLine()
        wording = next((each for each in session.parts(Wording) if each.module == module.name), Wording(module.name))
        self.handling = HandlingPart(session, module, wording)
        self.drops = FileDrops(self)
        self.record = ""
        self.side = next((each for each in session.parts(SidePanel) if each.module == module.name), None)
        self.aside: Any = self.side.make(session) if self.side else None
        self.look = find_look(session, module.name)
        of = self.look.strip
        self.strip = SpellStrip(session.office.entity(of.child), of) if of else None
        self._lay_out()

    @property
    def has_history(self) -> bool:
        """Whether something stands at the right of the tabs."""
        return bool(self.record) and (self.module.workflow is not None or self.side is not None)

    def _lay_out(self) -> None:
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        held = QVBoxLayout()
        held.setContentsMargins(16, 6, 16, 0)
        held.addWidget(self.track)
        if self.strip:
            held.addWidget(self.strip)
        tab_bar = frame("bar")
        tab_row = QHBoxLayout(tab_bar)
        tab_row.setContentsMargins(16, 0, 16, 0)
        tab_row.addWidget(self.tabs, 1)
        self.tab_bar, self.tab_row = tab_bar, tab_row
        self.history = self._make_history()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.parts, 1)
        middle.addWidget(self.history)
        column.addWidget(self.header)
        column.addLayout(held)
        column.addWidget(tab_bar)
        column.addWidget(self.warned)
        column.addWidget(self.notice)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        self.parts.addWidget(self.log)
        self.parts.addWidget(self.files)
        self.parts.addWidget(self.handling)
        self.parts.addWidget(self.referring)

    def _make_history(self) -> QWidget:
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(16, 12, 0, 0)
        if self.aside is not None:
            inner.addWidget(scroll(self.aside), 1)
            return panel
        inner.addWidget(label("办理经过", "bold"))
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 16, 12)
        row.addWidget(self.timeline, 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(scroll(held), 1)
        return panel

    def _pick_tab(self, key: str) -> None:
        wide = current_theme().scale >= ONE_COLUMN_FROM or self._is_wide(key)
        self.track.setVisible(self.module.workflow is not None and bool(self.record) and not self._is_wide(key))
        self.foot.setVisible(not self._is_wide(key))
        for name in self.own.keys() & self.children_tabs.keys():
            beside = self.children_tabs[name].beside
            if beside is not None:
                beside.setVisible(name == key)
        self._widen_history(key == "history")
        if key == "history":
            self.history.show()
            self.parts.hide()
            return
        self.parts.show()
        self.history.setVisible(self.has_history and not wide)
        widget: QWidget | None = {
            "log": self.log, "files": self.files, "handling": self.handling, "referring": self.referring, **self.children_tabs,
        }.get(key) or self.parts.widget(0)  # fmt: skip
        if widget is not None:
            self.parts.setCurrentWidget(widget)

    def _is_wide(self, key: str) -> bool:
        """Whether a tab takes the room of what stands around it."""
        return key in self.own and self.own[key].wide

    def _widen_history(self, whole: bool) -> None:
        """As a tab it has all the width there is."""
        wide = current_theme().text_width(312)
        self.history.setMinimumWidth(wide)
        self.history.setMaximumWidth(WHOLE if whole else wide)

    def _restyle(self, theme: Theme) -> None:
        self._widen_history(self.tabs.key == "history")
        self.tab_bar.setFixedHeight(theme.px(40) + 1)
