"""更多 of a list: what has no button of its own, and what left the bars for want of room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from cppcc_desktop.services.office.office import COUNTY
from ui.lists.batches import PAPER, offers_batches, start_paper
from ui.lists.body import BIN
from ui.lists.related import fill_related
from ui.nouns.proposals.files import WORDS

if TYPE_CHECKING:
    from ui.lists.page import ListPage

# pages about the records of a list, by module
BESIDE = {"proposals": (("承办单位的办理表…", "unit_packs"), ("承办单位考核…", "assessments"))}


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
    if module.importable and page.intake:
        fill_import(page, menu.addMenu("导入")).setEnabled(not session.read_only)
    elif module.importable:
        menu.addAction("导入…", page.ask_import).setEnabled(not session.read_only)
    out = menu.addMenu("导出")
    out.addActions(page.output.export_menu().actions())


def fill_import(page: ListPage, menu: QMenu) -> QMenu:
    """The ways in, where there are two."""
    menu.addAction("从 Excel 台账导入…", page.ask_import)
    if page.intake:
        menu.addAction(WORDS, page.intake.ask)
    return menu


def fill_beside(page: ListPage, menu: QMenu) -> None:
    """Lists and pages about the records of the list."""
    routes, module = page.session.routes, page.module
    fill_related(page.session, module, menu)
    if module.entity.joinable:
        menu.addAction("查重…", lambda: routes.duplicates_asked.emit(module.name))
    for words, key in BESIDE.get(module.name, ()) if page.session.office.kind == COUNTY else ():
        menu.addAction(words, lambda key=key: routes.page_asked.emit(key))
