"""The papers of 协商议题: one topic on a page, what a list shows, what a year offers to choose from (forms.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Row as Values
from cppcc_desktop.domain.office.office import Actor, chinese_number
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import (
    ACROSS,
    Align,
    Block,
    Document,
    FieldTable,
    Heading,
    Level,
    Note,
    PageGrid,
    Paragraph,
    Row,
    WritingLines,
)
from cppcc_desktop.nouns.topics.entity import TOPIC, TOPICS
from cppcc_desktop.nouns.topics.life import WORKFLOW
from cppcc_desktop.services.forms.printing import Ask, Form, Made, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, list_records, show_record
from cppcc_desktop.services.records.titles import word_rows
from cppcc_desktop.services.summary import read_committee

SHEET, LIST, REFERENCE = "协商议题征集表", "议题一览", "选题参考"
CAPTION, PAIR = 26.0, 52.0
LOW, HIGH, HIGHEST = 12.0, 36.0, 58.0  # mm: a line, a few sentences, half a page
UNNAMED = "没有填类别"
Words = Mapping[str, str]


def make_form(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """What a topic says in the places of the form; what is empty has room for the pen."""
    words: Words = {}
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
        Heading(f"{read_committee(office).name}\n{year}{SHEET}", lines_after=1),
        FieldTable(rows),
        Note("填表说明：一个议题填一张；类别填重大决策、重点工作、重大民生、重要事项之一；写不下的可另附页。"),
    )
    return (Document(SHEET, blocks),), f"{SHEET}-{name}" if name else f"{SHEET}（空白）"


def wide(label: str, text: str, height: float) -> Row:
    """One value across the page."""
    align = Align.LEFT if height > LOW else Align.CENTRE
    return Row((kit.label(label, CAPTION), kit.value(text, PageGrid.TYPE_WIDTH - CAPTION, align)), height)


def pair(*places: tuple[str, str]) -> Row:
    """Two short values beside each other."""
    return Row(
        tuple(cell for label, text in places for cell in (kit.label(label, CAPTION), kit.value(text, PAIR))), LOW
    )


COLUMNS = (
    kit.RegisterColumn("议题", align=Align.LEFT), kit.RegisterColumn("类别", 24.0), kit.RegisterColumn("来源", 24.0),
    kit.RegisterColumn("提出者", 46.0), kit.RegisterColumn("结果", 58.0, align=Align.LEFT),
)  # fmt: skip


def make_list(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The topics a list shows, each with what became of it and why."""
    found = list_topics(office, actor, asked.query)
    rows = [
        [
            words["title"],
            words["category"],
            words["source"],
            words["suggested_by"] or words["body"],
            tell_result(row, words),
        ]
        for row, words in found
    ]
    years = sorted({str(row["year"]) for row, _ in found})
    span = f"{'、'.join(years)}年度" if 0 < len(years) <= 2 else ""
    note = [Note(f"共 {len(rows)} 个。")] if rows else []
    blocks: tuple[Block, ...] = (
        Heading(f"{span}协商议题一览", lines_after=1), kit.register(COLUMNS, rows, sheet=ACROSS), *note,
    )  # fmt: skip
    return (Document(LIST, blocks, ACROSS),), f"{span}{LIST}"


def tell_result(row: Values, words: Words) -> str:
    """已并入《…》：why."""
    state = WORKFLOW.state(str(row["state"])).label
    into = f"《{words['merged_into']}》" if row["merged_into"] else ""
    said = "；".join(part for part in (words["result_reason"], words["onward"]) if part)
    return f"{state}{into}" + (f"：{said}" if said else "")


def make_reference(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The topics of a year by category, each with where it came from and why; those merged stand with their lead."""
    query = Query(Is("year", asked.year), order=("category", "title")) if asked.year else None
    found = [each for each in list_topics(office, actor, query) if each[0]["state"] != "merged"]
    blocks: list[Block] = [Heading(f"{f'{asked.year}年度' if asked.year else ''}{REFERENCE}", lines_after=1)]
    for number, (category, topics) in enumerate(
        groupby(found, key=lambda each: each[1]["category"] or UNNAMED), start=1
    ):
        blocks.append(Paragraph(f"{chinese_number(number)}、{category}", Level.FIRST, keeps_next=True))
        blocks += [Paragraph(f"{place}. {tell_topic(words)}") for place, (_, words) in enumerate(topics, start=1)]
    if not found:
        blocks.append(Paragraph("这一年度还没有登记议题。") if asked.year else WritingLines(18))
    return (Document(REFERENCE, tuple(blocks)),), f"{asked.year or ''}{REFERENCE}"


def tell_topic(words: Words) -> str:
    """题目。来源：…，提出者。理由：…"""
    source = "，".join(part for part in (words["source"], words["suggested_by"] or words["body"]) if part)
    reason = " ".join(words["reason"].split())
    parts = [words["title"], f"来源：{source}" if source else "", f"理由：{reason.rstrip('。')}" if reason else ""]
    return "。".join(part for part in parts if part) + "。"


def list_topics(office: Office, actor: Actor, query: Query | None) -> list[tuple[Values, Words]]:
    """Rows of a list with their words; none for a blank paper."""
    if query is None:
        return []
    rows = list_records(office, actor, TOPICS, query, 0, -1).rows
    return list(zip(rows, word_rows(office, TOPICS.fields, rows), strict=True))


FORMS = (
    Form("topic_form", SHEET, TOPIC.name, make_form),
    Form("topic_list", LIST, TOPIC.name, make_list, (Ask.FILTER,)),
    Form("topic_reference", REFERENCE, TOPIC.name, make_reference, (Ask.YEAR,)),
)
