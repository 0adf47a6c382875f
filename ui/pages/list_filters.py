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
from ui.theme import Theme, current_theme, follow_theme
from ui.widgets.buttons import LinkButton
from ui.widgets.chips import FilterChip
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
        self._build()
        follow_theme(self._restyle)

    @property
    def text(self) -> str:
        return self.search.text().strip()

    def put(self, where: Mapping[str, Any], words: Mapping[str, str] | None = None) -> None:
        """Set the conditions from outside, without sending `changed`."""
        self.where = dict(where)
        self._words = dict(words or {})
        self.search.clear()
        self._build()

    def describe(self) -> str:
        """What is in force, in words: 主办单位 = 县残联、“饮水”."""
        parts = [f"{self._label(name)} = {self._words.get(name, '…')}" for name in self.where]
        return "、".join([*parts, *([self.text] if self.text else [])])

    def clear(self) -> None:
        """Take all conditions back."""
        self.put({})
        self.changed.emit()

    def _label(self, name: str) -> str:
        return self._module.by_name[name].label if name in self._module.by_name else "所选"

    def _build(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._chips = [self._active_chip(name) for name in self.where]
        offered = [name for name in self._module.filters if name not in self.where]
        if current_theme().scale > 1.25:  # offered chips are the first to leave (look.md §4)
            self._chips.append(self._more_chip(offered))
        else:
            self._chips += [self._offered_chip(name) for name in offered]
        if self.where:
            link = LinkButton("清除")
            link.clicked.connect(self.clear)
            self._chips.append(link)
        for place, chip in enumerate(self._chips, start=1):
            self._row.insertWidget(place, chip)

    def _active_chip(self, name: str) -> FilterChip:
        chip = FilterChip(f"{self._label(name)}：{self._words.get(name, '…')}", active=True)
        chip.removed.connect(lambda: self._remove(name))
        if name in self._module.by_name:
            chip.clicked.connect(lambda: self._offer(name, chip))
        return chip

    def _offered_chip(self, name: str) -> FilterChip:
        chip = FilterChip(self._label(name))
        chip.clicked.connect(lambda: self._offer(name, chip))
        return chip

    def _more_chip(self, names: list[str]) -> FilterChip:
        menu = QMenu(self)
        chip = FilterChip("更多条件", menu=menu)
        for name in names:
            menu.addAction(self._label(name), lambda each=name: self._offer(each, chip))
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
        menu = QMenu(self)
        for value, word, count in groups:
            menu.addAction(f"{word or EMPTY}　{count}", lambda v=value, w=word: self._choose(name, v, w or EMPTY))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _choose(self, name: str, value: Any, word: str) -> None:
        self.where[name], self._words[name] = value, word
        self._build()
        self.changed.emit()

    def _remove(self, name: str) -> None:
        self.where.pop(name, None)
        self._build()
        self.changed.emit()

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(40))
        self.search.setFixedWidth(theme.text_width(168))
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
