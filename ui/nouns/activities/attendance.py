"""The tab of an activity: who was there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.nouns.activities.attendance import save_attendance
from cppcc_desktop.nouns.activities.entity import ATTENDANCE
from cppcc_desktop.services.office.codes import CodeLists
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.labels import label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.reference_field import ReferenceField, Suggest
from ui.kit.tables.at_once import AtOnce
from ui.kit.tables.columns import Column, Page, Row
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.session import Session
from ui.theme import Theme, follow_theme


class AttendancePanel(QWidget):
    """Who was at an activity: add by name, set presence, take off. `saved` after each."""

    saved = Signal()

    def __init__(self, session: Session, codes: CodeLists, suggest: Suggest) -> None:
        super().__init__()
        self._session, self._record = session, ""
        choices = [(code.code, code.label) for code in codes.entries("presence")]
        self.finder = finder = ReferenceField(ATTENDANCE.by_name["member"], suggest)
        finder.setAccessibleName("添加委员")
        self._choices = dict(choices)
        columns = (
            Column("name", "姓名", 110),
            Column("words", "界别 · 单位", stretch=True),
            Column("presence", "出席情况", 120),
        )
        self._rows: dict[str, tuple[str, str, str]] = {}
        self._shown: list[Row] = []
        self.model = PageModel(columns, AtOnce(), self)
        self.table = RecordTable(self.model)
        self.model.show(lambda offset, limit: Page(self._shown[offset : offset + limit], len(self._shown)))
        self.presence = ComboBox(choices)
        self.remove = PlainButton("取消登记", "minus")
        self.words = label("", "note")
        self._lay_out()
        finder.chosen.connect(lambda record, _word: self._add(record))
        self.presence.picked.connect(self._set)
        self.remove.clicked.connect(lambda: self._send(None))
        self.table.current_changed.connect(self._moved)
        follow_theme(self._restyle)

    @property
    def count(self) -> int:
        """How many people are noted."""
        return len(self._rows)

    def put(self, record: str, found: Mapping[str, tuple[str, str, str]]) -> None:
        """Of an activity: member id → name, words, presence code."""
        self._record, self._rows = record, dict(found)
        self._shown = [
            Row(member, {"name": name, "words": words, "presence": self._choices.get(code, code)})
            for member, (name, words, code) in self._rows.items()
        ]
        here = sum(code == "1" for _, _, code in self._rows.values())
        self.words.setText(f"登记 {len(self._rows)} 人，出席 {here} 人")
        self.table.refresh()
        self._moved(self.table.current_id())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (label("添加委员", "label"), self.finder, label("所选一人", "label"), self.presence, self.remove):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.words)
        row.setContentsMargins(16, 8, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def _restyle(self, theme: Theme) -> None:
        self.finder.setFixedWidth(theme.text_width(200))

    def _add(self, member: str) -> None:
        self.finder.put(None, "")
        if member not in self._rows:
            self._mark({member: "1"})

    def _mark(self, presence: dict[str, str | None]) -> None:
        session, record = self._session, self._record
        session.write(
            lambda: save_attendance(session.office, session.actor, record, presence), lambda _n: self.saved.emit(), self
        )

    def _set(self, code: object) -> None:
        self._send(str(code))

    def _send(self, code: str | None) -> None:
        member = self.table.current_id()
        if member:
            self._mark({member: code})

    def _moved(self, member: str) -> None:
        why = "" if member in self._rows else "先在下面选一个人"
        self.presence.setEnabled(not why)
        self.remove.why_off(why)
        if member in self._rows:
            self.presence.set_key(self._rows[member][2])
