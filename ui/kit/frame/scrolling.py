"""A part of a page that scrolls: no frame, the ground of what is behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_view(part: QWidget) -> None:
    """Scroll the area this part is in so that all of it can be seen."""
    area: QWidget | None = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        QTimer.singleShot(0, part, lambda: area.ensureWidgetVisible(part, 0, 12))  # once its layout is done


def scroll(content: QWidget) -> QScrollArea:
    """The content in a scroll area; the keyboard goes to its fields, never to the area itself."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for part in (area.viewport(), content):
        part.setAutoFillBackground(False)
    return area
