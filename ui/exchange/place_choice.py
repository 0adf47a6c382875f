"""Which place a file is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.services.exchange.places import Partner, PlaceWords
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import label
from ui.kit.inputs.inputs import SearchField
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import ListColumn, ListRow
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.theme import Theme, follow_theme


def make_columns(words: PlaceWords) -> tuple[ListColumn, ...]:
    """Number and name, and where places lie if that is known of them."""
    named = (ListColumn("code", words.code, 88, pad=16), ListColumn("name", words.name, stretch=True))
    return (*named, ListColumn("town", words.town, 120)) if words.town else named


class PlaceDialog(FramedDialog):
    """A list that narrows while typing name, number, town or pinyin initials; `place` is the one chosen."""

    def __init__(self, places: Sequence[Partner], words: PlaceWords, parent: QWidget | None = None) -> None:
        super().__init__("送出", 600, parent)
        self._places = {each.id: each for each in places}
        self._letters = {each.id: read_initials(each.name).lower() for each in places}
        self._words = words
        self.place: Partner | None = None
        self.search = SearchField(f"找{words.place}：{words.name}、{words.code}或拼音首字母")
        self.table = RecordTable(PageModel(make_columns(words), AtOnce()), row_height=30, keep_cursor=True)
        self.table.pages.setParent(self.table)
        self.table.setAccessibleName(words.place)
        self.go, leave = PrimaryButton("选位置…"), PlainButton("取消")
        for part in (label(f"送给哪个{words.place}", "page"), self.search, self.table):
            self.column.addWidget(part)
        self.set_foot([self.go, leave])
        self.search.installEventFilter(self)
        self.search.settled.connect(self._narrow)
        self.search.entered.connect(self._take)
        self.table.opened.connect(lambda _id: self._take())
        self.table.current_changed.connect(lambda _id: self._allow())
        self.go.clicked.connect(self._take)
        leave.clicked.connect(self.reject)
        self._narrow("")
        follow_theme(self._size)
        self.search.setFocus()

    def _narrow(self, text: str) -> None:
        wanted = normalise_text(text).strip().lower()
        rows = [
            ListRow(each.id, {"code": each.code, "name": each.name, "town": each.town})
            for each in self._places.values()
            if self._fits(each, wanted)
        ]
        show_rows(self.table.pages, rows)
        self._allow()

    def _allow(self) -> None:
        self.go.why_off("" if self.table.current_id() else f"没有这个{self._words.place}")

    def _take(self) -> None:
        self._narrow_now()
        self.place = self._places.get(self.table.current_id())
        if self.place:
            self.done(QDialog.DialogCode.Accepted)

    def _narrow_now(self) -> None:
        """Enter may come before the pause after typing is over."""
        if self.focusWidget() is self.search and not self._shown_for(self.search.text()):
            self._narrow(self.search.text())

    def _shown_for(self, text: str) -> bool:
        current = self._places.get(self.table.current_id())
        return current is not None and self._fits(current, normalise_text(text).strip().lower())

    def _fits(self, place: Partner, wanted: str) -> bool:
        shown = normalise_text(f"{place.code} {place.name} {place.town}").lower()
        return wanted in shown or self._letters[place.id].startswith(wanted)

    def _size(self, theme: Theme) -> None:
        self.table.setFixedHeight(theme.px(32) + 9 * theme.px(30))
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in moves:
            by = {moves[0]: 1, moves[1]: -1, moves[2]: 9, moves[3]: -9}[Qt.Key(event.key())]
            last = self.table.pages.total - 1
            self.table.go_to(max(0, min(last, self.table.currentIndex().row() + by)))
            return True
        return super().eventFilter(watched, event)
