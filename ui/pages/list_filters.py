"""The row of conditions above a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.records import Query, list_groups
from ui.session import Session
from ui.theme import Theme, follow_theme
from ui.widgets.buttons import LinkButton
from ui.widgets.chips import FilterChip
from ui.widgets.editors import PickMenu
from ui.widgets.inputs import SearchField

EMPTY = "（空）"


class FilterRow(QFrame):
    """`changed()` when a condition or the text changed; `where` and `text` say what is in force."""

    changed = Signal()

    def __init__(self, session: Session, module: Module, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._session, self._module = session, module
        self.where: dict[str, Any] = {}
        self._words: dict[str, str] = {}
        self.search = SearchField("在本列表中筛选", kind="filter")
        self.search.settled.connect(lambda _text: self.changed.emit())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        self._chips: list[QWidget] = []
        self._row.addWidget(self.search)
        self._row.addStretch(1)
        self.base: Mapping[str, Any] = {}
        self.given = ""
        self._build()
        follow_theme(self._restyle)

    @property
    def text(self) -> str:
        return self.search.text().strip()

    def begin(self, given: str = "") -> None:
        """No condition but what another page asked for under this name; sends nothing."""
        self.where, self._words, self.given = {}, {}, given
        self.search.clear()
        self._build()

    def describe(self) -> str:
        """What is in force, in words: 主办单位 = 县残联、“饮水”."""
        parts = [f"{self._label(name)} = {self._words[name]}" for name in self.where]
        return "、".join([*([self.given] if self.given else []), *parts, *([self.text] if self.text else [])])

    def clear(self) -> None:
        """Take all conditions back."""
        self.begin()
        self.changed.emit()
        self.search.setFocus()

    def _label(self, name: str) -> str:
        return self._module.by_name[name].label

    def _build(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._given_chip()] if self.given else []
        self._chips += [self._active_chip(name) for name in self.where]
        self._offered = {n: self._offered_chip(n) for n in self._module.filters if n not in self.where}
        self._more = FilterChip("更多条件", menu=QMenu(self))
        self._chips += [*self._offered.values(), self._more]
        if self.where or self.given:
            self._clear = LinkButton("清除")
            self._clear.clicked.connect(self.clear)
            self._chips.append(self._clear)
        before: QWidget = self.search
        for place, chip in enumerate(self._chips, start=1):
            self._row.insertWidget(place, chip)
            QWidget.setTabOrder(before, chip)
            before = chip
        self._fold()

    def _fold(self) -> None:
        """Offered chips that do not fit are the first to leave, into 更多条件 (look.md §4)."""
        fixed = [chip for chip in self._chips if chip is not self._more and chip not in self._offered.values()]
        room = self.width() - 32 - self.search.width() - sum(chip.sizeHint().width() + 8 for chip in fixed)
        widths = {name: chip.sizeHint().width() + 8 for name, chip in self._offered.items()}
        all_fit = sum(widths.values()) <= room
        room -= 0 if all_fit else self._more.sizeHint().width() + 8
        hidden: list[str] = []
        for name, chip in self._offered.items():
            room -= widths[name]
            chip.setVisible(room >= 0 and not hidden)
            hidden += [name] if room < 0 or hidden else []
        self._more.setVisible(bool(hidden))
        menu = self._more.menu
        if menu is not None:
            menu.clear()
            for name in hidden:
                menu.addAction(self._label(name), lambda each=name: self._offer(each, self._more))

    def _given_chip(self) -> FilterChip:
        chip = FilterChip(self.given, active=True)
        chip.removed.connect(self.clear)
        return chip

    def _active_chip(self, name: str) -> FilterChip:
        chip = FilterChip(f"{self._label(name)}：{self._words[name]}", active=True)
        chip.removed.connect(lambda: self._remove(name))
        chip.clicked.connect(lambda: self._offer(name, chip))
        return chip

    def _offered_chip(self, name: str) -> FilterChip:
        chip = FilterChip(self._label(name))
        chip.clicked.connect(lambda: self._offer(name, chip))
        return chip

    def _offer(self, name: str, chip: QWidget) -> None:
        """Read the values the list has, then open them as a menu below the chip."""
        session = self._session
        where = {**self.base, **{n: w for n, w in self.where.items() if n != name}}
        session.read(
            lambda: list_groups(session.office, session.actor, self._module, Query(where), name),
            lambda groups: self._open(name, chip, groups), self,
        )  # fmt: skip

    def _open(self, name: str, chip: QWidget, groups: list[tuple[Any, str, int]]) -> None:
        menu = PickMenu(self)
        for value, word, count in groups:
            menu.addAction(f"{word or EMPTY}　{count}", lambda v=value, w=word: self._choose(name, v, w or EMPTY))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _choose(self, name: str, value: Any, word: str) -> None:
        self.where[name], self._words[name] = value, word
        self._build()
        self._chips[list(self.where).index(name) + bool(self.given)].setFocus()
        self.changed.emit()

    def _remove(self, name: str) -> None:
        self.where.pop(name, None)
        self._build()
        self.search.setFocus()
        self.changed.emit()

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(40))
        self.search.setFixedWidth(theme.text_width(168))
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
