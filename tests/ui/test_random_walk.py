"""The window walked through at random: whatever is opened, closed, restyled and undone in whatever order, nothing breaks.

CPPCC_WALK=2000 walks as long as a release asks for; a plain run is shorter. What was done last is in the message.
"""

from __future__ import annotations

import gc
import itertools
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QWidget
from shiboken6 import isValid

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables.sheets import column_letter
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Place
from tests.importers.books import write_book
from tests.importers.generated import REGISTER_TRAITS, ROSTER_TRAITS, draw_traits, make_register, make_roster
from tests.ui.offices import Desk
from ui.imports.page import ImportPage
from ui.kit.window.page import Page
from ui.session import Siblings
from ui.theme import Theme, apply_theme

STEPS = int(os.environ.get("CPPCC_WALK", "80"))
LOG = os.environ.get("CPPCC_WALK_LOG", "")
LONG = 1000
GROWTH = 60  # MB that a walk may add once everything was seen: pages keep what they show
WINDOWS = 250  # there are at most, menus among them: every page of the sidebar has some, and keeps them
CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
KEYS = (
    (Qt.Key.Key_Tab, NONE), (Qt.Key.Key_Backtab, NONE), (Qt.Key.Key_Down, NONE), (Qt.Key.Key_Up, NONE), (Qt.Key.Key_Right, NONE),
    (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Return, NONE), (Qt.Key.Key_Space, NONE), (Qt.Key.Key_Home, NONE), (Qt.Key.Key_End, NONE),
    (Qt.Key.Key_PageDown, CTRL), (Qt.Key.Key_PageUp, CTRL), (Qt.Key.Key_Down, ALT), (Qt.Key.Key_F5, NONE), (Qt.Key.Key_F6, NONE),
    (Qt.Key.Key_N, CTRL), (Qt.Key.Key_S, CTRL), (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_F, CTRL), (Qt.Key.Key_A, CTRL), (Qt.Key.Key_F4, NONE),
)  # fmt: skip
WORDS = ("郑", "路灯", "关于", "10-03", "1", "zxh", "2026-06-01", "满意", "不存在的词", "　", "a" * 300)
LEAVING = ("退出", "换用户", "打印机", "打开文件夹")  # what ends the walk or belongs to the system


class Walker:
    """One walk: every step is drawn from one seed."""

    def __init__(self, desk: Desk, app: QApplication, seed: int) -> None:
        self.desk, self.app, self.dice = desk, app, random.Random(seed)
        self.done: list[str] = []
        self.records = {name: ids_of(desk.office, desk, name) for name in desk.office.modules}
        self.verbs: list[tuple[int, Callable[[], str]]] = [
            (3, self.go), (4, self.open), (6, self.press), (5, self.click), (2, self.type), (2, self.find), (1, self.size), (1, self.resize),
            (1, self.collect), (1, self.load),
        ]  # fmt: skip
        self.timer = QTimer(desk.tasks, interval=40)
        self.timer.timeout.connect(self.end_dialog)
        self.timer.start()

    def step(self) -> None:
        verbs = [verb for _, verb in self.verbs]
        verb = self.dice.choices(verbs, [weight for weight, _ in self.verbs])[0]
        self.done.append(verb.__name__)  # before: it may not come back
        self.done[-1] = f"{verb.__name__} {verb()}"
        self.note()
        self.rest()
        # a refusal in words is an answer; anything else is a fault
        assert all(isinstance(each, OfficeError) for each in self.desk.reported), self.tell()

    def note(self) -> None:
        """For a crash, after which nothing can be asked any more: CPPCC_WALK_LOG names a file for the steps."""
        if LOG:
            with Path(LOG).open("a", encoding="utf-8") as file:
                file.write(f"{self.done[-1]}\n")

    def rest(self) -> None:
        """Until nothing runs, dialogs are gone, and what was thrown away is gone for good."""
        self.desk.qtbot.waitUntil(
            lambda: not self.desk.tasks.busy and self.app.activeModalWidget() is None, timeout=20_000
        )
        for menu in self.app.topLevelWidgets():
            if isinstance(menu, QMenu) and menu.isVisible():
                menu.close()
        self.app.processEvents()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.desk.rest()

    def tell(self) -> str:
        return "\n".join([*map(repr, self.desk.reported), *self.done[-25:]])

    def end_dialog(self) -> None:
        """Answer the dialog on top: mostly by leaving it, sometimes by its keys."""
        dialog = self.app.activeModalWidget()
        if dialog is None or self.desk.tasks.busy:
            return
        if self.dice.random() < 0.4:
            key, modifiers = self.dice.choice(KEYS[:9])
            QTest.keyClick(self.app.focusWidget() or dialog, key, modifiers)
        elif isinstance(dialog, QDialog):
            dialog.reject()
        else:
            dialog.close()

    # what a person does

    def go(self) -> str:
        key = self.dice.choice(list(self.desk.window.side.buttons))
        self.desk.window.show_page(key)
        return key

    def open(self) -> str:
        name = self.dice.choice([each for each, ids in self.records.items() if ids])
        ids = self.records[name]
        record = self.dice.choice(["", *ids[:8]])
        self.desk.window.show_record(name, record, Siblings(tuple(ids[:8])))
        return f"{name} {record}"

    def press(self) -> str:
        key, modifiers = self.dice.choice(KEYS)
        self.desk.window.activateWindow()
        QTest.keyClick(self.app.focusWidget() or self.desk.window, key, modifiers)
        return f"{key.name} {modifiers.name} in {type(self.app.focusWidget()).__name__}"

    def click(self) -> str:
        shown = [each for each in self.desk.window.findChildren(QAbstractButton) if can_press(each)]
        if not shown:
            return ""
        button = self.dice.choice(shown)
        name = f"{type(button).__name__} {button.text() or button.accessibleName()}"
        self.done[-1] = f"click {name}"
        button.click()
        return name

    def type(self) -> str:
        word = self.dice.choice(WORDS)
        if isinstance(self.app.focusWidget(), QLineEdit):
            self.desk.type(word)
        return word[:20]

    def find(self) -> str:
        word = self.dice.choice(WORDS[:6])
        QTest.keyClick(self.desk.window, Qt.Key.Key_K, CTRL)
        self.desk.type(word)
        self.desk.window.top.search.settle()
        self.desk.rest()
        key = self.dice.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape))
        QTest.keyClick(self.desk.window.top.search, key)
        return f"{word} {key.name}"

    def size(self) -> str:
        theme = Theme(self.dice.choice((1.0, 1.25, 1.5, 2.0)), high_contrast=self.dice.random() < 0.3)
        apply_theme(self.app, theme)
        return str(theme)

    def resize(self) -> str:
        wide, tall = self.dice.choice(((1366, 696), (1093, 542), (1920, 1040), (900, 600)))
        self.desk.window.resize(wide, tall)
        return f"{wide} × {tall}"

    def load(self) -> str:
        """The page that imports a list, with a file in it."""
        name = self.dice.choice([each.name for each in self.desk.office.modules.values() if each.importable])
        self.desk.window.show_import(name)
        self.desk.rest()
        for page in self.desk.window.findChildren(ImportPage):
            if page.isVisible():
                page._ask_file()
        return name

    def collect(self) -> str:
        gc.collect()
        return ""


