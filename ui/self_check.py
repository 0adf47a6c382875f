"""--self-check: every part of a noun is asked for, every screen is opened once on the open database."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from cppcc_desktop.services.office.office import COUNTY
from cppcc_desktop.services.records.records import Query, list_ids
from ui.kit.window.page import OwnPage
from ui.main_window import MainWindow
from ui.session import BatchStart, Siblings
from ui.settings.page import WORDS, SettingsPage

LOG = logging.getLogger(__name__)
PATIENCE = 10_000  # ms for one screen to read what it shows


class SelfCheck(QObject):
    """Walks through the screens; the program exits 0 if all came up, 1 with the name of the one that did not."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps: list[tuple[str, Callable[[], None]]] = []
        self._now = ""
        self._waited = 0
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(self._look)
        self._failed = ""
        window.session.tasks._report = self._fail  # errors end the check instead of opening a dialog
        sys.excepthook = self._catch

    def start(self) -> None:
        session = self._window.session
        for owner in (*session.office.features, *session.faces):
            for name, give in owner.parts.items():
                self._steps.append((f"{owner.name} {name}", lambda n=name, g=give: self._ask(n, g)))
        for name, module in session.office.modules.items():
            if module.page:
                self._steps.append((name, lambda key=name: self._window.show_page(key)))
                for record in list_ids(session.office, session.actor, module, Query())[:1]:
                    self._steps.append((f"{name} 记录", lambda m=name, r=record: self._open(m, r)))
                self._steps.append((f"{name} 新建", lambda m=name: self._open(m, "")))
            if module.importable:
                self._steps.append((f"{name} 导入", lambda m=name: self._window.show_import(m)))
            if module.entity.joinable:
                self._steps.append((f"{name} 查重", lambda m=name: self._window.show_duplicates(m)))
            if module.opens:
                self._steps.append((name, lambda key=name: self._window.show_page(key)))
        cases = any(module.workflow for module in session.office.modules.values())
        if session.office.kind == COUNTY and cases:
            self._steps.append(("批量办理", lambda: self._window.show_batch(BatchStart())))
        own = [each.key for each in session.parts(OwnPage)]
        for key in ("figures", "drafts", *own, "exchange", "settings"):
            self._steps.append((key, lambda each=key: self._window.show_page(each)))
        for key in WORDS:
            self._steps.append((f"settings {key}", lambda each=key: self._show_settings(each)))
        self._steps.append(("home", lambda: self._window.show_page("home")))
        self._timer.start()

    def _ask(self, name: str, give: Callable[[], Sequence[object]]) -> None:
        """A part is imported when a room asks for it: one that a build has left out is found here."""
        for part in give():
            if name not in {each.__name__ for each in type(part).__mro__}:
                self._fail(TypeError(f"{part!r} instead of {name}"))

    def _open(self, module: str, record: str) -> None:
        self._window.show_record(module, record, Siblings())

    def _show_settings(self, key: str) -> None:
        page = self._window.stack.currentWidget()
        assert isinstance(page, SettingsPage)
        page.show_part(key)

    def _look(self) -> None:
        """Go on once nothing is being read any more."""
        if self._failed:
            self._end(1, f"{self._now}：{self._failed}")
        elif self._window.session.tasks.busy and self._waited < PATIENCE:
            self._waited += 50
        elif self._waited >= PATIENCE:
            self._end(1, f"{self._now}：十秒没有打开")
        elif self._steps:
            self._waited = 0
            self._now, step = self._steps.pop(0)
            step()
        else:
            self._end(0, "每个页面都打开了。")

    def _fail(self, error: BaseException) -> None:
        self._failed = self._failed or repr(error)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A page that cannot even be built raises inside Qt, and nobody but the hook hears of it."""
        LOG.error("uncaught error", exc_info=(kind, error, trace))
        self._fail(error)

    def _end(self, code: int, words: str) -> None:
        self._timer.stop()
        print(words, file=sys.stderr if code else sys.stdout, flush=True)
        QApplication.exit(code)
