"""接待群众: what the window shows of them that no other noun has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ui.face import Face
from ui.session import Session

if TYPE_CHECKING:  # the forms of records are needed once one is opened
    from ui.kit.inputs.record_form import RecordForm


def give_looks() -> Sequence[object]:
    from ui.nouns.receptions.looks import LOOK

    return [LOOK]


def make_panel(session: Session) -> Any:
    from ui.nouns.receptions.entry import LAYOUT
    from ui.records.entry_form import EntryForm

    return EntryForm(session, LAYOUT)


def give_panels() -> Sequence[object]:
    from ui.lists.entry import EntryPanel

    return [EntryPanel(module="receptions", make=make_panel)]


def show_earlier(
    session: Session, form: RecordForm, record: Callable[[], str], read_beside: Callable[[str], None]
) -> QWidget:
    """Receptions of the same visitor or matter."""
    from ui.nouns.receptions.earlier import EarlierReceptions

    return EarlierReceptions(session, form, record, read_beside)


def give_field_panels() -> Sequence[object]:
    from ui.records.panels import FieldPanel

    return [FieldPanel(module="receptions", field="matter", make=show_earlier)]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("receptions", "18-接待群众")]


FACE = Face(
    name="receptions",
    parts={"EntryPanel": give_panels, "FieldPanel": give_field_panels, "Look": give_looks, "HelpPage": give_help},
)
