"""协商议题征集表: one topic on a page, or a blank one to be filled in by hand (forms.md §1, `topic_form`)."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.document import Align, Cell, Document, FieldTable, Heading, Note, Page, Row
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import clean_text
from cppcc_desktop.nouns.topics.entity import TOPIC, TOPICS
from cppcc_desktop.services.forms.printing import Form, Made, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.summary import read_committee
from cppcc_desktop.services.records.records import show_record
from cppcc_desktop.services.records.titles import word_rows

TITLE = "协商议题征集表"
LABEL, PAIR = 26.0, 52.0
LOW, HIGH, HIGHEST = 12.0, 36.0, 58.0  # mm: a line, a few sentences, a page half


def make_form(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """What a topic says in the places of the form; what is empty has room for the pen."""
    words: Mapping[str, str] = {}
    if asked.record:
        values = show_record(office, actor, TOPIC.name, asked.record).values
        words = word_rows(office, TOPICS.fields, [values], reveal=True)[0]
    name = words.get("title", "")
    rows = (
        wide("议　题", name, LOW), pair(("类　别", words.get("category", "")), ("建议形式", words.get("mode", ""))),
        wide("理　由", words.get("reason", ""), HIGH), wide("主要内容", words.get("content", ""), HIGHEST),
        pair(("建议时间", words.get("month", "")), ("建议部门", words.get("hoped_units", ""))),
        pair(("提出人", words.get("suggested_by", "")), ("联系方式", words.get("phone", ""))),
        pair(("单位或界别", words.get("body", "")), ("提出日期", long_date(words.get("suggested_on", "")))),
    )  # fmt: skip
    year = f"{words['year']}年度" if words.get("year") else ""
    blocks = (
        Heading(f"{read_committee(office).name}\n{year}{TITLE}", lines_after=1),
        FieldTable(rows),
        Note("填表说明：一个议题填一张；类别填重大决策、重点工作、重大民生、重要事项之一；写不下的可另附页。"),
    )
    return (Document(TITLE, blocks),), f"{TITLE}-{name}" if name else f"{TITLE}（空白）"


def caption(text: str) -> Cell:
    return Cell(LABEL, text, Role.HEITI)


def wide(label: str, text: str, height: float) -> Row:
    """One value across the page."""
    long = height > LOW
    align = Align.LEFT if long else Align.CENTRE
    return Row((caption(label), Cell(Page.TYPE_WIDTH - LABEL, clean_text(text), align=align)), height)


def pair(*places: tuple[str, str]) -> Row:
    """Two short values beside each other."""
    return Row(tuple(cell for label, text in places for cell in (caption(label), Cell(PAIR, clean_text(text)))), LOW)


FORMS = (Form("topic_form", TITLE, TOPIC.name, make_form),)
