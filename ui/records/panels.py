"""What a noun puts onto the page of its records with widgets of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from ui.kit.inputs.record_form import RecordForm
from ui.session import Session


@dataclass(frozen=True, kw_only=True)
class FieldPanel:
    """Something below a field of the form, for a new record too; it has `open(bundle)`, called when it was read.

    `make` gets the session, the form, what gives the record's id, and the way to another record of its kind.
    """

    module: str
    field: str
    make: Callable[[Session, RecordForm, Callable[[], str], Callable[[str], None]], Any]


@dataclass(frozen=True, kw_only=True)
class OwnTab:
    """A tab of a child with widgets of the noun's own, in place of the one that every child has; it reads for itself.

    What `make` gives has `open(record, writable)`, called whenever the record was read, `follow(change)`, `may_leave()`,
    `count` and `counted(count)`, and `beside`, a widget that stands at the right of the tabs while it is in front, or None.
    With `wide` it takes the room of the track, the timeline and the foot.
    """

    module: str
    child: str
    make: Callable[[Session], Any]
    label: str = ""  # empty: that of the child
    wide: bool = False


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


@dataclass(frozen=True, kw_only=True)
class SidePanel:
    """What stands at the right of the tabs of a record that has no life, where others show what happened to them; a tab of
    its own at large type. What `make` gives has `open(record)`, `follow(change)` and the signal `tab_asked(child)`.
    """

    module: str
    label: str
    make: Callable[[Session], Any]


@dataclass(frozen=True, kw_only=True)
class HeaderWords:
    """What the header of a record says that does not stand in its own fields: chips (words, tone), and facts."""

    module: str
    read: Callable[[Office, Actor, str], tuple[Sequence[tuple[str, str]], Sequence[str]]]
