"""What a noun puts onto the page of its records with widgets of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office
from ui.kit.inputs.record_form import RecordForm
from ui.kit.inputs.reference_field import Suggest
from ui.records.bundle import Bundle, read_bundle
from ui.session import Session


class TabWidget(Protocol):
    """What a tab shows. It writes by itself and sends `saved` afterwards."""

    saved: SignalInstance
    count: int

    def put(self, record: str, found: Any) -> None:
        """Show what was read of this record."""


@dataclass(frozen=True, kw_only=True)
class RecordTab:
    """A tab of a record that is stored; `read` is asked on the database thread, with the rest of the page."""

    module: str
    key: str
    label: str
    read: Callable[[Office, Actor, str], Any]
    make: Callable[[Session, CodeLists, Suggest], Any]  # a TabWidget


@dataclass(frozen=True, kw_only=True)
class FieldPanel:
    """Something below a field of the form, for a new record too; it has `open(bundle)`, called when it was read.

    `make` gets the session, the form, what gives the record's id, and the way to another record of its kind.
    """

    module: str
    field: str
    make: Callable[[Session, RecordForm, Callable[[], str], Callable[[str], None]], Any]


@dataclass(frozen=True, kw_only=True)
class StepPanel:
    """Something below a field of the dialogs of steps; `make` gets the session, the dialog's form and the record."""

    module: str
    field: str
    make: Callable[[Session, RecordForm, str], QWidget]

    def fits(self, move: Move) -> bool:
        """Whether the step asks for the field without being about what stands there."""
        return self.field in move.asks and self.field not in (move.about.fields if move.about else ())


@dataclass(frozen=True, kw_only=True)
class Remarks:
    """What is worth looking at in a record, in lines under its title; steps that say so tell it in their dialogs."""

    module: str
    read: Callable[[Office, Actor, str], Sequence[str]]


def list_tabs(session: Session, module: str) -> list[RecordTab]:
    """The tabs its noun adds to a record."""
    return [each for each in session.parts(RecordTab) if each.module == module]


def read_page(session: Session, module: Module, record: str, draft: str = "") -> Bundle:
    """Everything the page of a record shows, the tabs of its noun too; on the database thread."""
    bundle = read_bundle(session.office, session.actor, module, record, draft)
    if bundle.record is None:
        return bundle
    tabs = list_tabs(session, module.name)
    return replace(bundle, own={each.key: each.read(session.office, session.actor, record) for each in tabs})
