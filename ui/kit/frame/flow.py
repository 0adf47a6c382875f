"""Parts side by side that go on in the next line: as words do, or as equal cards.

These are widgets that place their parts, not layouts: PySide loses the items of a layout written in Python (an item says it is
deleted while its widget lives), and an error in there ends the program.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class PartsBox(QWidget):
    """As high as its parts need in the width it has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    def addWidget(self, part: QWidget) -> None:
        """Put a part at the end."""
        part.setParent(self)
        self.parts.append(part)
        if self.isVisible():
            part.show()
        self.arrange()

    def removeWidget(self, part: QWidget) -> None:
        """Take a part out; whoever took it says what becomes of it."""
        if part in self.parts:
            self.parts.remove(part)
            self.arrange()

    def arrange(self) -> None:
        """Place the parts for the width there is."""
        tall = self.place_parts(self.width(), place=True)
        if tall != self.minimumHeight():
            self.setFixedHeight(tall)

    def place_parts(self, width: int, *, place: bool) -> int:
        """The height they need in this width; with `place` they are put there."""
        raise NotImplementedError

    @property
    def shown(self) -> list[QWidget]:
        """The parts that take room."""
        explicit = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        return [each for each in self.parts if not (each.isHidden() and each.testAttribute(explicit))]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a part wants another size
            self.arrange()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


def find_size(part: QWidget) -> QSize:
    """What a part wants, within its bounds."""
    return part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize())


class FlowBox(PartsBox):
    """Left to right, then the next row; each row as high as its highest part, no part wider than the box."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, row_gap: int = 8) -> None:
        self._gap, self._row_gap = gap, row_gap
        super().__init__(parent)

    def place_parts(self, width: int, *, place: bool) -> int:
        x = y = tall = 0
        for part in self.shown:
            size = find_size(part)
            wide = min(size.width(), max(width, 1))
            if x and x + wide > width:
                x, y, tall = 0, y + tall + self._row_gap, 0
            if place:
                part.setGeometry(QRect(QPoint(x, y), QSize(wide, size.height())))
            x += wide + self._gap
            tall = max(tall, size.height())
        return y + tall

    def sizeHint(self) -> QSize:
        return QSize(sum(each.sizeHint().width() + self._gap for each in self.shown), self.minimumHeight())


class CardGrid(PartsBox):
    """Equal cards in as many columns as fit, at most `most`: 5 → 4 → 3 → 2 → 1."""

    def __init__(self, parent: QWidget | None = None, most: int = 5, least_width: int = 0, gap: int = 8) -> None:
        self._most, self._least_width, self._gap = most, least_width, gap
        super().__init__(parent)

    def columns_for(self, width: int) -> int:
        return max(1, min(self._most, (width + self._gap) // (self._least() + self._gap)))

    def _least(self) -> int:
        least = max((each.minimumSizeHint().expandedTo(each.minimumSize()).width() for each in self.shown), default=1)
        return max(least, self._least_width, 1)

    def place_parts(self, width: int, *, place: bool) -> int:
        parts, columns = self.shown, self.columns_for(width)
        tall = max((find_size(each).height() for each in parts), default=0)
        for index, part in enumerate(parts if place else ()):
            row, column = divmod(index, columns)
            left = round((width + self._gap) * column / columns)
            right = round((width + self._gap) * (column + 1) / columns) - self._gap
            part.setGeometry(QRect(left, row * (tall + self._gap), right - left, tall))
        rows = -(-len(parts) // columns)
        return rows * tall + max(0, rows - 1) * self._gap

    def sizeHint(self) -> QSize:
        widths = [each.sizeHint().width() for each in self.shown[: self._most]]
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least() if self.shown else 0, self.minimumHeight())
