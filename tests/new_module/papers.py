"""The paper of a noun on trial."""

from __future__ import annotations

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.document import Document, Heading, Paragraph
from cppcc_desktop.services.forms.printing import Form, Made
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import show_record
from tests.new_module.nouns import TITLE, YEAR


def make_slip(office: Office, actor: Actor, record: str) -> Made:
    """One slip with its text."""
    text = str(show_record(office, actor, YEAR, record).values[TITLE]) if record else ""
    return (Document("年签", (Heading("年签"), Paragraph(text))),), f"年签-{text}"


FORMS = (Form("slip", "签条", YEAR, make_slip),)
