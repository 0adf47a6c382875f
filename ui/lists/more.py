"""更多 of a list: what has no button of its own, and what left the bars for want of room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from cppcc_desktop.services.office.office import COUNTY
from ui.kit.frame.page import OwnPage
from ui.lists.batches import PAPER, offers_batches, start_paper
from ui.lists.body import BIN
from ui.lists.related import fill_related

if TYPE_CHECKING:
    from ui.lists.page import ListPage


def fill_more(page: ListPage, menu: QMenu) -> None:
    """Put in the menu what there is to do now."""
    menu.clear()
    if page.view_bar.are_folded:
        fill_folded(page, menu)
    if page.filters.tools_are_folded:
        menu.addAction("存为视图…", page.save_view).setEnabled(not page.session.read_only)
    page.saved.fill(menu)
    if not menu.isEmpty():
        menu.addSeparator()
    if offers_batches(page):
        menu.addAction(PAPER, lambda: start_paper(page))
    fill_beside(page, menu)
    if not page.module.opens:
        menu.addAction(BIN, page.show_bin)


def fill_folded(page: ListPage, menu: QMenu) -> None:
    """The buttons that left the bar."""
    session, module = page.session, page.module
    if module.importable and page.second_way:
        fill_import(page, menu.addMenu("导入")).setEnabled(not session.read_only)
    elif module.importable:
        menu.addAction("导入…", page.ask_import).setEnabled(not session.read_only)
    out = menu.addMenu("导出")
    out.addActions(page.output.export_menu().actions())


def fill_import(page: ListPage, menu: QMenu) -> QMenu:
    """The ways in, where there are two."""
    if page.second_way and page.intake:
        menu.addAction(page.second_way.table_words, page.ask_import)
        menu.addAction(page.second_way.words, page.intake.ask)
    return menu


def fill_beside(page: ListPage, menu: QMenu) -> None:
    """Lists and pages about the records of the list."""
    routes, module = page.session.routes, page.module
    fill_related(page.session, module, menu)
    if module.entity.joinable:
        menu.addAction("查重…", lambda: routes.duplicates_asked.emit(module.name))
    for own in page.session.parts(OwnPage):
        if own.beside == module.name and (own.stations or page.session.office.kind == COUNTY):
            menu.addAction(own.words, lambda key=own.key: routes.page_asked.emit(key))
