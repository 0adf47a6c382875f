"""更多 of a list: what has no button of its own, and what left the bars for want of room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.office import COUNTY
from ui.kit.window.page import OwnPage
from ui.lists.intake import Intake
from ui.lists.related import fill_related
from ui.session import Session


def fill_import(menu: QMenu, ask_import: Callable[[], None], second: Intake | None, intake: Any) -> QMenu:
    """The ways in: from a table, and the second one of its own."""
    if second and intake:
        menu.addAction(second.table_words, ask_import)
        menu.addAction(second.words, intake.ask)
    return menu


def fill_beside(session: Session, module: Module, menu: QMenu) -> None:
    """Lists and pages about the records of the list."""
    routes = session.routes
    fill_related(session, module, menu)
    if module.entity.joinable:
        menu.addAction("查重…", lambda: routes.duplicates_asked.emit(module.name))
    for own in session.parts(OwnPage):
        if own.beside == module.name and (own.stations or session.office.kind == COUNTY):
            menu.addAction(own.words, lambda key=own.key: routes.page_asked.emit(key))
