"""Lists about the same records: those whose rows open them, and their own."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from cppcc_desktop.domain.description.fields import PeriodKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.office import COUNTY
from ui.session import Session


def find_plenary_field(session: Session, module: Module) -> str:
    """What a list is narrowed to a plenary by: its own field, or that of the records its rows open; else empty."""
    target = module.by_name[module.opens].target if module.opens else ""
    period = (session.office.entity(target) if target else module.entity).period
    if period is None or period.kind is not PeriodKind.PLENARY:
        return ""
    return f"{module.opens}.{period.field}" if target else period.field


def list_related(session: Session, module: Module) -> list[Module]:
    """The lists beside one: of 提案 those of its units, forms and promises, and the other way round."""
    nav = session.nav_of(module)
    shown = [each for each in session.office.modules.values() if each.stations or session.office.kind == COUNTY]
    family = [each for each in shown if nav != "settings" and session.nav_of(each) == nav]
    return [each for each in family if each is not module]


def list_neighbours(session: Session, module: Module) -> list[Module]:
    """Of the lists beside one those that share its place in the sidebar."""
    nav = session.nav_of(module)
    return [each for each in list_related(session, module) if nav in (each.within, module.within)]


def fill_related(session: Session, module: Module, menu: QMenu) -> QMenu:
    """An entry for each of them."""
    for each in list_related(session, module):
        menu.addAction(each.label, lambda name=each.name: session.routes.page_asked.emit(name))
    return menu
