"""Asking the user, and saying what went wrong."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from cppcc_desktop.domain.errors import OfficeError
from ui.kit.dialogs.message_dialog import Choice, Message, MessageDialog

LOG = logging.getLogger(__name__)
CLOSE = Choice("close", "知道了")


def ask(
    parent: QWidget | None,
    what: str,
    detail: str = "",
    main: Choice = CLOSE,
    *others: Choice,
    cancel: str = "取消",
    title: str = "县政协工作台",
    danger: bool = False,
) -> str:
    """The key of the chosen button, "" if the user turned away. The focus returns to where it was."""
    icon, tone = ("warning", "accent") if danger else ("help", "link")
    return run_dialog(parent, title, Message(what, detail, icon=icon, tone=tone), main, others, cancel)


def show_error(
    parent: QWidget | None,
    error: BaseException,
    main: Choice = CLOSE,
    *others: Choice,
    cancel: str = "",
    title: str = "县政协工作台",
    logged: bool = False,
) -> str:
    """Say an error: an OfficeError in its own words, any other as a fault of ours with number and details.

    Returns the key of the chosen button, for errors that offer 再试一次 and the like.
    """
    if isinstance(error, OfficeError):
        message = Message(error.what, error.kept, error.steps)
    else:
        message = describe_fault(error, logged=logged)
    return run_dialog(parent, title, message, main, others, cancel)


def report_error(error: BaseException) -> None:
    """Say an error that nobody on the screen takes; it stands in the log already."""
    show_error(None, error, logged=True)


def describe_fault(error: BaseException, *, logged: bool = False) -> Message:
    """Words for an error nobody foresaw; writes it to the log under its number."""
    number = f"{datetime.now():%Y-%m%d-%H%M%S}"
    LOG.error("fault %s: %r", number, error, exc_info=None if logged else error)
    details = "".join(traceback.format_exception(error))
    return Message(
        "这一步没有做完，程序出了错",
        "已经保存的内容都在，程序可以接着用。",
        ("再做一次刚才的操作。", "还是不行的，点“复制详情”，发给管电脑的同事。"),
        number=number,
        details=f"编号 {number}\n{details}",
    )


def run_dialog(
    parent: QWidget | None, title: str, message: Message, main: Choice, others: Sequence[Choice], cancel: str
) -> str:
    before = QApplication.focusWidget()
    active = QApplication.activeWindow()
    if parent is None and active is not None and active.isVisible():  # a closed dialog would take this one with it
        parent = active
    dialog = MessageDialog(title, message, main, others, cancel, parent)
    dialog.exec()
    chosen = dialog.chosen
    if isValid(dialog):  # its window may have been closed meanwhile
        dialog.deleteLater()
    if before is not None and isValid(before) and before.isVisible():
        before.window().activateWindow()
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    return chosen


class Faults(QObject):
    """Brings errors nobody caught, from any thread, to the GUI thread and shows them one at a time."""

    _caught = Signal(object)

    def __init__(self, window: Callable[[], QWidget | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._showing = False
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What sys.excepthook calls; Ctrl+C in a terminal still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        LOG.error("uncaught error", exc_info=(kind, error, trace))
        self._caught.emit(error)

    def catch_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.catch(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _show(self, error: BaseException) -> None:
        if self._showing:
            return
        self._showing = True
        show_error(self._window(), error, logged=True)
        self._showing = False


def install_excepthook(window: Callable[[], QWidget | None], parent: QObject) -> Faults:
    """From now on an error nobody caught is logged and shown, and the program stays up."""
    faults = Faults(window, parent)
    sys.excepthook = faults.catch
    threading.excepthook = faults.catch_in_thread
    return faults
