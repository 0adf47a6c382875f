"""The one list of all modules: views, conditions, table, foot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from cppcc_desktop.domain.modules import View
from cppcc_desktop.domain.office import Plenary
from cppcc_desktop.services.exports import export_list
from cppcc_desktop.services.printing import list_forms
from cppcc_desktop.services.records import Query, count_records, current_plenary, list_ids, list_plenaries, list_records
from cppcc_desktop.services.titles import word_rows
from ui.pages.list_filters import FilterRow
from ui.pages.looks import LOOKS, Look, make_columns
from ui.pages.page import Page
from ui.session import Session, Siblings
from ui.tables.columns import Page as Rows
from ui.tables.columns import Row
from ui.tables.page_model import PageModel
from ui.tables.record_table import RecordTable
from ui.tasks import Change
from ui.theme import Theme, follow_theme
from ui.widgets.buttons import PlainButton, PrimaryButton, SmallButton, TextButton
from ui.widgets.empty import EmptyState
from ui.widgets.labels import frame, label
from ui.widgets.tabs import Tab, Tabs
from ui.widgets.top_bar import TopBar

MOST_SIBLINGS = 5000  # of a longer list the record page offers no walking
SEARCHED = {"proposal": ("title", "docket_no", "intake_no", "collective"), "member": ("name", "post"),
            "station": ("name", "code", "head"), "activity": ("title", "place")}  # fmt: skip


OPERATORS = ("set", "before", "from", "between", "like")  # first words of conditions that are no list of values


def narrow(where: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Both conditions at once: a value outside the list of values that is in force leaves nothing."""
    both = {**where, **more}
    for name, value in more.items():
        held = where.get(name)
        if isinstance(held, tuple) and held[:1] and held[0] not in OPERATORS and value not in held:
            both[name] = ()
    return both


