"""Fields to type in, and the line below a wrong one."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import SMALL, draw_icon, pixmap
from ui.kit.frame.buttons import IconButton
from ui.kit.frame.labels import label
from ui.kit.inputs.pasting import MOST, Pasting, asks_for_all
from ui.theme import Theme, current_theme, follow_theme, set_role

PAUSE = 250  # ms without typing before a search starts


class LineEdit(QLineEdit):
    """One line; `set_error(text)` gives the red edge, and FieldBox the line below. Enter never saves.

    Pasted text is cleaned and takes one Ctrl+Z; Ctrl+Shift+V pastes as it is. `noted(text)` says what was cleaned.
    """

    error_changed = Signal(str)
    noted = Signal(str)
    entered = Signal()  # Enter: the form goes to the next field

    def __init__(self, text: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.error = ""
        self.pasting = Pasting(self.maxLength(), lines=False)
        self.setProperty("wrong", False)
        self.textEdited.connect(self._forget_error)

    def set_error(self, text: str) -> None:
        """Mark as wrong and say the right form; an empty text takes it back."""
        if text == self.error:
            return
        self.error = text
        set_role(self, wrong=bool(text))
        self.setAccessibleDescription(text)
        self.error_changed.emit(text)

    def set_read_only(self, read_only: bool) -> None:
        """Grey, but the text can still be selected and copied."""
        self.setReadOnly(read_only)
        set_role(self)

    def _forget_error(self, _text: str) -> None:
        self.set_error("")
        self.noted.emit("")

    def paste(self) -> None:
        """Put the clipboard's text in, cleaned."""
        self._put_pasted()

    def _put_pasted(self, *, as_it_is: bool = False) -> None:
        if self.isReadOnly():
            return
        text = QGuiApplication.clipboard().text()
        if self.echoMode() is not QLineEdit.EchoMode.Normal:  # a password is what it is
            super().paste()
            return
        pasted = self.pasting.take(text, len(self.text()) - len(self.selectedText()), as_it_is=as_it_is)
        if pasted.text:
            self._part_undo()
            self.insert(pasted.text)
            self._part_undo()
        self.set_error(pasted.problem)
        self.noted.emit(pasted.note)

    def _part_undo(self) -> None:
        """What follows is a step of undo of its own; Qt parts them where the cursor was moved."""
        place = self.cursorPosition()
        if not self.hasSelectedText() and self.text():
            self.setCursorPosition(place - 1 if place else place + 1)
            self.setCursorPosition(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        action = menu.findChild(QAction, "edit-paste")
        if action is not None:
            action.triggered.disconnect()
            action.triggered.connect(lambda: self._put_pasted())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) or asks_for_all(event):
            self._put_pasted(as_it_is=asks_for_all(event))
            return
        super().keyPressEvent(event)
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
            event.accept()


