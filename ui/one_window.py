"""One window for one database: who comes second shows the first and leaves.

The first listens on a local socket named after the file. The system itself takes the name back when the program ends,
however it ends, so nothing has to be cleaned up. Other computers are not asked: on a shared folder each is alone.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.office.opening import Surroundings

if TYPE_CHECKING:
    from cppcc_desktop.services.office.office import Office

PATIENCE = 15_000  # ms until the first window has come to the front; it may still be starting on an old computer
TRIES = 5
SHOW, SHOWN = b"show", b"shown\n"


class AlreadyOpen(OfficeError):
    """Another window has this database; `shown` says whether it came to the front."""

    def __init__(self, path: Path, shown: bool) -> None:
        self.shown = shown
        if shown:
            super().__init__(f"“{path.name}”已经开着，它的窗口显示在最前面了。", todo="就在那个窗口里接着做。")
        else:
            super().__init__(
                f"“{path.name}”已经开着，但它的窗口叫不出来。",
                kept="数据原样未动。",
                todo="看看任务栏。也可能是别人登录着这台电脑，请他先关掉。",
            )


class OneWindow(QObject):
    """The one database this program has, and the ear for those who come second."""

    def __init__(self, show: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._server: QLocalServer | None = None
        self.name = ""

    def claim(self, path: Path) -> None:
        """Take this database in place of the one taken before; AlreadyOpen, and that window shown, if another has it."""
        name = socket_name(path)
        if name == self.name:
            return
        server = self._take(path, name)
        self.release()
        self._server, self.name = server, name

    def _take(self, path: Path, name: str) -> QLocalServer:
        for _ in range(TRIES):
            shown = call_first(name)
            if shown is not None:
                raise AlreadyOpen(path, shown)
            server = self._listen(name)
            if server is not None:
                return server
            QThread.msleep(50)  # somebody was quicker by a moment and does not listen yet
        raise AlreadyOpen(path, False)

    def release(self) -> None:
        """Nothing is taken any more."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
        self._server, self.name = None, ""

    def _listen(self, name: str) -> QLocalServer | None:
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.AbstractNamespaceOption)
        server.newConnection.connect(self._greet)
        if server.listen(name):
            return server
        server.deleteLater()
        return None

    def _greet(self) -> None:
        """Who we are goes out first: Windows lets only the caller allow us to come to the front."""
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda each=caller: self._answer(each))
            caller.write(f"{os.getpid()}\n".encode())

    def _answer(self, caller: QLocalSocket) -> None:
        if bytes(caller.readAll().data()).startswith(SHOW):
            self._show()
            caller.write(SHOWN)
            caller.flush()


@dataclass(frozen=True)
class OneWindowSurroundings(Surroundings):
    """Surroundings whose offices open in one window only: `open` raises AlreadyOpen where another has it."""

    one: OneWindow

    def open(self, path: Path) -> Office:
        self.one.claim(path)
        return super().open(path)


def socket_name(path: Path) -> str:
    """The same for every way to write the path; short and plain, however long and Chinese it is."""
    place = os.path.normcase(path.resolve())
    return f"cppcc-desktop-{hashlib.sha256(os.fsencode(place)).hexdigest()[:32]}"


def call_first(name: str) -> bool | None:
    """Ask the window that has this name to come to the front: whether it did, None if there is none."""
    socket = QLocalSocket()
    socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        refused = socket.error() == QLocalSocket.LocalSocketError.SocketAccessError  # Windows: another user's
        return False if refused else None
    if not socket.canReadLine() and not socket.waitForReadyRead(PATIENCE):
        return False
    let_forward(int(socket.readLine().data() or 0))
    socket.write(SHOW)
    socket.flush()
    return socket.waitForReadyRead(PATIENCE) and socket.readAll().data() == SHOWN


def let_forward(process: int) -> None:
    """Windows lets a program take the front only when the one the user just started allows it."""
    if sys.platform == "win32":  # pragma: no cover - tested on Windows by hand
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)


def show_in_front() -> None:
    """Bring what this program shows to the front, minimised or not; a dialog stays above its window."""
    dialog = QApplication.activeModalWidget()
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
    for window in sorted(windows, key=lambda each: each is dialog):
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)
