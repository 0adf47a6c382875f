"""Starting the window: arguments, theme, sign-in, and what a test of the whole needs."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTimer, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.accounts import sign_in
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.opening import Surroundings
from ui.face import Face
from ui.kit.dialogs.messages import install_excepthook, report_error, show_error
from ui.kit.window.page import OwnPage, Page
from ui.main_window import MainWindow
from ui.one_window import AlreadyOpen, OneWindow, OneWindowSurroundings, show_in_front
from ui.preferences import Settings
from ui.session import RestoreWish, Session
from ui.tasks import Tasks
from ui.theme import apply_theme

STARTED = time.perf_counter()
PATIENCE = 10_000  # ms


def run_app(arguments: Sequence[str], around: Surroundings, faces: Sequence[Face]) -> int:
    """Open the window on a database; returns the exit code of the program, 0 too where its window was already open."""
    options = parse(arguments)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("县政协工作台")
    app.setDesktopFileName("cppcc-desktop")
    load_translation(app)
    bring_fonts()
    settings = Settings(around.home)
    apply_theme(app, settings.now.theme)
    install_excepthook(QApplication.activeWindow, app)
    collect_garbage_here(app)
    program = Program(around, settings, options, faces)
    try:
        return app.exec() if program.enter() else 1
    except AlreadyOpen as first:
        return leave_it_to(first)


def leave_it_to(first: AlreadyOpen) -> int:
    """The end of a second start: the first window is in front, or somebody has to look for it."""
    if sys.stderr is not None:  # a windowed program on Windows has none
        print(first.what, file=sys.stderr)  # noqa: T201 - who started it from a terminal is told there
    if not first.shown:
        show_error(None, first)
    return 0 if first.shown else 1


def collect_garbage_here(app: QApplication) -> None:
    """Python frees cycles in whatever thread happens to run; a widget may be freed in this one only."""
    gc.disable()
    timer = QTimer(app, interval=1000)
    timer.timeout.connect(collect_when_due)
    timer.start()


def collect_when_due() -> None:
    """What Python would have collected by now."""
    due = [each for each in (2, 1, 0) if gc.get_count()[each] > gc.get_threshold()[each]]
    if due:
        gc.collect(due[0])


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cppcc-desktop", description="县政协工作台")
    parser.add_argument("--db", type=Path, help="数据库文件；不写就打开上次的")
    parser.add_argument("--self-check", action="store_true", help="打开每个页面一次，没有问题就退出")
    parser.add_argument("--ready-then-quit", action="store_true", help="第一屏可用时退出，并打印用了多久")
    return parser.parse_args(arguments)


def load_translation(app: QApplication) -> None:
    """Qt's own words (file dialogs, print dialog) in Chinese."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        QCoreApplication.installTranslator(translator)


