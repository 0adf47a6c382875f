"""The views of a list: those that ship, then those the office saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cppcc_desktop.domain.description.conditions import Condition, holds_unknown
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.domain.office.office import SAVED_VIEW
from cppcc_desktop.services.lists.views import SavedView, delete_view, list_views, rename_view, save_view
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.tabs import Tab, Tabs
from ui.session import Session


class ListViews(QObject):
    """`changed()`: saved views came, went or were renamed; the tabs show it already."""

    changed = Signal()

    def __init__(self, session: Session, module: Module, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._module, self._page = session, module, page
        self.shipped = module.views or (View(name="all", label="全部"),)
        self.saved: dict[str, SavedView] = {}
        self.tabs = Tabs([Tab(view.name, view.label) for view in self.shipped])
        self.tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tabs.customContextMenuRequested.connect(self._open_menu)

    # what is in force

    @property
    def current(self) -> SavedView | None:
        """The saved view in force, if it is one."""
        return self.saved.get(self.tabs.key)

    @property
    def label(self) -> str:
        """What the tab in force is called; empty for 全部."""
        if self.tabs.key == "all":
            return ""
        return self.current.label if self.current else self._shipped().label

    @property
    def where(self) -> Condition:
        return self.current.where if self.current else self._shipped().where

    @property
    def text(self) -> str:
        return self.current.text if self.current else ""

    @property
    def order(self) -> tuple[str, ...]:
        return self.current.order if self.current else ()

    def wheres(self) -> dict[str, Condition]:
        """The conditions of every tab that a count can be read for: not of one that searches a text or is not understood."""
        kept = {key: view.where for key, view in self.saved.items() if not view.text and not holds_unknown(view.where)}
        return {**{view.name: view.where for view in self.shipped}, **kept}

    def _shipped(self) -> View:
        return next((each for each in self.shipped if each.name == self.tabs.key), self.shipped[0])

    # reading

    def read(self, then: Callable[[], None] | None = None, choose: str = "") -> None:
        """Read the saved views anew, make one of them current, then go on."""
        session = self._session

        def done(views: list[SavedView]) -> None:
            self._take(views, choose)
            if then:
                then()

        session.read(lambda: list_views(session.office, session.actor, self._module), done, self)

    def _take(self, views: list[SavedView], choose: str) -> None:
        before = (self.tabs.key, self.saved)
        counts = {tab.key: tab.count for tab in self.tabs._tabs}
        self.saved = {view.id: view for view in views}
        tabs = [Tab(view.name, view.label, counts.get(view.name)) for view in self.shipped]
        tabs += [Tab(view.id, view.label, counts.get(view.id), tell(view)) for view in views]
        self.tabs.set_tabs(tabs)
        if choose:
            self.tabs.set_key(choose)
        if (self.tabs.key, self.saved) != before:
            self.changed.emit()

    # changing

    def save(self, where: Condition, words: Mapping[str, str], text: str, order: tuple[str, ...]) -> None:
        """Ask for a name, keep what is in force under it and show it."""
        session, module = self._session, self._module
        said = "、".join([*(f"{name} = {word}" for name, word in words.items()), *([f"“{text}”"] if text else [])])

        def work(entered: Mapping[str, object]) -> str:
            label = str(entered.get("label") or "")
            return save_view(session.office, session.actor, module, label, where, words, order, text)

        dialog = self._dialog(
            "存为视图", "存下来", work, f"条件：{said or '没有'}。排序也一起存。本办公室的人都能看到。"
        )
        dialog.accepted.connect(lambda: self.read(choose=str(dialog.result_value)))
        dialog.run()

    def rename(self) -> None:
        """Ask for another name of the view in force."""
        view, session, module = self.current, self._session, self._module
        if view is None:
            return

        def work(entered: Mapping[str, object]) -> None:
            rename_view(session.office, session.actor, module, view.id, str(entered.get("label") or ""))

        dialog = self._dialog("改视图名称", "改好", work, "", view.label)
        dialog.accepted.connect(self.read)
        dialog.run()

    def delete(self) -> None:
        """Take the view in force away, after a question."""
        view, session = self.current, self._session
        if view is None:
            return
        by = "" if view.by in ("", session.actor.name) else f"这个视图是{view.by}存的。"
        if ask(self._page, f"删除视图“{view.label}”？", f"{by}只删这个视图，里面的记录一条不少。", Choice("delete", "删除视图")) != "delete":  # fmt: skip
            return
        session.write(
            lambda: delete_view(session.office, session.actor, view.id), lambda _: self.read(), self._page,
        )  # fmt: skip

    def _dialog(
        self, title: str, button: str, work: Callable[[Mapping[str, object]], Any], hint: str, label: str = ""
    ) -> EntryDialog:
        asked = ShortForm(
            title, [SAVED_VIEW.by_name["label"]], proposed={"label": label} if label else {}, required=("label",),
            button=button, hint=hint,
        )  # fmt: skip
        return EntryDialog(self._session, asked, work, self._page)

    def fill(self, menu: QMenu) -> None:
        """What can be done with the saved view in force."""
        if self.current is not None and not self._session.read_only:
            menu.addAction("改视图名称…", self.rename)
            menu.addAction("删除视图…", self.delete)

    def _open_menu(self, spot: QPoint) -> None:
        menu = QMenu(self.tabs)
        self.fill(menu)
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.tabs.mapToGlobal(spot))


def tell(view: SavedView) -> str:
    """The tooltip of a saved view: its conditions and who saved it."""
    said = [f"{name} = {word}" for name, word in view.words.items()]
    said += [f"“{view.text}”"] if view.text else []
    return "、".join(said or ["没有条件"]) + (f"（{view.by}存的）" if view.by else "")
