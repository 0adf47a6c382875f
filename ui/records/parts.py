"""What stands around the form of a record: header, log, photo, foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from cppcc_desktop.services.records.logs import LogEntry as Logged
from ui.icons import SMALL, pixmap
from ui.kit.frame.buttons import Button, LinkButton, PlainButton, PrimaryButton, SmallButton
from ui.kit.frame.focus import REACH as RING
from ui.kit.frame.labels import ElidedLabel, StateChip
from ui.kit.tables.at_once import AtOnce
from ui.kit.tables.columns import ListColumn, ListRow, RowPage
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.theme import Theme, current_theme, follow_theme

LOG_COLUMNS = (
    ListColumn("at", "时间", 140), ListColumn("who", "谁", 80), ListColumn("label", "哪一项", 110),
    ListColumn("before", "原来", 200), ListColumn("after", "改为", stretch=True),
)  # fmt: skip


class RecordHeader(QWidget):
    """Title, chips, next steps at the right, one grey line of facts below."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", "record")
        self.chips = [StateChip("", "none") for _ in range(2)]
        self.facts = ElidedLabel("", "note")
        self.bar = QWidget()
        self.buttons = QHBoxLayout(self.bar)
        self.buttons.setContentsMargins(RING, RING, RING, RING)  # a ring is not cut off
        self.buttons.setSpacing(8)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.addWidget(self.title)
        for chip in self.chips:
            chip.hide()
            self._first.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._first.addStretch(1)
        self._second.addWidget(self.facts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8 - RING, 16 - RING, 0)
        column.setSpacing(4 - RING)
        for row in (self._first, self._second):
            row.setSpacing(8)
            column.addLayout(row)
        self._first.addWidget(self.bar)
        follow_theme(self._fold)

    def _fold(self, theme: Theme) -> None:
        """The buttons stand beside the title; if that left it less than twelve characters, beside the facts."""
        chips = sum(chip.sizeHint().width() + 8 for chip in self.chips if not chip.isHidden())
        least = min(self.title.sizeHint().width(), theme.size(20) * 12)
        wide = self.width() - 40 - chips - self.bar.sizeHint().width() >= least
        row, other = (self._first, self._second) if wide else (self._second, self._first)
        if row.indexOf(self.bar) < 0:
            other.removeWidget(self.bar)
            row.addWidget(self.bar)
        self.facts.setVisible(bool(self.facts.whole) or not wide)

    def put(self, title: str, chips: Sequence[tuple[str, str]], facts: Sequence[str]) -> None:
        """Title; (word, tone) of at most two chips; facts that are not empty."""
        self.title.set_text(title)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(chips))
            if place < len(chips):
                chip.put(*chips[place])
        self.facts.set_text(" · ".join(fact for fact in facts if fact))
        self._fold(current_theme())

    def put_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Replace the buttons; if one of them had the focus, the most likely next one gets it."""
        old = [item.widget() for at in range(self.buttons.count()) if (item := self.buttons.itemAt(at))]
        had = self.window().focusWidget() in old  # also while a dialog is in front
        for button in buttons:
            self.buttons.addWidget(button)
            button.show()
        if had and buttons:
            buttons[-1].setFocus()
        for button in old:
            self.buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._fold(current_theme())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())


class LogTable(RecordTable):
    """Every change of the record, newest first."""

    def __init__(self) -> None:
        model = PageModel(LOG_COLUMNS, AtOnce())
        super().__init__(model)
        model.setParent(self)
        self.rows: list[ListRow] = []
        model.show(lambda offset, limit: RowPage(self.rows[offset : offset + limit], len(self.rows)))

    def put(self, entries: Sequence[Logged]) -> None:
        self.rows = [
            ListRow(str(place), {
                "at": e.at, "who": e.who, "label": e.label, "before": " ".join(e.before.split()),
                "after": " ".join(e.after.split()) or "（空）",
            })
            for place, e in enumerate(entries)
        ]  # fmt: skip
        self.refresh()


class PhotoField(QWidget):
    """The photo of a record, and a button to choose one."""

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


class SaveFoot(QFrame):
    """What is unsaved, or who saved last; 保存 and 放弃修改. `taken_back`: the save just made is not wanted."""

    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign, self.words = QLabel(), ElidedLabel("", "note")
        self.save, self.undo = PrimaryButton("保存"), PlainButton("放弃修改")
        self.back = LinkButton()
        self.back.clicked.connect(self.taken_back)
        self.back.hide()
        self._drawn = ("check", "ok")
        self._state = "没有未保存的修改"
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.words)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.undo)
        follow_theme(self._restyle)

    def offer_back(self, word: str, state: str = "没有未保存的修改") -> None:
        """Offer to take the last save back under this word; an empty one offers nothing."""
        self.back.setText(word)
        self.back.setAccessibleName(word)
        self._state = state

    def put(self, count: int, last: Logged | None, today: date, draft: str = "", problem: str = "") -> None:
        """How many fields are unsaved, the newest entry of the log, when the draft was kept or why it was not."""
        self.back.setVisible(not count and bool(self.back.text()))
        for button in (self.save, self.undo):
            button.why_off("" if count else "没有未保存的修改")
        saved = f"{self._state} · {last.who} {say_time(last.at, today)} 保存" if last else "还没有保存过"
        kept = f"草稿已存在本机 {draft[11:]}" if draft else "还没有保存"
        if problem:
            kept = f"还没有保存，草稿也没有存下：{problem}"
        self.words.set_text(f"改了 {count} 处，{kept}" if count else saved)
        self._drawn = ("pencil", "wait") if count else ("check", "ok") if last else ("info", "text2")
        self._restyle(current_theme())

    def _restyle(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap(*self._drawn, SMALL, self.devicePixelRatioF()))


def say_time(at: str, today: date) -> str:
    """2026-06-05 16:20 as people say it: 6月5日 16:20, another year with its number; what is no time as it is."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    year = "" if moment.year == today.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日 {moment:%H:%M}"


Entry = tuple[str, Callable[[], None]]


def give_menu(button: Button, entries: Sequence[Entry], *groups: Sequence[Entry]) -> Button:
    """A button with a menu of words and what they do, a rule between groups; the menu goes when the button goes."""
    menu = QMenu(button)
    for group in (entries, *groups):
        if group and not menu.isEmpty():
            menu.addSeparator()
        for word, act in group:
            menu.addAction(word, act)
    button.set_menu(menu)
    return button
