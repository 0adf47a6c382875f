"""Prints resident memory in MB: of a bare window, of the first screen, after a walk through a long list."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QThread
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView


def read_memory() -> float:
    """Resident set size in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def wait(app: QApplication, milliseconds: int) -> None:
    deadline = QDeadlineTimer(milliseconds)
    while not deadline.hasExpired():
        app.processEvents()
        QThread.msleep(5)


def show_bare(app: QApplication) -> float:
    import sqlalchemy  # noqa: F401 - the baseline pays for it too

    model = QStandardItemModel(20, 6)
    for row in range(20):
        for column in range(6):
            model.setItem(row, column, QStandardItem(f"{row} {column}"))
    view = QTableView()
    view.setModel(model)
    view.resize(1366, 696)
    view.show()
    wait(app, 500)
    return read_memory()


def show_program(app: QApplication, database: Path) -> tuple[float, float]:
    from cppcc_desktop.bootstrap import surround
    from tests.bench.offices import ACTOR
    from ui.app import make_page
    from ui.faces import FACES
    from ui.kit.dialogs.messages import report_error
    from ui.main_window import MainWindow
    from ui.preferences import Settings
    from ui.session import Session
    from ui.tasks import Tasks
    from ui.theme import apply_theme

    around = surround()
    settings, tasks = Settings(around.home), Tasks(report_error)
    apply_theme(app, settings.now.theme)
    office = around.open(database)
    window = MainWindow(Session(office, ACTOR, tasks, settings, FACES), make_page)
    window.show()
    wait(app, 8000)
    first = read_memory()
    window.show_page("members")
    wait(app, 8000)
    walk(app, window.stack.currentWidget())
    scrolled = read_memory()
    tasks.stop()
    office.close()
    return first, scrolled


def walk(app: QApplication, page: Any) -> None:
    """Through the list in three hundred steps, down and up again."""
    bar = page.table.verticalScrollBar()
    for step in (*range(300), *range(300, -1, -1)):
        bar.setValue(bar.maximum() * step // 300)
        wait(app, 40)


def main() -> int:
    app = QApplication(sys.argv[:1])
    bare = show_bare(app)
    print(f"{bare:.0f}", *(f"{each:.0f}" for each in show_program(app, Path(sys.argv[1]))))
    return 0


sys.exit(main())
