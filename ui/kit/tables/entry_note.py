"""The line below a grid for entering: about the cell the cursor is on."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from cppcc_desktop.domain.description.fields import Field
from ui.icons import SMALL, pixmap
from ui.kit.frame.labels import ElidedLabel
from ui.kit.tables.entry_grid import EntryGrid
from ui.kit.tables.entry_model import ALL, REFUSED
from ui.theme import Theme, current_theme, follow_theme, set_role

SEVERAL = "几个用顿号隔开。"


def hint_of(spec: Field) -> str:
    """What is said of a field while the cursor is in its column."""
    return spec.hint or (SEVERAL if spec.kind.many else "")


class CellNote(QFrame):
    """One line below the grid about the cell or row the cursor is on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._sign, self.words = QLabel(), ElidedLabel("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        self._icon = ("", "")
        follow_theme(self._restyle)

    def put(self, words: str, tone: str = "") -> None:
        """`tone` wrong or wait; else a plain hint."""
        self.words.set_text(words)
        set_role(self.words, role="wrong" if tone == "wrong" else "note")
        self._icon = {"wrong": ("warning", "accent"), "wait": ("warning", "wait")}.get(tone, ("info", "text2"))
        self._restyle(current_theme())

    def say_cell(self, grid: EntryGrid, plain: str) -> None:
        """About the cell the cursor of a grid is on: what is wrong, what is suggested and why, else a hint or `plain`."""
        here, model = grid.typing.here(), grid.model
        if here is None or here[0] > len(model.rows):
            self.put(plain if model.rows else "")
            return
        row, column = here
        verdict = model.rows[row - 1].verdict if row != ALL else None
        problem, grey = model.problem(row, column.key), model.suggestion(row, column.key)
        if verdict and verdict.state == REFUSED and problem in ("", verdict.words):
            self.put(f"{verdict.words}{verdict.more}", "wrong")
        elif problem:
            self.put(problem, "wrong")
        elif grey:
            self.put(f"建议 {grey.cell.text}：{grey.why}。Ctrl+空格 采用。")
        else:
            self.put((hint_of(column.spec) if column.spec else "") or plain)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(28))
        self._sign.setVisible(bool(self.words.whole))
        if self._icon[0]:
            self._sign.setPixmap(pixmap(*self._icon, SMALL, self.devicePixelRatioF()))
