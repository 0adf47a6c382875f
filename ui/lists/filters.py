"""The row of conditions above a list, and at its right what to do with order, view and columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition, Leaf
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.records.records import Query
from ui.kit.frame.buttons import Button, LinkButton
from ui.kit.inputs.chips import FilterChip
from ui.kit.inputs.inputs import SearchField
from ui.lists.conditions import ConditionMenu, narrow
from ui.session import Session
from ui.theme import Theme, follow_theme

EDGE, GAP = 16, 8


class FilterRow(QFrame):
    """`changed()` when a condition or the text changed; `where` and `text` say what is in force.

    `tools` stand at the right, in their short form where the row gets narrow (`tools_are_folded`).
    """

    changed = Signal()

    def __init__(self, session: Session, module: Module, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._module = module
        self.where: dict[str, Leaf] = {}  # field → what is wanted of it, a chip for each
        self._words: dict[str, str] = {}
        self.conditions = ConditionMenu(session, module, self, self.choose)
        self.search = SearchField("在本列表中筛选", kind="filter")
        self.search.settled.connect(lambda _text: self.changed.emit())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 0, EDGE, 0)
        self._row.setSpacing(GAP)
        self._chips: list[QWidget] = []
        self._row.addWidget(self.search)
        self._row.addStretch(1)
        self.tools: list[ToolButton] = []
        self.tools_are_folded = False
        self.base: Condition = EVERYTHING
        self.given = self.explained = ""
        self._build()
        follow_theme(self._restyle)

    @property
    def text(self) -> str:
        return self.search.text().strip()

    @property
    def words(self) -> dict[str, str]:
        """Each condition in words."""
        return {self._label(name): self._words[name] for name in self.where}

    def begin(self, given: str = "", text: str = "") -> None:
        """No condition but what another page asked for under this name, and this text; sends nothing."""
        self.where, self._words, self.given, self.explained = {}, {}, given, ""
        self.search.put_quietly(text)
        self._build()

    def explain(self, words: str) -> None:
        """Say what the given conditions are; they are one chip, to be taken away only as a whole."""
        self.explained = words
        self._build()

    def add_tool(self, tool: ToolButton) -> None:
        """A button at the right end."""
        self.tools.append(tool)
        self._row.addWidget(tool)
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

    def choose(self, leaf: Leaf, words: str) -> None:
        """Put a condition in force, in the place of that on the same field."""
        name = leaf.field
        self.where[name], self._words[name] = leaf, words
        self._build()
        (self._all if self._all.isVisible() else self._active[name]).setFocus()
        self.changed.emit()

    def _label(self, name: str) -> str:
        return self._module.by_name[name].label

    def _build(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._given = [self._given_chip()] if self.given else []
        self._active = {name: self._active_chip(name) for name in self.where}
        self._all = FilterChip("", opens=True)
        self._all.hide()
        self._offered = {n: self._offered_chip(n) for n in self._module.filters if n not in self.where}
        self._more = FilterChip("更多条件", opens=True)
        self._chips = [*self._given, *self._active.values(), self._all, *self._offered.values(), self._more]
        if self.where or self.given:
            self._clear = LinkButton("清除")
            self._clear.clicked.connect(self.clear)
            self._chips.append(self._clear)
        before: QWidget = self.search
        for place, chip in enumerate(self._chips, start=1):
            self._row.insertWidget(place, chip)
            QWidget.setTabOrder(before, chip)
            before = chip
        for tool in self.tools:
            QWidget.setTabOrder(before, tool)
            before = tool
        self._fold()

    def _fold(self) -> None:
        """Offered chips leave first, then the tools become short, then the chips in force are one (look.md §4)."""
        in_force = [*self._given, *self._active.values()]
        ends = [chip for chip in self._chips if isinstance(chip, LinkButton)]
        rest = self.width() - 2 * EDGE - self.search.minimumWidth() - wide(ends)
        least = rest - wide([self._more]) if self._offered else rest
        self._fold_tools(least - wide(in_force) < wide_tools(self.tools, short=False))
        room = rest - wide_tools(self.tools, short=self.tools_are_folded)
        one = len(in_force) > 1 and wide(in_force) > room - (wide([self._more]) if self._offered else 0)
        for chip in in_force:
            chip.setVisible(not one)
        self._all.setVisible(one)
        if one:
            self._fill_all()
        self._fold_offered(room - wide([self._all] if one else in_force))

    def _fold_offered(self, room: int) -> None:
        widths = {name: wide([chip]) for name, chip in self._offered.items()}
        all_fit = sum(widths.values()) <= room
        room -= 0 if all_fit else wide([self._more])
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

    def _fold_tools(self, short: bool) -> None:
        self.tools_are_folded = short
        for tool in self.tools:
            if tool.short is not short:
                tool.set_short(short)

    def _fill_all(self) -> None:
        """Conditions as one chip: its menu changes each."""
        chip, menu = self._all, self._all.menu
        chip.setText(f"条件 {len(self._given) + len(self._active)} 个")
        chip.setAccessibleName(f"{chip.text()}：{self.describe()}")
        if menu is None:
            return
        menu.clear()
        if self.given:
            menu.addAction(f"去掉 {self.given}", self.clear)
        for name in self.where:
            said = f"{self._label(name)}：{self._words[name]}"
            menu.addAction(f"改 {said}", lambda each=name: self._offer(each, self._all))
            menu.addAction(f"去掉 {said}", lambda each=name: self._remove(each))

    def _given_chip(self) -> FilterChip:
        chip = FilterChip(self.given, active=True)
        chip.removed.connect(self.clear)
        if self.explained:
            chip.setToolTip(f"{self.explained}\n点 × 去掉（Delete）")
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
        """Let the user choose below the chip, among what the list has under the other conditions."""
        others = [leaf for field, leaf in self.where.items() if field != name]
        self.conditions.ask(name, chip, Query(narrow(self.base, others)))

    def _remove(self, name: str) -> None:
        self.where.pop(name, None)
        self._build()
        self.search.setFocus()
        self.changed.emit()

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(40))
        self.search.setFixedWidth(theme.text_width(168))
        self._build()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a tool has another word, a chip another size
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def wide(parts: list[Any]) -> int:
    """Pixels these take in the row, each with its gap."""
    return sum(part.sizeHint().width() + GAP for part in parts)


def wide_tools(tools: list[ToolButton], *, short: bool) -> int:
    """The same of the tools; `widths` of a tool are those of its long and its short form."""
    return sum(tool.width_of(short) + GAP for tool in tools)


class ToolButton(Button):
    """A button of the filter row: no edge, a word; in its short form only its icon, or nothing."""

    kind = "text"
    menu_left = 9

    def __init__(self, text: str, icon_name: str = "", *, menu: QMenu | None = None, stays: bool = True) -> None:
        super().__init__(text, icon_name, menu=menu)
        self._word, self._stays = text, stays
        self.short = False
        self.setProperty("small", True)
        self.setAccessibleName(text)

    def set_word(self, word: str) -> None:
        self._word = word
        self.setAccessibleName(word)
        self.set_short(self.short)

    def set_short(self, short: bool) -> None:
        """Icon only, with the word as tooltip; without an icon the word stays, or the button leaves."""
        self.short = short
        self.setText("" if short and self._icon_name else self._word)
        if self._icon_name:  # the tooltip of another says why it is off
            self.setToolTip(self._word if not self.text() else "")
        self.setVisible(self._stays or not short)

    def width_of(self, short: bool) -> int:
        """Pixels of the long or short form."""
        if short and not self._stays:
            return -GAP
        now, self_text = self.text(), "" if short and self._icon_name else self._word
        metrics = self.fontMetrics()
        return self.sizeHint().width() - metrics.horizontalAdvance(now) + metrics.horizontalAdvance(self_text)
