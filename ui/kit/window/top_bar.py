"""Title or way back at the left; find, help and the person at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui.icons import CHEVRON
from ui.kit.frame.buttons import IconButton, TextButton
from ui.kit.frame.labels import ElidedLabel
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import SearchField
from ui.theme import Theme, current_theme, follow_theme


class TopBar(QFrame):
    """48 high. `show_page` for a list or the workbench, `show_record` for what was opened from a list."""

    back = Signal()
    previous = Signal()
    next = Signal()
    plenary_picked = Signal(object)

    def __init__(self, findable: str = "", person_menu: QMenu | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.back_button = TextButton("", "chevron-left")
        self.position = ElidedLabel("", "note")
        self.up = IconButton("chevron-up", "上一条（Alt+↑）", size=CHEVRON)
        self.down = IconButton("chevron-down", "下一条（Alt+↓）", size=CHEVRON)
        self.title = ElidedLabel("", "page")
        self.note = ElidedLabel("", "label")
        self.plenary = ComboBox()
        self.plenary.setAccessibleName("会议")
        self.plenary.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        self.search = SearchField(f"查找{findable}", "Ctrl+K", pause=120)
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.help_button, self.help_menu = IconButton("help", "帮助"), QMenu(self)
        self.person = TextButton("", "person", menu=person_menu)
        self._has_plenaries = False
        self._lay_out()
        self.back_button.clicked.connect(self.back)
        self.up.clicked.connect(self.previous)
        self.down.clicked.connect(self.next)
        self.plenary.picked.connect(self.plenary_picked)
        self.help_button.clicked.connect(self._open_help)
        self._record_parts(False)
        follow_theme(self._restyle)

    def show_page(self, title: str, note: str = "") -> None:
        """Title of a page, and a grey word beside it."""
        self._record_parts(False)
        self.title.set_text(title)
        self._say(note)

    def show_record(self, back: str, title: str, position: tuple[int, int] | None = None, counter: str = "件") -> None:
        """Way back to a list, the number of the record in it (13, 211) and its short name."""
        self._record_parts(True, position is not None)
        self.back_button.setText(back)
        self.back_button.setAccessibleName(f"回到{back}")
        self._has_plenaries = False
        self.title.set_text(title)
        self._say("")
        if position:
            at, total = position
            self.position.set_text(f"第 {at} / {total} {counter}")
            self.up.why_off("" if at > 1 else "已经是第一条")
            self.down.why_off("" if at < total else "已经是最后一条")

    def show_way(self, back: str) -> None:
        """Of a page that stays: the way back to the one it was asked from; nothing for one of the sidebar."""
        if back:
            self.back_button.setText(back)
            self.back_button.setAccessibleName(f"回到{back}")
            self.back_button.show()
            self._size_find()

    def set_plenaries(self, choices: Iterable[tuple[object, str]], key: object = None) -> None:
        """Offer plenaries on pages that have them; none hides the choice."""
        choices = list(choices)
        self.plenary.set_choices(choices)
        self.plenary.set_key(key)
        self._has_plenaries = bool(choices)
        self._size_find()

    def set_person(self, name: str, menu: QMenu) -> None:
        self.person.setText(name)
        self.person.setAccessibleName(f"当前用户 {name}")
        self.person.set_menu(menu)

    def set_help(self, menu: QMenu) -> None:
        """What the ? opens."""
        self.help_menu = menu

    def _open_help(self) -> None:
        self.help_menu.popup(self.help_button.mapToGlobal(self.help_button.rect().bottomLeft()))

    def focus_find(self) -> None:
        """Ctrl+K."""
        self.search.setFocus()
        self.search.selectAll()

    def _say(self, note: str) -> None:
        self.note.set_text(note)
        self.note.setVisible(bool(note))
        self._size_find()

    def _record_parts(self, on: bool, position: bool = False) -> None:
        self.back_button.setVisible(on)
        for part in (self.position, self.up, self.down):
            part.setVisible(on and position)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for part in (self.back_button, self.position, self.up, self.down, self.title):
            row.addWidget(part)
        row.addSpacing(4)
        row.addWidget(self.plenary)
        row.addWidget(self.note)
        row.addStretch(1)
        row.addSpacing(16)
        row.addWidget(self.search)
        row.addSpacing(8)
        row.addWidget(self.help_button)
        row.addSpacing(7)
        row.addWidget(self.person)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(48))
        self._size_find()

    def _size_find(self) -> None:
        """The find field takes what is left, up to its width; the plenary leaves before it gets too small."""
        theme = current_theme()
        parts = (self.back_button, self.position, self.up, self.down, self.title, self.note, self.help_button,
                 self.person)  # fmt: skip
        taken = 32 + 36 + sum(part.sizeHint().width() + 8 for part in parts if not part.isHidden())
        rest, least = self.width() - taken, theme.text_width(180, 40)
        plenary = min(self.plenary.sizeHint().width(), rest - least - 12)
        shown = self._has_plenaries and plenary >= min(theme.text_width(120), self.plenary.sizeHint().width())
        self.plenary.setVisible(shown)
        if shown:
            self.plenary.setFixedWidth(plenary)
        rest -= plenary + 12 if shown else 0
        self.search.setFixedWidth(max(theme.text_width(150, 40), min(theme.text_width(304, 80), rest)))

    def minimumSizeHint(self) -> QSize:
        # what the bar needs after folding; its layout would hold on to what it shows now
        right = self.help_button.sizeHint().width() + self.person.sizeHint().width()
        least = current_theme().text_width(150, 40) + right + 100
        return QSize(least, current_theme().px(48))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_find()
