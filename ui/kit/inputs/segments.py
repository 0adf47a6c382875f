"""A few fixed answers beside each other in one frame: ← → move, letters and digits pick (look.md §7)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cppcc_desktop.domain.description.fields import Field, Value
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists
from ui.kit.inputs.combo import first_match
from ui.theme import Theme, current_theme, follow_theme

MOST = 5  # answers that fit beside each other
BAR, PAD = 3, 8


class SegmentField(QWidget):
    """One entry of a short code list, all of them in sight; none is chosen until somebody does."""

    edited = Signal()
    error_changed = Signal(str)

    def __init__(self, spec: Field, codes: CodeLists) -> None:
        super().__init__()
        self._codes, self._list = codes, spec.codes
        self._plain = [(each.code, each.label) for each in codes.entries(spec.codes)]
        self._choices = list(self._plain)
        self._key: object = None
        self._read_only = False
        self.error = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._stand)
        self._tell_chosen()

    # as an editor

    def put(self, value: Value, _word: str = "") -> None:
        self._choices = list(self._plain)
        if value is not None and value not in [key for key, _ in self._plain]:
            self._choices.append((str(value), self._codes.label(self._list, str(value))))
        self._key = value
        self._tell_chosen()

    def value(self) -> object:
        return self._key

    def typed(self) -> object:
        return self._key

    def put_typed(self, typed: object) -> None:
        self.put(typed if isinstance(typed, str) else None)

    def set_error(self, text: str) -> None:
        self.error = text
        self.error_changed.emit(text)
        self.update()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.setEnabled(not read_only)

    def choose(self, place: int) -> None:
        """The user takes the answer at this place."""
        key = self._choices[place % len(self._choices)][0]
        if key != self._key:
            self._key = key
            self.set_error("")
            self._tell_chosen()
            self.edited.emit()

    def _tell_chosen(self) -> None:
        chosen = next((word for key, word in self._choices if key == self._key), "没有选")
        self.setAccessibleDescription(f"{chosen}；可选 {'、'.join(word for _, word in self._choices)}，左右键换")
        self.update()

    @property
    def _place(self) -> int:
        return next((at for at, (key, _) in enumerate(self._choices) if key == self._key), -1)

    # hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        text = event.text().lower()
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            place = self._place
            self.choose(place + step if place >= 0 else 0 if step > 0 else -1)
        elif event.key() == Qt.Key.Key_Space and self._place < 0:
            self.choose(0)
        elif text.isdigit() and 0 < int(text) <= len(self._choices):
            self.choose(int(text) - 1)
        elif text.isalpha():
            found = first_match([word for _, word in self._choices], text, read_initials, max(0, self._place + 1))
            if found >= 0:
                self.choose(found)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._read_only:
            self.choose(self.place_at(event.position().toPoint()))

    def place_at(self, point: QPoint) -> int:
        """The answer under a point."""
        return min(len(self._choices) - 1, max(0, point.x() * len(self._choices) // max(1, self.width())))

    # looks

    def _stand(self, theme: Theme) -> None:
        self.setFont(theme.font(14))
        self.setFixedHeight(theme.px(32))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font())
        wide = max((words.horizontalAdvance(word) for _, word in self._choices), default=0) + 2 * PAD
        return QSize(wide * len(self._choices), current_theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, painter = current_theme().tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(whole, QColor(tokens["surface"]))
        part = whole.width() / len(self._choices)
        font = self.font()
        for at, (key, word) in enumerate(self._choices):
            box = QRectF(whole.left() + at * part, whole.top(), part, whole.height())
            chosen = key == self._key
            font.setBold(chosen)
            painter.setFont(font)
            if chosen:
                painter.fillRect(box, QColor(tokens["sel"]))
                painter.fillRect(QRectF(box.left(), box.bottom() - BAR, box.width(), BAR), QColor(tokens["link"]))
            if at:
                painter.setPen(QPen(QColor(tokens["line"]), 1))
                painter.drawLine(box.topLeft(), box.bottomLeft())
            ink = "on_sel" if chosen and "on_sel" in tokens else "text"
            painter.setPen(QColor(tokens[ink if self.isEnabled() else "off"]))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        edge = "accent" if self.error else "focus" if self.hasFocus() else "border"
        width = 2 if self.error or self.hasFocus() else 1
        painter.setPen(QPen(QColor(tokens[edge]), width))
        painter.drawRoundedRect(
            whole.adjusted(width / 2 - 0.5, width / 2 - 0.5, 0.5 - width / 2, 0.5 - width / 2), 4, 4
        )