def bring_fonts() -> None:
    """A computer without any Chinese font still shows words: the printing fonts are then taken for the screen."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    for name in ("NotoSansSC-Medium.ttf", "NotoSerifSC-Regular.ttf"):  # the second has the rare characters
        number = QFontDatabase.addApplicationFontFromData((files("resources") / "fonts" / name).read_bytes())
        QFont.insertSubstitutions("Noto Sans SC", QFontDatabase.applicationFontFamilies(number))


def make_page(key: str, session: Session, *given: Any) -> Page:
    """The page of a key; its module is imported when it is first needed."""
    if key == "home" and session.office.kind != COUNTY:
        from ui.figures.place_home import PlaceHomePage

        return PlaceHomePage(session)
    if key == "home":
        from ui.figures.workbench import WorkbenchPage

        return WorkbenchPage(session)
    if key == "record":
        from ui.records.page import RecordPage

        return RecordPage(session, *given)
    if key == "import":
        from ui.imports.page import ImportPage

        return ImportPage(session, *given)
    if key == "duplicates":
        from ui.duplicates.page import DuplicatesPage

        return DuplicatesPage(session, *given)
    if key == "batch":
        from ui.cases.batch_page import BatchPage

        return BatchPage(session, *given)
    if key == "exchange":
        from ui.exchange.page import ExchangePage

        return ExchangePage(session)
    if key == "calendar":
        from ui.figures.month import MonthPage

        return MonthPage(session)
    if key == "figures":
        from ui.figures.page import FiguresPage

        return FiguresPage(session)
    if key == "drafts":
        from ui.records.drafts_page import DraftsPage

        return DraftsPage(session)
    if key == "settings":
        from ui.settings.page import SettingsPage

        return SettingsPage(session)
    own = next((each for each in session.parts(OwnPage) if each.key == key), None)
    if own is not None:
        return own.make(session)
    from ui.lists.page import ListPage

    return ListPage(session, key)


class Program:
    """One run: which office is open, who works in it, and the window."""

    def __init__(
        self, around: Surroundings, settings: Settings, options: argparse.Namespace, faces: Sequence[Face]
    ) -> None:
        self.settings, self.options, self.faces = settings, options, faces
        # the two modes that look and leave again write no record: they may run beside a window
        self.one = None if self.looks_only else OneWindow(show_in_front, QApplication.instance())
        self.around = (
            OneWindowSurroundings(around.features, around.clock, around.home, self.one) if self.one else around
        )
        self.window: MainWindow | None = None
        self.tasks: Tasks | None = None
        self.office: Office | None = None
        self._cared_for: Session | None = None  # whose database is looked at each day

    @property
    def looks_only(self) -> bool:
        """Whether a script asked for --self-check or --ready-then-quit."""
        return bool(self.options.self_check or self.options.ready_then_quit)

    def enter(self) -> bool:
        """Open an office and let somebody in; False if they turned away. AlreadyOpen if its window is open elsewhere."""
        try:
            found = self._find_office()
        except AlreadyOpen:
            raise
        except OfficeError as error:
            if self.looks_only:
                print(error, file=sys.stderr)  # noqa: T201 - these two modes speak to a script
                return False
            show_error(None, error)
            found = self._first_start()
        if found is None:
            return False
        self._open_window(*found)
        return True

    def _find_office(self) -> tuple[Office, Actor] | None:
        path = self.options.db or (Path(self.settings.now.database) if self.settings.now.database else None)
        if path is None:
            return self._first_start()
        if self.one:  # before anybody is asked for a password
            self.one.claim(path)
        name, file = os.environ.get("CPPCC_USER"), os.environ.get("CPPCC_PASSWORD_FILE")
        if name and file:
            office = self.around.open(path)
            return office, sign_in(office, name, Path(file).read_text("utf-8").strip("\r\n"))
        from ui.entrance.first_start import make_sign_in

        return self._ask(make_sign_in(self.around, path, self.settings))

    def _first_start(self) -> tuple[Office, Actor] | None:
        from ui.entrance.first_start import FirstStartDialog

        return self._ask(FirstStartDialog(self.around, self.settings))

    def _ask(self, dialog: Any) -> tuple[Office, Actor] | None:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        result = dialog.result if accepted else None
        dialog.deleteLater()
        return result

    def _open_window(self, office: Office, actor: Actor) -> None:
        self._hold(office)
        self.office, self.tasks = office, Tasks(report_error)
        if not self.looks_only:
            self.settings.put(database=str(office.database.path.resolve()), person=actor.name)
        session = Session(office, actor, self.tasks, self.settings, self.faces)
        self.window = MainWindow(session, make_page)
        self.window.left.connect(self._change_person)
        self.window.restoring.connect(self._restore)
        if not self.looks_only:
            self.window.ready.connect(lambda: self._care_daily(session))
            QTimer.singleShot(PATIENCE, self.window, lambda: self._care_daily(session))  # a first page may never stand
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.aboutToQuit.connect(self._close)
        if self.options.ready_then_quit:
            self.window.ready.connect(self._tell_ready)
        if self.options.self_check:
            from ui.self_check import SelfCheck

            self._check = SelfCheck(self.window)
            self.window.ready.connect(self._check.start)
        self.window.show()

    def _care_daily(self, session: Session) -> None:
        """The first page stands: now there is time for a look at the database, and then for today's backup."""
        from ui.settings.daily_backup import DailyBackup
        from ui.settings.daily_check import DailyCheck

        if self._cared_for is session:
            return
        self._cared_for = session
        check = DailyCheck(session, session.tasks)
        DailyBackup(session, check, session.tasks)
        check.start()

    def _hold(self, office: Office) -> None:
        """The database was new, or another was looked at meanwhile: it is taken now at the latest."""
        try:
            if self.one:
                self.one.claim(office.database.path)
        except AlreadyOpen:
            office.close()
            raise

    def _tell_ready(self) -> None:
        """The first screen shows true counts and the event loop is free for a key."""
        QTimer.singleShot(0, self._print_ready)

    def _print_ready(self) -> None:
        print(f"{time.perf_counter() - STARTED:.3f}", flush=True)  # noqa: T201
        QApplication.quit()

    def _change_person(self, said: str = "") -> None:
        """Close the office and ask who comes next; `said` stands above the question."""
        self._leave_window()
        from ui.entrance.first_start import make_sign_in

        dialog = make_sign_in(self.around, Path(self.settings.now.database), self.settings)
        dialog.say(said)
        found = self._ask(dialog)
        QApplication.setQuitOnLastWindowClosed(True)
        if found is None:
            QApplication.quit()
            return
        try:
            self._open_window(*found)
        except AlreadyOpen as first:
            QApplication.exit(leave_it_to(first))

    def _leave_window(self) -> None:
        """The window goes, the program stays for the next question."""
        window, self.window = self.window, None
        self._close()
        QApplication.setQuitOnLastWindowClosed(False)
        if window is not None:
            window.hide()
            window.deleteLater()

    def _restore(self, wish: RestoreWish) -> None:
        """With nothing open any more, put the backup in the place of the database; then somebody signs in."""
        assert self.office is not None
        path = self.office.database.path
        self._leave_window()
        from ui.entrance.restore import RestoreDialog

        dialog = RestoreDialog(self.around, path, self.settings)
        dialog.begin(wish.backup, wish.password)
        dialog.exec()
        said = dialog.said
        dialog.deleteLater()
        self._change_person(said)

    def _close(self) -> None:
        """Let running work end, then close the database."""
        if self.tasks is not None:
            self.tasks.stop()
            self.tasks = None
        if self.office is not None:
            self.office.close()
            self.office = None
