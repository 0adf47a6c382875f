"""The bars above and below a list: views and buttons, bulk actions and totals. Each folds by its own width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import label
from ui.kit.frame.tabs import Tabs
from ui.theme import Theme, current_theme, follow_theme, set_role

GAP, EDGE = 8, 16


class ViewBar(QFrame):
    """Views at the left; at the right buttons, of which `folding` go into 更多 when the views have no room left."""

    folded = Signal(bool)

    def __init__(
        self, views: Tabs, folding: Sequence[PlainButton], staying: Sequence[PlainButton],
        new: PrimaryButton | None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("role", "bar")
        self.views, self._folding = views, list(folding)
        self.more = PlainButton("更多", menu=QMenu(self))
        self._buttons: list[QPushButton] = [*folding, *staying, self.more, *([new] if new else [])]
        self.are_folded = False
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.setSpacing(GAP)
        row.addWidget(views, 1)
        for button in self._buttons:
            row.addWidget(button)
        follow_theme(self._restyle)

    def fold(self) -> None:
        """Views leave first, into their own menu; then these buttons go (look.md §4, steps 5 and 7)."""
        wide = sum(button.sizeHint().width() + GAP for button in self._buttons if button not in self._folding)
        wide += sum(button.sizeHint().width() + GAP for button in self._folding)
        folds = wide + self.views.minimumSizeHint().width() > self.width() - 2 * EDGE
        if folds != self.are_folded:
            self.are_folded = folds
            if folds and any(button.hasFocus() for button in self._folding):
                self.more.setFocus()
            for button in self._folding:
                button.setVisible(not folds)
            self.folded.emit(folds)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(40) + 1)
        self.fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fold()  # only now every font is known


class TotalWords(QWidget):
    """One total: its word in grey, its count in bold, red where it is late."""

    def __init__(self, word: str, role: str = "bold") -> None:
        super().__init__()
        self._word, self._role = word, role
        self.name, self.count = label(word, "label"), label("", role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.name)
        row.addWidget(self.count)
        self.wait()

    def put(self, count: str) -> None:
        self.count.setText(count)
        set_role(self.count, role="bold" if count == "0" else self._role)  # nothing late is nothing to be red about
        self.setAccessibleName(self.text())

    def text(self) -> str:
        """逾期 7."""
        return f"{self._word} {self.count.text()}"

    def wait(self) -> None:
        """Not counted yet."""
        self.put("…")


class Foot(QFrame):
    """Bulk actions at the left, totals at the right; in two rows where both do not fit (look.md §4, step 6)."""

    def __init__(self, bulk: QWidget, whole: QLabel, totals: Sequence[TotalWords]) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.bulk, self._sums = bulk, QWidget()
        self.two_rows = False
        sums = QHBoxLayout(self._sums)
        sums.setContentsMargins(0, 0, 0, 0)
        sums.setSpacing(EDGE)
        sums.addWidget(whole)
        for each in totals:
            sums.addWidget(each)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(EDGE, 0, EDGE, 0)
        self._grid.setSpacing(0)
        self._grid.addWidget(bulk, 0, 0)
        self._grid.addWidget(self._sums, 0, 2)
        self._grid.setColumnStretch(1, 1)
        follow_theme(self._restyle)

    def fold(self) -> None:
        wide = self.bulk.sizeHint().width() + EDGE + self._sums.sizeHint().width()
        two = not self.bulk.isHidden() and wide > self.width() - 2 * EDGE
        if two != self.two_rows:
            self.two_rows = two
            self._grid.removeWidget(self._sums)
            if two:
                self._grid.addWidget(self._sums, 1, 0, 1, 3)
            else:
                self._grid.addWidget(self._sums, 0, 2)
        line = QFontMetrics(current_theme().font(14)).height() + 12
        self.setFixedHeight(current_theme().px(40) + (line if two else 0))

    def _restyle(self, _theme: Theme) -> None:
        self.fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()
