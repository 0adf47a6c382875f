"""日历: a month with what is due and what meets, the chosen day at the right, the next seven days below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.services.figures.days import DayEntry, Days, read_days
from ui.kit.frame.buttons import IconButton, PlainButton
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.line_button import LineButton
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.calendar import FIRST, LAST, add_month
from ui.kit.inputs.ticks import CheckBox
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

WEEK = "一二三四五六日"
AHEAD = 7
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class MonthGrid(QWidget):
    """Weeks from Monday on. `picked(day)` when another day was chosen, `opened()` on Enter or a double click."""

    picked = Signal(object)
    opened = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = self.day = today
        self._days: Days | None = None
        self._hidden: frozenset[str] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    @property
    def first(self) -> date:
        """The Monday in the upper left corner."""
        start = self.day.replace(day=1)
        return start - timedelta(days=start.weekday())

    @property
    def weeks(self) -> int:
        last = add_month(self.day.replace(day=1), 1) - timedelta(days=1)
        return (last - self.first).days // 7 + 1

    @property
    def last(self) -> date:
        return self.first + timedelta(days=7 * self.weeks - 1)

    def put(self, day: date, days: Days | None, hidden: frozenset[str]) -> None:
        self.day, self._days, self._hidden = day, days, hidden
        words = "，".join(f"{each.label} {each.note}".strip() for each in self.entries(day))
        self.setAccessibleName(f"{day.month}月{day.day}日 星期{WEEK[day.weekday()]}，{words or '没有事'}")
        self.update()

    def entries(self, day: date) -> list[DayEntry]:
        found = self._days.entries.get(day, ()) if self._days else ()
        return [each for each in found if each.group not in self._hidden]

    def box(self, day: date) -> QRect:
        """The cell of a day of this month's weeks."""
        place, top = (day - self.first).days, self._head
        column, row = place % 7, place // 7
        wide, tall = self.width(), self.height() - top
        left, upper = wide * column // 7, top + tall * row // self.weeks
        return QRect(left, upper, wide * (column + 1) // 7 - left, top + tall * (row + 1) // self.weeks - upper)

    def day_at(self, x: int, y: int) -> date | None:
        return next((each for each in self._all if self.box(each).contains(x, y)), None)

    @property
    def _all(self) -> list[date]:
        return [self.first + timedelta(days=step) for step in range(7 * self.weeks)]

    @property
    def _head(self) -> int:
        return current_theme().px(28)

    def _restyle(self, theme: Theme) -> None:
        self.setMinimumSize(7 * theme.size(90), theme.px(28) + 5 * theme.px(62))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), self._head, theme.color("head"))
        painter.setFont(theme.font(13, True))
        painter.setPen(theme.color("text2"))
        for column, word in enumerate(WEEK):
            box = QRect(self.width() * column // 7 + 10, 0, self.width() // 7, self._head)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"星期{word}")
        for day in self._all:
            self._paint_day(painter, theme, day, self.box(day))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.box(self.day).adjusted(1, 1, -1, -1))

    def _paint_day(self, painter: QPainter, theme: Theme, day: date, box: QRect) -> None:
        off = self._days.off.get(day) if self._days else None
        outside = day.month != self.day.month
        if off is not None or outside:
            painter.fillRect(box, theme.color("window"))
        if day == self.day:
            painter.fillRect(box, theme.color("hover"))
        painter.fillRect(box.right(), box.top(), 1, box.height(), theme.color("line"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("line"))
        line = theme.px(20)
        head = QRect(box.left() + 8, box.top() + 4, box.width() - 14, line)
        number = f"{day.month}月{day.day}日" if outside and day.day == 1 else str(day.day)
        self._paint_number(painter, theme, head, number, today=day == self.today, outside=outside)
        if off:
            self._write(painter, head, off, theme.font(13), "text3", right=True)
        self._paint_entries(painter, theme, self.entries(day), box.adjusted(5, 4 + line + 2, -5, -2))

    def _paint_number(
        self, painter: QPainter, theme: Theme, head: QRect, number: str, *, today: bool, outside: bool
    ) -> None:  # fmt: skip
        font = theme.font(14, today)
        if today:
            side = head.height()
            wide = max(side, QFontMetrics(font).horizontalAdvance(number) + 8)
            disc = QRectF(head.left() - 4, head.top(), wide, side)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("link"))
            painter.drawRoundedRect(disc, side / 2, side / 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setFont(font)
            painter.setPen(theme.color("surface"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, number)
            return
        self._write(painter, head, number, font, "text3" if outside else "text")

    def _paint_entries(self, painter: QPainter, theme: Theme, entries: Sequence[DayEntry], box: QRect) -> None:
        font = theme.font(13)
        least = QFontMetrics(font).height()
        tall = max(least, min(theme.size(22), (box.height() - 3) // 2))  # two have room even in a low cell
        fit = max(0, (box.height() + 3) // (tall + 3))
        shown = entries if len(entries) <= fit else entries[: max(0, fit - 1)]
        for place, entry in enumerate(shown):
            row = QRect(box.left(), box.top() + place * (tall + 3), box.width(), tall)
            painter.setPen(QPen(theme.color(entry.tone)) if theme.high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if theme.high_contrast else theme.color(f"{entry.tone}_ground"))
            painter.drawRoundedRect(row.adjusted(0, 0, -1, -1), 3, 3)
            inner = row.adjusted(6, 0, -6, 0)
            note = QFontMetrics(font).horizontalAdvance(entry.note) + 6 if entry.note else 0
            self._write(painter, inner.adjusted(0, 0, -note, 0), entry.label, font, entry.tone)
            self._write(painter, inner, entry.note, font, entry.tone, right=True)
        if len(entries) > len(shown) and fit:
            rest = QRect(box.left() + 6, box.top() + len(shown) * (tall + 3), box.width() - 12, tall)
            self._write(painter, rest, f"还有 {len(entries) - len(shown)} 件", font, "text2")

    def _write(
        self, painter: QPainter, box: QRect, words: str, font: QFont, token: str, *, right: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(current_theme().color(token))
        cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, cut)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint().x(), event.position().toPoint().y())
        if day and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.picked.emit(day)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.picked.emit(self.day + timedelta(days=STEPS[key]))
        elif key in MONTHS:
            self.picked.emit(add_month(self.day, MONTHS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_T):
            self.picked.emit(self.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class DayLines(QFrame):
    """Entries as lines to press, each with its day where there are several. `taken(entry, day)`."""

    taken = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[LineButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.nothing = label("", "note", wrap=True)
        self._column.addWidget(self.nothing)

    def put(self, entries: Sequence[tuple[date, DayEntry]], nothing: str, *, dated: bool) -> None:
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        self.nothing.setText(nothing)
        self.nothing.setVisible(not entries)
        for day, entry in entries:
            line = LineButton()
            line.put(entry.label, short_date(day.isoformat()) if dated else "", entry.note)
            line.clicked.connect(lambda _on=False, day=day, entry=entry: self.taken.emit(entry, day))
            self.lines.append(line)
            self._column.addWidget(line)


class MonthPage(Page):
    """The calendar of the office."""

    nav = "home"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.grid = MonthGrid(session.office.today())
        self.days: Days | None = None
        self._span: tuple[date, date] | None = None
        self.title = label("", "page")
        self.back, self.on = IconButton("chevron-left", "上个月（PgUp）"), IconButton("chevron-right", "下个月（PgDn）")
        self.today, self.on_paper = PlainButton("今天"), PlainButton("打印本月", "printer")
        self.groups: dict[str, CheckBox] = {}
        self.day_title, self.day_note = label("", "bold"), ElidedLabel("", "note")
        self.chosen, self.ahead, self.ahead_title = DayLines(), DayLines(), label("", "bold")
        self._lay_out()
        self._connect()
        self._pick(session.office.today())
        follow_theme(self._fold)

    def dress(self, top: TopBar) -> None:
        top.show_record("工作台", "日历")

    def arrive(self) -> None:
        self.grid.today = self.session.office.today()
        self._read()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, change: WrittenKinds) -> None:  # noqa: ARG002 - every change may move a day here
        self._read()

    def areas(self) -> list[QWidget]:
        return [self.grid, self._panel, self._bar]

    # reading

    def _pick(self, day: date) -> None:
        """Another day is chosen; another month is read."""
        if not FIRST + timedelta(days=40) <= day <= LAST - timedelta(days=60):
            return
        self.grid.day = day
        self.title.setText(f"{day.year}年{day.month}月")
        if self._span and self._span[0] <= self.grid.first and self.grid.last + timedelta(days=AHEAD) <= self._span[1]:
            self._show()
        else:
            self.grid.put(day, None, frozenset())
            self._read()

    def _read(self) -> None:
        session, first, last = self.session, self.grid.first, self.grid.last + timedelta(days=AHEAD)
        today = session.office.today()
        if first <= today <= last:
            last = max(last, today + timedelta(days=AHEAD))
        session.read(
            lambda: read_days(session.office, session.actor, first, last),
            lambda days: self._take(days, (first, last)),
            self,
        )

    def _take(self, days: Days, span: tuple[date, date]) -> None:
        if span[0] == self.grid.first:  # else another month was asked for meanwhile
            self.days, self._span = days, span
            self._offer_groups(days.groups)
            self._show()

    def _offer_groups(self, groups: Sequence[str]) -> None:
        for word in groups:
            if word not in self.groups:
                box = self.groups[word] = CheckBox(word)
                box.setChecked(True)
                box.toggled.connect(lambda _on: self._show())
                self._choices.addWidget(box)

    def _show(self) -> None:
        hidden = frozenset(word for word, box in self.groups.items() if not box.isChecked())
        day, today = self.grid.day, self.grid.today
        self.grid.put(day, self.days, hidden)
        self.day_title.setText(f"{day.month}月{day.day}日 星期{WEEK[day.weekday()]}")
        self.day_note.set_text(tell_distance((day - today).days))
        self.chosen.put([(day, each) for each in self.grid.entries(day)], "这一天没有事", dated=False)
        after = [day + timedelta(days=step) for step in range(1, AHEAD + 1)]
        if self._as_list:
            after = [each for each in (self.days.entries if self.days else ()) if each.month == day.month]
        coming = [(each, entry) for each in after for entry in self.grid.entries(each)]
        self.ahead_title.setText("这个月" if self._as_list else "后面七天")
        self.ahead.put(coming, f"{self.ahead_title.text()}没有事", dated=True)

    # going on

    def _open_day(self) -> None:
        """Enter: what the day has, or the choice of it."""
        entries = self.grid.entries(self.grid.day)
        if len(entries) == 1:
            self._open(entries[0], self.grid.day)
        elif self.chosen.lines:
            self.chosen.lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, entry: DayEntry, day: date) -> None:
        routes = self.session.routes
        if entry.record:
            routes.record_asked.emit(entry.module, entry.record, Siblings(back="日历"))
        elif entry.module:
            routes.list_asked.emit(entry.module, entry.where, f"{short_date(day.isoformat())}{entry.label}")

    def _print(self) -> None:
        """The month as it is seen, without the groups that are not ticked."""
        office, days, month = self.session.office, self.days, self.grid.day
        hidden = {word for word, box in self.groups.items() if not box.isChecked()}
        if days is None:
            return

        from cppcc_desktop.services.figures.output import print_month
        from ui.forms.list_preview import ListPreview

        def write(file: Path, _progress: Any) -> int:
            return print_month(office, days, month, hidden, file)

        ListPreview(self.session, f"{self.title.text()}工作日历", write, parent=self).run()

    # construction

    def _connect(self) -> None:
        self.grid.picked.connect(self._pick)
        self.grid.opened.connect(self._open_day)
        self.back.clicked.connect(lambda: self._pick(add_month(self.grid.day, -1)))
        self.on.clicked.connect(lambda: self._pick(add_month(self.grid.day, 1)))
        self.today.clicked.connect(lambda: self._pick(self.session.office.today()))
        self.on_paper.clicked.connect(self._print)
        for lines in (self.chosen, self.ahead):
            lines.taken.connect(self._open)
        QShortcut(QKeySequence("Esc"), self, lambda: self.session.routes.back_asked.emit())
        QShortcut(QKeySequence("Ctrl+P"), self, self._print)

    def _lay_out(self) -> None:
        self._bar, self._panel = frame("bar"), frame("panel")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for part in (self.back, self.title, self.on, self.today):
            row.addWidget(part)
        row.addSpacing(12)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(16)
        row.addLayout(self._choices)
        row.addStretch(1)
        row.addWidget(self.on_paper)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.day_title)
        head.addStretch(1)
        head.addWidget(self.day_note)
        column.addLayout(head)
        column.addWidget(self.chosen)
        column.addWidget(frame("rule"))
        column.addWidget(self.ahead_title)
        column.addWidget(self.ahead)
        column.addStretch(1)
        around = QVBoxLayout(self._panel)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll(inner))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(0)
        self._halves.addWidget(self.grid, 1)
        self._halves.addWidget(self._panel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addLayout(self._halves, 1)

    def _fold(self, theme: Theme) -> None:
        """The panel beside the month while both have room, else alone: at 200 % the days are a list."""
        self._bar.setFixedHeight(theme.px(40) + 1)
        beside = self._beside
        if self._as_list == self.grid.isVisibleTo(self):
            self.grid.setVisible(not self._as_list)
            self._show()
        self._panel.setVisible(beside or theme.scale >= 2)
        wide = 16777215 if not beside else theme.text_width(296, 20)
        self._panel.setMaximumWidth(wide)
        self._panel.setMinimumWidth(0 if not beside else wide)

    @property
    def _beside(self) -> bool:
        return self.width() >= self.grid.minimumWidth() + current_theme().text_width(260)

    @property
    def _as_list(self) -> bool:
        """Whether the month has no room and its days stand one below the other."""
        return current_theme().scale >= 2 and not self._beside

    def sizeHint(self) -> QSize:
        return QSize(1100, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())


def tell_distance(days: int) -> str:
    if not days:
        return "今天"
    return f"还有 {days} 天" if days > 0 else f"{-days} 天前"
