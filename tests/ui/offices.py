"""A person at the window: a real office, the real window, and hands to type with."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.demo import COMMITTEE_NAME, fill_demo
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.records.records import Record, list_children, show_record
from tests.conftest import PASSWORD, USER, Clock, Filled, Place
from ui.app import make_page
from ui.face import Face
from ui.faces import FACES
from ui.main_window import MainWindow
from ui.preferences import Settings
from ui.session import Session, Siblings
from ui.tasks import Tasks


class Desk:
    """One window on one office, and what a person does with it."""

    def __init__(self, qtbot: QtBot, office: Office, actor: Actor, folder: Path, faces: Sequence[Face] = FACES) -> None:
        self.qtbot, self.office, self.actor = qtbot, office, actor
        self.reported: list[Exception] = []
        self.tasks = Tasks(report=self.reported.append)
        self.session = Session(office, actor, self.tasks, Settings(folder / "home"), faces)
        self.window = MainWindow(self.session, make_page)
        self.window.resize(1366, 696)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.unanswered: list[str] = []
        self._asking: QWidget | None = None
        self._watch = QTimer(self.tasks, interval=4000)
        self._watch.timeout.connect(self._end_dialog)
        self._watch.start()
        self.rest()

    def _end_dialog(self) -> None:
        """A dialog nobody answers would wait for ever; one that was just opened has until the next look."""
        dialog = QApplication.activeModalWidget()
        before, self._asking = self._asking, dialog
        if dialog is not None and dialog is before:
            self.unanswered.append(dialog.accessibleName() or dialog.windowTitle())
            dialog.done(0)  # type: ignore[attr-defined]

    @property
    def page(self) -> Any:
        return self.window.stack.currentWidget()

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def rest(self) -> None:
        """Until nothing is being read or written any more."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy, timeout=10_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.tasks.busy, timeout=10_000)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, to whatever has the focus."""
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None, timeout=2000)
        QTest.keyClick(self.focus or self.window, key, modifiers)
        self.rest()

    def reach(self, wanted: QWidget, most: int = 200) -> None:
        """Go there by Tab alone; the focus is seen all the way."""
        for _ in range(most):
            if self.focus is not None and (self.focus is wanted or wanted.isAncestorOf(self.focus)):
                return
            self.press(Qt.Key.Key_Tab)
            assert self.focus is not None and self.focus.isVisible()
        raise AssertionError(f"Tab does not lead to {call(wanted)}")

    def tour(self) -> list[str]:
        """All round the window by F6 and by Tab, the focus seen all the way: the controls Tab does not lead to."""
        for key, most in ((Qt.Key.Key_F6, 16), (Qt.Key.Key_Tab, 400)):
            self.window.side.focus_current()
            began, seen = self.focus, set[QWidget]()
            for _ in range(most):
                self.press(key)
                assert self.focus is not None and self.focus.isVisible() and self.window.isAncestorOf(self.focus)
                if self.focus is began:
                    break
                seen.add(self.focus)
            assert self.focus is began, "the keys do not come round"
        return [
            call(each) for each in list_controls(self.page)
            if each not in seen and each.parentWidget() not in seen  # what stands in a field is worked from the field
        ]  # fmt: skip

    def type(self, text: str) -> None:
        """Text as an input method commits it."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus or self.window, event)

    def go(self, key: str) -> Any:
        self.window.show_page(key)
        self.rest()
        return self.page

    def open(self, module: str, record: str = "", ids: tuple[str, ...] = ()) -> Any:
        self.window.show_record(module, record, Siblings(ids))
        self.rest()
        return self.page

    def fill(self, **values: str) -> None:
        """Type into fields of the open record."""
        for name, value in values.items():
            put(self.page.form.editors[name], value)

    def save(self) -> None:
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def record(self) -> Record:
        return show_record(self.office, self.actor, self.page.module.entity.name, self.page.record)

    def earlier(self, kind: str, name: str = "sector") -> list[tuple[object, object]]:
        """What the rows that keep former values of the open record hold of one field: until when, and what."""
        rows = list_children(self.office, self.actor, kind, self.page.record)
        return [(row["until"], row[name]) for row in rows]

    def answer(self, *steps: Callable[[Any], object]) -> Answers:
        """Do these with the next dialogs that open, one after another, each once all is read."""
        return Answers(self.tasks, steps)

    def close(self) -> None:
        self.tasks.stop()
        self.window.hide()
        self.window.deleteLater()
        self.tasks.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not self.unanswered


class Answers(QObject):
    """Does a step with the dialog on top whenever nothing is running; `left` are those not done yet."""

    def __init__(self, tasks: Tasks, steps: tuple[Callable[[Any], object], ...]) -> None:
        super().__init__(tasks)
        self.tasks, self.left = tasks, list(steps)
        self._calm = 0  # ticks in a row with nothing running: a press that is on its way is done by then
        self._timer = QTimer(self, interval=15)
        self._timer.timeout.connect(self._act)
        self._timer.start()

    def _act(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not self.left:
            self._timer.stop()
            return
        self._calm = self._calm + 1 if dialog is not None and not self.tasks.busy else 0
        if self._calm >= 3 and dialog is not None:
            self._calm = 0
            QTimer.singleShot(0, self, lambda: self._begin(dialog))  # a step may open a further dialog

    def _begin(self, dialog: QWidget) -> None:
        self.left.pop(0)(dialog)


def list_controls(page: QWidget) -> list[QWidget]:
    """What can be worked with now: all buttons, and whatever else Tab is to lead to."""
    return [
        each for each in page.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusProxy() is None
        and (isinstance(each, QAbstractButton) or each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]  # fmt: skip


def call(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName() or getattr(widget, 'text', str)()}”"


def put(editor: Any, value: str) -> None:
    """Enter a value as a person would: chosen in a choice, typed elsewhere, with what an editor sends."""
    if hasattr(editor, "set_key"):
        row = [editor.itemText(at) for at in range(editor.count())].index(value)
        editor.setCurrentIndex(row)
        editor.activated.emit(row)
        return
    line = getattr(editor, "line", editor)
    if hasattr(line, "setPlainText"):
        line.setPlainText(value)
    else:
        line.setText(value)
        line.textEdited.emit(value)


def press_button(word: str) -> Callable[[Any], None]:
    """A step for Desk.answer: press the button of that word."""

    def press(dialog: Any) -> None:
        from PySide6.QtWidgets import QPushButton

        button = next(each for each in dialog.findChildren(QPushButton) if each.text() == word)
        QTimer.singleShot(0, button, button.click)

    return press


def fill_in(**values: str) -> Callable[[Any], None]:
    """A step for Desk.answer: enter these into an EntryDialog and press its main button."""

    def fill(dialog: Any) -> None:
        for name, value in values.items():
            put(dialog.form.editors[name], value)
        QTimer.singleShot(0, dialog.main, dialog.main.click)

    return fill


def type_in(**values: str) -> Callable[[Any], None]:
    """A step for Desk.answer: the same as fill_in by keys alone. Plain letters and digits choose in a choice."""

    def fill(dialog: Any) -> None:
        for name, value in values.items():
            editor = dialog.form.editors[name]
            for _ in range(60):
                if dialog.focusWidget() is editor or editor.isAncestorOf(dialog.focusWidget()):
                    break
                QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
            assert dialog.focusWidget() is editor or editor.isAncestorOf(dialog.focusWidget()), name
            type_text(dialog.focusWidget(), value)
        QTimer.singleShot(0, dialog, lambda: press_main(dialog))

    def press_main(dialog: Any) -> None:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    return fill


def type_text(widget: QWidget, text: str) -> None:
    """As keys, or as an input method commits what no key gives."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


@pytest.fixture
def sit_down(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Place], Desk]]:
    """sit_down(place): a window on that office. Garbage is collected in this thread only, as in ui.app."""
    made: list[Desk] = []
    gc.disable()

    def make(place: Place) -> Desk:
        made.append(Desk(qtbot, place.office, place.actor, tmp_path))
        return made[-1]

    yield make
    for each in made:
        each.close()
    gc.enable()
    gc.collect()


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], filled: Filled) -> Desk:
    """A window on the filled county."""
    return sit_down(filled.place)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """示例县, made once."""
    folder = tmp_path_factory.mktemp("demo")
    office = create_office(
        folder / "office.db", FEATURES, kind="county", name=COMMITTEE_NAME, plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=Clock(), anchors=folder / "anchors", demo=True,
    )  # fmt: skip
    fill_demo(office, Actor(USER, "admin", office.name), scale=1, seed=1)
    office.close()
    return folder / "office.db"


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Place]:
    """A copy of 示例县 of one's own."""
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(demo_file, folder / "office.db")
    clock = Clock()
    around = Surroundings(FEATURES, clock, folder / "home")
    office = around.open(folder / "office.db")
    yield Place(office, Actor(USER, "admin", office.name), clock, around)
    office.close()
