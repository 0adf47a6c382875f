"""The dialog that says what happened, what is safe and what to do (picture 6b), and the one that asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.kit.dialogs.placing import centre
from ui.kit.frame.buttons import PlainButton, PrimaryButton, TextButton
from ui.kit.frame.labels import frame, label
from ui.kit.help import follow_help_key
from ui.theme import Theme, follow_theme

WIDTH, HIGHEST = 560, 600


@dataclass(frozen=True)
class Choice:
    """A button: what `ask` returns, and its word (verb + thing)."""

    key: str
    word: str


@dataclass(frozen=True)
class Message:
    """What a dialog says; empty parts are left out. `steps` are numbered under 怎么办."""

    what: str
    kept: str = ""
    steps: Sequence[str] = ()
    number: str = ""
    details: str = ""  # for 复制详情
    icon: str = "error"
    tone: str = "accent"


class MessageDialog(QDialog):
    """Modal; `chosen` is the key of the button pressed, "" for 取消, Esc and ×."""

    def __init__(
        self,
        title: str,
        message: Message,
        main: Choice,
        others: Sequence[Choice] = (),
        cancel: str = "取消",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.chosen = ""
        self._message = message
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAccessibleName(message.what)
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._text, self._bar = self._body(message), self._foot(message, main, others, cancel)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._text)
        column.addWidget(area, 1)
        column.addWidget(self._bar)
        follow_theme(self._restyle)
        follow_help_key(self)
        self.buttons[main.key].setFocus()

    def _body(self, message: Message) -> QWidget:
        ground = frame("surface")
        row = QHBoxLayout(ground)
        row.setContentsMargins(26, 10, 24, 19)
        row.setSpacing(16)
        self._sign = QLabel()
        self._sign.setContentsMargins(0, 2, 0, 0)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(message.what.rstrip("。"), "page", wrap=True, selectable=True))
        if message.kept:
            words.addWidget(label(message.kept, wrap=True, selectable=True))
        if message.steps:
            words.addSpacing(8)
            words.addWidget(label("怎么办", "bold"))
            numbered = len(message.steps) > 1
            for number, step in enumerate(message.steps, 1):
                words.addWidget(label(f"{number}. {step}" if numbered else step, wrap=True, selectable=True))
        if message.number:
            words.addSpacing(8)
            words.addWidget(label(f"编号 {message.number} · 详情已记入日志", "note", selectable=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        return ground

    def _foot(self, message: Message, main: Choice, others: Sequence[Choice], cancel: str) -> QWidget:
        ground = frame("dialog-foot")
        row = QHBoxLayout(ground)
        row.setContentsMargins(17, 11, 17, 12)
        row.setSpacing(8)
        if message.details:
            copy = TextButton("复制详情")
            copy.clicked.connect(self._copy)
            row.addWidget(copy)
        row.addStretch(1)
        for choice, kind in ((main, PrimaryButton), *((other, PlainButton) for other in others)):
            row.addWidget(self._button(choice, kind(choice.word)))
        if cancel:
            row.addWidget(self._button(Choice("", cancel), PlainButton(cancel)))
        return ground

    def _button(self, choice: Choice, button: QPushButton) -> QPushButton:
        button.clicked.connect(lambda: self._choose(choice.key))
        self.buttons[choice.key] = button
        return button

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.done(QDialog.DialogCode.Accepted if key else QDialog.DialogCode.Rejected)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._message.details)

    def _restyle(self, theme: Theme) -> None:
        self._sign.setPixmap(pixmap(self._message.icon, self._message.tone, 32, self.devicePixelRatioF()))
        # a fixed width lets the layout ask for the height its wrapped lines need
        self.setFixedWidth(min(640, round(WIDTH + 80 * (theme.scale - 1))))
        for part in (self._text, self._bar):
            part.ensurePolished()
        tall = self._text.heightForWidth(self.width()) + self._bar.sizeHint().height()
        self.setFixedHeight(min(tall, HIGHEST))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        centre(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._copy()
            return
        super().keyPressEvent(event)
