"""What stands around the form of a record: header, log, photo, attendance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from cppcc_desktop.services.logs import Entry
from ui.session import Session
from ui.tables.columns import Column, Page, Row
from ui.tables.page_model import PageModel
from ui.tables.record_table import RecordTable
from ui.theme import Theme, current_theme, follow_theme
from ui.widgets.buttons import PlainButton, SmallButton
from ui.widgets.combo import ComboBox
from ui.widgets.editors import ReferenceField
from ui.widgets.labels import ElidedLabel, StateChip, label
from ui.widgets.tabs import Tabs

LOG_COLUMNS = (
    Column("at", "时间", 140), Column("who", "谁", 80), Column("label", "哪一项", 110),
    Column("before", "原来", 200), Column("after", "改为", stretch=True),
)  # fmt: skip


class RecordHeader(QWidget):
    """Title, chips, next steps at the right, one grey line of facts below."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", "record")
        self.chips = [StateChip("", "none") for _ in range(2)]
        self.facts = ElidedLabel("", "note")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title)
        for chip in self.chips:
            chip.hide()
            first.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        first.addLayout(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self.facts)

    def put(self, title: str, chips: Sequence[tuple[str, str]], facts: Sequence[str]) -> None:
        """Title; (word, tone) of at most two chips; facts that are not empty."""
        self.title.set_text(title)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(chips))
            if place < len(chips):
                chip.put(*chips[place])
        self.facts.set_text(" · ".join(fact for fact in facts if fact))

    def put_buttons(self, buttons: Sequence[QWidget]) -> None:
        while self.buttons.count():
            item = self.buttons.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for button in buttons:
            self.buttons.addWidget(button)


class LogTable(RecordTable):
    """Every change of the record, newest first."""

    def __init__(self, session: Session) -> None:
        model = PageModel(LOG_COLUMNS, session.tasks)
        super().__init__(model)
        model.setParent(self)

    def put(self, entries: Sequence[Entry]) -> None:
        rows = [
            Row(str(place), {
                "at": e.at, "who": e.who, "label": e.label, "before": " ".join(e.before.split()),
                "after": " ".join(e.after.split()) or "（空）",
            })
            for place, e in enumerate(entries)
        ]  # fmt: skip
        self.pages.show(lambda offset, limit: Page(rows[offset : offset + limit], len(rows)))


class PhotoField(QWidget):
    """The photo of a member, and a button to choose one."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName("照片")
        self.button = SmallButton("选照片")
        self.button.clicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._file = ""
        follow_theme(self._restyle)

    def put(self, file: str) -> None:
        """Show the picture in that file; "" or one that cannot be read: none."""
        self._file = file
        self._restyle(current_theme())

    def _restyle(self, theme: Theme) -> None:
        width, height = theme.text_width(120), theme.text_width(160)
        self.picture.setFixedSize(width, height)
        picture = QPixmap(self._file) if self._file else QPixmap()
        if picture.isNull():
            self.picture.setText("照片未到" if self._file else "没有照片")
        else:
            ratio = self.devicePixelRatioF()
            scaled = picture.scaled(int(width * ratio), int(height * ratio), Qt.AspectRatioMode.KeepAspectRatio,
                                    Qt.TransformationMode.SmoothTransformation)  # fmt: skip
            scaled.setDevicePixelRatio(ratio)
            self.picture.setPixmap(scaled)
        self.picture.setStyleSheet(f"QLabel{{border:1px solid {theme.tokens['line']};color:{theme.tokens['text3']}}}")


class AttendancePanel(QWidget):
    """Who was at an activity: add by name, set presence, take off."""

    changed = Signal(dict)  # member id → presence code or None

    def __init__(self, session: Session, finder: ReferenceField, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.finder = finder
        self._choices = dict(choices)
        columns = (
            Column("name", "姓名", 110),
            Column("words", "界别 · 单位", stretch=True),
            Column("presence", "出席情况", 120),
        )
        self.model = PageModel(columns, session.tasks, self)
        self.table = RecordTable(self.model)
        self.presence = ComboBox(choices)
        self.remove = PlainButton("取消登记", "minus")
        self.count = label("", "note")
        self._lay_out()
        finder.chosen.connect(lambda record, _word: self._add(record))
        self.presence.picked.connect(self._set)
        self.remove.clicked.connect(lambda: self._send(None))
        self.table.current_changed.connect(self._moved)
        self._rows: dict[str, tuple[str, str, str]] = {}

    def put(self, rows: Mapping[str, tuple[str, str, str]]) -> None:
        """Member id → name, words, presence code."""
        self._rows = dict(rows)
        shown = [
            Row(member, {"name": name, "words": words, "presence": self._choices.get(code, code)})
            for member, (name, words, code) in rows.items()
        ]
        here = sum(code == "1" for _, _, code in rows.values())
        self.count.setText(f"登记 {len(rows)} 人，出席 {here} 人")
        self.model.show(lambda offset, limit: Page(shown[offset : offset + limit], len(shown)))
        self._moved(self.table.current_id())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (label("添加委员", "label"), self.finder, label("所选一人", "label"), self.presence, self.remove):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.count)
        row.setContentsMargins(16, 8, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def _add(self, member: str) -> None:
        self.finder.put(None, "")
        if member not in self._rows:
            self.changed.emit({member: "1"})

    def _set(self, code: object) -> None:
        self._send(str(code))

    def _send(self, code: str | None) -> None:
        member = self.table.current_id()
        if member:
            self.changed.emit({member: code})

    def _moved(self, member: str) -> None:
        why = "" if member in self._rows else "先在下面选一个人"
        self.presence.setEnabled(not why)
        self.remove.why_off(why)
        if member in self._rows:
            self.presence.set_key(self._rows[member][2])


def make_menu(parent: QWidget, entries: Sequence[tuple[str, Callable[[], None]]]) -> QMenu:
    """A menu of words and what they do."""
    menu = QMenu(parent)
    for word, act in entries:
        menu.addAction(word, act)
    return menu


def step_tabs(tabs: Tabs, by: int) -> Callable[[], None]:
    return lambda: tabs.step(by)
