"""A month to pick a day from, below a date field."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import CHEVRON
from ui.kit.frame.buttons import IconButton
from ui.kit.frame.labels import label
from ui.theme import Theme, current_theme, follow_theme

WEEK = "一二三四五六日"
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


def say_weekday(day: date) -> str:
    return f"周{WEEK[day.weekday()]}"


def add_month(day: date, step: int) -> date:
    """The same day some months on, or the last of a shorter month."""
    months = day.year * 12 + day.month - 1 + step
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class DayGrid(QWidget):
    """Six weeks that begin on Monday; one day is chosen. It paints, CalendarPopup has the keys."""

    picked = Signal(object)  # date

    def __init__(self, today: date) -> None:
        super().__init__()
        self.day, self.today = today, today
        self.setMouseTracking(True)
        follow_theme(self._restyle)

    def put(self, day: date) -> None:
        self.day = day
        self.setAccessibleName(f"{day.year}年{day.month}月{day.day}日 {say_weekday(day)}")
        self.update()

    @property
    def first(self) -> date:
        """The Monday in the upper left corner."""
        start = self.day.replace(day=1)
        return start - timedelta(days=start.weekday())

    def box(self, place: int) -> QRect:
        """Cell of a place; the first row of seven is for the names of the days."""
        wide, tall = self.width() // 7, self.height() // 7
        return QRect(place % 7 * wide, place // 7 * tall, wide, tall)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedSize(QSize(7 * theme.size(34), 7 * theme.px(28)))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place in range(42):
            if self.box(place + 7).contains(event.position().toPoint()):
                self.picked.emit(self.first + timedelta(days=place))
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text2"))
        for place, name in enumerate(WEEK):
            painter.drawText(self.box(place), Qt.AlignmentFlag.AlignCenter, name)
        for place in range(42):
            self._paint_day(painter, self.box(place + 7), self.first + timedelta(days=place), theme)

    def _paint_day(self, painter: QPainter, box: QRect, day: date, theme: Theme) -> None:
        inner, chosen = box.adjusted(2, 1, -2, -1), day == self.day
        if chosen:
            painter.fillRect(inner, theme.color("sel"))
        if chosen or day == self.today:
            painter.setPen(QPen(theme.color("focus" if chosen else "border"), 2 if chosen else 1))
            painter.drawRect(inner.adjusted(1, 1, -1, -1))
        painter.setFont(theme.font(14, day == self.today))
        token = "on_sel" if chosen else "text" if day.month == self.day.month else "text3"
        painter.setPen(theme.color(token))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))


class CalendarPopup(QFrame):
    """Arrows move by day and week, PgUp PgDn by month, Ctrl with them by year; Enter picks, Esc leaves."""

    picked = Signal(object)  # date

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.grid, self.title = DayGrid(today), label("", "bold")
        head = QHBoxLayout()
        head.setSpacing(0)
        for name, step, words in (("chevron-left", -1, "上个月（PgUp）"), ("chevron-right", 1, "下个月（PgDn）")):
            button = IconButton(name, words, size=CHEVRON, box=28)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, by=step: self.put(add_month(self.grid.day, by)))
            head.addWidget(button)
            if step < 0:
                head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addWidget(label("PgUp PgDn 换月，加 Ctrl 换年", "note"), 0, Qt.AlignmentFlag.AlignCenter)
        self.grid.picked.connect(self._pick)

    def put(self, day: date) -> None:
        """Show this day's month with the day chosen."""
        day = min(max(day, FIRST), LAST)
        self.title.setText(f"{day.year}年{day.month}月")
        self.grid.put(day)

    def open_below(self, field: QWidget, day: date) -> None:
        """Below the field, or above it where the screen ends."""
        self.put(day)
        self.adjustSize()
        place = field.mapToGlobal(QPoint(0, field.height() + 1))
        if place.y() + self.height() > field.screen().availableGeometry().bottom():
            place = field.mapToGlobal(QPoint(0, -self.height() - 1))
        self.move(place)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, key = self.grid.day, event.key()
        step = 12 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        goals = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
        }  # fmt: skip
        if key in goals:
            self.put(day + timedelta(days=goals[Qt.Key(key)]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.put(add_month(day, -step if key == Qt.Key.Key_PageUp else step))
        elif key == Qt.Key.Key_Home:
            self.put(self.grid.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(day)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.close()

    def _pick(self, day: date) -> None:
        self.close()
        self.picked.emit(day)
