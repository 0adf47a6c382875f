"""The papers of a noun on trial: of one record, of a year, of what a list shows, of a plenary's days."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import Block, Document, Heading, Paragraph
from cppcc_desktop.services.forms.printing import Ask, Form, Made, PaperRequest
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, list_records, show_record
from tests.new_module.nouns import GRADE, NUMBER, OF_YEAR, TITLE, YEAR, YEARS

COLUMNS = (kit.RegisterColumn("签号", 30.0, whole=True), kit.RegisterColumn("签文"), kit.RegisterColumn("签别", 30.0))


def make_slip(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """One slip with its text."""
    text = str(show_record(office, actor, YEAR, asked.record).values[TITLE]) if asked.record else ""
    return (Document("年签", (Heading("年签"), Paragraph(text))),), f"年签-{text}"


def make_year(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The register of a year."""
    title = f"{asked.year}年签册" if asked.year else "签册"
    return list_slips(office, actor, title, Query(Is(OF_YEAR, asked.year)) if asked.year else None)


def make_chosen(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The register of what a list shows."""
    return list_slips(office, actor, "签录", asked.query)


def make_several(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """One paper that names several."""
    texts = [str(show_record(office, actor, YEAR, each).values[TITLE]) for each in asked.records]
    return (Document("合签", (Heading("合签"), Paragraph("、".join(texts)))),), "合签"


def make_days(_office: Office, _actor: Actor, asked: PaperRequest) -> Made:
    """What a plenary and a period are called, in one line or in several."""
    words = ("，" if asked.variant == "line" else "\n").join((asked.plenary, f"{asked.since}至{asked.until}"))
    return (Document("日程签", (Heading("日程签"), *(Paragraph(each) for each in words.split("\n")))),), "日程签"


def list_slips(office: Office, actor: Actor, title: str, query: Query | None) -> Made:
    rows = list_records(office, actor, office.modules[YEARS], query, 0, -1).rows if query else []
    table = kit.register(COLUMNS, [[str(row[name] or "") for name in (NUMBER, TITLE, GRADE)] for row in rows])
    blocks: tuple[Block, ...] = (kit.title(title), table)
    return (Document(title, blocks),), title


FORMS = (
    Form("slip", "签条", YEAR, make_slip), Form("year", "签册", YEAR, make_year, (Ask.YEAR,)),
    Form("chosen", "签录", YEAR, make_chosen, (Ask.FILTER,)), Form("several", "合签", YEAR, make_several, (Ask.RECORDS,)),
    Form("days", "日程签", YEAR, make_days, (Ask.PLENARY, Ask.PERIOD, Ask.VARIANT), variants=(("line", "一行"), ("lines", "几行"))),
)  # fmt: skip
