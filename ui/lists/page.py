"""The one list of all modules: views, conditions, table, foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    UNKNOWN,
    Both,
    Condition,
    Filled,
    Is,
    holds_unknown,
    parts_of,
)
from cppcc_desktop.domain.description.former import OF_TERM
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import CODE_ENTRY, SAVED_VIEW, Plenary, chinese_number
from cppcc_desktop.services.forms.printing import list_forms
from cppcc_desktop.services.lists.listings import Listing
from cppcc_desktop.services.lists.totals import count_lists
from cppcc_desktop.services.records.conditions import describe_condition
from cppcc_desktop.services.records.periods import list_terms
from cppcc_desktop.services.records.records import Query, current_plenary, list_plenaries, restore_record
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import label
from ui.kit.frame.leaving import empty_menu
from ui.kit.tables.columns import ListColumn
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.lists.bars import Foot, TotalWords, ViewBar
from ui.lists.batches import PAPER, BulkBar, offers_batches, start_paper
from ui.lists.body import BIN, ListBody, no_result, nothing_yet
from ui.lists.column_choice import choose_columns
from ui.lists.conditions import narrow
from ui.lists.entry import EntrySlot, find_entry
from ui.lists.filters import FilterRow, ToolButton
from ui.lists.intake import find_intake
from ui.lists.looks import find_look, make_columns
from ui.lists.more import fill_beside, fill_import
from ui.lists.order import OrderTool
from ui.lists.output import ListOutput
from ui.lists.reading import ListReading
from ui.lists.related import find_plenary_field, list_neighbours
from ui.lists.shown import ShownList
from ui.lists.views import ListViews
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, follow_theme

REASON = ListColumn("deleted", "删除理由", width=160)
COUNTING = "正在数…"


class ListPage(Page):
    """The list of one module."""

    def __init__(self, session: Session, module_name: str) -> None:
        super().__init__(session)
        self.module = session.module(module_name)
        self.nav = session.nav_of(self.module)
        self.look = find_look(session, module_name)
        self._by_plenary = find_plenary_field(session, self.module)
        self._by = self._by_plenary or (OF_TERM if self.module.companion else "")  # a plenary or a term is chosen
        self.plenary = ""
        self._plenaries: list[str] = []
        self._order: tuple[str, ...] = ()  # chosen by the user; empty: that of the view or module
        self._given: Condition | None = None
        self._broad = ""  # the text that “find anything” searches all texts for
        self._binned = False
        self._built = False
        self.model = PageModel(self._columns(), session.tasks, self)
        self.table = RecordTable(self.model)
        self.table.set_user_widths(session.settings.widths(session.actor.name, module_name))
        self.reading = ListReading(session, self.module, self.look, self.model, self)
        self.shown = ShownList(session, self.module, self.look, self.model, self.table, self, self.column_names, self.query,
                               self.describe, lambda: self.plenary)  # fmt: skip
        self.output = ListOutput(self.shown)
        self.second_way = find_intake(session, module_name)
        self.intake = self.second_way.make(session, self) if self.second_way else None
        self.filters = FilterRow(session, self.module)
        self.saved = ListViews(session, self.module, self)
        self.views = self.saved.tabs
        self.body = ListBody(self.table)
        entry = find_entry(session, module_name)
        self.entry = EntrySlot(entry.make(session), self.body) if entry else None
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page(self.module.label)
        if self._by and self._plenaries:
            choices = [(key, self._call(key)) for key in self._plenaries]
            top.set_plenaries([*choices, ("", self._call(""))], self.plenary)

    def arrive(self) -> None:
        if not self._built:
            self._built = True
            self.saved.read(self._begin)
        if self.entry:
            self.entry.panel.begin()
        self.body.take_focus()

    def areas(self) -> list[QWidget]:
        beside = [self.entry.panel] if self.entry and self.entry.beside else []
        return [self.body, *beside, self.foot, self.view_bar, self.filters]

    def follow(self, change: WrittenKinds) -> None:
        if not self._built:
            return
        if change.touches(SAVED_VIEW.name):
            self.saved.read()
        if change.touches(*self._shown):
            self.reading.put_views(self._tab_queries())
            listing = self.reading.open(self.query())
            self.table.refresh(self.reading.fetch(listing), listing.place)
            self.reading.drop_ticks(listing)
            self.ticked.count_anew()

    @property
    def _shown(self) -> set[str]:
        """Kinds of record its rows have words of."""
        referred = {spec.target for spec in self.module.fields if spec.target}
        return {*(each.name for each in self.module.entities), *referred, CODE_ENTRY.name}

    def close_page(self) -> None:
        self.reading.stop()
        super().close_page()

    def filter_by(self, where: Condition, words: str) -> None:
        """Show what a number elsewhere counted: no view, just these conditions, as a chip of that name."""
        self._given, self._broad, self._binned, self._order = where, "", False, ()
        self.views.set_key("all")
        self.filters.begin(words)
        session, module = self.session, self.module
        session.read(lambda: describe_condition(session.office, module, where), self.filters.explain, self)
        self._anew()

    def search(self, text: str) -> None:
        """Show all records that hold the text in any of their texts, of every plenary."""
        self._given, self._broad, self._binned, self._order = EVERYTHING, text, False, ()
        self.views.set_key("all")
        self.filters.begin("全部会议" if self._by_plenary else "", text)
        self._anew()

    def _anew(self) -> None:
        self.body.drop()
        if self._built:
            self._show()

    # reading

    @property
    def empty(self) -> QWidget | None:
        """What stands in the place of the table while there is nothing to show."""
        return self.body.empty

    def _begin(self) -> None:
        session = self.session
        if not self._by:
            self.reading.put_views(self._tab_queries())
            self._show()
            return

        def read() -> tuple[list[str], str]:
            if not self._by_plenary:
                terms = list_terms(session.office, self.module)
                return (terms if len(terms) > 1 else []), ""
            return list_plenaries(session.office, session.actor), current_plenary(session.office)

        session.read(read, self._know_plenaries, self)

    def _know_plenaries(self, found: tuple[list[str], str]) -> None:
        self._plenaries, self.plenary = found
        self.dressing_changed.emit()
        self.reading.put_views(self._tab_queries())
        self._show()

    def pick_plenary(self, key: object) -> None:
        self.plenary = str(key or "")
        self.reading.put_views(self._tab_queries())
        self._show()

    def _call(self, key: str) -> str:
        """What a plenary or a term is called where it is chosen."""
        if self._by_plenary:
            return Plenary.parse(key).label if key else "全部会议"
        return f"第{chinese_number(int(key))}届{self.module.label}" if key else f"全部{self.module.label}"

    def _base(self) -> Condition:
        """Conditions of the plenary or term alone; what belongs to other records goes by theirs, and only by those in force."""
        if self.plenary:
            return Is(self._by, self.plenary)
        return Filled(f"{self.module.opens}.id") if self.module.opens else EVERYTHING

    def _held(self) -> Condition:
        """What is in force without the chips: what another page asked for, or plenary and view.

        What is not understood of a view holds until its chip is taken away.
        """
        if self._given is not None:
            return self._given
        held = Both(self._base(), self.saved.where)
        return held if self.filters.given else Both(*(each for each in held.parts if not holds_unknown(each)))

    def _begin_filters(self) -> None:
        """No conditions but the view's; a chip says that some of them are not understood."""
        self.filters.begin(UNKNOWN if holds_unknown(self.saved.where) else "")

    def query(self) -> Query:
        """What is in force now."""
        where = narrow(self._held(), self.filters.where.values())
        entity = self.module.entity
        searched = self.look.searched or (entity.title,)
        if self._broad:
            searched = tuple(spec.name for spec in entity.texts)
        text = " ".join(part for part in (self.saved.text, self.filters.text) if part)
        return Query(where, self.order, text, searched, binned=self._binned)

    @property
    def order(self) -> tuple[str, ...]:
        """The order in force."""
        return self._order or self.saved.order or self.module.order

    def describe(self) -> str:
        """Plenary, view and conditions in words."""
        plenary = self._call(self.plenary) if self.plenary and self._given is None else ""
        return "、".join(part for part in (plenary, self.saved.label, self.filters.describe()) if part)

    @property
    def listing(self) -> Listing | None:
        """The list on screen."""
        return self.reading.listing

    def _show(self) -> None:
        """Begin the list anew under the conditions in force."""
        self.filters.base = self._held()
        self.all_words.setText(COUNTING)
        for words in self.total_words:
            words.wait()
        self.reading.show(self.query())
        self.order_tool.put(self.order)

    def _tab_queries(self) -> dict[str, Query]:
        return {key: Query(Both(self._base(), where)) for key, where in self.saved.wheres().items()}

    def _show_totals(self, found: Sequence[str]) -> None:
        for words, total in zip(self.total_words, found, strict=True):
            words.put(total)
        self.foot.fold()

    def _show_views(self, counts: dict[str, int]) -> None:
        self.views.set_counts(counts)
        self.view_bar.fold()

    def _say_total(self, total: int) -> None:
        if not self.model.counted:
            self.all_words.setText(COUNTING)
            return
        self.all_words.setText(f"共 {total} {self.module.entity.counter}")
        self.foot.fold()
        if total:
            self.body.drop()
        elif self._binned or self.filters.describe():
            self._show_no_result()
        else:
            self._ask_if_empty()

    # empty

    def _ask_if_empty(self) -> None:
        """Nothing is in this view: is there anything at all?"""
        session, listing, base = self.session, self.listing, Query(self._base())

        def show(counts: list[int]) -> None:
            if listing is self.listing and not self.model.total:
                self._show_no_result() if counts[0] else self.body.put(
                    nothing_yet(self.module, self.begin_new, self.ask_import), self.new
                )

        session.read(lambda: count_lists(session.office, session.actor, self.module, [base]), show, self)

    def _show_no_result(self) -> None:
        said = "、".join(part for part in (self.saved.label, self.filters.describe()) if part)
        self.body.put(no_result(self.module, said, self._clear))

    def _clear(self) -> None:
        """Take back every condition, the view too."""
        self._given = None
        self.views.set_key("all")
        self.filters.begin()
        self._filtered()

    # actions

    def begin_new(self) -> None:
        """A new record, in the panel beside the list if there is one."""
        if self.session.read_only or self.module.opens:
            return
        if self.entry:
            self.entry.enter()
            return
        self.session.routes.record_asked.emit(self.module.name, "", Siblings())

    def ask_import(self) -> None:
        self.session.routes.import_asked.emit(self.module.name)

    def _open(self, record: str) -> None:
        asked, name = self.session.routes.record_asked, self.session.opened_by(self.module)
        if self.module.opens:
            self.reading.ask_opened(record, self.module.label, lambda opened, beside: asked.emit(name, opened, beside))
            return
        self.reading.ask_siblings(record, self.module.label, lambda siblings: asked.emit(name, record, siblings))

    def _restore(self) -> None:
        """Take the ticked records, or the current one, out of the bin."""
        session, kind = self.session, self.module.entity.name
        ticked, current = self.shown.count(ticked=True), self.table.current_id()

        def work() -> int:
            ids = self.output.ticked_ids() if ticked else [current] if current else []
            for record in ids:
                restore_record(session.office, session.actor, kind, record)
            return len(ids)

        session.write(work, lambda _count: self.table.setFocus(), self)

    def show_bin(self) -> None:
        """Records that were put into the bin."""
        self._given, self._broad, self._binned, self._order = EVERYTHING, "", True, ()
        self.views.set_key("all")
        self.filters.begin(BIN)
        self._dress_bin()
        self._show()
        self.table.setFocus()

    def _dress_bin(self) -> None:
        self.restore.setVisible(self._binned)
        self._ticks_changed()
        self._lay_columns()

    # columns and order

    def column_names(self) -> list[str]:
        """The fields shown, in order."""
        known = self.module.by_name
        chosen = self.session.settings.columns(self.session.actor.name, self.module.name)
        return [name for name in chosen if name in known] or list(self.module.columns)

    def _columns(self) -> list[ListColumn]:
        chosen = self.session.settings.columns(self.session.actor.name, self.module.name)
        columns = make_columns(self.module, self.look, chosen)
        return [*columns, REASON] if self._binned else columns

    def _lay_columns(self) -> None:
        if tuple(self._columns()) != self.model.columns:
            self.model.put_columns(self._columns())

    def _choose_columns(self) -> None:
        chosen = choose_columns(self.module, self.column_names(), self)
        if chosen is not None:
            self.session.settings.put_columns(self.session.actor.name, self.module.name, chosen)
            self._lay_columns()
            self._show()
        self.columns_tool.setFocus()

    def _keep_widths(self) -> None:
        self.session.settings.put_widths(self.session.actor.name, self.module.name, self.table.user_widths())

    def _sorted(self, key: str, falling: bool) -> None:
        self._order_by((f"-{key}" if falling else key,))

    def _order_by(self, order: Sequence[str]) -> None:
        self._order = tuple(order)
        self._show()

    # views

    def save_view(self) -> None:
        where = narrow(self._held(), self.filters.where.values())
        base = self._base()  # chosen above the list, for every view
        where = Both(*(each for each in parts_of(where) if each != base))
        words = dict(self.saved.current.words) if self.saved.current else {}
        if self.saved.label and not self.saved.current:
            words["视图"] = self.saved.label
        if self.filters.given:
            words["范围"] = self.filters.given
        order = self.order if self.order != self.module.order else ()
        self.saved.save(where, {**words, **self.filters.words}, self.query().text, order)

    def _views_changed(self) -> None:
        """A view was saved, renamed or deleted: show the one in force without further conditions."""
        self.view_bar.fold()
        self.reading.put_views(self._tab_queries())
        if not self._built or self.listing is None:
            return
        if self.saved.current is not None:
            self._given, self._order = None, ()
            self._begin_filters()
        self._show()

    # construction

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.view_bar, self.foot = self._make_view_bar(), self._make_foot()
        self._add_tools()
        middle = self.entry or self.body
        for part in (self.view_bar, self.filters, middle, self.foot):
            column.addWidget(part, 1 if part is middle else 0)
        if self.entry and self.new:
            self.entry.put_button(self.new)

    def _make_view_bar(self) -> ViewBar:
        folding = [self._neighbour_button(each) for each in list_neighbours(self.session, self.module)]
        if self.module.importable:
            folding.append(self._import_button())
        folding.append(PlainButton("导出", "upload", menu=self.output.export_menu()))
        self.new = None if self.module.opens else self._new_button()
        bar = ViewBar(self.views, folding, [PlainButton("打印", "printer", menu=self.output.print_menu())], self.new)
        bar.more.menu().aboutToShow.connect(self._fill_more)
        return bar

    def _neighbour_button(self, module: Module) -> PlainButton:
        go = PlainButton(module.label, module.icon)
        go.clicked.connect(lambda _on=False: self.session.routes.page_asked.emit(module.name))
        return go

    def _import_button(self) -> PlainButton:
        load = PlainButton("导入", "download")
        if self.second_way:
            load.set_menu(self._fill_import(QMenu(self)))
        else:
            load.clicked.connect(self.ask_import)
        load.why_off(self._why_not())
        return load

    def _new_button(self) -> PrimaryButton:
        new = PrimaryButton(f"新建{self.module.entity.label}", "plus")
        new.clicked.connect(self.begin_new)
        new.why_off(self._why_not())
        return new

    def _fill_import(self, menu: QMenu) -> QMenu:
        return fill_import(menu, self.ask_import, self.second_way, self.intake)

    def _fill_more(self) -> None:
        """更多: what has no button of its own, and what left the bars for want of room."""
        menu, session, module = self.view_bar.more.menu(), self.session, self.module
        empty_menu(menu)
        if self.view_bar.are_folded:
            self._fill_folded(menu)
        if self.filters.tools_are_folded:
            menu.addAction("存为视图…", self.save_view).setEnabled(not session.read_only)
        self.saved.fill(menu)
        if not menu.isEmpty():
            menu.addSeparator()
        if offers_batches(session, module):
            menu.addAction(PAPER, lambda: start_paper(session, module))
        fill_beside(session, module, menu)
        if not module.opens:
            menu.addAction(BIN, self.show_bin)

    def _fill_folded(self, menu: QMenu) -> None:
        """The buttons that left the bar."""
        if self.module.importable and self.second_way:
            self._fill_import(menu.addMenu("导入")).setEnabled(not self.session.read_only)
        elif self.module.importable:
            menu.addAction("导入…", self.ask_import).setEnabled(not self.session.read_only)
        self.output.fill_export(menu.addMenu("导出"))

    def _add_tools(self) -> None:
        self.order_tool = OrderTool(self.module)
        self.order_tool.picked.connect(self._order_by)
        self.view_tool = ToolButton("存为视图", stays=False)
        self.view_tool.clicked.connect(self.save_view)
        self.view_tool.why_off(self._why_not())
        self.columns_tool = ToolButton("选择列", "columns")
        self.columns_tool.clicked.connect(self._choose_columns)
        for tool in (self.order_tool, self.view_tool, self.columns_tool):
            self.filters.add_tool(tool)

    def _why_not(self) -> str:
        return "你的角色是查阅，不能改资料" if self.session.read_only else ""

    def _make_foot(self) -> Foot:
        self.ticked = self._make_bulk()
        self.all_words = label("", "bold")
        self.total_words = [TotalWords(total.label, total.role) for total in self.look.totals]
        return Foot(self.ticked, self.all_words, self.total_words)

    def _make_bulk(self) -> BulkBar:
        bulk = BulkBar(self.shown, self.output)
        self.ticked_words, self.restore = bulk.words, bulk.restore
        self.restore.clicked.connect(self._restore)
        self.restore.why_off(self._why_not())
        return bulk

    def _connect(self) -> None:
        self.views.picked.connect(self._pick_view)
        self.saved.changed.connect(self._views_changed)
        self.filters.changed.connect(self._filtered)
        self.model.sort_asked.connect(self._sorted)
        self.reading.totals_known.connect(self._show_totals)
        self.reading.views_known.connect(self._show_views)
        self.model.total_changed.connect(self._say_total)
        self.model.total_changed.connect(lambda _total: self._ticks_changed())
        self.model.ticks_changed.connect(self._ticks_changed)
        self.model.failed.connect(self.session.tasks.report)
        self.table.opened.connect(self._open)
        self.table.menu_asked.connect(self.ticked.fill_row_menu)
        self.table.dragged.connect(self._keep_widths)
        for keys, act in (
            ("Ctrl+F", self.filters.search.setFocus), ("Ctrl+N", self.begin_new), ("Ctrl+E", self._export),
            ("Ctrl+P", self._print), ("Ctrl+PgDown", lambda: self.views.step(1)),
            ("Ctrl+PgUp", lambda: self.views.step(-1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)

    def _export(self) -> None:
        """Ctrl+E: the ticked rows if there are any, else all."""
        self.output.export(ticked=self.shown.count(ticked=True) > 0)

    def _print(self) -> None:
        """Ctrl+P: the form of what is chosen, where the list has one; else the list."""
        forms = list_forms(self.session.office, self.module.entity.name)
        if forms:
            self.output.print_form(forms[0])
        else:
            self.output.print_list(ticked=self.shown.count(ticked=True) > 0)

    def _ticks_changed(self) -> None:
        words = self.model.ticks.words(self.model.total, self.module.entity.counter)
        self.ticked.setVisible(bool(words) or self._binned)
        self.ticked_words.setText(words)
        self.foot.fold()

    def _pick_view(self, _key: str) -> None:
        self._order = ()
        if self._given is not None or self.filters.given or holds_unknown(self.saved.where):
            self._given = None
            self._begin_filters()
        self._filtered()

    def _filtered(self) -> None:
        if not self.filters.given:
            self._given = None
        if self.filters.text != self._broad:
            self._broad = ""
        if self._binned and self._given is None:
            self._binned = False
            self._dress_bin()
        self.body.drop()
        self._show()

    def _restyle(self, _theme: Theme) -> None:
        QTimer.singleShot(0, self, self.table.arrange)