def ids_of(office: Office, desk: Desk, name: str) -> list[str]:
    module = office.modules[name]
    return list_ids(office, desk.actor, module, Query(order=module.order)) if module.page else []


def can_press(button: QWidget) -> bool:
    said = f"{button.accessibleName()}{button.toolTip()}{getattr(button, 'text', str)()}"
    return button.isVisible() and button.isEnabled() and not any(word in said for word in LEAVING)


def read_memory() -> float:
    """MB this process keeps in memory; 0 where the system does not say so as Linux does."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if file.exists() else 0.0


def list_left(desk: Desk) -> list[str]:
    """Pages that are closed and yet known to somebody: with them all they read stays in memory."""
    pages = [each for each in gc.get_objects() if isinstance(each, Page) and each.session is desk.session]
    return [type(each).__name__ for each in pages if not isValid(each)]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The system's file dialogs: files to read are tables, a text and a picture by turns, files to write go elsewhere."""
    tables = [write_made(tmp_path / f"{seed}.xlsx", seed) for seed in range(6)]
    note = tmp_path / "说明.txt"
    note.write_text("关于增设路灯的说明", "utf-8")
    offered = itertools.cycle(["", *map(str, tables), str(note)])
    written = itertools.count(1)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (next(offered), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(note)], ""))
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / f"存{next(written)}.xlsx"), "")
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda *_a: True)
    yield


def write_made(path: Path, seed: int) -> Path:
    """A generated roster or register as a file."""
    dice = random.Random(seed)
    make, names = ((make_roster, ROSTER_TRAITS), (make_register, REGISTER_TRAITS))[seed % 2]
    sheet = make(dice, draw_traits(dice, names)).sheet
    areas = [
        f"{column_letter(each.left)}{each.top}:{column_letter(each.right)}{each.bottom}"
        for each in sheet.merges if (each.top, each.left) != (each.bottom, each.right)
    ]  # fmt: skip
    return write_book(path, sheet.rows, merges=areas)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_breaks_in_any_order(
    demo: Place, sit_down: Callable[[Place], Desk], qapp: QApplication, files: None, seed: int, tmp_path: Path
) -> None:
    others = len(qapp.topLevelWidgets())  # of tests before this one
    desk = sit_down(demo)
    walker = Walker(desk, qapp, seed)
    before = 0.0
    for number in range(STEPS):
        walker.step()
        if number == STEPS // 2:
            gc.collect()
            before = read_memory()
    gc.collect()
    grown = read_memory() - before
    walker.timer.stop()
    desk.unanswered.clear()  # what it left open on the way
    assert not list_left(desk), walker.tell()
    assert len(qapp.topLevelWidgets()) - others < WINDOWS, walker.tell()
    if STEPS >= LONG:  # before, the second half still meets pages for the first time
        assert grown < GROWTH, f"{grown:.0f} MB\n{walker.tell()}"
    with desk.office.read() as connection:
        assert not list(desk.office.journal(connection).verify())