class SearchField(LineEdit):
    """Find or filter: magnifier left, key hint right, × once something is typed.

    `settled(text)` comes after a pause in typing, on Enter and on ×; never while Chinese is half typed.
    `kind` is "find" (32 high) or "filter" (28 high).
    """

    settled = Signal(str)

    def __init__(
        self, placeholder: str, hint: str = "", kind: str = "find", parent: QWidget | None = None, pause: int = PAUSE
    ) -> None:
        super().__init__("", placeholder, parent)
        self._hint = hint
        self._composing = False
        self._sent = ""
        self.setProperty("kind", kind)
        self.setAccessibleName(placeholder)
        self._timer = QTimer(self, interval=pause, singleShot=True)
        self._timer.timeout.connect(self.settle)
        self._clear = IconButton("close", "清空", size=SMALL, box=24, parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self._clear_text)
        self._clear.hide()
        self.textChanged.connect(self._typed)
        follow_theme(self._place)

    def put_quietly(self, text: str) -> None:
        """Set the text by program: nothing is sent."""
        self.setText(text)
        self._timer.stop()
        self._sent = text.strip()

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._place(current_theme())
        self._timer.start()

    def settle(self) -> None:
        """Send what was typed now, without waiting."""
        if self._composing:
            return
        self._timer.stop()
        text = self.text().strip()
        if text != self._sent:
            self._sent = text
            self.settled.emit(text)

    def _clear_text(self) -> None:
        self.clear()
        self.settle()

    def _place(self, theme: Theme) -> None:
        side = theme.px(24)
        right = side if self.text() else 8 + self._hint_width() if self._hint_fits() else 0
        self.setTextMargins(0, 0, right, 0)
        self._clear.move(self.width() - side - 4, (self.height() - side) // 2)

    def _hint_fits(self) -> bool:
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return bool(self._hint) and self.width() >= words + self._hint_width() + current_theme().px(30) + 30

    def _hint_width(self) -> int:
        return QFontMetrics(current_theme().font(12)).horizontalAdvance(self._hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._clear_text()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if event.commitString():
            self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(current_theme())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = current_theme(), QPainter(self)
        side = theme.size(SMALL)
        left = 9 + (theme.px(20) - side) // 2 - 1
        draw_icon(painter, "find", "text2", SMALL, left, (self.height() - side) / 2)
        if not self.text() and self._hint_fits():
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            box = self.rect().adjusted(0, 0, -10, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._hint)


def put_line(line: QLineEdit, text: str) -> None:
    """What is stored now into a line: from its beginning, and while somebody writes there the cursor stays."""
    if text == line.text():
        return
    place = line.cursorPosition() if line.hasFocus() else 0
    line.setText(text)
    line.setCursorPosition(min(place, len(text)))


class TextEdit(QPlainTextEdit):
    """Several lines of plain text; pasting brings text only, cleaned. Tab goes on to the next field.

    A paste takes one Ctrl+Z; Ctrl+Shift+V pastes as it is. `noted(text)` says what was cleaned.
    """

    error_changed = Signal(str)
    noted = Signal(str)

    def __init__(self, text: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self.error = ""
        self.pasting = Pasting(MOST, lines=True)
        self.setProperty("wrong", False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self._forget_error)
        follow_theme(self._restyle)

    def set_error(self, text: str) -> None:
        if text == self.error:
            return
        self.error = text
        set_role(self, wrong=bool(text))
        self.setAccessibleDescription(text)
        self.error_changed.emit(text)

    def set_read_only(self, read_only: bool) -> None:
        self.setReadOnly(read_only)
        set_role(self)

    def _forget_error(self) -> None:
        self.set_error("")
        self.noted.emit("")

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped here."""
        self._put_pasted(source.text())

    def _put_pasted(self, text: str, *, as_it_is: bool = False) -> None:
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        held = self.document().characterCount() - 1 - abs(cursor.position() - cursor.anchor())
        pasted = self.pasting.take(text, held, as_it_is=as_it_is)
        if pasted.text:
            cursor.beginEditBlock()  # one step of undo, also behind what was typed just before
            cursor.insertText(pasted.text)
            cursor.mergeBlockFormat(QTextBlockFormat())  # else what is typed next belongs to the same step
            cursor.endEditBlock()
            self.ensureCursorVisible()
        self.set_error(pasted.problem)
        self.noted.emit(pasted.note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_all(event):
            self._put_pasted(QGuiApplication.clipboard().text(), as_it_is=True)
            return
        super().keyPressEvent(event)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(32) + (self._lines - 1) * theme.size(21))


class FieldBox(QWidget):
    """An editor with the line that says what is wrong with it, or what was done; takes no room while all is plain."""

    def __init__(self, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._sign, self._words = QLabel(), label("", "wrong", wrap=True)
        self._line = QWidget(self)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(editor)
        column.addWidget(self._line)
        self._line.hide()
        self._note = label("", "note", wrap=True)
        column.addWidget(self._note)
        self._note.hide()
        self.setFocusProxy(editor)
        editor.error_changed.connect(self.show_error)  # type: ignore[attr-defined]
        if hasattr(editor, "noted"):
            editor.noted.connect(self.show_note)  # type: ignore[attr-defined]
        follow_theme(self._recolour)

    def show_error(self, text: str) -> None:
        self._words.setText(text)
        self._line.setVisible(bool(text))

    def show_note(self, text: str) -> None:
        """Say something that is not wrong; an empty text takes it back."""
        if text != self._note.text():
            self._note.setText(text)
            self._note.setVisible(bool(text))

    def _recolour(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap("warning", "accent", SMALL, self.devicePixelRatioF()))


class KeyPick(QObject):
    """Collects letters typed in quick succession for picking in a list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.letters = ""
        self._timer = QTimer(self, interval=1000, singleShot=True)
        self._timer.timeout.connect(self._forget)

    def add(self, letter: str) -> str:
        self.letters += letter.lower()
        self._timer.start()
        return self.letters

    def _forget(self) -> None:
        self.letters = ""
