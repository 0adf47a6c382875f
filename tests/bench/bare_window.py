"""The baseline of the first screen: a bare PySide6 table window that also imports SQLAlchemy Core."""

import sys

import sqlalchemy  # noqa: F401 - the baseline pays for it too
from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView


def main() -> int:
    app = QApplication(sys.argv)
    model = QStandardItemModel(20, 6)
    for row in range(20):
        for column in range(6):
            model.setItem(row, column, QStandardItem(f"{row} {column}"))
    view = QTableView()
    view.setModel(model)
    view.resize(1366, 696)
    view.show()
    QTimer.singleShot(0, app.quit)
    return app.exec()


sys.exit(main())
