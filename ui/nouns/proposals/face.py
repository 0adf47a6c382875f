"""提案: what the window shows of them that no other noun has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from ui.face import Face
from ui.kit.window.page import OwnPage, Page
from ui.session import Session

if TYPE_CHECKING:  # the forms of records are needed once one is opened
    from ui.kit.inputs.record_form import RecordForm

LISTS = ("proposals", "assignments", "feedback_forms", "promises")


def give_looks() -> Sequence[object]:
    from ui.nouns.proposals.looks import give_looks

    return give_looks()


def make_intake(session: Session, page: QWidget) -> Any:
    from ui.nouns.proposals.files import FileIntake

    return FileIntake(session, page)


def give_intakes() -> Sequence[object]:
    from ui.lists.intake import Intake

    return [Intake(module="proposals", words="从 Word、文本登记…", table_words="从 Excel 台账导入…", make=make_intake)]


def make_packs_page(session: Session) -> Page:
    from ui.nouns.proposals.packs_page import UnitPacksPage

    return UnitPacksPage(session)


def give_pages() -> Sequence[object]:
    return [OwnPage(key="unit_packs", words="承办单位的办理表…", beside="proposals", make=make_packs_page)]


def show_similar(
    session: Session, form: RecordForm, record: Callable[[], str], read_beside: Callable[[str], None]
) -> QWidget:
    """Earlier proposals like this one."""
    from ui.nouns.proposals.similar_cases import SimilarCases

    return SimilarCases(session, form, record, read_beside)


def give_field_panels() -> Sequence[object]:
    from ui.records.panels import FieldPanel

    return [FieldPanel(module="proposals", field="title", make=show_similar)]


def show_units(session: Session, form: RecordForm, record: str) -> QWidget:
    """Units that may handle the case."""
    from ui.nouns.proposals.unit_suggestions import UnitSuggestions

    return UnitSuggestions(session, form.editors["unit"], record)


def give_step_panels() -> Sequence[object]:
    from ui.records.panels import StepPanel

    return [StepPanel(module="proposals", field="unit", make=show_units)]


def read_remarks(office: Office, actor: Actor, record: str) -> Sequence[str]:
    """What a reviewer would send back, until the case is reviewed."""
    from cppcc_desktop.nouns.proposals.remark_reading import read_remarks

    return read_remarks(office, actor, record)


def give_remarks() -> Sequence[object]:
    from ui.records.panels import Remarks

    return [Remarks(module="proposals", read=read_remarks)]


def give_wordings() -> Sequence[object]:
    from ui.nouns.proposals.handling_words import WORDING

    return [WORDING]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage(module, "3-办一件提案") for module in LISTS]


FACE = Face(
    name="proposals",
    parts={
        "Look": give_looks,
        "Intake": give_intakes,
        "OwnPage": give_pages,
        "FieldPanel": give_field_panels,
        "StepPanel": give_step_panels,
        "Remarks": give_remarks,
        "HelpPage": give_help,
        "Wording": give_wordings,
    },
)
