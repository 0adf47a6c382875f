"""Parts side by side that go on in the next line, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then the next row; each row as high as its highest part."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, row_gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._row_gap = gap, row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def _lay(self, box: QRect, *, place: bool) -> int:
        x, y, tall = box.x(), box.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > box.x() and x + size.width() > box.right() + 1:
                x, y, tall = box.x(), y + tall + self._row_gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall - box.y()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size


class CardGrid(QLayout):
    """Equal cards in as many columns as fit, at most `most`: 5 → 4 → 3 → 2 → 1."""

    def __init__(self, parent: QWidget | None = None, most: int = 5, least_width: int = 0, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._most, self._least_width, self._gap = most, least_width, gap
        self.setContentsMargins(0, 0, 0, 0)

    def columns_for(self, width: int) -> int:
        least = max((item.minimumSize().width() for item in self._items), default=1)
        least = max(least, self._least_width, 1)
        return max(1, min(self._most, (width + self._gap) // (least + self._gap)))

    def _row_height(self) -> int:
        return max((item.sizeHint().height() for item in self._items), default=0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._items) // self.columns_for(width))
        return rows * self._row_height() + max(0, rows - 1) * self._gap

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        columns, tall = self.columns_for(rect.width()), self._row_height()
        for index, item in enumerate(self._items):
            row, column = divmod(index, columns)
            left = round((rect.width() + self._gap) * column / columns)
            right = round((rect.width() + self._gap) * (column + 1) / columns) - self._gap
            item.setGeometry(QRect(rect.x() + left, rect.y() + row * (tall + self._gap), right - left, tall))

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items[: self._most]]
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), self._row_height())

    def minimumSize(self) -> QSize:
        least = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(least, self._row_height())
