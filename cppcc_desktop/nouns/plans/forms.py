"""The papers of 协商计划: the table of a year, grouped by kind, as it goes to the meeting (forms.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import ACROSS, Align, Block, Document, Heading, Note
from cppcc_desktop.nouns.plans.entity import LINE, LINES
from cppcc_desktop.nouns.plans.life import CANCELLED, DONE
from cppcc_desktop.services.forms.printing import Ask, Form, Made, PaperRequest
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import list_children, list_records
from cppcc_desktop.services.records.titles import word_rows

TABLE = "协商计划表"  # 2026年度协商计划表
COLUMNS = (
    kit.RegisterColumn("种类", 22.0, fits=True), kit.RegisterColumn("议题", align=Align.LEFT),
    kit.RegisterColumn("形式", 23.0, fits=True), kit.RegisterColumn("牵头领导", 20.0, names=True, fits=True),
    kit.RegisterColumn("牵头机构", 26.0, fits=True), kit.RegisterColumn("责任部门", 29.0, fits=True),
    kit.RegisterColumn("责任人", 18.0, names=True, fits=True), kit.RegisterColumn("完成时限", 24.0, whole=True),
    kit.RegisterColumn("成果", 22.0, fits=True), kit.RegisterColumn("进度", 18.0),
)  # fmt: skip
Words = Mapping[str, str]


def make_table(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The lines a list shows by kind; a changed line says below its topic what was before, a cancelled one stands last."""
    rows = list_records(office, actor, LINES, asked.query, 0, -1).rows if asked.query else ()
    words = word_rows(office, LINES.fields, rows)
    found = sorted(
        zip(rows, words, strict=True),
        key=lambda each: (each[0]["state"] == CANCELLED, str(each[0]["kind"] or "~"), int(str(each[0]["no"] or 9999))),
    )
    table = [tell_line(office, actor, row, told) for row, told in found]
    years = sorted({str(row["year"]) for row in rows})
    span = f"{'、'.join(years)}年度" if 0 < len(years) <= 2 else ""
    blocks: tuple[Block, ...] = (
        Heading(f"{span}{TABLE}", lines_after=1), kit.register(COLUMNS, table, sheet=ACROSS),
        *([Note(sum_up([row for row, _ in found], [told for _, told in found]))] if found else []),
    )  # fmt: skip
    return (Document(TABLE, blocks, ACROSS),), f"{span}{TABLE}"


def tell_line(office: Office, actor: Actor, row: Row, words: Words) -> list[str]:
    """（原议题：…）stands below the topic that came in its place."""
    title = words["title"]
    if row["changes"]:
        changes = list_children(office, actor, "plan_change", str(row["id"]))
        former = [str(each["old_title"]) for each in changes if each["old_title"] and each["old_title"] != row["title"]]
        title += f"\n（原议题：{former[-1]}）" if former else ""
    state = f"{short_date(words['done_on'])}完成" if row["state"] == DONE and words["done_on"] else words["result"]
    return [words["kind"], title, words["mode"], words["leader"], words["lead_body"], words["units"], words["person"],
            words["due_on"] or words["month"], words["product"], state]  # fmt: skip


def sum_up(rows: list[Row], words: list[Words]) -> str:
    """共 51 项：协商 16，视察 9；已完成 17，已取消 1。"""
    kinds = [
        f"{kind or '没有填种类'} {len(list(each))}"
        for kind, each in groupby(sorted(told["kind"] for told in words), key=lambda kind: kind)
    ]
    done, dropped = (sum(row["state"] == state for row in rows) for state in (DONE, CANCELLED))
    return f"共 {len(rows)} 项：{'，'.join(kinds)}；已完成 {done}" + (f"，已取消 {dropped}" if dropped else "") + "。"


FORMS = (Form("plan_table", TABLE, LINE.name, make_table, (Ask.FILTER,)),)