class ListPage(Page):
    """The list of one module."""

    def __init__(self, session: Session, module_name: str) -> None:
        super().__init__(session)
        self.module = session.module(module_name)
        self.nav = module_name if self.module.page else "settings"
        self.look = LOOKS.get(module_name, Look())
        self.plenary = ""
        self._plenaries: list[str] = []
        self._sort = ""
        self._falling = False
        self._given: Mapping[str, Any] | None = None
        self._built = False
        self.model = PageModel(make_columns(self.module, self.look), session.tasks, self)
        self.table = RecordTable(self.model)
        self.filters = FilterRow(session, self.module)
        self.views = Tabs([Tab(view.name, view.label) for view in self._views()])
        self.body = QStackedWidget()
        self.empty: QWidget | None = None
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page(self.module.label)
        if self.look.plenaries and self._plenaries:
            choices = [(key, Plenary.parse(key).label) for key in self._plenaries]
            top.set_plenaries([*choices, ("", "全部会议")], self.plenary)

    def arrive(self) -> None:
        if not self._built:
            self._built = True
            self._begin()
        self._focus_body()

    def areas(self) -> list[QWidget]:
        return [self.body, self.foot, self.view_bar, self.filters]

    def _focus_body(self) -> None:
        """To the table, or to what the empty list offers first."""
        buttons = self.empty.findChildren(QPushButton) if self.empty else []
        (buttons[0] if buttons else self.table).setFocus()

    def follow(self, change: Change) -> None:
        if self._built and change.touches(
            *(each.name for each in self.module.entities), "member", "unit", "code_entry"
        ):
            self.table.refresh()
            self._count()

    def filter_by(self, where: Mapping[str, Any], words: str) -> None:
        """Show what a number elsewhere counted: no view, just these conditions, as a chip of that name."""
        self._given = where
        self.views.set_key("all")
        self.filters.begin(words)
        self._drop_empty()
        if self._built:
            self._show()

    # reading

    def _begin(self) -> None:
        session = self.session
        if not self.look.plenaries:
            self._show()
            return

        def read() -> tuple[list[str], str]:
            return list_plenaries(session.office, session.actor), current_plenary(session.office)

        session.read(read, self._know_plenaries, self)

    def _know_plenaries(self, found: tuple[list[str], str]) -> None:
        self._plenaries, self.plenary = found
        window = self.window()
        top = getattr(window, "top", None)
        if isinstance(top, TopBar) and self.isVisible():
            self.dress(top)
        self._show()

    def pick_plenary(self, key: object) -> None:
        self.plenary = str(key or "")
        self._show()

    def _view(self) -> View:
        return next(each for each in self._views() if each.name == self.views.key)

    def _views(self) -> tuple[View, ...]:
        return self.module.views or (View(name="all", label="全部"),)

    def _base(self) -> dict[str, Any]:
        """Conditions of the plenary alone."""
        return {"plenary": self.plenary} if self.plenary else {}

    def _held(self) -> dict[str, Any]:
        """What is in force without the chips: what another page asked for, or plenary and view."""
        return dict(self._given) if self._given is not None else {**self._base(), **self._view().where}

    def query(self) -> Query:
        """What is in force now."""
        where = narrow(self._held(), self.filters.where)
        order = (("-" if self._falling else "") + self._sort,) if self._sort else self.module.order
        searched = SEARCHED.get(self.module.entity.name, (self.module.entity.title,))
        return Query(where, order, self.filters.text, searched)

    def _show(self) -> None:
        """Begin the list anew under the conditions in force."""
        session, query, look = self.session, self.query(), self.look
        self.filters.base = self._held()

        def fetch(offset: int, limit: int) -> Rows:
            page = list_records(session.office, session.actor, self.module, query, offset, limit)
            words = word_rows(session.office, self.module.fields, page.rows)
            today = session.office.today()
            rows = [
                Row(str(row["id"]), {**told, **look.cells(row, told, today)})
                for row, told in zip(page.rows, words, strict=True)
            ]
            return Rows(rows, page.total)

        sort = self._sort or (query.order[0].removeprefix("-") if query.order else "")
        falling = self._falling if self._sort else bool(query.order) and query.order[0].startswith("-")
        self.model.show(fetch, sort_key=sort, falling=falling)
        self._count()

    def _count(self) -> None:
        """Counts of the views and of the foot, in the background."""
        session, query = self.session, self.query()

        def count() -> tuple[dict[str, int], list[int]]:
            views = {
                view.name: count_records(
                    session.office, session.actor, self.module, Query({**self._base(), **view.where})
                )
                for view in self._views()
            }
            totals = [
                count_records(session.office, session.actor, self.module, Query({**query.where, **total.where}))
                for total in self.look.totals
            ]
            return views, totals

        session.read(count, self._show_counts, self)

    def _show_counts(self, counts: tuple[dict[str, int], list[int]]) -> None:
        self.views.set_counts(counts[0])
        for words, total, count in zip(self.total_words, self.look.totals, counts[1], strict=True):
            words.setText(f"{total.label} {count}")
        total = self.model.total
        if total:
            self._drop_empty()
        elif counts[0].get("all") == 0 and not self.filters.describe():
            self._show_empty()
        else:
            self._show_no_result()

    def _say_total(self, total: int) -> None:
        self.all_words.setText(f"共 {total} {self.module.entity.counter}")
        if total:
            self._drop_empty()

    # empty

    def _show_empty(self) -> None:
        new = PrimaryButton(f"新建{self.module.label}", "plus")
        new.clicked.connect(self._new)
        actions: list[Any] = [new]
        if self.module.importable:
            load = PrimaryButton("导入名册", "download")
            load.clicked.connect(self._import)
            plain = PlainButton(f"新建{self.module.label}", "plus")
            plain.clicked.connect(self._new)
            actions = [load, plain]
        self._put_empty(EmptyState(self.module.icon, f"还没有{self.module.label}", (self.module.hint,), actions))

    def _show_no_result(self) -> None:
        clear = PlainButton("清除条件")
        clear.clicked.connect(self._clear)
        view = [] if self._given is not None or self.views.key == "all" else [self._view().label]
        said = "、".join([*view, *([self.filters.describe()] if self.filters.describe() else [])])
        self._put_empty(EmptyState("find", f"没有“{said}”的{self.module.label}", ("换个条件再看。",), [clear]))

    def _put_empty(self, state: EmptyState) -> None:
        inside = self._holds_focus()
        self._drop_empty()
        self.empty = state
        self.body.addWidget(state)
        self.body.setCurrentWidget(state)
        if inside:
            self._focus_body()

    def _drop_empty(self) -> None:
        state, self.empty = self.empty, None
        if state is not None:
            inside = self._holds_focus()
            self.body.setCurrentWidget(self.table)
            if inside:
                self.table.setFocus()
            self.body.removeWidget(state)
            state.deleteLater()

    def _holds_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.body.isAncestorOf(focused)

    def _clear(self) -> None:
        """Take back every condition, the view too."""
        self._given = None
        self.views.set_key("all")
        self.filters.begin()
        self._filtered()

    # actions

    def _new(self) -> None:
        if self.session.read_only:
            return
        self.session.routes.record_asked.emit(self.module.name, "", Siblings())

    def _import(self) -> None:
        self.session.routes.import_asked.emit(self.module.name)

    def _open(self, record: str) -> None:
        session, query = self.session, self.query()

        def read() -> list[str]:
            few = self.model.total <= MOST_SIBLINGS
            return list_ids(session.office, session.actor, self.module, query) if few else []

        def go(ids: list[str]) -> None:
            session.routes.record_asked.emit(self.module.name, record, Siblings(ids, self.module.label))

        session.read(read, go, self)

    def _ticked_ids(self) -> list[str]:
        """Ids of the ticked rows, in the order of the list; on the database thread."""
        session, ticks = self.session, self.model.ticks
        return [
            each for each in list_ids(session.office, session.actor, self.module, self.query()) if ticks.holds(each)
        ]

    def _export(self, *, ticked: bool = False) -> None:
        name = str(Path(self.session.settings.now.folder or Path.home()) / f"{self.module.label}.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self, "导出", name, "Excel 工作簿 (*.xlsx);;CSV 文本 (*.csv)")
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".xlsx")
        self.session.settings.put(folder=str(path.parent))
        session, query = self.session, self.query()

        def work(progress: Any) -> int:
            progress(0, 0, "正在读取")
            ids = self._ticked_ids() if ticked else ()
            return export_list(session.office, session.actor, self.module, query, path, ids=ids)

        session.tasks.start_job(
            f"导出{self.module.label}", work, line=lambda count: f"已导出 {count} {self.module.entity.counter}到 {path.name}。",
            unit=self.module.entity.counter, owner=self,
        )  # fmt: skip

    def _print(self, form: str, *, blank: bool = False) -> None:
        if blank:
            self._preview(form, [""])
            return
        if not self.model.ticks.count(self.model.total):
            current = self.table.current_id()
            if current:
                self._preview(form, [current])
            return
        self.session.read(self._ticked_ids, lambda ids: self._preview(form, ids), self)

    def _preview(self, form: str, ids: list[str]) -> None:
        from ui.dialogs.print_preview import PrintPreview

        PrintPreview(self.session, form, ids, self).exec()

    def _sorted(self, key: str, falling: bool) -> None:
        self._sort, self._falling = key, falling
        self._show()

    def _ticks_changed(self) -> None:
        words = self.model.ticks.words(self.model.total, self.module.entity.counter)
        self.ticked.setVisible(bool(words))
        self.ticked_words.setText(words)

    # construction

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.body.addWidget(self.table)
        self.view_bar, self.foot = self._make_view_bar(), self._make_foot()
        for part in (self.view_bar, self.filters, self.body, self.foot):
            column.addWidget(part, 1 if part is self.body else 0)

    def _make_view_bar(self) -> QFrame:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.views, 1)
        if self.module.importable:
            load = PlainButton("导入", "download")
            load.clicked.connect(self._import)
            load.why_off(self._why_not())
            row.addWidget(load)
        export = PlainButton("导出", "upload")
        export.clicked.connect(lambda: self._export())
        row.addWidget(export)
        forms = self._form_menu()
        if forms:
            row.addWidget(PlainButton("打印", "printer", menu=forms))
        new = PrimaryButton(f"新建{self.module.label}", "plus")
        new.clicked.connect(self._new)
        new.why_off(self._why_not())
        row.addWidget(new)
        return bar

    def _why_not(self) -> str:
        return "你的角色是查阅，不能改资料" if self.session.read_only else ""

    def _form_menu(self) -> QMenu | None:
        forms = list_forms(self.session.office, self.module.entity.name)
        if not forms:
            return None
        menu = QMenu(self)
        for each in forms:
            menu.addAction(f"{each.label}（所选的）", lambda form=each.id: self._print(form))
            menu.addAction(f"空白{each.label}", lambda form=each.id: self._print(form, blank=True))
        return menu

    def _make_foot(self) -> QFrame:
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self.ticked = self._make_bulk()
        row.addWidget(self.ticked)
        row.addStretch(1)
        self.all_words = label("", "bold")
        self.total_words = [label("", total.role) for total in self.look.totals]
        for part in (self.all_words, *self.total_words):
            row.addWidget(part)
            row.addSpacing(8)
        return foot

    def _make_bulk(self) -> QWidget:
        bulk = QWidget()
        row = QHBoxLayout(bulk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.ticked_words = label("", "bold")
        row.addWidget(self.ticked_words)
        menu = self._form_menu()
        if menu:
            row.addWidget(SmallButton("打印", menu=menu))
        export = SmallButton("导出所选")
        export.clicked.connect(lambda: self._export(ticked=True))
        clear = TextButton("取消选择", small=True)
        clear.clicked.connect(lambda: self.model.tick_all(False))
        row.addWidget(export)
        row.addWidget(clear)
        bulk.hide()
        return bulk

    def _connect(self) -> None:
        self.views.picked.connect(self._pick_view)
        self.filters.changed.connect(self._filtered)
        self.model.sort_asked.connect(self._sorted)
        self.model.total_changed.connect(self._say_total)
        self.model.ticks_changed.connect(self._ticks_changed)
        self.model.failed.connect(self.session.tasks.report)
        self.table.opened.connect(self._open)
        for keys, act in (
            ("Ctrl+F", self.filters.search.setFocus), ("Ctrl+N", self._new), ("Ctrl+E", self._export),
            ("Ctrl+PgDown", lambda: self.views.step(1)), ("Ctrl+PgUp", lambda: self.views.step(-1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)
        if self._form_menu():
            form = list_forms(self.session.office, self.module.entity.name)[0].id
            QShortcut(QKeySequence("Ctrl+P"), self, lambda: self._print(form))

    def _pick_view(self, _key: str) -> None:
        if self._given is not None:
            self._given = None
            self.filters.begin()
        self._filtered()

    def _filtered(self) -> None:
        if not self.filters.given:
            self._given = None
        self._drop_empty()
        self._show()

    def _restyle(self, theme: Theme) -> None:
        self.view_bar.setFixedHeight(theme.px(40) + 1)
        self.foot.setFixedHeight(theme.px(40))
        QTimer.singleShot(0, self, self.table.arrange)
