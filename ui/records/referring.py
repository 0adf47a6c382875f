"""相关: the records of other lists that refer to the one on the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cppcc_desktop.services.records.referring import ReferringList, find_paths, read_referring
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import frame, label
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, follow_theme

COLUMNS = (
    ListColumn("list", "种类", 96, pad=16), ListColumn("title", "名称", stretch=True), ListColumn("role", "关系", 168, fold=1),
    ListColumn("day", "日期", 104), ListColumn("state", "状态", 104, shape="chip"),
)  # fmt: skip


class ReferringPart(QFrame):
    """`counted(n)` after each reading: how many there are. `possible` says whether any list can refer to this kind."""

    counted = Signal(int)

    def __init__(self, session: Session, kind: str) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._session, self._kind, self.record = session, kind, ""
        paths = find_paths(session.office, kind)
        self.possible = bool(paths)
        self.entities = {entity.name for module, _, _ in paths for entity in module.entities}
        self.count: int | None = None
        self.lists: Sequence[ReferringList] = ()
        self.table = make_table(COLUMNS, "相关的记录")
        self.links: list[LinkButton] = []
        self._bar = frame("bar")
        self._row = QHBoxLayout(self._bar)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(16)
        self.nothing = label("还没有别的记录提到它", "note")
        self._row.addWidget(self.nothing)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        self.table.opened.connect(self._open)
        follow_theme(self._restyle)

    def open(self, record: str) -> None:
        """Show what refers to this record."""
        self.record = record
        self.read()

    def follow(self, change: WrittenKinds) -> None:
        if self.record and change.touches(*self.entities):
            self.read()

    def read(self) -> None:
        session, kind, record = self._session, self._kind, self.record
        if self.possible:
            session.count(
                lambda: (record, read_referring(session.office, session.actor, kind, record)), self._show, self,
                lambda _error: None,
            )  # fmt: skip

    def _show(self, found: tuple[str, list[ReferringList]]) -> None:
        record, lists = found
        if record != self.record:
            return
        self.lists = lists
        rows = [
            ListRow(each.id, {
                "list": of.label, "title": each.title, "role": "、".join(each.roles), "day": each.day,
                "state": ListCell(each.state, tone=each.tone) if each.state else "",
            }, data=of.module)
            for of in lists for each in of.records
        ]  # fmt: skip
        show_kept(self.table, rows)
        self._put_links()
        self.count = sum(each.total for each in lists)
        self.counted.emit(self.count)

    def _put_links(self) -> None:
        for link in self.links:
            self._row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = []
        self.nothing.setVisible(not self.lists)
        for place, each in enumerate(self.lists):
            link = LinkButton(f"{each.label} {each.total} {each.counter}", arrow=True)
            link.setToolTip(f"在“{each.label}”的列表里看")
            link.clicked.connect(lambda _on=False, each=each: self._open_list(each))
            self.links.append(link)
            self._row.insertWidget(place, link)

    def _open_list(self, each: ReferringList) -> None:
        self._session.routes.list_asked.emit(each.module, each.where, f"和这条记录有关的{each.label}")

    def _open(self, record: str) -> None:
        of = next((each for each in self.lists if record in {one.id for one in each.records}), None)
        if of is not None:
            siblings = Siblings([each.id for each in of.records], "返回")
            self._session.routes.beside_asked.emit(of.module, record, siblings)

    def _restyle(self, theme: Theme) -> None:
        self._bar.setFixedHeight(theme.px(40) + 1)
