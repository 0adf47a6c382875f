"""成批添加: many are picked for a list by what they have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Either, holds_unknown
from cppcc_desktop.domain.description.fields import Entity, Field, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.lists.views import list_views
from cppcc_desktop.services.records.children import Saved, pick
from cppcc_desktop.services.records.offers import OfferedValue, read_offers
from cppcc_desktop.services.records.picking import Pickable, find_list, list_pickable, open_list
from cppcc_desktop.services.records.records import Query
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import label
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.record_form import ONE_COLUMN_FROM
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow, Ticks
from ui.session import Session
from ui.theme import Theme, follow_theme

THERE = "已经在名单里"


class PickDialog(FramedDialog):
    """Of a view of the list the values in one field, and whom those ticked give; `saved` is what was written."""

    def __init__(
        self, session: Session, entity: Entity, owner: str, given: Mapping[str, object], parent: QWidget
    ) -> None:
        super().__init__(f"成批添加{entity.label}", 640, parent)
        self._session, self._entity, self._owner, self._given = session, entity, owner, given
        self.saved: Saved | None = None
        self.list = find_list(session.office, entity.name)
        self._views: dict[str, Condition] = {each.name: each.where for each in self.list.views}
        self._where: Condition = EVERYTHING
        self._offers: Sequence[OfferedValue] = ()
        self._people: Sequence[Pickable] = ()
        self._left: set[str] = set()  # unticked by hand: they stay so when other values are ticked
        self._busy = self._filling = False
        self.view = ComboBox([(each.name, each.label) for each in self.list.views])
        self.way = ComboBox([*((each.name, each.label) for each in list_ways(self.list)), ("", "不分，全部列出")])
        self.values = make_table((TICKS, ListColumn("value", "勾选要的", stretch=True),
                                  ListColumn("count", "共有", 72, "right")), "勾选要的")  # fmt: skip
        picked = entity.by_name[entity.picks].label
        self.people = make_table(
            (TICKS, ListColumn("name", picked, 120), ListColumn("beside", "", stretch=True)), picked
        )
        self.found, self.wrong = label("", "label", wrap=True), label("", "wrong", wrap=True)
        self.main, self.away = PrimaryButton(""), PlainButton("取消")
        self._lay_out()
        self._connect()
        self._read_views()
        self.way.setFocus()

    def run(self) -> Saved | None:
        """Show it; what was written, None if nobody was picked."""
        self.exec()
        saved = self.saved
        self.deleteLater()
        return saved

    # reading

    def _read_views(self) -> None:
        """Those that ship and those the office saved, but for one that searches a text or is not understood here."""
        session = self._session

        def done(found: dict[str, tuple[str, Condition]]) -> None:
            self._views |= {key: where for key, (_, where) in found.items()}
            shipped = [(each.name, each.label) for each in self.list.views]
            self.view.set_choices([*shipped, *((key, word) for key, (word, _) in found.items())])
            for part in (self.view, self._view_label):
                part.setVisible(len(self._views) > 1)
            self._read_values()

        def read() -> dict[str, tuple[str, Condition]]:
            saved = list_views(session.office, session.actor, self.list)
            return {
                each.id: (each.label, each.where) for each in saved if not each.text and not holds_unknown(each.where)
            }

        session.read(read, done, self)

    def _read_values(self) -> None:
        session, kind, owner, module = self._session, self._entity.name, self._owner, self.list
        view, spec = self._views.get(str(self.view.key())), module.by_name.get(str(self.way.key()))

        def read() -> tuple[Condition, str, list[OfferedValue]]:
            where, day = open_list(session.office, kind, owner, EVERYTHING, view)
            offers = read_offers(session.office, session.actor, module, Query(where), spec) if spec else []
            return where, day, offers

        def done(told: tuple[Condition, str, list[OfferedValue]]) -> None:
            self._where, self._day, self._offers = told
            self.values.setVisible(spec is not None)
            self._filling = True
            show_kept(self.values, [
                ListRow(str(at), {"value": each.words, "count": str(each.count)}) for at, each in enumerate(self._offers)
            ])  # fmt: skip
            self._filling = False
            self._size_tables()
            self._read_people()

        session.read(read, done, self)

    def _read_people(self) -> None:
        """Those of the ticked values; all where there are none to tick."""
        session, kind, owner = self._session, self._entity.name, self._owner
        ticked = [each.wanted for at, each in enumerate(self._offers) if self.values.pages.ticks.holds(str(at))]
        if self.way.key() and not ticked:
            self._show_people([])
            return
        where = Both(self._where, Either(*ticked)) if ticked else self._where
        session.read(lambda: list_pickable(session.office, session.actor, kind, owner, where), self._show_people, self)

    def _show_people(self, people: Sequence[Pickable]) -> None:
        self._people, self._filling = people, True  # nobody is ticked or unticked by hand now
        show_kept(self.people, [
            ListRow(each.id, {"name": each.name, "beside": ListCell(THERE, tone="wait") if each.there else each.beside},
                    "fixed" if each.there else "")
            for each in people
        ])  # fmt: skip
        self.people.pages.set_ticks(Ticks(frozenset(each.id for each in people if not each.there) - self._left))
        self._filling = False
        self._tell()

    def _note_ticks(self) -> None:
        if self._filling:
            return
        shown = {each.id for each in self._people if not each.there}
        self._left = (self._left - shown) | (shown - set(self._chosen()))
        self._tell()

    def _chosen(self) -> list[str]:
        return [each.id for each in self._people if not each.there and self.people.pages.ticks.holds(each.id)]

    def _tell(self) -> None:
        count, counter = len(self._chosen()), self._entity.counter
        there = sum(each.there for each in self._people)
        said = f"符合的 {len(self._people)} {counter}" + (
            f"，其中 {there} {counter}已经在名单里，不再添加" if there else ""
        )
        of_day = f"。是 {self._day} 那天的名单。" if self._day else "。"
        self.found.setText(said + of_day if self._people else "先勾选上面的项。" if self._offers else "没有符合的。")
        self.main.setText(f"添加 {count} {counter}")
        self.main.why_off("" if count else f"还没有选{self._entity.label}")
        self.fit()

    # writing

    def _do(self) -> None:
        session, kind, owner, given, chosen = (
            self._session, self._entity.name, self._owner, self._given, self._chosen(),
        )  # fmt: skip
        if self._busy or not chosen:
            return
        self._busy = True

        def done(saved: Saved) -> None:
            self.saved = saved
            self.accept()

        def failed(error: Exception) -> None:
            self._busy = False
            if not isinstance(error, OfficeError):
                session.tasks.report(error)
                return
            self.wrong.setText(f"{error.what}{error.todo}")
            self.wrong.show()
            self.fit()

        session.write(lambda: pick(session.office, session.actor, kind, owner, chosen, given), done, self, failed)

    # construction

    def _lay_out(self) -> None:
        self._day = ""
        row, self._view_label = QHBoxLayout(), label("名单", "label")
        row.setSpacing(8)
        for part in (self._view_label, self.view, label("按", "label"), self.way):
            row.addWidget(part)
        row.addStretch(1)
        self.view.setAccessibleName("名单")
        self.way.setAccessibleName("按什么分")
        self.column.addLayout(row)
        for part in (self.values, self.found, self.people, self.wrong):
            self.column.addWidget(part)
        self.wrong.hide()
        self.set_foot([self.main, self.away])
        follow_theme(self._size)

    def _connect(self) -> None:
        self.view.picked.connect(lambda _key: self._read_values())
        self.way.picked.connect(lambda _key: self._read_values())
        self.values.pages.ticks_changed.connect(lambda: None if self._filling else self._read_people())
        self.people.pages.ticks_changed.connect(self._note_ticks)
        for table in (self.values, self.people):
            table.opened.connect(lambda _row: self._do())
            table.installEventFilter(self)
        self.main.clicked.connect(self._do)
        self.away.clicked.connect(self.reject)
        bind_keys(self, {CONFIRM: self._do})

    def _size(self, theme: Theme) -> None:
        self._rows = (5, 7) if theme.scale < ONE_COLUMN_FROM else (3, 4)
        self._line, self._head = theme.px(26), theme.px(32)
        for combo in (self.view, self.way):
            combo.setFixedWidth(theme.text_width(150))
        self._size_tables()

    def _size_tables(self) -> None:
        """The people have the room of the values where there are none."""
        above, below = self._rows
        below += 0 if self.way.key() else above
        for table, rows in ((self.values, above), (self.people, below)):
            table.setFixedHeight(self._head + rows * self._line)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.reject()  # a list of a page would untick first
            return True
        return super().eventFilter(watched, event)


def list_ways(module: Module) -> list[Field]:
    """The fields by which a list is parted: those it is filtered by, but for days and names several of which are held."""
    fields = [module.by_name[name] for name in module.filters]
    return [spec for spec in fields if spec.kind is not Kind.DATE and (spec.kind is Kind.CODES or not spec.kind.many)]
