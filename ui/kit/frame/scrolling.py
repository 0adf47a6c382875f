"""A part of a page that scrolls: no frame, the ground of what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

MARGIN = 12


def bring_into_view(part: QWidget, box: QRect | None = None, above: int = 0) -> None:
    """Scroll the area this part is in so that all of it, or of this box of it, can be seen; `above` is covered at the top."""
    area = find_area(part)
    if area is None:
        return

    def show() -> None:
        if box is None:
            area.ensureWidgetVisible(part, 0, MARGIN)
            return
        bar, room = area.verticalScrollBar(), area.viewport().height()
        top = part.mapTo(area.widget(), box.topLeft()).y() - MARGIN
        if top - above < bar.value():
            bar.setValue(top - above)
        elif top + box.height() + 2 * MARGIN > bar.value() + room:
            bar.setValue(top + box.height() + 2 * MARGIN - room)

    QTimer.singleShot(0, part, show)  # once its layout is done


def find_area(part: QWidget) -> QScrollArea | None:
    """The scroll area a part is in."""
    area: QWidget | None = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    return area


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
