"""The one window: sidebar, top bar, pages, status bar."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.conditions import Condition
from cppcc_desktop.domain.description.figures import FigureSheet
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.office.office import COUNTY
from cppcc_desktop.services.summary import Summary, read_summary
from ui.find.box import FindBox
from ui.icons import icon
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.focus import follow_chain
from ui.kit.frame.leaving import take_out
from ui.kit.help import open_manual
from ui.kit.tables.backup_table import tell_moment
from ui.kit.window.page import Page
from ui.kit.window.sidebar import NavItem, Sidebar
from ui.kit.window.status_bar import StatusBar
from ui.kit.window.top_bar import TopBar
from ui.session import BatchStart, RestoreWish, Session, Siblings
from ui.tasks import Job, WrittenKinds

NAMED = 2  # lists that the find field names


def enter(area: QWidget) -> bool:
    """Give the focus to the part of an area that had it last, or to its first; False if there is none."""
    last = area.focusWidget()
    parts = [area] if last is None else [last, area]
    for each in chain(parts, (part for part in follow_chain(area) if area.isAncestorOf(part))):
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


CALM = 300  # ms without a write until pages out of sight read, where several come one after another


class MainWindow(QWidget):
    """`ready` is sent once the first page shows true counts; `left` when the person signs out.

    `restoring`: a backup shall take the place of the database, which needs this window closed.
    """

    ready = Signal()
    left = Signal()
    restoring = Signal(object)  # RestoreWish

    def __init__(self, session: Session, make_page: Callable[..., Page]) -> None:
        super().__init__()
        self.session = session
        self._make_page = make_page
        self._kept: dict[str, Page] = {}
        self._trail: list[Page] = []
        self._ways: dict[Page, Page] = {}  # a page that stays → the one a number or an entry of a menu led from
        self.side = Sidebar(self._nav_items())
        self.top, self.status = TopBar(self._say_findable()), StatusBar()
        self.stack = QStackedWidget()
        self.finder = FindBox(self.top.search, session, self)
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.summary: Summary | None = None
        self._unseen: frozenset[str] = frozenset()  # kinds that pages out of sight have not heard of yet
        self._calm = QTimer(self, interval=CALM, singleShot=True)
        self._calm.timeout.connect(self._tell_unseen)
        self.setMinimumSize(900, 520)
        self.resize(1366, 696)
        self.restoreGeometry(QByteArray.fromBase64(session.settings.now.window.encode()))  # Qt keeps it on a screen
        self.setWindowIcon(QIcon(icon("program", "accent")))
        self.show_page("home")
        self._read_summary()

    # pages

    def show_page(self, key: str) -> None:
        """A page of the sidebar; it keeps its state while the window is open."""
        self._show_kept(key)

    def visit_page(self, key: str) -> None:
        """The same, asked for by another page: Esc leads back there."""
        self._show_kept(key, way=True)

    def _show_kept(self, key: str, *, way: bool = False, prepare: Callable[[Any], None] | None = None) -> None:
        if not self._leave():
            return
        page = self._kept.get(key)
        if page is None:
            page = self._kept[key] = self._make_page(key, self.session)
            self._attend(page)
        self._end_trail()
        self._note_way(page, way=way)
        if prepare:
            prepare(page)
        self._bring(page)

    def _note_way(self, page: Page, *, way: bool) -> None:
        """Remember where a page was asked from; whoever picks it in the sidebar goes back nowhere."""
        now = self.stack.currentWidget()
        if way and isinstance(now, Page) and now is not page and now in self._kept.values():
            if self._ways.get(now) is page:  # back again: two pages do not lead to each other for ever
                self._put_way(now, None)
            else:
                self._put_way(page, now)
        elif not way:
            self._put_way(page, None)

    def _put_way(self, page: Page, before: Page | None) -> None:
        self._ways.pop(page, None)
        page.came_from = ""
        if before is not None:
            self._ways[page] = before
            module = getattr(before, "module", None)
            names = {item.key: item.word for item in self._nav_items()}
            page.came_from = module.label if module else names.get(before.nav, "上一页")

    def _attend(self, page: Page) -> None:
        """The workbench counts for the sidebar and says when the first screen is true."""
        for name, slot in (("counted", self.count_nav), ("ready", self.ready.emit)):
            signal = getattr(page, name, None)
            if signal is not None:
                signal.connect(slot)

    def show_settings(self, part: str) -> None:
        """A part of the settings: plenaries, backup …"""
        self.visit_page("settings")
        page = self.stack.currentWidget()
        if page is self._kept.get("settings"):
            page.show_part(part)  # type: ignore[attr-defined]

    def send(self) -> None:
        """The page of exchange, where it is said to which file."""
        self.visit_page("exchange")
        page = self.stack.currentWidget()
        if page is self._kept.get("exchange"):
            page.send_now()  # type: ignore[attr-defined]

    def show_list(self, module: str, where: Condition, words: str) -> None:
        """The list of a module under these conditions; other keys of the sidebar open as they are."""
        if module in self.session.office.modules:
            self._show_kept(module, way=True, prepare=lambda page: page.filter_by(where, words))
        else:
            self.visit_page(module)

    def search_list(self, module: str, text: str) -> None:
        """The list of a module, searched for a text in all it holds."""
        self._show_kept(module, way=True, prepare=lambda page: page.search(text))

    def show_record(self, module: str, record: str, siblings: Siblings) -> None:
        """One record, or a new one if `record` is empty."""
        if not self._leave():
            return
        from ui.records.page import RecordPage

        now = self.stack.currentWidget()
        page = self._make_page("record", self.session, module, record, siblings)
        if isinstance(now, RecordPage):
            self._trail = [each for each in self._trail if each is not now]
        elif isinstance(now, Page):
            self._trail.append(now)
        self._bring(page)

    def begin_record(self, module: str) -> None:
        """A new record: beside the list where its noun is entered there, otherwise on a page of its own."""
        from ui.lists.entry import find_entry  # the first page comes up without the room of lists

        if find_entry(self.session, module) is None:
            now = self.stack.currentWidget()
            names = {item.key: item.word for item in self._nav_items()}
            self.show_record(module, "", Siblings(back=names.get(now.nav, "") if isinstance(now, Page) else ""))
            return
        self.visit_page(module)
        page = self.stack.currentWidget()
        if page is self._kept.get(module):
            page.begin_new()  # type: ignore[attr-defined]

    def show_beside(self, module: str, record: str, siblings: Siblings) -> None:
        """One record to look something up in; the page it is asked from stays as it is, Esc comes back to it."""
        now = self.stack.currentWidget()
        if isinstance(now, Page):
            self._trail.append(now)
        self._bring(self._make_page("record", self.session, module, record, siblings))

    def _end_trail(self) -> None:
        """Pages that were waited with are taken away; what was typed there is kept as a draft."""
        for page in self._trail:
            if page not in self._kept.values():
                take_out(self.stack, page)
                page.close_page()
        self._trail.clear()

    def show_import(self, module: str) -> None:
        """The import of a list."""
        self._show_about("import", module)

    def show_duplicates(self, module: str) -> None:
        """查重 of a list."""
        self._show_about("duplicates", module)

    def show_batch(self, start: BatchStart) -> None:
        """The sheet for one step of many cases."""
        self._show_about("batch", start)

    def _show_about(self, key: str, module: object) -> None:
        if self._leave():
            now = self.stack.currentWidget()
            if isinstance(now, Page):
                self._trail.append(now)
            self._bring(self._make_page(key, self.session, module))

    def go_back(self) -> None:
        """Where the record or the import was opened from."""
        if not self._leave():
            return
        now = self.stack.currentWidget()
        way = self._ways.get(now) if isinstance(now, Page) and not self._trail else None
        if self._trail:
            self._bring(self._trail.pop())
        elif way is not None and isinstance(now, Page):
            self._put_way(now, None)
            self._bring(way)
        else:
            self.show_page("home")

    def _page(self) -> Page:
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def _leave(self) -> bool:
        now = self.stack.currentWidget()
        return not isinstance(now, Page) or now.may_leave()

    def _bring(self, page: Page) -> None:
        old = self.stack.currentWidget()
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
            page.dressing_changed.connect(lambda: self._dress(page))
        self.stack.setCurrentWidget(page)
        if isinstance(old, Page) and old is not page and old not in self._kept.values() and old not in self._trail:
            take_out(self.stack, old)
            old.close_page()
        self.top.set_plenaries(())
        self._dress(page)
        page.arrive()
        focused = self.focusWidget()
        if (focused is None or not page.isAncestorOf(focused)) and not enter(page):
            page.setFocus()  # until what it reads has come

    def _dress(self, page: Page) -> None:
        if page is self.stack.currentWidget():
            self.side.set_current(page.nav)
            page.dress(self.top)
            self.top.show_way(page.came_from)
            self._name_window()

    def _name_window(self) -> None:
        office = self.summary.office if self.summary else ""
        self.setWindowTitle(f"{self.top.title.whole} - 县政协工作台" + (f"（{office}）" if office else ""))

    # what changed

    def _follow(self, change: WrittenKinds) -> None:
        """What is in sight reads at once. The rest does so too, but while one key after another is stored it waits for a
        pause: what it reads would take the turns of the keys.
        """
        now = self.stack.currentWidget()
        if isinstance(now, Page):
            now.follow(change)
        self._unseen |= change.entities
        if self._calm.isActive():
            self.session.tasks.expect(True)
        else:
            self._tell_unseen()
        self._calm.start()

    def _tell_unseen(self) -> None:
        """Pages out of sight and the status bar hear what was written since they last did."""
        self.session.tasks.expect(False)
        change, self._unseen = WrittenKinds(self._unseen), frozenset()
        if not change.entities:
            return
        now = self.stack.currentWidget()
        for page in {*self._kept.values(), *self._trail}:
            if page is not now:
                page.follow(change)
        self._read_summary()

    def _read_summary(self) -> None:
        session = self.session
        session.read(lambda: read_summary(session.office, session.actor), self._show_summary, self)

    def _show_summary(self, summary: Summary) -> None:
        self.summary = summary
        plenary = Plenary.parse(summary.plenary).short if summary.plenary else ""
        today = self.session.office.today()
        backup = f"上次备份：{tell_moment(summary.backup, today, near=True)}" if summary.backup else "还没有备份"
        unsent = f"{summary.waiting} 条改动未送出" if summary.waiting else ""
        self.status.put(summary.office, plenary, backup, unsent)
        self.side.show_demo(summary.demo)
        self._name_window()

    def count_nav(self, counts: dict[str, int]) -> None:
        """Counts at the right of the sidebar's entries."""
        for key, count in counts.items():
            self.side.set_count(key, count)

    # construction

    def _nav_items(self) -> list[NavItem]:
        office = self.session.office
        county = office.kind == COUNTY
        modules = [
            each for each in office.modules.values()
            if each.page and each.within not in office.modules and (county or each.stations)
        ]  # fmt: skip
        return [
            NavItem("home", "home", "工作台"),
            *(NavItem(each.name, each.icon, each.label) for each in modules),
            *([NavItem("figures", "stats", "统计", group=1)] if county and office.has(FigureSheet) else []),
            NavItem("exchange", "exchange", "数据交换", group=1),
            NavItem("settings", "settings", "系统设置", group=1),
        ]

    def _say_findable(self) -> str:
        """What the find field says can be found: the first lists of the sidebar."""
        modules = [m for m in self.session.office.modules.values() if m.page and m.entity.found]
        return "、".join([*(m.label for m in modules[:NAMED]), "号码", "拼音"])

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (self.top, self.stack, self.status):
            column.addWidget(part, 1 if part is self.stack else 0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side)
        whole.addLayout(column, 1)
        self.top.set_person(self.session.actor.name, self._person_menu())
        self.top.set_help(self._help_menu())

    def _help_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_help(menu))  # made anew: no entry is kept beyond its menu's showing
        return menu

    def _fill_help(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction("使用手册\tF1", lambda: open_manual(self._page()))
        if self._kept["home"].has_steps:  # type: ignore[attr-defined]
            menu.addAction("先做这几步", self._bring_steps)
        menu.addAction("关于县政协工作台…", self._show_about_program)

    def _show_about_program(self) -> None:
        from ui.settings.about import AboutDialog

        dialog = AboutDialog(self.session, self)
        dialog.exec()
        dialog.deleteLater()

    def _bring_steps(self) -> None:
        self.show_page("home")
        self._kept["home"].bring_steps()  # type: ignore[attr-defined]

    def _person_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("换人登录", self._sign_out)
        menu.addAction("退出程序", self.close)
        return menu

    def _connect(self) -> None:
        routes, tasks = self.session.routes, self.session.tasks
        self.side.picked.connect(self.show_page)
        self.top.back.connect(self.go_back)
        self.top.plenary_picked.connect(lambda key: self._page().pick_plenary(key))
        self.top.previous.connect(lambda: self._page().walk(-1))
        self.top.next.connect(lambda: self._page().walk(1))
        routes.page_asked.connect(self.visit_page)
        routes.settings_asked.connect(self.show_settings)
        routes.list_asked.connect(self.show_list)
        routes.record_asked.connect(self.show_record)
        routes.new_asked.connect(self.begin_record)
        routes.beside_asked.connect(self.show_beside)
        routes.search_asked.connect(self.search_list)
        routes.import_asked.connect(self.show_import)
        routes.duplicates_asked.connect(self.show_duplicates)
        routes.batch_asked.connect(self.show_batch)
        routes.send_asked.connect(self.send)
        routes.back_asked.connect(self.go_back)
        routes.restore_asked.connect(self._restore)
        tasks.changed.connect(self._follow)
        tasks.job_finished.connect(lambda _job: self._read_summary())  # a backup writes no record
        self.status.watch(tasks)
        self.status.result_opened.connect(self._open_result)
        self.status.offer_taken.connect(lambda job, offer: job.result.take_offer(self, offer))

    def _open_result(self, job: Job) -> None:
        opener = getattr(job.result, "open_result", None)
        if opener:
            opener(self)

    def _bind_keys(self) -> None:
        for number, item in enumerate(self._nav_items()[:9], start=1):
            self._key(f"Alt+{number}", lambda key=item.key: self.show_page(key))
        self._key("F1", lambda: open_manual(self._page()))
        self._key("F5", self._refresh)
        self._key("Ctrl+K", self.finder.begin)
        self._key("F6", self._next_area)

    def _key(self, keys: str, act: Callable[[], Any]) -> None:
        QShortcut(QKeySequence(keys), self, act)

    def _refresh(self) -> None:
        self._follow(WrittenKinds(frozenset(self.session.office.schema.entities)))

    def _next_area(self) -> None:
        """F6: sidebar → the areas of the page → top and status bar → sidebar."""
        areas = [*self._page().areas(), self.top, self.status]
        focused = self.focusWidget()
        inside = [at for at, area in enumerate(areas) if focused and (area is focused or area.isAncestorOf(focused))]
        beside = focused is None or self.side.isAncestorOf(focused)
        following = areas[inside[-1] + 1 :] if inside else areas if beside else []
        if not any(enter(area) for area in following):
            self.side.focus_current()

    def _sign_out(self) -> None:
        if self._leave() and self._may_close():
            self.left.emit()

    def _restore(self, wish: RestoreWish) -> None:
        if self._leave() and self._may_close():
            self.restoring.emit(wish)

    def _may_close(self) -> bool:
        jobs = [job for job in self.session.tasks.jobs if not job.idle]
        if not jobs:
            return True
        names = "、".join(job.title for job in jobs)
        chosen = ask(self, f"{names}还没有做完。", "现在关掉会停下来，没做完的部分撤回。",
                     Choice("wait", "等它做完"), Choice("stop", "停下并关掉"), cancel="")  # fmt: skip
        return chosen == "stop"

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leave() and self._may_close():
            self.session.settings.put(window=bytes(self.saveGeometry().toBase64().data()).decode())
            event.accept()
        else:
            event.ignore()
