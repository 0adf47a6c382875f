"""A date typed any usual way: how it is read stands beside it while one types; F4 opens a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent

from cppcc_desktop.domain.dates import DAYS, parse_date
from cppcc_desktop.domain.description.fields import Field, Value
from ui.icons import SMALL
from ui.kit.frame.buttons import IconButton
from ui.kit.inputs.calendar import CalendarPopup, say_weekday
from ui.kit.inputs.inputs import LineEdit
from ui.theme import Theme, current_theme, follow_theme

NEAR = 400  # days from today of which the weekday is of use


class DateField(LineEdit):
    """Gives what was typed; on leaving, what can be read becomes 2026-03-05, and what cannot stays and is marked with why."""

    edited = Signal()

    def __init__(self, spec: Field, today: Callable[[], date] = date.today) -> None:
        super().__init__(placeholder="2026-03-05")
        self._label, self._today = spec.label, today
        self.reading = ""
        self._popup: CalendarPopup | None = None
        self._button = IconButton("calendar", "打开日历（F4）", size=SMALL, box=24, parent=self)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.clicked.connect(self.open_calendar)
        self.textEdited.connect(lambda _text: self.edited.emit())
        self.textChanged.connect(self._read)
        follow_theme(self._place)

    def put(self, value: Value, _word: str = "") -> None:
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def value(self) -> object:
        return self.typed().strip() or None

    def typed(self) -> str:
        """As typed, but 昨天 as the day it means now: a draft may be opened next week."""
        day = self.day()
        return day.isoformat() if day and self.text().strip() in DAYS else self.text()

    def put_typed(self, typed: object) -> None:
        self.setText(str(typed or ""))

    def day(self) -> date | None:
        """The day that was typed, None while it is none."""
        try:
            return parse_date(self.text(), today=self._today())
        except ValueError:
            return None

    def judge(self) -> str:
        """What is wrong with what was typed, said when the field is left; nothing for a day or an empty field."""
        try:
            parse_date(self.text() or self._today().isoformat(), today=self._today())
        except ValueError as error:
            return f"{self._label}：{error}"
        return ""

    def open_calendar(self) -> None:
        """F4, Alt+↓ or the button."""
        if self.isReadOnly() or not self.isEnabled():
            return
        self.setFocus()
        if self._popup is None:
            self._popup = CalendarPopup(self._today(), self)
            self._popup.picked.connect(self._pick)
        self._popup.open_below(self, self.day() or self._today())

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._button.setVisible(not read_only)

    def _pick(self, day: date) -> None:
        self.setText(day.isoformat())
        self.set_error("")
        self.setFocus()
        self.edited.emit()

    def _read(self, text: str) -> None:
        day = self.day()
        written = day is not None and text.strip() == day.isoformat()
        weekday = (
            say_weekday(day) if day and abs((day - self._today()).days) < NEAR else ""
        )  # nobody plans by that of a birth
        self.reading = "" if day is None else weekday if written else f"{day.isoformat()} {weekday}".strip()
        if not self.error:
            self.setAccessibleDescription(self.reading)
        self._place(current_theme())
        self.update()

    def _place(self, theme: Theme) -> None:
        side = theme.px(24)
        self._button.move(self.width() - side - 4, (self.height() - side) // 2)
        self.setTextMargins(0, 0, side + (self._reading_width() + 8 if self._fits() else 0), 0)
        self.setToolTip("" if self._fits() else self.reading)

    def _reading_width(self) -> int:
        return QFontMetrics(current_theme().font(13)).horizontalAdvance(self.reading)

    def _fits(self) -> bool:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return bool(self.reading) and words + self._reading_width() + current_theme().px(24) + 40 <= self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._fits():
            theme, painter = current_theme(), QPainter(self)
            painter.setFont(theme.font(13))
            painter.setPen(theme.color("text2" if self.isEnabled() else "off"))
            box = self.rect().adjusted(0, 0, -theme.px(24) - 8, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(current_theme())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        day = self.day()
        stays = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if stays or self.isReadOnly():
            return
        if day and self.text() != day.isoformat():
            self.setText(day.isoformat())
            self.edited.emit()
        self.set_error(self.judge())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if opens_choice(event):
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and opens_choice(event):
            event.accept()  # opens this calendar, whatever the page does with it
            return True
        return super().event(event)


def opens_choice(event: QKeyEvent) -> bool:
    """F4 or Alt+↓."""
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down)
